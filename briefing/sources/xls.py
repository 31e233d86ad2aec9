"""Old Excel workbooks (.xls): numbers as their cells show them, hidden sheets, rows and columns known, through xlrd.

What xlrd cannot open calamine may: it knows values alone, and that is said.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import xlrd
from python_calamine import CalamineError, CalamineWorkbook
from xlrd.book import Book
from xlrd.sheet import Sheet as OldSheet

from briefing.errors import SourceError
from briefing.sources import cellformat
from briefing.sources.formatting import Passed, set_off
from briefing.sources.raw import Builder, Raw
from briefing.sources.sheets import MOST_CELLS, Sheet, SheetCell, too_many, write

_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN = 0, 1, 2, 3, 4
# Formats that a file names by number alone; the language of the program says what they show.
_OF_PROGRAM = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_POSITIONS = {1: "superscript", 2: "subscript"}


def read(name: str, data: bytes) -> Raw:
    """Every visible sheet with something in it. Raises SourceError for a workbook that cannot be parsed or has no such sheet."""
    builder = Builder()
    passed = Passed()
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, logfile=io.StringIO(), on_demand=False
        )
        sheets = list(_sheets(name, book, builder.warnings, passed))
    except SourceError:
        raise
    except Exception:  # xlrd raises anything for a file that is not as it should be
        sheets = list(_values(name, data))
        builder.warnings.append("数字格式读不出来，百分数和日期可能不对，请用 Excel 另存为 .xlsx")
    for sheet in sheets:
        write(builder, sheet)
    builder.warnings += passed.warnings()
    raw = builder.raw()
    if not raw.tables:
        raise SourceError("工作簿里没有内容", where=name, hint="请检查工作表是否为空或被隐藏")
    return raw


def _sheets(name: str, book: Book, warnings: list[str], passed: Passed) -> Iterator[Sheet]:
    total = 0
    for old in book.sheets():
        if old.visibility:
            warnings.append(f"工作表“{old.name}”已隐藏，未读取")
            continue
        sheet = Sheet(old.name)
        sheet.hidden_rows = {row + 1 for row, about in old.rowinfo_map.items() if about.hidden}
        sheet.hidden_columns = {
            column + 1 for column, about in old.colinfo_map.items() if about.hidden
        }
        for top, bottom, left, right in old.merged_cells:
            sheet.merged[top + 1, left + 1] = (bottom - top, right - left)
        for row in range(old.nrows):
            for column in range(old.row_len(row)):
                if text := _shown(book, old, row, column, passed):
                    sheet.cells.append(SheetCell(row + 1, column + 1, text))
        total += len(sheet.cells)
        if total > MOST_CELLS:
            raise too_many(name)
        yield sheet


def _shown(book: Book, sheet: OldSheet, row: int, column: int, passed: Passed) -> str:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == _EMPTY or kind > _BOOLEAN:
        return ""
    look = book.xf_list[sheet.cell_xf_index(row, column)]
    if kind == _TEXT:
        text = _text(book, sheet, row, column, str(value), passed)
    elif kind == _BOOLEAN:
        text = "TRUE" if value else "FALSE"
    else:
        code = cellformat.BUILT_IN.get(look.format_key) if look.format_key in _OF_PROGRAM else None
        code = code or book.format_map[look.format_key].format_str
        text = cellformat.shown(repr(value), code, since_1904=book.datemode == 1)
    if text.strip() and book.font_list[look.font_index].struck_out:
        passed.struck.append(text.strip())
        return ""
    return text


def _text(book: Book, sheet: OldSheet, row: int, column: int, text: str, passed: Passed) -> str:
    """A text without its struck runs, raised and lowered ones set off."""
    runs = sheet.rich_text_runlist_map.get((row, column))
    if not runs:
        return text
    bounds = [start for start, _ in runs] + [len(text)]
    made = text[: bounds[0]]
    for (start, font), end in zip(runs, bounds[1:], strict=True):
        look = book.font_list[font]
        if look.struck_out:
            passed.struck.append(text[start:end])
        else:
            made += set_off(text[start:end], _POSITIONS.get(look.escapement, ""), made)
    return made


def _values(name: str, data: bytes) -> Iterator[Sheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet_name in workbook.sheet_names:
            sheet = Sheet(sheet_name)
            values = workbook.get_sheet_by_name(sheet_name).to_python(skip_empty_area=False)
            for row, line in enumerate(values, 1):
                sheet.cells += [
                    SheetCell(row, column, cellformat.plain_value(value))
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
