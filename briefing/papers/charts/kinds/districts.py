"""Districts side by side: dot plots in administrative order, a panel an indicator, growth, amounts and shares on pages of their own.

Places are shown only where the comparison ranks; elsewhere the reason stands in their stead. The city's own figure is a row and a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing.model import AreaFigure, ComparisonRow, Observation
from briefing.papers.charts import parts, style
from briefing.papers.charts.base import (
    GROWTH,
    Absent,
    Cell,
    Chart,
    ChartTable,
    Context,
    cell_in,
    common_unit,
    count,
    derived,
    hollow,
    period,
    short,
    short_in,
    unique,
    value_in,
    words,
)
from briefing.papers.charts.scale import Scale, fit
from briefing.papers.charts.scene import Box, Run, Runs, Scene, fitted, joined, runs, width

NAME = "区县比较"
FAMILIES = (("growth", "增速"), ("level", "总量"), ("ratio", "比率"))
CITY = "全市"
_COLUMNS = 2
_HEAD = 38.0  # heading, note and axis of a panel
_ROOM = 396.0  # of a page
_GAP = 14.0
_COUNTED = re.compile(r"\d+/\d+个区县有数")


@dataclass(frozen=True, slots=True)
class Panel:
    """One row of the comparison, in one unit."""

    row: ComparisonRow
    unit: str

    @property
    def figures(self) -> list[AreaFigure]:
        return [figure for figure in self.row.areas if figure.observation]

    @property
    def observations(self) -> list[Observation]:
        return [figure.observation for figure in self.row.areas if figure.observation]

    def name(self, context: Context) -> Runs:
        return runs(
            context.label(self.row.name, self.row.indicator),
            "增速" if self.row.measure in GROWTH else "",
        )


def make(context: Context) -> list[Chart] | Absent:
    if context.pack.scope.kind != "districts":
        return Absent("districts", NAME, runs("只有含多个区县的材料才画"))
    panels = panels_of(context)
    if not panels:
        return Absent("districts", NAME, runs("没有指标有两个以上区县的同口径数"))
    pages = [
        (title, page)
        for kind, title in FAMILIES
        for page in _paged([p for p in panels if family(p.row) == kind])
    ]
    return [_chart(context, title, page) for title, page in pages]


def family(row: ComparisonRow) -> str:
    return "growth" if row.measure in GROWTH else "level" if row.measure == "level" else "ratio"


def panels_of(context: Context) -> list[Panel]:
    """The rows that two areas at least have a figure of, in the Pack's order."""
    wanted = context.options.indicators
    rows = [row for row in context.pack.comparison if not wanted or row.indicator in wanted]
    found = []
    for row in rows:
        figures = [figure.observation for figure in row.areas if figure.observation]
        unit = common_unit([*figures, *([row.whole] if row.whole else [])])
        if unit and len(figures) > 1:
            found.append(Panel(row, unit))
    return found[: context.options.limit or len(found)]


def _high(panel: Panel) -> float:
    """The height a panel wants: rows of a size that can be read, lower where areas are many."""
    rows = len(panel.row.areas) + bool(panel.row.whole)
    return _HEAD + rows * row_height(rows)


def row_height(rows: int) -> float:
    return 20.0 if rows < 7 else 11.6


def _paged(panels: Sequence[Panel]) -> list[list[Panel]]:
    """As many panels a page as fit, spread evenly over the pages."""
    if not panels:
        return []
    rows = max(1, int((_ROOM + _GAP) / (_high(panels[0]) + _GAP)))
    pages = -(-len(panels) // (rows * _COLUMNS))
    each = -(-len(panels) // pages)
    each += each % _COLUMNS if pages > 1 else 0
    return [list(panels[i : i + each]) for i in range(0, len(panels), each)]


def _chart(context: Context, title: str, panels: Sequence[Panel]) -> Chart:
    figures = [o for panel in panels for o in panel.observations]
    categories = "、".join(
        dict.fromkeys(panel.row.category for panel in panels if panel.row.category)
    )
    city = any(panel.row.whole for panel in panels)
    ranked = any(panel.row.ranked for panel in panels)
    marks = f"空心为预计{'；◇ 和竖线为全市' if city else ''}{'；“位次”括号内为比上年升（＋）降（−）的位数' if ranked else ''}"
    lines = -(-len(panels) // _COLUMNS)
    return Chart(
        id="districts",
        name=f"{title}：{categories}" if categories else title,
        title=context.title(_conclusion(context, panels)),
        key=runs(f"按行政区划次序，{marks}；同一时期、同一口径的数才比较，区县没有齐的不排位"),
        shape="点图",
        table=_table(context, panels),
        sources=unique(
            [
                *(o.source for o in figures),
                *(panel.row.whole.source for panel in panels if panel.row.whole),
            ]
        ),
        draw=lambda scene, box: _draw(context, panels, scene, box),
        note=runs(
            *dict.fromkeys(run for panel in panels for run in parts.cut_note(_values(panel)))
        ),
        height=0.62,
        natural=lines * max(_high(panel) for panel in panels) + (lines - 1) * _GAP,
    )


def _values(panel: Panel) -> list[Decimal]:
    """What shares the axis: a whole city's amount would dwarf its parts."""
    city = [panel.row.whole] if panel.row.whole and family(panel.row) != "level" else []
    return [value_in(o, panel.unit) for o in (*panel.observations, *city)]


def _conclusion(context: Context, panels: Sequence[Panel]) -> Runs:
    """2024年地区生产总值增速，12个区县3.2%（平阴县）至6.5%（历下区），全市5.4%."""
    panel = panels[0]
    ordered = sorted(
        panel.figures,
        key=lambda figure: value_in(figure.observation, panel.unit) if figure.observation else 0,
    )
    keys = [o.key for o in panel.observations]
    total = len(panel.row.areas)
    have = (
        count(total, keys)
        if len(keys) == total
        else Run(f"{len(keys)}/{total}", "derived", tuple(keys))
    )
    head = runs(
        period(panel.row.period),
        panel.name(context),
        "，",
        have,
        "个区县" if len(keys) == total else "个区县有数，",
    )
    low, high = (figure.observation for figure in (ordered[0], ordered[-1]))
    assert low
    assert high
    whole = (
        runs("，", CITY, short_in(panel.row.whole, panel.unit, shown=True))
        if panel.row.whole
        else ()
    )
    if low.value == high.value:
        return runs(head, "均为", short_in(low, panel.unit, shown=True), whole)
    ends = (
        runs(short_in(o, panel.unit, shown=True), "（", Run(f.area, "name"), "）")
        for o, f in ((low, ordered[0]), (high, ordered[-1]))
    )
    return runs(head, joined(ends, "至"), whole)


def _draw(context: Context, panels: Sequence[Panel], scene: Scene, box: Box) -> None:
    for panel, cell in zip(
        panels, cells(box, len(panels), max(_high(panel) for panel in panels)), strict=False
    ):
        _draw_panel(context, panel, scene, cell)


def cells(box: Box, number: int, high: float) -> list[Box]:
    """Places for panels that want to be so high: on a page two columns; in a small picture as many as fit."""
    columns = _COLUMNS if box.width > 500 and number > 1 else 1
    lines = min(-(-number // columns), max(1, int((box.height + _GAP) / (high * 0.9 + _GAP))))
    tall = min(box.height, lines * high * 1.25)
    return Box(box.left, box.top - tall, box.right, box.top).grid(columns, lines, 34, _GAP)


def _draw_panel(context: Context, panel: Panel, scene: Scene, box: Box) -> None:
    colours, row = context.colours, panel.row
    scene.line((box.left, box.top), (box.right, box.top), colours.axis, style.RULE)
    heading = runs(panel.name(context), f"（{panel.unit}）")
    scene.text(
        box.left, box.top - 12, fitted(heading, style.LABEL, box.width), style.LABEL, colours.ink
    )
    said = _reason(row)
    if said:
        line = fitted(said, style.TINY, box.width - width(heading, style.LABEL) - 12)
        scene.text(box.right, box.top - 12, line, style.TINY, colours.soft, "end")
    rows = parts.Rows(box, len(row.areas) + bool(row.whole), 26.0, _HEAD - 6)
    size = min(rows.size, style.LABEL)
    names = (
        max(width(Run(name), size) for name in (*(figure.area for figure in row.areas), CITY)) + 10
    )
    value = max(width(short_in(o, panel.unit), size) for o in panel.observations) + 10
    ranks = max((width(_rank(figure), size) for figure in row.areas), default=0.0)
    gaps = max((width(_difference(figure), size) for figure in row.areas), default=0.0)
    ranks, gaps = (ranks and ranks + 12), (gaps and gaps + 12)
    below = value if min(_values(panel)) < 0 else 0.0  # the figure of a fall stands left of its dot
    scale = fit(
        _values(panel), box.left + names + below, box.right - ranks - gaps - value - 4, count=4
    )
    parts.value_axis(scene, scale, box.top - 30, rows.bottom, colours, size=6.5)
    for x, text in (
        (box.right - ranks, "比全市" if gaps else ""),
        (box.right, "位次" if ranks else ""),
    ):
        scene.text(x, box.top - 26, text, 6.5, colours.soft, "end")
    if row.whole and family(row) != "level":
        x = scale(value_in(row.whole, panel.unit))
        scene.line((x, rows.bottom), (x, box.top - 30), colours.ink, 0.6, (2.0, 2.0))
    for i, figure in enumerate(row.areas):
        y = rows.middle(i)
        scene.centred(box.left, y, Run(figure.area, "name"), size, colours.ink)
        _draw_figure(context, panel, figure.observation, scale, scene, y, size)
        scene.centred(box.right - ranks, y, _difference(figure), size, colours.soft, "end")
        scene.centred(box.right, y, _rank(figure), size, colours.ink, "end")
    if row.whole:
        y = rows.middle(len(row.areas))
        scene.line(
            (box.left, y + rows.height / 2),
            (box.right, y + rows.height / 2),
            colours.grid,
            style.HAIR,
        )
        scene.centred(box.left, y, CITY, size, colours.ink)
        _draw_figure(context, panel, row.whole, scale, scene, y, size, city=True)


def _draw_figure(
    context: Context,
    panel: Panel,
    figure: Observation | None,
    scale: Scale,
    scene: Scene,
    y: float,
    size: float,
    *,
    city: bool = False,
) -> None:
    """A line from zero to a dot with its figure; — where there is none. An amount of the whole city only stands as a figure."""
    colours = context.colours
    zero = scale(0)
    if figure is None:
        scene.centred(zero + 5, y, "—", size, colours.soft)
        return
    text = short_in(figure, panel.unit)
    if city and figure.measure == "level":
        scene.centred(zero + 5, y, text, size, colours.ink)
        return
    x = scale(value_in(figure, panel.unit))
    if city:
        parts.target_mark(scene, x, y, colours, 3.4)
    else:
        scene.line((zero, y), (x, y), colours.pale, 1.6)
        if scale.beyond(value_in(figure, panel.unit)):
            parts.cut_mark(scene, (zero + x) / 2, y, 5, colours)
        colour = colours.main if figure.value >= 0 else colours.contrast
        parts.actual_mark(scene, x, y, colour, colours, hollow=hollow(figure), radius=3.2)
    long = width(text, size)
    left = x - 7 - long if figure.value < 0 else max(x, zero) + 7
    scene.bar(
        Box(left - 1, y - size * 0.4, left + long + 1, y + size * 0.45), colours.blank
    )  # grid and city lines end at a figure
    scene.centred(left, y, text, size, colours.ink)


def short_reason(row: ComparisonRow) -> str:
    """3/12个区县有数，不排位: without which area has which year, which the pages of several years show."""
    counted = _COUNTED.search(row.reason)
    return f"{counted[0]}，不排位" if counted else row.reason


def _reason(row: ComparisonRow) -> Runs:
    """Why there are no places; where the sources give their own, those."""
    if row.ranked:
        return ()
    own = [
        runs(Run(figure.area, "name"), "资料自述", short(figure.own_rank))
        for figure in row.areas
        if figure.own_rank
    ]
    said = Run(short_reason(row), "derived", tuple(o.key for o in _figures(row)))
    return runs(said, "；" if own else "", joined(own))


def _figures(row: ComparisonRow) -> list[Observation]:
    return [figure.observation for figure in row.areas if figure.observation]


def _rank(figure: AreaFigure) -> Runs:
    """第3（＋1）: the place and how many it has gained since the year before."""
    if figure.rank is None or not figure.observation:
        return ()
    keys = (figure.observation.key,)
    change = figure.rank_change
    moved = (
        ""
        if change is None
        else "（平）"
        if not change
        else f"（{'＋' if change > 0 else '−'}{abs(change)}）"
    )
    return runs(derived(Decimal(figure.rank), keys), Run(moved, "derived", keys))


def _difference(figure: AreaFigure) -> Runs:
    if figure.difference is None or not figure.observation:
        return ()
    sign = "+" if figure.difference.sign > 0 else ""
    return runs(
        Run(sign, "derived", (figure.observation.key,)),
        derived(figure.difference.value, (figure.observation.key,)),
    )


def _table(context: Context, panels: Sequence[Panel]) -> ChartTable:
    """A row an indicator, a column an area; below it the places where there are any."""
    areas = [figure.area for figure in panels[0].row.areas]
    whole = any(panel.row.whole for panel in panels)
    rows: list[tuple[Cell, ...]] = []
    for panel in panels:
        found = [*panel.observations, *([panel.row.whole] if panel.row.whole else [])]
        cited = words(context.numbers(o.source for o in found))
        name = words(runs(panel.name(context), f"（{panel.unit}）"))
        figures = [cell_in(figure.observation, panel.unit) for figure in panel.row.areas]
        city = [cell_in(panel.row.whole, panel.unit)] if whole else []
        rows.append((name, *figures, *city, cited))
        if panel.row.ranked:
            blank = [words("")] if whole else []
            rows.append(
                (
                    words("　位次"),
                    *(Cell(_rank(figure), Decimal(figure.rank or 0)) for figure in panel.row.areas),
                    *blank,
                    words(""),
                )
            )
        else:
            blanks = (words("") for _ in range(len(areas) + whole))
            rows.append((words(_reason(panel.row)), *blanks, words("")))
    return ChartTable(("指标", *areas, *([CITY] if whole else []), "出处"), tuple(rows))
