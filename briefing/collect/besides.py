"""What stands around a figure and makes it doubtful, though the figure itself can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.collect.reading import Workbooks
from briefing.papers.excel import keys
from briefing.papers.excel.returned import FilledCell, ReturnedRow

# A unit written where none belongs (单位：万元; 以上为万元): whoever wrote it may have counted in it. 填报单位：区财政局 is none.
_UNIT = re.compile(r"(?<![报头任管门])单位\s*[：:]|[百千万亿]+元|[万亿][人吨亩户件平]")


def besides(row: ReturnedRow, cell: FilledCell, book: Workbooks) -> Iterator[str]:
    """Each in Chinese. cell: of the row, with the figure."""
    yield from _of_cell(row, cell, book)
    yield from _of_sheet(row, book)
    for copy in book.back.copied:
        other = next((each for each in copy.filled if each.column == cell.column), None)
        if copy.key == row.key and other and _text(other) != _text(cell):
            yield f"复制的行里（{other.address}）填的是“{_short(_text(other))}”"


def _of_cell(row: ReturnedRow, cell: FilledCell, book: Workbooks) -> Iterator[str]:
    if not book.has_formats:
        yield "这种旧格式看不出公式、上标、删除线和隐藏的行，请对照填报单位的表"
    if cell.hidden:
        yield f"填在隐藏（或筛选掉）的{cell.hidden}里"
    if touched := [_place(where) for name, where in row.touched.items() if name != "number"]:
        yield f"同一行发出的内容（{'、'.join(touched[:3])}）也改过"
    for where, text in book.back.comments:
        if where == cell.address:
            yield f"这一格有批注“{_short(text)}”"
    if cell.look.is_rough and not isinstance(cell.value, str):
        yield "单元格显示成分数或科学计数，看不全存的数"
    if cell.look.conditional:
        yield "这一格有条件格式，看到的可能不是存的数"


def _of_sheet(row: ReturnedRow, book: Workbooks) -> Iterator[str]:
    moved = (each.renamed for each in book.back.rows if each.renamed and each.sheet == row.sheet)
    if where := next(moved, ""):
        yield f"这张表有的行对不上（{_place(where)}），像是只排了几列"
    for where, text in book.back.above:  # of another unit's sheet, or of another unit of measure
        if _sheet(where) == row.sheet:
            yield f"表头上面（{_place(where)}）写的“{_short(text)}”不是发出时的"
    for where, text in _around(book):
        if _UNIT.search(text) and _sheet(where) in ("", row.sheet):
            yield f"表外{_place(where)}写着“{_short(text)}”，不知道填的数是哪个单位"


def _around(book: Workbooks) -> Iterator[tuple[str, str]]:
    """Address and text of whatever stands outside the cells that were sent."""
    back = book.back
    yield from (*back.strange, *back.comments)
    yield from ((each.address, _text(each)) for each in back.added)
    yield from ((each.address, each.column) for each in back.added)
    yield from (("", text) for text in back.drawn)


def _text(cell: FilledCell) -> str:
    return keys.text_of(cell.value).strip()


def _sheet(where: str) -> str:
    return where.rpartition("!")[0]


def _place(where: str) -> str:
    return where.rpartition("!")[2]


def _short(text: str, most: int = 24) -> str:
    line = re.sub(r"\s+", " ", text)
    return line if len(line) <= most else line[: most - 1] + "…"
