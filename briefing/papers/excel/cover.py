"""The cover: what the workbook is, what it was made from, what is in it, how to read it."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink

from briefing import periods
from briefing.model import Pack
from briefing.papers import Request, filters
from briefing.papers.excel import measure
from briefing.papers.excel.grid import Grid
from briefing.papers.excel.sheet import Placed, print_setup
from briefing.papers.excel.styles import BAND, BODY, HEAD, LINK, TITLE, Styles

_WIDTHS = (18.0, 100.0)
_TAB = "5A636C"
_CONTENTS = "目录"


def write_cover(
    grid: Grid, pack: Pack, request: Request, tables: Sequence[Placed], styles: Styles
) -> None:
    sheet = grid.sheet
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        grid.put(
            1,
            column,
            f"{pack.scope.name}{periods.label(pack.period)}{request.title}"
            if column == 1
            else None,
            styles.of(TITLE),
        )
    grid.heights[1] = 56
    row = 2
    for band, lines in _bands(pack, request, tables).items():
        grid.put(row, 1, band, styles.of(BAND))
        grid.heights[row] = 26
        for number, line in enumerate(lines, row + 1):
            _write_line(grid, number, line, styles)
            if band == _CONTENTS:
                _lead_to(grid, number, line[0], styles)
        row += len(lines) + 2
    sheet.sheet_properties.tabColor = _TAB
    sheet.sheet_view.showGridLines = False
    sheet.print_area = f"A1:B{row - 2}"
    print_setup(sheet, pages=1)


def _bands(
    pack: Pack, request: Request, tables: Sequence[Placed]
) -> dict[str, list[tuple[str, str]]]:
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
        _CONTENTS: [(here.sheet, here.table.about) for here in tables],
        "资料来源": [
            (words.documents[d.kind], _document(d.title, d.file, d.date)) for d in pack.documents
        ],
        "怎样读": legend,
        "待补资料": [(str(i), note) for i, note in enumerate(pack.notes, 1)]
        if request.audience == "internal"
        else [],
    }
    return {band: [line for line in lines if any(line)] for band, lines in bands.items() if lines}


def _document(title: str, file: str, date: str) -> str:
    dated = f"，{filters.chinese_date(date)}" if date else ""
    return f"《{title}》（{file}{dated}）"


def _write_line(grid: Grid, row: int, line: tuple[str, str], styles: Styles) -> None:
    for column, said in enumerate(line, 1):
        grid.put(row, column, filters.plain(said), styles.of(HEAD if column == 1 else BODY))
    grid.heights[row] = measure.height(line, _WIDTHS)


def _lead_to(grid: Grid, row: int, sheet: str, styles: Styles) -> None:
    grid.put(row, 1, sheet, styles.of(LINK, "center"))
    link = Hyperlink(f"A{row}", location=f"{quote_sheetname(sheet)}!A1")
    grid.sheet._hyperlinks.append(link)  # type: ignore[attr-defined]
