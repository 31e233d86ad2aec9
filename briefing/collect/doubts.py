"""What no department may have meant: slips of the pen and of units, seen by holding a figure against what is known.

Each doubt is one function. A doubtful figure is never taken unless a person accepts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from briefing.analysis import wording
from briefing.model import Measure

_POINTS = Decimal(3)  # a rate that is put right by more is asked about
_HALF = Decimal("0.5")  # and one by more that lies near the rate of another row
_FROM_GOAL = Decimal(5)  # and one that is so far from its goal, or from last year's
_SHARE = Decimal("0.1")  # an amount that is put right by more
_NEAR = Decimal("0.975")  # of a factor: give or take a fortieth
_ROUGH = Decimal("0.8")  # of a factor that units make: an amount has changed besides
_TWICE = Decimal(2) * _NEAR
# What makes a figure so many times as large or as small, as a power of ten.
_SLIPS = {
    4: "把万元和亿元（或个和万）填混",
    8: "把元和亿元填混",
    2: "差了百分号",
    1: "小数点错了一位",
    3: "小数点错了三位",
}
_MISMATCH = Decimal(1)  # points between a rate and what its amounts give
_MISMATCH_OF_REAL = Decimal(10)  # where prices are taken out of the rate


@dataclass(frozen=True, slots=True)
class Case:
    """A filled-in figure and what it is held against, all in one unit."""

    measure: Measure
    unit: str
    new: Decimal
    old: Decimal  # the figure that stood there, else the target or that of the year before
    stands_for: str = "原数"  # what `old` is: 原数, 年度目标, 上年同期
    fills_a_gap: bool = False  # there was no figure
    part_of_year: bool = False  # and `old` is of the whole year
    last_year: tuple[Decimal, ...] = ()  # as it stands in its own unit, and in this one
    target: tuple[Decimal, ...] = ()  # the same
    elsewhere: str = ""  # how the new one looks like the figure of another row
    year: int = 0  # of the sheet's period, where the cell holds a number that may be a day's
    shown: Decimal | None = None  # what the cell shows, where that is not what it holds
    formula: str = ""
    amounts_give: Decimal | None = None  # the rate that follows from the amounts
    rate: Decimal | None = None  # of an amount: the rate that stands beside it
    real: bool = False  # growth is published at comparable prices, or against a revised base

    @property
    def said(self) -> str:
        """Old and new, as a sentence begins with them."""
        new = f"{wording.signed(self.new)}{self.unit}"
        if self.fills_a_gap:
            return f"{self.stands_for}是 {wording.signed(self.old)}{self.unit}，填的是 {new}"
        return f"由 {wording.signed(self.old)}{self.unit} 改为 {new}"


def doubts(case: Case) -> Iterator[str]:
    """Each in Chinese, without the old and new figure."""
    yield from _size(case)
    yield from _digits(case)
    if any(_same(case.new, each) for each in case.last_year):
        yield "与上年同期的数相同，像是填成了上年的"
    if any(_same(case.new, each) for each in case.target):
        yield "与年度目标的数相同，像是填成了目标"
    if case.elsewhere:
        yield f"{case.elsewhere}，像是填错了行"
    if day := _day(case):
        yield f"像是日期：表格程序把{day.year}年{day.month}月{day.day}日存成这个数"
    yield from _against_amounts(case)
    if case.shown is not None:
        yield f"单元格显示的是 {wording.signed(case.shown)}，存的位数更多"
    if case.formula:
        yield f"是公式算出来的（{case.formula[:40]}），不知道公式对不对"


def is_far(measure: Measure, new: Decimal, old: Decimal) -> bool:
    """Whether a figure is put right by more than is usual."""
    return abs(new - old) > (abs(old) * _SHARE if measure == "level" else _POINTS)


def is_notable(measure: Measure, new: Decimal, old: Decimal) -> bool:
    """Whether it is put right by so much that it may be another row's: rates lie near each other by chance."""
    return measure == "level" or abs(new - old) > _HALF


def _size(case: Case) -> Iterator[str]:
    if case.measure == "level":
        yield from _amount(case)
    elif case.measure == "ratio" and not 0 <= case.new <= 100:
        yield "占比不在0到100之间"
    else:
        yield from _rate(case)


def _digits(case: Case) -> Iterator[str]:
    """What the pen does to the figure that stood there."""
    if case.fills_a_gap:
        return
    if _transposed(case.old, case.new):
        yield "像是两位数字写颠倒了"
    if _decimals(case.new) < _decimals(case.old) and case.new == _rounded(case.old, case.new):
        yield "像是只把原数四舍五入了"


def _same(new: Decimal, other: Decimal) -> bool:
    """Also where the other was written with fewer digits: three are no chance."""
    digits = f"{abs(new):f}".replace(".", "").lstrip("0")
    return new == other or (len(digits) >= 3 and new == _rounded(other, new))


def _rounded(value: Decimal, like: Decimal) -> Decimal:
    """To as many decimals as another has."""
    return value.quantize(Decimal(1).scaleb(-_decimals(like)), ROUND_HALF_UP)


def _day(case: Case) -> date | None:
    """The day that a workbook stores as the new figure, of about the years in which the sheet is filled in."""
    if not case.year or case.new != case.new.to_integral() or not 0 < case.new < 100000:
        return None
    day = date(1899, 12, 30) + timedelta(days=int(case.new))
    return day if -1 <= day.year - case.year <= 2 else None


def _amount(case: Case) -> Iterator[str]:
    least = 1 / (_TWICE * 12) if case.part_of_year else 1 / _TWICE
    if case.new < 0 <= case.old:
        yield "总量成了负数"
    elif case.old and not least < abs(case.new / case.old) < _TWICE:
        yield _times(case.new / case.old, case.stands_for)
    elif not case.fills_a_gap and is_far("level", case.new, case.old):
        yield "变动超过一成"
    else:
        last = case.last_year[-1] if case.last_year else Decimal(0)
        if last and not 1 / _TWICE < case.new / last < _TWICE:
            yield _times(case.new / last, "上年同期")


def _rate(case: Case) -> Iterator[str]:
    """A share of one that was meant as percent lies nearer once it is a hundred times as large."""
    old, new = case.old, case.new
    fraction = abs(new) < 1 <= abs(old) and abs(new * 100 - old) < abs(new - old)
    if new and (fraction or (old and _is_power(abs(new / old), 2, _ROUGH))):
        yield f"像是{_SLIPS[2]}"
    elif old and _is_power(abs(new / old), 1, _ROUGH):
        yield f"像是{_SLIPS[1]}"
    elif old and new in (old * 2, old / 2):
        yield "正好是原数的两倍" if new == old * 2 else "正好是原数的一半"
    if abs(new - old) > (_FROM_GOAL if case.fills_a_gap else _POINTS):
        yield f"相差 {format(abs(new - old), 'f')} 个百分点"
    if new * old < 0:
        yield "只有正负号不同" if new == -old else "正负号变了"


def _against_amounts(case: Case) -> Iterator[str]:
    """A rate that its amounts do not bear out, or an amount that its rate does not."""
    if case.amounts_give is None:
        return
    rate = case.new if case.measure == "yoy" else case.rate
    most = _MISMATCH_OF_REAL if case.real else _MISMATCH
    if rate is not None and abs(rate - case.amounts_give) > most:
        given = f"{case.amounts_give:.1f}%"
        if case.measure == "yoy":
            yield f"按两年的总量算是 {given}"
        else:
            yield f"按这个数算增速是 {given}，增速一行是 {wording.signed(rate)}%"


def _times(ratio: Decimal, what: str) -> str:
    size = abs(ratio) if abs(ratio) > 1 else 1 / abs(ratio) if ratio else Decimal(0)
    if not ratio:
        return "成了零"
    times = round(size)
    how = f"是{what}的约{times}倍" if abs(ratio) > 1 else f"只有{what}的约{times}分之一"
    for power, slip in _SLIPS.items():
        if _is_power(size, power, _ROUGH):
            return f"{how}，像是{slip}"
    doubled = 2 * _NEAR <= size <= 2 / _NEAR
    return f"{how}，像是{'重复计了一遍' if abs(ratio) > 1 else '漏了一半'}" if doubled else how


def _is_power(ratio: Decimal, power: int, near: Decimal) -> bool:
    """Whether a ratio is about a power of ten, or of a tenth."""
    return any(
        size * near <= ratio <= size / near
        for size in (Decimal(10) ** power, Decimal(10) ** -power)
    )


def _transposed(old: Decimal, new: Decimal) -> bool:
    """Whether two digits have changed places: 57.1 and 51.7."""
    decimals = max(_decimals(old), _decimals(new))
    first, second = (f"{abs(each):.{decimals}f}".replace(".", "") for each in (old, new))
    if len(first) != len(second):
        return False
    differing = [
        at for at, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1]
    ]
    if len(differing) != 2:
        return False
    a, b = differing
    return first[a] == second[b] and first[b] == second[a]


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))
