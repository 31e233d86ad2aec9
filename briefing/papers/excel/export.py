"""Any number of rows as a workbook, written as they come: memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from briefing.papers.excel.cells import Cell
from briefing.papers.excel.styles import TRIGGERS

MOST_ROWS = 1_000_000  # of a sheet; Excel has 1,048,576
# Widths of columns in characters, by their heads.
_WIDTHS = {"指标": 24, "名称": 28, "规范指标": 18, "文件": 28, "章节": 28, "说明": 60, "内容": 60, "原文": 60}  # fmt: skip
_WIDTH = 14


def export(heads: Sequence[str], rows: Iterable[Sequence[Cell]], path: Path) -> int:
    """Write the workbook to a path, sheets of at most a million rows. Returns how many rows there were. Raises OSError."""
    book = Workbook(write_only=True)
    sheet: Any = None
    count = 0
    for row in rows:
        count += 1
        if (count - 1) % MOST_ROWS == 0:
            sheet = _sheet(book, heads, count // MOST_ROWS + 1)
        sheet.append([_cell(sheet, cell) for cell in row])
    if sheet is None:
        _sheet(book, heads, 1)
    book.save(path)
    return count


def _sheet(book: Workbook, heads: Sequence[str], number: int) -> Any:
    sheet: Any = book.create_sheet("数据" if number == 1 else f"数据{number}")
    for place, head in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(head, _WIDTH)
    sheet.freeze_panes = "A2"
    made = [WriteOnlyCell(sheet, head) for head in heads]
    for cell in made:
        cell.font = Font(bold=True)
    sheet.append(made)
    return sheet


def _cell(sheet: Any, cell: Cell) -> Any:
    """Text stays text whatever it begins with."""
    if cell.empty:
        return None
    made: Any = WriteOnlyCell(sheet)
    if isinstance(cell.value, str):
        made._value, made.data_type = cell.value, "s"  # the setter would make a formula of =…
        made.quotePrefix = cell.value.startswith(TRIGGERS)
    else:
        made.value = float(cell.value) if isinstance(cell.value, Decimal) else cell.value
        made.number_format = cell.format
    return made
