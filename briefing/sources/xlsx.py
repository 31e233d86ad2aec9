"""Excel workbooks: every sheet a table, numbers as their cells show them, merged cells once, hidden rows and columns marked.

.xlsx is read from its XML, because only there a value and the format it is shown in stand together; .xls through calamine, which
knows values alone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from briefing.errors import SourceError
from briefing.sources import cellformat
from briefing.sources.ooxml import attribute, child, local, number, parse
from briefing.sources.raw import Builder, Raw, RawCell

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_DEFAULT_NAME = re.compile(r"(?:Sheet|工作表)\s?\d*", re.I)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int  # from 1, as the sheet counts
    column: int
    text: str


@dataclass(slots=True)
class _Sheet:
    """What is in one sheet. Rows and columns from 1."""

    name: str
    cells: list[_Cell] = field(default_factory=list)
    merged: dict[tuple[int, int], tuple[int, int]] = field(
        default_factory=dict
    )  # first cell -> rows and columns it spans
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncounted: list[str] = field(default_factory=list)  # cells with a formula and no value


def read(name: str, data: bytes) -> Raw:
    """Every visible sheet with something in it. Raises SourceError for a workbook that cannot be parsed or has no such sheet."""
    builder = Builder()
    sheets = (
        _old_sheets(name, data)
        if data.startswith(b"\xd0\xcf\x11\xe0")
        else _sheets(name, data, builder.warnings)
    )
    for sheet in sheets:
        _write(builder, sheet)
    raw = builder.raw()
    if not raw.tables:
        raise SourceError("工作簿里没有内容", where=name, hint="请检查工作表是否为空或被隐藏")
    return raw


def _write(builder: Builder, sheet: _Sheet) -> None:
    if sheet.uncounted:
        shown = "、".join(sheet.uncounted[:3])
        builder.warnings.append(
            f"工作表“{sheet.name}”有 {len(sheet.uncounted)} 个公式没有算出的值（{shown}），请用 Excel 打开后保存一次"
        )
    cells = [cell for cell in sheet.cells if cell.text.strip()]
    if not cells:
        return
    top = min(cell.row for cell in cells)
    last_row, last_column = max(cell.row for cell in cells), max(cell.column for cell in cells)
    title = [cell.text.strip() for cell in cells if cell.row == top]
    caption = (
        title[0] if len(title) == 1 else ("" if _DEFAULT_NAME.fullmatch(sheet.name) else sheet.name)
    )
    raw_cells = [
        RawCell(
            cell.text,
            cell.row - top,
            cell.column - 1,
            *_clipped(
                sheet.merged.get((cell.row, cell.column), (1, 1)),
                last_row - cell.row + 1,
                last_column - cell.column + 1,
            ),
            place=f"{sheet.name}!{_letters(cell.column)}{cell.row}",
        )
        for cell in cells
    ]
    builder.table(
        raw_cells,
        title=caption,
        hidden_rows=frozenset(row - top for row in sheet.hidden_rows if row >= top),
        hidden_columns=frozenset(column - 1 for column in sheet.hidden_columns),
    )


def _clipped(span: tuple[int, int], rows: int, columns: int) -> tuple[int, int]:
    """A merged cell may span a million empty rows: only those with something in them count."""
    return min(span[0], rows), min(span[1], columns)


def _letters(column: int) -> str:
    """1 -> A, 27 -> AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _index(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _old_sheets(name: str, data: bytes) -> Iterator[_Sheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet_name in workbook.sheet_names:
            values = workbook.get_sheet_by_name(sheet_name).to_python(skip_empty_area=False)
            sheet = _Sheet(sheet_name)
            for row, line in enumerate(values, 1):
                sheet.cells += [
                    _Cell(row, column, cellformat.plain_value(value))
                    for column, value in enumerate(line, 1)
                    if value != ""
                ]
            yield sheet
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError(
            "无法读取，文件可能已加密或损坏",
            where=name,
            hint="请用 Excel 或 WPS 打开后另存为 .xlsx",
        ) from error


def _sheets(name: str, data: bytes, warnings: list[str]) -> Iterator[_Sheet]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        workbook = parse(archive, "xl/workbook.xml", name)
        targets = _targets(parse(archive, "xl/_rels/workbook.xml.rels", name))
        texts = _shared_texts(parse(archive, "xl/sharedStrings.xml", name))
        formats = _formats(parse(archive, "xl/styles.xml", name))
        since_1904 = attribute(child(workbook, "workbookPr"), "date1904") in ("1", "true")
        for element in _children(child(workbook, "sheets")):
            sheet_name = attribute(element, "name") or ""
            if attribute(element, "state") in ("hidden", "veryHidden"):
                warnings.append(f"工作表“{sheet_name}”已隐藏，未读取")
                continue
            root = parse(archive, targets.get(attribute(element, "id") or "", ""), name)
            if root is not None and local(root) == "worksheet":
                yield _sheet(sheet_name, root, texts, formats, since_1904)


def _targets(root: etree._Element | None) -> dict[str, str]:
    """Relationship id -> part."""
    found: dict[str, str] = {}
    for element in root if root is not None else ():
        target = attribute(element, "Target") or ""
        found[attribute(element, "Id") or ""] = (
            target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        )
    return found


def _shared_texts(root: etree._Element | None) -> list[str]:
    return [_string(element) for element in root] if root is not None else []


def _string(element: etree._Element) -> str:
    """A plain or rich text; phonetic hints are left out."""
    parts: list[str] = []
    for inner in element:
        if local(inner) == "t":
            parts.append(inner.text or "")
        elif local(inner) == "r":
            parts += [run.text or "" for run in inner if local(run) == "t"]
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(parts))


def _formats(root: etree._Element | None) -> list[str]:
    """The number format of each cell style."""
    own = {
        number(attribute(element, "numFmtId")): attribute(element, "formatCode") or ""
        for element in _children(child(root, "numFmts"))
    }
    codes: list[str] = []
    for element in _children(child(root, "cellXfs")):
        identifier = number(attribute(element, "numFmtId"))
        codes.append(own.get(identifier) or cellformat.BUILT_IN.get(identifier, "General"))
    return codes


def _children(element: etree._Element | None) -> list[etree._Element]:
    return list(element) if element is not None else []


def _sheet(
    name: str, root: etree._Element, texts: list[str], formats: list[str], since_1904: bool
) -> _Sheet:
    sheet = _Sheet(name)
    for element in _children(child(root, "cols")):
        if attribute(element, "hidden") in ("1", "true"):
            first = number(attribute(element, "min"), 1)
            sheet.hidden_columns.update(
                range(first, min(number(attribute(element, "max"), first), 16384) + 1)
            )
    row_number = 0
    for row in _children(child(root, "sheetData")):
        row_number = number(row.get("r"), row_number + 1)
        if row.get("hidden") in ("1", "true"):
            sheet.hidden_rows.add(row_number)
        column = 0
        for element in row:
            reference = _REFERENCE.fullmatch(element.get("r") or "")
            column = _index(reference[1]) if reference else column + 1
            text = _shown(element, texts, formats, since_1904)
            if text is None:
                sheet.uncounted.append(f"{_letters(column)}{row_number}")
            elif text:
                sheet.cells.append(_Cell(row_number, column, text))
    for element in _children(child(root, "mergeCells")):
        if span := _RANGE.fullmatch(attribute(element, "ref") or ""):
            left, top, right, bottom = _index(span[1]), int(span[2]), _index(span[3]), int(span[4])
            sheet.merged[top, left] = (bottom - top + 1, right - left + 1)
    return sheet


def _shown(
    element: etree._Element, texts: list[str], formats: list[str], since_1904: bool
) -> str | None:
    """What a cell shows, "" for nothing; None for a formula whose value was never computed."""
    kind = element.get("t") or "n"
    if kind == "inlineStr":
        inline = child(element, "is")
        return _string(inline) if inline is not None else ""
    stored = child(element, "v")
    text = stored.text or "" if stored is not None else ""
    if not text:
        return None if child(element, "f") is not None and kind != "str" else ""
    if kind == "s":
        at = number(text, -1)
        return texts[at] if 0 <= at < len(texts) else ""
    if kind == "b":
        return "TRUE" if text == "1" else "FALSE"
    if kind in ("str", "e", "d"):
        return "" if text in _ERRORS else text
    style = number(element.get("s"))
    return cellformat.shown(
        text, formats[style] if style < len(formats) else "General", since_1904=since_1904
    )
