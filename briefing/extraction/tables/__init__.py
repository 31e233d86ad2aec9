"""Observations from tables: real ones (docx, xlsx, html, pdf) and those that plain text flattened.

Real tables are not in `document.text`; flattened ones are, and whoever reads its prose must pass over their spans: their figures are
reported from here. A table is read where its header says what its columns hold. Of tables of projects (重点项目台账) only the sums are
figures of the area; those of tasks and of people are left alone; the text of a flattened one of those is prose.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from briefing.extraction import ledger
from briefing.extraction.lexicon import Lexicon
from briefing.extraction.tables import flat, grid, labels, reading, texts, unread
from briefing.extraction.tables.dictionary import Dictionary
from briefing.extraction.tables.grid import Grid
from briefing.extraction.tables.layout import Columns
from briefing.model import Document, Observation, Table, Unread

_LONGEST_HEAD = 40

__all__ = ["TablesRead", "read_tables"]


class TablesRead(NamedTuple):
    """What the tables of a document say."""

    observations: tuple[Observation, ...]  # in text order
    spans: list[
        tuple[int, int]
    ]  # of flattened ones, from header to last note, half-open in `document.text`
    unread: tuple[Unread, ...]  # numbers of real ones that gave none, by table


def read_tables(document: Document, lexicon: Lexicon) -> TablesRead:
    """Every figure of a document's tables. Linear in the cells; never raises for what a table holds.

    One row is one indicator, or one area or time in a table whose columns are indicators. Hidden rows and columns are passed over, so are
    dashes, blanks and words. A figure of a real table whose unit nothing says bears none; one of flattened text is not reported.
    """
    found: list[Observation] = []
    reasons: dict[int, str] = {}
    before: Columns | None = None
    units = Dictionary(document.reading)
    for one in _whole_grids(document):
        goes_on = before if before and before.width == one.columns and not one.above else None
        made, before = reading.observations(document, one, lexicon, goes_on, reasons, units)
        found += made
    if found and (projects := _of_projects(document)):
        found = [seen for seen in found if seen.source.start not in projects]
    missed = tuple(_unread(document, found, reasons))
    spans: list[tuple[int, int]] = []
    for one in _flat_grids(document):
        made, _ = reading.observations(document, one, lexicon)
        found += made
        spans += [(one.start, one.end)] if made else []
    ordered = tuple(sorted(found, key=lambda observation: observation.source.start))
    return TablesRead(ordered, spans, missed)


def _unread(
    document: Document, found: list[Observation], reasons: dict[int, str]
) -> Iterator[Unread]:
    read = {observation.source.start for observation in found}
    bare = (o for o in found if o.measure == "level" and not o.unit)
    unitless = {o.source.start for o in bare if not labels.is_index(o.name)}
    numbers = {table.start: n for n, table in enumerate(document.reading.tables, start=1)}
    for table in document.tables:
        if not _is_ledger(table):
            number = numbers.get(table.start, 0)
            one = unread.of_table(table, number, read, reasons, unitless)
            if one:
                yield one


def _flat_grids(document: Document) -> Iterator[Grid]:
    """Those of running text, in its order."""
    after = document.start
    found = (*flat.parted(document), *flat.listed(document))
    for table in sorted(found, key=lambda table: table.start):
        if not _is_ledger(table):
            yield grid.of_table(document, table, after, flat=True)
        after = table.end


def _whole_grids(document: Document) -> Iterator[Grid]:
    """The real tables of figures; one that goes on under the same header on the next page is one."""
    parts: list[Grid] = []
    after = document.start
    starts = [*(table.start for table in document.tables[1:]), 0]
    for table, until in zip(document.tables, starts, strict=False):
        one = grid.of_table(document, table, after, until=until)
        after = table.end
        if len(parts) == 1 and (whole := grid.beside(parts[0], one)):
            parts = [whole]
            continue
        if parts and not grid.goes_on(parts[0], one):
            yield grid.joined(parts)
            parts = []
        parts.append(one)
    if parts:
        yield grid.joined(parts)


def _is_ledger(table: Table) -> bool:
    return _ledger(table) is not None


def _ledger(table: Table) -> ledger.Form | None:
    """A table of projects has its own reader. Asked only of tables whose first rows speak of projects; 民生实事 have figures too."""
    cells = [table.title, *(cell.text for cell in table.cells[:60] if cell.row < 8)]
    said = "".join(cells)
    if any("实事" in text for text in cells if len(text) <= _LONGEST_HEAD) or not (
        "投资" in said or "建设" in said
    ):
        return None
    form = ledger.read_form(table, ledger.COLUMNS, "项目名称")
    return form if form is not None and ledger.is_ledger(form) else None


def _of_projects(document: Document) -> set[int]:
    """Where the figures of single projects stand, in the reader's text: those of a ledger but its sums."""
    found: set[int] = set()
    for table in document.tables:
        if form := _ledger(table):
            cells = {id(cell): cell for row, _ in form.entries for cell in row.values()}
            told = (cell for cell in cells.values() if texts.figures(cell.text))
            found.update(at for cell in told for at in range(cell.start, cell.end))
    return found
