"""Where in a grid the tables are: by their shape, text over numbers.

A block is a header with the rows below it, and the lines of title above. One sheet may hold several, one below the other. A header is
known by what stands below it: text, units and years over columns of figures, wherever in the sheet the first of them begins.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from briefing import lazy as re
from briefing.extraction.tables import columns, texts
from briefing.extraction.tables.context import NOTE, UNIT_LINE
from briefing.extraction.tables.grid import Grid, Row
from briefing.model import Cell

_DEEPEST_HEADER = 6
_SAMPLE = 60  # rows looked at to learn which columns are blank
_LONGEST_WORD = 24  # of a line that tells a block from those beside it
_WIDEST_LINE = 4  # cells of a row that is no header: 附件1 | 表名 | 单位：万元
_COLUMN_NUMBER = re.compile(
    r"\d{1,3}|[甲乙丙丁A-Z]|栏次|行次|公式|\(?\d{1,2}\)?=[\d+\-*/×÷()%=]+|\[\d{1,2}\]|\(\d{1,2}\)"
    r"|[A-Z]=[A-Z+\-*/×÷()%=\d]+"
)
_TERM = re.compile(r"\d{1,2}(?:[-—~至]\d{1,2})?年(?:以[上下内])?(?:\([^()]*\))?")  # 3-5年
_AGAIN = re.compile(r"续表?[\d一二三四五六]{0,2}[)）]?$|[(（]续")
_MACHINE = re.compile(r"[A-Z][A-Z0-9_]*#.*|[A-Z]+(?:_[A-Z0-9]+)+|AND .*=.*")
_LINE = re.compile(
    r"编制(?:单位|部门|日期)|填报(?:单位|日期)|(?:^|预算)(?:部门|单位)(?:名称)?[:：](?!.*[元%]$)|制表|表号|附[表件]|公开\d\d表|^\(?续表?"
)


@dataclass(slots=True)
class Block:
    """A header with the rows below it."""

    lines: tuple[str, ...]  # above the header
    header: tuple[Row, ...]
    body: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    word: str = ""  # that tells its rows from those of the blocks beside it: 职工基本医疗


def blocks(grid: Grid) -> Iterator[Block]:
    """The blocks of a grid, from the top down."""
    rows = [row for row in grid.rows if not _is_machines(row)]
    at = 0
    while at < len(rows):
        lines, at = _title(rows, at)
        if at == len(rows):
            return
        depth = _header_depth(rows, at)
        header: list[Row] = []
        for row in rows[at : at + depth]:
            row, said = _without_lines(row)
            lines += said
            header += [row] if row else []
        at += depth
        stop = _next_header(rows, at if depth else at + 1)
        block = Block((*grid.above, *lines), tuple(header), notes=list(grid.notes))
        for row in rows[at:stop]:
            if len(row) == 1 and NOTE.match(texts.label(row[0].text)):
                block.notes.append(row[0].text)
            elif len(row) == 1 and UNIT_LINE.match(texts.plain(row[0].text).lstrip("( ")):
                block.lines = (row[0].text, *block.lines)  # below its figures; any above decides
            else:
                block.body.append(row)
        yield block
        at = stop


def continued(grid: Grid) -> Iterator[Block]:
    """The blocks of a grid; one that goes on (9-2 续表) has the title of the one it goes on with."""
    lines: tuple[str, ...] = ()
    for block in _with_words(list(blocks(grid)), grid.above):
        if any(_AGAIN.search(texts.label(line)) for line in block.lines):
            new = (line for line in block.lines if line not in lines)
            rest = tuple(line for line in new if not _AGAIN.search(texts.label(line)))
            block = replace(block, lines=(*rest, *lines))
        lines = block.lines
        yield block


def _with_words(found: list[Block], above: tuple[str, ...]) -> list[Block]:
    """Blocks under the same heads one below the other: each has its line as word, and what stands above the first."""
    if len(found) < 2:
        return found
    first = found[0]
    heads = [texts.label(cell.text) for row in first.header for cell in row]
    made = [first]
    for block in found[1:]:
        if not heads or [texts.label(c.text) for row in block.header for c in row] != heads:
            return found
        own = block.lines[len(above) :]
        lines = (*above, *first.lines[len(above) : len(first.lines) - bool(own)], *own)
        made.append(replace(block, lines=lines))
    words_ = [block.lines[-1] if block.lines else "" for block in made]
    if len(set(words_)) < len(words_) or not all(map(_is_word, words_)) or not _share_names(made):
        return made
    return [replace(block, word=word) for block, word in zip(made, words_, strict=True)]


def _is_word(line: str) -> bool:
    """Whether a line names a part: no area, no time, no unit."""
    said = columns.one(line)
    return 1 < len(line) <= _LONGEST_WORD and not (said.says or said.role or UNIT_LINE.search(line))


def _share_names(found: Sequence[Block]) -> bool:
    """Whether rows of the first two blocks have the same names."""
    names = [{texts.label(row[0].text) for row in block.body if row} for block in found[:2]]
    return len(names[0] & names[1]) > 1


def panels(block: Block) -> Iterator[Block]:
    """The parts of a block that stand side by side under the same heads: 年份 | 总产量 | 年份 | 总产量."""
    starts = _panel_starts(block.header) or _apart(block)
    if len(starts) < 2:
        yield block
        return
    for first, stop in pairwise([0, *starts[1:], sys.maxsize]):
        header = tuple(row for upper in block.header if (row := _between(upper, first, stop)))
        body = [row for whole in block.body if (row := _between(whole, first, stop))]
        yield replace(block, header=header, body=body)


def _panel_starts(header: Sequence[Row]) -> list[int]:
    """Where columns of areas or times begin that have one heading and figures between them."""
    for row in header:
        heads = [cell for cell in row if columns.role_of(cell.text) in ("area", "time")]
        starts = [c.column for c in heads if texts.label(c.text) == texts.label(heads[0].text)]
        if len(starts) > 1 and all(after - at > 1 for at, after in pairwise(starts)):
            return starts
    return []


def _apart(block: Block) -> list[int]:
    """Where tables begin that stand side by side, a blank column between them, under heads of their own."""
    rows = (*block.header, *block.body[:_SAMPLE])
    used = {at for row in rows for c in row for at in range(c.column, c.column + c.column_span)}
    heads = {cell.column: columns.role_of(cell.text) for row in block.header for cell in row}
    after = [at for at in sorted(used) if at and at - 1 not in used and at - 1 > min(used)]
    named = [at for at in after if heads.get(at) in ("name", "area", "time", "index")]
    return [min(used), *named] if named else []


def _between(row: Row, first: int, stop: int) -> Row:
    """The cells of a row in these columns."""
    found = [cell for cell in row if cell.column < stop and cell.column + cell.column_span > first]
    return tuple(
        replace(
            cell,
            column=max(cell.column, first),
            column_span=min(cell.column + cell.column_span, stop) - max(cell.column, first),
        )
        for cell in found
    )


def _is_machines(row: Row) -> bool:
    """A row that a program wrote for itself: DEBT_T_XXGK | AD_CODE#."""
    return any(_MACHINE.fullmatch(cell.text.strip()) for cell in row[:4])


def _title(rows: Sequence[Row], at: int) -> tuple[list[str], int]:
    """The lines above a header, and where the header begins."""
    lines: list[str] = []
    while at < len(rows):
        row, said = _without_lines(rows[at])
        below = rows[at + 1 : at + 3]
        if row and not (_is_line(row, below) or _goes_with_maker(row, said, below)):
            break
        lines += [*(cell.text for cell in row), *said]
        at += 1
    return lines, at


def _is_line(row: Row, below: Sequence[Row]) -> bool:
    """Whether a row is a line of title: one text alone, or a few above what can only be a header."""
    if any(map(texts.figures, (cell.text for cell in row))):
        return False
    if len(row) == 1:
        return not _is_group(row[0])
    if row[0].column:
        return False
    return len(row) <= 3 and not columns.is_header(row[0].text) and any(map(begins_header, below))


def _goes_with_maker(row: Row, said: Sequence[str], below: Sequence[Row]) -> bool:
    """Whether a row tells who made the table and for when: 填报单位： | 靖江市本级 | 2021年2季度."""
    makers = [line for line in said if _LINE.search(texts.label(texts.plain(line)))]
    if not makers:
        return False
    named_beside = makers[0].rstrip().endswith((":", "："))  # 填报单位： | 靖江市本级
    told = (columns.one(cell.text) for cell in row[named_beside:])
    only = all((one.when.said or one.area) and not (one.kind or one.name) for one in told)
    return only and any(map(begins_header, below))


def _is_group(cell: Cell) -> bool:
    """A heading over several columns, alone in its row: it says something of figures and names nothing."""
    said = columns.one(cell.text)
    return cell.column > 0 and said.says and not said.name


def _next_header(rows: Sequence[Row], at: int) -> int:
    """Where the next block begins, with the lines above its header."""
    for number in range(at, len(rows)):
        if begins_header(rows[number]):
            first = number
            while first - 1 > at and _is_above(rows[first - 1]):
                first -= 1
            return first
    return len(rows)


def _is_above(row: Row) -> bool:
    """Whether a row right above a header is a line of its title."""
    if len(row) > 1:
        return bool(_without_lines(row)[1])
    return not NOTE.match(texts.label(row[0].text))


def _without_lines(row: Row) -> tuple[Row, list[str]]:
    """A row without its cells that only say “单位：万元” or who made the table, and what those say."""
    if len(row) > _WIDEST_LINE or not any(_says_line(cell) for cell in row):
        return row, []
    said = [cell.text for cell in row if _says_line(cell)]
    rest = tuple(cell for cell in row if not _says_line(cell))
    return rest, said


def _says_line(cell: Cell) -> bool:
    written = texts.plain(cell.text)
    return bool(
        ("单位" in written and UNIT_LINE.search(written)) or _LINE.search(texts.label(written))
    )


def begins_header(row: Row) -> bool:
    """Whether a row can only be the first of a header, by its words."""
    if len(row) < 2:
        return False
    named = columns.role_of(row[0].text) in ("name", "area", "time", "index")
    if not named and row[0].column == 0:
        return False
    heads = row[1:12] if named else row[:12]
    return all(columns.is_header(cell.text) or texts.is_year(cell.text) for cell in heads)


def _header_depth(rows: Sequence[Row], first: int) -> int:
    """How many rows from the first one are header. 0: the table begins with figures."""
    top = rows[first]
    if has_figures(top):
        return 0
    start, stop = top[0].column, top[0].column + top[0].column_span
    held = _held(rows[first + 1 : first + 1 + _DEEPEST_HEADER])
    depth = 1
    while depth < _DEEPEST_HEADER and first + depth < len(rows):
        row = rows[first + depth]
        if numbers_columns(row):
            depth += 1
            continue
        if has_figures(row):
            break
        below = not any(start <= cell.column < stop for cell in row)
        known = all(columns.is_header(cell.text) for cell in row)
        alone = len(row) == 1 and row[0].column <= start
        upper = rows[first + depth - 1]
        told = below or known or _parts_heads(upper, row) or _heads_anew(upper, row)
        if alone or not (told or _is_over(row, held)):
            break
        depth += 1
    return depth


def _held(rows: Sequence[Row]) -> set[int]:
    """The columns of the first row with figures: what stands over them heads them."""
    row = next(filter(has_figures, rows), ())
    return {cell.column for cell in row if texts.figures(cell.text)}


def _is_over(row: Row, held: set[int]) -> bool:
    """Whether a row of texts stands over figures, perhaps with the head of the names: a heading goes on in it."""
    over = sum(cell.column in held for cell in row)
    return over > 1 and all(cell.column in held or cell.column < min(held) for cell in row)


def _parts_heads(upper: Row, row: Row) -> bool:
    """Whether a row divides what merged heads of the row above it cover: 功能分类科目 over 科目编码 and 科目名称."""
    return any(
        sum(head.column <= cell.column < head.column + head.column_span for cell in row) > 1
        for head in upper
        if head.column_span > 1
    )


def _heads_anew(upper: Row, row: Row) -> bool:
    """Whether a row below heads of sides has the heads of columns: 项目 | 行次 | 决算数 | 项目 | 行次 | 合计 below 收入 | 支出."""
    known = sum(columns.is_header(cell.text) for cell in row)
    named = columns.role_of(row[0].text) in ("name", "index")
    return named and len(row) > len(upper) and 2 * known > len(row)


def has_figures(row: Row) -> bool:
    """Whether a row says figures: years in a row head columns, a number before the first text counts the rows."""
    found = [cell.text for cell in row if texts.figures(cell.text)]
    found = [text for text in found if not _TERM.fullmatch(texts.plain(texts.label(text)))]
    if not found:
        return False
    if all(texts.is_year(text) for text in found) and len(found) < len(row) + (row[0].column > 0):
        return False
    return len(found) > 1 or not texts.figures(row[0].text) or len(row) == 1


def numbers_columns(row: Row) -> bool:
    """1 2 3 4 below the headings, or 甲 乙 1 2=1/3."""
    written = [texts.plain(texts.label(cell.text)) for cell in row]
    if len(written) < 2 or not all(_COLUMN_NUMBER.fullmatch(text) for text in written):
        return False
    numbers = [int(text) for text in written if text.isdigit()]
    if not numbers:
        return all(not text.isdigit() for text in written)
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1)
