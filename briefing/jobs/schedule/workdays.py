"""Which days are workdays in China: the State Council's list of each year (chinesecalendar), with its working Saturdays and Sundays.

Of a year whose list is not out yet the statutory days are known all the same (holidays 0.109: they follow from the law and the lunar
calendar); which days beside them are off or worked for them is in the yearly notice alone, and is not guessed.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_ONE_DAY = timedelta(days=1)
_LONGEST = 30  # days without a workday between: nine in 2020, weekends and all


def known(year: int) -> bool:
    """Whether the list of a year is known. Each is published in the November before; the library follows with a release."""
    return year in _years()


def is_workday(day: date) -> bool:
    """In a year whose list is not known every day but Saturday, Sunday and the statutory days counts as one."""
    if not known(day.year):
        return day.weekday() < 5 and day not in statutory(day.year)
    from chinese_calendar import is_workday

    return bool(is_workday(day))


def day_off(day: date) -> str:
    """What makes a day no workday: 国庆节, 周末."""
    if known(day.year):
        from chinese_calendar import Holiday, get_holiday_detail

        _, name = get_holiday_detail(day)
        if name:
            return str(Holiday(name).chinese)
    return statutory(day.year).get(day, "周末") if not known(day.year) else "周末"


def next_workday(day: date) -> date:
    """The day itself, else the first workday after it."""
    return _nearest(day, _ONE_DAY)


def previous_workday(day: date) -> date:
    """The day itself, else the last workday before it."""
    return _nearest(day, -_ONE_DAY)


def _nearest(day: date, step: timedelta) -> date:
    return next(found for i in range(_LONGEST) if is_workday(found := day + i * step))


@lru_cache(maxsize=16)
def statutory(year: int) -> dict[date, str]:
    """The statutory days of a year by the law alone: 元旦, 春节 …; days in lieu are not among them."""
    import holidays

    found = holidays.country_holidays("CN", years=year, observed=False, language="zh_CN")
    return {day: str(name) for day, name in found.items()}


@lru_cache(maxsize=1)
def _years() -> frozenset[int]:
    from chinese_calendar.constants import holidays

    return frozenset(day.year for day in holidays)
