"""Tables whose rows have no rules between them: the lines of figures part them.

Yearbooks and budget books rule the head, the columns and the end of a table and nothing else; often its two sides are open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefing import lazy as re
from briefing.sources import columns
from briefing.sources.ruled import MOST_RULES, SNAP, Box, Found, Rules, lines_of_rules

Rule = tuple[float, float, float]  # begin, end, height; height, begin, end

_FIGURE = re.compile(r"[-+−－]?[\d,]+(?:\.\d+)?[%％‰]?|[-－—–…]+")
_SAME_LINE = 0.5  # of a letter's height, between the middles of what stands on one line
_SAME_CELL = 1.45  # letter heights, between the lines of one wrapped name
_OF_PITCH = 0.8  # of the distance between two rows: no farther apart are two lines of one
_NEAREST_SIDE = 12.0  # points: a rule as near to an end of the rules across is the side
_MOST_FIGURES = 0.6  # of a cell's lines, in a column of figures


def closed(rules: Rules) -> Rules:
    """The rules with the sides that a table leaves open: where its rules across begin and end, as far as one down runs between them."""
    if not 0 < len(rules) <= MOST_RULES:
        return rules
    positions, down = lines_of_rules(rules.down)
    made = list(rules.down)
    for begin, end, heights in _of_one_width(rules):
        for x, stretches in zip(positions, down, strict=True):
            for low, high in stretches if begin < x < end else ():
                reached = [at for at in heights if low - SNAP <= at <= high + SNAP]
                if len(reached) > 1:
                    stretch = min(reached), max(reached)
                    open_ = (side for side in (begin, end) if not _is_near(side, *stretch, made))
                    made += [(side, *stretch) for side in open_]
    return Rules(rules.across, made)


def _is_near(side: float, low: float, high: float, down: list[Rule]) -> bool:
    """Whether a rule down stands at or by a side."""
    return any(
        abs(x - side) <= _NEAREST_SIDE and begin < high and end > low for x, begin, end in down
    )


def _of_one_width(rules: Rules) -> Iterator[tuple[float, float, list[float]]]:
    """Rules across that begin and end alike: where, and their heights."""
    heights, across = lines_of_rules(rules.across)
    drawn = [(*one, at) for at, found in zip(heights, across, strict=True) for one in found]
    for begins in _near(drawn, 0):
        for alike in _near(begins, 1):
            if len(alike) > 1:
                yield alike[0][0], alike[0][1], [at for _, _, at in alike]


def _near(drawn: list[Rule], end: int) -> list[list[Rule]]:
    """Rules by one of their ends, those together that are drawn as one."""
    found: list[list[Rule]] = []
    for rule in sorted(drawn, key=lambda rule: rule[end]):
        if found and rule[end] - found[-1][-1][end] <= SNAP:
            found[-1].append(rule)
        else:
            found.append([rule])
    return found


def cuts(found: Found, held: dict[int, list[Box]]) -> list[float]:
    """The heights at which rows end that no rule parts."""
    by_row: dict[int, list[list[Box]]] = defaultdict(list)
    for number, (row, _, rows, _) in enumerate(found.places):
        if rows == 1 and number in held:
            by_row[row].append(held[number])
    return [
        cut
        for cells in by_row.values()
        if not all(map(_is_one_line, cells))
        for cut in _cuts_of_row([_lines(cell) for cell in cells])
    ]


def _is_one_line(characters: list[Box]) -> bool:
    """The quick look: two lines are together half as tall again as the smallest character, or taller."""
    top = max([one.top for one in characters])
    bottom = min([one.bottom for one in characters])
    least = min([one.top - one.bottom for one in characters])
    return top - bottom < (1 + _SAME_LINE) * least


def _lines(characters: list[Box]) -> list[Box]:
    """The lines of a cell, from the top down."""
    found: list[Box] = []
    for run in sorted(columns.segments(characters), key=lambda run: -run.middle):
        if found and found[-1].middle - run.middle <= _SAME_LINE * run.height:
            last = found[-1]
            found[-1] = Box(
                last.text + run.text,
                min(last.left, run.left),
                min(last.bottom, run.bottom),
                max(last.right, run.right),
                max(last.top, run.top),
            )
        else:
            found.append(run)
    return found


def _cuts_of_row(cells: Sequence[list[Box]]) -> list[float]:
    figures = [lines for lines in cells if _is_figures(lines)]
    names = [line for lines in cells if not _is_figures(lines) for line in lines]
    bands = _bands([line for lines in figures for line in lines])
    named = sum(any(_on(band, line) for line in names) for band in bands)
    if len(bands) < 2 or named < 2 or not any(len(lines) > 1 for lines in figures):
        return []
    add_names(bands, sorted(names, key=lambda line: -line.middle))
    bands.sort(key=lambda band: -band[0].middle)
    return [
        (min(line.bottom for line in upper) + max(line.top for line in lower)) / 2
        for upper, lower in pairwise(bands)
    ]


def _is_figures(lines: Sequence[Box]) -> bool:
    figures = sum(_FIGURE.fullmatch(line.text.replace(" ", "")) is not None for line in lines)
    return figures >= max(1.0, _MOST_FIGURES * len(lines))


def _on(band: Sequence[Box], line: Box) -> bool:
    return abs(band[0].middle - line.middle) <= _SAME_LINE * line.height


def _bands(lines: Sequence[Box]) -> list[list[Box]]:
    """Lines of one height together, from the top down."""
    found: list[list[Box]] = []
    for line in sorted(lines, key=lambda line: -line.middle):
        if found and _on(found[-1], line):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def add_names(bands: list[list[Box]], names: Sequence[Box]) -> None:
    """Put the lines of names to the rows of figures they are of; one that stands apart is a row of its own."""
    pitches = sorted(upper[0].middle - lower[0].middle for upper, lower in pairwise(bands))
    pitch = pitches[len(pitches) // 2]
    at = 0
    own: list[list[Box]] = []
    for number, line in enumerate(names):
        while at + 1 < len(bands) and _apart(bands[at + 1], line) <= _apart(bands[at], line):
            at += 1
        near = min(_SAME_CELL * line.height, _OF_PITCH * pitch)
        follows = own[-1] if own and own[-1][-1] is names[number - 1] else None
        if _apart(bands[at], line) <= near:
            bands[at].append(line)
        elif follows and follows[-1].middle - line.middle <= near:
            follows.append(line)
        else:
            own.append([line])
    bands += own


def _apart(band: Sequence[Box], line: Box) -> float:
    return abs(band[0].middle - line.middle)
