"""Pieces that several charts draw: value axes, names beside rows, bars with a cut end, marks of target and actual."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing.model import Light
from briefing.papers.charts import style
from briefing.papers.charts.scale import Scale, outlier, tick_text
from briefing.papers.charts.scene import Box, Piece, Run, Runs, Scene, width, wrap
from briefing.papers.charts.scene import runs as make
from briefing.settings.charts import Colours


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of equal height from the top of a box down."""

    box: Box
    number: int
    most: float = 44.0  # a row is never taller
    head: float = 0.0  # room above the first row

    @property
    def height(self) -> float:
        return min(self.most, (self.box.height - self.head) / max(1, self.number))

    @property
    def size(self) -> float:
        """The type that fits a row: smaller where rows are many, a little larger where they are few."""
        return row_type(self.height)

    @property
    def bottom(self) -> float:
        return self.box.top - self.head - self.number * self.height

    def middle(self, row: int) -> float:
        return self.box.top - self.head - (row + 0.5) * self.height


def row_type(height: float) -> float:
    """The size of type for rows of this height."""
    if height < 26:
        return max(5.5, min(style.LABEL, height * 0.62))
    return min(style.LABEL + 2, style.LABEL + (height - 26) * 0.12)


def value_axis(
    scene: Scene,
    scale: Scale,
    top: float,
    bottom: float,
    colours: Colours,
    after: str = "",
    *,
    size: float = style.SMALL,
) -> None:
    """Vertical grid lines with their values above them; the zero line darker."""
    shown = scale.ticks
    # Labels that would touch are thinned out, always keeping zero.
    room = abs(scale.end - scale.start) / max(1, len(shown) - 1)
    widest = max(width(tick_text(tick) + after, size) for tick in shown) + 5
    step = max(1, math.ceil(widest / max(1.0, room)))
    zero = shown.index(0) if 0 in shown else 0
    for i, tick in enumerate(shown):
        x = scale(tick)
        scene.line(
            (x, bottom),
            (x, top),
            colours.axis if tick == 0 else colours.grid,
            style.RULE if tick == 0 else style.HAIR,
        )
        if (i - zero) % step == 0:
            scene.text(
                x,
                top + 4,
                Run(tick_text(tick) + (after if tick else ""), "scale"),
                size,
                colours.soft,
                "middle",
            )


def row_name(
    scene: Scene, x: float, middle: float, text: Piece, size: float, room: float, colour: str
) -> None:
    """A name left of its row, on two smaller lines where it is too long for one."""
    lines = wrap(make(text), size, room, 1)
    if len(lines) == 1 and not lines[0][-1].text.endswith("…"):
        scene.centred(x, middle, lines[0], size, colour)
        return
    small = size * 0.82
    lines = wrap(make(text), small, room, 2)
    for i, line in enumerate(lines):
        scene.centred(x, middle + (len(lines) - 1 - 2 * i) * small * 0.58, line, small, colour)


def cut_note(values: Sequence[Decimal | float]) -> Runs:
    """What a reader is told when a value runs off its axis; nothing when none does."""
    return (
        make("有断口的一项数值远大于其余，未按比例画，以所标数字为准。") if outlier(values) else ()
    )


def cut_mark(scene: Scene, x: float, middle: float, height: float, colours: Colours) -> None:
    """Two white strokes across a bar that is longer than the axis."""
    for shift in (-2.2, 2.2):
        lean = 2.5
        scene.line(
            (x + shift - lean, middle - height / 2 - 1),
            (x + shift + lean, middle + height / 2 + 1),
            colours.blank,
            1.6,
        )


def actual_mark(
    scene: Scene,
    x: float,
    y: float,
    colour: str,
    colours: Colours,
    *,
    hollow: bool,
    radius: float = style.MARK,
) -> None:
    scene.dot(
        x, y, radius - (0.5 if hollow else 0), colours.blank if hollow else colour, colour, 1.4
    )


def target_mark(
    scene: Scene, x: float, y: float, colours: Colours, radius: float = style.MARK + 0.6
) -> None:
    scene.diamond(x, y, radius, colours.blank, colours.ink, 1.1)


def light_mark(
    scene: Scene, x: float, y: float, light: Light, colours: Colours, radius: float = 4.0
) -> None:
    """A light told by its form as well: a green dot, a yellow triangle, a red square. Its word stands beside it."""
    if light == "green":
        scene.dot(x, y, radius, colours.green)
    elif light == "yellow":
        scene.polygon(
            ((x - radius, y - radius * 0.8), (x + radius, y - radius * 0.8), (x, y + radius)),
            colours.yellow,
        )
    else:
        scene.bar(
            Box(x - radius * 0.9, y - radius * 0.9, x + radius * 0.9, y + radius * 0.9), colours.red
        )
