"""A quantified target of canonical indicators of which the report that reviews its year says nothing at all.

Only where a report reviewing that year is at hand; a figure of the same indicator in any measure is a follow-up, and so is the stock
for a target of what is added (高新技术企业 for 新增高新技术企业).

Passes: 2024年目标进出口增长5% … 2024年进出口下降2%。
Fails: 2024年目标进出口增长5% … (the report of 2025 does not name it)
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.analysis import targets
from briefing.analysis.index import Index
from briefing.analysis.rules import said
from briefing.analysis.rules.base import FactRule, Seen

_STOCKS = {
    "hightech_enterprises_new": "hightech_enterprises",
    "market_entities_new": "market_entities",
    "five_g_stations_new": "five_g_stations",
}


def check(index: Index) -> Iterator[Seen]:
    reviews = {
        document.year_reviewed: document
        for document in index.facts.documents
        if document.kind == "work_report"
    }
    for year in index.years:
        review = reviews.get(int(year))
        for row in targets.target_rows(index, year) if review else ():
            if (
                review
                and row.verdict.kind == "no_actual"
                and row.indicator
                and not _followed(index, row.indicator, year)
                and _stated(index, row.target.source.document)
            ):
                again = (
                    f"，{int(year) + 1}年目标{said.figure(row.next_target)}"
                    if row.next_target
                    else f"，{int(year) + 1}年未再提出目标"
                )
                yield Seen(
                    f"{year}年目标“{said.named(row.target)}”，回顾{year}年的《{review.title}》未提完成情况{again}。",
                    tuple(o for o in (row.target, row.next_target) if o),
                )


def _followed(index: Index, indicator: str, year: str) -> bool:
    return any(index.figures(each, year) for each in (indicator, _STOCKS.get(indicator, indicator)))


def _stated(index: Index, document: str) -> bool:
    """Whether the target stands in a report to the congress; a draft budget's lines are reviewed by the next budget report."""
    return index.documents[document].kind in ("work_report", "plan_report")


RULE = FactRule("target_forgotten", "medium", "目标没有下文", check)
