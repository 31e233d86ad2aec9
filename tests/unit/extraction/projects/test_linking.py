"""Mentions of one project in several documents become one project with its history; alike names are told, never merged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.extraction.projects import link, near_names, normalised, project_mentions
from briefing.model import ProjectMention, Stage

from .build import written


def mention(
    name: str,
    period: str = "2024",
    status: str = "actual",
    stage: Stage = "building",
    area: str = "某区",
) -> ProjectMention:
    (made,) = project_mentions(written("云栖谷三期加快建设。"))
    return replace(made, name=name, period=period, status=status, stage=stage, area=area)  # type: ignore[arg-type]


def test_one_project_has_its_history_oldest_first() -> None:
    said = [
        mention("云栖谷三期项目", "2025", "target", "completed"),
        mention("云栖谷三期", "2023", stage="started"),
        mention("云栖谷三期", "2024", "target"),
        mention("云栖谷三期", "2024"),
    ]
    (project,) = link(said)
    assert project.name == "云栖谷三期"
    assert [(m.period, m.status, m.stage) for m in project.mentions] == [
        ("2023", "actual", "started"),
        ("2024", "target", "building"),
        ("2024", "actual", "building"),
        ("2025", "target", "completed"),
    ]
    assert project.latest.stage == "completed"


def test_brackets_quotes_and_kind_do_not_part_names() -> None:
    assert (
        len(
            link(
                [
                    mention("树兰（华东）医院"),
                    mention("树兰(华东)医院项目"),
                    mention("“树兰（华东）医院”"),
                ]
            )
        )
        == 1
    )
    assert normalised("城西热力管网工程") == "城西热力管网"


def test_areas_and_groups_stay_apart() -> None:
    groups = project_mentions(written("185个重点项目加速推进。"))
    assert len(link([mention("人民医院"), mention("人民医院", area="邻县"), *groups])) == 2


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("蓝海智造产业园", "蓝海制造产业园", True),
        ("华东先进材料产业港", "先进材料产业港", True),
        ("云栖谷二期", "云栖谷三期", False),
        ("柳溪河西路北延", "柳溪河西路南延", False),
        ("轨道交通4号线", "轨道交通6号线", False),
        ("张刘片区A4地块", "张刘片区A6地块", False),
        ("云栖谷", "云栖谷三期", False),
        ("城北污水处理厂", "城南幼儿园", False),
    ],
)
def test_near_names_are_told_and_never_merged(one: str, other: str, near: bool) -> None:
    projects = link([mention(one), mention(other)])
    assert len(projects) == 2
    assert [{a.name, b.name} for a, b in near_names(projects)] == ([{one, other}] if near else [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("柳溪河西路北延", "柳溪河西路北延道路建设工程项目"),
        ("省立医院南地块", "省立医院南地块城市更新项目"),
        ("区未成年人救助保护中心", "区级未成年人救助保护中心"),
        ("省第二人民医院门诊病房综合楼", "山东省第二人民医院门诊病房综合楼建设"),
        ("某区全民健身运动中心", "全民健身运动中心"),
    ],
)
def test_one_project_under_two_spellings(one: str, other: str) -> None:
    assert len(link([mention(one), mention(other)])) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("山东大厦", "大厦"), ("云栖谷一期", "云栖谷二期"), ("省立医院南地块", "省立医院北地块")],
)
def test_what_is_told_apart_stays_apart(one: str, other: str) -> None:
    assert len(link([mention(one), mention(other)])) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("广安门医院华东医院", "广安门华东医院"),
        ("云湖创芯智谷", "云湖创芯智谷产业园"),
        ("河山里城市更新", "河山里片区改造提升"),
        ("上新街片区更新项目", "上新街项目"),
        ("市立五院周边片区城市更新项目（一期）", "市立五院一期城市更新项目"),
        ("海信城15班幼儿园", "海信城幼儿园"),
        ("“一号工程”云湖质子中心", "云湖质子中心"),
        ("云湖河（甲路至乙路段）综合整治改造提升及生态修复工程", "云湖河综合整治工程"),
        ("国家人类遗传资源共享服务平台华东创新中心", "国家人类遗传资源华东创新中心"),
        ("张庄机场国防文化公园", "张庄机场文化公园"),
        ("轨道交通市立五院综合体", "市立五院轨道交通TOD综合体项目"),
    ],
)
def test_plan_and_report_name_one_project_in_two_ways(one: str, other: str) -> None:
    (project,) = link([mention(one, "2023", "target"), mention(other, "2023")])
    assert [m.status for m in project.mentions] == ["target", "actual"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("实验小学东校区", "实验小学东校区综合楼"),
        ("县人民医院综合楼", "县人民医院新院区综合楼"),
        ("市立五院周边片区城市更新项目一期", "市立五院二期城市更新项目"),
        ("云湖河（甲路至乙路段）综合整治工程", "云湖河（乙路至丙路段）综合整治工程"),
        ("元山电子", "元山电子二期"),
        ("先进材料智造港", "先进材料智造港三期"),
    ],
)
def test_unlike_phases_sections_and_buildings_stay_apart(one: str, other: str) -> None:
    assert len(link([mention(one), mention(other)])) == 2


def test_services_and_kinds_are_in_no_ledger() -> None:
    names = ["“红领医养”项目", "老旧小区改造", "轨道交通", "居家养老服务项目", "云湖大厦"]
    assert [project.name for project in link(map(mention, names))] == ["云湖大厦"]
    assert not link([mention("“家住槐荫”项目", area="槐荫区")])


def test_shops_are_in_no_ledger() -> None:
    found = project_mentions(written("引入云迪新能源车等首店项目9个，万虹中心加快建设。"))
    assert [project.name for project in link(found)] == ["万虹中心"]


def test_the_areas_own_name_is_no_common_word() -> None:
    (project,) = link([mention("天桥医院迁建", area="天桥区")])
    assert project.name == "天桥医院迁建"
