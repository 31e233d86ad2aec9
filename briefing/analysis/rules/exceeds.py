"""A part is more than its whole, in one period: livelihood spending above all spending, tax above revenue.

Figures are intervals; a part of another scope (区级, 省级) is not held against the whole, nor a target against what was done.

Passes: 一般公共预算支出49.2亿元，民生支出40.3亿元。
Fails: 一般公共预算支出49.2亿元，民生支出200亿元。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.analysis.index import Index
from briefing.analysis.rules import said
from briefing.analysis.rules.base import FactRule, Seen
from briefing.model import Observation

# part: its whole, by ids
WHOLES = {
    "livelihood_spending": "general_budget_expenditure",
    "tax_revenue": "general_budget_revenue",
    "nontax_revenue": "general_budget_revenue",
    "gdp_primary": "gdp",
    "gdp_secondary": "gdp",
    "gdp_tertiary": "gdp",
    "finance_value_added": "gdp",
    "rd_spending": "gdp",
    "retail_sales_above_limit": "retail_sales",
    "industrial_investment": "fixed_asset_investment",
    "hightech_enterprises_new": "hightech_enterprises",
    "market_entities_new": "market_entities",
    "five_g_stations_new": "five_g_stations",
}


def check(index: Index) -> Iterator[Seen]:
    for cell in index.cells.values():
        amounts = {
            quantity: figures[0]
            for (quantity, measure, _), figures in cell.items()
            if measure == "level"
        }
        for part_is, whole_is in WHOLES.items():
            part = amounts.get((part_is, frozenset()))
            whole = amounts.get((whole_is, frozenset()))
            if part and whole and _more(part, whole):
                period = f"{part.period}年" if part.period.isdigit() else ""
                yield Seen(
                    f"{period}{said.named(part)}，多于{said.named(whole)}，部分不应大于整体，请核对时期和口径。",
                    (part, whole),
                )


def _more(part: Observation, whole: Observation) -> bool:
    alike = part.area == whole.area and part.amount.like(whole.amount)
    return alike and whole.amount.interval.below(part.amount.interval)


RULE = FactRule("exceeds", "high", "部分大于整体", check)
