"""A workbook read back: every figure that names its fact, and what became of it on the way."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from briefing.analysis import wording
from briefing.model import Observation, Pack
from briefing.papers import Request
from briefing.papers.excel.sheet import KEY_MARK
from briefing.papers.excel.sheets import SHEETS

_NEAR = Decimal("1e-9")  # what binary numbers may be off


class BoundFigure(NamedTuple):
    """A cell whose row names its fact. `value` is as stored: 56.7 of 56.70; `format` shows the rest of it."""

    key: str
    cell: str  # 主要指标!E4
    value: str
    format: str


class Mismatch(NamedTuple):
    """A cell that does not say what its fact says."""

    cell: str
    message: str  # Chinese


def bound_figures(data: bytes) -> list[BoundFigure]:
    """Every figure in a workbook that names its fact, in sheet and row order, wherever sorting has put it."""
    return [figure for figure in _figures(data) if figure.key]


def verify(data: bytes, pack: Pack, request: Request) -> list[Mismatch]:
    """Every figure of a workbook that is not what the Pack says, or that names no fact of the Pack. [] where all is well.

    Figures a source states are held against their observations, decimals, bounds and all; computed ones against what the Pack's
    facts come to. Formulas are held against their cached values here, against recalculated ones by `stale_values`.
    """
    observations = {o.key: o for o in _observations(pack)}
    others = _computed(pack, request)
    return [
        Mismatch(figure.cell, message)
        for figure in _figures(data)
        if (message := _fault(figure, observations.get(figure.key), others.get(figure.key)))
    ]


def _fault(figure: BoundFigure, observation: Observation | None, other: object) -> str:
    if not figure.key:
        return f"数字 {figure.value} 没有出处"
    if observation is not None:
        if not _same(figure.value, observation.value):
            return f"这里是 {figure.value}，资料是 {wording.cell(observation, with_unit=True)}"
        bound = (
            ""
            if observation.measure == "rank"
            else wording.bounded("", "", observation.bound, observation.bound_text)
        )
        return f"缺少“{bound}”" if bound and bound not in figure.format else ""
    if other is None:
        return f"{figure.value} 的出处不在本次数据中"
    return "" if _same(figure.value, other) else f"这里是 {figure.value}，应为 {other}"


def _same(stored: str, expected: object) -> bool:
    if isinstance(expected, str):
        return stored == expected
    try:
        wanted = Decimal(str(expected))
        return abs(Decimal(stored) - wanted) <= _NEAR * (1 + abs(wanted))
    except InvalidOperation:
        return False


def stale_values(data: bytes, recalculated: bytes) -> list[Mismatch]:
    """Formulas whose cached value is not what they come to. recalculated: the same workbook after a recalculation."""
    formulas, cached, fresh = (
        load_workbook(io.BytesIO(data)),
        *(load_workbook(io.BytesIO(each), data_only=True) for each in (data, recalculated)),
    )
    found = []
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    said, true = (
                        str(_or_empty(book[sheet.title][cell.coordinate].value))
                        for book in (cached, fresh)
                    )
                    if said != true and not _same(said, _number(true)):
                        found.append(
                            Mismatch(
                                f"{sheet.title}!{cell.coordinate}",
                                f"公式的缓存值是 {said or '空'}，重算得 {true or '空'}",
                            )
                        )
    return found


def _or_empty(value: object) -> object:
    return "" if value is None else value


def _number(text: str) -> object:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


@lru_cache(maxsize=1)
def _figures(data: bytes) -> tuple[BoundFigure, ...]:
    """Bound figures, and, without a key, numbers that are bound to nothing and do not number rows."""
    return tuple(_read(data))


def _read(data: bytes) -> Iterator[BoundFigure]:
    book = load_workbook(io.BytesIO(data), data_only=True)
    for sheet in book.worksheets:
        pairs: dict[int, int] = {}  # column of a figure -> of its keys
        numbering: set[int] = set()
        begun = False
        for number, row in enumerate(sheet.iter_rows(), 1):
            heads = {
                str(cell.value): place for place, cell in enumerate(row) if cell.value is not None
            }
            if any(head.startswith(KEY_MARK) for head in heads):
                pairs = {
                    _column(head[len(KEY_MARK) :], heads): place
                    for head, place in heads.items()
                    if head.startswith(KEY_MARK)
                }
                numbering, begun = _numbering(sheet, number + 1), True
                continue
            for place, cell in enumerate(row) if begun else ():
                key = row[pairs[place]].value if place in pairs else None
                if key or (isinstance(cell.value, int | float) and place not in numbering):
                    yield BoundFigure(
                        str(key or ""),
                        f"{sheet.title}!{cell.coordinate}",
                        str(cell.value),
                        cell.number_format,
                    )


def _column(title: str, heads: Mapping[str, int]) -> int:
    """The place of the column that a head of keys names, by its head or (@E) by its letter."""
    return heads[title] if title in heads else column_index_from_string(title[1:]) - 1


def _numbering(sheet: Any, first: int) -> set[int]:
    """Places of columns that hold 1, 2, 3 … in any order."""
    columns = (
        {cell.value for cell in column if isinstance(cell.value, int)}
        for column in sheet.iter_cols(min_row=first)
    )
    return {
        number
        for number, values in enumerate(columns)
        if values and values == set(range(1, len(values) + 1))
    }


def _observations(value: Any) -> Iterator[Observation]:
    """Every observation inside a Pack, wherever it stands."""
    if isinstance(value, Observation):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _observations(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _observations(getattr(value, field.name))


def _computed(pack: Pack, request: Request) -> dict[str, object]:
    """What is bound to no single observation: computed figures, names and texts of sources."""
    internal = replace(request, audience="internal")
    tables = (make(pack, internal) for make in SHEETS.values())
    return {
        cell.key: cell.value for table in tables for row in table.rows for cell in row if cell.key
    }
