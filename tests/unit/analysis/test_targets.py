"""Verdicts are no stronger than their figures."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.analysis.index import Index
from briefing.analysis.targets import best_target, target_rows
from briefing.model import TargetRow
from briefing.papers import wording
from briefing.settings import Settings
from tests.unit.analysis.facts import facts_of


def judged(
    settings: Settings,
    target: dict[str, Any],
    *actuals: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> TargetRow:
    """The row of 2024 for a target of one report and the figures of the next."""
    goal = {
        "text": "2024年主要预期目标是：见下。",
        "period": 2024,
        "status": "target",
        "figures": [target],
    }
    earlier = [{"text": "上年。", "figures": [before]}] if before else []
    documents = [
        {"reviewed": 2023, "says": [*earlier, goal]},
        {"reviewed": 2024, "says": [{"text": "完成。", "figures": list(actuals)}]},
    ]
    return target_rows(Index(facts_of({"documents": documents}), settings), "2024")[0]


def growth(id: str, value: str, **more: Any) -> dict[str, Any]:
    return {"name": id, "id": id, "value": value, "measure": "yoy", **more}


def amount(id: str, value: str, unit: str, **more: Any) -> dict[str, Any]:
    return {"name": id, "id": id, "value": value, "unit": unit, **more}


def test_an_estimate_and_two_rounded_figures(settings: Settings) -> None:
    row = judged(
        settings,
        growth("gdp", "6.5", bound="approx"),
        growth("gdp", "4", bound="approx", status="estimate"),
    )
    assert (row.verdict.kind, row.verdict.basis, wording.verdict(row)) == (
        "missed",
        "estimate",
        "预计未完成，低于目标约2.5个百分点",
    )


def test_a_final_figure_over_a_preliminary_one(settings: Settings) -> None:
    row = judged(settings, growth("gdp", "5"), growth("gdp", "5.0"))
    assert (row.verdict.kind, row.verdict.basis, wording.verdict(row)) == (
        "met",
        "preliminary",
        "完成，与目标持平",
    )


@pytest.mark.parametrize(
    ("target", "actual", "verdict", "display"),
    [
        (
            amount("tech_smes", "600", "家"),
            amount("tech_smes", "500", "家", bound="min"),
            "not_comparable",
            "待核：完成数只有界限，无法判定",
        ),
        (
            amount("tech_smes", "400", "家"),
            amount("tech_smes", "500", "家", bound="min"),
            "met",
            "完成，为目标的125%以上",
        ),
        (
            growth("fixed_asset_investment", "12"),
            growth("fixed_asset_investment", "15", bound="min"),
            "met",
            "完成，高于目标3个百分点以上",
        ),
        (
            amount("foreign_investment", "8500", "万美元"),
            amount("foreign_investment", "0.9", "亿美元"),
            "met",
            "完成，为目标的105.9%",
        ),
        (
            amount("general_budget_revenue", "604300", "万元"),
            amount("general_budget_revenue", "60.4", "亿元"),
            "met",
            "完成，与目标持平",
        ),
    ],
)
def test_bounds_and_units(
    settings: Settings, target: dict[str, Any], actual: dict[str, Any], verdict: str, display: str
) -> None:
    row = judged(settings, target, actual)
    assert (row.verdict.kind, wording.verdict(row)) == (verdict, display)


def test_less_is_better(settings: Settings) -> None:
    rate = {"name": "城镇调查失业率", "id": "unemployment_rate", "measure": "ratio"}
    assert (
        judged(
            settings, {**rate, "value": "5.5", "bound": "max"}, {**rate, "value": "5.2"}
        ).verdict.kind
        == "met"
    )
    missed = judged(settings, {**rate, "value": "5.5", "bound": "max"}, {**rate, "value": "5.6"})
    assert (missed.verdict.kind, wording.verdict(missed)) == (
        "missed",
        "未完成，高于目标0.1个百分点",
    )


def test_of_a_range_the_lower_end_must_be_reached(settings: Settings) -> None:
    said = {"text": "2024年主要预期目标是：增长5%—5.5%。", "period": 2024, "status": "target",
            "figures": [growth("gdp", "5", bound="min"), growth("gdp", "5.5", bound="max")]}  # fmt: skip
    documents = [
        {"reviewed": 2023, "says": [said]},
        {"reviewed": 2024, "says": [{"text": "增长5.2%。", "figures": [growth("gdp", "5.2")]}]},
    ]
    (row,) = target_rows(Index(facts_of({"documents": documents}), settings), "2024")
    assert (
        str(row.target.value),
        row.verdict.kind,
        [str(other.value) for other in row.others],
    ) == (
        "5",
        "met",
        ["5.5"],
    )


def test_derived_growth_judges_only_where_all_of_it_lies_on_one_side(settings: Settings) -> None:
    before = amount("general_budget_revenue", "56.7", "亿元")
    now = amount("general_budget_revenue", "57.1", "亿元")
    assert (
        judged(settings, growth("general_budget_revenue", "3"), now, before=before).verdict.kind
        == "missed"
    )
    assert (
        judged(settings, growth("general_budget_revenue", "0.3"), now, before=before).verdict.kind
        == "met"
    )
    assert (
        judged(settings, growth("general_budget_revenue", "0.7"), now, before=before).verdict.kind
        == "not_comparable"
    )


def test_real_growth_is_not_derived_from_amounts(settings: Settings) -> None:
    row = judged(
        settings,
        growth("gdp", "5"),
        amount("gdp", "103", "亿元"),
        before=amount("gdp", "100", "亿元"),
    )
    assert (row.verdict.kind, row.verdict.derived) == ("not_comparable", None)


def test_another_scope_is_not_compared(settings: Settings) -> None:
    target = {
        "name": "培育独角兽、瞪羚企业",
        "id": "specialised_smes_new",
        "value": 50,
        "unit": "家",
        "bound": "min",
    }
    actual = {
        "name": "新增省级专精特新企业",
        "id": "specialised_smes_new",
        "value": 60,
        "unit": "家",
    }
    row = judged(settings, target, actual)
    assert (row.verdict.kind, wording.verdict(row)) == (
        "not_comparable",
        "待核：完成数说的是“新增省级专精特新企业”，口径与目标不同",
    )


def test_what_the_planning_report_itself_says_of_the_year_is_no_actual(settings: Settings) -> None:
    documents = [
        {"reviewed": 2023, "says": [
            {"text": "目标是：新增省级企业。", "period": 2024, "status": "target", "figures": [amount("tech_smes", "500", "家")]},
            {"text": "依托现有企业。", "period": 2024, "figures": [amount("tech_smes", "420", "家")]},
        ]},
    ]  # fmt: skip
    (row,) = target_rows(Index(facts_of({"documents": documents}), settings), "2024")
    assert row.verdict.kind == "no_actual"


def test_counts_of_projects_are_no_goals_and_extents_of_work_none(settings: Settings) -> None:
    counted = judged(
        settings,
        {"name": "城市更新项目", "value": 4, "unit": "个"},
        {"name": "城市更新项目", "value": 8, "unit": "个"},
    )
    assert counted.verdict.kind == "not_comparable"
    goals = [
        {"name": "建筑面积", "value": 260, "unit": "万平方米"},
        {"name": "新建绿道", "value": 6, "unit": "公里"},
    ]
    said = {
        "reviewed": 2023,
        "says": [{"text": "改造小区。", "period": 2024, "status": "target", "figures": goals}],
    }
    rows = target_rows(Index(facts_of({"documents": [said]}), settings), "2024")
    assert [row.name for row in rows] == ["新建绿道"]


def test_what_is_to_be_added_is_no_target_of_the_stock(settings: Settings) -> None:
    goal = {
        "name": "净增“四上”企业",
        "id": "four_above_enterprises",
        "value": 90,
        "unit": "家",
        "bound": "min",
    }
    stock = {"name": "“四上”企业", "id": "four_above_enterprises", "value": 1122, "unit": "家"}
    documents = [
        {
            "reviewed": 2023,
            "says": [
                {"text": "目标是：见下。", "period": 2024, "status": "target", "figures": [goal]}
            ],
        },
        {"reviewed": 2024, "says": [{"text": "完成。", "figures": [stock]}]},
    ]
    index = Index(facts_of({"documents": documents}), settings)
    (found,) = index.figures("four_above_enterprises", "2024")
    assert best_target(index, "four_above_enterprises", "2024", found) is None
    assert target_rows(index, "2024")[0].verdict.kind == "not_comparable"


def test_days_are_not_called_a_share(settings: Settings) -> None:
    days = {"name": "空气质量优良天数", "id": "good_air_days", "value": 301, "unit": "天"}
    index = Index(
        facts_of({"documents": [{"says": [{"text": "优良天数。", "figures": [days]}]}]}), settings
    )
    assert index.name(index.figures("good_air_days", "2024")[0]) == "空气优良天数"
