"""The cells of a sheet as its XML: formulas with what they come to, figures with the digits of their source, texts that stay texts.

openpyxl writes all else of a workbook. Its own cells leave out what formulas come to, so that mail previews show nothing; putting that
in afterwards would cost more than writing the cells here, which takes half the time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from functools import cache, lru_cache
from html import escape as escaped
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | Decimal | None

_DATA = re.compile(rb"<sheetData ?/>|<sheetData></sheetData>")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"')

# What follows links in a sheet; some of it is always there.
_AFTER_LINKS = re.compile(rb"<printOptions|<pageMargins")
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_letter = cache(get_column_letter)


@lru_cache(maxsize=16384)
def escape(text: str) -> str:
    return escaped(text, quote=False)


@lru_cache(maxsize=16384)  # a sheet says the same names and sentences again and again
def _text(text: str) -> str:
    """What a cell of a text holds, after its name and style."""
    return f' t="inlineStr"><is><t xml:space="preserve">{escaped(text, quote=False)}</t></is></c>'


def _id(number: int) -> str:
    """Of the relationship with a file a sheet leads to."""
    return f"link{number}"


class Grid:
    """What stands in a sheet's cells. Rows and columns count from 1, styles are numbers of `Styles`, heights are in points."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.heights: dict[int, float] = {}
        self._links: dict[str, str] = {}  # by the cell's name
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
        if formula:
            kind = ' t="str"' if isinstance(value, str) else ""
            cached = "" if value is None else f"<v>{escape(str(value))}</v>"
            holds = f"{kind}><f>{escape(formula)}</f>{cached}</c>"
        elif value is None or value == "":
            holds = "/>"
        elif isinstance(value, str):
            holds = self._begun(value, bold) if bold else _text(value)
        elif isinstance(value, Decimal):
            holds = f"><v>{value:f}</v></c>"
        else:
            holds = f"><v>{value}</v></c>"
        self._rows[row][column] = f'<c r="{_letter(column)}{row}" s="{style}"{holds}'

    def link(self, row: int, column: int, url: str) -> None:
        """Lead from a cell to a place (after #) in a file; the cell looks as it did."""
        self._links[f"{_letter(column)}{row}"] = url

    def _begun(self, text: str, bold: str) -> str:
        """A text that begins in bold."""
        if bold == text or not text.startswith(bold):
            return _text(text)
        font: Any = self.sheet.parent._named_styles["Normal"].font  # type: ignore[union-attr]
        looks = f'<b/><sz val="{font.sz:g}"/><rFont val="{escape(font.name)}"/>'
        rest = (
            f'<r><t xml:space="preserve">{escape(text[len(bold) :])}</t></r>'  # as the cell looks
        )
        begins = f'<r><rPr>{looks}</rPr><t xml:space="preserve">{escape(bold)}</t></r>'
        return f' t="inlineStr"><is>{begins}{rest}</is></c>'

    @property
    def last_row(self) -> int:
        return max(self._rows, default=1)

    @property
    def last_column(self) -> int:
        return max((max(cells) for cells in self._rows.values() if cells), default=1)

    def into(self, xml: bytes) -> bytes:
        """The sheet's part with these cells in it. openpyxl made it without any."""
        data = self._data().encode()
        xml = _DIMENSION.sub(
            f'<dimension ref="A1:{get_column_letter(self.last_column)}{self.last_row}"'.encode(),
            xml,
            count=1,
        )
        xml = _DATA.sub(lambda _: data, xml, count=1)
        links = self._hyperlinks().encode()
        return _AFTER_LINKS.sub(lambda found: links + found[0], xml, count=1) if links else xml

    def related(self, xml: bytes) -> bytes:
        """The sheet's relationships with the files its cells lead to. xml: those openpyxl made, b"" for none."""
        made = "".join(
            f'<Relationship Id="{_id(number)}" Type="{_R}/hyperlink" Target="{escape(file)}" TargetMode="External"/>'
            for number, file in enumerate(self._files())
        )
        whole = xml or f'<Relationships xmlns="{_PACKAGE}"></Relationships>'.encode()
        return whole.replace(b"</Relationships>", f"{made}</Relationships>".encode())

    @property
    def leads_out(self) -> bool:
        return bool(self._links)

    def _files(self) -> list[str]:
        return sorted({url.partition("#")[0] for url in self._links.values()})

    def _hyperlinks(self) -> str:
        numbers = {file: number for number, file in enumerate(self._files())}
        links = [
            f'<hyperlink ref="{cell}" r:id="{_id(numbers[file])}" location="{place}"/>'
            for cell, url in self._links.items()
            for file, _, place in [url.partition("#")]
        ]
        return f'<hyperlinks xmlns:r="{_R}">{"".join(links)}</hyperlinks>' if links else ""

    def _data(self) -> str:
        rows = []
        for number in sorted(self._rows.keys() | self.heights):
            height = (
                f' ht="{self.heights[number]:g}" customHeight="1"' if number in self.heights else ""
            )
            cells = self._rows.get(number, {})
            inside = "".join([cells[column] for column in sorted(cells)])
            rows.append(f'<row r="{number}"{height}>{inside}</row>')
        return f"<sheetData>{''.join(rows)}</sheetData>"
