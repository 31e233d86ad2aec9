"""What a sentence says of its figures besides the numbers becomes fields of the fact."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.extraction import Lexicon
from briefing.extraction.observations import observations
from briefing.model import Observation
from briefing.settings import load_indicators
from briefing.sources import documents, read_bytes

REPORT = """云湖区政府工作报告
——2025年1月8日在云湖区第三届人民代表大会第四次会议上
一、2024年工作回顾
过去一年，{review}
二、2025年工作安排
{plan}
"""


def facts(
    review: str = "各项工作有序推进。", plan: str = "做好各项工作。"
) -> tuple[Observation, ...]:
    text = REPORT.format(review=review, plan=plan)
    (document,) = documents(read_bytes("a.txt", text.encode()))
    return observations(document, Lexicon.from_indicators(load_indicators()))


@pytest.mark.parametrize(
    ("sentence", "measure", "against"),
    [
        ("地区生产总值增长6.2%左右，高于人代会计划0.7个百分点。", "pp", "plan"),
        ("一般公共预算收入实现567393万元，完成年初人代会收入预期的100.2%。", "ratio", "plan"),
        ("一般公共预算收入完成57.1亿元，完成预算的94.5%。", "ratio", "budget"),
        ("一般公共预算支出完成57.1亿元，完成调整预算的99.5%。", "ratio", "adjusted"),
        ("新增城镇就业2.6万人，完成全年指标的147.8%。", "ratio", "target"),
        ("税收收入占一般公共预算收入的88.5%。", "ratio", ""),
        ("空气质量优良率提高0.7个百分点。", "pp", ""),
    ],
)
def test_what_a_rate_is_measured_against(sentence: str, measure: str, against: str) -> None:
    found = [o for o in facts(sentence) if o.measure == measure]
    assert [o.against for o in found] == [against]


def test_headline_targets_stand_in_their_paragraph() -> None:
    plan = "全区经济社会发展的主要预期目标是：地区生产总值增长5.5%。开工建设重点项目116个。"
    marks = {o.name: o.headline for o in facts(plan=plan) if o.status == "target"}
    assert marks["地区生产总值"] is True
    assert not any(mark for name, mark in marks.items() if "项目" in name)


def test_how_settled_and_of_what_scope_a_figure_is() -> None:
    said: dict[str, Any] = {
        "经初步核算，地区生产总值增长5.5%。": (True, False),
        "一般公共预算收入按可比口径增长5.5%。": (False, True),
        "地区生产总值增长5.5%。": (False, False),
    }
    for sentence, marks in said.items():
        growth = next(o for o in facts(sentence) if o.measure == "yoy")
        assert (growth.provisional, growth.like_for_like) == marks, sentence
