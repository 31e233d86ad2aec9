"""How a cell shows what it holds: its number format, struck and raised characters, a formula.

A number and what people see of it are two things. Whoever takes a figure from a cell has to know both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock

from briefing.sources import cellformat

# Formats that files name by number alone and Chinese Excel shows as dates; openpyxl 3.1 takes them for plain numbers
# (ECMA-376 part 1, 18.8.30).
_CHINESE_DATES = frozenset((*range(27, 37), *range(50, 59)))
_NO_DATE = re.compile(r'"[^"]*"|[\\!_*].|\[[^\]]*\]|General|[eE][+-]', re.DOTALL)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]')
_ROUGH = re.compile(r"[eE][+-]|[#?]/[?#\d]")
_CURRENCY = re.compile(r"\[\$([^\]-]+)")  # [$US$-409]
_DATE = re.compile(r"[ymdhsegb]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """How one cell shows what it holds."""

    code: str = "General"  # the number format
    date: bool = False  # it shows a number as a date or a time
    struck: bool = False  # all of it, or a part
    raised: str = ""  # the characters above or below the line
    formula: str = ""
    conditional: bool = False  # a conditional format may show something else

    def shown(self, value: float) -> str:
        """A number as it stands there for people to see, with a currency's sign before it."""
        signs = "".join(_CURRENCY.findall(self.code))
        return signs + cellformat.shown(repr(value), self.code)

    @property
    def is_rough(self) -> bool:
        """Whether it shows a number as a fraction or as a power of ten, and so not all of it."""
        return _ROUGH.search(_QUOTED.sub("", self.code)) is not None

    def less(self, value: float) -> str:
        """A number that is not negative as it stands there with a sign of less (下降4.2); "" without one."""
        return cellformat.less(repr(value), self.code)


PLAIN = Look()


def look(cell: Any) -> Look:
    """Of a cell that openpyxl read with its formulas and rich text."""
    if cell.value is None or (not cell.has_style and not isinstance(cell.value, CellRichText)):
        return Look(formula=_formula(cell)) if cell.data_type == "f" else PLAIN
    font, parts = cell.font, _runs(cell.value)
    raised = "".join(text for text, align, _ in parts if align in ("superscript", "subscript"))
    if font.vertAlign in ("superscript", "subscript"):
        raised = raised or str(cell.value)
    return Look(
        code=str(cell.number_format),
        date=_is_date(str(cell.number_format), cell._style.numFmtId),
        struck=bool(font.strike) or any(strike for _, _, strike in parts),
        raised=raised.strip(),
        formula=_formula(cell),
    )


def _formula(cell: Any) -> str:
    return str(getattr(cell.value, "text", cell.value)) if cell.data_type == "f" else ""


def _runs(value: object) -> list[tuple[str, str, bool]]:
    """Of a rich text: characters, alignment, whether struck."""
    if not isinstance(value, CellRichText):
        return []
    blocks = [part for part in value if isinstance(part, TextBlock) and part.text.strip()]
    return [
        (block.text, str(block.font.vertAlign or ""), bool(block.font.strike)) for block in blocks
    ]


def _is_date(code: str, number: int) -> bool:
    return number in _CHINESE_DATES or (
        code != "@" and _DATE.search(_NO_DATE.sub("", code)) is not None
    )
