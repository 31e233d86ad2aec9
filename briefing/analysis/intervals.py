"""Figures as intervals: what a printed number can stand for, by its decimals and its bound.

56.7亿元 is [56.65, 56.75]亿元, as XBRL's Calculations 1.1 reads a rounded figure; a whole number of things that are counted one by one
(216个, 353家) is itself. 以上 has no upper end, 以内 no lower one. A figure marked 左右 or 约 is rounded like any other: its bound is
kept for the words, not widened here, since no source says by how much.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from briefing.analysis.units import in_base, rounded
from briefing.model import Observation

# Counted one by one: no source rounds 216个.
_COUNTED = frozenset("个家户件处项名人所场次套条宗台部座栋张只辆起例位幢间届期天对片册")
INFINITY = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Interval:
    """Both ends included; either may be infinite."""

    low: Decimal
    high: Decimal

    @property
    def middle(self) -> Decimal:
        return (self.low + self.high) / 2

    def holds(self, value: Decimal) -> bool:
        """Whether the figure could stand for this value."""
        return self.low <= value <= self.high

    def meets(self, other: Interval) -> bool:
        """Whether the two could stand for the same value."""
        return self.low <= other.high and other.low <= self.high


def half_unit(value: Decimal) -> Decimal:
    """Half of the last printed digit: 0.05 for 56.7, 0.5 for 353."""
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)


def _is_count(observation: Observation) -> bool:
    return (
        observation.unit in _COUNTED
        and observation.value == observation.value.to_integral_value()
        and observation.bound != "approx"
    )


def of(observation: Observation) -> Interval:
    """What the figure can stand for, in the base of its unit (元, 人, %)."""
    half = Decimal(0) if _is_count(observation) else half_unit(observation.value)
    low = in_base(observation.value - half, observation.unit)
    high = in_base(observation.value + half, observation.unit)
    exact = in_base(observation.value, observation.unit)
    if observation.bound == "min":
        return Interval(exact, INFINITY)
    if observation.bound == "max":
        return Interval(-INFINITY, exact)
    return Interval(low, high)


def loose(observation: Observation) -> Interval:
    """The same with room for 约, 左右 and 余: a whole last digit or 5 % on both sides, whichever is more."""
    if observation.bound != "approx":
        return of(observation)
    exact = in_base(observation.value, observation.unit)
    room = max(abs(exact) / 20, in_base(2 * half_unit(observation.value), observation.unit))
    return Interval(exact - room, exact + room)


def total(parts: Iterable[Interval]) -> Interval:
    """What the sum of figures can stand for."""
    low = high = Decimal(0)
    for part in parts:
        low, high = low + part.low, high + part.high
    return Interval(low, high)


def growth(now: Interval, before: Interval) -> Interval | None:
    """The growth in % that two levels allow, or None where the earlier one may be nought or an end is open."""
    if before.low <= 0 or INFINITY in (abs(now.low), abs(now.high), abs(before.high)):
        return None
    rates = [(a / b - 1) * 100 for a in (now.low, now.high) for b in (before.low, before.high)]
    return Interval(min(rates), max(rates))


def average(now: Interval, before: Interval, years: int) -> Interval | None:
    """The yearly average growth in % that two amounts so many years apart allow, or None as for `growth`."""
    if before.low <= 0 or now.low <= 0 or years <= 0 or INFINITY in (now.high, before.high):
        return None
    power = Decimal(1) / years
    return Interval(
        ((now.low / before.high) ** power - 1) * 100, ((now.high / before.low) ** power - 1) * 100
    )


def tenths(interval: Interval) -> Interval:
    """Both ends rounded to one decimal: what may be printed of a derived rate."""
    return Interval(rounded(interval.low), rounded(interval.high))
