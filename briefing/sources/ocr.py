"""Text of pictures: pages without a text layer, read where the extra `ocr` (rapidocr with onnxruntime) is installed. Runs offline."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from statistics import median
from typing import Any

import numpy as np
from PIL import Image

from briefing.sources.pages import PageContent
from briefing.sources.ruled import Box, Rules

DOTS = 200  # an inch, of the picture that is read
_LEAST = 0.5  # of what the recogniser is sure of: below, a line is left out and counted
_WIDE = "\u2e7f"  # letters after this are as wide as they are high
_SCALE = 72 / DOTS
_LONG = 5  # times as wide as high: a line whose slope is the page's
_LEVEL = 0.1  # degrees that a page may lie askew without being turned
_INK = 140  # of 255: what is darker is printed
_RULE = 90  # dots: what is printed without a gap for longer is a rule, no stroke of a letter

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text as the recogniser gives it. corners: from the upper left one clockwise, in dots."""

    corners: tuple[Point, ...]
    text: str
    score: float

    def slope(self) -> float | None:
        """Degrees by which it falls to the right; none for what is too short to tell."""
        (left, top), (right, end), (_, bottom) = self.corners[:3]
        wide = right - left
        return (
            math.degrees(math.atan2(end - top, wide)) if wide > _LONG * abs(bottom - end) else None
        )


@dataclass(slots=True)
class _Turn:
    """Turns points about the middle of a picture, so that lines which fall by `degrees` run level."""

    degrees: float
    middle: Point
    cos: float = field(init=False)
    sin: float = field(init=False)

    def __post_init__(self) -> None:
        self.cos = math.cos(math.radians(self.degrees))
        self.sin = math.sin(math.radians(self.degrees))

    def point(self, at: Point) -> Point:
        x, y = at[0] - self.middle[0], at[1] - self.middle[1]
        return (
            self.middle[0] + x * self.cos + y * self.sin,
            self.middle[1] - x * self.sin + y * self.cos,
        )

    def picture(self, picture: Any) -> Any:
        made = Image.fromarray(picture).rotate(
            self.degrees, Image.Resampling.BILINEAR, fillcolor=255
        )
        return np.asarray(made)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def recognised(picture: Any, height: float) -> PageContent:
    """What stands on a picture of a page, its rules too. picture: an array of DOTS an inch; height: the page's, in points."""
    found = _engine()(picture)
    content = PageContent([])
    if not found.txts:
        return content
    lines = [
        _Line(tuple((float(x), float(y)) for x, y in corners), text, float(score))
        for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
    ]
    grey = np.asarray(Image.fromarray(picture).convert("L"))
    turn = _Turn(_askew(lines), (grey.shape[1] / 2, grey.shape[0] / 2))
    scores: list[float] = []
    for line in lines:
        if line.score < _LEAST:
            content.unknown += len(line.text)
            continue
        scores.append(line.score)
        xs, ys = zip(*map(turn.point, line.corners), strict=True)
        left, right = min(xs) * _SCALE, max(xs) * _SCALE
        bottom, top = height - max(ys) * _SCALE, height - min(ys) * _SCALE
        content.characters += _letters(line.text, left, bottom, right, top)
    content.recognised = sum(scores) / len(scores) if scores else 0.0
    content.rules = rules(turn.picture(grey) if turn.degrees else grey, height)
    return content


def _askew(lines: list[_Line]) -> float:
    """Degrees by which the page's lines fall to the right; 0 for a page that lies straight."""
    slopes = [slope for line in lines if (slope := line.slope()) is not None]
    degrees = median(slopes) if slopes else 0.0
    return degrees if abs(degrees) > _LEVEL else 0.0


def rules(grey: Any, height: float) -> Rules:
    """The straight rules on a level picture (an array of rows of greys, DOTS an inch), on a page of this height in points."""
    ink = grey < _INK
    across = [
        (height - row * _SCALE, begin * _SCALE, end * _SCALE) for row, begin, end in _runs(ink)
    ]
    down = [
        (column * _SCALE, height - end * _SCALE, height - begin * _SCALE)
        for column, begin, end in _runs(ink.T)
    ]
    return Rules(across, down)


def _runs(ink: Any) -> list[tuple[int, int, int]]:
    """Row, begin and end of what is printed without a gap for _RULE dots; a gap of two is a speck of dust."""
    closed = ink.copy()
    closed[:, 1:] |= ink[:, :-1]
    closed[:, :-1] |= ink[:, 1:]
    edges = np.diff(np.pad(closed, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, begins = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    long = ends - begins > _RULE
    return list(zip(rows[long].tolist(), begins[long].tolist(), ends[long].tolist(), strict=True))


def _letters(text: str, left: float, bottom: float, right: float, top: float) -> list[Box]:
    """A line's letters, each with the share of its box that it takes."""
    widths = [1.0 if letter > _WIDE else 0.5 for letter in text]
    step = (right - left) / max(0.5, sum(widths))
    found: list[Box] = []
    at, spaced = left, False
    for letter, wide in zip(text, widths, strict=True):
        if letter.isspace():
            spaced = True
        else:
            found.append(Box(letter, at, bottom, at + wide * step, top, spaced))
            spaced = False
        at += wide * step
    return found
