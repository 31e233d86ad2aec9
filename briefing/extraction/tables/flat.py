"""Tables that lost their lines on the way to plain text.

Found in three shapes: cells parted by tabs or strokes, or each led by a tab on a line of its own with a blank line between two rows; rows
of a name, its unit and its figures parted by blanks; each cell on its own line and nothing else. A table needs a header that the
words of tables know: without one nobody can say what its figures are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from briefing import lazy as re
from briefing.extraction.tables import columns, texts, words
from briefing.extraction.tables.context import NOTE, UNIT_LINE
from briefing.extraction.tables.grid import Grid, Row
from briefing.model import Cell, Document, Table

_LONGEST_CELL = 60
_LONGEST_ROW = 300
_MOST_HEADER_LINES = 14
_MOST_GAP = 2  # lines between two rows: headings of groups, rows that lost their figures
_SENTENCE = re.compile(r"[。；！？]|，.*，")
_NATURES = frozenset(words.NATURES.split())
_CATEGORIES = frozenset(words.CATEGORY.split())
_HAN = re.compile("[一-龥]")
_STROKES = re.compile(r"[|\s:\-—]+")
_CLOSED = re.compile(r"([^|\t]*[^|\t\s])\s*\|\s*")  # a cell on a line of its own, and its stroke
_A_YEAR = re.compile(r"20\d\d年")
_YEAR_LAST = re.compile(r"(?:预计|完成|实际|执行|决算)数?20\d\d年")
_WORDS = re.compile(r"[一-龥](?: [一-龥](?!\S))+|\S+")


Span = tuple[int, int]


class Piece(NamedTuple):
    """A stretch of the document's clean text."""

    text: str
    start: int
    end: int


class Entry(NamedTuple):
    """A row as it was parted: its name, its unit and its figures, dashes among them."""

    name: Piece
    unit: Piece | None
    values: tuple[Piece, ...]
    nature: Piece | None = None


def grids(document: Document) -> list[Grid]:
    """The tables in a document's running text, in text order. Linear in the text."""
    lines = _lines(document.text)
    found: list[Grid] = []
    taken = bytearray(len(lines))  # lines of a table that is found
    for first, last in _tabbed_runs(lines):
        for rows, span, above in _of_rows(
            document, _tabbed_rows(document.text, lines[first : last + 1])
        ):
            found.append(_grid(document, rows, lines, first, last, span, above))
            taken[first : last + 1] = bytes([1]) * (last + 1 - first)
    number = 0
    while number < len(lines):
        if taken[number] or not _heads(lines[number].text):
            number += 1
            continue
        made, number = _of_entries(document, lines, number)
        found += [made] if made else []
    return sorted(found, key=lambda grid: grid.start)


def tables(document: Document) -> list[Table]:
    """The runs of lines with tabs or strokes as tables, whatever they are of; one that has no two rows with several cells is none."""
    lines = _lines(document.text)
    found: list[Table] = []
    for first, last in _tabbed_runs(lines):
        rows = _tabbed_rows(document.text, lines[first : last + 1])
        if sum(len(row) > 1 for row in rows) < 2:
            continue
        cells = tuple(
            replace(_cell(document, piece, column), row=number)
            for number, row in enumerate(rows)
            for column, piece in enumerate(row)
            if piece.text
        )
        start, end = document.offsets.span(lines[first].start, lines[last].end)
        title = lines[first - 1].text.strip() if first else ""
        found.append(
            Table(
                cells,
                len(rows),
                max(map(len, rows)),
                start,
                end,
                title if len(title) <= _LONGEST_CELL else "",
            )
        )
    return found


def _lines(text: str) -> list[Piece]:
    """The lines of the text that are not empty."""
    found: list[Piece] = []
    at = 0
    for line in text.split("\n"):
        cell = _CLOSED.fullmatch(line)
        if cell:  # 合计 |
            found.append(Piece(cell[1], at, at + len(cell[1])))
        elif line.strip(" ") or "\t" in line:
            found.append(Piece(line, at, at + len(line)))
        at += len(line) + 1
    return found


# ---- Cells parted by tabs or strokes ---------------------------------------------------------------------------------


def _tabbed_runs(lines: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Runs of lines with tabs or strokes, with the short lines between them that go on in a cell."""
    first = last = -1
    for number, line in enumerate(lines):
        marked = "\t" in line.text or "|" in line.text
        if marked and len(line.text) <= _LONGEST_ROW:
            first = number if first < 0 else first
            last = number
        elif first >= 0 and (
            len(line.text) > _LONGEST_CELL
            or _SENTENCE.search(line.text)
            or number - last > _MOST_GAP
        ):
            if last > first:
                yield first, last
            first = -1
    if first >= 0 and last > first:
        yield first, last


def _tabbed_rows(text: str, lines: Sequence[Piece]) -> list[list[Piece]]:
    """The rows of a run; empty cells stand in them as empty pieces."""
    rows: list[list[Piece]] = []
    before = -1
    led = all(
        line.text.startswith("\t") for line in lines if "\t" in line.text
    )  # else a tab before all others has an empty cell before it
    for line in lines:
        blank_before = before >= 0 and text.count("\n", before, line.start) > 1
        body = line.text[1:] if line.text.startswith("\t") else line.text
        start = line.end - len(body)
        before = line.end
        if "|" in body:
            if not _STROKES.fullmatch(body):
                rows.append(
                    _split(
                        body.rstrip().rstrip("|").removeprefix("|"),
                        start + body.startswith("|"),
                        "|",
                    )
                )
        elif "\t" in body:
            rows.append(_split(body, start, "\t") if led else _split(line.text, line.start, "\t"))
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


def _of_rows(
    document: Document, rows: list[list[Piece]]
) -> Iterator[tuple[list[Row], Span, list[str]]]:
    """The tables among the rows of a run: each with its span in the clean text and the lines of the run above it."""
    heads = [
        number
        for number, row in enumerate(rows)
        if _is_header_row(row) and not (number and _is_header_row(rows[number - 1]))
    ]
    for first, stop in pairwise([*heads, len(rows)]):
        depth = 1
        while first + depth < stop and _goes_on(rows[first + depth]):
            depth += 1
        header = rows[first : first + depth]
        leaves = _leaves(header)
        body = (
            [_padded(document, row, len(leaves)) for row in rows[first + depth : stop]]
            if leaves
            else []
        )
        body = [row for row in body if len(row) >= len(leaves or ())]
        if not leaves or not any(texts.figures(piece.text) for row in body for piece in row[1:]):
            continue
        labels = max(map(len, body)) - len(leaves) + 1
        made = [_header_row(document, leaves, level, labels) for level in range(depth)]
        made += [_body_row(document, row, len(leaves), labels) for row in body]
        start = min(piece.start for row in header for piece in row if piece.text)
        lines = [
            row[0].text
            for row in rows[max(0, first - 3) : first]
            if sum(bool(piece.text) for piece in row) == 1
        ]
        yield made, (start, max(piece.end for piece in body[-1])), lines


def _padded(document: Document, row: list[Piece], width: int) -> list[Piece]:
    """A row of one line with the blanks at its end that cleaning took away."""
    if len(row) >= width or "\n" in document.text[row[0].start : row[-1].end]:
        return row
    return [*row, *[Piece("", row[-1].end, row[-1].end)] * (width - len(row))]


def _is_header_row(row: Sequence[Piece]) -> bool:
    said = [piece.text for piece in row if piece.text]
    return (
        len(said) > 1
        and columns.role_of(said[0]) in ("name", "area", "time", "index")
        and any(_says(text) for text in said[1:])
    )


def _says(text: str) -> bool:
    said = columns.one(text)
    return texts.is_year(text) or (not said.name and (said.says or bool(said.unit)))


def _goes_on(row: Sequence[Piece]) -> bool:
    """Whether a row goes on with the header above it."""
    said = [piece.text for piece in row if piece.text]
    return all(
        texts.is_year(text) or (columns.is_header(text) and not texts.figures(text))
        for text in said
    )


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


def _header_row(
    document: Document, leaves: Sequence[Sequence[Piece]], level: int, labels: int
) -> Row:
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
    return bool(words) and columns.role_of(words[0].text) in ("name", "area", "index", "time")


def _of_entries(document: Document, lines: Sequence[Piece], first: int) -> tuple[Grid | None, int]:
    """The table whose header begins at a line, if one does, and the line to go on with."""
    header = _header(lines, first)
    at = first + len(header)
    tokens = [piece for pieces in header for piece in pieces]
    sorts = (
        len(tokens) > 1
        and tokens[0].text in _CATEGORIES
        and columns.role_of(tokens[1].text) == "name"
    )
    entries, after = _rows_of_lines(lines, at) if len(tokens) > 1 else ([], at)
    if len(entries) < 2 and len(tokens) > 1 and at < len(lines):
        entries, after = _rows_of_cells(lines, at)
    width = (
        Counter(len(entry.values) for entry in entries).most_common(1)[0][0]
        if len(entries) > 1
        else 0
    )
    headings = _headings(header, width) if width else []
    if not headings:
        return None, max(at, first + 1)
    if any(entry.unit for entry in entries):
        entries = [_with_dash(entry, width) for entry in entries]
    kept = [_unsorted(entry) if sorts else entry for entry in entries if len(entry.values) == width]
    units = any(entry.unit for entry in kept)
    rows = [
        _top_row(document, tokens, headings, units),
        *(_entry_row(document, entry, units) for entry in kept),
    ]
    end = max(entry.values[-1].end for entry in entries)
    return _grid(document, rows, lines, first, after - 1, (tokens[0].start, end), []), after


def _header(lines: Sequence[Piece], first: int) -> list[list[Piece]]:
    """The words of the lines that are a header from this line on."""
    header: list[list[Piece]] = []
    for line in lines[first : first + _MOST_HEADER_LINES]:
        pieces = _with_asides(_words(line))
        known = all(
            columns.is_header(piece.text) or (not header and _may_head(piece.text))
            for piece in pieces
        )
        if not known or len(line.text) > 2 * _LONGEST_CELL:
            break
        header.append(pieces)
    return header


def _top_row(
    document: Document, tokens: Sequence[Piece], headings: Sequence[Piece], units: bool
) -> Row:
    """The header as one row: names, units where there are any, figures."""
    named = next(
        (piece for piece in tokens if columns.role_of(piece.text) in ("name", "area")), tokens[0]
    )
    unit = next(
        (piece for piece in tokens if columns.role_of(piece.text) == "unit"),
        Piece("单位", named.start, named.end),
    )
    return tuple(
        _cell(document, piece, place)
        for place, piece in enumerate([named, *([unit] if units else []), *headings])
    )


def _entry_row(document: Document, entry: Entry, units: bool) -> Row:
    cells = [_cell(document, entry.name, 0)]
    if entry.unit:
        cells.append(_cell(document, entry.unit, 1))
    for place, piece in enumerate(entry.values, start=1 + units):
        if not texts.is_nothing(piece.text):
            cells.append(_cell(document, piece, place))
    if entry.nature:
        cells.append(_cell(document, entry.nature, 1 + units + len(entry.values)))
    return tuple(cells)


def _words(line: Piece) -> list[Piece]:
    """The words of a line; characters set apart (项 目) are one word."""
    return [
        Piece(match[0].replace(" ", ""), line.start + match.start(), line.start + match.end())
        for match in _WORDS.finditer(line.text)
    ]


def _with_asides(pieces: list[Piece]) -> list[Piece]:
    """The words of a heading line, each with the brackets behind it: 增速 （%）."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and _is_aside(piece.text) and not _is_aside(joined[-1].text):
            joined[-1] = Piece(joined[-1].text + piece.text, joined[-1].start, piece.end)
        else:
            joined.append(piece)
    return joined


def _may_head(text: str) -> bool:
    """Whether a word beside known ones may be the heading of a column: 产量, 农村."""
    return (
        len(text) <= 14
        and _HAN.match(text) is not None
        and not _is_value(text)
        and not _SENTENCE.search(text)
    )


def _rows_of_lines(lines: Sequence[Piece], at: int) -> tuple[list[Entry], int]:
    """Rows that are lines: 第二产业* 亿元 37.1 -3.8."""
    entries: list[Entry] = []
    after = at
    for number in range(at, len(lines)):
        line = lines[number]
        entry = _entry(line) if len(line.text) <= _LONGEST_ROW else None
        if entry:
            entries.append(entry)
            after = number + 1
        elif (
            number + 1 - after > _MOST_GAP
            or len(line.text) > _LONGEST_CELL
            or _SENTENCE.search(line.text)
            or _heads(line.text)
        ):
            break
    return entries, after


def _entry(line: Piece) -> Entry | None:
    pieces = _words(line)
    if not pieces:  # a line of white space alone
        return None
    nature = pieces.pop() if len(pieces) > 2 and pieces[-1].text in _NATURES else None
    values: list[Piece] = []
    while len(pieces) > 1 and _is_value(pieces[-1].text):
        values.insert(0, pieces.pop())
    unit = (
        pieces.pop()
        if values and len(pieces) > 1 and texts.unit(texts.plain(pieces[-1].text))
        else None
    )
    if len(pieces) > 1 and pieces[0].text.isdigit():  # it counts the rows
        pieces = pieces[1:]
    name = _whole(line, pieces)
    named = _may_name(name.text) or texts.is_year(name.text)
    return Entry(name, unit, tuple(values), nature) if values and named else None


def _with_dash(entry: Entry, width: int) -> Entry:
    """A row whose unit is a dash, as its only figure is a rate."""
    if entry.unit or len(entry.values) != width + 1 or not texts.is_nothing(entry.values[0].text):
        return entry
    return entry._replace(values=entry.values[1:])


def _unsorted(entry: Entry) -> Entry:
    """A row without what sorts it, which stands before the name of the first of its kind: 经济发展 地区生产总值."""
    sort, _, name = entry.name.text.partition(" ")
    return (
        entry._replace(name=Piece(name, entry.name.end - len(name), entry.name.end))
        if name and sort.isalpha() and _may_name(name)
        else entry
    )


def _whole(line: Piece, pieces: Sequence[Piece]) -> Piece:
    start, end = pieces[0].start, pieces[-1].end
    return Piece(line.text[start - line.start : end - line.start], start, end)


def _is_value(text: str) -> bool:
    return texts.is_nothing(text) or bool(texts.figures(text))


def _may_name(text: str) -> bool:
    return (
        len(text) <= _LONGEST_CELL and _HAN.search(text) is not None and not _SENTENCE.search(text)
    )


def _rows_of_cells(lines: Sequence[Piece], at: int) -> tuple[list[Entry], int]:
    """Rows whose cells are lines: perhaps a number that counts them, a name, perhaps its unit, figures and dashes, perhaps 预期性."""
    entries: list[Entry] = []
    after = number = at
    counted = 0
    while (
        number < len(lines)
        and number - after <= _MOST_GAP
        and not (number > at and _heads(lines[number].text))
    ):
        if _counts(lines, number, counted):
            counted += 1
            number += 1
        entry, number = _entry_of_cells(lines, number, counted)
        if entry is None:
            break
        if entry.values:
            entries.append(entry)
            after = number
    return entries, after


def _counts(lines: Sequence[Piece], number: int, counted: int) -> bool:
    """Whether a line holds the number of the next row and nothing else."""
    if lines[number].text.strip() != str(counted + 1) or number + 1 == len(lines):
        return False
    following = lines[number + 1].text.strip()
    return following not in _NATURES and _may_name(following) and not _is_value(following)


def _entry_of_cells(lines: Sequence[Piece], number: int, counted: int) -> tuple[Entry | None, int]:
    """The row whose name stands on a line, and the line behind the row. A name that sorts has no figures."""
    name = _stripped(lines[number].text, lines[number].start)
    if not _may_name(name.text) or _is_value(name.text):
        return None, number
    unit = nature = None
    values: list[Piece] = []
    number += 1
    while number < len(lines) and len(lines[number].text) <= _LONGEST_CELL and nature is None:
        cell = _stripped(lines[number].text, lines[number].start)
        if cell.text in _NATURES:
            nature = cell
        elif not values and not unit and texts.unit(texts.plain(cell.text)):
            unit = cell
        elif _is_value(cell.text) and not (
            (counted or not values) and _counts(lines, number, counted)
        ):
            values.append(cell)
        else:
            break
        number += 1
    return Entry(name, unit, tuple(values), nature), number


def _headings(header: Sequence[Sequence[Piece]], width: int) -> list[Piece]:
    """The heading of each column of figures; [] where the header leaves open which is whose.

    A line with one heading a column stands as it is, with the lines above it that head groups of them. Headings that were wrapped, a word
    a line, are joined so that they make the best known ones (累计 完成 同比 (±%) for two columns: 累计完成, 同比(±%)).
    """
    by_line = [pieces for line in header if (pieces := _of_figures(line))]
    if not by_line:
        return []
    if len(by_line[0]) == width > 1 and all(
        _is_aside(piece.text) for pieces in by_line[1:] for piece in pieces
    ):
        by_line = [pieces for pieces in by_line if len(pieces) == width]
    if len(by_line[-1]) == width > 1 and all(width % len(pieces) == 0 for pieces in by_line):
        spread = [
            [pieces[number * len(pieces) // width] for pieces in by_line] for number in range(width)
        ]
        return [
            Piece("".join(piece.text for piece in stack), stack[-1].start, stack[-1].end)
            for stack in spread
        ]
    if len(by_line) > 1 and any(len(pieces) > 1 for pieces in by_line):
        return []
    return _parted([piece for pieces in by_line for piece in pieces], width)


def _of_figures(line: Sequence[Piece]) -> list[Piece]:
    """The headings of a line that head figures: not those that label rows, which come first, nor 单位, 备注 …"""
    found: list[Piece] = []
    for piece in line:
        role = columns.one(piece.text).role
        if not role or (found and role in ("name", "area", "time")):
            found.append(piece)
    return found


def _is_aside(text: str) -> bool:
    return text.startswith(("（", "(")) and text.endswith(("）", ")"))


def _parted(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """The words parted into `width` headings in the one best way; [] where there are two."""
    if not 0 < width <= len(pieces) <= _MOST_HEADER_LINES:
        return []
    # For so many words in so many headings: what they are worth, the headings, whether no others are worth as much.
    best: dict[tuple[int, int], tuple[int, list[Piece], bool]] = {(0, 0): (0, [], True)}
    for end in range(1, len(pieces) + 1):
        for begin in range(end):
            joined = Piece(
                "".join(piece.text for piece in pieces[begin:end]),
                pieces[begin].start,
                pieces[end - 1].end,
            )
            if not (worth := _worth(joined.text)):
                continue
            for count in range(1, width + 1):
                if not (before := best.get((begin, count - 1))):
                    continue
                total = before[0] + worth
                so_far = best.get((end, count))
                if so_far is None or total > so_far[0]:
                    best[end, count] = total, [*before[1], joined], before[2]
                elif total == so_far[0]:
                    best[end, count] = *so_far[:2], False
    _, headings, alone = best.get((len(pieces), width), (0, [], False))
    return headings if alone else []


def _worth(text: str) -> int:
    """What a text is worth as a heading: 3 for a known word, 2 for several that go together, 1 in an odd order, 0 for what is none."""
    said = columns.one(text)
    if said.name or said.role or not said.says or len(_A_YEAR.findall(text)) > 1:
        return 0
    if columns.is_one_word(text):
        return 3
    return 1 if _YEAR_LAST.search(text) else 2


# ---- Grids -----------------------------------------------------------------------------------------------------------


def _cell(document: Document, piece: Piece, column: int, span: int = 1) -> Cell:
    start, end = (
        document.offsets.span(piece.start, piece.end) if piece.end > piece.start else (0, 0)
    )
    return Cell(piece.text, start, end, 0, column, column_span=span)


def _grid(
    document: Document,
    rows: Sequence[Row],
    lines: Sequence[Piece],
    first: int,
    last: int,
    span: Span,
    above: list[str],
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
    return Grid(
        placed, width, (*titles, *above), document.section_at(span[0]), span[0], end, tuple(notes)
    )
