"""The chart pack page by page beside a golden one: text with its places, fonts, number of pages, the picture of each page.

RENEW_GOLDEN=1 writes golden/pack.json and the golden pictures anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from briefing.papers import render
from tests.packs import make_pack
from tests.unit.papers.charts.samples import request

GOLDEN = Path(__file__).with_name("golden")
LAYOUT = GOLDEN / "pack.json"
SCALE = 0.5  # dots a point
NEAR = 0.6  # points a line of text may stand off its place
DIFFERENCE = 1.5  # of 255, on average over a page
RENEW = bool(os.environ.get("RENEW_GOLDEN"))


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("golden") / "pack.pdf"
    file.write_bytes(render("pdf", make_pack(1), request()))
    return file


@pytest.fixture(scope="module")
def layout(paper: Path) -> list[dict[str, Any]]:
    """Of each page its size, its fonts without the subset's tag, and its lines of text with size and place."""
    with pdfplumber.open(paper) as pdf:
        found = [_page(page) for page in pdf.pages]
    if RENEW:
        GOLDEN.mkdir(exist_ok=True)
        for old in GOLDEN.glob("page-*.png"):
            old.unlink()
        LAYOUT.write_text(json.dumps(found, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        for number, picture in enumerate(_pictures(paper), 1):
            picture.quantize(32).save(GOLDEN / f"page-{number:02}.png")
    return found


def _page(page: Any) -> dict[str, Any]:
    words = page.extract_words(
        x_tolerance=1.5, keep_blank_chars=True, use_text_flow=True, extra_attrs=["size"]
    )
    lines = [
        [word["text"], round(word["size"], 1), round(word["x0"], 1), round(word["bottom"], 1)]
        for word in words
    ]
    fonts = sorted({char["fontname"].split("+")[-1] for char in page.chars})
    return {
        "size": [round(float(page.width)), round(float(page.height))],
        "fonts": fonts,
        "lines": lines,
    }


def _pictures(paper: Path) -> list[Image.Image]:
    with pypdfium2.PdfDocument(paper) as document:
        return [page.render(scale=SCALE).to_pil().convert("L") for page in document]


def test_pages_fonts_and_sizes(layout: list[dict[str, Any]]) -> None:
    golden = json.loads(LAYOUT.read_text(encoding="utf-8"))
    assert [(page["size"], page["fonts"]) for page in layout] == [
        (page["size"], page["fonts"]) for page in golden
    ]


def test_every_line_says_the_same_at_the_same_place(layout: list[dict[str, Any]]) -> None:
    golden = json.loads(LAYOUT.read_text(encoding="utf-8"))
    for number, (page, before) in enumerate(zip(layout, golden, strict=True), 1):
        assert [line[0] for line in page["lines"]] == [line[0] for line in before["lines"]], (
            f"page {number}"
        )
        for line, place in zip(page["lines"], before["lines"], strict=True):
            assert line[1:] == pytest.approx(place[1:], abs=NEAR), f"page {number}: {line[0]}"


def test_every_page_looks_the_same(layout: list[dict[str, Any]], paper: Path) -> None:
    pictures = _pictures(paper)
    assert len(pictures) == len(list(GOLDEN.glob("page-*.png")))
    for number, picture in enumerate(pictures, 1):
        golden = Image.open(GOLDEN / f"page-{number:02}.png").convert("L")
        assert picture.size == golden.size
        assert ImageStat.Stat(ImageChops.difference(picture, golden)).mean[0] < DIFFERENCE, (
            f"page {number}"
        )
