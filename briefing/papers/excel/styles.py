"""Named styles: a secretary restyles a whole workbook by changing one. What a cell adds to its style is made once and shared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import Cell as Written
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils.indexed_list import IndexedList

from briefing.papers.excel.cells import TEXT_TO_THE_RIGHT, Cell, Tone
from briefing.papers.excel.table import Column

INK, SOFT, MAIN = "1F2328", "5A636C", "16527F"
_LINE = Side(style="thin", color="B8BEC4")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)

TITLE, NOTE, HEAD, BODY, LINK, BAND, FILLING, ASKED = (
    "标题", "表注", "表头", "正文", "链接", "栏目", "填报", "填报要求",
)  # fmt: skip
_TONES: dict[Tone, str] = {
    "": BODY,
    "green": "绿灯",
    "yellow": "黄灯",
    "red": "红灯",
    "grey": "待核",
    "strong": "加粗",
}


Look = Callable[[Cell], int]
TRIGGERS = tuple(
    "=+-@＝＋－＠\t\r'"
)  # a text that begins so would be something else once it is edited


class Styles:
    """The styles of one workbook, each by the number that its cells name it by."""

    def __init__(self, book: Workbook, font: str, heading_font: str) -> None:
        self._book = cast(Any, book)
        self._made: dict[tuple[str, str, str, bool, bool], int] = {}
        # Widths of columns are counted in digits of this font.
        self._book._fonts = IndexedList([Font(name=font, size=11)])
        self._book._named_styles["Normal"].font = Font(name=font, size=11)
        for style in _named_styles(font, heading_font):
            book.add_named_style(style)

    def of(
        self,
        name: str,
        align: str = "left",
        number_format: str = "General",
        *,
        quoted: bool = False,
        free: bool = False,
    ) -> int:
        """A named style with an alignment and a number format.

        quoted: text that stays text when it is edited. free: what a protected sheet lets people change.
        """
        key = (name, align, number_format, quoted, free)
        if key not in self._made:
            probe: Any = Written(self._book.worksheets[0], row=1, column=1)
            probe.style = name
            if name not in (TITLE, NOTE, HEAD, ASKED):
                probe.alignment = Alignment(
                    align, "center", wrap_text=align != "right", indent=1 if align == "left" else 0
                )
            probe.number_format = number_format
            probe.quotePrefix = quoted
            if free:
                probe.protection = Protection(locked=False)
            self._made[key] = self._book._cell_styles.add(probe._style)
        return self._made[key]

    def look(self, column: Column, *, free: bool = False) -> Look:
        """What says how the cells of a column look."""
        known: dict[tuple[object, ...], int] = {}

        def of_cell(cell: Cell) -> int:
            value = cell.value
            said = isinstance(value, str)
            quoted = said and value.startswith(TRIGGERS)  # type: ignore[union-attr]
            key = cell.tone, cell.format, said, quoted
            found = known.get(key)
            if found is None:
                found = self._look(column, cell, said=said, quoted=quoted, free=free)
                known[key] = found
            return found

        return of_cell

    def _look(self, column: Column, cell: Cell, *, said: bool, quoted: bool, free: bool) -> int:
        if column.filling:
            return self.of(FILLING, column.align, cell.format, quoted=quoted, free=free)
        if column.links:
            return self.of(LINK, "center")
        if said:
            shown = TEXT_TO_THE_RIGHT if column.align == "right" else "General"
            return self.of(_TONES[cell.tone], column.align, shown, quoted=quoted, free=free)
        return self.of(_TONES[cell.tone], column.align, cell.format, free=free)


def _named_styles(font: str, heading_font: str) -> list[NamedStyle]:
    middle = Alignment("left", "center", wrap_text=True)
    centre = Alignment("center", "center", wrap_text=True)
    return [
        _style(
            TITLE,
            Font(name=heading_font, size=18, color=INK),
            Alignment("centerContinuous", "center"),
        ),
        _style(NOTE, Font(name=font, size=10, color=SOFT), Alignment("left", "center")),
        _style(ASKED, Font(name=font, size=12, color=INK), Alignment("left", "center")),
        _style(HEAD, Font(name=heading_font, size=11, color=INK), centre, "DFE7EE", _GRID),
        _style(BODY, Font(name=font, size=11, color=INK), middle, "", _GRID),
        _style(BAND, Font(name=heading_font, size=12, color=MAIN), Alignment("left", "center")),
        _style(LINK, Font(name=font, size=11, color=MAIN, underline="single"), centre, "", _GRID),
        _style(FILLING, Font(name=font, size=11, color=INK), middle, "FFF8DC", _GRID),
        _style("绿灯", Font(name=font, size=11, color="175E2C"), centre, "DDF1E1", _GRID),
        _style("黄灯", Font(name=font, size=11, color="6B4E00"), centre, "FFF0C2", _GRID),
        _style(
            "红灯", Font(name=font, size=11, color="8F1D1D", bold=True), centre, "FBDAD7", _GRID
        ),
        _style("待核", Font(name=font, size=11, color=SOFT), centre, "EEF0F2", _GRID),
        _style("加粗", Font(name=font, size=11, color=INK, bold=True), middle, "", _GRID),
    ]


def _style(
    name: str, font: Font, alignment: Alignment, fill: str = "", border: Border | None = None
) -> NamedStyle:
    style = NamedStyle(name=name, font=font, alignment=alignment)
    if fill:
        style.fill = PatternFill("solid", start_color=fill)
    if border:
        style.border = border
    return style
