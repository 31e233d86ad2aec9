"""What single headings, labels, cells and times say."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.extraction.tables import columns, labels, texts, times
from briefing.extraction.tables.times import When
from briefing.model import Cell
from tests.conftest import read_yaml

_HEADINGS = read_yaml(Path(__file__).parent / "headings.yaml")


@pytest.mark.parametrize("case", _HEADINGS, ids=lambda case: "/".join(case["headings"]))
def test_headings(case: dict[str, Any]) -> None:
    seen = columns.heading(case["headings"])
    found = {
        "role": seen.role,
        "kind": seen.kind,
        "time": seen.when.kind,
        "year": seen.when.first or None,
        "part": seen.when.part,
        "status": seen.status,
        "vintage": seen.vintage,
        "unit": seen.unit,
        "name": seen.name,
        "area": seen.area,
    }
    assert {key: value for key, value in found.items() if value} == {
        key: value for key, value in case.items() if key != "headings" and value
    }


@pytest.mark.parametrize(
    ("written", "name", "unit", "nature", "falling", "among"),
    [
        ("其中： 第一产业*", "第一产业", "", "", False, True),
        ("#限额以上零售额", "限额以上零售额", "", "", False, True),
        ("（一）税收收入", "税收收入", "", "", False, False),
        ("1.增值税", "增值税", "", "", False, False),
        ("3.1 教育支出", "教育支出", "", "", False, False),
        ("一、地区生产总值（亿元）", "地区生产总值", "亿元", "", False, False),
        ("地区生产总值增速（%）", "地区生产总值", "%", "growth", False, False),
        ("固定资产投资比上年增长", "固定资产投资", "%", "growth", False, False),
        ("入托率提高（百分点）", "入托率", "个百分点", "points", False, False),
        ("单位能耗降低（％）", "单位能耗", "%", "growth", True, False),
        ("粮食产量年均增长（%）", "粮食产量", "%", "annual", False, False),
        (
            "细颗粒物（PM2.5）浓度（微克/立方米）",
            "细颗粒物（PM2.5）浓度",
            "微克/立方米",
            "",
            False,
            False,
        ),
        ("居民消费价格指数（上年=100）", "居民消费价格指数", "", "", False, False),
        ("2.5微米颗粒物", "2.5微米颗粒物", "", "", False, False),
        ("12345热线满意率(%)", "12345热线满意率", "%", "", False, False),
        ("旅客周转量（万人公里）", "旅客周转量", "万人公里", "", False, False),
        ("税收增加（万元）", "税收增加", "万元", "", False, False),
    ],
)
def test_labels(
    written: str, name: str, unit: str, nature: str, falling: bool, among: bool
) -> None:
    seen = labels.read(written)
    assert (seen.name, seen.unit, seen.nature, seen.falling, seen.among) == (
        name,
        unit,
        nature,
        falling,
        among,
    )


@pytest.mark.parametrize(
    ("parent", "child", "whole"),
    [
        ("社会消费品零售总额", "汽车类", "汽车类零售总额"),
        ("固定资产投资", "第一产业", "第一产业投资"),
        ("居民人均可支配收入", "城镇居民", "城镇居民人均可支配收入"),
        ("居民人均可支配收入", "农村", "农村居民人均可支配收入"),
        ("地区生产总值（GDP）", "第一产业", "第一产业"),
        ("市场主体", "企业", "企业"),
    ],
)
def test_a_part_without_a_noun_takes_its_wholes(parent: str, child: str, whole: str) -> None:
    assert labels.joined(parent, child) == whole


def test_a_row_without_figures_names_what_follows_it() -> None:
    namer = labels.Namer()
    written = ["二、规模以上工业", "工业增加值", "三、固定资产投资"]
    cells = [Cell(text, 0, 1, row, 0) for row, text in enumerate(written)]
    assert namer.name(cells[:1], alone=True) is None
    below, after = namer.name(cells[1:2]), namer.name(cells[2:])
    assert below is not None
    assert below.name_under_heading == "规模以上工业增加值"
    assert after is not None
    assert after.heading is None


@pytest.mark.parametrize(
    ("written", "value", "unit", "bound", "measure"),
    [
        ("170.3", "170.3", "", "exact", None),
        ("-3.80", "-3.80", "", "exact", None),
        ("－３．８％", "-3.8", "%", "exact", None),
        ("—27.1", "-27.1", "", "exact", None),
        ("1，234,567.50", "1234567.50", "", "exact", None),
        ("1 234 567", "1234567", "", "exact", None),
        ("(3.8)", "-3.8", "", "exact", None),
        ("（1,234）", "-1234", "", "exact", None),
        ("↓3.8", "-3.8", "", "exact", None),
        ("5.5%左右", "5.5", "%", "approx", None),
        ("增长6%左右", "6", "%", "approx", "yoy"),
        ("下降3%", "-3", "%", "exact", "yoy"),
        ("年均增长5.5%", "5.5", "%", "exact", "cagr"),
        ("控制在3%以内", "3", "%", "max", None),
        ("≥90", "90", "", "min", None),
        ("＜5.5", "5.5", "", "max", None),
        ("1.73万人以上", "1.73", "万人", "min", None),
        ("+0.5个百分点", "0.5", "个百分点", "exact", "pp"),
        ("第3位", "3", "位", "exact", "rank"),
        ("增长1.7倍", "1.7", "倍", "exact", "multiple"),
        ("[27.2]", "27.2", "", "exact", None),
        ("170.3亿元", "170.3", "亿元", "exact", None),
        ("1\u200b70.3", "170.3", "", "exact", None),
    ],
)
def test_figures(written: str, value: str, unit: str, bound: str, measure: str | None) -> None:
    (seen,) = texts.figures(written)
    assert (str(seen.value), seen.unit, seen.bound, seen.measure) == (value, unit, bound, measure)


def test_a_range_is_two_figures() -> None:
    assert [(str(seen.value), seen.bound) for seen in texts.figures("5%—5.5%")] == [
        ("5", "min"),
        ("5.5", "max"),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "—",
        "-",
        "/",
        "…",
        "无",
        "12 34",
        "12\n34",
        "(1)",
        "①",
        "完成上级下达任务",
        "持平",
        "2021-2025",
        "2025年",
        "3/12",
        "170.3（2.9%）",
        "9" * 400,
        "1.2.3",
    ],
)
def test_no_figures(written: str) -> None:
    assert texts.figures(written) == ()


@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False),
    st.sampled_from(["", "%", "亿元", "万人", "个百分点"]),
)
def test_a_figure_reads_back(value: Decimal, unit: str) -> None:
    for written in (f"{value}{unit}", f"{value:,}{unit}"):
        (seen,) = texts.figures(written)
        assert (seen.value, seen.unit, written[seen.start : seen.end]) == (value, unit, written)


@given(st.text(max_size=120))
def test_no_text_fails(written: str) -> None:
    texts.figures(written)
    labels.read(written)
    columns.one(written)
    times.take(written)
    texts.first_unit(written)


@pytest.mark.parametrize(
    ("written", "when"),
    [
        ("2024年1—5月", When(2024, 2024, "M01-M05")),
        ("2024年1-3月", When(2024, 2024, "Q1")),
        ("2024年上半年", When(2024, 2024, "H1")),
        ("2024.1-9", When(2024, 2024, "M01-M09")),
        ("2024-05", When(2024, 2024, "M05")),
        ("2024年前三季度", When(2024, 2024, "M01-M09")),
        ("2024年第三季度", When(2024, 2024, "Q3")),
        ("2024年1-12月", When(2024, 2024, kind="year")),
        ("1—12月", When(kind="year")),
        ("2024年5月末", When(2024, 2024, "M05")),
        ("2021-2025年", When(2021, 2025)),
        ("“十五五”时期", When(2026, 2030)),
        ("“十四五”末", When(2025, 2025)),
        ("13月", When()),
    ],
)
def test_times(written: str, when: When) -> None:
    assert times.take(texts.plain(written))[0] == when


@pytest.mark.parametrize(
    ("when", "base", "code"),
    [
        (When(), "2024年1-5月", "2024M01-M05"),
        (When(kind="month"), "2024年1-5月", "2024M05"),
        (When(kind="quarter"), "2024年1-6月", "2024Q2"),
        (When(kind="total"), "2024年5月", "2024M01-M05"),
        (When(kind="same"), "2024年1-5月", "2023M01-M05"),
        (When(kind="last"), "2024年1-5月", "2023"),
        (When(kind="year"), "2024年1-5月", "2024"),
        (When(kind="next"), "2024年", "2025"),
        (When(2023, 2023), "2024年1-5月", "2023M01-M05"),
        (When(2026, 2030), "2025年", "2026-2030"),
        (When(), "", ""),
    ],
)
def test_codes(when: When, base: str, code: str) -> None:
    assert times.code(when, times.take(base)[0]) == code


def test_a_lagging_row_shows_its_last_quarter() -> None:
    def quarterly(base: str) -> str:
        return times.code(When(), times.take(base)[0], quarterly=True)

    assert [
        quarterly(base) for base in ("2024年1-5月", "2024年1-8月", "2024年1-2月", "2024年1-3月")
    ] == [
        "2024Q1",
        "2024H1",
        "2023",
        "2024Q1",
    ]
