"""A unit that cannot be: of another kind than the indicator, a share over 100 %, an amount a hundred times that of the year before
or of a target for its own year or the next.

Passes: 一般公共预算收入57.1亿元; 覆盖率99%; 预算执行率104%.
Fails: 一般公共预算收入57.1万平方米; 覆盖率120%; 城镇化率112%; 收入567,393亿元 after 50亿元; 使用外资8092亿美元 before a target of 7000万美元.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from briefing.amounts import PERCENT, Amount, base
from briefing.analysis.index import Index
from briefing.analysis.rules import said
from briefing.analysis.rules.base import FactRule, Seen
from briefing.model import Observation

# What each family of units ends in.
_KINDS = {
    "money": re.compile(r"元"),
    "area": re.compile(r"(?:平方米|平方公里|公顷|亩|㎡)$"),
    "persons": re.compile(r"(?:人次|人|名)$"),
    "percent": re.compile(r"^(?:%|％|个百分点)$"),
    "weight": re.compile(r"(?:吨|斤|公斤)$"),
    "length": re.compile(r"(?:公里|千米)$"),
}
# Families of indicators that may use each kind; a family that is not named here may use any.
_FITS = {
    "money": {"money"},
    "foreign_money": {"money"},
    "area": {"area"},
    "persons": {"persons"},
    "weight": {"weight"},
    "percent": {"percent"},
}
# Rates of a whole. 完成率, 执行率, 自给率, 债务率 and 毛入学率 may well be over 100 %.
_AT_MOST_100 = re.compile(
    r"(?:占比|比重|(?:覆盖|参保|参合|满意|优良|合格|办复|办结|普及|入园|普惠|化|处理|处置|达标|治理|利用|回收|就业|知晓"
    r"|建档|签约|成功|巩固|受理|调处|公开|接通|通车|通达|空置)率)$"
)
_WHOLE = Amount(Decimal(100), PERCENT)
_FACTOR = 100


def check(index: Index) -> Iterator[Seen]:
    for o in index.facts.observations:
        if o.indicator and o.measure == "level":
            kind = _kind(o.unit)
            if kind and kind not in _FITS.get(index.families.get(o.indicator, ""), {kind}):
                yield Seen(f"{said.named(o)}，计量单位与指标不符。", (o,))
        if (
            o.measure == "ratio"
            and o.amount.like(_WHOLE)
            and o.amount.order(_WHOLE) > 0
            and _AT_MOST_100.search(o.name)
            and not o.against
        ):
            yield Seen(f"{said.named(o)}，超过100%。", (o,))
    yield from _leaps(index)


@lru_cache(maxsize=4096)
def _kind(unit: str) -> str:
    return next((kind for kind, ends in _KINDS.items() if ends.search(base(unit))), "")


def _leaps(index: Index) -> Iterator[Seen]:
    """An amount a hundred times that of the year before or of a target, or a hundredth: 万元 for 亿元."""
    for (period, targets), cell in index.cells.items():
        if targets or not period.isdigit():
            continue
        year = int(period)
        beside = [(year - 1, False), (year, True), (year + 1, True)]
        for what, figures in cell.items():
            (indicator, _), measure, _ = what
            if measure == "level" and indicator in index.by_indicator:
                others = (index.cells.get((str(y), aim), {}).get(what) for y, aim in beside)
                now = figures[0]
                far = next((o[0] for o in others if o and _far(now, o[0])), None)
                if far:
                    aim = "目标" if far.status == "target" else ""
                    yield Seen(
                        f"{now.period}年{said.named(now)}，{far.period}年{aim}{said.figure(far)}，相差百倍以上，请核对计量单位。",
                        (now, far),
                    )


def _far(one: Observation, other: Observation) -> bool:
    less, more = sorted((abs(one.amount.size), abs(other.amount.size)))
    return less > 0 and more >= less * _FACTOR


RULE = FactRule("unit", "high", "计量单位不可能", check)
