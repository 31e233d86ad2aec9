"""What a format's reader hands back, before the file's name and hash are added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing import lazy as re
from briefing.model import Cell, Table
from briefing.sources import characters

_LONGEST_CAPTION = 60
_SHOWN = 3
_UNIT = re.compile(r"[（(]?\s*(?:计量)?单位\s*[:：]")  # stands between a caption and its table


@dataclass(frozen=True, slots=True)
class Raw:
    """Plain text, tables, places and headings of one file; see `model.Reading`."""

    text: str
    tables: tuple[Table, ...] = ()
    places: tuple[tuple[int, str], ...] = ()
    warnings: tuple[str, ...] = ()
    headings: tuple[tuple[int, int], ...] = ()
    printed: tuple[tuple[int, int], ...] = ()
    recognised: tuple[tuple[int, int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell on its way into a Builder. Rows and columns from 0."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    place: str = ""


def unreadable(numbers: Sequence[str]) -> list[str]:
    """What to say of numbers that were left out because something in them could not be read."""
    if not numbers:
        return []
    shown = "、".join(number.replace("\n", " ") for number in numbers[:_SHOWN])
    shown = "".join(character if character.isprintable() else "\ufffd" for character in shown)
    more = "等" if len(numbers) > _SHOWN else ""
    return [f"有 {len(numbers)} 个数字里夹着无法识别的字符，未采用（{shown}{more}），请核对原文"]


class Builder:
    """Writes a reader's plain text: paragraphs end in a newline, cells are parted by tabs, rows by newlines."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._tables: list[Table] = []
        self._places: list[tuple[int, str]] = []
        self._headings: list[tuple[int, int]] = []
        self._printed: list[tuple[int, int]] = []
        self._caption = ""
        self._broken: list[str] = []
        self.warnings: list[str] = []
        self.recognised: list[tuple[int, int, float]] = []
        self.length = 0

    def write(self, text: str) -> tuple[int, int]:
        """Append a text that came through `readable`, and say where it stands."""
        start = self.length
        self._parts.append(text)
        self.length += len(text)
        return start, self.length

    def readable(self, text: str) -> str:
        """The text with its radicals put right; a number with something unreadable inside is blotted out and noted."""
        text = characters.plain(text)
        if found := characters.broken(text):
            around = self._places[-1][1] if self._places else ""
            self._broken += [f"{around}“{number}”" for number in found]
            text = characters.readable(text)
        return text

    def paragraph(self, text: str, level: int = 0) -> None:
        """Append a paragraph; level: of the heading the file says it is, 0 for none."""
        text = self.readable(text)
        if level and text.strip():
            self._headings.append((self.length, level))
        self.write(text + "\n")
        line = text.strip()
        if line and not _UNIT.match(line):
            self._caption = (
                "" if len(line) > _LONGEST_CAPTION or line.endswith(("。", "；")) else line
            )

    def printed(self, text: str, says: int) -> None:
        """Append a line of a printed page. says: how it fills its column, see `columns.Printed`."""
        self._printed.append((self.length, says))
        self.paragraph(text)

    def place(self, name: str) -> None:
        """From here on everything stands at `name`, until the next one."""
        if name != (self._places[-1][1] if self._places else ""):
            self._places.append((self.length, name))

    def table(
        self,
        cells: Sequence[RawCell],
        *,
        title: str = "",
        hidden_rows: frozenset[int] = frozenset(),
        hidden_columns: frozenset[int] = frozenset(),
    ) -> None:
        """Append a table, its cells in row and column order; empty ones only part the others. Every cell's place is noted.

        title: its caption, if not the line above.
        """
        around = self._places[-1][1] if self._places else ""
        start = self.length
        made: list[Cell] = []
        row = 0
        for cell in cells:
            if cell.row > row:
                self.write("\n" * (cell.row - row))
                row = cell.row
            elif self.length > start:
                self.write("\t")
            if not cell.text.strip():
                continue
            if cell.place:
                self.place(cell.place)
            text = self.readable(characters.without_notes(cell.text))
            begin, end = self.write(text)
            made.append(
                Cell(
                    text,
                    begin,
                    end,
                    cell.row,
                    cell.column,
                    cell.row_span,
                    cell.column_span,
                    cell.place,
                )
            )
        self.write("\n")
        self._tables.append(
            Table(
                cells=tuple(made),
                rows=max((cell.row + cell.row_span for cell in cells), default=0),
                columns=max((cell.column + cell.column_span for cell in cells), default=0),
                start=start,
                end=self.length,
                title=title or self._caption,
                hidden_rows=hidden_rows,
                hidden_columns=hidden_columns,
            )
        )
        self._caption = ""
        self.place(around)

    def raw(self) -> Raw:
        self.warnings += unreadable(self._broken)
        return Raw(
            "".join(self._parts),
            tuple(self._tables),
            tuple(self._places),
            tuple(self.warnings),
            tuple(self._headings),
            tuple(self._printed),
            tuple(self.recognised),
        )
