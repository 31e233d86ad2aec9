"""What a paragraph of a .docx really looks like: its own properties, its style's, the style's parents' and the defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from docx.oxml.ns import qn

from briefing.papers.word import tags

_VAL, _STYLE = qn("w:val"), qn("w:pStyle")
_PARAGRAPH, _RUN = qn("w:pPr"), qn("w:rPr")
_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
_OFF = ("0", "false", "off", "none")

_Properties = tuple[list[Any], list[Any]]  # of paragraphs and of runs; None where there are none


class Look(NamedTuple):
    """A paragraph as it is set. Sizes and lengths in points; the fonts are those of its first run with text."""

    fonts: tuple[str, ...]  # ascii, hAnsi, eastAsia, cs; "" where nothing says so
    themed: bool  # a theme chooses some font
    size: float
    spacing: float  # added to each character
    bold: bool
    align: str  # left, center, right, both
    line: float  # distance of the lines; 0 where it is not exact
    first_line: float  # indent of the first line in characters
    language: str
    ruled: bool  # a red line under it, as under a head


@dataclass
class Formats:
    """The styles of one document. `document`: a docx.Document."""

    document: Any

    def look(self, paragraph: Any) -> Look:
        """paragraph: a w:p element."""
        own = paragraph.find(_PARAGRAPH)
        named = own.find(_STYLE) if own is not None else None
        style = self._default_style if named is None else named.get(_VAL)
        if style not in self._inherited:
            self._inherited[style] = self._of_style(style)
        of_paragraphs, of_runs = self._inherited[style]
        run = next(
            (
                r
                for r in paragraph.iter(_path("w:r"))
                if any(t.text and t.text.strip() for t in r.iter(_path("w:t")))
            ),
            None,
        )
        run_own = run.find(_RUN) if run is not None else None
        paragraph_properties = [each for each in (own, *of_paragraphs) if each is not None]
        run_properties = [each for each in (run_own, *of_runs) if each is not None]
        fonts, themed = _fonts(run_properties)
        size = float(_first(run_properties, "w:sz", _VAL) or 20) / 2
        spacing = float(_first(run_properties, "w:spacing", _VAL) or 0) / 20
        return Look(
            fonts=fonts,
            themed=themed,
            size=size,
            spacing=spacing,
            bold=_on(run_properties, "w:b"),
            align=_first(paragraph_properties, "w:jc", _VAL) or "left",
            line=_exact(paragraph_properties),
            first_line=_indent(paragraph_properties, size + spacing),
            language=_first(run_properties, "w:lang", _path("w:eastAsia")),
            ruled=_first(paragraph_properties, "w:pBdr/w:bottom", _path("w:color")) == "FF0000",
        )

    @cached_property
    def _inherited(self) -> dict[str, _Properties]:
        """What paragraphs have from their style, by its id, as far as it has been asked for."""
        return {}

    @cached_property
    def _styles(self) -> dict[str, Any]:
        return {
            style.get(qn("w:styleId")): style
            for style in self.document.styles.element.iter(qn("w:style"))
        }

    @cached_property
    def _default_style(self) -> str:
        return next(
            (
                id_
                for id_, s in self._styles.items()
                if s.get(qn("w:default")) == "1" and s.get(qn("w:type")) == "paragraph"
            ),
            "",
        )

    def _of_style(self, name: str) -> _Properties:
        chain = list(self._chain(name))
        return (
            [*(style.find(_PARAGRAPH) for style in chain), self._default("w:pPrDefault/w:pPr")],
            [*(style.find(_RUN) for style in chain), self._default("w:rPrDefault/w:rPr")],
        )

    def _chain(self, name: str) -> Iterator[Any]:
        """A style and those that it is based on."""
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            yield style
            based = style.find(qn("w:basedOn"))
            name = based.get(_VAL) if based is not None else ""

    def _default(self, path: str) -> Any:
        found = self.document.styles.element.xpath(f"./w:docDefaults/{path}")
        return found[0] if found else None

    def paragraphs(self) -> Iterator[tuple[tags.Paragraph, Look]]:
        """All paragraphs with text of body, headers and footers."""
        for paragraph in tags.paragraphs(self.document):
            if paragraph.text.strip():
                yield paragraph, self.look(paragraph.element)


def _first(properties: list[Any], tag: str, attribute: str) -> str:
    path = _path(tag)
    for element in properties:
        found = element.find(path)
        if found is not None and (value := found.get(attribute)) is not None:
            return str(value)
    return ""


@cache
def _path(tag: str) -> str:
    """w:pBdr/w:bottom as lxml finds it."""
    return "/".join(map(qn, tag.split("/")))


def _on(properties: list[Any], tag: str) -> bool:
    for element in properties:
        found = element.find(_path(tag))
        if found is not None:
            return str(found.get(_VAL, "1")) not in _OFF
    return False


def _fonts(properties: list[Any]) -> tuple[tuple[str, ...], bool]:
    fonts, themed = [], False
    for slot in _SLOTS:
        fonts.append(_first(properties, "w:rFonts", _path(f"w:{slot}")))
        theme = "cstheme" if slot == "cs" else f"{slot}Theme"
        themed = themed or bool(_first(properties, "w:rFonts", _path(f"w:{theme}")))
    return tuple(fonts), themed


def _exact(properties: list[Any]) -> float:
    rule, line = (
        _first(properties, "w:spacing", _path("w:lineRule")),
        _first(properties, "w:spacing", _path("w:line")),
    )
    return float(line) / 20 if rule == "exact" and line else 0.0


def _indent(properties: list[Any], character: float) -> float:
    chars = _first(properties, "w:ind", _path("w:firstLineChars"))
    if chars:
        return float(chars) / 100
    twips = _first(properties, "w:ind", _path("w:firstLine"))
    return float(twips) / 20 / character if twips and character else 0.0
