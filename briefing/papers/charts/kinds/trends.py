"""Several years of the main indicators: small columns, one panel an indicator, with the year's target as a mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing.model import Observation
from briefing.papers.charts import style
from briefing.papers.charts.base import (
    Absent,
    Chart,
    ChartTable,
    Context,
    cell_in,
    common_unit,
    count,
    hollow,
    left_out,
    period,
    short_in,
    turned,
    unique,
    value_in,
    words,
    year_before,
)
from briefing.papers.charts.scale import Scale
from briefing.papers.charts.scene import Box, Run, Runs, Scene, fitted, joined, runs, width

NAME = "主要指标历年数"
_MOST_YEARS = 6
_COLUMNS = 4
_HALO = 3.4  # points: the white on both sides of a target's line


@dataclass(frozen=True, slots=True)
class Panel:
    """One indicator over the years, or over the same months of several years, in one unit. `targets`: of whole years."""

    indicator: str
    name: str
    actuals: tuple[Observation, ...]
    targets: tuple[Observation, ...]
    unit: str

    @property
    def last(self) -> Observation:
        return self.actuals[-1]


def _key(shown: Sequence[Observation], turned_any: bool) -> Runs:
    """How to read the panels: only the marks that stand in them."""
    estimated = "，空心为预计" if any(hollow(o) for o in shown) else ""
    goals = "，横线为当年目标" if any(o.status == "target" for o in shown) else ""
    turned = "；计量单位已统一" if turned_any else ""
    return runs(
        f"每格一项指标，各有刻度，均从零起；深色为本期{estimated}{goals}；缺的年份资料未载{turned}"
    )


Conclude = Callable[[Context, Sequence[Panel]], Runs]


def make(context: Context) -> Chart | Absent:
    return small_multiples(context, "trends", NAME, ("level", "ratio"), "年数额", _conclusion)


def small_multiples(
    context: Context,
    chart: str,
    name: str,
    measures: tuple[str, ...],
    what: str,
    conclude: Conclude,
) -> Chart | Absent:
    panels = of_years(context, measures)
    limit = context.options.limit or 8
    if not panels:
        return Absent(chart, name, runs("没有指标有两年以上的", what))
    drawn = panels[:limit]
    every = [o for panel in drawn for o in (*panel.actuals, *panel.targets)]
    return Chart(
        id=chart,
        name=name,
        title=context.title(conclude(context, panels)),
        key=_key(
            every,
            any(turned(o, panel.unit) for panel in drawn for o in (*panel.actuals, *panel.targets)),
        ),
        shape="小图组",
        table=_table(context, panels),
        sources=unique(observation.source for observation in every),
        draw=lambda scene, box: draw_panels(context, drawn, scene, box),
        note=left_out([panel.last.key for panel in panels], limit),
        height=0.6,
        natural=155.0 if len(drawn) <= _COLUMNS else 0.0,
    )


def of_years(context: Context, measures: tuple[str, ...] = ("level", "ratio")) -> list[Panel]:
    """The panels that have more than one year."""
    return [panel for panel in find_panels(context, measures) if len(panel.actuals) > 1]


def find_panels(
    context: Context, measures: tuple[str, ...], indicators: tuple[str, ...] = ()
) -> list[Panel]:
    """Indicators with a figure up to the Pack's year, in the Pack's order, the template's or that of `indicators`."""
    found: dict[str, list[Observation]] = defaultdict(list)
    for observation in context.pack.series:
        if (
            observation.indicator
            and observation.measure in measures
            and _of_kind(observation, context.pack.period)
        ):
            found[observation.indicator].append(observation)
    for row in context.pack.indicators:
        # 供地 in 宗 and 亩: the series has one of them, the row the year before in its own unit.
        before = row.previous
        if before and before.measure in measures and not _has(found[row.indicator], before):
            found[row.indicator].append(before)
    wanted = indicators or context.options.indicators or tuple(found)
    panels = [
        _panel(context, indicator, found[indicator]) for indicator in wanted if indicator in found
    ]
    return [panel for panel in panels if panel]


def _has(found: Sequence[Observation], figure: Observation) -> bool:
    return any(o.period == figure.period and o.amount.like(figure.amount) for o in found)


def _of_kind(observation: Observation, code: str) -> bool:
    """Of the same part of a year as the Pack: whole years, or the same months. Targets are of whole years."""
    return observation.period[4:] == code[4:]


def _panel(context: Context, indicator: str, found: Sequence[Observation]) -> Panel | None:
    actuals = [o for o in found if o.status != "target" and o.period <= context.pack.period]
    if not actuals:
        return None
    last = max(actuals, key=lambda o: o.period)
    same = [o for o in actuals if o.measure == last.measure and o.amount.like(last.amount)]
    years = sorted({o.period: o for o in same}.values(), key=lambda o: o.period)[-_MOST_YEARS:]
    targets = [
        o
        for o in found
        if o.status == "target" and o.measure == last.measure and o.amount.like(last.amount)
    ]
    near = sorted(
        (
            o
            for o in targets
            if years[0].period <= o.period <= str(int(context.pack.period[:4]) + 1)
        ),
        key=lambda o: o.period,
    )
    return Panel(
        indicator,
        next((r.name for r in context.pack.indicators if r.indicator == indicator), last.name),
        tuple(years),
        tuple(near),
        common_unit((*years, *near)),
    )


def _conclusion(context: Context, panels: Sequence[Panel]) -> Runs:
    """2024年与2023年相比，8项可比指标（不含增速）中，增加7项、减少1项."""
    return compared(context, panels, "可比指标（不含增速）", ("增加", "持平", "减少"))


def compared(
    context: Context, panels: Sequence[Panel], what: str, verbs: tuple[str, str, str]
) -> Runs:
    """How many figures rose, stayed and fell from the year before to the Pack's, of all that have both, drawn or not."""
    before, now = year_before(context.pack.period), context.pack.period
    by_year = [({o.period: o for o in panel.actuals}, panel) for panel in panels]
    pairs = [
        (found[before], found[now], panel)
        for found, panel in by_year
        if before in found and now in found
    ]
    said = []
    for word, sign in zip(verbs, (1, 0, -1), strict=True):
        keys = [
            o.key
            for old, new, panel in pairs
            if _sign(_value(new, panel) - _value(old, panel)) == sign
            for o in (old, new)
        ]
        if keys:
            said.append(runs(word, count(len(keys) // 2, keys), "项"))
    if not said:
        first = min(panel.actuals[0].period for panel in panels)
        return runs(period(f"{first[:4]}-{now[:4]}") if first < now else context.year, what)
    every = [o.key for old, new, _ in pairs for o in (old, new)]
    head = runs(period(now), "与", period(before), "相比，", count(len(pairs), every), "项", what)
    if len(said) == 1:
        return runs(head, "均" if len(pairs) > 1 else "", said[0][0])
    return runs(head, "中，", joined(said))


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


def draw_panels(context: Context, panels: Sequence[Panel], scene: Scene, box: Box) -> None:
    columns = min(len(panels), _COLUMNS)
    rows = -(-len(panels) // columns)
    tall = min(box.height, rows * 360.0)
    cells = Box(box.left, box.top - tall, box.right, box.top).grid(
        columns, rows, min(26.0, box.width * 0.035), 22
    )
    for panel, cell in zip(panels, cells, strict=False):
        _draw_panel(context, panel, scene, cell)


def _draw_panel(context: Context, panel: Panel, scene: Scene, box: Box) -> None:
    colours = context.colours
    heading = runs(context.label(panel.name, panel.indicator), f"（{panel.unit}）")
    scene.line((box.left, box.top), (box.right, box.top), colours.axis, style.HAIR)
    # The unit stands at the heading's end: smaller type rather than a heading cut short.
    size = max(
        6.0, min(style.LABEL, style.LABEL * box.width / max(1.0, width(heading, style.LABEL)))
    )
    scene.text(box.left, box.top - 12, fitted(heading, size, box.width), size, colours.ink)
    years = _years(panel)
    low, high = box.bottom + 14, box.top - 36
    values = [_value(o, panel) for o in (*panel.actuals, *panel.targets)]
    below = 11.0 if min(values) < 0 else 0.0  # the label under a negative column
    # No axis is drawn, so the scale ends at the highest figure.
    ends = [float(value) for value in values] + [0.0]
    scale = Scale(min(ends), max(ends) if any(ends) else 1.0, low + below, high, ())
    slot = box.width / len(years)
    zero = scale(0)
    scene.line((box.left, zero), (box.right, zero), colours.axis, style.RULE)
    by_year = {o.period[:4]: o for o in panel.actuals}
    goals = {o.period[:4]: o for o in panel.targets}
    for i, year in enumerate(years):
        place = _Slot(box.left + (i + 0.5) * slot, slot, box)
        _draw_year(context, panel, by_year.get(year), goals.get(year), scale, scene, place)
        text = Run(year, "period")
        scene.text(
            place.x, box.bottom + 2, text, min(style.SMALL, slot * 0.4), colours.soft, "middle"
        )


@dataclass(frozen=True, slots=True)
class _Slot:
    """One year's place in a panel: its middle, its width, the panel."""

    x: float
    room: float
    box: Box

    @property
    def column(self) -> float:
        return min(26.0, self.room * 0.5)


def _years(panel: Panel) -> list[str]:
    marked = [int(o.period[:4]) for o in (*panel.actuals, *panel.targets)]
    return [str(year) for year in range(min(marked), max(marked) + 1)]


def _value(observation: Observation, panel: Panel) -> Decimal:
    return value_in(observation, panel.unit)


def _draw_year(
    context: Context,
    panel: Panel,
    actual: Observation | None,
    goal: Observation | None,
    scale: Scale,
    scene: Scene,
    slot: _Slot,
) -> None:
    """The column with its figure, the target's line across it. The figure makes way for the line."""
    colours = context.colours
    aim = scale(_value(goal, panel)) if goal else None
    if actual:
        current = actual.period == context.pack.period
        value = _value(actual, panel)
        colour = (colours.main if value >= 0 else colours.contrast) if current else colours.pale
        zero, y = scale(0), scale(value)
        column = Box(slot.x - slot.column / 2, min(zero, y), slot.x + slot.column / 2, max(zero, y))
        scene.bar(
            column,
            colours.blank if hollow(actual) else colour,
            colour if hollow(actual) else "",
            1.2,
        )
        ink = colours.ink if current else colours.soft
        text = short_in(actual, panel.unit)
        size = min(style.SMALL, style.SMALL * (slot.room - 2) / max(1.0, width(text, style.SMALL)))
        under = value < 0
        at = y - size - 1 if under else y + 3.5
        if aim is not None and not under and y - 2 <= aim <= at + size:
            # Above the line it would look like the target's: inside the column where it fits.
            inside = aim > y + 1 and y - zero > size + 6 and width(text, size) < slot.column - 2
            at = y - size - 1.5 if inside else aim + 3.5
            ink = colours.blank if inside and current and not hollow(actual) else ink
        scene.text(slot.x, at, text, size, ink, "middle")
    if goal and aim is not None:
        if actual:
            solid = not hollow(actual) and actual.period == context.pack.period
            _draw_goal(
                context,
                panel,
                goal,
                scene,
                slot,
                aim,
                column=(scale(0), scale(_value(actual, panel)), solid),
            )
        else:
            _draw_goal(context, panel, goal, scene, slot, aim, column=None)


def _draw_goal(
    context: Context,
    panel: Panel,
    goal: Observation,
    scene: Scene,
    slot: _Slot,
    y: float,
    *,
    column: tuple[float, float, bool] | None,
) -> None:
    """A line a little wider than the column, its figure beside it, inside the column where there is no room, above where none stands.

    column: its zero, its end and whether it is dark.
    """
    colours = context.colours
    half = slot.column / 2 + 4
    if column is None or abs(column[1] - y) > _HALO:  # at its end the column keeps its height
        scene.line((slot.x - half, y), (slot.x + half, y), colours.blank, _HALO)
    scene.line((slot.x - half, y), (slot.x + half, y), colours.ink, 1.6)
    text = short_in(goal, panel.unit)
    if column is None:
        size = min(style.SMALL, style.SMALL * (slot.room - 2) / max(1.0, width(text, style.SMALL)))
        scene.text(slot.x, y + 3.5, text, size, colours.soft, "middle")
    elif slot.room / 2 - half - 2 >= width(text, style.TINY):
        scene.centred(slot.x + half + 2, y, text, style.TINY, colours.soft)
    elif (
        column[1] >= y - 1
        and y - column[0] > style.TINY + 3
        and width(text, style.TINY) < slot.column - 2
    ):
        scene.text(
            slot.x,
            y - style.TINY - 2.5,
            text,
            style.TINY,
            colours.blank if column[2] else colours.ink,
            "middle",
        )


def _table(context: Context, panels: Sequence[Panel]) -> ChartTable:
    """A row an indicator and side (actual or target), a column a year."""
    years = sorted({o.period[:4] for panel in panels for o in (*panel.actuals, *panel.targets)})
    rows = []
    for panel in panels:
        for found, side in (
            (panel.actuals, ""),
            (panel.targets, context.wording.statuses["target"]),
        ):
            by_year = {o.period[:4]: o for o in found}
            if by_year:
                name = words(runs(context.label(panel.name), f"（{panel.unit}）", side))
                cited = joined(dict.fromkeys(context.number(o.source) for o in found), "")
                rows.append(
                    (
                        name,
                        *(cell_in(by_year.get(year), panel.unit) for year in years),
                        words(cited),
                    )
                )
    return ChartTable(("指标", *years, "出处"), tuple(rows))
