"""The review page: one HTML file a source file, the document left with every fact marked in place, the fact's card right.

The page needs no network and no server: script, style and data stand in it. What a person marks is kept by the browser and
saved as a file that `briefing corrections import` takes (see review.js for its shape).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from briefing.model import Document, Facts, Finding, Observation, ProjectMention, Reading, Source
from briefing.model import Task as Duty
from briefing.papers.page.text import Span, body, unread

# preact 10 (MIT) with htm 3.1.1 (Apache-2.0), as published; both licences are named in docs/licences.md.
_SCRIPTS = ("preact-htm.js", "review.js")
SURE = 0.9  # from this confidence on a fact is not stepped to as doubtful


@dataclass(frozen=True, slots=True)
class Read:
    """One document of a file with what was read from it."""

    document: Document
    facts: Facts


@dataclass(frozen=True, slots=True)
class Point:
    """One value of an indicator elsewhere: for the series on a card."""

    period: str
    status: str
    value: str
    unit: str
    file: str


Series = Mapping[tuple[str, str, str], Sequence[Point]]  # by indicator, area and measure


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the index: what it is of, and how much of it asks for a look."""

    title: str
    file: str
    facts: int
    doubtful: int
    unread: int
    findings: int
    warnings: int
    name: str = ""  # of the page's file

    def named(self, name: str) -> Entry:
        return replace(self, name=name)


def review_page(
    reading: Reading, read: Sequence[Read], series: Series | None = None, index: str = ""
) -> tuple[bytes, Entry]:
    """The review page of one file, UTF-8, and its line for the index.

    index: relative link to the page that lists all pages, "" where there is none.
    """
    facts = [fact for each in read for fact in _facts(each, series or {})]
    findings = [_finding(one) for each in read for one in each.facts.findings]
    spans = [
        Span(fact["start"], fact["end"], place, _kind(fact)) for place, fact in enumerate(facts)
    ]
    loose = unread(reading, spans)
    data = {
        "file": reading.file,
        "sha256": reading.sha256,
        "sure": SURE,
        "documents": [
            {"id": each.document.id, "start": each.document.start, "end": each.document.end}
            for each in read
        ],
        "facts": facts,
        "findings": findings,
        "unread": len(loose),
        "warnings": reading.warnings,
    }
    page = _page(
        "page.html",
        title=read[0].document.title if read else reading.file,
        file=reading.file,
        index=index,
        body=Markup("".join(body(reading, [*spans, *loose]))),
        data=Markup(_inert(data)),
        scripts=[Markup(_asset(name)) for name in _SCRIPTS],
    )
    doubtful = sum(fact["confidence"] < SURE for fact in facts)
    title = "；".join(each.document.title for each in read) or reading.file
    counts = len(facts), doubtful, len(loose), len(findings), len(reading.warnings)
    return page, Entry(title, reading.file, *counts)


def index_page(entries: Sequence[Entry]) -> bytes:
    """The page that lists all review pages, UTF-8; what asks most for a look stands first."""
    ordered = sorted(entries, key=lambda e: (-e.findings - e.doubtful, e.name))
    return _page("index.html", entries=ordered)


def run_page(
    title: str,
    period: str,
    districts: Sequence[Mapping[str, Any]],
    review: str,
) -> bytes:
    """The page of a job's papers, UTF-8.

    districts: name, found (counts or None), papers (name and link), notes.
    review: link to the review pages, "" where there are none.
    """
    values = {"title": title, "period": period, "districts": districts, "review": review}
    return _page("run.html", **values)


def _page(template: str, **values: Any) -> bytes:
    told: str = (
        _environment().get_template(template).render(style=Markup(_asset("review.css")), **values)
    )
    return told.encode("utf-8")


def series_of(read: Iterable[Read]) -> dict[tuple[str, str, str], list[Point]]:
    """The values of each canonical indicator over all documents, by period."""
    found: dict[tuple[str, str, str], list[Point]] = {}
    for each in read:
        for one in each.facts.observations:
            if one.indicator:
                found.setdefault((one.indicator, one.area, one.measure), []).append(_point(one))
    return {key: sorted(set(points), key=_by_period) for key, points in found.items()}


def _by_period(point: Point) -> tuple[str, str, str]:
    return point.period, point.status, point.file


def _point(one: Observation) -> Point:
    return Point(one.period, one.status, format(one.value, "f"), one.unit, one.source.file)


def _facts(read: Read, series: Series) -> Iterable[dict[str, Any]]:
    for one in read.facts.observations:
        yield _indicator(one, series)
    for mention in read.facts.mentions:
        yield _project(mention)
    for task in read.facts.tasks:
        if task.kind == "duty":
            yield _duty(task)


def _indicator(one: Observation, series: Series) -> dict[str, Any]:
    points = series.get((one.indicator or "", one.area, one.measure), ())
    return _source("indicator", one.source, one.area) | {
        "name": one.name,
        "id": one.indicator or "",
        "measure": one.measure,
        "value": format(one.value, "f"),
        "unit": one.unit,
        "status": one.status,
        "period": one.period,
        "bound": one.bound,
        "confidence": one.confidence,
        "why": _why(one),
        "series": [[p.period, p.status, p.value, p.unit, p.file] for p in points],
    }


def _why(one: Observation) -> list[list[str]]:
    """Rule and frame with its evidence, where extraction tells them."""
    told = (("规则", getattr(one, "rule", "")), ("语境", getattr(one, "frame", "")))
    return [[what, str(said)] for what, said in told if said]


def _project(mention: ProjectMention) -> dict[str, Any]:
    return _source("project", mention.source, mention.area) | {
        "name": mention.name,
        "group": mention.kind == "portfolio",
        "stage": mention.stage,
        "stage_words": mention.stage_words,
        "status": mention.status,
        "period": mention.period,
        "count": str(mention.count or ""),
        "investment": str(mention.investment or ""),
        "confidence": 1.0,
    }


def _duty(task: Duty) -> dict[str, Any]:
    return _source("duty", task.source, task.area) | {
        "name": task.title,
        "lead": "、".join(task.lead),
        "responsible": "、".join(task.responsible),
        "status": "",
        "period": task.period,
        "confidence": 1.0,
    }


def _source(kind: str, source: Source, area: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "document": source.document,
        "start": source.start,
        "end": source.end,
        "quote": source.quote,
        "sentence": source.sentence,
        "section": " › ".join(source.section),
        "place": source.place,
        "area": area,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "at": [source.start for source in finding.sources],
    }


def _kind(fact: Mapping[str, Any]) -> str:
    doubtful = " doubt" if fact["confidence"] < SURE else ""
    return f"{fact['kind']} {fact['status']}{doubtful}".replace("  ", " ").strip()


def _inert(data: object) -> str:
    """JSON that cannot end its script element, whatever a document says."""
    told = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return told.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("briefing.papers.page", "."),
        autoescape=True,
        undefined=StrictUndefined,
    )


@lru_cache(maxsize=8)
def _asset(name: str) -> str:
    return resources.files("briefing.papers.page").joinpath(name).read_text(encoding="utf-8")
