"""OFD, the national fixed layout (GB/T 33190): zip and XML. What stands on a page goes the way of a PDF's.

Elements are known by their local names: both namespaces occur, in one file. TextCode is the text; fonts and glyphs are not needed.
Millimetres from the upper left corner become points from the lower left.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, hypot, pi

from lxml import etree

from briefing import lazy as re
from briefing.errors import SourceError
from briefing.sources import pages, shading
from briefing.sources.characters import UNKNOWN
from briefing.sources.ooxml import attribute, child, local, parse
from briefing.sources.pages import Drawn, PageContent
from briefing.sources.pdfpage import (
    TURNS,
    UPRIGHT,
    Matrix,
    add_rule,
    apply,
    is_private,
    product,
    turned_box,
)
from briefing.sources.raw import Builder, Raw
from briefing.sources.ruled import MOST_RULES, Box

_POINTS = 72 / 25.4
_PAGE: Matrix = (_POINTS, 0.0, 0.0, -_POINTS, 0.0, 0.0)
_MOST_PAGES = 3000
_DEEPEST = 8  # blocks inside blocks
_ABOVE, _BELOW = 0.86, 0.14  # of a letter's size, above and below the line it stands on
_THICKEST = 1.0  # millimetres, of a rule drawn as a filled rectangle
_LEAN = 0.2  # millimetres
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_STEP = re.compile(rf"[A-Z]|{_NUMBER.pattern}")
_LENGTHS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


@dataclass(slots=True)
class _Found:
    """What a page's objects put on it."""

    turned: list[list[Box]] = field(default_factory=lambda: [[], [], [], []])
    paths: list[etree._Element] = field(default_factory=list)
    slanted: int = 0
    unknown: int = 0


class _Package:
    """The parts of a file, by paths as loose as programs write them."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive, self.name = archive, name
        self.parts = {
            info.filename.replace("\\", "/").lstrip("/").lower(): info.filename
            for info in archive.infolist()
        }

    def root(self, path: str) -> etree._Element | None:
        part = self.parts.get(path.lower())
        return parse(self.archive, part, self.name) if part else None

    def beside(self, path: str, written: str) -> str:
        """Where a part is that another names: from the root, from the other's folder, or from the root without saying so."""
        written = written.strip().replace("\\", "/")
        near = posixpath.normpath(posixpath.join(posixpath.dirname(path), written.lstrip("/")))
        far = posixpath.normpath(written.lstrip("/"))
        first, second = (far, near) if written.startswith("/") else (near, far)
        return first if first.lower() in self.parts else second


def read(name: str, data: bytes) -> Raw:
    """The pages' lines and tables. Raises SourceError for a file that is broken, encrypted or without text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        package = _Package(archive, name)
        builder = Builder()
        found = list(_contents(package, builder))
    if not found:
        raise SourceError("文件里没有页", where=name, hint="请用原来的程序打开检查")
    return pages.read(name, found, builder)


def _contents(package: _Package, builder: Builder) -> Iterator[PageContent]:
    main = next(path for path in package.parts if posixpath.basename(path) == "ofd.xml")
    bodies = [one for one in _inside(package.root(main)) if local(one) == "DocBody"]
    if any(child(body, "Signatures") is not None for body in bodies):
        builder.warnings.append("文件已签章（没有验证签章）")
    count = 0
    for body in bodies:
        where = package.beside(main, _text(child(body, "DocRoot")))
        document = package.root(where)
        if document is None:
            raise SourceError("文件不完整，缺正文", where=package.name, hint="请重新下载")
        if child(document, "Annotations") is not None:
            builder.warnings.append("批注、水印不算正文，未读取")
        reader = _Document(package, where, document)
        for page in _inside(child(document, "Pages")):
            count += 1
            if count > _MOST_PAGES:
                raise SourceError(
                    f"超过 {_MOST_PAGES} 页，未读取", where=package.name, hint="请拆分后再读取"
                )
            yield reader.page(attribute(page, "BaseLoc") or "")


class _Document:
    """One document of a package: its templates, and the objects its pages share."""

    def __init__(self, package: _Package, where: str, root: etree._Element) -> None:
        self.package, self.where = package, where
        common = child(root, "CommonData")
        self.templates = {
            attribute(one, "ID") or "": package.beside(where, attribute(one, "BaseLoc") or "")
            for one in _inside(common)
            if local(one) == "TemplatePage"
        }
        self.shared: dict[str, etree._Element] = {}
        for named in _inside(common):
            if local(named) in ("PublicRes", "DocumentRes"):
                resources = package.root(package.beside(where, _text(named)))
                for unit in resources.iter() if resources is not None else ():
                    if local(unit) == "CompositeGraphicUnit":
                        self.shared[attribute(unit, "ID") or ""] = unit

    def page(self, location: str) -> PageContent:
        """A page with its template. One whose part is missing is a page without text."""
        root = self.package.root(self.package.beside(self.where, location))
        found, drawn = _Found(), []
        for layer in self._layers(root):
            drawn += list(self._objects(layer, _PAGE, 0))
        for item, matrix in drawn:
            if local(item) == "TextObject":
                _write(item, matrix, found)
        main = max(range(4), key=lambda turn: len(found.turned[turn]))
        content = PageContent(
            [turned_box(box, main) if main else box for box in found.turned[main]],
            [
                (turned_box(box, main), turned_box(box, turn))
                for turn in range(4)
                if turn != main
                for box in found.turned[turn]
            ],
            slanted=found.slanted,
            unknown=found.unknown,
        )
        rules = Drawn()
        for item, matrix in drawn:
            if local(item) == "PathObject" and len(rules) <= MOST_RULES:
                _draw(item, product(matrix, TURNS[main]), rules)
        coloured = shading.cells(rules.fills, rules)
        rules.across += coloured.across
        rules.down += coloured.down
        content.rules, content.drawing = rules, len(rules) > MOST_RULES
        return content

    def _layers(self, root: etree._Element | None) -> Iterator[etree._Element]:
        for one in _inside(root):
            if local(one) == "Template":
                template = self.package.root(
                    self.templates.get(attribute(one, "TemplateID") or "", "")
                )
                yield from (inner for inner in _inside(template) if local(inner) == "Content")
            elif local(one) == "Content":
                yield one

    def _objects(
        self, block: etree._Element, outer: Matrix, depth: int
    ) -> Iterator[tuple[etree._Element, Matrix]]:
        """The texts and paths of a block, each with what leads from its own coordinates to the page's."""
        for item in _inside(block):
            kind = local(item)
            if (attribute(item, "Visible") or "true").lower() in ("false", "0"):
                continue
            if kind in ("Layer", "PageBlock"):
                yield from self._deeper(item, outer, depth)
            elif kind in ("TextObject", "PathObject"):
                yield item, product(_placed(item), outer)
            elif kind == "CompositeObject":
                unit = self.shared.get(attribute(item, "ResourceID") or "")
                for content in _inside(unit):
                    if local(content) == "Content":
                        yield from self._deeper(content, product(_placed(item), outer), depth)

    def _deeper(
        self, block: etree._Element, outer: Matrix, depth: int
    ) -> Iterator[tuple[etree._Element, Matrix]]:
        if depth < _DEEPEST:
            yield from self._objects(block, outer, depth + 1)


def _inside(element: etree._Element | None) -> list[etree._Element]:
    return list(element) if element is not None else []


def _text(element: etree._Element | None) -> str:
    return (element.text or "") if element is not None else ""


def _numbers(text: str | None) -> list[float]:
    return [float(match) for match in _NUMBER.findall(text or "")]


def _placed(item: etree._Element) -> Matrix:
    """From an object's own coordinates to those around it: its CTM, then its place."""
    ctm, place = _numbers(attribute(item, "CTM")), _numbers(attribute(item, "Boundary"))
    own: Matrix = (ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5]) if len(ctm) >= 6 else UPRIGHT
    x, y = (place[0], place[1]) if len(place) >= 2 else (0.0, 0.0)
    return product(own, (1.0, 0.0, 0.0, 1.0, x, y))


def _write(item: etree._Element, matrix: Matrix, found: _Found) -> None:
    """The characters of a text object."""
    size = (_numbers(attribute(item, "Size")) or [3.5])[0]
    scale = (_numbers(attribute(item, "HScale")) or [1.0])[0]
    turn = -atan2(matrix[1], matrix[0]) / (pi / 2)
    slanted = abs(turn - round(turn)) > 0.1
    x = y = 0.0
    for code in _inside(item):
        if local(code) != "TextCode" or not code.text:
            continue
        x = (_numbers(attribute(code, "X")) or [x])[0]
        y = (_numbers(attribute(code, "Y")) or [y])[0]
        if slanted:
            found.slanted += len(code.text)
            continue
        across, down = _steps(attribute(code, "DeltaX")), _steps(attribute(code, "DeltaY"))
        left, height, spaced = x, y, False
        for at, character in enumerate(code.text):
            wide = size * scale * (1.0 if character > "\u2e7f" else 0.5)
            step = across[at] if at < len(across) else 0.0 if down else wide
            if character.isspace():
                spaced = True
            else:
                ink = min(wide, step) if step > 0.1 * wide else wide
                box = _box(character, left, height, ink, size, matrix, spaced)
                found.unknown += box.text == UNKNOWN
                found.turned[round(turn) % 4].append(box)
                spaced = False
            left += step
            height += down[at] if at < len(down) else 0.0


def _box(
    character: str, x: float, y: float, wide: float, size: float, matrix: Matrix, spaced: bool
) -> Box:
    one = apply(matrix, x, y - _ABOVE * size)
    other = apply(matrix, x + wide, y + _BELOW * size)
    (left, right), (bottom, top) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    text = UNKNOWN if is_private(ord(character)) else character
    return Box(text, left, bottom, right, top, spaced)


def _steps(text: str | None) -> list[float]:
    """The steps from a character to the next; "g 3 5.2" stands for three of 5.2."""
    found: list[float] = []
    parts = (text or "").split()
    at = 0
    while at < len(parts):
        if parts[at].lower() == "g" and at + 2 < len(parts):
            times, step = _numbers(parts[at + 1]), _numbers(parts[at + 2])
            found += step[:1] * int(min(times[0], 10_000)) if times else []
            at += 3
        else:
            found += _numbers(parts[at])[:1]
            at += 1
    return found


def _draw(item: etree._Element, matrix: Matrix, rules: Drawn) -> None:
    """The straight parts of a path that run across or down, as rules; a filled rectangle as a colour."""
    stroked = (attribute(item, "Stroke") or "true").lower() != "false"
    filled = (attribute(item, "Fill") or "false").lower() == "true"
    thickest, lean = _THICKEST * _POINTS, _LEAN * _POINTS
    for outline in _outlines(_text(child(item, "AbbreviatedData"))):
        points = [apply(matrix, x, y) for x, y in outline]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
        if min(right - left, top - bottom) <= thickest:
            add_rule(left, bottom, right, top, rules)
        elif stroked:
            for (x, y), (u, v) in pairwise(points):
                if hypot(x - u, y - v) and (abs(x - u) <= lean or abs(y - v) <= lean):
                    add_rule(min(x, u), min(y, v), max(x, u), max(y, v), rules)
        elif filled and len(points) <= 6:
            colour = _numbers(attribute(child(item, "FillColor"), "Value"))
            white = bool(colour) and min(colour) >= 250
            rules.fills.append((left, bottom, right, top, white))


def _outlines(data: str) -> Iterator[list[tuple[float, float]]]:
    """The corners of a path's straight parts; a curve parts what is before and after it."""
    points: list[tuple[float, float]] = []
    steps = _STEP.findall(data)
    at = 0
    while at < len(steps):
        letter = steps[at]
        length = _LENGTHS.get(letter, 0)
        values = [float(step) for step in steps[at + 1 : at + 1 + length] if not step.isalpha()]
        at += 1 + length if letter in _LENGTHS else 1
        if letter == "C" and points:
            points.append(points[0])
        elif letter == "L" and len(values) == 2:
            points.append((values[0], values[1]))
        elif len(values) >= 2:
            if len(points) > 1:
                yield points
            points = [(values[-2], values[-1])]
    if len(points) > 1:
        yield points
