"""The page in front: headline figures as cards, the tally of targets, projects by stage, the year to come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefing.model import IndicatorRow, Observation, Source, TargetRow
from briefing.papers.charts import parts, style
from briefing.papers.charts.base import Absent, Chart, Context, count, period, said, short, unique
from briefing.papers.charts.cards import Card, cards_height, cards_of, cards_table, draw_cards
from briefing.papers.charts.kinds import progress, stages, targets
from briefing.papers.charts.scene import Box, Runs, Scene, fitted, joined, runs, width

NAME = "总览"


@dataclass(frozen=True, slots=True)
class _Board:
    cards: Sequence[Card]
    rows: Sequence[TargetRow]
    groups: stages.Groups
    coming: Sequence[Observation]


def make(context: Context) -> Chart | Absent:
    rows = targets.chosen(context)
    cards = front(context)
    if not cards:
        return Absent("dashboard", NAME, runs("没有", context.year, "的指标数"))
    board = _Board(cards, rows, stages.grouped(context), context.pack.next_targets)
    return Chart(
        id="dashboard",
        name=NAME,
        title=context.title(_conclusion(context, cards)),
        key=runs("各项口径见以下各页"),
        shape="总览图",
        table=cards_table(context, cards),
        sources=_sources(context, board),
        draw=lambda scene, box: _draw(context, board, scene, box),
        height=0.62,
    )


def front(context: Context) -> list[Card]:
    """The cards of the page."""
    return cards_of(context, _headline(context, targets.chosen(context)))[
        : context.options.limit or 8
    ]


def _sources(context: Context, board: _Board) -> tuple[Source, ...]:
    """Of every figure on the page."""
    cards = (o for card in board.cards for o in card.figures)
    judged = (o for row in board.rows for o in (row.target, row.actual) if o)
    paced = (o for row in context.pack.progress for o in (row.actual, row.target) if o)
    staged = (mention.source for _, _, pairs in board.groups for _, mention in pairs)
    return unique(
        (*(o.source for o in (*cards, *judged, *paced)), *staged, *(o.source for o in board.coming))
    )


def _headline(context: Context, rows: Sequence[TargetRow]) -> list[IndicatorRow]:
    """The template's indicators, else those with a target first and then the others, each in the Pack's order."""
    found = {row.indicator: row for row in context.pack.indicators if row.level or row.growth}
    wanted = context.options.indicators
    if wanted:
        return [found[indicator] for indicator in wanted if indicator in found]
    aimed = {row.indicator for row in rows} | {
        row.indicator for row in context.pack.progress if row.light
    }
    return sorted(found.values(), key=lambda row: row.indicator not in aimed)


def _conclusion(context: Context, cards: Sequence[Card]) -> Runs:
    """2024年地区生产总值预计增长4%左右，一般公共预算收入57.1亿元."""
    named = (
        runs(context.label(card.row.name, card.row.indicator), said(card.row.growth or card.main))
        for card in cards[:3]
    )
    return runs(context.year, joined(named, "，"))


def _draw(context: Context, board: _Board, scene: Scene, box: Box) -> None:
    columns = 4 if box.width > 420 else 3
    upper = cards_height(board.cards, columns)
    lower = max(min(150.0, box.height * 0.36), min(210.0, box.height - upper - 22))
    below: list[Callable[[Box], None]] = []
    if context.pack.progress:
        below.append(lambda area: _draw_lights(context, scene, area))
    elif board.rows:
        below.append(lambda area: _draw_tally(context, board.rows, scene, area))
    if any(pairs for _, _, pairs in board.groups):
        below.append(lambda area: _draw_stages(context, board.groups, scene, area))
    if board.coming:
        below.append(lambda area: _draw_coming(context, board.coming, scene, area))
    draw_cards(context, board.cards, scene, box.inset(bottom=lower + 22) if below else box, columns)
    for draw, area in zip(
        below,
        Box(box.left, box.bottom, box.right, box.bottom + lower).grid(max(1, len(below)), 1, 30, 0),
        strict=False,
    ):
        draw(area)


def _heading(context: Context, text: Runs, scene: Scene, box: Box) -> float:
    scene.line((box.left, box.top), (box.right, box.top), context.colours.axis, style.RULE)
    scene.text(
        box.left,
        box.top - 14,
        fitted(text, style.LABEL, box.width),
        style.LABEL,
        context.colours.soft,
    )
    return box.top - 26


def _draw_tally(context: Context, rows: Sequence[TargetRow], scene: Scene, box: Box) -> None:
    """A square a target, by verdict, with the verdict's word and number."""
    colours = context.colours
    top = _heading(context, runs(context.year, "目标完成"), scene, box)
    groups = targets.by_word(context, rows)
    height = min(34.0, (top - box.bottom) / len(groups))
    names = max(width(word, style.LABEL) for word, _ in groups) + 10
    most = max(len(found) for _, found in groups)
    side = min(13.0, (box.width - names - 26) / max(1, most) - 2.5)
    for i, (word, found) in enumerate(groups):
        y = top - (i + 0.5) * height
        scene.centred(box.left, y, word, style.LABEL, colours.ink)
        for j, row in enumerate(found):
            x = box.left + names + j * (side + 2.5)
            square = Box(x, y - side / 2, x + side, y + side / 2)
            fill = {"met": colours.main, "missed": colours.contrast}.get(row.verdict.kind, "")
            hollow = row.verdict.basis == "estimate" or not fill
            scene.bar(square, colours.blank if hollow else fill, fill or colours.axis, 1.0)
        end = box.left + names + len(found) * (side + 2.5) + 3
        scene.centred(
            end,
            y,
            runs(count(len(found), [row.target.key for row in found]), "项"),
            style.LABEL,
            colours.ink,
        )


def _draw_lights(context: Context, scene: Scene, box: Box) -> None:
    """A mark an indicator with a light, by light, with its word and number; those without one as empty squares."""
    colours = context.colours
    top = _heading(context, runs(context.year, "与年度目标相比"), scene, box)
    lights = [*progress.LIGHTS.items(), (None, "不评")]
    groups = [
        (word, light, [row for row in context.pack.progress if row.light == light])
        for light, word in lights
    ]
    shown = [group for group in groups if group[2]]
    height = min(34.0, (top - box.bottom) / len(shown))
    side = min(13.0, (box.width - 70) / max(len(rows) for _, _, rows in shown))
    for i, (word, light, rows) in enumerate(shown):
        y = top - (i + 0.5) * height
        scene.centred(box.left, y, word, style.LABEL, colours.ink)
        for j in range(len(rows)):
            x = box.left + 42 + j * side
            if light:
                parts.light_mark(scene, x, y, light, colours)
            else:
                scene.bar(Box(x - 4, y - 4, x + 4, y + 4), colours.blank, colours.axis, 0.8)
        keys = [
            key
            for row in rows
            for key in (row.actual.key, *([row.target.key] if row.target else []))
        ]
        end = box.left + 42 + len(rows) * side
        number = runs(count(len(rows), keys), "项")
        scene.centred(end, y, number, style.LABEL, colours.ink)
        # Which they are, where the page has room.
        left = end + width(number, style.LABEL) + 14
        if light and box.right - left > 200:
            named = joined(progress.summary(context, row) for row in rows)
            scene.centred(
                left, y, fitted(named, style.LABEL, box.right - left), style.LABEL, colours.soft
            )


def _draw_stages(context: Context, groups: stages.Groups, scene: Scene, box: Box) -> None:
    colours = context.colours
    top = _heading(context, runs("点名项目进度（个）"), scene, box)
    rows = parts.Rows(Box(box.left, box.bottom, box.right, top), len(groups), most=32)
    names = max(width(word, style.LABEL) for _, word, _ in groups) + 10
    most = max(len(pairs) for _, _, pairs in groups)
    every = [
        mention.key for _, _, pairs in groups for _, mention in pairs
    ]  # what a zero was counted from
    for i, (_, word, pairs) in enumerate(groups):
        y = rows.middle(i)
        scene.centred(box.left, y, word, style.LABEL, colours.ink)
        long = (box.width - names - 30) * len(pairs) / most
        scene.bar(Box(box.left + names, y - 5, box.left + names + long, y + 5), colours.main)
        number = count(len(pairs), [mention.key for _, mention in pairs] or every)
        scene.centred(box.left + names + long + 4, y, number, style.LABEL, colours.ink)


def _draw_coming(context: Context, coming: Sequence[Observation], scene: Scene, box: Box) -> None:
    colours = context.colours
    top = _heading(context, runs(period(coming[0].period), "目标"), scene, box)
    fits = max(1, int((top - box.bottom) / 15))
    for i, target in enumerate(coming[:fits]):
        y = top - (i + 0.5) * 16
        value = short(target)
        room = box.width - width(value, style.LABEL) - 8
        unit = "增速" if target.measure in ("yoy", "cagr") else ""
        scene.centred(
            box.left,
            y,
            fitted(runs(context.target_name(target), unit), style.LABEL, room),
            style.LABEL,
            colours.ink,
        )
        scene.centred(box.right, y, value, style.LABEL, colours.ink, "end")
