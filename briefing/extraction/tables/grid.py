"""A table as rows of cells, whatever it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from briefing import lazy as re
from briefing.extraction.tables import texts, times
from briefing.extraction.tables.context import NOTE, UNIT_LINE
from briefing.model import Cell, Document, Section, Table

Row = tuple[Cell, ...]  # the cells that begin in one row, by column; empty cells do not stand

_LINES_ABOVE = 4  # of running text that may say what a table is about
_LONGEST_LINE = 60
_LEAST_SPREAD = 5  # rows of a table that goes on to the right on the next page
_NOTES = 600  # characters below a table in which its notes stand
_DEEPEST = 6  # rows of a header
_AGAIN = re.compile(
    r"^(?:续?表[\d一二三四五六七八九十—-]*|[(（]?续表?[\d一二三四五六七八九十]*[)）]?)$|[(（]续[)）]"
)
_PAGE = re.compile(r"[-—·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?[-—·\s]*")


@dataclass(frozen=True, slots=True)
class Grid:
    """The visible cells of a table. Offsets are places in the reader's text."""

    rows: tuple[Row, ...]
    columns: int
    above: tuple[str, ...] = ()  # the lines above it, from the top down: title, 单位：万元
    section: Section | None = None  # it stands in
    start: int = 0  # in the document's clean text, for a table that is part of it
    end: int = 0
    notes: tuple[str, ...] = field(default=())  # below it
    height: int = 0  # rows of a real table, blank ones too


def of_table(
    document: Document, table: Table, after: int, *, flat: bool = False, until: int = 0
) -> Grid:
    """A table. after, until: where in the reader's text the one before it ends and the next begins. flat: it was found in running text."""
    place = min(document.offsets.clean_at(table.start), len(document.text))
    section = document.section_at(max(0, place - 1))
    visible = sorted(_visible(table), key=lambda cell: (cell.row, cell.column))
    rows = tuple(tuple(row) for _, row in groupby(visible, key=lambda cell: cell.row))
    above = _lines_above(document, table.start, after, nearest=flat)
    for line in (table.title, _dated_sheet(table)):
        if line and texts.label(line) not in map(texts.label, above):
            above = (line, *above)
    if not flat and not any(UNIT_LINE.search(texts.plain(line)) for line in above):
        above = (*_unit_below(document.reading.text, table.end, until), *above)
    notes, end = (
        _notes_below(document.text, document.offsets.clean_at(table.end)) if flat else ((), 0)
    )
    return Grid(rows, table.columns, above, section, place if flat else 0, end, notes, table.rows)


def _dated_sheet(table: Table) -> str:
    """The name of the sheet a table stands in, where it says a time: 2024年5月."""
    name, mark, _ = table.cells[0].place.partition("!") if table.cells else ("", "", "")
    when = times.take(texts.plain(name))[0] if mark else times.When()
    return name if when.first or when.part else ""


def _unit_below(text: str, end: int, until: int) -> tuple[str, ...]:
    """The line right below a table that gives its unit, unless the next table begins behind it."""
    at = end
    for line in text[end : end + 2 * _LONGEST_LINE].split("\n"):
        at += len(line) + 1
        if line.strip():
            ours = UNIT_LINE.match(texts.plain(line.strip(" \t（("))) and len(line) < _LONGEST_LINE
            return (line.strip(),) if ours and (not until or text[at:until].strip()) else ()
    return ()


def _notes_below(text: str, end: int) -> tuple[tuple[str, ...], int]:
    """The notes right below a table of running text, and where the last of them ends."""
    notes: list[str] = []
    at = end
    for line in text[end : end + _NOTES].split("\n"):
        if line.strip() and not NOTE.match(line.strip()):
            break
        notes += [line] if line.strip() else []
        at += len(line) + 1
        end = at - 1 if line.strip() else end
    return tuple(notes), end


def _visible(table: Table) -> Iterator[Cell]:
    """The cells of which something is shown, none larger than the table."""
    hidden_rows, hidden_columns = table.hidden_rows, table.hidden_columns
    for cell in table.cells:
        if cell.row_span > 1 or cell.column_span > 1:
            cell = replace(
                cell,
                row_span=min(cell.row_span, table.rows - cell.row),
                column_span=min(cell.column_span, table.columns - cell.column),
            )
        if (
            hidden_rows
            and cell.row in hidden_rows
            and not _reaches_out(cell.row, cell.row_span, hidden_rows)
        ):
            continue
        if (
            hidden_columns
            and cell.column in hidden_columns
            and not _reaches_out(cell.column, cell.column_span, hidden_columns)
        ):
            continue
        if not texts.is_nothing(cell.text):
            yield cell


def _reaches_out(first: int, span: int, hidden: frozenset[int]) -> bool:
    """Whether a merged cell that begins in a hidden row or column reaches a visible one."""
    return span > 1 and any(
        at not in hidden for at in range(first, first + min(span, len(hidden) + 1))
    )


def goes_on(first: Grid, after: Grid) -> bool:
    """Whether a table is the next page of another: under the same heads, and the same title where it has one."""
    if first.columns != after.columns or not first.rows or not after.rows:
        return False
    if not _shared_rows(first, after):
        return False
    titles = [_titles(first), _titles(after)]
    return not titles[1] or titles[0] == titles[1]


def beside(first: Grid, after: Grid) -> Grid | None:
    """A table whose right half stands on the next page, whole: as many rows, and nothing but figures below its heads."""
    if first.height != after.height or after.height < _LEAST_SPREAD:
        return None
    if any(_is_words(cell.text) for row in after.rows if row[0].row for cell in row):
        return None
    rows = {row[0].row: list(row) for row in first.rows}
    for row in after.rows:
        shifted = [replace(cell, column=cell.column + first.columns) for cell in row]
        rows.setdefault(row[0].row, []).extend(shifted)
    whole = tuple(tuple(rows[at]) for at in sorted(rows))
    above = (*first.above, *(line for line in after.above if "单位" in line))
    return replace(first, rows=whole, columns=first.columns + after.columns, above=above)


def _is_words(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def joined(parts: list[Grid]) -> Grid:
    """The pages of one table as one grid; the heads of later pages are left out."""
    first = parts[0]
    if len(parts) == 1:
        return first
    rows = list(first.rows)
    for part in parts[1:]:
        rows += part.rows[_shared_rows(first, part) :]
    return replace(first, rows=tuple(rows))


def _shared_rows(first: Grid, after: Grid) -> int:
    """How many rows from the top are the same in both."""
    same = 0
    for one, other in zip(first.rows[:_DEEPEST], after.rows[:_DEEPEST], strict=False):
        if [(c.column, texts.label(c.text)) for c in one] != [
            (c.column, texts.label(c.text)) for c in other
        ]:
            break
        same += 1
    return same


def _titles(of: Grid) -> list[str]:
    return [line for text in of.above if (line := _AGAIN.sub("", texts.label(text)))]


def _lines_above(
    document: Document, start: int, after: int, *, nearest: bool = False
) -> tuple[str, ...]:
    """The short lines right above a table in the reader's text, not reaching above the table before it. nearest: up to the first title.

    Cleaning may have taken a line that stands on many pages: 单位：万元 is one.
    """
    text = document.reading.text
    found: list[str] = []
    least = max(after, document.start)
    end = min(start, len(text))
    while end > least and len(found) < _LINES_ABOVE:
        begin = max(text.rfind("\n", least, end - 1) + 1, least)
        line = text[begin:end].strip()
        end = begin
        if not line or _PAGE.fullmatch(line):
            continue
        if len(line) > _LONGEST_LINE or line.endswith(("。", "；", "，")):
            break
        found.append(line)
        if nearest and not UNIT_LINE.search(texts.plain(line)):
            break
    return tuple(reversed(found))
