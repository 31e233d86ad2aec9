"""The content plan: which facts of a Pack are worth telling under which subject, and what of their sentences is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial

from briefing import periods
from briefing.analysis import fields
from briefing.model import CELL_BREAK, Measure, Observation, Pack, Source, Task
from briefing.papers.content.segments import Passage, claims, in_words, passage, passages, whole
from briefing.papers.content.words import (
    COMING,
    GOAL_TOO,
    LIVELIHOOD,
    NATIONAL,
    OF_A_PART,
    PLACE,
    PROJECTS,
    Subject,
)
from briefing.papers.once import once

# Whose word counts first: the report to the people's congress, then the plan's, then the bulletin.
_KINDS = ("work_report", "plan_report", "communique")
_FIGURES: tuple[Measure, ...] = ("level", "ratio", "yoy")
_SEVERAL = 3  # main indicators of a sentence that sums up the year, or sets the targets
Wanted = Callable[[Observation], bool]


def following(period: str) -> str:
    """The year after a year, "" for other periods."""
    return str(int(period) + 1) if periods.parse(period).is_year else ""


def livelihood(pack: Pack, most: int) -> list[Passage]:
    """What people live by, a passage a subject."""
    return _livelihood(pack)[:most]


@once
def _livelihood(pack: Pack) -> list[Passage]:
    return _chosen(pack, LIVELIHOOD, _done(pack))


def projects(pack: Pack, most: int) -> list[Passage]:
    """The source's own totals of projects, the whole first."""
    return _projects(pack)[:most]


@once
def _projects(pack: Pack) -> list[Passage]:
    return _chosen(pack, PROJECTS, _done(pack))


def coming(pack: Pack, most: int) -> list[Passage]:
    """The totals of projects of the year after."""
    return _coming(pack)[:most]


@once
def _coming(pack: Pack) -> list[Passage]:
    return _chosen(pack, COMING, _to_come(pack))


def coming_livelihood(pack: Pack, most: int) -> list[Passage]:
    """What the year after promises people besides its main targets."""
    return _coming_livelihood(pack)[:most]


@once
def _coming_livelihood(pack: Pack) -> list[Passage]:
    main = {fact.source.sentence for passage in goals(pack) for fact in passage.facts}
    planned = _planned(pack)

    def wanted(fact: Observation) -> bool:
        return planned(fact) and fact.measure != "yoy" and fact.source.sentence not in main

    return _chosen(pack, LIVELIHOOD, _speaking(pack, wanted))


def livelihood_by_subject(pack: Pack) -> list[tuple[str, list[Passage], list[Passage]]]:
    """Each subject with what was done in the year and what is promised for the next; nothing twice."""
    found = []
    told: set[str] = set()
    for subject in LIVELIHOOD:
        both = [
            [passage(facts, pack) for facts in _sentences(speaking, subject)[:_SEVERAL]]
            for speaking in (_done(pack), _to_come(pack))
        ]
        both = [[each for each in side if each.text not in told] for side in both]
        told.update(each.text for side in both for each in side)
        if any(both):
            found.append((subject.name, both[0], both[1]))
    return found


def places(pack: Pack, most: int) -> list[Passage]:
    """Where the area stands among others, by its own report: 一般公共预算收入增幅、税收占比均列全市第1."""
    return _places(pack)[:most]


@once
def _places(pack: Pack) -> list[Passage]:
    ranked = [
        fact
        for fact in _speaking(pack, _happened(pack, ("rank",)))
        if PLACE.search(fact.source.quote)
    ]
    known = [row.indicator for row in pack.indicators]

    def weight(fact: Observation) -> int:
        return known.index(fact.indicator) if fact.indicator in known else len(known)

    return passages(sorted(ranked, key=weight), pack)


def claim(pack: Pack, fact: Observation) -> str:
    """What a figure's sentence is proud of besides: 主要经济指标全部完成市里下达的目标任务; "" where it is of nothing."""
    return claims(fact) if fact in _done(pack) else ""


@once
def problems(pack: Pack) -> list[Task]:
    """The problems that the report on the Pack's period names, the report to the congress first; the nation's are not the area's."""
    tasks = _problems(pack)
    return [task for task in tasks if not NATIONAL.search(task.title)] or tasks


def national_problems(pack: Pack) -> list[Task]:
    """What the same report says of the nation's situation before the area's own problems."""
    own = problems(pack)
    return [task for task in _problems(pack) if task not in own]


def _problems(pack: Pack) -> list[Task]:
    """The problems of the first kind of document that names one of the area's own."""
    kinds = {document.id: document.kind for document in pack.documents}
    tasks = [t for t in pack.tasks if t.kind == "problem" and t.period == pack.period]
    for kind in _KINDS:
        of_kind = [t for t in tasks if kinds.get(t.source.document) == kind]
        if any(not NATIONAL.search(t.title) for t in of_kind):
            return of_kind
    return tasks


@once
def goals(pack: Pack) -> list[Passage]:
    """Next year's main targets as the report words them, none left out; [] where it lists none, and for a department, whose own they are not."""
    if pack.scope.kind == "department":
        return []
    by_sentence: dict[str, list[Observation]] = {}
    for fact in _to_come(pack):
        if fact.indicator and CELL_BREAK not in fact.source.sentence:
            by_sentence.setdefault(fact.source.sentence, []).append(fact)
    best = max(by_sentence.values(), key=len, default=[])
    if len(best) < _SEVERAL:
        return []
    at = best[0].source
    said = [
        whole(found, pack)
        for sentence, found in by_sentence.items()
        if found is best or (found[0].source.section == at.section and GOAL_TOO.match(sentence))
    ]
    return said + _goals_in_words(pack, at, said)


def _goals_in_words(pack: Pack, at: Source, said: Sequence[Passage]) -> list[Passage]:
    """Targets without a figure beside the list: 确保完成市下达的节能减排降碳约束性指标."""
    listed = {fact.source.sentence for passage in said for fact in passage.facts}
    beside = [
        goal.source
        for goal in pack.goals
        if (goal.period, goal.source.document) == (following(pack.period), at.document)
        and goal.source.section == at.section
        and not any(goal.source.sentence.strip("。；，") in sentence for sentence in listed)
    ]
    return [in_words(source) for source in beside]


def _happened(pack: Pack, measures: tuple[Measure, ...] = _FIGURES) -> Wanted:
    """What was done in the whole area in the Pack's period."""

    def wanted(fact: Observation) -> bool:
        done = fact.status != "target" and fact.period == pack.period
        return done and fact.measure in measures and _of_the_whole(fact, pack)

    return wanted


def _planned(pack: Pack) -> Wanted:
    period = following(pack.period)

    def wanted(fact: Observation) -> bool:
        return fact.status == "target" and fact.period == period and _of_the_whole(fact, pack)

    return wanted


def _of_the_whole(fact: Observation, pack: Pack) -> bool:
    part = OF_A_PART.match(fact.source.sentence) or fields.of_one(fact.name, fact.source)
    return fact.area == pack.scope.name and not part


def _chosen(
    pack: Pack, subjects: Sequence[Subject], speaking: Sequence[Observation]
) -> list[Passage]:
    """The best sentences of each subject, in the order of the subjects; what one told is not told again."""
    found: list[Passage] = []
    for subject in subjects:
        told = [fact for each in found for fact in each.facts]
        if any(rank(fact, subject) == 0 for fact in told):
            continue
        for facts in _sentences(speaking, subject)[: subject.most]:
            sentence = facts[0].source.sentence
            if all(fact.source.sentence != sentence for fact in told):
                of_it = _all_of(speaking, sentence, subjects)
                found.append(passage(of_it, pack, partial(_speaks_of, subject)))
    return found


@once
def _done(pack: Pack) -> list[Observation]:
    return _speaking(pack, _happened(pack))


@once
def _to_come(pack: Pack) -> list[Observation]:
    return _speaking(pack, _planned(pack))


def _speaking(pack: Pack, wanted: Wanted) -> list[Observation]:
    """The facts of the first kind of document that has any."""
    kinds = {document.id: document.kind for document in pack.documents}
    facts = [fact for fact in pack.observations if wanted(fact)]
    for kind in _KINDS:
        of_kind = [fact for fact in facts if kinds.get(fact.source.document) == kind]
        if of_kind:
            return of_kind
    return []


def _sentences(facts: Iterable[Observation], subject: Subject) -> list[list[Observation]]:
    """The subject's facts by sentence, the most telling first, else in text order."""
    by_sentence: dict[str, list[Observation]] = {}
    for fact in facts:
        if rank(fact, subject) is not None and CELL_BREAK not in fact.source.sentence:
            by_sentence.setdefault(fact.source.sentence, []).append(fact)

    def worth(found: list[Observation]) -> tuple[int, int]:
        ranks = [rank(fact, subject) or 0 for fact in found]
        return min(ranks), -len(found)

    return sorted(by_sentence.values(), key=worth)


def _all_of(
    facts: Iterable[Observation], sentence: str, subjects: Sequence[Subject]
) -> list[Observation]:
    """What the sentence says of any of the subjects: it is told once, so it is told whole."""
    return [
        fact
        for fact in facts
        if fact.source.sentence == sentence
        and any(rank(fact, subject) is not None for subject in subjects)
    ]


def _speaks_of(subject: Subject, clause: str) -> bool:
    if subject.unlike and re.search(subject.unlike, clause):
        return False
    return any(re.search(word, clause) for word in subject.words)


def rank(fact: Observation, subject: Subject) -> int | None:
    """How telling a fact is for a subject, 0 the most; None where it is none of it."""
    return _rank(fact.name, subject.words, subject.unlike)


@lru_cache(maxsize=65536)
def _rank(name: str, words: Sequence[str], unlike: str) -> int | None:
    """Asked of the same few names for every subject of every paper."""
    if unlike and re.search(unlike, name):
        return None
    return next((n for n, word in enumerate(words) if re.search(word, name)), None)
