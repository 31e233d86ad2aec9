"""What was promised and what was done are set beside each other though they have different names."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from briefing.analysis import matching
from briefing.analysis.index import Index
from briefing.analysis.pack import build_pack, for_audience
from briefing.analysis.targets import target_rows
from briefing.model import Observation, Scope, Source
from briefing.papers import wording
from briefing.settings import Settings
from briefing.store import ScopeFacts
from tests.unit.analysis.facts import facts_of


def said(name: str, value: str, unit: str, at: int, status: str = "actual") -> Observation:
    source = Source("d", "d.txt", "政府工作报告", at, at + 1, name, name)
    return Observation(
        name, None, "云湖区", "level", Decimal(value), unit, status, "2024", "exact", source  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("goal", "done", "found"),
    [
        (("加装电梯", "35", "部"), ("既有建筑加装住宅电梯", "37", "部"), "sure"),
        (("新建教育设施", "8", "处"), ("润新学校等教育设施", "8", "处"), "sure"),
        (("新建口袋公园", "6", "个"), ("建成口袋公园", "6", "处"), "sure"),
        (("新建各类公园游园", "7", "处"), ("高品质公园游园", "5", "处"), "asked"),
        (("培育市级龙头企业", "5", "家"), ("省级龙头企业", "2", "家"), ""),
        (("改造城市道路", "6", "条"), ("硬化农村道路", "9", "条"), ""),
        (("引进项目", "30", "个"), ("开工项目", "36", "个"), ""),
        (("新增学位", "5000", "个"), ("新增托位", "5000", "个"), ""),
        (("建设养老服务中心", "3", "处"), ("养老服务中心", "3000", "平方米"), ""),
        (("改造老旧小区一期", "3", "个"), ("改造老旧小区二期", "3", "个"), ""),
    ],
)
def test_object_unit_and_size(
    goal: tuple[str, str, str], done: tuple[str, str, str], found: str
) -> None:
    match = matching.Figures([said(*done, 10)]).best(said(*goal, 20, "target"))
    word = "" if match is None else "sure" if match.sure else "asked"
    assert word == found


def test_each_figure_answers_one_goal() -> None:
    figure = said("既有建筑加装住宅电梯", "37", "部", 10)
    goals = [
        said("加装电梯", "35", "部", 20, "target"),
        said("加装住宅电梯", "36", "部", 30, "target"),
    ]
    matches = [match for goal in goals if (match := matching.Figures([figure]).best(goal))]
    assert len(matches) == 2
    assert len(matching.one_to_one(matches)) == 1


@pytest.mark.parametrize(
    ("one", "other", "document", "same"),
    [
        (("教育设施", "8", "处"), ("配套教育设施", "8", "处"), "plan", True),
        (("教育设施", "8", "处"), ("配套教育设施", "8", "处"), "d", False),
        (("教育设施", "8", "处"), ("配套教育设施", "3", "处"), "plan", False),
        (("引进项目", "30", "个"), ("开工项目", "30", "个"), "plan", False),
    ],
)
def test_one_goal_in_two_reports_is_one(
    one: tuple[str, str, str], other: tuple[str, str, str], document: str, same: bool
) -> None:
    goal = said(*other, 20, "target")
    goal = replace(goal, source=replace(goal.source, document=document))
    assert matching.one_goal(said(*one, 10, "target"), goal) == same


def facts(goal: str, done: str, value: int) -> ScopeFacts:
    promised = {"name": goal, "value": 7, "unit": "处", "period": 2024, "status": "target"}
    figure = {"name": done, "value": value, "unit": "处"}
    return facts_of(
        {
            "documents": [
                {"reviewed": 2023, "says": [{"text": "目标。", "figures": [promised]}]},
                {"reviewed": 2024, "says": [{"text": "完成。", "figures": [figure]}]},
            ]
        }
    )


def test_a_doubtful_match_is_a_question_until_somebody_answers(settings: Settings) -> None:
    asked = facts("新建健身场地", "优质社区健身活动场地", 5)
    (row,) = target_rows(Index(asked, settings), "2024")
    assert (row.verdict.kind, row.verdict.doubt) == ("not_comparable", "match")
    assert "“优质社区健身活动场地5处”是否就是这项目标的完成数？是□ 否□" in wording.verdict(row)
    key = row.verdict.question
    (yes,) = target_rows(Index(replace(asked, confirmed=frozenset({key})), settings), "2024")
    assert (yes.verdict.kind, wording.verdict(yes)) == ("missed", "未完成，为目标的71.4%")
    (no,) = target_rows(Index(replace(asked, confirmed=frozenset({f"no:{key}"})), settings), "2024")
    assert no.verdict.doubt == "no_actual"


def test_what_nobody_can_match_leaves_leaders_papers(settings: Settings) -> None:
    scope = Scope("district", "370104", "云湖区")
    pack = build_pack(facts("新建健身场地", "新建绿道驿站", 5), scope, "2024", settings)
    assert len(pack.targets) == 1
    assert for_audience(pack, "leader").targets == ()
    assert len(for_audience(pack, "department").targets) == 1
