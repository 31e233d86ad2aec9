"""The words that say whether a difference is up or down: 高于全国0.7个百分点, 较1—4月回落1.2个百分点."""

from __future__ import annotations

from briefing import lazy as re
from briefing.extraction import words
from briefing.extraction.wordlists import alternation

FALLS = ("降幅", "跌幅")
_SIGNED = re.compile(
    rf"(?P<up>(?:{alternation(words.ABOVE.split())})(?!幅))"
    rf"|(?P<down>(?:{alternation(words.BELOW.split())})(?!幅))"
)
_COMPARED = re.compile(rf"(?:{alternation(words.COMPARED.split())}|\d)|$")


def sign(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first such word that a base of comparison or the number follows. Groups: up, down."""
    found = None
    for found in _SIGNED.finditer(text, start, end):
        if found.end() >= end - 1 or compared(text, found.end(), end):
            break
    return found


def compared(text: str, at: int, end: int) -> bool:
    """Whether a base of comparison (全国, 人代会计划, 上年) or nothing more stands here."""
    return bool(_COMPARED.match(text, at, end))
