"""More than a hundred sheets as departments send them back: what is taken is what was meant, whatever else is said with its cell.

Each case says which figure its writer meant. A figure in the store that nobody meant, taken without a question, is a silent wrong
acceptance: there must be none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from briefing.collect.importing import Outcome, import_files
from briefing.store import Store
from tests.unit.collect.forms import (
    AT,
    DISTRICT,
    FIGURES,
    Write,
    facts,
    fill_store,
    filled,
    form,
    place,
    settings,
    sign,
)

SHEET, AMOUNT, RATE = "指标填报", "general_budget_revenue:level", "general_budget_revenue:yoy"
LAST_YEAR = ("general_budget_revenue", "level", "56.7", "亿元", "2023")


@dataclass(frozen=True)
class Case:
    """A sheet and the figure that its writer meant for a row; None where that cannot be told from it."""

    name: str
    write: Write
    row: str = AMOUNT
    meant: str | None = None


def cell(row: str, head: str = "核定值") -> Callable[[Any], Any]:
    return lambda book: place(book, SHEET, f"indicator:{row}", head)


def says(
    value: object, meant: str | None = None, row: str = AMOUNT, code: str = "", name: str = ""
) -> Case:
    def write(book: Any) -> None:
        found = cell(row)(book)
        found.value = value
        if code:
            found.number_format = code

    return Case(name or f"{row} {value!r} {code}", write, row, meant)


def plain() -> Iterator[Case]:
    """Written as it should be."""
    for value in (
        57.3,
        57.35,
        "57.3",
        "57.30",
        "５７．３",
        "57.3亿元",
        " 57.3 ",
        "57.3\n",
        "＋57.3",
    ):
        number = str(value).translate({ord("＋"): None}).strip().removesuffix("亿元")
        yield says(value, str(Decimal(number)) if "５" not in number else "57.3")
    for value in (0.9, "0.9", "0.9%", "０.９％"):
        yield says(value, "0.9", RATE)
    for code in ("0.0", "0.00", '0.0"亿元"', "#,##0.0", "@", '_ ¥* #,##0.00_ ;_ ¥* "-"??_ '):
        yield says(57.3, "57.3", code=code)
    yield says(0.009, "0.9", RATE, code="0.0%")
    for word in ("无误", "—", "/", "", "正确", "-"):
        yield says(word, "57.1", name=f"说没有错 {word!r}")
    yield says(57.1, "57.1", name="填了同一个数")


def marked() -> Iterator[Case]:
    """Footnote marks, second numbers, ends of lines, dates."""
    for text in (
        "57.1①", "57.1¹", "57.1⁽¹⁾", "①57.1", "57.1⑴", "57.1❶", "57.1*", "57.1注1", "57.1（1）", "57.1[1]", "57.1²", "57.1₁",
        "57.1 58", "57.1\n58", "5\n8", "57.1/58", "57.1、58", "57.1；58", "57.1~58", "57.1-58", "57.1→58", "57.1（原58）", "57，1",
        "57,1", "57.1.2", "57。3", "57·3", "57 .3", "5 7.3", "57.3\u200b", "57.3\u00a01", "1,2345", "05730", "٥٧", "五十七", "57.3e0",
        "0x39", "５７．①", "约57.3", "57.3左右", "57.3以上", "近58", "突破58", "58余", "见附件", "同上", "57.3（快报）", "#REF!", "573000万元",
        "57.3万元", "57.3家", "57.3%", "57.3亿", "57.3元", "9月1日", "2025-09-01", "9.1.1", "１２月", "TRUE", "57.3亿元（初步）",
    ):  # fmt: skip
        yield says(text)
    for code, value in (
        ('m"月"d"日"', 45901), ("yyyy/m/d", 45901), ("h:mm", 0.5), ("0!.0,", 571393), ("0.0,", 57300), ('0.0"万元"', 57.3),
        ('0.0"①"', 57.3), ("0%", 0.573), ("0.0%", 57.3), ("[>=50]0.0,;General", 57.3),
    ):  # fmt: skip
        yield says(value, code=code)
    yield says(datetime(2025, 9, 1))
    yield says(True)
    for number_format in (27, 31, 36, 50, 57, 58):
        yield Case(f"中文内置日期格式 {number_format}", _built_in(number_format))
    yield Case("上标", _rich("57.1", "1", "superscript"))
    yield Case("下标", _rich("57.1", "2", "subscript"))
    yield Case("划掉一段", _rich("57.1", "58", "", strike=True))
    yield Case("整格划掉", _struck)


def _built_in(number: int) -> Write:
    def write(book: Any) -> None:
        found = cell(AMOUNT)(book)
        found.value = 46266
        found._style.numFmtId = number

    return write


def _rich(text: str, more: str, align: str, *, strike: bool = False) -> Write:
    def write(book: Any) -> None:
        font = InlineFont(vertAlign=align or None, strike=strike or None)
        cell(AMOUNT)(book).value = CellRichText(text, TextBlock(font, more))

    return write


def _struck(book: Any) -> None:
    cell(AMOUNT)(book).value, cell(AMOUNT)(book).font = 57.3, Font(strike=True)


def doubtful() -> Iterator[Case]:
    """Read for certain, and hardly meant."""
    for value in (
        51.7, 75.1, 114.2, 28.55, 571, 5.71, 571000, 0.00571, 5710000000, 56.7, 0, -57.1, 57100, 0.0571, 115, 28, 60.3, 571.1, 17.5,
    ):  # fmt: skip
        yield says(value)
    for value in (7, 0.07, 70, 0.007, 1.4, 0.35, -0.7, 20.7, -15, 9.9):
        yield says(value, row=RATE)
    yield says(57.349, code="0.0", name="显示的位数少")
    yield says("=57.1*1.01", name="没有存值的公式")


def elsewhere() -> Iterator[Case]:
    """Written where nothing is to be written."""
    yield Case("改了本期数", lambda book: _set(cell(AMOUNT, "本期数")(book), 57.3))
    yield Case("写成批注", _comment)
    yield Case("改了表头", lambda book: _heading(book, "核定数"))
    yield Case("第二列核定值", _second_column)
    yield Case("改了单位", _unit_changed)
    yield Case("改了上年同期", lambda book: _set(cell(AMOUNT, "上年同期")(book), 57.3))
    yield Case("插入一行", _inserted)
    yield Case("写在表外", lambda book: _set(book[SHEET].cell(4, book[SHEET].max_column + 3), 57.3))
    yield Case("改了指标名", lambda book: (_set(cell(AMOUNT)(book), 57.3), _set(cell(AMOUNT, "指标")(book), "税收收入")))  # fmt: skip


def _set(found: Any, value: object) -> None:
    found.value = value


def _comment(book: Any) -> None:
    cell(AMOUNT, "本期数")(book).comment = Comment("应为57.3", "甲")


def _heading(book: Any, title: str) -> None:
    cell(AMOUNT)(book).value = 57.3
    column = cell(AMOUNT)(book).column
    book[SHEET].cell(3, column).value = title


def _second_column(book: Any) -> None:
    column = book[SHEET].max_column + 1
    book[SHEET].cell(3, column).value = "核定值"
    book[SHEET].cell(cell(AMOUNT)(book).row, column).value = 57.3


def _unit_changed(book: Any) -> None:
    cell(AMOUNT, "计量单位")(book).value = "万元"
    cell(AMOUNT)(book).value = 60.1


def _inserted(book: Any) -> None:
    row, column = cell(AMOUNT)(book).row, cell(AMOUNT)(book).column
    book[SHEET].insert_rows(row + 1)
    book[SHEET].cell(row + 1, column).value = 57.3


CASES = [*plain(), *marked(), *doubtful(), *elsewhere()]


def imported(case: Case, folder: Path) -> tuple[Outcome, str]:
    """The outcome, and the figure that the store has afterwards."""
    with Store.open("sqlite://") as store:
        fill_store(store, facts((*FIGURES, LAST_YEAR)))
        path = filled(form(store, "finance"), folder / "财政局.xlsx", case.write, sign())
        (outcome,) = import_files([path], store, settings(), AT)
        indicator, _, measure = case.row.partition(":")
        (value,) = [
            str(o.value)
            for o in store.scope_facts(DISTRICT).observations
            if (o.indicator, o.measure, o.period) == (indicator, measure, "2024")
        ]
    return outcome, value


@pytest.mark.slow
def test_of_a_hundred_sheets_none_is_taken_wrongly_and_none_breaks(tmp_path: Path) -> None:
    assert len(CASES) > 100
    ended: Counter[str] = Counter()
    for case in CASES:
        outcome, value = imported(case, tmp_path)
        before = "57.1" if case.row == AMOUNT else "0.7"
        assert "读不下去" not in outcome.message, (case.name, outcome.message)
        if case.meant is not None:
            assert Decimal(value) == Decimal(case.meant), (case.name, outcome)
            assert not outcome.is_open, (case.name, outcome)
            ended["照数收下" if value != before else "没有要改的"] += 1
        else:
            assert value == before, (case.name, value)
            assert outcome.is_open, (case.name, outcome)
            ended[next((r.kind for r in outcome.remarks if r.kind == "question"), "refused")] += 1
    print(len(CASES), dict(ended))
