"""Facts to rows and back, exactly: the decimal's digits, tuples as JSON lists."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import RowMapping

from briefing.model import (
    DocumentInfo,
    Facts,
    Finding,
    Observation,
    ProjectMention,
    Source,
    Task,
)

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FileInfo:
    """One source file the store has read."""

    sha256: str
    names: tuple[str, ...]  # without folders, sorted: the same bytes may have several
    format: str
    extraction_key: str  # what extracted its facts: code and settings
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """One document of a file, the code of the configured district it speaks for (None: none) and its facts."""

    info: DocumentInfo
    district: str | None
    facts: Facts


# Sections and units repeat from fact to fact: each is written and read once.
@lru_cache(maxsize=4096)
def dump(items: tuple[Any, ...]) -> str:
    return json.dumps(items, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=4096)
def load(text: str) -> tuple[Any, ...]:
    return tuple(tuple(item) if isinstance(item, list) else item for item in json.loads(text))


def storable(values: Values) -> Values:
    """The same without the character that PostgreSQL does not take, NUL. Offsets stay right."""
    return {
        key: value.replace("\0", "\ufffd") if isinstance(value, str) else value
        for key, value in values.items()
    }


def document_row(document: DocumentFacts) -> Values:
    info = document.info
    return {
        "id": info.id,
        "sha256": info.sha256,
        "title": info.title,
        "kind": info.kind,
        "area": info.area,
        "district": document.district,
        "date": info.date,
        "year_reviewed": info.year_reviewed,
        "year_planned": info.year_planned,
    }


def document_info(row: RowMapping, file: str) -> DocumentInfo:
    return DocumentInfo(
        id=row["id"],
        file=file,
        title=row["title"],
        kind=row["kind"],
        area=row["area"],
        date=row["date"],
        year_reviewed=row["year_reviewed"],
        year_planned=row["year_planned"],
        sha256=row["sha256"],
    )


def _common(
    document: int, position: int, fact: Observation | ProjectMention | Task | Finding
) -> Values:
    source = fact.source
    return {
        "document": document,
        "position": position,
        "period": fact.period,
        "area": fact.area,
        "start": source.start,
        "end": source.end,
        "quote": source.quote,
        "sentence": source.sentence,
        "section": dump(source.section),
        "place": source.place,
    }


def observation_rows(document: int, facts: Iterable[Observation]) -> list[Values]:
    return [
        _common(document, position, fact)
        | {
            "key": fact.key,
            "name": fact.name,
            "indicator": fact.indicator,
            "measure": fact.measure,
            "value": str(fact.value),
            "number": float(fact.value),
            "unit": fact.unit,
            "status": fact.status,
            "bound": fact.bound,
            "bound_text": fact.bound_text,
            "vintage": fact.vintage,
            "confidence": fact.confidence,
            "against": fact.against,
            "headline": fact.headline,
            "nature": fact.nature,
            "provisional": fact.provisional,
            "like_for_like": fact.like_for_like,
        }
        for position, fact in enumerate(facts)
    ]


def mention_rows(document: int, facts: Iterable[ProjectMention]) -> list[Values]:
    return [
        _common(document, position, fact)
        | {
            "key": fact.key,
            "kind": fact.kind,
            "name": fact.name,
            "stage": fact.stage,
            "status": fact.status,
            "investment": fact.investment,
            "count": fact.count,
            "investment_bound": fact.investment_bound,
            "unit": fact.unit,
            "bound": fact.bound,
            "bound_text": fact.bound_text,
            "stage_words": fact.stage_words,
            "level": fact.level,
            "category": fact.category,
            "part_of": fact.part_of,
            "details": dump(fact.details),
        }
        for position, fact in enumerate(facts)
    ]


def task_rows(document: int, facts: Iterable[Task]) -> list[Values]:
    return [
        _common(document, position, fact)
        | {
            "kind": fact.kind,
            "number": fact.number,
            "title": fact.title,
            "text": fact.text,
            "lead": dump(fact.lead),
            "responsible": dump(fact.responsible),
            "goal": fact.goal,
            "deadline": fact.deadline,
            "nature": fact.nature,
        }
        for position, fact in enumerate(facts)
    ]


def finding_rows(document: int, findings: Iterable[Finding]) -> list[Values]:
    """Rows of findings about a document's text. Each has one source."""
    return [
        _common(document, position, finding)
        | {"rule": finding.rule, "severity": finding.severity, "message": finding.message}
        for position, finding in enumerate(findings)
    ]


def _source(row: RowMapping, document: DocumentInfo) -> Source:
    return Source(
        document=document.id,
        file=document.file,
        title=document.title,
        start=row["start"],
        end=row["end"],
        quote=row["quote"],
        sentence=row["sentence"],
        section=load(row["section"]),
        place=row["place"],
    )


def observation(row: RowMapping, document: DocumentInfo) -> Observation:
    return Observation(
        name=row["name"],
        indicator=row["indicator"],
        area=row["area"],
        measure=row["measure"],
        value=Decimal(row["value"]),
        unit=row["unit"],
        status=row["status"],
        period=row["period"],
        bound=row["bound"],
        source=_source(row, document),
        bound_text=row["bound_text"],
        vintage=row["vintage"],
        confidence=row["confidence"],
        against=row["against"],
        headline=row["headline"],
        nature=row["nature"],
        provisional=row["provisional"],
        like_for_like=row["like_for_like"],
    )


def mention(row: RowMapping, document: DocumentInfo) -> ProjectMention:
    return ProjectMention(
        kind=row["kind"],
        name=row["name"],
        stage=row["stage"],
        status=row["status"],
        period=row["period"],
        area=row["area"],
        source=_source(row, document),
        investment=row["investment"],
        count=row["count"],
        investment_bound=row["investment_bound"],
        unit=row["unit"],
        bound=row["bound"],
        bound_text=row["bound_text"],
        stage_words=row["stage_words"],
        level=row["level"],
        category=row["category"],
        part_of=row["part_of"],
        details=load(row["details"]),
    )


def task(row: RowMapping, document: DocumentInfo) -> Task:
    return Task(
        kind=row["kind"],
        number=row["number"],
        title=row["title"],
        text=row["text"],
        period=row["period"],
        area=row["area"],
        source=_source(row, document),
        lead=load(row["lead"]),
        responsible=load(row["responsible"]),
        goal=row["goal"],
        deadline=row["deadline"],
        nature=row["nature"],
    )


def finding(row: RowMapping, document: DocumentInfo) -> Finding:
    return Finding(
        rule=row["rule"],
        severity=row["severity"],
        area=row["area"],
        period=row["period"],
        message=row["message"],
        sources=(_source(row, document),),
    )
