"""A figure that no document has, and that a department fills in, comes into the papers as the department's own."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from briefing.analysis.index import Index
from briefing.analysis.pack import build_pack
from briefing.analysis.rules import findings
from briefing.model import Observation, Pack, Scope
from briefing.papers import Request, Template, render
from briefing.papers.excel import verify
from briefing.store import Store
from tests.conftest import ROOT
from tests.unit.collect.conftest import Import
from tests.unit.collect.forms import (
    AREA,
    AT,
    DISTRICT,
    FIGURES,
    facts,
    figure,
    fill_store,
    filled,
    form,
    place,
    settings,
    sign,
)

TARGETS = (
    *FIGURES,
    ("general_budget_revenue", "level", "60", "亿元", "2025", "target"),
    ("gdp", "yoy", "5.5", "%", "2025", "target"),
)
REVENUE = "general_budget_revenue:level"


@pytest.fixture(autouse=True)
def with_targets(store: Store) -> None:
    """The report sets goals for 2025, no document says what became of them."""
    fill_store(store, facts(TARGETS))


def pack(store: Store, period: str = "2025") -> Pack:
    return build_pack(
        store.scope_facts(DISTRICT), Scope("district", DISTRICT, AREA), period, settings()
    )


def revenue(store: Store, period: str = "2025") -> Observation | None:
    return next(
        row.level
        for row in pack(store, period).indicators
        if row.indicator == "general_budget_revenue"
    )


def cell(data: bytes, row: str, head: str) -> Any:
    return place(load_workbook(io.BytesIO(data)), "指标填报", f"indicator:{row}", head).value


def test_it_is_taken_and_printed_as_the_departments(
    store: Store, take: Import, tmp_path: Path
) -> None:
    sent = form(store, "finance", period="2025")
    assert cell(sent, REVENUE, "本期数") == "—"
    outcome = take(filled(sent, tmp_path / "财政局.xlsx", figure(REVENUE, "58.60亿元"), sign()))
    assert (outcome.state, outcome.corrections, outcome.remarks) == ("taken", 1, ())
    found = revenue(store)
    assert found is not None
    assert (str(found.value), found.unit, found.supplied) == ("58.60", "亿元", True)
    assert (found.source.title, found.source.file, found.source.place) == (
        "槐荫区2025年区财政局填报表（部门报送）", "财政局.xlsx", "指标填报!H4",
    )  # fmt: skip
    assert found.source.quote == "一般公共预算收入58.60亿元（区财政局2025年2月10日报送）"
    (seen,) = [
        each
        for each in findings(Index(store.scope_facts(DISTRICT), settings()))
        if each.rule == "corrected"
    ]
    assert (
        seen.message
        == "采用部门报送的数，资料里没有：一般公共预算收入部门报送58.60亿元（区财政局，2025-02-10，财政局.xlsx 指标填报!H4）。"
    )
    again = form(store, "finance", period="2025")
    assert (cell(again, REVENUE, "本期数"), cell(again, REVENUE, "核定值")) == (58.6, None)


def test_the_district_workbook_shows_where_it_comes_from(
    store: Store, take: Import, tmp_path: Path
) -> None:
    take(
        filled(
            form(store, "finance", period="2025"),
            tmp_path / "财政局.xlsx",
            figure(REVENUE, 58.6),
            sign(),
        )
    )
    layout = "templates/excel/indicators.yaml"
    request = Request(
        "指标表", "internal", Template(layout, (ROOT / layout).read_bytes()), settings().wording
    )
    data = render("excel", pack(store), request)
    assert verify(data, pack(store), request) == []
    sheet = load_workbook(io.BytesIO(data))["全部数据及出处"]
    rows = ["｜".join(str(each.value) for each in row) for row in sheet.iter_rows()]
    assert [
        row
        for row in rows
        if "部门报送58.6亿元（区财政局，2025-02-10，财政局.xlsx 指标填报!H4）" in row
    ]


def test_putting_it_right_and_taking_it_back(store: Store, take: Import, tmp_path: Path) -> None:
    first = form(store, "finance", period="2025")
    take(filled(first, tmp_path / "一.xlsx", figure(REVENUE, 58.6), sign()))
    second = filled(
        form(store, "finance", period="2025"), tmp_path / "二.xlsx", figure(REVENUE, 58.9), sign()
    )
    assert take(second).corrections == 1
    found = revenue(store)
    assert found is not None
    assert (str(found.value), found.supplied, found.source.file) == ("58.9", True, "二.xlsx")
    assert [(row.old, row.new, row.state) for row in store.returned.corrections()] == [
        ("", "58.6", "replaced"),
        ("58.6", "58.9", "holds"),
    ]
    store.returned.revert([2], by="区政府办", at=AT)
    assert str(getattr(revenue(store), "value", "")) == "58.6"
    store.returned.revert([1], by="区政府办", at=AT)
    assert revenue(store) is None
    assert store.check() == ()


def test_two_sheets_that_disagree_are_a_conflict(
    store: Store, take: Import, tmp_path: Path
) -> None:
    sent = form(store, "finance", period="2025")
    take(filled(sent, tmp_path / "一.xlsx", figure(REVENUE, 58.6), sign()))
    same = take(filled(sent, tmp_path / "同.xlsx", figure(REVENUE, "58.60"), sign("丙科")))
    assert (same.state, same.unchanged) == ("unchanged", 1)
    other = filled(sent, tmp_path / "二.xlsx", figure(REVENUE, 59), sign())
    outcome = take(other)
    assert [(r.kind, r.where, r.message) for r in outcome.remarks] == [
        (
            "conflict",
            "指标填报!H4",
            "一般公共预算收入总量：发出时没有这个数，区财政局已报送 58.6亿元（一.xlsx 指标填报!H4），这份填 59亿元",
        )
    ]
    assert take(other, accepted=["指标填报!H4"]).corrections == 1
    assert str(getattr(revenue(store), "value", "")) == "59"


def test_a_document_that_states_it_by_now_is_a_conflict_and_wins_over_what_was_supplied(
    store: Store, take: Import, tmp_path: Path
) -> None:
    sent = form(store, "finance", period="2025")
    take(filled(sent, tmp_path / "一.xlsx", figure(REVENUE, 58.6), sign()))
    fill_store(
        store, facts((*TARGETS, ("general_budget_revenue", "level", "591000", "万元", "2025")))
    )
    assert str(getattr(revenue(store), "value", "")) == "591000"
    messages = [
        each.message
        for each in findings(Index(store.scope_facts(DISTRICT), settings()))
        if each.rule == "corrected"
    ]
    assert messages == [
        "没有采用部门报送的数：一般公共预算收入部门报送58.6亿元（区财政局，2025-02-10，一.xlsx 指标填报!H4），资料已有 591,000万元（政府工作报告）。"
    ]
    late = filled(sent, tmp_path / "二.xlsx", figure(REVENUE, "59.2"), sign())
    outcome = take(late)
    assert (
        "发出时没有这个数，资料里现在是 591,000万元（政府工作报告），这份填 59.2亿元"
        in outcome.remarks[0].message
    )
    assert take(late, accepted=["指标填报!H4"]).corrections == 1
    assert str(getattr(revenue(store), "value", "")) == "592000"


@pytest.mark.parametrize(
    ("department", "row", "value", "message"),
    [
        (
            "finance",
            REVENUE,
            586000,
            "年度目标是 60亿元，填的是 586000亿元，是年度目标的约9767倍，像是把万元和亿元（或个和万）填混",
        ),
        ("finance", REVENUE, -5, "总量成了负数"),
        ("development", "gdp:yoy", 0.055, "像是差了百分号"),
        ("development", "gdp:yoy", 55, "相差 49.5 个百分点"),
    ],
)
def test_one_that_nobody_can_have_meant_is_asked_about(
    department: str,
    row: str,
    value: float,
    message: str,
    store: Store,
    take: Import,
    tmp_path: Path,
) -> None:
    path = filled(
        form(store, department, period="2025"), tmp_path / "甲.xlsx", figure(row, value), sign()
    )
    outcome = take(path)
    assert [remark.kind for remark in outcome.remarks] == ["question"]
    assert message in outcome.remarks[0].message
    assert store.returned.corrections() == ()
    assert take(path, accepted=[outcome.remarks[0].where]).corrections == 1


def test_a_quarter_is_not_held_against_the_whole_years_target(
    store: Store, take: Import, tmp_path: Path
) -> None:
    path = filled(
        form(store, "finance", period="2025Q1"), tmp_path / "甲.xlsx", figure(REVENUE, 15.2), sign()
    )
    assert (take(path).corrections, take(path).remarks) == (1, ())
    assert str(getattr(revenue(store, "2025Q1"), "value", "")) == "15.2"


def test_a_target_that_is_gone_leaves_nothing_to_hold_it_against(
    store: Store, take: Import, tmp_path: Path
) -> None:
    path = filled(
        form(store, "finance", period="2025"), tmp_path / "甲.xlsx", figure(REVENUE, 58.6), sign()
    )
    fill_store(store, facts(FIGURES))
    outcome = take(path)
    assert [remark.kind for remark in outcome.remarks] == ["refused"]
    assert "指标填报!H4" in outcome.remarks[0].where
    assert "来源数已不在库中" in outcome.remarks[0].message
