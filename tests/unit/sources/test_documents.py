"""Titles, kinds, areas, dates, years and headings of the real documents, and of gazettes the tests write."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.model import Document
from briefing.sources import documents, read_bytes, read_file


def _seed(shared: Path, number: str) -> tuple[Document, ...]:
    return documents(read_file(next((shared / "data" / "seeds").glob(f"{number}_*.txt"))))


@pytest.mark.parametrize(
    ("number", "area", "date", "reviewed"),
    [("000", "槐荫区", "2025-01-08", 2024), ("001", "天桥区", "2024-01-16", 2023), ("004", "市中区", "2023-01-05", 2022)],
)
def test_district_reports(shared: Path, number: str, area: str, date: str, reviewed: int) -> None:
    (report,) = _seed(shared, number)
    assert (report.title, report.kind) == ("政府工作报告", "work_report")
    assert (report.area, report.date) == (area, date)
    assert (report.year_reviewed, report.year_planned) == (reviewed, reviewed + 1)
