"""The department's workbook, from being sent to coming back."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from briefing.errors import PaperError
from briefing.model import Pack, Report, Reported, Scope
from briefing.papers import Form, Request, Template, render, zipped
from briefing.papers.excel import keys
from briefing.papers.excel.returned import Returned, returned
from briefing.papers.verify import verify
from tests.unit.papers.excel.samples import ROOT, full_pack, request
from tests.unit.papers.excel.sorting import sorted_by_libreoffice
from tests.unit.papers.excel.test_verify import at, changed, sort_rows

LAYOUT = (ROOT / "templates" / "excel" / "department.yaml").read_bytes()


def pack() -> Pack:
    full = full_pack()
    scope = Scope("department", "370104", "云湖区", "development", "区发展改革局")
    return replace(
        full,
        scope=scope,
        indicators=full.indicators[:6],
        projects=full.projects[-4:],
        tasks=full.tasks[-6:],
    )


def asked() -> Request:
    made = request(LAYOUT, "department", "templates/excel/department.yaml")
    return replace(
        made, title="填报表", form=Form("departments", "2025-02-10", "区政府督查室 0531-00000000")
    )


@cache
def workbook() -> bytes:
    return render("excel", pack(), asked())


def back(data: bytes) -> Returned:
    return returned(data, "填报表.xlsx")


@pytest.mark.parametrize("layout", ["department.yaml", "tasks.yaml"])
def test_a_sheet_fitted_to_the_paper_s_width_is_printed_in_type_that_can_be_read(
    layout: str,
) -> None:
    data = render(
        "excel",
        pack(),
        replace(
            asked(), template=Template(layout, (ROOT / "templates" / "excel" / layout).read_bytes())
        ),
    )
    visible = [
        found
        for found in load_workbook(io.BytesIO(data)).worksheets
        if found.sheet_state == "visible"
    ]
    assert visible
    for found in (
        visible
    ):  # the projects' sheet with each of its eighteen columns filled is the widest there is
        wide = (
            sum(column.width for column in found.column_dimensions.values() if not column.hidden)
            * 5.25
        )  # points: 7 pixels a character
        room = (11.69 - found.page_margins.left - found.page_margins.right) * 72
        assert min(1.0, room / wide) * found["B4"].font.sz >= (
            6 if found.title == "项目进展" else 7.5
        ), found.title


def test_an_untouched_form_comes_back_as_it_went() -> None:
    found = back(workbook())
    assert (found.sent.job, found.sent.district, found.sent.department, found.sent.period) == (
        "departments",
        "370104",
        "development",
        "2024",
    )
    assert (found.sent.due, found.sent.title) == ("2025-02-10", "云湖区2024年区发展改革局填报表")
    assert not any((found.changes, found.copied, found.strange, found.missing, found.signed))
    assert {row.key.kind for row in found.rows} == {"indicator", "task", "project"}
    assert not any(row.filled for row in found.rows)


def test_the_sheet_says_until_when_and_whom_to_ask() -> None:
    sheet = load_workbook(io.BytesIO(workbook()))["指标填报"]
    assert sheet["A1"].value == "云湖区2024年指标填报表（区发展改革局）"
    assert (
        "填报单位：区发展改革局；请于2025年2月10日前报送；联系：区政府督查室 0531-00000000"
        in str(sheet["A2"].value)
    )


def test_an_expected_figure_is_asked_for_as_such() -> None:
    made = pack()
    first = made.indicators[0]
    assert first.level
    expected = replace(first, level=replace(first.level, status="estimate"))
    data = render("excel", replace(made, indicators=(expected,)), asked())
    known = next(
        cell
        for line in load_workbook(io.BytesIO(data))["指标填报"].iter_rows(min_row=4)
        for cell in line
        if cell.value == float(first.level.value)
    )
    assert known.number_format.startswith('"预计"')
    assert not back(data).changes


def test_every_figure_of_a_form_follows_from_the_pack() -> None:
    checked = verify("excel", workbook(), pack(), asked())
    assert checked.figures > 10
    assert checked.problems == ()


def test_the_same_form_twice() -> None:
    assert workbook() == workbook()


@pytest.mark.parametrize("name", ["指标填报", "任务进展", "项目进展"])
def test_what_programs_sort_is_free_and_all_else_is_protected(name: str) -> None:
    """A protected sheet can be sorted only where no cell of the range is locked."""
    sheet: Any = load_workbook(io.BytesIO(workbook()))[name]
    rows = list(sheet[sheet.auto_filter.ref])
    assert all(not cell.protection.locked for row in rows[1:] for cell in row)
    assert all(cell.protection.locked for cell in [*rows[0], sheet["A1"], sheet["A2"]])
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert not any(
        getattr(sheet.protection, what)
        for what in ("sort", "autoFilter", "formatColumns", "insertRows")
    )
    assert rows[0][-1].value == keys.ROW_MARK
    assert sheet.column_dimensions[rows[0][-1].column_letter].hidden


def test_every_cell_says_what_it_takes() -> None:
    sheet: Any = load_workbook(io.BytesIO(workbook()))["指标填报"]
    heads = {cell.value: cell.column_letter for cell in sheet[3]}
    rules = {
        title: next(
            rule for rule in sheet.data_validations.dataValidation if f"{letter}4" in rule.sqref
        )
        for title, letter in heads.items()
    }
    assert (rules["指标"].type, rules["指标"].formula1) == ("custom", "FALSE")
    assert rules["核定值"].type == "decimal"
    assert rules["本期进展"].type == "textLength"
    assert all(
        "\u4e00" <= rule.error[0] <= "\u9fff" and rule.showErrorMessage for rule in rules.values()
    )
    tasks: Any = load_workbook(io.BytesIO(workbook()))["任务进展"]
    assert any(
        rule.type == "list" and rule.formula1 == f'"{",".join(keys.PACES)}"'
        for rule in tasks.data_validations.dataValidation
    )


def fill(book: Any) -> None:
    at(book, "指标填报", "核定值", 5).value = 5.5
    at(book, "指标填报", "本期进展", 5).value = "=加快推进"
    at(book, "任务进展", "是否达序", 4).value = "超进度"
    at(book, "项目进展", "填报人", 4).value = "张某"


def entries(found: Returned) -> set[tuple[str, str, Any]]:
    return {(str(row.key), cell.column, cell.value) for row in found.rows for cell in row.filled}


def test_what_is_filled_in_is_found_with_its_row() -> None:
    found = back(changed(workbook(), fill))
    assert ("indicator:gdp:yoy", "correction", 5.5) in entries(found)
    assert {column for _, column, _ in entries(found)} == {
        "correction",
        "progress",
        "pace",
        "filler",
    }
    row = next(row for row in found.rows if str(row.key) == "indicator:gdp:yoy")
    growth = pack().indicators[0].growth
    assert growth
    assert row.figures["本期数"] == growth.key
    assert row.filled[0].address == "指标填报!J5"
    assert found.changes == ()


def test_sorted_rows_take_what_was_filled_in_along() -> None:
    def careless(book: Any) -> None:
        fill(book)
        sort_rows(book["指标填报"], lambda rows: rows[::-1])

    found = back(changed(workbook(), careless))
    assert entries(found) == entries(back(changed(workbook(), fill)))
    assert found.changes == ()


def test_inserted_copied_and_deleted_rows_are_told_apart() -> None:
    def careless(book: Any) -> None:
        sheet = book["指标填报"]
        sheet.insert_rows(6)
        sheet["B6"].value = "自己加的指标"
        for column in range(1, sheet.max_column + 1):
            sheet.cell(5, column).value = sheet.cell(4, column).value

    found = back(changed(workbook(), careless))
    assert [where for where, _ in found.strange] == ["指标填报!A6"]
    assert [(row.sheet, row.number) for row in found.copied] == [("指标填报", 5)]
    assert found.missing == (("指标填报", "地区生产总值同比增速"),)


def test_a_changed_given_cell_is_named() -> None:
    def careless(book: Any) -> None:
        at(book, "指标填报", "本期数", 4).value = 900
        at(book, "任务进展", "工作任务", 5).value = "别的任务"

    found = back(changed(workbook(), careless))
    assert [(change.address, change.title, change.found) for change in found.changes] == [
        ("指标填报!F4", "本期数", "900"),
        ("任务进展!B5", "工作任务", "别的任务"),
    ]
    assert found.changes[0].sent == "858.9"


def test_last_periods_text_stands_beside_this_periods_cell() -> None:
    key = keys.of_task(pack().tasks[-1])
    last = Report(
        str(key),
        "2024Q4",
        "development",
        "区发展改革局",
        "已完成招标",
        "达进度",
        "",
        "",
        "张某",
        "王某",
        "2025-01-10",
        late=False,
    )
    data = render("excel", replace(pack(), reports={str(key): Reported((), (last,))}), asked())
    sheet: Any = load_workbook(io.BytesIO(data))["任务进展"]
    heads = [cell.value for cell in sheet[3]]
    assert heads.index("本期进展") == heads.index("上期进展") + 1
    row = next(row for row in sheet.iter_rows(values_only=True) if str(key) in row)
    assert row[heads.index("上期进展")] == "已完成招标"


def test_names_below_the_table_are_read_beside_or_behind_their_label() -> None:
    def signed(book: Any) -> None:
        for row in book["任务进展"].iter_rows():
            for cell in row:
                if cell.value == "填报人：":
                    cell.value = "填报人：李某"
                elif cell.value == "审核人：":
                    book["任务进展"].cell(cell.row, cell.column + 1).value = "王某"

    assert back(changed(workbook(), signed)).signed == {
        "任务进展": {"填报人": "李某", "审核人": "王某"}
    }


def test_a_form_without_its_hidden_record_or_with_another_is_refused() -> None:
    def without(book: Any) -> None:
        del book[keys.RECORD]
        fill(book)

    def forged(book: Any) -> None:
        cells = (cell for row in book[keys.RECORD] for cell in row)
        next(cell for cell in cells if cell.value == "858.9").value = "900"

    for change in (without, forged):
        with pytest.raises(PaperError, match="隐藏的发出记录"):
            back(changed(workbook(), change))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"nothing", "打不开这份表"),
        (render("excel", full_pack(), request()), "这不是本系统发出的部门填报表"),
    ],
)
def test_other_files_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(PaperError, match=said):
        back(data)


def test_no_part_leads_to_another_workbook_or_a_macro() -> None:
    assert not [
        name
        for name in zipped.unpack(workbook())
        if "external" in name.lower() or "vba" in name.lower()
    ]


@pytest.mark.slow
def test_libreoffice_sorts_the_protected_sheet_and_keeps_the_rest(
    program: Callable[[str], str], tmp_path: Path
) -> None:
    """As a person sorts it from the filter's menu and saves; what was sent is still known after it."""
    data = sorted_by_libreoffice(
        changed(workbook(), fill), "指标填报", 5, program("soffice"), tmp_path
    )
    found = back(data)
    assert [str(row.key) for row in found.rows] != [str(row.key) for row in back(workbook()).rows]
    assert entries(found) == entries(back(changed(workbook(), fill)))
    assert found.changes == ()


@pytest.mark.parametrize(
    "columns",
    [
        "[progress]",
        "[name, progress]",
        "[name, known, progress]",
        "[name, unit, known, correction, progress]",
    ],
)
def test_a_form_of_few_columns_has_its_lines_to_sign_one_below_the_other(columns: str) -> None:
    layout = f"sheets: [{{name: form_indicators, columns: {columns}}}]"
    made = render(
        "excel", pack(), replace(asked(), template=replace(asked().template, data=layout.encode()))
    )
    book = load_workbook(io.BytesIO(made))
    sheet = book.worksheets[0]
    places = {
        cell.value: cell
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).endswith("：")
    }
    assert list(places) == [f"{label}：" for label in keys.SIGNED]
    for cell in places.values():
        sheet.cell(cell.row, cell.column).value = f"{cell.value}甲"
    stream = io.BytesIO()
    book.save(stream)
    assert back(stream.getvalue()).signed == {"指标填报": dict.fromkeys(keys.SIGNED, "甲")}
