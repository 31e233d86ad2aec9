"""Bureaus' workbooks: what columns, merged headers, marks and notes make of figures."""

from __future__ import annotations

from briefing.extraction.tables import read_tables
from tests.unit.extraction.tables.build import facts, lexicon, sheet


def test_monthly_table_with_merged_header() -> None:
    seen = sheet(
        [
            ["云岭县2024年1—5月主要经济指标完成情况"],
            [None, None, None, None, None, None, None, None, None, "单位：亿元、%"],
            [
                "指标名称",
                "计量单位",
                "1—5月",
                None,
                None,
                "较上期±百分点",
                "年度目标",
                "占年度目标%",
                "全市位次",
                "责任单位",
            ],
            [None, None, "本月", "累计", "同比（±%）"],
            ["地区生产总值*", "亿元", "—", 170.3, 2.9, "-1.2", "6.5%左右", None, 3, "发改局"],
            ["    其中：第一产业*", "亿元", None, 0.2, -0.8],
            ["固定资产投资", "亿元", "—", "—", 10.3, 0.5, 5.5, None, 2],
            ["  其中：工业投资", "亿元", 1.5, 12.25, -5.1],
            ["        第一产业", "亿元", None, None, -20.1],
            ["未公开的指标", "亿元", 1, 2, 3, 4, 5, 6, 7],
            ["社会消费品零售总额", "亿元", 40.1, 206.7, -3.8, None, 558, 37.5],
            ["#汽车类", "亿元", 4.1, 20.7, -13.8],
            ["税收占比", "%", 78.4, 79.7, 0.3],
            ["注：带*的指标为季度数。"],
        ],
        merged=["A1:J1", "A3:A4", "B3:B4", "C3:E3"],
        hidden_rows=[10],
    )
    assert facts(seen) == [
        "地区生产总值 [gdp] level 170.3亿元 actual 2024Q1",
        "地区生产总值 [gdp] yoy 2.9% actual 2024Q1",
        "地区生产总值 [gdp] pp -1.2个百分点 actual 2024Q1",
        "地区生产总值 [gdp] yoy 6.5% approx target 2024",
        "地区生产总值 [gdp] rank 3 actual 2024Q1",
        "第一产业 [gdp_primary] level 0.2亿元 actual 2024Q1",
        "第一产业 [gdp_primary] yoy -0.8% actual 2024Q1",
        "固定资产投资 [fixed_asset_investment] yoy 10.3% actual 2024M01-M05",
        "固定资产投资 [fixed_asset_investment] pp 0.5个百分点 actual 2024M01-M05",
        # A target beside a growth and no level at all is one of growth, whatever the unit of the row.
        "固定资产投资 [fixed_asset_investment] yoy 5.5% target 2024",
        "固定资产投资 [fixed_asset_investment] rank 2 actual 2024M01-M05",
        "工业投资 [industrial_investment] level 1.5亿元 actual 2024M05",
        "工业投资 [industrial_investment] level 12.25亿元 actual 2024M01-M05",
        "工业投资 [industrial_investment] yoy -5.1% actual 2024M01-M05",
        # 第一产业 of an investment is no part of the gross product.
        "第一产业投资 yoy -20.1% actual 2024M01-M05",
        "社会消费品零售总额 [retail_sales] level 40.1亿元 actual 2024M05",
        "社会消费品零售总额 [retail_sales] level 206.7亿元 actual 2024M01-M05",
        "社会消费品零售总额 [retail_sales] yoy -3.8% actual 2024M01-M05",
        "社会消费品零售总额 [retail_sales] level 558亿元 target 2024",
        "社会消费品零售总额占年度目标 [retail_sales] ratio 37.5% actual 2024M01-M05",
        "汽车类零售总额 level 4.1亿元 actual 2024M05",
        "汽车类零售总额 level 20.7亿元 actual 2024M01-M05",
        "汽车类零售总额 yoy -13.8% actual 2024M01-M05",
        "税收占比 [tax_share] ratio 78.4% actual 2024M05",
        "税收占比 [tax_share] ratio 79.7% actual 2024M01-M05",
        "税收占比 [tax_share] pp 0.3个百分点 actual 2024M01-M05",
    ]


def test_a_figure_names_its_cell_and_quotes_its_row() -> None:
    seen = sheet(
        [
            ["云岭县2024年上半年主要指标"],
            ["指标", "单位", "上半年", "同比±%"],
            ["进出口总额", "亿元", "1,234.50", -2.5],
        ]
    )
    level, growth = read_tables(seen, lexicon()).observations
    assert (str(level.value), level.source.place, growth.source.place) == (
        "1234.50",
        "Sheet!C3",
        "Sheet!D3",
    )
    assert level.source.quote == growth.source.quote == "进出口总额亿元1,234.50-2.5"
    assert seen.reading.text[level.source.start : level.source.end] == "1,234.50"


def test_both_sides_of_a_budget() -> None:
    seen = sheet(
        [
            ["云岭县2024年1-5月财政收支情况表"],
            ["单位：万元"],
            [
                "收入项目",
                "上年决算",
                "年初预算",
                "调整预算",
                "本月",
                "累计",
                "为预算%",
                "同比%",
                "支出项目",
                "年初预算",
                "累计",
                "为预算%",
                "同比%",
            ],
            [
                "一般公共预算收入",
                "567,393",
                "604,300",
                604300,
                45123,
                "251,300",
                41.6,
                0.7,
                "一般公共预算支出",
                "700,000",
                "300,123",
                42.9,
                -2.4,
            ],
            [
                "（一）税收收入",
                None,
                None,
                None,
                30000,
                None,
                None,
                None,
                "教育支出",
                None,
                "60,000",
                None,
                "（5.5）",
            ],
        ]
    )
    assert facts(seen) == [
        "一般公共预算收入 [general_budget_revenue] level 567393万元 actual 2023",
        "一般公共预算收入 [general_budget_revenue] level 604300万元 target 2024",
        "一般公共预算收入 [general_budget_revenue] level 604300万元 target 2024",
        "一般公共预算收入 [general_budget_revenue] level 45123万元 actual 2024M05",
        "一般公共预算收入 [general_budget_revenue] level 251300万元 actual 2024M01-M05",
        "一般公共预算收入为预算 [general_budget_revenue] ratio 41.6% actual 2024M01-M05",
        "一般公共预算收入 [general_budget_revenue] yoy 0.7% actual 2024M01-M05",
        "一般公共预算支出 [general_budget_expenditure] level 700000万元 target 2024",
        "一般公共预算支出 [general_budget_expenditure] level 300123万元 actual 2024M01-M05",
        "一般公共预算支出为预算 [general_budget_expenditure] ratio 42.9% actual 2024M01-M05",
        "一般公共预算支出 [general_budget_expenditure] yoy -2.4% actual 2024M01-M05",
        "税收收入 [tax_revenue] level 30000万元 actual 2024M05",
        "教育支出 level 60000万元 actual 2024M01-M05",
        "教育支出 yoy -5.5% actual 2024M01-M05",
    ]


def test_execution_and_draft_budget_and_its_total() -> None:
    seen = sheet(
        [
            ["表2 云岭县一般公共预算收入2023年决算和2024年预算表", None, None, "单位：万元"],
            ["科目", "2023年决算数", "2024年预算数", "增长%"],
            ["税收收入", 1200, 1260, 5],
            ["合计", 1500, 1590, 6],
        ]
    )
    assert facts(seen) == [
        "税收收入 [tax_revenue] level 1200万元 actual 2023",
        "税收收入 [tax_revenue] level 1260万元 target 2024",
        "税收收入 [tax_revenue] yoy 5% target 2024",
        "一般公共预算收入 [general_budget_revenue] level 1500万元 actual 2023",
        "一般公共预算收入 [general_budget_revenue] level 1590万元 target 2024",
        "一般公共预算收入 [general_budget_revenue] yoy 6% target 2024",
    ]
    assert [seen.vintage for seen in read_tables(seen, lexicon()).observations][:3] == [
        "final",
        None,
        None,
    ]


def test_districts_side_by_side() -> None:
    seen = sheet(
        [
            ["桐江市2024年上半年各区县主要经济指标"],
            ["区县", "地区生产总值", None, None, "固定资产投资", "一般公共预算收入", None],
            [None, "总量（亿元）", "增速（%）", "位次", "增速（%）", "总量（亿元）", "同比（%）"],
            ["全市", 6324.1, 5.7, None, 5.5, 560.1, 3.1],
            ["东湖区", 1100.2, 5.1, 3, 4.4, 100.1, 2.2],
            ["桐江高新区", 800.5, 6.2, 1, 8.4, 90.3, 3.7],
        ],
        name="桐江市.xlsx",
        merged=["A1:G1", "A2:A3", "B2:D2", "F2:G2"],
    )
    found = facts(seen)
    assert found[:3] == [
        "地区生产总值 [gdp] level 6324.1亿元 actual 2024H1",
        "地区生产总值 [gdp] yoy 5.7% actual 2024H1",
        "固定资产投资 [fixed_asset_investment] yoy 5.5% actual 2024H1",
    ]
    assert "地区生产总值 [gdp] rank 3 actual 2024H1 @东湖区" in found
    assert "一般公共预算收入 [general_budget_revenue] yoy 3.7% actual 2024H1 @桐江高新区" in found
    assert len(found) == 5 + 6 + 6


def test_areas_as_columns() -> None:
    seen = sheet(
        [
            ["2024年主要指标对比"],
            ["指标", "单位", "云岭县", "青云县"],
            ["地区生产总值", "亿元", 100, 120],
            ["同比增长", "%", 5.5, 6],
        ]
    )
    assert facts(seen) == [
        "地区生产总值 [gdp] level 100亿元 actual 2024",
        "地区生产总值 [gdp] level 120亿元 actual 2024 @青云县",
        "地区生产总值 [gdp] yoy 5.5% actual 2024",
        "地区生产总值 [gdp] yoy 6% actual 2024 @青云县",
    ]


def test_towns_are_no_whole() -> None:
    seen = sheet(
        [
            ["云岭县2024年1-3月各镇街指标"],
            ["镇街", "固定资产投资（万元）", "同比（%）"],
            ["城关镇", 1234, 5.5],
            ["合计", 9876, 2.1],
        ]
    )
    assert facts(seen) == [
        "固定资产投资 level 1234万元 actual 2024Q1 @城关镇",
        "固定资产投资 yoy 5.5% actual 2024Q1 @城关镇",
        "固定资产投资 [fixed_asset_investment] level 9876万元 actual 2024Q1",
        "固定资产投资 [fixed_asset_investment] yoy 2.1% actual 2024Q1",
    ]


def test_the_title_names_what_reporting_bodies_are_compared_by() -> None:
    seen = sheet(
        [
            ["云岭县2024年上半年招商引资到位资金完成情况"],
            [None, None, "单位：万元"],
            ["单位", "年度目标", "完成"],
            ["发改局", 1000, 500],
        ]
    )
    assert facts(seen) == [
        "招商引资到位资金 level 1000万元 target 2024 @发改局",
        "招商引资到位资金 level 500万元 actual 2024H1 @发改局",
    ]


def test_years_as_rows_and_as_columns() -> None:
    rows = [
        ["年份", "地区生产总值（亿元）", "增速（%）"],
        [2019, 500.1, 6.5],
        ["2020年", 510.1, 3.5],
    ]
    assert facts(sheet([["云岭县历年主要指标"], *rows])) == [
        "地区生产总值 [gdp] level 500.1亿元 actual 2019",
        "地区生产总值 [gdp] yoy 6.5% actual 2019",
        "地区生产总值 [gdp] level 510.1亿元 actual 2020",
        "地区生产总值 [gdp] yoy 3.5% actual 2020",
    ]
    columns = [
        ["", 2019, 2020],
        ["地区生产总值（亿元）", 500.1, 510.1],
        ["  同比增长（%）", 6.5, 3.5],
    ]
    assert sorted(facts(sheet([["云岭县历年主要指标"], *columns]))) == sorted(
        facts(sheet([["云岭县历年主要指标"], *rows]))
    )


def test_a_name_in_two_columns() -> None:
    seen = sheet(
        [
            ["云岭县2024年上半年主要指标"],
            ["指标名称", None, "单位", "数值"],
            ["地区生产总值", "总量", "亿元", 100],
            [None, "增速", "%", 5.5],
            ["居民人均可支配收入", "城镇居民", "元", 30000],
            [None, "农村居民", "元", 10000],
        ]
    )
    assert facts(seen) == [
        "地区生产总值 [gdp] level 100亿元 actual 2024H1",
        "地区生产总值 [gdp] yoy 5.5% actual 2024H1",
        "城镇居民人均可支配收入 [income_urban] level 30000元 actual 2024H1",
        "农村居民人均可支配收入 [income_rural] level 10000元 actual 2024H1",
    ]


def test_the_state_of_data() -> None:
    seen = sheet(
        [
            ["云岭县2024年主要指标"],
            ["指标", "计量单位", "全年", "数据状态"],
            ["地区生产总值", "亿元", 100, "初步核算"],
            ["一般公共预算收入", "亿元", 10, "预计"],
        ]
    )
    assert facts(seen) == [
        "地区生产总值 [gdp] level 100亿元 actual 2024",
        "一般公共预算收入 [general_budget_revenue] level 10亿元 estimate 2024",
    ]


def test_industries_by_indicators() -> None:
    seen = sheet(
        [
            ["云岭县2023年规模以上工业企业主要指标"],
            ["行业", "企业单位数（个）", "营业收入（亿元）", "同比（%）"],
            ["采矿业", 3, 10.5, 1.1],
            ["合计", 53, 121.5, -0.5],
        ]
    )
    assert facts(seen) == [
        "采矿业企业单位数 level 3个 actual 2023",
        "采矿业营业收入 level 10.5亿元 actual 2023",
        "采矿业营业收入 yoy 1.1% actual 2023",
        "企业单位数 level 53个 actual 2023",
        "营业收入 level 121.5亿元 actual 2023",
        "营业收入 yoy -0.5% actual 2023",
    ]


def test_two_tables_on_one_sheet() -> None:
    seen = sheet(
        [
            ["云岭县2024年1-4月主要指标"],
            ["指标", "单位", "累计", "同比%"],
            ["固定资产投资", "亿元", 20.5, 3.5],
            [],
            ["云岭县2023年全年主要指标"],
            ["单位：万元"],
            ["指标", "全年", "比上年增减额"],
            ["一般公共预算收入", 50000, -1200],
        ]
    )
    assert facts(seen) == [
        "固定资产投资 [fixed_asset_investment] level 20.5亿元 actual 2024M01-M04",
        "固定资产投资 [fixed_asset_investment] yoy 3.5% actual 2024M01-M04",
        "一般公共预算收入 [general_budget_revenue] level 50000万元 actual 2023",
        "一般公共预算收入减少 level 1200万元 actual 2023",
    ]


def test_last_years_and_other_areas_figures_keep_their_own_time_and_area() -> None:
    seen = sheet(
        [
            ["云岭县2024年1-5月主要指标"],
            ["指标", "单位", "1-5月", "上年同期", "同比%", "全市同期"],
            ["固定资产投资", "亿元", 20.5, 19.5, 5.1, 3.3],
        ]
    )
    assert facts(seen) == [
        "固定资产投资 [fixed_asset_investment] level 20.5亿元 actual 2024M01-M05",
        "固定资产投资 [fixed_asset_investment] level 19.5亿元 actual 2023M01-M05",
        "固定资产投资 [fixed_asset_investment] yoy 5.1% actual 2024M01-M05",
        "固定资产投资 yoy 3.3% actual 2024M01-M05 @全市同期",
    ]


def test_hidden_columns_are_passed_over() -> None:
    rows = [
        ["云岭县2024年主要指标"],
        ["指标", "单位", "全年", "内部测算"],
        ["固定资产投资", "亿元", 20.5, 21.5],
    ]
    assert facts(sheet(rows, hidden_columns="D")) == [
        "固定资产投资 [fixed_asset_investment] level 20.5亿元 actual 2024"
    ]


def test_an_amount_without_a_unit_bears_no_id() -> None:
    rows = [
        ["云岭县2024年主要指标"],
        ["指标", "全年", "同比%"],
        ["固定资产投资", 20.5, 3.1],
        ["居民消费价格指数", 100.3, None],
    ]
    assert facts(sheet(rows)) == [
        "固定资产投资 level 20.5 actual 2024",
        "固定资产投资 [fixed_asset_investment] yoy 3.1% actual 2024",
        "居民消费价格指数 level 100.3 actual 2024",
    ]


def test_tables_of_people_and_of_projects_hold_no_observations() -> None:
    assert (
        facts(
            sheet([["云岭县人员表"], ["序号", "姓名", "年龄", "工资（元）"], [1, "某某", 30, 5000]])
        )
        == []
    )
    ledger = [
        ["云岭县2024年重点项目台账"],
        ["序号", "项目名称", "建设单位", "总投资（亿元）"],
        [1, "云岭大道", "城投公司", 12.5],
    ]
    assert facts(sheet(ledger)) == []
    sums = [*ledger, ["", "合计", "", 12.5]]
    assert facts(sheet(sums)) == [
        "重点项目总投资 [key_projects_investment] level 12.5亿元 actual 2024"
    ]


def test_what_a_heading_leaves_open_is_not_guessed() -> None:
    rows = [
        ["云岭县2024年1-5月主要指标"],
        ["指标", "单位", "累计", "增减", "序时进度%", "较上月", "比上月增长%", "位次变化", "增长"],
        ["固定资产投资", "亿元", 20.5, 1.5, 41.7, 0.5, 2.5, 1, 1234],
    ]
    assert facts(sheet(rows)) == [
        "固定资产投资 [fixed_asset_investment] level 20.5亿元 actual 2024M01-M05"
    ]


def test_a_growth_whose_row_is_in_percent() -> None:
    rows = [
        ["云岭县2024年1-10月主要指标"],
        ["指标", "单位", "10月", "1-10月", "增长（%）", "全市平均"],
        ["规模以上工业增加值", "%", None, None, 7.1, 6.5],
        ["城镇调查失业率", "%", 5.1, 5.2, -0.1, None],
    ]
    assert facts(sheet(rows)) == [
        "规模以上工业增加值 [industrial_value_added] yoy 7.1% actual 2024M01-M10",
        "规模以上工业增加值 yoy 6.5% actual 2024M01-M10 @全市平均",
        "城镇调查失业率 [unemployment_rate] ratio 5.1% actual 2024M10",
        "城镇调查失业率 [unemployment_rate] ratio 5.2% actual 2024M01-M10",
        "城镇调查失业率 [unemployment_rate] pp -0.1个百分点 actual 2024M01-M10",
    ]


def test_rows_under_a_heading_row() -> None:
    seen = sheet(
        [
            ["云岭县主要经济指标（2024年6月）"],
            ["指标", "单位", "本月止累计", "增速(%)"],
            ["一、地区生产总值(GDP)", "亿元", 325.6, 4.1],
            ["      第一产业", "亿元", 0.5, 1.1],
            ["二、规模以上工业", None, None, None],
            ["      工业增加值", "亿元", None, -16.2],
            ["      营业收入", "亿元", 80.1, -10.5],
            ["三、固定资产投资", "亿元", None, 7.1],
        ]
    )
    assert facts(seen) == [
        "地区生产总值(GDP) [gdp] level 325.6亿元 actual 2024H1",
        "地区生产总值(GDP) [gdp] yoy 4.1% actual 2024H1",
        "第一产业 [gdp_primary] level 0.5亿元 actual 2024H1",
        "第一产业 [gdp_primary] yoy 1.1% actual 2024H1",
        "规模以上工业增加值 [industrial_value_added] yoy -16.2% actual 2024H1",
        "规模以上工业营业收入 [industrial_revenue] level 80.1亿元 actual 2024H1",
        "规模以上工业营业收入 [industrial_revenue] yoy -10.5% actual 2024H1",
        "固定资产投资 [fixed_asset_investment] yoy 7.1% actual 2024H1",
    ]


def test_months_as_rows_of_what_the_title_names() -> None:
    rows = [
        ["云岭县2024年规模以上工业增加值增速（%）"],
        ["月份", "当月", "累计"],
        ["1-2月", None, 8.1],
        ["3月", 7.1, 7.8],
    ]
    assert facts(sheet(rows)) == [
        "规模以上工业增加值 [industrial_value_added] yoy 8.1% actual 2024M01-M02",
        "规模以上工业增加值 [industrial_value_added] yoy 7.1% actual 2024M03",
        "规模以上工业增加值 [industrial_value_added] yoy 7.8% actual 2024Q1",
    ]
