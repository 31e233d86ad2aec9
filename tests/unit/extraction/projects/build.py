"""Documents for tests: a text under one section that looks back or ahead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from briefing.model import Document, OffsetMap, Part, Reading, Section
from briefing.sources import documents, read_file

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


def from_sheet(folder: Path, rows: list[list[Any]]) -> Document:
    """A workbook with these rows, as the readers make a document of it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    path = folder / "表.xlsx"
    book.save(path)
    (document,) = documents(read_file(path))
    return document
