"""Figures in the sentence they stand in: where each stands, and what the words before it say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from briefing.analysis import wording
from briefing.analysis.index import Index
from briefing.model import Observation

_BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d{3})")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its figures in order, each with the place of its number in `text`."""

    text: str  # thousands without commas, digits in half width
    figures: tuple[tuple[int, Observation], ...]

    @property
    def section(self) -> tuple[str, ...]:
        return self.figures[0][1].source.section


def of_document(index: Index, document: str) -> list[Sentence]:
    """The sentences of a document that have figures, in text order."""
    return index.remembered(("sentences", document), lambda: list(_sentences(index.by_document.get(document, ()))))


def _sentences(observations: Sequence[Observation]) -> Iterator[Sentence]:
    for text, group in groupby(observations, key=lambda o: o.source.sentence):
        yield _placed(text, list(group))


def _placed(text: str, observations: list[Observation]) -> Sentence:
    plain = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))
    at, figures = 0, []
    for observation in observations:
        digits = wording.number(abs(observation.value))
        found = re.compile(rf"(?<![\d.]){re.escape(digits)}(?![\d.]*\d)").search(plain, at)
        if found:
            at = found.start()
        figures.append((at, observation))
    return Sentence(plain, tuple(figures))
