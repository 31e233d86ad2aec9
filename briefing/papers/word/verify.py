"""A finished Word paper, perhaps edited, against the Pack it was made from.

Every bound text must say what its fact says now; a digit that is neither bound nor in the template's own words, the Pack's names and
dates or a numbering is an orphan. Both are named with their paragraph.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import docx

from briefing.model import Pack
from briefing.papers import Request, filters
from briefing.papers.word import binding, context, engine, figures, prose, tags

# Numberings stand for themselves: a row's number alone in its cell, the annexes' numbers, the page number.
_NUMBERING = re.compile(r"\d{1,4}|附件\d{1,2}|(?:附件：)?\s*\d{1,2}\. .*|— ?\d* ?—")
_CAPTION = re.compile(r"^图\d{1,2}　")
_DIGIT = re.compile(r"\d[\d.,]*")


class Discrepancy(NamedTuple):
    place: str  # 正文第3段, 表1第2行
    text: str  # what stands there
    problem: str  # Chinese


def verify(data: bytes, pack: Pack, request: Request) -> list[Discrepancy]:
    """Everything in a paper that does not follow from the Pack; [] where all does. `request`: what the paper was made with."""
    bound, words = _expected(pack, request)
    document = docx.Document(io.BytesIO(data))
    found = list(_pictures(document, pack, request))
    for paragraph in tags.paragraphs(document):
        for key, _, text in binding.bound(paragraph.element):
            if key not in bound:
                found.append(Discrepancy(paragraph.place, text, "没有对应的数据"))
            elif text not in bound[key]:
                found.append(Discrepancy(paragraph.place, text, f"与数据不一致，应为{'或'.join(sorted(bound[key]))}"))
        if not _NUMBERING.fullmatch(paragraph.text.strip()):
            rest = _CAPTION.sub("", binding.free_text(paragraph.element))
            for word in words:
                rest = rest.replace(word, "")
            found += [Discrepancy(paragraph.place, number, "没有出处的数字") for number in _DIGIT.findall(rest)]
    return found


def _pictures(document: Any, pack: Pack, request: Request) -> Iterator[Discrepancy]:
    """Pictures that are not the Pack's charts, dot for dot, or say something else to those who cannot see them."""
    found = figures.pictures(document)
    drawn = {picture.alt: picture for picture in map(figures.drawn, figures.chosen(pack, request))} if found else {}
    for number, picture in enumerate(found, start=1):
        if picture not in drawn.values():
            known = picture.alt in drawn
            yield Discrepancy(f"图{number}", "图片" if known else "图的替代文字", "与数据不一致，或图片被换过、压缩过，图里的数字无法核对")


def _expected(pack: Pack, request: Request) -> tuple[dict[str, set[str]], list[str]]:
    """What each key may print, and the unbound words with digits a paper may contain, the longest first."""
    bound: defaultdict[str, set[str]] = defaultdict(set)
    words: set[str] = set(_template_words(request))
    for text in _printed(pack, request):
        for piece in filters.pieces(text):
            if piece.key:
                bound[piece.key].add(piece.text)
            elif not piece.text.strip().isdigit():
                words.add(piece.text)
    return bound, sorted((word for word in words if _DIGIT.search(word)), key=len, reverse=True)


def _printed(pack: Pack, request: Request) -> Iterator[str]:
    """Every text a template could print, however far its lists are cut."""
    for limits in prose.LIMITS:
        variables = context.build(pack, request, limits=limits)
        sources = variables["来源"]
        sources.printed.update(dict.fromkeys(sources.known))
        yield from _texts(variables.values())


def _texts(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from _texts(value.values())
        elif not isinstance(value, bool | context.Numbering):
            yield from _texts(value)


def _template_words(request: Request) -> Iterator[str]:
    for paragraph in tags.paragraphs(engine.opened(request.template).docx):
        yield from tags.TAG.split(paragraph.text)
