"""The review page: marks sit on the right characters, and what a document says stays text."""

from __future__ import annotations

import json
import re
import shutil
from importlib import resources
from pathlib import Path

import pytest
from lxml import html

from briefing.errors import SourceError
from briefing.extraction import Lexicon, extract
from briefing.model import Reading
from briefing.papers.page import Around, Read, entry_of, index_page, review_page, series_of
from briefing.settings import load_indicators
from briefing.sources import documents, read_file

LEXICON = Lexicon.from_indicators(load_indicators())


def read(path: Path) -> tuple[Reading, list[Read]]:
    reading = read_file(path)
    return reading, [Read(each, extract(each, LEXICON)) for each in documents(reading)]


def page(path: Path) -> tuple[Reading, html.HtmlElement, dict]:
    reading, found = read(path)
    data, _ = review_page(
        reading, found, Around(series_of(one for each in found for one in each.facts.observations))
    )
    tree = html.fromstring(data.decode("utf-8"))
    return reading, tree, json.loads(tree.get_element_by_id("data").text)


def marked(tree: html.HtmlElement) -> dict[int, str]:
    """What the marks of each fact show, its pieces joined."""
    shown: dict[int, str] = {}
    for mark in tree.iterfind(".//mark"):
        for place in map(int, (mark.get("data-f") or "").split()):
            shown[place] = shown.get(place, "") + mark.text_content()
    return shown


def test_marks_sit_on_the_facts_characters_in_real_reports(shared: Path) -> None:
    for path in sorted((shared / "data" / "seeds").glob("*.txt")):
        reading, tree, data = page(path)
        shown = marked(tree)
        assert len(data["facts"]) > 100
        for place, fact in enumerate(data["facts"]):
            said = reading.text[fact["start"] : fact["end"]].replace("\n", "")
            assert shown[place] == said


def test_a_block_tells_the_offset_of_its_text(shared: Path) -> None:
    reading, tree, _ = page(shared / "tables" / "files" / "urumqi_2025_statistical_bulletin.html")
    blocks = tree.xpath("//*[@data-s]")
    assert len(blocks) > 100
    assert len(tree.xpath("//td[@data-s]")) > 100
    for block in blocks:
        start, said = int(block.get("data-s")), block.text_content()
        assert reading.text[start : start + len(said)] == said


def test_what_a_document_says_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    said = "<b>某区</b></script><script>window.touched = 1</script>"
    path.write_text(f"某区2025年政府工作报告\n地区生产总值增长5.1%，{said}\n", encoding="utf-8")
    _, tree, data = page(path)
    assert len(tree.findall(".//script")) == 3  # the data, the toolkit, the page's own
    assert not tree.get_element_by_id("text").findall(".//b")
    assert said in tree.get_element_by_id("text").text_content()
    assert "</script>" in data["facts"][0]["sentence"]


def test_numbers_that_no_fact_used_are_shown_and_dates_are_not(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(
        "某区2025年政府工作报告\n2025年1月6日\n地区生产总值增长5.1%。\n编号3344者另议\n",
        encoding="utf-8",
    )
    _, tree, data = page(path)
    unread = [mark.text for mark in tree.iterfind(".//mark") if mark.get("class") == "unread"]
    assert unread == ["3344"]
    assert data["unread"] == 1


def test_a_card_has_the_series_over_all_documents(shared: Path) -> None:
    found = [
        each for path in sorted((shared / "data" / "seeds").glob("*.txt")) for each in read(path)[1]
    ]
    points = series_of(one for each in found for one in each.facts.observations)[
        "gdp", "槐荫区", "yoy"
    ]
    assert len({point.period for point in points}) >= 2
    assert [point.period for point in points] == sorted(point.period for point in points)


def test_equal_facts_give_equal_cards_in_every_process(tmp_path: Path) -> None:
    """The order of equal periods must not hang on how a process hashes: pages were made anew at every run."""
    path = tmp_path / "表.txt"
    values = "".join(f"全县地区生产总值达到{value}亿元。" for value in range(520, 500, -1))
    path.write_text(f"云湖区2024年政府工作报告\n2023年，{values}", encoding="utf-8")
    _, _, told = page(path)
    series = next(f["series"] for f in told["facts"] if f.get("series"))
    assert [point[2] for point in series] == sorted(point[2] for point in series)
    assert len(series) == 20


def test_the_index_leads_to_every_page(tmp_path: Path) -> None:
    path = tmp_path / "报 告.txt"
    path.write_text("某区2025年政府工作报告\n地区生产总值增长5.1%。\n", encoding="utf-8")
    data, entry = review_page(*read(path))
    written = tmp_path / entry.name
    written.write_bytes(data)
    assert entry_of(written) == entry
    (link,) = html.fromstring(index_page([entry]).decode("utf-8")).iterfind(".//a")
    assert (tmp_path / link.get("href")).is_file()
    assert link.text == "报 告.txt"


@pytest.mark.parametrize("asset", ["page.html", "review.js", "review.css"])
def test_a_page_fetches_nothing(asset: str) -> None:
    folder = Path(__file__).resolve().parents[4] / "briefing" / "papers" / "page"
    told = (folder / asset).read_text(encoding="utf-8")
    assert not re.search(r"https?://|src=|@import|XMLHttp", told)
    # What is served asks its own server.
    assert told.count("fetch(") == told.count('fetch("../" + path')


@pytest.mark.parametrize("suffix", ["csv", "doc", "docx", "html", "ofd", "pdf", "xls", "xlsx"])
def test_marks_sit_on_the_facts_characters_in_every_format(
    shared: Path, tmp_path: Path, suffix: str
) -> None:
    if suffix == "doc" and not shutil.which("antiword"):
        pytest.skip("needs the program antiword")
    made = tmp_path / "表.csv"
    made.write_text(
        "某区2024年主要指标\n指标,单位,数值\n地区生产总值,亿元,620.4\n", encoding="utf-8"
    )
    files = [made] if suffix == "csv" else sorted(shared.rglob(f"*.{suffix}"))
    found = next(filter(None, map(with_facts, files)), None)
    if found is None:
        pytest.skip(f"needs a real .{suffix} with a figure: {shared} has none")
    reading, tree, data = found
    shown = marked(tree)
    for place, fact in enumerate(data["facts"]):
        said = reading.text[fact["start"] : fact["end"]]
        assert "".join(shown[place].split()) == "".join(said.split())


def with_facts(path: Path) -> tuple[Reading, html.HtmlElement, dict] | None:
    """The page of a file that can be read and says something."""
    try:
        found = page(path) if path.stat().st_size < 500_000 else None
    except SourceError:
        return None
    return found if found and found[2]["facts"] else None


# What Chromium 80 (360, UOS) does not know, and what would stop a script there or leave controls without room between them.
_NEWER = r"\.(?:replaceAll|at|findLast|hasOwn|allSettled)\(|(?:\?\?|\|\||&&)=[^=]|structuredClone|:(?:is|has|where)\(|@layer|aspect-ratio|\binset:"


def test_the_page_asks_for_no_browser_newer_than_2020() -> None:
    for name in ("review.js", "preact-htm.js", "review.css"):
        text = resources.files("briefing.papers.page").joinpath(name).read_text(encoding="utf-8")
        assert re.findall(_NEWER, text) == []
    rules = re.findall(r"[^{}]+\{([^{}]*)\}", text)  # gap in a flexbox came with 84
    assert not [rule for rule in rules if "flex;" in rule and re.search(r"\bgap:", rule)]
