"""Progress in the year: amounts against the time that has passed, growth against the target, lights with their words."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing.analysis.index import Index
from briefing.analysis.pack import build_pack
from briefing.analysis.progress import elapsed, progress_rows
from briefing.model import ProgressRow, Scope
from briefing.papers import wording
from briefing.settings import Settings
from briefing.settings.schema import Lights
from briefing.store import ScopeFacts
from tests.unit.analysis.facts import facts_of


def rows_of(
    settings: Settings,
    targets: list[dict[str, Any]],
    figures: list[dict[str, Any]],
    period: str,
    as_of: str = "",
) -> dict[str, ProgressRow]:
    documents = [
        {
            "reviewed": 2023,
            "says": [
                {"text": "目标是：见下。", "period": 2024, "status": "target", "figures": targets}
            ],
        },
        {
            "kind": "table",
            "reviewed": 2024,
            "date": "",
            "says": [{"text": "表。", "figures": figures}],
        },
    ]
    return {
        row.indicator: row
        for row in progress_rows(Index(facts_of({"documents": documents}), settings), period, as_of)
    }


def growth(id: str, value: str, period: str = "2024", bound: str = "exact") -> dict[str, Any]:
    return {
        "name": id,
        "id": id,
        "value": value,
        "measure": "yoy",
        "period": period,
        "bound": bound,
    }


def amount(id: str, value: str, period: str = "2024") -> dict[str, Any]:
    return {"name": id, "id": id, "value": value, "unit": "亿元", "period": period}


def test_the_first_quarter_against_the_years_targets(settings: Settings) -> None:
    """The figures of a real district: its table of the first quarter of 2024."""
    targets = [
        growth("gdp", "6.5", bound="approx"),
        growth("industrial_value_added", "8"),
        growth("retail_sales", "5.5"),
        growth("fixed_asset_investment", "5.5"),
    ]
    figures = [
        growth("gdp", "2.9", "2024Q1"), growth("industrial_value_added", "-27.1", "2024Q1"), growth("retail_sales", "-3.8", "2024Q1"),
        growth("fixed_asset_investment", "10.3", "2024Q1"),
    ]  # fmt: skip
    rows = rows_of(settings, targets, figures, "2024Q1")
    assert {
        id: (row.verdict, row.light, str(row.gap and row.gap.value)) for id, row in rows.items()
    } == {
        "gdp": ("behind", "yellow", "-3.6"),
        "industrial_value_added": ("behind", "red", "-35.1"),
        "retail_sales": ("behind", "red", "-9.3"),
        "fixed_asset_investment": ("ahead", "green", "4.8"),
    }
    assert wording.pace(rows["gdp"]) == "1—3月增长2.9%，低于年度目标约3.6个百分点"
    assert rows["retail_sales"].word == "明显低于目标"


@pytest.mark.parametrize(
    ("done", "light", "verdict", "word", "display"),
    [
        ("50", "green", "on_track", "基本达序时", "1—6月完成年度目标的50%，与时间进度持平"),
        ("58.2", "green", "ahead", "超序时", "1—6月完成年度目标的58.2%，快于时间进度8.2个百分点"),
        ("41", "green", "on_track", "基本达序时", "1—6月完成年度目标的41%，慢于时间进度9个百分点"),
        ("40", "yellow", "behind", "慢于序时", "1—6月完成年度目标的40%，慢于时间进度10个百分点"),
        ("19", "red", "behind", "明显慢于序时", "1—6月完成年度目标的19%，慢于时间进度31个百分点"),
    ],
)
def test_an_amount_against_the_time_that_has_passed(
    settings: Settings, done: str, light: str, verdict: str, word: str, display: str
) -> None:
    row = rows_of(
        settings,
        [amount("general_budget_revenue", "100")],
        [amount("general_budget_revenue", done, "2024H1")],
        "2024H1",
    )["general_budget_revenue"]
    assert (row.light, row.verdict, row.word, wording.pace(row).replace(".0%", "%")) == (
        light,
        verdict,
        word,
        display,
    )


def test_half_a_month() -> None:
    assert elapsed("2024M01-M08", "2024-08-15").value == Decimal("62.5")
    assert elapsed("2024M01-M08", "2024-08-31").value == Decimal("66.7")
    assert elapsed("2024H1", "2024-07-10").value == Decimal("50.0")


def test_the_light_before(settings: Settings) -> None:
    figures = [growth("gdp", "6.6", "2024Q1"), growth("gdp", "1", "2024H1")]
    row = rows_of(settings, [growth("gdp", "6.5")], figures, "2024H1")["gdp"]
    assert (row.light, row.previous_light, row.previous_period) == ("red", "green", "2024Q1")


def test_a_lagging_indicator_shows_its_own_period(settings: Settings) -> None:
    figures = [
        growth("gdp", "6.6", "2024Q1"),
        amount("general_budget_revenue", "45", "2024M01-M05"),
    ]
    rows = rows_of(
        settings,
        [growth("gdp", "6.5"), amount("general_budget_revenue", "100")],
        figures,
        "2024M01-M05",
    )
    assert rows["gdp"].actual.period == "2024Q1"
    assert wording.pace(rows["gdp"]).startswith("1—3月")


def test_what_only_the_years_end_shows_is_not_rated(settings: Settings) -> None:
    figure = {
        "name": "高新技术企业",
        "id": "hightech_enterprises",
        "value": 350,
        "unit": "家",
        "period": "2024H1",
    }
    row = rows_of(settings, [{**figure, "period": 2024, "value": 400}], [figure], "2024H1")[
        "hightech_enterprises"
    ]
    assert (row.verdict, row.light, row.word) == ("not_rated", None, "年度指标，不评")


def test_no_target_no_light(settings: Settings) -> None:
    row = rows_of(settings, [], [growth("gdp", "6.6", "2024Q1")], "2024Q1")["gdp"]
    assert (row.verdict, row.word) == ("not_rated", "没有年度目标，不评")


def test_the_real_table_of_a_quarter(seeds: dict[str, ScopeFacts], settings: Settings) -> None:
    pack = build_pack(seeds["槐荫区"], Scope("district", "370104", "槐荫区"), "2024Q1", settings)
    verdicts = {row.indicator: row.verdict for row in pack.progress}
    assert (
        verdicts["gdp"]
        == verdicts["industrial_value_added"]
        == verdicts["retail_sales"]
        == "behind"
    )
    assert verdicts["fixed_asset_investment"] == "ahead"


def test_lights_that_leave_a_gap_are_no_settings() -> None:
    text = (Path(__file__).resolve().parents[3] / "config" / "lights.yaml").read_text(
        encoding="utf-8"
    )
    lights = yaml.safe_load(text)
    lights["growth"].pop()
    with pytest.raises(ValueError, match="只有最后一档不写"):
        Lights.model_validate(lights)
