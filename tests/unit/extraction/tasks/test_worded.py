"""Targets in words are targets."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.extraction.tasks import worded_goals
from briefing.model import Document
from briefing.sources import documents, read_bytes, read_file

REPORT = """云湖区政府工作报告
——2025年1月8日在云湖区第三届人民代表大会第四次会议上
一、2024年工作回顾
过去一年，全面完成市下达的节能减排任务。
二、2025年工作安排
今年主要预期目标是：{said}
"""


def said(text: str) -> list[tuple[str, str]]:
    (document,) = documents(read_bytes("a.txt", REPORT.format(said=text).encode()))
    return [(goal.title, goal.goal) for goal in worded_goals(document)]


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("地区生产总值增长5%，节能减排降碳完成市下达任务。", "节能减排降碳", "完成市下达任务"),
        (
            "全面完成上级下达的环境质量改善目标。",
            "环境质量改善",
            "完成上级下达的环境质量改善目标",
        ),
        (
            "居民人均可支配收入增长与经济增长基本同步。",
            "居民人均可支配收入",
            "居民人均可支配收入增长与经济增长基本同步",
        ),
        (
            "细颗粒物浓度、优良水体比例完成国家下达控制目标。",
            "细颗粒物浓度、优良水体比例",
            "完成国家下达控制目标",
        ),
        ("粮食产量1.2万吨、能耗强度完成省下达指标。", "能耗强度", "完成省下达指标"),
    ],
)
def test_a_target_in_words(text: str, name: str, words: str) -> None:
    assert said(text) == [(name, words)]


@pytest.mark.parametrize(
    "text",
    ["确保完成全年任务。", "居民收入稳步增长。", "教育医疗同步提升。", "完成投资任务10亿元。"],
)
def test_what_is_none(text: str) -> None:
    assert said(text) == []


@pytest.fixture(scope="module")
def plan(shared: Path) -> Document:
    file = next((shared / "data" / "seeds").glob("002*.txt"))
    return next(d for d in documents(read_file(file)) if d.kind == "five_year_plan")


def test_every_indicator_of_a_plans_table_that_has_no_number(plan: Document) -> None:
    found = {goal.title: (goal.goal, goal.nature) for goal in worded_goals(plan)}
    assert found["城市细颗粒物（PM2.5）浓度"] == ("完成上级下达任务", "约束性")
    assert found["新增城镇就业人数"] == ("完成上级下达任务", "预期性")
    assert found["森林覆盖率"] == ("", "约束性")
    assert found["3岁以下婴幼儿入托率提高"] == ("", "预期性")
    assert sum(nature == "约束性" for _, nature in found.values()) == 4


def test_a_real_table() -> None:
    page = """<html><body><h1>云湖区国民经济和社会发展第十五个五年规划纲要</h1><table>
    <tr><td>指标</td><td>2025年</td><td>2030年</td><td>属性</td></tr>
    <tr><td>城镇新增就业（万人）</td><td>2</td><td>完成上级下达任务</td><td>预期性</td></tr>
    </table></body></html>"""
    found = [
        (goal.title, goal.goal, goal.nature, goal.period)
        for document in documents(read_bytes("plan.html", page.encode()))
        for goal in worded_goals(document)
    ]
    assert found == [("城镇新增就业", "完成上级下达任务", "预期性", "2026-2030")]
