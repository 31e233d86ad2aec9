"""Districts side by side: a dot an area, in administrative order, one panel an indicator. No ranks are made here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.analysis import units
from briefing.model import Observation
from briefing.papers.charts import parts, style
from briefing.papers.charts.base import (
    GROWTH,
    Absent,
    Chart,
    ChartTable,
    Context,
    count,
    hollow,
    in_table,
    period,
    short,
    unique,
    words,
)
from briefing.papers.charts.scale import fit
from briefing.papers.charts.scene import Box, Run, Runs, Scene, fitted, runs, width

NAME = "区县比较"


@dataclass(frozen=True, slots=True)
class _Panel:
    """One indicator, one measure, one unit, one period; the figure of each area that has one."""

    name: str
    figures: dict[str, Observation]

    @property
    def first(self) -> Observation:
        return next(iter(self.figures.values()))


def make(context: Context) -> Chart | Absent:
    areas = _areas(context)
    if context.pack.scope.kind != "districts" or len(areas) < 2:
        return Absent("districts", NAME, runs("只有含多个区县的材料才画"))
    panels = _panels(context)[: context.options.limit or 6]
    if not panels:
        return Absent("districts", NAME, runs("没有指标有两个以上区县的同口径数"))
    figures = [o for panel in panels for o in panel.figures.values()]
    return Chart(
        id="districts",
        name=NAME,
        title=context.title(_conclusion(context, panels, areas)),
        key=runs("按行政区划次序；空心为预计；同一时期、同一口径的数才放在一起，缺数的区县不排位"),
        shape="点图",
        table=_table(context, panels, areas),
        sources=unique(o.source for o in figures),
        draw=lambda scene, box: _draw(context, panels, areas, scene, box),
        height=0.62,
    )


def _areas(context: Context) -> list[str]:
    """Areas in the Pack's order, which is the administrative one."""
    return list(dict.fromkeys(o.area for o in context.pack.series if o.area))


def _panels(context: Context) -> list[_Panel]:
    found: dict[tuple[str, str], dict[str, Observation]] = defaultdict(dict)
    wanted = context.options.indicators
    for o in context.pack.series:
        if o.indicator and o.status != "target" and o.period == context.pack.period and o.measure in ("level", "ratio", *GROWTH):
            found[o.indicator, o.measure].setdefault(o.area, o)
    names = {row.indicator: row.name for row in context.pack.indicators}
    panels = []
    for (indicator, _), figures in found.items():
        unit = next(iter(figures.values())).unit
        same = {area: o for area, o in figures.items() if o.unit == unit or units.split(o.unit) == units.split(unit)}
        if len(same) > 1 and (not wanted or indicator in wanted):
            panels.append(_Panel(names.get(indicator, next(iter(same.values())).name), same))
    return sorted(panels, key=lambda panel: -len(panel.figures))


def _conclusion(context: Context, panels: Sequence[_Panel], areas: Sequence[str]) -> Runs:
    """2024年3个区县地区生产总值增速在3.2%至6.5%之间."""
    panel = panels[0]
    ordered = sorted(panel.figures.values(), key=lambda o: o.value)
    keys = [o.key for o in ordered]
    kind = "增速" if panel.first.measure in GROWTH else ""
    name = runs(context.label(panel.name, panel.first.indicator), kind)
    have = (
        runs(count(len(keys), keys), "个区县")
        if len(keys) == len(areas)
        else runs(Run(f"{len(keys)}/{len(areas)}", "derived", tuple(keys)), "个区县有数，")
    )
    if ordered[0].value == ordered[-1].value:
        return runs(period(context.pack.period), have, name, "均为", short(ordered[0]))
    return runs(period(context.pack.period), have, name, "在", short(ordered[0]), "至", short(ordered[-1]), "之间")


def _draw(context: Context, panels: Sequence[_Panel], areas: Sequence[str], scene: Scene, box: Box) -> None:
    size = style.LABEL
    names = max(width(Run(area), size) for area in areas) + 12
    columns = min(3, len(panels))
    rows = -(-len(panels) // columns)
    cells = box.inset(left=names).grid(columns, rows, 26, 24)
    for i, (panel, cell) in enumerate(zip(panels, cells, strict=False)):
        _draw_panel(context, panel, areas, scene, cell, box.left if i % columns == 0 else None)


def _draw_panel(context: Context, panel: _Panel, areas: Sequence[str], scene: Scene, box: Box, names_at: float | None) -> None:
    colours = context.colours
    scene.line((box.left, box.top), (box.right, box.top), colours.axis, style.RULE)
    kind = "增速" if panel.first.measure in GROWTH else ""
    heading = runs(context.label(panel.name, panel.first.indicator), kind, f"（{panel.first.unit}）")
    scene.text(box.left, box.top - 13, fitted(heading, style.LABEL, box.width), style.LABEL, colours.ink)
    rows = parts.Rows(box, len(areas), 30.0, 34.0)
    label = max(width(short(o, unit=False), rows.size) for o in panel.figures.values()) + 12
    scale = fit([o.value for o in panel.figures.values()], box.left + 6, box.right - label, count=3)
    parts.value_axis(scene, scale, box.top - 32, rows.bottom, colours, size=style.TINY)
    for i, area in enumerate(areas):
        y = rows.middle(i)
        if names_at is not None:
            scene.centred(names_at, y, Run(area, "name"), rows.size, colours.ink)
        observation = panel.figures.get(area)
        if observation is None:
            scene.centred(scale(0) + 6, y, "—", rows.size, colours.soft)
            continue
        x = scale(observation.value)
        scene.line((scale(0), y), (x, y), colours.pale, 1.6)
        if scale.beyond(observation.value):
            parts.cut_mark(scene, (scale(0) + x) / 2, y, 5, colours)
        parts.actual_mark(scene, x, y, colours.main, colours, hollow=hollow(observation), radius=3.6)
        scene.centred(max(x, scale(0)) + 8, y, short(observation, unit=False), rows.size, colours.ink)


def _table(context: Context, panels: Sequence[_Panel], areas: Sequence[str]) -> ChartTable:
    rows = []
    for panel in panels:
        kind = "增速" if panel.first.measure in GROWTH else ""
        cited = [context.number(o.source) for o in panel.figures.values()]
        name = words(runs(context.label(panel.name), kind, f"（{panel.first.unit}）"))
        rows.append((name, *(in_table(panel.figures.get(area), unit=False) for area in areas), words(runs(*dict.fromkeys(cited)))))
    return ChartTable(("指标", *areas, "出处"), tuple(rows))
