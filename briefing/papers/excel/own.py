"""An office's own styled workbook as the template: its looks stay, its marks are filled.

A row of marks such as {indicators.name} and {indicators.level} is the row of data: it is repeated with its styles, what stands below
moves down. {区划}, {时期}, {资料截至} and {名称} may stand in any text. One table a sheet.
"""

from __future__ import annotations

import copy
import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell as Written
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from briefing import periods
from briefing.errors import EmptyPaperError, SettingsError
from briefing.model import Pack
from briefing.papers import Request, filters, zipped
from briefing.papers.excel import measure
from briefing.papers.excel.cells import Cell
from briefing.papers.excel.grid import Grid, Value
from briefing.papers.excel.package import finished, set_properties
from briefing.papers.excel.sheet import Placed, note_printed, placed, write_key_heads, write_rows
from briefing.papers.excel.sheets import SHEETS
from briefing.papers.excel.shifting import shifted, stretch
from briefing.papers.excel.table import Table
from briefing.settings.loader import SettingsErrors
from briefing.settings.nodes import nearest, shown
from briefing.settings.sheets import COLUMNS, FORMS

PLACEHOLDERS = ("区划", "时期", "资料截至", "名称")
_MARK = re.compile(r"\{([a-z_]+)\.([a-z_]+)\}")
_BRACES = re.compile(r"\{([^{}]*)\}")

# What openpyxl does not carry over: a part's name, a sign inside it, what it is called.
_LOST: tuple[tuple[str, bytes, str], ...] = (
    (r"xl/drawings/drawing\d+\.xml", b"<xdr:sp[ >]", "文本框和形状"),
    (r"xl/drawings/drawing\d+\.xml", b"<xdr:cxnSp[ >]", "连接线"),
    (r"xl/diagrams/.*", b"", "SmartArt 图形"),
    (r"xl/ctrlProps/.*", b"", "窗体控件（按钮、复选框等）"),
    (r"xl/activeX/.*", b"", "ActiveX 控件"),
    (r"xl/embeddings/.*", b"", "嵌入的对象"),
    (r"xl/slicers/.*", b"", "切片器"),
    (r"xl/threadedComments/.*", b"", "批注中的对话"),
    (r"xl/queryTables/.*|xl/connections\.xml", b"", "数据连接"),
    (r"xl/charts/chart\d+\.xml", b"", "图表的部分格式"),
    (r"xl/sharedStrings\.xml", b"<r>", "单元格内部分文字的格式"),
    (r"xl/worksheets/sheet\d+\.xml", b"<extLst>", "迷你图和扩展的条件格式"),
    (r"xl/worksheets/sheet\d+\.xml", b"<legacyDrawingHF ", "页眉页脚里的图片"),
    (r"customXml/.*", b"", "自定义 XML"),
)
_REFUSED = (
    (r"xl/vbaProject\.bin", "模板含有宏", "在 Excel 或 WPS 里另存为不含宏的 .xlsx"),
    (r"xl/externalLinks/.*", "模板链接着别的工作簿", "在“编辑链接”里断开链接后保存"),
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a sheet's row of marks stands, and which columns of which table it wants."""

    table: str
    row: int
    columns: Mapping[int, str]  # of the sheet, from 1 -> of the table


def lost_parts(data: bytes) -> list[str]:
    """What of an office's workbook will be missing from papers made with it, in Chinese; [] where all is kept."""
    parts = _parts("", data)
    return list(
        dict.fromkeys(
            what
            for name, sign, what in _LOST
            for part, xml in parts.items()
            if re.fullmatch(name, part) and re.search(sign, xml)
        )
    )


def check(name: str, data: bytes) -> None:
    """Raises SettingsErrors with all that is wrong with an office's workbook, each with sheet and cell."""
    _opened(name, data)


def render(pack: Pack, request: Request, printed: dict[str, list[str]] | None = None) -> bytes:
    """The office's workbook filled from the Pack. Raises SettingsErrors for a faulty template, PaperError where there is no data."""
    book, places = _opened(request.template.name, request.template.data)
    tables = {place.table: SHEETS[place.table](pack, request) for place in places.values()}
    if not any(table.rows for table in tables.values()):
        raise EmptyPaperError(
            f"{pack.scope.name}{periods.label(pack.period)}没有可以列入表格的数据",
            where=request.template.name,
        )
    words = {
        "区划": pack.scope.name,
        "时期": periods.label(pack.period),
        "资料截至": filters.chinese_date(pack.as_of),
        "名称": request.title,
    }
    grids = {}
    for sheet in book.worksheets:
        place = places.get(sheet.title)
        moved = max(0, len(tables[place.table].rows) - 1) if place else 0
        grids[sheet.title] = _taken(sheet, place.row if place else 0, moved, words)
    here = {
        title: _placed(grids[title], place, tables[place.table]) for title, place in places.items()
    }
    sources = next(
        (
            each
            for each in here.values()
            if each.table.name == "sources" and each.table.place("value") is not None
        ),
        None,
    )
    for title, each in here.items():
        if each.table.rows:
            _fill(book, grids[title], each, sources)
            note_printed([each], printed)
        _clear(book[title])
    for sheet in book.worksheets:
        _clear(sheet)
    book.calculation.fullCalcOnLoad = True  # the template's own formulas carry no values
    set_properties(book, pack, request)
    return finished(book, list(grids.values()))


def _parts(name: str, data: bytes) -> dict[str, bytes]:
    try:
        return zipped.unpack(data)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        raise SettingsError(
            "打不开这份 Excel 模板：文件损坏、加密，或不是 .xlsx",
            where=name,
            hint="用 Excel 或 WPS 打开后另存为 .xlsx",
        ) from None


def _opened(name: str, data: bytes) -> tuple[Workbook, dict[str, _Place]]:
    """The workbook and, by sheet, its row of marks."""
    parts = _parts(name, data)
    problems = [
        SettingsError(said, where=name, hint=hint)
        for part, said, hint in _REFUSED
        if any(re.fullmatch(part, each) for each in parts)
    ]
    if problems:
        raise SettingsErrors(problems)
    try:
        book = load_workbook(io.BytesIO(data))
    except Exception as error:  # whatever a damaged workbook makes openpyxl raise
        raise SettingsError(
            "打不开这份 Excel 模板", where=name, hint="用 Excel 或 WPS 打开后另存为 .xlsx"
        ) from error
    places = {}
    for sheet in book.worksheets:
        problems += _faults(name, sheet)
        if place := _place(sheet):
            places[sheet.title] = place
    if not places and not problems:
        problems.append(
            SettingsError(
                "这份 Excel 模板里没有标记",
                where=name,
                hint="在数据行写 {indicators.name} 这样的标记，见 docs/excel.md",
            )
        )
    if problems:
        raise SettingsErrors(problems)
    return book, places


def _texts(sheet: Worksheet) -> Iterator[Any]:
    return (
        cell
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and "{" in cell.value and cell.data_type != "f"
    )


def _place(sheet: Worksheet) -> _Place | None:
    marks = [
        (cell, match) for cell in _texts(sheet) if (match := _MARK.fullmatch(cell.value.strip()))
    ]
    return (
        _Place(marks[0][1][1], marks[0][0].row, {cell.column: match[2] for cell, match in marks})
        if marks
        else None
    )


def _faults(name: str, sheet: Worksheet) -> list[SettingsError]:
    found, place = [], _place(sheet)
    for cell in _texts(sheet):
        where = f"{name} {sheet.title}!{cell.coordinate}"
        if match := _MARK.fullmatch(cell.value.strip()):
            said, hint = _mark_fault(match[1], match[2])
            if not said and place and (cell.row, match[1]) != (place.row, place.table):
                said, hint = "一张工作表只能有一行标记，都来自同一张表", "别的表放到另一张工作表"
            elif not said and cell.row == 1:
                said, hint = "标记行上面要有表头", "在上面插入一行表头"
        else:
            unknown = [word for word in _BRACES.findall(cell.value) if word not in PLACEHOLDERS]
            said = f"不认识的标记 {{{shown(unknown[0])}}}" if unknown else ""
            hint = (
                nearest(unknown[0], PLACEHOLDERS)
                or f"可写 {'、'.join('{' + word + '}' for word in PLACEHOLDERS)}"
                if unknown
                else ""
            )
        if said:
            found.append(SettingsError(said, where=where, hint=hint))
    return found


def _mark_fault(table: str, column: str) -> tuple[str, str]:
    known = [
        name for name, columns in COLUMNS.items() if columns and name not in FORMS
    ]  # forms need protection and hidden keys
    if table not in known:
        return f"没有叫 {table} 的表", nearest(table, known) or f"可写 {'、'.join(known)}"
    columns = [
        name for name in COLUMNS[table] if name not in ("years", "areas")
    ]  # as many columns as there are
    if column not in columns:
        return f"表 {table} 没有列 {column}", nearest(
            column, columns
        ) or f"可写 {'、'.join(columns)}"
    return "", ""


def _placed(grid: Grid, place: _Place, table: Table) -> Placed:
    """The table with the columns the template wants."""
    order = {name: i for i, name in enumerate(column.name for column in table.columns)}
    wanted = [(at, order[name]) for at, name in sorted(place.columns.items()) if name in order]
    narrowed = replace(
        table,
        columns=tuple(table.columns[i] for _, i in wanted),
        rows=tuple(tuple(row[i] for _, i in wanted) for row in table.rows),
    )
    return placed(narrowed, grid.sheet.title, place.row, [at for at, _ in wanted], grid.last_column)


def _taken(sheet: Worksheet, row: int, moved: int, words: Mapping[str, str]) -> Grid:
    """The template's cells without its row of marks; what stands below that row moves down, references and ranges with it."""
    grid = Grid(sheet)
    for number, cells in enumerate(sheet.iter_rows(), 1):
        for column, cell in enumerate(cells, 1):
            value, formula = _value(cell, words, row, moved)
            if number == row and isinstance(value, str) and _MARK.fullmatch(value.strip()):
                value = None
            if value is not None or formula or cell.has_style:
                grid.put(
                    number + (moved if row and number > row else 0),
                    column,
                    value,
                    cell.style_id,
                    formula,
                )
    for number, dimension in sheet.row_dimensions.items():
        if dimension.height:
            grid.heights[number + (moved if row and number > row else 0)] = dimension.height
    if row and moved:
        stretch(sheet, row, moved)
    return grid


def _value(cell: Any, words: Mapping[str, str], row: int, moved: int) -> tuple[Value, str]:
    """A cell's value and formula."""
    value = cell.value
    if cell.data_type == "f":
        formula = str(getattr(value, "text", value)).removeprefix("=")
        return None, shifted(formula, row, moved) if row and moved else formula
    if isinstance(value, str):
        return _BRACES.sub(lambda match: words.get(match[1], match[0]), value), ""
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return to_excel(value), ""  # type: ignore[no-untyped-call]
    return (int(value) if isinstance(value, bool) else value), ""


def _fill(book: Workbook, grid: Grid, here: Placed, sources: Placed | None) -> None:
    sheet, row = grid.sheet, here.first
    prototypes = dict(enumerate(sheet[row], 1))
    made: dict[tuple[int, str, bool], int] = {}

    def looked(place: int, cell: Cell) -> int:
        """The template's own look; where its number format is General, the figure's."""
        quoted = isinstance(cell.value, str) and cell.value[:1] in ("=", "+", "-", "@", "'")
        key = (place, cell.format, quoted)
        if key not in made:
            probe: Any = Written(sheet, row=1, column=1)
            model: Any = prototypes[here.columns[place]]
            probe._style = copy.copy(model._style)
            if model.number_format == "General" and cell.format != "General":
                probe.number_format = cell.format
            probe.quotePrefix = quoted
            made[key] = book._cell_styles.add(probe._style)  # type: ignore[attr-defined]
        return made[key]

    for number in range(row, here.last_row + 1):
        for column, cell in prototypes.items():
            grid.put(number, column, None, cell.style_id)
    write_key_heads(grid, here, row - 1, _titles(sheet, here))
    write_rows(grid, here, sources, [partial(looked, i) for i in range(len(here.columns))])
    widths = [sheet.column_dimensions[get_column_letter(column)].width for column in here.columns]
    own = sheet.row_dimensions[row].height or 0
    for number, cells in enumerate(here.table.rows, row):
        grid.heights[number] = max(own, measure.height([cell.text for cell in cells], widths))
    if sheet.auto_filter.ref and here.keys:  # hidden keys are sorted along with their rows
        first, _, last = sheet.auto_filter.ref.partition(":")
        sheet.auto_filter.ref = f"{first}:{get_column_letter(max(here.keys.values()))}{last.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"


def _titles(sheet: Worksheet, here: Placed) -> list[str]:
    """By what the heads of the keys name their columns: the head above the data, or where that is empty or not the only one, the letter."""
    heads = [str(cell.value or "") for cell in sheet[here.first - 1]]
    titles = []
    for column in here.columns:
        head = heads[column - 1]
        titles.append(
            head
            if head and heads.count(head) == 1 and "{" not in head
            else f"@{get_column_letter(column)}"
        )
    return titles


def _clear(sheet: Any) -> None:
    """The grid has the cells now."""
    sheet._cells.clear()
    sheet.row_dimensions.clear()
