"""Printed pages to text and tables, whatever format they came in: characters and rules of each page in, a Raw out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from briefing.errors import SourceError
from briefing.sources import columns, open_rows, ruled, shading, unruled
from briefing.sources.columns import Printed
from briefing.sources.extras import ocr_is_installed
from briefing.sources.raw import Builder, Raw, RawCell
from briefing.sources.ruled import Box, Found, Grid, Rules

_FEWEST = 5  # characters on a page that has a text layer
PICTURE = "没有文字层，未读取"
GARBLED = "的字体没有带文字编码，读出来是乱码，未读取"
_OCR_HINT = "请先做文字识别（OCR），再读取识别后的文件"
_INSTALL = "装上文字识别：pip install 'briefing[ocr]'"
_LOOKED_AT = 400  # characters of a page
_FEWEST_TO_JUDGE = 30  # characters on a page
_OF_TEXT = frozenset("，。、；：“”‘’（）《》〔〕【】—…·！？．％％0123456789.,%()-/:")
# The commonest characters of Chinese official texts: of any such page they are more than a tenth.
_COMMON = frozenset(
    "的年市区县在是中国一发展工作政府经济建设人民和全大会不了有为上加强推进实施项目管理元万亿收入支出预算"
)


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
    garbled: bool = False  # its font has no text to give: its characters were left out
    recognised: float = (
        0.0  # how sure the recogniser is of a picture's text; 0 for text that is in the file
    )


@dataclass(slots=True)
class _Page:
    """The characters of a page outside its tables, its tables, and the gaps between its columns."""

    characters: list[Box]
    tables: list[Grid]
    gutters: tuple[float, ...]
    recognised: float = 0.0


def read(name: str, contents: Iterable[PageContent], builder: Builder) -> Raw:
    """What stands on the pages. Raises SourceError where none has text."""
    pages: list[_Page] = []
    notes: dict[str, list[int]] = {}
    for number, content in enumerate(contents, 1):
        for note in _faults(content):
            notes.setdefault(note, []).append(number)
        tables, free = _tables(content, number)
        gutters = columns.gutters(free)
        if not gutters:
            before = pages[-1].tables[-1] if pages and pages[-1].tables else None
            free = _add_unruled(tables, free, content.rules, number, before)
        pages.append(_Page(free, tables, gutters, content.recognised))
    if len(notes.get(PICTURE, ())) == len(pages):
        raise SourceError("扫描件，没有文字层", where=name, hint=_advice())
    if len(notes.get(GARBLED, ())) == len(pages):
        raise SourceError("字体没有带文字编码，读出来是乱码", where=name, hint=_advice())
    if GARBLED in notes or PICTURE in notes:
        builder.warnings += [] if ocr_is_installed() else [f"要读取这些页，可{_INSTALL}"]
    builder.warnings += [f"第{_listed(numbers)}页{note}" for note, numbers in notes.items()]
    items_of_pages = _items(pages)
    _join_tables(items_of_pages)
    for number, items in enumerate(items_of_pages, 1):
        page = pages[number - 1]
        builder.place(f"第{number}页（文字识别）" if page.recognised else f"第{number}页")
        start = builder.length
        for item in items:
            if isinstance(item, Grid):
                builder.table(item.cells)
            else:
                builder.printed(item.text, item.says)
        if page.recognised:
            builder.recognised.append((start, builder.length, page.recognised))
    return builder.raw()


def _faults(content: PageContent) -> list[str]:
    """What of a page is not read, in words that follow its number."""
    found = []
    if content.garbled:
        found.append(GARBLED)
    elif len(content.characters) < _FEWEST:
        found.append(PICTURE)
    if content.recognised:
        found.append("没有文字层，文字是识别出来的，请核对")
    if content.slanted:
        found.append("有斜排的文字（可能是水印），未读取")
    if content.drawing:
        found.append("线条过多，像是图，没有从中找表格")
    return found


def is_garbled(characters: list[Box]) -> bool:
    """Whether a font gave marks or rare characters instead of its text: nothing like Chinese, and no Western words."""
    some = characters[:: max(1, len(characters) // _LOOKED_AT)]
    letters = [text for one in some for text in one.text if text not in _OF_TEXT]
    if len(letters) < _FEWEST_TO_JUDGE:
        return False
    han = sum(1 for letter in letters if "\u4e00" <= letter <= "\u9fff")
    if han >= len(letters) / 2:
        common = sum(1 for letter in letters if letter in _COMMON)
        return len(letters) >= 5 * _FEWEST_TO_JUDGE and common < 0.01 * len(letters)
    small = [letter for letter in letters if "a" <= letter <= "z"]
    vowels = sum(1 for letter in small if letter in "aeiou")
    western = len(small) > 0.6 * (len(letters) - han) and 0.2 <= vowels / len(small) <= 0.55
    return han < 0.2 * len(letters) and not western


def _advice() -> str:
    return _OCR_HINT if ocr_is_installed() else f"{_OCR_HINT}，或{_INSTALL}"


def _listed(numbers: list[int]) -> str:
    return "、".join(map(str, numbers[:10])) + ("等" if len(numbers) > 10 else "")


def _tables(content: PageContent, page: int) -> tuple[list[Grid], list[Box]]:
    """The page's tables, and the characters outside them."""
    free, aside = content.characters, content.aside
    made: list[Grid] = []
    for found in ruled.tables(open_rows.closed(content.rules)):
        held, rest, turned = _held(found, free, aside)
        if held and (cuts := open_rows.cuts(found, held)):
            found = ruled.parted(found, cuts)
            held, rest, turned = _held(found, free, aside)
        if held:
            made.append(_grid(found, held, f"第{page}页 表{len(made) + 1}"))
            free, aside = rest, turned
    return made, [*free, *(upright for _, upright in aside)]


def _add_unruled(
    tables: list[Grid], free: list[Box], rules: Rules, page: int, before: Grid | None
) -> list[Box]:
    """Add the tables that no rules show; the characters outside them."""
    for table in unruled.tables(free, rules, page, len(tables), before):
        frame = table.frame
        free = [one for one in free if not frame.bottom <= one.middle <= frame.top]
        tables.append(table)
    return free


def _held(
    found: Found, free: list[Box], aside: list[tuple[Box, Box]]
) -> tuple[dict[int, list[Box]], list[Box], list[tuple[Box, Box]]]:
    """The characters in each cell, and those in none: upright ones, and others with how they stand."""
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
    return held, rest, turned


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
    rows = range(following.rows)
    repeated = next(
        (row for row in rows if _row_texts(table, row) != _row_texts(following, row)), len(rows)
    )
    shift = table.rows - repeated
    table.cells += [
        replace(cell, row=cell.row + shift) for cell in following.cells if cell.row >= repeated
    ]


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
