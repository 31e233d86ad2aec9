"""Numbers with their units, found in one linear scan.

`scan` gives every quantity of a text: Arabic and full-width digits, thousands commas of both widths, 万/亿 before any
unit, ranges (5%—5.5% and 1-2家 are two quantities: the lower end a minimum, the upper one a maximum), the words that bound a
figure (余, 多, 约, 左右, 以上, 超, 突破, 不少于 …), signs, 百分之, ranks (第2位, 前10, 10强), numbers of two multipliers
(1万2千户 is 1.2万户). What has no unit is no quantity: years, dates, document numbers, line numbers, codes such as 125510 or 1+3+9+X.
A number that stands right behind another (7·4%, 20 12家) is a piece of one: it is joined where the writing is plain, else refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from briefing import lazy as re
from briefing.amounts import Bound
from briefing.extraction.units import (
    FAMILY,
    MULTIPLIERS,
    NOT_BEFORE,
    ONLY_MULTIPLIED,
    PER,
    PER_SPOKEN,
    POWERS,
    YEARS,
    family,
)
from briefing.extraction.wordlists import alternation, lengths_by, terms
from briefing.model import Quantity

# Words right before a number, and the characters that make another word of them (节约, 跨过, 最近).
_BEFORE: dict[str, tuple[Bound, str]] = {
    **dict.fromkeys(terms("大约 约为 将近 接近 逼近 约达 近达"), ("approx", "")),
    "约": ("approx", "节集条签预公解合"),
    "近": ("approx", "最附邻靠亲远"),
    **dict.fromkeys(
        terms("超过 突破 不少于 不低于 不小于 至少 高于 大于 多于 超出 首超 首破 不下于 ≥ ＞ >"),
        ("min", ""),
    ),
    "超": ("min", "赛苏湘村齐鲁豫"),
    "逾": ("min", ""),
    "破": ("min", ""),
    "过": ("min", "通经越走闯度渡路难错"),
    **dict.fromkeys(terms("跨过 跨上 跨越 迈上 迈过 站上 越过"), ("min", "")),
    **dict.fromkeys(
        terms("不超过 不高于 不多于 不大于 低于 少于 小于 不足 不突破 ≤ ＜ <"), ("max", "")
    ),
    "不到": ("max", "达得看做办感找收碰遇想赶等受"),
}
_AFTER: dict[str, Bound] = {
    **dict.fromkeys(terms("左右 上下"), "approx"),
    **dict.fromkeys(terms("以上 及以上 或以上 之上"), "min"),
    **dict.fromkeys(terms("以内 之内 以下 及以下 之下"), "max"),
}
_STEPS = frozenset(
    terms("跨过 跨上 跨越 迈上 迈过 站上 越过")
)  # bounds of amounts only: 连续跨过3个大关 counts
_BEFORE_LENGTHS = lengths_by(-1, _BEFORE)

_DIGIT = "[0-9０-９]"
_THREE = rf"{_DIGIT}{{3}}(?!{_DIGIT})"
# 567,393 and 12, 345 and 20 372; 56.70 and, set apart by a converter, 7. 4 and 80 . 3
_NUMBER = (
    rf"(?:{_DIGIT}{{1,3}}(?:(?:[,，] ?{_THREE})+|(?: {_THREE})+)|{_DIGIT}+)"
    rf"(?:[.．]{_DIGIT}+| ?[.．] ?{_DIGIT}+)?"
)
_A_DIGIT = re.compile(_DIGIT)
_MULTIPLIER = alternation(MULTIPLIERS)
_UNIT = alternation(FAMILY)
_MEASURE = rf"(?:{_MULTIPLIER})?(?:{_UNIT})"
_TOKEN = re.compile(
    rf"(?P<number>{_NUMBER})"
    rf"(?:(?P<join>——|[-—－–~～至到])(?P<upper>{_NUMBER}))?"
    rf"(?:（(?:不?含|现价|快报数|初步|按)[^（）0-9０-９]{{0,20}}）(?=(?:{_MULTIPLIER})?元))?"  # 276.38（不含…）亿元
    rf"(?:(?:[¹²³⁰⁴-⁹]{{1,2}}|[\[【〔]\d{{1,2}}[\]】〕])(?={_MEASURE}))?"  # 62000¹元: a footnote
    rf"(?P<wrapped>[ \t]*\n[ \t]*(?={_MEASURE}[，。；、（(比]))?"  # the unit on the next line
    rf"(?P<vague>[余多]?)(?P<multiplier>(?:{_MULTIPLIER})?)"
    rf"(?:(?P<rest>{_DIGIT}{{4}}(?![0-9０-９千百万])|{_DIGIT}{{1,3}}(?=[千百十]?[千百万]))"
    rf"(?P<smaller>千万|百万|十万|[千百万])?(?=[余多]?{_MEASURE}))?"
    rf"(?P<vaguer>[余多]?)(?P<power>[万亿]?)"
    rf"(?P<unit>(?:{_UNIT}|(?<=[.．]\d){YEARS})?)"  # a year of the calendar is no decimal: 受教育11.8年
    rf"(?P<more>(?:[（(][套间个家次处人户台辆批项只头匹口所座幢栋件支名张条组]{{1,2}}[）)]"
    rf"|/(?:{_MULTIPLIER})?(?:{alternation([*PER.split(), *FAMILY])})"
    rf"|每(?:{alternation(PER_SPOKEN.split())}))?)"
    rf"(?P<after>(?:{alternation(_AFTER)})?)"
)
# A number right behind another one is its tail: 7·|4%, 2023 1|02%. List numbering is no number: 1. |37个.
_NAMED = ("GDP", "CPI", "PMI")  # right before a number: 完成GDP|28.34亿元
_TAIL = re.compile(rf"(?:{_DIGIT}[ 　]*[,.．·][ 　]*|{_DIGIT}[ 　]+)$")
_NUMBERING = re.compile(rf"(?:^|[\n。；])[ 　]*{_DIGIT}{{1,2}}[ 　]*[.．][ 　]*$")
_GLYPHS = re.compile("[\ud800-\uf8ff]")  # of a font of the document's own: which digit is unknown
_COUNTING = re.compile("[万亿]")  # multipliers that may stand without a unit: 新增就业10.9万
_LONGEST_NUMBER = (
    22  # characters: no figure of a paper is longer, an account or a string of noughts is
)
_AND = ("、", "和", "与", "及")  # between numbers that share a unit
_NO_SHARE = frozenset("第“”年月号条（(/.+-—_") | frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
_JOINS = frozenset(("——", *"-—－–~～至到"))
_MINUS = frozenset("-−－")
_RANK_ENDS = frozenset("（(，。、；：,;:的和与及）)”’！？ \n至升跃")
_PLAIN = str.maketrans(
    {
        **{chr(0xFF10 + i): str(i) for i in range(10)},
        "．": ".",
        **dict.fromkeys(",， "),
    }
)
# A bare number is a level (an index, a ratio of incomes) only where a verb leads to it and the clause ends behind it.
_LEADS = frozenset("至到为达从由是")
_LED = re.compile(r"[由从][^，。；]{0,6}的$")
_BARE_ENDS = frozenset("，。、；,;）) \n提缩下降增升上扩回")


def scan(text: str) -> list[Quantity]:
    """All quantities of a text, in text order. Time and memory are linear in the text, whatever it is.

    `unit` is as written with its multiplier (万平方米, 元/人, 套（间）; ％ is given as %). A rank has the unit 名, 位, 强 or "" and
    says 第, 前 or 强 in `bound_text`; a bare index (缩小至2.12) has the unit "". Values are signed only where the text writes a sign.
    """
    found: list[Quantity] = []
    bare: list[re.Match[str]] = []  # numbers just before that leave their unit to the next one
    for match in _tokens(text):
        if (
            not match["unit"]
            and not match["multiplier"]
            and match["upper"] is None
            and text.startswith(_AND, match.end("number"))
        ):
            if bare and not text.startswith(_AND, bare[-1].end("number"), match.start()):
                bare.clear()
            bare.append(match)
        if not match["unit"] and _nothing(text, match):
            continue
        for quantity in _read(text, match):
            if bare and bare[-1] is not match:
                shared = _sharing(text, bare, quantity)
                while shared and found and found[-1].start >= shared[0].start:
                    found.pop()  # it was taken for an index: 为|1.2、3.4亿元
                found += shared
                bare.clear()
            if found and _is_range(text, found[-1], quantity):
                found[-1] = replace(found[-1], unit=quantity.unit, bound="min", bound_text="至")
                quantity = replace(quantity, bound="max", bound_text="至")
            if quantity.unit == "个百分点" and found and _is_points(text, found[-1], quantity):
                found[-1] = replace(found[-1], unit="个百分点")
            found.append(quantity)
    return found


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """Every number with what belongs to it.

    The digit is looked for first: to one of a set of characters `re` skips, else it tries each place.
    """
    at = 0
    while (digit := _A_DIGIT.search(text, at)) and (token := _TOKEN.match(text, digit.start())):
        point = re.search("[.．]", token["number"]) if " " in token["number"] else None
        behind = token.start() + point.end() if point else 0
        if point and _NUMBERING.search(text, max(0, behind - 8), behind):
            at = behind  # 1. 37个项目: the point belongs to the numbering
            continue
        yield token
        at = token.end()


def _cut_off(text: str, start: int, end: int) -> bool:
    """Whether a number is only a piece of what was written: its left neighbour is a number too."""
    if _GLYPHS.search(text[max(0, start - 1) : start] + text[end : end + 1]):
        return True
    if not start or text[start - 1] not in " 　,.．·":
        return False
    low = max(0, start - 6)
    return bool(_TAIL.search(text, low, start)) and not _NUMBERING.search(text, low, start)


def _sharing(text: str, bare: list[re.Match[str]], last: Quantity) -> list[Quantity]:
    """2.16和1.66个百分点, 分别增长5.2、6.3%: numbers that leave their unit, of shares and money, to the last one of their list."""
    if family(last.unit) not in ("percent", "money") or is_rank(last):
        return []
    shared: list[Quantity] = []
    at = last.start
    for match in reversed(bare):
        start, end = match.span("number")
        if at - end != 1 or (start and text[start - 1] in _NO_SHARE):
            break
        shared.append(Quantity(number(match["number"]), last.unit, "exact", "", start, end))
        at = start
    return shared[::-1]


def _nothing(text: str, match: re.Match[str]) -> bool:
    """Years, dates and codes, told apart at once: most numbers of a text."""
    start, end = match.span("number")
    return (
        not match["multiplier"]
        and text[end : end + 1] != "强"
        and (not start or text[start - 1] not in "第前之")
        and "." not in match["number"]
    )


def is_rank(quantity: Quantity) -> bool:
    return quantity.bound_text in ("第", "前", "强")


def number(text: str) -> Decimal:
    """The value of a number as written: 567,393 and ５６７，３９３ are 567393, 56.70 keeps its digits."""
    return Decimal(text.translate(_PLAIN))


def _read(text: str, match: re.Match[str]) -> Iterator[Quantity]:
    start = match.start()
    if match.end("number") - start > _LONGEST_NUMBER or len(match["upper"] or "") > _LONGEST_NUMBER:
        return
    before = text[start - 1] if start else ""
    coded = before.isascii() and before.isalpha() and not text.startswith(_NAMED, max(0, start - 3))
    if before and (coded or before in "./+×*_#@=&"):
        return
    if _cut_off(text, start, match.end("number")) or (match["wrapped"] and before == "\n"):
        return
    if before in ("第", "前"):
        yield from _rank(text, match, before)
        return
    found = _unit(text, match)
    if found is None:
        if not match["unit"] and not match["multiplier"]:
            yield from _without_unit(text, match)
        return
    unit, end = found
    if match["upper"] is not None:
        yield from _range(match, before, unit, end)
        return
    compound = _compound(match, unit)
    if compound is None:
        return
    value, unit = compound
    if before in _MINUS and not text[max(0, start - 2) : start - 1].isascii():
        value, start = value.copy_negate(), start - 1
    bound, bound_text = _bound(text, start, unit, match)
    yield Quantity(value, unit, bound, bound_text, start, end)


def _unit(text: str, match: re.Match[str]) -> tuple[str, int] | None:
    """The unit of a number with its multiplier, and where it ends; None where it has none."""
    multiplier, word, end = match["multiplier"] + match["power"], match["unit"], match.end("unit")
    percent = text[max(0, match.start() - 3) : match.start()] == "百分之"
    if percent and not multiplier and not word:
        return "%", match.end("number")
    if not word:
        stands = _COUNTING.search(multiplier) and text[end : end + 1] not in ("级", "大", "个")
        return (multiplier, end) if stands else None
    if not _stands(text, word, end):
        step = match["multiplier"] and text.startswith("大关", match.start("unit"))
        return (multiplier, match.start("unit")) if step else None  # 旅客吞吐量突破200万大关
    if match["more"]:
        return (multiplier + word + match["more"]).replace("％", "%"), match.end("more")
    if word in ONLY_MULTIPLIED and not multiplier:
        return None
    return (multiplier + word).replace("％", "%"), end


def _range(match: re.Match[str], before: str, unit: str, end: int) -> Iterator[Quantity]:
    ends = before in ("从", "由", "自")  # 由5%到6%: two moments, not a range
    low: Bound = "exact" if ends else "min"
    high: Bound = "exact" if ends else "max"
    join = "" if ends else match["join"]
    yield Quantity(number(match["number"]), unit, low, join, match.start(), match.end("number"))
    yield Quantity(number(match["upper"]), unit, high, join, match.start("upper"), end)


def _compound(match: re.Match[str], unit: str) -> tuple[Decimal, str] | None:
    """The value and the unit of 1万2千户 (1.2万户), 2亿5千万元 (2.5亿元), 1千3百万元 (1.3千万元).

    None of what is no one number: 5万3万元.
    """
    value, multiplier = number(match["number"]), match["multiplier"]
    if match["rest"] is None or not multiplier:
        return value, unit
    smaller = match["smaller"] or ""
    whole = multiplier
    if smaller[-1:] in ("万", "亿") and POWERS[smaller] >= POWERS[multiplier]:
        whole += smaller[-1]
        if whole not in POWERS:
            return None
        unit = whole + unit.removeprefix(multiplier)
    added = number(match["rest"]) * POWERS[smaller] / POWERS[whole]
    return value + added, unit


def _stands(text: str, unit: str, end: int) -> bool:
    """Whether the unit is not the beginning of another word: 5项目, 501PARK."""
    after = text[end : end + 1]
    return not after or not (
        after in NOT_BEFORE.get(unit, ())
        or (unit[-1].isascii() and unit[-1].isalpha() and after.isascii() and after.isalpha())
    )


def _bound(text: str, start: int, unit: str, match: re.Match[str]) -> tuple[Bound, str]:
    if match["after"] and not (match["after"] == "上下" and text.startswith("游", match.end())):
        return _AFTER[match["after"]], match["after"]
    for length in _BEFORE_LENGTHS.get(text[start - 1 : start], ()):  # most numbers follow none
        word = text[max(0, start - length) : start]
        if word in _BEFORE:
            bound, other_words = _BEFORE[word]
            if unit.endswith("百分点") and word in ("高于", "低于"):
                break  # a difference, not a bound
            if (start > length and text[start - length - 1] in other_words) or (
                word in _STEPS and not unit.endswith(("元", "亿", "万"))
            ):
                break
            return bound, word
    vague = match["vague"] or match["vaguer"]
    return ("approx", vague) if vague else ("exact", "")


def _rank(text: str, match: re.Match[str], word: str) -> Iterator[Quantity]:
    end = match.end("number")
    unit = text[end : end + 1]
    if match["upper"] is not None or len(match["number"]) > 3:
        return
    if unit in ("名", "位", "强"):
        yield Quantity(number(match["number"]), unit, "exact", word, match.start(), end + 1)
    elif not unit or unit in _RANK_ENDS:
        yield Quantity(number(match["number"]), "", "exact", word, match.start(), end)


def _without_unit(text: str, match: re.Match[str]) -> Iterator[Quantity]:
    start, end = match.span("number")
    if match["upper"] is not None:
        return
    if text[end : end + 1] == "强" and text[end + 1 : end + 2] not in ("度", "化", "劲"):
        yield Quantity(number(match["number"]), "强", "exact", "强", start, end + 1)
    elif (
        "." in match["number"]
        and start
        and (text[start - 1] in _LEADS or _LED.search(text, max(0, start - 8), start))
        and (end == len(text) or text[end] in _BARE_ENDS)
    ):
        yield Quantity(number(match["number"]), "", "exact", "", start, end)


def _is_points(text: str, one: Quantity, other: Quantity) -> bool:
    """1.3个、1.1个百分点: both are percentage points."""
    return one.unit == "个" and text[one.end : other.start] in ("、", "和")


def _is_range(text: str, low: Quantity, high: Quantity) -> bool:
    """5%—5.5%, 100万至200万元: but not 由5%到6%, which are two moments."""
    gap = text[low.end : high.start]
    if gap not in _JOINS or low.bound != "exact" or is_rank(low) or is_rank(high):
        return False
    same = low.unit == high.unit or (low.unit in MULTIPLIERS and high.unit.startswith(low.unit))
    return same and (low.start == 0 or text[low.start - 1] not in "从由自")
