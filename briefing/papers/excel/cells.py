"""What a cell holds: a number with its source's decimals and bound, a text, or the sign that nothing was published."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from briefing.analysis import wording
from briefing.model import Observation
from briefing.papers.filters import plain

MOST_CHARACTERS = 32767  # Excel's limit for one cell
_CUT = "……（原文过长，已截断）"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its number format; `key` is the fact's where the value is a bound figure."""

    value: str | int | Decimal | None = None
    format: str = "General"
    key: str = ""
    formula: str = ""  # shown instead of the value; the value is what it comes to

    @property
    def empty(self) -> bool:
        return self.value in (None, "")


def text(value: str) -> Cell:
    """Text of a source, whatever it begins with: never a formula."""
    shown = plain(value)
    return Cell(shown if len(shown) <= MOST_CHARACTERS else shown[: MOST_CHARACTERS - len(_CUT)] + _CUT)


def figure(observation: Observation | None, missing: str = "") -> Cell:
    """A figure as a number: 56.70 stays 56.70, 4%左右 is 4 shown as 4左右, a fall has a true minus sign."""
    if observation is None:
        return Cell(missing or None)
    return Cell(observation.value, number_format(observation), observation.key)


def number_format(observation: Observation) -> str:
    """The number format that shows a figure as its source does: decimals, thousands, the word that bounds it."""
    exponent = observation.value.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    grouped = observation.measure == "level" and abs(observation.value) >= 10000
    digits = ("#,##0" if grouped else "0") + ("." + "0" * decimals if decimals else "")
    before, _, after = wording.bounded("\0", "", observation.bound, observation.bound_text).partition("\0")
    return f"{_quoted(before)}{digits}{_quoted(after)};{_quoted(before + wording.MINUS)}{digits}{_quoted(after)}"


def derived(value: Decimal, key: str) -> Cell:
    """A figure computed from facts, with the key that names them."""
    exponent = value.as_tuple().exponent
    digits = "0." + "0" * -exponent if isinstance(exponent, int) and exponent < 0 else "0"
    return Cell(value, f"{digits};{_quoted(wording.MINUS)}{digits}", key)


def _quoted(word: str) -> str:
    return f'"{word}"' if word else ""
