"""Numbers with a unit that state nothing: parts of titles and proper names, limits that define a class, policies' articles, clock times."""

from __future__ import annotations

from briefing import lazy as re
from briefing.extraction import words
from briefing.extraction.quantities import is_rank
from briefing.extraction.units import family as family_of
from briefing.extraction.wordlists import alternation, terms
from briefing.model import Quantity

_PLACED = (
    "位列全国",
    "跻身全国",
    "进入全国",
    "位居全国",
    "稳居全国",
    "入围全国",
)  # 3家园区|位列全国50强
_SHORT_QUOTE = 22  # characters of a quotation that is a name
_DURATION = alternation(words.DURATIONS.split())
_POLICY = alternation(words.POLICY.split())
_POLICY_AFTER = re.compile(rf"(?:[^，。；、]{{0,4}})(?:{_POLICY})")
_POLICY_BEFORE = re.compile(rf"(?:{_POLICY}|惠企|人才|纾困|科创|民营经济|营商环境|稳经济|稳增长)$")
_ISSUED = ("出台", "推出", "制定", "发布", "形成")
_ASPECTS = ("方面工作", "方面的工作", "方面：", "方面重点")
_LIMITED = re.compile(rf"(?:的)?(?:{alternation(words.LIMITED.split())})")
_CLASS_BEFORE = re.compile(rf"(?:{alternation(words.CLASS_BEFORE.split())})(?:“|品牌)?$")
_DURATION_BEFORE = re.compile(rf"(?:{_DURATION})[^，。；]{{0,10}}$")
_DURATION_AFTER = re.compile(r"(?:内|以内)?(?:完成|实现|建成|拿地|办结|开工|投产|封顶)")
_MORE_DAYS = re.compile(
    r"\d天[，、（]?(?:同比|[比较][^，。；\d]{0,6})?(?:增加|减少|多|少|增|减)了?$"
)  # 272天，比上年增加29天
_LIFE = re.compile(r"(?:寿命|年龄|年限)[^，。；]{0,8}$")  # 人均预期寿命提高到81岁以上
_AMONG = (
    "在全国",
    "在全省",
    "在全市",
    "在全区",
    "全国",
    "全省",
    "全市",
)  # 在全省91个县（市）中排名第一
_AMONG_AFTER = re.compile(
    r"(?:县|市|区|城区|省份|城市|县级市|地级市|开发区)[^，。；]{0,10}?(?:中|(?=(?:排名?|位?居|列)?第\d))"
)
_RUNNING = re.compile(r"(?:连续|持续|第|前|近|每隔|为期|最近|未来|今后|试用期|时隔)(?:了)?$")
_CAPACITY = re.compile(
    r"(?:级|的)?(?:机组|光伏|风电|储能|电站|发电|核电|变电|输变电|线路|泊位|航道|码头|装置|生产线|项目|工程|高炉|锅炉|燃煤|电池|动力电池|煤电|抽水蓄能|产线|绿氢|绿电|级)"
)
_REFERENCE = re.compile(
    r"(?:左右|以上)?的?(?:预期)?(?:增长|发展)?目标"
)  # 5.5%左右的预期增长目标与…衔接
_YEARLY = re.compile(r"[^，。；、]{0,12}(?:工程|项目|装置|机组)")  # 150亿方/年…倍增工程
_CAPACITY_BEFORE = re.compile(r"(?:年产|年处理|日产|日处理|年加工|年产能)$")
_MULTIPLIERS = frozenset(terms("百万 千万 亿 十亿 百亿 千亿"))
_PERSON_LIMIT = frozenset(terms("户 人 岁 周岁 张 年 级 吨 床 名"))
_MOVED = ("前移", "后移", "上升", "下降", "提升", "前进", "后退", "退后")  # 位次后移|7位: no rank
_CLASS_COUNT = re.compile(r"(?:级|以上|及以上)?\d+[个家项]")  # 其中50亿元|1个、10亿元|3个
_PUNCTUATION = "，。；：、！？）)」』”’,;:! \n　"


def excluded(text: str, quantity: Quantity, start: int, end: int) -> bool:
    """Whether a number of the sentence text[start:end] states nothing."""
    unit, at, after = quantity.unit, quantity.start, quantity.end
    family = family_of(unit)
    rest = text[after : min(end, after + 14)]
    before = text[max(start, at - 10) : at]
    if unit == "强" or is_rank(quantity):
        return _no_rank(quantity, before, rest, text, start)
    if _in_name(text, at, start, end) or (unit == "本" and rest.startswith("报讯")):
        return True
    if rest.startswith(("”", "级", "号", "+", "×")) and not rest.startswith("”，"):
        return rest[0] != "”" or _opens_before(text, at, start)
    if (
        unit == "条"
        and (_POLICY_AFTER.match(rest) or _POLICY_BEFORE.search(before))
        and not before.endswith(_ISSUED)
    ):
        return True
    if (
        (
            before.endswith(("每", "每满", "最高", "最大", "最长", "最深"))
            and unit not in ("元", "%")
        )
        or rest.startswith(_ASPECTS)
        or before.endswith(("上述", "前述"))
    ):
        return True
    if family == "duration":
        return _no_duration(unit, text[max(start, at - 24) : at], rest)
    if _is_limit(quantity, unit, family, rest, before):
        return True
    if unit == "%" and _no_rate(before, rest):
        return True
    if "/年" in unit and _YEARLY.match(rest):
        return True
    if family == "energy" and (_CAPACITY.match(rest) or _CAPACITY_BEFORE.search(before)):
        return True
    if family in ("weight", "volume", "money", "class") and _CAPACITY_BEFORE.search(before):
        return True
    return family == "class" and (
        before.endswith(("第", "前"))
        or (unit in ("位", "名") and before.endswith(_MOVED))
        or (before.endswith(_AMONG) and bool(_AMONG_AFTER.match(rest)))
    )


def _in_name(text: str, at: int, start: int, end: int) -> bool:
    """Inside 《…》 or a short quotation, which is a name (“15分钟”健身圈, “胶济1899时光列车”)."""
    low = max(start, at - 40)
    opened = text.rfind("《", low, at)
    if opened >= 0 and text.rfind("》", opened, at) < 0:
        return True
    for open_mark, close_mark in (("“", "”"), ("‘", "’"), ("「", "」")):
        opened = text.rfind(open_mark, low, at)
        if opened < 0 or text.rfind(close_mark, opened, at) >= 0:
            continue
        closed = text.find(close_mark, at, min(end, opened + 60))
        if opened == at - 1 or (closed >= 0 and closed - opened <= _SHORT_QUOTE):
            return True
    return False


def _opens_before(text: str, at: int, start: int) -> bool:
    opened = text.rfind("“", max(start, at - _SHORT_QUOTE), at)
    return opened >= 0 and text.rfind("”", opened, at) < 0


def _no_rank(quantity: Quantity, before: str, rest: str, text: str, start: int) -> bool:
    if quantity.bound_text == "强":
        return (
            (bool(_CLASS_BEFORE.search(before)) and not before.endswith(_PLACED))
            or quantity.value >= 100
            or rest.startswith(("企业", "县”", "峰会"))
        )
    return quantity.bound_text == "第" and before.endswith(("》第", "法第"))


def _no_rate(before: str, rest: str) -> bool:
    """5.5%左右的预期增长目标 that something is in line with; 增值税收入（50%部分）."""
    if before.endswith(("（", "(")) and rest.startswith("部分"):
        return True
    return not before.strip("，。；\n") and _REFERENCE.match(rest) is not None


def _no_duration(unit: str, before: str, rest: str) -> bool:
    if _LIFE.search(before):
        return False
    if _RUNNING.search(before) or (
        rest.startswith(("以上", "以下", "龄", "内")) and not _DURATION_AFTER.match(rest)
    ):
        return True
    if _MORE_DAYS.search(before):
        return False
    if unit in ("日", "秒", "分钟", "小时") and not _DURATION_BEFORE.search(before):
        return True
    return not _DURATION_BEFORE.search(before) and not _DURATION_AFTER.match(rest)


def _is_limit(quantity: Quantity, unit: str, family: str, rest: str, before: str) -> bool:
    """投资2000万元以上的技改项目: the limit of a class. 50个以上优质项目 and 90%以上的纠纷 are figures."""
    said = quantity.bound_text in ("以上", "及以上", "以下", "及以下", "或以上")
    if said and rest.startswith(quantity.bound_text):
        rest = rest[len(quantity.bound_text) :]
    named = bool(rest) and rest[0] not in _PUNCTUATION
    if said and quantity.bound_text in ("及以上", "及以下") and family == "money":
        return True
    if said and (unit in _MULTIPLIERS or (unit == "万" and _LIMITED.match(rest))):
        return True  # 5千万以上的67个, 2000万以上项目资金
    if family == "money" and _CLASS_COUNT.match(rest) and before[-1:] in _PUNCTUATION + "中":
        return True
    if said and named:
        if family in ("money", "length", "area", "volume", "weight", "energy"):
            return True
        return unit in _PERSON_LIMIT
    if family == "money" and quantity.bound_text in ("超", "超过", "过", "达"):
        return bool(_LIMITED.match(rest))
    return False
