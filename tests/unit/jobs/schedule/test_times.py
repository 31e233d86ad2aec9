"""The times of a schedule, against a check of every single minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.jobs.schedule import times, workdays
from briefing.settings.schedule import MONTHS, WEEKDAYS, Schedule, parse_cron
from tests.examples import examples

ZONES = (
    "Asia/Shanghai",
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",
    "America/Santiago",
    "UTC",
)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def local(text: str, zone: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def listed(after: str, count: int = 5, **schedule: object) -> list[str]:
    found = times.upcoming([Schedule.model_validate(schedule)], local(after), count)
    return [f"{moment.local:%Y-%m-%d %H:%M} {moment.note}".strip() for moment in found]


# Every minute, one by one


def named(cron: str, wall: datetime) -> bool:
    """Whether a wall-clock minute is one of the expression's, not regarding holidays: written again from the manual of cron."""
    found = parse_cron(cron)
    last = (wall + DAY).day == 1
    of_day = wall.day in found.days or (found.last_day and last)
    return (
        wall.minute in found.minutes
        and wall.hour in found.hours
        and wall.month in found.months
        and wall.weekday() in found.weekdays
        and of_day
    )


def days_off_before(day: date) -> list[date]:
    found: list[date] = []
    while not workdays.is_workday(day - (len(found) + 1) * DAY):
        found.append(day - (len(found) + 1) * DAY)
    return found


def days_off_after(day: date) -> list[date]:
    found: list[date] = []
    while not workdays.is_workday(day + (len(found) + 1) * DAY):
        found.append(day + (len(found) + 1) * DAY)
    return found


def due(schedule: Schedule, wall: datetime) -> bool:
    """Whether a wall-clock minute is due: the minute itself, or that of a day off which is moved to this day."""
    day, sources = wall.date(), [wall.date()]
    if schedule.holidays != "run":
        if not workdays.is_workday(day):
            return False
        if schedule.holidays == "next_workday":
            sources += days_off_before(day)
        if schedule.holidays == "previous_workday":
            sources += days_off_after(day)
    return any(
        named(cron, datetime.combine(source, wall.time()))
        for cron in schedule.cron
        for source in sources
    )


def minute_by_minute(schedule: Schedule, after: datetime, until: datetime) -> list[datetime]:
    """Every minute that passes, with what the zone's clocks show then for the first time.

    A time that they leave out comes as long after the change as it would have come after the moment of the change.
    """
    zone, found = ZoneInfo(schedule.timezone), []
    at = after.astimezone(UTC) + MINUTE
    while at <= until:
        wall = at.astimezone(zone)
        shown = [] if wall.fold else [wall.replace(tzinfo=None)]
        before = (at - timedelta(hours=3)).astimezone(zone).utcoffset()
        if before and before < wall.utcoffset():
            left_out = (at + before).replace(tzinfo=None)
            if (
                left_out.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
                != left_out
            ):
                shown.append(left_out)
        if any(due(schedule, each) for each in shown):
            found.append(at)
        at += MINUTE
    return found


def parts(least: int, most: int, names: tuple[str, ...] = ()) -> st.SearchStrategy[str]:
    number = st.integers(least, most)
    single = (
        st.sampled_from(names)
        if names == WEEKDAYS
        else number.map(str) | st.sampled_from(names)
        if names
        else number.map(str)
    )
    reach = st.tuples(number, number).map(lambda pair: f"{min(pair)}-{max(pair)}")
    if names == WEEKDAYS:
        reach = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(
            lambda pair: f"{names[min(pair)]}-{names[max(pair)]}"
        )
    step = st.integers(1, most - least).map(lambda step: f"*/{step}")
    every = st.just("*") if names == WEEKDAYS else st.just("*") | step
    return every | st.lists(single | reach, min_size=1, max_size=3).map(",".join)


@st.composite
def crons(draw: st.DrawFn) -> str:
    minute = draw(st.integers(0, 59).map(str) | parts(0, 59))
    hour = draw(st.integers(0, 23).map(str) | parts(0, 23))
    month = draw(st.just("*") | parts(1, 12, MONTHS))
    if draw(st.booleans()):
        day, weekday = draw(parts(1, 31) | st.just("last") | st.just("15,last")), "*"
    else:
        day, weekday = "*", draw(parts(0, 6, WEEKDAYS))
    return f"{minute} {hour} {day} {month} {weekday}"


def valid(cron: str) -> bool:
    try:
        parse_cron(cron)
    except ValueError:
        return False
    return True


# Changes of clocks, leap days, long holidays, the end of what the calendar knows; and any day.
TURNS = "2024-02-27 2026-02-26 2026-03-07 2026-03-28 2026-10-24 2026-10-31 2026-04-04 2026-09-05 2026-09-29 2026-12-30 2025-01-26 2025-09-27"
STARTS = st.sampled_from(TURNS.split()) | st.dates(date(2024, 1, 1), date(2027, 12, 28)).map(
    date.isoformat
)


@examples(50)
@given(
    st.lists(crons().filter(valid), min_size=1, max_size=2),
    st.sampled_from(ZONES),
    st.sampled_from(["run", "skip", "next_workday", "previous_workday"]),
    STARTS,
    st.integers(0, 1439),
)
@example(["30 2 * * *"], "America/New_York", "run", "2026-03-07", 0)
@example(["30 1 * * *"], "America/New_York", "run", "2026-10-31", 0)
@example(["15 2 * * *"], "Australia/Lord_Howe", "run", "2026-10-03", 0)
@example(["*/7 * * * *"], "America/Santiago", "run", "2026-09-05", 700)
@example(["0 17 last * *"], "Asia/Shanghai", "previous_workday", "2026-01-29", 600)
@example(["0 8 29 2 *"], "Asia/Shanghai", "run", "2024-02-28", 0)
def test_every_minute_is_as_a_minute_by_minute_check_says(
    crons: list[str], zone: str, holidays: str, start: str, minute: int
) -> None:
    schedule = Schedule.model_validate({"cron": crons, "timezone": zone, "holidays": holidays})
    after = local(start, "UTC") + minute * MINUTE
    until = after + timedelta(days=3)
    found = [moment.due for moment in times.moments([schedule], after, until)]
    assert found == minute_by_minute(schedule, after, until)


@examples(60)
@given(
    st.one_of(crons().filter(valid), st.sampled_from(["* * * * *", "0 9 * * *", "0 17 last * *"])),
    st.sampled_from(ZONES),
    st.sampled_from(["run", "skip", "next_workday", "previous_workday"]),
    STARTS,
    st.lists(st.integers(1, 500_000), max_size=12),
)
def test_however_often_one_looks_each_time_comes_once(
    cron: str, zone: str, holidays: str, start: str, gaps: list[int]
) -> None:
    schedule = Schedule.model_validate({"cron": cron, "timezone": zone, "holidays": holidays})
    looks = [local(start, "UTC")]
    for gap in gaps:
        looks.append(looks[-1] + timedelta(seconds=gap))
    whole = [moment.due for moment in times.moments([schedule], looks[0], looks[-1])]
    assert [
        moment.due for a, b in pairwise(looks) for moment in times.moments([schedule], a, b)
    ] == whole
    assert [moment.due for moment in times.upcoming([schedule], looks[0], 5)][
        : len(whole)
    ] == whole[:5]


# What people see


def test_a_list_says_where_a_holiday_moved_a_time() -> None:
    assert listed("2026-09-28T12:00", cron="30 8 1 * *", holidays="next_workday") == [
        "2026-10-08 08:30 原定 10月1日（国庆节），顺延",
        "2026-11-02 08:30 原定 11月1日（周末），顺延",
        "2026-12-01 08:30",
        "2027-01-04 08:30 原定 1月1日（元旦），顺延",
        "2027-02-01 08:30",
    ]
    assert listed("2026-09-28T12:00", 2, cron="0 17 last * *", holidays="previous_workday") == [
        "2026-09-30 17:00",
        "2026-10-30 17:00 原定 10月31日（周末），提前",
    ]


def test_working_saturdays_are_workdays_and_holidays_on_weekdays_are_none() -> None:
    days = listed("2026-09-30T12:00", 4, cron="0 9 * * *", holidays="skip")
    assert days[0] == "2026-10-08 09:00 此前 10月1日至10月7日（国庆节） 不运行"
    assert [day[:10] for day in days] == ["2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12"]


def test_a_day_moved_onto_another_that_is_due_anyway_is_one_time() -> None:
    assert listed("2026-10-03T00:00", 2, cron="0 9 * * *", holidays="next_workday") == [
        "2026-10-08 09:00 原定 10月1日至10月7日（国庆节），顺延",
        "2026-10-09 09:00",
    ]


def test_leap_days_come_even_across_a_century() -> None:
    assert listed("2096-03-01T00:00", 1, cron="0 9 29 2 *") == ["2104-02-29 09:00"]


@pytest.mark.parametrize("cron", ["0 9 1 10 *", "11 0 * */5 sat-sat"])
def test_a_time_that_never_comes_ends_the_search(cron: str) -> None:
    schedule = Schedule.model_validate({"cron": cron, "holidays": "skip"})
    assert times.moments([schedule], local("2024-01-01T00:00"), local("2026-12-31T00:00")) == []


@pytest.mark.parametrize(("year", "known"), [(2024, True), (2026, True), (2040, False)])
def test_a_year_the_calendar_does_not_know_has_weekends_and_statutory_days(
    year: int, known: bool
) -> None:
    assert workdays.known(year) is known
    assert not workdays.is_workday(date(2040, 10, 1))  # a Monday
    assert workdays.day_off(date(2040, 10, 1)) == "国庆节"
    assert workdays.is_workday(date(2040, 10, 8))  # what is given in lieu is in the notice alone
    assert not workdays.is_workday(date(2040, 10, 6))
    schedule = Schedule.model_validate({"cron": "0 9 9 10 *", "holidays": "skip"})
    found = times.upcoming([schedule], local("2039-10-10T00:00"), 1)
    assert times.unknown_years([schedule], found) == [2040]
    assert times.unknown_years([schedule.model_copy(update={"holidays": "run"})], found) == []


def test_two_schedules_at_one_moment_are_one_run_that_sends_if_either_does() -> None:
    both = [
        Schedule.model_validate({"cron": "0 9 1 * *"}),
        Schedule.model_validate({"cron": "0 9 * * *", "send": True}),
    ]
    (found,) = times.moments(both, local("2026-06-30T12:00"), local("2026-07-01T12:00"))
    assert found.schedule.send


def test_the_delay_is_the_same_whenever_asked_and_different_elsewhere() -> None:
    schedule = Schedule.model_validate({"cron": "* * * * *", "jitter": 300})
    found = times.upcoming([schedule], local("2026-07-01T12:00"), 50)
    delays = [times.delay(moment, "annual", "here") for moment in found]
    assert delays == [times.delay(moment, "annual", "here") for moment in found]
    assert delays != [times.delay(moment, "annual", "there") for moment in found]
    assert len(set(delays)) > 30
    assert all(timedelta() <= delay <= timedelta(seconds=300) for delay in delays)


@pytest.mark.parametrize(
    ("at", "until", "end"), [("08:30", "18:00", "07-01 18:00"), ("20:00", "7:00", "07-02 07:00")]
)
def test_a_wait_ends_at_the_next_such_time_of_day(at: str, until: str, end: str) -> None:
    hour, minute = at.split(":")
    schedule = Schedule.model_validate(
        {"cron": f"{minute} {hour} * * *", "gate": "new_documents", "until": until}
    )
    (moment,) = times.upcoming([schedule], local("2026-07-01T00:00"), 1)
    assert f"{times.deadline(moment).astimezone(ZoneInfo('Asia/Shanghai')):%m-%d %H:%M}" == end
