"""A form made again for a period of which its department has reported begins with what was reported."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from briefing.model import Report
from briefing.papers.digest import content, digest
from briefing.store import Store
from tests.unit.collect.conftest import Import
from tests.unit.collect.forms import AT, DISTRICT, fill_store, filled, form, place, put, sign

SAID = "已立项\n选址完成"


@pytest.fixture
def again(store: Store, take: Import, tmp_path: Path) -> bytes:
    """The form that the bureau gets after it has reported."""
    first = filled(
        form(store, "education"), tmp_path / "一.xlsx", put("任务进展", "task:", "本期进展", SAID),
        put("任务进展", "task:", "是否达序", "欠进度"), put("任务进展", "task:", "存在问题及原因", "=资金未到位"), sign(),
    )  # fmt: skip
    assert take(first).reports == 1
    return form(store, "education")


def cells(data: bytes) -> dict[str, Any]:
    book = load_workbook(io.BytesIO(data))
    heads = ("上期进展", "本期进展", "是否达序", "存在问题及原因", "下步措施", "填报人", "审核人")
    return {head: place(book, "任务进展", "task:", head).value for head in heads}


def report(store: Store) -> Report:
    (found,) = store.scope_facts(DISTRICT).reports
    return found


def test_its_cells_hold_what_was_reported(again: bytes) -> None:
    assert cells(again) == {
        "上期进展": None, "本期进展": SAID, "是否达序": "欠进度", "存在问题及原因": "=资金未到位", "下步措施": None, "填报人": None, "审核人": None,
    }  # fmt: skip
    cell = place(load_workbook(io.BytesIO(again)), "任务进展", "task:", "存在问题及原因")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_the_next_periods_form_is_blank_and_has_it_beside(store: Store, again: bytes) -> None:
    later = cells(form(store, "education", period="2025Q1"))
    assert (later["上期进展"], later["本期进展"]) == ("已立项 选址完成", None)


def test_another_department_gets_its_own_words_only(
    store: Store, take: Import, tmp_path: Path
) -> None:
    take(
        filled(
            form(store, "housing"),
            tmp_path / "住建.xlsx",
            put("任务进展", "task:", "本期进展", "已改造8个"),
            sign(),
        )
    )
    assert cells(form(store, "finance"))["本期进展"] is None
    assert cells(form(store, "housing"))["本期进展"] == "已改造8个"


def test_sent_back_as_it_is_it_says_nothing_new(
    store: Store, take: Import, tmp_path: Path, again: bytes
) -> None:
    untouched = take(filled(again, tmp_path / "二.xlsx"))
    assert untouched.state == "failed"
    assert "一格也没有填" in untouched.message
    assert "先前报过、没有变化的，不用再报" in untouched.message
    signed = take(filled(again, tmp_path / "三.xlsx", sign()))
    assert (signed.state, signed.reports, signed.remarks) == ("unchanged", 0, ())
    assert len(store.returned.reports()) == 1


def test_one_cell_changed_changes_that_cell(
    store: Store, take: Import, tmp_path: Path, again: bytes
) -> None:
    outcome = take(
        filled(again, tmp_path / "二.xlsx", put("任务进展", "task:", "本期进展", "开工"), sign())
    )
    assert (outcome.state, outcome.reports) == ("taken", 1)
    assert [remark.kind for remark in outcome.remarks] == ["replaced"]
    assert (report(store).progress, report(store).pace, report(store).problems) == (
        "开工",
        "欠进度",
        "=资金未到位",
    )


def test_a_cell_that_was_emptied_is_taken_back_and_said(
    store: Store, take: Import, tmp_path: Path, again: bytes
) -> None:
    outcome = take(
        filled(
            again, tmp_path / "二.xlsx", put("任务进展", "task:", "存在问题及原因", None), sign()
        )
    )
    ((kind, message),) = [(remark.kind, remark.message) for remark in outcome.remarks]
    assert kind == "replaced"
    assert message.endswith("以这份为准，原文仍保存：=资金未到位 → 空白")
    assert (report(store).progress, report(store).problems) == (SAID, "")


def test_an_old_form_that_was_not_touched_takes_nothing_newer_back(
    store: Store, take: Import, tmp_path: Path, again: bytes
) -> None:
    take(filled(again, tmp_path / "二.xlsx", put("任务进展", "task:", "本期进展", "开工"), sign()))
    late = filled(
        again, tmp_path / "三.xlsx", put("任务进展", "task:", "下步措施", "加快拨付"), sign()
    )
    assert take(late, AT + timedelta(days=1)).remarks == ()
    assert (report(store).progress, report(store).measures) == ("开工", "加快拨付")


def test_a_report_alone_makes_no_new_edition_of_the_form(
    store: Store, take: Import, tmp_path: Path
) -> None:
    before = content("excel", form(store, "education"))
    take(
        filled(
            form(store, "education"),
            tmp_path / "一.xlsx",
            put("任务进展", "task:", "本期进展", SAID),
            sign(),
        )
    )
    assert digest(content("excel", form(store, "education"))) == digest(before)
    assert digest(content("excel", form(store, "education", due="2025-03-01"))) != digest(before)


def test_a_layouts_own_titles_of_columns_come_back_too(
    store: Store, take: Import, tmp_path: Path
) -> None:
    layout = (
        "sheets: [{name: form_tasks, columns: [quote, lead, {name: progress, title: 进展情况}]}]"
    )
    fill_store(store)
    book = form(store, "education", layout=layout)
    path = filled(book, tmp_path / "一.xlsx", put("任务进展", "task:", "进展情况", "开工"), sign())
    outcome = take(path)
    assert (outcome.reports, outcome.remarks) == (1, ())
    assert (
        place(
            load_workbook(io.BytesIO(form(store, "education", layout=layout))),
            "任务进展",
            "task:",
            "进展情况",
        ).value
        == "开工"
    )


@pytest.mark.parametrize(
    ("unit", "asked"),
    [
        ("区财政局", False),
        ("{place}财政局", False),
        ("某市{place}财政局（章）", False),
        ("邻山区财政局", True),
        ("某市财政局", True),
        ("区统计局", True),
    ],
)
def test_a_sheet_that_another_unit_signs_is_a_question(
    store: Store, take: Import, tmp_path: Path, unit: str, asked: bool
) -> None:
    """The finance bureau of another district is another unit, too."""
    said = unit.format(place="槐荫区")

    def as_said(book: Any) -> None:
        cells = (cell for row in book.worksheets[0].iter_rows() for cell in row)
        label = next(cell for cell in cells if str(cell.value).startswith("填报单位（"))
        book.worksheets[0].cell(label.row, label.column + 1).value = said

    got = take(filled(form(store, "finance"), tmp_path / "财政.xlsx", sign(), as_said))
    assert (f"填报单位写的是“{said}”" in str(got)) == asked
