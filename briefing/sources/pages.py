"""Printed pages to text and tables, whatever format they came in: characters and rules of each page in, a Raw out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from briefing.errors import SourceError
from briefing.sources import columns, ruled, shading
from briefing.sources.columns import Printed
from briefing.sources.raw import Builder, Raw, RawCell
from briefing.sources.ruled import Box, Found, Grid, Rules

_FEWEST = 5  # characters on a page that has a text layer
PICTURE = "没有文字层，未读取"


@dataclass(slots=True)
class Drawn(Rules):
    """The rules of a page, and its coloured rectangles without a frame."""

    fills: list[shading.Fill] = field(default_factory=list)


@dataclass(slots=True)
class PageContent:
    """Characters in the order of the page's content; `aside`: those that stand at an angle to most.

    An aside character comes as it stands on the page, and turned upright.
    """

    characters: list[Box]
    aside: list[tuple[Box, Box]] = field(default_factory=list)
    rules: Rules = field(default_factory=Rules)
    slanted: int = 0  # characters of a watermark, left out
    unknown: int = 0  # characters whose font does not say what they are
    drawing: bool = False  # so many lines that no table was looked for


@dataclass(slots=True)
class _Page:
    """The characters of a page outside its tables, its tables, and the gaps between its columns."""

    characters: list[Box]
    tables: list[Grid]
    gutters: tuple[float, ...]


def read(name: str, contents: Iterable[PageContent], builder: Builder) -> Raw:
    """What stands on the pages. Raises SourceError where none has text."""
    pages: list[_Page] = []
    notes: dict[str, list[int]] = {}
    for number, content in enumerate(contents, 1):
        for note in _faults(content):
            notes.setdefault(note, []).append(number)
        tables, free = _tables(content, number)
        pages.append(_Page(free, tables, columns.gutters(free)))
    if len(notes.get(PICTURE, ())) == len(pages):
        raise SourceError(
            "扫描件，没有文字层", where=name, hint="请先做文字识别（OCR），再读取识别后的文件"
        )
    builder.warnings += [f"第{_listed(numbers)}页{note}" for note, numbers in notes.items()]
    items_of_pages = _items(pages)
    _join_tables(items_of_pages)
    for number, items in enumerate(items_of_pages, 1):
        builder.place(f"第{number}页")
        for item in items:
            if isinstance(item, Grid):
                builder.table(item.cells)
            else:
                builder.printed(item.text, item.says)
    return builder.raw()


def _faults(content: PageContent) -> list[str]:
    """What of a page is not read, in words that follow its number."""
    found = []
    if len(content.characters) < _FEWEST:
        found.append(PICTURE)
    if content.slanted:
        found.append("有斜排的文字（可能是水印），未读取")
    if content.drawing:
        found.append("线条过多，像是图，没有从中找表格")
    return found


def _listed(numbers: list[int]) -> str:
    return "、".join(map(str, numbers[:10])) + ("等" if len(numbers) > 10 else "")


def _tables(content: PageContent, page: int) -> tuple[list[Grid], list[Box]]:
    """The page's tables, and the characters outside them."""
    free, aside = content.characters, content.aside
    made: list[Grid] = []
    for found in ruled.tables(content.rules):
        held: dict[int, list[Box]] = defaultdict(list)
        rest: list[Box] = []
        for one in free:
            cell = found.cell_at((one.left + one.right) / 2, (one.top + one.bottom) / 2)
            (rest if cell is None else held[cell]).append(one)
        turned: list[tuple[Box, Box]] = []
        for standing, upright in aside:
            cell = found.cell_at((standing.left + standing.right) / 2, standing.middle)
            if cell is None:
                turned.append((standing, upright))
            else:
                held[cell].append(upright)
        if held:
            made.append(_grid(found, held, f"第{page}页 表{len(made) + 1}"))
            free, aside = rest, turned
    return made, [*free, *(upright for _, upright in aside)]


def _grid(found: Found, held: dict[int, list[Box]], place: str) -> Grid:
    cells = []
    for number, (row, column, rows, wide) in enumerate(found.places):
        text = "\n".join(columns.lines_of(held.get(number, [])))
        cells.append(RawCell(text, row, column, rows, wide, f"{place} R{row + 1}C{column + 1}"))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    frame = Box(
        "",
        found.columns[0],
        min(cell.bottom for cell in found.cells),
        max(cell.right for cell in found.cells),
        -found.rows[0],
    )
    return Grid(frame, cells, tuple(found.columns))


def _join_tables(pages: list[list[Printed | Grid]]) -> None:
    """Put a table that runs over a page's end together; a header printed again is left out."""
    open_table: Grid | None = None
    for items in pages:
        first = next((at for at, item in enumerate(items[:3]) if isinstance(item, Grid)), None)
        if open_table and first is not None:
            following = items[first]
            if isinstance(following, Grid) and following.continues(open_table):
                _append(open_table, following)
                del items[first]
                if not any(isinstance(item, Grid) or len(item.text) > 30 for item in items):
                    continue
        tail = next((item for item in items[::-1][:3] if isinstance(item, Grid)), None)
        open_table = tail


def _append(table: Grid, following: Grid) -> None:
    repeated = _row_texts(table, 0) == _row_texts(following, 0)
    shift = table.rows - (1 if repeated else 0)
    for cell in following.cells:
        if not (repeated and cell.row == 0):
            table.cells.append(
                RawCell(
                    cell.text,
                    cell.row + shift,
                    cell.column,
                    cell.row_span,
                    cell.column_span,
                    cell.place,
                )
            )


def _row_texts(table: Grid, row: int) -> list[str]:
    return [cell.text for cell in table.cells if cell.row == row]


def _items(pages: list[_Page]) -> list[list[Printed | Grid]]:
    """Every page's lines and tables in reading order.

    A page with little on it, or with short lines, has the columns of the other pages.
    """
    known = sorted(page.gutters for page in pages if page.gutters)
    usual = known[len(known) // 2] if len(known) >= 2 and 2 * len(known) >= len(pages) else ()
    found: list[list[Printed | Grid]] = []
    for page in pages:
        gutters = page.gutters or usual
        runs = columns.segments(page.characters, gutters)
        if gutters and not page.gutters and not columns.is_open(runs, gutters):
            gutters = ()
            runs = columns.segments(page.characters)
        items = columns.in_order(runs, [table.frame for table in page.tables], gutters)
        made = [page.tables[item] if isinstance(item, int) else item for item in items]
        found.append([item for item in made if isinstance(item, Grid) or item.text.strip()])
    return found
