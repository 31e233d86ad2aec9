"""How figures are said in prose and in tables."""

from __future__ import annotations

import pytest

from briefing.analysis import wording
from tests.packs import observation


@pytest.mark.parametrize(
    ("value", "period", "said"),
    [
        ("4", "2024", "比上年增长4%"),
        ("-25.5", "2024", "比上年下降25.5%"),
        ("4.0", "2024Q1", "同比增长4.0%"),
        ("-0.3", "2024M01-M05", "同比下降0.3%"),
        ("0", "2024", "与上年持平"),
        ("0.0", "2024H1", "同比持平"),
    ],
)
def test_growth_says_what_it_is_compared_with(value: str, period: str, said: str) -> None:
    assert wording.compared(observation("地区生产总值", value, "%", "yoy", period=period)) == said


def test_bounds_stay_in_a_comparison() -> None:
    growth = observation("地区生产总值", "-16", "%", "yoy", bound="approx", bound_text="左右")
    assert wording.compared(growth) == "比上年下降16%左右"


def test_average_growth_and_points_are_not_said_against_the_year_before() -> None:
    assert wording.compared(observation("地区生产总值", "5.3", "%", "cagr", period="2021-2025")) == "年均增长5.3%"
    assert wording.compared(observation("税收占比", "0.7", "个百分点", "pp")) == "提高0.7个百分点"
