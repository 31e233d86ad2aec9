"""For what area a sentence gives its figures: the document's own, a part of it (开发区, 街道, 片区) or a larger one (全市, 全国)."""

from __future__ import annotations

import re

from briefing.extraction import words
from briefing.extraction.wordlists import alternation

_PART = alternation(words.SUB_AREAS.split())
# A part of the area named as the sentence's subject: 济南新材料产业园区扩区调区…, 医学中心片区累计开工….
_SUBJECT = re.compile(
    rf"[^，。；：、“”（）《》\d\n]{{2,16}}?(?:{_PART})(?=[^，。；：、“”（）《》\n的等和与级内型类数个化建总规综公基]|，|累计|建设|规划|内|主营|总|实现|完成)"
)
_NOT_PARTS = re.compile(rf"(?:{alternation(words.NOT_SUB_AREAS.split())})$")
_NO_PART = re.compile(rf"^(?:{alternation(words.NO_SUB_AREA.split())})")
_OWN = {
    "省": "全省 我省 本省 省",
    "市": "全市 我市 本市 市",
    "区": "全区 我区 本区 区",
    "县": "全县 我县 本县 县",
    "州": "全州 我州 本州 州",
    "盟": "全盟 我盟 本盟",
    "旗": "全旗 我旗 本旗",
    "镇": "全镇 我镇 本镇",
}


def sub_area(text: str, start: int, end: int) -> str:
    """The part of the area that is the subject of the sentence, or ""."""
    match = _SUBJECT.match(text, start, min(end, start + 30))
    if not match or _NO_PART.match(match[0]):
        return ""
    name = match[0]
    return "" if _NOT_PARTS.search(name) else name


def own(area: str, scope: str) -> bool:
    """Whether 全市, 我省 … is the area the document speaks for."""
    if not scope or not area:
        return True
    if area.endswith("自治区"):
        return scope in ("全区", "我区", "本区")
    return scope in _OWN.get(area[-1], scope)
