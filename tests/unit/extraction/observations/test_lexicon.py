"""Names to indicators: what makes no difference, what is another indicator, and the patterns of aliases."""

from __future__ import annotations

import pytest

from briefing.extraction.lexicon import Lexicon
from briefing.settings.schema import Indicator
from tests.unit.extraction.observations.build import LEXICON


@pytest.mark.parametrize(
    ("name", "indicator"),
    [
        ("规模以上工业增加值", "industrial_value_added"),
        ("规上工业增加值增速", "industrial_value_added"),
        ("全部工业增加值", None),
        ("细颗粒物（PM2.5）平均浓度", "pm25"),
        ("地区生产总值（GDP）", "gdp"),
        ("“四上”企业", "four_above_enterprises"),
        ("办理县人大代表建议", "deputy_proposals"),
        ("办理人大代表建议、政协提案", "deputy_proposals"),
        ("新培育瞪羚、专精特新等企业", "specialised_smes_new"),
        ("市级重点项目总投资", "key_projects_investment"),
        ("涉海重点项目", None),
        ("民生支出占一般公共预算支出的比重", "livelihood_share"),
        ("县级一般公共预算收入", "general_budget_revenue"),
        ("县域生产总值", "gdp"),
        ("争列省市重点项目", "key_projects"),
        ("发行用于园区建设的地方政府专项债券", "special_bonds"),
        ("新纳入国家科技型中小企业名录", "tech_smes"),
        ("认定国家级高新技术企业", "hightech_enterprises_new"),
        ("省级高新技术企业", None),
        ("市级以上科研平台", "innovation_platforms"),
        ("省级研发平台", None),
        ("限额内政府债务余额", "government_debt"),
        ("新增地区生产总值", None),
        ("数字经济", None),
        ("", None),
    ],
)
def test_name(name: str, indicator: str | None) -> None:
    assert LEXICON.resolve(name) == indicator


def test_patterns() -> None:
    def indicator(id_: str, name: str, *aliases: str) -> Indicator:
        return Indicator(
            id=id_,
            name=name,
            aliases=aliases,
            category="投资",
            unit_family="count",
            kind="annual",
            department="development",
            order=1,
        )

    lexicon = Lexicon.from_indicators(
        [
            indicator("a", "项目", "…级项目"),
            indicator("b", "投资", "{a}投资"),
            indicator("c", "奖", "获……奖"),
        ]
    )
    assert lexicon.resolve("省级项目") == "a"
    assert lexicon.resolve("市级、省级项目") is None  # … stays within one item of a list
    assert lexicon.resolve("项目投资") == "b"
    assert lexicon.resolve("获省级、市级奖") == "c"


def test_a_level_needs_a_unit_of_its_family() -> None:
    assert LEXICON.fits("gdp", "level", "亿元")
    assert not LEXICON.fits("gdp", "level", "个")
    assert LEXICON.fits("gdp", "yoy", "%")
    assert not LEXICON.fits("forest_coverage", "level", "万亩")
