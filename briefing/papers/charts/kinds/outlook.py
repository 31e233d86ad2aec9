"""The year to come: its targets beside this year's targets and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from briefing.analysis import names
from briefing.model import IndicatorRow, Observation, Pack
from briefing.papers.charts import parts, style
from briefing.papers.charts.base import (
    GROWTH,
    Absent,
    Chart,
    ChartTable,
    Context,
    common_unit,
    count,
    hollow,
    in_table,
    left_out,
    period,
    said,
    short_in,
    turned,
    unique,
    words,
)
from briefing.papers.charts.scale import Scale, fit
from briefing.papers.charts.scene import Box, Run, Runs, Scene, joined, runs, width

NAME = "下年目标"


@dataclass(frozen=True)
class _Line:
    coming: Observation
    target: Observation | None  # of the Pack's year, same measure
    actual: Observation | None  # of the Pack's year, same measure

    @property
    def marks(self) -> tuple[Observation, ...]:
        return tuple(o for o in (self.target, self.actual, self.coming) if o)

    @cached_property
    def whole(self) -> Observation | None:
        """What an amount's axis calls 100%: this year's target, else what became of this year."""
        same = [
            o
            for o in (self.target, self.actual)
            if o and o.amount.sign > 0 and o.amount.like(self.coming.amount)
        ]
        return same[0] if same and self.coming.measure not in GROWTH else None

    @property
    def shares(self) -> list[Decimal]:
        return [self.place(o) for o in self.marks] if self.whole else []

    @cached_property
    def unit(self) -> str:
        return common_unit(self.marks) or self.coming.unit

    def place(self, observation: Observation) -> Decimal:
        """Where a figure stands on its panel's axis, in percent."""
        if self.whole is None:
            return observation.value
        return (observation.amount.times(self.whole.amount) or Decimal(0)) * 100


def make(context: Context) -> Chart | Absent:
    lines = _lines(context)
    if not lines:
        return Absent("outlook", NAME, runs("资料没有提出下年目标"))
    limit = context.options.limit or 22
    shown = lines[:limit]
    return Chart(
        id="outlook",
        name=NAME,
        title=context.title(_conclusion(context, lines)),
        key=runs("◆ 下年目标　◇ 本年目标　● 本年完成（空心为预计）"),
        shape="点图",
        table=_table(context, lines),
        sources=unique(o.source for line in lines for o in line.marks),
        draw=lambda scene, box: _draw(context, shown, scene, box),
        note=runs(
            left_out([line.coming.key for line in lines], limit),
            parts.cut_note([o.value for line in shown for o in line.marks if o.measure in GROWTH]),
            parts.cut_note([share for line in shown for share in line.shares]),
            _unit_note(context, shown),
            "只列指标表所设指标的目标，不是报告所提目标的全部。",
        ),
        height=0.62,
        natural=44 + 26.0 * len(shown),
    )


def _lines(context: Context) -> list[_Line]:
    """One line a thing; growth before amounts, each in the Pack's order. Only figures of the same scope share a line."""
    rows = {row.indicator: row for row in context.pack.indicators}
    targets: dict[_Thing, Observation] = {}
    for target in _this_year(context.pack):
        targets.setdefault(_thing(target), target)
    wanted = context.options.indicators
    found: dict[_Thing, _Line] = {}
    for coming in context.pack.next_targets:
        if wanted and coming.indicator not in wanted:
            continue
        thing = _thing(coming)
        actual = _done(rows.get(coming.indicator or ""), coming)
        found.setdefault(thing, _Line(coming, targets.get(thing), actual))
    return sorted(found.values(), key=lambda line: line.coming.measure not in GROWTH)


def _this_year(pack: Pack) -> Iterator[Observation]:
    """The targets of the Pack's year, in all words the sources have for them: those nobody could judge are targets too."""
    for row in pack.targets:
        yield from (row.target, *row.others)
    year = pack.period[:4]
    yield from (o for o in pack.series if o.status == "target" and o.period == year)


def _done(row: IndicatorRow | None, coming: Observation) -> Observation | None:
    """What became of the same thing in the Pack's year. What projects cost in all is no work of a year."""
    if row is None or row.is_scale:
        return None
    actual = row.growth if coming.measure in GROWTH else row.level
    return actual if actual and _thing(actual) == _thing(coming) else None


def _unit_note(context: Context, lines: Sequence[_Line]) -> Runs:
    """Which rows print more than one unit: figures that one unit would shrink below one keep their own."""
    mixed = [
        line
        for line in lines
        if len({line.unit if turned(o, line.unit) else o.unit for o in line.marks}) > 1
    ]
    return (
        runs(
            "“",
            joined((context.target_name(line.coming) for line in mixed), "”“"),
            "”一行的计量单位照资料原文，未换算。",
        )
        if mixed
        else ()
    )


_Thing = tuple[object, str, str]


def _thing(observation: Observation) -> _Thing:
    """Equal for figures that speak of the same thing in the same measure: 净增90家 is not of the 1122家 there are, nor 过亿元项目 of all."""
    return (
        names.quantity(observation.name, observation.indicator),
        observation.measure,
        observation.area,
    )


def _conclusion(context: Context, lines: Sequence[_Line]) -> Runs:
    """所列2025年量化目标9项；可与上年目标相比的8项中，调高2项、持平1项、调低5项. Without any to compare: the first three.

    The reports name more targets, in words or of other things: the number is of those that stand here.
    """
    head = runs(
        "所列",
        period(lines[0].coming.period),
        "量化目标",
        count(len(lines), [line.coming.key for line in lines]),
        "项",
    )
    pairs = [
        (line.target, line.coming)
        for line in lines
        if line.target and line.target.amount.like(line.coming.amount)
    ]
    changes = []
    for word, sign in (("调高", 1), ("持平", 0), ("调低", -1)):
        keys = [o.key for old, new in pairs if _sign(new, old) == sign for o in (old, new)]
        if keys:
            changes.append(runs(word, count(len(keys) // 2, keys), "项"))
    if not changes:
        named = (runs(context.target_name(line.coming), said(line.coming)) for line in lines[:3])
        return runs(head, "：", joined(named, "，"))
    every = [o.key for pair in pairs for o in pair]
    return runs(head, "；可与上年目标相比的", count(len(pairs), every), "项中，", joined(changes))


def _sign(new: Observation, old: Observation) -> int:
    return new.amount.order(old.amount)


def _draw(context: Context, lines: Sequence[_Line], scene: Scene, box: Box) -> None:
    colours = context.colours
    growth = [line for line in lines if line.coming.measure in GROWTH]
    amounts = [line for line in lines if line.coming.measure not in GROWTH]
    head = 32.0
    panels = bool(growth) + bool(amounts)
    height = min(42.0, (box.height - head * panels - 10) / len(lines))
    size = parts.row_type(height)
    names = min(
        box.width * 0.24, 10 + max(width(context.target_name(line.coming), size) for line in lines)
    )
    figures = max(
        box.width * 0.1,
        12
        + max(
            width(short_in(o, line.unit, shown=True), size) for line in lines for o in line.marks
        ),
    )
    heads = _head_texts(context, lines[0])
    figures = max([figures, *(width(text, style.SMALL) + 8 for text in heads)])
    columns = [box.right - 2 * figures, box.right - figures, box.right]
    for x, text in zip(columns, heads, strict=True):
        scene.text(x, box.top - head + 8, text, style.SMALL, context.colours.soft, "end")
    top = box.top
    if growth:
        rows = parts.Rows(
            Box(box.left, top - head - height * len(growth), box.right, top),
            len(growth),
            42.0,
            head,
        )
        scale = fit(
            [o.value for line in growth for o in line.marks],
            box.left + names + 14,
            columns[0] - figures - 14,
            count=6,
        )
        scene.text(box.left, top - head + 8, "增速", style.SMALL, colours.soft)
        parts.value_axis(scene, scale, top - head + 4, rows.bottom, colours, "%")
        _draw_rows(context, growth, rows, scale, scene, names, columns)
        top = rows.bottom - 10
    if amounts:
        rows = parts.Rows(
            Box(box.left, top - head - height * len(amounts), box.right, top),
            len(amounts),
            42.0,
            head,
        )
        shares = [share for line in amounts for share in line.shares]
        if shares:
            scale = fit([100, *shares], box.left + names + 14, columns[0] - figures - 14, count=5)
            parts.value_axis(scene, scale, top - head + 4, rows.bottom, colours, "%")
        scene.text(
            box.left,
            top - head + 18,
            "总量，以本年目标（没有的以本年完成）为100%" if shares else "总量",
            style.SMALL,
            colours.soft,
        )
        _draw_rows(context, amounts, rows, scale if shares else None, scene, names, columns)


def _head_texts(context: Context, line: _Line) -> tuple[Runs, Runs, Runs]:
    year = period(context.pack.period[:4])
    return runs(year, "目标"), runs(context.year, "完成"), runs(period(line.coming.period), "目标")


def _draw_rows(
    context: Context,
    lines: Sequence[_Line],
    rows: parts.Rows,
    scale: Scale | None,
    scene: Scene,
    names: float,
    columns: Sequence[float],
) -> None:
    colours, box = context.colours, rows.box
    for i, line in enumerate(lines):
        y = rows.middle(i)
        scene.line(
            (box.left, y - rows.height / 2), (box.right, y - rows.height / 2), colours.grid, 0.3
        )
        parts.row_name(
            scene, box.left, y, context.target_name(line.coming), rows.size, names, colours.ink
        )
        if scale and (line.whole or line.coming.measure in GROWTH):
            _draw_marks(context, line, scale, scene, y)
        for x, observation in zip(columns, (line.target, line.actual, line.coming), strict=True):
            colour = colours.ink if observation is line.coming else colours.soft
            scene.centred(
                x,
                y,
                short_in(observation, line.unit, shown=True) if observation else Run("—"),
                rows.size,
                colour,
                "end",
            )


def _draw_marks(context: Context, line: _Line, scale: Scale, scene: Scene, y: float) -> None:
    colours = context.colours
    places = [scale(line.place(o)) for o in line.marks]
    scene.line((min(places), y), (max(places), y), colours.grid, 2.4)
    if line.actual:
        x = scale(line.place(line.actual))
        parts.actual_mark(scene, x, y, colours.main, colours, hollow=hollow(line.actual))
        if scale.beyond(line.place(line.actual)):
            parts.cut_mark(scene, x - 12 if x > scale(0) else x + 12, y, 6, colours)
    if line.target:
        parts.target_mark(scene, scale(line.place(line.target)), y, colours)
    scene.diamond(
        scale(line.place(line.coming)), y, style.MARK + 0.6, colours.ink, colours.ink, 1.1
    )


def _table(context: Context, lines: Sequence[_Line]) -> ChartTable:
    year, after = context.year.text, period(lines[0].coming.period).text
    return ChartTable(
        ("指标", f"{year}目标", f"{year}完成", "状态", f"{after}目标", "出处"),
        tuple(
            (
                words(context.target_name(line.coming, short=False)),
                in_table(line.target),
                in_table(line.actual),
                words(context.status(line.actual)),
                in_table(line.coming),
                words(context.cite(line.coming.source)),
            )
            for line in lines
        ),
    )
