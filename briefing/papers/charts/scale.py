"""From values to points: linear scales with round ticks, and the one outlier that would flatten all others cut off and marked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_FAR = 3.0  # times the next largest magnitude: further out than that, a value is cut off


@dataclass(frozen=True, slots=True)
class Scale:
    """`low` to `high` of the data onto `start` to `end` in points. Values beyond are drawn at the edge and marked."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[Decimal, ...]

    def __call__(self, value: Decimal | float) -> float:
        share = (float(value) - self.low) / (self.high - self.low)
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)

    def beyond(self, value: Decimal | float) -> bool:
        """Whether the value was cut off."""
        return not self.low <= float(value) <= self.high


def fit(
    values: Iterable[Decimal | float],
    start: float,
    end: float,
    *,
    zero: bool = True,
    count: int = 5,
    cut: bool = True,
) -> Scale:
    """A scale around the values with about `count` ticks; with `zero` it holds zero, with `cut` one far outlier is left outside."""
    numbers = [float(value) for value in values] or [0.0]
    kept = _drawn_in(numbers) if cut else numbers
    low, high = min(kept), max(kept)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (low - 1, high + 1) if low else (0.0, 1.0)
    step = _step((high - low) / max(1, count))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    exact = Decimal(repr(step)).normalize()
    ticks = tuple(exact * i for i in range(first, last + 1))
    return Scale(first * step, last * step, start, end, ticks)


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(float(f"{base * power:.12g}") for base in _STEPS if base * power >= rough * 0.999)


def outlier(numbers: Sequence[Decimal | float]) -> bool:
    """Whether one number, and one alone, lies more than three times as far out as the next of at least three others."""
    ordered = sorted(abs(float(number)) for number in numbers)
    return len(ordered) > 3 and 0 < _FAR * ordered[-2] < ordered[-1]


def _drawn_in(numbers: Sequence[float]) -> list[float]:
    """The numbers with the outlier brought to just beyond the next: a cut bar stays the longest."""
    if not outlier(numbers):
        return list(numbers)
    limit = sorted(abs(number) for number in numbers)[-2] * 1.2
    return [min(limit, max(-limit, number)) for number in numbers]


def tick_text(value: Decimal) -> str:
    """A tick as an axis says it: no padding, no exponent, thousands grouped from five digits on, a true minus sign."""
    number = value.normalize() if value else Decimal(0)
    text = f"{abs(number):,f}" if abs(number) >= 10000 else f"{abs(number):f}"
    return ("−" if number < 0 else "") + text
