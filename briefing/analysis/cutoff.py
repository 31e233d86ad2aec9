"""Which year papers are of, and what a paper cannot know yet: documents later than its date, by their own date or, where they have none, by what they report of.

A paper of a year that was reviewed knows nothing of the next review. A plan without a date that gives the figures of 2025 is no source of a paper of January 2025, whatever else it says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from briefing import periods
from briefing.model import DocumentInfo, Observation, ScopeFacts

_REVIEWS = ("work_report", "communique", "budget_report")
_NAMED = 3  # of the documents passed over
_ENOUGH = 2  # figures of a period; a single one may be read wrongly


def latest_period(documents: Iterable[DocumentInfo]) -> str | None:
    """The year reviewed by the newest work report; where there is none, by the newest communique or budget; None where there is none of these either."""
    reviewed = [
        (document.kind == "work_report", document.year_reviewed)
        for document in documents
        if document.kind in _REVIEWS and document.year_reviewed
    ]
    return str(max(reviewed)[1]) if reviewed else None


def known_by(facts: ScopeFacts, period: str, as_of: str, dated: str = "") -> ScopeFacts:
    """The facts of the documents that a paper of a period can know; the notes say which were passed over.

    as_of: the date the paper is given ("": none). dated: the date it is printed with, of its newest source; where it has none, nothing
    later than the period itself is known.
    """
    # What a document reports of is asked only where it has no date.
    reported = {} if all(document.date for document in facts.documents) else _reported(facts)
    end = periods.parse(period)
    limit = (as_of or dated)[:7] or f"{end.last_year}-{end.last_month:02}"
    later = [
        document
        for document in facts.documents
        if (as_of and document.date > as_of)
        or (not document.date and reported.get(document.id, "") > limit)
    ]
    return _without(facts, later) if later else facts


def of_its_time(facts: ScopeFacts, period: str) -> ScopeFacts:
    """The facts that the papers of a year knew when it was reviewed, where a report on a later year lies beside that review.

    The paper of 2023 is that of January 2024, whatever came after. The newest reviewed year, and what no report reviews, takes all there is.
    """
    reports = [d for d in facts.documents if d.kind == "work_report" and d.date]
    reviewed = {str(d.year_reviewed) for d in reports}
    if period not in reviewed or period == max(reviewed):
        return facts
    day = max(d.date for d in facts.documents if str(d.year_reviewed) == period)
    later = [d for d in facts.documents if d.date > day]
    return _without(facts, later) if later else facts


def _reported(facts: ScopeFacts) -> dict[str, str]:
    """The last month that each document reports of, by its id."""
    counts: dict[str, Counter[str]] = {}
    for o in facts.observations:
        if o.status != "target":
            counts.setdefault(o.source.document, Counter())[_last_month(o)] += 1
    return {
        document: max([month for month, times in found.items() if times >= _ENOUGH] or found)
        for document, found in counts.items()
    }


def _last_month(observation: Observation) -> str:
    span = periods.parse(observation.period)
    return f"{span.last_year}-{span.last_month:02}"


def _passed_over(later: Sequence[DocumentInfo]) -> str:
    """《规划纲要》晚于本材料的日期，没有采用; of many the first ones, and how many there are."""
    named = "、".join(f"《{document.title}》{_dated(document)}" for document in later[:_NAMED])
    count = f"等{len(later)}份资料" if len(later) > _NAMED else ""
    return f"{named}{count}晚于本材料的日期，没有采用"


def _dated(document: DocumentInfo) -> str:
    return f"（{document.date[:4]}年）" if document.date else ""


def _without(facts: ScopeFacts, later: Sequence[DocumentInfo]) -> ScopeFacts:
    out = {document.id for document in later}
    return replace(
        facts,
        documents=tuple(document for document in facts.documents if document.id not in out),
        observations=tuple(o for o in facts.observations if o.source.document not in out),
        mentions=tuple(m for m in facts.mentions if m.source.document not in out),
        tasks=tuple(task for task in facts.tasks if task.source.document not in out),
        findings=tuple(f for f in facts.findings if f.source.document not in out),
        notes=(*facts.notes, _passed_over(later)),
    )
