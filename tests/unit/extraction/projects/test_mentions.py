"""Which projects a sentence names, at which stage: the wordings of the genre as cases."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.extraction.projects import mention_row, project_mentions, words
from briefing.extraction.projects.clauses import LONGEST
from briefing.model import ProjectMention, squeeze
from tests.conftest import read_yaml
from tests.examples import examples

from .build import PLANNED, REVIEWED, written

CASES = read_yaml(Path(__file__).parent / "cases.yaml")


def shown(mention: ProjectMention) -> str:
    name = f"{mention.count} × {mention.name}" if mention.kind == "portfolio" else mention.name
    return " | ".join(filter(None, (name, mention.stage, mention.investment)))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    part = case.get("part", "review")
    mentions = project_mentions(written(case["text"], part))
    assert [shown(mention) for mention in mentions] == case["expect"]
    expected = ("target", str(PLANNED)) if part == "tasks" else ("actual", str(REVIEWED))
    assert {(m.status, m.period) for m in mentions} <= {expected}


def test_source_shows_the_name_its_clause_and_its_sentence() -> None:
    text = "全区项目建设提速。星河广场、云栖谷三期等21个项目竣工交付，总量居全市前列。"
    named, _, group = project_mentions(written(text))
    assert text[named.source.start : named.source.end] == named.name == "星河广场"
    assert text[group.source.start : group.source.end] == "21个"
    assert named.source.quote == "星河广场、云栖谷三期等21个项目竣工交付"
    assert named.source.sentence == "星河广场、云栖谷三期等21个项目竣工交付，总量居全市前列"
    assert named.source.section == ("一、工作",)


def test_row_has_the_keys_of_the_contract() -> None:
    (mention,) = project_mentions(written("总投资60亿元的云栖谷三期加快建设。"))
    row = mention_row(mention)
    assert row["fact"] == "project"
    assert (
        row["kind"],
        row["name"],
        row["stage"],
        row["status"],
        row["period"],
        row["investment"],
        row["count"],
    ) == (
        "named",
        "云栖谷三期",
        "building",
        "actual",
        "2024",
        "60亿元",
        None,
    )
    assert {"doc", "document", "area", "section", "sentence", "quote", "start", "end"} <= set(row)


# ---- Properties -----------------------------------------------------------------------------------------------------

_PIECES = [
    *words.ADVERBS.split()[:20],
    *(
        word
        for table in (*words.BEFORE.values(), *words.BEHIND.values())
        for word in table.split()[:8]
    ),
    *words.FACILITIES.split()[::9],
    *words.WORKS.split()[::6],
    *[
        "星河",
        "云栖",
        "等",
        "、",
        "，",
        "。",
        "；",
        "的",
        "和",
        "“",
        "”",
        "（",
        "）",
        "33个",
        "8处",
        "总投资",
        "3150亿元",
        "项目",
        "工程",
        "一期",
        "(",
        ")",
        "《",
        "》",
        "1",
        "\n",
        "年",
        "\x00",
        "\u200b",
    ],
]


@given(
    st.lists(st.sampled_from(_PIECES), max_size=60).map("".join),
    st.sampled_from(["review", "tasks", "outlook", "other"]),
)
@examples(300)
def test_any_text_is_read_and_every_mention_stands_where_it_says(text: str, part: Any) -> None:
    for mention in project_mentions(written(text, part)):
        source = mention.source
        assert 0 <= source.start < source.end <= len(text)
        assert source.quote in squeeze(text)
        shown = squeeze(text[source.start : source.end])
        if mention.kind == "portfolio":
            assert mention.count is not None
            assert mention.count in shown.replace(",", "")
        else:
            assert mention.name.startswith(shown) or mention.name.endswith(shown)


@given(st.text(max_size=200))
@examples(200)
def test_no_text_makes_it_fail(text: str) -> None:
    project_mentions(written(text))


def _seconds(text: str) -> float:
    document = written(text)
    start = time.perf_counter()
    project_mentions(document)
    return time.perf_counter() - start


@pytest.mark.parametrize(
    "unit",
    [
        "推进星河广场、",
        "建成33个",
        "（“（“",
        "项目等",
        "加快建设和",
        "总投资3150亿元的",
        "甲段段段",
        "，" + "稳步推进" * (LONGEST // 8),
    ],
)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    once = unit * (60_000 // len(unit))
    _seconds(once[:1000])
    short, long = min(_seconds(once) for _ in range(3)), min(_seconds(once * 4) for _ in range(2))
    assert long < max(8 * short, 1.0)


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("全年计划改造老旧小区23个。", ["23 × 老旧小区 | building"]),
        ("总投资13亿元的云兴水库将在年内开工建设。", ["云兴水库 | started | 13亿元"]),
        ("云川县博物馆将全面对社会开放。", ["云川县博物馆 | completed"]),
    ],
)
def test_what_a_review_says_of_the_future_is_to_come(text: str, expect: list[str]) -> None:
    mentions = project_mentions(written(text))
    assert [shown(mention) for mention in mentions] == expect
    assert {mention.status for mention in mentions} == {"target"}


def test_of_a_line_is_said_what_is_said_of_its_stations() -> None:
    line, stations = project_mentions(written("轨道交通4号线辖区内7个车站顺利封顶。"))
    assert (line.name, line.stage_words) == ("轨道交通4号线", "辖区内7个车站顺利封顶")
    assert (stations.name, stations.stage_words) == ("车站", "顺利封顶")


def test_a_range_is_at_least_its_lower_count() -> None:
    (group,) = project_mentions(written("提升5-10处基层公共文化服务中心。"))
    assert (group.count, group.bound) == ("5", "min")
