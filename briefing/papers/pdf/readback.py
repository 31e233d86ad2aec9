"""A PDF paper read back: the side map its digits were bound with, and digits on its pages that are not in it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, get_args

import pypdfium2
import pypdfium2.raw as pdfium
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1, stream_value

from briefing.errors import PaperError
from briefing.papers import fonts
from briefing.papers.charts.paint import APPLICATION
from briefing.papers.charts.scene import Kind

_NEAR = 0.75  # points a character may stand off its place
_DIGITS = frozenset("0123456789０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class BoundFigure:
    """A run of printed text that holds digits. `keys`: the observations (`Observation.key`) or mentions it says or comes from."""

    page: int  # from 1
    text: str
    kind: Kind
    keys: tuple[str, ...]
    x: float  # of its first character's origin, in points from the page's lower left corner
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Loose:
    """A digit on a page that no bound figure puts there, or a bound figure whose digits are not on the page."""

    page: int
    text: str
    reason: str  # Chinese


def bound_figures(data: bytes) -> list[BoundFigure]:
    """The side map of a PDF that `render` made, in page and painting order. Raises PaperError where there is none."""
    try:
        document = PDFDocument(PDFParser(BytesIO(data)))
        pieces: Any = resolve1(document.catalog.get("PieceInfo"))
        private: Any = resolve1(pieces[APPLICATION])
        entries = json.loads(stream_value(private["Private"]).get_data())
        return [_figure(entry) for entry in entries]
    except Exception as error:  # whatever a damaged file makes the reader raise
        raise PaperError(
            "PDF 里没有数字出处表，或文件已损坏",
            hint="只有本程序生成、未经其他软件另存的 PDF 可以核对",
        ) from error


def _figure(entry: list[Any]) -> BoundFigure:
    page, kind, text, keys, x, y, size = entry
    if kind not in get_args(Kind):
        raise ValueError(kind)
    return BoundFigure(int(page), str(text), kind, tuple(keys), float(x), float(y), float(size))


def loose_digits(data: bytes) -> list[Loose]:
    """Digits that stand on the pages otherwise than the side map says. Empty for an untouched paper."""
    bound: defaultdict[int, list[BoundFigure]] = defaultdict(list)
    for figure in bound_figures(data):
        bound[figure.page].append(figure)
    document = pypdfium2.PdfDocument(data)
    try:
        return [
            problem
            for number in range(len(document))
            for problem in _check_page(document[number], number + 1, bound[number + 1])
        ]
    finally:
        document.close()


def _check_page(page: pypdfium2.PdfPage, number: int, bound: Iterable[BoundFigure]) -> list[Loose]:
    """Every digit the map expects must stand at its place, and no other digit anywhere."""
    printed = _printed_digits(page)
    problems = []
    for figure in bound:
        x = figure.x
        for character in figure.text:
            if character in _DIGITS and not _take(printed, character, x, figure.y):
                problems.append(
                    Loose(number, figure.text, f"第{number}页“{figure.text}”与出处表不符")
                )
                break
            x += fonts.width(character, figure.size)
    for row in printed.values():
        problems += [
            Loose(number, digit, f"第{number}页的数字“{digit}”没有出处") for digit, _, _ in row
        ]
    return problems


Digits = dict[int, list[tuple[str, float, float]]]


def _printed_digits(page: pypdfium2.PdfPage) -> Digits:
    """Digits with the origin of each, by rounded height."""
    text = page.get_textpage()
    found: defaultdict[int, list[tuple[str, float, float]]] = defaultdict(list)
    x, y = pdfium.c_double(), pdfium.c_double()
    for i in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text, i))
        if character in _DIGITS:
            pdfium.FPDFText_GetCharOrigin(text, i, x, y)
            found[round(y.value)].append((character, x.value, y.value))
    text.close()
    return found


def _take(printed: Digits, character: str, x: float, y: float) -> bool:
    """Strike the digit at this place off the list of those printed."""
    for row in (round(y), round(y) - 1, round(y) + 1):
        for i, (digit, at, height) in enumerate(printed.get(row, ())):
            if digit == character and abs(at - x) < _NEAR and abs(height - y) < _NEAR:
                del printed[row][i]
                return True
    return False
