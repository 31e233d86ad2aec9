"""Layouts of offices' sheets: blocks of one form, units below, lines of who made it, heads that say more than a word."""

from __future__ import annotations

import io

import openpyxl

from tests.unit.extraction.tables.build import document, facts, sheet


def test_blocks_of_one_form_have_their_line_in_the_name_and_share_the_unit() -> None:
    rows = [
        ["云岭县医保基金2024年财务公开"],
        [None, "单位：万元"],
        ["职工基本医疗"],
        ["指标名称", "金额"],
        ["一、上年结余", 10],
        ["二、收入合计", 20],
        ["医疗救助"],
        ["指标名称", "金额"],
        ["一、上年结余", 3],
        ["二、收入合计", 4],
    ]
    assert facts(sheet(rows)) == [
        "职工基本医疗—上年结余 level 10万元 actual 2024",
        "职工基本医疗—收入合计 level 20万元 actual 2024",
        "医疗救助—上年结余 level 3万元 actual 2024",
        "医疗救助—收入合计 level 4万元 actual 2024",
    ]


def test_blocks_of_other_rows_keep_their_bare_names() -> None:
    rows = [
        ["云岭县2024年主要指标"],
        ["农业"],
        ["指标名称", "单位", "数值"],
        ["粮食产量", "吨", 10],
        ["蔬菜产量", "吨", 11],
        ["工业"],
        ["指标名称", "单位", "数值"],
        ["发电量", "万千瓦时", 3],
        ["工业投资", "亿元", 4],
    ]
    names = [fact.split()[0] for fact in facts(sheet(rows))]
    assert names == ["粮食产量", "蔬菜产量", "发电量", "工业投资"]


def test_a_line_of_who_made_it_and_for_when_is_no_heading() -> None:
    rows = [
        ["工伤保险基金预算执行情况表"],
        ["填报单位：", "云岭县本级", None, "2021年2季度", "单位：元"],
        ["项目", "当期执行数", "累计执行数", "上年同期累计执行数"],
        ["一、期初余额", 61, 65, 83],
        ["二、收入合计", 11, 20, 8],
    ]
    assert [fact.split()[-1] for fact in facts(sheet(rows))[:3]] == ["2021Q2", "2021H1", "2020H1"]


def test_what_is_estimated_says_so_beside_what_is_a_limit() -> None:
    rows = [
        ["云岭县2022年政府债务限额及余额预计情况表"],
        ["单位：亿元"],
        ["地区", "2022年债务限额", "2022年债务余额预计执行数"],
        ["云岭县", 5, 4],
        ["东湖镇", 3, 2],
    ]
    assert [fact.split()[-2:] for fact in facts(sheet(rows))[:2]] == [
        ["actual", "2022"],
        ["estimate", "2022"],
    ]


def test_months_and_aims_of_investment_in_heads() -> None:
    rows = [
        ["云岭县2023年重点项目投资完成情况"],
        ["类别", "年度计划投资（亿元）", "截至9月底完成投资（亿元）"],
        ["在建项目", 30, 20],
        ["新开工项目", 10, 4],
    ]
    assert facts(sheet(rows))[:2] == [
        "在建项目计划投资 level 30亿元 target 2023",
        "在建项目完成投资 level 20亿元 actual 2023M01-M09",
    ]


HEAD = "<p>现将2020年11月1日零时全县各镇办人口公布如下：</p><p>表1 各镇办常住人口变化情况表</p>"
TABLE = (
    "<table><tr><td>镇办</td><td>2020年</td><td>2010年</td><td>比重[3]</td></tr>"
    "<tr><td>东街街道</td><td>14850</td><td>18856</td><td>4.56</td></tr>"
    "<tr><td>总寨镇[1]</td><td>80637</td><td>49375</td><td>24.75</td></tr></table>"
)


def html(body: str) -> list[str]:
    page = f"<html><head><meta charset='utf-8'></head><body><h1>云岭县公报</h1>{body}</body></html>"
    return facts(document("云岭县.html", page.encode()))


def test_a_unit_below_the_table_is_its_own() -> None:
    assert html(f"{HEAD}{TABLE}<p>单位：人、%</p>")[3:] == [
        "常住人口 level 80637人 actual 2020 @总寨镇",
        "常住人口 level 49375人 actual 2010 @总寨镇",
        "常住人口比重 ratio 24.75% actual 2020 @总寨镇",
    ]


def test_a_unit_right_above_the_next_table_is_that_ones() -> None:
    other = "<table><tr><td>指标</td><td>数值</td></tr><tr><td>企业数</td><td>7</td></tr></table>"
    found = html(f"{HEAD}{TABLE}<p>单位：户</p>{other}")
    assert found[0].startswith("常住人口 level 14850 ")
    assert found[-1].startswith("企业数 level 7户")


def test_areas_below_a_title_of_one_growth_by_month() -> None:
    page = (
        "<table><tr><td colspan='3'>指标：工业增加值_同比增长(%)</td></tr>"
        "<tr><td>地区</td><td>2020年11月</td><td>2020年10月</td></tr>"
        "<tr><td>河北省</td><td>8.7</td><td>10</td></tr><tr><td>山西省</td><td>1</td><td>2</td></tr>"
        "</table>"
    )
    assert html(page)[:2] == [
        "工业增加值 yoy 8.7% actual 2020M11 @河北省",
        "工业增加值 yoy 10% actual 2020M10 @河北省",
    ]


def test_livelihood_items_up_to_a_month_with_tasks_of_the_province() -> None:
    rows = [
        ["云岭县2025年民生实事项目完成情况表（截至2025年10月底）"],
        ["项目名称", "计量单位", "省定任务", "完成情况", "完成率"],
        ["新建农村公路", "公里", 50, 45, "90%"],
    ]
    assert facts(sheet(rows)) == [
        "新建农村公路 level 50公里 target 2025",
        "新建农村公路 level 45公里 actual 2025M01-M10",
        "新建农村公路完成率 ratio 90% actual 2025M01-M10",
    ]


def test_a_unit_in_the_last_row_and_areas_with_what_they_hold() -> None:
    rows = [
        ["云岭市2023年各县（市、区）生产总值"],
        ["地区", "2023年", "增长（%）"],
        ["东湖区*", 300.2, 5.3],
        ["高新区（含托管乡镇）", 120.1, 6.9],
        ["单位：亿元、%", None, None],
    ]
    assert facts(sheet(rows, name="云岭市.xlsx")) == [
        "生产总值 [gdp] level 300.2亿元 actual 2023 @东湖区",
        "生产总值 [gdp] yoy 5.3% actual 2023 @东湖区",
        "生产总值 [gdp] level 120.1亿元 actual 2023 @高新区",
        "生产总值 [gdp] yoy 6.9% actual 2023 @高新区",
    ]


def test_sides_above_the_heads_of_a_form_with_row_numbers() -> None:
    rows = [
        ["财政拨款收入支出决算总表（2020年）"],
        ["部门：云岭县审计局", None, None, None, None, "单位：万元"],
        ["收入", None, None, "支出"],
        ["项目", "行次", "决算数", "项目", "行次", "合计", "一般公共预算财政拨款"],
        ["栏次", None, "1", "栏次", None, "2", "3"],
        ["一、政府性基金财政拨款", 1, 300, "一、一般公共服务支出", 30, 250, 240],
        ["本年收入合计", 27, 300, "本年支出合计", 57, 300, 290],
    ]
    assert facts(sheet(rows, name="云岭县.xlsx")) == [
        "政府性基金财政拨款收入 level 300万元 actual 2020 @云岭县审计局",
        "一般公共服务支出 level 250万元 actual 2020 @云岭县审计局",
        "一般公共服务支出（一般公共预算财政拨款） level 240万元 actual 2020 @云岭县审计局",
        "本年收入合计 level 300万元 actual 2020 @云岭县审计局",
        "本年支出合计 level 300万元 actual 2020 @云岭县审计局",
        "本年支出合计（一般公共预算财政拨款） level 290万元 actual 2020 @云岭县审计局",
    ]


def test_groups_of_ages_are_names() -> None:
    rows = [
        ["云岭县2020年人口年龄构成"],
        ["单位：人、%"],
        ["年龄", "人口数", "比重"],
        ["0—14岁", 100000, "20.00"],
        ["60岁及以上", 100000, "20.00"],
    ]
    assert facts(sheet(rows))[2:] == [
        "60岁及以上人口数 level 100000人 actual 2020",
        "60岁及以上人口数比重 ratio 20.00% actual 2020",
    ]


def test_rows_of_areas_are_of_what_the_title_says_whatever_its_last_word() -> None:
    rows = [
        ["云岭县2024年危房改造完成情况（截至6月底）"],
        ["乡镇", "年度目标（户）", "完成数（户）", "完成率（%）"],
        ["东街镇", 400, 300, 75],
    ]
    assert facts(sheet(rows)) == [
        "危房改造 level 400户 target 2024 @东街镇",
        "危房改造 level 300户 actual 2024H1 @东街镇",
        "危房改造完成率 ratio 75% actual 2024H1 @东街镇",
    ]


def test_parts_beside_the_sum_are_of_what_the_title_names() -> None:
    rows = [
        ["云岭县2024年固定资产投资完成情况（单位：万元）"],
        ["行业", "累计"],
        ["总计", 5000],
        ["第一产业", 500],
    ]
    assert facts(sheet(rows))[1] == "第一产业投资 level 500万元 actual 2024"


def test_the_price_of_the_month_before_and_units_for_a_weight() -> None:
    rows = [
        ["云岭县2024年1月主要食品价格"],
        ["品种", "单位", "本期价格", "上期价格", "同比（%）"],
        ["猪肉", "元/500克", 12.8, 12.7, -5.1],
    ]
    assert facts(sheet(rows)) == [
        "猪肉价格 level 12.8元/500克 actual 2024M01",
        "猪肉价格 level 12.7元/500克 actual 2023M12",
        "猪肉价格 yoy -5.1% actual 2024M01",
    ]


def test_codes_spread_over_columns_say_what_stands_under_what() -> None:
    rows = [
        ["2024年云岭县一般公共预算支出预算表（单位：万元）"],
        ["科目编码", None, None, "科目名称", "2024年预算数"],
        ["类", "款", "项"],
        ["201", None, None, "一般公共服务支出", 110],
        [None, "01", None, "人大事务", 22],
        [None, None, "01", "行政运行", 16],
        [None, "03", None, "政府办公厅事务", 88],
        [None, None, "01", "行政运行", 66],
    ]
    names = [fact.split()[0] for fact in facts(sheet(rows, merged=["A2:C2"]))]
    assert names[2] == "人大事务—行政运行"
    assert names[4] == "政府办公厅事务—行政运行"


def test_an_amount_in_words_of_progress_and_the_days_of_a_quarter() -> None:
    rows = [
        ["云岭县民生实事进展情况"],
        ["统计时间：2024年4月1日—6月30日"],
        ["项目", "年度目标", "完成进度"],
        ["新建农村公路", "50公里", "45公里"],
        ["改造老旧小区", "12个", "75%"],
    ]
    assert facts(sheet(rows))[1::2] == [
        "新建农村公路 level 45公里 actual 2024Q2",
        "改造老旧小区完成进度 ratio 75% actual 2024Q2",
    ]


def test_a_change_on_the_month_before_says_so_and_is_of_the_month() -> None:
    rows = [
        ["2023年8月云岭县主要指标"],
        ["指标", "单位", "8月", "1-8月", "同比%", "环比%"],
        ["社会消费品零售总额", "亿元", 25.6, 201.3, 8.1, -2.1],
    ]
    assert facts(sheet(rows))[2:] == [
        "社会消费品零售总额 [retail_sales] yoy 8.1% actual 2023M01-M08",
        "社会消费品零售总额环比 yoy -2.1% actual 2023M08",
    ]


def test_a_sheets_name_says_the_time_where_nothing_in_it_does() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "2024年5月"
    for row in (
        ["云岭县财政收支情况表"],
        ["项目", "本月数（万元）", "累计数（万元）"],
        ["税收收入", 5, 20],
    ):
        page.append(row)
    stored = io.BytesIO()
    book.save(stored)
    assert facts(document("云岭县.xlsx", stored.getvalue())) == [
        "税收收入 [tax_revenue] level 5万元 actual 2024M05",
        "税收收入 [tax_revenue] level 20万元 actual 2024M01-M05",
    ]


def test_debts_have_the_name_that_the_title_gives_them() -> None:
    rows = [
        ["云岭市2024年地方政府债务限额及余额情况表"],
        ["单位：亿元"],
        ["地区", "债务余额", "债务余额", "债务余额"],
        ["地区", "小计", "一般债务", "专项债务"],
        ["东湖区", 5, 2, 3],
    ]
    assert facts(sheet(rows, merged=["A3:A4", "B3:D3"])) == [
        "地方政府债务余额—小计 [government_debt] level 5亿元 actual 2024 @东湖区",
        "一般债务余额 level 2亿元 actual 2024 @东湖区",
        "专项债务余额 level 3亿元 actual 2024 @东湖区",
    ]


def test_the_sum_of_a_block_is_a_part_of_no_row_above_it() -> None:
    rows = [
        ["2024年云岭县政府性基金收入表"],
        ["单位：万元"],
        ["项目", "预算数"],
        ["一、土地出让收入", 300],
        ["二、污水处理费收入", 50],
        ["本年收入小计", 350],
        ["上级补助收入", 8],
    ]
    assert [fact.split()[0] for fact in facts(sheet(rows))[2:]] == [
        "政府性基金收入—本年收入小计",
        "政府性基金收入—上级补助收入",
    ]


def test_a_note_says_which_rows_are_of_fewer_months() -> None:
    rows = [
        ["2024年5月云岭县工业主要指标"],
        ["指标", "1—5月"],
        ["规模以上工业总产值（万元）", 90],
        ["规模以上工业营业收入（万元）", 80],
        ["注：营业收入、利润总额为1—4月数据。"],
    ]
    assert [fact.split()[-1] for fact in facts(sheet(rows))] == ["2024M01-M05", "2024M01-M04"]


def test_a_revenue_of_no_year_is_no_plan_though_its_name_says_budget() -> None:
    rows = [
        ["云岭县各镇一般公共预算收入（单位：万元）"],
        ["地区", "2021年", "2022年", "2023年"],
        ["东湖镇", 1, 2, 3],
    ]
    assert {fact.split()[-3] for fact in facts(sheet(rows))} == {"actual"}


def test_what_a_merged_name_is_divided_into_names_the_rows() -> None:
    rows = [
        ["云岭县2024年民生实事进展情况表"],
        ["实事项目", "建设内容", "单位", "年度目标"],
        ["养老关爱", "新增护理型床位", "张", 150],
        [None, "建设助餐服务点", "个", 20],
    ]
    assert facts(sheet(rows, merged=["A3:A4"])) == [
        "新增护理型床位 level 150张 target 2024",
        "建设助餐服务点 level 20个 target 2024",
    ]
