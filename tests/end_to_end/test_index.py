"""The page of a run: every paper can be opened from it, and it says what the checks found."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from lxml import html

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


def test_a_district_that_is_not_made_anew_keeps_what_its_checks_found(tmp_path: Path) -> None:
    output = tmp_path / "out"
    assert briefing("run", "annual", "--output", output).returncode == 0
    before = {page: page.read_bytes() for page in (output / "annual").glob("*/index.html")}
    assert briefing("run", "annual", "--output", output).returncode == 0
    assert before == {page: page.read_bytes() for page in before}
