"""What a finished paper says, whatever its bytes are: its cells or paragraphs as a reader sees them, and the keys of the facts in them.

Two papers that say the same have the same digest, though another version of a library wrote one of them; two that differ can be
compared line by line. What only lays a paper out is left out: fonts, widths, the ticks of an axis, page numbers, pictures' pixels.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, NamedTuple

from briefing.errors import PaperError
from briefing.papers import filters

_LAYOUT = ("scale", "number")  # of a PDF's bound figures: axis ticks, page numbers
_DECIMALS = re.compile(r'(?:"([^"]*)")?(#,##0|0)(\.0+)?(?:"([^"]*)")?(?:_ )?')
_NAMING = 4  # cells at the left that may name a row
_SHORT = 60  # characters of a line that a change repeats


class Line(NamedTuple):
    """A row of a sheet or a table, a paragraph, or a figure on a page."""

    part: str  # 主要指标, 正文, 表1, 第2页
    at: str  # in it: 第4行, 第3段; "" where nothing can be counted
    cells: tuple[tuple[str, str], ...]  # those that hold anything: (column, text)
    keys: tuple[str, ...]  # of the facts it says

    @property
    def text(self) -> str:
        return " ".join(text for _, text in self.cells)

    @property
    def label(self) -> str:
        """What names it: the longest of its first cells that is no number."""
        return max(
            (text for _, text in self.cells[:_NAMING] if not _is_number(text)),
            key=len,
            default=self.text,
        )


Content = tuple[Line, ...]


def content(kind: str, data: bytes) -> Content:
    """What a paper of this kind (word, excel, pdf) says. Raises PaperError for a file that cannot be read back."""
    try:
        return tuple(_READERS[kind](data))
    except PaperError:
        raise
    except Exception as error:  # whatever a damaged file makes its reader raise
        raise PaperError(
            f"材料读不出来，可能已损坏（{type(error).__name__}）", hint="重新运行任务"
        ) from None


def digest(content: Content) -> str:
    """The same for contents that say the same. Where a line stands in its part does not count."""
    said = [[line.part, line.cells, line.keys] for line in content]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def is_empty(content: Content) -> bool:
    """Whether a paper says nothing: not one fact is in it."""
    return not any(line.keys for line in content)


def as_data(content: Content) -> list[Any]:
    """As plain lists, to be kept as JSON."""
    return [
        [line.part, line.at, [list(cell) for cell in line.cells], list(line.keys)]
        for line in content
    ]


def of_data(data: Iterable[Sequence[Any]]) -> Content:
    """From what `as_data` gave."""
    return tuple(
        Line(part, at, tuple((name, text) for name, text in cells), tuple(keys))
        for part, at, cells, keys in data
    )


def changes(before: Content, after: Content) -> list[str]:
    """What differs, a Chinese line each, the cells before and after; [] where both say the same."""
    old, new = _parts(before), _parts(after)
    found = [
        change
        for part in dict.fromkeys((*old, *new))
        for change in _compared(old.get(part, []), new.get(part, []))
    ]
    if not found and digest(before) != digest(after):
        return ["文字和数字没有变，数据的出处有变化"]
    return found


def _parts(content: Content) -> dict[str, list[Line]]:
    parts: dict[str, list[Line]] = {}
    for line in content:
        parts.setdefault(line.part, []).append(line)
    return parts


def _compared(before: Sequence[Line], after: Sequence[Line]) -> Iterator[str]:
    """Lines are the same line where they differ in their digits at most, or in cells that do not name them."""
    matcher = SequenceMatcher(
        None,
        [_skeleton(line.label) for line in before],
        [_skeleton(line.label) for line in after],
        autojunk=False,
    )
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            for old, new in zip(before[i:j], after[k:m], strict=True):
                yield from _changed(old, new)
        else:
            yield from (f"{line.part}：删去“{_cut(line.text)}”" for line in before[i:j])
            yield from (f"{_place(line)}：新增“{_cut(line.text)}”" for line in after[k:m])


def _changed(old: Line, new: Line) -> Iterator[str]:
    before, after = dict(old.cells), dict(new.cells)
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name, ""), after.get(name, "")
        if was != now:
            what = f"“{_cut(new.label)}”{name}" if len(before) > 1 or len(after) > 1 else ""
            yield f"{_place(new)}{what}：{_cut(was) or '空'} → {_cut(now) or '空'}"


def _place(line: Line) -> str:
    return f"{line.part}{line.at}"


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else text[:_SHORT] + "…"


def _skeleton(text: str) -> str:
    return re.sub(r"\d+(?:\.\d+)?", "0", text)


def _is_number(text: str) -> bool:
    return not re.search(r"[^\W\d_]", text)


# Workbooks


def _excel(data: bytes) -> Iterator[Line]:
    from openpyxl import load_workbook

    from briefing.papers.excel.returned import filling_titles

    book = load_workbook(io.BytesIO(data), data_only=True)
    titles = filling_titles(book)
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            yield from _sheet(sheet, titles)


def _sheet(sheet: Any, titles: Mapping[str, str]) -> Iterator[Line]:
    """Hidden columns hold keys; the row that heads them names the columns.

    titles: heads of a form's columns to be filled in. What a department said in them itself is no news to it.
    """
    from briefing.papers.excel.keys import ROW_MARK
    from briefing.papers.excel.sheet import KEY_MARK

    hidden = set(_hidden(sheet))
    heads: dict[str, str] = {}
    asked: set[str] = set()
    for row in sheet.iter_rows():
        filled = [cell for cell in row if cell.value not in (None, "")]
        keys = [str(cell.value) for cell in filled if cell.column_letter in hidden]
        shown = [cell for cell in filled if cell.column_letter not in hidden]
        if any(key.startswith(KEY_MARK) for key in keys):
            heads = {cell.column_letter: filters.plain(str(cell.value)) for cell in shown}
            keys = []
        elif asked:
            shown = [cell for cell in shown if cell.column_letter not in asked]
        if ROW_MARK in (cell.value for cell in filled):
            asked = {cell.column_letter for cell in shown if cell.value in titles}
            keys = []
        if shown or keys:
            cells = tuple(
                (_column(cell.column_letter, heads), _shown(cell.value, cell.number_format))
                for cell in shown
            )
            yield Line(sheet.title, f"第{row[0].row}行", cells, tuple(keys))


def _hidden(sheet: Any) -> Iterator[str]:
    """A stretch of columns that are alike stands once, under its first."""
    from openpyxl.utils import get_column_letter

    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            yield from map(
                get_column_letter, range(dimension.min, min(dimension.max, sheet.max_column) + 1)
            )


def _column(letter: str, heads: Mapping[str, str]) -> str:
    return f"{heads[letter]}（{letter}列）" if letter in heads else f"{letter}列"


def _shown(value: object, format: str) -> str:
    """A cell as its reader sees it: the digits and words of its number format."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return filters.plain(str(value))
    section = format.split(";")[1 if value < 0 and ";" in format else 0]
    match = _DECIMALS.fullmatch(section)
    if not match:
        return f"{value:.12g}" + "".join(re.findall(r"[%‰]", format))
    before, whole, decimals, after = match.groups(default="")
    digits = f"{abs(value):{',' if ',' in whole else ''}.{max(0, len(decimals) - 1)}f}"
    return f"{before}{'−' if value < 0 and '−' not in before else ''}{digits}{after}"


# Word papers


def _word(data: bytes) -> Iterator[Line]:
    import docx

    from briefing.papers.word import binding, figures, tags

    document = docx.Document(io.BytesIO(data))
    for place, paragraphs in groupby(
        tags.paragraphs(document), key=lambda paragraph: paragraph.place
    ):
        found = [paragraph for paragraph in paragraphs if paragraph.text.strip()]
        part, at = _split(place)
        several = part.startswith("表")
        cells = tuple(
            (f"第{number}格" if several else "", filters.plain(each.text))
            for number, each in enumerate(found, 1)
        )
        if cells:
            yield Line(
                part,
                at,
                cells,
                tuple(key for each in found for key, _, _ in binding.bound(each.element)),
            )
    for number, picture in enumerate(figures.pictures(document), 1):
        yield Line(f"图{number}", "", (("", filters.plain(picture.alt)),), ())


def _split(place: str) -> tuple[str, str]:
    """正文第3段 -> 正文, 第3段; 页脚 -> 页脚, ""."""
    part, mark, rest = place.partition("第")
    return part, mark + rest


# PDF papers


def _pdf(data: bytes) -> Iterator[Line]:
    import pypdfium2

    from briefing.papers import pdf

    for figure in pdf.bound_figures(data):
        if figure.kind not in _LAYOUT:
            yield Line(f"第{figure.page}页", "", (("", filters.plain(figure.text)),), figure.keys)
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            page = document[number].get_textpage()
            signs = Counter(sign for sign in page.get_text_range() if sign.isalpha())
            page.close()
            # The signs in whatever order: where lines are broken and in what order they were drawn is layout.
            yield Line(
                f"第{number + 1}页的文字",
                "",
                (("", "".join(f"{sign}{signs[sign]}" for sign in sorted(signs))),),
                (),
            )
    finally:
        document.close()


_READERS: dict[str, Callable[[bytes], Iterator[Line]]] = {
    "excel": _excel,
    "word": _word,
    "pdf": _pdf,
}
