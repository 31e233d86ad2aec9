"""Chart packs of real documents: nothing overlaps or is cut off, all is small and searchable, no digit can be altered unseen."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfrw import PdfReader, PdfWriter

from briefing import periods
from briefing.analysis.pack import build_comparison, build_pack, for_audience
from briefing.model import Pack, Scope
from briefing.papers import Request, Template, render
from briefing.papers.charts import make_charts
from briefing.papers.charts.scene import Text, plain, width
from briefing.papers.pdf import loose_digits
from briefing.papers.pdf.pages import HEIGHT, WIDTH, Book, lay_out
from briefing.papers.verify import verify
from briefing.settings import Settings, load_settings
from briefing.settings.charts import read_charts_template
from briefing.store import ScopeFacts
from tests.examples import tries
from tests.unit.analysis.conftest import facts_by_area
from tests.unit.papers.charts.samples import TEMPLATE, request
from tests.unit.papers.pdf.test_pdf import (
    _PRINTED_DIGIT,
    _page_streams,
    _with_stream,
    assert_fonts_embedded,
    squeezed,
    texts,
)

PAPERS = ("槐荫区2024", "天桥区2023", "市中区2022", "槐荫区2024Q1", "济南市2023")


@pytest.fixture(scope="module")
def packs(shared: Path) -> dict[str, Pack]:
    """What the seeds' districts have to say, as their leaders may see it."""
    settings = load_settings(None)
    files = sorted((shared / "data" / "seeds").glob("*.txt"))
    areas = facts_by_area({path.name: path.read_bytes() for path in files}, settings)
    facts = {area: said for area, said in areas.items() if settings.district(area)}
    made = {paper: _pack(facts, settings, paper[:3], paper[3:]) for paper in PAPERS[:4]}
    made["济南市2023"] = build_comparison(
        facts, Scope("districts", "370100", "济南市"), "2023", settings
    )
    return {paper: for_audience(pack, "leader") for paper, pack in made.items()}


def _pack(facts: dict[str, ScopeFacts], settings: Settings, name: str, period: str) -> Pack:
    district = settings.district(name)
    assert district
    return build_pack(facts[name], Scope("district", district.code, name), period, settings)


def asked(paper: str) -> Request:
    if not paper.startswith("济南市"):
        return request()
    file = TEMPLATE.with_name("districts.yaml")
    return replace(request(), template=Template(file.name, file.read_bytes()))


@pytest.fixture(scope="module")
def made(packs: dict[str, Pack]) -> dict[str, bytes]:
    return {paper: render("pdf", pack, asked(paper)) for paper, pack in packs.items()}


@pytest.mark.parametrize("paper", PAPERS)
def test_whole_titles_small_files_and_no_loose_digit(
    packs: dict[str, Pack], made: dict[str, bytes], paper: str
) -> None:
    data, pack, wanted = made[paper], packs[paper], asked(paper)
    charts, _ = make_charts(
        pack, wanted.wording, read_charts_template(wanted.template.name, wanted.template.data)
    )
    pages = [squeezed(text) for text in texts(data)]
    for chart in charts:
        assert any(squeezed(plain(chart.title)) in page for page in pages), plain(chart.title)
    assert len(data) < 500_000
    assert 4 <= len(pages) <= 14
    assert all(f"第{number}页共{len(pages)}页" in page for number, page in enumerate(pages[1:], 2))
    with pypdfium2.PdfDocument(data) as document:
        names = [bookmark.get_title() for bookmark in document.get_toc()]
    assert {chart.name for chart in charts} < set(names)
    assert loose_digits(data) == []
    assert verify("pdf", data, pack, wanted).problems == ()


@pytest.mark.parametrize("paper", PAPERS)
def test_a_printer_s_shop_and_a_reader_find_all_they_need(
    packs: dict[str, Pack], made: dict[str, bytes], paper: str
) -> None:
    data, pack, wanted = made[paper], packs[paper], asked(paper)
    assert_fonts_embedded(data)
    assert b"/Subtype /Image" not in data
    assert render("pdf", pack, wanted) == data
    with pypdfium2.PdfDocument(data) as document:
        metadata = document.get_metadata_dict()
        catalog = PDFDocument(PDFParser(BytesIO(data))).catalog
        assert metadata["Title"].startswith(f"{pack.scope.name}{periods.label(pack.period)}")
        assert all(metadata[name] for name in ("Author", "Subject", "Keywords"))
        assert resolve1(catalog["Lang"]) == b"zh-CN"
        charts, _ = make_charts(
            pack, wanted.wording, read_charts_template(wanted.template.name, wanted.template.data)
        )
        named = Counter(bookmark.get_title() for bookmark in document.get_toc())
        assert named == Counter(["封面", *(chart.name for chart in charts), "数据附录", "资料来源"])
        # Each bookmark leads to the page whose text has its chart's title.
        pages = [squeezed(text) for text in texts(data)]
        for bookmark in document.get_toc():
            dest = bookmark.get_dest()
            assert dest
            shown = pages[dest.get_index()]
            titles = [
                squeezed(plain(chart.title))
                for chart in charts
                if chart.name == bookmark.get_title()
            ]
            assert any(title in shown for title in titles) if titles else True, bookmark.get_title()


@pytest.mark.parametrize("paper", PAPERS)
def test_links_lead_to_the_list_of_sources_and_to_the_charts(
    made: dict[str, bytes], paper: str
) -> None:
    document = PDFDocument(PDFParser(BytesIO(made[paper])))
    numbers = {page.pageid: number for number, page in enumerate(PDFPage.create_pages(document))}
    text = [squeezed(each) for each in texts(made[paper])]
    found = [
        (numbers[page.pageid], numbers[resolve1(resolve1(link)["Dest"])[0].objid])
        for page in PDFPage.create_pages(document)
        for link in resolve1(page.annots) or ()
    ]
    assert [to for at, to in found if at == 0] == sorted(to for at, to in found if at == 0) != [], (
        "the cover's contents"
    )
    from_charts = [(at, to) for at, to in found if at]
    assert (
        {at for at, _ in from_charts}
        == {at for at, shown in enumerate(text) if "来源：〔" in shown}
        != set()
    )
    assert all("资料来源" in text[to] and "〔1〕" in text[to] for _, to in from_charts)


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_on_a_page_overlaps_or_runs_off_it(packs: dict[str, Pack], paper: str) -> None:
    pack, wanted = packs[paper], asked(paper)
    template = read_charts_template(wanted.template.name, wanted.template.data)
    charts, absent = make_charts(pack, wanted.wording, template)
    for number, page in enumerate(lay_out(Book(pack, wanted, template, charts, absent)), 1):
        boxes = sorted(
            _box(mark) for mark in page.scene.marks if isinstance(mark, Text) and mark.text
        )
        for left, bottom, right, top, text in boxes:
            assert 20 < left <= right < WIDTH - 20, (number, text)
            assert 14 < bottom <= top < HEIGHT, (number, text)
        rows = sorted(boxes, key=lambda box: (round(box[1]), box[0]))
        for a, b in pairwise(rows):
            assert round(a[1]) != round(b[1]) or a[2] <= b[0] + 0.5, (number, a[4], b[4])


def _box(mark: Text) -> tuple[float, float, float, float, str]:
    wide = width(mark.text, mark.size)
    left = mark.x - {"start": 0.0, "middle": wide / 2, "end": wide}[mark.anchor]
    return left, mark.y, left + wide, mark.y + 0.7 * mark.size, plain(mark.text)


@pytest.mark.sampled
def test_any_of_a_hundred_altered_digits_is_found_on_its_page(made: dict[str, bytes]) -> None:
    for place, paper in enumerate(PAPERS):
        data = made[paper]
        streams = _page_streams(data)
        digits = [
            (page, match.start())
            for page, stream in enumerate(streams)
            for match in _PRINTED_DIGIT.finditer(stream)
        ]
        for page, at in random.Random(place).sample(digits, tries(20)):
            stream = streams[page]
            altered = stream[:at] + str((int(stream[at]) + 1) % 10) + stream[at + 1 :]
            found = loose_digits(_with_stream(data, page, altered))
            assert {problem.page for problem in found} == {page + 1}, stream[
                max(0, at - 40) : at + 20
            ]


def test_an_orphan_digit_is_an_error_with_its_page(
    packs: dict[str, Pack], made: dict[str, bytes]
) -> None:
    data, pack = made["槐荫区2024"], packs["槐荫区2024"]
    stream = _page_streams(data)[2]
    shown = re.search(r"BT.*?ET", stream, re.DOTALL)
    assert shown
    stray = re.sub(r"1 0 0 1 .*? Tm <[0-9A-F]*>", "1 0 0 1 300 300 Tm <0037>", shown[0], count=1)
    found = verify("pdf", _with_stream(data, 2, stream + "\n" + stray), pack, request()).problems
    assert ("第3页", "第3页的数字“7”没有出处") in {
        (problem.place, problem.problem) for problem in found
    }


def test_a_paper_whose_map_was_altered_with_it_is_not_that_of_the_data(
    packs: dict[str, Pack], made: dict[str, bytes]
) -> None:
    """Printed figures and their map changed together still are not what the documents say."""
    pack = packs["槐荫区2024"]
    row = next(row for row in pack.indicators if row.indicator == "general_budget_revenue")
    assert row.level
    other = replace(
        pack,
        indicators=tuple(
            replace(r, level=replace(row.level, value=row.level.value + 1)) if r is row else r
            for r in pack.indicators
        ),
    )
    found = verify("pdf", render("pdf", other, request()), pack, request()).problems
    assert any(problem.problem == "与数据不一致" for problem in found)


def test_a_paper_saved_by_another_program_keeps_its_map(made: dict[str, bytes]) -> None:
    out = BytesIO()
    PdfWriter(out, trailer=PdfReader(fdata=made["槐荫区2024"])).write()
    assert loose_digits(out.getvalue()) == []


def test_no_project_is_late_nor_on_time_on_a_plan_that_promises_no_stage(
    packs: dict[str, Pack],
) -> None:
    """槐苑文化体育公园 was to be 建设 and is 全面开工: the plan named no stage that this would be measured by."""
    charts, _ = make_charts(packs["槐荫区2024"], request().wording)
    flow = next(chart for chart in charts if chart.id == "flow")
    assert "槐苑文化体育公园" not in [plain(row[0].text) for row in flow.table.rows]
    assert not re.search("慢于计划|靠后", plain(flow.title))


@pytest.mark.parametrize("paper", PAPERS)
def test_no_page_of_charts_is_half_empty(packs: dict[str, Pack], paper: str) -> None:
    pack, wanted = packs[paper], asked(paper)
    template = read_charts_template(wanted.template.name, wanted.template.data)
    charts, absent = make_charts(pack, wanted.wording, template)
    pages = lay_out(Book(pack, wanted, template, charts, absent))
    for number, page in enumerate(pages, 1):
        if any(name.startswith("chart-") for name, _ in page.anchors):
            rows = sorted({mark.y for mark in page.scene.marks if isinstance(mark, Text)})
            widest = max(above - below for below, above in pairwise(rows))
            assert widest < 150, number
    assert sum(isinstance(mark, Text) for mark in pages[-1].scene.marks) > 10


def test_what_a_budget_is_made_of_leaves_no_item_out(packs: dict[str, Pack]) -> None:
    template = read_charts_template(TEMPLATE.name, TEMPLATE.read_bytes())
    charts, _ = make_charts(packs["槐荫区2024"], request().wording, template)
    table = next(chart.table for chart in charts if chart.id == "composition")
    parts = {plain(row[1].text) for row in table.rows}
    rest = {"预备费", "其他支出", "资源勘探工业信息、住房保障、债务付息等各项支出"}
    assert rest <= parts
