"""Tables as tests write them, and observations as tests read them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache

import openpyxl

from briefing.extraction.lexicon import Lexicon
from briefing.extraction.tables import read_tables
from briefing.model import Document, Observation
from briefing.settings import load_indicators
from briefing.sources import documents, read_bytes

Rows = Sequence[Sequence[object]]


@cache
def lexicon() -> Lexicon:
    return Lexicon.from_indicators(load_indicators())


def sheet(
    rows: Rows,
    *,
    name: str = "云岭县.xlsx",
    merged: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    hidden_columns: str = "",
) -> Document:
    """The document of a workbook with one sheet. Rows from 1, columns by their letters."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    for area in merged:
        page.merge_cells(area)
    for number in hidden_rows:
        page.row_dimensions[number].hidden = True
    for letter in hidden_columns:
        page.column_dimensions[letter].hidden = True
    stored = io.BytesIO()
    book.save(stored)
    return document(name, stored.getvalue())


def text(written: str, *, name: str = "云岭县.txt") -> Document:
    return document(name, written.encode())


def document(name: str, data: bytes) -> Document:
    (found,) = documents(read_bytes(name, data))
    return found


def facts(of: Document) -> list[str]:
    """What a document's tables say, a line each: name [id] measure value unit · status period, and what is not usual."""
    return [line(observation, of) for observation in read_tables(of, lexicon()).observations]


def line(seen: Observation, of: Document) -> str:
    name = seen.name + (f" [{seen.indicator}]" if seen.indicator else "")
    bound = "" if seen.bound == "exact" else f" {seen.bound}"
    area = "" if seen.area == of.area else f" @{seen.area}"
    return f"{name} {seen.measure} {seen.value}{seen.unit}{bound} {seen.status} {seen.period}{area}"
