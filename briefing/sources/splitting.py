"""From one file's reading to its documents: a gazette holds many, most files one, a workbook one a sheet."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from briefing.model import Document, OffsetMap, Reading, squeeze
from briefing.sources import sections, titles
from briefing.sources.cleaning import clean
from briefing.sources.titles import Heading


def documents(reading: Reading) -> tuple[Document, ...]:
    """The documents of a file, in order. Together they cover the file's text: nothing of it is lost between two."""
    pages = tuple(offset for offset, name in reading.places if name.endswith("页"))
    text, offsets = clean(reading.text, [(table.start, table.end) for table in reading.tables], pages)
    lines = text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    found = _headings(lines)
    bounds = [starts[heading.first] if heading else 0 for heading in found] + [len(text)]
    originals = [0, *(offsets.at(bound) for bound in bounds[1:-1]), len(reading.text)]
    made: list[Document] = []
    for number, heading in enumerate(found):
        first, last = bounds[number], bounds[number + 1]
        made.append(
            _document(
                reading, text[first:last].rstrip("\n"), _slice(offsets, first, last), (originals[number], originals[number + 1]), heading
            )
        )
    return tuple(_with_areas(made))


def _headings(lines: list[str]) -> list[Heading | None]:
    """The headings the file's documents begin with; None for a first document without a title of its own."""
    found: list[Heading | None] = []
    spoke = False  # whether a sentence stands between the last title and here: else it is printed twice, or stands on a cover
    number = 0
    while number < len(lines):
        line = lines[number]
        heading = titles.find(lines, number, at_head=not spoke and not found) if line and len(line) <= 70 else None
        if heading and (spoke or not found):
            if spoke and not found:
                found.append(None)
            found.append(heading)
            spoke, number = False, heading.last + 1
            continue
        spoke = spoke or (len(line) >= 15 and line[-1] in "。；！")
        number += 1
    return found or [None]


def _document(reading: Reading, text: str, offsets: OffsetMap, span: tuple[int, int], heading: Heading | None) -> Document:
    lines = [line for line in text.split("\n") if line.strip()]
    own = titles.find(lines, 0, at_head=True) if heading and heading.first else heading
    own = own or titles.opening(lines)
    tables = tuple(table for table in reading.tables if span[0] <= table.start < span[1])
    stem = Path(reading.file).stem
    title = own.title if own else next((table.title for table in tables if table.title), stem)
    kind = own.kind if own else titles.kind_of(squeeze(title))
    head = titles.head(lines, own)
    date = titles.date_of(head, lines, reading.text[span[0] : span[0] + 1000])
    tree = sections.headings(text, after=_head_length(lines, own))
    reviewed, planned = titles.years_of(kind, title, date, [node.heading for node in tree if node.level == 1])
    original = reading.text[span[0] : span[1]]
    return Document(
        id=hashlib.sha256(squeeze(original).encode("utf-8", "surrogatepass")).hexdigest()[:16],
        title=title,
        kind=kind,
        area=titles.area_of(title, head, lines, stem),
        date=date,
        year_reviewed=reviewed,
        year_planned=planned,
        text=text,
        offsets=offsets,
        sections=sections.spoken_for(tree, kind, reviewed, planned),
        tables=tables,
        start=span[0],
        end=span[1],
        reading=reading,
    )


def _head_length(lines: list[str], heading: Heading | None) -> int:
    """How much of the text its title takes."""
    return sum(len(line) + 1 for line in lines[: heading.last + 1]) if heading else 0


def _slice(offsets: OffsetMap, start: int, end: int) -> OffsetMap:
    """The map of the cleaned text's part [start, end)."""
    first = bisect_right(offsets.clean, start) - 1
    last = max(bisect_left(offsets.clean, end), first + 1)
    clean = tuple(max(0, at - start) for at in offsets.clean[first:last])
    original = (offsets.original[first] + start - offsets.clean[first] if start > offsets.clean[first] else offsets.original[first],)
    return OffsetMap(clean, original + offsets.original[first + 1 : last])


def _with_areas(made: list[Document]) -> list[Document]:
    """A document that names no area speaks of the one its file's others name, if they name one alone."""
    named = {document.area for document in made if document.area}
    if len(named) != 1:
        return made
    area = named.pop()
    return [document if document.area else replace(document, area=area) for document in made]
