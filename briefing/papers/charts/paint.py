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
from reportlab.lib.colors import HexColor
from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase.pdfdoc import PDFCatalog, PDFDictionary, PDFStream, PDFString, PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from briefing.papers import fonts
from briefing.papers.charts.embedded import Embedded
from briefing.papers.charts.scene import Dot, Path, Scene, Text, plain

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
    pages: Sequence[Page],
    metadata: Metadata,
    links: Mapping[str, str] | None = None,
    printed: dict[str, list[str]] | None = None,
) -> bytes:
    """The PDF of the pages: the same bytes for the same pages. Raises PaperError naming a character the font lacks.

    links: where the figures of a key lead to, outside of the document. printed: takes on which pages (第3页) a key's figures stand.
    """
    first = pages[0]
    data = io.BytesIO()
    canvas: Any = Canvas(
        data,
        pagesize=(first.width, first.height),
        pageCompression=1,
        invariant=1,
        initialFontName=fonts.font().fontName,  # type: ignore[arg-type]
        lang="zh-CN",
    )
    _describe(canvas, metadata)
    painter = _Painter(canvas, links or {})
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        painter.paint(page)
        canvas.showPage()
    canvas._doc.delayedFonts.append(painter.font)
    if printed is not None:
        _place(painter.side_map, printed)
    _embed(canvas, painter.side_map)
    canvas.save()
    return data.getvalue()


def _place(side_map: Sequence[Sequence[Any]], printed: dict[str, list[str]]) -> None:
    for page, _, _, keys, *_ in side_map:
        for key in keys:
            said = printed.setdefault(key, [])
            if (place := f"第{page}页") not in said:
                said.append(place)


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


class _Painter:
    """Writes scenes as page contents; a colour, a line's look or a size of type that holds already is not said again."""

    def __init__(self, canvas: Any, links: Mapping[str, str]) -> None:
        self._canvas = canvas
        self._links = links
        self.font = Embedded(fonts.font())
        self.side_map: list[list[object]] = []
        self._linked: list[str] = []  # links of the page
        self._number = 0  # of the page
        self._size = 0.0
        self._fill = self._line = ""

    def paint(self, page: Page) -> None:
        self._number += 1
        self._size = 0.0
        self._fill = self._line = ""
        for name, y in page.anchors:
            self._canvas.bookmarkPage(name, fit="XYZ", left=0, top=y, zoom=0)
        for place, (name, y) in enumerate(page.outline):
            key = f"page{self._number}-{place}"
            self._canvas.bookmarkPage(key, fit="XYZ", left=0, top=y, zoom=0)
            self._canvas.addOutlineEntry(name, key, 0)
            self._canvas.showOutline()
        where = page.name or f"第{self._number}页"
        for mark in page.scene.marks:
            if isinstance(mark, Text):
                self._text(mark, where)
            elif isinstance(mark, Path):
                self._path(mark)
            else:
                self._dot(mark)
        if self._linked:
            self._canvas._annotationrefs.append("\n".join(self._linked).encode())
            self._linked.clear()

    def _text(self, mark: Text, where: str) -> None:
        text = plain(mark.text)
        if not text:
            return
        try:
            shown = self.font.shown(text)
        except KeyError:
            fonts.check(text, where)
            raise
        x = mark.x
        if mark.anchor != "start":
            x -= fonts.width(text, mark.size) * (0.5 if mark.anchor == "middle" else 1.0)
        size = "" if self._size == mark.size else f"{self.font.name} {mark.size:.6g} Tf "
        self._size = mark.size
        self._canvas._code.append(
            f"{self._filled(mark.colour)}BT {size}1 0 0 1 {x:.2f} {mark.y:.2f} Tm {shown} Tj ET"
        )
        if mark.link:
            end = x + fonts.width(text, mark.size)
            box = (x, mark.y - 0.25 * mark.size, end, mark.y + mark.size)
            self._canvas.linkAbsolute("", mark.link, box, Border="[0 0 0]")
        if _DIGIT.search(text) or any(run.keys for run in mark.text):
            self._say_of(mark, x)

    def _say_of(self, mark: Text, x: float) -> None:
        """The entries of a text in the side map, and the links of its runs. x: where it begins."""
        for run in mark.text:
            wide = fonts.width(run.text, mark.size)
            if _DIGIT.search(run.text):
                place = (round(x, 2), round(mark.y, 2), round(mark.size, 2))
                self.side_map.append([self._number, run.kind, run.text, run.keys, *place])
            if url := next((self._links[key] for key in run.keys if key in self._links), ""):
                self._link(url, (x, mark.y - 0.25 * mark.size, x + wide, mark.y + mark.size))
            x += wide

    def _link(self, url: str, box: tuple[float, float, float, float]) -> None:
        """A link that shows nothing of itself. A pack has more than a thousand: they are written at once, not put together of
        reportlab's parts, and where several lead to the same place it is said once."""
        document = self._canvas._doc
        if url not in document.idToObject:
            document.Reference(f"<< /S /URI /URI ({escapePDF(url.encode())}) >>".encode(), url)
        number, _ = document.idToObjectNumberAndVersion[url]
        left, bottom, right, top = box
        self._linked.append(
            f"<</Subtype/Link/Rect[{left:.1f} {bottom:.1f} {right:.1f} {top:.1f}]"
            f"/Border[0 0 0]/A {number} 0 R>>"
        )

    def _path(self, mark: Path) -> None:
        (x, y), *others = mark.points
        way = " ".join([f"{x:.2f} {y:.2f} m", *[f"{x:.2f} {y:.2f} l" for x, y in others]])
        self._shape(mark, way + " h" if mark.closed else way, mark.dash)

    def _dot(self, mark: Dot) -> None:
        self._shape(mark, _circle(mark.x, mark.y, mark.radius), ())

    def _shape(self, mark: Path | Dot, way: str, dash: tuple[float, ...]) -> None:
        fill = self._filled(mark.fill) if mark.fill else ""
        line = self._lined(mark.stroke, mark.width, dash) if mark.stroke else ""
        self._canvas._code.append(f"{fill}{line}{way} {_ENDS[bool(mark.fill), bool(mark.stroke)]}")

    def _filled(self, colour: str) -> str:
        if colour == self._fill:
            return ""
        self._fill = colour
        return f"{_colour(colour)} rg "

    def _lined(self, colour: str, width: float, dash: tuple[float, ...]) -> str:
        line = f"{_colour(colour)} RG {width:.6g} w [{' '.join(map(str, dash))}] 0 d "
        if line == self._line:
            return ""
        self._line = line
        return line


_ENDS = {(True, True): "B*", (True, False): "f*", (False, True): "S", (False, False): "n"}
_BOW = 0.5523  # of the radius: how far the handles of a quarter of a circle reach


def _circle(x: float, y: float, radius: float) -> str:
    bow, left, right, low, high = radius * _BOW, x - radius, x + radius, y - radius, y + radius
    return (
        f"{left:.2f} {y:.2f} m "
        f"{left:.2f} {y - bow:.2f} {x - bow:.2f} {low:.2f} {x:.2f} {low:.2f} c "
        f"{x + bow:.2f} {low:.2f} {right:.2f} {y - bow:.2f} {right:.2f} {y:.2f} c "
        f"{right:.2f} {y + bow:.2f} {x + bow:.2f} {high:.2f} {x:.2f} {high:.2f} c "
        f"{x - bow:.2f} {high:.2f} {left:.2f} {y + bow:.2f} {left:.2f} {y:.2f} c h"
    )


@lru_cache(maxsize=64)
def _colour(name: str) -> str:
    """#16527f as its shares of red, green and blue."""
    colour = HexColor(name)
    return f"{colour.red:.6g} {colour.green:.6g} {colour.blue:.6g}"


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
