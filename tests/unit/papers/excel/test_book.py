"""The workbook as departments see it."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from briefing.amounts import Amount
from briefing.errors import PaperError
from briefing.model import Audience, Observation, Pack, Proposal, Report, Reported, Verdict
from briefing.papers import zipped
from briefing.papers.excel import bound_figures, has_proposals, verify
from briefing.papers.excel.keys import of_task
from tests.packs import make_pack, observation
from tests.unit.papers.excel.samples import BUDGET, ROOT, book_of, full_pack, request, sheet

ALL = [
    "封面",
    "主要指标",
    "目标完成",
    "五年规划",
    "历年数据",
    "重点项目台账",
    "民生实事",
    "财政收支",
    "任务分解",
    "校核",
    "全部数据及出处",
]


def names_of(data: bytes) -> list[str]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names


@lru_cache(maxsize=4)
def loaded(data: bytes) -> Workbook:
    """The workbook, to look at."""
    return load_workbook(io.BytesIO(data))


def sheet_of(data: bytes, name: str) -> Worksheet:
    found = loaded(data)[name]
    assert isinstance(found, Worksheet)
    return found


def column(data: bytes, name: str, title: str) -> list[object]:
    """What stands under a head, formulas as what they come to."""
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(data))
        .get_sheet_by_name(name)
        .to_python(skip_empty_area=False)
    )
    head = next(i for i, row in enumerate(rows) if title in row)
    return [row[rows[head].index(title)] for row in rows[head + 1 :]]


def test_sheets_stand_in_the_layouts_order() -> None:
    assert names_of(book_of(full_pack(), audience="internal")) == ALL


def test_a_sheet_without_data_is_left_out() -> None:
    pack = replace(make_pack(), projects=(), tasks=(), targets=())
    assert names_of(book_of(pack)) == ["封面", "主要指标", "历年数据", "财政收支", "全部数据及出处"]


@pytest.mark.parametrize(
    ("audience", "shown"),
    [("leader", False), ("department", False), ("public", False), ("internal", True)],
)
def test_findings_and_confidence_are_for_internal_papers_only(
    audience: Audience, shown: bool
) -> None:
    data = book_of(full_pack(), audience=audience)
    assert ("校核" in names_of(data)) == shown
    assert ("把握" in [cell.value for cell in sheet_of(data, "全部数据及出处")[3]]) == shown
    assert ("待补资料" in [cell.value for cell in sheet_of(data, "封面")["A"]]) == shown


def test_a_pack_without_figures_is_no_book() -> None:
    pack = replace(
        make_pack(), indicators=(), targets=(), series=(), projects=(), tasks=(), observations=()
    )
    with pytest.raises(PaperError, match="云湖区2024年没有可以列入表格的数据"):
        book_of(pack)


@pytest.mark.parametrize(
    ("value", "bound", "word", "format", "shown"),
    [
        ("-16.0", "approx", "左右", '0.0"左右"_ ;"−"0.0"左右"_ ', "−16.0左右"),
        ("56.70", "exact", "", '0.00_ ;"−"0.00_ ', "56.70"),
        ("6", "min", "不低于", '"不低于"0_ ;"不低于−"0_ ', "不低于6"),
    ],
)
def test_figures_keep_their_decimals_bounds_and_signs(
    value: str, bound: str, word: str, format: str, shown: str
) -> None:
    pack = make_pack()
    figure = observation(
        "规模以上工业增加值",
        value,
        "%",
        "yoy",
        bound=bound,
        bound_text=word,
        indicator="industrial_value_added",
    )  # type: ignore[arg-type]
    data = book_of(
        replace(pack, indicators=(replace(pack.indicators[3], growth=figure),)),
        sheet("indicators", "growth"),
    )
    cell = sheet_of(data, "主要指标")["A4"]
    assert (cell.value, cell.number_format) == (float(value), format)


def test_amounts_are_grouped_from_five_digits_on() -> None:
    figures = ["20372", "353"]
    pack = make_pack()
    rows = [
        replace(pack.indicators[0], level=observation("户数", value, "户", at=i))
        for i, value in enumerate(figures)
    ]
    sheet_ = sheet_of(
        book_of(replace(pack, indicators=tuple(rows)), sheet("indicators", "level")), "主要指标"
    )
    assert [sheet_[f"A{row}"].number_format.split("_")[0] for row in (4, 5)] == ["#,##0", "0"]


def test_every_figure_names_its_fact() -> None:
    pack = full_pack()
    known = {o.key: o.value for o in (*pack.series, *pack.observations)}
    stored = [
        (f.key, f.value)
        for f in bound_figures(book_of(pack))
        if f.cell.startswith("全部数据及出处!") and f.key in known
    ]
    assert [key for key, _ in stored] == [o.key for o in pack.observations]
    assert all(Decimal(value) == known[key] for key, value in stored)


@pytest.mark.parametrize("name", ["主要指标", "目标完成", "历年数据"])
def test_links_to_sources_show_their_text_without_a_recalculation(name: str) -> None:
    shown = column(book_of(make_pack()), name, "最新\n出处" if name == "历年数据" else "出处")
    assert "查看" in shown
    assert set(shown) <= {"查看", ""}


def test_sorting_takes_the_hidden_keys_along() -> None:
    data = book_of(make_pack())
    for found in loaded(data).worksheets[1:]:
        keys = [
            cell
            for cell in found[3]
            if str(cell.value).startswith("〔键〕") and found.cell(3, cell.column - 1).value
        ]
        if found.auto_filter.ref and keys:
            assert any(
                cell.column_letter == found.auto_filter.ref.split(":")[1].rstrip("0123456789")
                for cell in keys
            ), found.title


def test_same_pack_same_bytes() -> None:
    assert book_of(full_pack()) == book_of.anew(full_pack())


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "#N/A"])
def test_text_that_begins_like_a_formula_stays_text(name: str) -> None:
    pack = make_pack()
    cell = sheet_of(
        book_of(replace(pack, projects=(replace(pack.projects[0], name=name),))), "重点项目台账"
    )["B4"]
    assert (cell.value, cell.data_type) == (name, "s")
    assert cell.quotePrefix or name == "#N/A"


TRICKS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "'=1+1",
    "{=1+1}",
]


def tricky() -> bytes:
    """Projects named so."""
    pack = make_pack()
    named = tuple(replace(pack.projects[0], name=trick) for trick in TRICKS)
    return book_of(replace(pack, projects=named))


def test_no_text_of_a_source_is_written_as_a_formula() -> None:
    data = tricky()
    part = next(
        xml for name, xml in zipped.unpack(data).items() if "sheet" in name and b"@SUM(1,1)" in xml
    ).decode()
    for number, trick in enumerate(TRICKS, 4):
        (written,) = re.findall(rf'<c r="B{number}"[^>]*>.*?</c>', part)
        assert ' t="inlineStr"' in written
        assert "<f>" not in written
        cell = sheet_of(data, "重点项目台账")[f"B{number}"]
        assert (cell.value, cell.quotePrefix) == (trick.strip(), trick != "{=1+1}")


@pytest.mark.slow
def test_libreoffice_shows_such_texts_as_they_are(
    program: Callable[[str], str], tmp_path: Path
) -> None:
    (tmp_path / "表.xlsx").write_bytes(tricky())
    command = [
        program("soffice"),
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
    ]
    subprocess.run(
        [*command, "ods", "--outdir", str(tmp_path), str(tmp_path / "表.xlsx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    rows = (
        CalamineWorkbook.from_path(str(tmp_path / "表.ods"))
        .get_sheet_by_name("重点项目台账")
        .to_python(skip_empty_area=False)
    )
    assert [row[1] for row in rows[3 : 3 + len(TRICKS)]] == [trick.strip() for trick in TRICKS]
    content = zipped.unpack((tmp_path / "表.ods").read_bytes())["content.xml"].decode()
    assert "SUM(1" not in "".join(re.findall(r'table:formula="([^"]*)"', content))
    assert "=1+1" not in "".join(re.findall(r'table:formula="([^"]*)"', content))


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    pack = make_pack()
    long = replace(
        pack.observations[0], source=replace(pack.observations[0].source, quote="云湖" * 20000)
    )
    data = book_of(replace(pack, observations=(long,)), sheet("sources", "quote"))
    value = str(sheet_of(data, "全部数据及出处")["A4"].value)
    assert len(value) == 32767
    assert value.endswith("……（原文过长，已截断）")


def test_nothing_is_merged_and_heads_repeat_on_every_page() -> None:
    for found in load_workbook(io.BytesIO(book_of(full_pack(), audience="internal"))).worksheets:
        assert not found.merged_cells.ranges, found.title
        assert found.page_setup.orientation == "landscape"
        paper = 8 if found.title == "重点项目台账" else 9  # a ledger with all its columns needs A3
        assert (found.page_setup.paperSize, found.page_setup.fitToWidth) == (paper, 1)
        assert found.print_area
        if found.title != "封面":
            alone = found.title == "主要指标"  # a page of rows, a page for the chart alone
            assert found.print_title_rows == (None if alone else "$3:$3"), found.title
            assert found.freeze_panes


def test_lights_and_verdicts_have_words_marks_and_colours() -> None:
    data = book_of(full_pack())
    assert {"● 达序时", "▲ 略欠", "■ 滞后"} <= set(column(data, "主要指标", "亮灯"))
    cells = [cell for row in sheet_of(data, "目标完成").iter_rows(min_row=4) for cell in row]
    assert {cell.style for cell in cells if cell.value == "完成"} == {"绿灯"}
    assert {cell.style for cell in cells if cell.value == "未完成"} == {"红灯"}


def test_an_annual_indicator_says_why_it_has_no_light() -> None:
    assert "年度指标，不评" in column(book_of(full_pack()), "主要指标", "亮灯")


def test_a_total_is_summed_live_beside_what_the_source_states() -> None:
    data = book_of(full_pack())
    row = {cell.value: cell for cell in sheet_of(data, "财政收支")[3]}
    at = row["2024年执行\n分项合计"].column_letter
    stated = row["2024年执行"].column_letter
    assert sheet_of(data, "财政收支")[f"{at}4"].value == f"=SUM({stated}5:{stated}6)"
    assert column(data, "财政收支", "2024年执行\n分项合计")[0] == 56
    assert column(data, "财政收支", "2024年执行\n校核")[0] == "相符"
    assert column(data, "财政收支", "2025年预算草案\n校核")[0] == "不符"  # 49.5 + 9.0 is not 58.8


def test_the_amounts_of_a_row_stand_in_its_largest_unit() -> None:
    pack = full_pack()
    before = observation(
        "一般公共预算收入",
        "567393",
        "万元",
        indicator="general_budget_revenue",
        period="2023",
        at=700_000,
    )
    rows = tuple(
        replace(row, previous=before) if row.indicator == "general_budget_revenue" else row
        for row in pack.indicators
    )
    data = book_of(replace(pack, indicators=rows, series=(*pack.series, before)))
    # Nothing is lost in the larger unit.
    assert 56.7393 in column(data, "主要指标", "2023年")
    assert 56.7393 in column(data, "历年数据", "2023年")


def test_an_expected_figure_says_so_over_the_years_too() -> None:
    pack = full_pack()
    before = observation(
        "一般公共预算收入", "50.1", "亿元", indicator="general_budget_revenue", period="2023", status="estimate", at=700_000,
    )  # fmt: skip
    data = book_of(replace(pack, series=(*pack.series, before)))
    found = sheet_of(data, "历年数据")
    formats = [c.number_format for row in found.iter_rows() for c in row if c.value == 50.1]
    assert any("预计" in each for each in formats)


def test_an_area_s_amounts_of_another_unit_go_back_a_year_as_far_as_they_are_known() -> None:
    pack = full_pack()
    now = observation("供地", "1989", "亩", indicator="land_supply", at=700_000)
    plots, area = (
        observation("供地", value, unit, indicator="land_supply", period="2023", at=at)
        for value, unit, at in (("51", "宗", 700_100), ("4727.8", "亩", 700_200))
    )
    row = replace(
        pack.indicators[0], indicator="land_supply", name="供地", level=now, growth=None, previous=area
    )  # fmt: skip
    data = book_of(
        replace(pack, indicators=(*pack.indicators, row), series=(*pack.series, now, plots))
    )
    names = column(data, "历年数据", "指标")
    units = column(data, "历年数据", "计量单位")
    found = {
        unit: (column(data, "历年数据", "2023年")[n], column(data, "历年数据", "2024年")[n])
        for n, (name, unit) in enumerate(zip(names, units, strict=True))
        if name == "供地"
    }
    assert found == {"亩": (4727.8, 1989), "宗": (51, "—")}


def test_no_other_share_stands_beside_the_source_s_own() -> None:
    pack = make_pack()
    row = next(r for r in pack.indicators if r.level and r.direction == "more")
    id_ = row.indicator
    goal = observation(row.name, "1.73", "万人", indicator=id_, status="target", at=700_000)
    done = observation(row.name, "2.6", "万人", indicator=id_, at=700_100)
    said = replace(
        observation(row.name, "147.8", "%", "ratio", indicator=id_, at=700_200), against="target"
    )
    verdict = Verdict(
        "met", "final", Amount(Decimal("50.3"), "%"), Amount(Decimal("150.3"), "%"), goal, stated=said
    )  # fmt: skip
    target = replace(
        pack.targets[0], indicator=row.indicator, name=row.name, target=goal, actual=done, verdict=verdict
    )  # fmt: skip
    made = replace(
        pack,
        indicators=(replace(row, level=done, target=goal),),
        targets=(target,),
        observations=(*pack.observations, done, goal, said),
    )
    data = book_of(made)
    assert column(data, "主要指标", "占年度\n目标（%）")[0] == 147.8
    printed = [cell for line in sheet_of(data, "目标完成").iter_rows(min_row=4) for cell in line]
    assert "完成，为全年目标的147.8%" in [cell.value for cell in printed]
    assert 50.3 not in [cell.value for cell in printed]
    assert verify(data, made, request()) == []


def test_targets_without_a_verdict_are_counted_where_they_are_not_listed() -> None:
    pack = make_pack()
    open_row = replace(pack.targets[0], verdict=Verdict("not_comparable", doubt="measure"))
    made = replace(pack, targets=(*pack.targets, open_row))
    listed = len([row for row in pack.targets if row.verdict.judged])
    left_out = len(made.targets) - listed
    note = str(sheet_of(book_of(made), "目标完成")["A2"].value)
    assert f"共{listed}项：" in note
    assert left_out
    assert "没有完成数或不作比较的年度目标未列" in note
    assert "另有" not in note
    assert "未列" not in str(sheet_of(book_of(made, audience="internal"), "目标完成")["A2"].value)


def test_what_a_work_report_expects_is_no_draft_budget() -> None:
    pack = full_pack()
    report = pack.documents[0]
    assert report.kind == "work_report"
    series = tuple(
        replace(o, source=replace(o.source, document=report.id)) if o.period == "2025" else o
        for o in pack.series
    )
    kept = tuple(o for o in pack.observations if o.source.document != BUDGET)
    found = sheet_of(book_of(replace(pack, series=series, observations=kept)), "财政收支")
    assert found["A1"].value == "云湖区2024年财政收支及2025年预期目标"
    heads = [str(cell.value) for cell in found[3]]
    assert "2025年预期目标" in heads
    assert not any("草案" in head for head in heads)
    drafted = sheet_of(book_of(pack), "财政收支")
    assert drafted["A1"].value == "云湖区2024年财政收支及2025年预算草案"


def test_other_lines_of_the_budget_report_follow_the_totals() -> None:
    assert [
        str(name).strip() for name in column(book_of(full_pack()), "财政收支", "项目") if name
    ] == [
        "一般公共预算收入",
        "其中：税收收入",
        "其中：非税收入",
        "教育支出",
        "政府性基金预算收入",
    ]


def test_a_ledgers_columns_appear_where_a_ledger_has_them() -> None:
    data = book_of(full_pack())
    assert "主体封顶，正在安装幕墙" in column(data, "重点项目台账", "形象进度")
    assert "包挂领导" not in [cell.value for cell in sheet_of(data, "重点项目台账")[3]]


def test_columns_are_as_wide_and_rows_as_high_as_their_texts() -> None:
    pack = make_pack()
    long = replace(
        pack.observations[0],
        source=replace(pack.observations[0].source, quote="规划建设高端装备产业园" * 12),
    )
    found = sheet_of(
        book_of(
            replace(pack, observations=(pack.observations[1], long)), sheet("sources", "quote")
        ),
        "全部数据及出处",
    )
    assert found.column_dimensions["A"].width == 60
    assert found.row_dimensions[4].height == 24
    assert (
        70 <= float(found.row_dimensions[5].height or 0) <= 100
    )  # 264 half-width characters in 60


@pytest.mark.parametrize(("name", "count"), [("主要指标", 1), ("历年数据", 1), ("目标完成", 0)])
def test_charts_are_native_and_take_their_figures_from_the_pack(name: str, count: int) -> None:
    pack = full_pack()
    data = book_of(pack)
    assert len(sheet_of(data, name)._charts) == count  # type: ignore[attr-defined]
    if count:
        known = {o.key: o.value for o in (*pack.series, *pack.observations)}
        hidden = sheet_of(data, name).column_dimensions
        charted = [figure for figure in bound_figures(data) if figure.cell.startswith(f"{name}!") and hidden[figure.cell.split("!")[1].rstrip("0123456789")].hidden]  # fmt: skip
        assert charted
        assert all(Decimal(figure.value) == known[figure.key] for figure in charted)


def test_no_macro_no_external_link_no_date_but_the_papers() -> None:
    parts = zipped.unpack(book_of(full_pack()))
    assert not [name for name in parts if "vba" in name.lower() or "externalLink" in name]
    core = parts["docProps/core.xml"].decode()
    assert core.count("2025-01-08T00:00:00Z") == 2
    assert "云湖区2024年指标表" in core


def test_data_ranges_have_names(tmp_path: Path) -> None:
    names = load_workbook(io.BytesIO(book_of(make_pack()))).defined_names
    assert {"数据_主要指标", "数据_全部数据及出处"} <= set(names)


def test_it_opens_with_the_styles_an_office_can_change() -> None:
    book = load_workbook(io.BytesIO(book_of(make_pack())))
    assert {"标题", "表头", "正文", "绿灯", "黄灯", "红灯"} <= set(book.named_styles)


# Tasks, their units and how they go

TASKS = (ROOT / "templates" / "excel" / "tasks.yaml").read_bytes()


def proposing_pack() -> Pack:
    """One task with units, one whose units are proposed, one of the year before."""
    first, second, *_ = (task for task in full_pack().tasks if task.kind == "commitment")
    second, old = (
        replace(second, lead=(), responsible=()),
        replace(second, period="2023", number="99"),
    )
    named = replace(first, lead=("区财政局",), responsible=("区税务局",))
    proposal = Proposal(second.key, ("区发展改革局",), ("区水务局",), "区发展改革局：重点项目")
    return replace(full_pack(), tasks=(named, second, old), proposals=(proposal,))


def test_proposed_units_say_so_and_the_book_is_marked() -> None:
    data = book_of(proposing_pack(), TASKS)
    assert column(data, "任务分解", "牵头单位") == ["区财政局", "拟 区发展改革局"]
    assert column(data, "任务分解", "责任单位") == ["区税务局", "拟 区水务局"]
    assert has_proposals(data)


def test_a_layout_that_asks_for_none_prints_no_proposal() -> None:
    data = book_of(proposing_pack())
    assert not has_proposals(data)
    assert "拟" not in "".join(map(str, column(data, "任务分解", "牵头单位")))


def test_the_leading_unit_is_bold_within_a_cell_of_several() -> None:
    data = book_of(proposing_pack(), sheet("tasks", "quote, units"))
    cell = load_workbook(io.BytesIO(data), rich_text=True)["任务分解"]["B4"]
    assert [
        (getattr(part, "text", part), bool(getattr(part, "font", None) and part.font.b))
        for part in cell.value
    ] == [
        ("区财政局", True),
        ("、区税务局", False),
    ]
    assert column(data, "任务分解", "牵头、责任单位")[0] == "区财政局、区税务局"


def test_the_same_rows_are_the_quarters_progress() -> None:
    pack = proposing_pack()

    def report(unit: str, progress: str, pace: str) -> Report:
        return Report(
            "",
            "2025Q1",
            unit,
            unit,
            progress,
            pace,
            "资金未到位",
            "",
            "张某",
            "",
            "2025-04-02",
            late=False,
        )

    key = str(of_task(pack.tasks[0]))
    found = Reported(
        (report("区财政局", "已招标", "达进度"), report("区税务局", "已摸底", "达进度")),
        (report("区财政局", "已立项", ""),),
    )
    data = book_of(replace(pack, reports={key: found}), TASKS)
    assert sheet_of(data, "任务分解")["A1"].value == "云湖区2025年重点任务推进情况表"
    assert column(data, "任务分解", "上期进展")[0] == "已立项"
    assert column(data, "任务分解", "本期进展")[0] == "区财政局：已招标；区税务局：已摸底"
    assert column(data, "任务分解", "是否达序")[0] == "达进度"


# One unit a line of the statement; what is only looked up is not printed


def budget_line(
    name: str,
    value: str,
    unit: str,
    *,
    at: int,
    indicator: str | None = None,
    status: str = "actual",
) -> Observation:
    made = observation(name, value, unit, indicator=indicator, at=at, status=status)  # type: ignore[arg-type]
    return replace(made, source=replace(made.source, document=BUDGET))


def test_an_amount_in_another_unit_stands_in_the_same_line_with_its_unit() -> None:
    id_, name = "general_budget_revenue", "一般公共预算收入"
    pack = full_pack()
    planned = budget_line(name, "604300", "万元", indicator=id_, status="target", at=700_000)
    before = replace(
        planned, status="actual", period="2023", source=replace(planned.source, start=700_050)
    )
    done = observation(name, "57.1", "亿元", indicator=id_, at=700_100)
    data = book_of(
        replace(pack, series=(planned, before, done)),
        sheet("fiscal", "name, unit, budget, execution, budget_share"),
    )
    assert column(data, "财政收支", "项目").count(name) == 1
    assert column(data, "财政收支", "计量单位")[0] == "万元"
    assert column(data, "财政收支", "2024年执行")[0] == 57.1
    assert column(data, "财政收支", "2024年预算")[0] == 604300
    assert column(data, "财政收支", "为预算\n（%）")[0] == 94.5


def test_a_figure_that_says_not_of_what_is_no_line() -> None:
    pack = full_pack()
    nameless = budget_line("收支", "12.5", "亿元", at=800_000)
    data = book_of(replace(pack, observations=(*pack.observations, nameless)))
    assert "收支" not in column(data, "财政收支", "项目")
    assert "收支" in column(data, "全部数据及出处", "指标（原文）")


def test_the_sheet_of_sources_prints_one_page_that_says_so() -> None:
    found = sheet_of(book_of(full_pack()), "全部数据及出处")
    assert str(found.print_area).endswith("$3")
    assert "不随工作簿打印" in str(found["A2"].value)
    found = sheet_of(book_of(full_pack(), sheet("sources")), "全部数据及出处")
    assert str(found.print_area).endswith(f"${found.max_row}")
