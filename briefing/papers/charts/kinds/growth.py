"""Growth by indicator: bars from zero to both sides, sorted, estimates hollow."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.model import IndicatorRow, Observation
from briefing.papers.charts import parts
from briefing.papers.charts.base import (
    Absent,
    Chart,
    ChartTable,
    Context,
    count,
    hollow,
    in_table,
    left_out,
    said,
    short,
    unique,
    words,
)
from briefing.papers.charts.scale import Scale, fit
from briefing.papers.charts.scene import Box, Runs, Scene, joined, runs, width

NAME = "指标增速"
Pair = tuple[IndicatorRow, Observation]


def make(context: Context) -> Chart | Absent:
    wanted = context.options.indicators
    pairs = [
        (row, row.growth)
        for row in context.pack.indicators
        if row.growth and (not wanted or row.indicator in wanted)
    ]
    if len(pairs) < 2:
        return Absent("growth", NAME, runs("有同比增速的指标不足2项"))
    pairs.sort(key=lambda pair: -pair[1].value)
    limit = context.options.limit or 24
    shown = (
        pairs if len(pairs) <= limit else [*pairs[: limit // 2], *pairs[-(limit - limit // 2) :]]
    )
    return Chart(
        id="growth",
        name=NAME,
        title=context.title(_conclusion(context, pairs)),
        key=runs(
            "同比增减，%" if context.pack.period[4:] else "比上年增减，%",
            "　实心为已公布，空心为预计；≥ 以上，≤ 以内",
        ),
        shape="条形图",
        table=_table(context, pairs),
        sources=unique(growth.source for _, growth in pairs),
        draw=lambda scene, box: _draw(context, shown, scene, box),
        note=runs(
            left_out([growth.key for _, growth in pairs], limit),
            parts.cut_note([growth.value for _, growth in shown]),
        ),
        height=0.58,
        natural=16 + 24.0 * len(shown),
    )


def _conclusion(context: Context, pairs: Sequence[Pair]) -> Runs:
    """2024年9项指标中6项增长、3项下降：进出口总额增长12%，规模以上工业增加值下降16%左右."""
    signs = (("增长", 1), ("持平", 0), ("下降", -1))
    found = [
        (word, [growth.key for _, growth in pairs if _sign(growth) == sign]) for word, sign in signs
    ]
    found = [(word, keys) for word, keys in found if keys]
    head = runs(context.year, count(len(pairs), [growth.key for _, growth in pairs]), "项指标")
    if len(found) == 1:
        spread = runs(head, "均", found[0][0])
    else:
        spread = runs(
            head, "中", joined(runs(count(len(keys), keys), "项", word) for word, keys in found)
        )
    if pairs[0][1].value == pairs[-1][1].value:
        return spread
    return runs(
        spread,
        "：",
        joined(
            (
                runs(context.label(row.name, row.indicator), said(growth))
                for row, growth in (pairs[0], pairs[-1])
            ),
            "，",
        ),
    )


def _sign(growth: Observation) -> int:
    return (growth.value > 0) - (growth.value < 0)


def _draw(context: Context, pairs: Sequence[Pair], scene: Scene, box: Box) -> None:
    colours = context.colours
    rows = parts.Rows(box, len(pairs), head=16)
    size = rows.size
    label = max(width(short(growth), size) for _, growth in pairs) + 8
    names = (
        min(
            box.width * 0.3,
            max(width(context.label(row.name, row.indicator), size) for row, _ in pairs),
        )
        + 14
    )
    negative = label if any(growth.value < 0 for _, growth in pairs) else 0.0
    scale = fit(
        [growth.value for _, growth in pairs],
        box.left + names + negative,
        box.right - label,
        count=6,
    )
    parts.value_axis(scene, scale, box.top - 14, rows.bottom, colours, "%")
    for i, (row, growth) in enumerate(pairs):
        y = rows.middle(i)
        parts.row_name(
            scene,
            box.left,
            y,
            context.label(row.name, row.indicator),
            size,
            names - 14,
            colours.ink,
        )
        _bar(context, growth, scale, scene, y, rows.height * 0.6, size)


def _bar(
    context: Context,
    growth: Observation,
    scale: Scale,
    scene: Scene,
    y: float,
    thick: float,
    size: float,
) -> None:
    colours = context.colours
    colour = colours.main if growth.value >= 0 else colours.contrast
    zero, x = scale(0), scale(growth.value)
    box = Box(min(zero, x), y - thick / 2, max(zero, x), y + thick / 2)
    if growth.value == 0:
        scene.line((zero, box.bottom), (zero, box.top), colour, 2.0)
    elif hollow(growth):
        scene.bar(box, colours.blank, colour, 1.2)
    else:
        scene.bar(box, colour)
    if scale.beyond(growth.value):
        parts.cut_mark(scene, zero + (x - zero) * 0.86, y, thick, colours)
    if growth.value < 0:
        scene.centred(x - 4, y, short(growth), size, colours.ink, "end")
    else:
        scene.centred(x + 4, y, short(growth), size, colours.ink)


def _table(context: Context, pairs: Sequence[Pair]) -> ChartTable:
    return ChartTable(
        ("指标", "同比" if context.pack.period[4:] else "比上年", "状态", "总量", "出处"),
        tuple(
            (
                words(context.label(row.name)),
                in_table(growth),
                words(context.status(growth)),
                in_table(row.level),
                words(context.cite(growth.source)),
            )
            for row, growth in pairs
        ),
    )
