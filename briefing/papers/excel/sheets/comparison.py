"""Districts side by side: growth and amounts at a glance, and each category's indicators with places, a sheet a category.

Ranked only where the comparison allows it (`ComparisonRow.ranked`); elsewhere the areas' own places and the reason stand. Amounts and growth
never share a column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing import periods
from briefing.model import AreaFigure, ComparisonRow, Light, Measure, Observation, Pack
from briefing.papers import Request, filters
from briefing.papers.excel.cells import EMPTY, Cell, computed, figure, text
from briefing.papers.excel.sheets.lights import light
from briefing.papers.excel.table import Column, Columns, Getter, Table, link, made_from, rows_of

WHOLE = "全市"
_PARTICULARS = re.compile("：.*?，(?=不排位)")


@dataclass(frozen=True, slots=True)
class _Line:
    """One area, or the whole city, under one indicator: its figures by measure."""

    name: str
    category: str
    sign: int  # 1: more is better, -1: less is, 0: neither
    area: str
    figures: dict[Measure, AreaFigure]
    rows: dict[Measure, ComparisonRow]


def comparison(pack: Pack, request: Request) -> Table:
    lines, missing = _lines(pack), request.wording.missing

    def amount(line: _Line) -> Cell:
        found = _figure(line, "level")
        return figure(
            found,
            missing if "level" in line.rows else "",
            unit=found is not None and found.unit != _unit(line),
            marked=True,
        )

    def rate(measure: Measure) -> Getter:
        return lambda line: figure(
            _figure(line, measure), missing if measure in line.rows else "", marked=True
        )

    def rank(measure: Measure) -> Getter:
        def get(line: _Line) -> Cell:
            found = line.figures.get(measure)
            return (
                Cell(found.rank, "0", filters.derived("rank", _inputs(found, line.rows[measure])))
                if found and found.rank
                else EMPTY
            )

        return get

    columns: Columns = [
        (Column("name", "指标", 18, 30), lambda line: text(line.name)),
        (
            Column("area", "区县", 10, 14),
            lambda line: text(line.area, "strong" if line.area == WHOLE else ""),
        ),
        (Column("unit", "计量单位", 9, 12, "center"), lambda line: text(_unit(line))),
        (Column("level", "总量", 11, 18, "right"), amount),
        (Column("level_rank", "总量\n位次", 7, align="center"), rank("level")),
        (Column("growth", "同比\n（±%）", 10, 14, "right"), rate("yoy")),
        (Column("growth_rank", "同比\n位次", 7, align="center"), rank("yoy")),
        (Column("rank_change", "同比位次\n变化", 9, align="center"), _rank_change),
        (Column("difference", "同比较全市\n±百分点", 11, align="right"), _difference),
        (Column("light", "与全市比", 12, 16, "center"), _light),
        (Column("ratio", "比率\n（%）", 10, 14, "right"), rate("ratio")),
        (Column("ratio_rank", "比率\n位次", 7, align="center"), rank("ratio")),
        (
            Column("own_rank", "资料所说\n位次", 9, align="center"),
            lambda line: figure(_own_rank(line)),
        ),
        (
            Column("reason", "不排位的原因", 18, 34),
            lambda line: text("；".join(dict.fromkeys(_reasons(line)))),
        ),
        link("growth", "level", "ratio", "own_rank"),
    ]
    label = periods.label(pack.period)
    return Table(
        "comparison", "各区县对比", f"{pack.scope.name}{label}各区县指标对比", "各区县的总量、增速、位次和与全市的差", _note(pack),
        tuple(c for c, _ in columns), rows_of(columns, lines), tabs=tuple(line.category for line in lines),
    )  # fmt: skip


def growth_overview(pack: Pack, request: Request) -> Table:
    """增速一览: an indicator a row, an area a column."""
    return _overview("growth_overview", "增速一览", "增速（±%）", ("yoy",), pack, request)


def amount_overview(pack: Pack, request: Request) -> Table:
    """总量一览: amounts, each row in one unit."""
    return _overview("amount_overview", "总量一览", "总量", ("level",), pack, request)


def _overview(
    name: str, title: str, what: str, measures: tuple[Measure, ...], pack: Pack, request: Request
) -> Table:
    rows = [row for row in pack.comparison if row.measure in measures]
    areas = [each.area for each in pack.comparison[0].areas] if pack.comparison else []

    def of(area: str) -> Getter:
        def get(row: ComparisonRow) -> Cell:
            found = next((each.observation for each in row.areas if each.area == area), None)
            return figure(
                found,
                request.wording.missing,
                unit=found is not None and found.unit != row.unit,
                marked=True,
            )

        return get

    columns: Columns = [
        (Column("name", "指标", 20, 30), lambda row: text(row.name)),
        (Column("unit", "计量单位", 9, 12, "center"), lambda row: text(row.unit)),
        (
            Column("whole", WHOLE, 9, 14, "right"),
            lambda row: figure(
                row.whole,
                unit=row.whole is not None and row.whole.unit != row.unit,
                marked=True,
            ),
        ),
        *(
            (Column(f"area{i}", area, 9, 14, "right", group="areas"), of(area))
            for i, area in enumerate(areas)
        ),
        (Column("reason", "不排位的原因", 16, 34), lambda row: text(row.reason)),
    ]
    heading = f"{pack.scope.name}{periods.label(pack.period)}各区县主要指标{what}"
    return Table(
        name,
        title,
        heading,
        f"{len(rows)}项指标，各区县并列",
        _note(pack),
        tuple(c for c, _ in columns),
        rows_of(columns, rows),
    )


def _note(pack: Pack) -> str:
    return made_from(
        pack, "区县按行政区划次序排列；各区县都有同一时期、同一口径、同一状态的数才排位次"
    )


def compared(pack: Pack) -> list[Observation]:
    """Every figure that the comparison prints, once, area by area."""
    found = [
        o
        for row in pack.comparison
        for each in row.areas
        for o in (each.observation, each.own_rank)
        if o
    ]
    found += [row.whole for row in pack.comparison if row.whole]
    return list({o.key: o for o in found}.values())


def _lines(pack: Pack) -> list[_Line]:
    """Under each indicator its areas in their order, then the whole city where it has a figure."""
    by_indicator: dict[str, dict[Measure, ComparisonRow]] = {}
    for row in pack.comparison:
        by_indicator.setdefault(row.indicator, {})[row.measure] = row
    lines = []
    for rows in by_indicator.values():
        first = next(iter(rows.values()))
        sign = {"more": 1, "less": -1}.get(first.direction, 0)
        for each in first.areas:
            figures = {
                measure: found
                for measure, row in rows.items()
                for found in row.areas
                if found.area == each.area
            }
            lines.append(_Line(first.name, first.category, sign, each.area, figures, rows))
        whole = {
            measure: AreaFigure(WHOLE, row.whole, None, None, None)
            for measure, row in rows.items()
            if row.whole
        }
        if whole:
            lines.append(_Line(first.name, first.category, sign, WHOLE, whole, rows))
    return lines


def _figure(line: _Line, measure: Measure) -> Observation | None:
    found = line.figures.get(measure)
    return found.observation if found else None


def _unit(line: _Line) -> str:
    return line.rows["level"].unit if "level" in line.rows else "%"


def _inputs(own: AreaFigure, row: ComparisonRow) -> list[str]:
    """The figures that an area's place comes from, its own first."""
    return [each.observation.key for each in (own, *row.areas) if each.observation]


def _rank_change(line: _Line) -> Cell:
    found = line.figures.get("yoy")
    if found is None or found.rank_change is None:
        return EMPTY
    return Cell(
        found.rank_change,
        '"升"0;"降"0;"平"',
        filters.derived("rank change", _inputs(found, line.rows["yoy"])),
    )


def _difference(line: _Line) -> Cell:
    found, whole = line.figures.get("yoy"), line.rows["yoy"].whole if "yoy" in line.rows else None
    if not (found and found.observation and whole and found.difference is not None):
        return EMPTY
    return computed(
        found.difference.value,
        filters.derived("difference from whole", (found.observation.key, whole.key)),
    )


def _light(line: _Line) -> Cell:
    """Growth beside the whole city's, in words: no verdict on who is last."""
    found = line.figures.get("yoy")
    if not line.sign or found is None or found.difference is None:
        return EMPTY
    side = found.difference.sign
    word = ("与全市持平", "高于全市", "低于全市")[side]
    colour: Light = "green" if side * line.sign >= 0 else "yellow"
    return light(colour, word)


def _own_rank(line: _Line) -> Observation | None:
    """What the area's own source says, where nothing is ranked here."""
    ranked = any(found.rank for found in line.figures.values())
    return (
        None
        if ranked
        else next((found.own_rank for found in line.figures.values() if found.own_rank), None)
    )


def _reasons(line: _Line) -> list[str]:
    """How many areas have a figure: 2/3个区县有数，不排位. Which of them have one of another year is the business of internal papers."""
    return [
        _PARTICULARS.sub("，", row.reason)
        for measure, row in line.rows.items()
        if row.reason and measure in line.figures and line.area != WHOLE
    ]
