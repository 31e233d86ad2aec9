"""A statistics bureau's monthly table and a fiscal table, as offices make them, become the month's workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from briefing.cli import run
from briefing.papers import zipped
from tests.end_to_end.conftest import briefing

ROOT = Path(__file__).parents[2]
JOB = """name: monthly
title: 月度
sources: [sources]
districts: [槐荫区]
period: 2024M01-M05
outputs:
  - {kind: excel, name: 月报, template: templates/excel/indicators.yaml}
"""


def table(path: Path, rows: list[list[Any]], merged: tuple[str, ...], hidden: int = 0) -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    if hidden:
        sheet.row_dimensions[hidden].hidden = True
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def bureau(folder: Path) -> None:
    """Heads over two rows, merged; a row that somebody hid; 其中 set in."""
    rows: list[list[Any]] = [
        ["槐荫区2024年1-5月主要经济指标完成情况"],
        ["指标名称", "计量单位", "本月", None, "本年累计", None, "全市累计增速（%）"],
        [None, None, "绝对量", "同比（±%）", "绝对量", "同比（±%）", None],
        ["规模以上工业增加值", "%", None, 6.2, None, 5.8, 7.1],
        ["固定资产投资", "%", None, None, None, -3.4, 2.0],
        ["社会消费品零售总额", "亿元", 45.6, 3.1, 230.15, 4.2, 4.9],
        ["社会消费品零售总额（试算）", "亿元", 99, 9.9, 999, 9.9, None],
        ["  其中：限额以上", "亿元", 12.3, 1.5, 61.2, 2.4, None],
    ]
    table(
        folder / "槐荫区2024年1-5月主要经济指标.xlsx",
        rows,
        ("A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3"),
        hidden=7,
    )


def treasury(folder: Path) -> None:
    rows: list[list[Any]] = [
        ["槐荫区2024年1-5月财政收支情况表"],
        ["单位：万元"],
        ["项目", "上年决算", "年初预算", "完成情况", None, "为预算%", "同比%"],
        [None, None, None, "本月", "累计", None, None],
        ["一、一般公共预算收入", 567393, 604300, 48000, 265300, 43.9, 3.5],
        ["  1.税收收入", 496776, 535000, 40000, 225100, 42.1, 2.8],
        ["  2.非税收入", 70617, 69300, 8000, 40200, 58.0, 7.6],
        ["二、一般公共预算支出", 495693, 491802, 36000, 201000, 40.9, -1.4],
        ["  其中：教育支出", 120340, 119945, 9000, 50100, 41.8, 0.9],
    ]
    table(
        folder / "槐荫区2024年1-5月财政收支.xlsx",
        rows,
        ("A1:G1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:G4"),
    )


def sheet_rows(sheet: Any) -> dict[str, dict[str, Any]]:
    """By the name of each row, what stands under each head."""
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    heads = [str(head or "").replace("\n", "") for head in rows[0]]
    place = heads.index("指标" if "指标" in heads else "项目")
    return {
        str(row[place]).replace("\u3000", ""): dict(zip(heads, row, strict=True))
        for row in rows[1:]
        if row[place]
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("statistics") / "工作区"
    assert briefing("init", root).returncode == 0
    bureau(root / "sources")
    treasury(root / "sources")
    job = root / "config" / "jobs" / "monthly.yaml"
    job.write_text(JOB, encoding="utf-8")
    done = briefing("run", job, "--workspace", root)
    assert done.returncode == 0, done.stderr
    made = root / "output" / "monthly" / "2024M01-M05" / "槐荫区" / "槐荫区2024年1-5月月报.xlsx"
    assert briefing("verify", root / "output", "--workspace", root).returncode == 0
    return made


@pytest.fixture(scope="module")
def book(made: Path) -> Any:
    return load_workbook(made, data_only=True)


def test_merged_heads_tell_the_month_from_the_months_together(book: Any) -> None:
    found = sheet_rows(book["主要指标"])
    assert (found["社会消费品零售总额"]["本年累计"], found["社会消费品零售总额"]["同比（±%）"]) == (
        230.15,
        4.2,
    )
    assert found["固定资产投资"]["同比（±%）"] == -3.4
    assert found["限额以上社会消费品零售额"]["本年累计"] == 61.2


def test_a_hidden_row_is_no_source(book: Any) -> None:
    cells = {
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    }
    assert 999 not in cells
    assert not any("试算" in str(cell) for cell in cells)


def test_a_fiscal_table_becomes_the_statement(book: Any) -> None:
    found = sheet_rows(book["财政收支"])
    revenue = found["一般公共预算收入"]
    assert [revenue[head] for head in ("2023年执行", "2024年预算", "5月", "2024年1—5月执行")] == [
        567393,
        604300,
        48000,
        265300,
    ]
    assert (revenue["2024年1—5月执行分项合计"], revenue["2024年1—5月执行校核"]) == (265300, "相符")
    assert (revenue["为预算（%）"], revenue["较序时±百分点"], revenue["同比（±%）"]) == (
        43.9,
        2.2,
        3.5,
    )
    assert found["其中：税收收入"]["2024年1—5月执行"] == 225100
    assert found["教育支出"]["2024年1—5月执行"] == 50100


@pytest.mark.slow
def test_a_falsified_result_of_a_formula_is_seen_by_working_it_out_anew(
    made: Path, program: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    program("soffice")
    arguments = ("verify", str(made.parent), "--workspace", str(made.parents[4]))
    assert run((*arguments, "--recalculate")) == 0
    data = made.read_bytes()
    parts = zipped.unpack(data)
    made.write_bytes(
        zipped.pack(
            {
                name: part.replace("<v>相符</v>".encode(), "<v>不符</v>".encode())
                for name, part in parts.items()
            }
        )
    )
    try:
        assert run(arguments) == 0  # no figure is wrong
        assert run((*arguments, "--recalculate")) == 1
        assert "公式的缓存值是 不符，重算得 相符" in capsys.readouterr().out
    finally:
        made.write_bytes(data)
