"""What a rule is: one small file with an id, a severity, a docstring that shows what passes and what fails, and its check.

A rule of facts sees everything a district's documents say (`Index`) and runs whenever a Pack is made; a rule of texts sees one
document as it is read, and what it saw is stored with the document's facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefing.analysis.index import Index
from briefing.model import Document, Finding, Observation, Severity, Source


@dataclass(frozen=True, slots=True)
class Seen:
    """What a check saw. Area, period and sources are those of its figures unless given."""

    message: str  # Chinese, a whole sentence for a secretary
    observations: tuple[Observation, ...] = ()
    sources: tuple[Source, ...] = ()
    area: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class FactRule:
    """A rule over all facts of a district."""

    id: str
    severity: Severity
    title: str  # Chinese: what it finds
    check: Callable[[Index], Iterator[Seen]]

    def findings(self, index: Index) -> Iterator[Finding]:
        for seen in self.check(index):
            yield _finding(self.id, self.severity, seen)


@dataclass(frozen=True, slots=True)
class TextRule:
    """A rule over the text of one document."""

    id: str
    severity: Severity
    title: str
    check: Callable[[Document], Iterator[Seen]]

    def findings(self, document: Document) -> Iterator[Finding]:
        period = str(document.year_reviewed or document.year_planned or "")
        for seen in self.check(document):
            found = _finding(self.id, self.severity, seen)
            yield Finding(
                found.rule,
                found.severity,
                document.area,
                found.period or period,
                found.message,
                (),
                found.sources,
            )


def _finding(rule: str, severity: Severity, seen: Seen) -> Finding:
    first = seen.observations[0] if seen.observations else None
    return Finding(
        rule=rule,
        severity=severity,
        area=seen.area or (first.area if first else ""),
        period=seen.period or (first.period if first else ""),
        message=seen.message,
        observations=seen.observations,
        sources=seen.sources
        or tuple(dict.fromkeys(observation.source for observation in seen.observations)),
    )


def at(document: Document, start: int, end: int) -> Source:
    """The source of a stretch of a document's clean text, its line as the sentence."""
    text = document.text
    left = max(text.rfind(mark, 0, start) for mark in "\n。") + 1
    right = min(
        (place for mark in "\n。" if (place := text.find(mark, end)) >= 0), default=len(text)
    )
    return document.source(start, end, (min(left, start), max(right, end)), (start, end))
