"""Word documents: paragraphs and tables in body order, automatic numbers, text boxes, merged cells.

Read from the XML: python-docx drops automatic numbers, content controls, tracked insertions and text boxes.
Headers, footers, deleted and hidden text and the table of contents are left out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from briefing.errors import SourceError
from briefing.sources import numbering
from briefing.sources.ooxml import attribute, child, local, number, parse, value
from briefing.sources.raw import Builder, Raw, RawCell

_SKIPPED = {
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "pPr",
    "rPr",
    "txbxContent",
    "Fallback",
    "footnoteReference",
    "endnoteReference",
    "proofErr",
}
_SPACE = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}
_OFF = ("0", "false", "off")
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    number: str | None
    level: int | None  # in its list
    outline: int | None


@dataclass(slots=True)
class _Story:
    """What the walk through the body needs at hand."""

    builder: Builder
    styles: dict[str, _Style]
    numbers: numbering.Numbering
    tables: int = 0

    def paragraph(self, element: etree._Element) -> None:
        style = _chain(self.styles, value(element, "pPr", "pStyle"))
        if any(one.name.lower().startswith("toc") for one in style):
            return
        text = self._number(element, style) + _text(element)
        self.builder.paragraph(text, 0 if not text.strip() else _outline(element, style))
        for box in _boxes(element):
            self.walk(box)

    def _number(self, element: etree._Element, style: list[_Style]) -> str:
        own = child(element, "pPr", "numPr")
        which = value(own, "numId") or next((one.number for one in style if one.number), None)
        level = value(own, "ilvl") or next(
            (str(one.level) for one in style if one.level is not None), "0"
        )
        return self.numbers.next(which, number(level)) if which and which != "0" else ""

    def walk(self, parent: etree._Element) -> None:
        for element in parent:
            name = local(element)
            if name == "p":
                self.paragraph(element)
            elif name == "tbl":
                self.table(element)
            elif name in _WRAPPERS:
                self.walk(element)
            elif name == "AlternateContent":
                choice = child(element, "Choice")
                self.walk(choice if choice is not None else element)

    def table(self, element: etree._Element) -> None:
        rows = list(_inside(element, "tr"))
        if max((len(list(_inside(row, "tc"))) for row in rows), default=0) <= 1:
            for row in rows:  # a frame around text, not a table
                for cell in _inside(row, "tc"):
                    self.walk(cell)
            return
        self.tables += 1
        cells = _cells(rows, self.tables)
        hidden = frozenset(
            at for at, row in enumerate(rows) if _is_on(child(row, "trPr", "hidden"))
        )
        self.builder.table(cells, hidden_rows=hidden)


def read(name: str, data: bytes) -> Raw:
    """The document's text, tables and headings. Raises SourceError for one that cannot be parsed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = child(parse(archive, "word/document.xml", name), "body")
        styles = _styles(parse(archive, "word/styles.xml", name))
        numbers = numbering.read(parse(archive, "word/numbering.xml", name))
    if body is None:
        raise SourceError("文档没有正文", where=name, hint="请用 Word 或 WPS 打开检查")
    story = _Story(Builder(), styles, numbers)
    story.walk(body)
    raw = story.builder.raw()
    if not raw.text.strip():
        raise SourceError(
            "文件里没有文字，可能只有图片", where=name, hint="请先做文字识别，再另存为 .docx"
        )
    return raw


def _styles(root: etree._Element | None) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for element in root if root is not None else ():
        if local(element) != "style" or attribute(element, "type") != "paragraph":
            continue
        own = child(element, "pPr", "numPr")
        level, outline = value(own, "ilvl"), value(element, "pPr", "outlineLvl")
        found[attribute(element, "styleId") or ""] = _Style(
            name=value(element, "name") or "",
            based_on=value(element, "basedOn") or "",
            number=value(own, "numId"),
            level=number(level) if level else None,
            outline=number(outline) if outline else None,
        )
    return found


def _chain(styles: dict[str, _Style], name: str | None) -> list[_Style]:
    """The style and those it is based on, nearest first."""
    found: list[_Style] = []
    while name and name in styles and styles[name] not in found:
        found.append(styles[name])
        name = styles[name].based_on
    return found


def _outline(element: etree._Element, style: list[_Style]) -> int:
    """The heading level a paragraph is marked with, 0 for none."""
    own = value(element, "pPr", "outlineLvl")
    level = (
        number(own)
        if own
        else next((one.outline for one in style if one.outline is not None), None)
    )
    if level is not None:
        return level + 1 if level < 9 else 0
    return next((int(match[1]) for one in style if (match := _HEADING_NAME.fullmatch(one.name))), 0)


def _text(element: etree._Element) -> str:
    return "".join(_pieces(element))


def _pieces(element: etree._Element) -> Iterator[str]:
    for inner in element:
        name = local(inner)
        if name == "t":
            yield inner.text or ""
        elif name in _SPACE:
            yield _SPACE[name]
        elif name in _SKIPPED or (name == "r" and _is_on(child(inner, "rPr", "vanish"))):
            continue
        else:
            yield from _pieces(inner)


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and attribute(element, "val") not in _OFF


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes anchored in a paragraph, each once."""
    for inner in element:
        name = local(inner)
        if name == "txbxContent":
            yield inner
        elif name not in ("Fallback", "del", "moveFrom"):
            yield from _boxes(inner)


def _inside(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, through content controls."""
    for inner in element:
        name = local(inner)
        if name == wanted:
            yield inner
        elif name in _WRAPPERS:
            yield from _inside(inner, wanted)


def _cells(rows: list[etree._Element], table: int) -> list[RawCell]:
    """The table's cells, a merged one once."""
    found: list[RawCell] = []
    growing: dict[
        int, int
    ] = {}  # column -> index in found of the cell that is merged downwards there
    for at, row in enumerate(rows):
        column = number(value(row, "trPr", "gridBefore"))
        for element in _inside(row, "tc"):
            span = max(1, number(value(element, "tcPr", "gridSpan"), 1))
            merge = child(element, "tcPr", "vMerge")
            if merge is not None and attribute(merge, "val") != "restart" and column in growing:
                above = found[growing[column]]
                found[growing[column]] = RawCell(
                    above.text,
                    above.row,
                    above.column,
                    at - above.row + 1,
                    above.column_span,
                    above.place,
                )
            else:
                growing.pop(column, None)
                if merge is not None:
                    growing[column] = len(found)
                place = f"表{table} R{at + 1}C{column + 1}"
                found.append(RawCell(_cell_text(element), at, column, 1, span, place))
            column += span
    return found


def _cell_text(element: etree._Element) -> str:
    lines: list[str] = []
    for inner in element.iter():
        if local(inner) == "p" and not any(
            local(around) in ("Fallback", "txbxContent") for around in inner.iterancestors()
        ):
            text = _text(inner).strip()
            if text:
                lines.append(text)
    return "\n".join(lines)
