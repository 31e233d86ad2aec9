"""What the tests of the analysis share: settings, and the facts of the real documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.analysis.index import Index
from briefing.analysis.rules import text_findings
from briefing.extraction import Lexicon, extract
from briefing.model import DocumentInfo
from briefing.settings import Settings, load_settings
from briefing.sources import documents, read_bytes
from briefing.store import ScopeFacts
from tests.once import once


@pytest.fixture(scope="session")
def settings() -> Settings:
    return load_settings()


def facts_by_area(files: dict[str, bytes], settings: Settings) -> dict[str, ScopeFacts]:
    """What files say, by the area as their documents name it: the way the store gives it, without one."""
    found: dict[str, list[tuple[DocumentInfo, ScopeFacts]]] = {}
    for name, data in files.items():
        for area, info, one in _facts_of(name, data, settings):
            found.setdefault(area, []).append((info, one))
    return {
        area: _joined(
            [
                facts
                for _, facts in sorted(
                    of, key=lambda each: (each[0].date, each[0].title, each[0].id)
                )
            ]
        )
        for area, of in found.items()
    }


@once
def _facts_of(
    name: str, data: bytes, settings: Settings
) -> list[tuple[str, DocumentInfo, ScopeFacts]]:
    lexicon = Lexicon.from_indicators(settings.indicators)
    reading = read_bytes(name, data)
    found = []
    for document in documents(reading):
        facts = extract(document, lexicon)
        info = DocumentInfo(
            document.id, name, document.title, document.kind, document.area, document.date, document.year_reviewed,
            document.year_planned, reading.sha256,
        )  # fmt: skip
        one = ScopeFacts(
            (info,), facts.observations, facts.mentions, facts.tasks, text_findings(document)
        )
        found.append((document.area, info, one))
    return found


def _joined(facts: list[ScopeFacts]) -> ScopeFacts:
    return ScopeFacts(
        documents=tuple(document for each in facts for document in each.documents),
        observations=tuple(o for each in facts for o in each.observations),
        mentions=tuple(m for each in facts for m in each.mentions),
        tasks=tuple(task for each in facts for task in each.tasks),
        findings=tuple(finding for each in facts for finding in each.findings),
    )


@pytest.fixture(scope="session")
def seed_files(shared: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in sorted((shared / "data" / "seeds").glob("*.txt"))
    }


@pytest.fixture(scope="session")
def seeds(seed_files: dict[str, bytes], settings: Settings) -> dict[str, ScopeFacts]:
    """The facts of the real districts, by area."""
    return facts_by_area(seed_files, settings)


@pytest.fixture(scope="session")
def huaiyin(seeds: dict[str, ScopeFacts], settings: Settings) -> Index:
    return Index(seeds["槐荫区"], settings)
