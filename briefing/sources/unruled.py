"""Tables that nothing but blanks parts: their columns stand where their figures do, their heads over these.

Bureaus' monthly sheets, yearbooks and printouts have no rules, or rules around the head alone. A table is a run of lines most of which
hold figures, one below the other; a head whose letters stand over several columns, as centred headings do, is of all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf

from briefing import lazy as re
from briefing.sources import columns, open_rows
from briefing.sources.raw import RawCell
from briefing.sources.ruled import Box, Grid, Rules

Line = list[Box]  # runs of one height, from the left

_FIGURE = re.compile(r"[\[(（]?[-+−－±]?\d[\d,]*(?:\.\d+)?[%％‰]?[\])）]?[*#★▲△]?")
_YEARS = re.compile(r"(?:19|20)\d\d年?")
_ENDS = re.compile(
    r"单位\s*[:：]|^[（(]?(?:注|备注|说明|资料来源|数据来源)\s*\d?[:：]|^(?:续?表\s?\d|附[表件])"
    r"|[。；]$|来源\s*[:：]|发布(?:时间|日期)|\d年\d{1,2}月\d{1,2}日"
)
# Heads whose letters are set apart.
_SPACED = re.compile("项目|收入|支出|合计|总计|小计|指标|单位|地区|科目|名称|年份|备注|行业")
_OF_TIME = re.compile("[年月季日]")  # goes on with its number
_GAP = 0.35  # letter heights: what stands as far from a figure is another cell
_WORDS_GAP = 1.2  # between two words of one cell
_FEWEST_ROWS = 3
_MOST_INDENTS = 4
_MOST_WORDS = 4  # lines without figures between two rows
_FARTHEST = 4.5  # letter heights between two lines of a table
_STRAY = 1.5  # letter heights between figures of one column that do not stand below each other
_MOST_SHARED = 0.1  # of the rows may have two figures in what looks like one column
_LONGEST = 40  # characters of a line of prose that is no cell
_HEAD_LINES = 9
_WRAPPED = 1.45  # letter heights between two lines of one heading
_OFF_CENTRE, _FARTHEST_OFF = (
    1.0,
    1.5,
)  # letter heights by which a heading misses the middle of its columns
_LOW = 0.3  # of the way from the lowest heads up to a heading: no higher stands a head below it
_HEADED = 0.6  # of the columns of figures
_LARGE = 1.15  # times the letters below it: a title's
_WIDE = 100.0  # points: a rule that parts heads from what stands above them


@dataclass(slots=True)
class _Column:
    left: float
    right: float
    figures: bool = False
    head: _Head | None = None

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(slots=True)
class _Head:
    """A heading, its lines joined, and the columns it is of."""

    box: Box
    first: int = 0
    last: int = 0
    row: int = 0
    upper: list[_Head] = field(default_factory=list)  # from the nearest up


def tables(
    characters: list[Box], rules: Rules, page: int, made: int, before: Grid | None
) -> list[Grid]:
    """The tables of a page's free characters, from the top down.

    made: how many the page has already; before: the last one of the page before, that may go on here without heads.
    """
    pieces = columns.rows(characters, _GAP)
    lines = [_parted(line) for line in pieces]
    wide = [height for height, begin, end in rules.across if end - begin > _WIDE]
    found: list[Grid] = []
    least = 0
    for first, last in _regions(lines):
        place = f"第{page}页 表{made + len(found) + 1}"
        table = _table(lines, pieces, (least, first, last), wide, None if found else before)
        if table:
            table.cells = [
                replace(cell, place=f"{place} R{cell.row + 1}C{cell.column + 1}")
                for cell in table.cells
            ]
            found.append(table)
            least = last
    return found


def _parted(line: Line) -> Line:
    """The cells of a line: words that stand near each other are one, figures are by themselves."""
    found: Line = []
    for run in line:
        last = found[-1] if found else None
        if last and (joined := _joined(last, run)):
            top, bottom = max(last.top, run.top), min(last.bottom, run.bottom)
            found[-1] = Box(joined, last.left, bottom, run.right, top)
        else:
            found.append(run)
    return found


def _joined(one: Box, other: Box) -> str:
    """The text of two runs that are one cell, "" where they are two."""
    if _SPACED.fullmatch(one.text + other.text):
        return one.text + other.text
    near = other.left - one.right <= _WORDS_GAP * other.height
    words = not (_is_figure(one) or _is_figure(other))
    return f"{one.text} {other.text}" if near and (words or _OF_TIME.match(other.text)) else ""


def _is_figure(run: Box) -> bool:
    return _FIGURE.fullmatch(run.text.replace(" ", "")) is not None


def _is_row(line: Line) -> bool:
    """Whether a line has figures beside a name or beside each other, that are more than years."""
    figures = [run for run in line if _is_figure(run)]
    years = all(_YEARS.fullmatch(run.text) for run in figures)
    return len(line) > 1 and bool(figures) and not (years and len(figures) > 1)


def _regions(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Runs of lines from the first row of figures to behind the last."""
    first = last = -1
    for at, line in enumerate(lines):
        apart = at and lines[at - 1][0].middle - line[0].middle > _FARTHEST * line[0].height
        if first >= 0 and (apart or _ends(line) or at - last > _MOST_WORDS):
            yield first, last + 1
            first = -1
        if _is_row(line) and not _ends(line):
            first = at if first < 0 else first
            last = at
    if first >= 0:
        yield first, last + 1


def _ends(line: Line) -> bool:
    """Whether a line is none of a table's: its unit, a note, running text."""
    return any(_ENDS.search(run.text) or len(run.text) > _LONGEST for run in line)


def _table(
    lines: Sequence[Line],
    pieces: Sequence[Line],
    region: tuple[int, int, int],
    wide: Sequence[float],
    before: Grid | None,
) -> Grid | None:
    """The table of a region with the heads above it, if it is one. region: the first line that may be a head, its rows."""
    least, first, last = region
    rows = [line for line in lines[first:last] if _is_row(line)]
    found = _columns(rows) if len(rows) >= _FEWEST_ROWS else []
    figures = [column for column in found if column.figures]
    if not any(column.figures for column in found[1:]):
        return None
    first = _with_name(lines, least, first, found)
    top = _head_begins(lines, least, first, found, wide)
    told = zip(lines[top:first], pieces[top:first], strict=True)
    above = [one for line, parts in told for run in line for one in _by_column(run, parts, found)]
    found += _stripes([run for run in above if run.left > found[-1].right])[:1]
    heads = _heads(above, found)
    edges = tuple(column.right if column.figures else column.left for column in found)
    frame = Box("", found[0].left, 0.0, found[-1].right, 0.0)
    grid = Grid(frame, [], edges)
    headed = sum(column.head is not None for column in figures)
    goes_on = before is not None and top == first and grid.continues(before)
    alone = len(figures) == 1 and not (headed and len(heads) > 1)
    if not goes_on and (headed < _HEADED * len(figures) or alone):
        return None
    last = _with_wrapped(lines, last, found)
    depth = max((head.row + 1 for head in heads), default=0)
    for head in heads:
        leaf = found[head.first].head is head
        spans = depth - head.row if leaf else 1, head.last - head.first + 1
        grid.cells.append(RawCell(head.box.text, head.row, head.first, *spans))
    grid.cells += _body(lines[first:last], found, depth)
    grid.cells.sort(key=lambda cell: (cell.row, cell.column))
    runs = [run for line in lines[top:last] for run in line]
    frame.top, frame.bottom = max(run.top for run in runs), min(run.bottom for run in runs)
    return grid


def _columns(rows: Sequence[Line]) -> list[_Column]:
    """The columns, from the left: where figures stand below each other, and the words beside them."""
    figures = [run for line in rows for run in line if _is_figure(run)]
    found = _stripes(figures)
    if _shared(rows, found) > _MOST_SHARED * len(rows):
        return []
    for column in found:
        column.figures = True
    words = [
        run
        for line in rows
        for at, run in enumerate(line)
        if not _is_figure(run) and not (at and any(_share(run, column) > 0 for column in found))
    ]
    found = sorted((*found, *_stripes(words)), key=lambda column: column.middle)
    made = found[:1]
    for column in found[1:]:
        last = made[-1]
        if _are_one(rows, last, column):
            last.left, last.right = min(last.left, column.left), max(last.right, column.right)
            last.figures = last.figures or column.figures
        else:
            made.append(column)
    return made


def _are_one(rows: Sequence[Line], one: _Column, other: _Column) -> bool:
    """Whether two stripes are a column whose cells do not stand below each other: no row has something in both."""
    near = other.left - one.right <= _STRAY * rows[0][0].height
    if one.figures is not other.figures or (one.figures and not near):
        return False
    return not any(
        any(_share(run, one) > 0 for run in line) and any(_share(run, other) > 0 for run in line)
        for line in rows
    )


def _stripes(runs: Sequence[Box]) -> list[_Column]:
    """The stretches of the page's width that runs take up, those together that overlap."""
    found: list[_Column] = []
    for run in sorted(runs, key=lambda run: run.left):
        if found and run.left < found[-1].right:
            found[-1].right = max(found[-1].right, run.right)
        else:
            found.append(_Column(run.left, run.right))
    return found


def _shared(rows: Sequence[Line], found: Sequence[_Column]) -> int:
    """In how many rows two figures stand in one of the columns."""
    held = ([_nearest(run, found) for run in line if _is_figure(run)] for line in rows)
    return sum(len(places) > len(set(places)) for places in held)


def _share(one: Box | _Column, other: Box | _Column) -> float:
    """How much of the page's width two things share; below zero how far they stand apart."""
    return min(one.right, other.right) - max(one.left, other.left)


def _nearest(run: Box, found: Sequence[_Column]) -> int:
    """The column that a run shares most of its width with, or stands nearest to."""
    middle = (run.left + run.right) / 2

    def apart(at: int) -> tuple[float, float]:
        column = found[at]
        shared = _share(run, column)
        return -max(shared, 0.0), abs(column.middle - middle) if shared <= 0 else 0.0

    return min(range(len(found)), key=apart)


# ---- Heads -----------------------------------------------------------------------------------------------------------


def _head_begins(
    lines: Sequence[Line], least: int, first: int, found: Sequence[_Column], wide: Sequence[float]
) -> int:
    """The first line of the heads above a row."""
    at = first
    while at > max(least, first - _HEAD_LINES):
        line, below = lines[at - 1], lines[at][0]
        ruled = at < first and any(below.top <= height <= line[0].middle for height in wide)
        apart = line[0].middle - below.middle > _FARTHEST * below.height
        if ruled or apart or _ends(line) or not _may_head(line, lines[at:first], found):
            break
        at -= 1
    return at


def _may_head(line: Line, below: Sequence[Line], found: Sequence[_Column]) -> bool:
    """Whether a line heads columns. One run alone does over the names, as a line of a head below it, or between its columns."""
    if len(line) > 1:
        return True
    run, first = line[0], next(column for column in found[1:] if column.figures)
    if not below:
        return sum(_share(run, column) > 0 for column in found) == 1
    if run.height > _LARGE * below[0][0].height:
        return False
    if run.right < first.left:
        return True
    wraps = any(_is_wrapped(run, other) for lower in below[:3] for other in lower)
    if wraps and run.right - run.left < (found[-1].right - found[0].left) / 3:
        return True
    middle, near = (run.left + run.right) / 2, _OFF_CENTRE * run.height
    inside = first.left - near <= run.left and run.right <= found[-1].right + near
    ranges = (found[i : j + 1] for i in range(1, len(found)) for j in range(i + 1, len(found)))
    of_all = abs(_middle(found) - middle) <= near
    return inside and not of_all and any(abs(_middle(one) - middle) <= near for one in ranges)


def _by_column(run: Box, pieces: Sequence[Box], found: Sequence[_Column]) -> Sequence[Box]:
    """A run of words, or its words where each stands over a column of its own: 第一产业 第二产业."""
    own = [one for one in pieces if run.left <= one.left and one.right <= run.right]
    places = [_nearest(one, found) for one in own]
    apart = len(set(places)) == len(own) > 1
    over = all(_share(one, found[at]) > 0 for one, at in zip(own, places, strict=True))
    return own if apart and over else [run]


def _heads(runs: Sequence[Box], found: Sequence[_Column]) -> list[_Head]:
    """The headings of the columns: the lowest over each is its own, one above heads all it stands in the middle of."""
    leaves: list[_Head] = []
    others: list[_Head] = []
    for box in sorted(_unwrapped(runs), key=lambda box: box.middle):
        at = _nearest(box, found)
        head = _Head(box, at, at)
        if found[at].head is None and not _is_between(box, found):
            found[at].head = head
            leaves.append(head)
        else:
            others.append(head)
    while others:
        level = [head for head in others if head.box.bottom < others[0].box.middle]
        _spread(level, found)
        others = [head for head in others if head not in level]
    for head in leaves:
        head.row = len(head.upper)
    uppers = {id(upper): upper for leaf in leaves for upper in leaf.upper}
    for leaf in leaves:
        for number, upper in enumerate(reversed(leaf.upper)):
            upper.row = number
    return [*uppers.values(), *leaves]


def _is_between(box: Box, found: Sequence[_Column]) -> bool:
    """Whether a heading stands over the gap between two columns that have their own."""
    middle = (box.left + box.right) / 2
    return any(
        one.right < middle < other.left and one.head is not None and other.head is not None
        for one, other in pairwise(found)
    )


def _unwrapped(runs: Sequence[Box]) -> list[Box]:
    """The headings with those of several lines as one."""
    found: list[Box] = []
    for run in sorted(runs, key=lambda run: -run.middle):
        uppers = [box for box in found if _is_wrapped(box, run)]
        alone = len(uppers) == 1 and not any(
            other is not run and _is_wrapped(uppers[0], other)
            for other in runs
            if other.middle < run.middle + 1
        )
        if not alone:
            found.append(Box(run.text, run.left, run.bottom, run.right, run.top))
            continue
        upper = uppers[0]
        upper.text += run.text
        upper.left, upper.right = min(upper.left, run.left), max(upper.right, run.right)
        upper.bottom = run.bottom
    return found


def _is_wrapped(upper: Box, lower: Box) -> bool:
    """Whether a run is the next line of one above it."""
    narrow = min(upper.right - upper.left, lower.right - lower.left)
    apart = upper.bottom + lower.height / 2 - lower.middle
    return 2 * _share(upper, lower) >= narrow and 0 < apart <= _WRAPPED * lower.height


def _spread(level: list[_Head], found: Sequence[_Column]) -> None:
    """Give headings of one height the columns they stand in the middle of: as many as may be, no column to two."""
    level.sort(key=lambda head: head.box.left)
    height = level[0].box.height
    middles = [column.head.box.middle if column.head else inf for column in found]
    lowest = min(middles)
    below = [at - lowest <= _LOW * (level[0].box.middle - lowest) for at in middles]
    # For so many headings and columns: what is left wrong, and the ranges given.
    best: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {0: (0.0, ())}
    for head in level:
        reached: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {}
        for start, (cost, given) in best.items():
            for first in range(start, len(found)):
                for last in range(first, len(found)):
                    if not all(below[first : last + 1]):
                        break
                    off = abs(
                        (head.box.left + head.box.right) / 2 - _middle(found[first : last + 1])
                    )
                    if first < last and off > _FARTHEST_OFF * height:
                        continue
                    total = cost + off / height + 3 * sum(below[start:first])
                    if last + 1 not in reached or total < reached[last + 1][0]:
                        reached[last + 1] = total, (*given, (first, last))
        best = reached
    if not best:
        return
    ends = ((cost + 3 * sum(below[end:]), given) for end, (cost, given) in best.items())
    for head, (first, last) in zip(level, min(ends)[1], strict=True):
        head.first, head.last = first, last
        for leaf in {id(c.head): c.head for c in found[first : last + 1] if c.head}.values():
            leaf.upper.append(head)


def _middle(spanned: Sequence[_Column]) -> float:
    """The middle of columns with their heads."""
    boxes = [column.head.box for column in spanned if column.head]
    left = min([spanned[0].left, *(box.left for box in boxes)])
    right = max([spanned[-1].right, *(box.right for box in boxes)])
    return (left + right) / 2


# ---- Rows ------------------------------------------------------------------------------------------------------------


def _with_name(lines: Sequence[Line], least: int, first: int, found: Sequence[_Column]) -> int:
    """The first line of the first row: its names may begin above its figures."""
    row = lines[first][0]
    while first > least and all(
        not found[_nearest(run, found)].figures and run.middle - row.middle <= _WRAPPED * run.height
        for run in lines[first - 1]
    ):
        first -= 1
    return first


def _with_wrapped(lines: Sequence[Line], last: int, found: Sequence[_Column]) -> int:
    """The end of the last row: the next line goes on with its name."""
    while last < len(lines) and len(lines[last]) == 1 and not _ends(lines[last]):
        run, row = lines[last][0], lines[last - 1]
        if not any(_is_wrapped(other, run) for other in row) or run.right > found[-1].right:
            break
        last += 1
    return last


def _body(lines: Sequence[Line], found: Sequence[_Column], depth: int) -> list[RawCell]:
    """The cells of the rows; a name's further lines go to their row."""
    bands = [list(line) for line in lines if _is_row(line)]
    names = [run for line in lines if not _is_row(line) for run in line]
    open_rows.add_names(bands, sorted(names, key=lambda run: -run.middle))
    bands.sort(key=lambda band: -band[0].middle)
    margin = found[0].left
    indents = _are_indented(bands, found)
    cells: list[RawCell] = []
    for row, band in enumerate(bands, start=depth):
        held: dict[int, Line] = {}
        for run in sorted(band, key=lambda run: (-round(run.middle / run.height), run.left)):
            held.setdefault(_nearest(run, found), []).append(run)
        for place, runs in sorted(held.items()):
            text = "".join(run.text for run in runs)
            if indents and place == 0:
                text = "\u3000" * round((runs[0].left - margin) / runs[0].height) + text
            cells.append(RawCell(text, row, place))
    return cells


def _are_indented(bands: Sequence[Line], found: Sequence[_Column]) -> bool:
    """Whether the names begin at a few places rather than stand in the middle of their column."""
    names = [min(band, key=lambda run: run.left) for band in bands]
    names = [run for run in names if run.left < found[0].right]
    begins = {round(2 * run.left / run.height) for run in names}
    middles = [(run.left + run.right) / (2 * run.height) for run in names]
    centred = max(middles, default=0) - min(middles, default=0) <= 1
    return not (found[0].figures or centred) and len(begins) <= _MOST_INDENTS
