"""Tables that lost their lines on the way to plain text, as the tables a reader finds.

Found in three shapes: cells parted by tabs or strokes, or each led by a tab on a line of its own with a blank line between two rows; rows
of a name, its unit and its figures parted by blanks; each cell on its own line and nothing else. The last two need a header that the
words of tables know: without one nobody can say where they begin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from briefing import lazy as re
from briefing.extraction.tables import columns, texts, words
from briefing.model import Cell, Document, Table, squeeze

_LONGEST_CELL = 60
_LONGEST_ROW = 300
_MOST_HEADER_LINES = 14
_LONGEST_HEAD = 24  # of a column, on a line of its own
_LEAST_REPEATED = 3  # rows that tell how many lines are heads
_MOST_GAP = 2  # lines between two rows: headings of groups, rows that lost their figures
_SENTENCE = re.compile(r"[。；！？]|，.*，")
_NATURES = frozenset(words.of("natures"))
_CATEGORIES = frozenset(words.of("category"))
_HAN = re.compile("[一-龥]")
_STROKES = re.compile(r"[|\s:\-—]+")
_CLOSED = re.compile(r"([^|\t]*[^|\t\s])\s*\|\s*")  # a cell on a line of its own, and its stroke
_A_YEAR = re.compile(r"20\d\d年")
_YEAR_LAST = re.compile(r"(?:预计|完成|实际|执行|决算)数?20\d\d年")
_LEAST_WHOLE = 2  # rows without blank cells, that tell where the columns stand
_MOST_ASKEW = 3  # places by which a figure may miss its column
_BLANKS = re.compile(r"\s{2,}")  # that put cells into columns
_WORDS = re.compile(r"[地项科指名](?:\s{1,8})[区目标称](?!\S)|[一-龥](?: [一-龥](?!\S))+|\S+")


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


def parted(document: Document) -> list[Table]:
    """The runs of lines with tabs or strokes, whatever they are of, in text order; one that has no two rows with several cells is none."""
    lines = _lines(document.text)
    return [table for run in _runs(lines) if (table := _of_run(document, lines, run))]


def listed(document: Document) -> list[Table]:
    """The tables of figures whose cells are parted by blanks, or are lines, in text order. Linear in the text."""
    lines = _lines(document.text)
    runs = list(_runs(lines))
    taken = {number for first, last in runs for number in range(first, last + 1)}
    found: list[Table] = []
    number = 0
    while number < len(lines):
        if number in taken or not _heads(lines[number].text):
            number += 1
            continue
        made, number = _of_entries(document, lines, number)
        found += [made] if made else []
    return found


def _lines(text: str) -> list[Piece]:
    """The lines of the text that are not empty."""
    found: list[Piece] = []
    at = 0
    for line in text.split("\n"):
        cell = _CLOSED.fullmatch(line) if "|" in line else None
        if cell:  # 合计 |
            found.append(Piece(cell[1], at, at + len(cell[1])))
        elif line.strip(" ") or "\t" in line:
            found.append(Piece(line, at, at + len(line)))
        at += len(line) + 1
    return found


def _table(
    document: Document, rows: Sequence[Sequence[tuple[Piece, int, int]]], span: tuple[int, int]
) -> Table:
    """A table of rows of pieces, each with its column and the columns it spans. span: of all of it in the clean text."""
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        for piece, column, wide in row:
            if piece.text:
                start, end = document.offsets.span(piece.start, piece.end)
                cells.append(Cell(piece.text, start, end, number, column, column_span=wide))
    width = max(cell.column + cell.column_span for cell in cells)
    return Table(tuple(cells), len(rows), width, *document.offsets.span(*span))


# ---- Cells parted by tabs or strokes ---------------------------------------------------------------------------------


def _runs(lines: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Runs of lines with tabs or strokes, with the short lines between them that go on in a cell."""
    first = last = -1
    for number, line in enumerate(lines):
        marked = "\t" in line.text or "|" in line.text
        if marked and len(line.text) <= _LONGEST_ROW:
            first = number if first < 0 else first
            last = number
        elif first >= 0 and (_is_prose(line) or number - last > _MOST_GAP):
            if last > first:
                yield first, last
            first = -1
    if first >= 0 and last > first:
        yield first, last


def _is_prose(line: Piece) -> bool:
    return len(line.text) > _LONGEST_CELL or _SENTENCE.search(line.text) is not None


def _of_run(document: Document, lines: Sequence[Piece], run: tuple[int, int]) -> Table | None:
    rows = _parted_rows(document.text, lines[run[0] : run[1] + 1])
    if sum(len(row) > 1 for row in rows) < 2:
        return None
    told = [piece for row in rows for piece in row if piece.text]
    return _table(document, _restored(rows), (told[0].start, told[-1].end))


def _parted_rows(text: str, lines: Sequence[Piece]) -> list[list[Piece]]:
    """The rows of a run; empty cells stand in them as empty pieces."""
    rows: list[list[Piece]] = []
    before = -1
    # Else a tab before all others has an empty cell before it.
    led = all(line.text.startswith("\t") for line in lines if "\t" in line.text)
    for line in lines:
        blank_before = before >= 0 and text.count("\n", before, line.start) > 1
        body = line.text.removeprefix("\t")
        start = line.end - len(body)
        before = line.end
        if "|" in body:
            bare = body.rstrip().rstrip("|")
            cells = _split(bare.removeprefix("|"), start + bare.startswith("|"), "|")
            rows += [] if _STROKES.fullmatch(body) else [cells]
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


def _restored(rows: Sequence[Sequence[Piece]]) -> list[list[tuple[Piece, int, int]]]:
    """The rows with their columns. Heads that lost their merged cells, fewer than the cells below them, get them back."""
    depth = next((n for n, row in enumerate(rows) if _has_figures(row)), 0)
    top = next((n for n, row in enumerate(rows[:depth]) if len(row) > 1), 0)
    leaves = _leaves(rows[top:depth]) if depth > top else None
    width = max(map(len, rows[depth:]), default=0)
    if not leaves or len(leaves) >= width:
        return [[(piece, n, 1) for n, piece in enumerate(row)] for row in rows]
    names = width - len(leaves) + 1  # columns of names below the first head
    made = [[(piece, n, 1) for n, piece in enumerate(row)] for row in rows[:top]]
    for level in range(depth - top):
        stacks = [(n, leaf[level]) for n, leaf in enumerate(leaves) if level < len(leaf)]
        made.append([(p, n + names - 1 if n else 0, 1 if n else names) for n, p in stacks])
    for row in rows[depth:]:
        extra = len(row) - len(leaves)  # of the names' columns, the last of which spans the rest
        made.append(
            [
                (p, n, names - n if n == extra else 1)
                if n <= extra
                else (p, n - extra + names - 1, 1)
                for n, p in enumerate(row)
            ]
            if extra >= 0
            else [(piece, n, 1) for n, piece in enumerate(row)]
        )
    return made


def _has_figures(row: Sequence[Piece]) -> bool:
    found = [p.text for p in row if texts.figures(p.text) and not texts.is_year(p.text)]
    return len(found) > (0 if row[0].text and not texts.figures(row[0].text) else 1)


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


# ---- Rows parted by blanks, cells on lines of their own ----------------------------------------------------------------


def _heads(line: str) -> bool:
    """Whether a table's header may begin with this line."""
    if "\t" in line or _is_long(line):
        return False
    said = _words(Piece(line, 0, len(line)))
    return bool(said) and columns.role_of(said[0].text) in ("name", "area", "index", "time")


def _is_long(line: str) -> bool:
    """Whether it is no cell, whatever its blanks."""
    return len(line) > _LONGEST_CELL and (
        len("".join(line.split())) > _LONGEST_CELL or len(_BLANKS.sub(" ", line)) > _LONGEST_CELL
    )


def _of_entries(document: Document, lines: Sequence[Piece], first: int) -> tuple[Table | None, int]:
    """The table whose header begins at a line, if one does, and the line to go on with."""
    header = _repeated(lines, first) or _header(lines, first)
    at = first + len(header)
    tokens = [piece for pieces in header for piece in pieces]
    entries, after = _rows_of_lines(lines, at) if len(tokens) > 1 else ([], at)
    if len(entries) < 2 and len(tokens) > 1 and at < len(lines):
        entries, after = _rows_of_cells(lines, at)
    width = Counter(len(entry.values) for entry in entries).most_common(1)[0][0] if entries else 0
    headings = _headings(header, width) if len(entries) > 1 else []
    if not headings:
        return None, max(at, first + 1)
    columns_at = _columns_at(document.text, entries, width)
    entries = [_spread(document.text, entry, columns_at) for entry in entries]
    units = any(entry.unit for entry in entries)
    entries = [_with_dash(entry, width) if units else entry for entry in entries]
    if tokens[0].text in _CATEGORIES and columns.role_of(tokens[1].text) == "name":
        entries = [_unsorted(entry) for entry in entries]
    told = {columns.role_of(piece.text): piece for piece in reversed(tokens)}
    name = told.get("name") or told.get("area") or tokens[0]
    unit = told.get("unit") or Piece("单位", name.start, name.end)
    nothing = Piece("", 0, 0)
    rows = [
        [name, *([unit] if units else []), *headings],
        *(
            [entry.name, *([entry.unit or nothing] if units else []), *entry.values]
            for entry in entries
            if len(entry.values) == width
        ),
    ]
    placed = [[(piece, n, 1) for n, piece in enumerate(row)] for row in rows]
    end = max(piece.end for row in rows for piece in row)
    return _table(document, placed, (tokens[0].start, end)), after


def _header(lines: Sequence[Piece], first: int) -> list[list[Piece]]:
    """The words of the lines that are a header from this line on."""
    header: list[list[Piece]] = []
    for line in lines[first : first + _MOST_HEADER_LINES]:
        pieces = _with_asides(_words(line))
        known = all(
            columns.is_header(piece.text) or (not header and _may_head(piece.text))
            for piece in pieces
        )
        if not known or len(_BLANKS.sub(" ", line.text)) > 2 * _LONGEST_CELL:
            break
        header.append(pieces)
    return header


def _repeated(lines: Sequence[Piece], first: int) -> list[list[Piece]]:
    """Heads on lines of their own, known by what repeats below them: as many lines to a row, a name and figures; else none."""
    heads: list[list[Piece]] = []
    for line in lines[first : first + _MOST_HEADER_LINES]:
        head = _stripped(line.text, line.start)
        if len(head.text) > _LONGEST_HEAD or " " in head.text or _is_value(head.text):
            break
        heads.append([head])
    for depth in range(2, len(heads)):
        rows = range(first + depth, first + depth + _LEAST_REPEATED * depth, depth)
        if all(_is_row(lines[at : at + depth], depth) for at in rows):
            return heads[:depth]
    return []


def _is_row(lines: Sequence[Piece], depth: int) -> bool:
    """Whether these lines are a name and the figures beside it."""
    name, *values = (line.text.strip() for line in lines) if len(lines) == depth else ("",)
    return _may_name(name) and not _is_value(name) and all(map(_is_value, values))


def _words(line: Piece) -> list[Piece]:
    """The words of a line; characters set apart (项 目) are one word."""
    return [
        Piece(squeeze(match[0]), line.start + match.start(), line.start + match.end())
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
    return len(text) <= 14 and _may_name(text) and not _is_value(text)


def _may_name(text: str) -> bool:
    return len(text) <= _LONGEST_CELL and bool(_HAN.search(text)) and not _SENTENCE.search(text)


def _is_value(text: str) -> bool:
    return texts.is_nothing(text) or bool(texts.figures(text))


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
        elif number + 1 - after > _MOST_GAP or _is_prose(line) or _heads(line.text):
            break
    return entries, after


def _entry(line: Piece) -> Entry | None:
    pieces = _words(line)
    if len(pieces) > 2 and pieces[-1].text in _NATURES:
        pieces.pop()
    values: list[Piece] = []
    while len(pieces) > 1 and _is_value(pieces[-1].text):
        values.insert(0, pieces.pop())
    if not values:
        return None
    has_unit = len(pieces) > 1 and texts.unit(texts.plain(pieces[-1].text))
    unit = pieces.pop() if has_unit else None
    if len(pieces) > 1 and pieces[0].text.isdigit():  # it counts the rows
        pieces = pieces[1:]
    start, end = pieces[0].start, pieces[-1].end
    name = Piece(line.text[start - line.start : end - line.start], start, end)
    named = _may_name(name.text) or texts.is_year(name.text)
    return Entry(name, unit, tuple(values)) if named else None


def _columns_at(text: str, entries: Sequence[Entry], width: int) -> list[tuple[int, int]]:
    """Where the columns of lines set with blanks stand: of each whether its figures end (1) or begin (0) there, and where; [] for none."""
    whole = [entry.values for entry in entries if len(entry.values) == width]
    if len(whole) < _LEAST_WHOLE or len(whole) == len(entries):
        return []
    if any(after.start - one.end < 2 for values in whole for one, after in pairwise(values)):
        return []  # one blank parts cells and sets none
    found: list[tuple[int, int]] = []
    for column in zip(*whole, strict=True):
        sides = [sorted(_edge(text, piece, side) for piece in column) for side in (0, 1)]
        spread = [edges[-1] - edges[0] for edges in sides]
        side = int(spread[1] <= spread[0])
        if spread[side] > _MOST_ASKEW:
            return []
        found.append((side, sides[side][len(column) // 2]))
    return found


def _edge(text: str, piece: Piece, side: int) -> int:
    """Where a piece begins (0) or ends (1) in its line, as wide as it is set: a Chinese character takes two places."""
    at = piece.end if side else piece.start
    before = text[text.rfind("\n", 0, at) + 1 : at]
    return len(before) + sum(character > "\u2e7f" for character in before)


def _spread(text: str, entry: Entry, columns_at: Sequence[tuple[int, int]]) -> Entry:
    """A row with blank cells: each figure in the column it stands below; as it is where that is not plain."""
    if not columns_at or len(entry.values) >= len(columns_at):
        return entry
    held: dict[int, Piece] = {}
    for piece in entry.values:
        apart = [abs(_edge(text, piece, side) - at) for side, at in columns_at]
        place = min(range(len(apart)), key=apart.__getitem__)
        if apart[place] > _MOST_ASKEW or place in held:
            return entry
        held[place] = piece
    nothing = Piece("", 0, 0)
    return entry._replace(values=tuple(held.get(n, nothing) for n in range(len(columns_at))))


def _with_dash(entry: Entry, width: int) -> Entry:
    """A row whose unit is a dash, as its only figure is a rate."""
    if entry.unit or len(entry.values) != width + 1 or not texts.is_nothing(entry.values[0].text):
        return entry
    return entry._replace(values=entry.values[1:])


def _unsorted(entry: Entry) -> Entry:
    """A row without what sorts it, which stands before the name of the first of its kind: 经济发展 地区生产总值."""
    sort, _, name = entry.name.text.partition(" ")
    if not (sort.isalpha() and _may_name(name)):
        return entry
    return entry._replace(name=Piece(name, entry.name.end - len(name), entry.name.end))


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
    unit: Piece | None = None
    values: list[Piece] = []
    for at in range(number + 1, len(lines)):
        cell = _stripped(lines[at].text, lines[at].start)
        if cell.text in _NATURES:
            return Entry(name, unit, tuple(values)), at + 1
        if not values and not unit and texts.unit(texts.plain(cell.text)):
            unit = cell
        elif _is_value(cell.text) and not ((counted or not values) and _counts(lines, at, counted)):
            values.append(cell)
        else:
            return Entry(name, unit, tuple(values)), at
    return Entry(name, unit, tuple(values)), len(lines)


def _headings(header: Sequence[Sequence[Piece]], width: int) -> list[Piece]:
    """The heading of each column of figures; [] where the header leaves open which is whose.

    A line with one heading a column stands as it is, with the lines above it that head groups of them. Headings that were wrapped, a word
    a line, are joined so that they make the best known ones (累计 完成 同比 (±%) for two columns: 累计完成, 同比(±%)).
    """
    by_line = [pieces for line in header if (pieces := _of_figures(line))]
    if not by_line:
        return []
    if len(by_line) == width == len(header) - 1 and all(len(line) == 1 for line in header):
        return [pieces[0] for pieces in by_line]
    asides = (_is_aside(piece.text) for pieces in by_line[1:] for piece in pieces)
    if len(by_line[0]) == width > 1 and all(asides):
        by_line = [pieces for pieces in by_line if len(pieces) == width]
    if len(by_line[-1]) == width > 1 and all(width % len(pieces) == 0 for pieces in by_line):
        stacks = ([p[n * len(p) // width] for p in by_line] for n in range(width))
        return [Piece("".join(p.text for p in s), s[-1].start, s[-1].end) for s in stacks]
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
            text = "".join(piece.text for piece in pieces[begin:end])
            joined = Piece(text, pieces[begin].start, pieces[end - 1].end)
            if not (worth := _worth(text)):
                continue
            for count in range(1, width + 1):
                if not (before := best.get((begin, count - 1))):
                    continue
                total, so_far = before[0] + worth, best.get((end, count))
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
