"""Districts over the years: a row an area, a dot a year on the indicator's own axis, the years' figures as columns beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.model import Observation
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
    hollow,
    period,
    short_in,
    unique,
    value_in,
    words,
    year_before,
)
from briefing.papers.charts.kinds.districts import FAMILIES, cells, row_height
from briefing.papers.charts.scale import fit
from briefing.papers.charts.scene import Box, Run, Runs, Scene, fitted, joined, runs, width

NAME = "历年比较"
_YEARS = 3
_COLUMNS = 2
_HEAD = 32.0
_GAP = 14.0
_ROOM = 396.0


@dataclass(frozen=True, slots=True)
class _Panel:
    """One indicator and measure: figures by area and period, periods oldest first."""

    indicator: str
    name: str
    measure: str
    unit: str
    periods: tuple[str, ...]
    figures: dict[tuple[str, str], Observation]
    areas: tuple[str, ...]

    def heading(self, context: Context) -> Runs:
        return runs(
            context.label(self.name, self.indicator),
            "增速" if self.measure in GROWTH else "",
            f"（{self.unit}）",
        )

    @property
    def high(self) -> float:
        return _HEAD + len(self.areas) * row_height(len(self.areas))


def make(context: Context) -> list[Chart] | Absent:
    if context.pack.scope.kind != "districts":
        return Absent("districts_years", NAME, runs("只有含多个区县的材料才画"))
    panels = _panels(context)
    if not panels:
        return Absent("districts_years", NAME, runs("没有指标有两个以上区县、两年以上的同口径数"))
    made = []
    for kind, title in FAMILIES:
        of_kind = [panel for panel in panels if _family(panel) == kind]
        each = (
            max(1, int((_ROOM + _GAP) / (max(p.high for p in of_kind) + _GAP))) * _COLUMNS
            if of_kind
            else 1
        )
        made += [
            _chart(context, title, of_kind[i : i + each]) for i in range(0, len(of_kind), each)
        ]
    return made


def _family(panel: _Panel) -> str:
    return "growth" if panel.measure in GROWTH else "level" if panel.measure == "level" else "ratio"


def _panels(context: Context) -> list[_Panel]:
    """Indicators of which two areas have a figure, and one of them of two years; at most three years, up to the Pack's."""
    pack = context.pack
    areas = tuple(figure.area for figure in pack.comparison[0].areas) if pack.comparison else ()
    codes = [pack.period]
    while len(codes) < _YEARS:
        codes.append(year_before(codes[-1]))
    names = {row.indicator: row.name for row in pack.comparison}
    found: dict[tuple[str, str], dict[tuple[str, str], Observation]] = {}
    for o in pack.series:
        if (
            o.indicator
            and o.status != "target"
            and o.period in codes
            and o.area in areas
            and o.measure in ("level", "ratio", "yoy")
        ):
            found.setdefault((o.indicator, o.measure), {}).setdefault((o.area, o.period), o)
    order = list(dict.fromkeys(row.indicator for row in pack.comparison))
    wanted = context.options.indicators or tuple(order)
    panels = []
    for (indicator, measure), figures in found.items():
        unit = common_unit(figures.values())
        years = {area: [code for of, code in figures if of == area] for area, _ in figures}
        if (
            indicator in wanted
            and unit
            and len(years) > 1
            and max(len(codes) for codes in years.values()) > 1
        ):
            name = names.get(indicator, next(iter(figures.values())).name)
            used = tuple(sorted({code for _, code in figures}))
            panels.append(_Panel(indicator, name, measure, unit, used, figures, areas))
    return sorted(panels, key=lambda panel: wanted.index(panel.indicator))[
        : context.options.limit or 12
    ]


def _chart(context: Context, title: str, panels: Sequence[_Panel]) -> Chart:
    lines = -(-len(panels) // _COLUMNS)
    return Chart(
        id="districts_years",
        name=f"{NAME}：{title}",
        title=context.title(_conclusion(context, panels)),
        key=runs(
            "按行政区划次序；深色为本期，浅色为以前各年，空心为预计；每格一项指标，各有刻度",
            "" if title == "增速" else "（不从零起）",
            "；“—”为资料未载",
        ),
        shape="点图",
        table=_table(context, panels),
        sources=unique(o.source for panel in panels for o in panel.figures.values()),
        draw=lambda scene, box: _draw(context, panels, scene, box),
        height=0.62,
        natural=lines * max(panel.high for panel in panels) + (lines - 1) * _GAP,
    )


def _conclusion(context: Context, panels: Sequence[_Panel]) -> Runs:
    """2024年与2023年相比，地区生产总值增速12个区县中加快5个、回落7个."""
    now, before = context.pack.period, year_before(context.pack.period)
    for panel in panels:
        pairs = [
            (panel.figures[area, before], panel.figures[area, now])
            for area in panel.areas
            if (area, before) in panel.figures and (area, now) in panel.figures
        ]
        if not pairs:
            continue
        verbs = ("加快", "持平", "回落") if panel.measure in GROWTH else ("增加", "持平", "减少")
        said = []
        for word, sign in zip(verbs, (1, 0, -1), strict=True):
            keys = [
                o.key
                for old, new in pairs
                if _sign(new, old, panel.unit) == sign
                for o in (old, new)
            ]
            if keys:
                said.append(runs(word, count(len(keys) // 2, keys), "个"))
        every = [o.key for pair in pairs for o in pair]
        name = runs(
            context.label(panel.name, panel.indicator), "增速" if panel.measure in GROWTH else ""
        )
        return runs(
            period(now),
            "与",
            period(before),
            "相比，",
            name,
            "两年都有数的",
            count(len(pairs), every),
            "个区县：",
            joined(said),
        )
    panel = panels[0]
    keys = [o.key for o in panel.figures.values()]
    years = period(f"{panel.periods[0][:4]}-{panel.periods[-1][:4]}")
    return runs(
        years,
        context.label(panel.name, panel.indicator),
        "：",
        count(len({area for area, _ in panel.figures}), keys),
        "个区县有数，年份不齐",
    )


def _sign(new: Observation, old: Observation, unit: str) -> int:
    change = value_in(new, unit) - value_in(old, unit)
    return (change > 0) - (change < 0)


def _draw(context: Context, panels: Sequence[_Panel], scene: Scene, box: Box) -> None:
    for panel, cell in zip(
        panels, cells(box, len(panels), max(panel.high for panel in panels)), strict=False
    ):
        _draw_panel(context, panel, scene, cell)


def _draw_panel(context: Context, panel: _Panel, scene: Scene, box: Box) -> None:
    colours = context.colours
    scene.line((box.left, box.top), (box.right, box.top), colours.axis, style.RULE)
    scene.text(
        box.left,
        box.top - 12,
        fitted(panel.heading(context), style.LABEL, box.width),
        style.LABEL,
        colours.ink,
    )
    rows = parts.Rows(box, len(panel.areas), 26.0, _HEAD)
    size = min(rows.size, style.LABEL)
    names = max(width(Run(area), size) for area in panel.areas) + 12
    wide = max(22.0, *(width(short_in(o, panel.unit), size) for o in panel.figures.values())) + 10
    right = box.right - wide * len(panel.periods)
    values = [value_in(o, panel.unit) for o in panel.figures.values()]
    scale = fit(
        values, box.left + names, right - 8, zero=_family(panel) == "growth", count=4, cut=False
    )
    parts.value_axis(scene, scale, box.top - 30, rows.bottom, colours, size=6.5)
    for j, code in enumerate(panel.periods):
        scene.text(
            right + (j + 1) * wide, box.top - 26, Run(code[:4], "period"), 6.5, colours.soft, "end"
        )
    for i, area in enumerate(panel.areas):
        y = rows.middle(i)
        scene.centred(box.left, y, Run(area, "name"), size, colours.ink)
        found = [(code, panel.figures.get((area, code))) for code in panel.periods]
        places = [scale(value_in(o, panel.unit)) for _, o in found if o]
        if len(places) > 1:
            scene.line((min(places), y), (max(places), y), colours.grid, 1.6)
        for j, (code, o) in enumerate(found):
            current = code == context.pack.period
            if o:
                colour = colours.main if current else colours.pale
                parts.actual_mark(
                    scene,
                    scale(value_in(o, panel.unit)),
                    y,
                    colour,
                    colours,
                    hollow=hollow(o),
                    radius=3.2,
                )
            said = short_in(o, panel.unit) if o else Run("—")
            scene.centred(
                right + (j + 1) * wide,
                y,
                said,
                size,
                colours.ink if current else colours.soft,
                "end",
            )


def _table(context: Context, panels: Sequence[_Panel]) -> ChartTable:
    rows: list[tuple[Cell, ...]] = []
    for panel in panels:
        for code in panel.periods:
            found = [panel.figures.get((area, code)) for area in panel.areas]
            cited = words(context.numbers(o.source for o in found if o))
            rows.append(
                (
                    words(panel.heading(context)),
                    words(period(code)),
                    *(cell_in(o, panel.unit) for o in found),
                    cited,
                )
            )
    return ChartTable(("指标", "时期", *panels[0].areas, "出处"), tuple(rows))
