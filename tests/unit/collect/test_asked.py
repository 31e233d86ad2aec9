"""What a careful office asks about before it takes a figure: slips, wrong rows, rows nobody sees, units beside the table, older sheets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment

from briefing.store import Store
from tests.unit.collect.conftest import Import
from tests.unit.collect.forms import (
    AT,
    FIGURES,
    enter,
    facts,
    figure,
    fill_store,
    filled,
    form,
    place,
    put,
    sign,
)

SHEET, REVENUE = "指标填报", "general_budget_revenue:level"
LAST_YEAR = (
    ("general_budget_revenue", "level", "567123", "万元", "2023"),
    ("general_budget_revenue", "yoy", "4.9", "%", "2023"),
    ("income_urban", "level", "46105", "元", "2024"),
    ("gdp", "yoy", "4.4", "%", "2024", "target"),
)


@pytest.fixture(autouse=True)
def with_last_year(store: Store) -> None:
    """Last year's revenue stands in 万元, this year's in 亿元."""
    fill_store(store, facts((*FIGURES, *LAST_YEAR)))


def hide_row(book: Any) -> None:
    book[SHEET].row_dimensions[place(book, SHEET, "indicator:gdp:yoy", "核定值").row].hidden = True


def hide_sheet(book: Any) -> None:
    book.create_sheet("说明")
    book[SHEET].sheet_state = "hidden"


def says(row: str, value: object) -> Callable[[Any], None]:
    return figure(row, value)


def unit_below(book: Any) -> None:
    book[SHEET].cell(book[SHEET].max_row + 2, 2).value = "注：以上单位：万元"


def unit_above(book: Any) -> None:
    book[SHEET]["F1"] = "单位：万元"


def comment(book: Any) -> None:
    place(book, SHEET, "indicator:gdp:yoy", "核定值").comment = Comment("快报数", "甲")


def copied(book: Any) -> None:
    sheet, at = book[SHEET], place(book, SHEET, "indicator:gdp:yoy", "核定值")
    row = book[SHEET].max_row + 2
    for cell in list(sheet[at.row]):
        sheet.cell(row, cell.column).value = cell.value
    sheet.cell(row, at.column).value = 4.1


def corrected_besides(book: Any) -> None:
    place(book, SHEET, "indicator:gdp:yoy", "本期数").value = 4.3


@pytest.mark.parametrize(
    ("department", "row", "value", "around", "said"),
    [
        ("finance", REVENUE, 56.71, (), "与上年同期的数相同，像是填成了上年的"),
        ("finance", REVENUE, "56.7", (), "与上年同期的数相同"),
        ("finance", REVENUE, 567123, (), "与上年同期的数相同"),
        ("finance", REVENUE, 67.1, (), "变动超过一成"),
        ("finance", REVENUE, 57, (), "像是只把原数四舍五入了"),
        ("development", "gdp:yoy", -4.2, (), "只有正负号不同"),
        ("development", "gdp:yoy", -0.2, (), "正负号变了"),
        ("development", "gdp:yoy", 13.9, (), "相差 9.7 个百分点"),
        ("development", "gdp:yoy", 4.4, (), "与年度目标的数相同"),
        ("development", "gdp:level", 840.5, (), "像是两位数字写颠倒了"),
        ("development", "gdp:yoy", 4.3, (hide_row,), "填在隐藏（或筛选掉）的第5行里"),
        ("development", "gdp:yoy", 4.3, (hide_sheet,), "填在隐藏（或筛选掉）的工作表里"),
        ("development", "gdp:yoy", 4.3, (unit_below,), "写着“注：以上单位：万元”，不知道填的数是哪个单位"),
        ("development", "gdp:yoy", 4.3, (unit_above,), "表头上面（F1）写的“单位：万元”不是发出时的"),
        ("development", "gdp:yoy", 4.3, (comment,), "这一格有批注“快报数”"),
        ("development", "gdp:yoy", 4.3, (copied,), "填的是“4.1”"),
        ("development", "gdp:yoy", 4.3, (corrected_besides,), "同一行发出的内容（F5）也改过"),
    ],
)  # fmt: skip
def test_a_figure_that_is_asked_about_waits_until_it_is_accepted(
    department: str,
    row: str,
    value: object,
    around: tuple[Callable[[Any], None], ...],
    said: str,
    store: Store,
    take: Import,
    tmp_path: Path,
) -> None:
    path = filled(
        form(store, department), tmp_path / "甲.xlsx", figure(row, value), *around, sign()
    )
    outcome = take(path)
    (asked,) = [each for each in outcome.remarks if each.kind == "question"]
    assert said in asked.message
    assert store.returned.corrections() == ()
    assert take(path, accepted=[asked.where]).corrections == 1


def test_a_day_that_became_a_number_is_asked_about(
    store: Store, take: Import, tmp_path: Path
) -> None:
    """9月1日 is stored as 45901; the cell was set to 常规 afterwards, and the amount is as large."""
    path = filled(
        form(store, "statistics"),
        tmp_path / "甲.xlsx",
        figure("income_urban:level", 45901),
        sign(),
    )
    (asked,) = take(path).remarks
    assert "像是日期：表格程序把2025年9月1日存成这个数" in asked.message
    written = figure("income_urban:level", "45901")
    text = filled(form(store, "statistics"), tmp_path / "乙.xlsx", written, sign())
    assert take(text).corrections == 1


def test_two_rows_that_were_exchanged_are_asked_about(
    store: Store, take: Import, tmp_path: Path
) -> None:
    figures = (*FIGURES, ("fixed_asset_investment", "yoy", "4.6", "%", "2024"))
    fill_store(store, facts(figures))
    writes = (figure("gdp:yoy", 4.6), figure("fixed_asset_investment:yoy", 4.2))
    outcome = take(filled(form(store, "development"), tmp_path / "甲.xlsx", *writes, sign()))
    asked = [each.message for each in outcome.remarks if each.kind == "question"]
    assert len(asked) == 2
    assert "与第6行“固定资产投资同比增速”的本期数相同，像是填错了行" in asked[0]


def test_one_figure_over_two_rows_is_refused(store: Store, take: Import, tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        cell = place(book, SHEET, "indicator:gdp:level", "核定值")
        book[SHEET].merge_cells(
            start_row=cell.row, end_row=cell.row + 1, start_column=cell.column, end_column=cell.column
        )  # fmt: skip

    path = filled(
        form(store, "development"), tmp_path / "甲.xlsx", figure("gdp:level", 851), merge, sign()
    )
    (refused,) = [each for each in take(path).remarks if each.kind == "refused"]
    assert "在合并的单元格（I4:I5）里，不知道是哪一行的，请取消合并后逐行填" in refused.message


@pytest.mark.parametrize("title", ["计量单位", "指标"])
def test_a_sheet_without_a_column_that_says_what_its_figures_are_gives_none(
    title: str, store: Store, take: Import, tmp_path: Path
) -> None:
    def rename(book: Any) -> None:
        cell = place(book, SHEET, "indicator:gdp:level", title)
        book[SHEET].cell(3, cell.column).value = f"{title}（万元）"

    path = filled(
        form(store, "development"), tmp_path / "甲.xlsx", figure("gdp:level", 851), rename, sign()
    )
    outcome = take(path)
    assert (outcome.corrections, outcome.is_open) == (0, True)
    told = [f"{each.where}：{each.message}" for each in outcome.remarks]
    assert f"指标填报!3:3：“{title}”这一列不见了" in "\n".join(told)


def test_a_figure_that_was_taken_back_is_asked_about_when_it_comes_again(
    store: Store, take: Import, tmp_path: Path
) -> None:
    sent = form(store, "finance")
    assert take(filled(sent, tmp_path / "一.xlsx", figure(REVENUE, 57.3), sign())).corrections == 1
    store.returned.revert([1], by="区政府办", at=AT, note="口径不对")
    again = take(filled(sent, tmp_path / "二.xlsx", figure(REVENUE, "57.30"), sign("丙科")))
    (asked,) = again.remarks
    assert "这个数2025-02-10撤销过（区政府办：口径不对）" in asked.message
    assert [each.state for each in store.returned.corrections()] == ["reverted", "revert"]


def test_a_number_alone_among_the_words_of_a_figures_row_is_refused(
    store: Store, take: Import, tmp_path: Path
) -> None:
    """One column too far right."""
    for value in (57.3, "57.3", "57.3亿元", "57.3亿元，低于预期"):
        path = filled(
            form(store, "finance"),
            tmp_path / "甲.xlsx",
            put(SHEET, f"indicator:{REVENUE}", "本期进展", value),
            sign(),
        )
        outcome = take(path, dry_run=True)
        words = value == "57.3亿元，低于预期"
        assert (outcome.reports, outcome.is_open) == (words, not words)
    share = put("任务进展", "task:", "本期进展", "100%")
    assert take(filled(form(store, "finance"), tmp_path / "乙.xlsx", share, sign())).reports == 1


def test_thousands_of_comments_are_not_all_listed(
    store: Store, take: Import, tmp_path: Path
) -> None:
    def talk(book: Any) -> None:
        for number in range(900, 1900):
            book[SHEET].cell(number, 3).comment = Comment("说明", "甲")

    outcome = take(filled(form(store, "finance"), tmp_path / "甲.xlsx", talk, sign()))
    assert len(outcome.remarks) < 70
    assert "还有 940 处也要看，没有一一列出" in outcome.remarks[-1].message


def test_words_in_a_row_that_nobody_sees_wait(store: Store, take: Import, tmp_path: Path) -> None:
    progress = put(SHEET, "indicator:gdp:yoy", "本期进展", "平稳")
    path = filled(form(store, "development"), tmp_path / "甲.xlsx", progress, hide_row, sign())
    outcome = take(path)
    assert (outcome.reports, [each.kind for each in outcome.remarks]) == (0, ["question"])
    assert "填在隐藏（或筛选掉）的第5行里" in outcome.remarks[0].message
    assert take(path, accepted=[outcome.remarks[0].where]).reports == 1


def test_an_older_sheet_waits_once_a_newer_one_went_out(
    store: Store, take: Import, tmp_path: Path
) -> None:
    old = form(store, "finance", sent=False)
    enter(store, old, "区财政局", "2024", sheet="填报表.xlsx")
    path = filled(old, tmp_path / "旧.xlsx", figure(REVENUE, 57.3), sign())
    assert take(path, dry_run=True).corrections == 1
    fill_store(store, facts((*FIGURES, *LAST_YEAR[:1])))
    new = form(store, "finance", due="2025-02-20", sent=False)
    enter(
        store, new, "区财政局", "2024", sheet="填报表.xlsx", correction=1, at=AT + timedelta(days=1)
    )
    outcome = take(path, AT + timedelta(days=2))
    assert (outcome.state, outcome.corrections) == ("waiting", 0)
    assert "这份是旧表，2025年2月11日又发过新的一份" in outcome.remarks[0].message
    assert store.returned.files() == ()
    assert take(path, accepted=["旧表"]).corrections == 1
    assert take(filled(new, tmp_path / "新.xlsx", sign())).state == "unchanged"


def test_a_sheet_of_another_unit_is_taken_whole_once_it_is_accepted(
    store: Store, take: Import, tmp_path: Path
) -> None:
    def as_other(book: Any) -> None:
        cells = (cell for row in book[SHEET].iter_rows() for cell in row)
        label = next(cell for cell in cells if str(cell.value).startswith("填报单位（"))
        label.value += "区统计局"

    progress = put("任务进展", "task:", "本期进展", "已拨付")
    path = filled(
        form(store, "finance"), tmp_path / "甲.xlsx", figure(REVENUE, 57.3), progress, as_other
    )
    assert (take(path).state, store.returned.files()) == ("waiting", ())
    outcome = take(path, accepted=["填报单位"])
    assert (outcome.state, outcome.corrections, outcome.reports) == ("taken", 1, 1)


def test_a_figure_whose_unit_is_another_by_now_is_refused(
    store: Store, take: Import, tmp_path: Path
) -> None:
    """The source was read anew: the same digits, of another unit."""
    path = filled(form(store, "finance"), tmp_path / "甲.xlsx", figure(REVENUE, 57.3), sign())
    found = facts((*FIGURES, *LAST_YEAR))
    anew = [
        replace(each, unit="万元") if each.value == Decimal("57.1") else each
        for each in found.observations
    ]
    fill_store(store, replace(found, observations=tuple(anew)))
    (refused,) = take(path).remarks
    assert "发出时单位是“亿元”，资料里现在是“万元”（资料重新读过）" in refused.message


def test_heads_of_one_name_are_each_what_their_sheet_was_sent_with(
    store: Store, take: Import, tmp_path: Path
) -> None:
    layout = (
        "sheets: [{name: form_indicators, columns: [name, measure, unit, {name: quote, title: 情况}, correction]},"
        " {name: form_tasks, columns: [quote, {name: progress, title: 情况}]}]"
    )
    book = form(store, "finance", layout=layout)
    path = filled(book, tmp_path / "甲.xlsx", put("任务进展", "task:", "情况", "已拨付"), sign())
    outcome = take(path)
    assert (outcome.reports, outcome.remarks) == (1, ())


def test_the_sign_of_a_wrong_formula_is_no_progress(
    store: Store, take: Import, tmp_path: Path
) -> None:
    path = filled(
        form(store, "finance"),
        tmp_path / "甲.xlsx",
        put("任务进展", "task:", "本期进展", "#REF!"),
        sign(),
    )
    (refused,) = take(path).remarks
    assert "“#REF!”是公式出错的标志" in refused.message


RATES = {"gdp": "4.2", "fixed_asset_investment": "5.3", "services_revenue": "3.1", "gdp_tertiary": "7.9"}  # fmt: skip
ROW, BELOW, LAST = "gdp:yoy", "fixed_asset_investment:yoy", "gdp_tertiary:yoy"


@pytest.mark.parametrize(
    ("typed", "look", "said"),
    [
        ({ROW: 5.4, BELOW: 3.2}, "", "等 2 个数不像是所在行的，像是整列错了行"),
        # the one that shows as “约3.2” is refused, and bears witness all the same
        ({ROW: 5.4, BELOW: 3.2}, '"约"0.0', "等 2 个数不像是所在行的，像是整列错了行"),
        ({ROW: 4.4, LAST: 3.2}, "", "的数不像是所在行的，像是整列错了行"),  # far off, and another's
        ({ROW: 5.2}, "", "“固定资产投资同比增速”的本期数，像是填错了行"),
        ({ROW: 4.4, BELOW: 4.4}, "", "“固定资产投资同比增速”填的数相同，像是填错了行"),
    ],
)
def test_figures_that_stand_in_the_wrong_rows_are_asked_about(
    typed: dict[str, float],
    look: str,
    said: str,
    store: Store,
    take: Import,
    tmp_path: Path,
) -> None:
    """Each could be meant by itself; what stands in the other rows says that it is not."""
    fill_store(store, facts([(name, "yoy", rate, "%", "2024") for name, rate in RATES.items()]))

    def shown(book: Any) -> None:
        place(book, "指标填报", f"indicator:{BELOW}", "核定值").number_format = look or "General"

    writes = [figure(row, value) for row, value in typed.items()]
    path = filled(form(store, "development"), tmp_path / "甲.xlsx", *writes, shown, sign())
    outcome = take(path)
    assert outcome.corrections == 0
    asked = [each.message for each in outcome.remarks if each.kind == "question"]
    refused = [each for each in outcome.remarks if each.kind == "refused"]
    assert len(asked) == len(typed) - bool(look), outcome
    assert len(refused) == bool(look)
    assert said in asked[0]
