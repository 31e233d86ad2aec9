"""Reading order on a page: characters to runs, runs to lines, columns one after the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import attrgetter

from briefing.sources import characters
from briefing.sources.ruled import Box

_GAP = 0.4  # of the letter height between two characters: a blank
_SPACED_GAP = 0.15  # the same where the file has a blank there
_COLUMN_GAP = 1.2  # between two segments of a line: they are not one
_GUTTER = 0.9
_SMALL = 0.82  # of the letters beside it: what is raised or lowered is smaller
_TALLEST = 2.0  # times what is raised beside it
_RAISED = 0.2  # of their height, at least
_FEWEST_LINES = 6  # on each side of a gutter
_MOST_ACROSS = 0.25  # of the runs on a page, across a gutter
_LEFT = attrgetter("left")


def segments(characters: list[Box]) -> list[Box]:
    """Runs of characters that stand side by side, with blanks where the paper has them."""
    found: list[Box] = []
    row: list[Box] = []
    first = first_height = 0.0
    order = sorted((-(one.top + one.bottom) / 2, at) for at, one in enumerate(characters))
    for depth, at in order:
        one, middle = characters[at], -depth
        height = one.top - one.bottom
        if not row or first - middle > 0.45 * (height if height > first_height else first_height):
            _runs(row, found)
            row, first, first_height = [], middle, height
        elif first_height < height < _TALLEST * first_height:  # what is raised came first
            first, first_height = middle, height
        row.append(one)
    _runs(row, found)
    return found


def _runs(row: list[Box], found: list[Box]) -> None:
    """Append the runs of one row of characters."""
    row.sort(key=_LEFT)
    heights = [one.top - one.bottom for one in row]
    if row and min(heights) <= _SMALL * max(heights):
        _set_off(row)
    current: Box | None = None
    right = 0.0
    for one in row:
        height = one.top - one.bottom
        height = height if height > 1.0 else 1.0
        gap = one.left - right
        if current is None or gap > _COLUMN_GAP * height:
            current = Box(one.text, one.left, one.bottom, one.right, one.top)
            right = one.right
            found.append(current)
            continue
        if gap < -0.5 * height and current.text.endswith(one.text):
            continue  # printed twice to look bold
        if gap > (_SPACED_GAP if one.spaced else _GAP) * height:
            current.text += " "
        current.text += one.text
        if one.right > right:
            current.right = right = one.right
        if one.top > current.top:
            current.top = one.top
        if one.bottom < current.bottom:
            current.bottom = one.bottom


def _set_off(row: list[Box]) -> None:
    """Raised and lowered digits say so: they are a note's mark or a power, no digits of the number beside them."""
    named = -1  # the last lowered character that is part of a name: PM2.5
    for at, one in enumerate(row):
        near = [
            other
            for other in (*row[max(0, at - 3) : at][::-1], *row[at + 1 : at + 4])
            if one.height <= _SMALL * other.height
            and max(one.left - other.right, other.left - one.right) < 2 * other.height
        ]
        if not near:
            continue
        beside = near[0]
        if one.bottom > beside.bottom + _RAISED * beside.height:
            one.text = "" if one.text == characters.UNKNOWN else characters.raised(one.text)
        elif one.top < beside.top - _RAISED * beside.height and one.bottom < beside.bottom:
            before = "PM" if at and named == at - 1 else row[at - 1].text if at else ""
            made = characters.lowered(one.text, before)
            named = at if made == one.text else -1
            one.text = made


def lines_of(characters: list[Box]) -> list[str]:
    """The lines of a cell."""
    if not characters:
        return []
    runs = sorted(segments(characters), key=lambda run: -run.middle)
    return [text for item in _lines([*runs]) if isinstance(item, str) and (text := item.strip())]


def in_order(runs: list[Box], frames: list[Box], gutter: float | None) -> Iterator[str | int]:
    """Lines of text and the numbers of the tables between them, as one reads the page."""
    blocks: list[Box | int] = [*runs, *range(len(frames))]

    def box(block: Box | int) -> Box:
        return frames[block] if isinstance(block, int) else block

    bands: list[
        tuple[list[Box | int], list[Box | int], list[Box | int]]
    ] = []  # what runs across; left; right
    for block in sorted(blocks, key=lambda block: -box(block).middle):
        here = box(block)
        across = gutter is None or here.left < gutter < here.right
        if not bands or (across and (bands[-1][1] or bands[-1][2])):
            bands.append(([], [], []))
        bands[-1][0 if across else 1 if here.right <= (gutter or 0) else 2].append(block)
    for band in bands:
        for column in band:
            yield from _lines(column)


def gutter(runs: list[Box]) -> float | None:
    """Where the gap between two columns runs, or None on a page of one."""
    if len(runs) < 2 * _FEWEST_LINES:
        return None
    lefts, rights = sorted(one.left for one in runs), sorted(one.right for one in runs)
    half = _half(runs)
    found: list[tuple[int, float]] = []
    for share in range(35, 66):
        at = lefts[0] + (rights[-1] - lefts[0]) * share / 100
        before = bisect_right(rights, at - half)
        after = len(lefts) - bisect_left(lefts, at + half)
        crossing = len(runs) - before - after
        if min(before, after) < _FEWEST_LINES or crossing > _MOST_ACROSS * len(runs):
            continue
        if _side_by_side(*_sides(runs, at)):
            found.append((crossing, at))
    widest = [at for crossing, at in found if crossing == min(found)[0]]
    return widest[len(widest) // 2] if widest else None


def _half(runs: list[Box]) -> float:
    """Half of the least width of a gutter."""
    return _GUTTER / 2 * sorted(one.height for one in runs)[len(runs) // 2]


def _sides(runs: list[Box], at: float) -> tuple[list[Box], list[Box]]:
    """What stands on the left and on the right of a gutter; the rest runs across it."""
    half = _half(runs)
    return [one for one in runs if one.right <= at - half], [
        one for one in runs if one.left >= at + half
    ]


def is_open(runs: list[Box], at: float) -> bool:
    """Whether next to nothing runs across a gutter."""
    return bool(runs) and len(runs) - sum(map(len, _sides(runs, at))) <= _MOST_ACROSS * len(runs)


def _side_by_side(before: list[Box], after: list[Box]) -> bool:
    """Both sides are running text: their lines are about as long as their columns are wide, not the cells of a table."""
    for side in (before, after):
        width = max(one.right for one in side) - min(one.left for one in side)
        full = sum(1 for one in side if one.right - one.left >= 0.75 * width)
        if full < 0.5 * len(side):
            return False
    return True


def _lines(column: list[Box | int]) -> Iterator[str | int]:
    runs = [block for block in column if isinstance(block, Box)]
    margin = min((one.left for one in runs), default=0.0)
    line: list[Box] = []
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


def _joined(line: list[Box], margin: float) -> str:
    """The segments of a line with the blanks before and between them."""
    if not line:
        return ""
    line = sorted(line, key=lambda one: one.left)
    indent = int(max(0.0, line[0].left - margin) / max(line[0].height, 1.0) + 0.3)
    return "\u3000" * min(indent, 20) + "  ".join(one.text for one in line)
