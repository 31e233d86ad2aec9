"""Tables of aims: five-year plans, yearly plans, in workbooks, Word and on pages of the web."""

from __future__ import annotations

import io

import docx

from briefing.model import Document
from tests.unit.extraction.tables.build import Rows, document, facts, sheet


def _word(*parts: str | Rows) -> Document:
    book = docx.Document()
    for part in parts:
        if isinstance(part, str):
            book.add_paragraph(part)
            continue
        table = book.add_table(len(part), max(map(len, part)))
        for row, cells in zip(table.rows, part, strict=True):
            for cell, written in zip(row.cells, cells, strict=False):
                cell.text = str(written)
    stored = io.BytesIO()
    book.save(stored)
    return document("云岭县.docx", stored.getvalue())


def test_five_year_plan_with_sums_over_the_plan() -> None:
    seen = sheet(
        [
            ["表1 云岭县“十四五”时期经济社会发展主要指标"],
            ["类别", "序号", "指标名称", "2020年", "2025年", "年均/累计", "属性"],
            ["经济发展", 1, "地区生产总值增长（%）", 3.5, "—", "6.5左右", "预期性"],
            [None, 2, "全员劳动生产率（万元/人）", 20.1, "28以上", None, "预期性"],
            ["民生福祉", 3, "城镇新增就业（万人）", None, None, "〔7.5〕", "预期性"],
            [None, 4, "单位GDP能源消耗降低（%）", "—", "—", "[13.5]", "约束性"],
            [None, 5, "城镇调查失业率（%）", None, "＜5.5", "—", "预期性"],
            [None, 6, "森林覆盖率（%）", 20.1, "21.5", "[1.4]", "约束性"],
        ],
        merged=["A3:A4", "A5:A8"],
    )
    assert facts(seen) == [
        "地区生产总值 [gdp] yoy 3.5% actual 2020",
        "地区生产总值 [gdp] cagr 6.5% approx target 2021-2025",
        "全员劳动生产率 level 20.1万元/人 actual 2020",
        "全员劳动生产率 level 28万元/人 min target 2025",
        "城镇新增就业 [urban_employment_new] level 7.5万人 target 2021-2025",
        "单位GDP能源消耗 [energy_intensity] yoy -13.5% target 2021-2025",
        "城镇调查失业率 [unemployment_rate] ratio 5.5% max target 2025",
        "森林覆盖率 [forest_coverage] ratio 20.1% actual 2020",
        "森林覆盖率 [forest_coverage] ratio 21.5% target 2025",
        "森林覆盖率 [forest_coverage] pp 1.4个百分点 target 2021-2025",
    ]


def test_plan_report_in_word() -> None:
    seen = _word(
        "关于云岭县2023年国民经济和社会发展计划执行情况与2024年计划草案的报告",
        "——2024年1月10日在云岭县第十八届人民代表大会第三次会议上",
        "一、2023年计划执行情况",
        "全县经济运行总体平稳，各项指标完成情况列于下表。",
        "表1 主要指标完成情况",
        [
            ["指标", "计划目标", "完成情况", "增长（%）"],
            ["地区生产总值（亿元）", "230", "220.5", "6.1"],
            ["固定资产投资增速（%）", "8", "5.2", ""],
        ],
        "二、2024年主要目标",
        "综合考虑各方面因素，建议如下：",
        [
            ["指标", "单位", "预期目标"],
            ["地区生产总值", "%", "增长6%左右"],
            ["一般公共预算收入", "%", "5"],
            ["单位GDP能耗", "%", "完成市下达任务"],
        ],
    )
    assert facts(seen) == [
        "地区生产总值 [gdp] level 230亿元 target 2023",
        "地区生产总值 [gdp] level 220.5亿元 actual 2023",
        "地区生产总值 [gdp] yoy 6.1% actual 2023",
        "固定资产投资 [fixed_asset_investment] yoy 8% target 2023",
        "固定资产投资 [fixed_asset_investment] yoy 5.2% actual 2023",
        "地区生产总值 [gdp] yoy 6% approx target 2024",
        "一般公共预算收入 [general_budget_revenue] yoy 5% target 2024",
    ]


def test_page_of_the_web_with_two_times() -> None:
    page = """<html><head><title>云岭县2024年1-5月主要经济指标</title></head><body><div><h1>云岭县2024年1-5月主要经济指标</h1>
    <p>以下为全县五月份以及一至五月份的主要经济指标，由县统计局发布，供各部门和社会公众参考使用。</p><table border="1">
    <tr><td rowspan="2">指标名称</td><td rowspan="2">计量单位</td><td colspan="2">5月</td><td colspan="2">1-5月</td></tr>
    <tr><td>总量</td><td>增速（%）</td><td>总量</td><td>增速（%）</td></tr>
    <tr><td>规模以上工业增加值</td><td>亿元</td><td>—</td><td>5.1</td><td>—</td><td>6.2</td></tr>
    <tr><td>社会消费品零售总额</td><td>亿元</td><td>10.1</td><td>-1.1</td><td>50.3</td><td>2.2</td></tr>
    <tr><td>　　其中：限额以上</td><td>亿元</td><td>3.1</td><td>-3.1</td><td>15.3</td><td>1.2</td></tr>
    </table></div></body></html>"""
    assert facts(document("云岭县.html", page.encode())) == [
        "规模以上工业增加值 [industrial_value_added] yoy 5.1% actual 2024M05",
        "规模以上工业增加值 [industrial_value_added] yoy 6.2% actual 2024M01-M05",
        "社会消费品零售总额 [retail_sales] level 10.1亿元 actual 2024M05",
        "社会消费品零售总额 [retail_sales] yoy -1.1% actual 2024M05",
        "社会消费品零售总额 [retail_sales] level 50.3亿元 actual 2024M01-M05",
        "社会消费品零售总额 [retail_sales] yoy 2.2% actual 2024M01-M05",
        "限额以上零售总额 [retail_sales_above_limit] level 3.1亿元 actual 2024M05",
        "限额以上零售总额 [retail_sales_above_limit] yoy -3.1% actual 2024M05",
        "限额以上零售总额 [retail_sales_above_limit] level 15.3亿元 actual 2024M01-M05",
        "限额以上零售总额 [retail_sales_above_limit] yoy 1.2% actual 2024M01-M05",
    ]


def test_targets_and_results_of_a_year_with_the_next_years_targets() -> None:
    seen = sheet(
        [
            ["云岭县2023年计划执行情况和2024年目标"],
            ["指标", "单位", "2023年目标", "2023年完成", "增长%", "2024年目标", "增长%"],
            ["地区生产总值", "亿元", None, 600.1, 6.2, None, "6.5%左右"],
            ["城镇新增就业", "人", 17000, 20000, None, "17300以上", None],
        ]
    )
    assert facts(seen) == [
        "地区生产总值 [gdp] level 600.1亿元 actual 2023",
        "地区生产总值 [gdp] yoy 6.2% actual 2023",
        "地区生产总值 [gdp] yoy 6.5% approx target 2024",
        "城镇新增就业 [urban_employment_new] level 17000人 target 2023",
        "城镇新增就业 [urban_employment_new] level 20000人 actual 2023",
        "城镇新增就业 [urban_employment_new] level 17300人 min target 2024",
    ]
