"""Which of several figures for the same thing a paper uses; the others stay visible as alternatives.

The order, first difference decides:
1. settled: final (决算, 最终核实) over preliminary and other actuals over estimates (预计)
2. one that a department put right over one that it did not (one that no source states stands behind what any document says)
3. for fiscal indicators the budget report over any other document
4. the newest document
5. an exact figure over one with a bound (13.2亿元 over 突破13亿元)
6. the kind of document: communiqué, table, work report, plan report, others
7. the one that stands first in its document
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from briefing.model import DocumentInfo, DocumentKind, Observation

_KINDS: dict[DocumentKind, int] = {
    "communique": 5,
    "table": 4,
    "work_report": 3,
    "plan_report": 2,
    "budget_report": 1,
}
Rank = tuple[int, bool, bool, str, bool, int, int]


def rank(
    observation: Observation, documents: Mapping[str, DocumentInfo], fiscal: bool = False
) -> Rank:
    """Sort key: the greatest is the best figure."""
    source = observation.source
    document = documents.get(source.document)
    settled = 0 if observation.status == "estimate" else 2 if observation.vintage == "final" else 1
    corrected = observation.correction is not None and not observation.supplied
    if document is None:
        return (
            settled,
            corrected,
            False,
            "",
            observation.bound == "exact",
            0,
            -observation.source.start,
        )
    return (
        settled,
        corrected,
        fiscal and document.kind == "budget_report",
        age(document),
        observation.bound == "exact",
        _KINDS.get(document.kind, 0),
        -observation.source.start,
    )


def age(document: DocumentInfo) -> str:
    """What documents are ordered by in time: their date, else the end of the year they review (a table of the first quarter, a plan)."""
    return document.date or str(document.year_reviewed or document.year_planned or "")


def best_first(
    found: Iterable[Observation], documents: Mapping[str, DocumentInfo], fiscal: bool = False
) -> list[Observation]:
    """The figures of one cell, the one papers use first."""
    return sorted(found, key=lambda observation: rank(observation, documents, fiscal), reverse=True)
