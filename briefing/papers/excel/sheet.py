"""A table written to a worksheet: cells, hidden keys, links to sources, and the page it is printed on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from briefing.papers.excel import measure
from briefing.papers.excel.cells import TEXT_TO_THE_RIGHT, Cell
from briefing.papers.excel.styles import HEAD, LINK, NOTE, TITLE, Styles
from briefing.papers.excel.table import Table

HEADS, FIRST = 3, 4  # rows: 1 heading, 2 note, 3 column heads, data from 4
KEY_MARK = "〔键〕"  # begins the head of a hidden column that holds keys
GO = "查看"
_A3 = 250  # half-width characters: a ledger with all its columns; A4 would print them too small to read
Values = dict[str, str]  # what formulas come to, by cell

_TABS = {"projects": "D17A22", "tasks": "D17A22", "livelihood": "D17A22", "sources": "8C949C", "findings": "B3261E"}
_TAB = "16527F"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table stands: its sheet, its first row of data, its columns from the left, a hidden column of keys for each that has any."""

    sheet: str
    table: Table
    first: int
    columns: tuple[int, ...]  # of the sheet, from 1
    keys: dict[int, int]  # place in table.columns -> column of the sheet

    def at(self, name: str, row: int) -> str | None:
        place = self.table.place(name)
        return None if place is None else f"{get_column_letter(self.columns[place])}{self.first + row}"

    @property
    def last_row(self) -> int:
        return self.first + len(self.table.rows) - 1

    @property
    def known_keys(self) -> frozenset[str]:
        """Of a sheet of sources: what links can lead to."""
        place = self.table.place("value")
        return frozenset(row[place].key for row in self.table.rows) if place is not None else frozenset()

    def link_to(self, key: str) -> str:
        """Of a sheet of sources: the formula that finds the row of the key in a cell. It survives sorting either sheet."""
        letter = get_column_letter(self.keys[self.table.place("value") or 0])
        sheet = quote_sheetname(self.sheet)
        target = f"#{sheet}!A".replace('"', '""')
        keys = f"{sheet}!${letter}${self.first}:${letter}${self.last_row}"
        return f'=IFERROR(HYPERLINK("{target}"&(MATCH({key},{keys},0)+{self.first - 1}),"{GO}"),"")'


def placed(table: Table, sheet: str, first: int = FIRST, columns: Sequence[int] = (), beyond: int = 0) -> Placed:
    """columns: of the sheet, from 1; by default side by side from A. beyond: the last column in use, keys stand right of it."""
    columns = tuple(columns) or tuple(range(1, len(table.columns) + 1))
    keyed = [i for i in range(len(table.columns)) if any(row[i].key for row in table.rows)]
    right = max(beyond, *columns)
    return Placed(sheet, table, first, columns, {i: right + number for number, i in enumerate(keyed, 1)})


def write(sheet: Worksheet, here: Placed, sources: Placed | None, styles: Styles, widths: Sequence[float]) -> Values:
    """Writes heading, note, heads and rows; returns what the formulas come to."""
    table, last = here.table, len(here.columns)
    _line(sheet, 1, last, styles, TITLE, table.heading)
    _line(sheet, 2, 1, styles, NOTE, table.note)
    for column, width in zip(table.columns, widths, strict=True):
        _line(sheet, HEADS, 1, styles, HEAD, column.title, first=here.columns[table.columns.index(column)])
        sheet.column_dimensions[get_column_letter(here.columns[table.columns.index(column)])].width = width
    write_key_heads(sheet, here, HEADS, [column.title for column in table.columns])
    sheet.row_dimensions[1].height = 36
    sheet.row_dimensions[2].height = 20
    sheet.row_dimensions[HEADS].height = max(30.0, measure.height([column.title for column in table.columns], widths))
    values = write_rows(sheet, here, sources, styles)
    wrapped = [i for i, column in enumerate(table.columns) if column.align == "left"]
    for number, row in enumerate(table.rows, here.first):
        sheet.row_dimensions[number].height = measure.height([row[i].text for i in wrapped], [widths[i] for i in wrapped])
    return values


def _line(sheet: Worksheet, row: int, count: int, styles: Styles, style: str, value: str, first: int = 1) -> None:
    """A text and as many cells of its style: a heading is centred across them without merging any."""
    for column in range(first, first + count):
        cell: Any = sheet.cell(row, column, value or None if column == first else None)
        cell._style = styles.of(style)
        cell.data_type = "s" if cell.value else "n"


def write_key_heads(sheet: Worksheet, here: Placed, row: int, titles: Sequence[str]) -> None:
    for i, column in here.keys.items():
        sheet.cell(row, column, KEY_MARK + titles[i])
        sheet.column_dimensions[get_column_letter(column)].hidden = True


def write_rows(sheet: Worksheet, here: Placed, sources: Placed | None, styles: Styles | None) -> Values:
    """The rows of data with their keys. Without styles cells keep the looks they have."""
    values: Values = {}
    source = sources if sources and sources.sheet != here.sheet else None
    known = source.known_keys if source else frozenset()
    links = [[here.table.place(name) for name in column.links] for column in here.table.columns]
    for number, row in enumerate(here.table.rows, here.first):
        for column, at, cell, leads in zip(here.table.columns, here.columns, row, links, strict=True):
            written: Any = sheet.cell(number, at)
            if styles:
                quoted = isinstance(cell.value, str) and cell.value[:1] in _TRIGGERS
                shown = TEXT_TO_THE_RIGHT if column.align == "right" and isinstance(cell.value, str) else cell.format
                written._style = styles.body(cell.tone, column.align, shown, quoted=quoted)
            if leads:
                if styles:
                    written._style = styles.of(LINK, "center")
                key = next((get_column_letter(here.keys[i]) for i in leads if i is not None and row[i].key in known), "")
                if key and source:
                    written.value = source.link_to(f"{key}{number}")
                    values[written.coordinate] = GO
            else:
                _put(written, cell, here, values)
        for i, column_of_keys in here.keys.items():
            if row[i].key:
                sheet.cell(number, column_of_keys, row[i].key).data_type = "s"
    return values


_TRIGGERS = ("=", "+", "-", "@", "\t", "'")


def _put(written: Any, cell: Cell, here: Placed, values: Values) -> None:
    formula = cell.formula(here.at) if cell.formula else None
    if formula:
        written.value = f"={formula}"
        values[written.coordinate] = str(cell.value)
    elif cell.value is not None:
        written.value = cell.value
        if isinstance(cell.value, str):
            written.data_type = "s"  # text that begins with = is no formula


def dress(sheet: Worksheet, here: Placed) -> None:
    """Panes, filter, repeated heads, A4 landscape fitted to its width, a name for the data."""
    table = here.table
    last = get_column_letter(len(here.columns))
    sheet.freeze_panes = f"{get_column_letter(_fixed(table) + 1)}{FIRST}"
    if not table.statement:
        # Hidden keys are sorted along with their rows.
        sheet.auto_filter.ref = f"A{HEADS}:{get_column_letter(max([len(here.columns), *here.keys.values()]))}{here.last_row}"
    sheet.print_title_rows = f"{HEADS}:{HEADS}"
    sheet.print_area = f"A1:{last}{here.last_row}"
    sheet.sheet_properties.tabColor = _TABS.get(table.name, _TAB)
    print_setup(sheet)
    if sum(sheet.column_dimensions[get_column_letter(column)].width for column in here.columns) > _A3:
        sheet.page_setup.paperSize = 8
    name = "数据_" + re.sub(r"\W", "_", sheet.title)
    book = sheet.parent
    book.defined_names[name] = DefinedName(name, attr_text=f"{quote_sheetname(sheet.title)}!$A${HEADS}:${last}${here.last_row}")  # type: ignore[union-attr]


def _fixed(table: Table) -> int:
    """How many columns do not scroll: up to the one that names the row."""
    return next((i + 1 for i, column in enumerate(table.columns) if column.name in ("name", "quote", "message")), 1)


def print_setup(sheet: Worksheet, *, pages: int = 0) -> None:
    """A4 landscape, one page wide and as many high as it takes, or no more than `pages`."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = pages
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.75, 0.3, 0.4
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.left.text = "&A"  # type: ignore[union-attr]
    sheet.oddFooter.right.text = "第&P页 共&N页"  # type: ignore[union-attr]
