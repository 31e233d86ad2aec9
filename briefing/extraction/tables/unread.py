"""What was not read: the numbers of tables that gave no figure, and why. Nothing is passed over in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from briefing.extraction.tables import texts
from briefing.model import Cell, Table, Unread, UnreadCell

# Reasons, as a secretary reads them.
NO_HEADER = "没有看出表头"
NO_NAME = "看不出是哪一项指标"
NO_PERIOD = "没有年份"
NO_UNIT = "没有单位"
LONG_NAME = "名称过长"
OPEN = "看不出是数额还是增减率"
NOT_FIGURES = "这一列不是指标数"
EITHER_WAY = "▲表示增还是减，表里看不出"
RUN_TOGETHER = "不知道是一个数还是几个数"
FOREIGN = "不是统计表"
COUNTS = ""  # a row's number, a code: nothing to read

_MOST_TABLES = 6
_MOST_REASONS = 3


def of_table(
    table: Table,
    number: int,
    read: AbstractSet[int],
    reasons: Mapping[int, str],
    unitless: AbstractSet[int],
) -> Unread | None:
    """What of a table was not read; None where nothing is to say. read, unitless: where figures begin in the reader's text."""
    numbers = [cell for cell in table.cells if _is_number(table, cell, reasons)]
    found = [cell for cell in numbers if _begins_in(cell, read)]
    if len(found) == len(numbers) and not unitless:
        return None  # as most
    missed = [
        UnreadCell(cell.text.strip(), cell.start, cell.place, reason)
        for cell in numbers
        if not _begins_in(cell, read) and (reason := reasons.get(cell.start, NO_HEADER))
    ]
    bare = sum(_begins_in(cell, unitless) for cell in found)
    if not missed and not bare:
        return None
    return Unread(number, len(found) + len(missed), tuple(missed), bare)


def lines(unread: Sequence[Unread]) -> Iterator[str]:
    """The warnings of a file: 表3：120个数字中5个没有读出（没有单位）."""
    told = [line for one in unread for line in _of_one(one)]
    yield from told[:_MOST_TABLES]
    rest = unread[_MOST_TABLES:] if len(told) > _MOST_TABLES else ()
    if rest:
        missed = sum(len(one.cells) for one in rest)
        yield f"另有{len(rest)}张表，{missed}个数字没有读出"


def _of_one(one: Unread) -> Iterator[str]:
    if one.cells:
        reasons = Counter(cell.reason for cell in one.cells)
        why = "、".join(reason for reason, _ in reasons.most_common(_MOST_REASONS))
        place = f"，如{one.cells[0].place}" if one.cells[0].place else ""
        missed = len(one.cells)
        yield f"表{one.table}：{one.numbers}个数字中{missed}个没有读出（{why}{place}）"
    if one.unitless:
        yield f"表{one.table}：{one.unitless}个数字没有单位，已按无单位读出"


def _is_number(table: Table, cell: Cell, reasons: Mapping[int, str]) -> bool:
    """Whether a cell that is shown holds a figure, and not only a year."""
    if cell.row in table.hidden_rows or cell.column in table.hidden_columns:
        return False
    if reasons.get(cell.start) == RUN_TOGETHER:
        return True
    return bool(texts.figures(cell.text)) and not texts.is_year(cell.text)


def _begins_in(cell: Cell, places: AbstractSet[int]) -> bool:
    return not places.isdisjoint(range(cell.start, max(cell.end, cell.start + 1)))


def of_header(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, str]]:
    """Numbers in a header count its columns, or are years and terms of them."""
    yield from ((cell.start, COUNTS) for row in rows for cell in row)
