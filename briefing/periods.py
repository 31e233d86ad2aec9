"""Period codes: 2024 · 2024H1 · 2024Q1 · 2024M05 · 2024M01-M05 · 2021-2025."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")  # of our users' calendar: the store keeps UTC
_CODE = re.compile(
    r"(?P<year>\d{4})(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|M(?P<month>0[1-9]|1[0-2])(?:-M(?P<last>0[1-9]|1[0-2]))?|-(?P<to>\d{4}))?"
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """First and last month a figure speaks for, both included. Years sort before the spans that begin with them."""

    year: int
    month: int
    last_year: int
    last_month: int

    @property
    def is_year(self) -> bool:
        return self.year == self.last_year and (self.month, self.last_month) == (1, 12)


@lru_cache(maxsize=4096)
def parse(code: str) -> Period:
    """The months a period code stands for. Raises ValueError for anything that is not a period code."""
    match = _CODE.fullmatch(code)
    if not match:
        raise ValueError(f"不是时期代码：{code!r}（例：2024、2024Q1、2024M01-M05、2021-2025）")
    year = int(match["year"])
    if match["half"]:
        half = int(match["half"])
        return Period(year, 6 * half - 5, year, 6 * half)
    if match["quarter"]:
        quarter = int(match["quarter"])
        return Period(year, 3 * quarter - 2, year, 3 * quarter)
    if match["month"]:
        first, last = int(match["month"]), int(match["last"] or match["month"])
        if last < first:
            raise ValueError(f"时期的末月早于首月：{code!r}")
        return Period(year, first, year, last)
    last_year = int(match["to"] or year)
    if last_year < year:
        raise ValueError(f"时期的末年早于首年：{code!r}")
    return Period(year, 1, last_year, 12)


def year_before(code: str) -> str:
    """The same months of the year before: 2023Q1 for 2024Q1; "" for a span of years, which has none."""
    period = parse(code)
    return f"{period.year - 1}{code[4:]}" if period.year == period.last_year else ""


@lru_cache(maxsize=4096)
def label(code: str) -> str:
    """How a paper names a period: 2024年, 2024年1—3月, 2024年5月, 2021—2025年."""
    period = parse(code)
    if period.is_year:
        return f"{period.year}年"
    if period.year != period.last_year:
        return f"{period.year}—{period.last_year}年"
    if period.month == period.last_month:
        return f"{period.year}年{period.month}月"
    return f"{period.year}年{period.month}—{period.last_month}月"
