"""The contract's JSON objects of project mentions, and what those of all facts share."""

from __future__ import annotations

from typing import Any

from briefing.model import CELL_BREAK, ProjectMention, Source

_WHERE_SAID = (
    "investment_bound",
    "unit",
    "bound_text",
    "stage_words",
    "level",
    "category",
    "part_of",
)


def source_row(source: Source, area: str) -> dict[str, Any]:
    """Where a fact stands: doc, document, area, section, sentence, quote, start, end, and place where the format has one."""
    row: dict[str, Any] = {
        "doc": source.file,
        "document": source.title,
        "area": area,
        "section": list(source.section),
        "sentence": source.sentence.replace(CELL_BREAK, ""),
        "quote": source.quote,
        "start": source.start,
        "end": source.end,
    }
    if source.place:
        row["place"] = source.place
    return row


def mention_row(mention: ProjectMention) -> dict[str, Any]:
    """A project fact: the contract's keys and, of a ledger's row, its other columns as `details`."""
    row = {
        "fact": "project",
        **source_row(mention.source, mention.area),
        "kind": mention.kind,
        "name": mention.name,
        "stage": mention.stage,
        "status": mention.status,
        "period": mention.period,
        "investment": mention.investment,
        "count": mention.count,
    }
    row |= {key: value for key in _WHERE_SAID if (value := getattr(mention, key))}
    if mention.bound != "exact":
        row["bound"] = mention.bound
    if mention.details:
        row["details"] = dict(mention.details)
    return row
