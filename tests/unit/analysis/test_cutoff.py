"""No paper knows what came after it."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.analysis.cutoff import latest_period
from briefing.analysis.pack import build_pack
from briefing.model import Pack, Scope
from briefing.settings import Settings
from briefing.store import ScopeFacts
from tests.unit.analysis.facts import facts_of

DISTRICT = Scope("district", "370104", "云湖区")


def gdp(period: int | str, status: str = "actual") -> dict[str, Any]:
    return {"name": "地区生产总值", "id": "gdp", "value": "5.5", "measure": "yoy", "period": period, "status": status}  # fmt: skip


def revenue(period: int | str) -> dict[str, Any]:
    return {"name": "一般公共预算收入", "id": "general_budget_revenue", "value": 60, "unit": "亿元", "period": period}  # fmt: skip


REPORT = {
    "reviewed": 2024,
    "date": "2025-01-08",
    "says": [{"text": "增长。", "figures": [gdp(2024), revenue(2024)]}],
}
PLAN = {
    "kind": "five_year_plan",
    "title": "规划纲要",
    "reviewed": 2025,
    "planned": 2030,
    "date": "",
    "says": [{"text": "规划。", "figures": [gdp(2025, "estimate"), revenue(2025)]}],
}


def pack(settings: Settings, period: str, *documents: dict[str, Any], as_of: str = "") -> Pack:
    return build_pack(
        facts_of({"documents": list(documents)}), DISTRICT, period, settings, as_of=as_of
    )


def test_an_undated_document_that_reports_of_later_is_no_source(settings: Settings) -> None:
    made = pack(settings, "2024", REPORT, PLAN)
    assert made.as_of == "2025-01-08"
    assert {o.period for o in (*made.series, *made.observations)} == {"2024"}
    assert not [document for document in made.documents if document.kind == "five_year_plan"]
    assert "《规划纲要》晚于本材料的日期，没有采用" in made.notes


def test_it_is_one_of_a_paper_that_came_after(settings: Settings) -> None:
    later = {**REPORT, "reviewed": 2025, "date": "2026-01-10"}
    later["says"] = [{"text": "增长。", "figures": [gdp(2025)]}]
    made = pack(settings, "2025", REPORT, PLAN, later)
    assert len(made.documents) == 3


@pytest.mark.parametrize(("as_of", "documents"), [("2024-12-31", 0), ("2025-01-08", 1)])
def test_no_document_is_later_than_the_papers_date(
    settings: Settings, as_of: str, documents: int
) -> None:
    assert len(pack(settings, "2024", REPORT, as_of=as_of).documents) == documents


def test_a_table_of_the_quarter_is_known_in_the_quarters_paper(settings: Settings) -> None:
    table = {"kind": "table", "date": "", "says": [{"text": "表。", "figures": [gdp("2024Q1"), revenue("2024Q1")]}]}  # fmt: skip
    made = pack(settings, "2024Q1", table, PLAN, as_of="2024-04-20")
    assert [document.kind for document in made.documents] == ["table"]


def test_the_plans_figures_of_2025_stand_in_no_paper_of_2024(
    seeds: dict[str, ScopeFacts], settings: Settings
) -> None:
    made = build_pack(seeds["槐荫区"], Scope("district", "370104", "槐荫区"), "2024", settings)
    later = [o for o in made.series if o.status != "target" and o.period[:4] > "2024"]
    assert later == []


def test_papers_of_a_quarter_are_proposed_where_its_table_lies(
    seeds: dict[str, ScopeFacts], settings: Settings
) -> None:
    scope = Scope("district", "370104", "槐荫区")
    notes = build_pack(seeds["槐荫区"], scope, "2024", settings).notes
    assert "资料里有2024年1—3月的数，可另出2024年1—3月的材料（--period 2024Q1）" in notes
    assert not any(
        "--period" in note for note in build_pack(seeds["槐荫区"], scope, "2024Q1", settings).notes
    )


@pytest.mark.parametrize(
    ("kinds", "year"),
    [
        ({"work_report": 2023, "communique": 2024}, "2023"),
        ({"communique": 2024, "budget_report": 2023}, "2024"),
        ({"budget_report": 2023}, "2023"),
        ({"five_year_plan": 2020}, None),
    ],
)
def test_a_bulletin_or_a_budget_alone_says_the_year(
    kinds: dict[str, int], year: str | None
) -> None:
    documents = [
        {"kind": kind, "title": kind, "reviewed": reviewed, "date": "", "says": []}
        for kind, reviewed in kinds.items()
    ]
    assert latest_period(facts_of({"documents": documents}).documents) == year


def test_the_paper_of_a_year_reviewed_before_is_that_of_its_review(settings: Settings) -> None:
    later = {**REPORT, "reviewed": 2025, "date": "2026-01-10"}
    later["says"] = [{"text": "增长。", "figures": [gdp(2025)]}]
    notice = {**REPORT, "kind": "notice", "title": "通知", "reviewed": 2020, "date": "2025-03-01", "says": []}  # fmt: skip
    made = pack(settings, "2024", REPORT, notice, later)
    assert made.as_of == "2025-01-08"
    assert [document.date for document in made.documents] == ["2025-01-08"]
    assert "《通知》（2025年）、《政府工作报告》（2026年）晚于本材料的日期，没有采用" in made.notes
    # A date that the job gives says itself what was known.
    assert len(pack(settings, "2024", REPORT, later, as_of="2026-02-01").documents) == 2
