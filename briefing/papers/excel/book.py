"""The workbook: flat tables laid out for A4 landscape, written with openpyxl, zipped without dates and with formulas' values in place."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable
from dataclasses import replace
from xml.sax.saxutils import escape

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from briefing import periods
from briefing.errors import PaperError
from briefing.model import Pack
from briefing.papers import Request, filters, zipped
from briefing.papers.excel.cells import Cell
from briefing.papers.excel.tables import LINK, TABLES, Column, Sheet
from briefing.settings.sheets import SheetOptions, read_sheets_template

_HEAD, _FIRST = 3, 4  # rows: 1 heading, 2 note, 3 column heads, data from 4
_KEY_MARK = "〔键〕"  # begins the head of a hidden column that holds keys
_LINE = Side(style="thin", color="B8BEC4")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TABS = {
    "cover": "5A636C",
    "indicators": "16527F",
    "targets": "16527F",
    "series": "16527F",
    "projects": "D17A22",
    "tasks": "D17A22",
    "sources": "8C949C",
}


def render(pack: Pack, request: Request) -> bytes:
    """The workbook of a Pack in the request's layout. Raises SettingsError for a faulty layout, PaperError for data it cannot hold."""
    template = read_sheets_template(request.template.name, request.template.data)
    sheets = [(options, _laid_out(options, TABLES[options.name](pack, request))) for options in template.sheets if options.name != "cover"]
    filled = {options.name: sheet for options, sheet in sheets if sheet.rows}
    if not filled:
        raise PaperError(f"{pack.scope.name}{periods.label(pack.period)}没有可以列入指标表的数据", where=request.template.name)
    book = Workbook()
    _styles(book, template.font)
    book.remove(book.active)  # type: ignore[arg-type]
    cached: dict[str, dict[str, str]] = {}
    for options in template.sheets:
        if options.name == "cover":
            _write_cover(book.create_sheet(options.title or "封面"), pack, request, list(filled.values()))
        elif options.name in filled:
            sheet = filled[options.name]
            cached[sheet.title] = _write(book.create_sheet(sheet.title), sheet, filled.get("sources"))
    _properties(book, pack, request)
    return _finished(book, cached)


def _laid_out(options: SheetOptions, sheet: Sheet) -> Sheet:
    """The table with the layout's columns, titles and widths."""
    sheet = replace(sheet, title=options.title or sheet.title)
    if not options.columns or not sheet.rows:
        return sheet
    places = {column.name: i for i, column in enumerate(sheet.columns)}
    wanted = [(places[changed.name], changed) for changed in options.columns if changed.name in places]
    columns = tuple(
        replace(sheet.columns[i], title=changed.title or sheet.columns[i].title, width=changed.width or sheet.columns[i].width)
        for i, changed in wanted
    )
    return replace(sheet, columns=columns, rows=tuple(tuple(row[i] for i, _ in wanted) for row in sheet.rows))


def _styles(book: Workbook, font: str) -> None:
    """Named styles: a secretary restyles a whole book by changing one."""
    book._named_styles["Normal"].font = Font(name=font, size=11)  # type: ignore[attr-defined]
    shade = PatternFill("solid", start_color="E8EDF2")
    for name, style_font, alignment, fill, border in (
        ("标题", Font(name=font, size=16, bold=True), Alignment("centerContinuous", "center"), None, None),
        ("表注", Font(name=font, size=10, color="5A636C"), Alignment("left", "center"), None, None),
        ("表头", Font(name=font, size=11, bold=True), Alignment("center", "center", wrap_text=True), shade, _GRID),
        ("正文", Font(name=font, size=11), Alignment("left", "center"), None, _GRID),
    ):
        style = NamedStyle(name=name, font=style_font, alignment=alignment)
        if fill:
            style.fill = fill
        if border:
            style.border = border
        book.add_named_style(style)


def _write(sheet: Worksheet, table: Sheet, source: Sheet | None) -> dict[str, str]:
    """Writes a table; returns what its formulas come to, by cell."""
    keyed = [i for i, column in enumerate(table.columns) if any(row[i].key for row in table.rows)]
    last = len(table.columns)
    letters = {i: get_column_letter(last + 1 + place) for place, i in enumerate(keyed)}
    _write_head(sheet, table, keyed)
    sources = _key_range(source) if source and source is not table else ""
    cached: dict[str, str] = {}
    alignments = [Alignment(column.align, "center", wrap_text=column.wrap) for column in table.columns]
    for number, row in enumerate(table.rows, _FIRST):
        for place, cell in enumerate(row):
            written = sheet.cell(number, place + 1)
            written.style = "正文"
            written.alignment = alignments[place]
            if cell.formula == LINK:
                cached |= _write_link(written, [f"{letters[i]}{number}" for i in keyed if row[i].key], source, sources)
            else:
                _put(written, cell)
        for i in keyed:
            sheet[f"{letters[i]}{number}"] = row[i].key or None
    _page(sheet, table, [column.width for column in table.columns], letters.values())
    return cached


def _write_head(sheet: Worksheet, table: Sheet, keyed: list[int]) -> None:
    for place in range(1, len(table.columns) + 1):
        sheet.cell(1, place).style = "标题"
    sheet.cell(1, 1).value = table.heading
    sheet.cell(2, 1).style = "表注"
    sheet.cell(2, 1).value = table.note or None
    for place, column in enumerate(table.columns, 1):
        head = sheet.cell(_HEAD, place)
        head.style = "表头"
        head.value = column.title
    for place, i in enumerate(keyed, len(table.columns) + 1):
        sheet.cell(_HEAD, place).value = _KEY_MARK + table.columns[i].title
    sheet.row_dimensions[1].height = 30
    sheet.row_dimensions[_HEAD].height = 32


def _put(written: object, cell: Cell) -> None:
    written.value = cell.value  # type: ignore[attr-defined]
    if isinstance(cell.value, str):
        written.data_type = "s"  # type: ignore[attr-defined]  # text that begins with = is no formula
    else:
        written.number_format = cell.format  # type: ignore[attr-defined]


def _key_range(source: Sheet) -> str:
    """The keys of the sheet of sources, as formulas name them."""
    place = next(i for i, column in enumerate(source.columns) if column.name == "value")
    keyed = [i for i in range(len(source.columns)) if any(row[i].key for row in source.rows)]
    letter = get_column_letter(len(source.columns) + 1 + keyed.index(place))
    return f"{quote_sheetname(source.title)}!${letter}${_FIRST}:${letter}${_FIRST + len(source.rows) - 1}"


def _write_link(written: object, keys: list[str], source: Sheet | None, sources: str) -> dict[str, str]:
    """A link that finds the row's first figure among the sources by its key: it survives sorting either sheet."""
    if not keys or source is None:
        return {}
    target = f"#{quote_sheetname(source.title)}!A"
    written.value = f'=IFERROR(HYPERLINK("{target}"&(MATCH({keys[0]},{sources},0)+{_FIRST - 1}),"查看"),"")'  # type: ignore[attr-defined]
    written.font = Font(color="16527F", underline="single", size=11)  # type: ignore[attr-defined]
    return {written.coordinate: "查看"}  # type: ignore[attr-defined]


def _page(sheet: Worksheet, table: Sheet, widths: list[int], hidden: Iterable[str]) -> None:
    """A4 landscape, fitted to width, heads on every page, panes frozen, filters on."""
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for letter in hidden:
        sheet.column_dimensions[letter].hidden = True
    last = get_column_letter(len(widths))
    bottom = _FIRST + len(table.rows) - 1
    sheet.freeze_panes = f"{_frozen(table.columns)}{_FIRST}"
    sheet.auto_filter.ref = f"A{_HEAD}:{last}{bottom}"
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    sheet.print_area = f"A1:{last}{bottom}"
    sheet.sheet_properties.tabColor = _TABS[table.name]
    _print_setup(sheet)


def _frozen(columns: tuple[Column, ...]) -> str:
    """The first column that scrolls: numbers and names stay."""
    kept = next((i for i, column in enumerate(columns) if column.name in ("name", "quote")), 0)
    return get_column_letter(kept + 2)


def _print_setup(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"  # type: ignore[union-attr]
    sheet.oddFooter.left.text = "&A"  # type: ignore[union-attr]


def _write_cover(sheet: Worksheet, pack: Pack, request: Request, tables: list[Sheet]) -> None:
    """What the book is, what it was made from, how to read it."""
    rows: list[tuple[str, str]] = [
        ("区划", pack.scope.name),
        ("时期", periods.label(pack.period)),
        ("资料截至", filters.chinese_date(pack.as_of)),
        ("报送对象", request.wording.audiences[request.audience]),
        ("", ""),
        *((f"资料{i}", _document_line(pack, i - 1)) for i in range(1, len(pack.documents) + 1)),
        ("", ""),
        *((table.title, table.note) for table in tables),
        ("", ""),
        ("说明", "数字与原文一致，保留原文的小数位；“左右”“以上”等字样照录。"),
        ("", f"“{request.wording.missing}”表示资料未公布；空白表示不适用。"),
        ("", "“出处”一列可跳到该数字的原文；各表排序、筛选后仍然有效。"),
    ]
    if request.audience == "internal":
        rows += [("待补资料" if i == 0 else "", note) for i, note in enumerate(pack.notes)]
    for place in (1, 2):
        sheet.cell(1, place).style = "标题"
    sheet.cell(1, 1).value = f"{pack.scope.name}{periods.label(pack.period)}{request.title}"
    sheet.row_dimensions[1].height = 44
    for number, (label, value) in enumerate(rows, 3):
        for place, shown in ((1, label), (2, value)):
            cell = sheet.cell(number, place)
            cell.value = filters.plain(shown) or None
            cell.data_type = "s" if cell.value else "n"
            cell.alignment = Alignment("left", "top", wrap_text=True)
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 96
    sheet.sheet_properties.tabColor = _TABS["cover"]
    sheet.sheet_view.showGridLines = False
    _print_setup(sheet)


def _document_line(pack: Pack, place: int) -> str:
    document = pack.documents[place]
    dated = f"，{filters.chinese_date(document.date)}" if document.date else ""
    return f"《{document.title}》（{document.file}{dated}）"


def _properties(book: Workbook, pack: Pack, request: Request) -> None:
    properties = book.properties
    properties.title = f"{pack.scope.name}{periods.label(pack.period)}{request.title}"
    properties.creator = properties.lastModifiedBy = "briefing"
    properties.subject = request.title
    properties.language = "zh-CN"
    when = datetime.datetime.fromisoformat(pack.as_of) if pack.as_of else datetime.datetime(1980, 1, 1)
    properties.created = properties.modified = when
    for sheet in book.worksheets:
        if sheet.auto_filter.ref:
            name = DefinedName(f"数据_{sheet.title}", attr_text=f"{quote_sheetname(sheet.title)}!{_absolute(sheet.auto_filter.ref)}")
            book.defined_names[name.name] = name


def _absolute(reference: str) -> str:
    return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", reference)


def _finished(book: Workbook, cached: dict[str, dict[str, str]]) -> bytes:
    """The package: no dates in the zip or the properties but the paper's own, formulas with the values they come to."""
    modified = book.properties.modified
    buffer = io.BytesIO()
    book.save(buffer)
    parts = zipped.unpack(buffer.getvalue())
    stamp = f"{modified:%Y-%m-%dT%H:%M:%SZ}".encode() if modified else b""
    core = "docProps/core.xml"
    parts[core] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, parts[core])
    for number, sheet in enumerate(book.worksheets, 1):
        if values := cached.get(sheet.title):
            name = f"xl/worksheets/sheet{number}.xml"
            parts[name] = _with_values(parts[name], values)
    return zipped.pack(parts)


_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*?)(?: t="[a-z]+")?><f>([^<]*)</f><v ?/?>(?:</v>)?</c>')


def _with_values(xml: bytes, values: dict[str, str]) -> bytes:
    """openpyxl leaves a formula's value out: viewers and mail previews would show nothing."""

    def fill(match: re.Match[bytes]) -> bytes:
        value = escape(values.get(match[1].decode(), "")).encode()
        return b'<c r="%s"%s t="str"><f>%s</f><v>%s</v></c>' % (match[1], match[2], match[3], value)

    return _FORMULA.sub(fill, xml)


def bound_figures(data: bytes) -> list[tuple[str, str, str]]:
    """(key, cell, value as stored) of every figure in a workbook that names its fact, in sheet and row order."""
    book = load_workbook(io.BytesIO(data), data_only=True)
    found = []
    for sheet in book.worksheets:
        heads = {str(cell.value): cell.column for cell in sheet[_HEAD] if cell.value is not None}
        pairs = [(heads[head[len(_KEY_MARK) :]], column) for head, column in heads.items() if head.startswith(_KEY_MARK)]
        for row in sheet.iter_rows(min_row=_FIRST):
            for shown, hidden in pairs:
                if key := row[hidden - 1].value:
                    cell = row[shown - 1]
                    found.append((str(key), f"{sheet.title}!{cell.coordinate}", str(cell.value)))
    return found
