"""Tables of tasks that a converter left with one cell a line: the header's cells below one another, then every row's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from briefing import lazy as re
from briefing.model import Cell, Document, Table, squeeze

_LINE = re.compile(r"[^\n]+")
_LONGEST_HEADING = 16
_FEWEST, _MOST = 3, 12  # columns
_NUMBER = re.compile(r"[（(]?(\d{1,3})[）)]?[.．、]?")
_UNITS = re.compile(
    r"(?:局|委|办|部|院|会|中心|公司|集团|街道|镇|乡|单位|部门|政府|办事处|所)(?:[（(].*[）)])?$"
)
_LONGEST = 1200  # characters of a cell


def line_tables(document: Document, columns: Mapping[str, str], key: str) -> Iterator[Table]:
    """The tables whose header names `key` and a unit, number their rows in the first column, and have a cell a line.

    columns: each column's name by its synonyms.
    A row with fewer cells than the header left some empty: its cells are put where they belong by what they are.
    """
    text = document.text
    begins = ("[", *{synonym[0] for synonym, name in columns.items() if name == "序号"})
    lines: list[tuple[int, int]] = []
    likely: set[int] = set()
    for match in _LINE.finditer(text):
        if line := match.group().strip():
            if line.startswith(begins):
                likely.add(len(lines))
            lines.append(match.span())
    at = 0
    while at < len(lines):
        if at not in likely or columns.get(squeeze(text[slice(*lines[at])])) != "序号":
            at += 1  # hardly a line has it
            continue
        header = _header(text, lines, at, columns)
        found = [columns.get(name, "") for name in header]
        if header and key in found and any(name.endswith("单位") for name in found):
            rows, end = _rows(text, lines, at + len(header), found)
            if rows:
                yield _table(document, lines[at : at + len(header)], rows)
                at = end
                continue
        at += 1


def _header(
    text: str, lines: Sequence[tuple[int, int]], at: int, columns: Mapping[str, str]
) -> list[str]:
    """The known headings that stand below one another from this line on."""
    header: list[str] = []
    for start, end in lines[at : at + _MOST]:
        name = squeeze(text[start:end])
        if len(name) > _LONGEST_HEADING or name not in columns or name in header:
            break
        header.append(name)
    return header if len(header) >= _FEWEST else []


def _rows(
    text: str, lines: Sequence[tuple[int, int]], at: int, columns: Sequence[str]
) -> tuple[list[dict[int, tuple[int, int]]], int]:
    """The rows, numbered 1, 2, 3 …: for each column the span of its cell; and the line behind the last."""
    starts: list[int] = []
    for i in range(at, len(lines)):
        number = _NUMBER.fullmatch(squeeze(text[slice(*lines[i])]))
        if number and int(number[1]) == len(starts) + 1:
            starts.append(i)
    if not starts or starts[0] != at:
        return [], at
    rows = []
    for start, stop in zip(starts, [*starts[1:], starts[-1] + len(columns)], strict=True):
        cells = [span for span in lines[start:stop] if span[1] - span[0] <= _LONGEST]
        rows.append(_placed(text, cells, columns))
    return rows, min(len(lines), starts[-1] + len(columns))


def _placed(
    text: str, cells: Sequence[tuple[int, int]], columns: Sequence[str]
) -> dict[int, tuple[int, int]]:
    """Each cell in its column: in turn where none is missing; else units from the right, words from the left."""
    if len(cells) >= len(columns):
        return dict(enumerate(cells[: len(columns)]))
    placed: dict[int, tuple[int, int]] = {}
    column = 0
    for span in cells:
        is_unit = _UNITS.search(squeeze(text[slice(*span)])) is not None
        while column < len(columns) - 1 and column and columns[column].endswith("单位") != is_unit:
            column += 1
        placed[column] = span
        column = min(column + 1, len(columns) - 1)
    return placed


def _table(
    document: Document,
    header: Sequence[tuple[int, int]],
    rows: Sequence[Mapping[int, tuple[int, int]]],
) -> Table:
    grid = [dict(enumerate(header)), *rows]
    cells = tuple(
        _cell(document, span, row, column)
        for row, spans in enumerate(grid)
        for column, span in spans.items()
    )
    return Table(cells, len(grid), len(header), cells[0].start, max(cell.end for cell in cells))


def _cell(document: Document, span: tuple[int, int], row: int, column: int) -> Cell:
    start, end = document.offsets.span(*span)
    return Cell(
        document.text[slice(*span)], start, end, row, column, place=document.reading.place(start)
    )
