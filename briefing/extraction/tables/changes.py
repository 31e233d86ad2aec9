"""Columns of changes that do not say whether they hold amounts or rates: their own figures tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from briefing.extraction.tables import texts
from briefing.extraction.tables.columns import LEVELS, Column, Kind, Role
from briefing.extraction.tables.grid import Row
from briefing.extraction.tables.layout import Columns

_SAMPLE = 40  # rows by which a column of changes is read


def settle(found: Columns, body: Sequence[Row]) -> None:
    """增减, 比较 without a unit: an amount where it is the difference of two levels beside it, a rate where it is their change."""
    for column in found.figures:
        if column.heading.kind != "amount_or_rate":
            continue
        kind = _change_by_sums(found, column, body)
        role: Role = "value" if kind else "ignored"
        column.role = role
        column.heading = column.heading._replace(
            kind=kind, unit="%" if kind == "growth" else column.heading.unit
        )


def _change_by_sums(found: Columns, column: Column, body: Sequence[Row]) -> Kind:
    """What a column of changes holds, by the levels of its group in the same rows."""
    levels = {
        c.place for c in found.figures if c.group == column.group and c.heading.kind in LEVELS
    }
    votes: Counter[Kind] = Counter()
    for row in body[:_SAMPLE]:
        held = {
            cell.column: read[0].value
            for cell in row
            if (cell.column in levels or cell.column == column.place)
            and len(read := texts.figures(cell.text)) == 1
        }
        change = held.pop(column.place, None)
        if change:
            votes[_how_changed(change, list(held.values()))] += 1
    kind, most = votes.most_common(1)[0] if votes else ("", 0)
    return kind if 2 * most >= votes.total() else ""


def _how_changed(change: Decimal, levels: Sequence[Decimal]) -> Kind:
    for first in levels:
        for second in levels:
            if first != second and abs(second - first - change) <= abs(change) / 1000:
                return "change"
            if first and first != second:
                rate = (second - first) / first * 100
                if abs(rate - change) <= Decimal("0.06"):
                    return "growth"
    return ""
