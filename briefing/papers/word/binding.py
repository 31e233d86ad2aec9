"""Marks in a rendered document become hidden bookmarks; bookmarks are read back as figures.

A bookmark's name begins with an underscore, so Word and WPS do not list it: `_f` or `_t`, the fact's key, a running number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import count
from typing import Any

from docx.oxml.ns import qn

from briefing.papers import filters

_NAME = re.compile(r"_([ft])([0-9a-f]{12})_\d+")
_T, _R, _RPR, _ID, _NAMED = qn("w:t"), qn("w:r"), qn("w:rPr"), qn("w:id"), qn("w:name")
_START, _END = qn("w:bookmarkStart"), qn("w:bookmarkEnd")
_LINK, _RELATION, _ANCHOR = qn("w:hyperlink"), qn("r:id"), qn("w:anchor")
_NO_LINKS: Mapping[str, tuple[str, str]] = {}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def bind_marks(roots: list[Any], links: Mapping[str, tuple[str, str]] = _NO_LINKS) -> None:
    """Split each run that holds marks and put a bookmark around every bound text. `roots`: body, headers and footers.

    links: of the body, where a key leads: relationship and place in it. Linked text looks as it would without.
    """
    taken = [int(start.get(_ID, "0")) for root in roots for start in root.iter(_START)]
    ids = count(max(taken, default=-1) + 1)
    uses: Counter[str] = Counter()
    for number, root in enumerate(roots):
        its = links if number == 0 else _NO_LINKS
        marked = [text for text in root.iter(_T) if text.text and filters.is_bound(text.text)]
        for run in dict.fromkeys(text.getparent() for text in marked):
            _split(run, ids, uses, its)


def _split(
    run: Any, ids: Iterator[int], uses: Counter[str], links: Mapping[str, tuple[str, str]]
) -> None:
    properties = run.find(_RPR)
    made: list[Any] = []
    for child in [child for child in run if child is not properties]:
        if child.tag != _T:
            made.append(_run(properties, child))
            continue
        for piece in filters.pieces(child.text or ""):
            text = _run(properties, _text(child, piece.text))
            if not piece.key:
                made.append(text)
                continue
            number = str(next(ids))
            uses[piece.key] += 1
            start = run.makeelement(_START)
            start.set(_ID, number)
            start.set(_NAMED, f"_{piece.kind[0]}{piece.key}_{uses[piece.key]}")
            end = run.makeelement(_END)
            end.set(_ID, number)
            made += [start, _linked(text, *links[piece.key]) if piece.key in links else text, end]
    parent = run.getparent()
    at = parent.index(run)
    parent[at : at + 1] = made


def _linked(run: Any, relation: str, place: str) -> Any:
    link = run.makeelement(_LINK)
    link.set(_RELATION, relation)
    link.set(_ANCHOR, place)
    link.append(run)
    return link


def _run(properties: Any, content: Any) -> Any:
    run = content.makeelement(_R)
    if properties is not None:
        run.append(deepcopy(properties))
    run.append(content)
    return run


def _text(like: Any, text: str) -> Any:
    element = like.makeelement(_T)
    element.text = text
    element.set(_SPACE, "preserve")
    return element


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
