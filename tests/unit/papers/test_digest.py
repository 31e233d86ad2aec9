"""What a paper says is the same whatever wrote its bytes, and what changed is said cell by cell."""

from __future__ import annotations

import io

import docx
import pytest
from openpyxl import Workbook, load_workbook

from briefing.errors import PaperError
from briefing.papers import Request, Template, digest, render
from briefing.papers.excel.sheet import KEY_MARK
from briefing.settings import load_settings
from tests.conftest import ROOT
from tests.packs import make_pack

KEY = "0123456789ab"


def book(rows: list[list[object]], widths: float = 10) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "主要指标"
    for row in rows:
        sheet.append(row)
    sheet.column_dimensions["C"].hidden = True
    sheet.column_dimensions["A"].width = widths
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


HEAD: list[object] = ["指标", "本期", f"{KEY_MARK}本期"]
ROWS: list[list[object]] = [HEAD, ["一般公共预算收入", 57.1, KEY], ["社会消费品零售总额", 558, KEY]]


def test_layout_does_not_count() -> None:
    one, two = digest.content("excel", book(ROWS)), digest.content("excel", book(ROWS, widths=44))
    assert digest.digest(one) == digest.digest(two)
    assert digest.changes(one, two) == []
    assert digest.of_data(digest.as_data(one)) == one


def test_cells_before_and_after_rows_that_came_and_went() -> None:
    before = digest.content("excel", book(ROWS))
    after = digest.content(
        "excel", book([HEAD, ["地区生产总值", 1001, KEY], ["一般公共预算收入", 57.2, KEY]])
    )
    assert digest.changes(before, after) == [
        "主要指标第2行：新增“地区生产总值 1001”",
        "主要指标第3行“一般公共预算收入”本期（B列）：57.1 → 57.2",
        "主要指标：删去“社会消费品零售总额 558”",
    ]


def test_a_cell_that_was_filled_or_emptied() -> None:
    before = digest.content("excel", book(ROWS))
    after = digest.content("excel", book([HEAD, ["一般公共预算收入", None, KEY], ROWS[2]]))
    assert digest.changes(before, after) == [
        "主要指标第2行“一般公共预算收入”本期（B列）：57.1 → 空"
    ]
    assert digest.changes(after, before) == [
        "主要指标第2行“一般公共预算收入”本期（B列）：空 → 57.1"
    ]


@pytest.mark.parametrize(
    ("value", "format", "shown"),
    [
        (56.7, "0.00", "56.70"),
        (-16, '"约"0"左右"_ ;"约−"0"左右"_ ', "约−16左右"),
        (4, '0"左右"_ ;"−"0"左右"_ ', "4左右"),
        (20372, "#,##0", "20,372"),
        (0.5, "0.0%", "0.5%"),
        (3, "General", "3"),
    ],
)
def test_a_figure_is_what_its_reader_sees(value: float, format: str, shown: str) -> None:
    made = load_workbook(io.BytesIO(book(ROWS)))
    made["主要指标"]["B2"].value = value
    made["主要指标"]["B2"].number_format = format
    buffer = io.BytesIO()
    made.save(buffer)
    assert digest.content("excel", buffer.getvalue())[1].cells[1] == ("本期（B列）", shown)


def test_a_paper_without_a_fact_is_empty() -> None:
    assert digest.is_empty(digest.content("excel", book([HEAD])))
    assert not digest.is_empty(digest.content("excel", book(ROWS)))


def test_a_damaged_file_is_no_traceback() -> None:
    for kind in ("excel", "word", "pdf"):
        with pytest.raises(PaperError, match=r"可能已损坏|出处表"):
            digest.content(kind, b"nothing")


def test_a_word_paper_paragraph_by_paragraph() -> None:
    def paper(value: str) -> bytes:
        document = docx.Document()
        document.add_paragraph("区情简报")
        document.add_paragraph(f"一般公共预算收入{value}亿元，增长4%。")
        row = document.add_table(rows=1, cols=2).rows[0]
        row.cells[0].text, row.cells[1].text = "税收收入", value
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()

    assert digest.changes(
        digest.content("word", paper("57.1")), digest.content("word", paper("57.2"))
    ) == [
        "正文第2段：一般公共预算收入57.1亿元，增长4%。 → 一般公共预算收入57.2亿元，增长4%。",
        "表1第1行“税收收入”第2格：57.1 → 57.2",
    ]


def test_another_writer_of_the_same_words_changes_nothing() -> None:
    """As a library upgrade would: a workbook and a document opened and stored again have other bytes and say the same."""
    wording = load_settings(ROOT).wording
    for kind in ("excel", "word"):
        template = Template(TEMPLATES[kind], (ROOT / TEMPLATES[kind]).read_bytes())
        data = render(kind, make_pack(1), Request("区情简报", "leader", template, wording))
        buffer = io.BytesIO()
        if kind == "word":
            docx.Document(io.BytesIO(data)).save(buffer)
        else:
            book = load_workbook(io.BytesIO(data), data_only=True)
            book.properties.creator = "somebody"
            book.save(buffer)
        assert buffer.getvalue() != data
        assert digest.digest(digest.content(kind, buffer.getvalue())) == digest.digest(
            digest.content(kind, data)
        )


TEMPLATES = {
    "excel": "templates/excel/indicators.yaml",
    "word": "templates/word/briefing.docx",
    "pdf": "templates/charts/annual.yaml",
}


@pytest.mark.parametrize("kind", TEMPLATES)
def test_our_own_papers_hold_facts_and_say_the_same_twice(kind: str) -> None:
    template = Template(TEMPLATES[kind], (ROOT / TEMPLATES[kind]).read_bytes())
    request = Request("区情简报", "leader", template, load_settings(ROOT).wording)
    one, two = (
        digest.content(kind, render(kind, pack, request)) for pack in (make_pack(1), make_pack(1))
    )
    other = digest.content(kind, render(kind, make_pack(2), request))
    assert digest.digest(one) == digest.digest(two) != digest.digest(other)
    assert not digest.is_empty(one)
    assert digest.changes(one, other)
