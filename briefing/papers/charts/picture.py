"""Scenes to pictures for Word and Excel: Agg paints the same marks that the PDF pack draws as vectors.

Its renderer is called directly and glyphs are kept: matplotlib's artists lay every label out anew, hinted, which takes most of the time.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D
from numpy import asarray
from PIL import Image, ImageFont
from PIL.PngImagePlugin import PngInfo

from briefing.papers import fonts
from briefing.papers.charts.scene import Anchor, Dot, Mark, Path, Scene, Text, plain

Renderer: Any = RendererAgg  # without types
_INCH = 72.0
_BEFORE: dict[Anchor, float] = {
    "start": 0.0,
    "middle": 0.5,
    "end": 1.0,
}  # how much of a line stands left of its place
_COMPRESSION = 4  # of zlib: two thirds of the time of its default and a quarter more bytes


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
    renderer = Renderer(round(width * scale), round(height * scale), dpi)
    asarray(renderer.buffer_rgba()).fill(255)  # white paper
    texts = []
    for mark in marks:
        if isinstance(mark, Text):
            texts.append(mark)
        else:
            _paint(renderer, mark, scale)
    size = round(renderer.width), round(renderer.height)
    drawn = Image.frombuffer("RGBA", size, renderer.buffer_rgba(), "raw", "RGBA", 0, 1)
    picture = drawn.convert("RGB")
    for text in texts:
        _write(picture, text, scale, where)
    described = PngInfo()
    described.add_itxt("Description", description, "zh-CN")
    data = io.BytesIO()
    _paletted(picture).save(
        data,
        "PNG",
        dpi=(printed, printed),
        pnginfo=described,
        compress_level=_COMPRESSION,
    )
    return data.getvalue()


def _paletted(picture: Image.Image) -> Image.Image:
    """With a palette: a third of the size and half of the time; the few colours of a chart leave room for the shades at its edges.

    Which colours there are is seen on every other point of every other line, which no line of a chart is too thin for.
    """
    some = picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.NEAREST)
    palette = some.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def _paint(renderer: Any, mark: Path | Dot, scale: float) -> None:
    """A shape, its points y upwards from the lower edge."""
    style = renderer.new_gc()
    style.set_linewidth(mark.width if mark.stroke else 0.0)
    if mark.stroke:
        style.set_foreground(mark.stroke)
    if isinstance(mark, Dot):
        outline, place = (
            Outline.unit_circle(),
            Affine2D().scale(mark.radius).translate(mark.x, mark.y),
        )
    else:
        outline, place = _outline(mark), Affine2D()
        style.set_joinstyle("miter" if mark.closed else "round")
        style.set_capstyle("butt")
        if mark.dash:
            style.set_dashes(0, list(mark.dash))
    renderer.draw_path(
        style, outline, place.scale(scale), to_rgba(mark.fill) if mark.fill else None
    )
    style.restore()


def _outline(mark: Path) -> Outline:
    return (
        Outline([*mark.points, mark.points[0]], closed=True)
        if mark.closed
        else Outline(mark.points)
    )


def _write(picture: Image.Image, mark: Text, scale: float, where: str) -> None:
    text = plain(mark.text)
    fonts.check(text, where)
    x = (mark.x - _BEFORE[mark.anchor] * fonts.width(text, mark.size)) * scale
    baseline = picture.height - round(mark.y * scale)
    path = str(fonts.font_path())
    for character in text:
        glyph = _glyph(path, mark.size * scale, character)
        if glyph:
            mask, left, top = glyph
            picture.paste(mark.colour, (round(x) + left, baseline + top), mask)
        x += fonts.width(character, mark.size) * scale


@lru_cache(maxsize=8192)
def _glyph(path: str, pixels: float, character: str) -> tuple[Image.Image, int, int] | None:
    """The shape of a character in grey, and where its upper left corner stands from its place on the baseline; None for a blank."""
    font = ImageFont.truetype(path, pixels, layout_engine=ImageFont.Layout.BASIC)
    core, (left, top) = font.getmask2(character, mode="L", anchor="ls")
    if not core.size[0] or not core.size[1]:
        return None
    mask = Image.new("L", core.size)
    mask.im.paste(core, (0, 0, *core.size))
    return mask, left, top
