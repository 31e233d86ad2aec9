"""One figure for one thing: the series, the indicator tables and the comparison of districts choose alike."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.analysis import names
from briefing.analysis.index import Index
from briefing.analysis.pack import build_comparison, build_pack
from briefing.model import Pack, Scope
from briefing.settings import Settings
from briefing.store import ScopeFacts
from tests.unit.analysis.facts import facts_of

CITY = Scope("districts", "370100", "济南市")
YEARS = [str(year) for year in range(2020, 2031)]


def pack_of_area(area: str, facts: ScopeFacts, period: str, settings: Settings) -> Pack:
    return build_pack(facts, Scope("district", "370104", area), period, settings)


def test_comparison_tables_and_series_of_real_districts_have_the_same_figures(
    seeds: dict[str, ScopeFacts], settings: Settings
) -> None:
    checked = 0
    for year in YEARS:
        compared = build_comparison(seeds, CITY, year, settings).comparison
        packs = {area: pack_of_area(area, facts, year, settings) for area, facts in seeds.items()}
        for row in compared:
            for each in row.areas:
                pack = packs[each.area]
                series = {
                    (o.indicator, o.period, o.measure): o
                    for o in pack.series
                    if o.status != "target"
                }
                chosen = series.get((row.indicator, year, row.measure))
                table = next((r for r in pack.indicators if r.indicator == row.indicator), None)
                shown = {o.measure: o for o in (table.level, table.growth) if o} if table else {}
                if (
                    each.observation is None
                ):  # only a figure of another part of the indicator is left out
                    others = {
                        names.scope(e.observation.name, row.indicator)
                        for e in row.areas
                        if e.observation
                    }
                    assert (
                        each.apart
                        or chosen is None
                        or names.scope(chosen.name, row.indicator) not in others
                    )
                    continue
                if chosen and not each.observation.amount.like(chosen.amount):
                    assert each.observation in seeds[each.area].observations
                    continue
                assert (each.observation, shown.get(row.measure)) == (chosen, chosen), (
                    each.area,
                    row.indicator,
                    year,
                )
                checked += 1
    assert checked > 80


@pytest.mark.parametrize(
    ("indicator", "value"), [("key_projects_investment", "1087"), ("key_projects", "216")]
)
def test_key_projects_are_those_of_the_district_and_not_those_of_one_programme(
    indicator: str, value: str, seeds: dict[str, ScopeFacts], settings: Settings
) -> None:
    pack = pack_of_area("天桥区", seeds["天桥区"], "2023", settings)
    row = next(row for row in pack.indicators if row.indicator == indicator)
    assert row.level is not None
    assert str(row.level.value) == value


def air(*figures: tuple[str, str, str]) -> ScopeFacts:
    made: list[dict[str, Any]] = [
        {
            "name": name,
            "id": "good_air_days",
            "value": value,
            "unit": unit,
            "measure": "ratio" if unit == "%" else "level",
        }
        for name, value, unit in figures
    ]
    return facts_of({"documents": [{"says": [{"text": "空气质量。", "figures": made}]}]})


DAYS, SHARE = ("空气质量优良天数", "243", "天"), ("空气质量优良率", "66.6", "%")


def test_shares_of_other_wholes_and_projects_at_other_stages_do_not_stand_side_by_side(
    seeds: dict[str, ScopeFacts], settings: Settings
) -> None:
    rows = {
        row.indicator: row for row in build_comparison(seeds, CITY, "2023", settings).comparison
    }
    for indicator, apart, bases in (
        ("livelihood_share", "占总支出", "槐荫区为占一般公共预算支出，天桥区为占总支出"),
        ("signed_projects", "签约", "槐荫区为签约落地，天桥区为签约"),
    ):
        row = rows[indicator]
        shown = {each.area: (each.observation is not None, each.apart) for each in row.areas}
        assert shown["槐荫区"] == (True, "")
        assert shown["天桥区"] == (False, apart)
        assert row.reason == f"1/3个区县有数：{bases}，口径不同，不排位"


def test_a_share_of_good_air_goes_before_the_count_of_its_days(settings: Settings) -> None:
    (row,) = build_pack(air(DAYS, SHARE), CITY, "2024", settings).indicators
    assert row.level is not None
    assert (row.name, str(row.level.value)) == ("空气优良天数比例", "66.6")


def test_days_of_one_district_do_not_stand_beside_the_share_of_another(settings: Settings) -> None:
    (row,) = build_comparison(
        {"甲区": air(DAYS), "乙区": air(SHARE)}, CITY, "2024", settings
    ).comparison
    assert (row.name, row.measure) == ("空气优良天数比例", "ratio")
    assert [each.area for each in row.areas if each.observation] == ["乙区"]


def test_days_of_all_districts_are_called_days(settings: Settings) -> None:
    (row,) = build_comparison(
        {"甲区": air(DAYS), "乙区": air(DAYS)}, CITY, "2024", settings
    ).comparison
    assert (row.name, row.unit) == ("空气优良天数", "天")


def test_the_year_before_is_told_in_the_same_unit(huaiyin: Index) -> None:
    pack = build_pack(
        huaiyin.facts, Scope("district", "370104", "槐荫区"), "2024", huaiyin.settings
    )
    land = next(row for row in pack.indicators if row.indicator == "land_supply")
    assert land.level is not None
    assert land.previous is not None
    assert (land.level.unit, land.previous.unit, str(land.previous.value)) == ("亩", "亩", "4727.8")


def land(*figures: tuple[str, str]) -> ScopeFacts:
    made = [{"name": "供地", "id": "land_supply", "value": v, "unit": unit} for v, unit in figures]
    return facts_of({"documents": [{"says": [{"text": "完成供地。", "figures": made}]}]})


@pytest.mark.parametrize(
    ("other", "shown", "reason"),
    [
        (("2886", "亩"), ["4727.8", "2886"], "不排位"),
        (("300", "万元"), ["51", None], "1/2个区县有数：甲区以宗计，乙区以万元计，计量单位不同，不排位"),
    ],
)  # fmt: skip
def test_districts_stand_side_by_side_in_what_all_are_measured_in(
    other: tuple[str, str], shown: list[str | None], reason: str, settings: Settings
) -> None:
    areas = {"甲区": land(("51", "宗"), ("4727.8", "亩")), "乙区": land(other)}
    (row,) = build_comparison(areas, CITY, "2024", settings).comparison
    assert [each.observation and str(each.observation.value) for each in row.areas] == shown
    assert row.reason == reason
    assert row.unit == ("亩" if shown[1] else "宗")


def test_a_figure_of_another_scope_is_no_figure_of_another_year(
    seeds: dict[str, ScopeFacts], settings: Settings
) -> None:
    """新增“四上”企业 of one beside the stock of another; 人大代表建议 beside 建议和提案 together."""
    rows = {
        row.indicator: row for row in build_comparison(seeds, CITY, "2023", settings).comparison
    }
    assert rows["four_above_enterprises"].reason == "1/3个区县有数，不排位"
    assert "槐荫区" not in rows["deputy_proposals"].reason
