"""Cuts a text into the clauses a project can stand in, in one linear scan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_SENTENCE = 2000  # characters: what is longer is cut, so that no source holds a whole book
LONGEST = 400  # no clause of a real paper is longer: what is longer is passed over, so the work stays linear

# Commas in brackets, quotes and numbers do not end a clause. A bracket that is not closed soon is a plain character.
_CLAUSE = re.compile(
    r"(?:[^，,。；;！？!?：:\n（(“《—①-⑳]|（[^（）\n]{0,80}）|\([^()\n]{0,80}\)|“[^“”\n]{0,60}”|《[^《》\n]{0,60}》|(?<=\d)[,，](?=\d{3})|—(?!—)|[（(“《])+"
)
_SENTENCE_END = frozenset("。；;！？!?\n")


@dataclass(frozen=True, slots=True)
class Clause:
    text: str
    start: int  # in the document's clean text


def sentences(text: str) -> Iterator[tuple[tuple[int, int], list[Clause]]]:
    """The sentences (a ； ends one too) with their clauses: ((start, end), clauses)."""
    clauses: list[Clause] = []
    last = 0
    for match in _CLAUSE.finditer(text):
        ended = not _SENTENCE_END.isdisjoint(text[last : match.start()])
        if clauses and (ended or last - clauses[0].start > LONGEST_SENTENCE):
            yield (clauses[0].start, last), clauses
            clauses = []
        start = match.start()
        last = match.end()
        if last - start <= LONGEST:
            clauses.append(Clause(match.group(), start))
    if clauses:
        yield (clauses[0].start, last), clauses
