"""Sentences of a text, and the notes and glossaries whose figures define what is counted and state nothing."""

from __future__ import annotations

from collections.abc import Iterator

from briefing import lazy as re

LONGEST = 2000  # characters; what runs on without an end is cut
_END = re.compile(r"[。！？\n]")
# A line break is what `re` looks for quickly: ^ it tries at every character.
_NOTE = re.compile(r"\n[ \t]*(?:(?:注|备注|说明|附注)[ ]?[：:]|[\[【〔]\d{1,2}[\]】〕])[^\n]*")
_GLOSSARY = re.compile(
    r"\n[ \t]*(?:附件?\d?[：:]?)?(?:《?政府工作报告》?)?(?:有关|相关|部分)?(?:名词|术语|词语|用语|指标)(?:解释|注释|说明)"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of sentences, each at most `LONGEST` characters: cut at a comma or, at last, anywhere."""
    start = 0
    for match in _END.finditer(text):
        yield from _pieces(text, start, match.end())
        start = match.end()
    yield from _pieces(text, start, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        limit = start + LONGEST
        cut = max(text.rfind("；", start, limit), text.rfind("，", start, limit)) + 1
        cut = cut if cut > start + LONGEST // 2 else limit
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def silent(text: str) -> list[tuple[int, int]]:
    """Spans of notes (注：…, [2]…) and of a glossary up to the end of the text."""
    lines = "\n" + text
    spans = [(match.start(), match.end() - 1) for match in _NOTE.finditer(lines)]
    glossary = _GLOSSARY.search(lines)
    return [*spans, (glossary.start(), len(text))] if glossary else spans
