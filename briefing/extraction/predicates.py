"""What stands between a name and its number, read from the number backwards.

地区生产总值按可比价格计算比上年增长 | 5.2%: growth against the year before; 占比由 | 31%: the first of two ends. The reading stops at
the first word the tables do not know: there the name ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from briefing import lazy as re
from briefing.extraction.wordlists import lengths_by, terms
from briefing.extraction.words import ROLES

_LENGTHS = lengths_by(-1, ROLES)
# Moments right before the verb: 由2020年的7.2%, 5年增长, 2025年预计, GDP一季度同比增长.
_MOMENT = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年(?:底|末|度|初)?的?|近?(?P<span>\d{1,2}|[两三四五十])年(?:来|间)?|(?:“?十[一二三四五六]五”?|“十五”)(?:期间|时期|以来|末|期末|初)?的?"
    r"|第?[一二三四]季度|前三季度|[上下]半年)$"
)
_SPANS = {"两": 2, "三": 3, "四": 4, "五": 5, "十": 10}
_YEAR_ENDS = frozenset("年末底度初的来间期时五”")
# Against what a change is measured: 比2020年, 较1-4月, 高于全国平均, 较“十三五”末; and what is left out of account: 剔除留抵退税因素.
_AGAINST = re.compile(
    r"(?:(?:相?比|较|与|同)(?:疫情前的)?(?:“?十[一二三四五]五”?末?|“十五”末?|[上去前同]年?|(?P<year>(?:19|20)\d\d)年|\d{1,2}[—\-－–至]\d{1,2}月|\d{1,2}月|[一二三四]季度|上半年|全[国省市区县州]|规划|计划|预期|目标|年初|年度|疫情前|改革前"
    r"|之前|以前|原来|人代会|平均|期初|启动|往年|历史)[^，、；。比较]{0,14}(?:相比)?|(?:剔除|扣除|考虑|不考虑|还原)[^，、；。]{1,14}(?:(?:因素|影响)(?:后|外)?(?:，)?|后)|(?:剔除|扣除)[^，、；。\d]{2,12})$"
)
# The amount that a change is measured from, told first: 与2010年人口普查时的|145722人相比, 比2013年的|17.3万吨.
_BASE = re.compile(
    r"[比较与](?P<year>(?:19|20)\d\d)年(?:末|底)?[^，。；：\d比较]{0,16}(?:的|普查时?)$"
)
_CHANGED_FROM = re.compile(r"[，]?(?:相比|[增减]|下降|上升|提高)")
# What a figure is converted at: 按当年平均汇率计算为|7326美元.
_CONVERTED = re.compile(r"按[^，。；]{0,10}汇率(?:计算|折算|换算)?(?:后)?$")
# Under what conditions something grew: 在外需下降的情况下增长12%.
_CONDITIONS = ("情况下", "基础上", "背景下", "形势下", "条件下", "前提下", "影响下", "高位上")
_CONDITION = re.compile(r"在[^，。；在]{2,24}$")
_NUMERALS = frozenset("0123456789两三四五十")
# Remarks in brackets; a name keeps one (地区生产总值（GDP）), a predicate is read without.
_ASIDE = re.compile(r"（[^（）]{1,60}）|\([^()]{1,60}\)|\[[^\[\]]{1,12}\]")
_CONTEXT = 4  # characters around a clause that tell words apart
_COMPARING = frozenset("比较与同")


class Predicate(NamedTuple):
    """What the words before a number say of it."""

    start: int  # where they begin: the name ends here
    direction: int = 0  # +1 增长, -1 下降, 0 neither
    verb: str = ""  # 增长, 下降, 净增, as written
    annual: bool = False  # 年均
    to: bool = False  # 达到, 增至: a state reached
    reached: bool = False  # 突破, 超过: a state too, where nothing else is said
    source: bool = False  # 由, 从: the first of two ends
    against: bool = False  # 比上年, 较年初, 同比
    respectively: bool = False  # 分别
    each: bool = False  # 均, 都
    total: bool = False  # 累计: the stock of what was new before
    steady: bool = False  # 稳定在, 保持在: all through the period
    estimate: bool = False
    target: bool = False
    year: int = 0  # 2020年的
    since: int = 0  # 比2020年
    years: int = 0  # 5年: over the whole of so many years
    base: str = ""  # 同比, 比上年同期, as written right before the verb


@dataclass(slots=True)
class _Notes:
    """What was read so far. Of two verbs the one nearer to the number decides: 提高到 is a state, 累计下降 a change."""

    said: dict[str, bool] = field(default_factory=dict)
    direction: int = 0
    verb: str = ""
    link: str = ""  # the word nearest to the number that says what was reached
    year: int = 0
    since: int = 0
    years: int = 0
    base: str = ""

    def word(self, role: str, word: str) -> None:
        decided = self.direction or self.said.get("to")
        if role in ("up", "down"):
            behind = bool(self.said.get("respectively")) and self.link in _LINKS
            if not decided or (behind and not self.direction):  # 同比增长|分别为|6.4%、7.9%
                self.direction, self.verb = (1 if role == "up" else -1), word
                self.said["to"] = False
            if word.startswith(("同比", "比", "较")):
                self.said["against"] = True
        elif role == "to":
            if not decided:
                self.said["to"], self.link = True, word
            self.said["steady"] = (
                self.said.get("steady", False) or word[0] in "稳保维" or word.startswith("持续")
            )
            self.said["estimate"] = self.said.get("estimate", False) or word.startswith("可达")
            self.said["target"] = self.said.get("target", False) or word.startswith(
                ("目标", "预期", "拟", "建议", "草案", "计划安排", "预算安排", "安排建议")
            )
        elif role == "base":
            self.said["against"] = True
            self.base = word + self.base
        elif role == "from":
            if not self.said.get("to"):
                self.said["source"] = True
        elif role == "bound":
            self.said["reached"] = self.said.get("reached", False) or word not in _APPROXIMATE
        elif role != "skip":
            self.said[role] = True


_LINKS = frozenset(("为", "是"))
_RATES = frozenset("率算后")
_APPROXIMATE = frozenset(terms("约 近 接近 将近 逼近 大约 约为 约达 近达"))


def read(text: str, start: int, end: int, *, comparing: bool = False) -> Predicate:
    """The predicate that ends at `end`, not reaching before `start`.

    Remarks in brackets are passed over: 按可比价（不变价）计算增长, 收入（同口径，剔除退税）增长.
    comparing: a change stands behind `end` already.
    """
    if "）" not in text[start:end] and ")" not in text[start:end] and "]" not in text[start:end]:
        return _read(text, start, end, comparing)
    kept = _outside(text, start, end)
    low, high = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    plain = text[low:start] + "".join(text[at] for at in kept) + text[end:high]
    offset = start - low
    found = _read(plain, offset, offset + len(kept), comparing)
    said = found.start - offset
    return found._replace(start=kept[said] if said < len(kept) else end)


def measured_from(text: str, start: int, end: int, behind: int) -> Predicate | None:
    """Of an amount that what was named before it changed from: 与2010年人口普查时的|145722人|相比，减少了9814人."""
    base = _BASE.search(text, start, end)
    if base is None or not _CHANGED_FROM.match(text, behind):
        return None
    return Predicate(base.start(), source=True, year=int(base["year"]))


def _outside(text: str, start: int, end: int) -> list[int]:
    """The places of text[start:end] outside remarks in brackets that are closed before `end`."""
    kept = list(range(start, end))
    for aside in _ASIDE.finditer(text, start, end):
        del kept[kept.index(aside.start()) : kept.index(aside.end() - 1) + 1]
    return kept


def _read(text: str, start: int, end: int, comparing: bool) -> Predicate:
    notes = _Notes()
    at = end
    while at > start:
        length = _moment(text, start, at, notes)
        if not length:
            role, length = _word(text, start, at)
            if role == "stop":
                break
            if role:
                notes.word(role, text[at - length : at])
            elif text[at - 1] in _RATES and (
                converted := _CONVERTED.search(text, max(start, at - 24), at)
            ):
                length = at - converted.start()
            elif notes.direction or comparing:
                length = _against(text, start, at, notes)
        if not length:
            break
        at -= length
    annual = notes.said.pop("mean", False) and bool(notes.years)
    notes.said["annual"] = notes.said.get("annual", False) or annual
    return Predicate(
        at,
        direction=notes.direction,
        verb=notes.verb,
        year=notes.year,
        since=notes.since,
        years=notes.years,
        base=notes.base,
        **notes.said,
    )


def _word(text: str, start: int, at: int) -> tuple[str, int]:
    """The role and the length of the longest word that ends here; "" and 0 where none does."""
    for length in _LENGTHS.get(text[at - 1], ()):  # most names end like no word of the table
        word = text[at - length : at]
        role = ROLES.get(word) if at - length >= start else None
        if role and not (
            word[0] == "年" and text[max(start, at - length - 1) : at - length] in _NUMERALS
        ):  # 两|年平均
            return role, length
    return "", 0


def _moment(text: str, start: int, at: int, notes: _Notes) -> int:
    if text[at - 1] not in _YEAR_ENDS:
        return 0
    match = _MOMENT.search(text, max(start, at - 12), at)
    if not match or text[match.start() - 1 : match.start()] in _COMPARING:
        return 0
    if match["year"]:
        notes.year = notes.year or int(match["year"])
    elif match["span"]:
        notes.years = int(match["span"]) if match["span"].isdigit() else _SPANS[match["span"]]
    return at - match.start()


def _against(text: str, start: int, at: int, notes: _Notes) -> int:
    if text.endswith(_CONDITIONS, start, at):
        condition = _CONDITION.search(text, max(start, at - 28), at)
        return at - condition.start() if condition else 0
    match = _AGAINST.search(text, max(start, at - 24), at)
    if not match:
        return 0
    notes.said["against"] = True
    notes.base = match[0] + notes.base
    notes.since = int(match["year"]) if match["year"] else notes.since
    return at - match.start()
