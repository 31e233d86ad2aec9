"""From one file's reading to its documents: a gazette holds many, most files one, a workbook one a sheet."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path

from briefing import lazy as re
from briefing.model import Document, DocumentKind, OffsetMap, Reading, Table, squeeze
from briefing.sources import sections, titles
from briefing.sources.cleaning import clean
from briefing.sources.titles import Heading

_PAGE = re.compile(r"第\d+页(?:（文字识别）)?")
_DATED = re.compile(r"日期|时间|截至|填表|填报|制表")
_HEAD_ROWS = 6  # of a table, which may hold its title and columns
_LEDGER_NAME = re.compile(r"项目名称|工程名称|建设项目|项目")
_LEDGER_COLUMN = re.compile(
    r"总投资|投资额|建设(?:单位|内容|地点|年限|起止|性质)|形象进度|(?:年度|计划)投资|开工|竣工"
)


def documents(reading: Reading) -> tuple[Document, ...]:
    """The documents of a file, in order. Together they cover the file's text: nothing of it is lost between two."""
    if reading.format in ("xlsx", "xls"):
        return _sheets(reading)
    pages = tuple(offset for offset, name in reading.places if _PAGE.fullmatch(name))
    text, offsets = clean(
        reading.text, [(table.start, table.end) for table in reading.tables], pages, reading.printed
    )
    lines = text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    found = _headings(lines)
    bounds = [0, *(starts[heading.first] for heading in found[1:] if heading), len(text)]
    originals = [0, *(offsets.at(bound) for bound in bounds[1:-1]), len(reading.text)]
    made = [
        _document(reading, text[first:last].rstrip("\n"), _slice(offsets, first, last), original)
        for (first, last), original in zip(pairwise(bounds), pairwise(originals), strict=True)
    ]
    return tuple(_with_areas(made))


def _sheets(reading: Reading) -> tuple[Document, ...]:
    starts = [0, *(table.start for table in reading.tables[1:]), len(reading.text)]
    return tuple(
        _with_areas(
            [_document(reading, "", OffsetMap((0,), (span[0],)), span) for span in pairwise(starts)]
        )
    )


def _headings(lines: list[str]) -> list[Heading | None]:
    """The headings the file's documents begin with; None for a first document without a title of its own."""
    found: list[Heading | None] = []
    spoke = False  # whether a sentence stands between the last title and here: else it is printed twice, or stands on a cover
    number = 0
    while number < len(lines):
        line = lines[number]
        heading = (
            titles.find(lines, number, at_head=not spoke and not found)
            if line and len(line) <= 70
            else None
        )
        if heading and (spoke or not found or titles.NOTES.fullmatch(heading.title)):
            if spoke and not found:
                found.append(None)
            found.append(heading)
            spoke, number = False, heading.last + 1
            continue
        spoke = spoke or (len(line) >= 15 and line[-1] in "。；！")
        number += 1
    return found or [None]


def _document(reading: Reading, text: str, offsets: OffsetMap, span: tuple[int, int]) -> Document:
    tables = tuple(table for table in reading.tables if span[0] <= table.start < span[1])
    stem = Path(reading.file).stem
    lines = [line for line in text.split("\n") if line.strip()]
    heading = titles.first(lines) or titles.opening(lines)
    rows = lines or [row for table in tables for row in _rows(table)[:_HEAD_ROWS]]
    title = (
        heading.title if heading else next((table.title for table in tables if table.title), stem)
    )
    kind = _kind(heading, title, tables, has_prose=bool(lines))
    head = titles.head(rows, heading)
    dated = (head, lines) if lines else ([title], [row for row in rows if _DATED.search(row)])
    date = titles.date_of(*dated, reading.text[span[0] : span[0] + 1000])
    tree = sections.headings(text, _head_length(lines, heading), _marked(reading, offsets, text))
    tops = [node.heading for node in tree if node.level == 1]
    reviewed, planned = titles.years_of(kind, title, date, tops or [stem, *rows[:_HEAD_ROWS]])
    if kind in ("work_report", "other") and not (reviewed or planned or date):
        reviewed, planned = titles.years_told(title, lines)
    spoken, framed = sections.spoken_for(text, tree, kind, reviewed, planned)
    return Document(
        id=hashlib.sha256(
            squeeze(reading.text[span[0] : span[1]]).encode("utf-8", "surrogatepass")
        ).hexdigest()[:16],
        title=title,
        kind=kind,
        area=titles.area_of(title, head, rows, stem),
        date=date,
        year_reviewed=reviewed,
        year_planned=planned,
        text=text,
        offsets=offsets,
        sections=spoken,
        tables=tables,
        start=span[0],
        end=span[1],
        reading=reading,
        margins=tuple((one.start, one.margin) for one in framed),
    )


def _kind(
    heading: Heading | None, title: str, tables: tuple[Table, ...], *, has_prose: bool
) -> DocumentKind:
    """What the title says; of a document that is tables alone, what their columns say."""
    kind = heading.kind if heading else titles.kind_of(squeeze(title))
    if has_prose or not tables or kind == "ledger":
        return kind
    head = squeeze("".join(row for table in tables for row in _rows(table)[:_HEAD_ROWS]))
    return "ledger" if _LEDGER_NAME.search(head) and _LEDGER_COLUMN.search(head) else "table"


def _rows(table: Table) -> list[str]:
    """The table's rows as lines, cells parted by blanks."""
    found: dict[int, list[str]] = {}
    for cell in table.cells:
        found.setdefault(cell.row, []).append(squeeze(cell.text))
    return [" ".join(cells) for _, cells in sorted(found.items())]


def _marked(reading: Reading, offsets: OffsetMap, text: str) -> dict[int, int]:
    """Level of the paragraphs the file itself marks as headings, by their start in the cleaned text."""
    found: dict[int, int] = {}
    for offset, level in reading.headings:
        at = offsets.clean_at(offset)
        if at < len(text) and offsets.original[0] <= offset:
            found[at] = level
    return found


def _head_length(lines: list[str], heading: Heading | None) -> int:
    """How much of the text its title takes."""
    return sum(len(line) + 1 for line in lines[: heading.last + 1]) if heading else 0


def _slice(offsets: OffsetMap, start: int, end: int) -> OffsetMap:
    """The map of the cleaned text's part [start, end)."""
    first = bisect_right(offsets.clean, start) - 1
    last = max(bisect_left(offsets.clean, end), first + 1)
    clean = tuple(max(0, at - start) for at in offsets.clean[first:last])
    original = (
        offsets.original[first] + start - offsets.clean[first]
        if start > offsets.clean[first]
        else offsets.original[first],
    )
    return OffsetMap(clean, original + offsets.original[first + 1 : last])


def _with_areas(made: list[Document]) -> list[Document]:
    """A document that names no area speaks of the one its file's others name, if they name one alone."""
    named = {document.area for document in made if document.area}
    if len(named) != 1:
        return made
    area = named.pop()
    return [document if document.area else replace(document, area=area) for document in made]
