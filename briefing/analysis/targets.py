"""Targets of a year against what became of them.

One row a goal: the same goal in other words or documents (增长6.5%左右 and 604,300万元, a work report and the plan report of the same
day) stands beside it. A figure counts as what became of a goal only if it speaks of the same thing (see names.py) and does not come
from the document that set the goal.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from briefing.amounts import MONEY, PERCENT, POINTS, Amount
from briefing.analysis import derived, matching, names
from briefing.analysis.index import Index, Quantity, distinct, key
from briefing.making import changed
from briefing.model import (
    Basis,
    Derived,
    Doubt,
    Observation,
    Source,
    TargetRow,
    Verdict,
    VerdictKind,
)

_GOALS = ("yoy", "level", "cagr", "ratio", "multiple")
# Without an owner these tell how large a piece of work is, not what is to be reached (260万平方米 of the houses that are renewed).
_EXTENTS = (
    "建筑面积",
    "总建筑面积",
    "占地面积",
    "总面积",
    "惠及居民",
    "惠及群众",
    "受益居民",
    "受益群众",
    "总投资",
    "计划投资",
    "年度计划投资",
    "投资",
)
# How many projects there are is no goal to be judged by its name: more of them are not better.
_COUNTED_WORK = ("项目", "工程", "片区", "地块", "单元")
_BY_MEANS = re.compile("(?:聚焦|依托|借助|立足)\\n|\\n(?:聚焦|依托|借助|立足)")
Direction = Literal["more", "less", "neither"]
_UNKNOWN = Verdict()


def is_headline(target: Observation) -> bool:
    """Whether a target is one of the year's main expected targets."""
    return target.headline and target.indicator is not None


def target_rows(index: Index, year: str) -> tuple[TargetRow, ...]:
    """Every target of a year, headline targets first, then canonical indicators in their configured order, then others as they stand."""
    return index.remembered(("targets", year), lambda: _target_rows(index, year))


def _target_rows(index: Index, year: str) -> tuple[TargetRow, ...]:
    goals = _goals(index, year)
    matched = _matched(index, year, goals)
    following = _goals_by_quantity(index, str(int(year) + 1))
    rows = [
        _row(index, year, goal, following, matched.get(goal[0].key) if matched else None)
        for goal in goals
    ]
    order = {indicator.id: i for i, indicator in enumerate(index.indicators)}
    return tuple(
        sorted(rows, key=lambda row: (not row.headline, order.get(row.indicator or "", len(order))))
    )


def best_target(
    index: Index, indicator: str, year: str, like: Observation | None = None
) -> Observation | None:
    """The target of an indicator for a year; where there are several, one that can be set against `like`.

    What is to be added is no target of the stock (净增90家 of 1122家), and a part's is none of the whole.
    """
    found = index.remembered(("goals of", year), lambda: _by_indicator(_goals(index, year))).get(
        indicator, []
    )
    if like:
        found = [
            target
            for target in found
            if target.measure != "level"
            or like.measure != "level"
            or names.scope(target.name, indicator) == names.scope(like.name, indicator)
        ]
    return next(
        (target for target in found if like and set_against(target, like)),
        found[0] if found else None,
    )


def _by_indicator(goals: Iterable[tuple[Observation, ...]]) -> dict[str, list[Observation]]:
    found: defaultdict[str, list[Observation]] = defaultdict(list)
    for goal in goals:
        if goal[0].indicator:
            found[goal[0].indicator] += goal
    return dict(found)


def set_against(target: Observation, other: Observation) -> bool:
    """Whether the two can be set against each other: of one measure, and of one dimension."""
    return target.measure == other.measure and (
        target.unit == other.unit or target.amount.like(other.amount)
    )


def _goals(index: Index, year: str) -> list[tuple[Observation, ...]]:
    """The year's targets, each goal with its best wording first."""
    return index.remembered(("goals", year), lambda: _find_goals(index, year))


def _find_goals(index: Index, year: str) -> list[tuple[Observation, ...]]:
    grouped: defaultdict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for (quantity, measure, base), found in index.cells.get((year, True), {}).items():
        if measure in _GOALS:
            # Growth and the amount it comes to are one goal; amounts in other units (宗, 亩) are others.
            kind = (
                "amount"
                if measure == "yoy" or (measure == "level" and base == MONEY)
                else measure + base
            )
            for target in found:
                if _no_goal(index, target):
                    continue
                grouped[
                    quantity if target.indicator else names.plain(target.name), kind, target.area
                ].append(target)
    return _each_once([tuple(_chosen_first(index, found)) for found in grouped.values()])


def _each_once(goals: Sequence[tuple[Observation, ...]]) -> list[tuple[Observation, ...]]:
    """One goal under two names (教育设施8处 in one report, 配套教育设施8处 in the other) stands once, under the shorter."""
    kept: list[tuple[Observation, ...]] = []
    alike: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)  # those of one number
    for goal in goals:
        head = goal[0]
        twins = alike[head.measure, head.area, head.value]
        twin = next((n for n in twins if matching.one_goal(kept[n][0], head)), -1)
        if twin < 0:
            twins.append(len(kept))
            kept.append(goal)
        else:
            first, second = sorted((kept[twin], goal), key=lambda each: len(each[0].name))
            kept[twin] = first + second
    return kept


def _no_goal(index: Index, target: Observation) -> bool:
    """What is put to the vote and not promised (候选), how large a work is, what a budget gives, where something is to be done."""
    if "候选" in target.name:
        return True
    return target.indicator is None and (
        names.plain(target.name) in _EXTENTS
        or _appropriation(index, target)
        or _means(target.source)
    )


def _means(source: Source) -> bool:
    """Whether a figure tells by what or where it is done: 聚焦30公里齐鲁黄河景观带，打造…, 依托9座楼宇."""
    at = source.sentence.find(source.quote)
    return _BY_MEANS.search(source.sentence[: max(at, 0)] + "\n" + source.quote) is not None


def _appropriation(index: Index, target: Observation) -> bool:
    """A line of a draft budget is an appropriation, not a goal: the tables of revenue and expenditure have it."""
    document = index.documents.get(target.source.document)
    return document is not None and document.kind == "budget_report"


def _chosen_first(index: Index, found: Sequence[Observation]) -> list[Observation]:
    """A headline target first, of a range (5%—5.5%) the end that must be reached, then by the order of sources."""
    if len(found) == 1:
        return list(found)
    must = "max" if index.direction.get(found[0].indicator) == "less" else "min"
    chosen = distinct(sorted(index.best_first(found), key=lambda target: not is_headline(target)))
    pair = [
        target
        for target in chosen
        if target.measure == chosen[0].measure
        and target.source.sentence == chosen[0].source.sentence
    ]
    if {"min", "max"} <= {target.bound for target in pair}:
        chosen.sort(key=lambda target: target not in pair or target.bound != must)
    return chosen


def _matched(
    index: Index, year: str, goals: Sequence[tuple[Observation, ...]]
) -> dict[str, matching.Match]:
    """Figures of another name that may be what became of goals without an id, by the goal's key."""
    nameless = [
        goal[0]
        for goal in goals
        if goal[0].indicator is None and _direction(index, goal[0], goal) != "neither"
    ]
    unmet = [target for target in nameless if not _figures(index, year, target)]
    if not unmet:
        return {}
    answers = {
        figure.key for target in nameless for figure in _figures(index, year, target)
    }  # each figure answers one goal
    planning = _planning(index, year)
    figures = matching.Figures(
        o
        for found in index.cells.get((year, False), {}).values()
        for o in found
        if o.indicator is None and o.source.document not in planning and o.key not in answers
    )
    denied = index.facts.confirmed
    best = (figures.best(target, denied) for target in unmet)
    return matching.one_to_one([match for match in best if match])


def _row(
    index: Index,
    year: str,
    goal: tuple[Observation, ...],
    following: Mapping[tuple[Quantity, str], list[Observation]],
    match: matching.Match | None,
) -> TargetRow:
    target, *others = goal
    figures = _figures(index, year, target)
    direction = _direction(index, target, goal)
    row = TargetRow(
        indicator=target.indicator,
        name=index.name(target),
        target=target,
        actual=None,
        verdict=_UNKNOWN,
        next_target=_next(following, target),
        headline=any(map(is_headline, goal)),
        others=tuple(others),
    )
    if match:
        return _answered(row, match, direction, index.facts.confirmed)
    same = [figure for figure in figures if _same_scope(target, figure)]
    if not same:
        return _other_scope(row, figures, direction)
    return compare(row, same, direction, lambda: _derived_growth(index, target, year))


def _answered(
    row: TargetRow, match: matching.Match, direction: Direction, confirmed: frozenset[str]
) -> TargetRow:
    """A goal with a figure of another name: judged where the match is sure or confirmed, a question otherwise."""
    if match.sure or match.key in confirmed:
        return compare(row, [match.actual], direction)
    asked = Verdict("not_comparable", doubt="match", question=match.key)
    return _told(row, match.actual, asked)


def compare(
    row: TargetRow,
    figures: Sequence[Observation],
    direction: Direction,
    growth: Callable[[], Derived | None] = lambda: None,
) -> TargetRow:
    """The row with its verdict. figures: of the same thing and year, best first.

    A rate is set against a rate (gap in percentage points), an amount against an amount of the same dimension (gap in % of the target).
    A growth goal of which only an amount is known is set against the amount that another document gives for the same goal and against
    the growth that this year's and last year's amounts allow (`growth`): basis `derived`. What cannot be set against each other is
    `not_comparable`.
    """
    own = [figure for figure in figures if not figure.against]
    stated = next((figure for figure in figures if figure.against), None)
    if direction == "neither":
        return _doubted(row, own[0] if own else figures[0], "neither")
    judged = _compared(row, own, direction, growth)
    if judged and judged.verdict.judged:
        if not stated:
            return judged
        return _told(judged, judged.actual, changed(judged.verdict, stated=stated))
    if stated:
        return _by_statement(row, own[0] if own else None, stated, direction)
    return judged or _doubted(row, figures[0], "measure")


def _compared(
    row: TargetRow,
    figures: Sequence[Observation],
    direction: Direction,
    growth: Callable[[], Derived | None],
) -> TargetRow | None:
    for actual in figures:
        if set_against(row.target, actual):
            return _judged(row, row.target, actual, direction)
    return _by_amounts(row, figures, direction, growth())


def _by_statement(
    row: TargetRow, actual: Observation | None, stated: Observation, direction: Direction
) -> TargetRow:
    """The source says itself how far it came; its figure and the target cannot be set against each other."""
    met = reached(stated, direction)
    if met is None:
        return _doubted(row, actual or stated, "bound")
    kind: VerdictKind = "met" if met else "missed"
    basis: Basis = "estimate" if stated.status == "estimate" else stated.vintage or "preliminary"
    verdict = Verdict(kind, basis, stated=stated, doubt="")
    return _told(row, actual or stated, verdict)


_ALL, _NOUGHT = Amount(Decimal(100), PERCENT), Amount(Decimal(0), POINTS)


def reached(stated: Observation, direction: Direction) -> bool | None:
    """Whether what a source says of its goal (完成预算的94.5%, 高于计划0.7个百分点) means that it was reached."""
    if direction == "neither":
        return None
    goal = _NOUGHT if stated.measure == "pp" else _ALL
    if not stated.amount.like(goal):
        return None
    return stated.amount.reaches(goal, more=direction == "more")


def _doubted(row: TargetRow, actual: Observation, why: Doubt) -> TargetRow:
    return _told(row, actual, Verdict("not_comparable", doubt=why))


def _told(row: TargetRow, actual: Observation | None, verdict: Verdict) -> TargetRow:
    """The row with what became of its target."""
    return TargetRow(
        row.indicator,
        row.name,
        row.target,
        actual,
        verdict,
        row.next_target,
        row.headline,
        row.others,
    )


def in_amounts(row: TargetRow) -> TargetRow | None:
    """A row judged by derived growth, judged by the amount of the same goal instead: nothing in it is derived. None where there is none."""
    if row.verdict.derived is None or row.actual is None:
        return None
    amount = row.verdict.of or _amount_like(row, row.actual)
    if amount is None:
        return None
    if row.verdict.basis != "derived":
        return changed(row, verdict=changed(row.verdict, derived=None))
    others = tuple(other for other in (row.target, *row.others) if other is not amount)
    return _judged(changed(row, target=amount, others=others), amount, row.actual, "more")


def _amount_like(row: TargetRow, actual: Observation) -> Observation | None:
    return next(
        (
            o
            for o in row.others
            if o.measure == "level" and actual.measure == "level" and set_against(o, actual)
        ),
        None,
    )


def _by_amounts(
    row: TargetRow, figures: Sequence[Observation], direction: Direction, growth: Derived | None
) -> TargetRow | None:
    """A growth goal of which only an amount is known."""
    target = row.target
    actual = next((figure for figure in figures if figure.measure == "level"), None)
    if target.measure != "yoy" or actual is None:
        return None
    amount = _amount_like(row, actual)
    met = derived.reaches(growth, target.amount, more=direction == "more") if growth else None
    if growth and met is not None:
        verdict = Verdict(
            kind="met" if met else "missed",
            basis="derived",
            gap=derived.middle(growth).gap_to(target.amount),
            share=actual.amount.share_of(amount.amount) if amount else None,
            of=amount,
            derived=growth,
            doubt="",
        )
        return _told(row, actual, verdict)
    if amount:
        judged = _judged(changed(row, target=amount, others=(target,)), amount, actual, direction)
        return _told(judged, actual, changed(judged.verdict, derived=growth))
    return None


def _judged(
    row: TargetRow, target: Observation, actual: Observation, direction: Direction
) -> TargetRow:
    goal, done = target.amount, actual.amount
    gap = done.gap_to(goal)
    if gap is None:
        return _doubted(row, actual, "zero")
    met = done.reaches(goal, more=direction == "more")
    if met is None:
        return _doubted(row, actual, "bound")
    basis: Basis = "estimate" if actual.status == "estimate" else actual.vintage or "preliminary"
    amounts = target.measure == "level"
    verdict = Verdict(
        kind="met" if met else "missed",
        basis=basis,
        gap=gap,
        share=done.share_of(goal) if amounts else None,
        of=target if amounts else None,
        doubt="",
    )
    return _told(row, actual, verdict)


def _figures(index: Index, year: str, target: Observation) -> list[Observation]:
    """What is known of a target's year: of its indicator, or by its name. Not from the document that plans the year."""
    if target.indicator:
        found: Iterable[Observation] = index.figures(target.indicator, year)
    else:
        cell = index.cells.get((year, False), {})
        found = [o for o in cell.get(key(target), ()) if o.area == target.area]
    planning = _planning(index, year)
    return [o for o in found if _may_answer(o) and o.source.document not in planning]


def _may_answer(figure: Observation) -> bool:
    return figure.measure in _GOALS or bool(figure.against)


def _planning(index: Index, year: str) -> frozenset[str]:
    """The documents that plan a year and do not look back on it."""
    return index.remembered(
        ("planning", year),
        lambda: frozenset(
            id
            for id, document in index.documents.items()
            if document.year_planned == int(year) and document.year_reviewed != int(year)
        ),
    )


def _same_scope(target: Observation, figure: Observation) -> bool:
    if target.indicator:
        same = (target.name, target.indicator) == (figure.name, figure.indicator)
        return same or key(target)[0] == key(figure)[0]
    return names.plain(target.name) == names.plain(figure.name)


def _other_scope(row: TargetRow, figures: Sequence[Observation], direction: Direction) -> TargetRow:
    """Only figures of another scope are known: a part of it may show that a goal was met, never that it was missed."""
    own = (figure for figure in figures if not figure.against)
    alike = next((figure for figure in own if set_against(row.target, figure)), None)
    if alike is None:
        return row
    wider = row.indicator is None or names.scope(row.target.name, row.indicator) < names.scope(
        alike.name, alike.indicator
    )
    if (
        wider
        and direction == "more"
        and row.target.measure == "level"
        and alike.amount.reaches(row.target.amount)
    ):
        return _judged(row, row.target, alike, direction)
    return _doubted(row, alike, "scope")


def direction_of(index: Index, indicator: str | None) -> Direction:
    """What is better of an indicator; more, where nobody configured it."""
    return index.direction.get(indicator, "more")  # type: ignore[return-value]


def _direction(index: Index, target: Observation, goal: Sequence[Observation]) -> Direction:
    known = index.direction.get(target.indicator)
    if known:
        return known  # type: ignore[return-value]
    if (
        target.indicator is None
        and target.measure == "level"
        and target.name.endswith(_COUNTED_WORK)
    ):
        return "neither"
    if target.measure == "yoy" and target.amount.sign < 0:
        return "less"
    return "less" if all(each.bound == "max" for each in goal) else "more"


def _next(
    following: Mapping[tuple[Quantity, str], list[Observation]], target: Observation
) -> Observation | None:
    """The goal of the year after for the same thing, in the same measure where there is one."""
    same = following.get((key(target)[0], target.area), [])
    return next((other for other in same if set_against(other, target)), same[0] if same else None)


def _goals_by_quantity(index: Index, year: str) -> dict[tuple[Quantity, str], list[Observation]]:
    found: defaultdict[tuple[Quantity, str], list[Observation]] = defaultdict(list)
    for goal in _goals(index, year):
        for target in goal:
            found[key(target)[0], target.area].append(target)
    return dict(found)


def _derived_growth(index: Index, target: Observation, year: str) -> Derived | None:
    if (
        target.indicator is None
        or target.measure != "yoy"
        or names.scope(target.name, target.indicator)
    ):
        return None
    return derived.growth(index, target.indicator, year)
