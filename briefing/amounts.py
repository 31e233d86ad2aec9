"""Amounts: a number as its source wrote it, its unit with the multiplier, and its bound. Compared and reckoned with as intervals.

A printed number stands for all that rounds to it: 56.7亿元 is [56.65, 56.75]亿元, as XBRL's Calculations 1.1 reads a rounded figure; a
whole number of things that are counted one by one (216个, 353家) is itself. 以上 has no upper end, 以内 no lower one. 左右 and 约 are
kept for the words, not widened, since no source says by how much (`loose` does). Amounts of two dimensions are never compared: that
raises DimensionError.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Literal

from briefing.making import quickly_made

Bound = Literal["exact", "approx", "min", "max"]

INFINITY = Decimal("Infinity")
PERCENT, POINTS, MONEY, PLACES, TIMES = "%", "个百分点", "元", "位", "倍"
_MULTIPLIERS = {
    "万亿": Decimal(10**12),
    "千亿": Decimal(10**11),
    "百亿": Decimal(10**10),
    "亿": Decimal(10**8),
    "千万": Decimal(10**7),
    "百万": Decimal(10**6),
    "万": Decimal(10**4),
    "千": Decimal(10**3),
}
_SAME = {"％": "%", "名": "人", "套（间）": "套", "件次": "件", "户": "家"}
# Longest first, and never the whole unit: 千米 and 千瓦 are units of their own.
_OWN = ("千米", "千瓦", "千克", "千伏", "千卡", "百帕")
# Counted one by one: no source rounds 216个.
_COUNTED = frozenset("个家户件处项名人所场次套条宗台部座栋张只辆起例位幢间届期天对片册")
# The dimensions whose difference is told in percentage points, not as a share.
_RATES = (PERCENT, "‰")
_WIDE = Context(prec=2000)  # a slip of the pen of 400 digits must not stop the papers


class DimensionError(ValueError):
    """Two amounts that do not count the same thing were set against each other."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one}与{other}不是同一类计量单位，不能比较或相加")


@lru_cache(maxsize=4096)
def split(unit: str) -> tuple[Decimal, str]:
    """Multiplier and base of a unit as written: 万美元 is (10000, 美元), 公里 is (1, 公里)."""
    if not unit.startswith(_OWN):
        for word, factor in _MULTIPLIERS.items():
            if unit.startswith(word):
                return factor, unit[len(word) :]
    return Decimal(1), unit


@lru_cache(maxsize=4096)
def base(unit: str) -> str:
    """What a unit counts, without its multiplier: 元 for 亿元. Synonyms are one: ％ and %, 间 of 套（间）."""
    return _SAME.get(found := split(unit)[1], found)


def comparable(first: str, second: str) -> bool:
    """Whether two units count the same thing."""
    return base(first) == base(second)


def in_base(value: Decimal, unit: str) -> Decimal:
    """The value in the unit's base: 57.1 亿元 is 5710000000 (元)."""
    return value * split(unit)[0]


def rounded(
    value: Decimal, step: Decimal = Decimal("0.1"), rounding: str = ROUND_HALF_UP
) -> Decimal:
    """The value to the digits of `step`: a tenth unless said otherwise."""
    return value.quantize(step, rounding, context=_WIDE)


def unpadded(value: Decimal) -> Decimal:
    """A worked-out value without noughts after the point that no source wrote: 24 for 24.0, 100 for 1E+2."""
    return rounded(value, Decimal(1)) if value == value.to_integral_value() else value.normalize()


def far_nearer(typed: Decimal, one: Decimal, other: Decimal, times: int) -> bool:
    """Whether a number lies so many times nearer to one than to another as it was typed, whatever the units of the three."""
    return abs(typed - one) * times < abs(typed - other)


def half_unit(value: Decimal) -> Decimal:
    """Half of the last printed digit: 0.05 for 56.7, 0.5 for 353."""
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)


@quickly_made
@dataclass(frozen=True, slots=True)
class Interval:
    """What a figure can stand for, in the base of its unit. Both ends included; either may be infinite."""

    low: Decimal
    high: Decimal

    @property
    def middle(self) -> Decimal:
        return (self.low + self.high) / 2

    @property
    def closed(self) -> bool:
        """Whether both ends are known."""
        return abs(self.low) != INFINITY and abs(self.high) != INFINITY

    def holds(self, value: Decimal) -> bool:
        """Whether the figure could stand for this value."""
        return self.low <= value <= self.high

    def meets(self, other: Interval) -> bool:
        """Whether the two could stand for the same value."""
        return self.low <= other.high and other.low <= self.high

    def below(self, other: Interval) -> bool:
        """Whether it surely is less, whatever both stand for."""
        return self.high < other.low

    def inside(self, low: Decimal | int, high: Decimal | int) -> bool:
        return low <= self.low and self.high <= high

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def scaled(self, rates: Interval) -> Interval | None:
        """What an amount becomes by a growth in %; None where an end is open."""
        if not (self.closed and rates.closed):
            return None
        return Interval(self.low * (1 + rates.low / 100), self.high * (1 + rates.high / 100))

    def unscaled(self, rates: Interval) -> Interval | None:
        """What an amount was before a growth in % made it this; None where an end is open or nothing was left."""
        if not (self.closed and rates.closed) or rates.low <= -100:
            return None
        return Interval(self.low / (1 + rates.high / 100), self.high / (1 + rates.low / 100))

    def share_of(self, whole: Interval) -> Interval | None:
        """The share in % that it is of a whole, or None where the whole may be nought or an end is open."""
        if whole.low <= 0 or not (self.closed and whole.closed):
            return None
        return Interval(self.low / whole.high * 100, self.high / whole.low * 100)

    def growth_from(self, before: Interval) -> Interval | None:
        """The growth in % from an earlier amount, or None where that may be nought or an end is open."""
        if before.low <= 0 or not (self.closed and before.closed):
            return None
        ends = [a / b for a in (self.low, self.high) for b in (before.low, before.high)]
        return Interval((min(ends) - 1) * 100, (max(ends) - 1) * 100)

    def average_from(self, before: Interval, years: int) -> Interval | None:
        """The yearly average growth in % from an amount so many years earlier, or None as for `growth_from`."""
        if before.low <= 0 or self.low <= 0 or years <= 0 or not (self.closed and before.closed):
            return None
        power = Decimal(1) / years
        low, high = self.low / before.high, self.high / before.low
        return Interval((low**power - 1) * 100, (high**power - 1) * 100)

    def tenths(self) -> Interval:
        """Both ends rounded to one decimal: what may be printed of a derived rate."""
        return Interval(rounded(self.low), rounded(self.high))

    def printed_in(self, unit: str) -> Interval:
        """Back from the base unit, rounded outwards to four digits: a derived amount is no more exact."""
        factor = split(unit)[0]
        low, high = self.low / factor, self.high / factor
        step = Decimal(1).scaleb(high.adjusted() - 3)
        return Interval(rounded(low, step, ROUND_FLOOR), rounded(high, step, ROUND_CEILING))


def total(parts: Iterable[Interval]) -> Interval:
    """What the sum of figures can stand for."""
    whole = Interval(Decimal(0), Decimal(0))
    for part in parts:
        whole = whole + part
    return whole


class _Reckoned:
    """What is worked out of an amount when it is first asked for, and kept beside its fields."""

    __slots__ = ("_interval", "_size")
    _size: Decimal
    _interval: Interval


_keep_size = _Reckoned.__dict__["_size"].__set__
_keep_interval = _Reckoned.__dict__["_interval"].__set__


@quickly_made
@dataclass(frozen=True, slots=True)
class Amount(_Reckoned):
    """A value as written, its unit with the multiplier, and its bound. Signed: 下降16% is -16."""

    value: Decimal
    unit: str
    bound: Bound = "exact"

    @property
    def dimension(self) -> str:
        """What is counted: 元 for 亿元. Only amounts of one dimension can be set against each other."""
        return base(self.unit)

    @property
    def is_rate(self) -> bool:
        return self.dimension in _RATES

    @property
    def is_counted(self) -> bool:
        """A whole number of things: what it says is exact."""
        return (
            self.unit in _COUNTED
            and self.bound != "approx"
            and self.value == self.value.to_integral_value()
        )

    @property
    def sign(self) -> int:
        return (self.value > 0) - (self.value < 0)

    @property
    def size(self) -> Decimal:
        """The value in the base of its unit, for drawing and for sorting what has one dimension."""
        try:
            found = self._size
        except AttributeError:
            found = in_base(self.value, self.unit)
            _keep_size(self, found)
        return found

    @property
    def interval(self) -> Interval:
        """What it can stand for, in the base of its unit (元, 人, %)."""
        try:
            found = self._interval
        except AttributeError:
            found = self._bounds()
            _keep_interval(self, found)
        return found

    def _bounds(self) -> Interval:
        if self.bound == "min":
            return Interval(self.size, INFINITY)
        if self.bound == "max":
            return Interval(-INFINITY, self.size)
        return self._stated

    @property
    def _stated(self) -> Interval:
        if self.is_counted:
            return Interval(self.size, self.size)
        half, factor = half_unit(self.value), split(self.unit)[0]
        return Interval((self.value - half) * factor, (self.value + half) * factor)

    @property
    def loose(self) -> Interval:
        """The same with room for 约, 左右 and 余: a whole last digit or 5 % on both sides, whichever is more."""
        if self.bound != "approx":
            return self.interval
        room = max(abs(self.size) / 20, in_base(2 * half_unit(self.value), self.unit))
        return Interval(self.size - room, self.size + room)

    def like(self, other: Amount) -> bool:
        """Whether the two are of one dimension."""
        return self.unit == other.unit or self.dimension == other.dimension

    def _same(self, other: Amount) -> None:
        if self.unit != other.unit and self.dimension != other.dimension:
            raise DimensionError(self.unit, other.unit)

    def order(self, other: Amount) -> int:
        """-1, 0 or 1 by what is stated, bounds and rounding left aside."""
        self._same(other)
        mine, others = self.size, other.size
        return (mine > others) - (mine < others)

    def meets(self, other: Amount, *, loosely: bool = False) -> bool:
        """Whether the two could stand for the same."""
        self._same(other)
        if loosely:
            return self.loose.meets(other.loose)
        return self.interval.meets(other.interval)

    def reaches(self, goal: Amount, *, more: bool = True) -> bool | None:
        """Whether a goal is reached; None where the figure is only a bound and the goal lies on its wrong side.

        more: whether more is better. An amount that falls short by its rounding alone reaches it: 60.4亿元 may be 604300万元.
        """
        order = self.order(goal) * (1 if more else -1)
        if self.bound in ("min", "max"):
            right = (self.bound == "min") == more
            return True if right and order >= 0 else None
        if order >= 0:
            return True
        return not self.is_rate and self.bound == "exact" and self._stated.holds(goal.size)

    def gap_to(self, goal: Amount) -> Amount | None:
        """How far above a goal: in percentage points between rates, in % of the goal between amounts; None for a goal of nought.

        Its bound says 以上 where the figure is a lower bound above the goal, 约 where either is approximate.
        """
        self._same(goal)
        if self.is_rate or self.dimension == POINTS:
            distance, unit = unpadded(self.value - goal.value), POINTS
        elif goal.size:
            share = (self.size - goal.size) / goal.size * 100
            distance, unit = unpadded(rounded(share)), PERCENT
        else:
            return None
        beyond = self.bound == "min" and distance > 0
        about = "approx" in (self.bound, goal.bound)
        return Amount(distance, unit, "min" if beyond else "approx" if about else "exact")

    def share_of(self, whole: Amount) -> Amount | None:
        """The share in %, to a tenth; None of nought."""
        self._same(whole)
        if not whole.size:
            return None
        about = "approx" in (self.bound, whole.bound)
        bound = self.bound if self.bound in ("min", "max") else "approx" if about else "exact"
        return Amount(rounded(self.size / whole.size * 100), PERCENT, bound)

    def way(self, base: Amount, goal: Amount) -> Amount | None:
        """How much of the way from a base to a goal it has come, in %, to a tenth; None where the two are the same."""
        self._same(base)
        self._same(goal)
        whole = goal.size - base.size
        if not whole:
            return None
        return Amount(unpadded(rounded((self.size - base.size) / whole * 100)), PERCENT)

    def times(self, other: Amount) -> Decimal | None:
        """How many times the other it is, in size alone; None of nought."""
        self._same(other)
        return abs(self.size / other.size) if other.size else None

    def __add__(self, other: Amount) -> Amount:
        return self._joined(other, self.value + other.in_unit(self.unit).value, self.unit)

    def __sub__(self, other: Amount) -> Amount:
        """The distance; of two rates in percentage points."""
        unit = POINTS if self.is_rate else self.unit
        return self._joined(other, self.value - other.in_unit(self.unit).value, unit)

    def _joined(self, other: Amount, value: Decimal, unit: str) -> Amount:
        about = (self.bound, other.bound) != ("exact", "exact")
        return Amount(value, unit, "approx" if about else "exact")

    def moved(self, points: Amount) -> Amount:
        """A rate so many percentage points higher."""
        if not (self.is_rate and points.dimension == POINTS):
            raise DimensionError(self.unit, points.unit)
        about = (self.bound, points.bound) != ("exact", "exact")
        value = unpadded(self.value + points.value)
        return Amount(value, self.unit, "approx" if about else "exact")

    def over(self, years: int) -> Amount:
        """A distance spread evenly over years, to a tenth."""
        return replace(self, value=unpadded(rounded(self.value / years)))

    def average_from(self, before: Amount, years: int) -> Amount | None:
        """The yearly average growth in % from what was stated so many years before, to a tenth; None where either is not positive."""
        self._same(before)
        if self.size <= 0 or before.size <= 0 or years <= 0:
            return None
        rate = ((self.size / before.size) ** (Decimal(1) / years) - 1) * 100
        return Amount(unpadded(rounded(rate)), PERCENT)

    def __neg__(self) -> Amount:
        return replace(self, value=-self.value)

    def __abs__(self) -> Amount:
        return replace(self, value=abs(self.value))

    def in_unit(self, unit: str) -> Amount:
        """The same in another unit of its dimension, no digit lost and none added: 567393万元 is 56.7393亿元; whole 万元 stay whole."""
        if not comparable(self.unit, unit):
            raise DimensionError(self.unit, unit)
        factor, into = split(self.unit)[0], split(unit)[0]
        if factor == into:
            return replace(self, unit=unit)
        return replace(self, value=unpadded(self.value * factor / into), unit=unit)


def summed(amounts: Iterable[Amount], unit: str) -> Amount:
    """The sum in a unit. What it can stand for is `total` of the intervals: the sum's digits say less."""
    whole = Amount(Decimal(0), unit)
    for amount in amounts:
        whole = whole + amount
    return whole
