"""Pages of pictures, with a recogniser that knows them: what it costs and how it is told is tested without its models."""

from __future__ import annotations

import importlib
import io
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from briefing.cli import run
from briefing.sources import ocr, pages, pdf
from briefing.sources.raw import Builder


@pytest.fixture
def scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three pages, each the picture of a sentence."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 120))
    canvas.drawString(20, 80, "a picture")
    canvas.save()
    picture = pdfium.PdfDocument(buffer.getvalue())[0].render(scale=1).to_pil()
    file = tmp_path / "扫描件.pdf"
    canvas = Canvas(str(file), pagesize=(400, 120))
    for _ in range(3):
        canvas.drawImage(ImageReader(picture), 0, 0, 400, 120)
        canvas.showPage()
    canvas.save()

    def recognise(picture: Any) -> Any:
        line = [[50, 50], [900, 50], [900, 100], [50, 100]]
        text = "全年一般公共预算收入57.1亿元，增长2.2%。"
        return SimpleNamespace(boxes=[line], txts=[text], scores=[0.99])

    monkeypatch.setattr(pdf, "ocr_is_installed", lambda: True)
    monkeypatch.setattr(ocr, "_engine", lambda: recognise)
    return file


@pytest.mark.skipif(sys.platform == "win32", reason="no limit there")
def test_a_scan_has_its_time_for_each_page_and_says_which_it_is_at(
    scan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    extract = importlib.import_module("briefing.cli.extract")
    asked: list[float] = []
    monkeypatch.setattr(extract.signal, "setitimer", lambda which, seconds: asked.append(seconds))
    assert run(["extract", str(scan)]) == 0
    printed = capsys.readouterr()
    assert "57.1" in printed.out
    said = [line for line in printed.err.splitlines() if "文字识别第" in line]
    assert said == [f"扫描件.pdf：文字识别第{page}页（共3页）" for page in (1, 2, 3)]
    assert asked == [extract.FILE_SECONDS] * 4 + [0]


ROWS = [("指标", "2025年", "增长"), ("地区生产总值", "328.20", "5.3"), ("税收收入", "", "-1.0")]
LEFT, TOP, WIDE, HIGH = 200, 200, 400, 80  # dots: of the table, of a cell


def table_on_a_picture(askew: float) -> tuple[Any, list[tuple[str, list[tuple[float, float]]]]]:
    """A page of 1,654 by 1,000 dots with a ruled table, and its lines of text with their corners."""
    page = Image.new("L", (1654, 1000), 255)
    draw = ImageDraw.Draw(page)
    for row in range(len(ROWS) + 1):
        y = TOP + HIGH * row
        draw.line((LEFT, y, LEFT + 3 * WIDE, y), fill=0, width=3)
    for column in range(4):
        x = LEFT + WIDE * column
        draw.line((x, TOP, x, TOP + HIGH * len(ROWS)), fill=0, width=3)
    turn = ocr._Turn(-askew, (827, 500))
    texts = []
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            x, y = LEFT + WIDE * column + 20, TOP + HIGH * row + 20
            end = x + 30 * max(len(text), 1)
            corners = [(x, y), (end, y), (end, y + 30), (x, y + 30)]
            if text:
                texts.append((text, [turn.point(corner) for corner in corners]))
    return np.asarray(page.rotate(-askew, Image.Resampling.BICUBIC, fillcolor=255)), texts


@pytest.mark.parametrize("askew", [0.0, 1.0, -1.0])
def test_a_table_on_a_scan_keeps_its_columns(askew: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty cell stays empty: the growth behind it is no amount. A page laid askew is levelled by its lines of text."""
    picture, lines = table_on_a_picture(askew)
    texts, boxes = [text for text, _ in lines], [corners for _, corners in lines]
    found = SimpleNamespace(boxes=boxes, txts=texts, scores=[0.99] * len(texts))
    monkeypatch.setattr(ocr, "_engine", lambda: lambda _: found)
    height = picture.shape[0] * 72 / ocr.DOTS
    raw = pages.read("扫描件.pdf", [ocr.recognised(picture, height)], Builder())
    (table,) = raw.tables
    cells = {(cell.row, cell.column): cell.text for cell in table.cells}
    assert [[cells.get((row, column), "") for column in range(3)] for row in range(3)] == [
        list(row) for row in ROWS
    ]
