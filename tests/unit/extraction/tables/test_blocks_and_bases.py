"""Heads and titles that say together what each figure is: sums of months, bases of indices, blocks with heads of their own."""

from __future__ import annotations

import pytest

from briefing.extraction.tables import read_tables
from briefing.sources import documents, read_bytes
from tests.unit.extraction.tables.build import facts, lexicon, sheet, text


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
    (seen,) = read_tables(sheet(rows, name=name), lexicon()).observations
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


def test_years_in_two_panels() -> None:
    rows = [
        ["云岭县主要年份粮食产量"],
        ["年份", "粮食产量（万吨）", None, "年份", "粮食产量（万吨）", None],
        [None, None, "#稻谷", None, None, "#稻谷"],
        ["1952", 37.2, 28.1, "1991", 88.9, 72.5],
    ]
    found = facts(sheet(rows, merged=["B2:C2", "E2:F2"]))
    assert found == [
        "粮食产量 [grain_output] level 37.2万吨 actual 1952",
        "粮食产量—稻谷 level 28.1万吨 actual 1952",
        "粮食产量 [grain_output] level 88.9万吨 actual 1991",
        "粮食产量—稻谷 level 72.5万吨 actual 1991",
    ]


def test_rows_below_a_heading_that_says_what_is_counted() -> None:
    rows = [
        ["云岭县教育事业基本情况"],
        ["项目", "Item", 2006, 2007],
        ["学校数", "Number of Schools"],
        ["小学", "Primary Schools", 8754, 7990],
        ["专任教师", "Number of Teachers"],
        ["小学", "Primary Schools", 113724, 119831],
    ]
    assert [line.split()[0] for line in facts(sheet(rows))] == [
        *["学校数—小学"] * 2,
        *["专任教师—小学"] * 2,
    ]


def test_a_part_of_a_budget_column_is_of_the_same_budget() -> None:
    rows = [
        ["云岭县2015年“三公”经费表（单位：万元）"],
        ["项目", "本年预算数", "其中：公共预算拨款"],
        ["合计", 34.35, 30.1],
        ["公务接待费", 1.7, 1.5],
    ]
    assert facts(sheet(rows))[1::2] == [
        "“三公”经费—合计（公共预算拨款） level 30.1万元 target 2015",
        "公务接待费（公共预算拨款） level 1.5万元 target 2015",
    ]


def test_flattened_cells_with_strokes_and_dashes() -> None:
    closed = "云岭县2021年支出表\n单位:万元\n项目 |\n预算数 |\n合计 |\n44 |\n公务接待费 |\n32 |\n"
    assert [line.split(" ", 1)[1] for line in facts(text(closed))] == [
        "level 44万元 target 2021",
        "level 32万元 target 2021",
    ]
    parted = "云岭县2018年水泥产量\n月份 | 产量（万吨） | 同比%\n1-2月 | 22.5 | 4.1\n3月 | 15.7 | -15.6\n"
    assert [line.split(" ", 1)[1] for line in facts(text(parted))] == [
        "level 22.5万吨 actual 2018M01-M02",
        "yoy 4.1% actual 2018M01-M02",
        "level 15.7万吨 actual 2018M03",
        "yoy -15.6% actual 2018M03",
    ]
    dashed = (
        "云岭县2022年主要指标\n指标\n单位\n绝对数\n增长%\n社会消费品零售总额\n亿元\n47.1\n-1.0\n"
        "固定资产投资\n—\n—\n10.2\n地区生产总值\n亿元\n113.8\n0.9\n"
    )
    assert "固定资产投资 [fixed_asset_investment] yoy 10.2% actual 2022" in facts(text(dashed))


def test_parts_that_nothing_marks_are_told_by_standing_below_several_wholes() -> None:
    rows = [
        ["云岭市2021年10月交通运输"],
        ["指标", "单位", "10月", "1-10月"],
        ["全社会货运量", "万吨", 30, 281],
        ["公路", "万吨", 16, 150],
        ["水路", "万吨", 13, 129],
        ["全社会客运量", "万人", 2, 23],
        ["公路", "万人", 1, 20],
        ["邮电业务总量", "亿元", 6, 58],
    ]
    assert [line.split()[0] for line in facts(sheet(rows))][::2] == [
        "全社会货运量",
        "公路货运量",
        "水路货运量",
        "全社会客运量",
        "公路客运量",
        "邮电业务总量",
    ]
    named = [
        ["云岭市2021年1-4月客货运输量"],
        ["指标", "累计", "同比增长（%）"],
        ["客运量（万人）", 281.1, 0.4],
        ["铁路", 21.1, 11.0],
        ["货运量（万吨）", 301.1, 7.5],
        ["民航（吨）", 331, 10.0],
    ]
    assert facts(sheet(named))[2] == "铁路客运量 level 21.1万人 actual 2021M01-M04"


def test_a_unit_below_a_head_over_several_columns_is_of_all_of_them() -> None:
    rows = [
        ["云岭市户数和人口数（2010年）"],
        ["地区", "总户数", "总人口", None],
        [None, "（万户）", "（万人）", "男性"],
        ["东湖区", 22.1, 65.1, 32.2],
    ]
    assert facts(sheet(rows, merged=["C2:D2"])) == [
        "总户数 level 22.1万户 actual 2010 @东湖区",
        "总人口 level 65.1万人 actual 2010 @东湖区",
        "总人口—男性 level 32.2万人 actual 2010 @东湖区",
    ]


def test_a_table_that_goes_on_has_the_title_of_the_one_before() -> None:
    rows = [
        ["9-2 城市居民消费价格分类指数", None],
        ["(上年=100)", None],
        ["项目", "2013"],
        ["一、食品", 104.1],
        ["9-2 续表", None],
        ["(上年=100)", None],
        ["项目", "2013"],
        ["三、衣着", 103.3],
    ]
    merged = ["A1:B1", "A2:B2", "A5:B5", "A6:B6"]
    assert facts(sheet(rows, merged=merged)) == [
        "食品城市居民消费价格分类指数 level 104.1 actual 2013",
        "衣着城市居民消费价格分类指数 level 103.3 actual 2013",
    ]


def test_rows_that_every_fund_has_are_named_by_the_fund() -> None:
    rows = [
        ["云岭县2023年职工基本养老保险基金收支预算表（单位：万元）"],
        ["项目", "2023年预算数"],
        ["一、基本养老保险费收入", 98],
        ["二、利息收入", 15],
        ["三、本年收入合计", 113],
    ]
    assert [line.split()[0] for line in facts(sheet(rows))] == [
        "基本养老保险费收入",
        "职工基本养老保险基金—利息收入",
        "职工基本养老保险基金—本年收入合计",
    ]


def test_a_head_of_nothing_but_signs_of_rise_is_a_growth() -> None:
    flat = "云岭市2021年前三季度\n2021年1-9月主要指标\n指标\n单位\n累计\n±%\n零售总额\n亿元\n92.6\n17.7\n固定资产投资\n亿元\n―\n12.2\n"
    assert facts(text(flat))[-1].endswith("yoy 12.2% actual 2021M01-M09")


def test_heads_whose_words_stand_in_rows_of_their_own() -> None:
    rows = [
        ["云岭省非公有工业主要经济指标（2002年，单位：万元）"],
        ["类别", "工 业", "工 业"],
        [None, "总 产 值", "增 加 值"],
        ["轻工业", 24290, 6816],
    ]
    assert [line.split()[0] for line in facts(sheet(rows))] == [
        "轻工业总产值",
        "轻工业增加值",
    ]


def test_flattened_income_with_its_sources() -> None:
    flat = (
        "2017年一季度云岭县居民收入\n指标\n水平（元）\n名义增速（%）\n(一)城镇居民人均可支配收入\n9986\n7.9\n"
        "按收入来源分：\n工资性收入\n6132\n7.9\n"
    )
    assert [line.split()[0] for line in facts(text(flat))] == [
        *["城镇居民人均可支配收入"] * 2,
        *["工资性收入"] * 2,
    ]
