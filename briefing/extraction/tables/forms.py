"""Tables of tasks and of projects that plain text kept, parted by tabs or strokes: as the tables a reader finds."""

from __future__ import annotations

from briefing import lazy as re
from briefing.extraction.tables import flat
from briefing.model import Document, Table

# What the header of such a table says in one of its cells.
_HEADER = re.compile(
    r"(?m)^[^\n]{0,200}[|\t]\s*(?:项目名称|工程名称|[^|\t\n]{0,6}(?:单位|部门))\s*(?:[|\t]|$)"
)


def form_tables(document: Document) -> tuple[Table, ...]:
    """The real tables of a document and those of forms that stand in its running text, each in text order."""
    text = document.text
    if not ("|" in text or "\t" in text) or not _HEADER.search(text):
        return document.tables
    return (*document.tables, *flat.parted(document))
