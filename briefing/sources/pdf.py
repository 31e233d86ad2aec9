"""PDF: lines in reading order (columns too), indents kept as blanks, ruled tables as tables, pages as places.

A line of text stays a line: cleaning rejoins paragraphs and takes page numbers and running headers out. A page without a text layer is
a picture of one: it is named in a warning, and a file of nothing else is refused.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from dataclasses import dataclass

import pypdfium2 as pdfium

from briefing.errors import SourceError
from briefing.sources import columns, pdfpage, ruled
from briefing.sources.columns import Printed
from briefing.sources.raw import Builder, Raw, RawCell
from briefing.sources.ruled import Box, Found, Grid

_FEWEST = 5  # characters on a page that has a text layer
_MOST_PAGES = 3000
_PICTURE = "没有文字层，未读取"


@dataclass(slots=True)
class _Page:
    """The characters of a page outside its tables, its tables, and the gaps between its columns."""

    characters: list[Box]
    tables: list[Grid]
    gutters: tuple[float, ...]


def read(name: str, data: bytes) -> Raw:
    """The pages' lines and tables. Raises SourceError for a file that is encrypted, broken, empty or scanned."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise SourceError(
                "文件已加密，需要密码", where=name, hint="请去掉密码后再读取"
            ) from None
        raise SourceError(
            "文件不完整或已损坏", where=name, hint="请重新下载或用原来的程序另存"
        ) from None
    with contextlib.closing(document):
        if not 0 < len(document) <= _MOST_PAGES:
            raise SourceError(
                f"共 {len(document)} 页，无法读取", where=name, hint="请检查文件，或拆分后再读取"
            )
        return _pages(name, document)


def _pages(name: str, document: pdfium.PdfDocument) -> Raw:
    pages: list[_Page] = []
    notes: dict[str, list[int]] = {}
    for index in range(len(document)):
        content = _content(document, index)
        for note in _faults(content):
            notes.setdefault(note, []).append(index + 1)
        tables, free = _tables(content, index + 1)
        pages.append(_Page(free, tables, columns.gutters(free)))
    if len(notes.get(_PICTURE, ())) == len(document):
        raise SourceError(
            "扫描件，没有文字层", where=name, hint="请先做文字识别（OCR），再读取识别后的文件"
        )
    builder = Builder()
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


def _faults(content: pdfpage.PageContent) -> list[str]:
    """What of a page is not read, in words that follow its number."""
    found = []
    if len(content.characters) < _FEWEST:
        found.append(_PICTURE)
    if content.slanted:
        found.append("有斜排的文字（可能是水印），未读取")
    if content.drawing:
        found.append("线条过多，像是图，没有从中找表格")
    return found


def _listed(numbers: list[int]) -> str:
    return "、".join(map(str, numbers[:10])) + ("等" if len(numbers) > 10 else "")


def _content(document: pdfium.PdfDocument, index: int) -> pdfpage.PageContent:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return pdfpage.PageContent([])
    try:
        return pdfpage.read(page)
    except pdfium.PdfiumError:
        return pdfpage.PageContent([])
    finally:
        page.close()


def _tables(content: pdfpage.PageContent, page: int) -> tuple[list[Grid], list[Box]]:
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
