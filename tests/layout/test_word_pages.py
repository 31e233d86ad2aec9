"""The page of GB/T 9704-2012, measured on the page: margins, 22 lines of 28 characters, page numbers, nothing outside."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from briefing.papers import Request, Template, word, zipped
from briefing.papers.word import new_template as made
from briefing.settings.schema import Issue, Wording
from tests.layout.rendered import Page, convert, ink, inked, pitches
from tests.packs import make_pack
from tests.unit.papers.word.test_kinds import MATTERS, full_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
TOP, BOTTOM, LEFT, RIGHT = 37, 297 - 35, 28, 210 - 26
PAPERS = ["usual", "few", "many", "series", "short series", *made.KINDS]
# A page number stands below the type area, with room above it.
BELOW = BOTTOM + 2


def plain_text() -> bytes:
    """Three pages of nothing but Han characters in the body's style."""
    parts = zipped.unpack(made.new_template("briefing"))
    body = made.paragraph("gwBody", "区" * 28 * 66) + made.section()
    document = parts["word/document.xml"].decode()
    start, end = document.index("<w:body>") + len("<w:body>"), document.index("</w:body>")
    return zipped.pack(
        parts | {"word/document.xml": (document[:start] + body + document[end:]).encode()}
    )


@pytest.fixture(scope="session")
def pages(
    program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Page]]:
    soffice = program("soffice")
    program("fc-list")
    fonts = subprocess.run(
        [str(shutil.which("fc-list")), ":", "family"], capture_output=True, text=True, check=True
    ).stdout
    if "Noto Serif CJK SC" not in fonts:
        pytest.skip("needs the fonts Noto Serif CJK SC and Noto Sans CJK SC (fonts-noto-cjk)")
    wording = Wording(**yaml.safe_load((ROOT / "config/wording.yaml").read_text(encoding="utf-8")))
    requests = {
        kind: Request(
            title,
            "internal" if kind in ("review", "warnings") else "leader",
            Template(kind, made.new_template(kind)),
            wording,
        )
        for kind, (title, _) in made.KINDS.items()
    }
    requests["letter"] = replace(
        requests["letter"],
        issue=Issue(issuer="云湖区人民政府办公室", document_no="云政办函〔2025〕3号"),
    )
    request = requests["briefing"]
    series = Issue(
        series="云湖区情",
        issue_no=3,
        issuer="云湖区人民政府办公室",
        report_to=("区委常委", "区政府领导"),
        issue_to=("各镇街",),
        copies=50,
    )
    few = make_pack(indicators=1, projects=0)
    few = replace(few, targets=(), next_targets=(), tasks=(), portfolios=())
    papers = {
        "text": plain_text(),
        "usual": word.render(make_pack(), request),
        "few": word.render(few, request),
        "series": word.render(make_pack(), replace(request, issue=series)),
        "short series": word.render(few, replace(request, issue=series)),
        "many": word.render(make_pack(seed=7, projects=300), request),
    } | {
        kind: word.render(full_of(kind) if kind in MATTERS else make_pack(seed=3), asked)
        for kind, asked in requests.items()
    }
    return convert(soffice, tmp_path_factory.mktemp("pages"), papers)


@pytest.mark.parametrize(("paper", "number"), [("series", 2), ("short series", 2)])
def test_the_foot_stands_on_the_lower_edge_of_the_bodys_last_page_an_even_one(
    pages: dict[str, list[Page]], paper: str, number: int
) -> None:
    """The 版记 (7.4): its last rule on the type area's lower edge, its rules as wide as the type area; the annexes come behind."""
    page = pages[paper][number - 1]
    said = ["报：区委常委，区政府领导。", "发：各镇街。", "共印50份"]
    foot = [line for line in page.lines if line.text in said]
    assert [line.text for line in foot] == said
    others = [line for line in page.within(TOP - 1, BELOW) if line.text not in said]
    assert max((line.bottom for line in others), default=TOP) < foot[0].top, "nothing beneath it"
    left, right, _, bottom = inked(page, 0, 210, foot[0].top - 3, BELOW)
    assert (left, right) == pytest.approx((LEFT, RIGHT), abs=0.5)
    assert bottom == pytest.approx(BOTTOM, abs=1)
    assert foot[0].left == pytest.approx(LEFT + one_character(14), abs=1)
    assert foot[-1].right == pytest.approx(RIGHT - one_character(14), abs=1)
    later = pages[paper][number:]
    assert later
    assert not [line for each in later for line in each.lines if line.text in said]


def test_a_letter_has_its_mark_and_its_rules_where_they_belong(
    pages: dict[str, list[Page]],
) -> None:
    """10.1: the mark 30 mm from the paper's upper edge, both double rules 170 mm wide, the lower one 20 mm from the lower edge."""
    first = pages["letter"][0]
    mark = inked(first, 0, 210, 25, 43)
    upper = inked(first, 0, 210, mark[3] + 1, mark[3] + 8)
    assert mark[2] == pytest.approx(30, abs=1)
    assert upper[2] - mark[3] == pytest.approx(4, abs=1)
    lower = inked(first, 0, 210, BOTTOM + 1, 297)
    for left, right, top, bottom in (upper, lower):
        assert (left, right) == pytest.approx((20, 190), abs=0.7)
        assert 0.8 <= bottom - top <= 2
    assert 297 - lower[3] == pytest.approx(20, abs=0.7)
    assert not re.search("—1—", "".join(line.text for line in first.lines))
    second = pages["letter"][1]
    number = next(line for line in second.lines if line.text == "—2—")
    dash = ink(second, number.left, number.left + 3, BELOW, 290)
    assert sum(dash) / 2 - BOTTOM == pytest.approx(7, abs=0.7)


def one_character(size: float) -> float:
    return size / 72 * 25.4


def body(page: Page) -> list[str]:
    return [line.text for line in page.within(TOP - 1, BELOW)]


def test_paper_is_a4(pages: dict[str, list[Page]]) -> None:
    assert all(
        {round(page.width), round(page.height)} == {210, 297}
        for paper in pages.values()
        for page in paper
    )


def test_a_page_holds_22_lines(pages: dict[str, list[Page]]) -> None:
    assert [len(page.within(TOP - 1, BELOW)) for page in pages["text"][:2]] == [22, 22]


def test_a_line_holds_28_characters_and_a_first_line_26(pages: dict[str, list[Page]]) -> None:
    lengths = [len(text) for text in body(pages["text"][0])]
    assert lengths == [26] + [28] * 21


def test_lines_are_28_95_points_apart(pages: dict[str, list[Page]]) -> None:
    assert pitches(pages["text"][0].within(TOP - 1, BELOW)) == pytest.approx([28.95] * 21, abs=0.1)


def test_text_fills_the_type_area(pages: dict[str, list[Page]]) -> None:
    lines = pages["text"][0].within(TOP - 1, BELOW)
    assert min(line.left for line in lines) == pytest.approx(LEFT, abs=1)
    assert max(line.right for line in lines) == pytest.approx(RIGHT, abs=1)
    # A line is 10.2 mm high: its characters stand inside it.
    assert TOP <= lines[0].top <= TOP + 5
    assert BOTTOM - 5 <= lines[-1].bottom <= BOTTOM + 1


def test_page_numbers_stand_outside_7_mm_below(pages: dict[str, list[Page]]) -> None:
    for number, page in enumerate(pages["text"][:2], start=1):
        line = next(line for line in page.lines if line.top > BELOW)
        assert line.text == f"—{number}—"
        dash = ink(page, line.left, line.left + 3, BELOW, 290)
        assert sum(dash) / 2 - BOTTOM == pytest.approx(7, abs=0.7)
        if number % 2:
            assert line.right == pytest.approx(RIGHT - one_character(14), abs=1)
        else:
            assert line.left == pytest.approx(LEFT + one_character(14), abs=1)


@pytest.mark.parametrize("paper", ["usual", "few", "many", "series"])
def test_the_body_is_at_most_two_pages_and_the_annexes_lie_across(
    pages: dict[str, list[Page]], paper: str
) -> None:
    across = [page.landscape for page in pages[paper]]
    assert across == sorted(across)
    assert across.count(True) >= 1
    told = [
        number
        for number, page in enumerate(pages[paper], start=1)
        if any("附件：" in line.text for line in page.lines)
    ]
    assert told[0] <= 2
    assert across.count(False) <= 3  # the charts may have a page to themselves


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_stands_outside_the_type_area(pages: dict[str, list[Page]], paper: str) -> None:
    for page in pages[paper]:
        left, right, top, bottom = (
            (37, 297 - 35, 28, 210 - 26) if page.landscape else (LEFT, RIGHT, TOP, BOTTOM)
        )
        for line in page.lines:
            if line.top > bottom:  # the page number
                assert line.text.strip("—").isdigit()
                continue
            if (
                paper == "letter" and page.number == 0 and line is page.lines[0]
            ):  # the mark of a letter: 30 mm from the edge
                assert 27 <= line.top <= 32
                continue
            # Punctuation may hang over the edge by a character.
            assert left - 1 <= line.left
            assert line.right <= right + 6
            assert top - 1 <= line.top


def test_no_page_is_empty(pages: dict[str, list[Page]]) -> None:
    assert all(len(page.lines) > 2 for name in PAPERS for page in pages[name])


def test_every_character_has_a_glyph_in_a_chinese_font(pages: dict[str, list[Page]]) -> None:
    fonts = {font for paper in pages.values() for page in paper for font in page.fonts}
    assert all(font.startswith(("NotoSerifCJK", "NotoSansCJK")) for font in fonts), fonts


def test_every_page_of_a_table_begins_with_its_head(pages: dict[str, list[Page]]) -> None:
    for page in (page for page in pages["many"] if page.landscape):
        assert page.lines[0].text.startswith(("序号", "附件"))


@pytest.mark.parametrize("paper", PAPERS)
def test_no_heading_ends_a_page(pages: dict[str, list[Page]], paper: str) -> None:
    for page in pages[paper]:
        last = [line.text for line in page.lines if not line.text.startswith("—")][-1]
        assert not re.match(r"[一二三四五六七八九]、", last)
