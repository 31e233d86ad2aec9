"""Facts to rows and back, exactly: the decimal's digits, tuples as JSON lists."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import RowMapping, Table

from briefing.model import (
    DocumentInfo,
    Facts,
    Finding,
    Observation,
    ProjectMention,
    Source,
    Task,
)
from briefing.store import schema

Values = dict[str, Any]
_Noun = TypeVar("_Noun", bound=Observation | ProjectMention | Task | Finding | DocumentInfo)
_TABLES: dict[type, Table] = {
    Observation: schema.observations,
    ProjectMention: schema.mentions,
    Task: schema.tasks,
    Finding: schema.findings,
    DocumentInfo: schema.documents,
}


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


# What columns hold in another way: how it is written, how it is read.
_OTHERWISE: dict[str, tuple[Callable[[Any], str], Callable[[str], Any]]] = {
    "value": (str, Decimal),
    "details": (dump, load),
    "lead": (dump, load),
    "responsible": (dump, load),
}


def _columns(kind: type, table: Table) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of a noun that have a column of their name, and those of them that it holds in another way."""
    names = tuple(each.name for each in fields(kind) if each.name in table.c)
    return names, tuple(name for name in names if name in _OTHERWISE)


_COLUMNS: dict[type, tuple[tuple[str, ...], tuple[str, ...]]] = {
    kind: _columns(kind, table) for kind, table in _TABLES.items()
}


def _values(noun: Observation | ProjectMention | Task | Finding | DocumentInfo) -> Values:
    names, otherwise = _COLUMNS[type(noun)]
    values = {name: getattr(noun, name) for name in names}
    return values | {name: _OTHERWISE[name][0](values[name]) for name in otherwise}


def _noun(kind: type[_Noun], row: RowMapping, **besides: Any) -> _Noun:
    names, otherwise = _COLUMNS[kind]
    values = {name: row[name] for name in names}
    values |= {name: _OTHERWISE[name][1](values[name]) for name in otherwise}
    return kind(**values, **besides)


def document_row(document: DocumentFacts) -> Values:
    return _values(document.info) | {"district": document.district}


def document_info(row: RowMapping, file: str) -> DocumentInfo:
    return _noun(DocumentInfo, row, file=file)


def _row(
    document: int, position: int, fact: Observation | ProjectMention | Task | Finding
) -> Values:
    source = fact.source
    return _values(fact) | {
        "document": document,
        "position": position,
        "start": source.start,
        "end": source.end,
        "quote": source.quote,
        "sentence": source.sentence,
        "section": dump(source.section),
        "place": source.place,
    }


def observation_rows(document: int, facts: Iterable[Observation]) -> list[Values]:
    return [
        _row(document, position, fact) | {"key": fact.key, "number": float(fact.value)}
        for position, fact in enumerate(facts)
    ]


def mention_rows(document: int, facts: Iterable[ProjectMention]) -> list[Values]:
    return [
        _row(document, position, fact) | {"key": fact.key} for position, fact in enumerate(facts)
    ]


def other_rows(document: int, facts: Iterable[Task | Finding]) -> list[Values]:
    """Rows of tasks, or of findings about a document's text, each of which has one source."""
    return [_row(document, position, fact) for position, fact in enumerate(facts)]


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
    return _noun(Observation, row, source=_source(row, document))


def mention(row: RowMapping, document: DocumentInfo) -> ProjectMention:
    return _noun(ProjectMention, row, source=_source(row, document))


def task(row: RowMapping, document: DocumentInfo) -> Task:
    return _noun(Task, row, source=_source(row, document))


def finding(row: RowMapping, document: DocumentInfo) -> Finding:
    return _noun(Finding, row, sources=(_source(row, document),))
