"""No digit of a paper can be altered without being found."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from briefing.model import Pack
from briefing.papers import Request, render, zipped
from briefing.papers.verify import verify
from briefing.papers.word.verify import compared, expected
from briefing.settings.schema import Wording
from tests.examples import tries
from tests.packs import make_pack
from tests.unit.papers.charts.samples import request as charts_request
from tests.unit.papers.charts.samples import wording
from tests.unit.papers.excel.samples import request as tables_request
from tests.unit.papers.word.test_kinds import asked

PACK = make_pack(3, projects=40)


@pytest.fixture(scope="module")
def words() -> Wording:
    return wording()


@pytest.mark.sampled
@pytest.mark.parametrize("kind", ["briefing", "notice", "reminder"])
def test_any_altered_digit_of_a_word_paper_is_found(kind: str, words: Wording) -> None:
    request = asked(kind, words)
    paper = render("word", PACK, request)
    parts = zipped.unpack(paper)
    text = parts["word/document.xml"].decode()
    shown = [
        at
        for match in re.finditer(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", text)
        for at in range(*match.span(1))
        if text[at].isdigit()
    ]
    assert len(shown) > 100
    made = expected(PACK, request)
    assert compared(paper, made) == []
    for at in random.Random(kind).sample(shown, tries(100)):
        altered = text[:at] + str((int(text[at]) + 3) % 10) + text[at + 1 :]
        found = compared(zipped.pack(parts | {"word/document.xml": altered.encode()}), made)
        assert found, text[at - 60 : at + 20]


@pytest.mark.parametrize("kind", ["word", "pdf"])
def test_an_untouched_paper_is_right_and_its_figures_are_counted(kind: str, words: Wording) -> None:
    request = _request(kind, words)
    checked = verify(kind, render(kind, PACK, request), PACK, request)
    assert checked.problems == ()
    assert checked.figures > 50


@pytest.mark.parametrize("kind", ["word", "pdf"])
def test_a_paper_of_facts_that_changed_since_is_not_right(kind: str, words: Wording) -> None:
    request = _request(kind, words)
    checked = verify(kind, render(kind, _corrected(PACK), request), PACK, request)
    assert any("与数据不一致" in problem.problem for problem in checked.problems)
    assert all(
        re.match(r"正文第\d+段|表\d+第\d+行|第\d+页|图\d", problem.place)
        for problem in checked.problems
    )


@pytest.mark.parametrize("kind", ["word", "excel", "pdf"])
def test_a_file_that_is_none_is_a_problem_not_an_error(kind: str, words: Wording) -> None:
    found = verify(kind, b"no paper", PACK, _request(kind, words)).problems
    assert [problem.place for problem in found] == ["整份文件"]


def _request(kind: str, words: Wording) -> Request:
    if kind == "excel":
        return tables_request()
    return asked("briefing", words) if kind == "word" else charts_request()


def _corrected(pack: Pack) -> Pack:
    row = pack.indicators[0]
    assert row.level is not None
    level = replace(row.level, value=row.level.value + 1)
    return replace(pack, indicators=(replace(row, level=level), *pack.indicators[1:]))
