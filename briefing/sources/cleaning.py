"""From a reader's plain text to the text that extraction reads, and the way back.

Only removed: converter marks, invisible characters, footnote marks, web-page chrome, page numbers and running headers, stray addresses, white space
that says nothing, real tables (they are in `Document.tables`). One for one: radicals, full-width digits, % and separators inside numbers,
blanks and line ends of all kinds; a line break between two Latin words becomes a blank. Everything else stays as it is.
Flattened tables keep their lines, tabs and blanks. Linear in the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from briefing import lazy as re
from briefing.model import OffsetMap
from briefing.sources import characters, chrome, wrapping
from briefing.sources.wrapping import Line

Span = tuple[int, int]

_ONE_TO_ONE = {
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    **dict.fromkeys("％﹪", "%"),
    **dict.fromkeys(
        "\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f", " "
    ),
    **dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n"),
}
_REPLACED = re.compile("[" + "".join(_ONE_TO_ONE) + "]")
# A soft line break inside a sentence, as Word has it: it parts nothing.
_SOFT = re.compile(
    r"(?<=[\u4e00-\u9fff，、（“0-9])\x0b(?=[\u4e00-\u9fff，、。；）”0-9])(?![一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]|\d{1,2}[.．、](?!\d))"
)
_POINT = re.compile(r"．(?=[0-9])")
_COMMA = re.compile(r"，(?=[0-9]{3}(?![0-9]))")
# Typed without the Chinese keyboard: 增长5%,其中:税收收入9亿元;
_HALF = re.compile(
    r"[,;:](?:(?<=[\u4e00-\u9fff%].)|(?<=[0-9)）”].)(?=[\u4e00-\u9fff“]))"
)  # the mark first: a look-behind at every character takes ten times as long
_FULL = str.maketrans(",;:", "，；：")
# Quotation marks typed without it: 建设"美丽街区"3个.
_QUOTED = re.compile(r'"(?=[^"\n]{0,38}[\u4e00-\u9fff])([^"\n]{1,40})"')
_MINUS = re.compile(r"[－−](?=[0-9])")

_MARK = re.compile(r"\[(?:bookmark|image):[^\[\]\n]*\]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\ue000-\uf8ff\ud800-\udfff]+"
)

_FRACTION = re.compile(r"\.[0-9]")
_BLANK = " \t\u3000"
_BLANKS = re.compile(f"[{_BLANK}]+")
_SENTENCE = re.compile(r"[，。；：、！？“”（）]")
_TITLED = re.compile(
    r"(?:第[一二三四五六七八九十百0-9]+[章节条篇编]|专栏\s?\d+|附件\s?\d*|表\s?\d+|图\s?\d+)\s"
)
_LABEL_LENGTH = 30


def clean(
    text: str,
    tables: Sequence[Span] = (),
    pages: Sequence[int] = (),
    printed: Sequence[Span] = (),
) -> tuple[str, OffsetMap]:
    """The cleaned text and the map from its offsets to those of `text`.

    tables: spans of real tables, left out. pages: offsets at which printed pages begin, where the reader knows them.
    printed: (offset, what the page says) of its lines, see `model.Reading`.
    """
    text = _one_to_one(characters.readable(characters.plain(text)))
    marks = [*_spans(_MARK, text, "["), *_spans(_INVISIBLE, text), *characters.notes(text)]
    bare, inner = _cut(text, _kept(text, _merged([*tables, *marks])))
    lines = _lines(bare)
    _print(lines, inner, printed)
    wrapping.find_tables(lines)
    texts = [line.text for line in lines]
    dropped = chrome.furniture(texts)
    wrapping.measure([line for i, line in enumerate(lines) if i not in dropped])
    if any(line.width for line in lines):
        dropped |= chrome.printed(texts, dropped)
    if pages:
        repeated = chrome.running(_by_page(lines, inner, pages), texts)
        dropped |= {
            i for i in repeated if not lines[i].width or lines[i].size < lines[i].width - 1
        }  # a full line is text
    lines, goes_on = _without_chrome(
        [line for i, line in enumerate(lines) if i not in dropped or line.table]
    )
    pieces, joints = _layout(bare, lines, goes_on)
    cleaned, outer = _cut(bare, pieces, joints)
    return cleaned, _composed(inner, outer)


def _without_chrome(lines: list[Line]) -> tuple[list[Line], list[bool]]:
    """The lines without those of a web page around the text, and which of them run on into the next.

    A paragraph over several lines counts as one: what is long is text.
    """
    goes_on = wrapping.run_on(lines)
    firsts = [i for i in range(len(lines)) if i == 0 or not goes_on[i - 1]]
    bounds = list(pairwise([*firsts, len(lines)]))
    paragraphs = [
        lines[i].text if j == i + 1 else "".join(line.text for line in lines[i:j])
        for i, j in bounds
    ]
    dropped = chrome.around(paragraphs)
    if not dropped:
        return lines, goes_on
    kept = [
        k
        for number, (i, j) in enumerate(bounds)
        for k in range(i, j)
        if number not in dropped or lines[k].table
    ]
    return [lines[k] for k in kept], [goes_on[k] for k in kept]


def _one_to_one(text: str) -> str:
    """Characters that have a plainer equal, each replaced by one character."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    if "\x0b" in text:
        text = _SOFT.sub(" ", text)
    if _REPLACED.search(text):
        text = _REPLACED.sub(lambda match: _ONE_TO_ONE[match[0]], text)
    if "．" in text:
        text = _POINT.sub(lambda match: "." if _digit_before(match) else match[0], text)
    text = _HALF.sub(lambda match: match[0].translate(_FULL), text)
    if '"' in text:
        text = _QUOTED.sub(r"“\1”", text)
    if "，" in text:
        text = _COMMA.sub(lambda match: "," if _digit_before(match) else match[0], text)
    if "－" in text or "−" in text:
        text = _MINUS.sub(lambda match: match[0] if _digit_before(match) else "-", text)
    return text


def _digit_before(match: re.Match[str]) -> bool:
    at = match.start()
    return at > 0 and match.string[at - 1] in "0123456789"


def _spans(pattern: re.Pattern[str], text: str, needed: str = "") -> list[Span]:
    return [match.span() for match in pattern.finditer(text)] if needed in text else []


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _kept(text: str, gone: list[Span]) -> list[Span]:
    """What is left of the text without the spans that are gone."""
    kept: list[Span] = []
    at = 0
    for start, end in gone:
        if start > at:
            kept.append((at, start))
        at = end
    if at < len(text):
        kept.append((at, len(text)))
    return kept


def _cut(
    text: str, pieces: Sequence[Span], joints: frozenset[int] = frozenset()
) -> tuple[str, OffsetMap]:
    """The pieces of the text one after the other, and the map back. What stands at one of `joints` becomes a blank."""
    parts: list[str] = []
    clean: list[int] = []
    original: list[int] = []
    length, last = 0, -1
    for start, end in pieces:
        if start != last:
            clean.append(length)
            original.append(start)
        parts.append(" " if start in joints else text[start:end])
        length += end - start
        last = end
    if not clean:
        clean, original = [0], [0]
    return "".join(parts), OffsetMap(tuple(clean), tuple(original))


def _composed(inner: OffsetMap, outer: OffsetMap) -> OffsetMap:
    """The map of two cuts one after the other: first `inner`, then `outer`."""
    if len(inner.clean) == 1 and inner.clean[0] == inner.original[0]:
        return outer
    clean: list[int] = []
    original: list[int] = []
    k = 0
    bounds = [*outer.clean[1:], None]
    for at, middle, until in zip(outer.clean, outer.original, bounds, strict=True):
        while k + 1 < len(inner.clean) and inner.clean[k + 1] <= middle:
            k += 1
        clean.append(at)
        original.append(inner.original[k] + middle - inner.clean[k])
        stop = None if until is None else middle + until - at
        while k + 1 < len(inner.clean) and (stop is None or inner.clean[k + 1] < stop):
            k += 1
            clean.append(at + inner.clean[k] - middle)
            original.append(inner.original[k])
    return OffsetMap(tuple(clean), tuple(original))


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    at = 0
    for raw in text.split("\n"):
        stripped = raw.strip(_BLANK)
        if stripped:
            lead = "" if raw[0] == stripped[0] else raw[: len(raw) - len(raw.lstrip(_BLANK))]
            start = at + len(lead)
            indent = (len(lead) + lead.count("\u3000") + 3 * lead.count("\t")) / 2 if lead else 0.0
            lines.append(
                Line(
                    stripped,
                    start,
                    start + len(stripped),
                    indent,
                    tabs=lead[:1] == "\t" or "\t" in stripped,
                )
            )
        at += len(raw) + 1
    return lines


def _print(lines: list[Line], inner: OffsetMap, printed: Sequence[Span]) -> None:
    """Tell every line how it stood on its page."""
    offsets = [offset for offset, _ in printed]
    for line in lines if printed else ():
        at = bisect_right(offsets, inner.at(line.start)) - 1
        if at >= 0:
            line.printed = printed[at][1]


def _by_page(lines: list[Line], inner: OffsetMap, pages: Sequence[int]) -> list[list[int]]:
    """The numbers of the lines of each page."""
    found: list[list[int]] = [[] for _ in pages]
    page = 0
    for number, line in enumerate(lines):
        at = inner.at(line.start)
        while page + 1 < len(pages) and pages[page + 1] <= at:
            page += 1
        found[page].append(number)
    return [page_lines for page_lines in found if page_lines]


def _layout(text: str, lines: list[Line], goes_on: list[bool]) -> tuple[list[Span], frozenset[int]]:
    """What stays of the lines, and which characters of it become blanks.

    Between two lines one line break stays; none where a paragraph runs on, unless it parts two Latin words.
    """
    pieces: list[Span] = []
    joints: set[int] = set()
    for i, line in enumerate(lines):
        if line.table:
            pieces.append(_whole(text, line))
        else:
            joints |= _without_blanks(text, line, goes_on[i] or (i > 0 and goes_on[i - 1]), pieces)
        if i + 1 == len(lines):
            break
        following = lines[i + 1]
        at = text.index("\n", line.end)
        if goes_on[i]:
            if _parts_words(text, line, following):
                pieces.append((at, at + 1))
                joints.add(at)
        elif (
            line.table
            and following.table
            and (line.tabs or following.tabs)
            and text[line.end : following.start].isspace()
        ):
            pieces.append((line.end, _whole(text, following)[0]))
        else:
            pieces.append((at, at + 1))
    return pieces, frozenset(joints)


def _whole(text: str, line: Line) -> Span:
    """A table's line with the tabs that lead it."""
    return text.rfind("\n", 0, line.start) + 1, line.end


def _parts_words(text: str, line: Line, following: Line) -> bool:
    """Two Latin words, or two numbers, that only a line break parts. Lines cut by counting part nothing."""
    left, right = text[line.end - 1], text[following.start]
    return (
        not line.exact and left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
    )


def _without_blanks(text: str, line: Line, part_of_more: bool, pieces: list[Span]) -> set[int]:
    """Append the line's pieces without the blanks that part nothing. Returns where a tab or a wide blank stays as a plain one."""
    words = line.text
    if " " not in words and "\t" not in words and "\u3000" not in words:
        pieces.append((line.start, line.end))
        return set()
    row = not line.width and wrapping.is_row(line.text)
    label = not part_of_more and len(line.text) <= _LABEL_LENGTH and not _SENTENCE.search(line.text)
    titled = _TITLED.match(line.text)
    kept: set[int] = set()
    at = line.start
    for match in _BLANKS.finditer(text, line.start, line.end):
        start, end = match.span()
        after_number = titled is not None and start == line.start + titled.end() - 1
        stays = row or after_number or _parts(text, start, end, label)
        pieces.append((at, start))
        if stays:
            pieces.append((start, start + 1))
            kept.add(start)
        at = end
    pieces.append((at, line.end))
    return kept


def _parts(text: str, start: int, end: int, label: bool) -> bool:
    """Whether the blanks at [start, end) part two words or two numbers."""
    left, right = text[start - 1], text[end]
    if left.isascii() and right.isascii():
        return not (left.isdigit() and (right == "%" or _FRACTION.match(text, end)))
    return (
        label
        and not left.isascii()
        and not right.isascii()
        and not (_lone(text, start - 1) or _lone(text, end))
    )


def _lone(text: str, at: int) -> bool:
    """One character with blanks or ends on both sides: letter-spaced, not a word."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return before.isspace() and after.isspace()
