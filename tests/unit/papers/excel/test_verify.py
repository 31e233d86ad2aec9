"""Workbooks read back: what verify sees, and what sorting must not break."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from python_calamine import CalamineWorkbook

from briefing.errors import PaperError
from briefing.papers import zipped
from briefing.papers.excel import bound_figures, recalculated, stale_values, verify
from tests.packs import make_pack
from tests.unit.papers.excel.samples import book_of, full_pack, request
from tests.unit.papers.excel.sorting import sorted_by_libreoffice
from tests.unit.papers.excel.test_book import column as column_of


def changed(data: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook after somebody changed it."""
    book = load_workbook(io.BytesIO(data))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def at(book: Any, sheet: str, title: str, row: int) -> Any:
    return next(
        book[sheet].cell(row, cell.column) for cell in book[sheet][3] if cell.value == title
    )


def sort_rows(sheet: Any, order: Callable[[list[int]], list[int]]) -> None:
    """What Excel does when a table is sorted: whole rows of the filter's range move, references to the own row move along."""
    cells = list(sheet[sheet.auto_filter.ref])[1:]
    before = [[(cell.value, cell.coordinate, cell.number_format) for cell in row] for row in cells]
    for row, source in zip(cells, order(list(range(len(cells)))), strict=True):
        for cell, (value, origin, number_format) in zip(row, before[source], strict=True):
            cell.value = (
                Translator(value, origin).translate_formula(cell.coordinate)
                if str(value).startswith("=")
                else value
            )
            cell.number_format = number_format


@pytest.mark.parametrize("audience", ["leader", "internal"])
def test_an_untouched_workbook_is_right(audience: str) -> None:
    assert verify(book_of(full_pack(), audience=audience), full_pack(), request()) == []  # type: ignore[arg-type]


def test_every_figure_is_bound() -> None:
    """As many figures as numbers: nothing that verify would not look at."""
    data = book_of(full_pack())
    assert len(bound_figures(data)) > 500


def test_a_changed_figure_is_seen_with_its_cell() -> None:
    data = changed(
        book_of(make_pack()),
        lambda book: setattr(at(book, "主要指标", "2024年", 4), "value", 999.9),
    )
    assert [(cell, message) for cell, message in verify(data, make_pack(), request())] == [
        ("主要指标!E4", "这里是 999.9，资料是 858.9亿元")
    ]


def test_a_lost_bound_is_seen() -> None:
    data = changed(
        book_of(make_pack()),
        lambda book: setattr(at(book, "主要指标", "年度目标", 4), "number_format", "0"),
    )
    assert [message for _, message in verify(data, make_pack(), request())] == ["缺少“左右”"]


def test_a_figure_typed_in_has_no_source() -> None:
    data = changed(
        book_of(make_pack()),
        lambda book: setattr(at(book, "主要指标", "责任单位", 4), "value", 12.5),
    )
    assert [message for _, message in verify(data, make_pack(), request())] == [
        "数字 12.5 没有出处"
    ]


def test_a_computed_figure_is_worked_out_again() -> None:
    data = changed(
        book_of(make_pack()),
        lambda book: setattr(at(book, "主要指标", "较目标\n±百分点", 4), "value", 1),
    )
    assert [message for _, message in verify(data, make_pack(), request())] == [
        "这里是 1，应为 -15.2"
    ]


def test_a_workbook_of_other_figures_is_seen() -> None:
    pack = make_pack(2)
    assert verify(book_of(make_pack(1)), pack, request())


def test_a_changed_observation_changes_the_workbook() -> None:
    pack = make_pack()
    row = pack.indicators[0]
    assert row.level
    other = replace(row.level, value=Decimal("777.7"))
    found = verify(
        book_of(replace(pack, indicators=(replace(row, level=other), *pack.indicators[1:]))),
        pack,
        request(),
    )
    assert any("777.7" in message for _, message in found)


@pytest.mark.parametrize("name", ["主要指标", "全部数据及出处", "目标完成"])
def test_sorting_keeps_every_figure_with_its_fact(name: str) -> None:
    data = changed(
        book_of(make_pack()), lambda book: sort_rows(book[name], lambda rows: rows[::-1])
    )
    assert verify(data, make_pack(), request()) == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "column"), [("主要指标", 5), ("全部数据及出处", 3)])
def test_libreoffice_sorts_a_sheet_and_figures_and_links_stay_right(
    name: str, column: int, program: Callable[[str], str], tmp_path: Path
) -> None:
    before = book_of(make_pack())
    after = sorted_by_libreoffice(before, name, column, program("soffice"), tmp_path)
    assert [f.key for f in bound_figures(after)] != [f.key for f in bound_figures(before)]
    assert verify(after, make_pack(), request()) == []
    assert {shown for shown in column_of(after, "主要指标", "出处") if shown} == {"查看"}
    for row in load_workbook(io.BytesIO(after))["主要指标"].iter_rows(min_row=4):
        for cell in row:
            if match := re.search(r"MATCH\([A-Z]+(\d+),", str(cell.value)):
                assert int(match[1]) == cell.row


def links(data: bytes, name: str) -> Iterator[tuple[str, int]]:
    """(key of the row's first figure, row of the sources its link leads to), the link's own MATCH worked out by LibreOffice."""
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(data))
        .get_sheet_by_name(name)
        .to_python(skip_empty_area=False)
    )
    for row in rows[3:]:
        if "→" in str(row[0]):
            key, _, target = row[0].partition("→")
            yield key, int(float(target))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["主要指标", "全部数据及出处"])
def test_links_lead_to_their_figure_after_sorting_either_sheet(
    name: str, program: Callable[[str], str], tmp_path: Path
) -> None:
    def change(book: Any) -> None:
        sort_rows(book[name], lambda rows: rows[1::2] + rows[::2])
        sheet = book["主要指标"]
        for row in range(4, sheet.max_row + 1):  # the link's own inside, shown as a value
            formula = str(at(book, "主要指标", "出处", row).value or "")
            if match := re.search(r"MATCH\((\w+),.*?\)\+3", formula):
                sheet.cell(row, 1).value = f'={match[1]}&"→"&({match[0]})'
                sheet.cell(row, 1).number_format = "General"

    data = recalculated(changed(book_of(full_pack()), change), program("soffice"), tmp_path)
    sources = load_workbook(io.BytesIO(data), data_only=True)["全部数据及出处"]
    found = list(links(data, "主要指标"))
    assert len(found) == len(full_pack().indicators)
    for key, row in found:
        assert key in [cell.value for cell in sources[row]]


@pytest.mark.slow
def test_cached_values_are_those_of_a_recalculation(
    program: Callable[[str], str], tmp_path: Path
) -> None:
    data = book_of(full_pack(), audience="internal")
    assert stale_values(data, recalculated(data, program("soffice"), tmp_path)) == []


@pytest.mark.slow
def test_a_falsified_cache_is_seen(program: Callable[[str], str], tmp_path: Path) -> None:
    parts = zipped.unpack(book_of(full_pack()))
    name = next(part for part, xml in parts.items() if b"<f>SUM(" in xml)
    parts[name] = re.sub(rb"(<f>SUM\([^<]*</f><v>)56(?:\.0)?<", rb"\g<1>65<", parts[name])
    data = zipped.pack(parts)
    found = stale_values(data, recalculated(data, program("soffice"), tmp_path))
    assert [message for _, message in found] == ["公式的缓存值是 65，重算得 56"]


def test_a_program_that_does_not_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(PaperError, match="LibreOffice 没能重算这份工作簿"):
        recalculated(b"", str(tmp_path / "no-such-program"), tmp_path / "work")
