"""Any number of observations as a workbook, a row each, written as they come: memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from briefing import periods
from briefing.model import Observation
from briefing.papers import filters
from briefing.papers.excel.cells import Cell, figure, text
from briefing.papers.excel.styles import TRIGGERS
from briefing.settings.schema import Wording

MOST_ROWS = 1_000_000  # of a sheet; Excel has 1,048,576
_COLUMNS = (("区域", 10), ("指标", 24), ("规范指标", 18), ("类型", 10), ("数值", 14), ("计量单位", 10), ("数据状态", 9), ("时期", 14), ("文件", 28), ("章节", 28),
            ("原文", 60))  # fmt: skip


def export(observations: Iterable[Observation], path: Path, wording: Wording) -> int:
    """Write the workbook to a path, sheets of at most a million rows. Returns how many observations there were. Raises OSError."""
    book = Workbook(write_only=True)
    sheet: Any = None
    count = 0
    for observation in observations:
        count += 1
        if (count - 1) % MOST_ROWS == 0:
            sheet = _sheet(book, count // MOST_ROWS + 1)
        sheet.append([_cell(sheet, cell) for cell in _row(observation, wording)])
    if sheet is None:
        _sheet(book, 1)
    book.save(path)
    return count


def _sheet(book: Workbook, number: int) -> Any:
    sheet: Any = book.create_sheet("数据" if number == 1 else f"数据{number}")
    for place, (_, width) in enumerate(_COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    heads = [WriteOnlyCell(sheet, title) for title, _ in _COLUMNS]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    return sheet


def _row(o: Observation, wording: Wording) -> list[Cell]:
    return [
        text(o.area), text(o.name), text(o.indicator or ""), text(wording.measures[o.measure]), figure(o), text(o.unit),
        text(wording.statuses[o.status]), text(periods.label(o.period)), text(o.source.file), text(" / ".join(o.source.section)),
        text(filters.quoted(o.source)),
    ]  # fmt: skip


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
