"""历年数据: an indicator's amount and growth a row each, a year a column."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from briefing import periods
from briefing.amounts import split
from briefing.analysis.names import scope
from briefing.model import IndicatorRow, Observation, Pack
from briefing.papers import Request
from briefing.papers.excel.cells import EMPTY, Cell, figure, figure_in, text
from briefing.papers.excel.table import (
    Column,
    Columns,
    Getter,
    Graph,
    Table,
    link,
    made_from,
    rows_of,
)

_LINES = 5  # of the chart
Row = tuple[str, str, str]  # indicator, measure, what its unit counts


def series(pack: Pack, request: Request) -> Table:
    past = _past(pack)
    years = sorted({o.period for o in past})
    cells = {(*_row(o), o.period): o for o in past}
    unit_of = {
        _row(o): o.unit for o in sorted(past, key=_size)
    }  # the largest: nothing is lost in it
    names = {o.indicator or "": o.name for o in reversed(past)}
    names |= {row.indicator: row.name for row in pack.indicators if _same_part(row, names)}
    # A single year is no series: the sheet of main indicators says it all.
    rows = list(dict.fromkeys(_row(o) for o in past)) if len(years) > 1 else []

    def year_of(year: str) -> Getter:
        def get(row: Row) -> Cell:
            found = cells.get((*row, year))
            return figure_in(found, unit_of[row], request.wording.missing, marked=True)

        return get

    columns: Columns = [
        (Column("name", "指标", 20, 36), lambda row: text(_name(names, row))),
        (Column("unit", "计量单位", 9, 14, "center"), lambda row: text(unit_of[row])),
        *(
            (Column(f"y{year}", f"{year}年", 11, 16, "right", group="years"), year_of(year))
            for year in years
        ),
        link(*(f"y{year}" for year in reversed(years)), title="最新\n出处"),
    ]
    heading = f"{pack.scope.name}历年主要指标"
    note = made_from(
        pack, f"“{request.wording.missing}”为资料未公布", "与“计量单位”不同的数注明单位"
    )
    graph = _graph(pack, rows, years, cells, names)
    return Table(
        "series",
        "历年数据",
        heading,
        f"{len(years)}年的数额和增速" if years else "",
        note,
        tuple(c for c, _ in columns),
        rows_of(columns, rows),
        graph=graph,
    )


def _same_part(row: IndicatorRow, named: Mapping[str, str]) -> bool:
    """Whether a row's name is of the part of the indicator that the series is of."""
    said = named.get(row.indicator, row.name)
    return scope(said, row.indicator) == scope(row.name, row.indicator)


def _past(pack: Pack) -> list[Observation]:
    """Amounts and growth of whole years. A share is an indicator's amount only where it has no other: else it says how far a plan was met."""
    found = [
        o
        for o in pack.series
        if o.status != "target"
        and o.measure in ("level", "ratio", "yoy")
        and periods.parse(o.period).is_year
    ]
    amounts = {o.indicator for o in found if o.measure == "level"}
    counted = {
        row.indicator
        for row in pack.indicators
        if row.level is None or row.level.measure != "ratio"
    }
    kept = [o for o in found if o.measure != "ratio" or o.indicator not in amounts | counted]
    taken = {(_row(o), o.period) for o in kept}
    return kept + [o for o in _before(pack) if (_row(o), o.period) not in taken]


def _before(pack: Pack) -> list[Observation]:
    """The year before in what the newest amount counts: the series has one figure a year, of 51宗、4727.8亩 the first."""
    return [
        before
        for row in pack.indicators
        if (before := row.previous) and row.level and _row(before) == _row(row.level)
        if periods.parse(before.period).is_year
    ]


def _row(observation: Observation) -> Row:
    return (
        observation.indicator or observation.name,
        observation.measure,
        observation.amount.dimension,
    )


def _size(observation: Observation) -> Decimal:
    return split(observation.unit)[0]


def _name(names: dict[str, str], row: Row) -> str:
    return names.get(row[0], row[0]) + ("增速" if row[1] == "yoy" else "")


def _graph(
    pack: Pack,
    rows: list[Row],
    years: list[str],
    cells: dict[tuple[str, str, str, str], Observation],
    names: dict[str, str],
) -> Graph | None:
    """Growth over the years of those indicators that have most of it; one axis, all in %."""
    counted = [
        (sum((*row, year) in cells for year in years), row) for row in rows if row[1] == "yoy"
    ]
    chosen = [row for count, row in sorted(counted, key=lambda pair: -pair[0]) if count > 1][
        :_LINES
    ]
    if not chosen:
        return None
    years = [year for year in years if any((*row, year) in cells for row in chosen)]
    lines = tuple(
        (
            names.get(row[0], row[0]),
            tuple(
                figure(cells[key]) if (key := (*row, year)) in cells else EMPTY for year in years
            ),
        )
        for row in chosen
    )
    return Graph(
        "line",
        f"{pack.scope.name}主要指标历年增速（%）",
        tuple(f"{year}年" for year in years),
        lines,
    )
