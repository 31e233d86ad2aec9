"""What workers do. Each function takes the settings (the supervisor's context) and a payload, and returns bytes.

What only reading needs is imported where it is used: a worker that renders does not pay for it.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.artifacts.printed import Places
from briefing.jobs.supervisor import still_at_work
from briefing.model import Document, DocumentInfo, Facts, Pack, Reading
from briefing.papers import Request, render
from briefing.settings import Settings
from briefing.settings.schema import Indicator

if TYPE_CHECKING:
    from briefing.extraction import Lexicon
    from briefing.papers.page import Read
    from briefing.store import DocumentFacts


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. extraction_key: what its facts are extracted with."""

    path: Path
    extraction_key: str


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """A paper to render. pack: the pickled Pack as its audience may see it, pickled once for all such papers of its district."""

    kind: str
    pack: bytes
    request: Request


def read_source(settings: Settings, source: SourceFile) -> bytes:
    """The pickled (FileInfo, list of DocumentFacts) of a file. Raises SourceError."""
    from briefing.extraction import unread_lines
    from briefing.extraction.unread import warnings
    from briefing.sources import documents
    from briefing.store import FileInfo

    reading = _read(source.path)
    made = documents(reading)
    found = [_facts(settings, document) for document in made]
    unread = [*unread_lines([one for document in found for one in document.facts.unread])]
    unread += warnings(reading, [(one, its.facts) for one, its in zip(made, found, strict=True)])
    file = FileInfo(
        reading.sha256,
        (reading.file,),
        reading.format,
        source.extraction_key,
        (*reading.warnings, *unread),
    )
    return pickle.dumps((file, found), pickle.HIGHEST_PROTOCOL)


def _read(path: Path) -> Reading:
    from briefing.sources import read_file, slow

    with slow.heard_by(still_at_work):
        return read_file(path)


def _facts(settings: Settings, document: Document) -> DocumentFacts:
    from briefing.store import DocumentFacts

    district = settings.district(document.area) if document.area else None
    info = DocumentInfo(
        id=document.id,
        file=document.reading.file,
        title=document.title,
        kind=document.kind,
        area=document.area,
        date=document.date,
        year_reviewed=document.year_reviewed,
        year_planned=document.year_planned,
        sha256=document.reading.sha256,
    )
    return DocumentFacts(info, district.code if district else None, _extracted(settings, document))


def _extracted(settings: Settings, document: Document) -> Facts:
    from briefing.analysis.rules import text_findings
    from briefing.extraction import extract

    facts = extract(document, _lexicon(settings.indicators))
    return replace(facts, findings=text_findings(document))


def read_reviewed(settings: Settings, path: Path) -> tuple[Reading, list[Read]]:
    """A file as its review page shows it: what its documents say, without marks. Raises SourceError."""
    from briefing.papers.page import Read
    from briefing.sources import documents

    reading = _read(path)
    return reading, [Read(each, _extracted(settings, each)) for each in documents(reading)]


@lru_cache(maxsize=1)
def _lexicon(indicators: tuple[Indicator, ...]) -> Lexicon:
    from briefing.extraction import Lexicon

    return Lexicon.from_indicators(indicators)


def render_paper(settings: Settings, order: PaperOrder) -> bytes:
    """A paper and where it prints which fact, as `made` takes them apart. Raises PaperError."""
    printed: Places = {}
    data = render(order.kind, _pack(order.pack), order.request, printed)
    return pickle.dumps((data, printed))


def made(outcome: bytes) -> tuple[bytes, Places]:
    """What `render_paper` gave: the bytes of a paper and the places of its facts by their keys."""
    data, printed = pickle.loads(outcome)
    return data, printed


@lru_cache(maxsize=1)
def _pack(data: bytes) -> Pack:
    pack: Pack = pickle.loads(data)
    return pack
