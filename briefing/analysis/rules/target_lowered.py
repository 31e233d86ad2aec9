"""A target of the next year is lower than this year's.

Of the main expected targets, and of other canonical indicators where more is better; projects come and go and are left out.

Passes: 2024年增长5% … 2025年增长5%。
Fails: 2024年实际使用外资8500万美元 … 2025年实际使用外资4500万美元。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.analysis import names, targets
from briefing.analysis.index import Index
from briefing.analysis.rules import said
from briefing.analysis.rules.base import FactRule, Seen
from briefing.model import Observation, TargetRow

# How many projects a year has says nothing of ambition.
_NO_GOALS = {
    "key_projects",
    "key_projects_investment",
    "livelihood_projects",
    "general_budget_expenditure",
    "three_public_expenses",
}


def check(index: Index) -> Iterator[Seen]:
    for year in index.years:
        for row in targets.target_rows(index, year):
            if row.next_target and _goal(index, row):
                yield from _lower(row.target, row.next_target)


def _goal(index: Index, row: TargetRow) -> bool:
    return (
        row.indicator is not None
        and row.indicator not in _NO_GOALS
        and index.direction.get(row.indicator) == "more"
        and not names.scope(row.target.name, row.indicator) - {"新增"}
    )


def _lower(now: Observation, following: Observation) -> Iterator[Seen]:
    if targets.set_against(now, following) and following.amount.order(now.amount) < 0:
        name = now.name
        yield Seen(
            f"{name}目标下调：{now.period}年{said.figure(now)}，{following.period}年{said.figure(following)}。",
            (following, now),
        )


RULE = FactRule("target_lowered", "low", "下一年目标下调", check)
