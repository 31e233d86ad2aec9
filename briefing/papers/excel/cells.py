"""What a cell holds: a number with its source's decimals and bound, a text, or the sign that nothing was published."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from briefing.amounts import comparable, split
from briefing.analysis import wording
from briefing.making import quickly_made
from briefing.model import Observation
from briefing.papers import filters
from briefing.papers.filters import plain

MOST_CHARACTERS = 32767  # Excel's limit for one cell
TEXT_TO_THE_RIGHT = "General_ ;General_ ;General_ ;@_ "  # beside figures
_CUT = "……（原文过长，已截断）"

Tone = Literal["", "green", "yellow", "red", "grey", "strong"]
At = Callable[
    [str, int], str | None
]  # column and row (from 0) of the same table -> "D5", None where the layout leaves the column out


@quickly_made
@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its number format; `key` is the fact's where the value is a bound figure."""

    value: str | int | Decimal | None = None
    format: str = "General"
    key: str = ""
    tone: Tone = ""
    shown: str = ""  # a number as its reader sees it
    formula: Callable[[At], str | None] | None = (
        None  # what the cell works out live; `value` is what it comes to
    )
    bold: str = ""  # the beginning of a text that is bold, the rest is not

    @property
    def empty(self) -> bool:
        return self.value in (None, "")

    @property
    def text(self) -> str:
        """What a reader sees."""
        return self.shown or ("" if self.value is None else str(self.value))


EMPTY = Cell()


@lru_cache(maxsize=16384)  # a sheet says the same names and units again and again
def text(value: str, tone: Tone = "", key: str = "") -> Cell:
    """Text of a source, whatever it begins with: never a formula."""
    shown = plain(value)
    return Cell(
        shown if len(shown) <= MOST_CHARACTERS else shown[: MOST_CHARACTERS - len(_CUT)] + _CUT,
        tone=tone,
        key=key,
    )


def figure(
    observation: Observation | None, missing: str = "", *, unit: bool = False, marked: bool = False
) -> Cell:
    """A figure as a number: 56.70 stays 56.70, 4%左右 is 4 shown as 4左右, a fall has a true minus sign.

    unit: whether its unit stands in the cell, for columns of several units. marked: whether 预计 does, where no other column says it.
    """
    if observation is None:
        return Cell(missing or None)
    grouped = observation.measure == "level" and abs(observation.value) >= 10000
    digits = _digits(observation.value, grouped=grouped)
    mark = wording.status_prefix(observation) if marked else ""
    return Cell(
        observation.value,
        number_format(observation, digits, unit=unit, mark=mark),
        observation.key,
        shown=mark + wording.cell(observation, with_unit=unit),
    )


def figure_in(
    observation: Observation | None,
    unit: str,
    missing: str = "",
    *,
    with_unit: bool = False,
    marked: bool = False,
) -> Cell:
    """A figure in the unit of its row: 60.43 for 604300万元 in 亿元. It says its own unit where that is larger, or of another kind: no
    digit is made up."""
    if observation is None:
        return Cell(missing or None)
    if not _larger(unit, observation.unit):
        own = with_unit or observation.unit != unit
        return figure(observation, unit=own, marked=marked)
    value = wording.in_unit(observation.value, observation.unit, unit)
    turned = replace(observation, value=value, unit=unit)
    cell = figure(turned, unit=with_unit, marked=marked)
    return replace(cell, key=filters.derived(f"in {unit}", (observation.key,)))


def _larger(unit: str, other: str) -> bool:
    return unit != other and comparable(unit, other) and split(unit)[0] > split(other)[0]


def largest_unit(figures: Iterable[Observation | None]) -> str:
    """The largest unit of figures, in which all of them can be said; "" of none. The first one's where they count different things."""
    units = [o.unit for o in figures if o]
    alike = [unit for unit in units if comparable(unit, units[0])]
    return max(alike, key=lambda unit: split(unit)[0], default="")


def number_format(
    observation: Observation, digits: str, *, unit: bool = False, mark: str = ""
) -> str:
    """The number format that shows a figure as its source does: the digits, its unit if asked for, the word that bounds it."""
    said = observation.unit if unit else ""
    if observation.bound == "exact" and observation.measure != "rank":
        return _signed(mark, digits, said)
    shown = wording.bounded("\0", said, observation.bound, observation.bound_text)
    if observation.measure == "rank":
        shown = "\0"
    before, _, after = shown.partition("\0")
    return _signed(mark + before, digits, after)


def computed(value: Decimal | int, key: str, unit: str = "", *, grouped: bool = False) -> Cell:
    """A figure computed from facts, with the key that names them. grouped: whether it is an amount."""
    value = Decimal(value)
    digits = _digits(value, grouped=grouped and abs(value) >= 10000)
    return Cell(value, _signed("", digits, unit), key, shown=wording.signed(value) + unit)


@lru_cache(maxsize=1024)
def _signed(before: str, digits: str, after: str) -> str:
    """A true minus sign, and the width of a space between the figure and the line beside it."""
    return f"{_quoted(before)}{digits}{_quoted(after)}_ ;{_quoted(before + wording.MINUS)}{digits}{_quoted(after)}_ "


def _digits(value: Decimal, *, grouped: bool = False) -> str:
    decimals = len(f"{value:f}".partition(".")[2])
    return ("#,##0" if grouped else "0") + ("." + "0" * decimals if decimals else "")


def _quoted(word: str) -> str:
    return '"' + word.replace('"', "”") + '"' if word else ""
