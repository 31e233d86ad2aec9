"""Figures of papers lead to their places on the review pages, and look as they would without."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from lxml import html

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def led_to(paper: Path) -> set[str]:
    """What a paper links to: file and place."""
    data = paper.read_bytes()
    if paper.suffix == ".pdf":
        return {link.decode() for link in re.findall(rb"/URI \((\.\.[^)]*)\)", data)}
    parts = {
        name: zipfile.ZipFile(io.BytesIO(data)).read(name).decode()
        for name in zipfile.ZipFile(io.BytesIO(data)).namelist()
        if name.endswith((".xml", ".rels"))
    }
    found = set()
    for name, part in parts.items():
        folder, _, file = name.rpartition("/")
        rels = parts.get(f"{folder}/_rels/{file}.rels", "")
        files = {
            re.search(r' Id="([^"]*)"', one)[1]: re.search(r'Target="([^"]*)"', one)[1]  # type: ignore[index]
            for one in re.findall(r'<Relationship [^>]*TargetMode="External"[^>]*>', rels)
        }
        for one in re.findall(r"<(?:w:)?hyperlink [^>]*>", part):
            relation = re.search(r'r:id="([^"]*)"', one)
            place = re.search(r'(?:location|anchor)="([^"]*)"', one)
            assert relation
            assert place
            found.add(f"{files[relation[1]]}#{place[1]}")
    return found


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    from tests.end_to_end.conftest import briefing

    output = tmp_path_factory.mktemp("out")
    assert briefing("run", "annual", "--district", "槐荫区", "--output", output).returncode == 0
    return {path.suffix: path for path in (output / "annual").rglob("槐荫区*.*")}


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pdf"])
def test_every_link_leads_to_its_place_on_a_page(papers: dict[str, Path], suffix: str) -> None:
    pages: dict[str, Any] = {}
    at_facts = 0
    for link in led_to(papers[suffix]):
        file, _, place = link.partition("#")
        if file not in pages:
            tree = html.parse(papers[suffix].parent / file).getroot()
            pages[file] = json.loads(tree.get_element_by_id("data").text)
        start, end = map(int, place.split("-"))
        data = pages[file]
        assert any(each["start"] <= start < end <= each["end"] for each in data["documents"]), link
        at_facts += any((fact["start"], fact["end"]) == (start, end) for fact in data["facts"])
    assert at_facts > 20


def test_linked_figures_have_no_looks_of_their_own(papers: dict[str, Path]) -> None:
    body = zipfile.ZipFile(papers[".docx"]).read("word/document.xml").decode()
    linked = re.findall(r"<w:hyperlink .*?</w:hyperlink>", body, re.DOTALL)
    assert linked
    assert not any("Hyperlink" in each or "<w:u " in each for each in linked)
    for page in pypdfium2.PdfDocument(papers[".pdf"]):
        assert page.get_width() > page.get_height()  # it opens
    assert not re.search(rb"/Border \[0 0 [1-9]", papers[".pdf"].read_bytes())
