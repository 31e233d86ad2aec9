"""For what area a sentence gives its figures: the document's own, a part of it (开发区, 街道, 片区) or a larger one (全市, 全国)."""

from __future__ import annotations

from functools import lru_cache

from briefing import lazy as re
from briefing.extraction import words
from briefing.extraction.wordlists import alternation

_PART = alternation(words.SUB_AREAS.split()) + r"(?<!乡(?=[村里亲贤土愁情音]))(?<!镇(?=[街区级域]))"
# A part of the area named as the sentence's subject: 济南新材料产业园区扩区调区…, 医学中心片区累计开工….
_FOLLOWS = r"(?=[^，。；：、“”（）《》\n的等和与级内型类数个化建总规综公基]|[，：]|累计|建设|规划|内|主营|总|实现|完成)"
_SUBJECT = re.compile(rf"[^，。；：、“”（）《》\d\n]{{2,16}}?(?:{_PART}){_FOLLOWS}")
# An area's own park without a name, where work is what it does: 高新区新签约项目30个.
_OWN_PARK = re.compile(
    r"(?:高新区|经开区|开发区|综保区|自贸区)(?=新|累计|共|已|实施|落地|签约|开工|启动|引进|入驻|建成|完成)"
)
# A paragraph whose first sentence is no more than a park and what is said of it speaks of the park: 云湖园区蓄势崛起。
_HEADING = range(4, 25)  # characters of it
_WHOLE_AREA = re.compile("(?:[^，。]{0,6}[，,])?(?:目前|截至目前|同时)?[全我本][省市州盟区县旗]")
# 2025年，青岚都市圈…: what stands before the subject and says when.
_WHEN = re.compile(r"(?:20\d\d年|全年|去年|一年来|过去一年)，")
_AT_HEAD = re.compile(rf"[^，。；：、“”（）《》\d]{{0,8}}?(?P<part>{_PART})(?=.{{3}})")
_NOT_PARTS = re.compile(rf"(?:{alternation(words.NOT_SUB_AREAS.split())})$")
_NO_PART = re.compile(rf"^(?:{alternation(words.NO_SUB_AREA.split())})")
# 云谷产业社区主体封顶，吸引意向企业7家、|签约项目|5个: of the place that drew them.
_DRAWING = re.compile(alternation(words.DRAWING.split()))  # what the last clause begins with
_VENUE = re.compile(
    rf"(?P<place>[^，。；、“”的\d\n]{{2,14}}?(?:{alternation(words.VENUES.split())}))"
    rf"[^，。；、的\d\n]{{0,4}}?(?:{alternation(words.OPENED.split())})[^，。；\d\n]{{0,4}}，"
    rf"(?:{alternation(words.DRAWING.split())})[^，。；\n]*$"
)
# The levels of government by the last character of an area's name; 全区 of a county's report is a district that became one.
_LEVELS = {"省": 1, "市": 2, "州": 2, "盟": 2, "区": 3, "县": 3, "旗": 3, "镇": 4, "乡": 4}


def sub_area(text: str, start: int, end: int) -> str:
    """The part of the area that is the subject of the sentence, or ""."""
    if when := _WHEN.match(text, start, end):
        start = when.end()
    return _subject(text, start, end) or _of_paragraph(text, start)


def without_own_part(name: str, title: str) -> str:
    """街道累计完成税收收入, 经开区规上工业增加值: without the part that the title names for its own area."""
    own = _AT_HEAD.match(name)
    return name[own.end() :] if own and own["part"] in title and own.end() < len(name) else name


def _subject(text: str, start: int, end: int) -> str:
    if park := _OWN_PARK.match(text, start, end):
        return park[0]
    match = _SUBJECT.match(text, start, min(end, start + 30))
    if not match or _NO_PART.match(match[0]):
        return ""
    name = match[0]
    return "" if _NOT_PARTS.search(name) else name


def _of_paragraph(text: str, start: int) -> str:
    """The part that heads the paragraph, where the sentence does not say that it is of the whole area."""
    first = text.rfind("\n", 0, start) + 1
    end = text.find("。", first, min(start, first + _HEADING.stop))
    if end - first not in _HEADING or "；" in text[first:end]:
        return ""
    part = _subject(text, first, end + 1)
    return "" if part and _WHOLE_AREA.match(text, start) else part


def venue(text: str, start: int, at: int) -> str:
    """The place that drew what is counted at a place of its sentence, or ""."""
    comma = text.rfind("，", start, at)
    if comma < 0 or not _DRAWING.match(text, comma + 1, at):
        return ""
    found = _VENUE.search(text, start, at)
    return found["place"] if found else ""


@lru_cache(maxsize=64)  # asked for every figure
def own(area: str, scope: str) -> bool:
    """Whether 全市, 我省 … is of the level of the area the document speaks for."""
    if not scope or not area or scope.endswith("国"):
        return not scope.endswith("国")
    if area.endswith("自治区"):
        return scope.endswith("区")
    ours, theirs = _LEVELS.get(area[-1]), _LEVELS.get(scope[-1])
    return ours == theirs if ours and theirs else ours is None
