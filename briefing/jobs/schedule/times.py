"""The times a schedule stands for.

An expression names days and times of day. APScheduler's CronTrigger finds both, in plain calendar time; the rest is done here: a day
that is no workday is passed over or moved, and a time of day on a day becomes a moment of the schedule's zone. So clocks that are put
forward or back cannot lose a time or repeat it: a time that a zone leaves out comes when the clock has been put forward, one
that it has twice comes the first time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from briefing.jobs.schedule import workdays
from briefing.settings.schedule import Holidays, Schedule

_ONE_DAY = timedelta(days=1)
_FAR = 9 * 366  # days: eight years lie between two leap days around 2100
_WORDS = {"next_workday": "顺延", "previous_workday": "提前"}


@dataclass(frozen=True, slots=True)
class Moment:
    """A time at which a job is due."""

    due: datetime  # UTC
    schedule: Schedule
    note: str = ""  # Chinese: why it is not as the expression says: 原定 10月1日（国庆节），顺延

    @property
    def local(self) -> datetime:
        """The same on the clocks of the schedule's zone."""
        return self.due.astimezone(ZoneInfo(self.schedule.timezone))


@dataclass(frozen=True, slots=True)
class _Day:
    day: date
    note: str = ""


def moments(schedules: Iterable[Schedule], after: datetime, until: datetime) -> list[Moment]:
    """What is due later than `after` and not later than `until` (aware times), each moment once, in order."""
    found: dict[datetime, Moment] = {}
    for schedule in schedules:
        for moment in _moments(schedule, after):
            if moment.due > until:
                break
            first = found.setdefault(moment.due, moment)
            if (
                moment.schedule.send and not first.schedule.send
            ):  # two at once are one run, that does all that either wants
                found[moment.due] = moment
    return [found[due] for due in sorted(found)]


def upcoming(schedules: Iterable[Schedule], after: datetime, count: int) -> list[Moment]:
    """The next moments later than `after`, at most so many."""
    found: dict[datetime, Moment] = {}
    for schedule in schedules:
        for _, moment in zip(range(count), _moments(schedule, after), strict=False):
            found.setdefault(moment.due, moment)
    return [found[due] for due in sorted(found)][:count]


def unknown_years(schedules: Iterable[Schedule], moments: Iterable[Moment]) -> list[int]:
    """Years of these moments whose holidays matter to a schedule and are not known."""
    if all(schedule.holidays == "run" for schedule in schedules):
        return []
    return sorted(
        {moment.local.year for moment in moments if not workdays.known(moment.local.year)}
    )


def unknown_year(year: int) -> str:
    """What is said of a year whose holidays are not known."""
    return (
        f"程序还没有 {year} 年的放假安排：法定节日（元旦、春节等）按法律推算，"
        "调休和连休要等国务院公布，公布后升级 chinesecalendar"
    )


def delay(moment: Moment, job: str, place: str) -> timedelta:
    """How much later than due a job begins: the same whenever it is asked, different from place to place."""
    if not moment.schedule.jitter:
        return timedelta()
    text = f"{place}\0{job}\0{moment.due.isoformat()}"
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
    return timedelta(seconds=number % (moment.schedule.jitter + 1))


def deadline(moment: Moment) -> datetime:
    """Until when a moment waits at its gate: the first `until` of the schedule's zone that is later than it."""
    zone, at = ZoneInfo(moment.schedule.timezone), time.fromisoformat(moment.schedule.until)
    days = (moment.local.date() + i * _ONE_DAY for i in range(3))
    return next(end for day in days if (end := _moment(day, at, zone)) > moment.due)


def _moments(schedule: Schedule, after: datetime) -> Iterator[Moment]:
    """All that is due later than `after`, in order."""
    zone, last = ZoneInfo(schedule.timezone), after.astimezone(UTC)
    first = (
        last.astimezone(zone).date() - _ONE_DAY
    )  # yesterday's last times may come today where a clock is put forward
    parts = [(cron.split(), _days(cron, schedule.holidays, first)) for cron in schedule.cron]
    for day, found in _merged([(_times(words[0], words[1]), days) for words, days in parts]):
        for due, note in sorted(
            {_moment(day, at, zone): note for times, note in found for at in times}.items()
        ):
            if due > last:
                last = due
                yield Moment(due, schedule, note)


def _merged(
    parts: list[tuple[tuple[time, ...], Iterator[_Day]]],
) -> Iterator[tuple[date, list[tuple[tuple[time, ...], str]]]]:
    """The days of several expressions in order, with the times of day each has there."""
    heads = [(times, next(days, None), days) for times, days in parts]
    while waiting := [head[1].day for head in heads if head[1]]:
        day = min(waiting)
        yield day, [(times, head.note) for times, head, _ in heads if head and head.day == day]
        heads = [
            (times, next(days, None) if head and head.day == day else head, days)
            for times, head, days in heads
        ]


def _days(cron: str, holidays: Holidays, first: date) -> Iterator[_Day]:
    """The days an expression comes to from `first` on, in order, each once."""
    if holidays == "run":
        yield from map(_Day, _named(cron, first))
    elif holidays == "skip":
        yield from _kept(_named(cron, first))
    else:
        move = workdays.next_workday if holidays == "next_workday" else workdays.previous_workday
        begin = workdays.previous_workday(
            first - _ONE_DAY
        )  # days off right before `first` may be moved to it
        for day, group in groupby(_named(cron, begin), move):
            moved = [planned for planned in group if planned != day]
            if day >= first:
                yield _Day(day, _moved(moved, _WORDS[holidays]) if moved else "")


def _kept(days: Iterable[date]) -> Iterator[_Day]:
    passed: list[date] = []
    for day in days:
        if not workdays.is_workday(day):
            passed.append(day)
            if day - passed[0] > _FAR * _ONE_DAY:
                return  # Saturdays alone: no day is ever kept
            continue
        yield _Day(day, f"此前 {_said(passed)} 不运行" if passed else "")
        passed = []


def _moved(days: list[date], how: str) -> str:
    return f"原定 {_said(days)}，{how}"


def _said(days: list[date]) -> str:
    """10月1日（国庆节）, 10月1日至10月7日（国庆节）, 10月3日至10月4日（周末）."""
    names = "、".join(dict.fromkeys(map(workdays.day_off, days)))
    first, last = (f"{day.month}月{day.day}日" for day in (days[0], days[-1]))
    return f"{first}（{names}）" if len(days) == 1 else f"{first}至{last}（{names}）"


def _named(cron: str, first: date) -> Iterator[date]:
    """The days an expression names, from `first` on."""
    _, _, day, month, weekday = cron.split()
    trigger = CronTrigger(month=month, day=day, day_of_week=weekday, hour=0, minute=0, timezone=UTC)
    at, end = first, first + _FAR * _ONE_DAY
    while at <= end and (
        found := trigger.get_next_fire_time(None, datetime.combine(at, time(), UTC))
    ):
        yield found.date()
        at, end = found.date() + _ONE_DAY, found.date() + _FAR * _ONE_DAY


@lru_cache(maxsize=64)
def _times(minute: str, hour: str) -> tuple[time, ...]:
    """The times of day an expression names."""
    trigger = CronTrigger(hour=hour, minute=minute, second=0, timezone=UTC)
    day = date(2024, 1, 1)
    at, found = datetime.combine(day, time(), UTC), []
    while (at := trigger.get_next_fire_time(None, at)).date() == day:
        found.append(at.time())
        at += timedelta(minutes=1)
    return tuple(found)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    # Without a fold the offset before a change counts: in a gap that gives a time after it, in a repeated hour the first.
    return datetime.combine(day, at, zone).astimezone(UTC)
