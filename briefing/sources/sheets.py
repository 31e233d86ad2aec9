"""What is in a workbook's sheet, whatever the format of the file, and how it is written into a Reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from briefing import lazy as re
from briefing.errors import SourceError
from briefing.sources.limits import MOST_MERGED
from briefing.sources.raw import Builder, RawCell

MOST_CELLS = 1_000_000  # with something in them, in a workbook
_WIDEST_GAP = 20  # empty rows or columns
_DEFAULT_NAME = re.compile(r"(?:Sheet|工作表)\s?\d*", re.I)


@dataclass(frozen=True, slots=True)
class SheetCell:
    row: int  # from 1, as the sheet counts
    column: int
    text: str


@dataclass(slots=True)
class Sheet:
    """What is in one sheet. Rows and columns from 1."""

    name: str
    cells: list[SheetCell] = field(default_factory=list)
    # First cell -> rows and columns it spans.
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncounted: list[str] = field(default_factory=list)  # cells with a formula and no value


def too_many(name: str) -> SourceError:
    return SourceError(
        f"工作簿里有内容的单元格超过 {MOST_CELLS // 10_000} 万个，未读取",
        where=name,
        hint="请删去用不着的工作表，或拆分后再读取",
    )


def write(builder: Builder, sheet: Sheet) -> None:
    """The sheet as a table; its empty rows above are left out."""
    if sheet.uncounted:
        shown = "、".join(sheet.uncounted[:3])
        builder.warnings.append(
            f"工作表“{sheet.name}”有 {len(sheet.uncounted)} 个公式没有算出的值（{shown}），请用 Excel 打开后保存一次"
        )
    cells = [cell for cell in sheet.cells if cell.text.strip()]
    if not cells:
        return
    rows = _places(cell.row for cell in cells)
    columns = _places(cell.column for cell in cells)
    height, width = max(rows.values()) + 1, max(columns.values()) + 1
    top = min(rows)
    title = [cell.text.strip() for cell in cells if cell.row == top]
    caption = (
        title[0] if len(title) == 1 else ("" if _DEFAULT_NAME.fullmatch(sheet.name) else sheet.name)
    )
    raw_cells = [
        RawCell(
            cell.text,
            rows[cell.row],
            columns[cell.column],
            *_clipped(
                sheet.merged.get((cell.row, cell.column), (1, 1)),
                height - rows[cell.row],
                width - columns[cell.column],
            ),
            place=f"{sheet.name}!{letters(cell.column)}{cell.row}",
        )
        for cell in cells
    ]
    hidden_rows = frozenset(rows[row] for row in sheet.hidden_rows if row in rows)
    hidden_columns = frozenset(columns[each] for each in sheet.hidden_columns if each in columns)
    kinds = ((len(hidden_rows), "行"), (len(hidden_columns), "列"))
    if said := "、".join(f"{count} {kind}" for count, kind in kinds if count):
        builder.warnings.append(f"工作表“{sheet.name}”有 {said}已隐藏或筛选掉，未读取")
    builder.table(raw_cells, title=caption, hidden_rows=hidden_rows, hidden_columns=hidden_columns)


def _places(numbers: Iterable[int]) -> dict[int, int]:
    """Rows or columns of a sheet -> those of its table, from 0: wide empty stretches are shortened."""
    found: dict[int, int] = {}
    before = 0
    for number in sorted(set(numbers)):
        step = min(number - before, _WIDEST_GAP) if found else 0
        found[number] = (found[before] if found else 0) + step
        before = number
    return found


def _clipped(span: tuple[int, int], rows: int, columns: int) -> tuple[int, int]:
    """A merged cell may span a million empty rows: only those with something in them count."""
    clipped = min(span[0], rows), min(span[1], columns)
    return clipped if clipped[0] * clipped[1] <= MOST_MERGED else (1, clipped[1])


def letters(column: int) -> str:
    """1 -> A, 27 -> AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
