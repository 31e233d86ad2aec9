"""Documents for tests: a text under one section that looks back or ahead."""

from __future__ import annotations

from briefing.model import Document, OffsetMap, Part, Reading, Section

REVIEWED, PLANNED = 2024, 2025


def written(text: str, part: Part = "review") -> Document:
    year = PLANNED if part == "tasks" else REVIEWED
    section = Section("一、工作", 1, ("一、工作",), 0, 0, len(text), part, (year, year))
    return Document(
        id="d",
        title="政府工作报告",
        kind="work_report",
        area="某区",
        date="2025-01-08",
        year_reviewed=REVIEWED,
        year_planned=PLANNED,
        text=text,
        offsets=OffsetMap((0,), (0,)),
        sections=(section,),
        tables=(),
        start=0,
        end=len(text),
        reading=Reading("某区.txt", "0", "txt", text),
    )
