"""The review page: one HTML file a source file, the document left with every fact marked in place, the fact's card right.

The page needs no network and no server: script, style and data stand in it. What a person marks is kept by the browser and
saved as a file that `briefing corrections import` takes (see review.js for its shape); from `briefing review --serve` it goes
straight into the store. A page is named by its file's content, so that papers can link to it: `page_name`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from html import unescape
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from briefing.model import Document, Facts, Finding, Observation, ProjectMention, Reading, Source
from briefing.model import Task as Duty
from briefing.papers.page.text import Span, body, unread

# preact 10 (MIT) with htm 3.1.1 (Apache-2.0), as published; both licences are named in docs/licences.md.
_SCRIPTS = ("preact-htm.js", "review.js")
_TITLES = 3  # of a file's documents, in the index
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


Cell = tuple[str, str, str]  # indicator, area and measure
Series = Mapping[Cell, Sequence[Point]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the index: what it is of, and how much of it asks for a look."""

    title: str
    file: str
    sha256: str  # of the file
    facts: int
    doubtful: int
    unread: int
    findings: int
    warnings: int
    grave: int = 0  # of the findings
    stamp: str = ""  # what the page was made from besides its file: equal stamps, equal pages

    @property
    def name(self) -> str:
        return page_name(self.sha256)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper made from the file. link: from the page to it. places: where it prints a fact (第3页, 指标表 C5), by the fact's key."""

    link: str
    places: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Around:
    """What a page says besides its file. index: relative link to the list of all pages, "" where there is none.

    marks: those that hold, as the store has them: id, kind, document, start, end, name, verdict, now, by and at.
    more: how many papers were made from the file besides.
    findings: of the file's districts, as far as they rest on the file, the gravest first; None where only the file itself was checked.
    files: name and sha256 of the files that these findings rest on, by document.
    """

    series: Series = field(default_factory=dict)
    index: str = ""
    marks: Sequence[Mapping[str, Any]] = ()
    stamp: str = ""
    papers: Sequence[Paper] = ()
    more: int = 0
    findings: Sequence[Finding] | None = None
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def page_name(sha256: str) -> str:
    """The name of a file's page: ASCII, for office programs differ in how they read other links."""
    return f"{sha256[:16]}.html"


def link(sha256: str, start: int, end: int) -> str:
    """The page's name with the place of a fact in it, which the page jumps to."""
    return f"{page_name(sha256)}#{start}-{end}"


def review_page(
    reading: Reading, read: Sequence[Read], around: Around | None = None
) -> tuple[bytes, Entry]:
    """The review page of one file, UTF-8, and its line for the index."""
    around = around or Around()
    facts = [fact for each in read for fact in _facts(each, around)]
    findings = _findings(read, around)
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
        "marks": around.marks,
        "papers": [paper.link for paper in around.papers],
        "more": around.more,
    }
    doubtful = sum(fact["confidence"] < SURE for fact in facts)
    titles = [each.document.title for each in read]
    more = f"等{len(titles)}份" if len(titles) > _TITLES else ""
    title = "；".join(titles[:_TITLES]) + more or reading.file
    counts = len(facts), doubtful, len(loose), len(findings), len(reading.warnings)
    grave = sum(finding["severity"] == "high" for finding in findings)
    entry = Entry(title, reading.file, reading.sha256, *counts, grave, around.stamp)
    page = _page(
        "page.html",
        title=read[0].document.title if read else reading.file,
        file=reading.file,
        entry=json.dumps(asdict(entry), ensure_ascii=False),
        index=around.index,
        body=Markup("".join(body(reading, [*spans, *loose]))),
        data=Markup(_inert(data)),
        scripts=[Markup(_asset(name)) for name in _SCRIPTS],
    )
    return page, entry


_HEAD = 20_000  # characters that hold a page's head
_ENTRY = re.compile(r'<meta name="briefing-entry" content="([^"]*)">')


def entry_of(page: Path) -> Entry | None:
    """The line for the index that a page carries in its head; None for what is no review page of this version."""
    try:
        with page.open(encoding="utf-8") as file:
            found = _ENTRY.search(file.read(_HEAD))
        return Entry(**json.loads(unescape(found[1]))) if found else None
    except (OSError, ValueError, TypeError):
        return None


def index_page(entries: Sequence[Entry]) -> bytes:
    """The page that lists all review pages, UTF-8; what asks most for a look stands first."""
    ordered = sorted(entries, key=lambda e: (-e.grave, -e.findings - e.doubtful, e.name))
    return _page("index.html", entries=ordered)


def run_page(
    title: str,
    period: str,
    districts: Sequence[Mapping[str, Any]],
    review: str,
) -> bytes:
    """The page of a job's papers, UTF-8.

    districts: name, found (counts or None), papers (name and link), pages (entry and link), changes (sentences, the first of them),
        changed (how many there are), notes.
    review: link to the review pages, "" where there are none.
    """
    values = {"title": title, "period": period, "districts": districts, "review": review}
    return _page("run.html", **values)


def _page(template: str, **values: Any) -> bytes:
    told: str = (
        _environment().get_template(template).render(style=Markup(_asset("review.css")), **values)
    )
    return told.encode("utf-8")


def cell_of(one: Observation) -> Cell:
    return one.indicator or "", one.area, one.measure


def series_of(observations: Iterable[Observation]) -> dict[Cell, list[Point]]:
    """The values of each canonical indicator over all documents, by period."""
    found: dict[Cell, list[Point]] = {}
    for one in observations:
        if one.indicator:
            found.setdefault(cell_of(one), []).append(_point(one))
    return {key: sorted(set(points), key=_by_period) for key, points in found.items()}


def _by_period(point: Point) -> tuple[str, ...]:
    """Every field counts: equal facts are to give equal pages, however a process hashes."""
    return point.period, point.status, point.file, point.value, point.unit


def _point(one: Observation) -> Point:
    return Point(one.period, one.status, format(one.value, "f"), one.unit, one.source.file)


def _facts(read: Read, around: Around) -> Iterable[dict[str, Any]]:
    for one in read.facts.observations:
        yield _indicator(one, around.series) | _printed(one.key, around.papers)
    for mention in read.facts.mentions:
        yield _project(mention) | _printed(mention.key, around.papers)
    for task in read.facts.tasks:
        if task.kind == "duty":
            yield _duty(task) | _printed(task.key, around.papers)


def _printed(key: str, papers: Sequence[Paper]) -> dict[str, Any]:
    """The papers that print a fact, by their place in the list, and where."""
    found = [
        [place, *paper.places[key]] for place, paper in enumerate(papers) if key in paper.places
    ]
    return {"printed": found} if found else {}


def _indicator(one: Observation, series: Series) -> dict[str, Any]:
    points = series.get(cell_of(one), ())
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
    """Rule and frame with its evidence, in words."""
    from briefing.extraction.rules import RULES

    rule = RULES[one.rule].does if one.rule in RULES else ""
    return [[what, said] for what, said in (("规则", rule), ("语境", one.frame)) if said]


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


def _findings(read: Sequence[Read], around: Around) -> list[dict[str, Any]]:
    from briefing.analysis.rules import titles

    own = {each.document.id for each in read}
    known = around.findings
    if known is None:
        known = [one for each in read for one in each.facts.findings]
    names = titles()
    return [
        {
            "rule": names.get(one.rule, one.rule),
            "severity": one.severity,
            "message": one.message,
            "at": [[source.start, source.end] for source in one.sources if source.document in own],
            "elsewhere": [
                [
                    around.files[source.document][0],
                    link(around.files[source.document][1], source.start, source.end),
                ]
                for source in one.sources
                if source.document not in own and source.document in around.files
            ],
        }
        for one in known
    ]


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
