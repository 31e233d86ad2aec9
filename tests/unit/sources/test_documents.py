"""Titles, kinds, areas, dates, years and headings of the real documents, and of documents the tests write."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from briefing.model import Document, Section, squeeze
from briefing.sources import documents, read_bytes, read_file

TREES = json.loads(Path(__file__).with_name("trees.json").read_text(encoding="utf-8"))


def of_text(text: str, name: str = "文件.txt") -> tuple[Document, ...]:
    return documents(read_bytes(name, text.encode()))


def seed(shared: Path, number: str) -> tuple[Document, ...]:
    return documents(read_file(next((shared / "data" / "seeds").glob(f"{number}_*.txt"))))


# --- the real documents


@pytest.mark.parametrize(
    ("number", "area", "date", "reviewed"),
    [
        ("000", "槐荫区", "2025-01-08", 2024),
        ("001", "天桥区", "2024-01-16", 2023),
        ("004", "市中区", "2023-01-05", 2022),
    ],
)
def test_district_reports(shared: Path, number: str, area: str, date: str, reviewed: int) -> None:
    (report,) = seed(shared, number)
    assert (report.title, report.kind) == ("政府工作报告", "work_report")
    assert (report.area, report.date) == (area, date)
    assert (report.year_reviewed, report.year_planned) == (reviewed, reviewed + 1)


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("山东省", "2026-01-27"),
        ("江苏省", "2026-02-03"),
        ("河南省", "2026-01-26"),
        ("浙江省", "2026-01-14"),
        ("湖北省", "2026-01-27"),
        ("陕西省", "2026-01-27"),
    ],
)
def test_provincial_reports(shared: Path, name: str, date: str) -> None:
    (report,) = documents(read_file(shared / "data" / "provinces" / f"{name}.txt"))
    assert report.title in (f"2026年{name}政府工作报告", f"{name}2026年政府工作报告")
    assert (report.kind, report.area, report.date) == ("work_report", name, date)
    assert (report.year_reviewed, report.year_planned) == (2025, 2026)


@pytest.mark.parametrize("name", ["山东省", "江苏省", "河南省", "浙江省", "湖北省", "陕西省"])
def test_web_page_chrome_is_gone(shared: Path, name: str) -> None:
    (report,) = documents(read_file(shared / "data" / "provinces" / f"{name}.txt"))
    lines = report.text.split("\n")
    assert lines[0] == report.title
    assert not {
        "下载",
        "打印",
        "全屏",
        "收藏",
        "【字号：",
        "加大",
        "还原",
        "减小",
        "】",
        "首页",
        ">",
        "分享:",
        "来源：",
    } & set(lines)
    assert not lines[-1].startswith(("相关报道", "扫一扫"))


def test_five_year_plan(shared: Path) -> None:
    (plan,) = seed(shared, "002")
    assert plan.title == "槐荫区国民经济和社会发展第十五个五年（2026—2030年）规划纲要"
    assert (plan.kind, plan.area, plan.date) == ("five_year_plan", "槐荫区", "")
    assert (plan.year_reviewed, plan.year_planned) == (2025, 2030)
    assert "[bookmark:" not in plan.text
    assert "[image:" not in plan.text


def test_the_gazette(shared: Path) -> None:
    made = seed(shared, "003")
    assert [document.kind for document in made] == [
        "work_report",
        "plan_report",
        "budget_report",
        "opinion",
        "notice",
        "appointments",
        "appointments",
        "appointments",
        "table",
    ]
    assert [document.date for document in made] == [
        "2024-01-17",
        "2024-01-17",
        "2024-01-17",
        "2024-03-06",
        "2024-01-30",
        "2024-02-02",
        "2024-02-19",
        "2024-03-18",
        "",
    ]
    assert {document.area for document in made} == {"槐荫区"}
    assert [(document.year_reviewed, document.year_planned) for document in made[:3]] == [
        (2023, 2024)
    ] * 3
    assert made[1].title == "关于槐荫区2023年国民经济和社会发展计划执行情况与2024年计划草案的报告"
    assert made[2].title == "关于槐荫区2023年财政预算执行情况和2024年财政预算草案的报告"
    assert (
        made[3].title == "中共济南市槐荫区委 济南市槐荫区人民政府关于深入推进文化强区建设的实施意见"
    )
    assert made[4].title == "槐荫区人民政府办公室关于印发济南市槐荫区“宜商槐荫”十八条措施的通知"
    assert all(document.title.startswith("济南市槐荫区人民政府关于任") for document in made[5:8])
    assert made[8].title == "2024年1-3月全区主要经济指标完成情况"
    assert made[8].year_reviewed == 2024


def test_a_gazettes_documents_cover_it(shared: Path) -> None:
    made = seed(shared, "003")
    assert made[0].start == 0
    assert made[-1].end == len(made[0].reading.text)
    assert all(before.end == after.start for before, after in pairwise(made))
    assert len({document.id for document in made}) == len(made)


def test_hard_wraps_are_rejoined(shared: Path) -> None:
    """The gazette was printed 18 characters wide with a blank line after each: its paragraphs end where sentences end."""
    report = seed(shared, "003")[0]
    paragraphs = [line for line in report.text.split("\n") if len(line) > 60]
    assert len(paragraphs) == 56
    assert all(line[-1] in "。！：" for line in paragraphs)
    assert "一般公共预算收入56.7亿元" in report.text
    assert "总投资3141亿元的216个重点项目" in report.text
    assert "http" not in report.text


def test_page_furniture_inside_a_paragraph_is_gone(shared: Path) -> None:
    budget, opinion = seed(shared, "003")[2:4]
    assert "公报" not in budget.text
    assert "公报" not in opinion.text
    assert "\n30\n" not in budget.text


def test_flattened_tables_keep_their_lines(shared: Path) -> None:
    table = seed(shared, "003")[8]
    assert "地区生产总值* 亿元 170.3 2.9" in table.text.split("\n")
    assert "规模以上工业增加值 亿元 — -27.1" in table.text.split("\n")
    plan = seed(shared, "002")[0]
    assert (
        "\n\t3\n\t高新技术产业产值占规模以上工业总产值比重年均增长（%）\n\t86.5\n\t88\n\t0.3\n\t预期性\n"
        in plan.text
    )
    assert "\n\t居民人均可支配收入增长（%）\n\t\n\t\n\t5\n\t预期性\n" in plan.text


@pytest.mark.parametrize("key", TREES)
def test_heading_trees(shared: Path, key: str) -> None:
    """Top headings, and the stretches that turn to other years: part, years, children, and all headings below."""
    file, number = key.split("#")
    document = documents(read_file(shared / "data" / file))[int(number)]
    assert [_summary(document, section) for section in _turning(document)] == TREES[key]


def _turning(document: Document) -> list[Section]:
    found: list[Section] = []
    top: Section | None = None
    for section in document.sections:
        if section.level == 1:
            top = section
        if section.level == 1 or (not section.heading and top and section.years != top.years):
            found.append(section)
    return found


def _summary(document: Document, section: Section) -> list[object]:
    inside = [
        other
        for other in document.sections
        if other.heading and section.start < other.start < section.end
    ]
    children = [other for other in inside if other.level == section.level + 1]
    return [
        section.heading,
        section.part,
        list(section.years) if section.years else None,
        len(children),
        len(inside),
    ]


def test_paths_lead_from_the_top_to_the_heading(shared: Path) -> None:
    (report,) = seed(shared, "000")
    section = next(one for one in report.sections if one.heading == "招强引优成效显著")
    assert section.path == (
        "一、2024年工作回顾",
        "（二）凝心聚力抓项目、育动能，高质量发展潜能更加突出",
        "招强引优成效显著",
    )
    assert report.text[section.start : section.body] == "招强引优成效显著。"
    assert report.section_at(section.body) == section


def test_every_section_lies_inside_its_parent(shared: Path) -> None:
    for path in sorted((shared / "data").glob("*/*.txt")):
        for document in documents(read_file(path)):
            open_sections: list[Section] = []
            for section in document.sections:
                assert section.start <= section.body <= section.end <= len(document.text)
                while open_sections and open_sections[-1].end <= section.start:
                    open_sections.pop()
                assert all(outer.end >= section.end for outer in open_sections)
                assert not section.heading or section.path[-1] == section.heading
                open_sections.append(section)


def test_figures_lead_back_to_the_file(shared: Path) -> None:
    for path in sorted((shared / "data").glob("*/*.txt")):
        for document in documents(read_file(path)):
            for at in range(0, len(document.text), 37):
                if document.text[at].isspace():  # lines may have been left out here
                    continue
                start, end = document.offsets.span(at, min(at + 20, len(document.text)))
                quote = squeeze(document.reading.text[start:end])
                same = str.maketrans("％,;:", "%，；：")
                read = squeeze(document.text[at : at + 20])[:1]
                assert read.translate(same) == quote[:1].translate(same)
                assert document.start <= start < end <= document.end


# --- titles


def test_a_sites_name_above_the_title_is_not_the_documents_place() -> None:
    text = "甲州省统计局 -\n云岭市2025年国民经济和社会发展统计公报\n首页\n2026年5月12日\n一、综合\n全年地区生产总值91.5亿元。\n"
    (bulletin,) = documents(read_bytes("a.txt", text.encode()))
    assert (bulletin.title, bulletin.area) == ("云岭市2025年国民经济和社会发展统计公报", "云岭市")


@pytest.mark.parametrize(
    "above",
    [
        "标题：2022年政府工作报告\n发文单位：云岭市人民政府\n来源URL：http://www.yunling.gov.cn/a-1-2.html\n\n",
        "2022年1月25日 星期二 5\n要闻\n审签：张三 编辑：李四\n",
        "云岭市十六届人大\n二次会议文件（十八）\n",
    ],
)
def test_a_title_below_what_a_page_says_of_itself(above: str) -> None:
    text = (
        above + "云岭市政府工作报告\n――2022年1月23日在云岭市第十六届人民代表大会第二次会议上\n"
        "云岭市人民政府市长 王五\n各位代表：\n现在，我代表云岭市人民政府，向大会报告政府工作，请予审议。\n"
        "一、2021年工作回顾\n全年生产总值增长6.5%。\n二、2022年工作安排\n生产总值增长7%左右。\n"
    )
    (report,) = documents(read_bytes("报告.txt", text.encode()))
    assert (report.kind, report.area, report.date) == ("work_report", "云岭市", "2022-01-23")
    assert (report.year_reviewed, report.year_planned) == (2021, 2022)


REPORT = "各位代表：\n现在，我代表区人民政府向大会报告工作，请予审议。\n一、2024年工作回顾\n全年地区生产总值增长5%。\n二、2025年工作安排\n力争增长6%。\n"


@pytest.mark.parametrize(
    ("head", "kind", "area", "years"),
    [
        (
            "政府工作报告\n——2025年1月8日在济南市历下区第十九届人民代表大会第四次会议上\n",
            "work_report",
            "历下区",
            (2024, 2025),
        ),
        (
            "政 府 工 作 报 告\n（二〇二五年一月八日在平阴县第十八届人民代表大会第四次会议上）\n",
            "work_report",
            "平阴县",
            (2024, 2025),
        ),
        ("章丘区政府工作报告（摘要）\n2025年1月8日\n", "work_report", "章丘区", (2024, 2025)),
        (
            "关于某市2024年国民经济和社会发展计划执行情况\n与2025年国民经济和社会发展计划草案的报告\n——2025年1月8日在某市第一届人民代表大会上\n",
            "plan_report",
            "某市",
            (2024, 2025),
        ),
        (
            "关于济南市2024年预算执行情况和2025年预算草案的报告\n（2025年1月8日）\n",
            "budget_report",
            "济南市",
            (2024, 2025),
        ),
        (
            "长清区2024年财政预算执行情况和2025年财政预算草案的报告\n",
            "budget_report",
            "长清区",
            (2024, 2025),
        ),
        (
            "2024年济阳区国民经济和社会发展统计公报\n济阳区统计局\n2025年3月20日\n",
            "communique",
            "济阳区",
            (2024, None),
        ),
        (
            "钢城区国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要\n",
            "five_year_plan",
            "钢城区",
            (2020, 2025),
        ),
        (
            "商河县人民政府办公室\n关于印发《商河县2025年重点工作任务分工》的通知\n商政办发〔2025〕3号\n",
            "notice",
            "商河县",
            (None, 2025),
        ),
        (
            "济南市人民政府\n关于印发济南市国民经济和社会发展第十四个五年规划和2035年远景目标纲要的通知\n济政发〔2021〕5号\n各区县人民政府：\n",
            "five_year_plan",
            "济南市",
            (2020, 2025),
        ),
        ("2024年\n槐荫区国民经济和社会发展统计公报[1]\n", "communique", "槐荫区", (2024, None)),
        ("某区2025年上半年经济运行情况\n", "communique", "某区", (2025, None)),
        (
            "莱芜区人民政府关于促进工业稳增长的若干措施\n莱政发〔2025〕2号\n",
            "opinion",
            "莱芜区",
            (None, None),
        ),
        ("商河县2025年政府工作报告重点任务分解表\n", "opinion", "商河县", (None, 2025)),
        ("商河县2025年民生实事项目\n", "opinion", "商河县", (None, 2025)),
        ("商河县2025年民生实事项目完成情况\n", "table", "商河县", (2025, None)),
        (
            "关于商河县2025年1-9月主要经济指标完成情况的通报\n商政办发〔2025〕3号\n",
            "communique",
            "商河县",
            (2025, None),
        ),
        ("商河县2025年重点项目清单\n", "ledger", "商河县", (None, 2025)),
        ("商河县2025年重点项目进展情况\n", "ledger", "商河县", (2025, None)),
    ],
)
def test_titles(head: str, kind: str, area: str, years: tuple[int | None, int | None]) -> None:
    (document,) = of_text(head + REPORT)
    assert (document.kind, document.area) == (kind, area)
    assert (document.year_reviewed, document.year_planned) == years


def test_a_file_without_a_title_is_named_after_itself() -> None:
    (document,) = of_text(
        "全年地区生产总值增长5%，比上年提高0.3个百分点。\n", "历城区经济运行情况.txt"
    )
    assert document.title == "历城区经济运行情况"
    assert document.area == "历城区"


def test_a_report_of_december_looks_back_on_its_own_year() -> None:
    (document,) = of_text(
        "政府工作报告\n——2024年12月28日在某县第一届人民代表大会第五次会议上\n各位代表：\n全县经济平稳运行，各项工作取得新成效。\n"
    )
    assert (document.year_reviewed, document.year_planned) == (2024, 2025)


def test_a_notices_attachment_belongs_to_it() -> None:
    notice = "某区人民政府关于印发优化服务实施方案的通知\n某政发〔2025〕5号\n各街道办事处：\n现将方案印发给你们，请认真贯彻执行。\n某区人民政府\n2025年2月3日\n"
    attachment = "优化服务实施方案\n为进一步优化服务，制定本方案，请结合实际抓好落实。\n一、总体要求\n坚持便民利企，办事时间压减30%。\n"
    (document,) = of_text(notice + attachment)
    assert (document.kind, document.date) == ("notice", "2025-02-03")
    assert document.year_planned is None


def test_a_title_in_running_text_begins_no_document() -> None:
    text = "政府工作报告\n——2025年1月8日在某区第一届人民代表大会上\n各位代表：\n全区上下认真落实政府工作报告各项部署，取得较好成效。\n关于优化营商环境的意见\n今年继续推进各项改革，让群众办事更方便。\n"
    assert len(of_text(text)) == 1


def test_a_title_printed_twice_is_one_document() -> None:
    head = "某县2026年政府工作报告\n2026年1月27日在某县第十四届人民代表大会第四次会议上\n"
    assert len(of_text(head + head + REPORT)) == 1


# --- sections


def heading_list(text: str) -> list[tuple[int, str]]:
    (document,) = of_text(
        "政府工作报告\n——2025年1月8日在某区第一届人民代表大会上\n各位代表：\n现在报告工作，请予审议。\n"
        + text
    )
    return [(section.level, section.heading) for section in document.sections if section.heading]


def test_notes_of_a_booklet_of_accounts_are_documents_of_their_own_years() -> None:
    sums = "一、全市情况\n全市一般公共预算支出191.3亿元，加上上解支出7.9亿元，支出总计199.2亿元。"
    notes = [f"{title}说明\n{sums}" for title in ("2025年预算收支执行情况", "2026年预算收支草案")]
    carried, planned = of_text("青岚市预算文件\n" + "\n".join(notes))[-2:]
    assert (carried.kind, carried.year_reviewed, carried.sections[0].part) == (
        "budget_report",
        2025,
        "review",
    )
    assert (planned.kind, planned.year_planned, planned.sections[0].part) == (
        "budget_report",
        2026,
        "tasks",
    )


def test_levels_follow_the_numbering_not_its_kind() -> None:
    text = "第一章 总则\n一、目标\n（一）指标\n1.收入\n（1）税收\n（2）非税\n2.支出\n（二）其他\n二、任务\n第二章 附则\n"
    assert heading_list(text) == [
        (1, "第一章 总则"),
        (2, "一、目标"),
        (3, "（一）指标"),
        (4, "1.收入"),
        (5, "（1）税收"),
        (5, "（2）非税"),
        (4, "2.支出"),
        (3, "（二）其他"),
        (2, "二、任务"),
        (1, "第二章 附则"),
    ]


def test_run_in_headings_need_company() -> None:
    text = (
        "一、2024年工作回顾\n（一）抓项目\n项目推进有力。全年开工项目12个，完成投资30亿元，都按期推进。\n招商成效明显。全年签约项目20个，总投资50亿元，落地率较高。\n"
        "（二）抓民生\n全年新增就业1.2万人。民生支出占比81%，各项实事全部办结，群众满意。\n"
    )
    assert heading_list(text) == [
        (1, "一、2024年工作回顾"),
        (2, "（一）抓项目"),
        (3, "项目推进有力"),
        (3, "招商成效明显"),
        (2, "（二）抓民生"),
    ]


def test_dashes_that_lead_a_list_of_targets_are_no_headings() -> None:
    text = "二、2025年预期目标\n——地区生产总值增长5%；\n——一般公共预算收入增长3%；\n——完成节能减排任务。\n以上目标经过努力可以实现。\n"
    assert heading_list(text) == [(1, "二、2025年预期目标")]


def test_paragraphs_turn_a_review_to_other_years() -> None:
    text = (
        "政府工作报告\n——2026年1月8日在某区第一届人民代表大会上\n各位代表：\n现在报告工作，请予审议。\n一、2025年工作回顾\n全年增长5%，完成目标。\n"
        "各位代表！五年来，我们接续奋斗，经济总量迈上新台阶，年均增长5.5%。\n——经济更强。税收占比达到70%，结构持续优化。\n二、2026年工作安排\n力争增长5%。\n"
    )
    (document,) = of_text(text)
    spans = [(section.heading, section.part, section.years) for section in document.sections]
    assert spans == [
        ("一、2025年工作回顾", "review", (2025, 2025)),
        ("", "review", (2021, 2025)),
        ("——经济更强", "review", (2021, 2025)),
        ("二、2026年工作安排", "tasks", (2026, 2026)),
    ]


def test_headings_of_the_year_and_of_five_years() -> None:
    text = (
        "政府工作报告\n——2022年1月8日在某区第一届人民代表大会上\n各位代表：\n现在报告工作，请予审议。\n一、过去五年工作回顾\n五年共完成投资500亿元。\n"
        "二、今后五年工作总体要求\n经济总量再上新台阶。\n三、2022年重点工作\n完成投资100亿元。\n四、加强自身建设\n提高效能。\n"
    )
    (document,) = of_text(text)
    assert [(section.part, section.years) for section in document.sections] == [
        ("review", (2017, 2021)),
        ("outlook", (2022, 2026)),
        ("tasks", (2022, 2022)),
        ("tasks", (2022, 2022)),
    ]


@pytest.mark.parametrize(
    ("title", "given", "years"),
    [
        ("2025年云岭县人民政府工作报告", "2025年12月23日", (2025, 2026)),
        ("2025年云岭县人民政府工作报告", "2025年1月9日", (2024, 2025)),
        ("2026年云岭县人民政府工作报告", "2025年12月27日", (2025, 2026)),
    ],
)
def test_a_work_report_of_december_looks_back_on_its_own_year(
    title: str, given: str, years: tuple[int, int]
) -> None:
    text = f"{title}\n{given}在云岭县第十八届人民代表大会第五次会议上\n一、过去一年工作\n全县生产总值40亿元。\n"
    (document,) = documents(read_bytes("报告.txt", text.encode()))
    assert (document.year_reviewed, document.year_planned) == years


def test_a_work_report_named_by_the_year_its_heading_reviews_looks_back_on_it() -> None:
    text = "云岭镇2017年工作报告\n一、2017年政府工作回顾\n全镇固定资产投资完成3120万元。\n"
    (document,) = documents(read_bytes("报告.txt", text.encode()))
    assert (document.year_reviewed, document.year_planned) == (2017, 2018)


@pytest.mark.parametrize(
    ("title", "kind", "years"),
    [
        ("云岭区2018年度预算说明", "budget_report", (None, 2018)),
        ("云岭区教育局2023年部门预算公开", "budget_report", (None, 2023)),
        ("云岭区2018年度预算执行情况说明", "budget_report", (2018, 2019)),
        ("云岭县“十三五”规划中期评估报告", "plan_report", (2018, 2019)),
        ("云岭县“十三五”规划实施情况总结评估", "plan_report", (2020, 2021)),
        ("云岭县“十四五”规划纲要", "five_year_plan", (2020, 2025)),
        ("关于2022年云岭区财政第二次预算调整方案的报告", "budget_report", (None, 2022)),
        ("云岭县第七次全国人口普查公报", "communique", (2020, None)),
        ("云岭县第三次全国农业普查主要数据公报", "communique", (2016, None)),
        ("经开区2022年经济社会发展总体情况和2023年工作打算汇报", "other", (2022, 2023)),
        ("云岭市“十二五”规划交出期中成绩单", "plan_report", (2013, 2014)),
        ("关于2013年上半年考核结果的通报", "communique", (2013, None)),
        ("云岭镇2022年预算调整方案草案", "budget_report", (None, 2022)),
        ("关于2018年度市级预算执行和其他财政收支的审计工作报告", "budget_report", (2018, 2019)),
        ("云岭县2019年度财政收支审计结果公告", "communique", (2019, None)),
        ("2022年“三公”经费预算及2021年“三公”经费决算情况", "budget_report", (2021, 2022)),
        ("云岭县2022年农业农村工作行动", "opinion", (None, 2022)),
        ("云岭县2021年重点民生实事进展情况", "other", (2021, 2022)),
    ],
)
def test_a_budget_alone_looks_ahead_and_a_plans_evaluation_back(
    title: str, kind: str, years: tuple[int | None, int | None]
) -> None:
    text = f"{title}\n（一）一般公共服务支出9476万元，较上年预算数增加2174万元，增长29.8%。\n"
    (document,) = of_text(text)
    assert (document.kind, document.year_reviewed, document.year_planned) == (kind, *years)


def test_a_plan_in_a_tables_title_is_the_time_of_it() -> None:
    text = "云岭县“十三五”财政收支情况\n“十三五”期间，财政收入总量较“十二五”期间增加3亿元。\n"
    (document,) = of_text(text)
    assert (document.kind, document.year_reviewed) == ("table", 2020)


def test_news_of_a_congress_in_spring_tells_of_the_year_before() -> None:
    text = "云岭区第一届人民代表大会第二次会议开幕\n2018年1月24日\n预计地区生产总值超过2100亿元。\n"
    (document,) = of_text(text)
    assert (document.year_reviewed, document.year_planned) == (2017, 2018)


def test_our_city_is_no_areas_name() -> None:
    (document,) = of_text("今年上半年我市经济运行情况\n2015年上半年，全市生产总值440.26亿元。\n")
    assert (document.area, document.year_reviewed) == ("", 2015)


def test_the_way_to_a_page_is_no_title_and_a_bulletin_is_of_the_year_before_its_date() -> None:
    way = "首页 > 政务公开 > 统计公报\n"
    (document,) = of_text(way + "云岭旗2023年国民经济和社会发展统计公报\n2024年4月18日\n")
    assert document.title == "云岭旗2023年国民经济和社会发展统计公报"
    (document,) = of_text(
        "云岭旗国民经济和社会发展统计公报\n2024年4月18日\n全旗生产总值168亿元。\n"
    )
    assert document.year_reviewed == 2023


@pytest.mark.parametrize(
    ("text", "years"),
    [
        (
            "“十四五”末云岭高速公路通车里程将达300公里\n“十三五”期间，完成投资68亿元。\n",
            (2020, 2021),
        ),
        ("在云岭县第十四次代表大会上的报告\n这次大会在“十四五”规划开局之年召开。\n", (2020, 2021)),
        ("政府工作报告\n十二五时期，是我乡加快转型的五年。\n", (2015, 2016)),
    ],
)
def test_a_text_without_a_year_is_of_the_plan_it_speaks_of_first(
    text: str, years: tuple[int, int]
) -> None:
    (document,) = of_text(text)
    assert (document.year_reviewed, document.year_planned) == years


@pytest.mark.parametrize(
    ("below", "years"),
    [
        ("一是经济更强。建成重点项目37个。\n二是城市更新。改造小区8个。\n", (2017, 2021)),
        ("一是经济更强。2021年建成重点项目37个。\n二是城市更新。改造小区8个。\n", (2021, 2021)),
    ],
)
def test_a_heading_of_five_years_and_one_is_of_the_five_where_none_is_spoken_of(
    below: str, years: tuple[int, int]
) -> None:
    (document,) = of_text(
        f"政府工作报告\n——2021年12月25日在某区第一届人民代表大会上\n一、过去五年及2021年工作回顾\n{below}"
    )
    assert {section.years for section in document.sections if section.path} == {years}


@pytest.mark.parametrize(
    ("text", "kind", "years"),
    [
        # questions and answers on a plan
        (
            "云岭县“双倍增”工作方案（2023—2027年）的工作目标是什么？\n到2025年，企业突破75家。\n",
            "opinion",
            (2022, 2027),
        ),
        # news of what the year is to bring
        ("十件民生实事看得见摸得着\n2015年1月22日\n新建幼儿园3所。\n", "opinion", (None, None)),
        (
            "云岭县人民代表大会隆重开幕\n报告共分两个部分：一、2024年工作回顾。二、2025年任务。\n",
            "other",
            (2024, 2025),
        ),
    ],
)
def test_news_and_answers_on_a_paper_are_of_its_kind_and_years(
    text: str, kind: str, years: tuple[int | None, int | None]
) -> None:
    (document,) = of_text(text)
    assert (document.kind, document.year_reviewed, document.year_planned) == (kind, *years)


def test_a_line_of_a_keyword_is_a_heading() -> None:
    (document,) = of_text(
        "2025年2月25日云岭市人民代表大会会议开幕\n关键词：主要预期目标\n地区生产总值增长5%左右。\n"
    )
    assert document.sections[-1].part == "tasks"
