"""What differs between two reports, two stores or two runs: facts, and of runs what checks found and the papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from briefing.model import Finding

Row = dict[str, Any]
Grouped = Mapping[tuple[str, ...], list[str]]
KINDS = {
    "indicator": "指标",
    "project": "项目",
    "duty": "责任事项",
    "finding": "问题",
    "paper": "材料",
}
CHANGES = {"added": "新出现", "removed": "不再有", "changed": "改变"}
STATUSES = {"actual": "实际", "estimate": "预计", "target": "目标", "": ""}


@dataclass(frozen=True, slots=True)
class Change:
    """One figure, project, duty, finding or paper that differs. before, after: what the two say, "" where one says nothing."""

    kind: str
    change: Literal["added", "removed", "changed"]
    name: str
    area: str
    period: str
    status: str
    before: str
    after: str


def changes(old: Grouped, new: Grouped) -> list[Change]:
    """What differs, by kind and name. A figure is the same figure where indicator, area, measure, period and status are."""
    found = []
    for key in sorted({*old, *new}):
        was, now = old.get(key, []), new.get(key, [])
        if was != now:
            change: Literal["added", "removed", "changed"] = (
                "changed" if was and now else "added" if now else "removed"
            )
            kind, area, name, _, period, status = key
            found.append(
                Change(kind, change, name, area, period, status, "；".join(was), "；".join(now))
            )
    return found


def grouped(rows: Iterable[Row]) -> Grouped:
    """What rows of `facts_as_rows` say, by what they are of."""
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in rows:
        found[_key(row)].add(_said(row))
    return {key: sorted(said) for key, said in found.items()}


def findings_of(findings: Iterable[Finding]) -> dict[tuple[str, ...], list[str]]:
    """What checks found, as `grouped` says facts: a finding is another one where its words are."""
    return {
        ("finding", each.area, each.message, each.rule, each.period, ""): [""] for each in findings
    }


def _key(row: Row) -> tuple[str, ...]:
    kind = row["fact"]
    name = (row.get("id") or row["name"]) if kind == "indicator" else _name(row)
    measure = row.get("measure", "")
    return (kind, row["area"], name, measure, row.get("period", ""), row.get("status", ""))


def _name(row: Row) -> str:
    return str(row.get("name") or row.get("title") or "")


def _said(row: Row) -> str:
    if row["fact"] == "indicator":
        return f"{row['value']}{row['unit']}"
    if row["fact"] == "project":
        count = f"{row['count']}{row.get('unit') or '个'} " if row.get("count") else ""
        return f"{count}{row.get('stage_words') or row['stage']}"
    return "、".join([*row.get("lead", ()), *row.get("responsible", ())])
