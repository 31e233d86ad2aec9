"""The pages of a chart pack: cover with contents, one chart or two a page, the data behind them, what was left out, the sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from briefing.model import Pack, Source
from briefing.papers import Request, fonts
from briefing.papers.charts import style
from briefing.papers.charts.base import Absent, Chart, period
from briefing.papers.charts.paint import Page
from briefing.papers.charts.scene import (
    Box,
    Piece,
    Run,
    Runs,
    Scene,
    balanced,
    fitted,
    joined,
    runs,
    wrap,
)
from briefing.papers.pdf import tables
from briefing.settings.charts import ChartsTemplate

WIDTH, HEIGHT = 841.89, 595.28  # A4 landscape
LEFT, RIGHT, TOP, BOTTOM = 50.0, 50.0, 552.0, 52.0
ROOM = WIDTH - LEFT - RIGHT
_GUTTER = 26.0  # between columns of the appendix
_FOOT = 32.0  # where charts end
_GIVEN = (
    "数字照资料原文，小数位数不增不减，“左右”“以上”等限定词不省略；同一指标计量单位不同的，换算成同一单位。",
    "增速为比上年同期的增减；缺的数以“—”表示，不作推算。预计数以公布数为准。各图的比率、数额和增速不共用坐标轴。",
    "标明“推算”的数由资料中的两个数算出。",
)
_SECOND = style.TITLE * 0.82  # the titles of two charts on one page


@dataclass(slots=True)
class Book:
    """A pack being laid out. Page numbers come last, when all pages are known."""

    pack: Pack
    request: Request
    template: ChartsTemplate
    charts: Sequence[Chart]
    absent: Sequence[Absent]
    pages: list[Page] = field(default_factory=list)
    feet: dict[int, list[tuple[Runs, str]]] = field(default_factory=dict)  # by the chart

    @property
    def title(self) -> str:
        return self.template.title or self.request.title

    @property
    def numbers(self) -> dict[str, int]:
        return {document.id: number for number, document in enumerate(self.pack.documents, 1)}

    def page(self, name: str = "") -> Page:
        page = Page(Scene(), WIDTH, HEIGHT, [(name, HEIGHT)] if name else [])
        self.pages.append(page)
        return page


def lay_out(book: Book) -> list[Page]:
    """All pages in order."""
    cover = book.page("封面")
    entries: list[tuple[str, Runs, int]] = []
    for group in _grouped(book):
        _chart_page(book, group)
        for chart, anchor in zip(group, book.pages[-1].anchors, strict=True):
            entries.append((anchor[0], chart.title, len(book.pages)))
    flow = None
    if book.charts:
        entries.append(("appendix", runs("数据附录"), len(book.pages) + 1))
        flow = _appendix(book)
    flow = _sources(book, flow)
    entries.append(
        (
            "sources",
            runs("资料来源"),
            next(i for i, page in enumerate(book.pages, 1) if "sources" in dict(page.anchors)),
        )
    )
    _cover(book, cover, entries)
    _page_numbers(book)
    return book.pages


def _head(book: Book, page: Page) -> None:
    """The quiet line and the small coloured sign above every page but the cover."""
    colours = book.template.colours
    page.scene.line((LEFT, 566), (WIDTH - RIGHT, 566), colours.axis, style.HAIR)
    page.scene.bar(Box(LEFT, 562, LEFT + 30, 566), colours.accent)
    running = runs(_scope(book), "　", period(book.pack.period), book.title)
    page.scene.text(WIDTH - RIGHT, 572, running, style.TINY, colours.soft, "end")


def _scope(book: Book) -> Run:
    return Run(book.pack.scope.name, "name")


def _page_numbers(book: Book) -> None:
    total = len(book.pages)
    for number, page in enumerate(book.pages[1:], 2):
        text = runs(Run(f"第{number}页", "number"), "　", Run(f"共{total}页", "number"))
        page.scene.text(WIDTH - RIGHT, 24, text, style.TINY, book.template.colours.soft, "end")


def _cover(book: Book, page: Page, entries: Sequence[tuple[str, Runs, int]]) -> None:
    colours, scene = book.template.colours, page.scene
    scene.bar(Box(LEFT, 500, LEFT + 56, 508), colours.accent)
    scene.text(LEFT, 452, fitted(runs(_scope(book), book.title), 32, ROOM), 32, colours.ink)
    scene.text(LEFT, 424, period(book.pack.period), 15, colours.soft)
    date = _long_date(book.pack.as_of)
    about = (
        book.template.author,
        "　" if book.template.author and date else "",
        "资料截至" if date else "",
        Run(date, "period"),
    )
    scene.text(LEFT, 400, runs(*about), 10.5, colours.soft)
    scene.line((LEFT, 378), (WIDTH - RIGHT, 378), colours.axis, style.HAIR)
    size, lead = 10.0, min(20.0, 226.0 / max(1, len(entries)))
    y = 378 - 22.0
    for anchor, text, number in entries:
        scene.text(LEFT, y, fitted(text, size, ROOM - 40), size, colours.ink, link=anchor)
        scene.text(
            WIDTH - RIGHT, y, Run(str(number), "number"), size, colours.soft, "end", link=anchor
        )
        y -= lead
    _reading(book, scene, 98.0)


def _reading(book: Book, scene: Scene, y: float) -> None:
    """How to read the marks, with the marks themselves."""
    colours = book.template.colours
    scene.line((LEFT, y + 22), (WIDTH - RIGHT, y + 22), colours.grid, style.HAIR)
    x = LEFT
    scene.dot(x + 4, y + 3, 3.6, colours.main)
    scene.text(x + 12, y, "实际", style.SMALL, colours.soft)
    scene.dot(x + 50, y + 3, 3.2, colours.blank, colours.main, 1.3)
    scene.text(x + 58, y, "预计（空心）", style.SMALL, colours.soft)
    scene.diamond(x + 126, y + 3, 4.2, colours.blank, colours.ink, 1.1)
    words = "目标　　≥ 以上、不低于　> 超过、突破　≤ 以内、不超过　　“—” 资料未载　　每个数字都可在数据附录查到出处"
    scene.text(x + 135, y, words, style.SMALL, colours.soft)
    for line in _GIVEN:
        y -= 15
        scene.text(LEFT, y, line, style.SMALL, colours.soft)


def _long_date(date: str) -> str:
    if not date:
        return ""
    year, month, day = (int(part) for part in date.split("-"))
    return f"{year}年{month}月{day}日"


def _grouped(book: Book) -> list[list[Chart]]:
    """The charts page by page: one, or two small ones that fill a page together. A small one may draw a later small one to it."""
    left = [
        (chart, _overhead(book, chart, _SECOND) + chart.natural if chart.natural else HEIGHT)
        for chart in book.charts
    ]
    pages = []
    while left:
        first, high = left.pop(0)
        room = TOP - _FOOT - 6 - high
        fellow = next((i for i, (_, other) in enumerate(left) if other <= room), None)
        pages.append([first] if fellow is None else [first, left.pop(fellow)[0]])
    return pages


def _chart_page(book: Book, charts: Sequence[Chart]) -> None:
    page = book.page()
    _head(book, page)
    top, bottom = TOP, _FOOT
    size = style.TITLE if len(charts) == 1 else _SECOND
    spare = (
        top - bottom - sum(_overhead(book, chart, size) + chart.natural for chart in charts)
    ) / len(charts)
    for chart in charts:
        page.outline.append((chart.name, top + 14))
        page.anchors.append((f"chart-{chart.id}-{len(book.pages)}-{len(page.anchors)}", top + 14))
        below = (
            bottom
            if chart is charts[-1]
            else top - _overhead(book, chart, size) - chart.natural - spare
        )
        _draw_chart(book, page.scene, chart, Box(LEFT, below, WIDTH - RIGHT, top), size)
        top = below - 6


def _overhead(book: Book, chart: Chart, size: float) -> float:
    """The height of a chart's title, key, note and sources."""
    return (
        len(balanced(chart.title, size, ROOM, 2)) * size * 1.36
        + 46
        + 12 * len(_foot_lines(book, chart))
    )


def _draw_chart(book: Book, scene: Scene, chart: Chart, box: Box, size: float) -> None:
    colours = book.template.colours
    y = box.top - size - 3
    for line in balanced(chart.title, size, ROOM, 2):
        scene.text(box.left, y, line, size, colours.ink)
        y -= size * 1.36
    y += size * 1.36 - 19
    scene.text(box.left, y, fitted(chart.key, style.LABEL, ROOM), style.LABEL, colours.soft)
    lines = _foot_lines(book, chart)
    at = box.bottom + 8 + (len(lines) - 1) * 12
    chart.draw(scene, Box(box.left, at + style.SMALL + 14, box.right, y - 18))
    for text, link in lines:
        scene.text(box.left, at, text, style.SMALL, colours.soft, link=link)
        at -= 12


def _foot_lines(book: Book, chart: Chart) -> list[tuple[Runs, str]]:
    """Note and source lines, each with where it leads: asked for whenever a chart's room is reckoned."""
    if id(chart) not in book.feet:
        book.feet[id(chart)] = _made_foot_lines(book, chart)
    return book.feet[id(chart)]


def _made_foot_lines(book: Book, chart: Chart) -> list[tuple[Runs, str]]:
    lines: list[tuple[Runs, str]] = []
    if chart.note:
        lines += [(line, "") for line in wrap(runs("注：", chart.note), style.SMALL, ROOM, 2)]
    return lines + [
        (line, "sources")
        for line in wrap(source_line(chart.sources, book), style.SMALL, ROOM, 3)
        if chart.sources
    ]


def source_line(sources: Sequence[Source], book: Book) -> Runs:
    """来源：〔1〕《槐荫区政府工作报告》（2025年）一、…；二、… Where all documents of many are cited for one section, it stands once."""
    numbers = book.numbers
    by_document: dict[str, list[Source]] = {}
    for source in sources:
        by_document.setdefault(source.document, []).append(source)
    heads = {
        document: list(dict.fromkeys(fonts.clean(s.section[0]) for s in found if s.section))
        for document, found in by_document.items()
    }
    common = len(heads) > 3 and len({tuple(each) for each in heads.values()}) == 1
    said = []
    for document, found in sorted(by_document.items(), key=lambda item: numbers.get(item[0], 0)):
        name = runs(
            Run(f"〔{numbers.get(document, 0)}〕", "number"),
            document_name(document, found[0].title, book),
        )
        said.append(name if common else runs(name, _heads(heads[document])))
    shared = (
        runs("，均为“", _heads(next(iter(heads.values()))), "”")
        if common and any(heads.values())
        else ()
    )
    return runs("来源：", joined(said, "" if common else "　"), shared)


def _heads(heads: Sequence[str]) -> Runs:
    shown = joined(
        (Run(head if len(head) <= 24 else head[:23] + "…", "name") for head in heads[:3]), "；"
    )
    return runs(shown, "等" if len(heads) > 3 else "")


def document_name(document: str, title: str, book: Book, *, day: bool = False) -> Runs:
    """《政府工作报告》（2025年）, with its area in front where several areas are spoken of."""
    known = next((each for each in book.pack.documents if each.id == document), None)
    area = (
        known.area
        if known and book.pack.scope.kind == "districts" and known.area not in title
        else ""
    )
    date = known.date if known else ""
    said = _long_date(date) if day else f"{date[:4]}年"
    dated = runs("（", Run(said, "period"), "）") if date else ()
    return runs(Run(area, "name"), Run(titled(title), "name"), dated)


def titled(title: str) -> str:
    """A document's title in its marks."""
    return f"《{fonts.clean(title).strip('《》')}》"


@dataclass(slots=True)
class _Flow:
    """Text and tables set one under another, column by column, over as many pages as it takes."""

    book: Book
    page: Page
    y: float
    columns: int = 1
    column: int = 0
    head: float = TOP - 10  # the y at which columns of this page begin

    @property
    def room(self) -> float:
        return (ROOM - _GUTTER * (self.columns - 1)) / self.columns

    @property
    def left(self) -> float:
        return LEFT + self.column * (self.room + _GUTTER)

    def fresh(self) -> None:
        """The next column, or the next page."""
        self.column += 1
        if self.column == self.columns:
            self.page = self.book.page()
            _head(self.book, self.page)
            self.column, self.head = 0, TOP - 10
        self.y = self.head

    def need(self, height: float) -> None:
        if self.y - height < BOTTOM:
            self.fresh()

    def heading(self, text: Piece, size: float, colour: str) -> None:
        for line in wrap(runs(text), size, self.room, 2):
            self.need(size * 1.5)
            self.y -= size * 1.4
            self.page.scene.text(self.left, self.y, line, size, colour)

    def paragraph(self, text: Piece, size: float, colour: str) -> None:
        for line in wrap(runs(text), size, self.room):
            self.need(size * 1.6)
            self.y -= size * 1.6
            self.page.scene.text(self.left, self.y, line, size, colour)


def _flow(book: Book, name: str, anchor: str, columns: int = 1) -> _Flow:
    page = book.page(name)
    page.anchors.append((anchor, HEIGHT))
    _head(book, page)
    y = TOP - 4 - 1.4 * style.TITLE
    page.scene.text(LEFT, y, name, style.TITLE, book.template.colours.ink)
    return _Flow(book, page, y - 6, columns, head=y - 6)


def _appendix(book: Book) -> _Flow:
    colours = book.template.colours
    wide = any(len(chart.table.columns) > 9 for chart in book.charts)
    flow = _flow(book, "数据附录", "appendix", 1 if wide else 2)
    for number, chart in enumerate(book.charts, 1):
        laid = tables.lay(chart.table, flow.room)
        flow.need(56 + laid.head.height + sum(row.height for row in laid.rows[:2]))
        flow.y -= 8 if flow.y < flow.head else 0
        flow.page.anchors.append((f"table-{chart.id}-{number}", flow.y + 4))
        flow.heading(runs(Run(f"表{number}　", "number"), chart.title), style.LABEL, colours.ink)
        flow.y -= 5
        rows = list(laid.rows)
        while rows:
            fitting = tables.fitting(laid, rows, flow.y - BOTTOM)
            flow.y = tables.draw_piece(
                flow.page.scene, laid, rows[:fitting], flow.left, flow.y, flow.room, colours
            )
            rows = rows[fitting:]
            if rows:
                flow.fresh()
        flow.y -= 8
    return flow


def _sources(book: Book, flow: _Flow | None) -> _Flow:
    """The documents and, in internal packs, their files and what was left out: after the appendix where its last page has room."""
    colours = book.template.colours
    own: Page | None = None
    outside = book.request.audience in ("leader", "public")
    lines = len(book.pack.documents) * (1 if outside else 2) + (0 if outside else len(book.absent))
    if flow and (flow.column + 1 < flow.columns or flow.y - BOTTOM > 70 + 14 * lines):
        flow.y -= 22 if flow.y < flow.head else 0
        flow.need(120)
        flow.page.outline.append(("资料来源", flow.y))
        flow.page.anchors.append(("sources", flow.y))
        flow.heading("资料来源", style.TITLE, colours.ink)
        flow.y -= 2
    else:
        flow = _flow(book, "资料来源", "sources", 2)
        own = flow.page
    for number, document in enumerate(book.pack.documents, 1):
        name = document_name(document.id, document.title, book, day=True)
        kind = book.request.wording.documents[document.kind]
        about = [Run(f"　{fonts.clean(part)}", "name") for part in (kind, document.file) if part]
        text = runs(Run(f"〔{number}〕", "number"), name, *([] if outside else about))
        flow.paragraph(text, style.SMALL, colours.ink)
    if flow.page is own and flow.column == 0:
        flow.fresh()  # a page of its own: its second column is not left empty
    if book.absent and not (outside and book.charts):
        flow.y -= 12 if flow.y < flow.head else 0
        flow.heading("未收入的图表", style.HEAD, colours.ink)
        for missing in book.absent:
            flow.paragraph(
                runs(missing.name, "：", missing.reason, "。"), style.SMALL, colours.soft
            )
    return flow
