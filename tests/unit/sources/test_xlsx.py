"""Workbooks: numbers as their cells show them, merged cells, hidden rows, one document a sheet."""

from __future__ import annotations

import datetime
import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from briefing.errors import SourceError
from briefing.model import Reading
from briefing.sources import documents, read_bytes
from briefing.sources.cellformat import shown


def reading(workbook: Any, name: str = "指标.xlsx") -> Reading:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return read_bytes(name, buffer.getvalue())


def monthly() -> Any:
    workbook: Any = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "1-5月"
    sheet.append(["某区2025年1-5月主要经济指标完成情况"])
    sheet.merge_cells("A1:D1")
    sheet.append(["指标", "单位", "累计", "同比（%）"])
    sheet.append(["地区生产总值", "亿元", 56.7, 0.062])
    sheet["C3"].number_format, sheet["D3"].number_format = "0.00", "0.0%"
    sheet.append(["隐藏的指标", "亿元", 1, None])
    sheet.row_dimensions[4].hidden = True
    sheet.append(["固定资产投资", "万元", 567393, -1.5])
    sheet["C5"].number_format = "#,##0"
    sheet.column_dimensions["B"].hidden = True
    return workbook


def test_a_sheet_is_a_table() -> None:
    made = reading(monthly())
    (table,) = made.tables
    assert table.title == "某区2025年1-5月主要经济指标完成情况"
    assert (table.rows, table.columns) == (5, 4)
    assert table.hidden_rows == {3}
    assert table.hidden_columns == {1}
    first = table.cells[0]
    assert (first.row, first.column, first.row_span, first.column_span) == (0, 0, 1, 4)
    assert {cell.place: cell.text for cell in table.cells if cell.row in (2, 4)} == {
        "1-5月!A3": "地区生产总值",
        "1-5月!B3": "亿元",
        "1-5月!C3": "56.70",
        "1-5月!D3": "6.2%",
        "1-5月!A5": "固定资产投资",
        "1-5月!B5": "万元",
        "1-5月!C5": "567,393",
        "1-5月!D5": "-1.5",
    }
    for cell in table.cells:
        assert made.text[cell.start : cell.end] == cell.text
        assert made.place(cell.start) == cell.place


def test_a_sheet_is_a_document() -> None:
    workbook = monthly()
    ledger = workbook.create_sheet("重点项目")
    ledger.append(["序号", "项目名称", "总投资（亿元）", "形象进度"])
    ledger.append([1, "甲项目", 12, "主体施工"])
    hidden = workbook.create_sheet("草稿")
    hidden.append(["不要读"])
    hidden.sheet_state = "hidden"
    workbook.create_sheet("空表")
    made = reading(workbook, "某区2025年5月报表.xlsx")
    assert set(made.warnings) == {
        "工作表“1-5月”有 1 行、1 列已隐藏或筛选掉，未读取",
        "工作表“草稿”已隐藏，未读取",
    }
    assert [(one.title, one.kind, one.area, one.year_reviewed) for one in documents(made)] == [
        ("某区2025年1-5月主要经济指标完成情况", "table", "某区", 2025),
        ("重点项目", "ledger", "某区", 2025),
    ]
    assert [one.text for one in documents(made)] == ["", ""]


@pytest.mark.parametrize(
    ("stored", "code", "expected"),
    [
        ("56.700000000000003", "General", "56.7"),
        ("56.7", "0.00", "56.70"),
        ("0.062", "0.0%", "6.2%"),
        ("0.0625", "0.0%", "6.3%"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("-1234.5", "#,##0.00_);(#,##0.00)", "-1,234.50"),
        ("-1234.5", "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
        ("0", '0.00;-0.00;"—"', "—"),
        ("12345", '0.00,"千元"', "12.35千元"),
        ("3.5", '0.0"个百分点"', "3.5个百分点"),
        ("5", "000", "005"),
        ("5.10", "0.##", "5.1"),
        ("45808", "yyyy/m/d", "2025/5/31"),
        ("45808", 'yyyy"年"m"月"d"日"', "2025年5月31日"),
        ("45808.5", "yyyy-mm-dd hh:mm", "2025-05-31 12:00"),
        ("45808", "[$-804]yyyy\\-mm", "2025-05"),
        ("-0.001", "0.00", "0.00"),
        ("1" * 400, "0", "1" * 400),
        ("1E+500", "0", "1E+500"),
        ("文字", "0.00", "文字"),
        ("1", "@", "1"),
        ("0.5", "# ?/?", "0.5"),
        ("1e300", "yyyy/m/d", "1" + "0" * 300),
    ],
)
def test_number_formats(stored: str, code: str, expected: str) -> None:
    assert shown(stored, code) == expected


def test_dates_and_booleans() -> None:
    workbook: Any = openpyxl.Workbook()
    workbook.active.append([datetime.date(2025, 5, 31), True])
    workbook.active["A1"].number_format = 'yyyy"年"m"月"'
    assert [cell.text for cell in reading(workbook).tables[0].cells] == ["2025年5月", "TRUE"]


def test_formulas_without_a_value_are_named() -> None:
    workbook: Any = openpyxl.Workbook()
    workbook.active.append(["合计", "=SUM(B2:B3)"])
    assert reading(workbook).warnings == (
        "工作表“Sheet”有 1 个公式没有算出的值（B1），请用 Excel 打开后保存一次",
    )


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(SourceError) as error:
        reading(openpyxl.Workbook())
    assert str(error.value) == "指标.xlsx：工作簿里没有内容（请检查工作表是否为空或被隐藏）"


@pytest.mark.slow
def test_ten_thousand_columns() -> None:
    workbook: Any = openpyxl.Workbook()
    workbook.active.append([f"列{number}" for number in range(10_000)])
    workbook.active.append(list(range(10_000)))
    (table,) = reading(workbook).tables
    assert table.columns == 10_000
    assert table.cells[-1].place == "Sheet!NTP2"


@pytest.mark.slow
def test_an_old_workbook(program: Callable[[str], str], tmp_path: Path) -> None:
    monthly().save(tmp_path / "指标.xlsx")
    subprocess.run(
        [
            program("soffice"),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xls",
            "指标.xlsx",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    made = read_bytes("指标.xls", (tmp_path / "指标.xls").read_bytes())
    assert made.format == "xls"
    assert made.tables[0].title == "某区2025年1-5月主要经济指标完成情况"
    assert {cell.place: cell.text for cell in made.tables[0].cells}["1-5月!C3"] == "56.70"


@pytest.mark.parametrize(
    ("stored", "code", "says"),
    [
        ("571393000", r"0\.0,", "57139.3"),
        ("12345678", r'0\.0,"万人"', "1234.6万人"),
        ("571393000", '0!.0,"万元"', "57139.3万元"),
        ("123456789012", '#,##0.0,,"亿"', "123,456.8亿"),
        ("-7.4", "0.0;▲0.0", "-7.4"),
        ("-0.022", '"增长"0.0%;"下降"0.0%', "-2.2%"),
        ("0.031", '"增长"0.0%;"下降"0.0%', "3.1%"),
        ("-3.456", "0.00_);[Red](0.00)", "-3.46"),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("57139300", '[>=100000000]0.00,,"亿";[>=10000]0!.0,"万";0', "5713.9万"),
        ("12", '[>=100000000]0.00,,"亿";[>=10000]0!.0,"万";0', "12"),
        ("45717", '[$-804]yyyy"年"m"月"', "2025年3月"),
        ("1.5", "0.##", "1.5"),
    ],
)
def test_formats_of_chinese_workbooks(stored: str, code: str, says: str) -> None:
    assert shown(stored, code) == says
