"""Reading order on a page: characters to runs, runs to lines, columns one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import log
from operator import attrgetter
from typing import NamedTuple

from briefing.sources import characters
from briefing.sources.ruled import Box

_GAP = 0.4  # of the letter height between two characters: a blank
_SPACED_GAP = 0.15  # the same where the file has a blank there
_COLUMN_GAP = 1.2  # between two segments of a line: they are not one
_GUTTER = 0.6  # of the letter height: the narrowest gap between two columns
_OPEN = 0.12  # of a page's lines may run across a gutter: titles do
_EVEN = 0.3  # by which the widths of columns differ, three or more
_FEWEST_CHARACTERS = 200  # on a page of columns
_MIDDLE = (0.33, 0.67)  # of a page's width: where one gutter alone stands
_FULL = 0.75  # of a column's width: its lines of running text are as long
_ENDS = 2.2  # letter heights: no farther from its column's end, a line was cut there; a mark may hang over it
_BEGINS = 0.6  # letter heights: no farther from its column's margin, a line goes on there
_INDENTED = 1.4  # letter heights
_SMALL = 0.82  # of the letters beside it: what is raised or lowered is smaller
_TALLEST = 2.0  # times what is raised beside it
_RAISED = 0.2  # of their height, at least
_FEWEST_LINES = 6  # on each side of a gutter
_MOST_ACROSS = 0.25  # of the runs on a page, across a gutter
_OF_NUMBER = frozenset("0123456789.,%")
_EVEN_GAPS = 0.2  # by which the gaps inside a number drawn out differ
_LEFT = attrgetter("left")

# What the page says of a line: it begins at its column's margin, fills it from there, paragraphs there are indented, it
# ends where the column does. Above these bits: the size of its letters, a step for every seventh more.
FLUSH, FULL, INDENTS, REACHES = 1, 2, 4, 8
SIZE_STEP, SIZE_BITS = 1.15, 4


class Printed(NamedTuple):
    """A line of text as it stands on the page."""

    text: str
    says: int = 0


def segments(
    characters: list[Box], gutters: Sequence[float] = (), widest: float = _COLUMN_GAP
) -> list[Box]:
    """Runs of characters that stand side by side, with blanks where the paper has them. No run is in two columns.

    widest: the gap inside a run, in letter heights.
    """
    found: list[Box] = []
    row: list[Box] = []
    first = first_height = 0.0
    order = sorted((-(one.top + one.bottom) / 2, at) for at, one in enumerate(characters))
    for depth, at in order:
        one, middle = characters[at], -depth
        height = one.top - one.bottom
        if not row or first - middle > 0.45 * min(max(height, first_height), _TALLEST * height):
            _runs(row, found, gutters, widest)
            row, first, first_height = [], middle, height
        elif first_height < height < _TALLEST * first_height:  # what is raised came first
            first, first_height = middle, height
        row.append(one)
    _runs(row, found, gutters, widest)
    return found


def _runs(row: list[Box], found: list[Box], gutters: Sequence[float], widest: float) -> None:
    """Append the runs of one row of characters."""
    row.sort(key=_LEFT)
    heights = [one.top - one.bottom for one in row]
    if row and min(heights) <= _SMALL * max(heights):
        _set_off(row)
    current: Box | None = None
    right = 0.0
    for at, one in enumerate(row):
        height = one.top - one.bottom
        height = height if height > 1.0 else 1.0
        gap = one.left - right
        if (
            current is None
            or gap > widest * height
            or (gutters and _parted(right, one.left, gap, height, gutters))
        ):
            current = Box(one.text, one.left, one.bottom, one.right, one.top)
            right = one.right
            found.append(current)
            continue
        if gap < -0.5 * height and current.text.endswith(one.text):
            continue  # printed twice to look bold
        if gap > (_SPACED_GAP if one.spaced else _GAP) * height:
            current.text += "" if _is_spaced_number(row, at) else " "
        current.text += one.text
        if one.right > right:
            current.right = right = one.right
        if one.top > current.top:
            current.top = one.top
        if one.bottom < current.bottom:
            current.bottom = one.bottom


def _is_spaced_number(row: list[Box], at: int) -> bool:
    """Whether a gap stands inside a number that was drawn out: figures on both sides, and the next gap is as wide."""
    if not (row[at].text in _OF_NUMBER and row[at - 1].text in _OF_NUMBER):
        return False
    gap = row[at].left - row[at - 1].right
    for before, after in ((at - 2, at - 1), (at, at + 1)):
        if before >= 0 and after < len(row):
            one, other = row[before], row[after]
            even = abs(other.left - one.right - gap) <= _EVEN_GAPS * gap
            if even and one.text in _OF_NUMBER and other.text in _OF_NUMBER:
                return True
    return False


def _parted(right: float, left: float, gap: float, height: float, gutters: Sequence[float]) -> bool:
    """Whether a gutter runs between two characters that stand apart."""
    return gap > _GUTTER * height / 2 and any(right <= at <= left for at in gutters)


def _set_off(row: list[Box]) -> None:
    """Raised and lowered digits say so: they are a note's mark or a power, no digits of the number beside them."""
    at = 0
    while at < len(row):
        way = _way(row, at)
        end = at + 1
        while way and end < len(row) and _way(row, end) == way:
            end += 1
        if way and any(one.text.isdigit() or one.text == characters.UNKNOWN for one in row[at:end]):
            before = row[at - 1].text if at else ""
            for one in row[at:end]:
                if way < 0:
                    one.text = characters.lowered(one.text, before)
                else:
                    one.text = "" if one.text == characters.UNKNOWN else characters.raised(one.text)
        at = end


def _way(row: list[Box], at: int) -> int:
    """1 for a raised character, -1 for a lowered one, 0 for one that stands on its line."""
    one = row[at]
    for other in (*row[max(0, at - 3) : at][::-1], *row[at + 1 : at + 4]):
        apart = max(one.left - other.right, other.left - one.right)
        if one.height <= _SMALL * other.height and apart < 2 * other.height:
            if one.bottom > other.bottom + _RAISED * other.height:
                return 1
            low = one.top < other.top - _RAISED * other.height and one.bottom < other.bottom
            return -1 if low else 0
    return 0


def rows(characters: list[Box], widest: float = _COLUMN_GAP) -> list[list[Box]]:
    """The runs of each line, from the left, the lines from the top down."""
    runs = sorted(segments(characters, (), widest), key=lambda run: -(run.top + run.bottom))
    return [sorted(row, key=_LEFT) for row in _in_rows(runs) if isinstance(row, list)]


def lines_of(characters: list[Box]) -> list[str]:
    """The lines of a cell."""
    lines = ("  ".join(run.text for run in row).strip() for row in rows(characters))
    return [text for text in lines if text]


def in_order(
    runs: list[Box], frames: list[Box], gutters: Sequence[float]
) -> Iterator[Printed | int]:
    """Lines of text and the numbers of the tables between them, as one reads the page."""
    blocks: list[Box | int] = [*runs, *range(len(frames))]

    def box(block: Box | int) -> Box:
        return frames[block] if isinstance(block, int) else block

    # What runs across, then the columns from left to right; again below what runs across.
    bands: list[list[list[Box | int]]] = []
    for block in sorted(blocks, key=lambda block: -box(block).middle):
        here = box(block)
        across = any(here.left < at < here.right for at in gutters) or not gutters
        if not bands or (across and any(bands[-1][1:])):
            bands.append([[] for _ in range(len(gutters) + 2)])
        column = 0 if across else 1 + sum(1 for at in gutters if at <= here.left)
        bands[-1][column].append(block)
    for band in bands:
        for column_blocks in band:
            yield from _lines(column_blocks)


def gutters(characters: list[Box]) -> tuple[float, ...]:
    """Where the gaps between a page's columns of running text are; none on a page of one column."""
    if len(characters) < _FEWEST_CHARACTERS:
        return ()
    heights = sorted(one.top - one.bottom for one in characters)
    height = max(heights[len(heights) // 2], 1.0)
    left, right = min(one.left for one in characters), max(one.right for one in characters)
    found = _gaps(characters, left, right, height)
    while found:
        sides = _columns(segments(characters, found), found)
        wanting = [at for at, side in enumerate(sides) if not _is_prose(side)]
        if not wanting:
            break
        # What is no column belongs to its neighbour, or all of it is a table.
        found = [gap for at, gap in enumerate(found) if at not in wanting and at + 1 not in wanting]
    if len(found) == 1 and not _MIDDLE[0] <= (found[0] - left) / (right - left) <= _MIDDLE[1]:
        return ()
    widths = [after - before for before, after in pairwise([left, *found, right])]
    return tuple(found) if len(found) < 2 or min(widths) >= (1 - _EVEN) * max(widths) else ()


def _gaps(characters: list[Box], left: float, right: float, height: float) -> list[float]:
    """The middles of the upright stripes of a page that next to nothing is printed on."""
    steps = [0] * (int(right - left) + 3)
    for one in characters:
        steps[int(one.left - left)] += 1
        steps[int(one.right - left) + 1] -= 1
    covered = list(accumulate(steps))[:-2]
    usual = sorted(covered)[len(covered) // 2]
    found: list[float] = []
    begin: int | None = None
    for at, count in enumerate(covered):
        if count <= _OPEN * usual:
            begin = at if begin is None else begin
        elif begin is not None:
            if begin > 0 and at - begin >= _GUTTER * height:
                found.append(left + (begin + at) / 2)
            begin = None
    return found


def _columns(runs: list[Box], found: Sequence[float]) -> list[list[Box]]:
    """The runs of each column; those that run across a gutter are in none."""
    sides: list[list[Box]] = [[] for _ in range(len(found) + 1)]
    for one in runs:
        if not any(one.left < at < one.right for at in found):
            sides[sum(1 for at in found if at <= one.left)].append(one)
    return sides


def _is_prose(side: list[Box]) -> bool:
    """Running text: its lines are about as long as the column is wide, unlike the cells of a table."""
    if len(side) < _FEWEST_LINES:
        return False
    width = max(one.right for one in side) - min(one.left for one in side)
    return sum(1 for one in side if one.right - one.left >= _FULL * width) >= 0.5 * len(side)


def is_open(runs: list[Box], found: Sequence[float]) -> bool:
    """Whether next to nothing runs across these gutters."""
    across = sum(1 for one in runs if any(one.left < at < one.right for at in found))
    return bool(runs) and across <= _MOST_ACROSS * len(runs)


def _in_rows(column: Sequence[Box | int]) -> list[list[Box] | int]:
    """Runs of one height together; tables stay where they are."""
    rows: list[list[Box] | int] = []
    for block in column:
        last = rows[-1] if rows else 0
        if isinstance(block, int):
            rows.append(block)
        elif isinstance(last, list) and abs(last[0].middle - block.middle) <= 0.45 * max(
            block.height, last[0].height
        ):
            last.append(block)
        else:
            rows.append([block])
    return rows


def _lines(column: list[Box | int]) -> Iterator[Printed | int]:
    margin = min((block.left for block in column if isinstance(block, Box)), default=0.0)
    rows = _in_rows(column)
    lines = [row for row in rows if isinstance(row, list)]
    sides = _sides(lines)
    for row in rows:
        yield row if isinstance(row, int) else _printed(row, margin, *sides)


def _sides(lines: list[list[Box]]) -> tuple[float, float, bool]:
    """Where most lines of a column begin and end, and whether paragraphs are indented there."""
    if not lines:
        return 0.0, 0.0, False
    lefts = sorted(min(one.left for one in row) for row in lines)
    rights = sorted(-max(one.right for one in row) for row in lines)
    height = max(lines[len(lines) // 2][0].height, 1.0)
    steps = Counter(round(left / (_BEGINS * height)) for left in lefts)
    usual = max(steps, key=lambda step: (steps[step], -step))
    begin = next(left for left in lefts if round(left / (_BEGINS * height)) == usual)
    end = -_common(rights, height)
    indents = any(_INDENTED * height <= left - begin < 5 * height for left in lefts)
    return begin, end, indents


def _common(values: list[float], height: float) -> float:
    """The first of sorted values that several share: one alone is a page's number or a mark beside the text."""
    enough = 1 if len(values) < 4 else max(2, len(values) // 10)
    for at, value in enumerate(values):
        if (
            sum(1 for other in values[at : at + enough] if other - value <= _BEGINS * height)
            >= enough
        ):
            return value
    return values[0]


def _printed(row: list[Box], margin: float, begin: float, end: float, indents: bool) -> Printed:
    """The segments of a line with the blanks before and between them, and how it fills its column."""
    row = sorted(row, key=_LEFT)
    height = max(row[0].height, 1.0)
    indent = int(max(0.0, row[0].left - margin) / height + 0.3)
    says = (INDENTS if indents else 0) | _size(row[0]) << SIZE_BITS
    if row[0].left - begin <= _BEGINS * height:
        says |= FLUSH
    if end - row[-1].right <= _ENDS * height:
        says |= REACHES | (FULL if len(row) == 1 else 0)
    return Printed("\u3000" * min(indent, 20) + "  ".join(one.text for one in row), says)


def _size(run: Box) -> int:
    """The size of a run's letters in steps, by what they take of the line: the box of a figure says little of its size."""
    wide = sum(1 if character > "\u2e7f" else 0.5 for character in run.text)
    return max(0, round(log(max(1.0, (run.right - run.left) / max(1.0, wide)), SIZE_STEP)))
