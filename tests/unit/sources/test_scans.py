"""Pages of pictures, with a recogniser that knows them: what it costs and how it is told is tested without its models."""

from __future__ import annotations

import importlib
import io
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdfium2 as pdfium
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from briefing import cli
from briefing.sources import ocr, pdf


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
    assert cli.run(["extract", str(scan)]) == 0
    printed = capsys.readouterr()
    assert "57.1" in printed.out
    said = [line for line in printed.err.splitlines() if "文字识别第" in line]
    assert said == [f"扫描件.pdf：文字识别第{page}页（共3页）" for page in (1, 2, 3)]
    assert asked == [extract.FILE_SECONDS] * 4 + [0]
