"""Early warning for internal papers: what fell, the most first, targets missed, cut or forgotten, lights turned red."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from briefing.analysis import progress
from briefing.model import (
    EarlyWarning,
    Finding,
    IndicatorRow,
    Observation,
    ProgressRow,
    TargetRow,
)


def early_warnings(
    indicators: Iterable[IndicatorRow],
    targets: Iterable[TargetRow],
    rows: Sequence[ProgressRow],
    findings: Iterable[Finding],
) -> tuple[EarlyWarning, ...]:
    """In order of weight: lights turned red, headline targets missed, what fell most, targets forgotten, targets cut."""
    found = tuple(findings)
    return (
        *_red(rows),
        *_missed(targets),
        *_fell(indicators),
        *_found(found, "target_forgotten", "forgotten"),
        *_found(found, "target_lowered", "cut"),
    )


def _red(rows: Sequence[ProgressRow]) -> Iterator[EarlyWarning]:
    for row in progress.turned_red(rows):
        yield EarlyWarning("red", row.indicator, row.name, (row.actual,), row)


def _missed(targets: Iterable[TargetRow]) -> Iterator[EarlyWarning]:
    for row in targets:
        if row.headline and row.verdict.kind == "missed" and row.actual:
            yield EarlyWarning("missed", row.indicator, row.name, tuple(_judged_by(row)), row)


def _judged_by(row: TargetRow) -> Iterator[Observation]:
    """All that the verdict's words rest on, the amount a share is of and both years' amounts too."""
    derived = row.verdict.derived
    found = (row.target, row.actual, row.verdict.of, row.verdict.stated)
    yield from dict.fromkeys(filter(None, (*found, *(derived.inputs if derived else ()))))


def _fell(indicators: Iterable[IndicatorRow]) -> Iterator[EarlyWarning]:
    """The falls of what should grow, the rises of what should fall, the largest first."""
    wrong = {"more": -1, "less": 1}
    bad = [
        (abs(row.growth.amount), row, row.growth)
        for row in indicators
        if row.growth and row.growth.amount.sign == wrong.get(row.direction)
    ]
    for _, row, growth in sorted(bad, key=lambda each: each[0].size, reverse=True):
        yield EarlyWarning("fell", row.indicator, row.name, (growth,))


def _found(
    findings: Iterable[Finding], rule: str, kind: Literal["forgotten", "cut"]
) -> Iterator[EarlyWarning]:
    for finding in findings:
        if finding.rule == rule:
            of = finding.observations[0]
            yield EarlyWarning(kind, of.indicator, of.name, finding.observations, finding)
