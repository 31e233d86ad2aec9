"""An annex's table that runs over onto one more page with a few rows is set closer, so that they stay with the others."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from briefing.papers.word.widths import width

# In twentieths of a point.
_LINE, _CLOSER = 300, 260  # of the type of tables, of 10.5 points
_CHARACTER = 210
_MARGINS = 114  # of a cell, left and right
_RULE = 12
_PAGE = 8844  # 156 mm: the type area of a page across
_HEAD = 1750  # 附件1 and the title above the table
_FEW = 0.4  # of a page that rows left over would take
_ANNEX = "gwAnnex"
_BEHIND = tuple(map(qn, ("w:ind", "w:jc", "w:textAlignment", "w:outlineLvl", "w:rPr", "w:sectPr")))


def press(body: Any) -> None:
    """Set the tables of annexes closer where that saves a page with few rows."""
    for table in list(_annexed(body)):
        rows = table.findall(qn("w:tr"))
        if len(rows) < 2:
            continue
        pages, left = _pages([_height(row, _LINE) for row in rows])
        closer, _ = _pages([_height(row, _CLOSER) for row in rows])
        if closer < pages and left < _FEW * _PAGE:
            _set_closer(table)


def _annexed(body: Any) -> Iterator[Any]:
    """The tables that follow the mark of an annex on pages across."""
    marked = False
    for element in body:
        if element.tag == qn("w:tbl"):
            if marked and _is_across(element):
                yield element
            marked = False
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        marked = marked or (style is not None and style.get(qn("w:val")) == _ANNEX)


def _is_across(table: Any) -> bool:
    """Whether the section that a table ends in has its pages turned."""
    ends = table.xpath("following-sibling::*/descendant-or-self::w:sectPr[1]")
    size = ends[0].find(qn("w:pgSz")) if ends else None
    return size is not None and size.get(qn("w:orient")) == "landscape"


def _height(row: Any, line: int) -> int:
    """What a row takes in lines of this height, its least height only in the usual ones."""
    least = row.find(f"{qn('w:trPr')}/{qn('w:trHeight')}")
    lines = max((_lines(cell) for cell in row.findall(qn("w:tc"))), default=1)
    own = int(least.get(qn("w:val"))) if least is not None and line == _LINE else 0
    return max(own, lines * line + _RULE)


def _lines(cell: Any) -> int:
    own = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
    room = (int(own.get(qn("w:w"))) if own is not None else _PAGE) - _MARGINS
    texts = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in cell.findall(qn("w:p")))
    return sum(max(1, math.ceil(width(text.strip()) * _CHARACTER / room)) for text in texts)


def _pages(heights: Sequence[int]) -> tuple[int, int]:
    """How many pages rows take, the first of which is repeated, and how much of the last one."""
    head, *rest = heights
    pages, room, used = 1, _PAGE - _HEAD, head
    for height in rest:
        if used + height > room:
            pages, room, used = pages + 1, _PAGE, head
        used += height
    return pages, used


def _set_closer(table: Any) -> None:
    for least in table.iter(qn("w:trHeight")):
        least.set(qn("w:val"), str(_CLOSER + _RULE))
    for paragraph in table.iter(qn("w:p")):
        properties = paragraph.get_or_add_pPr()
        for old in properties.findall(qn("w:spacing")):
            properties.remove(old)
        spacing = OxmlElement("w:spacing")
        for name, value in (("line", str(_CLOSER)), ("lineRule", "exact")):
            spacing.set(qn(f"w:{name}"), value)
        behind = next((each for each in properties if each.tag in _BEHIND), None)
        if behind is None:
            properties.append(spacing)
        else:
            behind.addprevious(spacing)
