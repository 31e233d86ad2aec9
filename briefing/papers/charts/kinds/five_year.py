"""A five-year plan's indicators, or targets beyond the coming year: how far the latest figures have come, what each year still needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing import periods
from briefing.model import Observation, PlanRow
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
from briefing.papers.charts.scene import Box, Run, Runs, Scene, fitted, runs, width

NAME = "规划指标"
_HEAD = 18.0
_LISTED = 16.0  # height of a row that is only listed


@dataclass(frozen=True, slots=True)
class _Goal:
    name: str
    target: Observation
    actual: Observation | None
    share: Decimal | None  # the actual in % of the target
    nature: str = ""  # 约束性, 预期性
    needed: Decimal | None = (
        None  # a year from the actual to the target: %, for shares percentage points
    )

    @property
    def keys(self) -> list[str]:
        return [o.key for o in (self.target, self.actual) if o]


def make(context: Context) -> Chart | Absent:
    goals = sorted(_goals(context), key=lambda goal: goal.share is None)
    if not goals:
        return Absent("five_year", NAME, runs("资料没有五年规划或更远年份的目标"))
    limit = context.options.limit or 40
    shown = goals[:limit]
    measured, listed = _split(shown)
    return Chart(
        id="five_year",
        name=NAME,
        title=context.title(_conclusion(goals)),
        key=runs(
            "最近一年的数占目标的比重（推算），空心为预计；“尚需”为从最近一年到目标年平均每年要增长的幅度（推算）；增速类目标只列数"
        ),
        shape="条形图",
        table=_table(context, goals),
        sources=unique(o.source for goal in goals for o in (goal.target, goal.actual) if o),
        draw=lambda scene, box: _draw(context, shown, scene, box),
        note=runs(
            left_out([goal.target.key for goal in goals], limit),
            parts.cut_note([100, *(goal.share for goal in shown if goal.share is not None)]),
        ),
        height=0.6,
        natural=(_HEAD + 30.0 * len(measured) if measured else 0.0)
        + (24.0 + _LISTED * -(-len(listed) // 2) if listed else 0.0),
    )


def _split(goals: Sequence[_Goal]) -> tuple[list[_Goal], list[_Goal]]:
    """Those a bar can show, and the others."""
    return [goal for goal in goals if goal.share is not None], [
        goal for goal in goals if goal.share is None
    ]


def _goals(context: Context) -> list[_Goal]:
    """The plan's rows; without a plan the targets of canonical indicators beyond the coming year, latest figure beside each."""
    wanted = context.options.indicators
    if context.pack.plan:
        rows = [
            row
            for row in context.pack.plan
            if not wanted or row.indicator in wanted or row.name in wanted
        ]
        return [goal for row in rows for goal in _of_plan(context, row)]
    found: dict[tuple[str | None, str, str], _Goal] = {}
    for target in context.pack.series:
        if (
            target.status == "target"
            and target.indicator
            and (not wanted or target.indicator in wanted)
            and _far(context, target)
        ):
            found.setdefault(
                (target.indicator, target.measure, target.period), _goal(context, target)
            )
    return list(found.values())


def _far(context: Context, target: Observation) -> bool:
    span = periods.parse(target.period)
    return span.last_year > int(context.pack.period[:4]) + 1 or span.year != span.last_year


def _of_plan(context: Context, row: PlanRow) -> Iterator[_Goal]:
    target = row.goal or row.rate
    if target:
        own = row.values[-1] if row.values and row.values[-1].measure == target.measure else None
        base = row.base if row.base and row.base.measure == target.measure else None
        yield _goal(context, target, own, base, row)


def _goal(
    context: Context,
    target: Observation,
    own: Observation | None = None,
    base: Observation | None = None,
    row: PlanRow | None = None,
) -> _Goal:
    """A target with the latest figure: of the plan's years, else of the years before, else what the plan itself starts from."""
    rows = {each.indicator: each for each in context.pack.indicators}
    known = rows.get(target.indicator or "")
    actual = own or _actual(context, target) or base
    name = known.name if known else row.name if row else target.name
    share = _share(target, actual, known.direction if known else "more")
    needed = (
        row.needed.value
        if row and row.needed and target is row.goal and share is not None and share < 100
        else None
    )
    return _Goal(name, target, actual, share, row.nature if row else "", needed)


def _actual(context: Context, target: Observation) -> Observation | None:
    """The latest figure of a whole year, in the same measure and kind of unit. A year ends with its last month."""
    last = (
        context.pack.period[:4]
        if not context.pack.period[4:]
        else str(int(context.pack.period[:4]) - 1)
    )
    same = [
        o
        for o in context.pack.series
        if target.indicator
        and (o.indicator, o.measure) == (target.indicator, target.measure)
        and o.status != "target"
        and len(o.period) == 4
        and o.period <= last
        and o.amount.like(target.amount)
    ]
    return max(same, key=lambda o: o.period, default=None)


def _share(target: Observation, actual: Observation | None, direction: str) -> Decimal | None:
    """Only amounts and shares that should grow: growth rates are no part of one another."""
    if (
        not actual
        or target.measure not in ("level", "ratio")
        or target.amount.sign <= 0
        or direction == "less"
    ):
        return None
    if actual.measure != target.measure or not actual.amount.like(target.amount):
        return None
    share = actual.amount.share_of(target.amount)
    return share.value if share else None


def _conclusion(goals: Sequence[_Goal]) -> Runs:
    """2030年规划及远期目标25项，有数可比的8项为目标的72.9%至98.3%."""
    ends = {str(periods.parse(goal.target.period).last_year) for goal in goals}
    when = period(ends.pop()) if len(ends) == 1 else "各"
    head = runs(
        when, "规划及远期目标", count(len(goals), [goal.target.key for goal in goals]), "项"
    )
    measured, _ = _split(goals)
    if not measured:
        return runs(head, "，尚无同口径的数可比")
    keys = [key for goal in measured for key in goal.keys]
    reached = [goal for goal in measured if goal.share is not None and goal.share >= 100]
    head = runs(head, "，有数可比的", count(len(measured), keys), "项")
    if reached:
        return runs(head, "中", count(len(reached), keys), "项已达到目标值")
    spread = sorted(measured, key=lambda goal: goal.share or 0)
    low, high = _said_share(spread[0]), _said_share(spread[-1])
    return (
        runs(head, "为目标的", low)
        if low.text == high.text
        else runs(head, "为目标的", low, "至", high)
    )


def _draw(context: Context, goals: Sequence[_Goal], scene: Scene, box: Box) -> None:
    measured, listed = _split(goals)
    below = 24.0 + _LISTED * -(-len(listed) // 2) if listed else 0.0
    bottom = box.bottom
    if measured:
        height = min(40.0, max(15.0, (box.height - below - _HEAD) / len(measured)))
        bottom = max(box.bottom, box.top - _HEAD - height * len(measured))
        _draw_bars(context, measured, scene, Box(box.left, bottom, box.right, box.top))
        bottom -= 8
    else:
        bottom = box.top
    if listed and bottom - box.bottom > 24.0 + _LISTED:
        _draw_list(
            context,
            listed,
            scene,
            Box(box.left, box.bottom, box.right, bottom),
            rest=bool(measured),
        )


def _draw_bars(context: Context, goals: Sequence[_Goal], scene: Scene, box: Box) -> None:
    colours = context.colours
    rows = parts.Rows(box, len(goals), 44.0, _HEAD)
    size = rows.size
    names = (
        min(
            box.width * 0.3,
            max(width(context.label(g.name, g.target.indicator), size) for g in goals),
        )
        + 14
    )
    texts = [(_latest(goal), _target(goal), _needed(goal)) for goal in goals]
    wide = [max(width(row[i], size * 0.94) for row in texts) + 18 for i in range(3)]
    columns = (box.right - wide[2] - wide[1], box.right - wide[2], box.right)
    label = max(width(_said_share(goal), size) for goal in goals) + 8
    scale = fit(
        [100, *(goal.share for goal in goals if goal.share is not None)],
        box.left + names,
        columns[0] - wide[0] - label,
        count=5,
    )
    parts.value_axis(scene, scale, box.top - 14, rows.bottom, colours, "%")
    scene.line((scale(100), rows.bottom), (scale(100), box.top - 14), colours.ink, style.RULE)
    for x, head in zip(columns, ("最近数", "目标", "尚需" if wide[2] > 18 else ""), strict=True):
        scene.text(x, box.top - 10, head, style.SMALL, colours.soft, "end")
    for i, (goal, row) in enumerate(zip(goals, texts, strict=True)):
        y, thick = rows.middle(i), rows.height * 0.5
        scene.line(
            (box.left, y - rows.height / 2), (box.right, y - rows.height / 2), colours.grid, 0.3
        )
        parts.row_name(
            scene,
            box.left,
            y,
            context.label(goal.name, goal.target.indicator),
            size,
            names - 14,
            colours.ink,
        )
        end = scale(goal.share or 0)
        estimate = goal.actual is not None and hollow(goal.actual)
        scene.bar(
            Box(scale(0), y - thick / 2, end, y + thick / 2),
            colours.blank if estimate else colours.main,
            colours.main if estimate else "",
        )
        if scale.beyond(goal.share or 0):
            parts.cut_mark(scene, end - 12, y, thick, colours)
        # Beyond the target's line where the bar ends just before it.
        at = max(end, scale(100)) if end > scale(100) - label else end
        scene.centred(at + 4, y, _said_share(goal), size, colours.ink)
        for x, text in zip(columns, row, strict=True):
            scene.centred(x, y, text, size * 0.94, colours.ink, "end")


def _draw_list(
    context: Context, goals: Sequence[_Goal], scene: Scene, box: Box, *, rest: bool
) -> None:
    """Targets with nothing to compare, in two columns; those that do not fit stand in the appendix."""
    colours = context.colours
    scene.text(
        box.left,
        box.top - 10,
        "其余目标（增速，或尚无同口径的数）" if rest else "目标",
        style.SMALL,
        colours.soft,
    )
    scene.line((box.left, box.top - 15), (box.right, box.top - 15), colours.axis, style.HAIR)
    half = -(-len(goals) // 2)
    for column, found in zip(
        Box(box.left, box.bottom, box.right, box.top - 16).grid(2, 1, 36, 0),
        (goals[:half], goals[half:]),
        strict=True,
    ):
        for i, goal in enumerate(found):
            y = column.top - (i + 0.5) * _LISTED
            if y - _LISTED / 2 < column.bottom - 2:
                break
            value = _target(goal)
            name = context.label(goal.name, goal.target.indicator)
            room = column.width - width(value, style.LABEL) - 10
            scene.centred(column.left, y, fitted(name, style.LABEL, room), style.LABEL, colours.ink)
            scene.centred(column.right, y, value, style.LABEL, colours.ink, "end")


def _latest(goal: _Goal) -> Runs:
    return (
        runs(short(goal.actual), "（", Run(goal.actual.period, "period"), "）")
        if goal.actual
        else runs("—")
    )


def _target(goal: _Goal) -> Runs:
    kind = {"cagr": "年均增长 ", "yoy": "增长 "}.get(goal.target.measure, "")
    return runs(kind, short(goal.target))


def _needed(goal: _Goal) -> Runs:
    if goal.needed is None:
        return ()
    points = goal.target.measure == "ratio"
    return runs(
        "每年 " if points else "年均 ",
        derived(goal.needed, goal.keys, "个百分点" if points else "%"),
    )


def _said_share(goal: _Goal) -> Run:
    return derived(goal.share or Decimal(0), goal.keys, "%")


def _table(context: Context, goals: Sequence[_Goal]) -> ChartTable:
    return ChartTable(
        ("指标", "性质", "目标期", "目标", "最近数", "占目标", "尚需", "出处"),
        tuple(
            (
                words(context.label(goal.name)),
                words(goal.nature or "—"),
                words(Run(goal.target.period.replace("-", "—"), "period")),
                in_table(goal.target),
                Cell(_latest(goal), goal.actual.value if goal.actual else None),
                Cell(runs(_said_share(goal)), goal.share) if goal.share is not None else words("—"),
                words(_needed(goal) or "—"),
                words(context.cite(goal.target.source)),
            )
            for goal in goals
        ),
    )
