"""A sheet as a flat table: which columns there are, what each takes from the Pack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from briefing import periods
from briefing.model import Pack
from briefing.papers import filters
from briefing.papers.excel.cells import Cell
from briefing.papers.excel.keys import Filling

Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, the bounds of its width in half-width characters, and how it lies.

    links: the columns whose figures it leads to, the first that has one; such a column holds no data of its own.
    group: the name a layout calls it by where several columns share one (the years).
    filling: what departments fill in; it stands though it is empty. extra: only where a layout asks for it.
    """

    name: str
    title: str
    least: int
    most: int = 0  # 0: as wide as least
    align: Align = "left"
    links: tuple[str, ...] = ()
    group: str = ""
    filling: Filling | None = None
    extra: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """A native chart. Growth, amounts and completion never share one."""

    kind: Literal["bar", "line"]
    title: str
    categories: tuple[str, ...]
    series: tuple[
        tuple[str, tuple[Cell, ...]], ...
    ]  # name and one figure a category, an empty cell where there is none


@dataclass(frozen=True, slots=True)
class Table:
    """A flat table. A statement is read from top to bottom and not to be sorted. A form has a key for each row (`keys.RowKey`).

    tabs: where rows go to several sheets, each row's; the sheets stand in the order of their first rows.
    """

    name: str
    title: str  # on the tab
    heading: str
    about: str  # what it holds, on the cover
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    statement: bool = False
    graph: Graph | None = None
    row_keys: tuple[str, ...] = ()
    tabs: tuple[str, ...] = ()

    def place(self, name: str) -> int | None:
        return next((i for i, column in enumerate(self.columns) if column.name == name), None)

    def sheets(self) -> list[Table]:
        """Itself, or where it has tabs a table each."""
        if not self.tabs:
            return [self]
        apart = {
            tab: tuple(row for row, its in zip(self.rows, self.tabs, strict=True) if its == tab)
            for tab in self.tabs
        }
        return [
            replace(self, title=tab, heading=f"{self.heading}：{tab}", rows=rows, tabs=())
            for tab, rows in apart.items()
        ]


Getter = Callable[[Any], Cell]
Columns = Sequence[tuple[Column, Getter]]


def rows_of(columns: Columns, items: Iterable[Any]) -> tuple[tuple[Cell, ...], ...]:
    """A row an item, with every column; layouts choose among them."""
    getters = [get for _, get in columns]
    return tuple([tuple([get(item) for get in getters]) for item in items])


def link(*columns: str, name: str = "link", title: str = "出处") -> tuple[Column, Getter]:
    """The column that leads to the source of a row's figures."""
    return Column(name, title, 7, align="center", links=columns), lambda _: Cell()


def numbered(items: Sequence[Any]) -> tuple[Column, Getter]:
    places = {id(item): place for place, item in enumerate(items, 1)}
    return Column("number", "序号", 6, align="center"), lambda item: Cell(places[id(item)], "0")


def heading(pack: Pack, what: str) -> str:
    return f"{pack.scope.name}{periods.label(pack.period)}{what}"


def made_from(pack: Pack, *remarks: str) -> str:
    """The line under the heading."""
    until = f"资料截至{filters.chinese_date(pack.as_of)}" if pack.as_of else ""
    return "；".join(remark for remark in (until, *remarks) if remark)
