"""Targets beyond the coming year, those of a five-year plan first, and how far the latest figures have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from briefing import periods
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
    derived,
    hollow,
    in_table,
    left_out,
    period,
    short,
    unique,
    words,
)
from briefing.papers.charts.scale import fit
from briefing.papers.charts.scene import Box, Run, Runs, Scene, runs, width

NAME = "规划指标"


@dataclass(frozen=True, slots=True)
class _Goal:
    name: str
    target: Observation
    actual: Observation | None
    share: Decimal | None  # the actual in % of the target


def make(context: Context) -> Chart | Absent:
    goals = _goals(context)
    if not goals:
        return Absent("five_year", NAME, runs("资料没有五年规划或更远年份的目标"))
    limit = context.options.limit or 20
    shown = goals[:limit]
    return Chart(
        id="five_year",
        name=NAME,
        title=context.title(_conclusion(context, goals)),
        key=runs("最近一年的数占规划目标的比重（推算），%；空心为预计；增速类目标只列数"),
        shape="条形图",
        table=_table(context, goals),
        sources=unique(o.source for goal in goals for o in (goal.target, goal.actual) if o),
        draw=lambda scene, box: _draw(context, shown, scene, box),
        note=runs(
            left_out([goal.target.key for goal in goals], limit),
            parts.cut_note([100, *(goal.share for goal in shown if goal.share is not None)]),
        ),
        height=0.6,
    )


def _goals(context: Context) -> list[_Goal]:
    """Targets of canonical indicators for several years, or set by a plan for several years, latest figure beside each."""
    plans = {document.id for document in context.pack.documents if document.kind == "five_year_plan"}
    year = int(context.pack.period[:4])
    rows = {row.indicator: row for row in context.pack.indicators}
    found: dict[tuple[str | None, str, str], _Goal] = {}
    for target in context.pack.series:
        if target.status != "target" or not target.indicator:
            continue
        span = periods.parse(target.period)
        far = span.last_year > year + 1 or span.year != span.last_year
        if not (far or target.source.document in plans):
            continue
        row = rows.get(target.indicator)
        actual = _actual(context, target)
        goal = _Goal(row.name if row else target.name, target, actual, _share(target, actual, row.direction if row else "more"))
        found.setdefault((target.indicator, target.measure, target.period), goal)
    return sorted(found.values(), key=lambda goal: goal.share is None)


def _actual(context: Context, target: Observation) -> Observation | None:
    """The latest figure of a whole year up to the Pack's, in the same measure and kind of unit."""
    same = [
        o
        for o in context.pack.series
        if (o.indicator, o.measure) == (target.indicator, target.measure)
        and o.status != "target"
        and len(o.period) == 4
        and o.period <= context.pack.period
        and units.comparable(o.unit, target.unit)
    ]
    return max(same, key=lambda o: o.period, default=None)


def _share(target: Observation, actual: Observation | None, direction: str) -> Decimal | None:
    """Only amounts and shares that should grow: growth rates are no part of one another."""
    if not actual or target.measure not in ("level", "ratio") or target.value <= 0 or direction == "less":
        return None
    share = units.in_base(actual.value, actual.unit) / units.in_base(target.value, target.unit) * 100
    return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _conclusion(context: Context, goals: Sequence[_Goal]) -> Runs:
    """规划目标9项，有数可比的6项中已达到2项."""
    head = runs("规划及远期目标", count(len(goals), [goal.target.key for goal in goals]), "项")
    measured = [goal for goal in goals if goal.share is not None]
    if not measured:
        return head
    keys = [o.key for goal in measured for o in (goal.target, goal.actual) if o]
    reached = [goal for goal in measured if goal.share is not None and goal.share >= 100]
    return runs(head, "，", context.year, "有数可比的", count(len(measured), keys), "项中已达到目标值", count(len(reached), keys), "项")


def _draw(context: Context, goals: Sequence[_Goal], scene: Scene, box: Box) -> None:
    colours = context.colours
    rows = parts.Rows(box, len(goals), 44.0, 18.0)
    size = rows.size
    names = min(box.width * 0.26, max(width(context.label(g.name, g.target.indicator), size) for g in goals)) + 14
    texts = [(_latest(goal), runs(short(goal.target)), runs(period(goal.target.period))) for goal in goals]
    wide = [max(width(row[i], size * 0.94) for row in texts) + 18 for i in range(3)]
    columns = (box.right - wide[2] - wide[1], box.right - wide[2], box.right)
    label = max([width(_said_share(goal), size) for goal in goals if goal.share is not None], default=0.0)
    right = columns[0] - wide[0] - label
    scale = fit([100, *(goal.share for goal in goals if goal.share is not None)], box.left + names, right, count=5)
    parts.value_axis(scene, scale, box.top - 14, rows.bottom, colours, "%")
    scene.line((scale(100), rows.bottom), (scale(100), box.top - 14), colours.ink, style.RULE)
    for x, head in zip(columns, ("最近数", "目标", "目标期"), strict=True):
        scene.text(x, box.top - 10, head, style.SMALL, colours.soft, "end")
    for i, (goal, row) in enumerate(zip(goals, texts, strict=True)):
        y, thick = rows.middle(i), rows.height * 0.5
        scene.line((box.left, y - rows.height / 2), (box.right, y - rows.height / 2), colours.grid, 0.3)
        parts.row_name(scene, box.left, y, context.label(goal.name, goal.target.indicator), size, names - 14, colours.ink)
        if goal.share is not None and goal.actual:
            end = scale(goal.share)
            estimate = hollow(goal.actual)
            bar = Box(scale(0), y - thick / 2, end, y + thick / 2)
            scene.bar(bar, colours.blank if estimate else colours.main, colours.main if estimate else "", 1.2)
            if scale.beyond(goal.share):
                parts.cut_mark(scene, end - 12, y, thick, colours)
            scene.centred(end + 4, y, _said_share(goal), size, colours.ink)
        for x, text in zip(columns, row, strict=True):
            scene.centred(x, y, text, size * 0.94, colours.ink, "end")


def _latest(goal: _Goal) -> Runs:
    return runs(short(goal.actual), "（", Run(goal.actual.period, "period"), "）") if goal.actual else runs("—")


def _said_share(goal: _Goal) -> Run:
    keys = [o.key for o in (goal.target, goal.actual) if o]
    return derived(goal.share or Decimal(0), keys, "%")


def _table(context: Context, goals: Sequence[_Goal]) -> ChartTable:
    return ChartTable(
        ("指标", "目标期", "目标", "最近数", "时期", "占目标", "出处"),
        tuple(
            (
                words(context.label(goal.name)),
                words(period(goal.target.period)),
                in_table(goal.target),
                in_table(goal.actual),
                words(period(goal.actual.period) if goal.actual else "—"),
                _share_cell(goal),
                words(context.cite(goal.target.source)),
            )
            for goal in goals
        ),
    )


def _share_cell(goal: _Goal) -> Cell:
    if goal.share is None or goal.actual is None:
        return words("—")
    return Cell(runs(_said_share(goal)), goal.share)
