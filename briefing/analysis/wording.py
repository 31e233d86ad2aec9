"""How papers say figures: verb by direction, bounds kept, numbers as the source has them (rules of 公文 usage).

Prose turns a sign into a verb (下降25.5%), tables keep it (−25.5); zero is 持平; a bound word is never dropped.
"""

from __future__ import annotations

from decimal import Decimal

from briefing import periods
from briefing.model import Bound, Measure, Observation

MINUS = "−"
# Measures whose sign prose says with a verb.
CHANGES: tuple[Measure, ...] = ("yoy", "cagr", "pp")
_BEFORE = ("约", "近", "超", "超过", "突破", "不少于", "不低于", "高于", "低于", "不超过", "逾", "大于", "小于", "至少", "最多", "达到")
_INSIDE = ("余", "多", "几")
# An end of a range (5—10处) stands alone here: the dash would bound nothing. No word at all is an end, too.
_RANGE = ("", "-", "—", "——", "–", "－", "~", "～", "至", "到")
_DEFAULT: dict[Bound, str] = {"exact": "", "approx": "约", "min": "不低于", "max": "不超过"}


def number(value: Decimal) -> str:
    """Digits as the source wrote them, never padded, never in exponent form."""
    return format(value, "f")


def unpadded(value: Decimal) -> Decimal:
    """A worked-out value without noughts after the point that no source wrote: 24 for 24.0, 100 for 1E+2."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def signed(value: Decimal) -> str:
    """A number for a table: a true minus sign, no plus."""
    return MINUS + number(-value) if value < 0 else number(value)


def grouped(value: Decimal) -> str:
    """A number for a table of amounts: thousands separated from five digits on, so that years and small counts stay whole."""
    return (MINUS if value < 0 else "") + (f"{abs(value):,}" if abs(value) >= 10000 else number(abs(value)))


def bounded(text: str, unit: str, bound: Bound, bound_text: str = "", quote: str = "") -> str:
    """Number text and unit with the word that bounds them, where the source had it: 约4%, 4%左右, 5000余万元, 1.6万余条."""
    word = _DEFAULT[bound] if bound_text in _RANGE else bound_text
    if bound == "exact" or not word:
        return text + unit
    if word in _BEFORE:
        return word + text + unit
    if word in _INSIDE:
        multiplier = unit[:1] if unit[:1] in "万亿千百" else ""
        inner = text + multiplier + word + unit[len(multiplier) :]
        return inner if multiplier and inner in quote.replace(",", "") else text + word + unit
    return text + unit + word


def figure(observation: Observation) -> str:
    """The figure as prose says it without its name and verb: 57.1亿元, 4%左右, 全市第2 is 第2位. The sign is the verb's business."""
    if observation.measure == "rank":
        return f"第{number(observation.value)}{observation.unit or '位'}"
    value = abs(observation.value) if observation.measure in CHANGES else observation.value
    return bounded(number(value), observation.unit, observation.bound, observation.bound_text, observation.source.quote)


def cell(observation: Observation, *, with_unit: bool = False) -> str:
    """The figure as a table cell says it: −16左右, 57.1, 353; the unit stands in the column's head unless asked for."""
    if observation.measure == "rank":
        return number(observation.value)
    text = grouped(observation.value) if observation.measure == "level" else signed(observation.value)
    unit = observation.unit if with_unit else ""
    return bounded(text, unit, observation.bound, observation.bound_text, "")


def change(observation: Observation) -> str:
    """A growth figure with its verb: 增长4%左右, 下降16%左右, 与上年持平, 提高0.7个百分点."""
    verbs = ("提高", "下降") if observation.measure == "pp" else ("增长", "下降")
    if observation.value == 0:
        return "持平" if observation.measure == "pp" else "与上年持平"
    verb = verbs[0] if observation.value > 0 else verbs[1]
    if observation.measure == "cagr":
        verb = "年均" + verb
    return verb + figure(observation)


def changed(low: Decimal, high: Decimal) -> str:
    """A derived growth, an interval, with its verb: 增长0.5%—0.7%, 下降2.1%, 在下降0.3%和增长0.1%之间."""
    if low == high:
        return "持平" if low == 0 else f"{'增长' if low > 0 else '下降'}{number(abs(low))}%"
    if low >= 0:
        return f"增长{number(low)}%—{number(high)}%"
    if high <= 0:
        return f"下降{number(-high)}%—{number(-low)}%"
    return f"在下降{number(-low)}%和增长{number(high)}%之间"


def compared(observation: Observation) -> str:
    """A year-on-year growth with what it is compared with: 比上年 for a whole year, 同比 within one."""
    if observation.measure != "yoy":
        return change(observation)
    whole_year = periods.parse(observation.period).is_year
    if observation.value == 0:
        return "与上年持平" if whole_year else "同比持平"
    return ("比上年" if whole_year else "同比") + change(observation)


def months(period: str) -> str:
    """A period within its year without the year: 1—3月, 5月, 上半年 stays 1—6月; a whole year is 全年."""
    span = periods.parse(period)
    if span.is_year:
        return "全年"
    return periods.label(period).partition("年")[2] if span.year == span.last_year else periods.label(period)


def status_prefix(observation: Observation) -> str:
    """预计 before an estimate; targets and actuals say it by their place."""
    return "预计" if observation.status == "estimate" else ""


def statement(observation: Observation, name: str = "") -> str:
    """The whole fact in a clause: 预计地区生产总值增长4%左右; 一般公共预算收入57.1亿元."""
    said = change(observation) if observation.measure in CHANGES else figure(observation)
    return status_prefix(observation) + (name or observation.name) + said
