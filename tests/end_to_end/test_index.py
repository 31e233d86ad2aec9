"""The page of a run: every paper can be opened from it, and it says what the checks found."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import docx
from docx.oxml.ns import qn
from lxml import html
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from tests.end_to_end.conftest import briefing


def test_every_paper_opens_from_the_page_of_its_run(demo: Path) -> None:
    pages = sorted((demo / "annual").glob("*/index.html"))
    assert pages
    for page in pages:
        tree = html.fromstring(page.read_text("utf-8"))
        links = {unquote(link.get("href")) for link in tree.iterfind(".//a")}
        papers = {
            path.relative_to(page.parent).as_posix()
            for path in page.parent.rglob("*")
            if path.suffix in {".docx", ".xlsx", ".pdf"}
        }
        assert papers <= links
        cells = [cell.text_content() for cell in tree.iterfind(".//td")]
        assert any(cell.isdigit() for cell in cells)


def test_a_card_says_where_its_figure_is_printed(demo: Path) -> None:
    seen = set()
    for page in (demo / "review").glob("[0-9a-f]*.html"):
        data = json.loads(page.read_text("utf-8").split('id="data">')[1].split("</script>")[0])
        fact = next(f for f in data["facts"] if f["name"] == "地区生产总值" and "printed" in f)
        for paper, *places in fact["printed"]:
            path = (page.parent / data["papers"][paper]).resolve()
            seen.add(path.suffix)
            # On some pages of a chart pack only what was worked out from it stands.
            enough = any if path.suffix == ".pdf" else all
            assert enough(fact["value"] in said for said in said_there(path, places)), path
    assert seen == {".docx", ".xlsx", ".pdf"}


def said_there(path: Path, places: list[str]) -> list[str]:
    """The texts of the places of a paper: its body, pages (第3页) or cells (指标表 C5)."""
    if path.suffix == ".docx":
        return [
            "".join(p.text or "" for p in docx.Document(str(path)).element.body.iter(qn("w:t")))
        ]
    if path.suffix == ".pdf":
        pages = PdfDocument(path)
        numbers = [int(place.strip("第页")) for place in places]
        return [pages[number - 1].get_textpage().get_text_bounded() for number in numbers]
    book = load_workbook(path, data_only=True)
    return [str(book[sheet][cell].value) for sheet, cell in (place.split() for place in places)]


def test_a_district_that_is_not_made_anew_keeps_what_its_checks_found(tmp_path: Path) -> None:
    output = tmp_path / "out"
    assert briefing("run", "annual", "--output", output).returncode == 0
    before = {page: page.read_bytes() for page in (output / "annual").glob("*/index.html")}
    assert briefing("run", "annual", "--output", output).returncode == 0
    assert before == {page: page.read_bytes() for page in before}


def test_a_list_of_review_pages_that_a_killed_run_left_out_is_made_by_the_next(
    tmp_path: Path,
) -> None:
    output = tmp_path / "out"
    assert briefing("run", "annual", "--output", output).returncode == 0
    pages = output / "review" / "index.html"
    before = pages.read_bytes()
    for left in (None, b"an older list"):
        pages.unlink() if left is None else pages.write_bytes(left)
        assert briefing("run", "annual", "--output", output).returncode == 0
        assert pages.read_bytes() == before


def test_the_page_says_what_changed_and_leads_to_what_is_doubtful(tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    told = "槐荫区2025年政府工作报告\n一、2024年工作回顾\n2024年，地区生产总值620.4亿元，增长5.1%。编号3344者另议。\n"
    report.write_text(told, encoding="utf-8")
    output = tmp_path / "out"
    job = ("run", "annual", "--district", "槐荫区", "--sources", report, "--output", output)
    assert briefing(*job).returncode == 0
    (page,) = (output / "annual").glob("*/index.html")
    before = page.read_text("utf-8")
    assert "620.4亿元→" not in before
    report.write_text(told.replace("620.4亿元", "621.0亿元"), encoding="utf-8")
    assert briefing(*job).returncode == 0
    tree = html.fromstring(page.read_text("utf-8"))
    assert "620.4亿元→621.0亿元" in tree.find(".//details").text_content()
    (link,) = [each for each in tree.iterfind(".//a") if each.text == "报告.txt"]
    assert (page.parent / link.get("href")).is_file()
    assert "存疑 0，未读 1" in link.getparent().text_content()
    assert len(list((output / "review").glob("[0-9a-f]*.html"))) == 1  # the old page went away
