"""Sentences of the sources cut into clauses, and the clauses that hold a fact put together again, their figures bound."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefing.analysis import wording
from briefing.model import CELL_BREAK, Observation, Pack, Source
from briefing.papers import filters
from briefing.papers.content.words import (
    AGAINST,
    BARE_PROJECTS,
    FIELD,
    GOALS_AFTER,
    LEANING,
    OPENERS,
    PROUD,
)
from briefing.papers.once import once

_CLOSED = {"“": "”", "（": "）", "《": "》", "(": ")"}
_ENDS = "，；。：！"
_HALF = re.compile(
    r"(?<!\d)[,;]|[,;](?!\d)|(?<=\d);(?=\d)"
)  # a comma within a number parts nothing
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence between two marks."""

    text: str
    start: int  # in the sentence
    end: int
    mark: str  # what ends it: ，；。 or ""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is kept of one sentence."""

    text: str  # with its figures bound
    facts: tuple[Observation, ...]  # that it was kept for, in text order


@lru_cache(maxsize=4096)
def clauses(sentence: str) -> tuple[Clause, ...]:
    """The clauses of a sentence; marks within quotation marks and brackets part nothing. Half-width marks are read as whole ones."""
    found, start, waiting = [], 0, ""
    for at, sign in enumerate(_whole_marks(sentence)):
        if waiting:
            waiting = "" if sign == waiting else waiting
        elif sign in _CLOSED:
            waiting = _CLOSED[sign]
        elif sign in _ENDS:
            found.append(Clause(sentence[start:at], start, at, sign))
            start = at + 1
    if sentence[start:]:
        found.append(Clause(sentence[start:], start, len(sentence), ""))
    return tuple(clause for clause in found if clause.text)


def _whole_marks(sentence: str) -> str:
    """A，B；C for A,B;C, as long as it was."""
    return _HALF.sub(lambda match: {",": "，", ";": "；"}[match[0]], sentence)


def passages(facts: Iterable[Observation], pack: Pack) -> list[Passage]:
    """A passage for each sentence that holds some of the facts, in the order of the documents and the text."""
    together: dict[tuple[str, str], list[Observation]] = {}
    for fact in facts:
        if CELL_BREAK not in fact.source.sentence:
            key = (fact.source.document, fact.source.sentence)
            together.setdefault(key, []).append(fact)
    return [passage(found, pack) for found in together.values()]


def passage(
    facts: Sequence[Observation], pack: Pack, also: Callable[[str], bool] | None = None
) -> Passage:
    """The clauses of a sentence that hold these facts, with what leans on them.

    also: which other clauses with a figure are of the same subject: a figure whose name is doubtful is safe in its own clause.
    """
    ordered = sorted(facts, key=lambda fact: fact.source.start)
    parts = clauses(ordered[0].source.sentence)
    kept = _holding(parts, ordered[0].source.sentence, ordered)
    if also:
        kept |= {n for n, part in enumerate(parts) if _DIGIT.search(part.text) and also(part.text)}
    kept = _leaning(parts, kept)
    held = [(fact, _holding(parts, fact.source.sentence, (fact,))) for fact in ordered]
    said = []
    for run in _runs(kept):
        own = [fact for fact, stands in held if not stands.isdisjoint(run)]
        said.append(_bound(_estimated(_stretch(parts, run), ordered), own or ordered, pack))
    return Passage("，".join(said), tuple(ordered))


def whole(facts: Sequence[Observation], pack: Pack) -> Passage:
    """A sentence of targets from where its list begins to its end: targets in words stay among those in figures."""
    ordered = sorted(facts, key=lambda fact: fact.source.start)
    sentence = ordered[0].source.sentence
    quote = ordered[0].source.quote
    first = sentence.find(quote) if quote != sentence else len(sentence)
    begun = [m.end() for m in GOALS_AFTER.finditer(sentence) if m.end() <= first]
    said = _whole_marks(sentence[begun[-1] if begun else 0 :]).rstrip("。；，")
    return Passage(_bound(said, ordered, pack), tuple(ordered))


def in_words(source: Source) -> Passage:
    """A sentence without a figure, whole."""
    said = _whole_marks(source.sentence).rstrip("。；，")
    return Passage(filters.bind(filters.source_key(source), said, "text"), ())


def claims(fact: Observation) -> str:
    """The clauses of a figure's sentence that boast of the whole without a figure, bound to it."""
    proud = [
        part.text
        for part in clauses(fact.source.sentence)
        if PROUD.search(part.text) and not _DIGIT.search(part.text)
    ]
    return "，".join(filters.bind(fact.key, text, "text") for text in proud)


def against(fact: Observation, pack: Pack) -> str:
    """How a source itself holds the figure against a plan: 高于人代会计划0.7个百分点, 完成全年指标的147.8%; "" where none does."""
    same = (fact.indicator, fact.period, fact.measure, fact.area)
    for other, said in _held(pack).get(same, ()):
        if (other.value, other.unit) == (fact.value, fact.unit):
            return filters.bind(other.key, said, "text")
    return ""


@once
def _held(pack: Pack) -> dict[tuple[str | None, ...], list[tuple[Observation, str]]]:
    """The figures that their sources hold against a plan with what these say, by indicator, period, measure and area."""
    found: dict[tuple[str | None, ...], list[tuple[Observation, str]]] = {}
    for fact in pack.observations:
        if fact.status != "target" and (said := _after(fact)):
            same = (fact.indicator, fact.period, fact.measure, fact.area)
            found.setdefault(same, []).append((fact, said))
    return found


def _after(fact: Observation) -> str:
    """The clauses after the one that ends with the figure, while they hold it against a plan."""
    sentence, said = fact.source.sentence, wording.figure(fact)
    parts = clauses(sentence)
    quoted = sentence.find(fact.source.quote)
    at = sentence.find(said, max(quoted, 0))
    here = next((n for n, part in enumerate(parts) if part.start <= at < part.end), None)
    if here is None or CELL_BREAK in sentence:
        return ""
    following = (part.text for part in parts[here + 1 : here + 3])
    return next((text for text in following if AGAINST.fullmatch(text)), "")


def _holding(parts: Sequence[Clause], sentence: str, facts: Iterable[Observation]) -> set[int]:
    """The clauses in which the facts' quotations stand."""
    kept: set[int] = set()
    for fact in facts:
        quote = fact.source.quote
        said = quote if quote != sentence else wording.figure(fact)
        start = sentence.find(said)
        if start >= 0:
            end = start + len(said)
            kept |= {n for n, part in enumerate(parts) if part.start < end and start < part.end}
    return kept


def _leaning(parts: Sequence[Clause], kept: set[int]) -> set[int]:
    """The kept clauses with those they lean on, and those with a figure or a place that lean on them."""
    found = set(kept)
    for at in range(len(parts) - 1, 0, -1):
        leans = LEANING.match(parts[at].text) or _field(parts, at)
        if at in found and leans and parts[at - 1].mark == "，":
            found.add(at - 1)
    for at in range(1, len(parts)):
        text = parts[at].text
        told = _DIGIT.search(text) or PROUD.search(text)
        if at - 1 in found and parts[at - 1].mark == "，" and LEANING.match(text) and told:
            found.add(at)
    return found


def _field(parts: Sequence[Clause], at: int) -> str:
    """The clause before projects counted barely, where it says the field they are of."""
    bare = at > 0 and BARE_PROJECTS.match(parts[at].text)
    return parts[at - 1].text if bare and FIELD.fullmatch(parts[at - 1].text) else ""


def field(source: Source) -> str:
    """What says which field a source's bare count of projects is of: 能源互联加速集聚; "" where nothing does."""
    parts = clauses(source.sentence)
    held = source.sentence.find(source.quote)
    return next(
        (_field(parts, n) for n, part in enumerate(parts) if part.start <= held < part.end), ""
    )


def _runs(kept: set[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for at in sorted(kept):
        if run and at != run[-1] + 1:
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _stretch(parts: Sequence[Clause], run: Sequence[int]) -> str:
    """The clauses of a run with the marks between them."""
    text = "".join(
        parts[at].text + (_within(parts[at].mark) if at != run[-1] else "") for at in run
    )
    return OPENERS.sub("", text)


def _within(mark: str) -> str:
    return mark if mark in "，；：" else "，"


def _estimated(text: str, facts: Iterable[Observation]) -> str:
    """预计 stays with its figure though the word stood in a clause that was cut off."""
    expected = [
        fact for fact in facts if fact.status == "estimate" and fact.source.quote[:4] in text
    ]
    return "预计" + text if expected and "预计" not in text else text


def _bound(text: str, facts: Sequence[Observation], pack: Pack) -> str:
    """The text with each figure as it stands now, bound to its fact; what other digits there are stand for the sentence."""
    source = facts[0].source
    spans: list[tuple[int, int, str]] = []
    others = sorted(beside(pack, facts[0]), key=lambda fact: fact.source.start)
    text = wording.put_right(text, others)
    figures, told = Counter(map(wording.figure, others)), set(map(wording.figure, facts))
    for fact in others:
        said = wording.figure(fact)
        # Of equal figures of which the text has not all: those that are told, 增长5.5% of the income alone.
        if said in told and fact not in facts and text.count(said) < figures[said]:
            continue
        at = text.find(said, spans[-1][1] if spans else 0)
        if at >= 0:
            spans.append((at, at + len(said), fact.key))
    made, last = "", 0
    for start, end, key in spans:
        made += _rest(text[last:start], facts[0].key) + filters.bind(key, text[start:end])
        last = end
    return (
        made + _rest(text[last:], facts[0].key)
        if spans
        else _rest(text, filters.source_key(source))
    )


def _rest(text: str, key: str) -> str:
    return filters.bind(key, text, "text") if _DIGIT.search(text) else filters.plain(text)


def beside(pack: Pack, fact: Observation) -> list[Observation]:
    """The facts of the same sentence, itself among them."""
    return _by_sentence(pack).get((fact.source.document, fact.source.sentence), [])


@once
def _by_sentence(pack: Pack) -> dict[tuple[str, str], list[Observation]]:
    found: dict[tuple[str, str], list[Observation]] = {}
    for fact in pack.observations:
        found.setdefault((fact.source.document, fact.source.sentence), []).append(fact)
    return found
