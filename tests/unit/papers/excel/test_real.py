"""Workbooks made from real documents: every figure right, every formula's value the one it comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from briefing.analysis.pack import build_pack, for_audience
from briefing.model import Pack, Scope
from briefing.papers import render
from briefing.papers.excel import bound_figures, recalculated, stale_values, verify
from briefing.papers.excel.sheets.indicators import _share, indicators
from briefing.papers.excel.sheets.projects import projects
from briefing.papers.excel.sheets.targets import targets
from briefing.papers.excel.sheets.tasks import tasks
from briefing.settings import load_settings
from tests.unit.analysis.conftest import facts_by_area
from tests.unit.papers.excel.samples import request


@pytest.fixture(scope="module")
def packed(shared: Path) -> Callable[[str, str], Pack]:
    """area, year -> its Pack from the seeds."""
    settings = load_settings(None)
    files = sorted((shared / "data" / "seeds").glob("*.txt"))
    facts = facts_by_area({path.name: path.read_bytes() for path in files}, settings)

    def of(area: str, year: str) -> Pack:
        district = settings.district(area)
        assert district
        return build_pack(
            facts[area], Scope("district", district.code, district.name), year, settings
        )

    return of


@pytest.fixture(scope="module")
def pack(packed: Callable[[str, str], Pack]) -> Pack:
    """槐荫区 in 2024, from the documents of its year."""
    return packed("槐荫区", "2024")


def test_every_task_has_a_lead_or_a_mark_and_goals_in_words_are_tasks(
    packed: Callable[[str, str], Pack],
) -> None:
    made = tasks(packed("市中区", "2022"), request(audience="internal"))
    heads = [column.name for column in made.columns]
    rows = [
        dict(zip(heads, map(str, (c.value or "" for c in row)), strict=True)) for row in made.rows
    ]
    leads = {row["quote"]: row["lead"] for row in rows}
    assert all(leads.values())
    assert any("节能减排降碳约束性指标" in quote for quote in leads)
    religion = next(lead for quote, lead in leads.items() if "民族宗教" in quote)
    assert religion == "待定"


@pytest.mark.parametrize("audience", ["leader", "internal"])
def test_every_figure_is_the_documents_own(pack: Pack, audience: str) -> None:
    data = render("excel", pack, request(audience=audience))  # type: ignore[arg-type]
    assert verify(data, pack, request()) == []
    keys = {figure.key for figure in bound_figures(data)}
    assert {observation.key for observation in pack.observations} <= keys


@pytest.mark.slow
def test_formulas_carry_what_they_come_to(
    pack: Pack, program: Callable[[str], str], tmp_path: Path
) -> None:
    data = render("excel", pack, request())
    assert stale_values(data, recalculated(data, program("soffice"), tmp_path)) == []


def test_the_number_of_projects_is_no_share_of_a_target(pack: Pack) -> None:
    shares = {row.indicator: _share(row).value for row in pack.indicators}
    assert shares["key_projects"] is shares["key_projects_investment"] is None
    assert shares["urban_employment_new"] is not None


def test_each_budget_stands_under_its_own_heading_with_its_own_items(pack: Pack) -> None:
    data = render("excel", pack, request())
    sheet = load_workbook(BytesIO(data), data_only=True)["财政收支"]
    heads = [cell.value for cell in sheet[3]]
    done, planned, check = (
        heads.index(head) for head in ("2023年执行", "2024年预算", "2024年预算\n校核")
    )
    rows = [row for row in sheet.iter_rows(min_row=4, values_only=True) if row[0]]
    blocks: dict[str, dict[str, tuple[object, object, object]]] = {}
    for row in rows:
        if "（单位：万元）" in str(row[0]):
            block = blocks.setdefault(str(row[0]).partition("、")[2].partition("（")[0], {})
        else:
            block[str(row[0])] = (row[done], row[planned], row[check])
    assert list(blocks) == [
        "一般公共预算", "政府性基金预算", "国有资本经营预算", "社会保险基金预算", "债务限额与余额", "“三公”经费",
    ]  # fmt: skip
    general, fund = blocks["一般公共预算"], blocks["政府性基金预算"]
    assert general["一般公共预算支出"] == (495693, 491802, "相符")
    assert general["　　文化旅游体育与传媒支出"][:2] == (2372, 1635)
    assert fund["　　文化旅游体育与传媒支出"][:2] == (60, None)
    assert fund["政府性基金预算支出"][2] == "相符"
    assert general["　　　　契税"][0] == 62851, "税收收入的一项"
    assert "　　债务还本支出" in fund
    assert "结转下年支出" in fund


def test_a_ledger_says_the_level_that_the_text_gives_a_project(pack: Pack) -> None:
    mention = replace(pack.projects[0].mentions[-1], level="省级", details=())
    known = replace(pack.projects[0], mentions=(mention,))
    data = render("excel", replace(pack, projects=(known, *pack.projects[1:])), request())
    sheet = load_workbook(BytesIO(data))["重点项目台账"]
    assert sheet.cell(3, 3).value == "级别"
    assert "省级" in [row[2] for row in sheet.iter_rows(min_row=4, values_only=True)]


def test_a_series_sets_no_figures_side_by_side_that_count_otherwise(pack: Pack) -> None:
    sheet = load_workbook(BytesIO(render("excel", pack, request())), data_only=True)["历年数据"]
    rows = {row[0]: row[2:4] for row in sheet.iter_rows(min_row=4, values_only=True) if row[0]}
    assert rows["山东省“专精特新”企业"] == (32, "—")
    assert rows["落地项目"] == ("—", 119)
    assert not {"新增省级以上专精特新企业", "签约落地项目"} & rows.keys()


def test_the_amounts_of_a_row_are_of_one_unit(packed: Callable[[str, str], Pack]) -> None:
    pack = for_audience(packed("槐荫区", "2024"), "leader")
    made = indicators(pack, request(audience="leader"))
    heads = [column.name for column in made.columns]
    rows = {row[heads.index("name")].text: dict(zip(heads, row, strict=True)) for row in made.rows}
    revenue, opened = rows["一般公共预算收入"], rows["新登记经营主体"]
    assert (revenue["target"].text, revenue["previous"].text) == ("60.43", "56.7393")
    assert (opened["unit"].text, opened["level"].text, opened["previous"].text) == (
        "万户",
        "2.0372",
        "2.4",
    )
    assert rows["社会消费品零售总额"]["target"].text == "5.5%左右"  # of another kind: it says so
    goals = targets(pack, request(audience="leader"))
    said = {row[1].text: row[2].text for row in goals.rows}
    assert said["一般公共预算收入"] == "60.43亿元"


def test_the_ledgers_note_says_of_which_year_a_plan_is(pack: Pack) -> None:
    note = projects(pack, request(audience="leader")).note
    assert "只见于2024年计划" in note
    assert "只见于2025年计划" in note
