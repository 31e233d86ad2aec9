"""Scenes to pictures for Word and Excel: matplotlib paints the same marks that the PDF pack draws as vectors."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, PathPatch, Polygon
from matplotlib.path import Path as Outline
from matplotlib.text import Text as Label

from briefing.papers import fonts
from briefing.papers.charts.scene import Anchor, Dot, Mark, Path, Scene, Text, plain

_INCH = 72.0
_ALIGN: dict[Anchor, Literal["left", "center", "right"]] = {"start": "left", "middle": "center", "end": "right"}


def to_png(scene: Scene, width: float, height: float, *, dpi: int, where: str, description: str) -> bytes:
    """The scene, `width` × `height` points, as a PNG with its alternative text inside as `Description`.

    Raises PaperError naming a character the font lacks; `where` says which chart it belongs to.
    """
    figure = Figure(figsize=(width / _INCH, height / _INCH), dpi=dpi, facecolor="white")
    FigureCanvasAgg(figure)
    # Points, y upwards: marks keep the places they were drawn at.
    points = figure.dpi_scale_trans.frozen()
    points = type(points)(points.get_matrix().copy()).scale(1 / _INCH)
    for order, mark in enumerate(scene.marks):
        artist = _artist(mark, where)
        artist.set_transform(points)
        artist.set_zorder(order)
        figure.add_artist(artist)
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=dpi, metadata={"Software": None, "Description": description})
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
