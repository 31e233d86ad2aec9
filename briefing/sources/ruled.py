"""Ruled tables by geometry alone: from the rules drawn on a page to cells, from cells to tables.

Works as pdfplumber does (rules that nearly meet are one rule, where two cross is a corner, the smallest rectangle between corners is
a cell, cells that share a corner are a table), but on a grid of numbers, so that a page of a thousand rules takes milliseconds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from briefing.sources.raw import RawCell

SNAP = 3.0  # points: rules as near as this are drawn on one line, or meet
_SHORTEST = 3.0  # of a rule
_SAME_EDGE = 2.0  # between the beginnings of cells of one row or column
MOST_RULES = 6000  # on a page: more are a drawing

Corner = tuple[int, int]  # number of its vertical and of its horizontal line


@dataclass(slots=True)
class Box:
    """Something printed, in points from the lower left corner of the upright page."""

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
class Rules:
    """The straight rules of a page: (where its line runs, begin, end)."""

    across: list[tuple[float, float, float]] = field(default_factory=list)
    down: list[tuple[float, float, float]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.across) + len(self.down)


@dataclass(slots=True)
class Grid:
    """A table's cells, and where its columns begin, to know it again on the next page."""

    frame: Box
    cells: list[RawCell]
    edges: tuple[float, ...]

    @property
    def rows(self) -> int:
        return max((cell.row + cell.row_span for cell in self.cells), default=0)

    def continues(self, other: Grid) -> bool:
        return len(self.edges) == len(other.edges) and all(
            abs(a - b) < 4 for a, b in zip(self.edges, other.edges, strict=True)
        )


@dataclass(slots=True)
class Found:
    """A table's place on the page: the beginnings of its columns and rows (from the top: negative heights) and its cells."""

    columns: list[float]
    rows: list[float]
    cells: list[Box]
    places: list[tuple[int, int, int, int]]  # row, column, rows and columns spanned, for each cell

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell around a point of the page."""
        cells, places = self.cells, self._by_place()
        column, row = bisect_right(self.columns, x) - 1, bisect_right(self.rows, -y) - 1
        for at in ((row, column), (row + 1, column), (row, column + 1)):
            for number in places.get(at, ()):
                cell = cells[number]
                if cell.left - 1 <= x <= cell.right + 1 and cell.bottom - 1 <= y <= cell.top + 1:
                    return number
        return None

    _places: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    def _by_place(self) -> dict[tuple[int, int], list[int]]:
        if not self._places:
            made: dict[tuple[int, int], list[int]] = defaultdict(list)
            for number, (row, column, rows, columns) in enumerate(self.places):
                for at in range(row, row + rows):
                    for across in range(column, column + columns):
                        made[at, across].append(number)
            self._places = dict(made)
        return self._places


def tables(rules: Rules) -> list[Found]:
    """The tables of at least two rows and two columns, from the top down."""
    if not 0 < len(rules) <= MOST_RULES:
        return []
    heights, across = lines_of_rules(rules.across)
    positions, down = lines_of_rules(rules.down)
    groups = _groups(_cells(positions, heights, across, down))
    boxes = [
        [Box("", positions[i], heights[j], positions[k], heights[m]) for (i, m), (k, j) in group]
        for group in groups
    ]
    found = [table for group in boxes if (table := _placed(group))]
    return sorted(found, key=lambda table: (table.rows[0], table.columns[0]))


def lines_of_rules(
    rules: list[tuple[float, float, float]],
) -> tuple[list[float], list[list[tuple[float, float]]]]:
    """Where the lines run on which rules lie, in order, and the stretches that are drawn of each."""
    places: list[float] = []
    stretches: list[list[tuple[float, float]]] = []
    group: list[tuple[float, float, float]] = []
    for rule in [*sorted(rules), (float("inf"), 0.0, 0.0)]:
        if group and rule[0] - group[-1][0] > SNAP:
            drawn = _joined(sorted((begin, end) for _, begin, end in group))
            if drawn:
                places.append(sum(one[0] for one in group) / len(group))
                stretches.append(drawn)
            group = []
        group.append(rule)
    return places, stretches


def _joined(stretches: list[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for begin, end in stretches:
        if found and begin <= found[-1][1] + SNAP:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return [(begin, end) for begin, end in found if end - begin >= _SHORTEST]


def _covering(places: Sequence[float], stretches: list[tuple[float, float]]) -> dict[int, int]:
    """For the lines that a line's stretches reach: which of its stretches does."""
    found: dict[int, int] = {}
    for number, (begin, end) in enumerate(stretches):
        first, last = bisect_left(places, begin - SNAP), bisect_right(places, end + SNAP)
        for at in range(first, last):
            found.setdefault(at, number)
    return found


def _cells(
    positions: list[float],
    heights: list[float],
    across: list[list[tuple[float, float]]],
    down: list[list[tuple[float, float]]],
) -> list[tuple[Corner, Corner]]:
    """The smallest rectangles between corners: upper left and lower right corner of each."""
    by_column = [_covering(heights, stretches) for stretches in down]
    by_row = [_covering(positions, stretches) for stretches in across]
    corners: dict[Corner, tuple[int, int]] = {}
    for i, reached in enumerate(by_column):
        for j, stretch in reached.items():
            if (other := by_row[j].get(i)) is not None:
                corners[i, j] = (stretch, other)
    lower: dict[int, list[int]] = defaultdict(list)  # from the top down
    righter: dict[int, list[int]] = defaultdict(list)
    for i, j in sorted(corners, key=lambda corner: (corner[0], -corner[1])):
        lower[i].append(j)
        righter[j].append(i)
    found = []
    for i, j in corners:
        if (end := _smallest(i, j, corners, lower[i], righter[j])) is not None:
            found.append(((i, j), end))
    return found


def _smallest(
    i: int,
    j: int,
    corners: dict[Corner, tuple[int, int]],
    below: list[int],
    right: list[int],
) -> Corner | None:
    vertical, horizontal = corners[i, j]
    for low in below[below.index(j) + 1 :]:
        if corners[i, low][0] != vertical:
            return None
        for far in right[bisect_right(right, i) :]:
            if corners[far, j][1] != horizontal:
                break
            end = corners.get((far, low))
            if end is not None and end[0] == corners[far, j][0] and end[1] == corners[i, low][1]:
                return far, low
    return None


def parted(found: Found, cuts: Sequence[float]) -> Found:
    """The table with its cells of one row cut at these heights."""
    ordered = sorted(cuts)
    cells: list[Box] = []
    for cell, (_, _, rows, _) in zip(found.cells, found.places, strict=True):
        first, last = bisect_right(ordered, cell.bottom), bisect_left(ordered, cell.top)
        inside = ordered[first:last] if rows == 1 else []
        for bottom, top in pairwise([cell.bottom, *inside, cell.top]):
            cells.append(Box("", cell.left, bottom, cell.right, top))
    return _placed(cells) or found


def _groups(cells: list[tuple[Corner, Corner]]) -> list[list[tuple[Corner, Corner]]]:
    """Cells that share a corner are of one table."""
    parents = list(range(len(cells)))

    def root(of: int) -> int:
        while parents[of] != of:
            parents[of] = parents[parents[of]]
            of = parents[of]
        return of

    seen: dict[Corner, int] = {}
    for number, ((i, j), (k, m)) in enumerate(cells):
        for corner in ((i, j), (i, m), (k, j), (k, m)):
            other = seen.setdefault(corner, number)
            parents[root(number)] = root(other)
    made: dict[int, list[tuple[Corner, Corner]]] = defaultdict(list)
    for number, cell in enumerate(cells):
        made[root(number)].append(cell)
    return list(made.values())


def _placed(cells: list[Box]) -> Found | None:
    columns = _edges([cell.left for cell in cells])
    rows = _edges([-cell.top for cell in cells])
    if len(columns) < 2 or len(rows) < 2:
        return None
    places = []
    for cell in cells:
        row, column = _nearest(rows, -cell.top), _nearest(columns, cell.left)
        row_end = bisect_left(rows, -cell.bottom - _SAME_EDGE)
        column_end = bisect_left(columns, cell.right - _SAME_EDGE)
        places.append((row, column, max(1, row_end - row), max(1, column_end - column)))
    return Found(columns, rows, cells, places)


def _edges(values: list[float]) -> list[float]:
    """The values without those within two points of one before."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SAME_EDGE:
            found.append(value)
    return found


def _nearest(edges: list[float], value: float) -> int:
    at = bisect_left(edges, value)
    near = [k for k in (at - 1, at) if 0 <= k < len(edges)]
    return min(near, key=lambda k: abs(edges[k] - value))
