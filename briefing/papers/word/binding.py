"""Marks in a rendered document become hidden bookmarks; bookmarks are read back as figures.

A bookmark's name begins with an underscore, so Word and WPS do not list it: `_f` or `_t`, the fact's key, a running number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from docx.oxml.ns import qn

from briefing.papers import filters

_NAME = re.compile(r"_([ft])([0-9a-f]{12})_\d+")
_T, _ID, _NAMED = qn("w:t"), qn("w:id"), qn("w:name")
_START, _END = qn("w:bookmarkStart"), qn("w:bookmarkEnd")
_NO_LINKS: Mapping[str, tuple[str, str]] = {}
# A run's beginning with its look (which may hold an older one), its end, a text.
_PART = re.compile(
    r"<w:r(?: [^>]*[^>/])?>(<w:rPr>(?:[^<]|<(?!/?w:rPr>)|<w:rPr>.*?</w:rPr>)*</w:rPr>)?"
    r"|(</w:r>)|<w:t(?: [^>]*)?>([^<]*)</w:t>",
    re.DOTALL,
)


class Binder:
    """Puts a bookmark around every bound text of a document, its parts one after the other.

    roots: its body, headers and footers before anything is printed. links: of the body, where a key leads: relationship and place in
    it. Linked text looks as it would without.
    """

    def __init__(
        self, roots: Iterable[Any], links: Mapping[str, tuple[str, str]] = _NO_LINKS
    ) -> None:
        taken = [int(start.get(_ID, "0")) for root in roots for start in root.iter(_START)]
        self._ids = count(max(taken, default=-1) + 1)
        self._uses: Counter[str] = Counter()
        self._links = links

    @property
    def keys(self) -> Iterable[str]:
        """Of everything that was bound so far."""
        return self._uses

    def in_xml(self, xml: str, *, body: bool) -> str:
        """The XML of a part, the runs that hold marks closed before each text and opened anew behind it."""
        if not filters.is_bound(xml):
            return xml
        links = self._links if body and "xmlns:r=" in xml else _NO_LINKS
        made: list[str] = []
        looks: list[str] = []  # of the runs that are open: a drawing in one may hold others
        at = 0
        for part in _PART.finditer(xml):
            if part[2]:
                looks.pop()
            elif part[3] is None:
                looks.append(part[1] or "")
            elif filters.is_bound(part[3]):
                opened = f"<w:r>{looks[-1]}"
                made += [
                    xml[at : part.start()],
                    "</w:r>",
                    self._pieces(part[3], opened, links),
                    opened,
                ]
                at = part.end()
        return _EMPTY.sub("", "".join([*made, xml[at:]]))

    def _pieces(self, text: str, opened: str, links: Mapping[str, tuple[str, str]]) -> str:
        made = []
        for piece in filters.pieces(text):
            said = f'{opened}<w:t xml:space="preserve">{piece.text}</w:t></w:r>'
            if not piece.key:
                made.append(said)
                continue
            if piece.key in links:
                relation, place = links[piece.key]
                said = f'<w:hyperlink r:id="{relation}" w:anchor="{place}">{said}</w:hyperlink>'
            number = next(self._ids)
            self._uses[piece.key] += 1
            name = f"_{piece.kind[0]}{piece.key}_{self._uses[piece.key]}"
            made.append(
                f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{said}'
                f'<w:bookmarkEnd w:id="{number}"/>'
            )
        return "".join(made)


# What is left of a run that held one text only.
_EMPTY = re.compile(
    r"<w:r(?: [^>]*[^>/])?>(?:<w:rPr>(?:[^<]|<(?!/?w:rPr>)|<w:rPr>.*?</w:rPr>)*</w:rPr>)?</w:r>",
    re.DOTALL,
)


def bound(root: Any) -> list[tuple[str, filters.Kind, str]]:
    """Every bound text under an element, in reading order: (key, kind, text)."""
    found: list[tuple[str, filters.Kind, list[str]]] = []
    open_: dict[str, list[str]] = {}
    for element in root.iter(_START, _END, _T):
        if element.tag == _START:
            match = _NAME.fullmatch(element.get(_NAMED, ""))
            if match:
                texts: list[str] = []
                open_[element.get(_ID)] = texts
                found.append((match[2], "figure" if match[1] == "f" else "text", texts))
        elif element.tag == _END:
            open_.pop(element.get(_ID), None)
        else:
            for texts in open_.values():
                texts.append(element.text or "")
    return [(key, kind, "".join(texts)) for key, kind, texts in found]


def free_text(root: Any) -> str:
    """The text of an element that is bound to nothing, a tab where bound text stood."""
    parts: list[str] = []
    open_: set[str] = set()
    for element in root.iter(_START, _END, _T):
        if element.tag == _START:
            if _NAME.fullmatch(element.get(_NAMED, "")):
                open_.add(element.get(_ID))
                parts.append("\t")
        elif element.tag == _END:
            open_.discard(element.get(_ID))
        elif not open_:
            parts.append(element.text or "")
    return "".join(parts)
