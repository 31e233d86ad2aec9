"""The cells of a sheet as its XML: formulas with what they come to, figures with the digits of their source, texts that stay texts.

openpyxl writes all else of a workbook. Its own cells leave out what formulas come to, so that mail previews show nothing; putting that
in afterwards would cost more than writing the cells here, which takes half the time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | Decimal | None

_DATA = re.compile(rb"<sheetData ?/>|<sheetData></sheetData>")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"')


class Grid:
    """What stands in a sheet's cells. Rows and columns count from 1, styles are numbers of `Styles`, heights are in points."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.heights: dict[int, float] = {}
        self._rows: defaultdict[int, dict[int, str]] = defaultdict(dict)

    def put(
        self,
        row: int,
        column: int,
        value: Value = None,
        style: int = 0,
        formula: str = "",
        bold: str = "",
    ) -> None:
        """A value and its looks; with a formula (without its =) the value is what that comes to. bold: how a text begins, in bold."""
        start = f'<c r="{get_column_letter(column)}{row}" s="{style}"'
        if formula:
            kind = ' t="str"' if isinstance(value, str) else ""
            cached = "" if value is None else f"<v>{escape(str(value))}</v>"
            cell = f"{start}{kind}><f>{escape(formula)}</f>{cached}</c>"
        elif value is None or value == "":
            cell = f"{start}/>"
        elif isinstance(value, str):
            cell = f'{start} t="inlineStr"><is>{self._runs(value, bold)}</is></c>'
        else:
            cell = (
                f"{start}><v>{value:f}</v></c>"
                if isinstance(value, Decimal)
                else f"{start}><v>{value}</v></c>"
            )
        self._rows[row][column] = cell

    def _runs(self, text: str, bold: str) -> str:
        if not bold or bold == text or not text.startswith(bold):
            return f'<t xml:space="preserve">{escape(text)}</t>'
        font: Any = self.sheet.parent._named_styles["Normal"].font  # type: ignore[union-attr]
        looks = f'<b/><sz val="{font.sz:g}"/><rFont val="{escape(font.name)}"/>'
        rest = (
            f'<r><t xml:space="preserve">{escape(text[len(bold) :])}</t></r>'  # as the cell looks
        )
        return f'<r><rPr>{looks}</rPr><t xml:space="preserve">{escape(bold)}</t></r>{rest}'

    @property
    def last_row(self) -> int:
        return max(self._rows, default=1)

    @property
    def last_column(self) -> int:
        return max((column for cells in self._rows.values() for column in cells), default=1)

    def into(self, xml: bytes) -> bytes:
        """The sheet's part with these cells in it. openpyxl made it without any."""
        data = self._data().encode()
        xml = _DIMENSION.sub(
            f'<dimension ref="A1:{get_column_letter(self.last_column)}{self.last_row}"'.encode(),
            xml,
            count=1,
        )
        return _DATA.sub(lambda _: data, xml, count=1)

    def _data(self) -> str:
        rows = []
        for number in sorted(self._rows.keys() | self.heights):
            height = (
                f' ht="{self.heights[number]:g}" customHeight="1"' if number in self.heights else ""
            )
            cells = self._rows.get(number, {})
            rows.append(
                f'<row r="{number}"{height}>{"".join(cells[column] for column in sorted(cells))}</row>'
            )
        return f"<sheetData>{''.join(rows)}</sheetData>"
