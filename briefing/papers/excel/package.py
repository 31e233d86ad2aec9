"""A workbook as bytes that depend on its content only."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from briefing import periods
from briefing.model import Pack
from briefing.papers import Request, zipped
from briefing.papers.excel import keys
from briefing.papers.excel.grid import Grid

_PROPOSALS = "briefing_proposals"


def set_properties(book: Workbook, pack: Pack, request: Request) -> None:
    properties = book.properties
    properties.title = f"{pack.scope.name}{periods.label(pack.period)}{request.title}"
    properties.creator = properties.lastModifiedBy = "briefing"
    properties.subject = request.title
    properties.language = "zh-CN"
    when = (
        datetime.datetime.fromisoformat(pack.as_of) if pack.as_of else datetime.datetime(1980, 1, 1)
    )
    properties.created = properties.modified = when


def mark_proposals(book: Workbook, count: int) -> None:
    """Say in the file's properties that so many of its rows print units that nobody confirmed."""
    book.custom_doc_props.append(StringProperty(name=_PROPOSALS, value=str(count)))  # type: ignore[attr-defined]


def has_proposals(data: bytes) -> bool:
    """Whether a workbook prints units that nobody confirmed (拟): it is not to be sent. False for what is no workbook."""
    try:
        return _PROPOSALS.encode() in zipped.unpack(data).get("docProps/custom.xml", b"")
    except zipfile.BadZipFile:
        return False


def seal_of(data: bytes) -> str:
    """The seal of a form, "" for any other workbook."""
    try:
        properties = zipped.unpack(data).get("docProps/custom.xml", b"")
    except zipfile.BadZipFile:
        return ""
    name = f'name="{keys.PROPERTY}seal"'.encode()
    found = re.search(name + rb"[^>]*><vt:lpwstr[^>]*>([0-9a-f]{64})<", properties)
    return found[1].decode() if found else ""


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
        if grid and grid.leads_out:
            name = f"xl/worksheets/_rels/sheet{number}.xml.rels"
            parts[name] = grid.related(parts.get(name, b""))
    return zipped.pack(parts)
