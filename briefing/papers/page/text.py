"""A reading as HTML: paragraphs and grids whose text is the reader's, character for character, with spans marked in place.

Every paragraph and cell carries the offset its text begins at (data-s), so that a selection in the browser can be told in
offsets. Paragraphs stand in blocks that the browser lays out only when they come near: thousands of paragraphs that each ask
whether they are near make every frame of a scroll slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice, pairwise

from briefing.model import Cell, Reading, Table

_NUMBER = re.compile(r"\d[\d,，.．]*")
_NO_FIGURE = re.compile(r"\s*[年月日号条章节期届次版页时点分]|[-—～~/]\d|\d*[)）、]")

_BLOCK = 20  # paragraphs
_LINE = 55  # characters on a line of a wide window


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the reader's text, half-open. fact: its place in the page's list, -1 for a number that no fact used."""

    start: int
    end: int
    fact: int
    kind: str  # classes of its mark


def unread(reading: Reading, spans: Sequence[Span]) -> list[Span]:
    """Numbers that no fact used; dates, numbering and numbers inside a fact's span are left out."""
    covered = bytearray(len(reading.text) + 1)
    for span in spans:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    return [
        Span(match.start(), match.end(), -1, "unread")
        for match in _NUMBER.finditer(reading.text)
        if not covered[match.start()] and not _NO_FIGURE.match(reading.text, match.end())
    ]


def body(reading: Reading, spans: Sequence[Span]) -> Iterator[str]:
    """The document's HTML, block by block."""
    ordered = sorted(spans, key=lambda span: (span.start, span.end))
    writer = _Writer(reading, ordered)
    at = 0
    for table in sorted(reading.tables, key=lambda table: table.start):
        if table.start < at:
            continue  # a table inside a cell stands in its cell's text
        yield from writer.paragraphs(at, table.start)
        yield from writer.grid(table)
        at = table.end
    yield from writer.paragraphs(at, len(reading.text))


class _Writer:
    def __init__(self, reading: Reading, spans: Sequence[Span]) -> None:
        self._reading = reading
        self._spans = spans
        self._next = 0  # the first span that may still begin
        self._place = ""

    def paragraphs(self, start: int, end: int) -> Iterator[str]:
        """In blocks, each with how many lines it may take: the browser's guess until it is laid out."""
        each = self._paragraphs(start, end)
        while block := list(islice(each, _BLOCK)):
            lines = sum(1 + length // _LINE for length, _ in block)
            told = "".join(paragraph for _, paragraph in block)
            yield f'<div class="block" style="--lines:{lines}">\n{told}</div>\n'

    def _paragraphs(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        """Length of the text and HTML of each."""
        text, at = self._reading.text, start
        while at < end:
            stop = text.find("\n", at, end)
            stop = end if stop < 0 else stop
            if text[at:stop].strip():
                said = f'<p data-s="{at}"{self._recognised(at)}>{self.marked(at, stop)}</p>\n'
                yield stop - at, self._turn(at) + said
            at = stop + 1

    def _recognised(self, at: int) -> str:
        """Text off a picture says so."""
        if self._reading.sureness(at) == 1:
            return ""
        return ' class="ocr" title="图片上的文字，由程序识别"'

    def _turn(self, at: int) -> str:
        """Where a new page or sheet begins, its name."""
        place = self._reading.place(at)
        if place == self._place:
            return ""
        self._place = place
        return f'<div class="place">{escape(place)}</div>\n'

    def grid(self, table: Table) -> Iterator[str]:
        yield self._turn(table.start)
        rows: dict[int, list[Cell]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, []).append(cell)
        yield '<div class="grid"><table>\n'
        for number in sorted(rows):
            hidden = ' class="hidden" title="隐藏的行"' if number in table.hidden_rows else ""
            cells = sorted(rows[number], key=lambda cell: cell.column)
            yield f"<tr{hidden}>{''.join(self._cells(cells, table))}</tr>\n"
        yield "</table></div>\n"

    def _cells(self, cells: Sequence[Cell], table: Table) -> Iterator[str]:
        column = 0
        for cell in cells:
            if cell.column > column:
                yield f'<td colspan="{cell.column - column}"></td>'
            column = cell.column + cell.column_span
            hidden = (
                ' class="hidden" title="隐藏的列"' if cell.column in table.hidden_columns else ""
            )
            spans = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
            spans += f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
            inside = self.marked(cell.start, cell.end)
            yield f'<td data-s="{cell.start}"{spans}{hidden}>{inside}</td>'

    def marked(self, start: int, end: int) -> str:
        """The text of [start, end) with its marks: where spans overlap, a piece for each set of them."""
        here = self._within(start, end)
        if not here:
            return escape(self._reading.text[start:end])
        edges = sorted(
            {start, end, *(min(max(edge, start), end) for s in here for edge in (s.start, s.end))}
        )
        pieces = pairwise(edges)
        return "".join(self._piece(here, low, high) for low, high in pieces)

    def _within(self, start: int, end: int) -> list[Span]:
        """The spans that meet [start, end); blocks come in text order but for the cells of a row."""
        while self._next and self._spans[self._next - 1].end > start:
            self._next -= 1
        while self._next < len(self._spans) and self._spans[self._next].end <= start:
            self._next += 1
        found, i = [], self._next
        while i < len(self._spans) and self._spans[i].start < end:
            if self._spans[i].end > start:
                found.append(self._spans[i])
            i += 1
        return found

    def _piece(self, spans: Sequence[Span], low: int, high: int) -> str:
        inside = escape(self._reading.text[low:high])
        over = [span for span in spans if span.start <= low and span.end >= high]
        if not over:
            return inside
        kinds = " ".join(dict.fromkeys(word for span in over for word in span.kind.split()))
        facts = " ".join(str(span.fact) for span in over if span.fact >= 0)
        reach = f' data-f="{facts}" tabindex="0" role="button"' if facts else ""
        return f'<mark class="{kinds}"{reach}>{inside}</mark>'
