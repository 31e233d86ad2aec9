"""What pdfium knows of one page: its characters and the rules drawn on it, turned so that the text stands upright."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import pi

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from briefing.sources import shading
from briefing.sources.characters import UNKNOWN
from briefing.sources.pages import Drawn, PageContent
from briefing.sources.ruled import MOST_RULES, Box, Rules

_SURROGATE = 0xD800
_BLANK = {0xFFFE, 0xA0, 0x3000}
_SAMPLED = 4  # of so many characters one is asked how it stands
_DEEPEST = 6  # forms inside forms
_MOST_SEGMENTS = 4000  # of one path: more are a drawing
_THICKEST = 3.0  # points, of a rule drawn as a filled rectangle
_LEAN = 0.6  # points that a rule may lean
_SLENDER = 2.6  # times its width: a box as tall as this is looked at
_TALL = 1.35  # times the size of its font: a box taller than this lies
_BELOW = 0.14  # of the size, below the line that letters stand on
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFF))
_LOW = 0.4  # of a letter's height: the ink of a point stays below it
_NARROW = 0.35  # of a letter's height: no wider is a point

_ONE_RECTANGLE = 5  # segments
_WHITE = 250  # of 255, in every colour
_float = ctypes.c_float

Matrix = tuple[float, float, float, float, float, float]
UPRIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# Quarter turns of the text, counted clockwise as pdfium does -> what turns it upright.
TURNS: tuple[Matrix, ...] = (
    UPRIGHT,
    (0.0, 1.0, -1.0, 0.0, 0.0, 0.0),
    (-1.0, 0.0, 0.0, -1.0, 0.0, 0.0),
    (0.0, -1.0, 1.0, 0.0, 0.0, 0.0),
)


def read(page: pdfium.PdfPage) -> PageContent:
    """The page's content. Raises PdfiumError for one that cannot be parsed."""
    text_page = page.get_textpage()
    try:
        content, turn = _characters(text_page.raw, text_page.count_chars())
    finally:
        text_page.close()
    content.rules = _rules(page.raw, TURNS[turn])
    content.drawing = len(content.rules) > MOST_RULES
    return content


def _characters(raw: object, count: int) -> tuple[PageContent, int]:
    """The characters by the way their text runs, and how most of them do."""
    angle_of = pdfium_c.FPDFText_GetCharAngle
    loose_of = pdfium_c.FPDFText_GetLooseCharBox
    loose = pdfium_c.FS_RECTF()
    at_loose = ctypes.byref(loose)
    tilted = any(angle_of(raw, at) for at in range(0, count, _SAMPLED))
    turned: list[list[Box]] = [[], [], [], []]
    content = PageContent([])
    spaced = False
    high = 0  # the first half of a character that takes two units
    quarter = 0
    for at, code in enumerate(_codes(raw, count)):
        if code <= 32 or code in _BLANK:
            spaced = True
            continue
        if code >= _SURROGATE:
            code, high = _whole(code, high)
            if high:
                continue
        if tilted:
            turn = angle_of(raw, at) / (pi / 2)
            quarter = round(turn) % 4
            if abs(turn - round(turn)) > 0.1:
                content.slanted += 1
                continue
        # The box of the ink is low for 一 and 、; the loose one is the letter's own.
        loosely = loose_of(raw, at, at_loose)
        left, bottom, right, top = loose.left, loose.bottom, loose.right, loose.top
        if loosely and top > bottom:
            box = Box(chr(code), left, bottom, right, top, spaced)
            if code < 0x2E80 and not quarter and top - bottom > _SLENDER * (right - left):
                _trim(raw, at, box)
        elif (ink := _ink(raw, at)) is not None:
            box = Box(chr(code), *ink, spaced)
        else:
            continue
        if code >= _SURROGATE and is_private(code):
            box.text = _meant(box, _ink(raw, at), upright=quarter == 0)
            content.unknown += box.text == UNKNOWN
        turned[quarter].append(box)
        spaced = False
    main = max(range(4), key=lambda turn: len(turned[turn]))
    content.characters = [turned_box(box, main) for box in turned[main]] if main else turned[0]
    content.aside = [
        (turned_box(box, main), turned_box(box, turn))
        for turn, found in enumerate(turned)
        for box in found
        if turn != main
    ]
    return content, main


def _trim(raw: object, at: int, box: Box) -> None:
    """Some fonts say of their figures that they are twice as tall as their size: a line would swallow those beside it."""
    matrix, x, y = pdfium_c.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    if not pdfium_c.FPDFText_GetMatrix(raw, at, matrix):
        return
    size = pdfium_c.FPDFText_GetFontSize(raw, at) * abs(matrix.d)
    if size > 0 and box.top - box.bottom > _TALL * size:
        pdfium_c.FPDFText_GetCharOrigin(raw, at, x, y)
        box.bottom, box.top = y.value - _BELOW * size, y.value + (1 - _BELOW) * size


def _codes(raw: object, count: int) -> list[int]:
    """The characters' codes, in one call where it counts as the others do."""
    held = (ctypes.c_ushort * (count + 1))()
    if pdfium_c.FPDFText_GetText(raw, 0, count, held) == count + 1:
        return list(held)[:count]
    return [pdfium_c.FPDFText_GetUnicode(raw, at) for at in range(count)]


def _whole(code: int, high: int) -> tuple[int, int]:
    """A character that came in two halves: (its code, 0), or (the half, the half) where another follows."""
    if 0xD800 <= code < 0xDC00:
        return code, code
    if 0xDC00 <= code < 0xE000 and high:
        return 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00, 0
    return code, 0


def _ink(raw: object, at: int) -> tuple[float, float, float, float] | None:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium_c.FPDFText_GetCharBox(raw, at, left, right, bottom, top):
        return None
    return left.value, bottom.value, right.value, top.value


def is_private(code: int) -> bool:
    return 0xD800 <= code < 0xE000 or any(low <= code <= high for low, high in _PRIVATE)


def _meant(box: Box, ink: tuple[float, float, float, float] | None, *, upright: bool) -> str:
    """What a private character is: a point where its ink looks like one, else nobody knows."""
    if ink is None or not upright:
        return UNKNOWN
    left, bottom, right, top = ink
    low = bottom < top <= box.bottom + _LOW * box.height
    return "." if low and max(right - left, top - bottom) <= _NARROW * box.height else UNKNOWN


def turned_box(box: Box, turn: int) -> Box:
    """The box on a page that is turned so that text of this turn stands upright."""
    one = apply(TURNS[turn], box.left, box.bottom)
    other = apply(TURNS[turn], box.right, box.top)
    (left, right), (bottom, top) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return Box(box.text, left, bottom, right, top, box.spaced)


def apply(by: Matrix, x: float, y: float) -> tuple[float, float]:
    return by[0] * x + by[2] * y + by[4], by[1] * x + by[3] * y + by[5]


def product(inner: Matrix, outer: Matrix) -> Matrix:
    """First `inner`, then `outer`."""
    a, b, c, d, e, f = inner
    return (
        *(outer[0] * a + outer[2] * b, outer[1] * a + outer[3] * b),
        *(outer[0] * c + outer[2] * d, outer[1] * c + outer[3] * d),
        *apply(outer, e, f),
    )  # fmt: skip


def _rules(page: object, upright: Matrix) -> Rules:
    rules = Drawn()
    _objects(
        pdfium_c.FPDFPage_CountObjects(page), pdfium_c.FPDFPage_GetObject, page, upright, rules
    )
    for more in (shading.cells(rules.fills, rules), shading.printed_area(rules.fills, rules)):
        rules.across += more.across
        rules.down += more.down
    return rules


def _objects(
    count: int,
    get: Callable[[object, int], object],
    of: object,
    outer: Matrix,
    rules: Drawn,
    depth: int = 0,
) -> None:
    kind_of = pdfium_c.FPDFPageObj_GetType
    for at in range(count):
        item = get(of, at)
        kind = kind_of(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            _path(item, outer, rules)
            if len(rules) > MOST_RULES:
                return
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inside, inner = pdfium_c.FPDFFormObj_CountObjects(item), pdfium_c.FPDFFormObj_GetObject
            _objects(inside, inner, item, product(_matrix(item), outer), rules, depth + 1)


def _matrix(item: object) -> Matrix:
    found = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, found):
        return UPRIGHT
    return found.a, found.b, found.c, found.d, found.e, found.f


def _path(item: object, outer: Matrix, rules: Drawn) -> None:
    count = pdfium_c.FPDFPath_CountSegments(item)
    if count <= _ONE_RECTANGLE and _is_thin(item, outer, rules):
        return
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    if not 2 <= count <= _MOST_SEGMENTS or not pdfium_c.FPDFPath_GetDrawMode(item, filled, stroked):
        return
    matrix = product(_matrix(item), outer)
    for points in _outlines(item, count, matrix):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
        if right - left <= _THICKEST or top - bottom <= _THICKEST:
            add_rule(
                left, bottom, right, top, rules
            )  # a line, or a rectangle so thin that it is one
        elif stroked.value:
            for (x, y), (u, v) in pairwise(points):
                if abs(x - u) <= _LEAN or abs(y - v) <= _LEAN:
                    add_rule(min(x, u), min(y, v), max(x, u), max(y, v), rules)
        elif filled.value and len(points) <= 6:
            rules.fills.append((left, bottom, right, top, _is_white(item)))


def _is_thin(item: object, outer: Matrix, rules: Rules) -> bool:
    """Note a path that is one line, or one rectangle as thin as a line: most are, and their bounds are soon asked for."""
    left, bottom, right, top = _float(), _float(), _float(), _float()
    if not pdfium_c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return False
    one = apply(outer, left.value, bottom.value)
    other = apply(outer, right.value, top.value)
    wide, high = abs(one[0] - other[0]), abs(one[1] - other[1])
    if min(wide, high) > _THICKEST:
        return False
    add_rule(
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[0], other[0]),
        max(one[1], other[1]),
        rules,
    )
    return True


def _is_white(item: object) -> bool:
    red, green, blue, alpha = (ctypes.c_uint(255) for _ in range(4))
    pdfium_c.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return min(red.value, green.value, blue.value) >= _WHITE or not alpha.value


def add_rule(left: float, bottom: float, right: float, top: float, rules: Rules) -> None:
    if right - left > top - bottom:
        rules.across.append(((bottom + top) / 2, left, right))
    elif top > bottom:
        rules.down.append(((left + right) / 2, bottom, top))


def _outlines(item: object, count: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corners of a path's parts; where a part is closed, its first corner stands at its end again."""
    segment_of, kind_of = pdfium_c.FPDFPath_GetPathSegment, pdfium_c.FPDFPathSegment_GetType
    point_of, closed = pdfium_c.FPDFPathSegment_GetPoint, pdfium_c.FPDFPathSegment_GetClose
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for at in range(count):
        segment = segment_of(item, at)
        kind = kind_of(segment)
        if (
            kind != pdfium_c.FPDF_SEGMENT_LINETO
        ):  # a curve parts what is straight before and after it
            if len(points) > 1:
                yield points
            points = []
        point_of(segment, x, y)
        points.append(apply(matrix, x.value, y.value))
        if closed(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points
