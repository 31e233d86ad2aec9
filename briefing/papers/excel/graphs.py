"""Native charts. Their figures stand in hidden columns of the sheet, each with the key of its fact, so that sorting the table leaves them alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart._chart import ChartBase
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from briefing.papers.excel.grid import Grid
from briefing.papers.excel.sheet import FIRST, HEADS, KEY_MARK, Placed
from briefing.papers.excel.styles import BODY, TITLE, Styles
from briefing.papers.excel.table import Graph

GRAPH_MARK = "〔图〕"  # begins the head of a hidden column that a chart takes its figures from
_NAME = b"SERIES-%d-NAME"
_COLOURS = ("16527F", "D17A22", "5B8C5A", "8C949C", "7A4E9C")
_POINT = 2.54 / 72  # cm
_SURE = 0.95  # of a page: programs and fonts differ
_CHARACTER = 0.217  # cm a half-width character of a column's width
_PAGE = 17.3, 26.9  # cm of A4 landscape within the margins: high, wide


def draw(grid: Grid, here: Placed, graph: Graph, widths: Sequence[float], styles: Styles) -> bool:
    """The chart below the table, on the page's last part or a page of its own. Returns whether that page alone would repeat the heads."""
    scale = min(1.0, _PAGE[1] / (sum(widths) * _CHARACTER))  # of the print
    sheet = grid.sheet
    first = _write_figures(grid, here, graph, styles)
    kind, size = graph.kind, round(9 / scale) * 100  # nine points once printed
    xml = _xml(sheet.title, kind, len(graph.series), len(graph.categories), first, size)
    for number, (name, _) in enumerate(graph.series):
        xml = xml.replace(_NAME % number, escape(name, quote=False).encode())
    chart: Any = Drawn(xml)
    rows = _rows(graph, scale)
    top = here.last_row + 2
    for column in range(1, len(widths) + 1):
        grid.put(top, column, graph.title if column == 1 else None, styles.of(TITLE))
    begin, end = AnchorMarker(col=0, row=top), AnchorMarker(col=len(widths), row=top + rows)
    chart.anchor = TwoCellAnchor(_from=begin, to=end)
    sheet.add_chart(chart)
    grid.heights |= {top: 30} | dict.fromkeys(range(top + 1, top + 1 + rows), 15)
    sheet.print_area = f"A1:{get_column_letter(len(widths))}{top + rows}"
    pages, used = _used(grid, here.last_row, scale)
    below = sum(height for row, height in grid.heights.items() if row > here.last_row)
    if used + below > _PAGE[0] / _POINT / scale * _SURE:
        sheet.row_breaks.append(Break(id=here.last_row + 1))
        return pages == 1
    return False


def _rows(graph: Graph, scale: float) -> int:
    """How many rows of 15 points the chart takes: never more than a page has below the repeated heads and its title."""
    wanted = (
        4 + len(graph.categories) * (3 + 4 * len(graph.series)) // 4 if graph.kind == "bar" else 19
    )
    return min(wanted, int((_PAGE[0] / _POINT / scale - 110) / 15))


def _used(grid: Grid, last: int, scale: float) -> tuple[int, float]:
    """How many pages the table takes, and how much of the last of them. last: its last row."""
    page, used, pages = _PAGE[0] / _POINT / scale, 0.0, 1
    for row in range(1, last + 1):
        height = grid.heights.get(row, 15)
        if used + height <= page:
            used += height
        else:
            used, pages = grid.heights[HEADS] + height, pages + 1
    return pages, used


def _write_figures(grid: Grid, here: Placed, graph: Graph, styles: Styles) -> int:
    """Categories and, for each series, figures and their keys; returns the first column. One stays empty before them: no sort reaches over."""
    first = max([*here.columns, *here.keys.values()]) + 2
    for row, category in enumerate(graph.categories, FIRST):
        grid.put(row, first, category)
    for number, (name, cells) in enumerate(graph.series):
        column = first + 1 + 2 * number
        grid.put(HEADS, column, GRAPH_MARK + name)
        grid.put(HEADS, column + 1, KEY_MARK + GRAPH_MARK + name)
        for row, cell in enumerate(cells, FIRST):
            if not cell.empty:
                grid.put(row, column, cell.value, styles.of(BODY, "right", cell.format))
                grid.put(row, column + 1, cell.key)
    for column in range(first, first + 1 + 2 * len(graph.series)):
        grid.sheet.column_dimensions[get_column_letter(column)].hidden = True
    return first


class Drawn(ChartBase):
    """A chart whose part of the package is made already."""

    def __init__(self, xml: bytes) -> None:  # all that openpyxl asks of it besides are its class's
        self.xml = xml


@lru_cache(maxsize=256)
def _xml(sheet: str, kind: str, series: int, categories: int, first: int, size: int) -> bytes:
    """A chart's part of the package, marks (`_NAME`) for the names of its series: charts of other districts differ in these alone.

    first: the column of its categories. size: of its letters, in hundredths of a point.
    """
    book = Workbook()
    book.worksheets[0].title = sheet
    chart: Any = _chart(book.worksheets[0], kind, series, categories, first, size)
    written: Any = tostring(chart._write())
    return bytes(written)


def _chart(
    sheet: Worksheet, kind: str, names: int, categories: int, first: int, size: int
) -> BarChart | LineChart:
    chart = BarChart() if kind == "bar" else LineChart()
    last = FIRST + categories - 1
    for number in range(names):
        column = first + 1 + 2 * number
        series = SeriesFactory(
            Reference(sheet, min_col=column, min_row=FIRST, max_row=last),
            title=(_NAME % number).decode(),
        )
        colour = _COLOURS[number % len(_COLOURS)]
        if kind == "bar":
            series.graphicalProperties = GraphicalProperties(solidFill=colour)
            series.invertIfNegative = False
            series.dLbls = _labels(size)
        else:
            series.graphicalProperties = GraphicalProperties(
                ln=LineProperties(solidFill=colour, w=22000)
            )
            series.marker.symbol = ("circle", "square", "triangle", "diamond", "x")[number % 5]
            series.marker.graphicalProperties = GraphicalProperties(
                solidFill=colour, ln=LineProperties(solidFill=colour)
            )
            series.smooth = False
        chart.series.append(series)
    chart.set_categories(Reference(sheet, min_col=first, min_row=FIRST, max_row=last))
    _dress(chart, size)
    return chart


def _labels(size: int) -> DataLabelList:
    labels = DataLabelList()
    labels.showVal = True
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    labels.position = "outEnd"
    labels.txPr = _text(size)
    return labels


def _dress(chart: BarChart | LineChart, size: int) -> None:
    chart.visible_cells_only = False
    chart.legend.position = "t"  # type: ignore[union-attr]
    chart.legend.txPr = _text(size)  # type: ignore[union-attr]
    chart.display_blanks = "gap"
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = _text(size)
    chart.x_axis.tickLblPos = "low"
    chart.y_axis.number_format = "0"
    chart.y_axis.majorGridlines = ChartLines(
        GraphicalProperties(ln=LineProperties(solidFill="DCE0E4"))
    )
    if isinstance(chart, BarChart):
        chart.type = "bar"  # horizontal: names of indicators are long
        chart.gapWidth = 50
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"


def _text(size: int) -> RichText:
    properties = CharacterProperties(sz=size, latin=Font(typeface="宋体"), ea=Font(typeface="宋体"))
    return RichText(
        p=[Paragraph(pPr=ParagraphProperties(defRPr=properties), endParaRPr=properties)]
    )
