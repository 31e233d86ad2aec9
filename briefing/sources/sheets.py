"""What is in a workbook's sheet, whatever the format of the file, and how it is written into a Reading."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefing import lazy as re
from briefing.errors import SourceError
from briefing.sources.raw import Builder, RawCell

MOST_CELLS = 1_000_000  # with something in them, in a workbook
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
    top, left = min(cell.row for cell in cells), min(cell.column for cell in cells)
    last_row, last_column = max(cell.row for cell in cells), max(cell.column for cell in cells)
    title = [cell.text.strip() for cell in cells if cell.row == top]
    caption = (
        title[0] if len(title) == 1 else ("" if _DEFAULT_NAME.fullmatch(sheet.name) else sheet.name)
    )
    raw_cells = [
        RawCell(
            cell.text,
            cell.row - top,
            cell.column - left,
            *_clipped(
                sheet.merged.get((cell.row, cell.column), (1, 1)),
                last_row - cell.row + 1,
                last_column - cell.column + 1,
            ),
            place=f"{sheet.name}!{letters(cell.column)}{cell.row}",
        )
        for cell in cells
    ]
    builder.table(
        raw_cells,
        title=caption,
        hidden_rows=frozenset(row - top for row in sheet.hidden_rows if row >= top),
        hidden_columns=frozenset(
            column - left for column in sheet.hidden_columns if column >= left
        ),
    )


def _clipped(span: tuple[int, int], rows: int, columns: int) -> tuple[int, int]:
    """A merged cell may span a million empty rows: only those with something in them count."""
    return min(span[0], rows), min(span[1], columns)


def letters(column: int) -> str:
    """1 -> A, 27 -> AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
