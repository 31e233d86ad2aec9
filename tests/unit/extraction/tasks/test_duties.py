"""Duties in the running text: the item they stand in, its number and title, and the units."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from briefing.extraction.tasks import duties, task_row
from briefing.model import squeeze
from tests.examples import examples

from .build import from_text, plain

TEXT = """某区人民政府办公室关于印发优化服务十条措施的通知

各街道办事处，区政府各部门：
现将《优化服务十条措施》印发给你们，请认真贯彻执行。

一、优化办事服务

1.审批事项集中办。推动高频事项进一个大厅办理，全年新增集中办理事项60项。（牵头单位：区行政审批服务局，责任单位：
区直各有关单位）

2.惠企政策主动办。建立政策清单，
按季度推送。（区工业和信息化局牵头，区财政局、区税务局配合）
开展上门宣讲40场。(责任单位:区投资促进局、各街道,完成时限:2024年9月底前)

二、优化要素保障

（一）强化用地保障。年内供应工业用地800亩以上（牵头单位：区自然资源局）。

（二）强化用工保障
举办招聘活动120场。
牵头单位：区人力资源社会保障局
责任单位：各街道办事处、区直有关部门
"""


def test_items_units_goals_and_deadlines(tmp_path: Path) -> None:
    document = from_text(tmp_path, TEXT)
    found = duties(document)
    assert [(task.number, task.title, task.lead, task.responsible) for task in found] == [
        ("1", "审批事项集中办", ("区行政审批服务局",), ("区直各有关单位",)),
        ("2", "惠企政策主动办", ("区工业和信息化局",), ("区财政局", "区税务局")),
        ("2", "惠企政策主动办", (), ("区投资促进局", "各街道")),
        ("1", "强化用地保障", ("区自然资源局",), ()),
        ("2", "强化用工保障", ("区人力资源社会保障局",), ("各街道办事处", "区直有关部门")),
    ]
    assert found[0].goal == "全年新增集中办理事项60项"
    assert found[2].text == "开展上门宣讲40场"
    assert found[2].deadline == "2024年9月底前"
    assert found[3].deadline == "年内"
    assert found[3].period == "2024" or found[3].period == ""
    for task in found:
        shown = squeeze(document.reading.text[task.source.start : task.source.end])
        assert shown == task.source.quote
        assert all(unit in shown for unit in (*task.lead, *task.responsible))


def test_row_has_the_keys_of_the_contract(tmp_path: Path) -> None:
    row = task_row(duties(from_text(tmp_path, TEXT))[0])
    assert row["fact"] == "duty"
    assert row["quote"] == "（牵头单位：区行政审批服务局，责任单位：区直各有关单位）"
    assert (row["number"], row["title"], row["lead"], row["responsible"]) == (
        "1",
        "审批事项集中办",
        ["区行政审批服务局"],
        ["区直各有关单位"],
    )


OTHER_FORMS = """某县任务分工

1.抓好投资。开工项目12个。（县财政局、县水利局，各乡镇）
2.抓好算力。建成机房3处。（牵头单位：县数据局；
责任单位：县通信发展办、某某通信分公司）
3.抓好监测（雨水、墒情），做好防汛（县城、乡镇）。
"""


def test_a_bare_list_of_units_and_a_parenthesis_of_two_lines_are_one_duty_each(
    tmp_path: Path,
) -> None:
    found = duties(from_text(tmp_path, OTHER_FORMS))
    assert [(task.number, task.lead, task.responsible) for task in found] == [
        ("1", (), ("县财政局", "县水利局", "各乡镇")),
        ("2", ("县数据局",), ("县通信发展办", "某某通信分公司")),
    ]


_PIECES = [
    *("（", "）", "(", ")", "牵头单位：", "责任单位:", "区财政局", "、", "，", "；", "\n"),
    *("1.", "一、", "负责", "牵头", "各街道", "。", "完成时限：", "等"),
]


@given(st.lists(st.sampled_from(_PIECES), max_size=80).map("".join))
@examples(200)
def test_no_text_makes_it_fail(text: str) -> None:
    for task in duties(plain(text)):
        assert task.lead or task.responsible


def test_a_remark_among_units_is_none(tmp_path: Path) -> None:
    text = """某县任务分工

1.抓好投资。开工项目12个。（责任单位：县发改局、县财政局，排在第一位的为牵头单位，下同；督办单位：县政府督查室）
"""
    (task,) = duties(from_text(tmp_path, text))
    assert task.responsible == ("县发改局", "县财政局")
