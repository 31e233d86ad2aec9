"""What a text says with each of its numbers: name, indicator, measure, sign, bound, status, period.

Sentences are read one after the other, their quantities from left to right. What is not said again carries on from what was
read before in the sentence: the name in “，同比增长5%”, the verb in “新引进博士154人、青年人才1.2万人”, the thing counted in “，总投资30亿元”.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from briefing import lazy as re
from briefing.extraction import areas, comparisons, exclusions, names, naming, predicates, words
from briefing.extraction.context import Last, Sentence, Subject
from briefing.extraction.lexicon import Lexicon
from briefing.extraction.measures import measure
from briefing.extraction.moments import Calendar
from briefing.extraction.naming import How, Naming
from briefing.extraction.predicates import Predicate
from briefing.extraction.quantities import is_rank, scan
from briefing.extraction.rules import COMPARED, OF_HOW
from briefing.extraction.runs import runs, spread
from briefing.extraction.sentences import sentences, silent
from briefing.extraction.timing import Time, when
from briefing.extraction.units import family
from briefing.model import Document, Measure, Quantity

_REACH = 120  # characters before a number that may hold its name
_INDUSTRIES = ("gdp_primary", "gdp_secondary", "gdp_tertiary")
# 固定资产投资增长7%。分产业看，|第一产业|增长64.6%: of the investment.
_BY_INDUSTRY = re.compile(r"投资[^。\n]{0,40}。分(?:三次)?产业看?，[^。]{0,60}$")
# 是全国平均的1.5倍: not of what it was before
_OTHERS = re.compile(r"平均|全[国省市]|[比与].{0,8}的$|城镇|农村|居民.{0,8}的$")
_PART = re.compile(r"\d|以上|[国省市县区]级|国家|[省市县区]重")
_ADJUSTED = re.compile(r"调[增减](?=.{2})")
_CLOSED = re.compile("[）)]")
_YEARS_LISTED = re.compile(
    r"(?:(?:19|20)\d\d年?(?:度)?(?:[、和与及]|[—\-－–～至])){1,5}(?:19|20)\d\d年"
)
_BASE = re.compile(r"^(?:同比|[比较](?:上年|去年)?(?:同期|末)?|[比较]年初|[比较]上月)")


class Reading(NamedTuple):
    """One fact as read, with the places it was read from (in the document's clean text)."""

    quantity: Quantity
    name: str
    indicator: str | None
    area: str  # "" for the document's own
    measure: Measure
    value: Decimal
    time: Time
    sentence: tuple[int, int]
    named_at: tuple[int, int]
    predicate: Predicate
    how: How  # the name was found
    rule: str  # of rules.py


def readings(
    document: Document, lexicon: Lexicon, passed_over: Sequence[tuple[int, int]] = ()
) -> Iterator[Reading]:
    """All readings of a document's running text, in text order. passed_over: spans of the text that are read elsewhere (tables)."""
    found = scan(document.text)
    if not found:
        return
    calendar = Calendar(document)
    skipped = [*silent(document.text), *passed_over]
    before: Sentence | None = None
    for start, end, quantities in _by_sentence(document.text, found):
        if any(first <= start < last for first, last in skipped):
            continue
        sentence = Sentence(document, lexicon, calendar, start, end, calendar.frame(start))
        if before and before.end == start and document.text[start - 1] == "。":
            sentence.told_before = before.recent or before.told_before
        yield from _read(sentence, quantities)
        before = sentence


def _by_sentence(text: str, found: list[Quantity]) -> Iterator[tuple[int, int, list[Quantity]]]:
    """The sentences that have quantities: start, end, quantities. A line break inside a quantity ends none."""
    first = read = 0
    begin = -1
    for start, end in sentences(text):
        begin = start if begin < 0 else begin
        while read < len(found) and found[read].start < end:
            read += 1
        if read > first and found[read - 1].end > end:
            continue
        if read > first:
            yield begin, end, found[first:read]
        first, begin = read, -1


def _read(sentence: Sentence, found: list[Quantity]) -> Iterator[Reading]:
    kept = [
        quantity
        for quantity in found
        if not exclusions.excluded(sentence.text, quantity, sentence.start, sentence.end)
    ]
    read = 0
    for run in runs(sentence, kept):
        read += len(run)
        yield from _run(sentence, run, kept[read] if read < len(kept) else None)


def _run(sentence: Sentence, run: list[Quantity], following: Quantity | None) -> Iterator[Reading]:
    first, after = run[0], sentence.after(run[-1])
    cut = sentence.clause(max(sentence.before, first.start - _REACH), first.start)
    if sentence.outside is not None and _CLOSED.search(sentence.gap(first.start)):
        sentence.subjects, sentence.outside = sentence.outside, None
    if first.unit.endswith("百分点") or sentence.text.startswith(("）的", ")的"), cut):
        cut = comparisons.bracketed(sentence, cut)
    point = first.start - 1 if is_rank(first) and first.bound_text in ("第", "前") else first.start
    predicate = predicates.measured_from(
        sentence.text, cut, point, sentence.after(first)
    ) or predicates.read(sentence.text, cut, point)
    named = _named(sentence, run, cut, point, predicate, following)
    if named is None or not named.name:
        sentence.before = after
        return
    predicate = named.predicate or predicate
    subjects: list[Subject] = []
    facts = spread(sentence, run, named, predicate)
    years = (
        _each_year(sentence.text[cut : first.start], len(facts)) if predicate.respectively else []
    )
    for place, (quantity, name, subject) in enumerate(facts):
        reading = _reading(sentence, quantity, name, subject, named, cut, predicate)
        if years:
            reading = reading._replace(time=reading.time._replace(period=years[place]))
        known = (
            sentence.lexicon.resolve(name)
            if _changed(reading.measure, predicate)
            else reading.indicator
        )
        told = name + named.suffix
        if adjusted := _ADJUSTED.match(told):  # 调减收入1.8亿元，由年初预算的7.7亿元…
            told = told[adjusted.end() :]
            known = sentence.lexicon.resolve(told)
        subjects.append(subject or Subject(told, named.start, known, quantity.unit))
        since = predicate.since or (
            predicate.year if reading.measure == "multiple" or predicate.source else 0
        )
        since = since or (sentence.last.since if sentence.last and named.how == "subject" else 0)
        if reading.measure != "pp" and named.rule != COMPARED:
            sentence.last = Last(reading.measure, reading.value, named.existing, since)
        yield reading
    sentence.before = max(after, named.end)
    _remember(sentence, named, subjects)


def _each_year(text: str, count: int) -> list[str]:
    """The years that numbers under 分别 are for, each its own: 2023年、2024年收入分别为…"""
    listed = _YEARS_LISTED.search(text)
    years = re.findall(r"\d{4}", listed[0]) if listed else []
    if len(years) == 2 and re.search("[—-]", listed[0] if listed else ""):
        years = [str(year) for year in range(int(years[0]), int(years[1]) + 1)]
    return years if len(years) == count > 1 else []


def _named(
    sentence: Sentence,
    run: list[Quantity],
    cut: int,
    point: int,
    predicate: Predicate,
    following: Quantity | None,
) -> Naming | None:
    first = run[0]
    if first.unit.endswith("百分点"):
        return comparisons.difference(sentence, cut, point)
    if is_rank(first):
        return comparisons.rank(sentence, first, cut, point)
    if first.unit == "%":
        completed = comparisons.schedule(sentence, cut, point) or comparisons.completion(
            sentence, cut, point
        )
        if completed:
            return completed
        if beside := comparisons.compared_with(sentence, first, cut, point, predicate):
            return beside
    return comparisons.aim(sentence, first, cut, point, predicate) or naming.plain(
        sentence, run, cut, point, predicate, following
    )


def _remember(sentence: Sentence, named: Naming, subjects: list[Subject]) -> None:
    """What the rest of the sentence may carry on from."""
    if (
        (named.how == "completion" and (named.subject or named.suffix))
        or named.rule == COMPARED
        or (named.how == "aim" and not named.subject)
        or (named.how in ("difference", "rank") and named.subject)
    ):
        return
    if sentence.stepped:
        sentence.stepped = False  # what follows is of the indicator, not of its steps
        return
    if named.aside and sentence.outside is None:
        sentence.outside = sentence.subjects
    sentence.subjects = subjects
    told = {subject.name for subject in subjects}
    sentence.recent = [known for known in sentence.recent if known.name not in told] + subjects
    if (
        sentence.last
        and sentence.last.measure == "level"
        and subjects[-1].counted
        and named.how in ("left", "right", "verbs")
    ):
        sentence.counted = subjects[-1]
    sentence.attribute = named.attribute
    carried = naming.CARRIED.match(named.name)
    sentence.verb = carried[0] if carried else ""
    sentence.flow = named.flow


def _reading(
    sentence: Sentence,
    quantity: Quantity,
    name: str,
    subject: Subject | None,
    named: Naming,
    cut: int,
    predicate: Predicate,
) -> Reading:
    measured, value = measure(sentence, quantity, name, named, cut, predicate)
    name += named.suffix
    own = areas.own(sentence.document.area, named.scope)
    changed = _changed(measured, predicate)
    carried = subject.indicator if subject and own else None
    indicator = (
        carried
        if subject and not changed
        else _indicator(sentence, name, measured, named, predicate)
    )
    level = sentence.level(quantity.start)
    if indicator and (level or not sentence.lexicon.fits(indicator, measured, quantity.unit)):
        indicator = None
    if indicator and measured == "level" and _is_part(sentence, name, indicator, named):
        indicator = None
    venue = areas.venue(sentence.text, sentence.start, named.start) if indicator else ""
    if venue and family(quantity.unit) == "class":
        indicator, name = None, venue + name
    if changed:
        name = naming.STOCK.sub("", name) + _change(predicate)
    if measured == "multiple" and predicate.to and not predicate.direction and "倍" not in name:
        name += "" if _OTHERS.search(sentence.text[cut : quantity.start]) else "为上期倍数"
    return Reading(
        quantity=quantity,
        name=name,
        indicator=indicator,
        area=level or sentence.sub_area or venue or ("" if own else named.scope),
        measure=measured,
        value=value,
        time=when(sentence, quantity, measured, named, cut, predicate),
        sentence=(sentence.start, sentence.end),
        named_at=(named.start, named.end),
        predicate=predicate,
        how=named.how,
        rule=named.rule or OF_HOW[named.how],
    )


def _is_part(sentence: Sentence, name: str, indicator: str, named: Naming) -> bool:
    """新签约项目23个，其中|10亿元以上项目|4个: a part of what was counted."""
    low = max(sentence.start, min(sentence.before, named.start) - 4)
    if not _PART.search(name):
        return False
    return "其中" in sentence.text[low : named.end] and any(
        known.indicator == indicator and known.name != name for known in sentence.recent
    )


def _change(predicate: Predicate) -> str:
    """What a change is called, with what it was measured against: 同比增加, 比上年同期减少."""
    against = _BASE.match(predicate.verb)
    verb = predicate.verb[against.end() :] if against else predicate.verb
    base = (against[0] if against else "") or predicate.base
    return base.strip("，的") + {"多": "增加", "少": "减少"}.get(verb, verb)


def _changed(measured: Measure, predicate: Predicate) -> bool:
    """比上年增加3家, 净增98万户: no level of the indicator, and what follows (突破1900万户) is of the indicator again."""
    return measured == "level" and predicate.direction != 0


def _of_part(sentence: Sentence) -> bool:
    """Whether the sentence is of a part of the area; a park that the title of a text without an area names is the whole."""
    own = not sentence.document.area and sentence.sub_area in sentence.document.title
    return bool(sentence.sub_area) and not own


def _indicator(
    sentence: Sentence, name: str, measured: Measure, named: Naming, predicate: Predicate
) -> str | None:
    """The canonical indicator of the whole area that a name stands for, if any."""
    lexicon = sentence.lexicon
    name = without_area(name, sentence.document.area)
    if not sentence.document.area:
        name = areas.without_own_part(name, sentence.document.title)
    if not named.own or _of_part(sentence) or not areas.own(sentence.document.area, named.scope):
        return None
    if measured == "level" and predicate.direction:
        # 增加2万多家 is what was new; against a base (比上年增加) it is no level of the indicator
        return (
            lexicon.resolve("新增" + name)
            if predicate.direction > 0 and not predicate.against
            else None
        )
    found = (
        lexicon.resolve(name)
        or (
            lexicon.resolve(without_area(named.also, sentence.document.area))
            if named.also
            else None
        )
        or lexicon.resolve(names.without_neutral(name))
    )
    if name in words.TOLD_BY:
        said, other = words.TOLD_BY[name]
        found = (
            other
            if any(word in sentence.text[sentence.start : named.end] for word in said)
            else found
        )
    if (
        found in _INDUSTRIES
        and "增加值" not in name
        and _BY_INDUSTRY.search(sentence.text, max(0, sentence.start - _REACH), named.start)
    ):
        return None
    if name in words.GROWING and measured not in ("yoy", "cagr", "pp", "rank"):
        return None
    needed = words.CONTEXTS.get(found or "")
    plain = "亿元" in name or name in words.SIGNED_AS_A_WHOLE
    return None if needed and not plain and not _speaks_of(sentence, needed) else found


def without_area(name: str, area: str) -> str:
    """四川省地区生产总值 in a report of 四川省 is 地区生产总值; 昆明地区生产总值 in one of 昆明市 too."""
    short = area[:-1] if len(area) > 2 else area
    for own in (area, short):
        if own and name.startswith(own) and len(name) > len(own) + 1:
            return name[len(own) :]
    return name


def _speaks_of(sentence: Sentence, needed: tuple[str, ...]) -> bool:
    section = sentence.document.section_at(sentence.start)
    around = sentence.text[sentence.start : sentence.end] + (section.heading if section else "")
    return any(word in around for word in needed)
