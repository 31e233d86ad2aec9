"""Tables that lost their lines on the way to plain text.

Found in three shapes: cells parted by tabs or strokes, or each led by a tab on a line of its own with a blank line between two rows; rows
of a name, its unit and its figures parted by blanks; each cell on its own line and nothing else. A table needs a header that the
words of tables know: without one nobody can say what its figures are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.extraction.tables import columns, texts, words
from briefing.extraction.tables.context import NOTE, UNIT_LINE
from briefing.extraction.tables.grid import Grid, Row
from briefing.model import Cell, Document

_LONGEST_CELL = 60
_LONGEST_ROW = 300
_MOST_HEADER_LINES = 14
_MOST_GAP = 2  # lines between two rows: headings of groups, rows that lost their figures
_SENTENCE = re.compile(r"[。；！？]|，.*，")
_NATURES = frozenset(words.NATURES.split())
_HAN = re.compile("[一-龥]")
_STROKES = re.compile(r"[|\s:\-—]+")
_WORDS = re.compile(r"[一-龥](?: [一-龥](?!\S))+|\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the document's clean text."""

    text: str
    start: int
    end: int


Line = Piece


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as it was parted: its name, its unit and its figures, dashes among them."""

    name: Piece
    unit: Piece | None
    values: tuple[Piece, ...]
    nature: Piece | None = None


def grids(document: Document) -> list[Grid]:
    """The tables in a document's running text, in text order. Linear in the text."""
    lines = _lines(document.text)
    found: list[Grid] = []
    taken = 0  # lines up to here belong to a table
    for first, last in _tabbed_runs(lines):
        rows = _tabbed_rows(document.text, lines[first : last + 1])
        if grid := _of_rows(document, lines, first, last, rows):
            found.append(grid)
            taken = last + 1
    spans = [(grid.start, grid.end) for grid in found]
    taken = 0
    for number in range(len(lines)):
        if number < taken or not _heads(lines[number].text):
            continue
        if any(start <= lines[number].start < end for start, end in spans):
            continue
        made = _of_entries(document, lines, number)
        if made:
            grid, taken = made
            found.append(grid)
    return sorted(found, key=lambda grid: grid.start)


def _lines(text: str) -> list[Line]:
    """The lines of the text that are not empty."""
    found: list[Line] = []
    at = 0
    for line in text.split("\n"):
        if line.strip(" ") or "\t" in line:
            found.append(Piece(line, at, at + len(line)))
        at += len(line) + 1
    return found


# ---- Cells parted by tabs or strokes ---------------------------------------------------------------------------------


def _tabbed_runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Runs of lines with tabs or strokes, with the short lines between them that go on in a cell."""
    first = last = -1
    for number, line in enumerate(lines):
        marked = "\t" in line.text or line.text.startswith("|")
        if marked and len(line.text) <= _LONGEST_ROW:
            first = number if first < 0 else first
            last = number
        elif first >= 0 and (len(line.text) > _LONGEST_CELL or _SENTENCE.search(line.text) or number - last > _MOST_GAP):
            if last > first:
                yield first, last
            first = -1
    if first >= 0 and last > first:
        yield first, last


def _tabbed_rows(text: str, lines: Sequence[Line]) -> list[list[Piece]]:
    """The rows of a run; empty cells stand in them as empty pieces."""
    rows: list[list[Piece]] = []
    before = -1
    for line in lines:
        blank_before = before >= 0 and text.count("\n", before, line.start) > 1
        body = line.text[1:] if line.text.startswith("\t") else line.text
        start = line.end - len(body)
        before = line.end
        if "|" in body:
            if not _STROKES.fullmatch(body):
                rows.append(_split(body.rstrip().rstrip("|").removeprefix("|"), start + body.startswith("|"), "|"))
        elif "\t" in body:
            rows.append(_split(body, start, "\t"))
        elif line.text.startswith("\t"):
            if blank_before or not rows:
                rows.append([])
            rows[-1].append(_stripped(body, start))
        elif rows and rows[-1]:  # the cell goes on
            last = rows[-1][-1]
            begin = last.start if last.text else start
            rows[-1][-1] = Piece(last.text + body.strip(), begin, line.end)
    return [row for row in rows if any(piece.text for piece in row)]


def _split(body: str, start: int, mark: str) -> list[Piece]:
    pieces: list[Piece] = []
    for part in body.split(mark):
        pieces.append(_stripped(part, start))
        start += len(part) + 1
    return pieces


def _stripped(text: str, start: int) -> Piece:
    bare = text.strip()
    start += len(text) - len(text.lstrip()) if bare else 0
    return Piece(bare, start, start + len(bare))


def _of_rows(document: Document, lines: Sequence[Line], first: int, last: int, rows: list[list[Piece]]) -> Grid | None:
    begin = next((number for number, row in enumerate(rows) if _is_header_row(row)), None)
    if begin is None or begin + 1 == len(rows):
        return None
    depth = 1
    while begin + depth < len(rows) and _goes_on(rows[begin + depth]):
        depth += 1
    header, body = rows[begin : begin + depth], rows[begin + depth :]
    leaves = _leaves(header)
    if leaves is None or not body:
        return None
    labels = max(1, max(len(row) for row in body) - len(leaves) + 1)
    made = [_header_row(document, leaves, level, labels) for level in range(depth)]
    for row in body:
        if len(row) < len(leaves) and "\n" not in document.text[row[0].start : row[-1].end]:
            row = [*row, *[Piece("", row[-1].end, row[-1].end)] * (len(leaves) - len(row))]  # blanks at a line's end are lost
        if len(row) >= len(leaves):
            made.append(_body_row(document, row, len(leaves), labels))
    start = min(piece.start for row in header for piece in row if piece.text)
    end = max(piece.end for piece in body[-1])
    if not any(texts.figures(piece.text) for row in body for piece in row):
        return None
    above = [piece.text for row in rows[:begin] for piece in row if piece.text]
    return _grid(document, made, lines, first, last, (start, end), above)


def _is_header_row(row: Sequence[Piece]) -> bool:
    said = [piece.text for piece in row if piece.text]
    return len(said) > 1 and columns.role_of(said[0]) in ("name", "area", "time", "index") and any(_says(text) for text in said[1:])


def _says(text: str) -> bool:
    said = columns.one(text)
    return texts.is_year(text) or (not said.name and (said.says or bool(said.unit)))


def _goes_on(row: Sequence[Piece]) -> bool:
    """Whether a row goes on with the header above it."""
    said = [piece.text for piece in row if piece.text]
    return all(texts.is_year(text) or (columns.is_header(text) and not texts.figures(text)) for text in said)


def _leaves(header: Sequence[Sequence[Piece]]) -> list[list[Piece]] | None:
    """The headings above each column, where merged cells of the upper rows stand once and empty cells stand below them."""
    leaves = [[piece] for piece in header[0]]
    for row in header[1:]:
        if len(row) == len(leaves):
            leaves = [[*leaf, piece] for leaf, piece in zip(leaves, row, strict=True)]
            continue
        left = next((number for number, piece in enumerate(row) if piece.text), 0)
        right = next((number for number, piece in enumerate(reversed(row)) if piece.text), 0)
        inner, outer = row[left : len(row) - right], leaves[left : len(leaves) - right]
        if not outer or len(inner) % len(outer):
            return None
        share = len(inner) // len(outer)
        spread = [[*outer[number // share], piece] for number, piece in enumerate(inner)]
        leaves = [*leaves[:left], *spread, *leaves[len(leaves) - right :]]
    return leaves


def _header_row(document: Document, leaves: Sequence[Sequence[Piece]], level: int, labels: int) -> Row:
    cells: list[Cell] = []
    for number, leaf in enumerate(leaves):
        if level < len(leaf) and leaf[level].text:
            place = number + labels - 1 if number else 0
            cells.append(_cell(document, leaf[level], place, 1 if number else labels))
    return tuple(cells)


def _body_row(document: Document, row: Sequence[Piece], leaves: int, labels: int) -> Row:
    """A row whose last cells stand below the last headings and whose first cells share the first one."""
    extra = len(row) - leaves
    cells: list[Cell] = []
    for number, piece in enumerate(row):
        if number <= extra:
            place, span = number, labels - extra if number == extra else 1
        else:
            place, span = number - extra + labels - 1, 1
        if piece.text and not texts.is_nothing(piece.text):
            cells.append(_cell(document, piece, place, span))
    return tuple(cells)


# ---- Rows parted by blanks, cells on lines of their own ----------------------------------------------------------------


def _heads(line: str) -> bool:
    """Whether a table's header may begin with this line."""
    if len(line) > _LONGEST_CELL or "\t" in line:
        return False
    words = _words(Piece(line, 0, len(line)))
    return bool(words) and columns.role_of(words[0].text) in ("name", "area", "index")


def _of_entries(document: Document, lines: Sequence[Line], first: int) -> tuple[Grid, int] | None:
    """The table whose header begins at a line, and the number of the line behind it."""
    header: list[list[Piece]] = []
    at = first
    while at < len(lines) and at - first < _MOST_HEADER_LINES and len(lines[at].text) <= 2 * _LONGEST_CELL:
        pieces = _words(lines[at])
        if not all(columns.is_header(piece.text) for piece in pieces):
            break
        header.append(pieces)
        at += 1
    tokens = [piece for pieces in header for piece in pieces]
    if len(tokens) < 2 or at >= len(lines):
        return None
    entries, after = _rows_of_lines(lines, at)
    if len(entries) < 2:
        entries, after = _rows_of_cells(lines, at)
    if len(entries) < 2:
        return None
    width = Counter(len(entry.values) for entry in entries).most_common(1)[0][0]
    headings = _headings(header, width)
    if not headings:
        return None
    kept = [entry for entry in entries if len(entry.values) == width]
    units = any(entry.unit for entry in kept)
    named = next((piece for piece in tokens if columns.role_of(piece.text) in ("name", "area")), tokens[0])
    top: list[Cell] = [_cell(document, named, 0)]
    if units:
        unit = next((piece for piece in tokens if columns.role_of(piece.text) == "unit"), None)
        top += [_cell(document, unit, 1)] if unit else [Cell("单位", top[0].start, top[0].end, 0, 1)]
    top += [_cell(document, piece, 1 + units + number) for number, piece in enumerate(headings)]
    rows: list[Row] = [tuple(top)]
    for entry in kept:
        cells = [_cell(document, entry.name, 0)]
        cells += [_cell(document, entry.unit, 1)] if entry.unit else []
        cells += [
            _cell(document, piece, 1 + units + number) for number, piece in enumerate(entry.values) if not texts.is_nothing(piece.text)
        ]
        cells += [_cell(document, entry.nature, 1 + units + width)] if entry.nature else []
        rows.append(tuple(cells))
    end = max((entry.values or (entry.name,))[-1].end for entry in entries)
    return _grid(document, rows, lines, first, after - 1, (tokens[0].start, end), []), after


def _words(line: Line) -> list[Piece]:
    """The words of a line; characters set apart (项 目) are one word."""
    return [Piece(match[0].replace(" ", ""), line.start + match.start(), line.start + match.end()) for match in _WORDS.finditer(line.text)]


def _rows_of_lines(lines: Sequence[Line], at: int) -> tuple[list[Entry], int]:
    """Rows that are lines: 第二产业* 亿元 37.1 -3.8."""
    entries: list[Entry] = []
    after = at
    for number in range(at, len(lines)):
        line = lines[number]
        entry = _entry(line) if len(line.text) <= _LONGEST_ROW else None
        if entry:
            entries.append(entry)
            after = number + 1
        elif number + 1 - after > _MOST_GAP or len(line.text) > _LONGEST_CELL or _SENTENCE.search(line.text):
            break
    return entries, after


def _entry(line: Line) -> Entry | None:
    pieces = _words(line)
    nature = pieces.pop() if len(pieces) > 2 and pieces[-1].text in _NATURES else None
    values: list[Piece] = []
    while len(pieces) > 1 and _is_value(pieces[-1].text):
        values.insert(0, pieces.pop())
    unit = pieces.pop() if values and len(pieces) > 1 and texts.unit(texts.plain(pieces[-1].text)) else None
    if len(pieces) > 1 and pieces[0].text.isdigit():
        pieces = pieces[1:]
    name = _whole(line, pieces)
    return Entry(name, unit, tuple(values), nature) if values and _may_name(name.text) else None


def _whole(line: Line, pieces: Sequence[Piece]) -> Piece:
    start, end = pieces[0].start, pieces[-1].end
    return Piece(line.text[start - line.start : end - line.start], start, end)


def _is_value(text: str) -> bool:
    return texts.is_nothing(text) or bool(texts.figures(text))


def _may_name(text: str) -> bool:
    return len(text) <= _LONGEST_CELL and _HAN.search(text) is not None and not _SENTENCE.search(text)


def _rows_of_cells(lines: Sequence[Line], at: int) -> tuple[list[Entry], int]:
    """Rows whose cells are lines: a name, perhaps its unit, figures and dashes, perhaps 预期性."""
    entries: list[Entry] = []
    after = number = at
    while number < len(lines):
        begin = number
        if lines[number].text.strip().isdigit() and number + 1 < len(lines) and _may_name(lines[number + 1].text):
            number += 1  # it counts the rows
        name = _words(lines[number])
        if not name or not _may_name(lines[number].text) or _is_value(lines[number].text):
            break
        number += 1
        unit = nature = None
        values: list[Piece] = []
        while number < len(lines) and len(lines[number].text) <= _LONGEST_CELL:
            cell = _stripped(lines[number].text, lines[number].start)
            counts = values and cell.text == str(len(entries) + 2) and number + 1 < len(lines) and _may_name(lines[number + 1].text)
            if not values and not unit and texts.unit(texts.plain(cell.text)):
                unit = cell
            elif cell.text in _NATURES:
                nature = cell
            elif _is_value(cell.text) and not nature and not (counts and begin > at - 1 and lines[at].text.strip() == "1"):
                values.append(cell)
            else:
                break
            number += 1
        if not values and number - begin > 2:
            break
        if values:
            entries.append(
                Entry(
                    _whole(lines[begin], name) if name[0].start >= lines[begin].start and begin == number else _joined(name),
                    unit,
                    tuple(values),
                    nature,
                )
            )
            after = number
        elif number - after > _MOST_GAP:
            break
    return entries, after


def _joined(pieces: Sequence[Piece]) -> Piece:
    return Piece("".join(piece.text for piece in pieces), pieces[0].start, pieces[-1].end)


def _headings(header: Sequence[Sequence[Piece]], width: int) -> list[Piece]:
    """The heading of each column of figures; [] where the header leaves open which is whose.

    A line with one heading a column stands as it is, with the lines above it that head groups of them. Headings that were wrapped, a word
    a line, are joined so that they make the best known ones (累计 完成 同比 (±%) for two columns: 累计完成, 同比(±%)).
    """
    by_line = [[piece for piece in pieces if not columns.one(piece.text).role] for pieces in header]
    by_line = [pieces for pieces in by_line if pieces]
    if not by_line:
        return []
    if len(by_line[0]) == width > 1 and all(_is_aside(piece.text) for pieces in by_line[1:] for piece in pieces):
        return by_line[0]
    if len(by_line[-1]) == width > 1 and all(width % len(pieces) == 0 for pieces in by_line):
        spread = [[pieces[number * len(pieces) // width] for pieces in by_line] for number in range(width)]
        return [Piece("".join(piece.text for piece in stack), stack[-1].start, stack[-1].end) for stack in spread]
    if len(by_line) > 1 and any(len(pieces) > 1 for pieces in by_line):
        return []
    return _parted([piece for pieces in by_line for piece in pieces], width)


def _is_aside(text: str) -> bool:
    return text.startswith(("（", "(")) and text.endswith(("）", ")"))


def _parted(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """The words parted into `width` headings."""
    if not 0 < width <= len(pieces) <= 40:
        return []
    best: dict[tuple[int, int], tuple[int, list[Piece]]] = {(0, 0): (0, [])}
    for end in range(1, len(pieces) + 1):
        for begin in range(max(0, end - 6), end):
            joined = Piece("".join(piece.text for piece in pieces[begin:end]), pieces[begin].start, pieces[end - 1].end)
            worth = _worth(joined.text)
            for count in range(1, width + 1):
                before = best.get((begin, count - 1))
                if worth and before and before[0] + worth > best.get((end, count), (0, []))[0]:
                    best[end, count] = (before[0] + worth, [*before[1], joined])
    return best.get((len(pieces), width), (0, []))[1]


def _worth(text: str) -> int:
    said = columns.one(text)
    if said.name or said.role or not said.says:
        return 0
    return 3 if columns.is_one_word(text) else 2


# ---- Grids -----------------------------------------------------------------------------------------------------------


def _cell(document: Document, piece: Piece, column: int, span: int = 1) -> Cell:
    start, end = document.offsets.span(piece.start, piece.end) if piece.end > piece.start else (0, 0)
    return Cell(piece.text, start, end, 0, column, column_span=span)


def _grid(
    document: Document, rows: Sequence[Row], lines: Sequence[Line], first: int, last: int, span: tuple[int, int], above: list[str]
) -> Grid:
    """The grid of a table that stands in lines[first..last]."""
    titles: list[str] = []
    for piece in reversed(lines[max(0, first - 3) : first]):
        title = piece.text.strip()
        if len(title) > _LONGEST_CELL or _SENTENCE.search(title):
            break
        titles.insert(0, title)
        if not UNIT_LINE.search(texts.plain(title)):
            break
    notes: list[str] = []
    end = span[1]
    for piece in lines[last + 1 : last + 4]:
        if not NOTE.match(piece.text.strip()):
            break
        notes.append(piece.text)
        end = piece.end
    width = max((cell.column + cell.column_span for row in rows for cell in row), default=0)
    placed = tuple(tuple(row) for row in rows if row)
    return Grid(placed, width, (*titles, *above), document.section_at(span[0]), span[0], end, tuple(notes))
