"""Figures as cards: a name, the figure large, and a line or two on how it compares. Units differ, so nothing shares an axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.model import IndicatorRow, Observation, TargetRow
from briefing.papers.charts import style
from briefing.papers.charts.base import (
    GROWTH,
    ChartTable,
    Context,
    in_table,
    period,
    short,
    short_in,
    words,
)
from briefing.papers.charts.scene import Box, Runs, Scene, fitted, runs, width

BIG = 34.0  # at most


@dataclass(frozen=True, slots=True)
class Card:
    """One indicator: its figure, and what stands under it."""

    row: IndicatorRow
    main: Observation
    lines: tuple[Runs, ...]
    verdict: TargetRow | None

    @property
    def figures(self) -> tuple[Observation, ...]:
        """All it may print."""
        target = self.verdict.target if self.verdict else self.row.target
        return tuple(
            o for o in (self.main, self.row.growth, self.row.previous, target, self.row.rank) if o
        )


def cards_of(context: Context, rows: Sequence[IndicatorRow]) -> list[Card]:
    """A card for each row that has a figure of its own: its amount, else its growth."""
    verdicts = {target.indicator: target for target in reversed(context.pack.targets)}
    return [
        _card(context, row, main, verdicts.get(row.indicator))
        for row in rows
        if (main := row.level or row.growth)
    ]


def _card(
    context: Context, row: IndicatorRow, main: Observation, verdict: TargetRow | None
) -> Card:
    lines = []
    if main is row.level and row.growth:
        prefix = context.status(row.growth) if row.growth.status == "estimate" else ""
        lines.append(
            runs(f"{prefix}{'同比' if context.pack.period[4:] else '比上年'} ", short(row.growth))
        )
    elif main is row.level and row.previous:
        lines.append(
            runs(
                "上年同期 " if context.pack.period[4:] else "上年 ",
                short_in(row.previous, main.unit, shown=True),
            )
        )
    target = verdict.target if verdict else row.target
    if target:
        aim = (
            short_in(target, main.unit, shown=True)
            if target.measure == main.measure
            else short(target)
        )
        lines.append(
            runs("目标增速 " if target.measure in GROWTH and main is row.level else "目标 ", aim)
        )
    if row.rank:
        lines.append(runs("位次 ", short(row.rank)))
    return Card(row, main, tuple(lines), verdict)


def cards_height(cards: Sequence[Card], columns: int) -> float:
    """What the cards need in so many columns: the figure large, and each of its lines."""
    lines = max(len(card.lines) for card in cards)
    rows = -(-len(cards) // columns)
    return rows * (20 + BIG + 16 + 12.0 * lines) + (rows - 1) * 16


def draw_cards(
    context: Context, cards: Sequence[Card], scene: Scene, box: Box, columns: int
) -> None:
    rows = -(-len(cards) // columns)
    tall = min(box.height, rows * 130.0)
    cells = Box(box.left, box.top - tall, box.right, box.top).grid(columns, rows, 26, 16)
    lines = max(len(card.lines) for card in cards)
    for card, cell in zip(cards, cells, strict=False):
        _draw_card(
            context,
            card,
            scene,
            cell,
            min(BIG, max(cell.height * 0.28, cell.height - 36 - 12.0 * lines)),
        )


def _draw_card(context: Context, card: Card, scene: Scene, box: Box, big: float) -> None:
    colours = context.colours
    scene.line((box.left, box.top), (box.right, box.top), colours.axis, style.RULE)
    kind = "增速" if card.main.measure in GROWTH else ""
    name = runs(context.label(card.row.name, card.row.indicator), kind)
    scene.text(
        box.left, box.top - 14, fitted(name, style.LABEL, box.width), style.LABEL, colours.soft
    )
    estimate = f"　{context.status(card.main)}" if card.main.status == "estimate" else ""
    number, unit = short(card.main, unit=False), card.main.unit + estimate
    size = min(BIG * (box.width - width(unit, style.HEAD) - 4) / max(1.0, width(number, BIG)), big)
    y = box.top - 20 - size
    scene.text(box.left, y, number, size, colours.ink)
    scene.text(box.left + width(number, size) + 3, y, unit, style.HEAD, colours.soft)
    y -= 16
    for line in card.lines:
        if y < box.bottom:
            return
        scene.text(box.left, y, line, style.SMALL, colours.soft)
        y -= 12
    if card.verdict and card.verdict.verdict.judged:
        word = _verdict_word(context, card.verdict)
        beside = (
            not card.lines
            or width(card.lines[-1], style.SMALL) + width(word, style.SMALL) + 16 < box.width
        )
        if beside or y >= box.bottom:
            _draw_verdict(context, card.verdict, scene, box, y + 12 if beside else y)


def _draw_verdict(context: Context, verdict: TargetRow, scene: Scene, box: Box, y: float) -> None:
    """A word at the right with its mark: the colour alone would be lost in print."""
    met = verdict.verdict.kind == "met"
    colour = context.colours.main if met else context.colours.contrast
    estimated = verdict.verdict.basis == "estimate"
    word = _verdict_word(context, verdict)
    scene.text(box.right, y, word, style.SMALL, colour, "end")
    x = box.right - width(word, style.SMALL) - 7
    scene.dot(x, y + 3, 3.0, context.colours.blank if estimated else colour, colour, 1.1)


def _verdict_word(context: Context, verdict: TargetRow) -> str:
    return (
        context.wording.statuses["estimate"] if verdict.verdict.basis == "estimate" else ""
    ) + context.wording.verdicts[verdict.verdict.kind]


def cards_table(context: Context, cards: Sequence[Card]) -> ChartTable:
    return ChartTable(
        (
            "指标",
            "时期",
            "数值",
            "状态",
            "同比" if context.pack.period[4:] else "比上年",
            "目标",
            "出处",
        ),
        tuple(
            (
                words(context.label(card.row.name)),
                words(period(card.main.period)),
                in_table(card.main),
                words(context.status(card.main)),
                in_table(card.row.growth),
                in_table(card.verdict.target if card.verdict else card.row.target),
                words(context.cite(card.main.source)),
            )
            for card in cards
        ),
    )
