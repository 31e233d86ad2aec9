"""Several years of the main indicators: small columns, one panel an indicator, with the year's target as a mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing.analysis import units
from briefing.model import Observation
from briefing.papers.charts import parts, style
from briefing.papers.charts.base import (
    Absent,
    Cell,
    Chart,
    ChartTable,
    Context,
    count,
    hollow,
    in_table,
    left_out,
    period,
    short,
    unique,
    words,
)
from briefing.papers.charts.scale import Scale, fit
from briefing.papers.charts.scene import Box, Run, Runs, Scene, fitted, joined, runs, width

NAME = "主要指标历年数"
_MOST_YEARS = 6


@dataclass(frozen=True, slots=True)
class Panel:
    """One indicator over the years, in one unit. `targets`: by year."""

    indicator: str
    name: str
    actuals: tuple[Observation, ...]
    targets: tuple[Observation, ...]

    @property
    def unit(self) -> str:
        return self.actuals[-1].unit

    @property
    def last(self) -> Observation:
        return self.actuals[-1]


def _key(shown: Sequence[Observation]) -> Runs:
    """How to read the panels: only the marks that stand in them."""
    estimated = any(hollow(o) for o in shown)
    goals = any(o.status == "target" for o in shown)
    marks = f"深色为本期{'，空心为预计' if estimated else ''}{'　◇ 目标' if goals else ''}"
    return runs(f"每格一项指标，各有刻度，均从零起　{marks}；缺的年份资料未载")


Conclude = Callable[[Context, Sequence[Panel]], Runs]


def make(context: Context) -> Chart | Absent:
    return small_multiples(context, "trends", NAME, ("level", "ratio"), "年数额", _conclusion)


def small_multiples(context: Context, chart: str, name: str, measures: tuple[str, ...], what: str, conclude: Conclude) -> Chart | Absent:
    panels = [panel for panel in find_panels(context, measures) if len(panel.actuals) > 1]
    limit = context.options.limit or 8
    if not panels:
        return Absent(chart, name, runs("没有指标有两年以上的", what))
    shown = panels[:limit]
    every = [o for panel in shown for o in (*panel.actuals, *panel.targets)]
    return Chart(
        id=chart,
        name=name,
        title=context.title(conclude(context, shown)),
        key=_key(every),
        shape="小图组",
        table=_table(context, panels),
        sources=unique(observation.source for observation in every),
        draw=lambda scene, box: draw_panels(context, shown, scene, box),
        note=left_out([panel.last.key for panel in panels], limit),
        height=0.6,
    )


def find_panels(context: Context, measures: tuple[str, ...]) -> list[Panel]:
    """Indicators with a figure up to the Pack's year, in the Pack's or the template's order."""
    found: dict[str, list[Observation]] = defaultdict(list)
    for observation in context.pack.series:
        if observation.indicator and observation.measure in measures and len(observation.period) == 4:
            found[observation.indicator].append(observation)
    wanted = context.options.indicators or tuple(found)
    panels = [_panel(context, indicator, found[indicator]) for indicator in wanted if indicator in found]
    return [panel for panel in panels if panel]


def _panel(context: Context, indicator: str, found: Sequence[Observation]) -> Panel | None:
    actuals = [o for o in found if o.status != "target" and o.period <= context.pack.period]
    if not actuals:
        return None
    last = max(actuals, key=lambda o: o.period)
    same = [o for o in actuals if o.measure == last.measure and units.comparable(o.unit, last.unit)]
    years = sorted({o.period: o for o in same}.values(), key=lambda o: o.period)[-_MOST_YEARS:]
    targets = [o for o in found if o.status == "target" and o.measure == last.measure and units.comparable(o.unit, last.unit)]
    near = [o for o in targets if years[0].period <= o.period <= str(int(context.pack.period) + 1)]
    names = {row.indicator: row.name for row in context.pack.indicators}
    return Panel(indicator, names.get(indicator, last.name), tuple(years), tuple(sorted(near, key=lambda o: o.period)))


def _conclusion(context: Context, panels: Sequence[Panel]) -> Runs:
    """2024年与2023年相比，主要指标增加7项、减少1项."""
    return compared(context, panels, "主要指标", ("增加", "持平", "减少"))


def compared(context: Context, panels: Sequence[Panel], what: str, verbs: tuple[str, str, str]) -> Runs:
    """How many figures rose, stayed and fell from the year before to the Pack's."""
    before, now = str(int(context.pack.period) - 1), context.pack.period
    by_year = [({o.period: o for o in panel.actuals}, panel) for panel in panels]
    pairs = [(found[before], found[now], panel) for found, panel in by_year if before in found and now in found]
    said = []
    for word, sign in zip(verbs, (1, 0, -1), strict=True):
        keys = [o.key for old, new, panel in pairs if _sign(_value(new, panel) - _value(old, panel)) == sign for o in (old, new)]
        if keys:
            said.append(runs(word, count(len(keys) // 2, keys), "项"))
    if not said:
        first = min(panel.actuals[0].period for panel in panels)
        return runs(period(f"{first}-{now}") if first < now else context.year, what)
    return runs(period(now), "与", period(before), "相比，", what, joined(said))


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


def draw_panels(context: Context, panels: Sequence[Panel], scene: Scene, box: Box) -> None:
    columns = min(len(panels), 4)
    rows = -(-len(panels) // columns)
    tall = min(box.height, rows * 300.0)
    cells = Box(box.left, box.top - tall, box.right, box.top).grid(columns, rows, min(26.0, box.width * 0.035), 22)
    for panel, cell in zip(panels, cells, strict=False):
        _draw_panel(context, panel, scene, cell)


def _draw_panel(context: Context, panel: Panel, scene: Scene, box: Box) -> None:
    colours = context.colours
    heading = runs(context.label(panel.name, panel.indicator), f"（{panel.unit}）")
    scene.line((box.left, box.top), (box.right, box.top), colours.axis, style.HAIR)
    # The unit stands at the heading's end: smaller type rather than a heading cut short.
    size = max(6.0, min(style.LABEL, style.LABEL * box.width / max(1.0, width(heading, style.LABEL))))
    scene.text(box.left, box.top - 12, fitted(heading, size, box.width), size, colours.ink)
    years = _years(panel)
    low, high = box.bottom + 14, box.top - 34
    values = [_value(o, panel) for o in (*panel.actuals, *panel.targets)]
    scale = fit(values, low, high, count=3, cut=False)
    slot = box.width / len(years)
    zero = scale(0)
    scene.line((box.left, zero), (box.right, zero), colours.axis, style.RULE)
    by_year = {o.period: o for o in panel.actuals}
    goals = {o.period: o for o in panel.targets}
    for i, year in enumerate(years):
        x = box.left + (i + 0.5) * slot
        _draw_year(context, panel, by_year.get(year), goals.get(year), scale, scene, x, slot)
        text = Run(year if i in (0, len(years) - 1) or slot > 30 else year[2:], "period")
        scene.text(x, box.bottom + 2, text, min(style.SMALL, slot * 0.42), colours.soft, "middle")


def _years(panel: Panel) -> list[str]:
    marked = [int(o.period) for o in (*panel.actuals, *panel.targets)]
    return [str(year) for year in range(min(marked), max(marked) + 1)]


def _value(observation: Observation, panel: Panel) -> Decimal:
    """In the unit of the panel's last figure."""
    if observation.unit == panel.unit:
        return observation.value
    return units.in_base(observation.value, observation.unit) / units.in_base(Decimal(1), panel.unit)


def _draw_year(
    context: Context, panel: Panel, actual: Observation | None, goal: Observation | None, scale: Scale, scene: Scene, x: float, slot: float
) -> None:
    colours = context.colours
    wide = min(26.0, slot * 0.56)
    if actual:
        current = actual.period == context.pack.period
        value = _value(actual, panel)
        colour = (colours.main if value >= 0 else colours.contrast) if current else colours.pale
        zero, y = scale(0), scale(value)
        column = Box(x - wide / 2, min(zero, y), x + wide / 2, max(zero, y))
        scene.bar(column, colours.blank if hollow(actual) else colour, colour if hollow(actual) else "", 1.2)
        _label(scene, actual, panel, x, y, slot, colours.ink if current else colours.soft, below=value < 0)
    if goal:
        y = scale(_value(goal, panel))
        parts.target_mark(scene, x, y, colours, 3.6)
        if not actual:
            _label(scene, goal, panel, x, y + 3, slot, colours.soft, below=False)
        elif slot > 60:
            scene.centred(x + wide / 2 + 4, y, short(goal, unit=goal.unit != panel.unit), style.TINY, colours.soft)


def _label(scene: Scene, observation: Observation, panel: Panel, x: float, y: float, slot: float, colour: str, *, below: bool) -> None:
    text = short(observation, unit=observation.unit != panel.unit)
    size = min(style.SMALL, style.SMALL * (slot - 2) / max(1.0, width(text, style.SMALL)))
    scene.text(x, y - size - 1 if below else y + 3.5, text, size, colour, "middle")


def _table(context: Context, panels: Sequence[Panel]) -> ChartTable:
    """A row an indicator and side (actual or target), a column a year."""
    years = sorted({o.period for panel in panels for o in (*panel.actuals, *panel.targets)})
    rows = []
    for panel in panels:
        for found, side in ((panel.actuals, ""), (panel.targets, context.wording.statuses["target"])):
            by_year = {o.period: o for o in found}
            if by_year:
                name = words(runs(context.label(panel.name), f"（{panel.unit}）", side))
                cited = joined(dict.fromkeys(context.number(o.source) for o in found), "")
                rows.append((name, *(_cell(by_year.get(year), panel) for year in years), words(cited)))
    return ChartTable(("指标", *years, "出处"), tuple(rows))


def _cell(observation: Observation | None, panel: Panel) -> Cell:
    return in_table(observation, unit=observation is not None and observation.unit != panel.unit)
