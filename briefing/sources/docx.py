"""Word documents: paragraphs and tables in body order, automatic numbers, text boxes, merged cells.

Read from the XML: python-docx drops automatic numbers, content controls, tracked insertions and text boxes.
Headers, footers, deleted and hidden text and the table of contents are left out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from briefing import lazy as re
from briefing.errors import SourceError
from briefing.sources import numbering
from briefing.sources.formatting import Passed, lines, set_off
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
    "rt",  # how a character is pronounced, above it
}
_SPACE = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}
_OFF = ("0", "false", "off")
_LEAST_RAISED = (
    4  # half points: a run set as high or low as this, by hand, is a note's mark or a power
)
_WIDEST = 1000  # columns that a cell may span
_FRAME = 0.5  # of a table's text that its inner tables hold: it is a frame around them
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    number: str | None
    level: int | None  # in its list
    outline: int | None


@dataclass(frozen=True, slots=True)
class _Look:
    """What a run's formatting does to its text; None where nothing is said."""

    position: str | None = None  # "superscript", "subscript", "baseline"
    struck: bool | None = None
    hidden: bool | None = None

    def over(self, other: _Look) -> _Look:
        """This look where it says something, the other's where not."""
        return _Look(
            other.position if self.position is None else self.position,
            other.struck if self.struck is None else self.struck,
            other.hidden if self.hidden is None else self.hidden,
        )


@dataclass(slots=True)
class _Story:
    """What the walk through the body needs at hand."""

    builder: Builder
    styles: dict[str, _Style]
    numbers: numbering.Numbering
    looks: dict[str, _Look] = field(default_factory=dict)  # of the styles of characters
    passed: Passed = field(default_factory=Passed)
    tables: int = 0

    def paragraph(self, element: etree._Element) -> None:
        style = _chain(self.styles, value(element, "pPr", "pStyle"))
        if any(one.name.lower().startswith("toc") for one in style):
            return
        number, text = self._number(element, style), self.text(element)
        if number:
            text = (
                number + numbering.FORM.sub("", text, count=1)
                if numbering.FORM.match(text)
                else number + text
            )
        level = _outline(element, style)
        for line in lines(text):
            self.builder.paragraph(line, level if line.strip() else 0)
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
        inner = list(_inner_tables(rows))
        if max((len(list(_inside(row, "tc"))) for row in rows), default=0) <= 1 or _is_frame(
            element, inner
        ):
            for row in rows:  # a frame around text or tables, not a table
                for cell in _inside(row, "tc"):
                    self.walk(cell)
            return
        self.tables += 1
        cells = self._cells(rows, self.tables)
        hidden = frozenset(
            at for at, row in enumerate(rows) if _is_on(child(row, "trPr", "hidden"))
        )
        self.builder.table(cells, hidden_rows=hidden)
        for table in inner:
            self.table(table)

    def text(self, element: etree._Element) -> str:
        parts: list[str] = []
        self._pieces(element, parts, _Look())
        return "".join(parts)

    def _pieces(self, element: etree._Element, parts: list[str], look: _Look) -> None:
        for inner in element:
            name = local(inner)
            if name == "t":
                self._written(inner.text or "", parts, look)
            elif name in _SPACE:
                parts.append(_SPACE[name])
            elif name == "r":
                self._pieces(inner, parts, self._look(inner))
            elif name not in _SKIPPED:
                self._pieces(inner, parts, look)

    def _written(self, text: str, parts: list[str], look: _Look) -> None:
        if look.struck or look.hidden:
            if text.strip():
                (self.passed.struck if look.struck else self.passed.hidden).append(text.strip())
            return
        parts.append(set_off(text, look.position or "", parts[-1] if parts else ""))

    def _look(self, run: etree._Element) -> _Look:
        own = child(run, "rPr")
        return _look(own).over(self.looks.get(value(own, "rStyle") or "", _Look()))

    def _cells(self, rows: list[etree._Element], table: int) -> list[RawCell]:
        """The table's cells, a merged one once."""
        found: list[RawCell] = []
        growing: dict[int, int] = {}  # column -> which of `found` is merged downwards there
        for at, row in enumerate(rows):
            column = min(number(value(row, "trPr", "gridBefore")), _WIDEST)
            for element in _inside(row, "tc"):
                span = min(max(1, number(value(element, "tcPr", "gridSpan"), 1)), _WIDEST)
                merge = child(element, "tcPr", "vMerge")
                if merge is not None and attribute(merge, "val") != "restart" and column in growing:
                    above = found[growing[column]]
                    found[growing[column]] = replace(above, row_span=at - above.row + 1)
                else:
                    growing.pop(column, None)
                    if merge is not None:
                        growing[column] = len(found)
                    place = f"表{table} R{at + 1}C{column + 1}"
                    found.append(RawCell(self._cell_text(element), at, column, 1, span, place))
                column += span
        return found

    def _cell_text(self, element: etree._Element) -> str:
        found: list[str] = []
        for inner in element.iter():
            if local(inner) == "p" and _is_own(inner, element):
                text = self.text(inner).strip()
                if text:
                    found.append(text)
        return "\n".join(found)


def read(name: str, data: bytes) -> Raw:
    """The document's text, tables and headings. Raises SourceError for one that cannot be parsed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = child(parse(archive, "word/document.xml", name), "body")
        styled = parse(archive, "word/styles.xml", name)
        numbers = numbering.read(parse(archive, "word/numbering.xml", name))
    if body is None:
        raise SourceError("文档没有正文", where=name, hint="请用 Word 或 WPS 打开检查")
    story = _Story(Builder(), _styles(styled), numbers, _looks(styled))
    story.walk(body)
    story.builder.warnings += story.passed.warnings()
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


def _is_own(paragraph: etree._Element, cell: etree._Element) -> bool:
    """Whether a paragraph is the cell's, not of a table or a text box inside it."""
    for around in paragraph.iterancestors():
        if around is cell:
            return True
        if local(around) in ("Fallback", "txbxContent", "tbl"):
            return False
    return False


def _inner_tables(rows: list[etree._Element]) -> Iterator[etree._Element]:
    for row in rows:
        for cell in _inside(row, "tc"):
            yield from _inside(cell, "tbl")


def _is_frame(table: etree._Element, inner: list[etree._Element]) -> bool:
    """Whether a table only lays out the tables inside it."""
    return bool(inner) and sum(map(_length, inner)) >= _FRAME * _length(table)


def _length(element: etree._Element) -> int:
    return sum(len(inner.text or "") for inner in element.iter() if local(inner) == "t")


def _look(properties: etree._Element | None) -> _Look:
    position = value(properties, "vertAlign")
    height = number(value(properties, "position"))
    if position is None and abs(height) >= _LEAST_RAISED:
        position = "superscript" if height > 0 else "subscript"
    return _Look(
        position,
        _said(properties, "strike", "dstrike"),
        _said(properties, "vanish", "specVanish"),
    )


def _said(properties: etree._Element | None, *names: str) -> bool | None:
    found = [one for name in names if (one := child(properties, name)) is not None]
    return any(map(_is_on, found)) if found else None


def _looks(root: etree._Element | None) -> dict[str, _Look]:
    """What the styles of characters say, each with the one it is based on."""
    own: dict[str, tuple[_Look, str]] = {}
    for element in root if root is not None else ():
        if local(element) == "style" and attribute(element, "type") == "character":
            own[attribute(element, "styleId") or ""] = (
                _look(child(element, "rPr")),
                value(element, "basedOn") or "",
            )
    return {name: look.over(own.get(base, (_Look(), ""))[0]) for name, (look, base) in own.items()}
