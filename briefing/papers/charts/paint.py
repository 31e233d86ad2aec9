"""Scenes to PDF: vector, one embedded font, and a side map that says of every printed digit where it comes from.

The side map is a private dictionary of the catalogue (PieceInfo, ISO 32000-1 14.5), which no reader shows and every tool keeps:
a JSON list of [page, kind, text, keys, x, y, size], one entry for each run of text that holds a digit.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfdoc import PDFCatalog, PDFDictionary, PDFStream, PDFString, PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from briefing.papers import fonts
from briefing.papers.charts.scene import Dot, Path, Scene, Text, plain, width

APPLICATION = "Briefing"
# Streams are compressed bytes: the ASCII armour reportlab adds by default makes a file a quarter larger.
rl_config.useA85 = 0

_DIGIT = re.compile(r"[0-9０-９]")


@dataclass(slots=True)
class Page:
    """One page: its scene, its entries in the outline and the places links may lead to (name, y)."""

    scene: Scene
    width: float
    height: float
    outline: list[tuple[str, float]] = field(default_factory=list)
    anchors: list[tuple[str, float]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What it holds, for messages."""
        return "、".join(name for name, _ in self.outline)


@dataclass(frozen=True, slots=True)
class Metadata:
    title: str
    author: str = ""
    subject: str = ""
    keywords: str = ""
    date: str = ""  # ISO date


def to_pdf(
    pages: Sequence[Page], metadata: Metadata, links: Mapping[str, str] | None = None
) -> bytes:
    """The PDF of the pages: the same bytes for the same pages. Raises PaperError naming a character the font lacks.

    links: where the figures of a key lead to, outside of the document.
    """
    font = fonts.font()
    first = pages[0]
    data = io.BytesIO()
    canvas: Any = Canvas(
        data,
        pagesize=(first.width, first.height),
        pageCompression=1,
        invariant=1,
        initialFontName=font.fontName,  # type: ignore[arg-type]
        lang="zh-CN",
    )
    _describe(canvas, metadata)
    side_map: list[list[object]] = []
    for number, page in enumerate(pages, 1):
        canvas.setPageSize((page.width, page.height))
        _paint_page(canvas, page, number, side_map)
        if links:
            _link(canvas, page, links)
        canvas.showPage()
    _embed(canvas, side_map)
    canvas.save()
    return data.getvalue()


def _describe(canvas: Any, metadata: Metadata) -> None:
    canvas.setTitle(metadata.title)
    canvas.setAuthor(metadata.author)
    canvas.setSubject(metadata.subject)
    canvas.setKeywords(metadata.keywords)
    canvas.setCreator("briefing")
    canvas.setProducer("briefing")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    if metadata.date:
        stamp = f"D:{metadata.date.replace('-', '')}000000+08'00'"
        canvas.setDateFormatter(lambda *_: stamp)


def _paint_page(canvas: Any, page: Page, number: int, side_map: list[list[object]]) -> None:
    for name, y in page.anchors:
        canvas.bookmarkPage(name, fit="XYZ", left=0, top=y, zoom=0)
    for place, (name, y) in enumerate(page.outline):
        canvas.bookmarkPage(f"page{number}-{place}", fit="XYZ", left=0, top=y, zoom=0)
        canvas.addOutlineEntry(name, f"page{number}-{place}", 0)
        canvas.showOutline()
    where = page.name or f"第{number}页"
    for mark in page.scene.marks:
        if isinstance(mark, Text):
            _paint_text(canvas, mark, where)
            side_map += _entries(mark, number)
        elif isinstance(mark, Path):
            _paint_path(canvas, mark)
        else:
            _paint_dot(canvas, mark)


def _link(canvas: Any, page: Page, links: Mapping[str, str]) -> None:
    """Links over the figures of a page that show nothing of themselves."""
    for mark in (mark for mark in page.scene.marks if isinstance(mark, Text)):
        x = _start(mark)
        for run in mark.text:
            wide = fonts.width(run.text, mark.size)
            url = next((links[key] for key in run.keys if key in links), "")
            if url:
                box = (x, mark.y - 0.25 * mark.size, x + wide, mark.y + mark.size)
                canvas.linkURL(url, box, Border="[0 0 0]")
            x += wide


@lru_cache(maxsize=64)
def _colour(name: str) -> Color:
    return HexColor(name)


def _start(mark: Text) -> float:
    """Where the line of text begins."""
    if mark.anchor == "start":
        return mark.x
    return mark.x - width(mark.text, mark.size) * (0.5 if mark.anchor == "middle" else 1.0)


def _paint_text(canvas: Any, mark: Text, where: str) -> None:
    text = plain(mark.text)
    if not text:
        return
    fonts.check(text, where)
    x = _start(mark)
    _fill(canvas, mark.colour)
    canvas._code.append(f"BT 1 0 0 1 {fp_str(x, mark.y)} Tm {_shown(canvas, text, mark.size)} ET")
    if mark.link:
        box = (x, mark.y - 0.25 * mark.size, x + width(mark.text, mark.size), mark.y + mark.size)
        canvas.linkAbsolute("", mark.link, box, Border="[0 0 0]")


def _shown(canvas: Any, text: str, size: float) -> str:
    """What shows a text in our font, as reportlab writes it, without the states it keeps for texts of many lines."""
    font: Any = fonts.font()
    return " ".join(
        f"{font.getSubsetInternalName(subset, canvas._doc)} {fp_str(size)} Tf ({canvas._escape(codes)}) Tj"
        for subset, codes in font.splitString(text, canvas._doc)
    )


def _fill(canvas: Any, colour: str) -> None:
    """Fill in a colour from here on."""
    if canvas._fillColorObj is not _colour(colour):
        canvas.setFillColor(_colour(colour))


def _paint_path(canvas: Any, mark: Path) -> None:
    path = canvas.beginPath()
    path.moveTo(*mark.points[0])
    for point in mark.points[1:]:
        path.lineTo(*point)
    if mark.closed:
        path.close()
    if mark.fill:
        _fill(canvas, mark.fill)
    if mark.stroke:
        canvas.setStrokeColor(_colour(mark.stroke))
        canvas.setLineWidth(mark.width)
        canvas.setDash(list(mark.dash))
    canvas.drawPath(path, stroke=int(bool(mark.stroke)), fill=int(bool(mark.fill)))


def _paint_dot(canvas: Any, mark: Dot) -> None:
    _fill(canvas, mark.fill)
    if mark.stroke:
        canvas.setStrokeColor(_colour(mark.stroke))
        canvas.setLineWidth(mark.width)
        canvas.setDash([])
    canvas.circle(mark.x, mark.y, mark.radius, stroke=int(bool(mark.stroke)), fill=1)


def _entries(mark: Text, page: int) -> list[list[object]]:
    entries: list[list[object]] = []
    if not _DIGIT.search(plain(mark.text)):
        return entries
    x = _start(mark)
    for run in mark.text:
        if _DIGIT.search(run.text):
            entries.append(
                [
                    page,
                    run.kind,
                    run.text,
                    list(run.keys),
                    round(x, 2),
                    round(mark.y, 2),
                    round(mark.size, 2),
                ]
            )
        x += fonts.width(run.text, mark.size)
    return entries


def _embed(canvas: Any, side_map: list[list[object]]) -> None:
    """Hang the side map into the catalogue. reportlab writes only the entries it knows, so ours is added to those."""
    document = canvas._doc
    stream: Any = PDFStream(
        content=json.dumps(side_map, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    )
    stream.filters = [PDFZCompress]
    private = PDFDictionary(
        {"LastModified": PDFString("D:20000101000000"), "Private": document.Reference(stream)}
    )
    document.Catalog.__NoDefault__ = [*PDFCatalog.__NoDefault__, "PieceInfo"]
    document.Catalog.PieceInfo = PDFDictionary({APPLICATION: private})
