"""An office's own workbook as the template."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from briefing.errors import SettingsError
from briefing.model import Pack
from briefing.papers import render, zipped
from briefing.papers.excel import check, lost_parts, recalculated, verify
from tests.packs import make_pack
from tests.unit.papers.excel.samples import request

NAME = "templates/excel/本区月报.xlsx"


def office(change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    """A styled form: heading, heads, a row of marks, a total, a line to sign; a second sheet for the sources."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "月报"
    sheet["A1"] = "{区划}{时期}主要指标"
    sheet["A1"].font = Font(name="仿宋", size=20)
    for column, (head, mark) in enumerate(
        [
            ("指标名称", "name"),
            ("数额", "level"),
            ("增速", "growth"),
            ("来源", "link"),
            ("备注", ""),
        ],
        1,
    ):
        sheet.cell(3, column, head)
        sheet.cell(4, column, f"{{indicators.{mark}}}" if mark else None)
        sheet.cell(4, column).fill = PatternFill("solid", start_color="FFF7E6")
    sheet["B4"].alignment = Alignment("right")
    sheet.row_dimensions[4].height = 30
    sheet["A5"], sheet["B5"] = "合计", "=SUM(B4:B4)"
    sheet["A7"] = "填报人：        审核人：        （截至{资料截至}）"
    sheet.merge_cells("A7:E7")
    sheet.column_dimensions["A"].width = 30
    sheet.conditional_formatting.add(
        "C4:C4", CellIsRule("lessThan", ["0"], font=Font(color="C00000"))
    )
    validation = DataValidation("list", formula1='"已核,待核"', sqref="E4")
    sheet.add_data_validation(validation)
    sheet.auto_filter.ref = "A3:E4"
    sheet.print_area = "A1:E7"
    other = book.create_sheet("来源")
    for column, name in enumerate(["value", "quote"], 1):
        other.cell(1, column, name)
        other.cell(2, column, f"{{sources.{name}}}")
    change(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def filled(data: bytes, pack: Pack | None = None) -> bytes:
    return render("excel", pack or make_pack(), request(data, name=NAME))


def fault(change: Callable[[Any], None]) -> str:
    with pytest.raises(SettingsError) as caught:
        check(NAME, office(change))
    return str(caught.value)


def test_marks_become_rows_in_the_office_s_own_looks() -> None:
    sheet = load_workbook(io.BytesIO(filled(office())))["月报"]
    assert sheet["A1"].value == "云湖区2024年主要指标"
    assert (sheet["A1"].font.name, sheet["A1"].font.sz) == ("仿宋", 20)
    assert [sheet.cell(row, 1).value for row in range(4, 18)] == [
        row.name for row in make_pack().indicators
    ]
    assert {
        sheet.cell(row, column).fill.start_color.rgb
        for row in range(4, 18)
        for column in range(1, 6)
    } == {"00FFF7E6"}
    assert sheet.row_dimensions[17].height == 30
    assert sheet["B4"].number_format.startswith("0.0")


def test_what_stands_below_moves_down_and_its_ranges_grow() -> None:
    sheet: Any = load_workbook(io.BytesIO(filled(office())))["月报"]
    assert (sheet["A18"].value, sheet["B18"].value) == ("合计", "=SUM(B4:B17)")
    assert sheet["A20"].value == "填报人：        审核人：        （截至2025年1月8日）"
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A20:E20"]
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["C4:C17"]
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["E4:E17"]
    assert sheet.auto_filter.ref.startswith("A3:")
    assert sheet.auto_filter.ref.endswith("17")
    assert sheet.print_area == "'月报'!$A$1:$E$20"


def test_every_figure_is_bound_as_in_our_own_layouts() -> None:
    found = verify(filled(office()), make_pack(), request())
    assert [fault for fault in found if not fault.cell.startswith("月报!B18")] == []


def test_heads_that_are_missing_or_stand_twice_do_not_matter() -> None:
    def change(sheet: Any) -> None:
        sheet["C3"] = sheet["B3"].value
        sheet["A3"] = None

    assert verify(filled(office(change)), make_pack(), request()) == []


@pytest.mark.slow
def test_it_opens_in_libreoffice_with_its_links_and_total(
    program: Callable[[str], str], tmp_path: Path
) -> None:
    sheet = load_workbook(
        io.BytesIO(recalculated(filled(office()), program("soffice"), tmp_path)), data_only=True
    )["月报"]
    assert sheet["D4"].value == "查看"
    levels = [float(row.level.value) for row in make_pack().indicators if row.level]
    assert sheet["B18"].value == pytest.approx(sum(levels))


def test_same_pack_same_bytes() -> None:
    template = office()
    assert filled(template) == filled(template)


def test_a_table_without_data_leaves_an_empty_row() -> None:
    def change(sheet: Any) -> None:
        other = sheet.parent.create_sheet("规划")
        other["A1"], other["A2"] = "规划指标", "{plan.name}"

    sheet = load_workbook(io.BytesIO(filled(office(change))))["规划"]
    assert sheet["A2"].value is None


@pytest.mark.parametrize(
    ("cell", "text", "said"),
    [
        ("E4", "{indicators.levle}", "月报!E4：表 indicators 没有列 levle（是否指 level？）"),
        ("E4", "{indicator.level}", "月报!E4：没有叫 indicator 的表（是否指 indicators？）"),
        (
            "E4",
            "{targets.name}",
            "月报!E4：一张工作表只能有一行标记，都来自同一张表（别的表放到另一张工作表）",
        ),
        (
            "A9",
            "{indicators.name}",
            "月报!A9：一张工作表只能有一行标记，都来自同一张表（别的表放到另一张工作表）",
        ),
        ("A9", "{资料截止}主要指标", "月报!A9：不认识的标记 {资料截止}（是否指 资料截至？）"),
    ],
)
def test_faults_name_the_cell(cell: str, text: str, said: str) -> None:
    assert fault(lambda sheet: setattr(sheet[cell], "value", text)) == f"{NAME} {said}"


def test_a_workbook_without_marks_is_no_template() -> None:
    buffer = io.BytesIO()
    Workbook().save(buffer)
    with pytest.raises(SettingsError, match="没有标记"):
        check(NAME, buffer.getvalue())


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + bytes(600), b"text"])
def test_a_file_that_is_no_workbook(data: bytes) -> None:
    with pytest.raises(SettingsError, match="打不开这份 Excel 模板"):
        check(NAME, data)


@pytest.mark.parametrize(
    ("part", "said"),
    [("xl/vbaProject.bin", "含有宏"), ("xl/externalLinks/externalLink1.xml", "链接着别的工作簿")],
)
def test_macros_and_external_links_are_refused(part: str, said: str) -> None:
    data = zipped.pack({**zipped.unpack(office()), part: b"<x/>"})
    with pytest.raises(SettingsError, match=said):
        check(NAME, data)


@pytest.mark.parametrize(
    ("part", "xml", "said"),
    [
        ("xl/drawings/drawing1.xml", b"<xdr:sp macro=''>", ["文本框和形状"]),
        ("xl/ctrlProps/ctrlProp1.xml", b"", ["窗体控件（按钮、复选框等）"]),
        ("xl/slicers/slicer1.xml", b"", ["切片器"]),
        ("xl/worksheets/sheet9.xml", b"<extLst>", ["迷你图和扩展的条件格式"]),
    ],
)
def test_parts_that_are_lost_are_named(part: str, xml: bytes, said: list[str]) -> None:
    assert lost_parts(office()) == []
    assert lost_parts(zipped.pack({**zipped.unpack(office()), part: xml})) == said
