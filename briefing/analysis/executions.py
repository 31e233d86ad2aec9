"""What reports say themselves of how a plan, a budget or the year's targets were carried out: 高于人代会计划0.7个百分点, 完成预算的94.5%.

Where the report gives the growth and its distance from the plan, the plan's growth follows: a derived figure, since no source at hand
states it.
"""

from __future__ import annotations

from briefing.analysis.index import Index
from briefing.analysis.targets import direction_of, reached
from briefing.making import changed
from briefing.model import Derived, Execution, Observation


def executions(index: Index, year: str) -> tuple[Execution, ...]:
    """Of a year, canonical indicators in their configured order, the others as they stand; one of each indicator and kind."""
    order = {indicator.id: i for i, indicator in enumerate(index.indicators)}
    stated = [
        o
        for found in index.cells.get((year, False), {}).values()
        for o in found
        if o.against and o.measure in ("pp", "ratio")
    ]
    first: dict[tuple[str, str, str], Observation] = {}
    for o in stated:
        first.setdefault((o.indicator or o.name, o.measure, o.against), o)
    rows = [_row(index, o) for o in first.values()]
    return tuple(sorted(rows, key=lambda row: order.get(row.indicator or "", len(order))))


def _row(index: Index, stated: Observation) -> Execution:
    actual = _said_of(index, stated)
    return Execution(
        indicator=stated.indicator,
        name=index.name(actual or stated),
        stated=stated,
        actual=actual,
        met=reached(stated, direction_of(index, stated.indicator)),
        goal=_goal(index, stated, actual) if actual and stated.measure == "pp" else None,
    )


def _said_of(index: Index, stated: Observation) -> Observation | None:
    """The growth (of a distance) or the amount (of a completion rate) of the same thing that stands before it in its sentence."""
    wanted = "yoy" if stated.measure == "pp" else "level"
    before = [
        o
        for o in index.by_document.get(stated.source.document, ())
        if o.source.sentence == stated.source.sentence
        and o.source.start < stated.source.start
        and o.measure == wanted
        and (o.indicator, o.period) == (stated.indicator, stated.period)
        and (o.indicator or o.name == stated.name)
    ]
    return before[-1] if before else None


def _goal(index: Index, stated: Observation, actual: Observation) -> Derived:
    plan = actual.amount.moved(-stated.amount)
    made = Derived(
        indicator=stated.indicator or "",
        name=index.name(actual),
        area=stated.area,
        period=stated.period,
        measure="yoy",
        low=plan.value,
        high=plan.value,
        unit=plan.unit,
        method="由完成数减去与计划的差距推算",
        inputs=(actual, stated),
    )
    return changed(made, confirmed=made.key in index.facts.confirmed)
