"""A workbook as bytes that depend on its content only."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence

from openpyxl import Workbook

from briefing import periods
from briefing.model import Pack
from briefing.papers import Request, zipped
from briefing.papers.excel.grid import Grid


def set_properties(book: Workbook, pack: Pack, request: Request) -> None:
    properties = book.properties
    properties.title = f"{pack.scope.name}{periods.label(pack.period)}{request.title}"
    properties.creator = properties.lastModifiedBy = "briefing"
    properties.subject = request.title
    properties.language = "zh-CN"
    when = datetime.datetime.fromisoformat(pack.as_of) if pack.as_of else datetime.datetime(1980, 1, 1)
    properties.created = properties.modified = when


def finished(book: Workbook, grids: Sequence[Grid]) -> bytes:
    """The package: the grids' cells in openpyxl's sheets, no dates in the zip or the properties but the paper's own."""
    modified = book.properties.modified
    buffer = io.BytesIO()
    book.save(buffer)
    parts = zipped.unpack(buffer.getvalue())
    core = "docProps/core.xml"
    stamp = f"{modified:%Y-%m-%dT%H:%M:%SZ}".encode() if modified else b""
    parts[core] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, parts[core])
    for number, sheet in enumerate(book.worksheets, 1):
        grid = next((grid for grid in grids if grid.sheet is sheet), None)
        if grid:
            name = f"xl/worksheets/sheet{number}.xml"
            parts[name] = grid.into(parts[name])
    return zipped.pack(parts)
