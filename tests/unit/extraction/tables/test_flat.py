"""Tables that plain text flattened."""

from __future__ import annotations

from briefing.extraction.tables import read_tables
from tests.unit.extraction.tables.build import facts, lexicon, text


def test_rows_as_lines_with_one_heading_a_column() -> None:
    seen = text(
        """云岭县2025年1-2月主要经济指标
序号 指标 单位 1-2月累计 同比增长（%） 全市位次
1 规模以上工业增加值 % — 8.1 3
2 固定资产投资 % — 12.2 1
3 社会消费品零售总额 亿元 12.34 4.5 7
注：位次为全市10个县区排名。
全县上下要再接再厉，努力完成全年各项任务。
"""
    )
    assert facts(seen) == [
        "规模以上工业增加值 [industrial_value_added] yoy 8.1% actual 2025M01-M02",
        "规模以上工业增加值 [industrial_value_added] rank 3 actual 2025M01-M02",
        "固定资产投资 [fixed_asset_investment] yoy 12.2% actual 2025M01-M02",
        "固定资产投资 [fixed_asset_investment] rank 1 actual 2025M01-M02",
        "社会消费品零售总额 [retail_sales] level 12.34亿元 actual 2025M01-M02",
        "社会消费品零售总额 [retail_sales] yoy 4.5% actual 2025M01-M02",
        "社会消费品零售总额 [retail_sales] rank 7 actual 2025M01-M02",
    ]
    ((start, end),) = read_tables(seen, lexicon()).spans
    assert seen.text[start:end].startswith("序号 指标")
    assert seen.text[end:].lstrip().startswith("全县上下")


def test_a_budget_table_inside_a_report() -> None:
    seen = text(
        """（三）财政情况
全县财政运行总体平稳，收支执行情况列于下表，各项重点支出得到较好保障。
表2 2023年全县一般公共预算收入执行情况表 单位：万元
项 目 预算数 执行数 为预算% 比上年增长%
一、税收收入 100,000 95,123 95.1 -2.1
1.增值税 50,000 45,000 90.0 -3.3
合 计 130,000 128,123 98.6 1.2
"""
    )
    assert facts(seen) == [
        "税收收入 [tax_revenue] level 100000万元 target 2023",
        "税收收入 [tax_revenue] level 95123万元 actual 2023",
        "税收收入为预算 [tax_revenue] ratio 95.1% actual 2023",
        "税收收入 [tax_revenue] yoy -2.1% actual 2023",
        "增值税 level 50000万元 target 2023",
        "增值税 level 45000万元 actual 2023",
        "增值税为预算 ratio 90.0% actual 2023",
        "增值税 yoy -3.3% actual 2023",
        "一般公共预算收入 [general_budget_revenue] level 130000万元 target 2023",
        "一般公共预算收入 [general_budget_revenue] level 128123万元 actual 2023",
        "一般公共预算收入为预算 [general_budget_revenue] ratio 98.6% actual 2023",
        "一般公共预算收入 [general_budget_revenue] yoy 1.2% actual 2023",
    ]


def test_cells_parted_by_tabs_or_strokes() -> None:
    tabs = "云岭县2024年一季度主要经济指标\n指标\t单位\t一季度\t同比±%\n地区生产总值\t亿元\t50.5\t5.1\n规上工业增加值\t%\t\t6.3\n进出口总额\t万美元\t1234.5\t\n"
    strokes = """云岭县2024年一季度主要经济指标

| 指标 | 单位 | 一季度 | 同比±% |
|---|---|---:|---:|
| 地区生产总值 | 亿元 | 50.5 | 5.1 |
| 规上工业增加值 | % | | 6.3 |
| 进出口总额 | 万美元 | 1234.5 | |
"""
    expected = [
        "地区生产总值 [gdp] level 50.5亿元 actual 2024Q1",
        "地区生产总值 [gdp] yoy 5.1% actual 2024Q1",
        "规上工业增加值 [industrial_value_added] yoy 6.3% actual 2024Q1",
        "进出口总额 [imports_exports] level 1234.5万美元 actual 2024Q1",
    ]
    assert facts(text(tabs)) == expected
    assert facts(text(strokes, name="云岭县.md")) == expected


def test_cells_as_lines_and_nothing_else() -> None:
    seen = text(
        """云岭县2024年国民经济和社会发展主要目标
指标名称
单位
2023年完成
2024年目标
属性
地区生产总值
亿元
220.5
230
预期性
固定资产投资增速
%
5.1
6左右
预期性
城镇新增就业
人
3,456
3,500以上
约束性
二、重点工作。我们要全力做好各项工作，确保完成全年目标任务。
"""
    )
    assert facts(seen) == [
        "地区生产总值 [gdp] level 220.5亿元 actual 2023",
        "地区生产总值 [gdp] level 230亿元 target 2024",
        "固定资产投资 [fixed_asset_investment] yoy 5.1% actual 2023",
        "固定资产投资 [fixed_asset_investment] yoy 6% approx target 2024",
        "城镇新增就业 [urban_employment_new] level 3456人 actual 2023",
        "城镇新增就业 [urban_employment_new] level 3500人 min target 2024",
    ]


def test_tables_of_a_communique() -> None:
    seen = text(
        """云岭县2023年国民经济和社会发展统计公报
2023年，全县经济运行总体平稳，主要指标保持增长，高质量发展取得新成效。
表1 2023年居民消费价格比上年涨跌幅度
单位：%
指标 全县 农村
居民消费价格 0.2 0.1
其中：食品烟酒 0.3 0.2
衣着 1.0 0.8
表2 2023年规模以上工业主要产品产量及其增长速度
产品名称 单位 产量 比上年增长（%）
原煤 万吨 471.0 3.4
发电量 亿千瓦时 94.6 6.9
其中：火电 亿千瓦时 62.6 6.4
三、其他。全县各项事业都取得了新的发展，人民生活水平稳步提高。
"""
    )
    assert facts(seen) == [
        "居民消费价格 [cpi] yoy 0.2% actual 2023",
        "居民消费价格（农村） yoy 0.1% actual 2023",
        "食品烟酒价格 yoy 0.3% actual 2023",
        "食品烟酒价格（农村） yoy 0.2% actual 2023",
        "衣着价格 yoy 1.0% actual 2023",
        "衣着价格（农村） yoy 0.8% actual 2023",
        "原煤产量 level 471.0万吨 actual 2023",
        "原煤产量 yoy 3.4% actual 2023",
        "发电量 level 94.6亿千瓦时 actual 2023",
        "发电量 yoy 6.9% actual 2023",
        "火电发电量 level 62.6亿千瓦时 actual 2023",
        "火电发电量 yoy 6.4% actual 2023",
    ]


def test_aims_of_a_plan_a_cell_a_line_with_sorts_and_numbers() -> None:
    seen = text(
        """云岭县国民经济和社会发展第十五个五年规划纲要
为推动云岭县高质量发展，制定本纲要，这是未来五年全县上下的行动指南。
五、发展目标
专栏1 “十五五”时期经济社会发展主要指标
指标名称
主要目标值
2025年
预计
2030年
年均增速（%）
属性
经济发展
1
地区生产总值增速（%）
5.5
—
5
预期性
创新驱动
2
每千人口床位数（张）
6.5
7.1
[0.6]
约束性
第二章 产业
坚持把发展经济的着力点放在实体经济上，推动产业结构优化升级。
"""
    )
    assert facts(seen) == [
        "地区生产总值 [gdp] yoy 5.5% estimate 2025",
        "地区生产总值 [gdp] cagr 5% target 2026-2030",
        "每千人口床位数 level 6.5张 estimate 2025",
        "每千人口床位数 level 7.1张 target 2030",
        "每千人口床位数 level 0.6张 target 2026-2030",
    ]


def test_a_header_that_leaves_open_which_column_is_whose_is_no_header() -> None:
    seen = text(
        "云岭县2023年1-9月主要指标\n指标 1-9月 上年\n累计 增长 同期\n地区生产总值 120.5 5.1 114.2\n固定资产投资 80.1 -3.2 82.7\n"
    )
    assert facts(seen) == []
    assert read_tables(seen, lexicon()).spans == []


def test_a_row_that_lost_a_cell_is_left_out() -> None:
    seen = text(
        "云岭县2024年上半年主要指标\n指标 单位 上半年 同比%\n地区生产总值 亿元 50.5 5.1\n固定资产投资 亿元 6.3\n进出口总额 亿元 3.2 1.5\n"
    )
    assert [fact.split(" ")[0] for fact in facts(seen)] == [
        "地区生产总值",
        "地区生产总值",
        "进出口总额",
        "进出口总额",
    ]


def test_prose_and_contents_are_no_tables() -> None:
    contents = "目 录\n第一章 发展基础 1\n第二章 总体要求 12\n第三章 重点任务 25\n"
    prose = "项目建设加快推进。全年实施项目120个，完成投资35.5亿元，增长12.3%。\n指标完成情况良好，多项指标居全市前列。\n"
    for written in (contents, prose):
        assert read_tables(text(written), lexicon()).spans == []


def test_a_plans_indicators_parted_by_single_blanks() -> None:
    seen = text(
        """云岭县国民经济和社会发展第十四个五年规划纲要
表1 “十四五”时期主要指标
类别 指标 单位 2020年 2025年 年均增长（%） 属性
经济发展 地区生产总值 亿元 300.6 450 8左右 预期性
全员劳动生产率 万元/人 8.5 12 7.1 预期性
一般公共预算收入 亿元 15.1 22.2 8 预期性
绿色生态 空气质量优良天数比率 % 80.1 ≥84 — 约束性
森林覆盖率 % 20.5 21 — 约束性
"""
    )
    assert facts(seen) == [
        "地区生产总值 [gdp] level 300.6亿元 actual 2020",
        "地区生产总值 [gdp] level 450亿元 target 2025",
        "地区生产总值 [gdp] cagr 8% approx target 2021-2025",
        "全员劳动生产率 level 8.5万元/人 actual 2020",
        "全员劳动生产率 level 12万元/人 target 2025",
        "全员劳动生产率 cagr 7.1% target 2021-2025",
        "一般公共预算收入 [general_budget_revenue] level 15.1亿元 actual 2020",
        "一般公共预算收入 [general_budget_revenue] level 22.2亿元 target 2025",
        "一般公共预算收入 [general_budget_revenue] cagr 8% target 2021-2025",
        "空气质量优良天数比率 [good_air_days] ratio 80.1% actual 2020",
        "空气质量优良天数比率 [good_air_days] ratio 84% min target 2025",
        "森林覆盖率 [forest_coverage] ratio 20.5% actual 2020",
        "森林覆盖率 [forest_coverage] ratio 21% target 2025",
    ]


def test_a_figure_that_looks_like_the_next_rows_number() -> None:
    rows = (
        ("地区生产总值", "亿元", "100", "150", "2"),
        ("固定资产投资", "亿元", "50", "70", "3"),
        ("税收收入", "亿元", "5", "7", "6"),
    )
    cells = [cell for number, row in enumerate(rows, 1) for cell in (str(number), *row, "预期性")]
    head = "云岭县国民经济和社会发展第十四个五年规划纲要\n序号\n指标名称\n单位\n2020年实际\n2025年目标\n年均增速（%）\n指标属性\n"
    found = facts(text(head + "\n".join(cells) + "\n"))
    assert [fact for fact in found if "cagr" in fact] == [
        "地区生产总值 [gdp] cagr 2% target 2021-2025",
        "固定资产投资 [fixed_asset_investment] cagr 3% target 2021-2025",
        "税收收入 [tax_revenue] cagr 6% target 2021-2025",
    ]


def test_rows_whose_number_is_blank() -> None:
    seen = text(
        "云岭县2024年主要指标计划表\n序号\t指标名称\t计量单位\t2023年预计完成\t同比增长（%）\t2024年计划\n"
        "1\t地区生产总值\t亿元\t700.1\t6.5\t750\n\t其中：第一产业增加值\t亿元\t90.2\t3.8\t95\n2\t税收收入\t亿元\t28.1\t13\t30\n"
    )
    assert facts(seen)[3:6] == [
        "第一产业增加值 [gdp_primary] level 90.2亿元 estimate 2023",
        "第一产业增加值 [gdp_primary] yoy 3.8% estimate 2023",
        "第一产业增加值 [gdp_primary] level 95亿元 target 2024",
    ]


def test_what_a_part_makes_of_the_whole() -> None:
    seen = text(
        "2024年1-4月云岭县税收完成情况\n| 项目名称 | 计算单位 | 1-4月累计 | 结构(%) |\n| 增值税 | 万元 | 5000 | 33.4 |\n| 房产税 | 万元 | 300 | 2.0 |\n"
    )
    assert facts(seen) == [
        "增值税 level 5000万元 actual 2024M01-M04",
        "增值税结构 ratio 33.4% actual 2024M01-M04",
        "房产税 level 300万元 actual 2024M01-M04",
        "房产税结构 ratio 2.0% actual 2024M01-M04",
    ]


def test_a_numbered_row_is_no_part_of_the_row_above() -> None:
    seen = text(
        "云岭县2024年1-6月主要经济指标\n指标\t单位\t1-6月累计\t同比±%\n四、社会消费品零售总额\t亿元\t48.9\t6.6\n"
        "#限额以上消费品零售额\t亿元\t12.1\t9.4\n五、实际利用外资\t万美元\t412\t3.0\n"
    )
    assert facts(seen)[-2:] == [
        "实际利用外资 [foreign_investment] level 412万美元 actual 2024H1",
        "实际利用外资 [foreign_investment] yoy 3.0% actual 2024H1",
    ]


def test_a_table_with_lines_that_sort_its_rows() -> None:
    seen = text(
        """云岭县国民经济和社会发展第十四个五年规划纲要
表1 主要指标
指标名称 单位 2020年 2025年 年均增速 属性
一、经济发展
1.地区生产总值 亿元 300.6 450 7%左右 预期性
2.人均地区生产总值 元 60800 90000 7.5% 预期性
二、生态文明
3.城镇新增就业 人 5200 [26000] — 预期性
4.森林覆盖率 % 54.6 55.6 [1] 约束性
"""
    )
    assert facts(seen) == [
        "地区生产总值 [gdp] level 300.6亿元 actual 2020",
        "地区生产总值 [gdp] level 450亿元 target 2025",
        "地区生产总值 [gdp] cagr 7% approx target 2021-2025",
        "人均地区生产总值 [gdp_per_capita] level 60800元 actual 2020",
        "人均地区生产总值 [gdp_per_capita] level 90000元 target 2025",
        "人均地区生产总值 [gdp_per_capita] cagr 7.5% target 2021-2025",
        "城镇新增就业 [urban_employment_new] level 5200人 actual 2020",
        "城镇新增就业 [urban_employment_new] level 26000人 target 2021-2025",
        "森林覆盖率 [forest_coverage] ratio 54.6% actual 2020",
        "森林覆盖率 [forest_coverage] ratio 55.6% target 2025",
        "森林覆盖率 [forest_coverage] pp 1个百分点 target 2021-2025",
    ]


def test_a_long_header_without_a_unit_column() -> None:
    seen = text(
        """云岭县2023年财政收支预算执行情况表
单位：亿元
收入项目 2022年决算 2023年预算 2023年执行 执行数为预算% 同比增长%
一般公共预算收入 12.5 13.2 13.35 101.1 6.8
税收收入 8.1 8.7 8.52 97.9 5.2
非税收入 4.4 4.5 4.83 107.3 9.8
"""
    )
    assert facts(seen)[:5] == [
        "一般公共预算收入 [general_budget_revenue] level 12.5亿元 actual 2022",
        "一般公共预算收入 [general_budget_revenue] level 13.2亿元 target 2023",
        "一般公共预算收入 [general_budget_revenue] level 13.35亿元 actual 2023",
        "一般公共预算收入为预算 [general_budget_revenue] ratio 101.1% actual 2023",
        "一般公共预算收入 [general_budget_revenue] yoy 6.8% actual 2023",
    ]


def test_heads_on_lines_of_their_own_are_known_by_what_repeats_below() -> None:
    seen = text(
        """云岭县第七次全国人口普查公报
现将2020年11月1日零时全县人口的基本情况公布如下：
表1-1 乡镇常住人口数
地区
常住人口（人）
比重（%）
花园镇
21640
2.91
白庙镇
34292
4.62
黄龙乡
4080
0.55
"""
    )
    assert facts(seen)[2:4] == [
        "常住人口 level 34292人 actual 2020 @白庙镇",
        "常住人口比重 ratio 4.62% actual 2020 @白庙镇",
    ]


def test_short_lines_that_repeat_nothing_are_no_heads() -> None:
    lines = "地区\n常住人口（人）\n比重（%）\n花园镇\n21640\n2.91\n白庙镇\n34292\n全县要抓好落实\n"
    assert facts(text(f"云岭县2024年人口\n{lines}")) == []


def test_a_header_set_wide_with_blanks_and_one_unit_in_the_first_row() -> None:
    wide = " " * 24
    seen = text(
        f"""云岭县2021年8月消费品零售额
指标名称{wide}本月{wide}本月±%{wide}累计{wide}累计±%
消费品零售额（亿元）{wide}60.5{wide}2.9{wide}598{wide}20.6
餐饮收入{wide}5.4{wide}9.7{wide}44.3{wide}53.4
化妆品类{wide}—{wide}8.5{wide}9.4{wide}10.9
"""
    )
    assert [fact for fact in facts(seen) if " level " in fact] == [
        "消费品零售额 [retail_sales] level 60.5亿元 actual 2021M08",
        "消费品零售额 [retail_sales] level 598亿元 actual 2021M01-M08",
        "餐饮收入 level 5.4亿元 actual 2021M08",
        "餐饮收入 level 44.3亿元 actual 2021M01-M08",
        "化妆品类 level 9.4亿元 actual 2021M01-M08",
    ]


def test_two_rows_of_heads_above_columns_of_figures() -> None:
    seen = text(
        """云岭县人口公报
表2-1 各镇人口
单位：人、%
地  区  人口数  比重[3]
2020年  2010年  2020年  2010年
东街街道  14850  18856  4.56  6.35
龙口镇[4]  32680  36625  6.16  7.40
共和镇  44638  41338  8.41  8.35
"""
    )
    assert facts(seen)[4:8] == [
        "人口数 level 32680人 actual 2020 @龙口镇",
        "人口数 level 36625人 actual 2010 @龙口镇",
        "人口数比重 ratio 6.16% actual 2020 @龙口镇",
        "人口数比重 ratio 7.40% actual 2010 @龙口镇",
    ]


def test_blank_cells_of_lines_set_with_blanks_are_known_by_where_figures_end() -> None:
    seen = text(
        """云岭县2024年6月财政收支情况
单位：万元
项　　目              本月        累计      同比增减额    增幅%
一、一般公共预算收入   1200       6500        300         4.8
1.增值税               300       1500
2.企业所得税                      800        -20        -2.4
二、一般公共预算支出   2200       9500        500         5.6
"""
    )
    assert facts(seen)[4:9] == [
        "增值税 level 300万元 actual 2024M06",
        "增值税 level 1500万元 actual 2024H1",
        "企业所得税 level 800万元 actual 2024H1",
        "企业所得税减少 level 20万元 actual 2024H1",
        "企业所得税 yoy -2.4% actual 2024H1",
    ]
