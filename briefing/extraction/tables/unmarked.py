"""Rows that are parts of a row above them though nothing marks them: 铁路, 公路 below 客运量, and again below 货运量."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from briefing.extraction.tables import labels
from briefing.extraction.tables.labels import Label

_LONGEST = 12


class Said(NamedTuple):
    """A row as far as it may be a part: its label, the unit beside it, and whether figures stand in it."""

    label: Label
    unit: str
    figures: bool


def parts(rows: Sequence[Said], *, by_unit: bool) -> set[int]:
    """Which rows are parts of the nearest row above that says what is measured.

    Rows of one name below different wholes, and what stands between them and their whole or goes on behind them. by_unit: units
    stand in the rows' names alone, so that a row without one is a part.
    """
    often = Counter(row.label.name for row in rows if _may_be(row))
    found: set[int] = set()
    run: list[int] = []  # rows since the last whole
    whole: Said | None = None
    for at, row in enumerate([*rows, None]):
        if row is not None and _may_be(row):
            run.append(at)
            continue
        if whole is not None and any(_is_part(rows[n], often, by_unit) for n in run):
            found.update(n for n in run if _goes_with(rows[n], whole))
        run = []
        if row is not None:
            whole = row if _is_measured(row.label) and row.figures else None
    return found


def _may_be(row: Said) -> bool:
    label = row.label
    plain = not (
        _is_measured(label) or label.numbered or label.total or label.among or label.nature
    )
    return plain and row.figures and 1 < len(label.name) <= _LONGEST


def _is_measured(label: Label) -> bool:
    return label.has_noun or label.name.endswith("数合计")  # 各类学校数合计


def _is_part(row: Said, often: Counter[str], by_unit: bool) -> bool:
    return often[row.label.name] > 1 or (by_unit and not row.unit)


def _goes_with(row: Said, whole: Said) -> bool:
    """Whether a row counts what its whole does: 民航（吨） below 货运量（万吨）."""
    known = labels.is_of_a_whole(whole.label.name) or labels.is_of_a_whole(row.label.name)
    return not known and (not row.unit or not whole.unit or row.unit[-1] == whole.unit[-1])
