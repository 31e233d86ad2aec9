"""PDF: lines in reading order (two columns too), indents kept as blanks, ruled tables as tables, pages as places.

A line of text stays a line: cleaning rejoins paragraphs and takes page numbers and running headers out. A page without a text layer is
a picture of one: it is named in a warning, and a file of nothing else is refused.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pdfplumber
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pdfplumber.pdf import PDF

from briefing.errors import SourceError
from briefing.sources.raw import Builder, Raw, RawCell

_FEWEST = 5  # characters on a page that has a text layer
_MOST_PAGES = 3000
_GAP = 0.4  # of the letter height between two characters: a blank
_SPACED_GAP = 0.15  # the same where the file has a blank there
_COLUMN_GAP = 1.2  # between two segments of a line: they are not one
_GUTTER = 0.9
_FEWEST_LINES = 6  # on each side of a gutter
_PATH_OBJECTS = 6  # on a page that may hold a ruled table


@dataclass(slots=True)
class _Box:
    """Something printed, in points from the page's lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    spaced: bool = False  # the file has a blank before it

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class _Ruled:
    """A ruled table: its frame and its cells. `edges`: where its columns begin, to know it again on the next page."""

    frame: _Box
    cells: list[RawCell]
    edges: tuple[float, ...]

    @property
    def rows(self) -> int:
        return max((cell.row + cell.row_span for cell in self.cells), default=0)

    def continues(self, other: _Ruled) -> bool:
        return len(self.edges) == len(other.edges) and all(
            abs(a - b) < 4 for a, b in zip(self.edges, other.edges, strict=True)
        )


@dataclass(slots=True)
class _Page:
    """The text of a page outside its tables, in runs that stand side by side, and its tables."""

    segments: list[_Box]
    tables: list[_Ruled]


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
        return _pages(name, data, document)


def _pages(name: str, data: bytes, document: pdfium.PdfDocument) -> Raw:
    pages: list[_Page] = []
    pictures: list[int] = []
    with contextlib.closing(_Plumber(data)) as plumber:
        for index in range(len(document)):
            try:
                characters, ruled = _characters(document, index)
            except pdfium.PdfiumError:
                characters, ruled = [], False
            if len(characters) < _FEWEST:
                pictures.append(index + 1)
            tables = plumber.tables(index, characters) if ruled else []
            free = [
                one for one in characters if not any(_inside(one, table.frame) for table in tables)
            ]
            pages.append(_Page(_segments(free), tables))
    if len(pictures) == len(document):
        raise SourceError(
            "扫描件，没有文字层", where=name, hint="请先做文字识别（OCR），再读取识别后的文件"
        )
    builder = Builder()
    if pictures:
        shown = "、".join(map(str, pictures[:10])) + ("等" if len(pictures) > 10 else "")
        builder.warnings.append(f"第{shown}页没有文字层，未读取")
    items_of_pages = _items(pages)
    _join_tables(items_of_pages)
    for number, items in enumerate(items_of_pages, 1):
        builder.place(f"第{number}页")
        for item in items:
            if isinstance(item, str):
                builder.paragraph(item)
            else:
                builder.table(item.cells)
    return builder.raw()


def _join_tables(pages: list[list[str | _Ruled]]) -> None:
    """Put a table that runs over a page's end together; a header printed again is left out."""
    open_table: _Ruled | None = None
    for items in pages:
        first = next((at for at, item in enumerate(items[:3]) if isinstance(item, _Ruled)), None)
        if open_table and first is not None:
            following = items[first]
            if isinstance(following, _Ruled) and following.continues(open_table):
                _append(open_table, following)
                del items[first]
                if not any(isinstance(item, _Ruled) or len(item) > 30 for item in items):
                    continue
        tail = next((item for item in items[::-1][:3] if isinstance(item, _Ruled)), None)
        open_table = tail


def _append(table: _Ruled, following: _Ruled) -> None:
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


def _row_texts(table: _Ruled, row: int) -> list[str]:
    return [cell.text for cell in table.cells if cell.row == row]


def _characters(document: pdfium.PdfDocument, index: int) -> tuple[list[_Box], bool]:
    """The characters printed on a page, in the order of its content, and whether it has enough lines for a ruled table."""
    page = document[index]
    text_page = page.get_textpage()
    try:
        raw = text_page.raw
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        found: list[_Box] = []
        spaced = False
        for at in range(text_page.count_chars()):
            code = pdfium_c.FPDFText_GetUnicode(raw, at)
            if code <= 32 or code == 0xFFFE or code == 0xA0 or code == 0x3000:
                spaced = True
                continue
            if pdfium_c.FPDFText_GetCharBox(raw, at, left, right, bottom, top):
                # The box of the ink is low for 一 and 、; the loose one is the letter's own.
                loose = pdfium_c.FS_RECTF()
                if pdfium_c.FPDFText_GetLooseCharBox(raw, at, loose) and loose.top > loose.bottom:
                    found.append(
                        _Box(
                            chr(code),
                            loose.left,
                            loose.bottom,
                            max(loose.right, right.value),
                            loose.top,
                            spaced,
                        )
                    )
                else:
                    found.append(
                        _Box(chr(code), left.value, bottom.value, right.value, top.value, spaced)
                    )
                spaced = False
        paths = 0
        for item in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_PATH,), max_depth=3):
            paths += 1 if item else 0
            if paths >= _PATH_OBJECTS:
                break
        return found, paths >= _PATH_OBJECTS
    finally:
        text_page.close()
        page.close()


def _items(pages: list[_Page]) -> list[list[str | _Ruled]]:
    """Every page's lines and tables in reading order.

    A page with little on it, or with short lines, has the columns of the other pages.
    """
    gutters = [_gutter(page.segments) for page in pages]
    known = sorted(gutter for gutter in gutters if gutter is not None)
    usual = known[len(known) // 2] if len(known) >= 2 and 2 * len(known) >= len(pages) else None
    found: list[list[str | _Ruled]] = []
    for page, own in zip(pages, gutters, strict=True):
        gutter = (
            own if own is not None or usual is None or not _is_open(page.segments, usual) else usual
        )
        items = _in_order(page.segments, [table.frame for table in page.tables], gutter)
        made = [page.tables[item] if isinstance(item, int) else item for item in items]
        found.append([item for item in made if isinstance(item, _Ruled) or item.strip()])
    return found


def _inside(one: _Box, frame: _Box) -> bool:
    return (
        frame.left - 1 <= (one.left + one.right) / 2 <= frame.right + 1
        and frame.bottom - 1 <= one.middle <= frame.top + 1
    )


def _segments(characters: list[_Box]) -> list[_Box]:
    """Runs of characters that stand side by side, with blanks where the paper has them."""
    rows: list[list[_Box]] = []
    for one in sorted(characters, key=lambda box: -box.middle):
        if rows and abs(rows[-1][0].middle - one.middle) <= 0.45 * max(
            one.height, rows[-1][0].height
        ):
            rows[-1].append(one)
        else:
            rows.append([one])
    found: list[_Box] = []
    for row in rows:
        row.sort(key=lambda box: box.left)
        current: _Box | None = None
        for one in row:
            height = max(one.height, 1.0)
            gap = one.left - current.right if current else 0.0
            if current is None or gap > _COLUMN_GAP * height:
                current = _Box(one.text, one.left, one.bottom, one.right, one.top)
                found.append(current)
                continue
            if gap < -0.5 * height and current.text.endswith(one.text):
                continue  # printed twice to look bold
            blank = gap > (_SPACED_GAP if one.spaced else _GAP) * height
            current.text += (" " if blank else "") + one.text
            current.right = max(current.right, one.right)
            current.top, current.bottom = max(current.top, one.top), min(current.bottom, one.bottom)
    return found


def _in_order(
    segments: list[_Box], frames: list[_Box], gutter: float | None
) -> Iterator[str | int]:
    """Lines of text and the numbers of the tables between them, as one reads the page."""
    blocks: list[_Box | int] = [*segments, *range(len(frames))]

    def box(block: _Box | int) -> _Box:
        return frames[block] if isinstance(block, int) else block

    bands: list[
        tuple[list[_Box | int], list[_Box | int], list[_Box | int]]
    ] = []  # what runs across; left; right
    for block in sorted(blocks, key=lambda block: -box(block).middle):
        here = box(block)
        across = gutter is None or here.left < gutter < here.right
        if not bands or (across and (bands[-1][1] or bands[-1][2])):
            bands.append(([], [], []))
        bands[-1][0 if across else 1 if here.right <= (gutter or 0) else 2].append(block)
    for band in bands:
        for column in band:
            yield from _lines(column, box)


def _gutter(segments: list[_Box]) -> float | None:
    """Where the gap between two columns runs, or None on a page of one."""
    if len(segments) < 2 * _FEWEST_LINES:
        return None
    left, right = min(one.left for one in segments), max(one.right for one in segments)
    found: list[tuple[int, float]] = []
    for at in (left + (right - left) * share / 100 for share in range(35, 66)):
        before, after = _sides(segments, at)
        if (
            min(len(before), len(after)) >= _FEWEST_LINES
            and _is_open(segments, at)
            and _side_by_side(before, after)
        ):
            found.append((len(segments) - len(before) - len(after), at))
    widest = [at for crossing, at in found if crossing == min(found)[0]]
    return widest[len(widest) // 2] if widest else None


def _sides(segments: list[_Box], at: float) -> tuple[list[_Box], list[_Box]]:
    """What stands on the left and on the right of a gutter; the rest runs across it."""
    half = _GUTTER / 2 * sorted(one.height for one in segments)[len(segments) // 2]
    return [one for one in segments if one.right <= at - half], [
        one for one in segments if one.left >= at + half
    ]


def _is_open(segments: list[_Box], at: float) -> bool:
    """Whether next to nothing runs across a gutter."""
    return bool(segments) and len(segments) - sum(map(len, _sides(segments, at))) <= 0.25 * len(
        segments
    )


def _side_by_side(before: list[_Box], after: list[_Box]) -> bool:
    """Both sides are running text: their lines are about as long as their columns are wide, not the cells of a table."""
    for side in (before, after):
        width = max(one.right for one in side) - min(one.left for one in side)
        full = sum(1 for one in side if one.right - one.left >= 0.75 * width)
        if full < 0.5 * len(side):
            return False
    return True


def _lines(column: list[_Box | int], box: object) -> Iterator[str | int]:
    segments = [block for block in column if isinstance(block, _Box)]
    margin = min((one.left for one in segments), default=0.0)
    line: list[_Box] = []
    for block in column:
        if isinstance(block, int):
            yield _joined(line, margin)
            line = []
            yield block
            continue
        if line and abs(line[0].middle - block.middle) > 0.45 * max(block.height, line[0].height):
            yield _joined(line, margin)
            line = []
        line.append(block)
    yield _joined(line, margin)


def _joined(line: list[_Box], margin: float) -> str:
    """The segments of a line with the blanks before and between them."""
    if not line:
        return ""
    line = sorted(line, key=lambda one: one.left)
    indent = int(max(0.0, line[0].left - margin) / max(line[0].height, 1.0) + 0.3)
    return "\u3000" * min(indent, 20) + "  ".join(one.text for one in line)


class _Plumber:
    """Finds the ruled tables of a file's pages. pdfplumber is only opened where a page has lines: it is slow."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.file: PDF | None = None

    def close(self) -> None:
        if self.file is not None:
            self.file.close()

    def tables(self, index: int, characters: list[_Box]) -> list[_Ruled]:
        """The page's tables of at least two rows and two columns, from the top down."""
        try:
            if self.file is None:
                logging.getLogger("pdfminer").setLevel(logging.ERROR)
                self.file = pdfplumber.open(io.BytesIO(self.data))
            page = self.file.pages[index]
            height = float(page.height)
            found = [
                [_flipped(cell, height) for cell in table.cells] for table in page.find_tables()
            ]
            page.close()
        except (
            Exception
        ):  # pdfminer raises anything for a page it does not like; its text is read all the same
            return []
        made = (
            _ruled(cells, characters, index + 1, number) for number, cells in enumerate(found, 1)
        )
        return [table for table in made if table]


def _flipped(cell: tuple[float, float, float, float], height: float) -> _Box:
    """pdfplumber counts from the top of the page down."""
    left, top, right, bottom = cell
    return _Box("", float(left), height - float(bottom), float(right), height - float(top))


def _ruled(cells: list[_Box], characters: list[_Box], page: int, number: int) -> _Ruled | None:
    columns = _edges([cell.left for cell in cells])
    rows = _edges([-cell.top for cell in cells])
    if len(columns) < 2 or len(rows) < 2:
        return None
    right_edges, bottom_edges = [*columns[1:], float("inf")], [*rows[1:], float("inf")]
    made: list[RawCell] = []
    for cell in cells:
        row, column = _nearest(rows, -cell.top), _nearest(columns, cell.left)
        row_span = next(
            k for k, edge in enumerate(bottom_edges[row:], 1) if edge >= -cell.bottom - 2
        )
        column_span = next(
            k for k, edge in enumerate(right_edges[column:], 1) if edge >= cell.right - 2
        )
        text = "\n".join(_lines_of([one for one in characters if _inside(one, cell)]))
        place = f"第{page}页 表{number} R{row + 1}C{column + 1}"
        made.append(RawCell(text, row, column, row_span, column_span, place))
    made.sort(key=lambda cell: (cell.row, cell.column))
    frame = _Box(
        "",
        columns[0],
        min(cell.bottom for cell in cells),
        max(cell.right for cell in cells),
        -rows[0],
    )
    return _Ruled(frame, made, tuple(columns))


def _lines_of(characters: list[_Box]) -> list[str]:
    return [
        item.strip()
        for item in _in_order(_segments(characters), [], None)
        if isinstance(item, str) and item.strip()
    ]


def _edges(values: list[float]) -> list[float]:
    """The values without those within two points of one before."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 2:
            found.append(value)
    return found


def _nearest(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - value))
