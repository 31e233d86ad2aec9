"""Layouts of workbooks: what they change, and how their faults are said."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook

from briefing.errors import SettingsError
from briefing.papers.excel.sheets import SHEETS as TABLES
from briefing.settings.sheets import COLUMNS, SHEETS, read_sheets_template
from tests.packs import make_pack
from tests.unit.papers.excel.samples import LAYOUT, book_of, full_pack, request


def fault(text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        read_sheets_template("templates/excel/indicators.yaml", text.encode("utf-8"))
    return str(caught.value)


def heads(layout: str) -> list[object]:
    return [
        cell.value
        for cell in load_workbook(io.BytesIO(book_of(full_pack(), layout))).worksheets[0][3]
    ]


def test_the_project_s_own_layouts_have_every_sheet() -> None:
    layouts = sorted(LAYOUT.parent.glob("*.yaml"))
    assert {
        sheet.name
        for path in layouts
        for sheet in read_sheets_template(path.name, path.read_bytes()).sheets
    } == set(SHEETS)


@pytest.mark.parametrize("name", TABLES)
def test_layouts_know_the_columns_each_sheet_has(name: str) -> None:
    columns = TABLES[name](full_pack(), request(audience="internal")).columns
    assert tuple(dict.fromkeys(column.group or column.name for column in columns)) == COLUMNS[name]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sheets:\n  - name: indicators\n    columns: [number, growht]\n", r"\.yaml:3:23 sheets\[0\]\.columns\[1\]：工作表 indicators 没有列 growht（是否指 growth？）"),
        ("sheets:\n  - name: indicators\n    columns: [name, name]\n", r"\.yaml:3:21 .*列 name 写了两次"),
        ("sheets: [indicators, indicators]\n", r"\.yaml:1:22 .*工作表 indicators 写了两次"),
        ("sheets:\n  - {name: targets, title: 甲}\n  - {name: plan, title: 甲}\n", r"\.yaml:3:25 .*两张工作表都叫 甲"),
        ("sheets: [indicator]\n", r"\.yaml:1:10 .*indicator（是否指 indicators？）"),
        ("sheets:\n  - name: cover\n    columns: [name]\n", r"这张表没有列，不要写 columns"),
        ("sheets:\n  - name: targets\n    titel: 目标\n", r"\.yaml:3:5 .*不认识的键 titel（是否指 title？）"),
        ("sheets:\n  - name: targets\n    title: 目标/完成\n", r"\.yaml:3:12 .*目标/完成 不能作工作表名"),
        ("sheets:\n  - name: targets\n    heading: '{年份}目标'\n", r"不认识的 \{年份\}（可写 \{区划\}、\{时期\}、\{部门\}）"),
        ("sheets:\n  - name: targets\n    columns:\n      - {name: target, format: 保留一位}\n", r"\.yaml:4:32 .*保留一位 不是数字格式"),
        ("sheets: []\n", "至少要写一项"),
        ("font: 宋体\n", "sheets：缺少这一项"),
    ],
)  # fmt: skip
def test_faults_name_line_and_nearest_word(text: str, said: str) -> None:
    assert re.search(said, fault(text)), fault(text)


def test_all_faults_at_once() -> None:
    assert fault("sheets:\n  - name: targets\n    columns: [a, b]\n").count(".yaml:3:") == 2


def test_a_file_that_is_no_text() -> None:
    with pytest.raises(SettingsError, match="UTF-8"):
        read_sheets_template("indicators.yaml", "sheets: [指标]".encode("gb18030"))


def test_columns_stand_in_the_layouts_order_with_its_titles() -> None:
    layout = "sheets:\n  - name: targets\n    columns: [verdict, {name: name, title: 目标事项}, target]\n"
    assert heads(layout)[:3] == ["完成情况", "目标事项", "年度目标"]


def test_a_form_keeps_the_columns_it_wants_filled_in() -> None:
    layout = (
        "sheets:\n  - name: tasks\n    columns: [quote, {name: progress, keep: true}, problems]\n"
    )
    assert [head for head in heads(layout) if head and not str(head).startswith("〔")] == [
        "报告原文",
        "本期进展",
    ]


def test_width_heading_and_number_format() -> None:
    layout = """
sheets:
  - name: indicators
    title: 指标
    heading: "{区划}主要指标（{时期}）"
    chart: false
    columns: [{name: growth, width: 33, format: "0.00"}]
"""
    sheet = load_workbook(io.BytesIO(book_of(make_pack(), layout)))["指标"]
    assert sheet["A1"].value == "云湖区主要指标（2024年）"
    assert sheet.column_dimensions["A"].width == 33
    assert {cell.number_format for cell in sheet["A"][3:]} == {
        '0.00_ ;"−"0.00_ ',
        '0.00"左右"_ ;"−"0.00"左右"_ ',
    }
    assert not sheet._charts


def test_years_are_one_column_for_a_layout() -> None:
    assert heads("sheets:\n  - name: series\n    columns: [years, name]\n")[:6] == ["2020年", "2021年", "2022年", "2023年", "2024年", "指标"]  # fmt: skip
