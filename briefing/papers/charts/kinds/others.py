"""The year's amounts that no other chart of the pack shows, as cards: a report of a single year has no years to set beside one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.model import IndicatorRow
from briefing.papers.charts.base import Absent, Chart, Context, said, unique
from briefing.papers.charts.cards import Card, cards_of, cards_table, draw_cards
from briefing.papers.charts.kinds import dashboard, livelihood, trends
from briefing.papers.charts.scene import Runs, joined, runs

NAME = "其他主要数据"
_LEAST = 4  # a row of cards


def make(context: Context) -> Chart | Absent:
    wanted = context.options.indicators
    elsewhere = set() if wanted else _elsewhere(context)
    rows = [
        row
        for row in context.pack.indicators
        if row.level and (row.indicator in wanted if wanted else row.indicator not in elsewhere)
    ]
    cards = cards_of(context, _by_category(rows))[: context.options.limit or 12]
    if len(cards) < _LEAST:
        return Absent("others", NAME, runs("其他图里没有的数额不足", str(_LEAST), "项"))
    return Chart(
        id="others",
        name=NAME,
        title=context.title(_conclusion(context, cards)),
        key=runs("其他图里没有的数额，按领域排列；各项单位不同，只列数，不作图比较"),
        shape="数据卡片",
        table=cards_table(context, cards),
        sources=unique(o.source for card in cards for o in card.figures),
        natural=70.0 * -(-len(cards) // 4),
        draw=lambda scene, box: draw_cards(context, cards, scene, box, 4 if box.width > 600 else 3),
    )


def _elsewhere(context: Context) -> set[str]:
    """Indicators whose amount the template's other charts, or the tables behind them, show."""
    found: set[str] = set()
    for options in context.template.charts:
        own = replace(context, options=options)
        if options.chart == "dashboard":
            found |= {card.row.indicator for card in dashboard.front(own)}
        elif options.chart == "trends":
            found |= {panel.indicator for panel in trends.of_years(own)}
        elif options.chart == "livelihood":
            found |= {row.indicator for row in livelihood.rows(own)}
    return found


def _by_category(rows: Sequence[IndicatorRow]) -> list[IndicatorRow]:
    order = list(dict.fromkeys(row.category for row in rows))
    return sorted(rows, key=lambda row: order.index(row.category))


def _conclusion(context: Context, cards: Sequence[Card]) -> Runs:
    """2024年经营主体总数19万户，新增高新技术企业85家: the first of each field."""
    first = list({card.row.category: card for card in reversed(cards)}.values())[::-1][:3]
    named = (
        runs(context.label(card.row.name, card.row.indicator), said(card.main)) for card in first
    )
    return runs(context.year, joined(named, "，"))
