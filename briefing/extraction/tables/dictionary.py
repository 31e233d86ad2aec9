"""A sheet that explains the columns of a panel beside it: 变量名 | 中文名 | 单位."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from briefing.extraction.tables import texts, words
from briefing.model import Cell, Reading, Table

_NAMES = frozenset(words.of("dictionary_names"))
_UNITS = frozenset(words.of("unit"))
_DEEPEST = 4  # rows in which its header is looked for


@dataclass
class Dictionary:
    """The units that the tables of a file explain, found when first asked for."""

    reading: Reading

    def unit(self, name: str) -> str:
        return self._units.get(name.lower(), "")

    @cached_property
    def _units(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for table in self.reading.tables:
            found |= _units_of(table)
        return found


def _units_of(table: Table) -> dict[str, str]:
    """Name -> unit of a table that holds names and units; none of one that holds figures beside them."""
    heads = [cell for cell in table.cells if cell.row < _DEEPEST]
    unit = next((cell for cell in heads if _says(cell, _UNITS)), None)
    if unit is None:
        return {}
    places = {cell.column for cell in heads if cell.row == unit.row and _says(cell, _NAMES)}
    rows: dict[int, dict[int, str]] = {}
    for cell in table.cells:
        if cell.row > unit.row:
            rows.setdefault(cell.row, {})[cell.column] = texts.label(cell.text)
    figures = sum(bool(texts.figures(text)) for row in rows.values() for text in row.values())
    if not places or figures > len(rows):
        return {}
    return {
        row[place].lower(): texts.first_unit(row[unit.column])
        for row in rows.values()
        for place in places
        if place in row and unit.column in row
    }


def _says(cell: Cell, names: frozenset[str]) -> bool:
    return texts.plain(texts.label(cell.text)).lower() in names
