"""The city's workbook: districts side by side, ranked only where that is fair."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from briefing.amounts import Amount
from briefing.model import AreaFigure, ComparisonRow, Measure, Pack, Scope
from briefing.papers import Request, render
from briefing.papers.excel.sheets.comparison import compared
from briefing.papers.verify import verify
from tests.packs import make_pack, observation
from tests.unit.papers.excel.samples import ROOT, request
from tests.unit.papers.excel.test_book import column, names_of
from tests.unit.papers.excel.test_verify import at, changed

LAYOUT = (ROOT / "templates" / "excel" / "districts.yaml").read_bytes()
AREAS = ("云湖区", "锦屏区", "东岭县")


def row(measure: Measure, values: list[str | None], *, id_: str = "gdp", name: str = "地区生产总值", category: str = "综合经济", whole: str = "",
        ranks: tuple[int | None, ...] = (None,) * 3, reason: str = "", at: int = 0, direction: str = "more") -> ComparisonRow:  # fmt: skip
    unit = "%" if measure == "yoy" else "亿元"
    figures = [
        observation(f"{area}{name}", v, unit, measure, indicator=id_, at=at + 10 * i) if v else None
        for i, (area, v) in enumerate(zip(AREAS, values, strict=True))
    ]
    city = (
        observation(f"全市{name}", whole, unit, measure, indicator=id_, at=at + 90)
        if whole
        else None
    )
    areas = tuple(
        AreaFigure(
            area,
            found,
            rank,
            1 if rank else None,
            found.amount - Amount(Decimal(whole), "%")
            if found and whole and measure == "yoy"
            else None,
        )
        for area, found, rank in zip(AREAS, figures, ranks, strict=True)
    )
    return ComparisonRow(
        id_, name, measure, "2024", unit, areas, city, not reason, reason, category, direction
    )  # type: ignore[arg-type]


def pack() -> Pack:
    rows = (
        row("level", ["850.4", "620.0", "310.5"], ranks=(1, 2, 3)),
        row("yoy", ["6.1", "4.9", "5.4"], whole="5.4", ranks=(1, 3, 2), at=200),
        row(
            "yoy",
            ["3.0", None, "2.0"],
            id_="general_budget_revenue",
            name="一般公共预算收入",
            category="财政",
            reason="2/3个区县有数，不排位",
            at=400,
        ),
        row(
            "yoy",
            ["-2.0", "1.0", "0.0"],
            id_="pm25",
            name="细颗粒物",
            category="生态",
            whole="0.0",
            direction="less",
            at=600,
        ),
    )
    made = replace(
        make_pack(),
        scope=Scope("districts", "370100", "云州市"),
        comparison=rows,
        targets=(),
        projects=(),
        tasks=(),
    )
    return replace(made, observations=tuple(compared(made)))


def asked() -> Request:
    return replace(request(LAYOUT), title="横向对比表")


def book() -> bytes:
    return render("excel", pack(), asked())


def test_every_category_has_its_sheet() -> None:
    assert names_of(book()) == [
        "封面",
        "增速一览",
        "总量一览",
        "综合经济",
        "财政",
        "生态",
        "全部数据及出处",
    ]


def test_amounts_and_growth_never_share_a_column() -> None:
    assert column(book(), "综合经济", "总量") == [850.4, 620.0, 310.5, "—"]
    assert column(book(), "综合经济", "同比\n（±%）") == [6.1, 4.9, 5.4, 5.4]
    assert column(book(), "增速一览", "云湖区") == [6.1, 3.0, -2.0]
    assert column(book(), "总量一览", "云湖区") == [850.4]


def test_areas_stand_in_their_order_with_the_city_last() -> None:
    assert column(book(), "综合经济", "区县") == [*AREAS, "全市"]
    assert column(book(), "综合经济", "同比\n位次") == [1, 3, 2, ""]
    assert column(book(), "综合经济", "同比较全市\n±百分点")[0] == pytest.approx(0.7)
    assert column(book(), "综合经济", "同比位次\n变化")[:3] == [1, 1, 1]


def test_lights_have_words_and_know_what_is_better() -> None:
    assert column(book(), "综合经济", "与全市比") == [
        "● 高于全市",
        "▲ 低于全市",
        "● 与全市持平",
        "",
    ]
    assert column(book(), "生态", "与全市比") == ["● 低于全市", "▲ 高于全市", "● 与全市持平", ""]


def test_where_nothing_is_ranked_the_reason_stands() -> None:
    sheet: Any = load_workbook(io.BytesIO(book()))["财政"]
    assert "同比\n位次" not in [cell.value for cell in sheet[3]]
    assert column(book(), "财政", "不排位的原因") == ["2/3个区县有数，不排位"] * 3
    assert column(book(), "财政", "同比\n（±%）") == [3.0, "—", 2.0]


def test_every_figure_follows_from_the_pack() -> None:
    assert verify("excel", book(), pack(), asked()).problems == ()

    def falsify(opened: Any) -> None:
        at(opened, "综合经济", "同比\n位次", 5).value = 2

    (problem,) = verify("excel", changed(book(), falsify), pack(), asked()).problems
    assert problem.place == "综合经济!G5"


def test_estimates_say_so_wherever_they_stand() -> None:
    made = pack()
    growth = next(each for each in made.comparison if each.measure == "yoy")
    first = growth.areas[0]
    assert first.observation
    estimate = replace(first, observation=replace(first.observation, status="estimate"))
    changed_row = replace(growth, areas=(estimate, *growth.areas[1:]))
    rows = tuple(changed_row if each is growth else each for each in made.comparison)
    made = replace(made, comparison=rows)
    made = replace(made, observations=tuple(compared(made)))
    data = render("excel", made, asked())
    opened: Any = load_workbook(io.BytesIO(data))
    for name in ("增速一览", "综合经济"):
        formats = [
            cell.number_format
            for line in opened[name].iter_rows()
            for cell in line
            if cell.value == 6.1
        ]
        assert formats, name
        assert all("预计" in each for each in formats), name
    assert verify("excel", data, made, asked()).problems == ()
