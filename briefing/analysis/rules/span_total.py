"""An amount of one year is several times that of the year beside it, or of the same year: a total of several years in one year's row.

Only of flows that no year multiplies. The one that is too large is named, whichever of the two years it stands in.

Passes: 2023年民生支出38亿元；2024年民生支出40亿元。
Fails: 2023年民生支出38亿元；2024年民生支出200亿元 (of five years).
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.analysis.index import Index
from briefing.analysis.rules import said
from briefing.analysis.rules.base import FactRule, Seen
from briefing.model import Observation

FLOWS = (
    "general_budget_revenue",
    "general_budget_expenditure",
    "tax_revenue",
    "livelihood_spending",
    "fixed_asset_investment",
    "retail_sales",
    "imports_exports",
    "rd_spending",
    "urban_employment_new",
    "gdp",
)
# Fewer may be a good year; more is another level's figure, or a wrong unit.
_TIMES, _TOO_MANY = 3, 8


def check(index: Index) -> Iterator[Seen]:
    for indicator in FLOWS:
        years = {
            period: figures
            for period in index.years
            if (figures := _amounts(index, indicator, period))
        }
        for period, figures in years.items():
            before = years.get(str(int(period) - 1), [])
            yield from _seen([*figures, *before[:1]], period)


def _amounts(index: Index, indicator: str, period: str) -> list[Observation]:
    return index.whole.get((indicator, period, "level"), [])


def _seen(figures: list[Observation], period: str) -> Iterator[Seen]:
    """The largest of the figures against the smallest, where one of them is of the period."""
    like = [o for o in figures if o.amount.like(figures[0].amount) and o.area == figures[0].area]
    large = max(like, key=lambda o: o.amount.size)
    small = min(like, key=lambda o: o.amount.size)
    times = large.amount.times(small.amount)
    if times is None or not _TIMES <= times < _TOO_MANY:
        return
    yield Seen(
        f"{large.period}年{said.named(large)}，是{small.period}年{said.figure(small)}的{times:.1f}倍，是否为多年累计数。",
        (large, small),
        period=period,
    )


RULE = FactRule("span_total", "high", "一年的数像是多年累计", check)
