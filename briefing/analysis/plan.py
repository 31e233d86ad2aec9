"""A five-year plan: each indicator's goal, its values so far, and what yearly growth is needed from here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from briefing import periods
from briefing.amounts import Amount
from briefing.analysis import names
from briefing.analysis.index import Index, Quantity, key
from briefing.making import changed
from briefing.model import Observation, PlanRow, Task

_PLAIN = ("level", "ratio")


def plan_rows(index: Index) -> tuple[PlanRow, ...]:
    """A row an indicator of every five-year plan at hand, as they stand in the plan."""
    plans = [
        document
        for document in index.facts.documents
        if document.kind == "five_year_plan" and document.year_planned
    ]
    return tuple(
        row
        for document in plans
        for row in _of_plan(index, document.id, document.year_planned or 0)
    )


def _of_plan(index: Index, document: str, last: int) -> list[PlanRow]:
    span, first = f"{last - 4}-{last}", str(last - 5)
    grouped: defaultdict[tuple[Quantity, str], list[Observation]] = defaultdict(list)
    for o in index.by_document.get(document, ()):
        goal = o.status == "target" and o.period in (str(last), span)
        expected = o.period == first and o.status in ("estimate", "actual")
        if (goal or expected) and o.measure in (*_PLAIN, "yoy", "cagr"):
            grouped[key(o)[0], o.area].append(o)
    rows = [
        _row(index, found, span, first, str(last))
        for found in grouped.values()
        if any(o.status == "target" for o in found)
    ]
    goals = [
        task
        for task in index.facts.tasks
        if task.kind == "goal" and task.source.document == document
    ]
    # A table's line without a number (养老机构护理型床位占比｜预期性) says of what kind the goal in the text is.
    natures = {names.core(task.title): task.nature for task in goals}
    found = [
        row if row.nature else changed(row, nature=natures.get(names.core(row.name), ""))
        for row in rows
        if row
    ]
    return [*found, *_in_words(goals, span, found)]


def _row(
    index: Index, found: Sequence[Observation], span: str, first: str, last: str
) -> PlanRow | None:
    goals = [o for o in found if o.period == last and o.status == "target" and o.measure in _PLAIN]
    goal = goals[0] if goals else None
    rate = next((o for o in found if o.status == "target" and o.measure in ("cagr", "yoy")), None)
    like = goal or rate
    if like is None:
        return None
    before = [o for o in found if o.period == first and (goal is None or _alike(o, goal))]
    base = next((o for o in before if goal or o.measure == "yoy"), before[0] if before else None)
    values = _values(index, like, span)
    now = values[-1] if values else base or _newest(index, like, int(first))
    needed = _needed(now, goal, int(last)) if goal and now else None
    nature = next((o.nature for o in found if o.nature), "")
    reached = bool(values and goal and _reached(index, values[-1], goal))
    return PlanRow(
        indicator=like.indicator,
        name=index.name(like),
        period=span,
        nature=nature,
        base=base,
        goal=goal,
        rate=rate,
        values=values,
        needed=needed,
        verdict="reached" if reached else "open" if values else "no_value",
        progress=_progress(values, base, goal),
    )


def _alike(one: Observation, other: Observation) -> bool:
    return one.measure == other.measure and one.amount.like(other.amount)


def _values(index: Index, like: Observation, span: str) -> tuple[Observation, ...]:
    """What any source gives for the plan's years: amounts or shares beside a goal, growth beside a rate."""
    measure = "yoy" if like.measure in ("cagr", "yoy") else like.measure
    first, last = (int(year) for year in span.split("-"))
    found = []
    for year in range(first, last + 1):
        cell = index.cells.get((str(year), False), {})
        figures = [
            o
            for (quantity, of, _), inside in cell.items()
            for o in inside
            if quantity == key(like)[0] and of == measure
        ]
        found += [
            o
            for o in figures
            if o.area == like.area and (measure != "level" or o.amount.like(like.amount))
        ][:1]
    return tuple(found)


def _newest(index: Index, like: Observation, first: int) -> Observation | None:
    """The newest value before the plan that any source gives, from at most five years before."""
    for year in range(first, first - 5, -1):
        figures = index.cells.get((str(year), False), {}).get(key(like), ())
        if found := next((o for o in figures if o.area == like.area), None):
            return found
    return None


def _needed(now: Observation, goal: Observation, last: int) -> Amount | None:
    """Yearly average growth in % that leads from a value to the goal; for shares the percentage points a year."""
    years = last - periods.parse(now.period).last_year
    if years <= 0 or not _alike(now, goal):
        return None
    if goal.measure == "ratio":
        return (goal.amount - now.amount).over(years)
    return goal.amount.average_from(now.amount, years)


def _progress(
    values: Sequence[Observation], base: Observation | None, goal: Observation | None
) -> Amount | None:
    if not values or base is None or goal is None or not _alike(values[-1], goal):
        return None
    return values[-1].amount.way(base.amount, goal.amount)


def _in_words(goals: Sequence[Task], span: str, rows: Sequence[PlanRow]) -> list[PlanRow]:
    """The plan's goals that have no number, but those of which a figure is known as well."""
    known = {names.core(row.name) for row in rows}
    return [
        PlanRow(
            None, task.title, span, task.nature, None, None, None, (), None, "no_value", words=task
        )
        for task in goals
        if names.core(task.title) not in known
    ]


def _reached(index: Index, value: Observation, goal: Observation) -> bool:
    more = index.direction.get(goal.indicator) != "less"
    return value.amount.reaches(goal.amount, more=more) is True
