"""What a leader's office would send back: each line of it on the real districts."""

from __future__ import annotations

import re

import pytest

from tests.unit.papers.word.test_seeds import Make, made
from tests.unit.papers.word.texts import paragraphs, section, tables

__all__ = ["made"]
YEARS = [("槐荫区", "2024"), ("天桥区", "2023"), ("市中区", "2022"), ("槐荫区", "2023")]
RESULTS = {
    ("槐荫区", "2024"): "预计全年地区生产总值增长4%左右，低于年初目标约2.5个百分点",
    ("天桥区", "2023"): "预计全年地区生产总值增长6.5%，主要经济指标全部完成市里下达的目标任务",
    ("市中区", "2022"): "预计全年地区生产总值1300亿元，经济总量稳居全市前列",
    ("槐荫区", "2023"): "预计全年地区生产总值增长6.2%左右，高于人代会计划0.7个百分点",
}


@pytest.mark.parametrize(("area", "year"), YEARS)
def test_the_first_sentence_is_the_result_and_no_bookkeeping(
    area: str, year: str, made: Make
) -> None:
    (first, *_) = "".join(section(made(area, year, "briefing"), "总体情况")).split("。")
    assert first.removeprefix(f"{year}年，{area}").startswith(RESULTS[area, year])
    assert not re.search(r"\d项|未见|不作比较", first)


def test_an_amount_is_told_as_a_part_of_its_budget(made: Make) -> None:
    said = section(made("槐荫区", "2024", "briefing"), "总体情况")[0]
    assert "一般公共预算收入57.1亿元，完成年初目标的94.5%" in said
    rows = [row for table in tables(made("槐荫区", "2024", "briefing")) for row in table]
    revenue = next(row for row in rows if row[1:2] == ["一般公共预算收入"])
    assert "完成94.5%" in revenue
    assert "低5.5%" not in revenue


def test_what_the_report_is_proud_of_stands_in_the_text(made: Make) -> None:
    tianqiao = "".join(paragraphs(made("天桥区", "2023", "briefing")))
    assert "一般公共预算收入增幅、税收占比均列全市第1" in tianqiao
    assert "分别完成年度计划投资133%、143%" in tianqiao
    huaiyin = "".join(paragraphs(made("槐荫区", "2024", "briefing")))
    assert "新增城镇就业2.6万人，完成全年指标的147.8%" in huaiyin


@pytest.mark.parametrize(("area", "year"), YEARS)
def test_livelihood_has_four_figures_and_more_beginning_with_what_was_spent(
    area: str, year: str, made: Make
) -> None:
    said = "".join(section(made(area, year, "briefing"), "民生保障"))
    assert re.search("民生|投入", said.split("，")[0])
    assert len(re.findall(r"\d+(?:\.\d+)?(?:%|万?[个件人户套处所张栋部类项条亿]|亿元)", said)) >= 4


@pytest.mark.parametrize(
    ("area", "year", "count"),
    [("槐荫区", "2024", "四是"), ("天桥区", "2023", "四是"), ("市中区", "2022", "七是")],
)
def test_problems_are_the_districts_own_and_all_of_them(
    area: str, year: str, count: str, made: Make
) -> None:
    said = section(made(area, year, "briefing"), "报告提出的问题")[0]
    assert count in said
    assert "三重压力" not in said
    assert not said.endswith("等。")


@pytest.mark.parametrize(
    ("area", "year", "last"),
    [
        ("槐荫区", "2024", "全面完成能耗强度降低任务"),
        ("天桥区", "2023", "全体居民人均可支配收入增长5.5%"),
        ("市中区", "2022", "城镇居民人均可支配收入增长5.5%"),
    ],
)
def test_all_targets_of_next_year_are_printed(area: str, year: str, last: str, made: Make) -> None:
    said = section(made(area, year, "briefing"), f"{int(year) + 1}年安排")[0]
    assert last in said
    assert "等。" not in said


def test_next_years_projects_begin_with_the_sources_own_totals(made: Make) -> None:
    said = "".join(section(made("槐荫区", "2024", "briefing"), "2025年安排")[1:])
    assert "216个重点项目" in said
    assert said.index("114个续建项目") < said.index("52个新建项目") < said.index("50个储备项目")
    assert "计划竣工" not in said


def test_words_of_a_stage_are_the_sources(made: Make) -> None:
    said = "".join(paragraphs(made("天桥区", "2023", "briefing")))
    assert "6764套安置房竣工交付" in said
    assert "6764个" not in said


def test_what_is_said_of_a_park_is_not_the_districts(made: Make) -> None:
    said = "".join(section(made("天桥区", "2023", "briefing"), "重点项目"))
    assert "36个重点项目" not in said
    assert "16个续建项目" not in "".join(section(made("天桥区", "2023", "briefing"), "2024年安排"))


def test_nobody_is_told_what_nobody_reported(made: Make) -> None:
    for area, year in YEARS:
        for kind in ("briefing", "notice"):
            assert "未见完成数" not in "".join(paragraphs(made(area, year, kind)))


def test_each_budget_stands_by_itself_with_its_unit_and_its_sums_checked(made: Make) -> None:
    (table,) = [t for t in tables(made("槐荫区", "2024", "budget")) if t[0][0] == "项目"]
    heads = [row[0] for row in table if len(set(row)) == 1]
    assert [head.partition("、")[2].partition("（")[0] for head in heads] == [
        "一般公共预算", "政府性基金预算", "国有资本经营预算", "社会保险基金预算", "债务限额与余额", "“三公”经费",
    ]  # fmt: skip
    lines = {row[0]: row for row in table}
    assert lines["一般公共预算支出"][1:3] == ["495,693", "491,802"]
    assert lines["一般公共预算支出"][-1] == lines["政府性基金预算支出"][-1] == "分项相符"
    assert not any("减所列各项" in name for name in lines)


def test_a_column_that_says_nothing_is_taken_out(made: Make) -> None:
    (table,) = [t for t in tables(made("槐荫区", "2025", "plan")) if "规划目标" in t[0]]
    for n, head in enumerate(table[0]):
        assert {row[n] for row in table[1:]} != {"—"}, head


def test_livelihood_by_subject_leaves_room_for_those_in_charge(made: Make) -> None:
    (table,) = [t for t in tables(made("槐荫区", "2024", "livelihood")) if "领域" in t[0]]
    assert table[0][-2:] == ["牵头单位", "推进情况"]
    assert {row[1] for row in table[1:]} >= {"就业", "教育", "医疗", "住房"}


@pytest.mark.parametrize(("kind", "foot"), [("card", "数据来源："), ("weekly", "附件")])
@pytest.mark.parametrize(("area", "year"), YEARS)
def test_a_page_leads_with_the_result_and_ends_with_its_sources(
    kind: str, foot: str, area: str, year: str, made: Make
) -> None:
    said = paragraphs(made(area, year, kind))
    assert any(RESULTS[area, year] in text for text in said)
    end = next(n for n, text in enumerate(said) if text.startswith(foot))
    assert sum(len(text) for text in said[:end]) < 22 * 28
