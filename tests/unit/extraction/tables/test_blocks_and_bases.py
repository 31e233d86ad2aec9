"""Heads and titles that say together what each figure is: sums of months, bases of indices, blocks with heads of their own."""

from __future__ import annotations

import pytest

from briefing.extraction.tables import table_observations
from briefing.sources import documents, read_bytes
from tests.unit.extraction.tables.build import facts, lexicon, sheet


def test_this_and_last_periods_figures_below_the_month_and_the_sum_up_to_it() -> None:
    rows = [
        ["云岭市2023年9月财政收入完成情况表（单位：万元）"],
        ["科目", "年度预算", "累计", None, None, "当月", None, "本期累计为预算%"],
        [None, None, "本期", "同期", "增减额", "本期", "同期", None],
        ["契税", 130, 90, 100, -10, 12, 10, 69.2],
    ]
    assert facts(sheet(rows, merged=["C2:E2", "F2:G2"])) == [
        "契税 level 130万元 target 2023",
        "契税 level 90万元 actual 2023M01-M09",
        "契税 level 100万元 actual 2022M01-M09",
        "契税减少 level 10万元 actual 2023M01-M09",
        "契税 level 12万元 actual 2023M09",
        "契税 level 10万元 actual 2022M09",
        "契税为预算 ratio 69.2% actual 2023M01-M09",
    ]


def test_indices_have_the_titles_name_and_say_another_base() -> None:
    rows = [
        ["云岭县2023年4月居民消费价格指数"],
        ["类别", "以上月价格为100", "以上年同期价格为100", None],
        [None, None, "本月", "至本月平均"],
        ["一、食品类", 101.2, 105.4, 103.2],
    ]
    assert facts(sheet(rows, merged=["C2:D2"])) == [
        "食品类居民消费价格指数（以上月价格为100） level 101.2 actual 2023M04",
        "食品类居民消费价格指数 level 105.4 actual 2023M04",
        "食品类居民消费价格指数 level 103.2 actual 2023M01-M04",
    ]


def test_blocks_with_heads_of_their_own_whose_first_column_has_none() -> None:
    rows = [
        ["1、生产总值"],
        [None, "6月", "1-6月累计", "累计"],
        [None, None, None, "增长%"],
        ["生产总值（亿元）", "——", 300, -6.5],
        ["第一产业", "——", 20, -2.1],
        ["注：绝对数按现行价计算。"],
        ["2、生产总值构成"],
        [None, "6月", "1-6月累计", "累计"],
        [None, None, None, "增减百分点"],
        ["第一产业", "——", 6.7, 0.1],
        ["3、企业效益"],
        [None, "5月", "1-5月累计", "累计"],
        [None, None, None, "增长%"],
        ["亏损面（%）", "——", 32.8, "10.1个百分点"],
    ]
    found = facts(sheet(rows, name="云岭市2020年6月统计资料.xlsx"))
    assert found == [
        "生产总值 [gdp] level 300亿元 actual 2020H1",
        "生产总值 [gdp] yoy -6.5% actual 2020H1",
        "第一产业 [gdp_primary] level 20亿元 actual 2020H1",
        "第一产业 [gdp_primary] yoy -2.1% actual 2020H1",
        "第一产业生产总值构成 ratio 6.7% actual 2020H1",
        "第一产业生产总值构成 pp 0.1个百分点 actual 2020H1",
        "亏损面 ratio 32.8% actual 2020M01-M05",
        "亏损面 pp 10.1个百分点 actual 2020M01-M05",
    ]


def test_parts_of_an_index_or_a_structure_are_one_of_it() -> None:
    rows = [
        ["云岭县总产出"],
        ["单位：亿元"],
        ["项目", 2013, 2014],
        ["总产出指数（上年=100）", 118.2, 110.5],
        ["第一产业", 104.4, 104.1],
        ["总产出构成（%）", 100, 100],
        ["第一产业", 5.1, 4.8],
    ]
    assert facts(sheet(rows))[2:] == [
        "第一产业总产出指数 level 104.4 actual 2013",
        "第一产业总产出指数 level 104.1 actual 2014",
        "总产出构成 ratio 100% actual 2013",
        "总产出构成 ratio 100% actual 2014",
        "第一产业总产出构成 ratio 5.1% actual 2013",
        "第一产业总产出构成 ratio 4.8% actual 2014",
    ]


def test_rows_that_nobody_can_tell_apart_without_the_sum_they_are_parts_of() -> None:
    rows = [
        ["云岭县2023年财政收入表（单位：万元）"],
        ["科目", "执行数"],
        ["1、企业所得税", 100],
        ["国税征收", 60],
        ["地税征收", 40],
        ["2、资源税", 7],
    ]
    assert [line.split()[0] for line in facts(sheet(rows))] == [
        "企业所得税",
        "企业所得税—国税征收",
        "企业所得税—地税征收",
        "资源税",
    ]


def test_an_appended_row_of_a_coming_year_with_its_parts() -> None:
    rows = [
        ["云岭县2019年债务限额表（单位：万元）"],
        ["项目", "本地区"],
        ["一、2019年新增债务限额", 30],
        ["附:提前下达的2020年新增债务限额", 10],
        ["其中:一般债务限额", 4],
        ["专项债务限额", 6],
    ]
    assert [line.split()[-1] for line in facts(sheet(rows))] == ["2019", "2020", "2020", "2020"]


@pytest.mark.parametrize(
    ("name", "line", "area"),
    [
        ("福建统计年鉴2008.xlsx", "8-17 各类粮食产量", "福建省"),
        ("表.xlsx", "（南京市2011年）", "南京市"),
        ("2-1.xlsx", "2020年1-6月绵阳主要经济指标", "绵阳市"),
        ("吉林统计年鉴2008.xlsx", "各类粮食产量", ""),  # the province or the city
    ],
)
def test_places_named_without_their_rank(name: str, line: str, area: str) -> None:
    rows = [[line], ["单位：万吨"], ["项目", "2007年"], ["稻谷", 5.1]]
    (seen,) = table_observations(sheet(rows, name=name), lexicon())
    assert (seen.name, seen.area) == ("稻谷", area)


def test_english_beside_the_chinese_says_nothing() -> None:
    page = (
        "<h1>福建统计年鉴2008</h1><table><tr><td colspan=3>各类粮食产量</td></tr>"
        "<tr><td colspan=3>output of grain</td></tr>"
        "<tr><td>单位:万吨</td><td></td><td>(10000 tons)</td></tr>"
        "<tr><td>项目</td><td>item</td><td>2007</td></tr>"
        "<tr><td>合计</td><td>total</td><td>635.06</td></tr></table>"
    )
    (document,) = documents(read_bytes("a.html", page.encode()))
    assert facts(document) == ["各类粮食产量 [grain_output] level 635.06万吨 actual 2007"]
