"""Where in a document a task stands, and the pieces of text it is cut from."""

from __future__ import annotations

from collections.abc import Iterator

from briefing import lazy as re
from briefing.model import Document

Span = tuple[int, int]

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")


def period_of(document: Document, offset: int) -> str:
    """The year or years that the place speaks for, "" where nothing says."""
    section = document.section_at(offset)
    if section and section.years:
        first, last = section.years
        return str(last) if first == last else f"{first}-{last}"
    looks_back = section is not None and section.part == "review"
    return str(
        (document.year_reviewed if looks_back else document.year_planned) or document.date[:4]
    )


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences between two offsets, without the white space around them."""
    for match in _SENTENCE.finditer(text, start, end):
        span = stripped(text, *match.span())
        if span[0] < span[1]:
            yield span


def stripped(text: str, start: int, end: int, *, also: str = "") -> Span:
    """The span without white space, and without the characters of `also`, at both ends."""
    left_out = " \t　\n" + also
    while start < end and text[start] in left_out:
        start += 1
    while end > start and text[end - 1] in left_out:
        end -= 1
    return start, end
