"""Projects listed one by one under a heading that says how far they are."""

from __future__ import annotations

from pathlib import Path

from briefing.extraction.projects import project_mentions
from tests.unit.extraction.tasks.build import from_text

LIST = """云湖区2025年重点项目清单
（一）续建项目（2个）
1.星河水库工程。总库容500万立方米；总投资4.2亿元，2025年计划投资1.5亿元；责任单位：区水务局。
2.东山路快速化改造。全长8公里，总投资12亿元。
（二）计划竣工项目（1个）
1.云湖会展中心，总投资11亿元。
（三）预备项目（1个）
1.西部物流园，估算总投资45亿元。
"""


def test_a_list_of_projects(tmp_path: Path) -> None:
    found = project_mentions(from_text(tmp_path, LIST))
    assert [
        (m.kind, m.name, m.stage, m.status, m.period, m.investment, m.count) for m in found
    ] == [
        ("portfolio", "续建项目", "building", "target", "2025", None, "2"),
        ("named", "星河水库工程", "building", "target", "2025", "4.2亿元", None),
        ("named", "东山路快速化改造", "building", "target", "2025", "12亿元", None),
        ("portfolio", "计划竣工项目", "completed", "target", "2025", None, "1"),
        ("named", "云湖会展中心", "completed", "target", "2025", "11亿元", None),
        ("portfolio", "预备项目", "reserved", "target", "2025", None, "1"),
        ("named", "西部物流园", "reserved", "target", "2025", "45亿元", None),
    ]


def test_names_under_a_heading_without_numbers(tmp_path: Path) -> None:
    text = "云湖区重点项目\n一、已完工项目\n云水水库、云河大桥、云山产业园。\n二、预备项目（2个）\n云河水厂、云溪水厂。\n两座水厂开工建设。\n"
    assert [(m.name, m.stage) for m in project_mentions(from_text(tmp_path, text))] == [
        ("云水水库", "completed"),
        ("云河大桥", "completed"),
        ("云山产业园", "completed"),
        ("预备项目", "reserved"),
        ("云河水厂", "reserved"),
        ("云溪水厂", "reserved"),
    ]


def test_what_is_said_behind_an_item_of_livelihood(tmp_path: Path) -> None:
    text = (
        "云湖区2024年民生实事完成情况\n1.实施城东幼儿园扩建工程。主体已完工，正在装修。\n"
        "2.建设城西养老中心项目。已投入使用。\n3.城南医院项目。建成投用后可新增床位200张。\n"
    )
    assert [(m.name, m.stage) for m in project_mentions(from_text(tmp_path, text))] == [
        ("城东幼儿园扩建工程", "building"),
        ("城西养老中心项目", "completed"),
        ("城南医院项目", "building"),
    ]


def test_how_the_projects_of_a_list_go(tmp_path: Path) -> None:
    found = project_mentions(from_text(tmp_path, LIST.replace("重点项目清单", "重点项目进展情况")))
    assert {(m.status, m.period) for m in found} == {("actual", "2025")}


def test_items_of_livelihood_that_are_projects(tmp_path: Path) -> None:
    text = "云湖区2025年民生实事项目\n1.城东养老院建设项目\n新增床位200张。\n2.提高低保标准。\n城乡低保标准提高5%。\n"
    assert [(m.name, m.stage, m.status) for m in project_mentions(from_text(tmp_path, text))] == [
        ("城东养老院建设项目", "building", "target")
    ]


def test_numbered_work_is_no_list_of_projects(tmp_path: Path) -> None:
    text = "云湖区2025年稳增长若干措施\n（一）抓好项目建设\n1.强化要素保障，落实总投资20亿元项目的用地。\n2.优化审批服务，压缩时限。\n"
    assert project_mentions(from_text(tmp_path, text)) == ()


def test_groups_and_examples_of_a_year_plan_told_in_a_review(tmp_path: Path) -> None:
    text = (
        "云湖区2025年上半年重点项目建设进展情况\n全区计划新开工项目41个，总投资206亿元，主要包括星河引水工程、东山铁路等19个重大基础设施项目，"
        "云湖产业园等13个产业园项目；预备项目18个，总投资90亿元。\n"
    )
    assert [
        (m.name, m.stage, m.status, m.count) for m in project_mentions(from_text(tmp_path, text))
    ] == [
        ("新开工项目", "started", "target", "41"),
        ("星河引水工程", "started", "target", None),
        ("东山铁路", "started", "target", None),
        ("重大基础设施项目", "started", "target", "19"),
        ("云湖产业园", "started", "target", None),
        ("产业园项目", "started", "target", "13"),
        ("预备项目", "reserved", "actual", "18"),
    ]


def test_projects_that_are_not_begun(tmp_path: Path) -> None:
    text = "云湖区2025年三季度重点项目进展情况\n东湖学校等15个项目竣工投用，西站物流园等7个项目未开工。\n"
    assert [
        (m.name, m.stage) for m in project_mentions(from_text(tmp_path, text)) if m.kind == "named"
    ] == [
        ("东湖学校", "completed"),
        ("西站物流园", "reserved"),
    ]
