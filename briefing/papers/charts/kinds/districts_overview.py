"""The page in front of a comparison: the main indicators of all areas in one table, what each area has figures of, what may be ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from briefing.model import ComparisonRow
from briefing.papers.charts import parts, style
from briefing.papers.charts.base import (
    Absent,
    Cell,
    Chart,
    ChartTable,
    Context,
    cell_in,
    count,
    hollow,
    short_in,
    unique,
    words,
)
from briefing.papers.charts.kinds.districts import CITY, Panel, panels_of, short_reason
from briefing.papers.charts.scale import fit
from briefing.papers.charts.scene import Box, Run, Runs, Scene, fitted, plain, runs, width, wrap

NAME = "区县总览"
_MOST = 12


def make(context: Context) -> Chart | Absent:
    rows = context.pack.comparison
    if context.pack.scope.kind != "districts":
        return Absent("districts_overview", NAME, runs("只有含多个区县的材料才画"))
    panels = panels_of(context)
    if not panels:
        return Absent("districts_overview", NAME, runs("没有指标有两个以上区县的同口径数"))
    shown = panels[: context.options.limit or _MOST]
    return Chart(
        id="districts_overview",
        name=NAME,
        title=context.title(_conclusion(context, panels)),
        key=runs(
            "按行政区划次序；数前的小圈为预计；“—”为资料未载；数字下的小字为位次，各区县都有数、口径一致的才排"
        ),
        shape="总览表",
        table=_table(context, shown),
        sources=unique(o.source for panel in shown for o in panel.observations),
        draw=lambda scene, box: _draw(context, rows, shown, scene, box),
        height=0.62,
    )


def _every(panels: Sequence[Panel]) -> list[str]:
    return [o.key for panel in panels for o in panel.observations]


def _conclusion(context: Context, panels: Sequence[Panel]) -> Runs:
    """2024年12个区县的18项指标可以对照，区县有齐、可以排位的9项: of areas that have figures; growth and amount are one indicator."""
    areas = {figure.area for panel in panels for figure in panel.figures}
    ranked = [panel for panel in panels if panel.row.ranked]
    every, placed = ({panel.row.indicator for panel in found} for found in (panels, ranked))
    keys = _every(panels)
    head = runs(
        context.year, count(len(areas), keys), "个区县的", count(len(every), keys), "项指标可以对照"
    )
    if not ranked:
        return runs(head, "，都不能排位")
    if placed == every:
        return runs(head, "，都可以排位")
    return runs(head, "，区县有齐、可以排位的", count(len(placed), _every(ranked)), "项")


def _draw(
    context: Context, rows: Sequence[ComparisonRow], panels: Sequence[Panel], scene: Scene, box: Box
) -> None:
    areas = len(rows[0].areas)
    lower = min(box.height * 0.4, max(60.0, 24 + 13.0 * -(-areas // 2)))
    room = box.inset(bottom=lower + 16)
    _draw_matrix(context, panels[: max(1, int((room.height - 20) / 15))], scene, room)
    left, right = Box(box.left, box.bottom, box.right, box.bottom + lower).grid(2, 1, 36, 0)
    _draw_coverage(context, rows, scene, left)
    _draw_reasons(context, rows, scene, right)


def _draw_matrix(context: Context, panels: Sequence[Panel], scene: Scene, box: Box) -> None:
    """Indicators as rows, areas as columns, the city last."""
    colours = context.colours
    areas = [figure.area for figure in panels[0].row.areas]
    heads = [*areas, *([CITY] if any(panel.row.whole for panel in panels) else [])]
    height = min(30.0, (box.height - 20) / len(panels))
    size = min(style.LABEL, height * 0.42)
    heading = [runs(panel.name(context), f"（{panel.unit}）") for panel in panels]
    names = min(box.width * 0.28, max(width(text, size) for text in heading) + 10)
    slot = (box.width - names) / len(heads)
    scene.line((box.left, box.top), (box.right, box.top), colours.axis, style.RULE)
    for j, head in enumerate(heads):
        lines = wrap((Run(head, "words"),), style.TINY, slot - 4, 2)
        for line, text in enumerate(lines):
            x, y = (
                box.left + names + (j + 1) * slot,
                box.top - (11 if len(lines) == 1 else 8 + 8 * line),
            )
            scene.text(x, y, Run(plain(text), "name"), style.TINY, colours.soft, "end")
    for i, (panel, text) in enumerate(zip(panels, heading, strict=True)):
        top = box.top - 18 - i * height
        y = top - height / 2
        scene.line((box.left, top), (box.right, top), colours.grid, 0.35)
        parts.row_name(scene, box.left, y, text, size, names - 8, colours.ink)
        figures = [figure.observation for figure in panel.row.areas]
        for j, observation in enumerate(
            [*figures, *([panel.row.whole] if len(heads) > len(areas) else [])]
        ):
            x = box.left + names + (j + 1) * slot
            if observation is None:
                scene.centred(x, y, "—", size, colours.soft, "end")
                continue
            said = short_in(observation, panel.unit)
            fit_size = min(size, size * (slot - 4) / max(1.0, width(said, size)))
            rank = panel.row.areas[j].rank if j < len(areas) else None
            lift = 2.6 if rank else 0.0
            scene.centred(x, y + lift, said, fit_size, colours.ink, "end")
            if hollow(observation):
                scene.dot(
                    x - width(said, fit_size) - 5, y + lift, 1.9, colours.blank, colours.main, 0.9
                )
            if rank:
                place = Run(f"第{rank}", "derived", (observation.key,))
                scene.centred(x, y + lift - size * 0.95, place, size * 0.7, colours.soft, "end")


def _draw_coverage(context: Context, rows: Sequence[ComparisonRow], scene: Scene, box: Box) -> None:
    """How many of the indicators each area has a figure of, in two columns."""
    colours = context.colours
    scene.line((box.left, box.top), (box.right, box.top), colours.axis, style.RULE)
    keys = [figure.observation.key for row in rows for figure in row.areas if figure.observation]
    scene.text(
        box.left,
        box.top - 12,
        runs("各区县有数的指标（共", count(len(rows), keys), "项）"),
        style.SMALL,
        colours.soft,
    )
    areas = [figure.area for figure in rows[0].areas]
    found = {
        area: [
            f.observation.key for row in rows for f in row.areas if f.area == area and f.observation
        ]
        for area in areas
    }
    half = -(-len(areas) // 2) if len(areas) > 5 else len(areas)
    groups = [group for group in (areas[:half], areas[half:]) if group]
    names = max(width(Run(area), style.SMALL) for area in areas) + 8
    for column, group in zip(
        Box(box.left, box.bottom, box.right, box.top - 18).grid(len(groups), 1, 20, 0),
        groups,
        strict=True,
    ):
        places = parts.Rows(column, len(group), 15.0)
        scale = fit([0, len(rows)], column.left + names, column.right - 26, cut=False)
        for i, area in enumerate(group):
            y = places.middle(i)
            scene.centred(column.left, y, Run(area, "name"), style.SMALL, colours.ink)
            scene.bar(Box(scale(0), y - 3, scale(len(found[area])), y + 3), colours.main)
            scene.centred(
                scale(len(found[area])) + 4,
                y,
                count(len(found[area]), found[area] or keys),
                style.SMALL,
                colours.ink,
            )


def _draw_reasons(context: Context, rows: Sequence[ComparisonRow], scene: Scene, box: Box) -> None:
    """How many indicators may be ranked, and why the others may not."""
    colours = context.colours
    scene.line((box.left, box.top), (box.right, box.top), colours.axis, style.RULE)
    scene.text(box.left, box.top - 12, "能否排位（项）", style.SMALL, colours.soft)
    counted = Counter(short_reason(row) or "可以排位" for row in rows)
    y = box.top - 18
    for reason, number in sorted(
        counted.items(), key=lambda item: (item[0] != "可以排位", -item[1])
    ):
        y -= 14
        if y < box.bottom:
            break
        keys = tuple(
            f.observation.key
            for row in rows
            if (short_reason(row) or "可以排位") == reason
            for f in row.areas
            if f.observation
        )
        said = fitted(Run(reason, "derived", keys), style.SMALL, box.width - 30)
        scene.text(box.left, y, said, style.SMALL, colours.ink)
        scene.text(box.right, y, count(number, keys), style.SMALL, colours.ink, "end")


def _table(context: Context, panels: Sequence[Panel]) -> ChartTable:
    areas = [figure.area for figure in panels[0].row.areas]
    rows: list[tuple[Cell, ...]] = []
    for panel in panels:
        cited = words(context.numbers(o.source for o in panel.observations))
        name = words(runs(panel.name(context), f"（{panel.unit}）"))
        rows.append(
            (name, *(cell_in(figure.observation, panel.unit) for figure in panel.row.areas), cited)
        )
    return ChartTable(("指标", *areas, "出处"), tuple(rows))
