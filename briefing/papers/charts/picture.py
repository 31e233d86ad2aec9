"""Scenes to pictures for Word and Excel: the same marks that the PDF pack draws as vectors, painted with a palette from the start.

A point of the picture is the number of a colour: 0 is paper, and every colour has a ramp of shades from what it lies on. So no picture
is painted in full colour first and its colours counted afterwards, which took two thirds of the time. Bars and straight lines end on
whole points; slanted lines and dots are shaped by Agg, characters by FreeType, and both are kept.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D
from PIL import Image, ImageChops, ImageColor, ImageFont
from PIL.PngImagePlugin import PngInfo

from briefing.papers import fonts
from briefing.papers.charts.scene import Anchor, Dot, Mark, Path, Point, Scene, Text, plain

Renderer: Any = RendererAgg  # without types
Strip = tuple[Image.Image, int, int]  # coverage, and where its upper left corner stands
_INCH = 72.0
_BEFORE: dict[Anchor, float] = {
    "start": 0.0,
    "middle": 0.5,
    "end": 1.0,
}  # how much of a line stands left of its place
_COMPRESSION = 3  # of zlib: half of the time of its default and a sixth more bytes
_SHADES = 15  # of a colour at its edges, at most
_COLOURS = 255  # besides paper
_PAPER = 0
_WHITE: tuple[int, ...] = (255, 255, 255)
_BLACK = (0.0, 0.0, 0.0, 1.0)
_BARE = [255] + [0] * 255
_HALF = [0] * 128 + [255] * 128


def to_png(
    scene: Scene,
    width: float,
    height: float,
    *,
    dpi: int,
    where: str,
    description: str,
    printed: int = 0,
) -> bytes:
    """The scene, `width` × `height` points, as a PNG with its alternative text inside as `Description`.

    Texts stand above everything else. Raises PaperError naming a character the font lacks; `where` says which chart it belongs to.
    printed: dots an inch on paper, where it is printed in another size than it is drawn in.
    """
    return _painted(tuple(scene.marks), width, height, dpi, where, description, printed or dpi)


@lru_cache(maxsize=64)
def _painted(
    marks: tuple[Mark, ...],
    width: float,
    height: float,
    dpi: int,
    where: str,
    description: str,
    printed: int,
) -> bytes:
    """The papers of a district for several readers have the same charts: each is painted once."""
    scale = dpi / _INCH
    sheet = _Sheet(round(width * scale), round(height * scale), scale, _colours(marks))
    texts = []
    for mark in marks:
        if isinstance(mark, Text):
            texts.append(mark)
        elif isinstance(mark, Path):
            sheet.path(mark)
        else:
            sheet.dot(mark)
    for text in texts:
        sheet.text(text, where)
    described = PngInfo()
    described.add_itxt("Description", description, "zh-CN")
    data = io.BytesIO()
    sheet.picture().save(
        data,
        "PNG",
        dpi=(printed, printed),
        pnginfo=described,
        compress_level=_COMPRESSION,
    )
    return data.getvalue()


class _Sheet:
    """A picture under way. Points of a scene are y upwards from the lower edge, those of the picture downwards from the upper one."""

    def __init__(self, width: int, height: int, scale: float, colours: Sequence[str]) -> None:
        self._image = Image.new("L", (width, height), _PAPER)
        self._scale = scale
        self._palette = [_WHITE]
        self._ramps: dict[tuple[int, str], int] = {}  # lower colour, upper one: before its shades
        self._pure = {_PAPER}
        # Where there are many colours each has few shades: on paper, and on another colour.
        self._shades = max(1, min(_SHADES, _COLOURS // (2 * len(colours) + 1)))
        for colour in colours:
            self._ramp(colour, _PAPER)

    def picture(self) -> Image.Image:
        self._image.putpalette([part for colour in self._palette for part in colour])
        return self._image

    def path(self, mark: Path) -> None:
        if mark.dash or not _is_level(mark.points):
            self._shaped(mark)
            return
        if mark.fill:
            self._bar(self._box(mark.points), mark.fill)
        if mark.stroke:
            ends = [*mark.points, mark.points[0]] if mark.closed else mark.points
            for pair in pairwise(ends):
                self._rule(pair, mark.width, mark.stroke)

    def dot(self, mark: Dot) -> None:
        x, y = round(mark.x * self._scale), self._image.height - round(mark.y * self._scale)
        half = math.ceil((mark.radius + mark.width) * self._scale) + 1
        shape = _Shape(
            Outline.unit_circle(),
            Affine2D().scale(mark.radius * self._scale).translate(half, half),
            (2 * half, 2 * half),
            mark.width * self._scale,
        )
        self._outlined(shape, mark.fill, mark.stroke, x - half, y - half)

    def text(self, mark: Text, where: str) -> None:
        said = plain(mark.text)
        fonts.check(said, where)
        x = (mark.x - _BEFORE[mark.anchor] * fonts.width(said, mark.size)) * self._scale
        baseline = self._image.height - round(mark.y * self._scale)
        strip, left, top = _line(said, mark.size, self._scale, x - math.floor(x))
        left, top = left + math.floor(x), top + baseline
        box = (max(0, left), max(0, top), left + strip.width, top + strip.height)
        self._lay(strip, left, top, self._ramp(mark.colour, self._under(box)))

    def _under(self, box: tuple[int, int, int, int]) -> int:
        """The colour that most of a box has, paper where that is a shade."""
        counts = self._image.crop(box).histogram()
        most = counts.index(max(counts))
        return most if most in self._pure else _PAPER

    def _ramp(self, colour: str, under: int) -> int:
        """The number before the shades from the colour `under` to another one; its last is that colour itself."""
        if (under, colour) in self._ramps:
            return self._ramps[under, colour]
        if len(self._palette) - 1 + self._shades > _COLOURS:
            return self._ramps.get((_PAPER, colour)) or self._nearest(colour)
        start = self._ramps[under, colour] = len(self._palette) - 1
        low, high = self._palette[under], _parts(colour)
        for step in range(1, self._shades + 1):
            share = step / self._shades
            self._palette.append(
                tuple(round(a + (b - a) * share) for a, b in zip(low, high, strict=True))
            )
        self._pure.add(start + self._shades)
        return start

    def _nearest(self, colour: str) -> int:
        """For more colours than a palette holds: the ramp of the one that is most like it."""
        wanted = _parts(colour)

        def unlike(other: str) -> int:
            return sum((a - b) ** 2 for a, b in zip(_parts(other), wanted, strict=True))

        known = [
            (unlike(other), start)
            for (under, other), start in self._ramps.items()
            if under == _PAPER
        ]
        return min(known)[1]

    def _solid(self, colour: str, under: int = _PAPER) -> int:
        return self._ramp(colour, under) + self._shades

    def _box(self, points: Sequence[Point]) -> tuple[float, float, float, float]:
        """Left, top, right and bottom in points of the picture."""
        across = [x * self._scale for x, _ in points]
        down = [self._image.height - y * self._scale for _, y in points]
        return min(across), min(down), max(across), max(down)

    def _bar(self, box: tuple[float, float, float, float], colour: str) -> None:
        left, top, right, bottom = map(round, box)
        if right > left and bottom > top:
            self._image.paste(self._solid(colour), (left, top, right, bottom))

    def _rule(self, ends: Sequence[Point], width: float, colour: str) -> None:
        """A line across or down, at least a point wide."""
        left, top, right, bottom = self._box(ends)
        wide = max(1, round(width * self._scale))
        if bottom - top > right - left:
            left = round((left + right - wide) / 2)
            right = left + wide
        else:
            top = round((top + bottom - wide) / 2)
            bottom = top + wide
        self._bar((left, top, right, bottom), colour)

    def _shaped(self, mark: Path) -> None:
        """Lines and surfaces that no row or column of points is the edge of."""
        left, top, right, bottom = self._box(mark.points)
        room = mark.width * self._scale + 2
        left, top = math.floor(left - room), math.floor(top - room)
        size = math.ceil(right + room) - left, math.ceil(bottom + room) - top
        low = self._image.height - top - size[1]
        points = [*mark.points, mark.points[0]] if mark.closed else mark.points
        shape = _Shape(
            Outline(points, closed=mark.closed),
            Affine2D().scale(self._scale).translate(-left, -low),
            size,
            mark.width * self._scale,
            tuple(each * self._scale for each in mark.dash),
            "miter" if mark.closed else "round",
        )
        self._outlined(shape, mark.fill, mark.stroke, left, top)

    def _outlined(self, shape: _Shape, fill: str, stroke: str, left: int, top: int) -> None:
        """First the whole in the colour of its outline, then in its own what the outline does not cover: no paper shines between them."""
        if not stroke:
            self._over(shape.coverage(fill=True), left, top, fill)
            return
        whole = shape.coverage(fill=bool(fill), stroke=True)
        self._over(whole, left, top, stroke)
        if fill and fill != stroke:
            inner = ImageChops.subtract(whole, shape.coverage(stroke=True))
            self._lay(inner, left, top, self._ramp(fill, self._solid(stroke)))

    def _over(self, mask: Image.Image, left: int, top: int, colour: str) -> None:
        """A shape that may lie across others: its edge has shades on paper only, and covers what it covers half of elsewhere."""
        box = (left, top, left + mask.width, top + mask.height)
        bare = self._image.crop(box).point(_BARE)
        self._image.paste(self._solid(colour), box, mask.point(_HALF))
        self._lay(ImageChops.darker(mask, bare), left, top, self._ramp(colour, _PAPER))

    def _lay(self, mask: Image.Image, left: int, top: int, ramp: int) -> None:
        """What a mask covers in the shades of a ramp."""
        shades, covered = _tables(ramp, self._shades)
        box = (left, top, left + mask.width, top + mask.height)
        # Of the library's core: Image.point makes a new table of each that it is given.
        self._image.im.paste(mask.im.point(shades, "L"), box, mask.im.point(covered, "L"))


@dataclass(frozen=True)
class _Shape:
    """An outline that Agg shapes: where it lies in a mask of some size, its line."""

    outline: Any
    place: Any
    size: tuple[int, int]
    width: float
    dash: tuple[float, ...] = ()
    join: str = "round"

    def coverage(self, *, fill: bool = False, stroke: bool = False) -> Image.Image:
        renderer = Renderer(*self.size, _INCH)
        style = renderer.new_gc()
        style.set_linewidth(self.width if stroke else 0.0)
        style.set_joinstyle(self.join)
        style.set_capstyle("butt")
        if self.dash:
            style.set_dashes(0, list(self.dash))
        renderer.draw_path(style, self.outline, self.place, _BLACK if fill else None)
        drawn = renderer.buffer_rgba()
        return Image.frombuffer("RGBA", self.size, drawn, "raw", "RGBA", 0, 1).getchannel("A")


@lru_cache(maxsize=256)
def _tables(ramp: int, shades: int) -> tuple[list[int], list[int]]:
    """How much a point is covered, 0 to 255, to the number of its shade, and whether it is painted at all."""
    steps = [round(each * shades / 255) for each in range(256)]
    return [ramp + max(1, step) for step in steps], [255 * (step > 0) for step in steps]


def _colours(marks: Iterable[Mark]) -> list[str]:
    """All colours of marks as they come."""
    found: dict[str, None] = {}
    for mark in marks:
        for colour in (mark.colour,) if isinstance(mark, Text) else (mark.fill, mark.stroke):
            if colour:
                found[colour] = None
    return list(found)


@lru_cache(maxsize=256)
def _parts(colour: str) -> tuple[int, ...]:
    """#16527f as its shares of red, green and blue, of 255."""
    return ImageColor.getrgb(colour)[:3]


def _is_level(points: Sequence[Point]) -> bool:
    """Whether all its lines run across or down: a bar, a rule."""
    ends = [*points, points[0]] if len(points) > 2 else points
    return len(points) in (2, 4) and all(
        abs(a - c) < 1e-6 or abs(b - d) < 1e-6 for (a, b), (c, d) in pairwise(ends)
    )


def _line(text: str, size: float, scale: float, x: float) -> Strip:
    """The coverage of a line of text that begins at x, less than a point, and where its upper left corner stands from the baseline there."""
    path, pixels = str(fonts.font_path()), size * scale
    up, down = math.ceil(pixels * 1.2), math.ceil(pixels * 0.4)
    side = math.ceil(pixels * 0.3)  # what a character may reach beyond its width
    strip = Image.new("L", (math.ceil(x + fonts.width(text, size) * scale) + 2 * side, up + down))
    for character in text:
        glyph = _glyph(path, pixels, character)
        if glyph:
            mask, left, top = glyph
            begin = side + round(x) + left
            strip.im.paste(
                255, (begin, up + top, begin + mask.size[0], up + top + mask.size[1]), mask
            )
        x += fonts.width(character, size) * scale
    return strip, -side, -up


@lru_cache(maxsize=8192)
def _glyph(path: str, pixels: float, character: str) -> tuple[Any, int, int] | None:
    """The shape of a character in grey, and where its upper left corner stands from its place on the baseline; None for a blank."""
    font = ImageFont.truetype(path, pixels, layout_engine=ImageFont.Layout.BASIC)
    core, (left, top) = font.getmask2(character, mode="L", anchor="ls")
    if not core.size[0] or not core.size[1]:
        return None
    mask = Image.new("L", core.size)
    mask.im.paste(core, (0, 0, *core.size))
    return mask.im, left, top
