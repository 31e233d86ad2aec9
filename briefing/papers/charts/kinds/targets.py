"""Targets against what became of them: growth, amounts and shares on panels of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing.amounts import POINTS
from briefing.model import TargetRow, VerdictKind
from briefing.papers import wording
from briefing.papers.charts import parts, style
from briefing.papers.charts.base import (
    GROWTH,
    Absent,
    Chart,
    ChartTable,
    Context,
    common_unit,
    count,
    derived,
    hollow,
    in_table,
    left_out,
    short,
    short_in,
    unique,
    words,
)
from briefing.papers.charts.scale import Scale, fit
from briefing.papers.charts.scene import Box, Run, Runs, Scene, joined, runs, width

NAME = "目标完成"
# 待核 is the business of internal papers; elsewhere a target without a verdict says only what is known.
_UNJUDGED = "未作比较"
VERDICTS: tuple[VerdictKind, ...] = ("met", "missed", "no_actual", "not_comparable")
_PANELS = (("growth", "增速"), ("level", "总量（目标＝100%）"), ("share", "比率"))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row's two marks stand on its panel's axis, in percent; None where there is no figure to place."""

    row: TargetRow
    target: Decimal
    actual: Decimal | None
    reckoned: bool  # actual is not a source's own figure on this axis


def make(context: Context) -> Chart | Absent:
    rows = chosen(context)
    if not rows:
        return Absent("targets", NAME, runs("没有", context.year, "的目标值"))
    limit = context.options.limit or 24
    shown = rows[:limit]
    note = runs(
        left_out([row.target.key for row in rows], limit),
        *(parts.cut_note(values) for values in _axes(shown)),
    )
    used = [
        observation.source
        for row in rows
        for observation in (row.target, row.actual)
        if observation
    ]
    return Chart(
        id="targets",
        name=NAME,
        title=context.title(conclusion(context, rows)),
        key=runs("◇ 目标　● 完成（实心）　○ 预计完成（空心）　线段为二者之差，橙色为未达目标"),
        shape="哑铃图",
        table=_table(context, rows),
        sources=unique(used),
        draw=lambda scene, box: _draw(context, shown, scene, box),
        note=note,
        height=0.62,
        natural=sum(
            34 + 32.0 * sum(_panel(row) == panel for row in shown)
            for panel, _ in _PANELS
            if any(_panel(row) == panel for row in shown)
        ),
    )


def chosen(context: Context) -> list[TargetRow]:
    """The headline targets; all of them where none is marked as such."""
    wanted = context.options.indicators
    rows = [
        row
        for row in context.pack.targets
        if not wanted or row.indicator in wanted or row.name in wanted
    ]
    headline = [row for row in rows if row.headline]
    return rows if wanted or not headline else headline


def by_word(context: Context, rows: Sequence[TargetRow]) -> list[tuple[str, list[TargetRow]]]:
    """The rows by the word for their verdict. 待核（无实际数） and 待核（口径不可比） are both 待核 here, outside the house 未作比较."""
    found: dict[str, list[TargetRow]] = {}
    for verdict in VERDICTS:
        word = context.wording.verdicts[verdict].split("（")[0]
        if verdict not in ("met", "missed") and context.audience != "internal":
            word = _UNJUDGED
        found.setdefault(word, []).extend(row for row in rows if row.verdict.kind == verdict)
    return [(word, rows) for word, rows in found.items() if rows]


def conclusion(context: Context, rows: Sequence[TargetRow]) -> Runs:
    """2024年8项主要目标：完成2项、未完成3项（含预计）、待核3项."""
    every = [row.target.key for row in rows]
    kind = "主要目标" if all(row.headline for row in rows) else "目标"
    said = []
    for word, found in by_word(context, rows):
        estimated = any(row.verdict.basis == "estimate" for row in found)
        said.append(
            runs(
                word,
                count(len(found), [row.target.key for row in found]),
                "项",
                "（含预计）" if estimated else "",
            )
        )
    if context.audience == "leader" and all(row.verdict.judged for row in rows):
        # Targets that nobody reported on are left out here: these are not all there were.
        return runs(
            context.year, f"有完成数可比的{kind}", count(len(rows), every), "项：", joined(said)
        )
    return runs(context.year, count(len(rows), every), f"项{kind}：", joined(said))


def _panel(row: TargetRow) -> str:
    if row.target.measure in GROWTH or row.target.measure == "pp":
        return "growth"
    return "level" if row.target.measure == "level" else "share"


def _place(row: TargetRow, panel: str) -> _Place:
    target, actual = row.target, row.actual
    if panel != "level":
        if actual and actual.measure == target.measure:
            return _Place(row, target.value, actual.value, False)
        gap = row.verdict.gap
        reckoned = target.amount.moved(gap).value if gap and gap.unit == POINTS else None
        return _Place(row, target.value, reckoned, True)
    if not (actual and actual.measure == "level" and target.amount.like(actual.amount)):
        return _Place(row, Decimal(100), None, True)
    share = actual.amount.share_of(target.amount)
    return _Place(row, Decimal(100), share.value if share else None, True)


def _axes(rows: Sequence[TargetRow]) -> list[list[Decimal]]:
    """The values that share an axis."""
    places = [
        (panel, _place(row, panel)) for panel, _ in _PANELS for row in rows if _panel(row) == panel
    ]
    return [_values([place for on, place in places if on == panel]) for panel, _ in _PANELS]


def _values(places: Sequence[_Place]) -> list[Decimal]:
    return [
        value for place in places for value in (place.target, place.actual) if value is not None
    ]


def _draw(context: Context, rows: Sequence[TargetRow], scene: Scene, box: Box) -> None:
    panels = [
        (title, [_place(row, panel) for row in rows if _panel(row) == panel])
        for panel, title in _PANELS
    ]
    panels = [(title, places) for title, places in panels if places]
    head = 34.0
    height = min(44.0, (box.height - head * len(panels)) / len(rows))
    columns = _columns(
        context, [place for _, places in panels for place in places], box, parts.row_type(height)
    )
    top = box.top
    for i, (title, places) in enumerate(panels):
        bottom = top - head - height * len(places)
        _draw_panel(
            context,
            title,
            places,
            scene,
            Box(box.left, bottom, box.right, top),
            head,
            columns,
            heads=i == 0,
        )
        top = bottom


@dataclass(frozen=True, slots=True)
class _Columns:
    """Widths that all panels share, so that their marks and figures stand under one another."""

    names: float
    figures: float
    verdicts: float


def _columns(context: Context, places: Sequence[_Place], box: Box, size: float) -> _Columns:
    return _Columns(
        names=min(
            box.width * 0.22,
            10 + max(width(context.label(p.row.name, p.row.indicator), size) for p in places),
        ),
        figures=max(
            box.width * 0.085,
            14 + max(max(width(_target(p), size), width(_actual(p), size)) for p in places),
        ),
        verdicts=min(
            box.width * 0.26, 6 + max(width(_verdict(context, p.row), size * 0.92) for p in places)
        ),
    )


def _draw_panel(
    context: Context,
    title: str,
    places: Sequence[_Place],
    scene: Scene,
    box: Box,
    head: float,
    columns: _Columns,
    *,
    heads: bool,
) -> None:
    colours = context.colours
    rows = parts.Rows(box, len(places), head=head)
    size = rows.size
    names, figures, verdicts = columns.names, columns.figures, columns.verdicts
    left, right = box.left + names + 14, box.right - verdicts - 2 * figures - 20
    target_x, actual_x, verdict_x = right + figures, right + 2 * figures, right + 2 * figures + 12
    top = box.top - head + 2
    scene.text(box.left, top + 4, title, style.SMALL, colours.soft)
    if heads:
        scene.text(target_x, top + 4, "目标", style.SMALL, colours.soft, "end")
        scene.text(actual_x, top + 4, "完成", style.SMALL, colours.soft, "end")
        scene.text(verdict_x, top + 4, "对照", style.SMALL, colours.soft)
    scale = fit(_values(places), left, right, count=6)
    parts.value_axis(scene, scale, top, rows.bottom, colours, "%")
    for i, place in enumerate(places):
        y = rows.middle(i)
        scene.line(
            (box.left, y - rows.height / 2), (box.right, y - rows.height / 2), colours.grid, 0.3
        )
        parts.row_name(
            scene,
            box.left,
            y,
            context.label(place.row.name, place.row.indicator),
            size,
            names,
            colours.ink,
        )
        _draw_marks(context, place, scale, scene, y)
        scene.centred(target_x, y, _target(place), size, colours.soft, "end")
        scene.centred(actual_x, y, _actual(place), size, colours.ink, "end")
        parts.row_name(
            scene,
            verdict_x,
            y,
            _verdict(context, place.row),
            size * 0.92,
            verdicts,
            _colour(context, place.row),
        )


def _draw_marks(context: Context, place: _Place, scale: Scale, scene: Scene, y: float) -> None:
    colours = context.colours
    at = scale(place.target)
    if place.actual is not None:
        x, colour = scale(place.actual), _colour(context, place.row)
        scene.line((at, y), (x, y), colour, 2.4)
        if scale.beyond(place.actual):
            parts.cut_mark(scene, (at + x) / 2, y, 6, colours)
        estimated = place.row.actual is not None and hollow(place.row.actual)
        parts.actual_mark(scene, x, y, colour, colours, hollow=estimated)
    parts.target_mark(scene, at, y, colours)


def _colour(context: Context, row: TargetRow) -> str:
    return {"met": context.colours.main, "missed": context.colours.contrast}.get(
        row.verdict.kind, context.colours.soft
    )


def _unit(row: TargetRow) -> str:
    """The one unit of a row whose two figures count the same thing."""
    figures = [row.target, *([row.actual] if row.actual else [])]
    return common_unit(figures) or row.target.unit


def _target(place: _Place) -> Run:
    return short_in(place.row.target, _unit(place.row), shown=True)


def _actual(place: _Place) -> Runs:
    actual = place.row.actual
    if actual and actual.measure == place.row.target.measure:
        return runs(short_in(actual, _unit(place.row), shown=True))
    if place.actual is not None and actual:
        # A growth rate reckoned from two amounts: it is said with its kind, never as if a source gave it.
        return runs("推算", derived(place.actual, (place.row.target.key, actual.key), "%"))
    return runs(short(actual)) if actual else runs("—")


def _verdict(context: Context, row: TargetRow) -> Runs:
    keys = tuple(observation.key for observation in (row.target, row.actual) if observation)
    return runs(Run(wording.verdict(row, context.audience), "derived", keys))


def _table(context: Context, rows: Sequence[TargetRow]) -> ChartTable:
    return ChartTable(
        ("指标", "目标", "完成", "状态", "对照", "下年目标", "出处"),
        tuple(
            (
                words(context.label(row.name)),
                in_table(row.target),
                in_table(row.actual),
                words(context.status(row.actual)),
                words(_verdict(context, row)),
                in_table(row.next_target),
                words(context.cite((row.actual or row.target).source)),
            )
            for row in rows
        ),
    )
