"""PDF: what stands on a page and what only looks so: turned pages, colours, raised digits, glyphs without a meaning, tables by geometry."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium
import pytest
import zhplot
from reportlab.lib import colors
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from briefing.errors import SourceError
from briefing.extraction import Lexicon, extract
from briefing.extraction.confidence import LEAST_PRINTED
from briefing.model import Reading, squeeze
from briefing.settings import load_indicators
from briefing.sources import documents, pdf, read_bytes, read_file

Draw = Callable[[Canvas], None]


@pytest.fixture(scope="module")
def font() -> str:
    path = next(Path(zhplot.__file__).parent.rglob("*.ttf"))
    pdfmetrics.registerFont(TTFont("Songti", str(path)))
    return "Songti"


def page(font: str, draw: Draw, size: tuple[float, float] = (595, 842)) -> Reading:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    canvas.setFont(font, 12)
    draw(canvas)
    canvas.save()
    return read_bytes("表.pdf", buffer.getvalue())


def rows_of(reading: Reading, at: int = 0) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for cell in reading.tables[at].cells:
        found.setdefault(cell.row, []).append(cell.text)
    return list(found.values())


ROWS = [["指标", "2024年", "增长%"], ["生产总值", "620.4", "5.1"], ["固定资产投资", "312.5", "7.4"]]
ROWS += [["财政收入", "57.10", "2.2"], ["进出口总额", "88.5", "4.6"]]


def write_rows(canvas: Canvas, rows: list[list[str]] = ROWS) -> None:
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            canvas.drawString(75 + 120 * column, 705 - 25 * number, text)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_sideways_table_reads_as_an_upright_one(font: str, turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(421, 421)
        canvas.rotate(turn)
        canvas.translate(-421, -421)
        canvas.grid([70, 190, 310, 430], [725 - 25 * k for k in range(6)])
        write_rows(canvas)

    assert rows_of(page(font, draw, (842, 842))) == ROWS


def test_a_cell_set_upright_in_a_table(font: str) -> None:
    """A narrow column's head is turned by a quarter; it still is the head of that column."""

    def draw(canvas: Canvas) -> None:
        canvas.grid([70, 190, 310], [725, 640, 610])
        canvas.drawString(75, 620, "财政收入")
        canvas.drawString(195, 620, "57.10")
        canvas.drawString(75, 700, "指标")
        canvas.saveState()
        canvas.translate(250, 650)
        canvas.rotate(90)
        canvas.drawString(0, 0, "2024年")
        canvas.restoreState()

    assert rows_of(page(font, draw)) == [["指标", "2024年"], ["财政收入", "57.10"]]


@pytest.mark.parametrize("colour", [colors.white, colors.lightyellow])
def test_colours_behind_words_make_no_table(font: str, colour: object) -> None:
    lines = [
        "全年生产总值620.4亿元，增长5.1%，",
        "固定资产投资增长7.4%，其中工业投资",
        "增长12.3%；财政收入57.10亿元。",
    ]

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(colour)
        for number, line in enumerate(lines):
            cut = 75 + 12 * (5 + number)
            canvas.rect(75, 700 - 20 * number, cut - 75, 20, stroke=0, fill=1)
            canvas.rect(cut, 700 - 20 * number, 75 + 12 * len(line) - cut, 20, stroke=0, fill=1)
        canvas.setFillColor(colors.black)
        for number, line in enumerate(lines):
            canvas.drawString(75, 704 - 20 * number, line)

    reading = page(font, draw)
    assert not reading.tables
    assert "".join(reading.text.split()) == "".join(lines)


def test_every_other_row_coloured_is_a_table(font: str) -> None:
    """No rule is drawn: the colours alone part the cells, and the rows between have none."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(colors.lightgrey)
        for number in (0, 2, 4):
            for column in range(3):
                canvas.rect(70 + 120 * column, 700 - 25 * number, 120, 25, stroke=0, fill=1)
        canvas.setFillColor(colors.black)
        write_rows(canvas)

    assert rows_of(page(font, draw)) == ROWS


def test_raised_digits_are_no_digits_of_the_number(font: str) -> None:
    def draw(canvas: Canvas) -> None:
        line = canvas.beginText(75, 700)
        for text, rise, size in (
            ("城镇居民人均可支配收入62000", 0, 12),
            ("1", 5, 7),
            ("元，绿地面积12km", 0, 12),
            ("2", 5, 7),
            ("，PM", 0, 12),
            ("2.5", -3, 7),
            ("浓度36微克。", 0, 12),
        ):
            line.setFont(font, size)
            line.setRise(rise)
            line.textOut(text)
        canvas.drawText(line)

    text = documents(page(font, draw))[0].text
    assert text == "城镇居民人均可支配收入62000元，绿地面积12km²，PM2.5浓度36微克。"


def test_a_watermark_is_no_text(font: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(75, 700, "全年财政收入57.10亿元，增长2.2%。")
        canvas.translate(200, 400)
        canvas.rotate(45)
        canvas.drawString(0, 0, "内部资料2024年第3号")

    reading = page(font, draw)
    assert reading.text.strip() == "全年财政收入57.10亿元，增长2.2%。"
    assert reading.warnings == ("第1页有斜排的文字（可能是水印），未读取",)


def hand_made(shown: str, glyph: str) -> bytes:
    """A page of Helvetica whose font says that `glyph` is a private character: U+1001B0, in two halves."""
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> "
        "endcodespacerange 1 beginbfrange <20> <7E> <0020> endbfrange "
        f"1 beginbfchar <{ord(glyph):02X}> <DBC0DDB0> endbfchar endcmap end"
    )
    content = f"BT /F1 12 Tf 72 700 Td ({shown}) Tj ET"
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        f"<</Length {len(cmap)}>>\nstream\n{cmap}\nendstream",
    ]
    made = "%PDF-1.4\n"
    for number, part in enumerate(parts, 1):
        made += f"{number} 0 obj\n{part}\nendobj\n"
    return (made + "trailer<</Root 1 0 R/Size 7>>\n").encode("ascii")


def test_a_private_glyph_that_looks_like_a_point_is_one() -> None:
    reading = read_bytes("公报.pdf", hand_made("GDP 76.1 % and 1690.4", "."))
    assert reading.text.strip() == "GDP 76.1 % and 1690.4"


def test_a_number_with_an_unknown_glyph_inside_is_no_number() -> None:
    reading = read_bytes("公报.pdf", hand_made("GDP 76x1 % and 1690.4", "x"))
    assert reading.text.strip() == "GDP □□\ufffd□ % and 1690.4"
    (warning,) = reading.warnings
    assert warning.startswith("有 1 个数字里夹着无法识别的字符，未采用（第1页“76\ufffd1”）")


def test_a_font_without_an_encoding_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "ocr_is_installed", lambda: False)
    data = hand_made("L&MNOPQ RSTU#WXYZ [[@]^_ ABKLMN" * 3, "~")
    with pytest.raises(SourceError, match="字体没有带文字编码，读出来是乱码"):
        read_bytes("公报.pdf", data)


def test_western_words_are_text() -> None:
    said = "The gross domestic product of the county grew by 5.1 percent over the last year"
    assert read_bytes("report.pdf", hand_made(said, "~")).text.strip() == said


def test_a_scan_is_read_where_the_recogniser_is_installed(font: str) -> None:
    """The figures are marked: their place says so, and none is surer than the recogniser."""
    pytest.importorskip("rapidocr")
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 120))
    canvas.setFont(font, 16)
    canvas.drawString(20, 80, "全年一般公共预算收入57.1亿元，")
    canvas.drawString(20, 50, "增长2.2%。")
    canvas.save()
    picture = pdfium.PdfDocument(buffer.getvalue())[0].render(scale=3).to_pil()
    scanned = io.BytesIO()
    canvas = Canvas(scanned, pagesize=(400, 120))
    canvas.drawImage(ImageReader(picture), 0, 0, 400, 120)
    canvas.save()
    reading = read_bytes("扫描.pdf", scanned.getvalue())
    assert "57.1亿元" in squeeze(reading.text)
    assert "2.2%" in squeeze(reading.text)
    assert reading.place(0) == "第1页（文字识别）"
    (document,) = documents(reading)
    found = extract(document, Lexicon.from_indicators(load_indicators())).observations
    assert found
    assert all(one.confidence < LEAST_PRINTED for one in found)


@pytest.mark.parametrize("name", ["xiangxi_2025", "jiaozuo_2025", "harbin_2025"])
def test_tables_are_those_pdfplumber_finds(shared: Path, name: str) -> None:
    """The geometry is our own because it is fifteen times faster; what it finds is no less."""
    path = shared / "panel" / "files" / f"{name}_statistical_bulletin.pdf"
    if not path.exists():
        pytest.skip("公报不在")
    ours = {"".join(cell.text.split()) for table in read_file(path).tables for cell in table.cells}
    with pdfplumber.open(path) as file:
        theirs = {
            "".join(text.split())
            for one in file.pages
            for table in one.find_tables()
            if len(table.rows) > 1 and len(table.columns) > 1
            for row in table.extract()
            for text in row
            if text
        }
    assert theirs
    assert {text for text in theirs - ours if "[" not in text} == set()  # raised marks of notes
