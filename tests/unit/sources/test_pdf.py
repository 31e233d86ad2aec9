"""PDF: reading order, columns, page furniture, ruled tables, scans. The pages are made with reportlab."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zhplot
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table

from briefing.errors import SourceError
from briefing.model import squeeze
from briefing.sources import documents, pages, read_bytes, read_file

SENTENCES = [
    "全年地区生产总值增长5.6%，一般公共预算收入完成56.70亿元，固定资产投资增长12%左右",
    "新开工重点项目135个，总投资3141亿元，其中过百亿元项目4个，都按计划推进",
    "城镇新增就业1.8万人，居民人均可支配收入增长5.5%，各项民生实事全部办结",
    "新增高新技术企业48家，技术合同成交额达到70.6亿元，研发投入强度继续提高",
]
TITLE = "政府工作报告"
BODY = [
    "各位代表：",
    "现在，我代表区人民政府向大会报告工作，请予审议，并请各位委员和列席会议的同志提出意见。",
    "一、2024年工作回顾",
    *(
        "（" + number + "）做好第" + number + "项工作。" + "；".join(SENTENCES) * 2 + "。"
        for number in "一二三四五六七八九"
    ),
    "二、2025年工作安排",
    *(
        "第" + number + "项。" + "；".join(SENTENCES[::-1]) + "。" + "；".join(SENTENCES) + "。"
        for number in "一二三四五六七八九"
    ),
]


@pytest.fixture(scope="module")
def font() -> str:
    path = next(Path(zhplot.__file__).parent.rglob("*.ttf"))
    pdfmetrics.registerFont(TTFont("Songti", str(path)))
    return "Songti"


def made(
    font: str,
    flow: list[Flowable],
    *,
    columns: int = 1,
    furniture: bool = True,
    encrypt: Any = None,
) -> bytes:
    def on_page(canvas: Canvas, template: BaseDocTemplate) -> None:
        canvas.setFont(font, 9)
        if furniture:
            canvas.drawCentredString(297, 30, f"— {template.page} —")
            canvas.drawString(60, 815, "某区人民政府公报 2025年第1期")

    frames = (
        [Frame(60, 60, 475, 740)]
        if columns == 1
        else [Frame(50, 60, 240, 740), Frame(305, 60, 240, 740)]
    )
    buffer = io.BytesIO()
    template = BaseDocTemplate(buffer, pagesize=A4, encrypt=encrypt)
    template.addPageTemplates(PageTemplate(frames=frames, onPage=on_page))
    template.build(flow)
    return buffer.getvalue()


def paragraphs(font: str) -> list[Flowable]:
    title = ParagraphStyle(
        "title", fontName=font, fontSize=18, leading=30, alignment=1, wordWrap="CJK"
    )
    body = ParagraphStyle(
        "body", fontName=font, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK"
    )
    return [Paragraph(TITLE, title), *(Paragraph(line, body) for line in BODY)]


@pytest.mark.parametrize("columns", [1, 2])
def test_paragraphs_come_back_whole(font: str, columns: int) -> None:
    reading = read_bytes("报告.pdf", made(font, paragraphs(font), columns=columns))
    (report,) = documents(reading)
    assert report.text.split("\n") == [TITLE, *BODY]
    assert [section.heading for section in report.sections if section.level == 1] == [
        "一、2024年工作回顾",
        "二、2025年工作安排",
    ]


@pytest.mark.parametrize("columns", [1, 2])
def test_a_printed_gazette(font: str, shared: Path, columns: int) -> None:
    """The real gazette, set anew on pages of one and of two columns, gives the same documents."""
    source = documents(read_file(next((shared / "data" / "seeds").glob("003_*.txt"))))[:8]
    body = ParagraphStyle(
        "body", fontName=font, fontSize=11, leading=18, firstLineIndent=22, wordWrap="CJK"
    )
    title = ParagraphStyle(
        "title", fontName=font, fontSize=16, leading=26, alignment=1, wordWrap="CJK"
    )
    flow: list[Flowable] = [
        Paragraph(line.replace("&", "&amp;"), title if number < 3 and len(line) < 50 else body)
        for document in source
        for number, line in enumerate(document.text.split("\n"))
    ]
    printed = documents(read_bytes("公报.pdf", made(font, flow, columns=columns)))
    assert [squeeze(one.text) for one in printed] == [squeeze(one.text) for one in source]
    for one, other in zip(printed, source, strict=True):
        assert (one.title, one.kind, one.area, one.date) == (
            other.title,
            other.kind,
            other.area,
            other.date,
        )
        assert [section.path for section in one.sections] == [
            section.path for section in other.sections
        ]


def test_pages_are_places(font: str) -> None:
    reading = read_bytes("报告.pdf", made(font, paragraphs(font)))
    assert reading.place(0) == "第1页"
    assert reading.place(len(reading.text) - 1) == f"第{len(reading.places)}页"
    assert "— 1 —" in reading.text  # the reader leaves all there is; cleaning takes it out
    assert "— 1 —" not in documents(reading)[0].text


def test_ruled_tables(font: str) -> None:
    rows = [
        ["指标", "2024年", ""],
        ["", "完成", "增长%"],
        ["地区生产总值", "100.0", "5.6"],
        ["财政收入", "20.30", "3"],
    ]
    style: Any = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("FONT", (0, 0), (-1, -1), font),
        ("SPAN", (0, 0), (0, 1)),
        ("SPAN", (1, 0), (2, 0)),
    ]
    caption = Paragraph("主要指标完成情况", ParagraphStyle("caption", fontName=font))
    reading = read_bytes("表.pdf", made(font, [caption, Table(rows, style=style)]))
    (table,) = reading.tables
    assert table.title == "主要指标完成情况"
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [
        ("指标", 0, 0, 2, 1),
        ("2024年", 0, 1, 1, 2),
        ("完成", 1, 1, 1, 1),
        ("增长%", 1, 2, 1, 1),
        ("地区生产总值", 2, 0, 1, 1),
        ("100.0", 2, 1, 1, 1),
        ("5.6", 2, 2, 1, 1),
        ("财政收入", 3, 0, 1, 1),
        ("20.30", 3, 1, 1, 1),
        ("3", 3, 2, 1, 1),
    ]
    assert table.cells[8].place == "第1页 表1 R4C2"
    assert all(reading.text[cell.start : cell.end] == cell.text for cell in table.cells)


def test_rows_without_rules_between_them_are_parted_by_their_figures(font: str) -> None:
    rows = [
        ["项目", "预算数", "执行数"],
        ["一、税收收入", "120", "118.5"],
        ["地方政府向外国政府借款\n（转贷）收入", "7", "-"],
        ["二、其他", "", ""],
        ["罚没收入", "3", "4"],
    ]
    style: Any = [
        *(("LINEABOVE", (0, row), (-1, row), 0.5, colors.black) for row in (0, 1)),
        ("LINEBELOW", (0, -1), (-1, -1), 0.5, colors.black),
        ("INNERGRID", (0, 0), (-1, 0), 0.5, colors.black),
        *(("LINEAFTER", (at, 0), (at, -1), 0.5, colors.black) for at in (0, 1)),
        ("FONT", (0, 0), (-1, -1), font),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    (table,) = read_bytes("表.pdf", made(font, [Table(rows, style=style)])).tables
    read = [[c.text for c in table.cells if c.row == row] for row in range(table.rows)]
    assert [[squeeze(text) for text in row if text] for row in read] == [
        ["项目", "预算数", "执行数"],
        ["一、税收收入", "120", "118.5"],
        ["地方政府向外国政府借款（转贷）收入", "7", "-"],
        ["二、其他"],
        ["罚没收入", "3", "4"],
    ]


def test_a_table_over_two_pages_is_one(font: str) -> None:
    rows = [
        ["项目名称", "总投资"],
        *([f"第{number}项工程", f"{number}.50"] for number in range(60)),
    ]
    style: Any = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), font)]
    reading = read_bytes("台账.pdf", made(font, [Table(rows, style=style, repeatRows=1)]))
    (table,) = reading.tables
    assert table.rows == 61
    assert [cell.text for cell in table.cells if cell.row == 60] == ["第59项工程", "59.50"]
    assert reading.place(table.cells[-1].start).startswith("第2页")


@pytest.mark.parametrize(
    ("installed", "hint"), [(True, ""), (False, "，或装上文字识别：pip install 'briefing[ocr]'")]
)
def test_a_scan_is_refused(monkeypatch: pytest.MonkeyPatch, installed: bool, hint: str) -> None:
    monkeypatch.setattr(pages, "ocr_is_installed", lambda: installed)
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for _ in range(2):
        canvas.rect(50, 50, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()
    with pytest.raises(SourceError) as error:
        read_bytes("扫描.pdf", buffer.getvalue())
    assert (
        str(error.value)
        == f"扫描.pdf：扫描件，没有文字层（请先做文字识别（OCR），再读取识别后的文件{hint}）"
    )


def test_a_page_without_text_is_named(font: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "ocr_is_installed", lambda: False)
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont(font, 12)
    canvas.drawString(100, 700, "全年收入增长5%，完成预算。")
    canvas.showPage()
    canvas.rect(50, 50, 400, 600, fill=1)
    canvas.showPage()
    canvas.save()
    assert read_bytes("报告.pdf", buffer.getvalue()).warnings == (
        "要读取这些页，可装上文字识别：pip install 'briefing[ocr]'",
        "第2页没有文字层，未读取",
    )


def test_an_encrypted_file_is_refused(font: str) -> None:
    data = made(font, paragraphs(font), encrypt=StandardEncryption("secret"))
    with pytest.raises(SourceError) as error:
        read_bytes("密.pdf", data)
    assert str(error.value) == "密.pdf：文件已加密，需要密码（请去掉密码后再读取）"


@pytest.mark.slow
def test_a_printed_word_document(program: Callable[[str], str], tmp_path: Path) -> None:
    """The way most PDFs come about: Word text, justified, printed."""
    import subprocess

    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    document = docx.Document()
    for line in [TITLE, *BODY]:
        paragraph = document.add_paragraph(line)
        paragraph.alignment = (
            WD_ALIGN_PARAGRAPH.CENTER if line == TITLE else WD_ALIGN_PARAGRAPH.JUSTIFY
        )
        paragraph.paragraph_format.first_line_indent = Pt(0 if line == TITLE else 24)
    document.save(str(tmp_path / "报告.docx"))
    subprocess.run(
        [
            program("soffice"),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "报告.docx",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (report,) = documents(read_bytes("报告.pdf", (tmp_path / "报告.pdf").read_bytes()))
    assert report.text.split("\n") == [TITLE, *BODY]


def test_a_sheets_title_inside_its_printed_area_is_the_tables_first_row(shared: Path) -> None:
    file = shared / "tables" / "files" / "wuhan_2025_budget_revenue.pdf"
    if not file.exists():
        pytest.skip(f"needs the real table {file}")
    table = read_file(file).tables[0]
    assert table.cells[0].column_span == table.columns
    assert table.cells[0].text.startswith("武汉市2025年全市一般公共预算收入执行情况表")
    assert (table.cells[1].row, table.cells[1].text) == (1, "项  目")
