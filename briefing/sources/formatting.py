"""Formatting that changes what a text says, noted while a document is read: what was struck or hidden is no text, and is said."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefing import lazy as re
from briefing.sources import characters

_SHOWN = 3
_LONGEST = 20
_OPEN_END = re.compile(r"[，、（“：]$")
_SAID = re.compile(r"[，；][^。！？]*$")  # a sentence has begun
_ENDED = re.compile(r"[。！？；：…][”’）)》】]*$")
_OPENS = re.compile(
    r"[\s\u3000（(《【—―–-]|第?[一二三四五六七八九十]{1,3}[、章节条]|\d{1,2}[.．、](?!\d)|注[:：]|附"
)


@dataclass(slots=True)
class Passed:
    """What a reader passed over because its formatting says that it is no text."""

    struck: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def warnings(self) -> list[str]:
        return [
            f"有 {len(found)} 处{what}，未读取（{_listed(found)}）"
            for what, found in (("删除线文字", self.struck), ("隐藏文字", self.hidden))
            if found
        ]


def _listed(found: list[str]) -> str:
    shown = [one if len(one) <= _LONGEST else one[:_LONGEST] + "…" for one in found[:_SHOWN]]
    return "、".join(f"“{one}”" for one in shown) + ("等" if len(found) > _SHOWN else "")


def set_off(text: str, position: str, before: str) -> str:
    """A run as it counts: position is "superscript", "subscript" or "". before: the text it follows."""
    if position == "superscript":
        return characters.raised(text)
    return characters.lowered(text, before) if position == "subscript" else text


def lines(text: str) -> list[str]:
    """The paragraphs of a text with line breaks in it: a break inside a sentence parts nothing."""
    found: list[str] = []
    for piece in text.split("\n"):
        if found and _runs_on(found[-1], piece):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _runs_on(before: str, piece: str) -> bool:
    if not before or not piece or _ENDED.search(before) or _OPENS.match(piece):
        return False
    return _OPEN_END.search(before) is not None or _SAID.search(before) is not None
