"""A share or a completion rate is not what its two amounts give.

A share names both its parts (教育支出占一般公共预算支出24.3%); it is worked out where the same document gives both amounts for the same
period. A completion rate is worked out only against the budget's own amount: 完成全年指标的147.8% may speak of a goal assigned from above.

Passes: 支出400万元；教育支出100万元，占支出的25%。
Fails: 支出400万元；教育支出100万元，占支出的35%。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.amounts import Interval, half_unit
from briefing.analysis import names, wording
from briefing.analysis.derived import FIXED_SHARES, SHARES
from briefing.analysis.index import Index
from briefing.analysis.rules import said
from briefing.analysis.rules.base import FactRule, Seen
from briefing.model import Observation

_SHARE = re.compile(
    r"占(?P<whole>[^占，。；：]{2,20}?)的?(?:比重|比例|百分比)?(?:为|达到?|超过?|提高到|提升至)?$"
)
_KNOWN = {id: SHARES[id] for id in FIXED_SHARES}
_COLLECTIVE = re.compile(r"^(?:全区|全市|全省|全县|区级|市级|年初|全)")


def check(index: Index) -> Iterator[Seen]:
    for figures in index.by_document.values():
        levels = [o for o in figures if o.measure == "level"]
        for ratio in figures:
            if ratio.measure == "ratio" and ratio.bound in ("exact", "approx"):
                yield from _share(ratio, levels)
                yield from _known(ratio, levels)
                yield from _completion(index, ratio, levels)


def _share(ratio: Observation, levels: Sequence[Observation]) -> Iterator[Seen]:
    name = _COLLECTIVE.sub("", ratio.name)
    head, _, _ = name.partition("占")
    match = _SHARE.search(name)
    if not match or not head or ratio.indicator in _KNOWN:
        return
    same = [
        o
        for o in levels
        if o.period == ratio.period and o.status == ratio.status and o.area == ratio.area
    ]
    parts = [o for o in same if _COLLECTIVE.sub("", o.name) == head]
    wholes = [o for o in same if _COLLECTIVE.sub("", o.name) == match["whole"]]
    pairs = [(part, whole) for part in parts for whole in wholes if part.amount.like(whole.amount)]
    yield from _disagree(ratio, pairs, "占")


def _known(ratio: Observation, levels: Sequence[Observation]) -> Iterator[Seen]:
    """税收占比 and 研发投入强度 name neither part, but both are known."""
    if ratio.indicator not in _KNOWN:
        return
    part_is, whole_is = _KNOWN[ratio.indicator]
    same = [
        o
        for o in levels
        if (o.period, o.status, o.area) == (ratio.period, ratio.status, ratio.area)
    ]
    parts, wholes = (
        [o for o in same if o.indicator == of and not names.scope(o.name, of)]
        for of in (part_is, whole_is)
    )
    yield from _disagree(
        ratio,
        [(part, whole) for part in parts for whole in wholes if part.amount.like(whole.amount)],
        "占",
    )


def _completion(index: Index, ratio: Observation, levels: Sequence[Observation]) -> Iterator[Seen]:
    if not ratio.indicator or ratio.against not in ("budget", "plan") or not ratio.period.isdigit():
        return
    same = [
        o
        for o in levels
        if o.indicator == ratio.indicator and o.period == ratio.period and o.status != "target"
    ]
    goals = [
        o
        for o in index.figures(ratio.indicator, ratio.period, target=True)
        if o.measure == "level" and o.bound == "exact"
    ]
    budgets = [o for o in goals if index.documents[o.source.document].kind == "budget_report"]
    yield from _disagree(
        ratio,
        [(o, goal) for o in same for goal in budgets if o.amount.like(goal.amount)],
        "为",
    )


def _disagree(
    ratio: Observation, pairs: Sequence[tuple[Observation, Observation]], word: str
) -> Iterator[Seen]:
    worked_out = [(part, whole, rate) for part, whole in pairs if (rate := _rate(part, whole))]
    if not worked_out or any(rate.meets(_told(ratio)) for _, _, rate in worked_out):
        return
    if not any(_near(rate, ratio) for _, _, rate in worked_out):
        return  # the amounts are of another level than the rate
    part, whole, rate = worked_out[0]
    shown = rate.tenths()
    value = (
        wording.number(shown.low)
        if shown.low == shown.high
        else f"{wording.number(shown.low)}—{wording.number(shown.high)}"
    )
    yield Seen(
        f"文中{said.named(ratio)}，按{said.named(part)}、{said.named(whole)}计算，{word}{value}%。",
        (ratio, part, whole),
    )


def _told(ratio: Observation) -> Interval:
    """What the share stands for, its last digit one off: 46.1% of 46.04% was rounded from figures that nobody printed."""
    one = half_unit(ratio.value)
    return ratio.amount.interval + Interval(-one, one)


def _near(rate: Interval, ratio: Observation) -> bool:
    """Within half and twice: further off nobody made a slip."""
    said = ratio.amount.interval
    return rate.meets(Interval(said.low / 2, said.high * 2))


def _rate(part: Observation, whole: Observation) -> Interval | None:
    return part.amount.interval.share_of(whole.amount.interval)


RULE = FactRule("shares", "high", "占比或完成率与两数之比不符", check)
