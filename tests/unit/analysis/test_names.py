"""Which figures speak of the same thing."""

from __future__ import annotations

import pytest

from briefing.analysis.names import quantity


@pytest.mark.parametrize(
    ("one", "other", "indicator"),
    [
        ("规上工业增加值", "规模以上工业增加值", "industrial_value_added"),
        ("区级一般公共预算收入", "一般公共预算收入", "general_budget_revenue"),
        ("民生支出占区级一般公共预算支出比重", "民生支出占比", "livelihood_share"),
        ("国家高新技术企业", "高新技术企业", "hightech_enterprises"),
        ("市级以上创新平台", "国家、省、市级创新平台", "innovation_platforms"),
        ("举办各类展会", "重要展会", None),
        ("建成教育设施", "教育设施", None),
        ("新建绿道", "绿道建设", None),
    ],
)
def test_the_same(one: str, other: str, indicator: str | None) -> None:
    assert quantity(one, indicator) == quantity(other, indicator)


@pytest.mark.parametrize(
    ("one", "other", "indicator"),
    [
        ("省级重点项目", "市级重点项目", "key_projects"),
        ("省级重点项目", "重点项目", "key_projects"),
        ("新增“四上”企业", "“四上”企业", "four_above_enterprises"),
        ("办理人大代表建议", "办理政协提案", "deputy_proposals"),
        ("开工建设教育设施", "建成教育设施", None),
        ("谋划储备优质项目", "加快建设重点项目", None),
        ("引进各类展会", "重要展会", None),
        ("新增省级以上专精特新企业", "新增省级专精特新企业", "specialised_smes_new"),
    ],
)
def test_not_the_same(one: str, other: str, indicator: str | None) -> None:
    assert quantity(one, indicator) != quantity(other, indicator)
