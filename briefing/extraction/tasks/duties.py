"""Duties: items with the units that lead and are responsible, in parentheses, in lines of their own, or in a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from briefing import lazy as re
from briefing.extraction.tasks import goals
from briefing.extraction.tasks.numbering import numbered
from briefing.extraction.tasks.places import period_of
from briefing.extraction.tasks.units import (
    DEADLINE,
    LEAD,
    PERSONS,
    RESPONSIBLE,
    Units,
    bare_units,
    read_units,
)
from briefing.model import Document, Section, Task

_LONGEST = 800
_SPEAKS_OF_UNITS = re.compile(r"单位|部门|牵头|负责|配合|落实|责任")
# Parentheses with one level of others inside; each alternative begins with another character, so the scan is linear.
# Most hold no other, and are read in one go.
_PARENTHESIS = re.compile(
    rf"[（(【〔\[](?:(?<=[（(])(?:[^（）()]{{2,{_LONGEST}}}+[）)]|(?:[^（）()]|[（(][^（）()]{{0,60}}[）)]){{2,{_LONGEST}}}+[）)])"
    rf"|(?<=[【〔\[])[^【】〔〕\[\]]{{2,{_LONGEST}}}+[】〕\]])"
)
_ENDS_AN_ITEM = re.compile(r"[。；]?[ 　]*(?:\n|\Z)")
_LABELS = "|".join(
    sorted(" ".join((LEAD, RESPONSIBLE, PERSONS, DEADLINE)).split(), key=len, reverse=True)
)
# Lines of their own: 牵头单位：… and the lines right after it that name more.
_LINES = re.compile(
    rf"(?m)^[ 　]*(?:{_LABELS})[ 　]*[：:][^\n]{{1,{_LONGEST}}}(?:\n+[ 　]*(?:{_LABELS})[ 　]*[：:][^\n]{{1,{_LONGEST}}})*"
)
_ITEM = re.compile(
    r"(?m)^[ 　]*(?P<heading>(?:\d{1,3}\s*[.．、](?!\d)|[（(](?:\d{1,3}|[一二三四五六七八九十百]{1,4})[）)]|[一二三四五六七八九十百]{1,4}、|第[一二三四五六七八九十百]{1,5}条)[^\n。：:]{2,80})"
)


class _Item(NamedTuple):
    heading: str
    start: int
    body: int


def duties(document: Document) -> tuple[Task, ...]:
    """Every place of the running text that names responsible units, with the item it stands in.

    Several in one item share its number and title; the text of each is what stands before it in the item.
    """
    found = [(match.span(), units) for match, units in _named(document.text)]
    if not found:
        return ()
    items = [
        _Item(match["heading"], match.start("heading"), match.end())
        for match in _ITEM.finditer(document.text)
    ]
    tasks: list[Task] = []
    before = 0
    at = -1
    for (start, end), units in found:
        while at + 1 < len(items) and items[at + 1].start < start:
            at += 1
        section = document.section_at(start)
        item = (
            items[at] if at >= 0 and (section is None or items[at].start >= section.start) else None
        )
        tasks.append(_task(document, start, end, units, item, section, before))
        before = end
    return tuple(tasks)


def _named(text: str) -> Iterator[tuple[re.Match[str], Units]]:
    last = 0
    for match in sorted([*_PARENTHESIS.finditer(text), *_LINES.finditer(text)], key=re.Match.start):
        if match.start() < last:
            continue  # a line inside of a parenthesis
        inside = (
            match.group()[1:-1]
            if match.re.pattern == _PARENTHESIS.pattern
            else re.sub(r"\n+", "；", match.group())
        )
        if _SPEAKS_OF_UNITS.search(inside):
            units = read_units(inside)
        else:
            units = (
                bare_units(inside)
                if text[match.start() - 1] in "。；" and _ENDS_AN_ITEM.match(text, match.end())
                else None
            )
        if units:
            last = match.end()
            yield match, units


def _task(
    document: Document,
    start: int,
    end: int,
    units: Units,
    item: _Item | None,
    section: Section | None,
    before: int,
) -> Task:
    paragraph = max(document.text.rfind("\n", before, start) + 1, before)
    if item:
        heading, body = item.heading, item.body
    elif section and section.heading:
        heading, body = section.heading, section.body
    else:
        body = paragraph
        heading = re.split(r"[，。；：]", document.text[body:start].strip(), maxsplit=1)[0]
    number, title = numbered(heading)
    text = document.text[max(body, before) : start].strip("。：: \n　")
    return Task(
        kind="duty",
        number=number,
        title=title,
        text=text or title,
        period=period_of(document, start),
        area=document.area,
        source=document.source(start, end, (min(paragraph, start), end), (start, end)),
        lead=units.lead,
        responsible=units.responsible,
        goal=goals.goal(text),
        deadline=units.deadline or goals.deadline(text),
    )
