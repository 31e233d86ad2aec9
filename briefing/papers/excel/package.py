"""A workbook as bytes that depend on its content only."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.packaging.custom import StringProperty
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import tostring

from briefing import periods
from briefing.model import Pack
from briefing.papers import Request, zipped
from briefing.papers.excel import keys
from briefing.papers.excel.graphs import Drawn
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


class _Archive(dict[str, bytes]):
    """What openpyxl takes for a zip: its parts stay as they are until they are packed, once."""

    def writestr(self, name: str, data: str | bytes) -> None:
        self[name] = data.encode() if isinstance(data, str) else data

    def namelist(self) -> list[str]:
        return list(self)


class _Writer(ExcelWriter):
    """openpyxl's own, without a temporary file for each sheet."""

    def __init__(self, book: Workbook, parts: Any) -> None:
        super().__init__(book, parts)
        self.parts = parts

    def _write_charts(self) -> None:
        charts: list[Any] = self._charts  # type: ignore[attr-defined]
        for chart in charts:
            made = chart.xml if isinstance(chart, Drawn) else tostring(chart._write())
            self.parts[chart.path[1:]] = made
            self.manifest.append(chart)

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        written = io.BytesIO()
        writer: Any = WorksheetWriter(ws, written)
        writer.write()
        ws._rels = writer._rels
        self.parts[ws.path[1:]] = written.getvalue()
        self.manifest.append(ws)


def finished(book: Workbook, grids: Sequence[Grid]) -> bytes:
    """The package: the grids' cells in openpyxl's sheets, no dates in the zip or the properties but the paper's own."""
    parts: Any = _Archive()
    _Writer(book, parts).write_data()
    for number, sheet in enumerate(book.worksheets, 1):
        grid = next((grid for grid in grids if grid.sheet is sheet), None)
        if grid:
            name = f"xl/worksheets/sheet{number}.xml"
            parts[name] = grid.into(parts[name])
        if grid and grid.leads_out:
            name = f"xl/worksheets/_rels/sheet{number}.xml.rels"
            parts[name] = grid.related(parts.get(name, b""))
    return zipped.pack(parts)
