"""A table written to a worksheet: cells, hidden keys, links to sources, and the page it is printed on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from briefing.papers.excel import measure
from briefing.papers.excel.grid import Grid
from briefing.papers.excel.styles import ASKED, HEAD, NOTE, TITLE, Look, Styles
from briefing.papers.excel.table import Table

HEADS, FIRST = 3, 4  # rows: 1 heading, 2 note, 3 column heads, data from 4
KEY_MARK = "〔键〕"  # begins the head of a hidden column that holds keys
GO = "查看"
_A3 = 250  # half-width characters: a ledger with all its columns; A4 would print them too small to read

_TABS = {"projects": "D17A22", "tasks": "D17A22", "livelihood": "D17A22", "sources": "8C949C", "findings": "B3261E",
         "form_indicators": "16527F", "form_tasks": "D17A22", "form_projects": "5B8C5A"}  # fmt: skip
_TAB = "16527F"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table stands: its sheet, its first row of data, its columns from the left, a hidden column of keys for each that has any."""

    sheet: str
    table: Table
    first: int
    columns: tuple[int, ...]  # of the sheet, from 1
    keys: dict[int, int]  # place in table.columns -> column of the sheet

    @property
    def last_column(self) -> int:
        """The last of all, hidden ones too; a form's keys of rows stand in it."""
        return max([*self.columns, *self.keys.values()]) + bool(self.table.row_keys)

    def at(self, name: str, row: int) -> str | None:
        place = self.table.place(name)
        return (
            None if place is None else f"{get_column_letter(self.columns[place])}{self.first + row}"
        )

    @property
    def last_row(self) -> int:
        return self.first + len(self.table.rows) - 1

    @property
    def known_keys(self) -> frozenset[str]:
        """Of a sheet of sources: what links can lead to."""
        place = self.table.place("value")
        return (
            frozenset(row[place].key for row in self.table.rows)
            if place is not None
            else frozenset()
        )

    def link_to(self, key: str) -> str:
        """Of a sheet of sources: the formula that finds the row of the key in a cell. It survives sorting either sheet."""
        letter = get_column_letter(self.keys[self.table.place("value") or 0])
        sheet = quote_sheetname(self.sheet)
        target = f"#{sheet}!A".replace('"', '""')
        keys = f"{sheet}!${letter}${self.first}:${letter}${self.last_row}"
        return f'IFERROR(HYPERLINK("{target}"&(MATCH({key},{keys},0)+{self.first - 1}),"{GO}"),"")'


def placed(
    table: Table, sheet: str, first: int = FIRST, columns: Sequence[int] = (), beyond: int = 0
) -> Placed:
    """columns: of the sheet, from 1; by default side by side from A. beyond: the last column in use, keys stand right of it."""
    columns = tuple(columns) or tuple(range(1, len(table.columns) + 1))
    keyed = [i for i in range(len(table.columns)) if any(row[i].key for row in table.rows)]
    right = max(beyond, *columns)
    return Placed(
        sheet, table, first, columns, {i: right + number for number, i in enumerate(keyed, 1)}
    )


def write(
    grid: Grid,
    here: Placed,
    sources: Placed | None,
    styles: Styles,
    widths: Sequence[float],
    links: Mapping[str, str],
) -> None:
    """Writes heading, note, heads and rows. links: where the figures of a key lead to, outside of the workbook."""
    table = here.table
    titles = [column.title for column in table.columns]
    for column, title in zip(here.columns, titles, strict=True):
        # The heading is centred across the columns without merging any.
        grid.put(1, column, table.heading if column == 1 else None, styles.of(TITLE))
        grid.put(HEADS, column, title, styles.of(HEAD))
    grid.put(2, 1, table.note, styles.of(ASKED if table.row_keys else NOTE))
    # A head that stands twice does not say which column its keys are of: the letter does.
    named = [
        t if titles.count(t) == 1 else f"@{get_column_letter(c)}"
        for c, t in zip(here.columns, titles, strict=True)
    ]
    write_key_heads(grid, here, HEADS, named)
    free = bool(table.row_keys)  # programs sort no range that holds locked cells
    write_rows(grid, here, sources, [styles.look(column, free=free) for column in table.columns])
    keyed = [(place, here.columns[place]) for place in here.keys] if links else []
    for number, row in enumerate(table.rows, here.first):
        for place, column in keyed:
            if url := links.get(row[place].key):
                grid.link(number, column, url)
    for column, width in zip(here.columns, widths, strict=True):
        grid.sheet.column_dimensions[get_column_letter(column)].width = width
    grid.heights |= {1: 36, 2: 20, HEADS: max(30.0, measure.height(titles, widths))}
    wrapped = [i for i, column in enumerate(table.columns) if column.align == "left"]
    room = [widths[i] for i in wrapped]
    for number, row in enumerate(table.rows, here.first):
        grid.heights[number] = measure.height([row[i].text for i in wrapped], room)


def note_printed(sheets: Iterable[Placed], printed: dict[str, list[str]] | None) -> None:
    """Note in which cells (指标表 C5) the figures of a key stand, where somebody wants to know."""
    for here in sheets if printed is not None else ():
        for number, row in enumerate(here.table.rows, here.first):
            for column, cell in zip(here.columns, row, strict=True):
                if cell.key:
                    place = f"{here.sheet} {get_column_letter(column)}{number}"
                    printed.setdefault(cell.key, []).append(place)  # type: ignore[union-attr]


def write_key_heads(grid: Grid, here: Placed, row: int, titles: Sequence[str]) -> None:
    for i, column in here.keys.items():
        grid.put(row, column, KEY_MARK + titles[i])
        grid.sheet.column_dimensions[get_column_letter(column)].hidden = True


def write_rows(grid: Grid, here: Placed, sources: Placed | None, looks: Sequence[Look]) -> None:
    """The rows of data, their links and their keys. looks: the style of a column's cells, by its place in the table."""
    source = sources if sources and sources.sheet != here.sheet else None
    known = source.known_keys if source else frozenset()
    columns = [
        (at, look, [here.table.place(name) for name in column.links] if source else [])
        for at, look, column in zip(here.columns, looks, here.table.columns, strict=True)
    ]
    for number, row in enumerate(here.table.rows, here.first):
        for (at, look, links), cell in zip(columns, row, strict=True):
            value, formula = cell.value, (cell.formula(here.at) or "") if cell.formula else ""
            if source and links:
                key = next(
                    (
                        get_column_letter(here.keys[i])
                        for i in links
                        if i is not None and row[i].key in known
                    ),
                    "",
                )
                value, formula = (GO, source.link_to(f"{key}{number}")) if key else (None, "")
            grid.put(number, at, value, look(cell), formula, cell.bold)
        for place, column in here.keys.items():
            if row[place].key:
                grid.put(number, column, row[place].key)


def dress(sheet: Worksheet, here: Placed) -> None:
    """Panes, filter, A4 landscape fitted to its width, a name for the data."""
    table = here.table
    last = get_column_letter(len(here.columns))
    sheet.freeze_panes = f"{get_column_letter(_fixed(table) + 1)}{FIRST}"
    if not table.statement:
        # Hidden keys are sorted along with their rows.
        sheet.auto_filter.ref = f"A{HEADS}:{get_column_letter(here.last_column)}{here.last_row}"
    sheet.print_area = f"A1:{last}{here.last_row}"
    sheet.sheet_properties.tabColor = _TABS.get(table.name, _TAB)
    print_setup(sheet)
    if (
        sum(sheet.column_dimensions[get_column_letter(column)].width for column in here.columns)
        > _A3
    ):
        sheet.page_setup.paperSize = 8
    name = "数据_" + re.sub(r"\W", "_", sheet.title)
    book = sheet.parent
    book.defined_names[name] = DefinedName(  # type: ignore[union-attr]
        name, attr_text=f"{quote_sheetname(sheet.title)}!$A${HEADS}:${last}${here.last_row}"
    )


def leave_unprinted(grid: Grid, here: Placed, styles: Styles) -> None:
    """A sheet to look things up in: its heading and a line that says how to print the rest, instead of dozens of pages."""
    said = f"共{len(here.table.rows)}行，供查询，不随工作簿打印；要打印，在“页面布局”里取消打印区域"
    grid.put(2, 1, "；".join(part for part in (here.table.note, said) if part), styles.of(NOTE))
    grid.sheet.print_area = f"A1:{get_column_letter(here.columns[-1])}{HEADS}"


def _fixed(table: Table) -> int:
    """How many columns do not scroll: up to the one that names the row."""
    return next(
        (
            i + 1
            for i, column in enumerate(table.columns)
            if column.name in ("name", "quote", "message")
        ),
        1,
    )


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
