"""Named styles: a secretary restyles a whole workbook by changing one. What a cell adds to its style is made once and shared."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as Written
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray

from briefing.papers.excel.cells import Tone

INK, SOFT, MAIN = "1F2328", "5A636C", "16527F"
_LINE = Side(style="thin", color="B8BEC4")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)

TITLE, NOTE, HEAD, BODY, LINK, BAND = "标题", "表注", "表头", "正文", "链接", "栏目"
_TONES: dict[Tone, str] = {"": BODY, "green": "绿灯", "yellow": "黄灯", "red": "红灯", "grey": "待核", "strong": "加粗"}


class Styles:
    """The styles of one workbook."""

    def __init__(self, book: Workbook, font: str, heading_font: str) -> None:
        self._probe = Written(book.create_sheet("样式"), row=1, column=1)
        book.remove(book["样式"])
        self._made: dict[tuple[str, str, str, bool], StyleArray] = {}
        self._known = set(book.named_styles)
        for style in _named_styles(font, heading_font):
            if style.name not in self._known:
                book.add_named_style(style)

    def of(self, name: str, align: str = "left", number_format: str = "General", *, quoted: bool = False) -> StyleArray:
        """What a cell of this style, alignment and number format points to. quoted: text that stays text when it is edited."""
        key = (name, align, number_format, quoted)
        if key not in self._made:
            probe: Any = Written(self._probe.parent, row=1, column=1)
            probe.style = name
            if name not in (TITLE, NOTE, HEAD):
                probe.alignment = Alignment(align, "center", wrap_text=align != "right", indent=1 if align == "left" else 0)
            probe.number_format = number_format
            probe.quotePrefix = quoted
            self._made[key] = probe._style
        return self._made[key]

    def body(self, tone: Tone, align: str, number_format: str, *, quoted: bool = False) -> StyleArray:
        return self.of(_TONES[tone], align, number_format, quoted=quoted)


def _named_styles(font: str, heading_font: str) -> list[NamedStyle]:
    middle = Alignment("left", "center", wrap_text=True)
    centre = Alignment("center", "center", wrap_text=True)
    return [
        _style(TITLE, Font(name=heading_font, size=18, color=INK), Alignment("centerContinuous", "center")),
        _style(NOTE, Font(name=font, size=10, color=SOFT), Alignment("left", "center")),
        _style(HEAD, Font(name=heading_font, size=11, color=INK), centre, "DFE7EE", _GRID),
        _style(BODY, Font(name=font, size=11, color=INK), middle, "", _GRID),
        _style(BAND, Font(name=heading_font, size=12, color=MAIN), Alignment("left", "center")),
        _style(LINK, Font(name=font, size=11, color=MAIN, underline="single"), centre, "", _GRID),
        _style("绿灯", Font(name=font, size=11, color="175E2C"), centre, "DDF1E1", _GRID),
        _style("黄灯", Font(name=font, size=11, color="6B4E00"), centre, "FFF0C2", _GRID),
        _style("红灯", Font(name=font, size=11, color="8F1D1D", bold=True), centre, "FBDAD7", _GRID),
        _style("待核", Font(name=font, size=11, color=SOFT), centre, "EEF0F2", _GRID),
        _style("加粗", Font(name=font, size=11, color=INK, bold=True), middle, "", _GRID),
    ]


def _style(name: str, font: Font, alignment: Alignment, fill: str = "", border: Border | None = None) -> NamedStyle:
    style = NamedStyle(name=name, font=font, alignment=alignment)
    if fill:
        style.fill = PatternFill("solid", start_color=fill)
    if border:
        style.border = border
    return style
