"""How wide columns and how high rows must be for what stands in them. Widths in half-width characters, heights in points."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

from briefing.papers.excel.table import Table

PAGE = 180  # characters that A4 landscape holds before its print becomes too small to read
_LINE, _PADDING = 15.5, 8.0  # of a row: a line of 11 points, the air around it
_LEAST, _MOST = 24.0, 400.0  # Excel allows 409
_ROOM = 2.0  # of a column's width that no text may use
_SHORT = 24  # what needs no more is not made to wrap


@lru_cache(maxsize=16384)
def width(text: str) -> int:
    """Columns a text takes: what is not ASCII is full-width, punctuation too, as Chinese fonts have it."""
    return len(text.encode("gbk", "replace"))


def fit(table: Table, fixed: Sequence[int]) -> list[float]:
    """A width for each column: what its cells need within its bounds, those that wrap narrowed until the page holds them all.

    fixed: the layout's own widths, 0 where it leaves a column to us.
    """
    needs = [
        max(map(width, {row[i].text for row in table.rows}), default=0) + 3
        for i in range(len(table.columns))
    ]
    widths: list[float] = [
        float(own or min(max(column.least, need), max(column.most, column.least)))
        for column, need, own in zip(table.columns, needs, fixed, strict=True)
    ]
    spare: list[float] = [
        0.0 if own else max(0.0, width - max(column.least, _SHORT))
        for column, width, own in zip(table.columns, widths, fixed, strict=True)
    ]
    over = sum(widths) - PAGE
    if over <= 0:
        return widths
    # Columns of long texts give less: narrowing them makes rows higher.
    weights = [
        room * width / max(need, width)
        for room, width, need in zip(spare, widths, needs, strict=True)
    ]
    share = over / (sum(weights) or 1)
    return [
        round(width - min(room, weight * share), 1)
        for width, room, weight in zip(widths, spare, weights, strict=True)
    ]


@lru_cache(maxsize=16384)  # many figures stand in one sentence
def lines(text: str, column: float) -> int:
    """Lines a wrapped text takes in a column."""
    return sum(math.ceil(width(line) / max(2.0, column - _ROOM)) or 1 for line in text.split("\n"))


def height(texts: Iterable[str], widths: Iterable[float]) -> float:
    """The height of a row of wrapped texts."""
    most = 1
    for text, column in zip(texts, widths, strict=True):
        if len(text) * 2 > column - _ROOM or "\n" in text:
            most = max(most, lines(text, column))
    return min(_MOST, max(_LEAST, most * _LINE + _PADDING))
