"""The cover: what the workbook is, what it was made from, what is in it, how to read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from briefing import periods
from briefing.model import Pack
from briefing.papers import Request, filters
from briefing.papers.excel import measure
from briefing.papers.excel.sheet import Placed, print_setup
from briefing.papers.excel.styles import BAND, BODY, HEAD, LINK, TITLE, Styles

_WIDTHS = (18.0, 100.0)
_TAB = "5A636C"


def write_cover(sheet: Worksheet, pack: Pack, request: Request, tables: Sequence[Placed], styles: Styles) -> None:
    for letter, width in zip("AB", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
        title: Any = sheet[f"{letter}1"]
        title._style = styles.of(TITLE)
    sheet["A1"] = f"{pack.scope.name}{periods.label(pack.period)}{request.title}"
    sheet.row_dimensions[1].height = 56
    row = 2
    for band, lines in _bands(pack, request, tables).items():
        row = _write_band(sheet, row, band, lines, styles) + 1
    for number, here in enumerate(tables):
        _lead_to(sheet, here, _band_row(sheet, "目录") + 1 + number, styles)
    sheet.sheet_properties.tabColor = _TAB
    sheet.sheet_view.showGridLines = False
    sheet.print_area = f"A1:B{row - 2}"
    print_setup(sheet, pages=1)


def _bands(pack: Pack, request: Request, tables: Sequence[Placed]) -> dict[str, list[tuple[str, str]]]:
    """What stands on the cover, band by band; a band without lines is left out."""
    words = request.wording
    about = [
        ("区划", pack.scope.name),
        ("时期", periods.label(pack.period)),
        ("资料截至", filters.chinese_date(pack.as_of)),
        ("报送对象", words.audiences[request.audience]),
    ]
    legend = [
        ("数值", "与资料原文一致，保留原文的小数位；“左右”“以上”等字样照录"),
        (words.missing, "资料未公布；空白为不适用"),
        ("颜色", "绿、黄、红都配有文字，黑白打印不影响阅读"),
        ("出处", "点“查看”到“全部数据及出处”中该数字所在的行；各表排序、筛选后仍然有效"),
    ]
    bands = {
        "基本情况": about,
        "目录": [(here.sheet, here.table.about) for here in tables],
        "资料来源": [(words.documents[d.kind], _document(d.title, d.file, d.date)) for d in pack.documents],
        "怎样读": legend,
        "待补资料": [(str(i), note) for i, note in enumerate(pack.notes, 1)] if request.audience == "internal" else [],
    }
    return {band: [line for line in lines if any(line)] for band, lines in bands.items() if lines}


def _document(title: str, file: str, date: str) -> str:
    dated = f"，{filters.chinese_date(date)}" if date else ""
    return f"《{title}》（{file}{dated}）"


def _write_band(sheet: Worksheet, row: int, band: str, lines: list[tuple[str, str]], styles: Styles) -> int:
    head: Any = sheet.cell(row, 1, band)
    head._style = styles.of(BAND)
    sheet.row_dimensions[row].height = 26
    for number, line in enumerate(lines, row + 1):
        for column, said in enumerate(line, 1):
            cell: Any = sheet.cell(number, column)
            cell._style = styles.of(HEAD if column == 1 else BODY)
            cell.value = filters.plain(said) or None
            cell.data_type = "s" if cell.value else "n"
        sheet.row_dimensions[number].height = measure.height(line, _WIDTHS)
    return row + len(lines) + 1


def _band_row(sheet: Worksheet, band: str) -> int:
    return next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == band)


def _lead_to(sheet: Worksheet, here: Placed, row: int, styles: Styles) -> None:
    cell: Any = sheet.cell(row, 1)
    cell.hyperlink = Hyperlink(cell.coordinate, location=f"{quote_sheetname(here.sheet)}!A1")
    cell._style = styles.of(LINK, "center")
