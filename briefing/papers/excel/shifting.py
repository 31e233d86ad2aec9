"""What happens to the rest of a sheet when its row of data becomes many: references and ranges move and grow as Excel's do."""

from __future__ import annotations

import re
from typing import Any

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.utils import get_column_letter, range_boundaries

_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")


def shifted(formula: str, row: int, moved: int) -> str:
    """References to rows below move down; ranges that hold the row of data grow with it."""
    tokens = Tokenizer("=" + formula)
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE and "!" not in token.value:
            first, colon, last = token.value.partition(":")
            ends = [
                _CELL.sub(lambda m: _moved(m, row, moved), first),
                _CELL.sub(lambda m: _moved(m, row - 1, moved), last),
            ]
            token.value = colon.join(ends) if colon else ends[0]
    return str(tokens.render()).removeprefix("=")  # type: ignore[no-untyped-call]


def _moved(match: re.Match[str], row: int, moved: int) -> str:
    number = int(match[4])
    return f"{match[1]}{match[2]}{match[3]}{number + moved if number > row else number}"


def stretch(sheet: Any, row: int, moved: int) -> None:
    """Merged cells below the row of data, filters, validations, conditional formats and the print area."""

    def longer(reference: str) -> str:
        left, top, right, bottom = range_boundaries(reference.replace("$", ""))
        top, bottom = (
            each + (moved if each > limit else 0)  # type: ignore[operator]
            for each, limit in ((top, row), (bottom, row - 1))
        )
        return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"  # type: ignore[arg-type]

    for merged in list(sheet.merged_cells.ranges):
        if merged.min_row > row:
            merged.shift(0, moved)
    for validation in sheet.data_validations.dataValidation:
        validation.sqref = type(validation.sqref)(
            " ".join(longer(str(each)) for each in validation.sqref.ranges)
        )
    formats, sheet.conditional_formatting = (
        sheet.conditional_formatting,
        ConditionalFormattingList(),
    )
    for each in formats:
        for rule in each.rules:
            sheet.conditional_formatting.add(
                " ".join(longer(str(area)) for area in each.sqref.ranges), rule
            )
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = longer(sheet.auto_filter.ref)
    if sheet.print_area:
        sheet.print_area = [longer(each.rpartition("!")[2]) for each in sheet.print_area.split(",")]
