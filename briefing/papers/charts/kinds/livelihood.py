"""People's livelihood, ecology and safety: the year's figures as cards."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.papers.charts.base import Absent, Chart, Context, said, unique
from briefing.papers.charts.cards import Card, cards_of, cards_table, draw_cards
from briefing.papers.charts.scene import Runs, joined, runs

NAME = "民生与生态"
_LEAST = 4  # a page for fewer would be mostly white
_CATEGORIES = ("民生", "生态", "安全")


def make(context: Context) -> Chart | Absent:
    wanted = context.options.indicators
    rows = [row for row in context.pack.indicators if (row.indicator in wanted if wanted else row.category in _CATEGORIES)]
    cards = cards_of(context, rows)[: context.options.limit or 12]
    if len(cards) < _LEAST:
        return Absent("livelihood", NAME, runs(context.year, "有数的民生、生态指标不足", str(_LEAST), "项"))
    return Chart(
        id="livelihood",
        name=NAME,
        title=context.title(_conclusion(context, cards)),
        key=runs("各项单位不同，只列数，不作图比较"),
        shape="数据卡片",
        table=cards_table(context, cards),
        sources=unique(card.main.source for card in cards),
        draw=lambda scene, box: draw_cards(context, cards, scene, box, 4 if box.width > 600 and len(cards) > 6 else 3),
    )


def _conclusion(context: Context, cards: Sequence[Card]) -> Runs:
    named = (runs(context.label(card.row.name, card.row.indicator), said(card.main)) for card in cards[:3])
    return runs(context.year, joined(named, "，"))
