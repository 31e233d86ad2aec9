"""A workbook read back: every figure that names its fact."""

from __future__ import annotations

import io
from typing import NamedTuple

from openpyxl import load_workbook

from briefing.papers.excel.sheet import KEY_MARK


class BoundFigure(NamedTuple):
    """A cell whose row names its fact. `value` is as stored: 56.7 of 56.70."""

    key: str
    cell: str  # 主要指标!E4
    value: str


def bound_figures(data: bytes) -> list[BoundFigure]:
    """Every figure in a workbook that names its fact, in sheet and row order."""
    book = load_workbook(io.BytesIO(data), data_only=True)
    found = []
    for sheet in book.worksheets:
        pairs: list[tuple[int, int]] = []
        for row in sheet.iter_rows():
            heads = {str(cell.value): cell.column - 1 for cell in row if cell.value is not None}
            if any(head.startswith(KEY_MARK) for head in heads):
                pairs = [(heads[head[len(KEY_MARK) :]], column) for head, column in heads.items() if head.startswith(KEY_MARK)]
                continue
            for shown, hidden in pairs:
                if key := row[hidden].value:
                    found.append(BoundFigure(str(key), f"{sheet.title}!{row[shown].coordinate}", str(row[shown].value)))
    return found
