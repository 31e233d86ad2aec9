"""Early warning for internal papers: what fell most, targets missed, cut or forgotten, lights turned red."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from briefing.analysis import progress, wording
from briefing.model import EarlyWarning, Finding, IndicatorRow, ProgressRow, TargetRow

_FALLS = 5


def early_warnings(
    indicators: Iterable[IndicatorRow],
    targets: Iterable[TargetRow],
    rows: Sequence[ProgressRow],
    findings: Iterable[Finding],
) -> tuple[EarlyWarning, ...]:
    """In order of weight: lights turned red, headline targets missed, what fell most, targets forgotten, targets cut."""
    return (
        *_red(rows),
        *_missed(targets),
        *_fell(indicators),
        *_found(findings, "forgotten"),
        *_found(findings, "cut"),
    )


def _red(rows: Sequence[ProgressRow]) -> Iterator[EarlyWarning]:
    for row in progress.turned_red(rows):
        turned = "转红灯" if row.previous_light else "亮红灯"
        yield EarlyWarning(
            "red", row.indicator, row.name, f"{row.name}{turned}：{row.display}", (row.actual,)
        )


def _missed(targets: Iterable[TargetRow]) -> Iterator[EarlyWarning]:
    for row in targets:
        if row.headline and row.verdict == "missed" and row.actual:
            yield EarlyWarning(
                "missed",
                row.indicator,
                row.name,
                f"{row.name}：{row.display}",
                (row.target, row.actual),
            )


def _fell(indicators: Iterable[IndicatorRow]) -> Iterator[EarlyWarning]:
    """The largest falls of what should grow, the largest rises of what should fall."""
    bad = []
    for row in indicators:
        growth = row.growth
        if (
            growth
            and row.direction != "neither"
            and (growth.value < 0) == (row.direction == "more")
            and growth.value
        ):
            bad.append((abs(growth.value), row, growth))
    for _, row, growth in sorted(bad, key=lambda each: -each[0])[:_FALLS]:
        said = wording.status_prefix(growth) + wording.compared(growth)
        yield EarlyWarning("fell", row.indicator, row.name, f"{row.name}{said}", (growth,))


def _found(findings: Iterable[Finding], kind: str) -> Iterator[EarlyWarning]:
    rule = {"forgotten": "target_forgotten", "cut": "target_lowered"}[kind]
    for finding in findings:
        if finding.rule == rule:
            of = finding.observations[0]
            yield EarlyWarning(kind, of.indicator, of.name, finding.message, finding.observations)  # type: ignore[arg-type]
