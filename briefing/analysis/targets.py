"""Targets of a year against what became of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from briefing.analysis import intervals, units, wording
from briefing.model import Observation, Verdict

# A headline target stands in the paragraph that states the year's main expected targets and has a canonical id.
_HEADLINE = re.compile(r"(?:预期|主要|发展|工作|奋斗|总体)目标(?:任务)?(?:建议)?(?:是|为|：|:)")
Direction = Literal["more", "less", "neither"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a target came to: see model.TargetRow for the fields."""

    actual: Observation | None
    difference: Decimal | None
    difference_unit: str
    basis: str
    verdict: Verdict
    display: str


def is_headline(target: Observation) -> bool:
    """Whether a target is one of the year's main expected targets."""
    return target.indicator is not None and bool(_HEADLINE.search(target.source.sentence))


def compare(target: Observation, actuals: Iterable[Observation], before: Observation | None, direction: Direction) -> Comparison:
    """A target against the figures of its year, best first.

    A growth target is compared with a growth figure (difference in percentage points), an amount with an amount of the same base
    unit (difference in % of the target). A growth target with only an amount is set against the growth that this amount and
    the year before's (`before`) allow, if all of that range lies on one side of it: basis `derived`. Figures that cannot be
    set against each other are `not_comparable`.
    """
    figures = list(actuals)
    if not figures:
        return Comparison(None, None, "", "", "no_actual", "待核：未见完成数")
    if direction == "neither":
        return Comparison(figures[0], None, "", "", "not_comparable", "不评：该指标不以高低论完成")
    for actual in figures:
        if target.measure == actual.measure and target.measure in ("yoy", "cagr", "pp", "ratio"):
            return _judge(target, actual, actual.value - target.value, "个百分点", direction)
        if target.measure == actual.measure == "level" and target.value and units.comparable(target.unit, actual.unit):
            goal, done = units.in_base(target.value, target.unit), units.in_base(actual.value, actual.unit)
            share = ((done - goal) / goal * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
            return _judge(target, actual, share, "%", direction)
    return _derived(target, figures, before, direction) or Comparison(
        figures[0], None, "", "", "not_comparable", "待核：完成数与目标口径不同，无法直接比较"
    )


def _derived(target: Observation, figures: list[Observation], before: Observation | None, direction: Direction) -> Comparison | None:
    """A growth target against the growth two levels allow."""
    level = next((figure for figure in figures if figure.measure == "level"), None)
    if target.measure != "yoy" or level is None or before is None or not units.comparable(level.unit, before.unit):
        return None
    rates = intervals.growth(intervals.of(level), intervals.of(before))
    if rates is None or rates.low < target.value < rates.high:
        return None
    shown = intervals.tenths(rates)
    met = (rates.low >= target.value) == (direction == "more")
    difference = ((shown.low + shown.high) / 2 - target.value).quantize(Decimal("0.1"), ROUND_HALF_UP)
    display = ("完成" if met else "未完成") + "（按两年数推算，待核）"
    return Comparison(level, difference, "个百分点", "derived", "met" if met else "missed", display)


def _judge(target: Observation, actual: Observation, difference: Decimal, unit: str, direction: Direction) -> Comparison:
    gain = difference if direction == "more" else -difference
    met = gain >= 0
    basis = "estimate" if actual.status == "estimate" else actual.vintage or "preliminary"
    verdict: Verdict = "met" if met else "missed"
    return Comparison(actual, difference, unit, basis, verdict, _display(target, actual, difference, unit, met))


def _display(target: Observation, actual: Observation, difference: Decimal, unit: str, met: bool) -> str:
    """What a paper may say: no stronger than its figures (an estimate gives 预计, two rounded figures give 约)."""
    forecast = "预计" if actual.status == "estimate" else ""
    about = "约" if "approx" in (target.bound, actual.bound) else ""
    done = "完成" if met else "未完成"
    if difference == 0:
        return f"{forecast}{done}，与目标持平"
    side = "高于" if difference > 0 else "低于"
    return f"{forecast}{done}，{side}目标{about}{wording.number(abs(difference))}{unit}"
