"""Progress in the year: amounts against the share of the year that has passed, growth against the year's target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from briefing import periods
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
    derived,
    hollow,
    in_table,
    period,
    short,
    unique,
    words,
)
from briefing.papers.charts.scale import fit
from briefing.papers.charts.scene import Box, Run, Runs, Scene, joined, runs, width

NAME = "年内进度"


@dataclass(frozen=True, slots=True)
class _Step:
    name: str
    actual: Observation
    target: Observation
    value: Decimal  # share of the year's target in %, or the growth rate
    due: Decimal  # what it is held against: share of the year passed, or the target growth

    @property
    def gap(self) -> Decimal:
        return self.value - self.due

    @property
    def keys(self) -> tuple[str, str]:
        return self.target.key, self.actual.key


def make(context: Context) -> Chart | Absent:
    steps = _steps(context)
    if not steps:
        return Absent("progress", NAME, runs("没有既有年内累计数又有年度目标的指标"))
    amounts = [step for step in steps if step.target.measure == "level"]
    growth = [step for step in steps if step.target.measure in GROWTH]
    return Chart(
        id="progress",
        name=NAME,
        title=context.title(_conclusion(steps)),
        key=runs("◇ 总量为时序进度（已过月份占全年），增速为年度目标　● 实际（空心为预计）"),
        shape="哑铃图",
        table=_table(context, steps),
        sources=unique(o.source for step in steps for o in (step.actual, step.target)),
        draw=lambda scene, box: _draw(context, [("占年度目标", amounts), ("增速", growth)], scene, box),
        note=runs(*(parts.cut_note([v for step in panel for v in (step.value, step.due)]) for panel in (amounts, growth))),
        height=0.6,
    )


def _steps(context: Context) -> list[_Step]:
    """The latest figure within a year that has a target: the Pack's year, or the year its period lies in."""
    names = {row.indicator: row.name for row in context.pack.indicators}
    targets = {(o.indicator, o.measure, o.period): o for o in context.pack.series if o.status == "target" and len(o.period) == 4}
    latest: dict[tuple[str | None, str], _Step] = {}
    for o in context.pack.series:
        span = periods.parse(o.period)
        within = span.month == 1 and span.last_month < 12 and span.year == span.last_year and o.period[:4] >= context.pack.period[:4]
        target = targets.get((o.indicator, o.measure, o.period[:4]))
        if o.status == "target" or not within or not target or not units.comparable(o.unit, target.unit):
            continue
        step = _step(names.get(o.indicator or "", o.name), o, target, span.last_month)
        before = latest.get((o.indicator, o.measure))
        if step and (before is None or periods.parse(before.actual.period) < span):
            latest[o.indicator, o.measure] = step
    return list(latest.values())


def _step(name: str, actual: Observation, target: Observation, month: int) -> _Step | None:
    if target.measure in GROWTH:
        return _Step(name, actual, target, actual.value, target.value)
    if target.measure != "level" or target.value <= 0:
        return None
    share = units.in_base(actual.value, actual.unit) / units.in_base(target.value, target.unit) * 100
    due = Decimal(month * 100) / 12
    return _Step(name, actual, target, share.quantize(Decimal("0.1"), ROUND_HALF_UP), due.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _conclusion(steps: Sequence[_Step]) -> Runs:
    """2024年1—3月4项有年度目标的指标中，1项达到或快于目标进度，3项慢于目标进度."""
    last = max((step.actual.period for step in steps), key=periods.parse)
    said = []
    for word, keys in (
        ("项达到或快于目标进度", [key for step in steps if step.gap >= 0 for key in step.keys]),
        ("项慢于目标进度", [key for step in steps if step.gap < 0 for key in step.keys]),
    ):
        if keys:
            said.append(runs(count(len(keys) // 2, keys), word))
    every = [key for step in steps for key in step.keys]
    return runs(period(last), count(len(steps), every), "项有年度目标的指标中，", joined(said, "，"))


def _draw(context: Context, panels: Sequence[tuple[str, Sequence[_Step]]], scene: Scene, box: Box) -> None:
    shown = [(title, steps) for title, steps in panels if steps]
    head = 34.0
    height = min(44.0, (box.height - head * len(shown)) / sum(len(steps) for _, steps in shown))
    top = box.top
    for title, steps in shown:
        bottom = top - head - height * len(steps)
        _draw_panel(context, title, steps, scene, Box(box.left, bottom, box.right, top), head)
        top = bottom


def _draw_panel(context: Context, title: str, steps: Sequence[_Step], scene: Scene, box: Box, head: float) -> None:
    colours = context.colours
    rows = parts.Rows(box, len(steps), 44.0, head)
    size = rows.size
    names = min(box.width * 0.26, max(width(context.label(s.name, s.actual.indicator), size) for s in steps)) + 14
    room = max(width(_figures(s), size) for s in steps) + 16
    gap_room = max(width(_gap(s), size) for s in steps) + 8
    top = box.top - head + 2
    scale = fit([v for s in steps for v in (s.value, s.due)], box.left + names, box.right - room - gap_room - 14, count=6)
    scene.text(box.left, top + 4, title, style.SMALL, colours.soft)
    parts.value_axis(scene, scale, top, rows.bottom, colours, "%")
    for i, step in enumerate(steps):
        y = rows.middle(i)
        scene.line((box.left, y - rows.height / 2), (box.right, y - rows.height / 2), colours.grid, 0.3)
        parts.row_name(scene, box.left, y, context.label(step.name, step.actual.indicator), size, names - 14, colours.ink)
        colour = colours.main if step.gap >= 0 else colours.contrast
        scene.line((scale(step.due), y), (scale(step.value), y), colour, 2.4)
        if scale.beyond(step.value):
            parts.cut_mark(scene, (scale(step.due) + scale(step.value)) / 2, y, 6, colours)
        parts.actual_mark(scene, scale(step.value), y, colour, colours, hollow=hollow(step.actual))
        parts.target_mark(scene, scale(step.due), y, colours)
        scene.centred(box.right - gap_room, y, _figures(step), size, colours.soft, "end")
        scene.centred(box.right, y, _gap(step), size, colour, "end")


def _figures(step: _Step) -> Runs:
    """1—3月 14.2亿元／目标 60亿元."""
    when = period(step.actual.period).text.split("年", 1)[1]
    return runs(Run(when + " ", "period"), short(step.actual), "／目标 ", short(step.target))


def _gap(step: _Step) -> Runs:
    word = "持平" if step.gap == 0 else "快" if step.gap > 0 else "慢"
    if step.gap == 0:
        return runs(word)
    return runs(word, derived(abs(step.gap), step.keys), "个百分点")


def _table(context: Context, steps: Sequence[_Step]) -> ChartTable:
    return ChartTable(
        ("指标", "时期", "累计", "状态", "年度目标", "对照", "出处"),
        tuple(
            (
                words(context.label(step.name)),
                words(period(step.actual.period)),
                in_table(step.actual),
                words(context.status(step.actual)),
                in_table(step.target),
                words(runs("比", "目标" if step.target.measure in GROWTH else "时序", _gap(step))),
                words(context.cite(step.actual.source)),
            )
            for step in steps
        ),
    )
