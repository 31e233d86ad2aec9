"""What a row stands under, and rows that nobody can tell apart without it.

行政运行 stands in every block of a budget, 利息收入 in every fund: such a row takes the name of what it stands under. That is read from
numbering, indents and codes, and where a table shows none of these from its sums: rows that add up to the row above them are its parts.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing.extraction.tables import words
from briefing.extraction.tables.labels import NAMES_APART

_MOST_PARTS = 80  # of a row, that are added up
_LONGEST = 60
GENERIC = frozenset(words.of("generic"))
_SUMS = words.of("totals")
_LEFT = ("结余", "结转")
_OF_ALL = ("本年", "收入", "支出")
_WHOLE = frozenset(words.of("whole"))


@dataclass(slots=True)
class Place:
    """One row of a block, as far as it says where it stands."""

    name: str
    rank: float  # how deep: 一、 before （一）, a short code before a long one
    value: Decimal | None = None  # of the column that adds up
    part: bool = False  # 其中：
    plain: bool = True  # its name says what it is: no 国税征收 below 企业所得税


def full_names(rows: Sequence[Place]) -> list[str]:
    """For each row its name, led by that of the row it stands under where another row has the same."""
    ranked, summed = by_rank(rows), by_sums([row.value for row in rows])
    above = [ranked[at] if summed[at] < 0 else summed[at] for at in range(len(rows))]
    same: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        same[row.name].append(at)
    names = [row.name for row in rows]
    parts = Counter(summed)
    for name, places in same.items():
        for at in places:
            upper = ranked[at]
            added = upper >= 0 and upper == summed[at] and parts[upper] > 1
            added = added and not (rows[at].plain or name[:2] in rows[upper].name)
            added = added and not rows[upper].name.endswith(_SUMS)
            if len(places) > 1 or name in GENERIC or added:
                names[at] = _led(rows, at, ranked if len(places) == 1 else above)
    return names


def _led(rows: Sequence[Place], at: int, above: Sequence[int]) -> str:
    """The name with that of the nearest row above it that says more, and those of blocks between them: 发行—一般债券—再融资债券."""
    name, upper = rows[at].name, above[at]
    between: list[str] = []
    while upper >= 0 and (
        rows[upper].name in GENERIC
        or rows[upper].name == name
        or _is_beside(name, rows[upper].name)
    ):
        if not (
            rows[upper].name in (name, *between, *_WHOLE) or _is_beside(name, rows[upper].name)
        ):
            between.insert(0, rows[upper].name)
        upper = above[upper]
    if upper >= 0 and (rows[upper].name in _WHOLE or rows[upper].name.endswith(name)):
        upper = -1
    led = NAMES_APART.join([*([rows[upper].name] if upper >= 0 else []), *between, name])
    return led if len(led) <= _LONGEST else name


def by_rank(rows: Sequence[Place]) -> list[int]:
    """The row each stands under by numbering, indent or code; -1 for none."""
    found: list[int] = []
    open_rows: list[int] = []
    for at, row in enumerate(rows):
        if _ends_block(row.name):
            open_rows.clear()
        elif not row.part:
            while open_rows and rows[open_rows[-1]].rank >= row.rank:
                open_rows.pop()
        found.append(open_rows[-1] if open_rows else -1)
        if not (row.part or _ends_block(row.name)):
            open_rows.append(at)
    return found


def _is_beside(name: str, upper: str) -> bool:
    """What is left over is a part of no revenue above it: 年终结余 below 三、其他支出."""
    return name.endswith(_LEFT) and upper.endswith(("收入", "支出"))


def _ends_block(name: str) -> bool:
    """本年收入小计, 支出总计: the sum of all above it, a part of no one row."""
    return name.endswith(_SUMS) and name.startswith(_OF_ALL)


def by_sums(values: Sequence[Decimal | None]) -> list[int]:
    """The row each is a part of, as the parts of a row follow it and add up to it; -1 for none. Linear but for wide sums."""
    found = [-1] * len(values)
    forest: deque[int] = deque()  # rows below, that are parts of none yet
    for at in range(len(values) - 1, -1, -1):
        value = values[at]
        if not value:
            continue
        for _ in range(_parts(value, forest, values)):
            found[forest.popleft()] = at
        forest.appendleft(at)
    return found


def _parts(value: Decimal, below: deque[int], values: Sequence[Decimal | None]) -> int:
    """How many of the rows below add up to a value; 0 for none."""
    total = Decimal(0)
    for number, at in enumerate(below, start=1):
        total += values[at] or 0
        if total == value:
            return number
        if number == _MOST_PARTS or (total > value > 0):
            return 0
    return 0
