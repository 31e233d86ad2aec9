"""Cuts a text into sentences and these into the clauses a project can stand in, in linear scans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing import lazy as re

LONGEST_SENTENCE = 2000  # characters: what is longer is cut, so that no source holds a whole book
LONGEST = 400  # no clause of a real paper is longer: what is longer is passed over, so the work stays linear

# Marks in brackets, quotes and numbers end nothing. A bracket that is not closed soon is a plain character.
# Nothing follows the repetition, so it never has to give back what it took.
_WHOLE = r"（[^（）\n]{0,80}）|\([^()\n]{0,80}\)|“[^“”\n]{0,60}”|《[^《》\n]{0,60}》"
_SENTENCE = re.compile(rf"(?:[^。；;！？!?\n（(“《]++|{_WHOLE}|[（(“《])++")
_CLAUSE = re.compile(
    rf"(?:[^，,。；;！？!?：:\n|\t（(“《—①-⑳]++|{_WHOLE}|(?<=\d)[,，](?=\d{{3}})|—(?!—)|[（(“《])++"
)


@dataclass(slots=True)
class Clause:
    text: str
    start: int  # in the document's clean text


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences stand; a ； ends one too, and so does their longest length."""
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while end - start > LONGEST_SENTENCE:
            yield start, start + LONGEST_SENTENCE
            start += LONGEST_SENTENCE
        yield start, end


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of a sentence."""
    return [
        Clause(cut, match.start())
        for match in _CLAUSE.finditer(text, start, end)
        if len(cut := match.group()) <= LONGEST
    ]
