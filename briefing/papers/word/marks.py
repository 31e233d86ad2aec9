"""Half-width marks in Chinese text and “（一）、”: where they stand, and what belongs there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
_HAN = "\u4e00-\u9fff"
_MARKS = (
    re.compile(rf"(?<=[{_HAN}”》）])[,;:?!]|[,;:?!](?=[{_HAN}“《（])"),
    re.compile(rf"(?<=[{_HAN}”》）%％])\.(?=\s?[{_HAN}“《（]|\s*$)"),
)
# A number that opens a paragraph or a sentence; in 见一（一）、一（二） the mark parts two places.
_POINTED = re.compile(
    r"(?:^|(?<=[。；！？]))\s*(?:（[一二三四五六七八九十]{1,3}）|（\d{1,2}）)(、)"
)
_NUMBERS = re.compile(r"\d[,:]\d")  # 1,000 and 8:30


class Mark(NamedTuple):
    """A sign at a place of a text, and what should stand there ("" where nothing should)."""

    at: int
    now: str
    wanted: str


def wrong_marks(text: str) -> Iterator[Mark]:
    """In text order."""
    kept = {found.start() + 1 for found in _NUMBERS.finditer(text)}
    found = [
        Mark(match.start(), match[0], _WIDE[match[0]])
        for pattern in _MARKS
        for match in pattern.finditer(text)
        if match.start() not in kept
    ]
    found += [Mark(match.start(1), "、", "") for match in _POINTED.finditer(text)]
    yield from sorted(found)
