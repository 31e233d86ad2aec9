"""Word papers of the real districts: figures under their own names, problems of their own year, projects named by their size."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from docx.oxml.ns import qn

from briefing.analysis.pack import build_pack, for_audience
from briefing.errors import EmptyPaperError
from briefing.model import Audience, Scope
from briefing.papers import Request, Template, word
from briefing.papers.word.widths import width
from briefing.settings import load_settings
from tests.unit.analysis.conftest import facts_by_area
from tests.unit.papers.word.texts import opened, paragraphs, section, tables

ROOT = Path(__file__).resolve().parents[4]
CODES = {"槐荫区": "370104", "天桥区": "370105", "市中区": "370103"}

Make = Callable[[str, str, str], bytes]


@pytest.fixture(scope="module")
def made(shared: Path) -> Make:
    """area, year, template -> the paper."""
    settings = load_settings(ROOT)
    facts = facts_by_area(
        {
            path.name: path.read_bytes()
            for path in sorted((shared / "data" / "seeds").glob("*.txt"))
        },
        settings,
    )

    @cache
    def make(area: str, year: str, kind: str) -> bytes:
        pack = build_pack(facts[area], Scope("district", CODES[area], area), year, settings)
        template = Template(
            f"{kind}.docx", (ROOT / "templates" / "word" / f"{kind}.docx").read_bytes()
        )
        audience: Audience = "internal" if kind in ("warnings", "review") else "leader"
        return word.render(
            for_audience(pack, audience), Request("材料", audience, template, settings.wording)
        )

    return make


def test_a_target_of_a_part_is_told_under_its_own_name(made: Make) -> None:
    said = "".join(section(made("槐荫区", "2023", "notice"), "2024年预期目标"))
    assert "一般公共预算收入增长6.5%左右" in said
    table = [
        text
        for text in paragraphs(made("槐荫区", "2024", "notice"))
        if "新增省级以上专精特新企业50家以上" in text
    ]
    assert table == []


def test_the_revenue_target_of_the_year_after_is_told_though_growth_was_worked_out(
    made: Make,
) -> None:
    assert "一般公共预算收入增长3%" in "".join(
        section(made("槐荫区", "2024", "briefing"), "2025年安排")
    )


@pytest.mark.parametrize(
    ("year", "problem", "other"),
    [
        ("2023", "城市品质、社会治理精细化水平", "现代化产业体系"),
        ("2024", "现代化产业体系", "城市品质"),
    ],
)
def test_problems_are_those_of_the_years_own_report_and_all_of_them(
    year: str, problem: str, other: str, made: Make
) -> None:
    said = "".join(section(made("槐荫区", year, "briefing"), "报告提出的问题"))
    assert problem in said
    assert other not in said
    assert "；四是" in said


def test_a_quarters_paper_does_not_tell_the_problems_of_the_whole_year(made: Make) -> None:
    assert section(made("槐荫区", "2024Q1", "briefing"), "报告提出的问题") == []


def test_a_year_that_only_an_undated_plan_reports_on_bears_no_date(made: Make) -> None:
    assert not any(
        "2025年1月8日" in text for text in paragraphs(made("槐荫区", "2025", "briefing"))[:2]
    )


def test_the_sources_own_totals_lead_with_their_words_and_sums(made: Make) -> None:
    (said, *_) = section(made("天桥区", "2023", "briefing"), "重点项目")
    assert said.startswith(
        "山东省城际铁路调度指挥中心等总投资1087亿元的216个重点项目加速推进，预计省级、市级"
    )
    assert "分别完成年度计划投资133%、143%" in said
    assert "166个" not in said
    (said, *_) = section(made("槐荫区", "2024", "briefing"), "重点项目")
    assert said.index("33个项目竣工交付") < said.index("89个重点项目加快建设")
    assert "均超额完成年度投资计划" in said
    (said, *_) = section(made("市中区", "2022", "briefing"), "重点项目")
    assert "新策划储备项目118个，总投资837亿元" in said
    assert said.count("837亿元") == 1


def test_a_year_without_any_figure_tells_its_targets_only(made: Make) -> None:
    paper = made("天桥区", "2024", "briefing")
    assert section(paper, "主要指标") == []
    assert "未见完成数" not in "".join(paragraphs(paper))


def test_the_signs_of_a_charts_key_stand_apart(made: Make) -> None:
    assert any(
        "○ 2024年计划 ● 2024年实际 橙色" in text
        for text in paragraphs(made("槐荫区", "2024", "projects"))
    )


def test_what_five_years_cost_is_not_told_of_the_last_one(made: Make) -> None:
    assert "180亿元" not in "".join(section(made("槐荫区", "2025", "briefing"), "民生保障"))


def test_what_two_reports_say_of_one_group_of_projects_stands_once(made: Make) -> None:
    paper = made("槐荫区", "2023", "projects")
    groups = [
        tuple(row[:3]) for table in tables(paper) if table[0][0] == "项目组" for row in table[1:]
    ]
    assert len(groups) == len(set(groups)) > 20
    assert "新策划项目189个，总投资1209亿元，已开工60个" in "".join(section(paper, "总体进展"))


def test_projects_without_a_name_are_called_by_their_stage(made: Make) -> None:
    groups = [
        row
        for table in tables(made("市中区", "2022", "projects"))
        if table[0][0] == "项目组"
        for row in table
    ]
    assert ["新策划储备项目", "新策划储备", "118个", "837亿元"] in groups


def test_a_year_that_nothing_is_known_of_has_no_chart_of_its_targets(made: Make) -> None:
    assert not any(text.startswith("图") for text in paragraphs(made("市中区", "2023", "briefing")))


def test_groups_keep_their_bounds_the_sources_words_and_the_park_they_are_of(made: Make) -> None:
    rows = [row for table in tables(made("天桥区", "2023", "projects")) for row in table]
    assert ["洽谈项目", "洽谈", "88个", "超300亿元"] in rows
    assert ["济南新材料产业园区产业项目", "策划储备", "24个", "超220亿元"] in rows
    assert ["济南新材料产业园区重点项目", "加快建设", "36个", "—"] in rows
    assert ["城市公园", "新建", "7处", "—"] in rows


def test_every_group_that_next_years_tasks_count_stands_in_the_plan_of_projects(
    made: Make,
) -> None:
    paper = made("天桥区", "2023", "pipeline")
    rows = [row for table in tables(paper) for row in table]
    for row in (
        ["其中：续建项目", "加快", "80个", "—"],
        ["新开工项目", "新开工", "50个以上", "—"],
        ["新型智造组团续建项目", "推进", "16个", "超70亿元"],
        ["新型智造组团储备项目", "储备", "20个", "超240亿元"],
        ["已启动项目", "加快建设", "24个", "289亿元"],
    ):
        assert row in rows
    assert not [text for text in section(paper, "总体安排") if "城镇就业" in text]
    rows = [row for table in tables(made("市中区", "2022", "pipeline")) for row in table]
    assert ["征收拆迁项目", "推进征收拆迁", "26个"] in rows


def test_the_source_line_of_a_figure_covers_all_that_is_drawn(made: Make) -> None:
    """What a chart draws from every part of the report is cited by every part."""
    said = "".join(paragraphs(made("天桥区", "2023", "notice")))
    first = said[said.index("图1") : said.index("图2")]
    assert "来源：2024年政府工作报告一（一）、一（二）" in first
    said = "".join(paragraphs(made("槐荫区", "2024", "projects")))
    stages = said[said.index("图2") :]
    assert all(f"一（{part}）" in stages for part in "二三四五六")


def test_the_notice_says_what_met_its_target_and_does_not_count_our_rows(made: Make) -> None:
    said = "".join(section(made("槐荫区", "2024", "notice"), "年度目标完成情况"))
    assert "主要预期目标中，达到目标的有：城镇新增就业2.6万人，完成全年指标的147.8%" in said
    assert "预计固定资产投资增长7.4%左右" in said
    assert "未达到目标的有：一般公共预算收入57.1亿元，完成年初目标的94.5%" in said
    assert "完成1项" not in said


def test_a_target_in_words_is_a_target(made: Make) -> None:
    said = "".join(section(made("市中区", "2022", "briefing"), "2023年安排"))
    assert "完成市下达的节能减排降碳约束性指标和环境质量改善目标" in said


def test_a_target_in_words_within_the_list_is_told_once(made: Make) -> None:
    said = "".join(section(made("槐荫区", "2023", "briefing"), "2024年安排"))
    assert said.count("节能减排降碳约束性指标") == 1


def test_a_card_has_no_annex_and_names_its_sources(made: Make) -> None:
    paper = made("槐荫区", "2024", "card")
    assert not tables(paper)
    assert "数据来源：《政府工作报告》（2025年1月8日）" in paragraphs(paper)[-1]


def test_what_was_only_expected_of_the_year_before_is_called_so(made: Make) -> None:
    said = "".join(section(made("槐荫区", "2024", "briefing"), "总体情况"))
    assert "增速比上年预计数回落约2.2个百分点" in said


def test_whose_figure_it_is_stays_in_its_name_and_a_total_cost_is_nothing_completed(
    made: Make,
) -> None:
    names = {
        row[1]
        for table in tables(made("槐荫区", "2024", "notice"))
        for row in table
        if len(row) > 1
    }
    assert "居民医保参保率" in names
    assert not names & {"医保参保率", "重点项目", "重点项目总投资"}


@pytest.mark.parametrize(
    ("area", "year", "answers"),
    [
        ("天桥区", "2023", {"1": "财源", "2": "融资", "3": "生态", "4": "教育"}),
        ("市中区", "2022", {"1": "城市更新", "4": "学校|医疗", "6": "信访", "7": "安全"}),
        ("槐荫区", "2024", {"1": "项目", "3": "生态", "4": "四风|廉洁"}),
    ],
)
def test_problems_have_measures_of_their_own_subject(
    made: Make, area: str, year: str, answers: dict[str, str]
) -> None:
    paper = made(area, year, "ledgers")
    rows = [row for table in tables(paper) for row in table if "措施" in table[0][2]]
    for number, words in answers.items():
        assert any(row[1] == number and re.search(words, row[2]) for row in rows)
    problems = [row for table in tables(paper) for row in table if table[0][1] == "问题"]
    assert {row[0] for row in problems[1:]} == {row[1] for row in rows[1:]}, "each has one or 待补"


def test_the_nations_situation_is_said_beside_the_list_of_problems(made: Make) -> None:
    said = "".join(paragraphs(made("市中区", "2022", "ledgers")))
    assert "大环境不列入：当前，发展环境复杂严峻，经济恢复的基础尚不牢固" in said


def test_a_budgets_income_and_spending_stand_in_one_row_for_both_years(made: Make) -> None:
    rows = [row for table in tables(made("槐荫区", "2024", "budget")) for row in table]
    by_name = {row[0].strip("　"): row[1:] for row in rows if len(row) > 3}
    assert by_name["国有资本经营预算收入"][:2] == ["1175", "1302"]
    assert by_name["国有资本经营预算支出"][:2] == ["321", "1176"]
    assert by_name["资源勘探工业信息、住房保障、债务付息等各项支出"][1] == "31,198"
    assert "存量政府专项债券应付息资金" not in by_name, "列入政府性基金的付息支出，不列两次"
    assert by_name["新增债务"][-1] == "分项相符"
    assert "结转下年支出" in [row[0] for row in rows], "不是支出的一项"
    assert "　债务还本支出" in [row[0] for row in rows], "算进去才与合计相符"


def test_a_figure_says_that_its_targets_are_those_it_lists(made: Make) -> None:
    said = "".join(paragraphs(made("天桥区", "2023", "notice")))
    assert re.search(r"图2　所列2024年量化目标\d+项", said)
    assert "不是报告所提目标的全部" in said


def test_a_number_that_two_headings_of_a_report_carry_is_told_with_its_heading(made: Make) -> None:
    said = [cell for row in tables(made("天桥区", "2023", "ledgers"))[1] for cell in row]
    assert "2024年政府工作报告二（二）“在抓好财源建设上持续发力”" in said
    assert not any(cell.endswith("报告二（二）") for cell in said)


def test_a_measure_that_shares_hardly_a_word_with_its_problem_is_to_be_looked_at(
    made: Make,
) -> None:
    cells = [cell for row in tables(made("槐荫区", "2024", "ledgers"))[1] for cell in row]
    consumption = next(cell for cell in cells if "促消费和惠民生" in cell)
    ecology = next(cell for cell in cells if "生态环境保护督察" in cell)
    assert consumption.endswith("（待核）")
    assert not ecology.endswith("（待核）")
    clean = next(cell for cell in cells if "蓝天、碧水、净土保卫战" in cell)
    assert not clean.endswith("（待核）"), "说的就是生态环境，几个词都对得上"
    cells = [cell for row in tables(made("天桥区", "2023", "ledgers"))[1] for cell in row]
    future = next(cell for cell in cells if cell.startswith("聚焦未来产业，超前谋划"))
    assert future.endswith("（待核）"), "城市更新融资难，不靠未来产业项目"
    schools = next(cell for cell in cells if "中小学、幼儿园10所" in cell)
    assert not schools.endswith("（待核）")


def test_parts_stand_behind_their_whole_and_a_number_of_nothing_known_is_not_told(
    made: Make,
) -> None:
    groups = [row[:1] + row[2:3] for row in tables(made("槐荫区", "2024", "projects"))[0][1:7]]
    assert groups == [
        ["重点项目", "196个"],
        ["其中：竣工交付项目", "33个"],
        ["其中：重点项目", "89个"],
        ["省级项目", "4个"],
        ["市级项目", "30个"],
        ["绿色低碳高质量发展项目", "106个"],
    ]
    counts = [row[2] for row in tables(made("天桥区", "2023", "projects"))[0]]
    assert "216个" in counts
    assert "166个" not in counts, "46项重点事项、102项重点工作、166个重点项目：不是那216个"


def test_projects_of_one_field_are_told_with_their_field(made: Make) -> None:
    paper = made("市中区", "2022", "projects")
    assert "能源互联加速集聚，落地碳电（山东）能源科技等项目20个" in "".join(paragraphs(paper))
    assert "落地项目（能源互联加速集聚）" in [row[0] for row in tables(paper)[0]]


def test_taxes_stand_below_the_tax_revenue_that_they_come_to(made: Make) -> None:
    rows = [row for table in tables(made("槐荫区", "2024", "budget")) for row in table]
    names = [row[0] for row in rows]
    at = names.index("　税收收入")
    assert names[at + 1 : at + 8] == [
        "　　增值税", "　　企业所得税", "　　个人所得税", "　　土地增值税", "　　契税", "　　其他地方各项税收", "　非税收入",
    ]  # fmt: skip
    assert rows[at][-1] == "分项相符"
    assert "　2023年老旧小区改造项目" in names, "发行是动词"


def test_groups_of_one_name_are_told_apart_by_their_headings(made: Make) -> None:
    names = [row[0] for row in tables(made("槐荫区", "2024", "pipeline"))[0]]
    assert "优质项目（推动先进材料产业能级提升）" in names
    assert "优质项目（推动智能制造产业固链强链）" in names
    assert "过亿元项目" in names, "只有一个的不用标题"
    names = [row[0] for row in tables(made("天桥区", "2023", "pipeline"))[0]]
    assert "征迁、供地、建设项目" in names, "照原文，不叫加快建设项目"


def test_a_warning_names_the_place_of_every_figure_that_its_words_rest_on(made: Make) -> None:
    rows = next(table for table in tables(made("槐荫区", "2024", "warnings")) if "类别" in table[0])
    revenue = next(row for row in rows if row[2] == "一般公共预算收入")
    assert "604300万元" in revenue[3]
    assert "2024年预算报告" in revenue[4]


@pytest.mark.parametrize("kind", ["briefing", "projects", "livelihood", "supervision"])
def test_the_table_of_sources_quotes_each_sentence_once(kind: str, made: Make) -> None:
    paper = made("槐荫区", "2024", kind)
    said = [row[-1] for row in tables(paper)[-1][1:] if len(row) > 1]
    assert said
    assert "。；" not in "".join(said)
    assert [
        (one, other) for one in said for other in said if one is not other and one in other
    ] == []


def test_the_table_of_sources_says_the_time_of_several_figures_once(made: Make) -> None:
    row = tables(made("槐荫区", "2024", "briefing"))[-1][2]
    assert row[-2].startswith("2024年预计：地区生产总值增长4%左右；固定资产投资增长7.4%左右")
    assert "；2024年：社会消费品零售总额558亿元；一般公共预算收入57.1亿元" in row[-2]


def test_lines_of_a_budget_have_their_names_in_the_table_of_sources_too(made: Make) -> None:
    _, sources = tables(made("槐荫区", "2024", "budget"))
    facts = "".join(row[-2] for row in sources if len(row) > 1)
    for line in (
        "国有资本经营预算支出1176万元",
        "资源勘探工业信息、住房保障等其他各项支出31284万元",
    ):
        assert line in facts
    assert "规定调入" not in facts


def test_a_plan_of_projects_is_called_by_the_year_it_plans(made: Make) -> None:
    assert paragraphs(made("槐荫区", "2024", "pipeline"))[0] == "槐荫区2025年材料"
    assert section(made("槐荫区", "2024", "supervision"), "2025年重点")


def test_projects_still_to_be_cleared_for_building_are_not_going_on(made: Make) -> None:
    rows = tables(made("天桥区", "2023", "pipeline"))[1]
    classes = [n for n, row in enumerate(rows) if len(row) == 1]
    assert [rows[n][0] for n in classes] == ["续建项目", "储备项目"]
    assert next(n for n, row in enumerate(rows) if "王炉北辛" in row) > classes[-1]


def test_a_weekly_paper_says_of_which_week_it_is(made: Make) -> None:
    assert paragraphs(made("槐荫区", "2024", "weekly"))[:2] == [
        "槐荫区材料",
        "（2025年第2周，1月6日—12日）",
    ]


def test_the_list_of_livelihood_says_the_years_and_calls_nothing_done_that_goes_on(
    made: Make,
) -> None:
    table = tables(made("槐荫区", "2024", "livelihood"))[0]
    assert table[0][:4] == ["序号", "领域", "2024年进展", "2025年安排"]
    assert any(row[2].startswith("推进93个老旧小区") for row in table[1:])


def test_the_list_of_projects_has_no_column_of_one_and_the_same_year(made: Make) -> None:
    head = tables(made("槐荫区", "2024", "projects"))[1][0]
    assert head == ["序号", "项目名称", "阶段", "出处"]


def test_two_figures_stand_on_one_page_with_all_that_is_said_of_them(made: Make) -> None:
    document = opened(made("槐荫区", "2024", "briefing"))
    high = 0.0
    for paragraph in document.paragraphs:
        name = paragraph.style.name if paragraph.style else ""
        if name == "公文图题":
            high += 7 * (1 + paragraph.text.count("\n"))
        elif name == "公文表注" and paragraph.text.startswith("读图"):
            high += 5.7 * math.ceil(width(paragraph.text) / 41) + 2.1
    high += sum(picture.height.mm for picture in document.inline_shapes)
    assert 200 < high < 225


@pytest.mark.parametrize("kind", ["briefing", "notice", "supervision", "weekly", "card"])
def test_within_a_year_the_opening_tells_figures_and_counts_none_of_our_rows(
    kind: str, made: Make
) -> None:
    said = section(made("槐荫区", "2024Q1", kind), "总体" if kind != "weekly" else "主要指标")[0]
    assert "规模以上工业增加值同比下降27.1%，低于年度目标约35.1个百分点" in said
    assert "固定资产投资同比增长10.3%，高于年度目标约4.8个百分点" in said
    assert "可比的指标" not in said


@pytest.mark.parametrize("kind", ["budget", "projects"])
def test_a_quarters_paper_that_would_say_nothing_of_it_is_not_made(kind: str, made: Make) -> None:
    with pytest.raises(EmptyPaperError, match=r"只按年做|没有2024年1—3月的项目"):
        made("槐荫区", "2024Q1", kind)


@pytest.mark.parametrize(
    ("area", "year", "said"), [("市中区", "2022", "130%"), ("天桥区", "2023", "133%")]
)
def test_sources_name_no_plan_of_the_congress_where_none_is_named(
    area: str, year: str, said: str, made: Make
) -> None:
    (row,) = (
        text
        for table in tables(made(area, year, "briefing"))
        for row in table
        for text in row
        if said in text and "：" in text and "完成年度" in text and "；" in text
    )
    assert "人代会" not in row
    assert re.search(f"完成年度(?:投资计划|计划投资){said}", row)


def test_one_match_serves_both_reports_and_two_units_are_no_contradiction(made: Make) -> None:
    rows = [row for table in tables(made("槐荫区", "2024", "review")) for row in table]
    assert not [row for row in rows if "配套教育设施" in row[1:2] and "8处" in row]
    rows = [row for table in tables(made("槐荫区", "2023", "review")) for row in table]
    assert not [row for row in rows if "51宗" in row and "4727.8亩" in row]
    assert [row for row in rows if "3.78亿元" in "".join(row)]


@pytest.mark.parametrize(
    ("area", "year", "kind", "count"),
    [
        ("槐荫区", "2023", "briefing", "定向储备项目不少于20个"),
        ("槐荫区", "2023", "projects", "新落地中国赛迪黄河中心等10个项目"),
        ("槐荫区", "2023", "supervision", "新落地中国赛迪黄河中心等10个项目"),
        ("槐荫区", "2024", "notice", "新签约落地优质项目30个以上"),
    ],
)
def test_a_count_of_one_industry_is_not_told_as_the_districts(
    area: str, year: str, kind: str, count: str, made: Make
) -> None:
    assert count not in "".join(paragraphs(made(area, year, kind)))


def test_groups_of_one_industry_say_under_which_heading_they_stand(made: Make) -> None:
    rows = {
        row[0]: row for table in tables(made("槐荫区", "2023", "pipeline")) for row in table if row
    }
    assert any(name.startswith("签约落地项目（打造先进材料产业集群") for name in rows)
    assert any(name.startswith("重点项目") for name in rows)


def test_livelihood_beds_at_home_are_no_hospitals_and_awards_no_stock(made: Make) -> None:
    rows = tables(made("槐荫区", "2023", "livelihood"))[0]
    assert [row[1] for row in rows if any("家庭养老床位" in text for text in row)] == ["养老托育"]
    rows = [row for table in tables(made("槐荫区", "2023", "notice")) for row in table]
    (name,) = [text for row in rows for text in row[:2] if "“专精特新”企业" in text]
    assert name == "获批山东省“专精特新”企业"


def test_candidates_of_livelihood_are_no_targets(made: Make) -> None:
    assert "候选" not in "".join(paragraphs(made("天桥区", "2023", "notice")))


def test_every_fall_of_a_quarter_is_warned_of(made: Make) -> None:
    rows = [row for table in tables(made("槐荫区", "2024Q1", "warnings")) for row in table]
    assert [row for row in rows if any("第一产业" in text for text in row)]
    assert sum("下降" in row for row in rows) == 6


def test_one_group_of_two_reports_stands_once_at_its_furthest(made: Make) -> None:
    rows = [row for table in tables(made("槐荫区", "2023", "projects")) for row in table]
    parks = [row for row in rows if row[0] == "公园"]
    assert [row[1:3] for row in parks] == [["建成", "8处"]]
    assert sum("25个" in row for row in rows) == 1
    planned = [row for table in tables(made("槐荫区", "2023", "pipeline")) for row in table]
    schools = [row for row in planned if row[0].endswith("教育设施")]
    assert sorted(row[2] for row in schools) == ["3处", "8处"]


def test_what_a_plans_table_says_of_a_goal_stays_with_it(made: Make) -> None:
    rows = [row for table in tables(made("槐荫区", "2025", "plan")) for row in table]
    assert "预期性" in next(row for row in rows if "养老机构护理型床位占比" in row)


def test_where_a_work_is_done_is_no_target(made: Make) -> None:
    rows = [row for table in tables(made("槐荫区", "2024", "review")) for row in table]
    assert not [row for row in rows if "30公里" in row]
    assert [row for row in rows if "6公里" in row]


@pytest.mark.parametrize(
    ("area", "year", "name"),
    [
        ("市中区", "2022", "国家管网集团山东总部"),
        ("槐荫区", "2023", "“双碳示范”现代医药物流园区"),
    ],
)
def test_a_project_still_to_land_is_not_going_on(
    area: str, year: str, name: str, made: Make
) -> None:
    rows = next(
        table for table in tables(made(area, year, "pipeline")) if any(name in row for row in table)
    )
    at = next(n for n, row in enumerate(rows) if name in row)
    assert [row[0] for row in rows[:at] if len(row) == 1][-1] == "储备项目"


def test_a_group_whose_sentence_names_the_industry_says_it(made: Make) -> None:
    rows = [row[0] for table in tables(made("槐荫区", "2023", "projects")) for row in table]
    assert "落地项目（围绕半导体“一号产业”制定招商路线图）" in rows


def test_a_target_that_the_source_says_was_reached_has_its_share_in_the_table(made: Make) -> None:
    every = (row for table in tables(made("槐荫区", "2024", "briefing")) for row in table)
    rows = {row[1]: row for row in every if len(row) > 1}
    assert "完成147.8%" in rows["城镇新增就业"]


def test_a_card_names_the_document_of_a_target_that_only_its_share_tells_of(made: Make) -> None:
    said = "".join(paragraphs(made("槐荫区", "2024", "card")))
    assert "财政预算草案的报告" in said.partition("数据来源：")[2]


def test_only_what_the_source_says_is_in_use_is_counted_as_finished(made: Make) -> None:
    said = "".join(paragraphs(made("槐荫区", "2024", "projects")))
    assert "竣工投用10个、完成提升3个、加快建设14个" in said
    stages = {row[1]: row[2] for table in tables(made("槐荫区", "2024", "projects")) for row in table if len(row) == 4}  # fmt: skip
    assert stages["青创齐鲁大厦"] == "打造"


def test_a_project_stands_at_the_furthest_that_the_reports_on_one_year_say(made: Make) -> None:
    rows = [row for table in tables(made("槐荫区", "2023", "projects")) for row in table]
    assert next(row[2] for row in rows if "经十西路汽车主题公园" in row) == "建成"


def test_a_paper_of_a_year_reviewed_before_knows_nothing_of_the_next_review(made: Make) -> None:
    for kind in ("briefing", "warnings", "review"):
        said = paragraphs(made("槐荫区", "2023", kind))
        assert "（2024年1月17日）" in said
        rows = [
            cell for table in tables(made("槐荫区", "2023", kind)) for row in table for cell in row
        ]
        assert not [cell for cell in rows if "2025年政府工作报告" in cell]


def test_a_part_beside_its_whole_is_no_disagreement(made: Make) -> None:
    paper = tables(made("槐荫区", "2023", "review"))
    table = next(table for table in paper if "未采用的数" in table[0])
    assert {row[4] for row in table[1:]} == {"3.78亿元"}


def test_what_a_part_says_of_the_targets_the_opening_does_not_say_too(made: Make) -> None:
    said = paragraphs(made("槐荫区", "2024", "supervision"))
    assert sum("完成年初目标的94.5%" in each for each in said) == 1
    assert any("社会消费品零售总额558亿元" in each for each in said)
    assert "不作比较" not in "".join(said)
    assert any("114个续建项目" in each for each in said)


def test_a_heading_that_tells_groups_apart_is_brief(made: Make) -> None:
    for year in ("2023", "2024"):
        names = [row[0] for table in tables(made("槐荫区", year, "projects")) for row in table]
        assert not [name for name in names if "——" in name or "等项目283个" in name]


def test_budgets_of_another_year_are_not_made_into_a_paper(made: Make) -> None:
    with pytest.raises(EmptyPaperError):
        made("槐荫区", "2025", "budget")
    row = next(
        r for t in tables(made("槐荫区", "2024", "budget")) for r in t if "卫生健康支出" in r[0]
    )
    assert row[3] == "−12.0"


@pytest.mark.parametrize(
    ("area", "year", "first"),
    [
        ("天桥区", "2023", ["重点项目（项目建设成果丰硕）", "绿色低碳高质量发展重点项目"]),
        ("市中区", "2022", ["省、市级重点项目", "区级重点项目"]),
    ],
)
def test_the_total_of_projects_leads_their_groups(
    area: str, year: str, first: list[str], made: Make
) -> None:
    paper = tables(made(area, year, "projects"))
    groups = next(table for table in paper if table[0][0] == "项目组")
    assert [row[0] for row in groups[1:3]] == first


def test_homes_for_young_children_are_told_with_those_for_the_old(made: Make) -> None:
    rows = {row[1]: row for table in tables(made("槐荫区", "2024", "livelihood")) for row in table if len(row) > 3}  # fmt: skip
    assert "新建2家托幼一体机构" in rows["养老托育"][3]


def test_a_figure_of_the_opening_is_not_told_again_and_in_the_reports_unit(made: Make) -> None:
    said = "".join(paragraphs(made("槐荫区", "2023", "supervision")))
    assert said.count("实际使用外资下降25.5%") == 1
    # 567393万元 in the budget report.
    assert "一般公共预算收入56.7亿元，比上年增长13.1%" in said


def test_what_is_to_be_cleared_and_built_stands_among_next_years_projects(made: Make) -> None:
    said = "".join(paragraphs(made("市中区", "2022", "projects")))
    assert "7个片区18个项目的拆迁清零" in said
    assert "2700套安置房" in said


def test_a_table_that_runs_over_with_a_few_rows_is_set_closer(made: Make) -> None:
    paper = opened(made("槐荫区", "2024", "briefing"))
    heights = {}
    for table in paper.tables:
        found = {height.get(qn("w:val")) for height in table._tbl.iter(qn("w:trHeight"))}
        heights[table.cell(0, 1).text] = found
    assert heights["指标"] == {"272"}  # 22 rows: one page
    assert heights["项目名称"] == {"351"}  # 37 take two pages however they are set
