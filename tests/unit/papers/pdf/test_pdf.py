"""The chart pack as a PDF: what a reader, a search and a printer's shop see of it."""

from __future__ import annotations

import hashlib
import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfrw import PdfReader, PdfWriter
from pdfrw.uncompress import uncompress

from briefing.errors import PaperError
from briefing.papers import render
from briefing.papers.charts import make_charts
from briefing.papers.charts.scene import plain
from briefing.papers.pdf import bound_figures, loose_digits
from tests.examples import tries
from tests.packs import make_pack
from tests.unit.papers.charts.samples import ROOT, request, wording


@pytest.fixture(scope="module")
def paper() -> bytes:
    return render("pdf", make_pack(1), request())


def texts(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_title_can_be_found_whole(paper: bytes) -> None:
    pages = [squeezed(text) for text in texts(paper)]
    charts, _ = make_charts(make_pack(1), wording())
    for chart in charts:
        assert any(squeezed(plain(chart.title)) in page for page in pages), plain(chart.title)


def test_pages_are_a4_landscape_and_numbered(paper: bytes) -> None:
    with pypdfium2.PdfDocument(paper) as document:
        total = len(document)
        assert {tuple(round(side) for side in page.get_size()) for page in document} == {(842, 595)}
    assert 8 <= total <= 14
    for number, text in enumerate(texts(paper)[1:], 2):
        assert f"第{number}页" in text
        assert f"共{total}页" in text


def test_every_font_is_an_embedded_subset(paper: bytes) -> None:
    assert_fonts_embedded(paper)


def assert_fonts_embedded(data: bytes) -> None:
    document = PDFDocument(PDFParser(BytesIO(data)))
    fonts = [
        font
        for xref in document.xrefs
        for number in xref.get_objids()
        if isinstance(font := resolve1(document.getobj(number)), dict)
        and str(font.get("Type")) == "/'Font'"
    ]
    assert fonts
    for font in fonts:
        assert re.match(r"[A-Z]{6}\+", font["BaseFont"].name)
        whole = [resolve1(each) for each in resolve1(font.get("DescendantFonts", [font]))]
        assert all("FontFile2" in resolve1(each["FontDescriptor"]) for each in whole)
        assert "ToUnicode" in font or font["Subtype"].name == "CIDFontType2"


def test_outline_leads_to_every_chart(paper: bytes) -> None:
    charts, _ = make_charts(make_pack(1), wording())
    with pypdfium2.PdfDocument(paper) as document:
        titles = [bookmark.get_title() for bookmark in document.get_toc()]
    assert titles == ["封面", *(chart.name for chart in charts), "数据附录", "资料来源"]


def test_metadata(paper: bytes) -> None:
    with pypdfium2.PdfDocument(paper) as document:
        metadata = document.get_metadata_dict()
    assert metadata["Title"] == "云湖区2024年经济社会发展图表册"
    assert metadata["Author"] == "云湖区"
    assert metadata["Subject"]
    assert metadata["CreationDate"].startswith("D:20250108")
    assert b"zh-CN" in paper


def test_small_and_vector(paper: bytes) -> None:
    assert len(paper) < 500_000
    assert b"/Subtype /Image" not in paper


def test_same_bytes_in_any_process(paper: bytes) -> None:
    code = (
        "import hashlib; from briefing.papers import render; from tests.packs import make_pack;"
        "from tests.unit.papers.charts.samples import request;"
        "render('pdf', make_pack(2), request());"  # another paper before it changes nothing
        "print(hashlib.sha256(render('pdf', make_pack(1), request())).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert digests == {hashlib.sha256(paper).hexdigest()}


def test_every_printed_digit_is_bound(paper: bytes) -> None:
    assert loose_digits(paper) == []
    pack = make_pack(1)
    known = {
        observation.key for observation in (*pack.observations, *pack.series, *pack.next_targets)
    }
    known |= {mention.key for project in pack.projects for mention in project.mentions}
    figures = [figure for figure in bound_figures(paper) if figure.kind in ("figure", "derived")]
    assert len(figures) > 100
    assert all(figure.keys and set(figure.keys) <= known for figure in figures)


@pytest.mark.sampled
def test_any_changed_digit_is_found(paper: bytes) -> None:
    streams = _page_streams(paper)
    places = [
        (page, match.start())
        for page, stream in enumerate(streams)
        for match in _PRINTED_DIGIT.finditer(stream)
    ]
    assert len(places) > 500
    for page, at in random.Random(1).sample(places, tries(40)):
        digit = int(streams[page][at])
        altered = streams[page][:at] + str((digit + 1) % 10) + streams[page][at + 1 :]
        problems = loose_digits(_with_stream(paper, page, altered))
        assert problems, (page + 1, streams[page][max(0, at - 40) : at + 20])
        assert {problem.page for problem in problems} == {page + 1}


# The last figure of a character's code where it is that of a digit; the codes of a text stand between < and >.
_PRINTED_DIGIT = re.compile(r"(?<=003)[0-9](?=(?:[0-9A-F]{4})*> Tj)")


def _page_streams(data: bytes) -> list[str]:
    pages = PdfReader(fdata=data).pages
    uncompress([page.Contents for page in pages])
    return [page.Contents.stream for page in pages]


def _with_stream(data: bytes, page: int, stream: str) -> bytes:
    reader = PdfReader(fdata=data)
    contents = reader.pages[page].Contents
    contents.Filter, contents.stream = None, stream
    out = BytesIO()
    PdfWriter(out, trailer=reader).write()
    return out.getvalue()


def test_a_pdf_of_another_program_cannot_be_checked() -> None:
    with pytest.raises(PaperError, match="没有数字出处表"):
        bound_figures(b"%PDF-1.4\n")


def test_an_empty_pack_is_a_paper_that_says_what_is_missing() -> None:
    pack = make_pack(1)
    empty = replace(
        pack,
        indicators=(),
        targets=(),
        next_targets=(),
        series=(),
        projects=(),
        portfolios=(),
        tasks=(),
        observations=(),
    )
    text = squeezed("".join(texts(render("pdf", empty, request()))))
    assert "未收入的图表" in text
    assert "没有2024年的目标值" in text
