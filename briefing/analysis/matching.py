"""What was promised and what was done are often named differently: 加装电梯 and 既有建筑加装住宅电梯, 新建教育设施 and 润新学校等教育设施.

Goals without a canonical id are set beside figures without one by a score: the measured object (its head noun and how much of the
shorter name stands in the longer one), the unit, the size, the place. A sure one counts; a doubtful one is a question for a person.

Sure: 加装电梯35部 / 既有建筑加装住宅电梯37部. A question: 各类公园游园7处 / 高品质公园游园5处 (a part?). Neither: 城市道路6条 / 农村道路9条,
省级重点实验室2家 / 市级重点实验室11家, 引进项目30个 / 开工项目36个 (a name that says nothing alone).
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from briefing.amounts import comparable
from briefing.analysis import names
from briefing.model import Observation

# What each voice weighs, and from where a match is sure or worth a question.
_OBJECT, _UNIT, _SIZE = 0.6, 0.2, 0.2
SURE, ASK = 0.89, 0.7
_ALIKE = 0.65  # of the object, below which two names speak of two things
_EXTRA = 0.02  # for each character that only the longer name has
_NARROWER = 0.25  # the figure's name narrows what the goal's does not (高品质公园游园), or only one says 引进
_HEAD = 2  # characters of the head noun, which must be the same
# How far a figure may be from its goal: within the first it speaks for a match, beyond the second against it.
_CLOSE, _FAR = (0.5, 2.5), (0.2, 5)
# Measure words of single things, which texts use one for another.
_SINGLE = frozenset("个处家所座项件")
_SWAPPED = 0.5
_LIST_END = re.compile(r"^.*(?:等|及其他)(?=[\u4e00-\u9fff]{2,})")
_NUMBERED = re.compile(r"[一二三四五六七八九十\d]+(?=期|号|标段|段|批)")
# Figures that tell how large a piece of work is or what it brings; they are no answer to a goal.
_NO_ANSWER = re.compile(r"(?:惠及|受益|涉及|面积|投资|总投资|里程|占比|比重|率)")


@dataclass(frozen=True, slots=True)
class Match:
    """A figure that may be what became of a goal."""

    target: Observation
    actual: Observation
    score: float

    @property
    def sure(self) -> bool:
        return self.score >= SURE

    @property
    def key(self) -> str:
        return match_key(self.target, self.actual)


def match_key(target: Observation, actual: Observation) -> str:
    """What a person confirms (or, with `no:` before it, denies): that this figure answers this goal."""
    said = ("match", target.key, actual.key)
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:12]


class Figures:
    """Figures without a canonical id by the head of what they measure."""

    def __init__(self, found: Iterable[Observation]) -> None:
        self._by_head: defaultdict[str, list[Observation]] = defaultdict(list)
        for figure in found:
            if figure.indicator is None:
                self._by_head[thing(figure.name)[-_HEAD:]].append(figure)

    def best(self, target: Observation, denied: frozenset[str] = frozenset()) -> Match | None:
        """The best match of a goal, one that is at least worth a question; the first in the text of equal ones."""
        if target.indicator is not None or names.is_general(target.name):
            return None
        matches = [
            Match(target, figure, score)
            for figure in self._by_head.get(thing(target.name)[-_HEAD:], ())
            if (score := _score(target, figure)) >= ASK
            and f"no:{match_key(target, figure)}" not in denied
        ]
        return max(matches, key=lambda match: match.score, default=None)


def one_goal(one: Observation, other: Observation) -> bool:
    """Whether two documents set one goal in other words: 教育设施8处 / 配套教育设施8处. No: 新增公园8处 / 公园7处, two goals of one document."""
    if one.indicator or other.indicator or one.source.document == other.source.document:
        return False
    if not (one.amount.like(other.amount) and one.amount == other.amount):
        return False
    if names.is_general(one.name) or names.is_general(other.name):
        return False
    return min(_score(one, other), _score(other, one)) >= SURE


@lru_cache(maxsize=65536)
def thing(name: str) -> str:
    """The measured object: 教育设施 for 润新学校等教育设施 and 新建教育设施."""
    return names.core(_LIST_END.sub("", name))


def _score(target: Observation, figure: Observation) -> float:
    if target.measure != figure.measure or target.area != figure.area:
        return 0.0
    alike, unit = _object(target.name, figure.name), _unit(target.unit, figure.unit)
    if alike < _ALIKE or not unit:
        return 0.0
    return _OBJECT * alike + _UNIT * unit + _SIZE * _size(target, figure)


@lru_cache(maxsize=65536)
def _object(goal: str, done: str) -> float:
    """How much two names speak of one thing, from 0 to 1."""
    one, other = thing(goal), thing(done)
    if _NUMBERED.findall(goal) != _NUMBERED.findall(done) or names.is_general(done):
        return 0.0
    if bool(_NO_ANSWER.search(goal)) != bool(_NO_ANSWER.search(done)):
        return 0.0
    narrower = names.scope(done) - names.scope(goal)
    if names.scope(goal) - names.scope(done):
        return 0.0
    short, long = sorted((one, other), key=len)
    common = _common(short, long) / len(short)
    lost = _EXTRA * (len(long) - len(short))
    narrowed = (
        bool(narrower)
        or bool(names.adjectives(done) - names.adjectives(goal))
        or names.attracted(goal) != names.attracted(done)
    )
    return max(0.0, common - lost - _NARROWER * narrowed)


def _common(short: str, long: str) -> int:
    """The longest run of characters that both have in the same order, gaps allowed."""
    lengths = [0] * (len(long) + 1)
    for char in short:
        before = 0
        for i, other in enumerate(long, start=1):
            kept = lengths[i]
            lengths[i] = before + 1 if char == other else max(lengths[i], lengths[i - 1])
            before = kept
    return lengths[-1]


def _unit(one: str, other: str) -> float:
    if comparable(one, other):
        return 1.0
    return _SWAPPED if one in _SINGLE and other in _SINGLE else 0.0


def _size(target: Observation, figure: Observation) -> float:
    done = (
        replace(figure.amount, unit=target.unit)
        if _unit(target.unit, figure.unit) == _SWAPPED
        else figure.amount
    )
    times = done.times(target.amount)
    if times is None:
        return 0.0
    if _CLOSE[0] <= times <= _CLOSE[1]:
        return 1.0
    return 0.5 if _FAR[0] <= times <= _FAR[1] else 0.0


def one_to_one(matches: Sequence[Match]) -> dict[str, Match]:
    """By the goal's key: each figure answers the goal it fits best, and no other."""
    taken: set[str] = set()
    found: dict[str, Match] = {}
    for match in sorted(matches, key=lambda match: -match.score):
        if match.actual.key not in taken:
            taken.add(match.actual.key)
            found[match.target.key] = match
    return found
