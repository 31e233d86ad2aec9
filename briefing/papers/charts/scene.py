"""What a chart is made of: lines of text, paths and dots at known places, in points, y upwards.

Text is made of runs; a run that prints a figure carries the keys of the facts behind it, so that every digit on a page can be
traced. Nothing here knows of PDF: `paint.py` draws scenes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from briefing.papers import fonts

# words: the template's and the project's own · name: a name out of a document · figure: one fact as it stands ·
# derived: counted or reckoned from facts · period: a year or span · scale: an axis · number: pages, lists
Kind = Literal["words", "name", "figure", "derived", "period", "scale", "number"]
Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


class Run(NamedTuple):
    """A stretch of text of one origin. `keys`: of the observations or project mentions it says or was reckoned from."""

    text: str
    kind: Kind = "words"
    keys: tuple[str, ...] = ()


Runs = tuple[Run, ...]
Piece = str | Run | Runs


def runs(*pieces: Piece) -> Runs:
    """Plain words, runs and lists of runs, put together."""
    if len(pieces) == 1:
        return _single(pieces[0])
    made: list[Run] = []
    for piece in pieces:
        if isinstance(piece, str):
            made.append(Run(piece))
        elif isinstance(piece, Run):
            made.append(piece)
        else:
            made.extend(piece)
    return tuple(run for run in made if run.text)


def _single(piece: Piece) -> Runs:
    if isinstance(piece, str):
        return (Run(piece),) if piece else ()
    if isinstance(piece, Run):
        return (piece,) if piece.text else ()
    return piece if all(run.text for run in piece) else tuple(run for run in piece if run.text)


def plain(text: Runs) -> str:
    return text[0].text if len(text) == 1 else "".join([run.text for run in text])


def joined(parts: Iterable[Piece], separator: str = "、") -> Runs:
    """The parts with a separator between them."""
    made: list[Piece] = []
    for part in parts:
        made += [separator, part] if made else [part]
    return runs(*made)


class Text(NamedTuple):
    """A line of text; y is that of its baseline, a link leads to an anchor of this document."""

    x: float
    y: float
    text: Runs
    size: float
    colour: str
    anchor: Anchor = "start"
    link: str = ""


class Path(NamedTuple):
    points: tuple[Point, ...]
    fill: str = ""
    stroke: str = ""
    width: float = 0.6
    dash: tuple[float, ...] = ()
    closed: bool = False


class Dot(NamedTuple):
    x: float
    y: float
    radius: float
    fill: str
    stroke: str = ""
    width: float = 1.2


Mark = Text | Path | Dot


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle to draw in: left, bottom, right, top."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def inset(self, left: float = 0, bottom: float = 0, right: float = 0, top: float = 0) -> Box:
        return Box(self.left + left, self.bottom + bottom, self.right - right, self.top - top)

    def grid(self, columns: int, rows: int, gap_x: float, gap_y: float) -> list[Box]:
        """Equal cells, row by row from the top."""
        w = (self.width - gap_x * (columns - 1)) / columns
        h = (self.height - gap_y * (rows - 1)) / rows
        return [
            Box(
                self.left + column * (w + gap_x),
                self.top - row * (h + gap_y) - h,
                self.left + column * (w + gap_x) + w,
                self.top - row * (h + gap_y),
            )
            for row in range(rows)
            for column in range(columns)
        ]


@dataclass(slots=True)
class Scene:
    """A list of marks in painting order."""

    marks: list[Mark] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        text: Piece,
        size: float,
        colour: str,
        anchor: Anchor = "start",
        *,
        link: str = "",
    ) -> None:
        self.marks.append(Text(x, y, runs(text), size, colour, anchor, link))

    def centred(
        self,
        x: float,
        middle: float,
        text: Piece,
        size: float,
        colour: str,
        anchor: Anchor = "start",
    ) -> None:
        """A line of text whose height is centred on `middle`: Chinese characters reach from −0.12 to 0.88 of their size."""
        self.text(x, middle - 0.37 * size, text, size, colour, anchor)

    def line(
        self,
        start: Point,
        end: Point,
        colour: str,
        width: float = 0.6,
        dash: tuple[float, ...] = (),
    ) -> None:
        self.marks.append(Path((start, end), stroke=colour, width=width, dash=dash))

    def bar(self, box: Box, fill: str, stroke: str = "", width: float = 1.0) -> None:
        """A rectangle; with a stroke and no fill it is hollow. The stroke stays inside."""
        half = width / 2 if stroke else 0.0
        left, right = box.left + half, max(box.right - half, box.left + half)
        bottom, top = box.bottom + half, box.top - half
        points = ((left, bottom), (right, bottom), (right, top), (left, top))
        self.marks.append(Path(points, fill=fill, stroke=stroke, width=width, closed=True))

    def dot(
        self, x: float, y: float, radius: float, fill: str, stroke: str = "", width: float = 1.2
    ) -> None:
        self.marks.append(Dot(x, y, radius, fill, stroke, width))

    def diamond(
        self, x: float, y: float, radius: float, fill: str, stroke: str, width: float = 1.2
    ) -> None:
        points = ((x - radius, y), (x, y + radius), (x + radius, y), (x, y - radius))
        self.marks.append(Path(points, fill=fill, stroke=stroke, width=width, closed=True))

    def polygon(self, points: tuple[Point, ...], fill: str) -> None:
        self.marks.append(Path(points, fill=fill, closed=True))

    def lines(
        self,
        box: Box,
        text: Piece,
        size: float,
        colour: str,
        *,
        leading: float = 1.4,
        most: int = 99,
        anchor: Anchor = "start",
    ) -> float:
        """Wrapped text from the top of the box; returns the y under its last line."""
        y = box.top - size
        x = {"start": box.left, "middle": (box.left + box.right) / 2, "end": box.right}[anchor]
        for line in wrap(runs(text), size, box.width, most):
            self.text(x, y, line, size, colour, anchor)
            y -= size * leading
        return y + size * leading - 0.25 * size


# A word, a number with its unit sign, or a single Chinese character: what a line may be broken between.
_TOKEN = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[A-Za-z0-9_.-]*[A-Za-z_][A-Za-z0-9_./:@#&$^{}\\~+-]*|[−+约≥≤<>]?[−]?[0-9][0-9,.]*[%％]?|[./:@#&$^{}\\~+-]+|\s+|.",
    re.DOTALL,
)
_NOT_FIRST = frozenset("，。、；：？！）》〉”’】〕%％…·—.,;:)]}℃")
_NOT_LAST = frozenset("（《〈“‘【〔([{约≥≤−")


_WHOLE = 10


@lru_cache(maxsize=4096)
def _clusters(text: Runs, whole: tuple[bool, ...]) -> tuple[tuple[str, tuple[Run, ...]], ...]:
    """Tokens that must stay on one line, together, each with its text: a closing mark with what stands before it, an opening one with
    what follows. whole: which runs stay in one piece."""
    clusters: list[list[Run]] = []
    for token in _tokens(text, whole):
        before = clusters[-1][-1] if clusters else None
        # A source's number stays with the first word of its title.
        stick = before and (
            token.text[0] in _NOT_FIRST
            or before.text[-1] in _NOT_LAST
            or (before.kind == "number" and token.kind == "name")
        )
        if stick and len(clusters[-1]) < 12:
            clusters[-1].append(token)
        else:
            clusters.append([token])
    return tuple((plain(tuple(cluster)), tuple(cluster)) for cluster in clusters)


def _tokens(text: Runs, whole: tuple[bool, ...]) -> Iterator[Run]:
    for run, stays in zip(text, whole, strict=True):
        if stays:
            yield run
        else:
            for match in _TOKEN.finditer(run.text):
                yield Run(match.group(), run.kind, run.keys)


def _stays(run: Run, size: float, room: float) -> bool:
    """Whether it is not broken: a short name or a figure, unless the line is a narrow column."""
    return (
        run.kind != "words" and len(run.text) <= _WHOLE and fonts.width(run.text, size) < room / 2
    )


def wrap(text: Runs, size: float, room: float, most: int = 99) -> list[Runs]:
    """The text in lines no wider than `room`, at most `most` of them; what does not fit ends in …

    Breaks between Chinese characters, never inside a number or word, never before a closing or after an opening mark.
    """
    if fonts.width(plain(text), size) <= room:
        return [text]
    lines: list[list[Run]] = [[]]
    used = 0.0
    for said, cluster in _clusters(text, tuple([_stays(run, size, room) for run in text])):
        wide = fonts.width(said, size)
        if used and used + wide > room:
            lines.append([])
            used = 0.0
        if wide > room:
            for piece in (piece for token in cluster for piece in _chop(token, size, room)):
                wide = fonts.width(piece.text, size)
                if used and used + wide > room:
                    lines.append([])
                    used = 0.0
                lines[-1].append(piece)
                used += wide
            continue
        if not lines[-1] and not cluster[0].text.strip():
            continue
        lines[-1] += cluster
        used += wide
    if len(lines) > most:
        lines = [
            *lines[: most - 1],
            _cut([token for line in lines[most - 1 :] for token in line], size, room),
        ]
    return [_merged(line) for line in lines if line]


@lru_cache(maxsize=256)
def balanced(text: Runs, size: float, room: float, most: int) -> list[Runs]:
    """Wrapped so that no line is much shorter than the others, with lines ending at a punctuation mark where one is near."""
    lines = wrap(text, size, room, most)
    if len(lines) == 1 or plain(lines[-1]).endswith("…"):
        return lines
    fair = sum(fonts.width(plain(line), size) for line in lines) / len(lines)
    tries = [wrap(text, size, fair + (room - fair) * step / 16, most) for step in range(1, 17)]
    fitting = [
        made for made in tries if len(made) == len(lines) and not plain(made[-1]).endswith("…")
    ]
    halves = [made for made in fitting if all(plain(line)[-1] in "；：。" for line in made[:-1])]
    clean = [made for made in fitting if all(plain(line)[-1] in "，；：、。" for line in made[:-1])]
    return (halves or clean or fitting or [lines])[0]


def _chop(token: Run, size: float, room: float) -> list[Run]:
    """A word wider than the line, in pieces that fit."""
    pieces, piece = [], ""
    for character in token.text:
        if piece and fonts.width(piece + character, size) > room:
            pieces.append(Run(piece, token.kind, token.keys))
            piece = ""
        piece += character
    return [*pieces, Run(piece, token.kind, token.keys)]


def _cut(tokens: list[Run], size: float, room: float) -> list[Run]:
    room -= fonts.width("…", size)
    kept: list[Run] = []
    for token in tokens:
        room -= fonts.width(token.text, size)
        if room < 0:
            break
        kept.append(token)
    return [*kept, Run("…")]


def _merged(tokens: list[Run]) -> Runs:
    merged: list[Run] = []
    for token in tokens:
        if merged and (merged[-1].kind, merged[-1].keys) == (token.kind, token.keys):
            merged[-1] = Run(merged[-1].text + token.text, token.kind, token.keys)
        else:
            merged.append(token)
    return tuple(merged)


def fitted(text: Piece, size: float, room: float) -> Runs:
    """The text as one line, cut with … where it is too long."""
    return wrap(runs(text), size, room, 1)[0] if plain(runs(text)) else ()


def width(text: Piece, size: float) -> float:
    if isinstance(text, Run):
        text = text.text
    return fonts.width(text if isinstance(text, str) else plain(text), size)
