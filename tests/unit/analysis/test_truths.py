"""What is known to be true of the real districts: targets, verdicts, plans and contradictions."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest

from briefing.analysis.executions import executions
from briefing.analysis.index import Index
from briefing.analysis.pack import build_pack, for_audience
from briefing.analysis.plan import plan_rows
from briefing.analysis.rules import findings
from briefing.analysis.targets import target_rows
from briefing.model import Scope, TargetRow
from briefing.papers import wording
from briefing.settings import Settings
from briefing.store import ScopeFacts
from tests.unit.analysis.conftest import facts_by_area

HUAIYIN = Scope("district", "370104", "槐荫区")


@pytest.fixture(scope="module")
def rows(huaiyin: Index) -> dict[str, TargetRow]:
    return {row.indicator or row.name: row for row in reversed(target_rows(huaiyin, "2024"))}


@pytest.mark.parametrize(
    ("indicator", "target", "actual", "difference", "basis", "verdict", "display", "coming"),
    [
        (
            "gdp",
            "6.5",
            "4",
            "-2.5",
            "estimate",
            "missed",
            "预计未完成，低于目标约2.5个百分点",
            "5.7",
        ),
        (
            "industrial_value_added",
            "8",
            "-16",
            "-24",
            "estimate",
            "missed",
            "预计未完成，低于目标约24个百分点",
            "8",
        ),
        (
            "general_budget_revenue",
            "6.5",
            "57.1",
            "-5.9",
            "derived",
            "missed",
            "未完成（完成604300万元的94.5%；按两年数推算增长0.5%—0.7%）",
            "3",
        ),
        (
            "fixed_asset_investment",
            "5.5",
            "7.4",
            "1.9",
            "estimate",
            "met",
            "预计完成，高于目标约1.9个百分点",
            "5",
        ),
        (
            "urban_employment_new",
            "1.73",
            "2.6",
            "50.3",
            "preliminary",
            "met",
            "完成，为全年目标的147.8%",
            "1.95",
        ),
        (
            "retail_sales",
            "5.5",
            "558",
            None,
            "",
            "not_comparable",
            "待核：完成数与目标口径不同，无法直接比较",
            "3.5",
        ),
        ("imports_exports", "5", None, None, "", "no_actual", "待核：未见完成数", None),
        ("foreign_investment", "8500", None, None, "", "no_actual", "待核：未见完成数", "4500"),
    ],
)
def test_headline_targets_of_2024(
    rows: dict[str, TargetRow], indicator: str, target: str, actual: str | None, difference: str | None, basis: str, verdict: str, display: str,
    coming: str | None,
) -> None:  # fmt: skip
    row = rows[indicator]
    assert row.headline
    assert row.target.value == Decimal(target)
    assert (row.actual.value if row.actual else None) == (Decimal(actual) if actual else None)
    assert (row.verdict.gap and row.verdict.gap.value) == (
        Decimal(difference) if difference else None
    )
    assert (row.verdict.basis, row.verdict.kind, wording.verdict(row)) == (basis, verdict, display)
    assert (row.next_target.value if row.next_target else None) == (
        Decimal(coming) if coming else None
    )


def test_eight_headline_targets_two_met_three_missed_three_unverified(huaiyin: Index) -> None:
    verdicts = Counter(row.verdict.kind for row in target_rows(huaiyin, "2024") if row.headline)
    assert verdicts == {"met": 2, "missed": 3, "no_actual": 2, "not_comparable": 1}


def test_the_same_goal_in_other_documents_stands_beside_it(rows: dict[str, TargetRow]) -> None:
    assert ("604300", "万元") in {
        (str(other.value), other.unit) for other in rows["general_budget_revenue"].others
    }


def test_what_was_held_is_not_surely_what_was_to_be_attracted(huaiyin: Index) -> None:
    """引进各类展会65场 was promised, 举办重要展会85场 is reported: a question."""
    fairs = next(row for row in target_rows(huaiyin, "2024") if "展会" in row.name)
    assert fairs.actual is not None
    assert (str(fairs.target.value), str(fairs.actual.value)) == ("65", "85")
    assert (fairs.verdict.kind, fairs.verdict.doubt) == ("not_comparable", "match")


def test_a_part_never_shows_that_a_goal_was_missed(huaiyin: Index) -> None:
    """Seven parks were planned, five of them 高品质 are reported."""
    parks = next(row for row in target_rows(huaiyin, "2024") if "公园游园" in row.name)
    assert parks.verdict.kind == "not_comparable"


@pytest.mark.parametrize(
    ("indicator", "plan", "difference"),
    [
        ("gdp", "5.5", "0.7"),
        ("general_budget_revenue", "13", "0.1"),
        ("industrial_value_added", "7", "5"),
        ("fixed_asset_investment", "12", "3"),
        ("retail_sales", "5.5", "5"),
        ("imports_exports", "12", "15.4"),
    ],
)
def test_the_plan_of_2023_from_its_distance(
    huaiyin: Index, indicator: str, plan: str, difference: str
) -> None:
    """No document at hand states it: a derived value, no target."""
    assert not target_rows(huaiyin, "2023")
    rows = (row for row in executions(huaiyin, "2023") if row.stated.measure == "pp")
    row = next(row for row in rows if row.indicator == indicator)
    assert row.goal is not None
    assert (row.goal.low, row.stated.value, row.met) == (Decimal(plan), Decimal(difference), True)
    assert len(row.goal.inputs) == 2


def test_what_was_promised_is_matched_with_what_was_done_under_another_name(huaiyin: Index) -> None:
    rows = {row.name: row for row in target_rows(huaiyin, "2024")}
    assert wording.verdict(rows["加装电梯"]) == "完成，为目标的105.7%"
    assert wording.verdict(rows["教育设施"]) == "完成，与目标持平"
    assert rows["新建绿道"].verdict.kind == "no_actual"


def test_what_leaders_see_is_judged_without_derived_figures(
    seeds: dict[str, ScopeFacts], settings: Settings
) -> None:
    pack = for_audience(build_pack(seeds["槐荫区"], HUAIYIN, "2024", settings), "leader")
    revenue = next(row for row in pack.targets if row.indicator == "general_budget_revenue")
    assert (str(revenue.target.value), revenue.verdict.basis, revenue.verdict.kind) == (
        "604300",
        "preliminary",
        "missed",
    )
    assert wording.verdict(revenue) == "未完成，为目标的94.5%"
    assert Counter(row.verdict.kind for row in pack.targets if row.headline) == {
        "met": 2,
        "missed": 3,
        "no_actual": 2,
        "not_comparable": 1,
    }
    assert (pack.findings, pack.warnings, pack.notes, pack.derived) == ((), (), (), ())
    assert not any(row.alternatives or row.derived for row in pack.indicators)


def test_the_best_source_wins_and_the_others_stay_visible(
    seeds: dict[str, ScopeFacts], settings: Settings
) -> None:
    pack = build_pack(seeds["槐荫区"], HUAIYIN, "2023", settings)
    revenue = next(row for row in pack.indicators if row.indicator == "general_budget_revenue")
    assert revenue.level is not None
    assert (str(revenue.level.value), revenue.level.unit) == ("567393", "万元")
    assert ("56.7", "亿元") in {(str(other.value), other.unit) for other in revenue.alternatives}


def test_the_findings_of_the_real_documents(
    seeds: dict[str, ScopeFacts], settings: Settings
) -> None:
    found = findings(Index(seeds["槐荫区"], settings))
    said = "\n".join(finding.message for finding in found)
    for expected in (
        "争取专项债券资金3.78亿元",  # against 11.6
        "应为84491万元，文中社会保险基金累计收支结余84721万元，多230万元",
        "凡知制造产业园",
        "专栏1 槐荫区重点商圈发展策略",
        "宜写作“下降25.5%”",
        "2024年8500万美元，2025年4500万美元",
    ):
        assert expected in said
    assert "147.8" not in said


def test_a_consistent_budget_raises_nothing(
    seeds: dict[str, ScopeFacts], settings: Settings
) -> None:
    for area in ("槐荫区", "天桥区", "市中区"):
        assert not [
            f
            for f in findings(Index(seeds[area], settings))
            if f.rule in ("parts", "shares", "growth", "unit", "stage_back", "year_misfit")
        ]


@pytest.mark.parametrize(
    ("file", "right", "wrong", "rule"),
    [
        ("003", "税收收入完成496,776万元", "税收收入完成486,776万元", "parts"),
        ("003", "公务接待费57万元", "公务接待费67万元", "parts"),
        ("003", "一般债务余额56,324万元", "一般债务余额55,324万元", "parts"),
        ("003", "一般公共预算支出的24.3%", "一般公共预算支出的34.3%", "shares"),
        ("003", "567,393万元", "567,393亿元", "conflict"),
        ("000", "114个续建", "104个续建", "parts"),
        ("000", "同比增长16%", "同比增长26%", "growth"),
        ("000", "居民医保参保率达到97.4%", "居民医保参保率达到197.4%", "unit"),
    ],
)
def test_one_wrong_figure_is_found(
    seed_files: dict[str, bytes], settings: Settings, file: str, right: str, wrong: str, rule: str
) -> None:
    texts = {name: data.decode("utf-8-sig") for name, data in seed_files.items()}
    name = next(name for name in texts if name.startswith(file))
    texts[name], times = re.subn(
        r"\s*".join(map(re.escape, right)), wrong, texts[name], count=1
    )  # lines are wrapped anywhere
    assert times
    facts = facts_by_area(
        {name: text.encode() for name, text in texts.items() if name.startswith(("000", "003"))},
        settings,
    )
    assert rule in {finding.rule for finding in findings(Index(facts["槐荫区"], settings))}


def test_every_indicator_of_the_plan_has_a_row_with_its_nature(huaiyin: Index) -> None:
    """Fourteen in the plan's table, five of them 约束性, four of those without a number."""
    rows = [row for row in plan_rows(huaiyin) if row.nature]
    assert sum(row.nature == "约束性" for row in rows) == 5
    said = {row.name: wording.plan(row) for row in rows}
    assert said["城市细颗粒物（PM2.5）浓度"] == "完成上级下达任务"
    assert said["森林覆盖率"] == "规划的指标表没有写目标值"
