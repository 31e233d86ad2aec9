"""Scenes to pictures for Word and Excel: matplotlib paints the same marks that the PDF pack draws as vectors."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any, Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, PathPatch, Polygon
from matplotlib.path import Path as Outline
from matplotlib.text import Text as Label
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from briefing.papers import fonts
from briefing.papers.charts.scene import Anchor, Dot, Mark, Path, Scene, Text, plain

_INCH = 72.0
_ALIGN: dict[Anchor, Literal["left", "center", "right"]] = {"start": "left", "middle": "center", "end": "right"}


def to_png(scene: Scene, width: float, height: float, *, dpi: int, where: str, description: str) -> bytes:
    """The scene, `width` × `height` points, as a PNG with its alternative text inside as `Description`.

    Raises PaperError naming a character the font lacks; `where` says which chart it belongs to.
    """
    figure = Figure(figsize=(width / _INCH, height / _INCH), dpi=dpi, facecolor="white")
    canvas: Any = FigureCanvasAgg(figure)
    # Points, y upwards: marks keep the places they were drawn at.
    points = figure.dpi_scale_trans.frozen()
    points = type(points)(points.get_matrix().copy()).scale(1 / _INCH)
    for order, mark in enumerate(scene.marks):
        artist = _artist(mark, where)
        artist.set_transform(points)
        artist.set_zorder(order)
        figure.add_artist(artist)
    canvas.draw()
    drawn = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba(), "raw", "RGBA", 0, 1).convert("RGB")
    # A palette: a third of the size and half of the time; the few colours of a chart leave room for the shades at its edges.
    paletted = drawn.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    described = PngInfo()
    described.add_itxt("Description", description, "zh-CN")
    data = io.BytesIO()
    paletted.save(data, "PNG", dpi=(dpi, dpi), pnginfo=described)
    return data.getvalue()


def _artist(mark: Mark, where: str) -> Label | PathPatch | Polygon | Circle:
    if isinstance(mark, Text):
        return _label(mark, where)
    if isinstance(mark, Dot):
        return Circle((mark.x, mark.y), mark.radius, facecolor=mark.fill, edgecolor=mark.stroke or "none", linewidth=mark.width)
    return _path(mark)


def _path(mark: Path) -> PathPatch | Polygon:
    style = {
        "facecolor": mark.fill or "none",
        "edgecolor": mark.stroke or "none",
        "linewidth": mark.width,
        "linestyle": (0, [length / mark.width for length in mark.dash]) if mark.dash else "solid",
    }
    if mark.closed:
        return Polygon(mark.points, closed=True, joinstyle="miter", **style)
    return PathPatch(Outline(mark.points), capstyle="butt", **style)


def _label(mark: Text, where: str) -> Label:
    text = plain(mark.text)
    fonts.check(text, where)
    return Label(
        mark.x, mark.y, text, color=mark.colour, fontproperties=_font(str(fonts.font_path())), fontsize=mark.size,
        horizontalalignment=_ALIGN[mark.anchor], verticalalignment="baseline", parse_math=False,
    )  # fmt: skip


@lru_cache(maxsize=2)
def _font(path: str) -> FontProperties:
    return FontProperties(fname=path)
