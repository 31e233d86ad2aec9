"""What a figure measures: a level, growth, a share, a difference, a rank, a multiple; and its sign."""

from __future__ import annotations

from decimal import Decimal

from briefing import lazy as re
from briefing.extraction.context import Sentence
from briefing.extraction.naming import Naming
from briefing.extraction.predicates import Predicate
from briefing.extraction.quantities import is_rank
from briefing.extraction.rules import COMPARED
from briefing.extraction.signs import FALLS, sign
from briefing.model import Measure, Quantity

_GROWTH_NAME = re.compile(r"(?:增速|增幅|涨幅|增长率|增长速度|降幅|跌幅|升幅|涨跌幅|降低率|增长)$")
_PRICES = re.compile(r"价格(?:总?指数|总水平)?(?:（CPI）|\(CPI\))?$")
_INDEX = 50  # from here on it is an index of the year before's hundred
_FALL_NAME = re.compile(r"(?:降幅|跌幅|降低率|下降率)$")
_WIDENING = ("收窄", "扩大", "缩小", "大", "小", "窄", "宽", "低", "高")
_PEER = re.compile(r"全[国省市区县州](?:平均(?:水平)?为?)?")  # 增长7.5%（全市|11.1%）
_GROWTH_AIM = re.compile(
    r"(?:增长|增速|增幅)(?:预期)?目标(?:拟)?(?:为|定为|确定为|设定为|是|定在)?$"
)
_GROWTH_BEHIND = re.compile(
    r"的?(?:高速|较快|正|快速)?(?:增长|增速|增幅)(?!目标|极|点)"
)  # 保持20%以上增长


def measure(
    sentence: Sentence,
    quantity: Quantity,
    name: str,
    naming: Naming,
    cut: int,
    predicate: Predicate,
) -> tuple[Measure, Decimal]:
    """The measure of a figure and its signed value."""
    value = quantity.value
    if is_rank(quantity):
        return "rank", value
    if quantity.unit.endswith(("百分点", "千分点", "基点")):
        return "pp", _signed(value, _direction(sentence, cut, quantity.start))
    if naming.how == "difference":
        return "pp", _signed(value, _direction(sentence, cut, quantity.start))
    if quantity.unit == "倍":
        return "multiple", value
    if quantity.unit not in ("%", "‰"):
        return "level", value
    if (naming.how == "aim" or naming.rule == COMPARED) and sentence.last:
        return sentence.last.measure, _signed(value, predicate.direction)
    if naming.how == "completion":
        return "ratio", value
    growth: Measure = "cagr" if predicate.annual else "yoy"
    if predicate.direction:
        return growth, _signed(value, predicate.direction)
    if predicate.against and value < 0:
        return growth, value  # 同比分别|-6.2%、-19.3%
    if quantity.unit == "%" and value < _INDEX and _PRICES.search(name):
        return growth, value  # 居民消费价格控制在|3.5%|以内
    if quantity.unit == "%" and _GROWTH_NAME.search(name):
        growth = "cagr" if "年均" in name else growth
        return growth, _signed(value, -1 if _FALL_NAME.search(name) else 1)
    return (growth if _grows(sentence, quantity, cut) else "ratio"), value


def _grows(sentence: Sentence, quantity: Quantity, cut: int) -> bool:
    """Whether growth is said behind a rate (5%的增长), is what an aim is of, or of the area before the bracket of a larger one."""
    compared = sentence.last is not None and sentence.last.measure == "yoy"
    if compared and _PEER.fullmatch(sentence.text, cut, quantity.start):
        return True
    if _GROWTH_AIM.search(sentence.text, cut, quantity.start):
        return True
    after = sentence.after(quantity)
    return _GROWTH_BEHIND.match(sentence.text, after, sentence.end) is not None


def _signed(value: Decimal, direction: int) -> Decimal:
    """Digits are never rounded: Decimal's own minus rounds to its context. 下降-2.2% is a fall of 2.2."""
    return value.copy_abs().copy_negate() if direction < 0 else value


def _direction(sentence: Sentence, cut: int, at: int) -> int:
    """+1 or -1 of a difference: 收窄 and 扩大 of a fall are told as changes of the rate."""
    text = sentence.text
    said = sign(text, cut, at)
    if said is None:
        return 1
    direction = -1 if said["down"] else 1
    fall = any(word in text[cut : said.start()] for word in FALLS)
    falling = (
        sentence.last is not None
        and sentence.last.measure in ("yoy", "cagr")
        and sentence.last.value < 0
    )
    if said[0] in _WIDENING and (fall or (falling and "率" not in text[cut:at])):
        return -direction
    return direction
