"""What departments reported stands in Word papers; where nobody reported anything, nothing of it does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.analysis.pack import for_audience
from briefing.model import Pack, Proposal, Report, Reported
from briefing.papers import word
from briefing.papers.excel.keys import RowKey, of_project, of_task
from briefing.papers.word import prose
from briefing.papers.word.verify import verify
from briefing.settings.schema import Wording
from tests.unit.papers.word.test_kinds import asked, full
from tests.unit.papers.word.texts import paragraphs, section, tables

TOLD = ("本期进展", "存在问题", "下步措施")


def report(
    key: RowKey, progress: str, problems: str, measures: str, pace: str = "欠进度"
) -> Report:
    return Report(
        str(key),
        "2024",
        "development",
        "区发展改革局",
        progress,
        pace,
        problems,
        measures,
        "填报",
        "审核",
        "2025-01-15",
        late=False,
    )


def reported() -> Pack:
    pack = full()
    project = next(
        p for p in pack.projects if p.latest in prose.reached(pack.projects, pack.period)
    )
    task, other = of_task(pack.tasks[0]), of_project(project)
    found = {
        str(task): report(task, "已完成清表120亩", "3户未签约", "3月底前完成签约"),
        str(other): report(other, "主体完成8层", "电力迁改滞后2个月。", "会商供电部门"),
    }
    return replace(pack, reports={key: Reported((each,), ()) for key, each in found.items()})


def heads(data: bytes) -> list[str]:
    return [cell for table in tables(data) for cell in table[0]]


@pytest.mark.parametrize("kind", ["reminder", "letter"])
def test_a_departments_paper_shows_what_it_reported_beside_its_tasks_and_projects(
    kind: str, wording: Wording
) -> None:
    paper = word.render(reported(), asked(kind, wording))
    rows = [row for table in tables(paper) for row in table]
    assert any({"已完成清表120亩", "3户未签约", "3月底前完成签约"} <= set(row) for row in rows)
    assert any({"主体完成8层", "电力迁改滞后2个月。", "会商供电部门"} <= set(row) for row in rows)


def test_the_paper_on_projects_tells_progress_and_each_problem_with_its_unit(
    wording: Wording,
) -> None:
    said = section(word.render(reported(), asked("projects", wording)), "部门报送的进展和问题")
    assert said[0] == "据部门报送，列名的项目中1个报了本期进展，其中欠进度1个。"
    assert said[1].endswith("：电力迁改滞后2个月；下步措施：会商供电部门（区发展改革局）。")


@pytest.mark.parametrize("kind", ["reminder", "letter", "projects"])
def test_without_reports_there_is_no_column_and_no_heading_for_them(
    kind: str, wording: Wording
) -> None:
    paper = word.render(full(), asked(kind, wording))
    assert not set(TOLD) & set(heads(paper))
    assert not any("部门报送" in text for text in paragraphs(paper))


def test_a_changed_digit_of_a_report_is_found(wording: Wording) -> None:
    request = asked("projects", wording)
    paper = word.render(reported(), request)
    assert list(verify(paper, reported(), request)) == []
    other = replace(reported(), reports={})
    assert list(verify(paper, other, request)) != []


def test_the_internal_paper_counts_units_that_nobody_confirmed(wording: Wording) -> None:
    pack = replace(
        full(),
        proposals=tuple(Proposal(task.key, ("区城管局",), (), "城管") for task in full().tasks[:3]),
    )
    (said,) = section(word.render(pack, asked("review", wording)), "待确认的责任单位")
    assert said.startswith(
        "文件没有点名单位的任务中，3项按职责拟定了牵头、责任单位，尚未确认，其中拟牵头较多的是区城管局3项。"
    )
    assert section(word.render(full(), asked("review", wording)), "待确认的责任单位") == []


def test_papers_that_go_out_print_no_proposed_unit(wording: Wording) -> None:
    pack = replace(
        full(),
        proposals=tuple(Proposal(task.key, ("区城管局",), (), "城管") for task in full().tasks[:3]),
    )
    paper = word.render(for_audience(pack, "leader"), asked("projects", wording))
    assert not any(
        "区城管局" in text
        for text in [
            *paragraphs(paper),
            *(cell for table in tables(paper) for row in table for cell in row),
        ]
    )
