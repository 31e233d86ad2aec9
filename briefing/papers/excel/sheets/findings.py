"""校核: what the checks saw, with the figures and the words they rest on. Internal papers only."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.analysis import wording
from briefing.model import Observation, Pack, Severity, Source
from briefing.papers import Request, filters
from briefing.papers import wording as verdicts
from briefing.papers.excel.cells import Cell, Tone, text
from briefing.papers.excel.table import Column, Columns, Table, heading, numbered, rows_of

_TONES: dict[Severity, Tone] = {"high": "red", "medium": "yellow", "low": "grey"}
_ORDER: tuple[Severity, ...] = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class _Row:
    severity: Severity | None  # None: an early warning
    rule: str
    message: str
    observations: tuple[Observation, ...]
    sources: tuple[Source, ...]


def findings(pack: Pack, request: Request) -> Table:
    words = request.wording.severities
    found = [_Row(f.severity, f.rule, f.message, f.observations, f.sources) for f in pack.findings]
    found.sort(key=lambda row: _ORDER.index(row.severity) if row.severity else 0)
    warned = [
        _Row(None, "早期预警", verdicts.warning(w), w.observations, ()) for w in pack.warnings
    ]
    rows = [*found, *warned] if request.audience == "internal" else []

    def severity(row: _Row) -> Cell:
        return (
            text(words[row.severity], _TONES[row.severity])
            if row.severity
            else text("预警", "yellow")
        )

    columns: Columns = [
        numbered(rows),
        (Column("severity", "程度", 8, align="center"), severity),
        (Column("rule", "规则", 12, 24), lambda row: text(row.rule)),
        (Column("message", "校核发现", 36, 60), lambda row: text(row.message)),
        (
            Column("figures", "涉及数据", 24, 40),
            lambda row: text("；".join(map(wording.statement, row.observations))),
        ),
        (
            Column("quote", "原文", 26, 50),
            lambda row: text("／".join(dict.fromkeys(filters.quoted(s) for s in _sources(row)))),
        ),
        (
            Column("file", "文件", 16, 26),
            lambda row: text("、".join(dict.fromkeys(s.file for s in _sources(row)))),
        ),
    ]
    counts = "、".join(
        f"{words[level]}{count}条"
        for level in _ORDER
        if (count := sum(row.severity == level for row in rows))
    )
    note = "；".join(part for part in (f"内部材料，不外发；共{len(rows)}条", counts) if part)
    return Table(
        "findings",
        "校核",
        heading(pack, "数据校核情况"),
        f"{len(rows)}条需要核对的情况（内部）",
        note,
        tuple(c for c, _ in columns),
        rows_of(columns, rows),
    )


def _sources(row: _Row) -> tuple[Source, ...]:
    return row.sources or tuple(observation.source for observation in row.observations)
