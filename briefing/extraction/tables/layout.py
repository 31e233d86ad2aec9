"""Where in a grid the header is, and what each of its columns holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from briefing.extraction.tables import columns, texts, times, words
from briefing.extraction.tables.columns import Column, Heading
from briefing.extraction.tables.context import NOTE, UNIT_LINE
from briefing.extraction.tables.grid import Grid, Row
from briefing.model import Cell

_DEEPEST_HEADER = 6
_SAMPLE = 60  # rows looked at to learn what a column holds
_MOST = 0.6  # of a column's texts
_COLUMN_NUMBER = re.compile(
    r"\d{1,3}|[甲乙丙丁A-Z]|栏次|\(?\d{1,2}\)?=[\d+\-*/×÷()%=]+|\[\d{1,2}\]|\(\d{1,2}\)"
)
_WHOLE = frozenset(words.WHOLE.split())
_CATEGORY = frozenset(words.CATEGORY.split())


@dataclass(slots=True)
class Block:
    """A header with the rows below it. One sheet may hold several, one below the other."""

    lines: tuple[str, ...]  # above the header
    header: tuple[Row, ...]
    body: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def blocks(grid: Grid) -> Iterator[Block]:
    """The blocks of a grid, from the top down."""
    rows = grid.rows
    at = 0
    while at < len(rows):
        lines, at = _title(rows, at)
        if at == len(rows):
            return
        depth = _header_depth(rows, at)
        header: list[Row] = []
        for row in rows[at : at + depth]:
            row, said = _without_unit_lines(row)
            lines += said
            header += [row] if row else []
        at += depth
        stop = _next_header(rows, at)
        block = Block((*grid.above, *lines), tuple(header), notes=list(grid.notes))
        for row in rows[at:stop]:
            if len(row) == 1 and NOTE.match(texts.label(row[0].text)):
                block.notes.append(row[0].text)
            else:
                block.body.append(row)
        yield block
        at = stop


def _title(rows: Sequence[Row], at: int) -> tuple[list[str], int]:
    """The lines above a header, and where the header begins."""
    lines: list[str] = []
    while at < len(rows):
        row, said = _without_unit_lines(rows[at])
        alone = len(row) == 1 and not _is_group(row[0]) and not texts.figures(row[0].text)
        heads = (
            len(row) in (2, 3)
            and not columns.is_header(row[0].text)
            and any(map(_begins_header, rows[at + 1 : at + 3]))
        )
        if row and not alone and not heads:
            break
        lines += [*(cell.text for cell in row), *said]
        at += 1
    return lines, at


def _next_header(rows: Sequence[Row], at: int) -> int:
    """Where the next block begins, with the lines above its header."""
    begin = at
    for number in range(at, len(rows)):
        if _begins_header(rows[number]):
            while number - 1 > begin and (
                len(rows[number - 1]) == 1 or _without_unit_lines(rows[number - 1])[1]
            ):
                number -= 1
            return number
    return len(rows)


def _without_unit_lines(row: Row) -> tuple[Row, list[str]]:
    """A row without its cells that only say “单位：万元”, and what those say."""
    if len(row) > 4 or not any("单位" in cell.text for cell in row):
        return row, []
    said = [cell.text for cell in row if UNIT_LINE.search(texts.plain(cell.text))]
    return (
        (tuple(cell for cell in row if not UNIT_LINE.search(texts.plain(cell.text))), said)
        if said
        else (row, [])
    )


def _is_group(cell: Cell) -> bool:
    """A heading over several columns, alone in its row."""
    return cell.column > 0 and columns.one(cell.text).says


def _begins_header(row: Row) -> bool:
    if len(row) < 2 or columns.role_of(row[0].text) not in ("name", "area", "time", "index"):
        return False
    return all(columns.is_header(cell.text) or texts.is_year(cell.text) for cell in row[1:12])


def _header_depth(rows: Sequence[Row], first: int) -> int:
    """How many rows from the first one are header. 0: the table begins with figures."""
    top = rows[first]
    if _has_figures(top):
        return 0
    start, stop = top[0].column, top[0].column + top[0].column_span
    depth = 1
    while depth < _DEEPEST_HEADER and first + depth < len(rows):
        row = rows[first + depth]
        if _numbers_columns(row):
            depth += 1
            continue
        if _has_figures(row):
            break
        below = not any(start <= cell.column < stop for cell in row)
        if not (below or all(columns.is_header(cell.text) for cell in row)) or (
            len(row) == 1 and row[0].column == 0
        ):
            break
        depth += 1
    return depth


def _has_figures(row: Row) -> bool:
    """Whether a row says figures: years in a row head columns, a number before the first text counts the rows."""
    found = [cell.text for cell in row if texts.figures(cell.text)]
    if not found:
        return False
    if all(texts.is_year(text) for text in found) and len(found) < len(row) + (row[0].column > 0):
        return False
    return len(found) > 1 or not texts.figures(row[0].text) or len(row) == 1


def _numbers_columns(row: Row) -> bool:
    """1 2 3 4 below the headings, or 甲 乙 1 2=1/3."""
    written = [texts.plain(texts.label(cell.text)) for cell in row]
    if len(written) < 2 or not all(_COLUMN_NUMBER.fullmatch(text) for text in written):
        return False
    numbers = [int(text) for text in written if text.isdigit()]
    return (
        numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1)
        if numbers
        else False
    )


# ---- Columns ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Columns:
    """The columns of a block by their place, and where each row says its name, area, time and state."""

    width: int  # of the table
    by_place: dict[int, Column]
    groups: list[list[int]]  # places of the name columns; figures to their right belong to them
    area: int = -1
    parts: bool = False  # the area column is headed 街道, 园区 …
    time: int = -1
    state: int = -1
    named_by: dict[int, Cell] = field(
        default_factory=dict
    )  # of columns that name an indicator: the header cell that does

    @property
    def figures(self) -> list[Column]:
        """Those of figures, from the left."""
        return [column for _, column in sorted(self.by_place.items()) if column.role == "value"]


@dataclass(slots=True)
class _Content:
    figures: int = 0
    numbers: int = 0  # of those, whole numbers that count the rows
    texts: list[str] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        return len(self.texts) > self.figures

    @property
    def is_count(self) -> bool:
        return self.numbers > 0 and self.numbers >= _MOST * (self.figures + len(self.texts))


def read_columns(block: Block, width: int) -> Columns | None:
    """What the columns of a block hold; None for a table that is none of figures."""
    paths, named_by = _paths(block.header, width)
    content = _content(block.body)
    found = Columns(width, {}, [], named_by=named_by)
    for place in sorted({*paths, *content}):
        said = columns.heading(paths.get(place, ()))
        column = _column(place, said, paths.get(place, []), content.get(place, _Content()))
        if column.role == "foreign":
            return None
        found.by_place[place] = column
    _find_names(found, content, paths)
    _group(found, paths)
    _name_changes(found)
    _settle_other_areas(found)
    return found


def _paths(header: Sequence[Row], width: int) -> tuple[dict[int, list[str]], dict[int, Cell]]:
    """The headings above each column, from the top down, and the lowest of their cells that names an indicator."""
    paths: dict[int, list[str]] = {}
    named_by: dict[int, Cell] = {}
    for depth, row in enumerate(header):
        if _numbers_columns(row):
            continue
        below = {cell.column for lower in header[depth + 1 : depth + 2] for cell in lower}
        for number, cell in enumerate(row):
            stop = cell.column + cell.column_span
            if (
                cell.column_span == 1 and cell.column in below
            ):  # a heading over several columns that are not merged
                until = row[number + 1].column if number + 1 < len(row) else width
                while stop < until and stop in below:
                    stop += 1
            text = texts.label(cell.text)
            names = bool(columns.one(text).name)
            for place in range(cell.column, min(stop, width)):
                path = paths.setdefault(place, [])
                if not path or path[-1] != text:
                    path.append(text)
                if names:
                    named_by[place] = cell
    return paths, named_by


def _content(body: Sequence[Row]) -> dict[int, _Content]:
    """What the first rows hold in each column."""
    found: dict[int, _Content] = {}
    for number, row in enumerate(body[:_SAMPLE], start=1):
        for cell in row:
            content = found.setdefault(cell.column, _Content())
            text = cell.text.strip()
            if texts.figures(text):
                content.figures += 1
                content.numbers += text.isdigit() and int(text) <= number + 1
            else:
                content.texts.append(texts.plain(texts.label(text)))
    return found


def _column(place: int, said: Heading, path: Sequence[str], content: _Content) -> Column:
    role = said.role
    if role == "unit" and content.texts and not _most(content.texts, _is_unit):
        role = "area"  # 单位 of the bodies that report
    if (
        role in ("name", "area", "nature", "state")
        and content.figures > len(content.texts)
        and not content.is_count
    ):
        role = "value" if role in ("name", "area") else "ignored"
        said = columns.heading(path, figures=True)
    elif role == "name" and content.is_count:
        role = "index"
    elif not role:
        says = (said.says or (said.unit and content.figures)) and not (
            said.area and content.is_text
        )
        names = said.name and content.figures >= max(1, len(content.texts))
        role = "value" if says or names else ""
    return Column(place, said, role)


def _most(found: Sequence[str], test: Callable[[str], bool]) -> bool:
    matching = sum(map(test, found))
    return matching >= _MOST * len(found)


def _is_unit(text: str) -> bool:
    return bool(texts.unit(text)) or "=" in text or not text.strip("%/、,")


def _is_area(text: str) -> bool:
    return text in _WHOLE or columns.is_area(text)


def _is_time(text: str) -> bool:
    when, rest = times.take(text)
    return when.said and not rest.strip(" ()年份度")


def _find_names(found: Columns, content: dict[int, _Content], paths: dict[int, list[str]]) -> None:
    """Give the columns that label rows their roles, by what they hold where the heading says nothing of it."""
    by_place = found.by_place
    if not any(column.role in ("name", "area", "time") for column in by_place.values()):
        for place, column in by_place.items():
            holds = content.get(place)
            if column.role in ("", "value") and holds and holds.is_text:
                column.role = "name"
                break
            if column.role == "value":
                break
    for place, column in by_place.items():
        holds = content.get(place)
        beside = by_place.get(place - 1)
        if not paths.get(place) and holds and holds.is_text and beside and beside.role == "name":
            column.role = "name"  # its heading stands over both, unmerged
        if column.role in ("name", "time", "area") and holds:
            values = holds.texts
            if column.role == "name" and values and _most(values, _is_area):
                column.role = "area"
            elif column.role == "name" and values and _most(values, _is_time):
                column.role = "time"
        if column.role == "area" and found.area < 0:
            found.area = place
            found.parts = any(
                texts.plain(text) in words.PARTS.split() for text in paths.get(place, ())
            )
        elif column.role == "time" and found.time < 0:
            found.time = place
        elif column.role == "state" and found.state < 0:
            found.state = place


def _group(found: Columns, paths: dict[int, list[str]]) -> None:
    """Part the columns into groups: names, and the figures up to the next names (收入 | 预算数 | 支出 | 预算数)."""
    groups: list[list[int]] = []
    closed = True  # figures stand behind the last names
    unit = -1
    unitless: list[Column] = []  # figures of this group that stand before its units
    for place, column in sorted(found.by_place.items()):
        if column.role == "name":
            if closed:
                groups.append([])
                closed, unit, unitless = False, -1, []
            groups[-1].append(place)
        elif (
            column.role == "index" and not closed
        ):  # what stands before the number, below the same heading, sorts
            groups[-1] = [name for name in groups[-1] if paths.get(name) != paths.get(place)]
        elif column.role == "unit":
            unit = place
            for earlier in unitless:
                earlier.unit_at = place
            unitless = []
        elif column.role == "value":
            closed = True
            column.group, column.unit_at = len(groups) - 1, unit
            unitless += [column] if unit < 0 else []
    found.groups = [_sorted_out(group, paths) for group in groups]


def _name_changes(found: Columns) -> None:
    """A growth or a rank beside a named level is of what that names: 地区生产总值（亿元） | 增速（%）."""
    level: Column | None = None
    for column in found.figures:
        heading = column.heading
        if heading.kind in ("", "level") or heading.name:
            level = column
        elif level and level.heading.name and level.group == column.group:
            column.heading = replace(heading, name=level.heading.name)
            if level.place in found.named_by:
                found.named_by[column.place] = found.named_by[level.place]


def _settle_other_areas(found: Columns) -> None:
    """全市同期, 全市平均 beside the area's own columns hold what the column to their left holds, where they say nothing themselves."""
    before: Column | None = None
    for column in found.figures:
        heading = column.heading
        if (
            heading.area
            and not (heading.kind or heading.unit)
            and before
            and not before.heading.area
        ):
            kind = before.heading.kind if before.heading.kind in ("", "level", "growth") else "open"
            column.heading = replace(heading, kind=kind, unit=before.heading.unit)
        elif not heading.area:
            before = column


def _sorted_out(group: list[int], paths: dict[int, list[str]]) -> list[int]:
    """The names of a group without the columns that only sort them."""
    kept = [
        place for place in group if not (set(map(texts.plain, paths.get(place, ()))) & _CATEGORY)
    ]
    return kept or group
