"""What departments reported stands in the Pack by its row: of this period, and of the last one before."""

from __future__ import annotations

from briefing.analysis.reported import reported
from briefing.model import Report


def report(period: str, progress: str, department: str = "housing", key: str = "task:1") -> Report:
    return Report(
        key,
        period,
        department,
        "区住房城乡建设局",
        progress,
        "达进度",
        "",
        "",
        "甲",
        "乙",
        "2025-04-08",
        False,
    )


def test_this_period_and_the_last_one_that_has_any() -> None:
    reports = [
        report("2024", "选址"),
        report("2024M11", "更早"),
        report("2025Q1", "开工"),
        report("2025H1", "封顶"),
        report("2025Q3", "以后"),
    ]
    found = reported(reports, "2025H1")["task:1"]
    assert [each.progress for each in found.current] == ["封顶"]
    assert [each.progress for each in found.previous] == ["开工"]
    assert [each.progress for each in reported(reports, "2025Q2")["task:1"].previous] == ["开工"]
    assert reported(reports[4:], "2025Q1") == {}


def test_each_department_speaks_for_itself() -> None:
    reports = [
        report("2024", "选址"),
        report("2024", "招生方案", "education"),
        report("2024", "别的事", key="project:2"),
    ]
    assert [each.progress for each in reported(reports, "2024")["task:1"].current] == [
        "选址",
        "招生方案",
    ]
    assert {
        key: [each.progress for each in said.current]
        for key, said in reported(reports, "2024", "education").items()
    } == {"task:1": ["招生方案"]}
