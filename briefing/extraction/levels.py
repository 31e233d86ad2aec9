"""Of whom the accounts of a place speak: the whole area, its government's own level (市本级), a park or a district.

A level is said by a heading (“（二）市本级财政决算情况”, “（三）高新区预算执行情况”) for all below it, up to the next heading of
its rank; by the head of a sentence (“市级（含开发区）实现…”) for the sentences behind it, up to the next heading; by the head of a
clause (“；高新区一般公共预算收入…”, “其中：市本级…”) for the rest of its sentence. What is nearest to a figure holds for it.

    >>> _level("（二）市本级财政决算情况")
    '市本级'
    >>> _level("一、2025年全市和市本级预算执行情况")  # of both: says nothing
    >>> _level("1.全市预算执行情况")
    ''
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from briefing import lazy as re
from briefing.extraction import words
from briefing.extraction.wordlists import alternation
from briefing.model import Document

_ACCOUNTS = (
    r"(?:20\d\d年度?)?(?:地方|预计|实际|完成|实现|汇总|累计|全口径|当年)*"
    r"(?:一般公共|公共财政|政府性基金|国有资本|社会保险基金|社保基金|预算|决算|财政|税收|非税|收支|收入|支出"
    r"|政府(?:一般|专项)?债|地方政府|“?三公)"
)
_BRACKET = r"(?:[（(][^（()）]{0,40}[)）])?[①-⑳]?"
_PLACES = r"[区县旗镇乡]|街道|园"
_MENTION = re.compile(
    rf"(?P<own>(?:[省市州盟区县旗]|地区|行署)本级)(?!和|与|及)"
    rf"|(?P<near>[省市州盟区县旗]级){_BRACKET}(?={_ACCOUNTS})"
    rf"|(?P<whole>全[省市州盟区县旗]|全地区)(?!一(?!般)|[二三四五六七八九十百\d]|各|上下|人民)"
    rf"|(?P<part>{_PLACES}){_BRACKET}(?={_ACCOUNTS})"
)
# The first character of what is mentioned, and those that may stand behind it.
_FIRST = re.compile(
    "[省市州盟区县旗镇乡地行全街园](?=[本级署道省市州盟区县旗地（(①-⑳2地预实完汇累全当一公政国社决财税非收支“三])"
)
_BOTH = re.compile(r"全(?:[省市州盟区县旗]|地区).{0,3}[和与及、].{0,4}(?:本级|[省市州盟区县旗]级)")
_HEAD = re.compile(
    r"(?:^|[。！？\n；;：:，,、）)]|\d[.．、])(?:其中)?(?:20\d\d年度?|全年|当年|全口径|代编|预计|汇总|经汇总)?，?$"
)
_AMONG = re.compile(r"其中[：:，,]?$")
_NAME_LEFT = re.compile(r"[^，,。；;：:、！？\n\d\s“”（）()]{1,18}$")
_NOBODY = re.compile(
    r"^(?:[各全我本该]|两|几|对|向|与|和|为|由|市辖|其他|所有|部分|市对|区对)|各|乡镇|城乡|社区|^(?:园|新|城|地)?区$"
)
_NO_NAME = re.compile(
    r"补助|保障|现行|开展|自治|[加按与和给往]|(?:本|辖|新|城|地|社|园|山|牧|林|矿|库)[区县旗]$|[镇乡]$"
)
_LEADING = re.compile(r"^(?:[-—]+|[一二三四五六七八九十]是)")
_PARKS = re.compile(rf"(?:{alternation(words.SUB_AREAS.split())}|开发区|高新区|经开区|新区|园区)")
_OF_ACCOUNTS = re.compile(
    r"预算|决算|财政|收支|收入|支出|债务|基金|资本|执行情况|^.{0,4}全?市?级?情况$"
)
_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]+")
_FISCAL_TITLE = re.compile(r"预算|决算|财政")
_OPENS = "。！？\n"
# 全县 beside 县级: of the same accounts; 全县财政总收入 takes in what goes to those above, and tells nothing of them.
_AREAWIDE = rf"全([省市州盟区县旗]){_BRACKET}(?!(?:完成|实现)?财政总收入){_ACCOUNTS}"
_REACH = 24  # characters before a level that tell whether it heads its clause


class _Mention(NamedTuple):
    at: int
    level: str  # "" for the whole area
    heads: bool  # it heads its sentence, and so holds for those behind it


class Levels:
    """The levels that one document names, found once when first asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.text
        self._fiscal = (
            bool(_FISCAL_TITLE.search(document.title)) or document.kind == "budget_report"
        )

    def at(self, start: int, place: int) -> str:
        """The level of a figure at `place` in the sentence that begins at `start`; "" for the whole area."""
        mentions = self._mentions
        last = bisect_left(self._places, place) - 1
        if last >= 0 and mentions[last].at >= start:
            return mentions[last].level
        if not mentions and not self._fiscal:
            return ""
        low, said = self._heading(start) if self._fiscal else (self._text.rfind("\n", 0, start), "")
        while last >= 0 and mentions[last].at >= low:
            if mentions[last].heads:
                return mentions[last].level
            last -= 1
        return said

    def _heading(self, start: int) -> tuple[int, str]:
        """Where the innermost heading around a place stands, and the level that it or one around it says."""
        section = self._document.section_at(start)
        if section is None:
            return 0, ""
        for heading in reversed(section.path):
            if (level := _level(heading)) is not None:
                return section.start, level
        return section.start, ""

    @cached_property
    def _places(self) -> list[int]:
        return [mention.at for mention in self._mentions]

    @cached_property
    def _mentions(self) -> list[_Mention]:
        return _mentions(self._text, self._document.area)


@lru_cache(maxsize=1)  # figures and projects of a document ask one after the other
def _mentions(text: str, area: str) -> list[_Mention]:
    if "预算" not in text and "本级" not in text:
        return []
    areawide = set(re.findall(_AREAWIDE, text))
    found = (_mention(text, area, match, areawide) for match in _mentioned(text))
    return [mention for mention in found if mention]


def _mention(text: str, area: str, match: re.Match[str], areawide: set[str]) -> _Mention | None:
    start, level = match.start(), match[0]
    if match["part"]:
        named = _NAME_LEFT.search(text, max(0, start - _REACH), start)
        level = _LEADING.sub("", named[0] if named else "") + match["part"]
        start -= len(level) - len(match["part"])
        if not _is_part(level, area):
            return None
    before = text[max(0, start - _REACH) : start]
    if not _HEAD.search(before):
        return None
    if match["near"]:
        level = match["near"]
        if level[0] not in areawide:
            return None  # the county's own report: 县级 is the county
    return _Mention(start, "" if match["whole"] else level, _opens_sentence(before))


def _is_part(name: str, area: str) -> bool:
    if len(name) < 2 or _NOBODY.search(name) or (area and name.endswith(area)):
        return False
    if _PARKS.search(name):
        return True
    return len(name) <= 6 and area.endswith(("市", "州", "盟")) and not _NO_NAME.search(name)


def _mentioned(text: str) -> Iterator[re.Match[str]]:
    """Every level in a text. A first character is looked for first: `re` skips to one of a set, else it tries each place."""
    reached = 0
    for first in _FIRST.finditer(text):
        start = first.start()
        if start >= reached and (match := _MENTION.match(text, start)):
            reached = match.end()
            yield match


def _opens_sentence(before: str) -> bool:
    if _AMONG.search(before):
        return False
    tail = re.split(rf"[{_OPENS}]", before)[-1]
    return not re.search(
        r"[；;，,、]", re.sub(r"^(?:[（(]?\w{1,3}[)）、.．])?(?:20\d\d年度?|全年)?，", "", tail)
    )


@lru_cache(maxsize=4096)
def _level(heading: str) -> str | None:
    """The level that a heading says, "" for the whole area; None where it says none, or several."""
    bare = _NUMBER.sub("", heading)
    if _BOTH.search(bare) or not _OF_ACCOUNTS.search(bare):
        return None
    if own := re.search(r"[省市州盟区县旗]本级|(?:^|\d年|\d年度)[省市州盟区县旗]级", bare):
        return own[0].lstrip("0123456789年度")
    if re.search(r"全[省市州盟区县旗]|全地区", bare):
        return ""
    part = re.match(
        r"(?:20\d\d年度?)?(?P<name>[^，。0-9]{1,30}?(?:区|街道|园))(?:一般|预算|财政|政府|收支|社会|国有|执行|决算)",
        bare,
    )
    if part and _PARKS.search(part["name"]) and not re.match(r"[各对全]|市对", part["name"]):
        return part["name"]
    return None
