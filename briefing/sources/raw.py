"""What a format's reader hands back, before the file's name and hash are added."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.model import Cell, Table


@dataclass(frozen=True, slots=True)
class Raw:
    """Plain text, tables and places of one file; see `model.Reading`."""

    text: str
    tables: tuple[Table, ...] = ()
    places: tuple[tuple[int, str], ...] = ()
    warnings: tuple[str, ...] = ()


class Builder:
    """Writes a reader's plain text: paragraphs end in a newline, cells are parted by tabs, rows by newlines."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._tables: list[Table] = []
        self._places: list[tuple[int, str]] = []
        self.warnings: list[str] = []
        self.length = 0

    def write(self, text: str) -> tuple[int, int]:
        """Append, and say where it stands."""
        start = self.length
        self._parts.append(text)
        self.length += len(text)
        return start, self.length

    def paragraph(self, text: str) -> None:
        self.write(text + "\n")

    def place(self, name: str) -> None:
        """From here on everything stands at `name`."""
        self._places.append((self.length, name))

    def table(self, rows: list[list[RawCell]], *, title: str = "", hidden_rows: frozenset[int] = frozenset(), columns: int = 0) -> None:
        """Append a table; `rows` hold the cells that begin in each row, left to right. Each cell's place is noted."""
        start = self.length
        cells: list[Cell] = []
        for number, row in enumerate(rows):
            for position, cell in enumerate(row):
                if position:
                    self.write("\t")
                if cell.place:
                    self.place(cell.place)
                begin, end = self.write(cell.text)
                cells.append(
                    Cell(
                        text=cell.text,
                        start=begin,
                        end=end,
                        row=number,
                        column=cell.column,
                        row_span=cell.row_span,
                        column_span=cell.column_span,
                        place=cell.place,
                    )
                )
            self.write("\n")
        width = columns or max((cell.column + cell.column_span for cell in cells), default=0)
        self._tables.append(
            Table(cells=tuple(cells), rows=len(rows), columns=width, start=start, end=self.length, title=title, hidden_rows=hidden_rows)
        )

    def raw(self) -> Raw:
        return Raw("".join(self._parts), tuple(self._tables), tuple(self._places), tuple(self.warnings))


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell on its way into a Builder."""

    text: str
    column: int
    row_span: int = 1
    column_span: int = 1
    place: str = ""
