"""Figures in the sentence they stand in: where each stands, and what the words before it say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from briefing.analysis import wording
from briefing.analysis.index import Index
from briefing.model import Observation

_GOES_ON = re.compile(r"\.?\d")
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
    groups = groupby(index.by_document.get(document, ()), key=lambda o: o.source.sentence)
    return [_placed(text, group) for text, group in groups]


def _placed(text: str, observations: Iterable[Observation]) -> Sentence:
    plain = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))
    at, figures = 0, []
    for observation in observations:
        digits = wording.number(abs(observation.value))
        found = plain.find(digits, at)
        while found >= 0 and _inside(plain, found, found + len(digits)):
            found = plain.find(digits, found + 1)
        at = max(at, found)
        figures.append((at, observation))
    return Sentence(plain, tuple(figures))


def _inside(text: str, start: int, end: int) -> bool:
    """Whether digits stand inside a longer number."""
    return (
        text[start - 1 : start].isdigit()
        or text[start - 1 : start] == "."
        or bool(_GOES_ON.match(text, end))
    )
