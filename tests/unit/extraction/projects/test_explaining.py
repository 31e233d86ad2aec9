"""What explain says of projects: what was read with the words it was read from, and why a clause gave none."""

from __future__ import annotations

import pytest

from briefing.extraction.projects.explaining import explain_projects

from .build import written


def test_a_project_says_its_stage_with_the_texts_words() -> None:
    (told,) = explain_projects(written("总投资60亿元的云栖谷三期主体封顶。"), "云栖谷")
    said = {field: (value, why) for field, value, why in told.reasons}
    assert said["阶段"] == ("在建", "原文“主体封顶”")
    assert said["总投资"][0] == "60亿元"
    assert told.sentence == "总投资60亿元的云栖谷三期主体封顶"


@pytest.mark.parametrize(
    ("text", "find", "why"),
    [
        ("围绕云栖谷产业园开展招商。", "云栖谷", "依托"),
        ("云栖谷产业园环境优美。", "云栖谷", "建设的词"),
        ("大力建设智慧养老院。", "智慧养老院", "一类事物"),
        ("云栖名声远扬。", "云栖", "一类的词"),
    ],
)
def test_a_clause_without_a_project_says_why(text: str, find: str, why: str) -> None:
    (told,) = explain_projects(written(text), find)
    assert told.reasons[0][:2] == ("项目", "没有读出")
    assert why in told.reasons[0][2]


def test_what_no_ledger_has_says_so() -> None:
    (told,) = explain_projects(written("实施“红领医养”项目。"), "红领")
    assert told.reasons[-1][:2] == ("台账", "不列入")
