"""Workbooks made from real documents: every figure right, every formula's value the one it comes to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.analysis.pack import build_pack
from briefing.extraction import Lexicon, extract
from briefing.model import Document, DocumentInfo, Pack, Scope
from briefing.papers import render
from briefing.papers.excel import bound_figures, recalculated, stale_values, verify
from briefing.papers.excel.sheets.indicators import _share
from briefing.settings import load_settings
from briefing.sources import documents, read_file
from briefing.store import ScopeFacts
from tests.unit.papers.excel.samples import request


@pytest.fixture(scope="module")
def pack(shared: Path) -> Pack:
    """槐荫区 in 2024, from the documents of its year."""
    settings = load_settings(None)
    district = settings.district("槐荫区")
    assert district
    lexicon = Lexicon.from_indicators(settings.indicators)
    files = sorted((shared / "data" / "seeds").glob("*.txt"))
    found = [
        d
        for file in files
        for d in documents(read_file(file))
        if settings.district(d.area) == district
    ]
    facts = [extract(document, lexicon) for document in found]
    scope_facts = ScopeFacts(
        tuple(_info(document) for document in found),
        tuple(observation for each in facts for observation in each.observations),
        tuple(mention for each in facts for mention in each.mentions),
        tuple(task for each in facts for task in each.tasks),
    )
    return build_pack(
        scope_facts, Scope("district", district.code, district.name), "2024", settings
    )


def _info(document: Document) -> DocumentInfo:
    reading = document.reading
    return DocumentInfo(document.id, reading.file, document.title, document.kind, document.area, document.date, document.year_reviewed,
                        document.year_planned, reading.sha256)  # fmt: skip


@pytest.mark.parametrize("audience", ["leader", "internal"])
def test_every_figure_is_the_documents_own(pack: Pack, audience: str) -> None:
    data = render("excel", pack, request(audience=audience))  # type: ignore[arg-type]
    assert verify(data, pack, request()) == []
    keys = {figure.key for figure in bound_figures(data)}
    assert {observation.key for observation in pack.observations} <= keys


@pytest.mark.slow
def test_formulas_carry_what_they_come_to(
    pack: Pack, program: Callable[[str], str], tmp_path: Path
) -> None:
    data = render("excel", pack, request())
    assert stale_values(data, recalculated(data, program("soffice"), tmp_path)) == []


def test_the_number_of_projects_is_no_share_of_a_target(pack: Pack) -> None:
    shares = {row.indicator: _share(row).value for row in pack.indicators}
    assert shares["key_projects"] is shares["key_projects_investment"] is None
    assert shares["urban_employment_new"] is not None
