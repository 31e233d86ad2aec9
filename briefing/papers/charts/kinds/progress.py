"""Progress in the year with lights: amounts against the share of the year that has passed, growth against the year's target."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from briefing.model import Light, ProgressRow
from briefing.papers.charts import parts, style
from briefing.papers.charts.base import (
    GROWTH,
    Absent,
    Cell,
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
from briefing.papers.charts.scene import Box, Run, Runs, Scene, fitted, joined, runs, width

NAME = "年内进度"
LIGHTS: dict[Light, str] = {"green": "绿灯", "yellow": "黄灯", "red": "红灯"}
_HEAD = 30.0
_UNRATED = 17.0  # height of a row that has no light
_PANELS = (
    ("level", "总量：占年度目标的比重，◇ 为时间进度"),
    ("growth", "增速：◇ 为年度目标"),
    ("ratio", "比率：◇ 为年度目标"),
)


def make(context: Context) -> Chart | Absent:
    wanted = context.options.indicators
    rows = [row for row in context.pack.progress if not wanted or row.indicator in wanted]
    rated = [row for row in rows if row.light]
    if not rated:
        why = (
            "没有既有年内累计数又有年度目标的指标"
            if context.pack.period[4:]
            else "全年的材料不评年内进度"
        )
        return Absent("progress", NAME, runs(why))
    unrated = [row for row in rows if not row.light]
    return Chart(
        id="progress",
        name=NAME,
        title=context.title(_conclusion(context, rated, unrated)),
        key=runs(
            "● 实际（空心为预计）　灯旁的字为评定；总量与时间进度相比，增速、比率与年度目标相比，不按月份折算"
        ),
        shape="哑铃图",
        table=_table(context, rows),
        sources=unique(o.source for row in rows for o in (row.actual, row.target) if o),
        draw=lambda scene, box: _draw(context, rated, unrated, scene, box),
        note=runs(*(parts.cut_note(_values(panel)) for _, panel in _panels(rated))),
        height=0.6,
        natural=sum(_HEAD + 34.0 * len(panel) for _, panel in _panels(rated))
        + (22.0 + _UNRATED * -(-len(unrated) // 2) if unrated else 0.0),
    )


def _keys(row: ProgressRow) -> tuple[str, ...]:
    return tuple(o.key for o in (row.target, row.actual) if o)


def _every(rows: Sequence[ProgressRow]) -> list[str]:
    return [key for row in rows for key in _keys(row)]


def _conclusion(
    context: Context, rated: Sequence[ProgressRow], unrated: Sequence[ProgressRow]
) -> Runs:
    """2024年1—3月4项有年度目标的指标：绿灯1项、黄灯1项、红灯2项；另有6项不评."""
    found = [(word, [row for row in rated if row.light == light]) for light, word in LIGHTS.items()]
    said = [runs(word, count(len(rows), _every(rows)), "项") for word, rows in found if rows]
    rest = runs("；另有", count(len(unrated), _every(unrated)), "项不评") if unrated else ()
    return runs(
        context.year, count(len(rated), _every(rated)), "项有年度目标的指标：", joined(said), rest
    )


def _kind(row: ProgressRow) -> str:
    measure = row.actual.measure
    return "growth" if measure in GROWTH else "level" if measure == "level" else "ratio"


def _panels(rows: Sequence[ProgressRow]) -> list[tuple[str, list[ProgressRow]]]:
    panels = [(title, [row for row in rows if _kind(row) == kind]) for kind, title in _PANELS]
    return [(title, found) for title, found in panels if found]


def _values(rows: Sequence[ProgressRow]) -> list[Decimal]:
    return [each.value for row in rows for each in (row.value, row.due) if each]


def _draw(
    context: Context,
    rated: Sequence[ProgressRow],
    unrated: Sequence[ProgressRow],
    scene: Scene,
    box: Box,
) -> None:
    panels = _panels(rated)
    below = 22.0 + _UNRATED * -(-len(unrated) // _columns(box)) if unrated else 0.0
    height = min(44.0, max(14.0, (box.height - below - _HEAD * len(panels)) / len(rated)))
    top = box.top
    for title, rows in panels:
        bottom = top - _HEAD - height * len(rows)
        _draw_panel(context, title, rows, scene, Box(box.left, bottom, box.right, top))
        top = bottom
    if unrated and top - box.bottom >= 22.0 + _UNRATED:
        _draw_unrated(context, unrated, scene, Box(box.left, box.bottom, box.right, top - 8))


def _draw_panel(
    context: Context, title: str, rows: Sequence[ProgressRow], scene: Scene, box: Box
) -> None:
    colours = context.colours
    places = parts.Rows(box, len(rows), 44.0, _HEAD)
    size = places.size
    names = (
        min(
            box.width * 0.22,
            max(width(context.label(row.name, row.indicator), size) for row in rows),
        )
        + 14
    )
    judged = max(max(width(_word(row), size), width(_before(row), style.TINY)) for row in rows) + 26
    figures = (
        max(max(width(_target(row), size), width(_actual(context, row), size)) for row in rows) + 14
    )
    # A narrow picture leaves the gap to the light and the data behind.
    gaps = max(width(_gap(row), size) for row in rows) + 16 if box.width > 520 else 0.0
    right = box.right - judged - gaps - 2 * figures
    top = box.top - _HEAD + 2
    heads = (
        (right + figures, "年度目标"),
        (right + 2 * figures, "本期"),
        (right + 2 * figures + gaps, "差距" if gaps else ""),
    )
    for x, text in heads:
        scene.text(x, top + 4, text, style.SMALL, colours.soft, "end")
    scene.text(box.right - judged + 22, top + 4, "评定", style.SMALL, colours.soft)
    scale = fit(_values(rows), box.left + names, right - 14, count=6)
    scene.text(
        box.left,
        box.top - 10,
        fitted(title, style.SMALL, box.width * 0.6),
        style.SMALL,
        colours.soft,
    )
    parts.value_axis(scene, scale, top, places.bottom, colours, "%")
    for i, row in enumerate(rows):
        y = places.middle(i)
        scene.line(
            (box.left, y - places.height / 2), (box.right, y - places.height / 2), colours.grid, 0.3
        )
        parts.row_name(
            scene,
            box.left,
            y,
            context.label(row.name, row.indicator),
            size,
            names - 14,
            colours.ink,
        )
        if row.value is not None and row.due is not None:
            done, due = scale(row.value.value), scale(row.due.value)
            scene.line((due, y), (done, y), colours.axis, 2.4)
            if scale.beyond(row.value.value):
                parts.cut_mark(scene, (due + done) / 2, y, 6, colours)
            parts.actual_mark(scene, done, y, colours.main, colours, hollow=hollow(row.actual))
            parts.target_mark(scene, due, y, colours)
        scene.centred(right + figures, y, _target(row), size, colours.soft, "end")
        scene.centred(right + 2 * figures, y, _actual(context, row), size, colours.ink, "end")
        if gaps:
            scene.centred(right + 2 * figures + gaps, y, _gap(row), size, colours.ink, "end")
        _draw_light(context, row, scene, box.right - judged + 15, y, size, places.height)


def summary(context: Context, row: ProgressRow) -> Runs:
    """地区生产总值增速2.9%（年度目标约6.5%）."""
    kind = "增速" if row.actual.measure in GROWTH else ""
    return runs(
        context.label(row.name, row.indicator),
        kind,
        _actual(context, row),
        "（年度目标",
        _target(row),
        "）",
    )


def _draw_light(
    context: Context, row: ProgressRow, scene: Scene, x: float, y: float, size: float, height: float
) -> None:
    """The light with its word; the one of the period before under it."""
    before = _before(row)
    if before and height > 24:
        scene.text(x + 10, y - size * 0.37 - 9, before, style.TINY, context.colours.soft)
        y += 3
    if row.light:
        parts.light_mark(scene, x, y, row.light, context.colours)
    scene.centred(x + 10, y, _word(row), size, context.colours.ink)


def _word(row: ProgressRow) -> Runs:
    return runs(f"{LIGHTS[row.light]}　" if row.light else "", row.word)


def _before(row: ProgressRow) -> Runs:
    """上期（1—2月）黄灯."""
    if not row.previous_light or row.previous_light == row.light:
        return ()
    return runs(
        "上期（", Run(_months(row.previous_period), "period"), "）", LIGHTS[row.previous_light]
    )


def _months(code: str) -> str:
    return period(code).text.partition("年")[2]


def _target(row: ProgressRow) -> Runs:
    return runs(short(row.target)) if row.target else runs("—")


def _actual(context: Context, row: ProgressRow) -> Runs:
    """14.2亿元; a lagging indicator says its own months: 1—2月 14.2亿元."""
    own = (
        Run(_months(row.actual.period) + " ", "period")
        if row.actual.period != context.pack.period
        else ""
    )
    return runs(own, short(row.actual))


def _gap(row: ProgressRow) -> Runs:
    """占23.7%，慢1.3个百分点; 低3.6个百分点. The sign is that of the figures, whichever way is better."""
    if row.value is None or row.due is None:
        return ()
    distance = (row.value - row.due).value
    higher, lower = ("快", "慢") if _kind(row) == "level" else ("高", "低")
    share = (
        runs("占", derived(row.value.value, _keys(row), "%"), "，") if _kind(row) == "level" else ()
    )
    if not distance:
        return runs(share, "持平")
    return runs(
        share,
        higher if distance > 0 else lower,
        derived(abs(distance).normalize(), _keys(row), "个百分点"),
    )


def _columns(box: Box) -> int:
    """Of the list of indicators without a light."""
    return 2 if box.width > 520 else 1


def _draw_unrated(context: Context, rows: Sequence[ProgressRow], scene: Scene, box: Box) -> None:
    """Figures without a light and why they have none; those that do not fit stand in the appendix."""
    colours = context.colours
    scene.text(box.left, box.top - 10, "不评的指标", style.SMALL, colours.soft)
    scene.line((box.left, box.top - 15), (box.right, box.top - 15), colours.axis, style.HAIR)
    columns = Box(box.left, box.bottom, box.right, box.top - 16).grid(_columns(box), 1, 36, 0)
    each = -(-len(rows) // len(columns))
    for place, column in enumerate(columns):
        for i, row in enumerate(rows[place * each : (place + 1) * each]):
            y = column.top - (i + 0.5) * _UNRATED
            if y - _UNRATED / 2 < column.bottom - 2:
                break
            why = Run(row.word)
            figure = runs("增速 " if row.actual.measure in GROWTH else "", _actual(context, row))
            edge = column.right - max(width(why, style.SMALL), 118.0) - 10
            name = fitted(
                context.label(row.name, row.indicator),
                style.LABEL,
                edge - column.left - width(figure, style.LABEL) - 8,
            )
            scene.centred(column.left, y, name, style.LABEL, colours.ink)
            scene.centred(edge, y, figure, style.LABEL, colours.ink, "end")
            scene.centred(column.right, y, why, style.SMALL, colours.soft, "end")


def _table(context: Context, rows: Sequence[ProgressRow]) -> ChartTable:
    return ChartTable(
        ("指标", "时期", "本期", "状态", "年度目标", "对照", "评定", "出处"),
        tuple(
            (
                words(context.label(row.name)),
                words(period(row.actual.period)),
                in_table(row.actual),
                words(context.status(row.actual)),
                in_table(row.target),
                Cell(_gap(row) or runs("—"), row.gap.value if row.gap else None),
                words(runs(_word(row), "；" if _before(row) else "", _before(row))),
                words(context.cite(row.actual.source)),
            )
            for row in rows
        ),
    )
