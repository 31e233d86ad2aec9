"""Tables of the data appendix: columns as wide as they need, long cells wrapped, heads repeated on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.papers.charts import style
from briefing.papers.charts.base import Cell, ChartTable
from briefing.papers.charts.scene import Run, Runs, Scene, runs, width, wrap
from briefing.settings.charts import Colours

SIZE = 7.0
LEADING = 1.34
_PAD = 2.2  # above and below a row's text
_GAP = 9.0  # between columns
_NAMED = 44.0  # a longer name over a column of short cells wraps
_LEAST = 30.0  # no column is squeezed below this


@dataclass(frozen=True, slots=True)
class Row:
    """A row that has been wrapped: lines by column."""

    cells: tuple[tuple[Runs, ...], ...]

    @property
    def height(self) -> float:
        return max(len(lines) for lines in self.cells) * SIZE * LEADING + 2 * _PAD


@dataclass(frozen=True, slots=True)
class Laid:
    """A table with its columns' places, ready to be drawn row by row. `room`: from one column's start to the next's."""

    head: Row
    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    right: tuple[bool, ...]  # which columns are set to the right

    def draw(self, scene: Scene, row: Row, left: float, top: float, colour: str) -> None:
        x = left
        for lines, room, right in zip(row.cells, self.widths, self.right, strict=True):
            y = top - _PAD - 0.88 * SIZE
            for line in lines:
                scene.text(
                    x + room if right else x, y, line, SIZE, colour, "end" if right else "start"
                )
                y -= SIZE * LEADING
            x += room + _GAP


def lay(table: ChartTable, room: float) -> Laid:
    """Widths by content; where the table is too wide, its widest columns give way and wrap."""
    columns = [list(column) for column in zip(*table.rows, strict=True)] or [
        [] for _ in table.columns
    ]
    natural = [
        max([min(width(name, SIZE), _NAMED), *(width(cell.text, SIZE) for cell in cells)]) + 0.5
        for name, cells in zip(table.columns, columns, strict=True)
    ]
    widths = _squeezed(natural, room - _GAP * (len(natural) - 1))
    return Laid(
        head=_row([Cell(runs(Run(name, "words"))) for name in table.columns], widths),
        rows=tuple(_row(row, widths) for row in table.rows),
        widths=tuple(widths),
        right=tuple(_numeric(cells) for cells in columns),
    )


def _squeezed(natural: Sequence[float], room: float) -> list[float]:
    """The widths with the widest cut to one common limit, so that all fit."""
    if sum(natural) <= room:
        return list(natural)
    ordered = sorted(natural)
    left, count = room, len(ordered)
    for each in ordered:
        if each * count > left:
            break
        left -= each
        count -= 1
    limit = max(_LEAST, left / max(1, count))
    return [min(each, limit) for each in natural]


def _numeric(cells: Sequence[Cell]) -> bool:
    return any(cell.value is not None for cell in cells)


def _row(cells: Sequence[Cell], widths: Sequence[float]) -> Row:
    return Row(
        tuple(tuple(wrap(cell.text, SIZE, room)) for cell, room in zip(cells, widths, strict=True))
    )


def fitting(laid: Laid, rows: Sequence[Row], room: float) -> int:
    """How many of the rows fit under a head in this height: at least one, so that a table always goes on; no last row is left alone."""
    room -= laid.head.height
    for number, row in enumerate(rows):
        room -= row.height
        if room < 0:
            return number - 1 if number == len(rows) - 1 and number > 2 else max(1, number)
    return len(rows)


def draw_piece(
    scene: Scene,
    laid: Laid,
    rows: Sequence[Row],
    left: float,
    top: float,
    room: float,
    colours: Colours,
) -> float:
    """Draws a head and its rows; returns the y below."""
    scene.line((left, top), (left + room, top), colours.axis, style.RULE)
    laid.draw(scene, laid.head, left, top, colours.soft)
    y = top - laid.head.height
    scene.line((left, y), (left + room, y), colours.axis, style.HAIR)
    for row in rows:
        laid.draw(scene, row, left, y, colours.ink)
        y -= row.height
        scene.line((left, y), (left + room, y), colours.grid, 0.35)
    return y
