"""A finished Word paper, perhaps edited, against the Pack it was made from.

A paragraph that stands in the paper as it is made now is right. In any other, every bound text must say what its fact says now; a digit
that is neither bound nor in the template's own words, the Pack's names and dates or a numbering is an orphan; and no paragraph may differ
from one that is made now in its digits alone. What is wrong is named with its paragraph.
"""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import docx

from briefing.model import Pack
from briefing.papers import Request, filters, render
from briefing.papers.word import binding, context, engine, figures, prose, tags

# Numberings stand for themselves: a row's number alone in its cell, the annexes' numbers, the page number.
_NUMBERING = re.compile(r"\d{1,4}|附件\d{1,2}|(?:附件：)?\s*\d{1,2}\. .*|— ?\d* ?—")
_CAPTION = re.compile(r"^图\d{1,2}　")
_DIGIT = re.compile(r"\d[\d.,]*")


class Discrepancy(NamedTuple):
    place: str  # 正文第3段, 表1第2行
    text: str  # what stands there
    problem: str  # Chinese


class Expected(NamedTuple):
    """What a paper may say."""

    bound: dict[str, set[str]]  # key -> what it may print
    words: list[str]  # unbound words with digits, the longest first
    paragraphs: Counter[str]  # of the paper as it is made now
    pictures: list[figures.Picture]


def verify(data: bytes, pack: Pack, request: Request) -> list[Discrepancy]:
    """Everything in a paper that does not follow from the Pack; [] where all does. `request`: what the paper was made with."""
    return compared(data, expected(pack, request))


def compared(data: bytes, expected: Expected) -> list[Discrepancy]:
    """The same with what is expected known already."""
    document = docx.Document(io.BytesIO(data))
    found = list(_pictures(document, expected.pictures))
    left = expected.paragraphs.copy()
    skeletons = {_skeleton(text): text for text in left}
    for paragraph in tags.paragraphs(document):
        if left[paragraph.text]:
            left[paragraph.text] -= 1
        elif _DIGIT.search(paragraph.text):
            wrong = list(_wrong(paragraph, expected))
            made = skeletons.get(_skeleton(paragraph.text))
            if not wrong and made is not None:
                wrong = [
                    Discrepancy(
                        paragraph.place,
                        tags.short(paragraph.text),
                        f"数字被改动过，生成时没有这样的一段；相近的是“{tags.short(made)}”",
                    )
                ]
            found += wrong
    return found


def _skeleton(text: str) -> str:
    """The text whatever its digits are: it shows which paragraph one with other digits was."""
    return re.sub(r"\d", "0", text)


def _wrong(paragraph: tags.Paragraph, expected: Expected) -> Iterator[Discrepancy]:
    """The figures of a paragraph that somebody rewrote."""
    for key, _, text in binding.bound(paragraph.element):
        if key not in expected.bound:
            yield Discrepancy(paragraph.place, text, "没有对应的数据")
        elif text not in expected.bound[key]:
            yield Discrepancy(
                paragraph.place, text, f"与数据不一致，应为{'或'.join(sorted(expected.bound[key]))}"
            )
    if not _NUMBERING.fullmatch(paragraph.text.strip()):
        rest = _CAPTION.sub("", binding.free_text(paragraph.element))
        for word in expected.words:
            rest = rest.replace(word, "")
        yield from (
            Discrepancy(paragraph.place, number, "没有出处的数字")
            for number in _DIGIT.findall(rest)
        )


def _pictures(document: Any, made: list[figures.Picture]) -> Iterator[Discrepancy]:
    """Pictures that are not the Pack's charts, dot for dot, or say something else to those who cannot see them."""
    for number, picture in enumerate(figures.pictures(document), start=1):
        if picture not in made:
            what = "图片" if picture.alt in [other.alt for other in made] else "图的替代文字"
            yield Discrepancy(
                f"图{number}", what, "与数据不一致，或图片被换过、压缩过，图里的数字无法核对"
            )


def expected(pack: Pack, request: Request) -> Expected:
    """What a paper of this Pack may say. Raises PaperError as rendering does."""
    bound: defaultdict[str, set[str]] = defaultdict(set)
    words: set[str] = set(_template_words(request))
    for text in _printed(pack, request):
        for piece in filters.pieces(text):
            if piece.key:
                bound[piece.key].add(piece.text)
            elif not piece.text.strip().isdigit():
                words.add(piece.text)
    document = docx.Document(io.BytesIO(render("word", pack, request)))
    return Expected(
        bound=bound,
        words=sorted((word for word in words if _DIGIT.search(word)), key=len, reverse=True),
        paragraphs=Counter(paragraph.text for paragraph in tags.paragraphs(document)),
        pictures=figures.pictures(document),
    )


def _printed(pack: Pack, request: Request) -> Iterator[str]:
    """Every text a template could print, however far its lists are cut."""
    for limits in (prose.MOST, prose.LIMITS[-1]):
        variables = context.build(pack, request, engine.names(request.template), limits)
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
