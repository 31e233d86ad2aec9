"""The pages of a chart pack: cover with contents, a chart a page, the data behind the charts, what was left out, the sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from briefing.model import Pack, Source
from briefing.papers import Request, fonts
from briefing.papers.charts import style
from briefing.papers.charts.base import Absent, Chart, period
from briefing.papers.charts.paint import Page
from briefing.papers.charts.scene import Box, Piece, Run, Runs, Scene, balanced, fitted, joined, runs, wrap
from briefing.papers.pdf import tables
from briefing.settings.charts import ChartsTemplate

WIDTH, HEIGHT = 841.89, 595.28  # A4 landscape
LEFT, RIGHT, TOP, BOTTOM = 50.0, 50.0, 552.0, 52.0
ROOM = WIDTH - LEFT - RIGHT
_GUTTER = 26.0  # between columns of the appendix


@dataclass(slots=True)
class Book:
    """A pack being laid out. Page numbers come last, when all pages are known."""

    pack: Pack
    request: Request
    template: ChartsTemplate
    charts: Sequence[Chart]
    absent: Sequence[Absent]
    pages: list[Page] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.template.title or self.request.title

    @property
    def numbers(self) -> dict[str, int]:
        return {document.id: number for number, document in enumerate(self.pack.documents, 1)}

    def page(self, name: str = "", level: int = 0) -> Page:
        page = Page(Scene(), WIDTH, HEIGHT, name, level)
        self.pages.append(page)
        return page


def lay_out(book: Book) -> list[Page]:
    """All pages in order."""
    cover = book.page("封面")
    entries: list[tuple[str, Runs, int]] = []
    for chart in book.charts:
        _chart_page(book, chart)
        entries.append((f"chart-{chart.id}-{len(book.pages)}", chart.title, len(book.pages)))
        book.pages[-1].anchors.append((entries[-1][0], HEIGHT))
    for name, make in (("数据附录", _appendix), ("资料来源", _sources)):
        before = len(book.pages)
        make(book)
        if len(book.pages) > before:
            anchor = f"part-{before + 1}"
            book.pages[before].anchors.append((anchor, HEIGHT))
            entries.append((anchor, runs(name), before + 1))
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
    about = [part for part in (book.template.author, _long_date(book.pack.as_of)) if part]
    scene.text(LEFT, 400, runs(*(Run(part + "　", "period") for part in about)), 10.5, colours.soft)
    scene.line((LEFT, 378), (WIDTH - RIGHT, 378), colours.axis, style.HAIR)
    size, lead = 10.0, min(20.0, 268.0 / max(1, len(entries)))
    y = 378 - 22.0
    for anchor, text, number in entries:
        scene.text(LEFT, y, fitted(text, size, ROOM - 40), size, colours.ink, link=anchor)
        scene.text(WIDTH - RIGHT, y, Run(str(number), "number"), size, colours.soft, "end", link=anchor)
        y -= lead
    _reading(book, scene, 56.0)


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
    words = "目标　　≈ 约、左右　≥ 以上、不低于　> 超过、突破　≤ 以内、不超过　　“—” 资料未载　　每个数字都可在数据附录查到出处"
    scene.text(x + 135, y, words, style.SMALL, colours.soft)


def _long_date(date: str) -> str:
    if not date:
        return ""
    year, month, day = (int(part) for part in date.split("-"))
    return f"{year}年{month}月{day}日"


def _chart_page(book: Book, chart: Chart) -> None:
    page = book.page(chart.name)
    colours, scene = book.template.colours, page.scene
    _head(book, page)
    y = TOP - style.TITLE - 3
    for line in balanced(chart.title, style.TITLE, ROOM, 2):
        scene.text(LEFT, y, line, style.TITLE, colours.ink)
        y -= style.TITLE * 1.36
    y += style.TITLE * 1.36 - 19
    scene.text(LEFT, y, fitted(chart.key, style.LABEL, ROOM), style.LABEL, colours.soft)
    foot = _foot(book, scene, chart)
    chart.draw(scene, Box(LEFT, foot + 14, WIDTH - RIGHT, y - 20))


def _foot(book: Book, scene: Scene, chart: Chart) -> float:
    """Note and source lines, from the bottom up; returns the y above them."""
    colours = book.template.colours
    lines: list[tuple[Runs, str]] = []
    if chart.note:
        lines += [(line, "") for line in wrap(runs("注：", chart.note), style.SMALL, ROOM, 2)]
    anchor = "sources" if chart.sources else ""
    lines += [(line, anchor) for line in wrap(source_line(chart.sources, book.numbers), style.SMALL, ROOM, 2)]
    y = 40.0 + (len(lines) - 1) * 12
    top = y + style.SMALL
    for line, link in lines:
        scene.text(LEFT, y, line, style.SMALL, colours.soft, link=link)
        y -= 12
    return top


def source_line(sources: Sequence[Source], numbers: dict[str, int]) -> Runs:
    """来源：〔1〕《槐荫区2025年政府工作报告》一、…；二、…"""
    by_document: dict[str, list[Source]] = {}
    for source in sources:
        by_document.setdefault(source.document, []).append(source)
    said = []
    for document, found in sorted(by_document.items(), key=lambda item: numbers.get(item[0], 0)):
        title = Run(f"《{fonts.clean(found[0].title).strip('《》')}》", "name")
        heads = list(dict.fromkeys(fonts.clean(source.section[0]) for source in found if source.section))
        shown = joined((Run(head if len(head) <= 24 else head[:23] + "…", "name") for head in heads[:3]), "；")
        said.append(runs(Run(f"〔{numbers.get(document, 0)}〕", "number"), title, shown, "等" if len(heads) > 3 else ""))
    return runs("来源：", joined(said, "　"))


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


def _flow(book: Book, name: str, columns: int = 1) -> _Flow:
    page = book.page(name)
    _head(book, page)
    y = TOP - 4 - 1.4 * style.TITLE
    page.scene.text(LEFT, y, name, style.TITLE, book.template.colours.ink)
    return _Flow(book, page, y - 6, columns, head=y - 6)


def _appendix(book: Book) -> None:
    if not book.charts:
        return
    colours = book.template.colours
    wide = any(len(chart.table.columns) > 9 for chart in book.charts)
    flow = _flow(book, "数据附录", 1 if wide else 2)
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
            flow.y = tables.draw_piece(flow.page.scene, laid, rows[:fitting], flow.left, flow.y, flow.room, colours)
            rows = rows[fitting:]
            if rows:
                flow.fresh()
        flow.y -= 8


def _sources(book: Book) -> None:
    colours = book.template.colours
    flow = _flow(book, "资料来源")
    flow.page.anchors.append(("sources", HEIGHT))
    for number, document in enumerate(book.pack.documents, 1):
        flow.need(18)
        about = [book.request.wording.documents[document.kind], document.date, document.file]
        text = runs(
            Run(f"〔{number}〕", "number"),
            Run(f"《{fonts.clean(document.title).strip('《》')}》", "name"),
            "　",
            joined((Run(fonts.clean(part), "name") for part in about if part), "　"),
        )
        flow.paragraph(text, style.LABEL, colours.ink)
    if book.absent:
        flow.y -= 16
        flow.heading("未收入的图表", style.HEAD, colours.ink)
        for missing in book.absent:
            flow.paragraph(runs(missing.name, "：", missing.reason, "。"), style.LABEL, colours.soft)
    flow.y -= 16
    flow.heading("说明", style.HEAD, colours.ink)
    for line in (
        "数字及小数位数均照原文，“左右”“以上”等限定词不省略；增速为比上年同期的增减，缺的数以“—”表示，不作推算。",
        "标明“推算”的数由资料中的两个数算出。预计数以公布数为准。各图的比率、数额和增速不共用坐标轴。",
    ):
        flow.paragraph(line, style.LABEL, colours.soft)
