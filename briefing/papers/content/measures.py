"""Which of next year's tasks answer a problem: proposals by subject and by words, a person decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from briefing.model import Pack, Task
from briefing.papers.content import told
from briefing.papers.content.words import REMEDIES

_MOST, _OF_A_SUBJECT = 4, 2  # measures of a problem, and of one of its subjects
_HEADED, _SAID = 3, 1  # weights: the subject stands in a heading above the task, in its own text
_ENOUGH = 4
_SURE = 2  # telling pairs of characters in common, or words of a subject, that need no second look
_PAIRS = 4  # pairs of characters that answer without a subject in common
_COMMON = 6  # a pair of characters that more tasks have says nothing of one
_HAN = re.compile("[一-鿿]+")


class Measure(NamedTuple):
    """A task proposed for a problem; one that is not sure is to be looked at (待核)."""

    task: Task
    sure: bool


def measures(pack: Pack) -> list[tuple[Task, list[Measure]]]:
    """Each problem with next year's tasks that answer it, [] where none does."""
    coming = told.following(pack.period)
    tasks = [task for task in pack.tasks if (task.kind, task.period) == ("commitment", coming)]
    common = Counter(pair for task in tasks for pair in _pairs(task.text))
    telling = frozenset(pair for pair, count in common.items() if count <= _COMMON)
    return [
        (problem, [Measure(task, _is_sure(problem, task, telling)) for task in found])
        for problem in told.problems(pack)
        for found in [list(dict.fromkeys(_answers(problem, tasks, telling)))[:_MOST]]
    ]


def _is_sure(problem: Task, task: Task, telling: frozenset[str]) -> bool:
    """Whether a task shares telling words with its problem, or speaks of one of its subjects in several words."""
    if len(_pairs(problem.title) & _pairs(task.text) & telling) >= _SURE:
        return True
    subjects = (answer for asked, answer in REMEDIES if re.search(asked, problem.title))
    return any(len(set(re.findall(answer, task.text))) >= _SURE for answer in subjects)


def _answers(problem: Task, tasks: Sequence[Task], telling: frozenset[str]) -> Iterator[Task]:
    """Of each subject of the problem the best, then the second best; at last those that share its words."""
    pairs = _pairs(problem.title) & telling
    subjects = [answer for asked, answer in REMEDIES if re.search(asked, problem.title)]
    ranked = [_best(tasks, answer, pairs) for answer in subjects]
    for place in range(_OF_A_SUBJECT):
        yield from (found[place] for found in ranked if len(found) > place)
    shared = sorted(tasks, key=lambda task: -len(pairs & _pairs(task.text)))
    yield from (task for task in shared if len(pairs & _pairs(task.text)) >= _PAIRS)


def _best(tasks: Sequence[Task], answer: str, pairs: frozenset[str]) -> list[Task]:
    """The tasks that speak of a subject, the most telling first, else in text order."""
    weighed = [
        (-_weight(task, answer, pairs), at)
        for at, task in enumerate(tasks)
        if re.search(answer, task.text)
    ]
    return [tasks[at] for weight, at in sorted(weighed) if -weight >= _ENOUGH][:_OF_A_SUBJECT]


def _weight(task: Task, answer: str, pairs: frozenset[str]) -> int:
    """How much a task speaks of a subject, by its headings and its text, and how many words it shares with the problem."""
    headed = any(re.search(answer, heading) for heading in task.source.section[1:])
    said = len(set(re.findall(answer, task.text)))
    return _HEADED * headed + _SAID * said + len(pairs & _pairs(task.text)) + bool(task.goal)


@lru_cache(maxsize=4096)  # each problem is compared with every task
def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring Han characters in a text."""
    return frozenset(run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1))
