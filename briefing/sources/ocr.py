"""Text of pictures: pages without a text layer, read where the extra `ocr` (rapidocr with onnxruntime) is installed. Runs offline."""

from __future__ import annotations

from functools import cache
from typing import Any

from briefing.sources.pages import PageContent
from briefing.sources.ruled import Box

DOTS = 200  # an inch, of the picture that is read
_LEAST = 0.5  # of what the recogniser is sure of: below, a line is left out and counted
_WIDE = "\u2e7f"  # letters after this are as wide as they are high


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def recognised(picture: Any, height: float) -> PageContent:
    """What stands on a picture of a page. picture: an array of DOTS an inch; height: the page's, in points."""
    found = _engine()(picture)
    content = PageContent([])
    scores: list[float] = []
    scale = 72 / DOTS
    lines = zip(found.boxes, found.txts, found.scores, strict=True) if found.txts else ()
    for corners, text, score in lines:
        if score < _LEAST:
            content.unknown += len(text)
            continue
        xs, ys = [float(x) * scale for x, _ in corners], [float(y) * scale for _, y in corners]
        scores.append(float(score))
        content.characters += _letters(text, min(xs), height - max(ys), max(xs), height - min(ys))
    content.recognised = sum(scores) / len(scores) if scores else 0.0
    return content


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
