"""Packs of districts, departments and sets of districts; comparison, plans, derived figures, what each audience sees."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from briefing.analysis import derived, plain
from briefing.analysis.index import Index
from briefing.analysis.pack import SCHEMA_VERSION, build_comparison, build_pack, for_audience
from briefing.model import Pack, Scope
from briefing.papers import wording
from briefing.settings import Settings
from briefing.store import ScopeFacts
from tests.unit.analysis.facts import facts_of

CITY = Scope("districts", "370100", "济南市")
DISTRICT = Scope("district", "370104", "槐荫区")
DOCS = Path(__file__).resolve().parents[3] / "docs" / "analysis.md"


def area_facts(
    growth: str | None, *, period: int = 2024, status: str = "actual", rank: int | None = None
) -> ScopeFacts:
    if growth is None:
        return ScopeFacts((), (), (), ())
    figures: list[dict[str, Any]] = [
        {
            "name": "地区生产总值",
            "id": "gdp",
            "value": growth,
            "measure": "yoy",
            "period": period,
            "status": status,
        }
    ]
    if rank:
        figures.append(
            {
                "name": "地区生产总值",
                "id": "gdp",
                "value": rank,
                "measure": "rank",
                "unit": "位",
                "period": period,
            }
        )
    return facts_of(
        {"documents": [{"reviewed": period, "says": [{"text": "增长。", "figures": figures}]}]}
    )


def compared(
    settings: Settings, areas: dict[str, ScopeFacts], whole: ScopeFacts | None = None
) -> Any:
    (row,) = (
        row
        for row in build_comparison(areas, CITY, "2024", settings, whole).comparison
        if row.measure == "yoy"
    )
    return row


def test_areas_are_ranked_where_all_have_the_same_figure(settings: Settings) -> None:
    row = compared(
        settings,
        {"甲区": area_facts("5"), "乙区": area_facts("6.5"), "丙区": area_facts("5")},
        area_facts("5.4"),
    )
    assert row.ranked
    assert [
        (each.area, each.rank, str(each.difference and each.difference.value)) for each in row.areas
    ] == [
        ("甲区", 2, "-0.4"),
        ("乙区", 1, "1.1"),
        ("丙区", 2, "-0.4"),
    ]
    assert str(row.whole.value) == "5.4"


def test_a_missing_area_forbids_ranking_and_own_places_stay(settings: Settings) -> None:
    row = compared(
        settings,
        {"甲区": area_facts("5", rank=3), "乙区": area_facts("6.5"), "丙区": area_facts(None)},
    )
    assert (row.ranked, row.reason) == (False, "2/3个区县有数，不排位")
    assert [each.rank for each in row.areas] == [None, None, None]
    assert str(row.areas[0].own_rank.value) == "3"


def test_estimates_are_not_ranked_with_actual_figures(settings: Settings) -> None:
    row = compared(
        settings, {"甲区": area_facts("5", status="estimate"), "乙区": area_facts("6.5")}
    )
    assert (row.ranked, row.reason) == (False, "有的是预计数、有的是实际数，不排位")


def test_a_stated_target_stays_where_its_outcome_can_be_worked_out(settings: Settings) -> None:
    """Amounts of both years say what the growth came to; the target of 3% is the document's own all the same."""
    revenue = {"name": "一般公共预算收入", "id": "general_budget_revenue"}
    facts = facts_of(
        {
            "documents": [
                {
                    "reviewed": 2024,
                    "says": [
                        {"text": "完成。", "period": 2024, "figures": [{**revenue, "value": "57.1", "unit": "亿元"}]},
                        {"text": "2025年主要预期目标是：增长3%。", "period": 2025, "status": "target",
                         "figures": [{**revenue, "value": "3", "measure": "yoy"}]},
                    ],
                },
                {"reviewed": 2025, "says": [{"text": "完成。", "figures": [{**revenue, "value": "58.87", "unit": "亿元"}]}]},
            ]
        }
    )  # fmt: skip
    pack = build_pack(facts, DISTRICT, "2024", settings)
    assert [(str(target.value), target.period) for target in pack.next_targets] == [("3", "2025")]


def test_places_gained_since_the_year_before(settings: Settings) -> None:
    def two_years(before: str, now: str) -> ScopeFacts:
        old, new = area_facts(before, period=2023), area_facts(now)
        return replace(
            new, documents=new.documents, observations=(*old.observations, *new.observations)
        )

    row = compared(settings, {"甲区": two_years("4", "7"), "乙区": two_years("5", "6")})
    assert [(each.rank, each.rank_change) for each in row.areas] == [(1, 1), (2, -1)]


def test_the_real_districts_are_of_different_years(
    seeds: dict[str, ScopeFacts], settings: Settings
) -> None:
    areas = {
        d.name: seeds.get(d.name, ScopeFacts((), (), (), ()))
        for d in settings.districts
        if d.kind in ("district", "county")
    }
    pack = build_comparison(areas, CITY, "2024", settings)
    gdp = next(row for row in pack.comparison if row.indicator == "gdp" and row.measure == "yoy")
    assert not gdp.ranked
    assert "槐荫区为2024年数" in gdp.reason
    assert "时期不同，不排位" in gdp.reason
    assert pack.notes[0].startswith("无资料：历下区")


def test_a_department_gets_its_own(seeds: dict[str, ScopeFacts], settings: Settings) -> None:
    scope = Scope("department", "370104", "槐荫区", "finance")
    pack = build_pack(seeds["槐荫区"], scope, "2024", settings)
    own = {indicator.id for indicator in settings.indicators if indicator.department == "finance"}
    assert {row.indicator for row in pack.indicators} <= own
    assert "general_budget_revenue" in {row.indicator for row in pack.targets}
    assert pack.tasks
    assert all(
        any(
            settings.department(unit) and settings.department(unit).id == "finance"
            for unit in (*t.lead, *t.responsible)
        )
        for t in pack.tasks
    )  # type: ignore[union-attr]


def test_a_plan_names_what_growth_is_needed(settings: Settings) -> None:
    plan = {"kind": "five_year_plan", "reviewed": 2025, "planned": 2030, "date": "", "says": [
        {"text": "全社会研发投入 15.3 21 6.5 预期性", "figures": [
            {"name": "全社会研发投入", "id": "rd_spending", "value": "16", "unit": "亿元", "period": 2025, "status": "estimate"},
            {"name": "全社会研发投入", "id": "rd_spending", "value": "21", "unit": "亿元", "period": 2030, "status": "target"},
            {"name": "全社会研发投入", "id": "rd_spending", "value": "6.5", "measure": "cagr", "period": "2026-2030", "status": "target"}]}]}  # fmt: skip
    (row,) = build_pack(facts_of({"documents": [plan]}), DISTRICT, "2025", settings).plan
    assert (
        row.nature,
        str(row.goal.value),
        str(row.rate.value),
        str(row.needed and row.needed.value),
    ) == (
        "预期性",
        "21",
        "6.5",
        "5.6",
    )  # type: ignore[union-attr]
    assert (row.verdict, wording.plan(row)) == ("no_value", "规划期内尚无数据，不评")
    later = {
        "reviewed": 2027,
        "says": [
            {
                "text": "研发投入。",
                "figures": [
                    {
                        "name": "全社会研发投入",
                        "id": "rd_spending",
                        "value": "18",
                        "unit": "亿元",
                        "period": 2027,
                    }
                ],
            }
        ],
    }
    (row,) = build_pack(facts_of({"documents": [plan, later]}), DISTRICT, "2027", settings).plan
    assert (row.verdict, wording.plan(row)) == ("open", "到2030年达到规划目标，今后年均需增长5.3%")


def test_derived_figures_are_for_internal_papers_until_confirmed(
    seeds: dict[str, ScopeFacts], settings: Settings
) -> None:
    facts = seeds["槐荫区"]
    growth = derived.growth(Index(facts, settings), "general_budget_revenue", "2024")
    assert growth is not None
    assert derived.shown(growth) == "0.5%—0.7%"
    assert [o.period for o in growth.inputs] == ["2024", "2023"]
    assert for_audience(build_pack(facts, DISTRICT, "2024", settings), "leader").derived == ()
    confirmed = replace(facts, confirmed=frozenset({growth.key}))
    leader = for_audience(build_pack(confirmed, DISTRICT, "2024", settings), "leader")
    assert [each.key for each in leader.derived] == [growth.key]
    revenue = next(row for row in leader.targets if row.indicator == "general_budget_revenue")
    assert revenue.verdict.basis == "derived"


def test_doubtful_figures_are_for_internal_papers(
    seeds: dict[str, ScopeFacts], settings: Settings
) -> None:
    pack = build_pack(seeds["槐荫区"], DISTRICT, "2024", settings)
    revenue = next(row for row in pack.indicators if row.indicator == "general_budget_revenue")
    assert revenue.level is not None
    doubtful = replace(revenue, level=replace(revenue.level, confidence=0.5), growth=None)
    pack = replace(pack, indicators=(doubtful,), observations=(revenue.level,))
    assert for_audience(pack, "internal").indicators[0].level is not None
    assert not any(row.level for row in for_audience(pack, "leader").indicators)
    assert for_audience(pack, "leader").observations == (revenue.level,)


def test_a_share_that_no_source_states(seeds: dict[str, ScopeFacts], settings: Settings) -> None:
    pack = build_pack(seeds["槐荫区"], DISTRICT, "2023", settings)
    share = next(each for each in pack.derived if each.indicator == "tax_share")
    assert (derived.shown(share), share.method) == ("87.6%", "由税收收入和一般公共预算收入推算")


def test_an_amount_from_the_growth_after_it(
    seeds: dict[str, ScopeFacts], settings: Settings
) -> None:
    pack = build_pack(seeds["槐荫区"], DISTRICT, "2022", settings)
    revenue = next(each for each in pack.derived if each.indicator == "general_budget_revenue")
    assert (revenue.measure, revenue.unit) == ("level", "万元")
    assert revenue.low <= 501674 <= revenue.high


def test_a_confirmation_is_of_these_figures_alone(
    seeds: dict[str, ScopeFacts], settings: Settings
) -> None:
    facts = seeds["槐荫区"]
    before = derived.growth(Index(facts, settings), "general_budget_revenue", "2024")
    changed = tuple(
        replace(o, value=o.value + 1)
        if o.indicator == "general_budget_revenue" and o.period == "2024"
        else o
        for o in facts.observations
    )
    after = derived.growth(
        Index(replace(facts, observations=changed), settings), "general_budget_revenue", "2024"
    )
    assert before is not None
    assert after is not None
    assert before.key != after.key


def test_early_warnings(seeds: dict[str, ScopeFacts], settings: Settings) -> None:
    kinds = [
        (warning.kind, warning.indicator)
        for warning in build_pack(seeds["槐荫区"], DISTRICT, "2024", settings).warnings
    ]
    assert kinds[:3] == [
        ("missed", "gdp"),
        ("missed", "general_budget_revenue"),
        ("missed", "industrial_value_added"),
    ]
    assert ("fell", "industrial_value_added") in kinds
    assert ("forgotten", "imports_exports") in kinds
    assert ("cut", "foreign_investment") in kinds


def test_a_pack_as_json(seeds: dict[str, ScopeFacts], settings: Settings) -> None:
    pack = build_pack(seeds["槐荫区"], DISTRICT, "2024", settings)
    read = json.loads(json.dumps(plain.pack(pack), ensure_ascii=False))
    assert read["schema_version"] == SCHEMA_VERSION
    assert read["targets"][0]["target"]["value"] == "6.5"
    assert read["targets"][0]["target"]["source"]["quote"]
    assert "confidence" in read["observations"][0]
    assert "confidence" not in plain.pack(for_audience(pack, "public"))["observations"][0]


def test_every_field_of_a_pack_is_documented() -> None:
    section = DOCS.read_text(encoding="utf-8").split("## briefing pack 输出的 JSON")[1]
    documented = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert documented == [field.name for field in fields(Pack)]


def test_the_same_facts_give_the_same_pack(
    seeds: dict[str, ScopeFacts], settings: Settings
) -> None:
    packs = [build_pack(seeds["槐荫区"], DISTRICT, "2024", settings) for _ in range(2)]
    assert packs[0] == packs[1]


def test_a_paper_of_a_quarter_is_dated_by_the_newest_document_that_speaks_of_the_quarter(
    settings: Settings,
) -> None:
    figure = {"name": "地区生产总值", "id": "gdp", "value": 5, "measure": "yoy"}

    def document(date: str, period: str) -> dict[str, Any]:
        return {
            "date": date,
            "says": [{"text": "增长5%。", "figures": [{**figure, "period": period}]}],
        }

    documents = [
        document("2024-04-20", "2024Q1"),
        document("2024-04-28", "2024Q1"),
        document("2025-01-08", "2024"),
    ]
    facts = facts_of({"documents": documents})
    assert build_pack(facts, DISTRICT, "2024Q1", settings).as_of == "2024-04-28"
    assert build_comparison({"甲区": facts}, CITY, "2024Q1", settings).as_of == "2024-04-28"
    assert build_pack(facts, DISTRICT, "2024", settings).as_of == "2025-01-08"
    assert build_pack(facts, DISTRICT, "2024Q1", settings, "2024-05-06").as_of == "2024-05-06"
