"""区情简报: what a reader sees, and how each figure leads back to its fact."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from briefing.amounts import Amount
from briefing.model import Pack, Verdict
from briefing.papers import Request, word
from briefing.papers.keywords import keywords
from tests.packs import make_pack, observation
from tests.unit.papers.word.texts import opened, paragraphs, section, tables


@pytest.fixture(scope="module")
def pack() -> Pack:
    return make_pack()


@pytest.fixture(scope="module")
def paper(pack: Pack, request_: Request) -> bytes:
    return word.render(pack, request_)


def test_same_pack_and_request_give_the_same_bytes(
    pack: Pack, request_: Request, paper: bytes
) -> None:
    assert word.render.anew(pack, request_) == paper


def test_title_and_date_are_the_packs(paper: bytes) -> None:
    assert paragraphs(paper)[:2] == ["云湖区2024年区情简报", "（2025年1月8日）"]


def test_the_result_comes_first_then_the_other_main_targets(pack: Pack, paper: bytes) -> None:
    first, second, *_ = section(paper, "总体情况")[0].split("。")
    assert first.startswith("2024年，云湖区地区生产总值858.9亿元")
    assert second.startswith("其他主要预期目标中，一般公共预算收入")
    assert "项" not in first + second


def test_headings_are_numbered_without_gaps(paper: bytes) -> None:
    headings = [
        p.text
        for p in opened(paper).paragraphs
        if p.style is not None and p.style.name == "公文一级标题"
    ]
    assert [heading[0] for heading in headings] == list("一二三四五六七")[: len(headings)]


def test_every_figure_printed_is_a_fact_of_the_pack_or_derived_from_some(
    pack: Pack, paper: bytes
) -> None:
    known = {o.key: o for o in (*pack.observations, *pack.series)}
    for key, text in word.bound_figures(paper):
        if key in known:
            digits = format(abs(known[key].value), "f")
            assert digits in text.replace(",", "") or "持平" in text


def test_a_changed_figure_changes_what_its_key_prints(pack: Pack, request_: Request) -> None:
    row = pack.indicators[0]
    assert row.level is not None
    changed = replace(row.level, value=Decimal("999.75"))
    paper = word.render(
        replace(pack, indicators=(replace(row, level=changed), *pack.indicators[1:])), request_
    )
    assert {"999.75", "999.75亿元"} <= {
        text for key, text in word.bound_figures(paper) if key == changed.key
    }


def test_bound_words_and_estimates_stay(pack: Pack, request_: Request) -> None:
    growth = observation(
        "地区生产总值", "-4.0", "%", "yoy", indicator="gdp", status="estimate", bound="approx", bound_text="左右"
    )  # fmt: skip
    row = replace(pack.indicators[0], level=None, growth=growth)
    alone = replace(pack, indicators=(row, *pack.indicators[1:]), next_targets=())
    paper = word.render(alone, request_)
    assert "预计全年地区生产总值下降4.0%左右，低于年度目标约" in section(paper, "总体情况")[0]
    assert tables(paper)[0][1][3] == "预计−4.0左右"


def test_a_zero_growth_is_level_with_the_year_before(pack: Pack, request_: Request) -> None:
    row = replace(
        pack.indicators[0],
        level=None,
        growth=observation("地区生产总值", "0", "%", "yoy", indicator="gdp"),
    )
    paper = word.render(replace(pack, indicators=(row,)), request_)
    assert "地区生产总值与上年持平" in section(paper, "总体情况")[0]


def test_sources_name_every_figure_of_the_body(pack: Pack, paper: bytes) -> None:
    head, *rows = tables(paper)[-1]
    assert head == ["序号", "章节", "数据", "原文"]
    document = opened(paper)
    known = {o.key for o in (*pack.observations, *pack.series)}
    in_sources = {key for key, _ in word.figures_in(document.tables[-1]._tbl)}
    in_body = {
        key for table in document.tables[:1] for key, _ in word.figures_in(table._tbl)
    } & known
    assert in_body <= in_sources
    documents = [row[0] for row in rows if len(row) == 1]
    assert len(documents) == len(set(documents)) >= 1
    assert all(name.startswith("《云湖区政府工作报告》") for name in documents)
    facts = [row for row in rows if len(row) > 1]
    assert [row[0] for row in facts] == [str(number) for number in range(1, len(facts) + 1)]
    assert all(all(row) for row in facts)


def test_the_year_before_that_a_movement_is_worked_out_from_stands_in_the_sources(
    pack: Pack, request_: Request
) -> None:
    growth = observation(
        "地区生产总值",
        "4",
        "%",
        "yoy",
        indicator="gdp",
        status="estimate",
        bound="approx",
        bound_text="左右",
    )
    before = observation("地区生产总值", "6.2", "%", "yoy", indicator="gdp", period="2023", at=7)
    row = replace(pack.indicators[0], level=None, growth=growth)
    paper = word.render(
        replace(pack, indicators=(row, *pack.indicators[1:]), series=(before, *pack.series)),
        request_,
    )
    assert "增速比上年回落约2.2个百分点" in section(paper, "总体情况")[0]
    assert any(
        "2023年：地区生产总值增长6.2%" in row[2] for row in tables(paper)[-1] if len(row) > 1
    )


def test_an_amount_and_its_target_are_said_in_one_unit(pack: Pack, request_: Request) -> None:
    level = observation("一般公共预算收入", "57.1", "亿元", indicator="general_budget_revenue")
    goal = observation(
        "一般公共预算收入",
        "604300",
        "万元",
        indicator="general_budget_revenue",
        status="target",
        at=9,
    )
    row = replace(pack.indicators[1], level=level, growth=None, target=goal)
    target = replace(
        pack.targets[1],
        target=goal,
        actual=level,
        verdict=Verdict("missed", "preliminary", Amount(Decimal("-5.5"), "%"), doubt=""),
    )
    paper = word.render(replace(pack, indicators=(row,), targets=(target,)), request_)
    assert tables(paper)[0][1][1:4] == ["亿元", "57.1", "60.43亿元"]


def test_figures_of_one_sheet_stand_in_one_row_of_the_sources_with_their_cells(
    pack: Pack, request_: Request
) -> None:
    rows = []
    for at, row in enumerate(pack.indicators[:2]):
        assert row.level
        cell = replace(row.level.source, place=f"主要指标!C{at + 4}", section=())
        rows.append(replace(row, level=replace(row.level, source=cell), growth=None))
    paper = word.render(
        replace(pack, indicators=tuple(rows), targets=(), next_targets=(), tasks=(), series=()),
        request_,
    )
    assert "（主要指标!C4、C5）" in [row[1] for row in tables(paper)[-1] if len(row) > 1]


def test_one_figure_makes_a_paper_without_empty_parts(request_: Request) -> None:
    pack = make_pack(indicators=1, projects=0)
    row = replace(pack.indicators[0], growth=None, target=None, previous=None)
    bare = replace(
        pack,
        indicators=(row,),
        targets=(),
        next_targets=(),
        series=(),
        projects=(),
        portfolios=(),
        tasks=(),
    )
    paper = word.render(bare, request_)
    assert paragraphs(paper) == [
        "云湖区2024年区情简报", "（2025年1月8日）", "一、总体情况", f"2024年，云湖区地区生产总值{row.level.value}亿元。",  # type: ignore[union-attr]
        "2024年主要指标完成情况", "注：“—”表示文件未公布；带“预计”的为预计数。", "附件：数据来源表", "附件", "数据来源表",
    ]  # fmt: skip


def test_no_targets_no_part_about_them(pack: Pack, request_: Request) -> None:
    rows = tuple(replace(row, target=None) for row in pack.indicators)
    paper = word.render(replace(pack, targets=(), next_targets=(), indicators=rows), request_)
    assert not any("目标" in text for text in paragraphs(paper))


def test_nothing_at_all_leaves_no_empty_annex(pack: Pack, request_: Request) -> None:
    bare = replace(
        pack,
        indicators=(),
        targets=(),
        next_targets=(),
        series=(),
        projects=(),
        portfolios=(),
        tasks=(),
        observations=(),
    )
    paper = word.render(bare, request_)
    assert paragraphs(paper) == ["云湖区2024年区情简报", "（2025年1月8日）"]
    assert len(opened(paper).sections) == 1


def test_many_projects_are_cut_in_the_body_and_whole_in_the_annex(request_: Request) -> None:
    pack = make_pack(projects=300)
    paper = word.render(pack, request_)
    assert (
        sum(int(number) for number in re.findall(r"(\d+)个[，。]", section(paper, "重点项目")[0]))
        == 300
    )
    listed = next(table for table in tables(paper) if table[0][1] == "项目名称")
    assert len(listed) == 1 + 300
    assert {row[1] for row in listed[1:]} == {project.name for project in pack.projects}
    assert "2. 重点项目清单" in "".join(paragraphs(paper))


def test_every_table_repeats_its_head_and_keeps_rows_whole(paper: bytes) -> None:
    for table in opened(paper).tables:
        rows = table._tbl.tr_lst
        assert rows[0].xpath("./w:trPr/w:tblHeader")
        assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows)


@pytest.mark.parametrize(
    "name",
    ["A&B <5%>产业园", "甲\x0b乙园", "\ufdd0f123456789abc\ufdd1假\ufdd2", "{{ 标题 }}园", "一\n二"],
)
def test_names_with_marks_of_the_format_are_printed_as_they_are(
    pack: Pack, request_: Request, name: str
) -> None:
    project = replace(
        pack.projects[0], name=name, mentions=(replace(pack.projects[0].mentions[-1], name=name),)
    )
    paper = word.render(replace(pack, projects=(project,)), request_)
    seen = name.replace("\x0b", "").replace("\n", " ")
    for mark in "\ufdd0\ufdd1\ufdd2":
        seen = seen.replace(mark, "")
    assert seen in section(paper, "重点项目")[0]


def test_properties_say_what_the_paper_is(paper: bytes) -> None:
    properties = opened(paper).core_properties
    assert (properties.title, properties.language) == ("云湖区2024年区情简报", "zh-CN")
    assert properties.author
    assert "云湖区" in properties.keywords
    assert properties.created == properties.modified
    assert str(properties.created).startswith("2025-01-08")


def test_keywords_are_the_telling_words_of_the_sources_whatever_was_made_before(pack: Pack) -> None:
    found = keywords(pack)
    keywords(make_pack(9, name="东岭区"))
    assert keywords(pack) == found
    assert 4 <= len(found) <= 8
    said = "".join(o.source.sentence for o in pack.observations) + "".join(
        task.text for task in pack.tasks
    )
    assert all(
        word in said or any(word in project.name for project in pack.projects) for word in found
    )
    assert not {"增长", "左右", "亿元"} & set(found)


def test_findings_and_keys_are_not_visible(paper: bytes) -> None:
    text = "".join("".join("".join(row) for row in table) for table in tables(paper)) + "".join(
        paragraphs(paper)
    )
    assert not any(key in text for key, _ in word.bound_figures(paper))


def test_running_totals_and_what_is_installed_by_the_hundred_are_no_projects_of_the_year(
    pack: Pack, request_: Request
) -> None:
    group = pack.portfolios[0]
    total = replace(
        group,
        name="社区食堂",
        count="4067",
        source=replace(group.source, quote="新建社区食堂7处、累计建成4067处", start=5),
    )
    stations = replace(
        group,
        name="5G基站",
        count="793",
        source=replace(group.source, quote="新建5G基站793处", start=9),
    )
    said = "".join(
        paragraphs(word.render(replace(pack, portfolios=(group, total, stations)), request_))
    )
    assert "196个" in said
    assert "4067处" not in said
    assert "5G基站793处" not in said
