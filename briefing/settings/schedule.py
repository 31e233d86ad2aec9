"""When a job runs by itself (`schedule:`), and the folder from which its documents are collected (`inbox:`).

Cron expressions are checked here, so that a wrong one is said with its place in the file; jobs/schedule works the times out.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from briefing.settings.base import Line, Setting, Text
from briefing.settings.nodes import nearest, shown

Missed = Literal["once", "skip"]
Holidays = Literal["run", "skip", "next_workday", "previous_workday"]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LAST = "last"
_PARTS = re.compile(
    r"(?P<first>\*|[a-z]+|[0-9]{1,4})(?:-(?P<last>[a-z]+|[0-9]{1,4}))?(?:/(?P<step>[0-9]{1,4}))?"
)
_NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * sun",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}


@dataclass(frozen=True, slots=True)
class _Field:
    """One of the five parts of an expression: its bounds, and the names that may stand for numbers from `least` on."""

    word: str
    least: int
    most: int
    names: tuple[str, ...] = ()
    numbers: bool = True


_FIELDS = (
    _Field("分", 0, 59),
    _Field("时", 0, 23),
    _Field("日", 1, 31),
    _Field("月", 1, 12, MONTHS),
    _Field("星期", 0, 6, WEEKDAYS, numbers=False),
)


@dataclass(frozen=True, slots=True)
class Cron:
    """A cron expression taken apart: the values of each part, sorted. Weekdays count from 0, Monday."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    last_day: bool  # the last day of the month, beside `days`


@lru_cache(maxsize=256)
def parse_cron(text: str) -> Cron:
    """A five-part expression `minute hour day month weekday`: `30 8 * * mon-fri`, `0 17 last * *`.

    Raises ValueError (Chinese) for anything that could be understood in two ways, too: weekdays as numbers (0 is Sunday to cron and
    Monday to others), a day of the month together with a weekday (either to cron, both to systemd).
    """
    words = text.lower().split()
    if len(words) == 1 and words[0].startswith("@"):
        known = _NICKNAMES.get(words[0])
        raise ValueError(
            f"不认识 {shown(text)}（"
            + (f"写成 {known}" if known else "写成“分 时 日 月 星期”五段")
            + "）"
        )
    if len(words) != len(_FIELDS):
        raise ValueError(
            f"{shown(text)} 有 {len(words)} 段（要写“分 时 日 月 星期”五段，中间空格，如 30 8 * * mon-fri）"
        )
    last_day = LAST in words[2].split(",")
    days = ",".join(word for word in words[2].split(",") if word != LAST)
    texts = (*words[:2], days, *words[3:])
    minutes, hours, in_month, months, weekdays = (
        _values(field, part) if part else () for field, part in zip(_FIELDS, texts, strict=True)
    )
    if words[2] != "*" and words[4] != "*":
        raise ValueError(
            f"{shown(text)} 同时限定了日和星期（只限定一个，另一个写 *；两种都要时写成两条）"
        )
    # 2024 is a leap year: 29 February comes, if seldom.
    if not last_day and not any(
        day <= calendar.monthrange(2024, month)[1] for day in in_month for month in months
    ):
        raise ValueError(f"{shown(text)} 永远不会到（那些月份没有这一天；每月最后一天写 last）")
    return Cron(minutes, hours, in_month, months, weekdays, last_day)


def _values(field: _Field, text: str) -> tuple[int, ...]:
    return tuple(sorted({value for part in text.split(",") for value in _part(field, part)}))


def _part(field: _Field, text: str) -> range:
    match = _PARTS.fullmatch(text)
    if not match:
        raise ValueError(f"{field.word}里的 {shown(text) or '空格或逗号'} 看不懂（{_hint(field)}）")
    first, last, step = match["first"], match["last"], match["step"]
    if step and not field.numbers:  # every second day from Sunday to cron, from Monday to others
        raise ValueError(f"{field.word}里的 {shown(text)} 说不清从哪天数起（{_hint(field)}）")
    if first == "*":
        if last:
            raise ValueError(f"{field.word}里的 {shown(text)} 看不懂（{_hint(field)}）")
        start, end = field.least, field.most
    else:
        start = _number(field, first)
        end = _number(field, last) if last else start
        if step and (not last or not first.isdigit()):
            raise ValueError(
                f"{field.word}里的 {shown(text)} 看不懂（间隔只写在 * 或数字范围后面，如 */2）"
            )
    if end < start:
        raise ValueError(f"{field.word}里的 {shown(text)} 前大后小（分成两段写，用逗号隔开）")
    if step and not 0 < int(step) <= end - start:
        raise ValueError(f"{field.word}里的 {shown(text)} 间隔不对（要在 1 到 {end - start} 之间）")
    return range(start, end + 1, int(step or 1))


def _number(field: _Field, word: str) -> int:
    if word in field.names:
        return field.least + field.names.index(word)
    if word.isdigit() and not field.numbers:
        raise ValueError(
            f"星期不能写数字 {word}（0 有的程序当作星期日，有的当作星期一：写 mon、tue、wed、thu、fri、sat、sun）"
        )
    if not word.isdigit():
        raise ValueError(
            f"{field.word}里的 {shown(word)} 看不懂（{nearest(word, field.names) or _hint(field)}）"
        )
    if not field.least <= int(word) <= field.most:
        raise ValueError(f"{field.word}只能是 {field.least} 到 {field.most}，这里是 {shown(word)}")
    return int(word)


def _hint(field: _Field) -> str:
    if not field.numbers:
        return f"可写 {'、'.join(field.names)}，范围如 mon-fri，多个用英文逗号隔开"
    last = "，每月最后一天写 last" if field.word == "日" else ""
    return f"可写 *、{field.least} 到 {field.most} 的数、范围如 {field.least}-{field.least + 4}，多个用英文逗号隔开{last}"


def _cron(text: str) -> str:
    parse_cron(text)
    return " ".join(text.lower().split())


def _zone(text: str) -> str:
    import zoneinfo

    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        near = nearest(text, zoneinfo.available_timezones())
        raise ValueError(f"不认识的时区 {shown(text)}（{near or '例：Asia/Shanghai'}）") from None
    return text


def _time(text: str) -> str:
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text):
        raise ValueError(f"{shown(text)} 不是时间（例：18:00）")
    return text.zfill(5)


def _listed(value: Any) -> Any:
    """A single one may stand without a list."""
    return [value] if isinstance(value, str | dict) else value


Crons = Annotated[
    tuple[Annotated[Text, AfterValidator(_cron)], ...],
    Field(min_length=1),
    BeforeValidator(_listed),
]
_OF_THE_GATE = ("every", "until", "otherwise")


class Schedule(Setting):
    """Times at which a job runs by itself, and how."""

    cron: Crons  # 30 8 * * mon-fri
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    missed: Missed = (
        "once"  # times that passed while the service did not run: one run for all of them, or none
    )
    holidays: Holidays = "run"  # what to do with a time on a day that is no workday
    jitter: int = Field(default=0, ge=0, le=3600)  # begin up to so many seconds later
    gate: Literal["none", "new_documents"] = "none"
    every: int = Field(default=30, ge=1, le=1440)  # minutes between two looks for new documents
    until: Annotated[str, AfterValidator(_time)] = "18:00"  # no more looks from this time of day on
    otherwise: Literal["skip", "run"] = "skip"  # at that time: give up, or run all the same
    send: bool = False  # send the papers after a run in which nothing failed

    @model_validator(mode="after")
    def _gated(self) -> Schedule:
        idle = [key for key in _OF_THE_GATE if key in self.model_fields_set]
        if idle and self.gate == "none":
            raise ValueError(f"写了 {'、'.join(idle)} 就要写 gate: new_documents（等新资料）")
        return self


Schedules = Annotated[tuple[Schedule, ...], BeforeValidator(_listed)]


class Inbox(Setting):
    """A folder into which documents are dropped, and what becomes of them."""

    folder: Text  # relative to the workspace
    into: Line = (
        ""  # the folder of sources they are sorted into, by district; default: the job's first
    )
    run: bool = False  # run the job when something new was sorted in


def _inbox(value: Any) -> Any:
    return {"folder": value} if isinstance(value, str) else value


Inboxes = Annotated[Inbox, BeforeValidator(_inbox)]


def into_folder(inbox: Inbox, sources: Sequence[str]) -> str:
    """Where an inbox is sorted into: what it says, else the first folder of the job's sources; "" where there is none."""
    folders = (
        source
        for source in sources
        if source != "store" and not re.search(r"[*?\[]|\.[A-Za-z]+$", source)
    )
    return inbox.into or next(folders, "")
