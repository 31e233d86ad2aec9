"""Where tables stand in a sheet, and what their heads and blocks say together."""

from __future__ import annotations

import io

import openpyxl
import pytest

from briefing.extraction import unread_lines
from briefing.extraction.tables import read_tables
from briefing.sources import documents, read_bytes
from tests.unit.extraction.tables.build import facts, lexicon, sheet

FORM = [
    ["DEBT_T_XXGK", "AND T.AD_CODE=65", None, None, None],
    ["AD_CODE#", "AD_NAME#", "YBXE#", "ZXXE#", None],
    [None, "二○二四年云岭市政府债务限额及余额情况表"],
    [None, None, None, None, "单位：亿元"],
    ["编码", "行政区划名称", "政府债务限额", None, "政府债务余额"],
    [None, None, "合计", "一般债务", "合计"],
    ["65", "云岭市", 30, 10, 20],
    ["6501", "云岭市本级", 12, 4, 8],
    ["6502", "东湖区", 18, 6, 12],
]


def test_a_form_with_machine_rows_a_title_in_column_b_and_codes() -> None:
    found = facts(sheet(FORM, name="云岭市.xlsx", merged=["C5:D5", "A5:A6", "B5:B6"]))
    assert found == [
        "政府债务限额—合计 level 30亿元 actual 2024",
        "政府债务限额—一般债务 level 10亿元 actual 2024",
        "政府债务余额—合计 [government_debt] level 20亿元 actual 2024",
        "政府债务限额—合计 level 12亿元 actual 2024 @云岭市本级",
        "政府债务限额—一般债务 level 4亿元 actual 2024 @云岭市本级",
        "政府债务余额—合计 level 8亿元 actual 2024 @云岭市本级",
        "政府债务限额—合计 level 18亿元 actual 2024 @东湖区",
        "政府债务限额—一般债务 level 6亿元 actual 2024 @东湖区",
        "政府债务余额—合计 [government_debt] level 12亿元 actual 2024 @东湖区",
    ]


def test_rows_of_one_name_take_their_fund() -> None:
    rows = [
        ["云岭县2025年社会保险基金收入预算表（单位：万元）"],
        ["项目", "2025年预算数"],
        ["一、居民养老保险基金收入", 30],
        ["利息收入", 10],
        ["财政补贴收入", 20],
        ["二、职工医疗保险基金收入", 40],
        ["利息收入", 40],
    ]
    assert facts(sheet(rows)) == [
        "居民养老保险基金收入 level 30万元 target 2025",
        "居民养老保险基金收入—利息收入 level 10万元 target 2025",
        "居民养老保险基金收入—财政补贴收入 level 20万元 target 2025",
        "职工医疗保险基金收入 level 40万元 target 2025",
        "职工医疗保险基金收入—利息收入 level 40万元 target 2025",
    ]


def test_rows_without_numbering_stand_under_what_they_add_up_to() -> None:
    rows = [
        ["云岭县2025年一般公共预算支出执行情况表（单位：万元）"],
        ["项目", "执行数"],
        ["人大事务", 130],
        ["行政运行", 100],
        ["人大会议", 30],
        ["政协事务", 95],
        ["行政运行", 70],
        ["政协会议", 25],
    ]
    assert [line.split()[0] for line in facts(sheet(rows))] == [
        "人大事务",
        "人大事务—行政运行",
        "人大会议",
        "政协事务",
        "政协事务—行政运行",
        "政协会议",
    ]


def test_a_growth_after_last_years_account_is_of_the_execution() -> None:
    rows = [
        ["云岭县2025年一般公共预算收入执行情况表（单位：万元）"],
        ["项目", "预算数", "执行数", "执行数为预算数%", "上年决算数", "执行数比上年+,-%"],
        ["税收收入", 100, 110, 110, 105, 4.8],
    ]
    assert facts(sheet(rows))[-2:] == [
        "税收收入 [tax_revenue] level 105万元 actual 2024",
        "税收收入 [tax_revenue] yoy 4.8% actual 2025",
    ]


def test_changes_without_a_unit_are_read_by_their_sums() -> None:
    rows = [
        ["云岭县“三公”经费预算表（单位：万元）"],
        ["项目", "2025年预算数", "2026年预算数", "比2025年预算数增减", "增减变动"],
        ["公务接待费", 400, 388, -12, -3],
        ["公务用车费", 200, 230, 30, 15],
    ]
    assert [line for line in facts(sheet(rows)) if "公务用车费" in line] == [
        "公务用车费 level 200万元 target 2025",
        "公务用车费 level 230万元 target 2026",
        "公务用车费增加 level 30万元 target 2026",
        "公务用车费 yoy 15% target 2026",
    ]


def test_a_level_of_government_in_the_title_is_the_area() -> None:
    rows = [
        ["云岭县本级2025年一般公共预算收入表（单位：万元）"],
        ["项目", "执行数"],
        ["税收收入", 110],
    ]
    assert facts(sheet(rows)) == ["税收收入 level 110万元 actual 2025 @县本级"]


def test_index_numbers_and_panels_bear_no_unit() -> None:
    index = [
        ["2025年云岭县居民消费价格指数"],
        ["以上年同期为100"],
        ["类别", "指数"],
        ["居民消费价格总指数", 99.5],
        ["食品烟酒", 97.6],
    ]
    assert facts(sheet(index, merged=["A2:B2"])) == [
        "居民消费价格总指数 level 99.5 actual 2025",
        "食品烟酒指数 level 97.6 actual 2025",
    ]
    panel = [
        ["year", "province", "county", "grain_output"],
        [2011, "山东省", "云岭县", 165385],
        [2012, "山东省", "云岭县", 170001],
    ]
    assert facts(sheet(panel, name="panel.xlsx")) == [
        "grain_output level 165385 actual 2011 @云岭县",
        "grain_output level 170001 actual 2012 @云岭县",
    ]


def test_a_panels_units_stand_in_a_sheet_beside_it() -> None:
    book = openpyxl.Workbook()
    panel = book.active
    assert panel is not None
    for row in (["year", "county", "grain_output", "beds"], [2011, "云岭县", 165385, 40]):
        panel.append(row)
    names = book.create_sheet("指标说明")
    for said in (["变量名", "中文名", "单位"], ["grain_output", "粮食产量", "吨"]):
        names.append(said)
    stored = io.BytesIO()
    book.save(stored)
    first = documents(read_bytes("panel.xlsx", stored.getvalue()))[0]
    assert facts(first) == [
        "grain_output level 165385吨 actual 2011 @云岭县",
        "beds level 40 actual 2011 @云岭县",
    ]


def test_cells_with_more_than_a_number() -> None:
    rows = [
        ["云岭县2025年主要指标（亿元、%）"],
        ["指标", "全年"],
        ["一般公共预算收入", "57.1亿元（增长2.2%）"],
        ["固定资产投资", "88.5*"],
        ["地区生产总值", "620.4（快报）"],
    ]
    assert facts(sheet(rows)) == [
        "一般公共预算收入 [general_budget_revenue] level 57.1亿元 actual 2025",
        "一般公共预算收入 [general_budget_revenue] yoy 2.2% actual 2025",
        "固定资产投资 [fixed_asset_investment] level 88.5亿元 actual 2025",
        "地区生产总值 [gdp] level 620.4亿元 actual 2025",
    ]


def test_a_day_of_publication_is_no_period() -> None:
    rows = [
        ["二〇二五年云岭县一般公共预算收入表"],
        ["发布日期：2026-02-08", None, "单位：万元"],
        ["项目", "执行数", "备注"],
        ["税收收入", 110, "正常"],
    ]
    assert facts(sheet(rows)) == ["税收收入 [tax_revenue] level 110万元 actual 2025"]


def test_what_is_not_read_is_counted_and_said() -> None:
    rows = [
        ["云岭县2025年主要指标"],
        ["指标", "单位", "全年", "较上月"],
        ["固定资产投资", "亿元", 20.5, 1.5],
        ["地区生产总值", "亿元", 100.5, 2.5],
    ]
    (unread,) = read_tables(sheet(rows), lexicon()).unread
    assert [(cell.text, cell.place) for cell in unread.cells] == [
        ("1.5", "Sheet!D3"),
        ("2.5", "Sheet!D4"),
    ]
    assert list(unread_lines([unread])) == [
        "表1：4个数字中2个没有读出（看不出是数额还是增减率，如Sheet!D3）"
    ]


def test_rows_that_say_their_year_have_it_with_their_parts() -> None:
    rows = [
        ["表3 云岭县地方政府债券发行及还本付息情况表（单位：亿元）"],
        ["项目", "公式", "本地区", "本级"],
        ["一、2024年还本支出执行数", "F=G+H", 9, 4],
        ["（一）一般债券", "G", 5, 2],
        ["二、2025年还本支出预算数", "L=M+O", 7, 3],
        ["（一）一般债券", "M", 4, 2],
    ]
    assert facts(sheet(rows)) == [
        "还本支出 level 9亿元 actual 2024",
        "还本支出 level 4亿元 actual 2024 @本级",
        "还本支出—一般债券 level 5亿元 actual 2024",
        "还本支出—一般债券 level 2亿元 actual 2024 @本级",
        "还本支出 level 7亿元 target 2025",
        "还本支出 level 3亿元 target 2025 @本级",
        "还本支出—一般债券 level 4亿元 target 2025",
        "还本支出—一般债券 level 2亿元 target 2025 @本级",
    ]


def test_a_verb_in_a_name_makes_no_growth_of_money() -> None:
    rows = [
        ["2026年云岭县一般公共预算支出表（单位：万元）"],
        ["科目编码", "科目名称", "2026年预算数", "2026年增减变化", None],
        [None, None, None, "金额", "比例"],
        ["21111", "污染减排", 725, 25, "3.6%"],
    ]
    assert facts(sheet(rows, merged=["D2:E2", "A2:A3", "B2:B3", "C2:C3"])) == [
        "污染减排 level 725万元 target 2026",
        "污染减排增加 level 25万元 target 2026",
        "污染减排 yoy 3.6% target 2026",
    ]


def test_a_growth_between_two_years_and_levels_below_a_row() -> None:
    years = [
        ["云岭县主要年份指标"],
        ["指标", "计量单位", 2010, 2020, "2020年比2010年增长（倍）"],
        ["地区生产总值", "亿元", 80, 200, 1.5],
    ]
    assert facts(sheet(years))[-1] == "地区生产总值 [gdp] multiple 1.5倍 actual 2010-2020"
    levels = [
        ["2026年云岭市政府债务计划表（单位：万元）"],
        ["项目", "金额"],
        ["一、全市政府债务限额", 30],
        ["其中：市本级", 20],
    ]
    assert facts(sheet(levels, name="云岭市.xlsx")) == [
        "政府债务限额 level 30万元 target 2026",
        "政府债务限额 level 20万元 target 2026 @市本级",
    ]


def test_a_sum_may_stand_in_the_column_of_codes_or_of_sorts() -> None:
    account = [
        ["支出决算表（单位：万元）"],
        ["功能分类科目编码", "科目名称", "2024年决算数"],
        ["合计", None, 110],
        ["201", "一般公共服务支出", 30],
        ["205", "教育支出", 80],
    ]
    assert facts(sheet(account, merged=["A3:B3"]))[0] == "支出 level 110万元 actual 2024"
    bonds = [
        ["2025年新增债券安排项目（单位：万元）"],
        ["类别", "项目", "金额"],
        ["教育", "一中迁建", 100],
        [None, "小计", 100],
        ["合计", None, 100],
    ]
    assert [line.split()[0] for line in facts(sheet(bonds))] == [
        "一中迁建",
        "教育—小计",
        "新增债券安排项目—合计",
    ]


def test_a_blank_head_below_a_group_takes_nothing_from_its_neighbour() -> None:
    rows = [
        ["云岭市2024年债务限额及余额表（单位：亿元）"],
        ["地区", "债务限额", None, "债务余额", None],
        [None, None, "专项债务", None, "专项债务"],
        ["公式", "A=B+C", "C", "D=E+F", "F"],
        ["一、东湖区", 9, 5, 8, 4],
    ]
    merged = ["A2:A3", "B2:C2", "D2:E2"]
    assert facts(sheet(rows, name="云岭市.xlsx", merged=merged)) == [
        "债务限额 level 9亿元 actual 2024 @东湖区",
        "专项债务限额 level 5亿元 actual 2024 @东湖区",
        "债务余额 level 8亿元 actual 2024 @东湖区",
        "专项债务余额 level 4亿元 actual 2024 @东湖区",
    ]


def test_sums_of_two_sides_say_which() -> None:
    rows = [
        ["云岭县2025年财政收支平衡表（单位：万元）"],
        ["收入项目", "预算数", "支出项目", "预算数"],
        ["税收收入", 100, "教育支出", 100],
        ["总计", 100, "总计", 100],
    ]
    assert [line.split()[0] for line in facts(sheet(rows))][-2:] == ["收入总计", "支出总计"]


def test_a_balance_is_called_one_whatever_its_row_leaves_out() -> None:
    rows = [
        ["云岭县2024年政府债务表（单位：亿元）"],
        ["项目", "上年末余额", "年末余额"],
        ["一般债务", 10, 11],
        ["政府债务余额", 30, 34],
    ]
    assert facts(sheet(rows)) == [
        "一般债务余额 level 10亿元 actual 2023",
        "一般债务余额 level 11亿元 actual 2024",
        "政府债务余额 [government_debt] level 30亿元 actual 2023",
        "政府债务余额 [government_debt] level 34亿元 actual 2024",
    ]


def test_an_index_under_a_growth_is_no_growth() -> None:
    rows = [
        ["云岭县2025年1-9月主要经济指标"],
        ["指标", "单位", "1-9月", "同比增长（%）"],
        ["居民消费价格指数", "%", "-", 99.8],
        ["固定资产投资", "亿元", "-", -3.4],
    ]
    assert facts(sheet(rows)) == [
        "居民消费价格指数 level 99.8 actual 2025M01-M09",
        "固定资产投资 [fixed_asset_investment] yoy -3.4% actual 2025M01-M09",
    ]


def test_a_table_whose_right_half_stands_on_the_next_page_is_one() -> None:
    left = [["项目", "东湖区"], *([f"补助{n}", n] for n in range(1, 6))]
    right = [["西山区"], *([10 * n] for n in range(1, 6))]
    page = "".join(
        "<p>{}</p><table>{}</table>".format(
            line,
            "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows),
        )
        for line, rows in (
            ("2026年云岭市本级转移支付预算表", left),
            ("单位：万元", [[row[0], ""] for row in right]),
        )
    )
    (found,) = documents(read_bytes("云岭市.html", f"<html><body>{page}</body></html>".encode()))
    assert {
        "补助1 level 1万元 target 2026 @东湖区",
        "补助1 level 10万元 target 2026 @西山区",
        "补助5 level 50万元 target 2026 @西山区",
    } <= set(facts(found))


def test_a_cell_that_is_a_table_of_one_cell_is_a_cell() -> None:
    rows = "<tr><td>指标</td><td>比上年增长（%）</td></tr><tr><td>居住</td><td>-0.2</td></tr>"
    last = "<tr><td>衣着</td><td><table><tr><td>0.7</td></tr></table></td></tr>"
    page = f"<p>2025年云岭县居民消费价格</p><table>{rows}{last}</table>"
    (found,) = documents(read_bytes("云岭县.html", f"<html><body>{page}</body></html>".encode()))
    assert facts(found) == ["居住价格 yoy -0.2% actual 2025", "衣着价格 yoy 0.7% actual 2025"]


def test_what_is_carried_over_is_of_the_year_it_stands_in() -> None:
    rows = [
        ["2025年云岭县社会保险基金预算支出执行情况表"],
        ["单位 万元"],
        ["项目", "预算数", "执行数", None],
        [None, None, "当年支出", "结转下年"],
        ["养老保险基金支出", 9, 7, 2],
    ]
    assert facts(sheet(rows, merged=["A3:A4", "B3:B4", "C3:D3"])) == [
        "养老保险基金支出 level 9万元 target 2025",
        "养老保险基金支出 level 7万元 actual 2025",
        "养老保险基金支出（结转下年） level 2万元 actual 2025",
    ]


def test_terms_head_columns_and_are_no_figures() -> None:
    rows = [
        ["2025年云岭县政府债务期限结构表（单位：亿元）"],
        ["债务类型", "期末余额", "1-3年", "5年以上"],
        ["一般债务", 4, 1, 3],
    ]
    assert facts(sheet(rows)) == [
        "一般债务余额 level 4亿元 actual 2025",
        "一般债务（1-3年） level 1亿元 actual 2025",
        "一般债务（5年以上） level 3亿元 actual 2025",
    ]


def test_names_in_the_second_of_two_columns_of_texts() -> None:
    rows = [
        ["2026年云岭县专项资金预算安排表（单位：万元）"],
        ["专项资金", "政府预算项目", "年初预算"],
        ["一、支持经济发展资金", None, 20],
        [None, "产业引领专项", 15],
        [None, "成果转化专项", 5],
    ]
    assert facts(sheet(rows)) == [
        "支持经济发展资金 level 20万元 target 2026",
        "产业引领专项资金 level 15万元 target 2026",
        "成果转化专项资金 level 5万元 target 2026",
    ]


def test_a_dated_row_keeps_its_brackets_and_a_rule_named_by_a_year_is_no_date() -> None:
    rows = [
        ["云岭县债务表（单位：万元）"],
        ["项目", "金额"],
        ["一、2025年政府债券发行（转贷）额", 24],
        ["二、2008年及以后下放人员补助", 3],
    ]
    assert facts(sheet(rows, name="云岭县2024年.xlsx")) == [
        "政府债券发行（转贷）额 level 24万元 actual 2025",
        "2008年及以后下放人员补助 level 3万元 actual 2024",
    ]


@pytest.mark.parametrize(
    ("cell", "beside", "read", "why"),
    [
        ("▲7.4", "5.1", [], "▲表示增还是减，表里看不出"),
        ("▲7.4", "▼5.1", ["7.4", "-5.1"], ""),  # here it can only say a rise
        ("▲7.4", "-5.1", ["7.4", "-5.1"], ""),
        ("5 58.3", "5.1", [], "不知道是一个数还是几个数"),
        ("558.0568.2", "5.1", [], "不知道是一个数还是几个数"),
    ],
)
def test_a_cell_that_says_two_things_is_not_read_and_said(
    cell: str, beside: str, read: list[str], why: str
) -> None:
    rows = [
        ["云岭县2024年主要指标", "", ""],
        ["指标", "2024年增长（%）", "2023年增长（%）"],
        ["固定资产投资", cell, beside],
        ["工业投资", "1.5", "1.2"],
    ]
    made = read_tables(sheet(rows), lexicon())
    told = [str(each.value) for each in made.observations if each.name == "固定资产投资"]
    assert told == (read or [beside])
    assert [each.reason for one in made.unread for each in one.cells] == ([why] if why else [])
