"""Headings broken over rows, units listed together, units in brackets beside names, times in two columns."""

from __future__ import annotations

from tests.unit.extraction.tables.build import document, facts, sheet, text


def test_headings_broken_over_rows_of_single_cells_are_read_as_one() -> None:
    rows = [
        ["各乡镇农业生产情况（2021年）"],
        [None, "农作物", "粮食", "农业机械"],
        ["乡 镇", "播种面积", "总产量", "总动力"],
        [None, "（公顷）", "（吨）", "（千瓦）"],
        ["全县", 45210, 152300, 210045],
        ["城关镇", 5210, 15230, 21045],
    ]
    assert facts(sheet(rows)) == [
        "农作物播种面积 level 45210公顷 actual 2021",
        "粮食总产量 [grain_output] level 152300吨 actual 2021",
        "农业机械总动力 level 210045千瓦 actual 2021",
        "农作物播种面积 level 5210公顷 actual 2021 @城关镇",
        "粮食总产量 level 15230吨 actual 2021 @城关镇",
        "农业机械总动力 level 21045千瓦 actual 2021 @城关镇",
    ]


def test_a_broken_heading_may_begin_in_its_second_row() -> None:
    rows = [
        ["云岭县2022年工业主要指标（单位：万元）"],
        ["类 别", "企 业", None, "工 业", "工 业", "资产合计"],
        [None, "单 位 数", "#亏 损"],
        [None, "(个)", "企 业", "总 产 值", "增 加 值"],
        ["轻工业", 4821, 678, 24290034, 6816995, 18697035],
    ]
    assert facts(sheet(rows)) == [
        "轻工业企业单位数 level 4821个 actual 2022",
        "轻工业（亏损企业） level 678个 actual 2022",
        "轻工业总产值 level 24290034万元 actual 2022",
        "轻工业增加值 level 6816995万元 actual 2022",
        "轻工业（资产合计） level 18697035万元 actual 2022",
    ]


def test_of_units_listed_together_a_name_has_its_own() -> None:
    rows = [
        ["2023年云岭县教育事业基本情况"],
        ["单位：所、人"],
        ["学校类别", "学校数", "招生数", "在校学生数"],
        ["普通中学", 23, 6120, 18450],
        ["人工智能体验点", 4],
    ]
    assert facts(sheet(rows)) == [
        "普通中学学校数 level 23所 actual 2023",
        "普通中学招生数 level 6120人 actual 2023",
        "普通中学在校学生数 level 18450人 actual 2023",
        "人工智能体验点学校数 level 4所 actual 2023",
    ]


def test_a_name_that_none_of_the_listed_units_fits_has_none() -> None:
    rows = [["2023年云岭县邮政"], ["单位：处、件"], ["项目", "2023年"], ["绿色指数", 1.2]]
    assert facts(sheet(rows)) == ["绿色指数 level 1.2 actual 2023"]


def test_a_unit_in_brackets_beside_a_name_holds_for_its_parts() -> None:
    rows = [
        ["云岭县各类学校数及在校学生数"],
        ["项 目", None, "2014", "2015"],
        ["各类学校数合计", "（所）", 1693, 1697],
        ["普通高等学校", None, 80, 81],
        ["在校学生数", "（人）", 2941554, 2974053],
        ["普通高等学校", None, 1019291, 1043221],
    ]
    assert [line for line in facts(sheet(rows, merged=["A2:B2"])) if "2015" in line] == [
        "各类学校数合计 level 1697所 actual 2015",
        "各类学校数—普通高等学校 level 81所 actual 2015",
        "在校学生数 level 2974053人 actual 2015",
        "在校学生数—普通高等学校 level 1043221人 actual 2015",
    ]


def test_english_behind_chinese_words_says_nothing_more() -> None:
    rows = [
        ["云岭县农业"],
        ["项目 item", "2004", "2005"],
        ["机耕地面积(千公顷)   cultivated areas by tractors (1000 hectare)", 419.22, 421.85],
    ]
    assert facts(sheet(rows)) == [
        "机耕地面积 level 419.22千公顷 actual 2004",
        "机耕地面积 level 421.85千公顷 actual 2005",
    ]


def test_a_year_and_a_month_in_two_columns() -> None:
    written = "年份,月份,指标,数值,单位\n2023,3,全社会用电量,2.1,亿千瓦时\n2023,6,全社会用电量,4.5,亿千瓦时"
    assert facts(document("云岭县2023年.csv", written.encode())) == [
        "全社会用电量 level 2.1亿千瓦时 actual 2023M03",
        "全社会用电量 level 4.5亿千瓦时 actual 2023M06",
    ]


def test_progress_below_the_unit_of_an_amount_is_how_much_is_done() -> None:
    rows = [
        ["云岭县2019年民生工程完成情况表"],
        ["地区", "城镇新增就业（人）", None, None],
        [None, "目标任务", "进度", "完成比例（%）"],
        ["东坪区", 27800, 52242, 187.9],
    ]
    assert facts(sheet(rows, merged=["B2:D2", "A2:A3"])) == [
        "城镇新增就业 [urban_employment_new] level 27800人 target 2019 @东坪区",
        "城镇新增就业 [urban_employment_new] level 52242人 actual 2019 @东坪区",
        "城镇新增就业完成比例 [urban_employment_new] ratio 187.9% actual 2019 @东坪区",
    ]


def test_a_rate_has_the_percentage_of_the_units_listed() -> None:
    rows = [
        ["云岭县人口（单位：万人、‰）"],
        ["年份", "年末常住人口", "出生率", "自然增长率"],
        [2015, 82.04, 10.3, 3.36],
    ]
    assert facts(sheet(rows)) == [
        "年末常住人口 level 82.04万人 actual 2015",
        "出生率 ratio 10.3‰ actual 2015",
        "自然增长率 ratio 3.36‰ actual 2015",
    ]


def test_a_numbered_row_has_the_unit_of_the_row_it_stands_under() -> None:
    rows = [
        ["机构运行信息表"],
        ["编制单位：云岭县水务局", None, "公开09表"],
        ["项  目", "行次", "统计数"],
        ["一、“三公”经费支出（万元）", 1, 22.1],
        ["1.公务接待费", 2, 4.8],
        ["（一）车辆数合计（辆）", 3, 12],
        ["1.机要通信用车", 4, 3],
    ]
    assert facts(sheet(rows, name="云岭县水务局2022年决算.xlsx")) == [
        "“三公”经费支出 level 22.1万元 actual 2022 @云岭县水务局",
        "公务接待费 level 4.8万元 actual 2022 @云岭县水务局",
        "车辆数合计 level 12辆 actual 2022 @云岭县水务局",
        "车辆数—机要通信用车 level 3辆 actual 2022 @云岭县水务局",
    ]


def test_what_a_years_livelihood_items_aim_at_is_read() -> None:
    rows = [
        ["云岭县2024年民生实事项目年度目标及投资计划表"],
        ["序号", "项目名称", "建设内容", "年度目标", "计划投资（万元）", "责任单位"],
        [1, "新增公办幼儿园学位", "新建2所", "720个", 3200, "教体局"],
    ]
    assert facts(sheet(rows)) == [
        "新增公办幼儿园学位 [school_places_new] level 720个 target 2024",
        "新增公办幼儿园学位（计划投资） level 3200万元 target 2024",
    ]


def test_cells_parted_by_strokes_below_heads_with_units() -> None:
    seen = text(
        "云岭县2023年分乡镇人口情况\n| 乡镇 | 总户数（户） | 总人口（人） |\n|---|---|---|\n| 城关镇 | 5020 | 16321 |\n| 河口乡 | 1804 | 5311 |\n"
    )
    assert facts(seen) == [
        "总户数 level 5020户 actual 2023 @城关镇",
        "总人口 level 16321人 actual 2023 @城关镇",
        "总户数 level 1804户 actual 2023 @河口乡",
        "总人口 level 5311人 actual 2023 @河口乡",
    ]


def test_an_export_says_above_its_table_what_and_where_it_is_of() -> None:
    of_area = "数据库：分省年度数据\n地区：海滨省\n指标,2022年\n年末常住人口(万人),2184\n"
    assert facts(document("导出.csv", of_area.encode())) == [
        "年末常住人口 level 2184万人 actual 2022 @海滨省"
    ]
    of_one = "数据库：分省年度数据\n指标：地区生产总值(亿元)\n时间：最近3年\n地区,2022年\n甲省,41610.9\n乙省,16311.3\n"
    assert facts(document("导出.csv", of_one.encode())) == [
        "地区生产总值 [gdp] level 41610.9亿元 actual 2022 @甲省",
        "地区生产总值 [gdp] level 16311.3亿元 actual 2022 @乙省",
    ]


def test_tables_side_by_side_with_a_blank_column_between_are_two() -> None:
    rows = [
        ["云岭县2023年经济指标"],
        ["指标", "单位", "2023年", None, "街道", "规上工业产值（亿元）"],
        ["固定资产投资", "亿元", 88.2, None, "河口街道", 30.2],
        ["社会消费品零售总额", "亿元", 60.1, None, "东山街道", 21],
    ]
    assert facts(sheet(rows)) == [
        "固定资产投资 [fixed_asset_investment] level 88.2亿元 actual 2023",
        "规上工业产值 level 30.2亿元 actual 2023 @河口街道",
        "社会消费品零售总额 [retail_sales] level 60.1亿元 actual 2023",
        "规上工业产值 level 21亿元 actual 2023 @东山街道",
    ]


def test_in_a_table_of_growth_alone_the_title_says_what_grew() -> None:
    rows = [
        ["2023年云岭县分行业固定资产投资增长速度"],
        ["行业", "比上年增长（%）"],
        ["采矿业", 2.1],
        ["教育", 2.8],
    ]
    assert facts(sheet(rows)) == [
        "采矿业投资 yoy 2.1% actual 2023",
        "教育投资 yoy 2.8% actual 2023",
    ]


def test_what_a_body_reports_for_all_of_its_area_is_the_areas() -> None:
    rows = [
        ["2023年1-6月社会消费品零售总额完成情况表"],
        ["填报单位：云岭县商务局"],
        ["指标", "单位", "累计"],
        ["社会消费品零售总额", "亿元", 60.1],
    ]
    assert facts(sheet(rows, name="附件.xlsx")) == [
        "社会消费品零售总额 [retail_sales] level 60.1亿元 actual 2023H1 @云岭县"
    ]
