"""What people do to a form by mistake is put right or said with its cell; nothing that was filled in is lost without a word."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from briefing.collect.importing import Outcome
from briefing.store import Store
from tests.unit.collect.conftest import Import
from tests.unit.collect.forms import DISTRICT, figure, filled, form, place, put, sign

SHEET = "指标填报"
SAID = put(SHEET, "indicator:gdp:level", "本期进展", "有进展")


def number_of(book: Any, row: str) -> int:
    return int(place(book, SHEET, f"indicator:{row}", "指标").row)


def only_some_columns_sorted(book: Any) -> None:
    """The names changed places, the keys did not."""
    first, second = (
        place(book, SHEET, f"indicator:gdp:{measure}", "类型") for measure in ("level", "yoy")
    )
    first.value, second.value = second.value, first.value
    place(book, SHEET, "indicator:gdp:level", "核定值").value = 851


def key_changed(book: Any) -> None:
    place(book, SHEET, "indicator:gdp:level", "本期进展").value = "有进展"
    place(book, SHEET, "indicator:gdp:level", "〔行〕").value = "indicator:gdp:ratio"


def row_inserted(book: Any) -> None:
    place(book, SHEET, "indicator:gdp:level", "下步措施").value = "照计划推进"
    at = number_of(book, "gdp:yoy")
    book[SHEET].insert_rows(at)
    column = place(book, SHEET, "indicator:gdp:level", "本期进展").column
    book[SHEET].cell(at, column).value = "插入行里的进展"


def row_copied(book: Any) -> None:
    place(book, SHEET, "indicator:gdp:level", "本期进展").value = "原行"
    sheet, at = book[SHEET], number_of(book, "gdp:level")
    sheet.insert_rows(at + 1)
    for cell in list(sheet[at]):
        sheet.cell(at + 1, cell.column).value = cell.value
    sheet.cell(
        at + 1, place(book, SHEET, "indicator:gdp:level", "本期进展").column
    ).value = "复制的行"


def beside_the_table(book: Any) -> None:
    sheet = book[SHEET]
    sheet.cell(number_of(book, "gdp:level"), sheet.max_column + 2).value = "旁边的说明"


@pytest.mark.parametrize(
    ("careless", "where", "message"),
    [
        (
            only_some_columns_sorted,
            "指标填报!H4",
            "这一行发出时是“地区生产总值总量”，现在 C4 写的是别的（只排了几列，或改了名称），填的没有采用",
        ),
        (key_changed, "指标填报!J4", "插入的行（或键被改过的行），不知道属于哪一项，填的没有采用"),
        (row_inserted, "指标填报!J5", "插入的行（或键被改过的行），不知道属于哪一项，填的没有采用"),
        (
            row_copied,
            "指标填报!J5",
            "这一行与指标填报 第4行是同一项（复制的行），填的不同，只采用了指标填报 第4行的",
        ),
        (beside_the_table, "指标填报!", "写在表外（没有表头的列）：“旁边的说明”，没有采用"),
    ],
)
def test_what_cannot_be_told_apart_is_refused_with_its_cell(
    careless: Callable[[Any], None],
    where: str,
    message: str,
    store: Store,
    take: Import,
    tmp_path: Path,
) -> None:
    outcome = take(filled(form(store, "development"), tmp_path / "甲.xlsx", careless, sign()))
    assert outcome.is_open
    (remark,) = [each for each in outcome.remarks if each.kind == "refused"]
    assert remark.where.startswith(where)
    assert remark.message.startswith(message)
    assert store.returned.corrections() == ()


def head_renamed(book: Any) -> None:
    cell = place(book, SHEET, "indicator:gdp:level", "核定值")
    cell.value = 851.5
    book[SHEET].cell(3, cell.column).value = "核定数"


def commented(book: Any) -> None:
    place(book, SHEET, "indicator:gdp:level", "本期数").comment = Comment("应为851.5", "甲")


def second_column(book: Any) -> None:
    at = book[SHEET].max_column + 1
    book[SHEET].cell(3, at).value = "核定值"
    book[SHEET].cell(4, at).value = 851.5


def above_the_heads(book: Any) -> None:
    book[SHEET]["D1"] = "单位：万元"


UNSIGNED = [
    (head_renamed, "指标填报!H4：“核定数”不是发出时的列", "请把表头改回或填进原有的列"),
    (commented, "指标填报!E4：有批注“应为851.5”，批注没有采用", "要改的数填“核定值”"),
    (second_column, "指标填报!S4：“核定值”有两列", "请只留原来的一列后重报"),
    (put(SHEET, "indicator:gdp:level", "本期数", 851.5), "指标填报!E4：“本期数”这一列不能改", "请填在同一行的“核定值”（H4）里"),
    (put(SHEET, "indicator:gdp:level", "原文", "应为851.5"), "指标填报!G4：“原文”这一列不能改", "要改的数填“核定值”"),
    (put(SHEET, "indicator:gdp:level", "上期进展", "已开工"), "指标填报!I4：“上期进展”这一列不能改", "请填同一行的“本期进展”"),
    (put(SHEET, "indicator:gdp:level", "计量单位", "万元"), "指标填报!D4：“计量单位”这一列不能改", "要改的数按它填“核定值”"),
    (above_the_heads, "指标填报!D1：表头上面写了“单位：万元”，没有采用", "写进“存在问题及原因”"),
    (beside_the_table, "指标填报!T4：写在表外（没有表头的列）：“旁边的说明”，没有采用", "请填进原有的列"),
]  # fmt: skip


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize(("careless", "said", "hint"), UNSIGNED)
def test_what_is_written_in_another_place_is_said_with_its_cell(
    careless: Callable[[Any], None],
    said: str,
    hint: str,
    signed: bool,
    store: Store,
    take: Import,
    tmp_path: Path,
) -> None:
    writes = (careless, sign()) if signed else (careless,)
    outcome = take(filled(form(store, "development"), tmp_path / "甲.xlsx", *writes))
    assert outcome.is_open
    told = [f"{each.where}：{each.message}" for each in outcome.remarks]
    assert any(each.startswith(said) and hint in each for each in told), told
    assert (outcome.state == "failed") == (not signed)
    assert "一格也没有填" not in outcome.message
    assert len(store.returned.files()) == signed  # who signed has reported
    assert store.returned.corrections() == ()


def without(what: str) -> Callable[[Any], None]:
    def delete(book: Any) -> None:
        sheet = book[SHEET]
        if what == "keys":
            sheet.delete_cols(place(book, SHEET, "indicator:gdp:level", "〔行〕").column)
        else:
            sheet.delete_rows(3)

    return delete


@pytest.mark.parametrize("what", ["keys", "heads"])
def test_a_sheet_without_its_hidden_keys_or_heads_is_not_taken_for_a_blank_one(
    what: str, store: Store, take: Import, tmp_path: Path
) -> None:
    alone = take(filled(form(store, "development"), tmp_path / "甲.xlsx", SAID, without(what)))
    assert alone.state == "failed"
    assert [(each.where, each.message[:20]) for each in alone.remarks] == [
        ("指标填报!A1", "隐藏的键列或表头行被删了，认不出行，这张")
    ]
    assert "一格也没有填" not in alone.message


def test_the_sheets_that_are_whole_are_taken(store: Store, take: Import, tmp_path: Path) -> None:
    task = put("任务进展", "task:", "本期进展", "已拨付")
    revenue = put(SHEET, "indicator:general_budget_revenue:level", "本期进展", "有进展")

    def delete(book: Any) -> None:
        book[SHEET].delete_rows(3)

    outcome = take(
        filled(
            form(store, "finance"),
            tmp_path / "甲.xlsx",
            revenue,
            task,
            delete,
            sign(sheet="任务进展"),
        )
    )
    assert (outcome.state, outcome.reports) == ("taken", 1)
    assert [(each.kind, each.where) for each in outcome.remarks if each.kind == "refused"] == [
        ("refused", "指标填报!A1")
    ]


def test_a_renamed_sheet_and_one_that_was_copied_are_taken_once(
    store: Store, take: Import, tmp_path: Path
) -> None:
    def careless(book: Any) -> None:
        copy = book.copy_worksheet(book[SHEET])
        copy.title = "报送稿"
        place(book, "报送稿", "indicator:gdp:level", "本期进展").value = "写在副本里"
        book[SHEET].title = "底稿"

    outcome = take(filled(form(store, "development"), tmp_path / "甲.xlsx", careless, sign()))
    assert (outcome.reports, outcome.is_open) == (1, False)
    assert store.scope_facts(DISTRICT).reports[0].progress == "写在副本里"


def test_sheets_that_changed_names_are_told_apart_by_their_rows(
    store: Store, take: Import, tmp_path: Path
) -> None:
    task = put("任务进展", "task:", "本期进展", "已拨付")

    def swapped(book: Any) -> None:
        indicators, tasks = book[SHEET], book["任务进展"]
        tasks.title = "甲"
        indicators.title, tasks.title = "任务进展", SHEET

    revenue = figure("general_budget_revenue:level", 57.3)
    outcome = take(
        filled(form(store, "finance"), tmp_path / "甲.xlsx", revenue, task, swapped, sign())
    )
    assert (outcome.corrections, outcome.reports, outcome.is_open) == (1, 1, False)
    assert outcome.taken[0].where.startswith("任务进展!")


@pytest.mark.parametrize("department", ["development", "finance"])
def test_rows_of_another_form_pasted_into_this_one_are_not_taken(
    department: str, store: Store, take: Import, tmp_path: Path
) -> None:
    """Of last year's form, whose figures are others, or of another department's, whose rows are."""
    period = "2023" if department == "development" else "2024"
    other = load_workbook(io.BytesIO(form(store, department, period=period)))
    first = next(row for row in other[SHEET].iter_rows(4) if str(row[-1].value).startswith("indi"))
    place(other, SHEET, first[-1].value, "核定值").value = 812.9

    def pasted(book: Any) -> None:
        for row in book[SHEET].iter_rows(4):
            for cell in row:
                cell.value = other[SHEET].cell(cell.row, cell.column).value

    outcome = take(filled(form(store, "development"), tmp_path / "甲.xlsx", pasted, sign()))
    assert outcome.is_open
    assert (outcome.corrections, store.returned.corrections()) == (0, ())


def test_comments_merged_cells_and_sheets_of_their_own_are_pointed_out(
    store: Store, take: Import, tmp_path: Path
) -> None:
    def careless(book: Any) -> None:
        first, second = (
            place(book, SHEET, f"indicator:gdp:{measure}", "本期进展")
            for measure in ("level", "yoy")
        )
        first.comment = Comment("另见附件", "甲")
        book[SHEET].merge_cells(f"{first.coordinate}:{second.coordinate}")
        book.create_sheet("补充说明")["B2"] = "请看这里"

    outcome = take(filled(form(store, "development"), tmp_path / "甲.xlsx", SAID, careless, sign()))
    assert outcome.reports == 1
    assert {(each.where, each.message[:9]) for each in outcome.remarks} == {
        ("指标填报!J4", "有批注“另见附件”"), ("指标填报!J4:J5", "合并了几行的单元格"), ("补充说明!B2", "不是发出时的工作表"),
    }  # fmt: skip


def test_thousands_of_rows_below_the_table_are_one_remark(
    store: Store, take: Import, tmp_path: Path
) -> None:
    def many(book: Any) -> None:
        sheet = book[SHEET]
        end = sheet.max_row + 2
        for number in range(3000):
            sheet.cell(end + number, 1).value = f"说明{number}"

    outcome = take(filled(form(store, "development"), tmp_path / "甲.xlsx", SAID, many, sign()))
    assert outcome.reports == 1
    assert len(outcome.remarks) == 11
    assert "这一行和以下共 2990 行也是插入的" in outcome.remarks[10].message


def test_a_share_of_one_is_asked_about_where_percent_was_meant(
    store: Store, take: Import, tmp_path: Path
) -> None:
    outcome = take(
        filled(form(store, "development"), tmp_path / "甲.xlsx", figure("gdp:yoy", 0.08), sign())
    )
    assert [each.kind for each in outcome.remarks] == ["question"]
    assert "像是差了百分号" in outcome.remarks[0].message


@pytest.mark.slow
@pytest.mark.parametrize("form_of", ["ods", "xls"])
def test_other_formats_are_read_too_and_do_not_guess_at_percent(
    form_of: str, store: Store, take: Import, tmp_path: Path, program: Callable[[str], str]
) -> None:
    def careless(book: Any) -> None:
        cell = place(book, SHEET, "indicator:gdp:yoy", "核定值")
        cell.value, cell.number_format = 0.043, "0.0%"
        first, second = (
            place(book, SHEET, f"indicator:gdp:{measure}", "下步措施")
            for measure in ("level", "yoy")
        )
        book[SHEET].merge_cells(f"{first.coordinate}:{second.coordinate}")

    path = filled(
        form(store, "development"),
        tmp_path / "甲.xlsx",
        SAID,
        figure("gdp:level", 851.5),
        careless,
        sign(),
    )
    command = [
        program("soffice"),
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        form_of,
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "另存"), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    saved = tmp_path / "另存" / f"甲.{form_of}"
    outcome: Outcome = take(saved)
    assert (outcome.corrections, outcome.reports) == (0, 1)
    (refused,) = [each for each in outcome.remarks if each.kind == "refused"]
    assert (refused.where, "看不出是不是百分比" in refused.message) == ("指标填报!H5", True)
    (asked,) = [each for each in outcome.remarks if each.kind == "question"]
    assert "由 850.40亿元 改为 851.5亿元，这种旧格式看不出公式、上标" in asked.message
    assert take(saved, accepted=[asked.where]).corrections == 1


def test_a_sheet_under_the_suffix_of_wps_is_read_by_what_is_in_it(
    store: Store, take: Import, tmp_path: Path
) -> None:
    path = filled(form(store, "development"), tmp_path / "甲.xlsx", SAID).rename(tmp_path / "甲.et")
    assert take(path).state == "taken"


def test_a_format_that_cannot_be_read_says_what_to_save_it_as(
    store: Store, take: Import, tmp_path: Path
) -> None:
    path = filled(form(store, "development"), tmp_path / "甲.xlsx", SAID).rename(
        tmp_path / "甲.numbers"
    )
    outcome = take(path)
    assert (outcome.state, outcome.message) == (
        "failed",
        "甲.numbers：读不了 .numbers 文件（请用 WPS 或 Excel 打开后另存为 .xlsx 再导入）",
    )
