"""What each rule makes of a sentence in our own words: cases.yaml."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefing.extraction.observations import observations
from briefing.sources import documents, read_bytes
from tests.conftest import read_yaml
from tests.unit.extraction.observations.build import LEXICON, document

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parent / "cases.yaml")
WHERE = ("part", "years", "area", "title", "kind")


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_rule(case: dict[str, Any]) -> None:
    made = document(case["text"], **{key: case[key] for key in WHERE if key in case})
    found = [
        "|".join(
            (
                o.name,
                o.indicator or "-",
                o.measure,
                format(o.value, "f"),
                o.unit,
                o.status,
                o.period,
                o.bound,
            )
        )
        for o in observations(made, LEXICON)
    ]
    assert found == case["facts"]


def test_a_document_that_does_not_say_its_year() -> None:
    """Its sentences say theirs, and hold for their paragraph; only 到2030年 looks ahead."""
    text = "2020年末全县脱贫。\n2023年上半年，固定资产投资完成14亿元。财政收入完成3亿元。\n到2030年，全县生产总值达到90亿元。"
    made = document(text, title="青岩县简介", kind="other", part="other")
    undated = replace(made, date="", year_reviewed=None, year_planned=None, sections=())
    found = [(o.status, o.period) for o in observations(undated, LEXICON)]
    assert found == [("actual", "2023H1"), ("actual", "2023H1"), ("target", "2030")]


def test_measures_without_a_year_in_their_title_are_for_the_year_they_name() -> None:
    made = document(
        "（一）稳定工业。规模以上工业增加值增长7%。完成时限：2024年12月。",
        part="tasks",
        title="青岩县稳增长若干措施",
        kind="opinion",
    )
    section = replace(made.sections[0], years=None)
    undated = replace(made, sections=(section,), date="", year_reviewed=None, year_planned=None)
    (found,) = observations(undated, LEXICON)
    assert (found.status, found.period) == ("target", "2024")


def test_the_months_of_a_heading_were_carried_out() -> None:
    """A report of the summer tells last year's accounts, and what this year's first half brought."""
    text = (
        "云湖县2024年财政决算和2025年1—6月预算执行情况的报告\n一、2024年财政决算情况\n一般公共预算收入9亿元。\n"
        "二、2025年1—6月预算执行情况\n1—6月，一般公共预算收入5亿元。税收收入3亿元。"
    )
    (made,) = documents(read_bytes("决算.txt", text.encode()))
    found = [(str(o.value), o.status, o.period) for o in observations(made, LEXICON)]
    assert found == [("9", "actual", "2024"), ("5", "actual", "2025H1"), ("3", "actual", "2025H1")]
