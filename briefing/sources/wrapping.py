"""Lines of a printed page: which end where the paper ended, and which are rows of a table.

A text that came from a page has lines of one width. Whether it does is judged block by block, so that a file may hold both kinds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from briefing import lazy as re
from briefing.sources.columns import FLUSH, FULL, INDENTS, REACHES, SIZE_BITS

_SIZES = 3  # steps: letters of a line that was drawn out stand a little wider
_BLOCK, _AROUND = 24, 6  # lines looked at together, and on both sides of them
_FEWEST_CUT = 6  # lines that the paper's edge cut, before we believe in it
_NARROWEST, _WIDEST = 10, 60  # of a printed line, in Chinese characters
_TOLERANCE = 2.0
_FULL_SHARE = 0.35  # of a block's lines are as wide as the page, at least
_CUT_SHARE = 0.4  # of those neither end a sentence nor are headings, at least
_PROSE_SHARE = 0.3  # of a block's lines have a comma or a full stop, at least
_SHORT = 0.75  # of the width: a line that stops before has nothing to go on with
_OPEN_SHARE = 0.5  # of the lines of sentences in a block whose lines differ in length must break off, at least
_EVEN_SHARE = 0.75  # of those that break off must be no shorter than this share …
_EVEN = 0.7  # … of the longest
_INDENT = 1.5

_TERMINAL = re.compile(r"[。！？；：…!?;:][”’）)》】]*$")
_MOVED = re.compile(r"[0-9A-Za-z.,%]{3,}")
_SENTENCE_END = re.compile(r"[。！？][”’）)》】]*$")
_TITLE_END = re.compile(r"^[^，。；：]*(?:措施|通知|意见|方案|办法|规定|报告|计划|纲要|细则|要点)$")
_PUNCTUATED = re.compile(r"[，。、；]")
_ENDED = tuple("。！？；：”’）)》】…")
_STRONG_OPENER = re.compile(
    r"[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百]{1,4}[章节条篇]|—{2}|各位代表|专栏\s?\d|附件|注[:：]|[^\s，。；]{1,12}〔\d{4}〕"
)
# Where a line breaks off inside a figure: 增长|6.3%, 1286.|45亿元, 530|.2亿元, 620.17亿|元.
_MEASURED = r"(?:[%％]|[万亿]|个百分点)"
_PARTED = re.compile(
    r"(?:增长|下降|上升|提高|减少|达到|完成|实现|突破|超过)\n\d[\d,.]*{m}"
    r"|\d(?:\.\n|\n\.)\d+{m}|\d[万亿]?\n元[，。；、]".replace("{m}", _MEASURED)
)
_TAIL = re.compile(r"[^，。]{0,4}。")  # the end of a sentence that began on the line before
_WEAK_OPENER = re.compile(
    r"[一二三四五六七八九十]{1,3}、|\d{1,2}\s?[.．、](?!\d)|[（(]\d{1,2}[）)]"
)
_NUMBERED = re.compile(
    rf"[（(][一二三四五六七八九十]{{1,3}}[）)]|第[一二三四五六七八九十百]{{1,4}}[章节条篇]|{_WEAK_OPENER.pattern}"
)
_STARTS = re.compile(f"{_NUMBERED.pattern}|{_STRONG_OPENER.pattern}")

_CELL = r"(?:[-+−▲≥≤＞＜<>〔\[［【]?\d[\d,]*(?:\.\d+)?%?[〕\]］】]?(?:左右|以上|以下|以内)?|第\d+[位名]?|—{1,2}|-{1,2}|/)"
_NATURE = r"(?:\s+(?:预期性?|约束性?|指导性|引导性)(?:指标)?)?"  # what a plan's table says last of an indicator
_ROW = re.compile(
    rf"(?:(?:19|20)\d\d年|[^，。；年\s][^，。；年]{{0,40}}?)\s+(?:{_CELL}(?:\s+{_CELL})+|[^\s\d，。；：、]{{1,10}}\s+{_CELL}(?:\s+{_CELL})*){_NATURE}"
)
_SORTS = re.compile(
    r"[一二三四五六七八九十]{1,2}、[^\s，。；：、\d]{2,10}"
)  # a line that sorts the rows below it
_UNIT = re.compile(r"[（(]?(?:计量)?单位\s*[:：]")  # above a table's heads
_SAID = re.compile(r"[，。；！？：]")
_HEADER_LINES = 10  # of a table, above its first row


@dataclass(slots=True)
class Line:
    """One line that is not empty. Offsets leave out the white space at both ends."""

    text: str
    start: int
    end: int
    indent: float  # in Chinese characters
    tabs: bool  # white space of its own: it began with a tab or holds one
    table: bool = False  # a row of a flattened table: kept as it stands
    size: float = 0.0  # its own width, in Chinese characters; this and the next two only where lines are short enough for a page
    ends: bool = False  # it ends a sentence or a clause
    starts: bool = False  # it begins with a number or another word that begins paragraphs
    width: float = 0.0  # of its block's page; 0 where the block is not of a printed page
    margin: float | None = (
        None  # where the block's lines begin whose paragraph began before; None where paragraphs are not indented
    )
    flush: bool = False  # paragraphs never were indented: a numbered sentence that fills its line is a heading
    uneven: bool = (
        False  # the block's lines break off inside sentences, though not all at one width
    )
    printed: int = -1  # what the page says of it, see `model.Reading`; -1 where no page does
    exact: bool = False  # the block's full lines have one length, whatever they hold: cut by counting, even inside numbers


def find_tables(lines: list[Line]) -> None:
    """Mark the rows of flattened tables: one cell a line led by tabs, cells parted by tabs, or figures in columns."""
    _mark_runs(
        lines,
        [line.tabs and len(line.text) <= 200 and not _TERMINAL.search(line.text) for line in lines],
        least=3,
        gap=3,
    )
    rows = ["," not in line.text[:1] and is_row(line.text) for line in lines]
    for first, last in _mark_runs(lines, rows, least=3, gap=1):
        _mark_header(lines, first)
        if last + 1 < len(lines) and lines[last + 1].text.startswith(("注", "说明", "备注")):
            lines[last + 1].table = True


def is_row(text: str) -> bool:
    return len(text) <= 120 and " " in text and _ROW.fullmatch(text) is not None


def _mark_runs(
    lines: list[Line], likely: list[bool], *, least: int, gap: int
) -> list[tuple[int, int]]:
    """Mark every run of likely rows with no more than `gap` short lines between two; the runs' first and last lines."""
    runs: list[tuple[int, int]] = []
    numbers = [i for i, is_likely in enumerate(likely) if is_likely]
    begin = 0
    for k in range(1, len(numbers) + 1):
        if k < len(numbers) and _close(lines, numbers[k - 1], numbers[k], gap):
            continue
        if k - begin >= least:
            runs.append((numbers[begin], numbers[k - 1]))
        begin = k
    for first, last in runs:
        for line in lines[first : last + 1]:
            line.table = True
    return runs


def _close(lines: list[Line], first: int, last: int, gap: int) -> bool:
    between = lines[first + 1 : last] if last - first - 1 <= gap else None
    return between is not None and all(
        len(line.text) <= 40 and not _TERMINAL.search(line.text) for line in between
    )


def _mark_header(lines: list[Line], first: int) -> None:
    """Mark the short lines above a table's first row, and the longer one above those: its title."""
    for line in lines[max(0, first - _HEADER_LINES) : first][::-1]:
        columns = (
            line.text.count(" ") > 1 and len(line.text) <= 120 and not _SAID.search(line.text)
        )  # headings side by side
        sorts = _SORTS.fullmatch(line.text) is not None
        unit = _UNIT.match(line.text) is not None and len(line.text) <= 40
        if not (columns or sorts or unit) and (
            len(line.text) > 40 or _PUNCTUATED.search(line.text) or _TERMINAL.search(line.text)
        ):
            return
        line.table = True
        if len(line.text) > 12 and not (columns or unit):
            return


def measure(lines: list[Line]) -> None:
    """Give every line the width of its block's page, where the block is of a printed page."""
    if sum(1 for line in lines if len(line.text) <= 2 * _WIDEST) < _FULL_SHARE * len(lines):
        return
    for line in lines:
        line.size = _width(line.text)
        line.ends = _TERMINAL.search(line.text) is not None
        line.starts = _STARTS.match(line.text) is not None
    blocks = [lines[begin : begin + _BLOCK] for begin in range(0, len(lines), _BLOCK)]
    for number, block in enumerate(blocks):
        around = _around(lines, number)
        width, exact = _page_width(around)
        if width:
            margin = _margin([line.indent for line in around])
            flush = margin is None and _is_flush(around, width)
            for line in block:
                line.width, line.margin, line.flush, line.exact = width, margin, flush, exact
    for block, beside in [*pairwise(blocks[::-1]), *pairwise(blocks)]:
        _adopt(beside, block[0])
    for number, block in enumerate(blocks):
        if not block[0].width and (longest := _uneven_width(_around(lines, number))):
            for line in block:
                line.width, line.uneven = longest, True


def _around(lines: list[Line], number: int) -> list[Line]:
    """The lines of a block and those beside it, without tables."""
    begin = number * _BLOCK
    first = max(0, min(begin - _AROUND, len(lines) - _BLOCK - 2 * _AROUND))
    return [line for line in lines[first : begin + _BLOCK + _AROUND] if not line.table]


def _adopt(block: list[Line], page: Line) -> None:
    """A block that tells too little of its page, a report's head say, is of the page beside it if its lines fit there."""
    if block[0].width or not page.width:
        return
    if (
        max(line.size for line in block) <= page.width + 3
        and sum(1 for line in block if abs(line.size - page.width) <= _TOLERANCE) >= 2
    ):
        for line in block:
            line.width, line.margin, line.flush, line.exact = (
                page.width,
                page.margin,
                page.flush,
                page.exact,
            )


def _page_width(lines: list[Line]) -> tuple[float, bool]:
    """The width of the page these lines were cut for, or 0 if they were not; and whether they were cut by counting characters."""
    if len(lines) < _FEWEST_CUT:
        return 0.0, False
    near = sorted(line.size for line in lines)[len(lines) * 3 // 4]
    if not _NARROWEST <= near <= _WIDEST:
        return 0.0, False
    common = Counter(line.size for line in lines if abs(line.size - near) <= _TOLERANCE)
    width = min(common, key=lambda size: (-common[size], size))
    full = [line for line in lines if abs(line.size - width) <= _TOLERANCE]
    cut = [
        line
        for line, following in pairwise(lines)
        if abs(line.size - width) <= _TOLERANCE
        and not (line.ends or line.starts or following.starts)
    ]
    prose = sum(1 for line in lines if _PUNCTUATED.search(line.text))
    if (
        len(cut) < max(_FEWEST_CUT, _CUT_SHARE * len(full))
        or len(full) < _FULL_SHARE * len(lines)
        or prose < _PROSE_SHARE * len(lines)
    ):
        return 0.0, False
    return width, _is_counted(cut)


def _uneven_width(lines: list[Line]) -> float:
    """The longest of lines that break off inside sentences without one width, or 0 where lines are paragraphs.

    So come texts whose lines were cut by a browser or by hand: nearly alike, and most of them end with no mark.
    """
    prose = [
        (line, following)
        for line, following in pairwise(lines)
        if line.size >= _NARROWEST and _PUNCTUATED.search(line.text)
    ]
    cut = sorted(
        line.size
        for line, following in prose
        if not (line.ends or following.starts or _is_heading(line))
    )
    if len(cut) < max(_FEWEST_CUT, _OPEN_SHARE * len(prose)) or cut[-1] > _WIDEST:
        return 0.0
    near = cut[len(cut) * 9 // 10]
    return near if sum(1 for size in cut if size >= _EVEN * near) >= _EVEN_SHARE * len(cut) else 0.0


def _is_heading(line: Line) -> bool:
    return line.starts and "。" not in line.text


def _is_flush(lines: list[Line], width: float) -> bool:
    """Whether the lines after a paragraph's short last one are as long as any: an indent, even one that was lost, makes them shorter."""
    firsts = [
        after
        for before, after in pairwise(lines)
        if before.ends and before.size < width - 3 and not after.ends and after.size > width - 3
    ]
    return sum(1 for line in firsts if line.size > width - 1.5) > 0.5 * len(firsts)


def _is_counted(cut: list[Line]) -> bool:
    """Whether lines were cut by counting characters: those with figures, narrower on paper, are no longer than the others."""
    lengths = Counter(len(line.text) + round(line.indent) for line in cut)
    commonest = min(lengths, key=lambda length: (-lengths[length], length))
    figures = [line for line in cut if len(line.text) - line.size >= 1]
    return sum(
        1 for line in figures if len(line.text) + round(line.indent) == commonest
    ) > 0.6 * len(figures)


def _margin(indents: list[float]) -> float | None:
    """The indent of the lines inside paragraphs, if the first lines of paragraphs stand further in."""
    margin = min(indents)
    further = sum(1 for indent in indents if indent >= margin + _INDENT)
    return margin if 1 <= further <= 0.6 * len(indents) else None


def _width(text: str) -> float:
    """In Chinese characters: an ASCII one is half as wide."""
    return (len(text) + (len(text.encode("utf-8")) - len(text)) / 2) / 2


def run_on(lines: list[Line]) -> list[bool]:
    """For each line, whether its paragraph runs on into the next one."""
    found: list[bool] = []
    heading = False
    for line, following in pairwise(lines):
        if not (found and found[-1]):
            heading = _NUMBERED.match(line.text) is not None
        stops = heading and line.flush and line.text.find("。") == len(line.text) - 1
        heading = heading and "。" not in line.text
        begun = bool(found) and found[-1]
        if _parts_figure(line, following):
            found.append(True)
        elif line.printed >= 0 and following.printed >= 0:
            found.append(not stops and _on_page(line, following, heading))
        elif line.uneven:
            found.append(_breaks_off(line, following, heading, begun))
        else:
            found.append(not stops and _goes_on(line, following, heading))
    return [*found, False] if lines else []


def _parts_figure(line: Line, following: Line) -> bool:
    """Whether two lines of sentences part a figure, whatever the page: no rows of a table have their commas."""
    if line.table or following.table or "，" not in line.text + following.text:
        return False
    return _PARTED.search(f"{line.text[-3:]}\n{following.text[:12]}") is not None


def _goes_on(line: Line, following: Line, heading: bool) -> bool:
    """heading: so far the paragraph is a heading and nothing else."""
    if line.table or following.table or not line.width:
        return False
    if line.size < _SHORT * line.width:
        return False
    if line.margin is not None:
        return following.indent < line.margin + _INDENT
    if _STRONG_OPENER.match(following.text) or (
        _WEAK_OPENER.match(following.text) and line.text.endswith(_ENDED)
    ):
        return False
    if _TITLE_END.search(line.text) and _looks_indented(line, following):
        return False
    if _SENTENCE_END.search(line.text) and (
        _looks_indented(line, following) or _stands_alone(line, following)
    ):
        return False
    if line.ends or line.text.endswith("）"):
        return line.size >= line.width - 1.5
    if not heading or _TAIL.match(following.text):
        return True
    return line.size >= line.width - 3.25 and not _looks_indented(line, following)


def _on_page(line: Line, following: Line, heading: bool) -> bool:
    """Among lines whose page is known: what ends before its column does, or begins inside it, is a paragraph of its own."""
    if line.table or following.table or not following.printed & FLUSH:
        return False
    if abs((line.printed >> SIZE_BITS) - (following.printed >> SIZE_BITS)) > _SIZES:
        return False
    if line.width and not line.uneven:
        # A number that would not fit goes to the next line whole.
        cut = line.printed & REACHES or line.size >= line.width - _TOLERANCE
        return bool(cut or _MOVED.match(following.text)) and _goes_on(line, following, heading)
    if (
        not line.printed & FULL
    ):  # too few lines to tell by their lengths: the page's geometry alone says
        return False
    if line.printed & INDENTS:
        return _STRONG_OPENER.match(following.text) is None
    return not (_TERMINAL.search(line.text) or _STARTS.match(following.text))


def _breaks_off(line: Line, following: Line, heading: bool, begun: bool) -> bool:
    """Among lines of no one width: a line of a sentence that ends with no mark. begun: its paragraph began before it."""
    if (
        line.table
        or following.table
        or line.ends
        or following.starts
        or heading
        or line.size < line.width / 2
    ):
        return False
    return begun or _PUNCTUATED.search(line.text) is not None


def _stands_alone(line: Line, following: Line) -> bool:
    """A short line that ends nothing, after the end of a sentence: a signature, a date, a heading."""
    return following.size < _SHORT * line.width and not (
        following.ends or following.text.endswith("）")
    )


def _looks_indented(line: Line, following: Line) -> bool:
    """The first line of a paragraph lost its indent with its leading blanks: it is two characters short of the page."""
    return line.width - 3 <= following.size <= line.width - 1.5 and not following.ends
