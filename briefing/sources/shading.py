"""Tables that show their cells by colour alone: rows of rectangles side by side, with the same edges in row after row.

Rectangles behind words (a marked run, a page's background) end where the words do, so their edges differ from line to line.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from briefing.sources.ruled import SNAP, Rules

Fill = tuple[float, float, float, float, bool]  # left, bottom, right, top, whether it is white
_FEWEST_ROWS = {True: 3, False: 2}  # of white rectangles and of coloured ones
_MOST_FILLS = 4000
_FARTHEST = 3.0  # rows, between two coloured ones: those between have no colour of their own


def cells(fills: Sequence[Fill], rules: Rules) -> Rules:
    """The rules that would part the cells of coloured tables. rules: those drawn; a table may end at one."""
    made = Rules()
    if not 2 <= len(fills) <= _MOST_FILLS:
        return made
    for rows in _blocks(_rows(_outermost(fills))):
        _draw(rows, rules, made)
    return made


def _outermost(fills: Sequence[Fill]) -> list[Fill]:
    """Without those inside another: Word colours a cell's lines of text besides the cell."""
    kept: list[Fill] = []
    for fill in sorted(set(fills), key=lambda one: (one[0] - one[2]) * (one[3] - one[1])):
        if not any(
            fill[0] >= one[0] - 1
            and fill[1] >= one[1] - 1
            and fill[2] <= one[2] + 1
            and fill[3] <= one[3] + 1
            for one in kept[:400]
        ):
            kept.append(fill)
    return kept


class _Row:
    """Rectangles of one height side by side."""

    def __init__(self, fills: list[Fill]) -> None:
        fills.sort()
        self.white = all(fill[4] for fill in fills)
        self.bottom, self.top = fills[0][1], fills[0][3]
        self.edges = [fills[0][0], *(fill[2] for fill in fills)]
        self.whole = all(abs(one[2] - other[0]) <= SNAP for one, other in pairwise(fills))

    def fits(self, other: _Row) -> bool:
        return len(self.edges) == len(other.edges) and all(
            abs(one - two) <= SNAP for one, two in zip(self.edges, other.edges, strict=True)
        )


def _rows(fills: list[Fill]) -> list[_Row]:
    """From the top down, those of at least two rectangles that touch."""
    groups: list[list[Fill]] = []
    for fill in sorted(fills, key=lambda one: (-one[3], one[0])):
        near = groups[-1][0] if groups else None
        if near and abs(near[3] - fill[3]) <= SNAP and abs(near[1] - fill[1]) <= SNAP:
            groups[-1].append(fill)
        else:
            groups.append([fill])
    rows = (_Row(group) for group in groups if len(group) > 1)
    return [row for row in rows if row.whole]


def _blocks(rows: list[_Row]) -> list[list[_Row]]:
    """Rows one below the other with the same edges; a page whose rows mostly differ has no such table."""
    blocks: list[list[_Row]] = []
    for row in rows:
        last = blocks[-1][-1] if blocks else None
        if last and last.fits(row) and last.bottom - row.top <= _FARTHEST * (row.top - row.bottom):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    found = [
        block for block in blocks if len(block) >= _FEWEST_ROWS[all(row.white for row in block)]
    ]
    return found if 2 * sum(map(len, found)) >= len(rows) else []


def _draw(rows: list[_Row], rules: Rules, made: Rules) -> None:
    edges, height = rows[0].edges, rows[0].top - rows[0].bottom
    top, bottom = rows[0].top, rows[-1].bottom
    for at, begin, end in rules.across:  # a table's first or last row may have no colour
        if begin <= edges[0] + SNAP and end >= edges[-1] - SNAP:
            top = max(top, at) if at <= rows[0].top + 2 * height else top
            bottom = min(bottom, at) if at >= rows[-1].bottom - 2 * height else bottom
    for edge in edges:
        made.down.append((edge, bottom, top))
    for at in {top, bottom, *(row.top for row in rows), *(row.bottom for row in rows)}:
        made.across.append((at, edges[0], edges[-1]))


def printed_area(fills: Sequence[Fill], rules: Rules) -> Rules:
    """The rules around a sheet's title where the sheet's printed area is one rectangle: its title is the table's first row.

    Spreadsheets print their area in white below the table; it ends where the table does and begins above it.
    """
    made = Rules()
    if len(rules.down) < 2 or len(rules.across) < 2:
        return made
    left, right = min(at for at, *_ in rules.down), max(at for at, *_ in rules.down)
    bottom, top = min(at for at, *_ in rules.across), max(at for at, *_ in rules.across)
    areas = {
        fill[3]
        for fill in fills
        if max(abs(fill[0] - left), abs(fill[2] - right), abs(fill[1] - bottom)) <= SNAP
        and fill[3] > top + SNAP
    }
    if len(areas) == 1:
        (above,) = areas
        made.across.append((above, left, right))
        made.down += [(left, top, above), (right, top, above)]
    return made
