"""People's livelihood, ecology and safety: spending over the years as small columns, the year's other figures as cards."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.model import IndicatorRow
from briefing.papers.charts.base import Absent, Chart, Context, said, unique
from briefing.papers.charts.cards import Card, cards_of, cards_table, draw_cards
from briefing.papers.charts.kinds.trends import Panel, draw_panels, find_panels
from briefing.papers.charts.scene import Box, Runs, Scene, joined, runs

NAME = "民生与生态"
_TALL = 130.0  # the most that a row of cards takes
_LEAST = 4  # a page for fewer would be mostly white
_SPENDING = ("livelihood_spending", "livelihood_share")
_CATEGORIES = ("民生", "生态", "安全")


def make(context: Context) -> Chart | Absent:
    spending = [
        panel
        for panel in find_panels(context, ("level", "ratio"), _SPENDING)
        if len(panel.actuals) > 1 and _current(context, panel)
    ]
    beside = {panel.indicator for panel in spending}
    every = cards_of(context, rows(context))[: context.options.limit or 12]
    cards = [card for card in every if card.row.indicator not in beside]
    if len(every) < _LEAST:
        return Absent(
            "livelihood", NAME, runs(context.year, "有数的民生、生态指标不足", str(_LEAST), "项")
        )
    return Chart(
        id="livelihood",
        name=NAME,
        title=context.title(_conclusion(context, every)),
        key=runs(
            "民生支出各有刻度，从零起，深色为本期；" if spending else "",
            "各项单位不同，只列数，不作图比较",
        ),
        shape="小图组与数据卡片" if spending else "数据卡片",
        table=cards_table(context, every),
        sources=unique(
            (
                *(card.main.source for card in every),
                *(o.source for panel in spending for o in panel.actuals),
            )
        ),
        natural=max(
            70.0 * -(-len(cards) // _columns(len(cards), spending)), 150.0 if spending else 0.0
        ),
        draw=lambda scene, box: _draw(context, spending, cards, scene, box),
    )


def rows(context: Context) -> list[IndicatorRow]:
    """The indicators it is about."""
    wanted = context.options.indicators
    return [
        row
        for row in context.pack.indicators
        if (row.indicator in wanted if wanted else row.category in _CATEGORIES)
    ]


def _current(context: Context, panel: Panel) -> bool:
    return panel.last.period == context.pack.period


def _draw(
    context: Context, spending: Sequence[Panel], cards: Sequence[Card], scene: Scene, box: Box
) -> None:
    columns = _columns(len(cards), spending) if box.width > 600 else 3 - bool(spending)
    while columns > 2 and (len(cards) // (columns - 1) + 1) * _TALL <= box.height:
        columns -= 1  # alone on a page the cards fill it
    rows = -(-len(cards) // columns)
    if not spending:
        draw_cards(context, cards, scene, box, columns)
        return
    room = box.width * 0.26
    tall = min(box.height, max(230.0, rows * _TALL))
    draw_panels(
        context,
        spending,
        scene,
        Box(box.left, box.top - tall, box.left + room * len(spending), box.top),
    )
    rest = box.inset(left=room * len(spending) + 36)
    draw_cards(context, cards, scene, rest, columns)


def _columns(cards: int, spending: Sequence[Panel]) -> int:
    """Of a page's width beside the columns of spending, so that no card stands alone in its row."""
    if spending:
        return max(1, 4 - len(spending))
    return 5 if cards in (5, 9, 10) else 4


def _conclusion(context: Context, cards: Sequence[Card]) -> Runs:
    named = (
        runs(context.label(card.row.name, card.row.indicator), said(card.main))
        for card in cards[:3]
    )
    return runs(context.year, joined(named, "，"))
