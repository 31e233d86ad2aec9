"""A template must suit what its papers are about."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from briefing.papers.check import check_template
from briefing.settings import check_workspace
from briefing.settings.schema import Output
from tests.conftest import ROOT

OUTPUT: TypeAdapter[Any] = TypeAdapter(Output)


def problems(kind: str, template: str, scope: str, **more: str) -> list[str]:
    output = OUTPUT.validate_python(
        {"kind": kind, "name": "材料", "template": template, "scope": scope} | more
    )
    return [str(problem) for problem in check_template(output, ROOT / template)]


@pytest.mark.parametrize(
    ("kind", "template", "right"),
    [
        ("word", "templates/word/briefing.docx", ("district", "department")),
        ("word", "templates/word/reminder.docx", ("department",)),
        ("word", "templates/word/letter.docx", ("department",)),
        ("word", "templates/word/comparison.docx", ("districts",)),
        ("excel", "templates/excel/indicators.yaml", ("district", "department")),
        ("excel", "templates/excel/department.yaml", ("department",)),
        ("excel", "templates/excel/districts.yaml", ("districts",)),
        ("excel", "templates/excel/tasks.yaml", ("district", "department")),
        ("pdf", "templates/charts/annual.yaml", ("district", "department")),
        ("pdf", "templates/charts/districts.yaml", ("districts",)),
    ],
)
def test_a_template_that_does_not_suit_the_scope_is_refused(
    kind: str, template: str, right: tuple[str, ...]
) -> None:
    more = {"issuer": "区政府办公室"} if "letter" in template else {}
    for scope in ("district", "department", "districts"):
        found = problems(kind, template, scope, **more)
        assert (found == []) == (scope in right), (scope, found)


def test_what_to_do_is_said() -> None:
    assert problems("word", "templates/word/comparison.docx", "district") == [
        "templates/word/comparison.docx：这个模板是做各区横向比较的材料（scope: districts）用的，"
        "任务里的“材料”却是每个区一份的材料（scope: district）（把这份材料写成 scope: districts，或换一个模板）"
    ]


def test_every_job_of_the_program_suits_its_templates() -> None:
    assert check_workspace(ROOT, check_template) == []
