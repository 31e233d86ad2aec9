"""Half- and full-width signs mixed: a half-width comma between Han characters, ％ and % side by side, full-width digits.

One Finding a document for each kind, with how often and the first place.

Passes: 增长5%，其中…
Fails: 资金,涉及面积; 占比49％ beside 增长5%.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.analysis.rules.base import Seen, TextRule
from briefing.model import Document

_HAN = r"[\u4e00-\u9fff]"
_HALF = re.compile(rf"(?<={_HAN})[,;:?!](?={_HAN})")
_FULL_DIGITS = re.compile(r"[０-９]+")
_PERCENT = re.compile(r"[%％]")


def check(document: Document) -> Iterator[Seen]:
    text = document.reading.text
    for what, pattern in (("半角标点夹在汉字中间", _HALF), ("全角数字", _FULL_DIGITS)):
        places = [match.span() for match in pattern.finditer(text, document.start, document.end)]
        if places:
            yield _seen(document, what, places)
    signs = {
        match[0]: match.span() for match in _PERCENT.finditer(text, document.start, document.end)
    }
    if len(signs) == 2:
        counts = {sign: text.count(sign, document.start, document.end) for sign in signs}
        rare = min(counts, key=lambda sign: counts[sign])
        places = [
            match.span()
            for match in re.finditer(re.escape(rare), text[document.start : document.end])
        ]
        yield _seen(
            document,
            "百分号全角、半角混用",
            [(a + document.start, b + document.start) for a, b in places],
        )


def _seen(document: Document, what: str, places: list[tuple[int, int]]) -> Seen:
    text = document.reading.text
    start, end = places[0]
    context = "".join(text[max(document.start, start - 8) : end + 8].split())
    section = document.section_at(document.offsets.clean_at(start))
    source = document.source_in_reading(
        (start, end),
        (start, end),
        (max(document.start, start - 8), end + 8),
        section.path if section else (),
    )
    return Seen(f"{what}，共{len(places)}处，如“{context}”。", sources=(source,))


RULE = TextRule("width", "low", "全角半角混用", check)
