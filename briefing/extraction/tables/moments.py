"""For what the columns of a table speak: the time, the status and the vintage of each."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from briefing.extraction.tables import times, words
from briefing.extraction.tables.columns import CHAIN, LEVELS, Column, Heading
from briefing.extraction.tables.context import Context
from briefing.extraction.tables.layout import Columns
from briefing.extraction.tables.times import When
from briefing.model import Status, Vintage

_SHARES = words.of("structure")
_OF_WHAT_IS = (
    "completion",
    "points",
    "rank",
)  # of what happened, though a target may stand between
# A level after one of these is not what it speaks of; 执行数 | 为预算% | 上年决算数 | 增长% goes on.
_ENDS_A_RUN = ("growth", "annual", "points", "rank", "change")


class Moment(NamedTuple):
    """For what a column's figures speak."""

    when: When
    status: Status
    vintage: Vintage | None
    annual: bool  # for the whole year, where nothing else is said


def of_columns(found: Columns, said: Context) -> dict[int, Moment]:
    """For each column of figures, what it speaks for.

    A growth, a rank, a share speaks for the levels right to its left: for the last one of their newest year.
    """
    if any(column.heading.status == "estimate" for column in found.figures):
        said = _without_estimate(said)
    moments: dict[int, Moment] = {}
    totals = any(column.heading.when.kind == "total" for column in found.figures)
    parts = any(column.heading.when.first and column.heading.when.part for column in found.figures)
    levels: list[Moment] = []  # of this group, up to here
    run = 0  # the first of those that no growth or rank has followed yet
    before: Column | None = None
    for column in found.figures:
        if before and column.group != before.group:
            levels, run, before = [], 0, None
        heading = column.heading
        moment = _own_moment(heading, said, totals)
        if (
            parts and moment.when.first and not (moment.when.part or moment.when.kind)
        ):  # 2024年1-5月 | 2023年
            moment = moment._replace(when=moment.when._replace(kind="year"))
        if moment.when.kind == "same" and not moment.when.part:
            moment = _same_months(moment, levels, said)
        if _is_share_beside(heading) and levels:
            moment = _of_level(heading, moment, levels, run, said)
        elif heading.kind in LEVELS:
            run = len(levels) if before and before.heading.kind in _ENDS_A_RUN else run
            levels.append(moment)
        elif heading.when.said:
            moment = _beside_level(heading, moment, levels)
        elif heading.kind != "annual":
            moment = _of_level(heading, moment, levels, run, said)
        if heading.text == CHAIN:
            kind = "quarter" if said.quarterly_issue else "month"
            moment = moment._replace(when=moment.when._replace(kind=kind))
        if heading.kind == "completion":
            moment = moment._replace(status="actual", annual=False)
        moments[column.place] = moment
        before = column
    return moments


def _is_share_beside(heading: Heading) -> bool:
    """税收比重% beside the sums of a revenue: of what they are of."""
    return heading.kind in LEVELS and heading.unit == "%" and heading.name.endswith(_SHARES)


def _without_estimate(said: Context) -> Context:
    """The 预计 of a title is that of the columns that say it: 债务限额 beside 余额预计执行数 is none."""
    return replace(said, status="actual") if said.status == "estimate" else said


def _same_months(own: Moment, levels: list[Moment], said: Context) -> Moment:
    """上年同期 is the months of the level to its left, a year before."""
    this_year = [level for level in levels if level.when.kind not in ("last", "same")]
    if not this_year or this_year[-1].status == "target":
        return own
    part = times.part(this_year[-1].when, said.base)
    return own._replace(when=own.when._replace(part=part)) if part else own


def _beside_level(heading: Heading, own: Moment, levels: list[Moment]) -> Moment:
    """A growth below the same year as a level has its status: 2025年 over 目标 and 增长%."""
    beside = next((level for level in reversed(levels) if _is_beside(level.when, own.when)), None)
    if beside is None or heading.status:
        return own
    return own._replace(when=beside.when, status=beside.status, annual=beside.annual)


def _is_beside(level: When, change: When) -> bool:
    """Whether a change is of a level's time: 累计增长% beside 1-5月累计."""
    open_ = bool(change.kind) and not (change.first or change.part)
    return level == change or (open_ and level.kind == change.kind and bool(level.part))


def _own_moment(heading: Heading, said: Context, totals: bool) -> Moment:
    when = heading.when
    if said.cumulative and when.part[:1] == "M" and "-" not in when.part and not when.kind:
        when = when._replace(kind="total")
    if when.kind == "issue":
        # 本期 beside 本年累计 is the month or the quarter; alone it is what the table is for.
        when = when._replace(
            kind=("quarter" if said.quarterly_issue else "month") if totals else ""
        )
    if said.until and heading.status == "actual" and not (when.first or when.part or when.kind):
        when = when._replace(kind="total")
    status, vintage = heading.status, heading.vintage
    if status is None:
        status, vintage = status_of(when, said), said.vintage
    # A target that says no part of the year is for all of it, unless the whole table is about targets.
    return Moment(when, status, vintage, annual=status == "target" and said.status != "target")


def _of_level(
    heading: Heading, own: Moment, levels: list[Moment], run: int, said: Context
) -> Moment:
    """What a growth, a share … without a time of its own speaks for."""
    # 比上年增减 after last year's figures too is of this year's.
    of = _newest(levels if heading.kind in ("change", "points") else levels[run:], said)
    actual = _newest([level for level in levels if level.status != "target"], said)
    if (
        of
        and of.status == "target"
        and actual
        and (
            heading.kind in _OF_WHAT_IS
            or (heading.same_year and _year(actual, said) >= _year(of, said))
        )
    ):
        of = actual
    if of is None or (heading.kind == "completion" and of.status == "target"):
        return own
    return of._replace(status=heading.status or of.status)


def _newest(levels: list[Moment], said: Context) -> Moment | None:
    now = [level for level in levels if level.when.kind != "before"]  # 上期价格 has no growth here
    return max(reversed(now), key=lambda level: _year(level, said), default=None)


def _year(moment: Moment, said: Context) -> str:
    return times.code(moment.when, said.base, annual=moment.annual)[:4]


def status_of(when: When, said: Context) -> Status:
    """The status of a column or row that does not say it."""
    year = when.last or said.base.last
    if said.plan and when.first:
        return "target" if year >= said.plan[0] else "actual"
    if (
        said.status
        and (not when.first or when.first == said.base.first)
        and when.kind not in ("last", "same")
    ):
        return said.status
    if said.reviewed and (when.first or said.future):
        return "target" if year > said.reviewed else "actual"
    return "actual"


def years_between(found: Columns) -> tuple[int, int] | None:
    """The years from the first to the last that the columns are for: 2025年 | 2030年 | 年均增速 is about 2026-2030."""
    years = sorted(
        {column.heading.when.first for column in found.figures if column.heading.when.first}
    )
    return (years[0] + 1, years[-1]) if len(years) > 1 else None
