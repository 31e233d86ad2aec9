"""verify: what a person changed in a finished paper is found and named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from briefing.papers import Request, word, zipped
from briefing.papers.word.new_template import KINDS
from briefing.papers.word.verify import Discrepancy, verify
from briefing.settings.schema import Wording
from tests.packs import make_pack
from tests.unit.papers.word.test_kinds import asked, full_of

PACK = make_pack()


@pytest.mark.parametrize("kind", KINDS)
def test_an_untouched_paper_follows_from_its_pack(kind: str, wording: Wording) -> None:
    request = asked(kind, wording)
    assert verify(word.render(full_of(kind), request), full_of(kind), request) == []


def test_a_large_paper_follows_from_its_pack(wording: Wording) -> None:
    request, pack = asked("briefing", wording), make_pack(seed=5, projects=300)
    assert verify(word.render(pack, request), pack, request) == []


def edited(request: Request, old: str, new: str) -> list[Discrepancy]:
    parts = zipped.unpack(word.render(PACK, request))
    text = parts["word/document.xml"].decode()
    assert old in text
    return verify(
        zipped.pack(parts | {"word/document.xml": text.replace(old, new, 1).encode()}),
        PACK,
        request,
    )


def test_a_changed_figure_is_named_with_what_it_should_be(request_: Request) -> None:
    level = PACK.indicators[0].level
    assert level is not None
    found = edited(request_, f">{level.value}亿元<", ">999亿元<")
    assert [(item.place, item.text) for item in found] == [("正文第4段", "999亿元")]
    assert f"应为{level.value}或{level.value}亿元" in found[0].problem


def test_a_dropped_bound_word_is_a_change(request_: Request) -> None:
    assert edited(request_, "左右</w:t>", "</w:t>")


def test_a_number_typed_in_is_an_orphan(request_: Request) -> None:
    found = edited(request_, "主要预期目标", "主要预期目标（含12.5亿元）")
    assert found == [Discrepancy("正文第4段", "12.5", "没有出处的数字")]


def test_facts_that_changed_since_are_found(request_: Request) -> None:
    paper = word.render(PACK, request_)
    level = PACK.indicators[0].level
    assert level is not None
    row = replace(PACK.indicators[0], level=replace(level, value=Decimal("1.5")))
    now = replace(PACK, indicators=(row, *PACK.indicators[1:]), series=(), observations=())
    assert any(str(level.value) in item.text for item in verify(paper, now, request_))
