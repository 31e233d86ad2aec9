"""Headings of a report's parts that carry no number, and budget papers that do not call themselves reports."""

from __future__ import annotations

import pytest

from briefing.sources import documents, read_bytes

TEXT = """云湖区2021年政府工作报告

“十三五”时期工作回顾

——农业稳步发展。粮食产量达到12万吨，年均增长2%。

2021年重点工作

新建道路8条。
"""


def test_a_line_that_names_years_and_work_is_a_heading() -> None:
    (document,) = documents(read_bytes("报告.txt", TEXT.encode()))
    spoken = [(section.heading, section.part, section.years) for section in document.sections]
    assert spoken == [
        ("“十三五”时期工作回顾", "review", (2016, 2020)),
        ("——农业稳步发展", "review", (2016, 2020)),
        ("2021年重点工作", "tasks", (2021, 2021)),
    ]


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("2021年主要工作", "tasks"),
        ("2021年工作计划", "tasks"),
        ("下一步工作打算", "tasks"),
        ("2020年工作开展情况", "review"),
    ],
)
def test_a_line_that_names_what_follows_is_a_heading(line: str, part: str) -> None:
    (document,) = documents(read_bytes("报告.txt", TEXT.replace("2021年重点工作", line).encode()))
    assert (document.sections[-1].heading, document.sections[-1].part) == (line, part)


@pytest.mark.parametrize(
    "line",
    ["2021年是重点工作落实之年。", "2021年重点工作：新建道路8条", "做好2021年重点工作，要坚持三条"],
)
def test_a_sentence_is_no_heading(line: str) -> None:
    (document,) = documents(
        read_bytes("报告.txt", TEXT.replace("2021年重点工作\n", line + "\n").encode())
    )
    assert line not in [section.heading for section in document.sections]


def test_accounts_and_budget_are_a_budget_report() -> None:
    text = (
        "云湖市2022年市本级决算和2023年预算情况\n\n一、2022年决算\n\n一般公共预算收入27.7亿元。\n"
    )
    (document,) = documents(read_bytes("预算.txt", text.encode()))
    assert (document.kind, document.year_reviewed, document.year_planned) == (
        "budget_report",
        2022,
        2023,
    )


@pytest.mark.parametrize(
    ("title", "area"),
    [
        ("2024年上半年云岭县经济运行情况", "云岭县"),
        ("2024年1—6月云岭县主要经济指标", "云岭县"),
        ("2023年度云岭县财政决算报告", "云岭县"),
        ("2024年上半年各区县主要经济指标完成情况", ""),
    ],
)
def test_the_area_behind_a_part_of_the_year(title: str, area: str) -> None:
    (document,) = documents(
        read_bytes("资料.txt", f"{title}\n\n地区生产总值12亿元，增长5%。\n".encode())
    )
    assert document.area == area


def test_the_foot_of_a_web_page_is_no_text() -> None:
    page = "<html><body><h1>云岭县2025年政府工作报告</h1><p>2024年，新建道路8条。</p><footer>访问量654321次</footer><aside>热点9条</aside></body></html>"
    assert "654321" not in read_bytes("报告.html", page.encode()).text
    assert "热点" not in read_bytes("报告.html", page.encode()).text


def test_main_work_of_the_title_s_year_is_to_come() -> None:
    text = "云湖市2026年政府工作报告\n\n“十四五”时期发展回顾\n\n新增公园12处。\n\n2026年主要工作\n\n新建道路8条。\n"
    (document,) = documents(read_bytes("报告.txt", text.encode()))
    assert (document.year_reviewed, document.year_planned) == (2025, 2026)
    assert document.sections[-1].part == "tasks"
