"""Units for tasks whose documents name none: proposed, confirmed, and only then somebody's duty."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.analysis.pack import build_pack, for_audience
from briefing.model import Pack, ProjectMention, Scope, Source, Task, proposal_key
from briefing.settings import Settings
from briefing.store import ScopeFacts
from tests.unit.analysis.facts import facts_of

DISTRICT = Scope("district", "370104", "槐荫区")
TEXT = "改造老旧小区32个，加装电梯35部，新建公园7处。"


def facts(*confirmed: str, text: str = TEXT, lead: tuple[str, ...] = ()) -> ScopeFacts:
    found = facts_of(
        {
            "documents": [
                {
                    "reviewed": 2024,
                    "says": [
                        {
                            "text": "增长。",
                            "figures": [{"name": "地区生产总值", "id": "gdp", "value": 5}],
                        }
                    ],
                }
            ]
        }
    )
    source = Source("d0", "d0.txt", "政府工作报告", 1000, 1000 + len(text), text, text)
    task = Task("commitment", "1", text[:6], text, "2025", "槐荫区", source, lead)
    return replace(found, tasks=(task,), confirmed=frozenset(confirmed))


def pack(settings: Settings, found: ScopeFacts, department: str = "") -> Pack:
    scope = replace(DISTRICT, kind="department", department=department) if department else DISTRICT
    return build_pack(found, scope, "2024", settings)


def test_words_of_duties_propose_who_leads_and_who_helps(settings: Settings) -> None:
    made = pack(settings, facts())
    (proposal,) = made.proposals
    assert (proposal.lead, proposal.responsible) == (("区住房城乡建设局",), ("区园林绿化服务中心",))
    assert "老旧小区、电梯" in proposal.because
    assert made.tasks[0].lead == ()


def test_a_task_that_names_its_unit_needs_no_proposal(settings: Settings) -> None:
    made = pack(settings, facts(lead=("区水务局",)))
    assert made.proposals == ()
    assert made.tasks[0].lead == ("区水务局",)


def test_nothing_is_proposed_where_nothing_speaks_for_anybody(settings: Settings) -> None:
    assert pack(settings, facts(text="坚持稳中求进。")).proposals == ()


def test_once_confirmed_the_task_is_the_units_duty(settings: Settings) -> None:
    (proposal,) = pack(settings, facts()).proposals
    made = pack(settings, facts(proposal.key))
    assert made.proposals == ()
    assert (made.tasks[0].lead, made.tasks[0].responsible) == (proposal.lead, proposal.responsible)
    assert made.tasks[0].key == proposal.task
    assert pack(settings, facts(), "housing").tasks == ()
    assert pack(settings, facts(proposal.key), "housing").tasks == made.tasks


def test_another_unit_than_proposed_can_be_confirmed(settings: Settings) -> None:
    key = proposal_key(facts().tasks[0].key, ("区城管局",))
    made = pack(settings, facts(key))
    assert (made.tasks[0].lead, made.proposals) == (("区城管局",), ())


def test_a_county_calls_its_offices_its_own_way(settings: Settings) -> None:
    made = build_pack(facts(), Scope("district", "370124", "平阴县"), "2024", settings)
    assert made.proposals[0].lead == ("县住房城乡建设局",)


def test_the_public_sees_no_proposals(settings: Settings) -> None:
    assert for_audience(pack(settings, facts()), "public").proposals == ()


def test_a_word_of_another_sense_speaks_for_nobody(settings: Settings) -> None:
    for text in ("开展审计式监督。", "办好12345热线诉求。"):
        assert pack(settings, facts(text=text)).proposals == ()


def test_who_uses_a_building_need_not_lead_its_project(settings: Settings) -> None:
    text = "加快市第二人民医院建设。"
    found = facts(text=text)
    source = Source("d0", "d0.txt", "政府工作报告", 1002, 1009, text, text)
    hospital = ProjectMention(
        "named", "市第二人民医院", "building", "target", "2025", "槐荫区", source
    )
    assert pack(settings, replace(found, mentions=(hospital,))).proposals == ()


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("做好民族宗教、统计物价、史志档案、慈善老龄等工作。", ""),
        ("统计工作做深做实，服务决策。", "区统计局"),
        ("深化共建医科大学科技园，打造创新链产业链资金链人才链融合高地。", ""),
        ("加强信用体系建设，优化投资消费环境。", ""),
        ("坚持人民至上，扩大养老服务供给。", "区民政局"),
    ],
)
def test_a_word_in_passing_proposes_nobody(settings: Settings, text: str, lead: str) -> None:
    made = pack(settings, facts(text=text)).proposals
    assert [proposal.lead for proposal in made] == ([(lead,)] if lead else [])
