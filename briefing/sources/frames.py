"""Which frame speaks, sentence by sentence: the year reviewed, a review of years, the year's tasks, the years to come.

A frame is decided by weighted evidence. Every sentence has some: short runs of characters (力争, 完成, 累计), the years and plans
that it names, and whether it opens with them. Weights of such evidence were learnt from documents whose headings make the frame
certain (tools/learn_frames.py) and stand in frames.json. A heading that says its frame speaks for all below it; frames persist,
and turn seldom: at headings most easily, else with a paragraph. The best way through the document (Viterbi) gives every sentence
its frame, and how much better it is than the best way through another frame is the margin.

What was learnt from which documents is said in tools/learn_frames.py.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import repeat
from operator import add, itemgetter, sub
from pathlib import Path
from typing import NamedTuple

from briefing import lazy as re
from briefing.sources.titles import five_years

PAST, FIVE, TASKS, OUTLOOK = range(4)  # frames
FRAMES = (PAST, FIVE, TASKS, OUTLOOK)
AHEAD = (TASKS, OUTLOOK)

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_TIMES = re.compile(
    r"(?P<year>20\d\d)年|“?(?P<plan>十[一二三四五六])五”?(?!以来)|(?P<past>(?:过去|刚刚过去|这)的?五年|五年(?:来|间))"
    r"|(?P<next>(?:今后|未来)的?五年)"
)
_FIGURE = re.compile(r"\d(?!\d|年|月|日|[.．、）)])[^，。；、]{0,6}")
_BOUND = re.compile("以上|左右|以内")
_OPENING = 14  # characters of a sentence in which a time opens it
LONGEST = 400  # characters of a sentence that are weighed
_RUNS = [[slice(at, at + size) for at in range(LONGEST)] for size in (2, 3)]
# How much one sentence can say: whether it looks ahead or back; and whether over one year or several, which most say badly.
_CLIP, _CLIP_YEARS, _YEARS_COUNT, _WEAK = 2.0, 0.5, 0.12, 1.5
_OPENS = 14.0  # of a paragraph that opens with the years it is of: 五年来，…; 刚刚过去的2020年，…
_TO_ALL = r"(?:(?:各位代表|同志们)[！，,!])?(?:——)?"
_MANY = re.compile(
    _TO_ALL + r"(?:回顾|回望|回首)?(?:(?:这|过去的?|刚刚过去的?)五年(?:来|间|里|中)?|五年(?:来|间)"
    r"|“?十[一二三四五六]五”?(?:时期|期间|这五年|的五年)|(?:回顾|回望|回首)“?十[一二三四五六]五)"
)
_SINGLE = re.compile(
    _TO_ALL
    + r"(?:回顾|回望|回首)?(?:一年来|(?:刚刚)?过去的?一年|这一年|刚刚过去的20\d\d年|20\d\d年(?:，|全))"
)
_TO_DO = re.compile(
    _TO_ALL
    + r"(?:新的一年|今年[，是，]|(?:做好)?今年[^，。；]{0,16}(?:目标|要求|工作|任务)|做好(?:今年|20\d\d年)|(?:围绕|为)?(?:实现|完成)?(?:上述|以上)(?:发展)?目标"
    r"|20\d\d年[^，。；]{0,16}(?:目标|要求|工作|任务|是)|20\d\d年，)"
)
_TO_COME = re.compile(_TO_ALL + r"(?:“?十[一二三四五六]五”?(?:时期|期间)|(?:今后|未来)的?五年)")
_OPENERS = "“这过刚五一二今新做围为实完上以未回十2"
_OPENER = re.compile(f"{_TO_ALL}[{_OPENERS}]")
_OPENER_SIGNS = frozenset(_OPENERS + "各同—")  # with which that may begin
_PLAN, _YEAR = re.compile(r"(十[一二三四五六])五"), re.compile(r"20\d\d")
_AGAIN = 10.0  # more, to look back once the document looks ahead, where no heading turns it
# Three weights as one number, so that a sentence is weighed by one sum: a field for each, high enough for any sum of them.
_FIELD = 24
_MIDDLE = 1 << (_FIELD - 1)
_ZERO = _MIDDLE * (1 + (1 << _FIELD) + (1 << 2 * _FIELD))  # keeps every field above 0
_LOW = (1 << _FIELD) - 1
# What it costs to turn before a sentence, and what more to turn back: below a heading, at a paragraph's beginning, within one.
_ENTERED = {"part": (2.0, 0.0), "item": (10.0, 0.0)}
_OPENED, _WITHIN = (6.0, _AGAIN), (14.0, _AGAIN)
_ENTRY = 8.0  # of the first sentence below a heading that says its frame
_HEADED = 4.0  # of every other sentence below it: whether it looks back or ahead
_HEADED_YEARS = 0.1  # and whether it speaks of one year or of several


class Stretch(NamedTuple):
    """A sentence to be decided, and what the headings around it say of it."""

    start: int
    end: int
    said: tuple[float, float, float, float]  # for each frame: its emission
    frames: tuple[int, ...] = ()  # those a heading allows; () where none says any
    entered: str = ""  # it is the first below a heading: "part" where that may turn it, else "item"
    opened: bool = False  # it begins a paragraph
    opening: int = -1  # the frame whose years it opens with
    passing: int = -1  # the frame whose years it names in passing: its own and no other's


class Decided(NamedTuple):
    start: int
    end: int
    frame: int
    margin: float


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text, start, end):
        if match.end() - match.start() > 3:
            yield match.span()


def opening(text: str, start: int, reviewed: int, planned: int) -> int:
    """The frame that a paragraph turns to with its first words, where these say of when it speaks; -1: none."""
    if text[start : start + 1] not in _OPENER_SIGNS or not _OPENER.match(text, start):
        return -1
    plan = _PLAN.search(text, start, start + _OPENING)
    last = five_years(plan[1])[1] if plan else 0
    year = _YEAR.search(text, start, start + _OPENING)
    of = int(year[0]) if year else 0
    if _MANY.match(text, start) and last <= reviewed:
        return FIVE
    if _TO_COME.match(text, start) and (not plan or last > planned):
        return OUTLOOK
    if _SINGLE.match(text, start) and of in (0, reviewed):
        return PAST
    return TASKS if _TO_DO.match(text, start) and of in (0, planned) else -1


def tokens(
    sentence: str, reviewed: int, planned: int, known: frozenset[str] | None
) -> frozenset[str]:
    """The evidence of a sentence of three characters or more. known: the runs of characters that are any; None: all of them."""
    runs = _runs(len(sentence))(sentence)
    found = frozenset(runs) if known is None else known.intersection(runs)
    told = ["<about>" if _BOUND.search(f) else "<figure>" for f in _FIGURE.findall(sentence)]
    if "20" in sentence or "五" in sentence:  # every time has one of them
        told += _times(sentence, reviewed, planned)
    return found.union(told) if told else found


@cache
def _runs(length: int) -> Callable[[str], tuple[str, ...]]:
    """Takes the runs of two and of three characters out of a sentence of this length, all in one call."""
    first, second, *others = _RUNS[0][: length - 1] + _RUNS[1][: length - 2]
    return itemgetter(first, second, *others)


def _times(sentence: str, reviewed: int, planned: int) -> Iterator[str]:
    for match in _TIMES.finditer(sentence):
        if match["year"]:
            year = int(match["year"])
            name = (
                "reviewed"
                if year == reviewed
                else "planned"
                if year == planned
                else "later"
                if year > planned
                else "earlier"
            )
        elif match["plan"]:
            first, last = five_years(match["plan"])
            name = (
                "plan past" if last <= reviewed else "plan next" if first > reviewed else "plan now"
            )
        else:
            name = "years past" if match["past"] else "years next"
        yield f"<{name}>"
        if match.start() <= _OPENING:
            yield f"<^{name}>"


@cache
def weights() -> dict[str, list[int]]:
    """Of each piece of evidence: ahead or back, several years or one of those past, several or one of those to come.

    In hundredths: sums of whole numbers are the same in any order, and quick.
    """
    rows: dict[str, list[int]] = json.loads(
        Path(__file__).with_name("frames.json").read_text("utf-8")
    )
    return rows


@cache
def known() -> frozenset[str]:
    return frozenset(weights())


@cache
def _packed() -> dict[str, int]:
    """The weights, the three of a piece of evidence as one number."""
    return {
        piece: (ahead << 2 * _FIELD) + (several << _FIELD) + coming
        for piece, (ahead, several, coming) in weights().items()
    }


def emission(found: frozenset[str]) -> tuple[float, float, float, float]:
    """What a sentence says for each frame."""
    table = _packed()
    sums = sum(map(table.get, found, repeat(0)), _ZERO + table.get("", 0))
    ahead = ((sums >> 2 * _FIELD) - _MIDDLE) / 100
    ahead = (_CLIP if ahead > _CLIP else max(-_CLIP, ahead)) / 2
    several = _plain((sums >> _FIELD & _LOW) - _MIDDLE)
    coming = _plain((sums & _LOW) - _MIDDLE)
    return (-ahead - several, -ahead + several, ahead - coming, ahead + coming)


def _plain(hundredths: int) -> float:
    """What is said plainly of the years: weak evidence is none, for nearly every sentence has some."""
    beyond = (abs(hundredths) / 100 - _WEAK) * _YEARS_COUNT
    if beyond <= 0:
        return 0.0
    return math.copysign(min(_CLIP_YEARS, beyond), hundredths) / 2


def decide(stretches: Sequence[Stretch]) -> list[Decided]:
    """The best way through the frames, and for each sentence its margin over the best way through another."""
    if not stretches:
        return []
    scores = [_score(stretch) for stretch in stretches]
    turns = [_turn(stretch) for stretch in stretches]
    rest = [scores[-1]]  # the best sums of each sentence and all behind it, the last first
    for score, (cost, again) in zip(scores[-2::-1], turns[:0:-1], strict=True):
        rest.append(_step(rest[-1], cost, score, (0.0, again)))
    found: list[Decided] = []
    before = scores[0]
    for stretch, score, (cost, again) in zip(stretches, scores, turns, strict=True):
        if found:
            before = _step(before, cost, score, (again, 0.0))
        whole = list(map(sub, map(add, before, rest.pop()), score))
        *_, second, best = sorted(whole)
        frame, margin = whole.index(best), best - second
        if stretch.passing in (PAST, FIVE) and frame in (PAST, FIVE):
            frame = stretch.passing
        found.append(Decided(stretch.start, stretch.end, frame, margin))
    return found


def _score(stretch: Stretch) -> Sequence[float]:
    score: Sequence[float] = stretch.said
    if stretch.frames:
        side, years = _headed(stretch.frames, bool(stretch.entered))
        score = tuple(map(add, map(add, score, side), years))
    if stretch.opening >= 0:
        opened = [0.0, 0.0, 0.0, 0.0]
        opened[stretch.opening] = _OPENS
        score = tuple(map(add, score, opened))
    return score


@cache
def _headed(allowed: tuple[int, ...], entered: bool) -> tuple[list[float], list[float]]:
    """What a heading adds to each frame: for whether it looks back or ahead, and for the frames themselves."""
    ahead = allowed[0] in AHEAD
    own = _HEADED_YEARS + (_ENTRY if entered else 0)
    return (
        [_HEADED if (frame in AHEAD) == ahead else 0.0 for frame in FRAMES],
        [own if frame in allowed else 0.0 for frame in FRAMES],
    )


def _turn(stretch: Stretch) -> tuple[float, float]:
    """What it costs to turn before a sentence, and what more to turn back."""
    if stretch.entered:
        return _ENTERED[stretch.entered]
    return _OPENED if stretch.opened else _WITHIN


def _step(
    last: Sequence[float], cost: float, score: Sequence[float], more: tuple[float, float]
) -> Sequence[float]:
    """The best sums of ways one sentence longer. more: cost of coming to the past from what is ahead, and the other way."""
    one, several, tasks, coming = last
    past = (one if one > several else several) - cost  # `max` would be a third of the work
    ahead = (tasks if tasks > coming else coming) - cost
    back, on = ahead - more[0], past - more[1]
    back, on = past if past > back else back, ahead if ahead > on else on
    return (
        (one if one > back else back) + score[PAST],
        (several if several > back else back) + score[FIVE],
        (tasks if tasks > on else on) + score[TASKS],
        (coming if coming > on else on) + score[OUTLOOK],
    )
