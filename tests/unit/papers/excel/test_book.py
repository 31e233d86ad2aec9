"""The workbook as departments see it."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from briefing.errors import PaperError, SettingsError
from briefing.model import Pack
from briefing.papers import Request, Template, render
from briefing.papers.excel import bound_figures
from briefing.settings import load_settings
from tests.packs import make_pack, observation

LAYOUT = Path(__file__).parents[4] / "templates" / "excel" / "indicators.yaml"


def request_for(layout: bytes | None = None, audience: str = "leader") -> Request:
    data = LAYOUT.read_bytes() if layout is None else layout
    return Request("指标表", audience, Template("templates/excel/indicators.yaml", data), load_settings(None).wording)  # type: ignore[arg-type]


def book_of(pack: Pack, **options: object) -> bytes:
    return render("excel", pack, request_for(**options))  # type: ignore[arg-type]


def test_sheets_stand_in_the_layouts_order() -> None:
    names = CalamineWorkbook.from_filelike(io.BytesIO(book_of(make_pack()))).sheet_names
    assert names == ["封面", "主要指标", "目标完成", "历年数据", "重点项目台账", "任务分解", "全部数据及出处"]


def test_figures_keep_their_decimals_bounds_and_signs() -> None:
    pack = make_pack()
    fall = observation("规模以上工业增加值", "-16.0", "%", "yoy", bound="approx", bound_text="左右", indicator="industrial_value_added")
    rows = (replace(pack.indicators[3], growth=fall), *pack.indicators[4:])
    cell = load_workbook(io.BytesIO(book_of(replace(pack, indicators=rows))))["主要指标"]["E4"]
    assert cell.value == Decimal("-16") or cell.value == -16
    assert cell.number_format == '0.0"左右";"−"0.0"左右"'


def test_every_figure_names_its_fact() -> None:
    pack = make_pack()
    bound = bound_figures(book_of(pack))
    known = {o.key: o.value for o in pack.series} | {o.key: o.value for o in pack.observations}
    stored = {key: value for key, cell, value in bound if cell.startswith("全部数据及出处!D")}
    assert len(stored) == len({o.key for o in pack.observations})
    assert all(Decimal(value) == known[key] for key, value in stored.items())


def test_links_to_the_source_show_their_text_without_a_recalculation() -> None:
    data = book_of(make_pack())
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("主要指标").to_python()
    head = next(row for row in rows if "出处" in row)
    shown = [row[head.index("出处")] for row in rows[rows.index(head) + 1 :]]
    assert shown == ["查看"] * len(make_pack().indicators)


def test_same_pack_same_bytes() -> None:
    assert book_of(make_pack()) == book_of(make_pack())


def test_text_that_begins_like_a_formula_stays_text() -> None:
    pack = make_pack()
    project = replace(pack.projects[0], name="=1+1")
    sheet = load_workbook(io.BytesIO(book_of(replace(pack, projects=(project,)))))["重点项目台账"]
    assert sheet["B4"].value == "=1+1"
    assert sheet["B4"].data_type == "s"


def test_confidence_is_for_internal_papers_only() -> None:
    for audience, shown in (("leader", False), ("internal", True)):
        sheet = load_workbook(io.BytesIO(book_of(make_pack(), audience=audience)))["全部数据及出处"]
        assert ("把握" in [cell.value for cell in sheet[3]]) == shown


def test_a_sheet_without_data_is_left_out() -> None:
    pack = replace(make_pack(), projects=(), tasks=(), targets=())
    assert CalamineWorkbook.from_filelike(io.BytesIO(book_of(pack))).sheet_names == ["封面", "主要指标", "历年数据", "全部数据及出处"]


def test_a_pack_without_figures_is_no_book() -> None:
    pack = replace(make_pack(), indicators=(), targets=(), series=(), projects=(), tasks=(), observations=())
    with pytest.raises(PaperError, match="云湖区2024年没有可以列入指标表的数据"):
        book_of(pack)


def test_an_unknown_column_is_named_with_its_line() -> None:
    layout = b"sheets:\n  - name: indicators\n    columns: [number, growht]\n"
    with pytest.raises(SettingsError) as error:
        book_of(make_pack(), layout=layout)
    assert str(error.value) == (
        "templates/excel/indicators.yaml:3:23 sheets[0].columns[1]：工作表 indicators 没有列 growht（是否指 growth？）"
    )
