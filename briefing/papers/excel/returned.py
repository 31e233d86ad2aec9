"""A department's workbook as it came back: what was filled in, and what else is not as it was sent.

Rows are known by their keys wherever sorting, filtering and inserted rows have put them; columns by their heads.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any
from xml.sax.saxutils import unescape

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from briefing.errors import PaperError
from briefing.papers.excel import keys
from briefing.papers.excel.keys import FILLINGS, Given, RowKey, Sent
from briefing.papers.excel.looks import PLAIN, Look, look
from briefing.papers.excel.sheet import KEY_MARK
from briefing.sources import limits

_RUN = re.compile(r"<a:t(?: [^>]*)?>([^<]*)</a:t>")  # of a text box
_MOST_CELLS = 3_000_000  # rows times columns: a form has a few thousand
Value = Any  # what openpyxl reads: None, str, int, float, bool, datetime.datetime, …


@dataclass(frozen=True, slots=True)
class FilledCell:
    """One filled-in cell. `column` is a name in keys.FILLINGS; `value` as it stands there, valid or not."""

    column: str
    address: str  # 指标填报!H7
    value: Value
    look: Look = PLAIN
    hidden: str = ""  # 第4行, G列, 工作表: what nobody sees of it
    merged: str = ""  # the area of merged cells over several rows that it lies in


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One row with its key. figures: by head, the key (Observation.key) of each figure that was sent; given: by head, its text then."""

    key: RowKey
    sheet: str
    number: int
    filled: tuple[
        FilledCell, ...
    ]  # only cells that are not as they were sent: with something in them, or emptied (None)
    given: Mapping[str, str]
    figures: Mapping[str, str]
    name: str = ""  # what it is about, as it was sent
    unit: str = ""  # of its figures, as it was sent
    renamed: str = ""  # the address of the cell that says what it is about, where that was changed: its key may be another row's
    touched: Mapping[str, str] = field(
        default_factory=dict
    )  # names of given columns (unit, known …) whose cell was changed -> its address


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that was not to be changed, and was."""

    address: str
    title: str
    sent: str
    found: str
    column: str = ""  # its name in layouts: known, target …
    instead: str = ""  # the row's cell for what was meant: 核定值, of last period's text 本期进展


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back."""

    sent: Sent
    rows: tuple[ReturnedRow, ...]
    changes: tuple[Change, ...]
    copied: tuple[
        ReturnedRow, ...
    ]  # rows whose key stands in another row too, and that are not taken: it is filled in, or they are not
    strange: tuple[
        tuple[str, str], ...
    ]  # address and text of rows without a key that was sent: inserted by hand
    above: tuple[tuple[str, str], ...]  # the same of lines above the heads that were not sent
    drawn: tuple[str, ...]  # what text boxes and shapes say
    gone: tuple[tuple[str, str], ...]  # address of the heads, title of a given column without one
    orphaned: tuple[
        FilledCell, ...
    ]  # of rows without a key that was sent, the first cell of each that was filled in
    added: tuple[
        FilledCell, ...
    ]  # the first cell with something in it of each column that was not sent: `column` is its head, or ""
    doubled: tuple[
        FilledCell, ...
    ]  # of columns to be filled in that a sheet has twice, the first filled-in cell of each: nothing tells which one is meant
    missing: tuple[
        tuple[str, str], ...
    ]  # sheet and name of each row that was sent and is not there
    lost: tuple[
        str, ...
    ]  # addresses of sheets that were sent with rows and have no keys or heads any more
    own: tuple[str, ...]  # the first cell of each sheet that was not sent and has texts in it
    merged: tuple[
        str, ...
    ]  # areas of merged cells that put one place to be filled in over several rows
    comments: tuple[tuple[str, str], ...]  # address and text
    signed: Mapping[
        str, Mapping[str, str]
    ]  # by sheet: what stands beside 填报人, 审核人 … (keys.SIGNED)


def returned(data: bytes, name: str) -> Returned:
    """Read a workbook that came back. name: of the file, for messages. Raises PaperError for what is no such workbook."""
    if big := limits.workbook(data):
        raise PaperError(
            f"这份表太大：{big}", where=name, hint="请填报单位在发出的表上填写，不要另加内容"
        )
    try:
        written = load_workbook(io.BytesIO(data), rich_text=True)
        book = load_workbook(io.BytesIO(data), data_only=True) if _says_more(written) else written
    except Exception as error:  # whatever a damaged workbook makes openpyxl raise
        raise PaperError(
            "打不开这份表：文件损坏、加密，或不是 .xlsx",
            where=name,
            hint="请填报单位另存为 .xlsx 后重报",
        ) from error
    record = _record(book)
    sent, titles = record.sent, record.every_title
    if sent is None:
        raise PaperError(
            "这不是本系统发出的部门填报表（没有隐藏的说明）",
            where=name,
            hint="请在发出的表上填写，不要另建表格",
        )
    if sent.layout != str(keys.LAYOUT):
        raise PaperError(
            f"这份表是另一版本（{sent.layout}）的程序发出的，读不了",
            where=name,
            hint="重新生成并发出填报表",
        )
    if record.hash != sent.hash:
        raise PaperError(
            f"隐藏的发出记录（工作表 {keys.RECORD}）不见了或被改过，核对不了发出时是什么，整份没有采用",
            where=name,
            hint="请填报单位在发给它的原表上重填，填好的内容可以粘贴过去",
        )
    by_row: defaultdict[str, dict[str, Given]] = defaultdict(dict)
    for each in record.given:
        by_row[each.row][each.title] = each
    before = {(each.row, each.title): each.text for each in record.told}
    _keep_formulas(book, written)
    found = [
        _sheet(sheet, written[sheet.title], by_row, before, record)
        for sheet in book.worksheets
        if sheet.title != keys.RECORD
    ]
    rows, copied = _once([row for each in found for row in each.rows])
    there = {str(row.key) for row in rows}
    missing = [
        (next(iter(cells.values())).sheet, _name(key, cells, titles))
        for key, cells in by_row.items()
        if key not in there
    ]
    keyless = [each for each in found if not each.keyed and each.first]
    sheets = {each.sheet for each in record.given}
    return Returned(
        sent,
        tuple(rows),
        tuple(change for each in found for change in each.changes),
        tuple(copied),
        tuple(said for each in found for said in each.strange),
        tuple(
            (where, said)
            for each in found
            for where, said in each.above
            if keys.plain(said) not in record.above
        ),
        _drawn(data),
        tuple(dict.fromkeys(gone for each in found for gone in each.gone)),
        tuple(cell for each in found for cell in each.orphaned),
        tuple(cell for each in found for cell in each.added.values()),
        tuple(cell for each in found for cell in each.doubled.values()),
        tuple(missing),
        tuple(each.first for each in keyless if each.title in sheets),
        tuple(each.first for each in keyless if each.title not in sheets),
        tuple(area for sheet in written.worksheets for area in _merged(sheet)),
        tuple(comment for sheet in written.worksheets for comment in _comments(sheet)),
        {each.title: each.signed for each in found if each.signed},
    )


def _says_more(book: Any) -> bool:
    """Whether a workbook with its formulas and rich text is not the same as one with values alone."""
    return any(
        cell.data_type == "f" or isinstance(cell.value, CellRichText)
        for sheet in book.worksheets
        for cell in sheet._cells.values()
    )


def _name(key: str, cells: Mapping[str, Given], titles: Mapping[str, str]) -> str:
    """What a row is about, by its key and given cells."""
    parsed = RowKey.parse(key)
    naming = keys.NAMING[parsed.kind] if parsed else {}
    return "".join(each.text for title, each in cells.items() if titles.get(title) in naming) or key


def _merged(sheet: Any) -> Iterator[str]:
    """Areas below the heads that reach over several rows."""
    marks = [cell for cell in sheet._cells.values() if cell.value == keys.ROW_MARK]
    for area in sheet.merged_cells.ranges if marks else ():
        if area.max_row > area.min_row > marks[0].row:
            yield f"{sheet.title}!{area.coord}"


def _comments(sheet: Any) -> Iterator[tuple[str, str]]:
    for cell in list(sheet._cells.values()):
        if getattr(cell, "comment", None) is not None and cell.comment.text.strip():
            yield f"{sheet.title}!{cell.coordinate}", cell.comment.text.strip()


def _keep_formulas(book: Any, written: Any) -> None:
    """A text that somebody began with = counts as a formula without a value: its words are what was meant."""
    for sheet in written.worksheets:
        for cell in list(sheet._cells.values()):
            if cell.data_type == "f":
                shown = book[sheet.title][cell.coordinate]
                if shown.value is None or shown.data_type == "e":
                    shown.value = str(getattr(cell.value, "text", cell.value))


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Value, ...]]]:
    """The rows with anything in them, from the first column, all as wide as the widest.

    Programs write empty cells, with a format alone, down to row 1048576: those are never looked at.
    """
    rows: defaultdict[int, dict[int, Value]] = defaultdict(dict)
    for (number, column), cell in sheet._cells.items():
        if cell.value is not None:
            rows[number][column] = cell.value
    width = max((column for row in rows.values() for column in row), default=0)
    if len(rows) * width > _MOST_CELLS:
        raise PaperError("表里的内容散得太开，读不了", hint="请在原来发出的表上重填")
    for number in sorted(rows):
        yield number, tuple(rows[number].get(column) for column in range(1, width + 1))


def filling_titles(book: Any) -> dict[str, str]:
    """The heads of the columns to be filled in -> their names in keys.FILLINGS, as the layout of a workbook of ours calls them."""
    return {title: name for title, name in _record(book).every_title.items() if name in FILLINGS}


@dataclass(frozen=True, slots=True)
class _Record:
    """The hidden record: what the workbook is, its given cells, those with what had been reported, names of its columns by their heads."""

    sent: Sent | None
    given: list[Given]
    told: list[Given]
    titles: dict[str, dict[str, str]]  # by sheet
    above: frozenset[str]  # lines above the heads
    hash: str  # of all but `sent`

    @property
    def every_title(self) -> dict[str, str]:
        return {head: name for titles in self.titles.values() for head, name in titles.items()}


def _record(book: Any) -> _Record:
    """From the hidden sheet; without it what the workbook is from the custom properties alone."""
    rows: list[list[str]] = []
    if keys.RECORD in book.sheetnames:
        for _, row in _rows(book[keys.RECORD]):
            rows.append(["" if value is None else str(value) for value in (*row, *[None] * 6)][:6])
    of = {kind: [row for row in rows if row[0] == kind] for kind in {row[0] for row in rows}}
    pairs = {row[1]: row[2] for row in of.get("sent", ())}
    if not pairs:
        props = {prop.name: str(prop.value or "") for prop in book.custom_doc_props.props}
        pairs = {
            name.removeprefix(keys.PROPERTY): value
            for name, value in props.items()
            if name.startswith(keys.PROPERTY)
        }
    titles: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for _, sheet, head, name, *_ in of.get("column", ()):
        titles[sheet][head] = name
    names = [each.name for each in fields(Sent)]
    sent = Sent(**{name: pairs.get(name, "") for name in names}) if pairs else None
    return _Record(
        sent,
        [Given(*row[1:]) for row in of.get("given", ())],
        [Given(*row[1:]) for row in of.get("told", ())],
        titles,
        frozenset(keys.plain(row[2]) for row in of.get("above", ())),
        keys.hash_of(row for row in rows if row[0] != "sent"),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    title: str
    rows: list[ReturnedRow]
    changes: list[Change]
    strange: list[tuple[str, str]]
    above: list[tuple[str, str]]
    gone: list[tuple[str, str]]
    orphaned: list[FilledCell]
    signed: dict[str, str]
    added: dict[str, FilledCell]
    doubled: dict[int, FilledCell]  # by place
    first: str  # the address of the first cell with anything in it, "" where there is none
    keyed: bool  # whether it has a head of keys


def _sheet(
    sheet: Any,
    written: Any,
    by_row: Mapping[str, Mapping[str, Given]],
    before: Mapping[tuple[str, str], str],
    record: _Record,
) -> _Sheet:
    """written: the same sheet with its formulas and rich text. before: by row and head, what a cell to be filled in held already."""
    all_rows = list(_rows(sheet))
    first = next(
        (
            _address(sheet, i, n)
            for n, row in all_rows
            for i, value in enumerate(row)
            if value is not None
        ),
        "",
    )
    made = _Sheet(
        sheet.title,
        [],
        [],
        [],
        [],
        [],
        [],
        {},
        {},
        {},
        first,
        any(keys.ROW_MARK in row for _, row in all_rows),
    )
    heads: _Heads | None = None
    titles = _titles(all_rows, by_row, record) if made.keyed else {}
    beyond = _Beyond.of(written)
    for number, row in all_rows:
        if keys.ROW_MARK in row:
            heads = _Heads.of(row, titles, number, beyond)
            continue
        if heads is None:
            if made.keyed:
                made.above.extend(_texts(sheet, row, number))
            continue
        key = RowKey.parse(str(row[heads.key_at] or ""))
        if key is None or (by_row and str(key) not in by_row):
            _loose(made, row, number, heads.named, heads.fillings)
            continue
        given = by_row.get(str(key), {})
        made.rows.append(_row(sheet, written, key, row, number, heads, given, before))
        _beside(made, sheet, row, number, heads, given)
    return made


def _titles(
    rows: list[tuple[int, tuple[Value, ...]]],
    by_row: Mapping[str, Mapping[str, Given]],
    record: _Record,
) -> Mapping[str, str]:
    """Heads -> names of columns of a sheet, which its first row tells: its own name may have been changed."""
    for _, row in rows:
        for key in row:
            if isinstance(key, str) and (given := by_row.get(key)):
                return record.titles[next(iter(given.values())).sheet]
    return record.every_title


@dataclass(frozen=True, slots=True)
class _Heads:
    """The heads of a sheet by place, which of them are to be filled in, which of those stand there twice."""

    named: dict[int, str]
    key_at: int
    titles: Mapping[str, str]  # heads -> names of columns
    fillings: dict[str, str]  # the same, of columns to be filled in
    doubled: frozenset[int]
    number: int  # of their row
    beyond: _Beyond

    @classmethod
    def of(
        cls, row: tuple[Value, ...], titles: Mapping[str, str], number: int, beyond: _Beyond
    ) -> _Heads:
        named = {i: str(value).strip() for i, value in enumerate(row) if value is not None}
        fillings = {title: name for title, name in titles.items() if name in FILLINGS}
        every = list(named.values())
        twice = {i for i, head in named.items() if head in fillings and every.count(head) > 1}
        at = row.index(keys.ROW_MARK)
        return cls(named, at, titles, fillings, frozenset(twice), number, beyond)

    def to_fill(self) -> Iterator[tuple[int, str]]:
        """Place and head of each column to be filled in that is the only one of its head."""
        for i, head in self.named.items():
            if head in self.fillings and i not in self.doubled:
                yield i, head


def _row(
    sheet: Any,
    written: Any,
    key: RowKey,
    row: tuple[Value, ...],
    number: int,
    heads: _Heads,
    given: Mapping[str, Given],
    before: Mapping[tuple[str, str], str],
) -> ReturnedRow:
    filled = tuple(
        FilledCell(
            heads.fillings[head],
            _address(sheet, i, number),
            row[i],
            heads.beyond.look(written.cell(number, i + 1)),
            heads.beyond.hides(number, i),
            heads.beyond.merges(number, i),
        )
        for i, head in heads.to_fill()
        if not _same(before.get((str(key), head), ""), keys.text_of(row[i]))
    )
    touched = {
        heads.titles.get(head, head): _address(sheet, i, number)
        for i, head in heads.named.items()
        if (sent := given.get(head)) and not _same(sent.text, keys.text_of(row[i]))
    }
    heads_at = f"{sheet.title}!{heads.number}:{heads.number}"
    there = set(heads.named.values())
    touched |= {heads.titles.get(head, head): heads_at for head in given if head not in there}
    return ReturnedRow(
        key,
        sheet.title,
        number,
        filled,
        {title: each.text for title, each in given.items()},
        {title: each.figure for title, each in given.items() if each.figure},
        _name(str(key), given, heads.titles),
        next((each.text for head, each in given.items() if heads.titles.get(head) == "unit"), ""),
        next((touched[name] for name in keys.NAMING[key.kind] if name in touched), ""),
        touched,
    )


@dataclass(frozen=True, slots=True)
class _Beyond:
    """What a cell of a sheet does not say itself: whether anybody sees it, and what covers it with others. Rows from 1, columns from 0."""

    rows: frozenset[int]
    columns: tuple[tuple[int, int], ...]  # first and last of each group
    sheet: bool
    areas: tuple[Any, ...]  # merged over several rows
    arrays: tuple[tuple[Any, str], ...]  # that one formula fills, with it
    styled: tuple[Any, ...]  # that a format with a condition shows in another way

    @classmethod
    def of(cls, sheet: Any) -> _Beyond:
        rows = (n for n, about in sheet.row_dimensions.items() if about.hidden or about.height == 0)
        columns = (
            ((about.min or 1) - 1, (about.max or 0) - 1)
            for about in sheet.column_dimensions.values()
            if about.hidden or about.width == 0
        )
        merged = (each for each in sheet.merged_cells.ranges if each.max_row > each.min_row)
        arrays = (
            (CellRange(cell.value.ref), str(getattr(cell.value, "text", "") or "="))
            for cell in sheet._cells.values()
            if isinstance(cell.value, ArrayFormula | DataTableFormula) and cell.value.ref
        )
        styled = (
            area
            for covered in sheet.conditional_formatting
            if any(_shows_otherwise(rule.dxf) for rule in covered.rules)
            for area in covered.sqref.ranges
        )
        hidden = sheet.sheet_state != "visible"
        return cls(
            frozenset(rows), tuple(columns), hidden, tuple(merged), tuple(arrays), tuple(styled)
        )

    def look(self, cell: Any) -> Look:
        """With the formula that fills a cell from another one."""
        found, column = look(cell), cell.column - 1
        formula = (said for area, said in self.arrays if _covers(area, cell.row, column))
        conditional = any(_covers(area, cell.row, column) for area in self.styled)
        return replace(found, formula=found.formula or next(formula, ""), conditional=conditional)

    def hides(self, number: int, column: int) -> str:
        if self.sheet:
            return "工作表"
        if number in self.rows:
            return f"第{number}行"
        unseen = any(first <= column <= last for first, last in self.columns)
        return f"{get_column_letter(column + 1)}列" if unseen else ""

    def merges(self, number: int, column: int) -> str:
        return next((str(a.coord) for a in self.areas if _covers(a, number, column)), "")


def _covers(area: Any, number: int, column: int) -> bool:
    return bool(
        area.min_row <= number <= area.max_row and area.min_col <= column + 1 <= area.max_col
    )


def _shows_otherwise(style: Any) -> bool:
    """Of a conditional format: whether it changes the number that is seen, or strikes it out."""
    return bool(style and (style.numFmt or (style.font and style.font.strike)))


def _beside(
    made: _Sheet,
    sheet: Any,
    row: tuple[Value, ...],
    number: int,
    heads: _Heads,
    given: Mapping[str, Given],
) -> None:
    """What stands in a row outside the cells to be filled in: columns that were not sent, given cells that were changed."""
    places = {heads.fillings[head]: _address(sheet, i, number) for i, head in heads.to_fill()}
    where = f"{sheet.title}!{heads.number}:{heads.number}"
    there = set(heads.named.values())
    made.gone.extend((where, head) for head in given if head not in there)
    for i, value in enumerate(row):
        head = heads.named.get(i, "")
        cell = FilledCell(head, _address(sheet, i, number), value)
        if i in heads.doubled:
            if value is not None:
                made.doubled.setdefault(i, cell)
        elif sent := given.get(head):
            if not _same(sent.text, keys.text_of(value)):
                name = heads.titles.get(head, "")
                found = keys.text_of(value)
                meant = "progress" if name == "previous_progress" else "correction"
                made.changes.append(
                    Change(cell.address, head, sent.text, found, name, places.get(meant, ""))
                )
        elif given and value is not None and head not in heads.fillings and not _is_key(head):
            made.added.setdefault(head, cell)


def _is_key(head: str) -> bool:
    return head.startswith((KEY_MARK, keys.ROW_MARK))


def _same(sent: str, found: str) -> bool:
    return keys.plain(sent) == keys.plain(found)


def _loose(
    made: _Sheet,
    row: tuple[Value, ...],
    number: int,
    heads: Mapping[int, str],
    fillings: Mapping[str, str],
) -> None:
    """A row without a key: lines to sign, or one that somebody inserted."""
    labels = {
        i: label
        for i, value in enumerate(row)
        for label in keys.SIGNED
        if str(value or "").startswith(f"{label}：")
    }
    for i, label in labels.items():
        end = min((j for j in labels if j > i), default=len(row))
        beside = (str(value) for value in row[i + 1 : end] if value not in (None, ""))
        if said := (str(row[i]).partition("：")[2] or next(beside, "")).strip():
            made.signed[label] = said
    if labels:
        return
    said_in = next(
        (i for i, head in heads.items() if head in fillings and row[i] not in (None, "")), None
    )
    if said_in is not None:
        address = f"{made.title}!{get_column_letter(said_in + 1)}{number}"
        made.orphaned.append(FilledCell(fillings[heads[said_in]], address, row[said_in]))
    elif said := " ".join(keys.text_of(row[i]) for i in heads if row[i] not in (None, "")):
        made.strange.append((f"{made.title}!A{number}", said))


def _texts(sheet: Any, row: tuple[Value, ...], number: int) -> Iterator[tuple[str, str]]:
    """Address and text of the cells of a row that hold anything."""
    for i, value in enumerate(row):
        if said := keys.text_of(value).strip():
            yield _address(sheet, i, number), said


def _drawn(data: bytes) -> tuple[str, ...]:
    """What text boxes and shapes say, each as one text. openpyxl leaves them out."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [
            package.read(name)
            for name in package.namelist()
            if re.fullmatch(r"xl/drawings/drawing[^/]*\.xml", name)
        ]
    found = ("".join(_RUN.findall(part.decode("utf-8", "replace"))) for part in parts)
    return tuple(unescape(said) for said in found if said.strip())


def _address(sheet: Any, place: int, number: int) -> str:
    return f"{sheet.title}!{get_column_letter(place + 1)}{number}"


def _once(rows: list[ReturnedRow]) -> tuple[list[ReturnedRow], list[ReturnedRow]]:
    """Each key once, the first row that has it and is filled in, else the first; the others."""
    kept: dict[str, ReturnedRow] = {}
    for row in sorted(rows, key=lambda row: not row.filled):
        kept.setdefault(str(row.key), row)
    return [row for row in rows if kept[str(row.key)] is row], [
        row for row in rows if kept[str(row.key)] is not row
    ]
