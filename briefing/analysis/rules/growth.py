"""A growth rate is not what the two amounts it links allow.

Only for indicators whose published growth is that of their published amounts: not where prices are taken out, samples or bases are
revised (GDP, industry, investment, retail), nor where the sentence says so (同口径, 可比价格). Amounts are intervals.

The same for the yearly averages of a plan, against its first and last amount.

Passes: 2023年收入56.7亿元；2024年收入57.1亿元，增长0.7%。
Fails: 2023年收入56.7亿元；2024年收入57.1亿元，增长7%。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from briefing.amounts import Interval, unpadded
from briefing.analysis import wording
from briefing.analysis.derived import OTHER_BASE
from briefing.analysis.index import Index, Key
from briefing.analysis.rules import said
from briefing.analysis.rules.base import FactRule, Seen
from briefing.model import Observation

_SPAN = re.compile(r"(\d{4})-(\d{4})")
_WHOLE = ("exact", "approx")
_OTHER_SCOPE = Interval(Decimal(-30), Decimal(30))  # points


def check(index: Index) -> Iterator[Seen]:
    yield from _averages(index)
    for (period, targets), cell in index.cells.items():
        if period.isdigit():
            for what in cell:
                (indicator, _), measure, _ = what
                if (
                    measure == "level"
                    and indicator not in OTHER_BASE
                    and indicator in index.by_indicator
                ):
                    yield from _year(index, period, targets, what)


def _year(index: Index, period: str, targets: bool, what: Key) -> Iterator[Seen]:
    quantity, _, base = what
    before = index.cells.get((str(int(period) - 1), False), {}).get((quantity, "level", base), [])
    rates = [
        o
        for o in index.cells[period, targets].get((quantity, "yoy", ""), [])
        if o.bound in _WHOLE and not o.like_for_like
    ]
    for rate in rates[:1]:
        now = _beside(rate, index.cells[period, targets][what])
        earlier = next((o for o in before if o.bound in _WHOLE), None)
        if now and earlier and now.amount.like(earlier.amount):
            allowed = now.amount.interval.growth_from(earlier.amount.interval)
            if allowed and _far(allowed, rate) is False:
                shown = allowed.tenths()
                yield Seen(
                    f"{rate.period}年{said.named(now)}，{said.figure(rate)}；按{earlier.period}年{said.figure(earlier)}计算，应"
                    f"{wording.changed(shown.low, shown.high)}，请核对增速，或上年数是否调整过。",
                    (rate, now, earlier),
                )


def _far(allowed: Interval, rate: Observation) -> bool | None:
    """Whether a rate is so far from what the amounts allow that they are of two levels or areas; None where it is what they allow."""
    stated = rate.amount.interval
    if allowed.meets(stated):
        return None
    return not allowed.meets(stated + _OTHER_SCOPE)


def _averages(index: Index) -> Iterator[Seen]:
    """Yearly averages of a plan against its first and last amount: 0.27亿斤, 0.279亿斤, 年均增长0.65%."""
    for o in index.facts.observations:
        if o.measure != "cagr" or o.bound not in _WHOLE or o.indicator in OTHER_BASE:
            continue
        span = _SPAN.fullmatch(o.period)
        if not span:
            continue
        levels = [
            of
            for of in index.by_document[o.source.document]
            if of.measure in ("level", "ratio") and of.name == o.name and of.bound in _WHOLE
        ]
        first = next((of for of in levels if of.period == str(int(span[1]) - 1)), None)
        last = next((of for of in levels if of.period == span[2]), None)
        if first and last and first.amount.like(last.amount):
            years = int(span[2]) - int(first.period)
            allowed = last.amount.interval.average_from(first.amount.interval, years)
            in_points = first.measure == "ratio" and _points(first, last, years)
            stated = o.amount.interval
            if (
                allowed
                and not allowed.meets(stated)
                and not (in_points and in_points.meets(stated))
            ):
                shown = allowed.tenths()
                said_as = wording.changed(unpadded(shown.low), unpadded(shown.high))
                yield Seen(
                    f"{o.name}由{first.period}年{said.figure(first)}到{last.period}年{said.figure(last)}，年均应{said_as}，文中{said.figure(o)}。",
                    (o, first, last),
                )


def _points(first: Observation, last: Observation, years: int) -> Interval:
    """What a share moves a year: plans say it as 年均增长 too."""
    low, high = first.amount.interval, last.amount.interval
    return Interval((high.low - low.high) / years, (high.high - low.low) / years)


def _beside(rate: Observation, levels: list[Observation]) -> Observation | None:
    """The amount the rate is said of: of the same sentence, else of the same document."""
    whole = [o for o in levels if o.bound in _WHOLE]
    same = [o for o in whole if o.source.document == rate.source.document]
    return next(
        (o for o in same if o.source.sentence == rate.source.sentence), same[0] if same else None
    )


RULE = FactRule("growth", "medium", "增速与两年总量不符", check)
