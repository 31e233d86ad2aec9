"""Charts as a reader meets them: what their titles say, what is marked, what is left out and why."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import get_args

import pypdfium2
import pytest
from PIL import Image

from briefing.amounts import Amount
from briefing.errors import PaperError
from briefing.model import Finding, IndicatorRow, Measure, Observation, Pack, PlanRow, ProgressRow
from briefing.papers import render
from briefing.papers.charts import (
    DEFAULT,
    KINDS,
    Chart,
    chart_alt,
    chart_of,
    chart_png,
    chart_table,
    make_charts,
)
from briefing.papers.charts.base import short, short_in
from briefing.papers.charts.scene import Box, Dot, Path, Scene, Text, plain, width
from briefing.papers.pdf import loose_digits
from briefing.settings.charts import ChartName, read_charts_template
from tests.packs import AREAS, make_comparison, make_pack, observation
from tests.unit.papers.charts.samples import TEMPLATE, request, with_growth, wording

DISTRICTS = read_charts_template(
    "districts.yaml", TEMPLATE.with_name("districts.yaml").read_bytes()
)
PAGE = Box(50, 66, 792, 480)
PICTURE = Box(2, 2, 440, 250)


def title(pack: Pack, chart: str) -> str:
    return plain(chart_of(pack, chart, wording()).title)


def drawn(chart: Chart, box: Box = PAGE) -> Scene:
    scene = Scene()
    chart.draw(scene, box)
    return scene


def words(scene: Scene) -> list[str]:
    return [plain(mark.text) for mark in scene.marks if isinstance(mark, Text)]


def test_a_template_may_name_exactly_the_charts_there_are() -> None:
    assert tuple(KINDS) == get_args(ChartName)


def test_targets_title_counts_verdicts_and_says_what_is_estimated() -> None:
    pack = make_pack(1)
    rows = [row for row in pack.targets if row.headline]
    said = title(pack, "targets")
    assert said.startswith(f"2024年{len(rows)}项主要目标：完成")
    for verdict, word in (("met", "完成"), ("missed", "未完成"), ("no_actual", "未作比较")):
        assert f"{word}{sum(row.verdict.kind == verdict for row in rows)}项" in said
    assert "含预计" in said


def test_only_internal_papers_say_that_a_target_is_to_be_checked() -> None:
    for audience, unjudged in (
        ("internal", "待核"),
        ("leader", "未作比较"),
        ("public", "未作比较"),
    ):
        chart = chart_of(make_pack(1), "targets", wording(), audience=audience)  # type: ignore[arg-type]
        said = [
            plain(chart.title),
            *words(drawn(chart)),
            *(plain(cell.text) for row in chart.table.rows for cell in row),
        ]
        assert unjudged in said[0]
        assert any("待核" in text for text in said) == (audience == "internal")


def test_growth_of_one_sign_only() -> None:
    assert title(with_growth(make_pack(1), ["-1", "-2", "-16"]), "growth").startswith(
        "2024年3项指标均下降："
    )
    assert title(with_growth(make_pack(1), ["5", "5"]), "growth") == "2024年2项指标均增长"
    assert title(with_growth(make_pack(1), ["0", "0"]), "growth") == "2024年2项指标均持平"


def test_growth_names_the_ends_with_their_bounds() -> None:
    pack = with_growth(make_pack(1), ["4", "-16", "3"])
    lowest = next(row.growth for row in pack.indicators if row.growth and row.growth.value == -16)
    said = title(pack, "growth")
    assert said.startswith("2024年3项指标中2项增长、1项下降：")
    assert f"下降16%{lowest.bound_text}" in said


def test_one_far_outlier_is_cut_and_said_so() -> None:
    pack = with_growth(make_pack(1), ["61.9", "-6", "4", "3.5"])
    chart = chart_of(pack, "growth", wording())
    assert "断口" in plain(chart.note)
    assert any(text.endswith("61.9%") for text in words(drawn(chart)))
    beside = with_growth(make_pack(1), ["16", "-6", "4", "3.5"])
    assert "断口" not in plain(chart_of(beside, "growth", wording()).note)


def test_estimates_are_hollow() -> None:
    pack = with_growth(make_pack(4), ["5", "4", "3", "2", "1"])
    estimates = sum(row.growth.status == "estimate" for row in pack.indicators if row.growth)
    bars = [
        mark
        for mark in drawn(chart_of(pack, "growth", wording())).marks
        if isinstance(mark, Path) and mark.closed
    ]
    assert 0 < estimates < 5
    assert sum(bool(bar.stroke) for bar in bars) == estimates


@pytest.mark.parametrize(
    ("bound", "text", "said"),
    [
        ("approx", "左右", "约−16%"),
        ("min", "以上", "≥−16%"),
        ("min", "超", ">−16%"),
        ("max", "以内", "≤−16%"),
        ("exact", "", "−16%"),
    ],
)
def test_bounds_are_signs_on_charts(bound: str, text: str, said: str) -> None:
    figure = observation("规上工业增加值", "-16", "%", "yoy", bound=bound, bound_text=text)  # type: ignore[arg-type]
    assert short(figure).text == said


def test_digits_are_those_of_the_source() -> None:
    assert short(observation("一般公共预算收入", "56.70", "亿元")).text == "56.70亿元"
    assert short(observation("新登记经营主体", "20372", "户")).text == "20,372户"


def test_amounts_and_growth_never_share_an_axis() -> None:
    pack = make_pack(1)
    goal = observation(
        "实际使用外资",
        "8500",
        "万美元",
        indicator="foreign_investment",
        status="target",
        at=500_000,
    )
    done = observation("实际使用外资", "0.9", "亿美元", indicator="foreign_investment", at=500_100)
    row = replace(pack.targets[0], name="实际使用外资", target=goal, actual=done, headline=True)
    scene = drawn(chart_of(replace(pack, targets=(row, *pack.targets[1:])), "targets", wording()))
    assert "增速" in words(scene)
    assert any("100%" in text and "总量" in text for text in words(scene))


def test_units_of_one_panel_are_made_the_same_but_said_as_in_the_source() -> None:
    pack = make_pack(1)
    old = observation(
        "新登记经营主体", "2.4", "万户", indicator="market_entities_new", period="2023", at=1
    )
    new = observation(
        "新登记经营主体", "20372", "户", indicator="market_entities_new", period="2024", at=2
    )
    chart = chart_of(replace(pack, series=(old, new)), "trends", wording())
    assert plain(chart.title) == "2024年与2023年相比，1项可比指标（不含增速）减少"
    assert "新登记经营主体（万户）" in words(drawn(chart))
    assert {"2.4", "2.0372"} <= set(words(drawn(chart)))
    assert [plain(cell.text) for cell in chart.table.rows[0][1:3]] == ["2.4", "2.0372"]


def test_the_years_title_counts_the_panels_that_had_no_room_and_says_every_year_whole() -> None:
    pack = make_pack(1)
    series = tuple(
        observation(f"指标{i}", value, "家", indicator=f"made_{i}", period=year, at=10 * i + k)
        for i in range(10)
        for k, (year, value) in enumerate(
            (("2022", "5"), ("2023", "6"), ("2024", "7" if i < 9 else "4"))
        )
    )
    chart = chart_of(replace(pack, series=series), "trends", wording())
    assert plain(chart.title) == "2024年与2023年相比，10项可比指标（不含增速）中，增加9项、减少1项"
    assert plain(chart.note) == "另有2项，见数据附录。"
    assert {"2022", "2023", "2024"} <= set(words(drawn(chart, PICTURE)))
    assert "23" not in words(drawn(chart, PICTURE))


def test_a_figure_is_not_shrunk_below_one_for_the_sake_of_one_unit() -> None:
    assert short_in(observation("新增学位", "1710", "个"), "万个", shown=True).text == "1710个"
    assert (
        short_in(
            observation("一般公共预算收入", "604300", "万元", bound="min", bound_text="以上"),
            "亿元",
            shown=True,
        ).text
        == "≥60.43亿元"
    )
    assert (
        short_in(observation("新登记经营主体", "2.4", "万户"), "户", shown=True).text == "2.4万户"
    )  # not 24000户


def test_amounts_of_a_single_year_that_no_other_chart_shows_are_cards() -> None:
    pack = make_pack(1)
    told = [
        observation(name, value, unit, indicator=id_, at=at)
        for at, (id_, name, value, unit) in enumerate(
            [
                ("a", "经营主体总数", "19", "万户"),
                ("b", "签约落地项目", "54", "个"),
                ("c", "供地", "2886", "亩"),
                ("d", "5G基站", "4067", "处"),
            ]
        )
    ]
    rows = [replace(pack.indicators[0], indicator=o.indicator or "", name=o.name, category=o.name, growth=None, level=o, previous=None, target=None,
                    rank=None) for o in told]  # fmt: skip
    more = replace(pack, indicators=(*pack.indicators, *rows))
    chart = chart_of(more, "others", wording())
    assert plain(chart.title) == "2024年经营主体总数19万户，签约落地项目54个，供地2886亩"
    assert [plain(row[2].text) for row in chart.table.rows] == [
        "19万户",
        "54个",
        "2886亩",
        "4067处",
    ]
    fewer = replace(pack, indicators=(*pack.indicators, *rows[:3]))
    _, absent = make_charts(fewer, wording())
    assert "其他图里没有的数额不足4项" in {plain(missing.reason) for missing in absent}


def test_the_figure_of_a_column_makes_way_for_its_target() -> None:
    pack = make_pack(1)
    done = observation("一般公共预算收入", "57.1", "亿元", indicator="general_budget_revenue", at=1)
    old = observation(
        "一般公共预算收入", "56.7", "亿元", indicator="general_budget_revenue", period="2023", at=2
    )
    goal = observation(
        "一般公共预算收入",
        "58.0",
        "亿元",
        indicator="general_budget_revenue",
        status="target",
        at=3,
    )
    scene = drawn(chart_of(replace(pack, series=(old, done, goal)), "trends", wording()))
    figure = next(
        mark for mark in scene.marks if isinstance(mark, Text) and plain(mark.text) == "57.1"
    )
    line = next(mark for mark in scene.marks if isinstance(mark, Path) and mark.width == 1.6)
    assert figure.y + figure.size < line.points[0][1], (
        "above the line it would be read as the target's"
    )
    assert figure.colour == DEFAULT.colours.blank


def test_projects_by_stage_count_each_project_once() -> None:
    pack = make_pack(1, projects=30)
    assert title(pack, "stages").startswith("2024年点名项目30个：")
    assert sum(int(plain(row[1].text)) for row in chart_table(pack, "stages", wording()).rows) == 30


def test_projects_way_from_stage_to_stage() -> None:
    pack = make_pack(1, projects=10)
    moved = tuple(
        replace(
            project,
            mentions=(replace(project.latest, period="2023", stage="reserved"), project.latest),
        )
        for project in pack.projects
    )
    said = title(replace(pack, projects=moved), "flow")
    ahead = sum(project.latest.stage != "reserved" for project in moved)
    assert said.startswith(f"前后两年都点名的项目10个：进度向前{ahead}个")


def test_stages_beside_long_names_of_projects_are_not_printed_over_one_another() -> None:
    pack = make_pack(1, projects=10)
    moved = tuple(
        replace(
            project,
            name="某某产业园区基础设施配套工程及道路改造提升项目" + project.name,
            mentions=(replace(project.latest, period="2023", stage="reserved"), project.latest),
        )
        for project in pack.projects
    )
    scene = drawn(chart_of(replace(pack, projects=moved), "flow", wording()), Box(2, 2, 360, 250))
    stages = set(wording().stages.values())
    heads = [m for m in scene.marks if isinstance(m, Text) and plain(m.text) in stages]
    ends = sorted((m.x - width(m.text, m.size) / 2, m.x + width(m.text, m.size) / 2) for m in heads)
    assert len(ends) > 3
    assert all(left[1] < right[0] for left, right in pairwise(ends))


def test_largest_investments_are_sorted_in_one_unit() -> None:
    pack = make_pack(1, projects=3)
    amounts = ("120亿元", "98000万元", "总投资15.5亿元")
    projects = tuple(
        replace(project, mentions=(replace(project.latest, investment=amount),))
        for project, amount in zip(pack.projects, amounts, strict=True)
    )
    table = chart_table(replace(pack, projects=projects), "investment", wording())
    assert [row[1].value for row in table.rows] == [Decimal("120"), Decimal("15.5"), Decimal("9.8")]


def composed(**values: str) -> Pack:
    rows = tuple(
        IndicatorRow(
            id_,
            id_,
            "综合经济",
            "more",
            "fgj",
            observation(id_, value, "亿元", indicator=id_, at=i * 50),
            None,
            None,
            None,
            None,
        )
        for i, (id_, value) in enumerate(values.items())
    )
    return replace(make_pack(1), indicators=rows)


def test_parts_of_a_whole_are_ordered_and_a_small_one_is_not_nothing() -> None:
    table = chart_table(
        composed(gdp_primary="0.31", gdp_secondary="214.2", gdp_tertiary="636.5"),
        "composition",
        wording(),
    )
    assert [plain(row[1].text) for row in table.rows] == [
        "gdp_tertiary",
        "gdp_secondary",
        "gdp_primary",
    ]
    assert [plain(row[3].text) for row in table.rows] == ["74.8%", "25.2%", "0.04%"]


def test_shares_are_of_the_total_the_source_states_else_said_to_be_of_what_is_listed() -> None:
    names = ("税收收入", "非税收入", "一般公共预算收入")
    ids = ("tax_revenue", "nontax_revenue", "general_budget_revenue")
    found = tuple(
        observation(n, v, "万元", indicator=i, at=k)
        for k, (n, i, v) in enumerate(zip(names, ids, ("600", "200", "1000"), strict=True))
    )
    pack = replace(make_pack(1), indicators=(), observations=())
    with_total = chart_of(replace(pack, series=found), "composition", wording())
    assert [plain(row[3].text) for row in with_total.table.rows] == ["60.0%", "20.0%"]
    assert "2024年一般公共预算收入（万元，合计1000）" in words(drawn(with_total))
    # A total smaller than its parts is of something else.
    smaller = (*found[:2], replace(found[2], value=Decimal(700)))
    for series in (found[:2], smaller):
        without = chart_of(replace(pack, series=series), "composition", wording())
        assert [plain(row[3].text) for row in without.table.rows] == ["75.0%", "25.0%"]
        assert "2024年一般公共预算收入（万元，占所列各项）" in words(drawn(without))


def test_parts_that_only_the_budget_or_the_year_before_gives_say_so() -> None:
    pack = make_pack(1)
    names = ("税收收入", "非税收入")
    ids = ("tax_revenue", "nontax_revenue")
    plan = [
        observation(n, v, "万元", indicator=i, status="target", at=k)
        for k, (n, i, v) in enumerate(zip(names, ids, ("535000", "69300"), strict=True))
    ]
    chart = chart_of(replace(pack, series=tuple(plan), observations=()), "composition", wording())
    assert plain(chart.title) == "2024年预算一般公共预算收入中税收收入最大，535,000万元"
    before = tuple(replace(o, status="actual", period="2023") for o in plan)
    assert plain(
        chart_of(replace(pack, series=before, observations=()), "composition", wording()).title
    ).startswith("2023年一般公共预算收入")


def progressed(*rows: ProgressRow) -> Pack:
    return replace(make_pack(1), period="2024Q1", targets=(), progress=rows)


def in_the_year() -> Pack:
    """An amount behind time, a growth above its target, an annual indicator."""
    revenue = observation(
        "一般公共预算收入",
        "12.4",
        "亿元",
        indicator="general_budget_revenue",
        period="2024Q1",
        at=1,
    )
    goal = observation(
        "一般公共预算收入", "60", "亿元", indicator="general_budget_revenue", status="target", at=2
    )
    gdp = observation("地区生产总值", "6.9", "%", "yoy", indicator="gdp", period="2024Q1", at=3)
    aim = observation(
        "地区生产总值",
        "6.5",
        "%",
        "yoy",
        indicator="gdp",
        status="target",
        bound="approx",
        bound_text="左右",
        at=4,
    )
    pm = observation("PM2.5浓度", "40", "微克/立方米", indicator="pm25", period="2024Q1", at=5)
    first = ProgressRow(
        "general_budget_revenue", "一般公共预算收入", "财政", "区财政局", revenue, goal, Amount(Decimal("20.7"), "%"), Amount(Decimal("25"), "%"),
        Amount(Decimal("-4.3"), "个百分点"), "behind", "yellow", "慢于序时", "green", "2024M01-M02",
    )  # fmt: skip
    second = ProgressRow(
        "gdp",
        "地区生产总值",
        "综合经济",
        "区统计局",
        gdp,
        aim,
        Amount(Decimal("6.9"), "%"),
        Amount(Decimal("6.5"), "%"),
        Amount(Decimal("0.4"), "个百分点"),
        "ahead",
        "green",
        "高于目标",
    )
    third = ProgressRow(
        "pm25",
        "PM2.5浓度",
        "生态",
        "区生态环境分局",
        pm,
        None,
        None,
        None,
        None,
        "not_rated",
        None,
        "年度指标，不评",
    )
    return progressed(first, second, third)


def test_progress_in_the_year_has_lights_with_words() -> None:
    chart = chart_of(in_the_year(), "progress", wording())
    assert plain(chart.title) == "2024年1—3月2项有年度目标的指标：绿灯1项、黄灯1项；另有1项不评"
    said = set(words(drawn(chart)))
    assert {"黄灯　慢于序时", "绿灯　高于目标", "年度指标，不评", "上期（1—2月）绿灯"} <= said
    assert {"占20.7%，慢4.3个百分点", "高0.4个百分点"} <= said


def test_growth_in_the_year_is_held_against_its_target_never_against_the_months() -> None:
    chart = chart_of(in_the_year(), "progress", wording())
    panels = [text for text in words(drawn(chart)) if text.startswith(("总量", "增速"))]
    assert panels == ["总量：占年度目标的比重，◇ 为时间进度", "增速：◇ 为年度目标"]
    growth = next(row for row in chart.table.rows if plain(row[0].text) == "地区生产总值")
    assert plain(growth[5].text) == "高0.4个百分点"  # not 6.9 against 25


def test_lights_differ_in_form_not_in_colour_alone() -> None:
    colours = read_charts_template("x.yaml", b"charts: [progress]").colours
    marks = drawn(chart_of(in_the_year(), "progress", wording())).marks
    assert [
        type(mark).__name__
        for mark in marks
        if getattr(mark, "fill", "") in (colours.green, colours.yellow)
    ] == ["Path", "Dot"]


def test_a_whole_year_has_no_progress_to_judge() -> None:
    with pytest.raises(PaperError, match="全年的材料不评年内进度"):
        chart_of(make_pack(1), "progress", wording())


@pytest.mark.parametrize("code", ["2024Q1", "2024H1", "2024M01-M05", "2024M05"])
def test_a_paper_of_a_part_of_the_year_is_made(code: str) -> None:
    pack = in_the_year()
    before = [
        replace(o, period=f"2023{code[4:]}")
        for o in pack.series
        if o.period == "2024" and o.status != "target"
    ]
    now = [
        replace(o, period=code) for o in pack.series if o.period == "2024" and o.status != "target"
    ]
    rows = tuple(
        replace(row, growth=replace(row.growth, period=code) if row.growth else None)
        for row in pack.indicators
    )
    charts, _ = make_charts(
        replace(pack, period=code, series=(*now, *before), indicators=rows), wording()
    )
    assert {"dashboard", "progress", "growth", "trends"} <= {chart.id for chart in charts}
    assert plain(next(chart for chart in charts if chart.id == "growth").key).startswith("同比增减")


def test_next_year_s_target_stands_beside_figures_of_the_same_scope_only() -> None:
    pack = make_pack(1)
    held = observation("“四上”企业", "1122", "家", indicator="four_above_enterprises")
    row = replace(
        pack.indicators[0],
        indicator="four_above_enterprises",
        name="“四上”企业",
        growth=None,
        level=held,
        target=None,
    )
    coming = observation(
        "净增“四上”企业",
        "90",
        "家",
        indicator="four_above_enterprises",
        status="target",
        period="2025",
        bound="min",
    )
    chart = chart_of(
        replace(pack, indicators=(row,), next_targets=(coming,), targets=()), "outlook", wording()
    )
    assert [plain(cell.text) for cell in chart.table.rows[0][:5]] == [
        "净增“四上”企业",
        "—",
        "—",
        "",
        "不低于90家",
    ]
    assert "1122家" not in words(drawn(chart))
    alike = replace(coming, name="“四上”企业总数", value=Decimal(1200), bound="exact")
    chart = chart_of(
        replace(pack, indicators=(row,), next_targets=(alike,), targets=()), "outlook", wording()
    )
    assert {"“四上”企业", "1122家", "1200家"} <= set(words(drawn(chart)))


def test_next_year_s_targets_meet_this_year_s_though_nobody_could_judge_them() -> None:
    pack = make_pack(1)
    revenue, firms = "general_budget_revenue", "hightech_enterprises_new"

    def goal(name: str, value: str, unit: str, how: Measure, id_: str, year: str) -> Observation:
        at = int(year)
        return observation(
            name, value, unit, how, indicator=id_, status="target", period=year, at=at
        )

    amount = goal("一般公共预算收入", "604300", "万元", "level", revenue, "2024")
    growth = goal("一般公共预算收入", "6.5", "%", "yoy", revenue, "2024")
    coming = goal("一般公共预算收入", "3", "%", "yoy", revenue, "2025")
    more = goal("新增高新技术企业", "40", "家", "level", firms, "2024")
    fewer = goal("新增高新技术企业", "20", "家", "level", firms, "2025")
    row = replace(pack.targets[0], indicator=revenue, target=amount, others=(growth,))
    changed = replace(
        pack, indicators=(), targets=(row,), next_targets=(coming, fewer), series=(more, fewer)
    )
    chart = chart_of(changed, "outlook", wording())
    assert plain(chart.title) == "所列2025年量化目标2项；可与上年目标相比的2项中，调低2项"
    assert [plain(row[1].text) for row in chart.table.rows] == ["6.5%", "40家"]
    assert "不是报告所提目标的全部" in plain(chart.note)


def test_what_projects_cost_in_all_is_no_achievement_of_the_year() -> None:
    pack = make_pack(1)
    total = observation("重点项目总投资", "3150", "亿元", indicator="key_projects_investment")
    row = replace(
        pack.indicators[0],
        indicator="key_projects_investment",
        name="重点项目总投资",
        category="投资",
        direction="neither",
        growth=None,
        level=total,
        target=None,
    )
    held = replace(total, status="target", value=Decimal(3100))
    coming = replace(total, status="target", period="2025", value=Decimal(3017))
    chart = chart_of(
        replace(pack, indicators=(row,), targets=(), series=(held,), next_targets=(coming,)),
        "outlook",
        wording(),
    )
    assert [plain(cell.text) for cell in chart.table.rows[0][1:5]] == [
        "3100亿元",
        "—",
        "",
        "3017亿元",
    ]


def test_plan_goals_beyond_the_coming_year() -> None:
    pack = make_pack(1)
    goal = observation(
        "高新技术企业",
        "400",
        "家",
        indicator="hightech_enterprises",
        status="target",
        period="2030",
        at=300_000,
    )
    chart = chart_of(replace(pack, series=(*pack.series, goal)), "five_year", wording())
    assert plain(chart.title) == "2030年规划及远期目标1项，有数可比的1项为目标的88.3%"


def test_a_plan_s_rows_are_bars_where_comparable_and_a_list_where_not() -> None:
    base = observation("人均预期寿命", "80.5", "岁", period="2025", status="estimate", at=1)
    goal = observation("人均预期寿命", "82", "岁", period="2030", status="target", at=2)
    rate = observation(
        "地区生产总值", "5", "%", "cagr", indicator="gdp", period="2026-2030", status="target", at=3
    )
    rows = (
        PlanRow(
            None,
            "人均预期寿命",
            "2026-2030",
            "预期性",
            base,
            goal,
            None,
            (),
            Amount(Decimal("0.4"), "%"),
            "no_value",
        ),
        PlanRow(
            "gdp", "地区生产总值", "2026-2030", "预期性", None, None, rate, (), None, "no_value"
        ),
    )
    chart = chart_of(replace(make_pack(1), plan=rows), "five_year", wording())
    assert {"98.2%", "年均 0.4%", "80.5岁（2025）", "年均增长 5%"} <= set(words(drawn(chart)))
    assert [plain(row[1].text) for row in chart.table.rows] == ["预期性", "预期性"]


def test_districts_are_in_administrative_order_and_the_city_is_last() -> None:
    chart = chart_of(make_comparison(1), "districts", wording())
    assert chart.table.columns[1:-1] == (*AREAS, "全市")
    assert plain(chart.title).startswith("2024年地区生产总值增速，12个区县")
    names = [text for text in words(drawn(chart)) if text in (*AREAS, "全市")]
    assert names[:13] == [*AREAS, "全市"]


def test_places_only_where_every_district_has_a_like_figure() -> None:
    pack = make_comparison(1)
    charts, _ = make_charts(pack, wording(), DISTRICTS)
    ranked = {row.name for row in pack.comparison if row.ranked and row.measure == "level"}
    said = {text for chart in charts if chart.id == "districts" for text in words(drawn(chart))}
    assert ranked
    assert "位次" in said
    missing = [
        row
        for row in pack.comparison
        if sum(figure.observation is not None for figure in row.areas) == 11
    ]
    assert missing
    assert "11/12个区县有数，不排位" in said
    for chart in charts:
        for place, row in enumerate(chart.table.rows):
            if plain(row[0].text) == "　位次":
                assert plain(chart.table.rows[place - 1][0].text).split("（")[0] in {
                    name.replace("规模以上", "规上") for name in ranked
                }


def test_a_panel_says_shortly_why_it_has_no_places() -> None:
    pack = make_comparison(1)
    row = next(row for row in pack.comparison if row.indicator == "gdp" and row.measure == "level")
    long = replace(
        row,
        ranked=False,
        reason="11/12个区县有数：历下区为2024年数，市中区为2023年数，时期不同，不排位",
    )
    said = words(drawn(chart_of(replace(pack, comparison=(long,)), "districts", wording())))
    assert "11/12个区县有数，不排位" in said
    assert not [text for text in said if "…" in text]


def test_growth_amounts_and_shares_of_districts_are_on_pages_of_their_own() -> None:
    charts, _ = make_charts(make_comparison(1), wording(), DISTRICTS)
    for chart in charts:
        units = {
            plain(row[0].text).rsplit("（", 1)[-1]
            for row in chart.table.rows
            if plain(row[0].text).endswith("）")
        }
        if chart.id != "districts_overview":
            assert ("%）" in units) == (units == {"%）"}), chart.name


def test_the_overview_counts_districts_with_figures_and_each_indicator_once() -> None:
    pack = make_comparison(1)
    both = [row for row in pack.comparison if row.indicator == "gdp"]
    assert {row.measure for row in both} == {"level", "yoy"}
    silent = [
        replace(row, areas=(replace(row.areas[0], observation=None), *row.areas[1:]), ranked=False)
        for row in both
    ]
    chart = chart_of(replace(pack, comparison=tuple(silent)), "districts_overview", wording())
    assert plain(chart.title).endswith("11个区县的1项指标可以对照，都不能排位")


def test_a_city_s_amount_does_not_dwarf_its_districts() -> None:
    pack = make_comparison(1)
    row = next(row for row in pack.comparison if row.indicator == "gdp" and row.measure == "level")
    assert row.whole
    huge = replace(row, whole=replace(row.whole, value=Decimal("13000.5")))
    chart = chart_of(replace(pack, comparison=(huge,)), "districts", wording())
    assert "断口" not in plain(chart.note)
    dots = [mark.x for mark in drawn(chart).marks if isinstance(mark, Dot)]
    assert min(dots) > PAGE.left + 0.5 * PAGE.width
    assert "13,000.5" in words(drawn(chart))


def test_districts_over_the_years() -> None:
    charts, _ = make_charts(make_comparison(1), wording(), DISTRICTS)
    years = [chart for chart in charts if chart.id == "districts_years"]
    assert plain(years[0].title).startswith(
        "2024年与2023年相比，地区生产总值增速两年都有数的12个区县："
    )
    assert {plain(row[1].text) for row in years[0].table.rows} == {"2023年", "2024年"}


def test_a_comparison_of_one_district_is_left_out_and_said_so() -> None:
    charts, absent = make_charts(make_comparison(1, AREAS[:1]), wording(), DISTRICTS)
    assert not charts
    assert {plain(missing.reason) for missing in absent} >= {"没有指标有两个以上区县的同口径数"}


def test_findings_are_for_internal_papers_only() -> None:
    finding = Finding(
        "sum", "high", "云湖区", "2024", "分项之和与总数不符", make_pack(1).series[:1]
    )
    pack = replace(make_pack(1), findings=(finding,))
    inside, _ = make_charts(pack, wording(), audience="internal")
    assert "findings" in [chart.id for chart in inside]
    outside, absent = make_charts(pack, wording(), audience="public")
    assert "findings" not in [entry.id for entry in (*outside, *absent)]


def test_what_is_left_out_says_why() -> None:
    _, absent = make_charts(make_pack(1, projects=0), wording())
    assert {entry.id: plain(entry.reason) for entry in absent}[
        "stages"
    ] == "资料没有点名2024年的项目"
    with pytest.raises(PaperError, match="“项目进度”图画不出来：资料没有点名2024年的项目"):
        chart_of(make_pack(1, projects=0), "stages", wording())
    with pytest.raises(PaperError, match="没有这种图表“pie”"):
        chart_of(make_pack(1), "pie", wording())


def test_every_chart_has_sources_table_and_alternative_text() -> None:
    charts, _ = make_charts(make_pack(1), wording())
    for chart in charts:
        assert chart.sources
        assert chart.table.rows
        assert {len(row) for row in chart.table.rows} == {len(chart.table.columns)}
        assert plain(chart.title) in chart.alt
    assert chart_alt(make_pack(1), "growth", wording()).startswith("条形图。")


def test_a_picture_for_word_has_its_size_its_resolution_and_its_text() -> None:
    image = Image.open(io.BytesIO(chart_png(make_pack(1), "growth", wording())))
    assert abs(image.width - 156 / 25.4 * 300) <= 2
    assert round(image.info["dpi"][0]) == 300
    assert image.info["Description"].startswith("条形图。")
    assert chart_png(make_pack(1), "growth", wording()) == chart_png(
        make_pack(1), "growth", wording()
    )


LONG = "关于$推进_数字{经济}^与<实体>经济&深度融合的若干重大基础设施及配套管网综合提升改造示范工程（第一标段）"


def strange() -> Pack:
    pack = make_pack(5, projects=8)
    return replace(
        pack,
        indicators=tuple(
            replace(row, name=LONG[: 9 + 4 * i]) for i, row in enumerate(pack.indicators)
        ),
        targets=tuple(replace(row, name=LONG[: 9 + 4 * i]) for i, row in enumerate(pack.targets)),
        projects=tuple(
            replace(project, name=LONG[: 6 + 6 * i]) for i, project in enumerate(pack.projects)
        ),
    )


EDGES = {
    "outlier": with_growth(make_pack(3), ["61.9", "-16", "4", "3.5", "5", "2.2"]),
    "all negative": with_growth(make_pack(3), ["-1", "-2", "-3.5", "-12", "-16"]),
    "all equal": with_growth(make_pack(3), ["5", "5", "5"]),
    "one huge": with_growth(make_pack(3), ["8000", "5", "3", "2", "-1"]),
    "all zero": with_growth(make_pack(3), ["0", "0"]),
    "one figure": replace(
        make_pack(1, indicators=1, projects=0), targets=(), next_targets=(), series=(), tasks=()
    ),
    "300 projects": make_pack(9, projects=300),
    "strange names": strange(),
    "part of a year": in_the_year(),
    "12 districts": make_comparison(1),
    "3 districts without a city": make_comparison(2, AREAS[:3], city=False),
}


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize("box", [PAGE, PICTURE], ids=["page", "picture"])
def test_nothing_is_drawn_outside_its_box(name: str, box: Box) -> None:
    from briefing.papers.charts.scene import width

    charts, _ = make_charts(EDGES[name], wording())
    assert charts
    for chart in charts:
        for mark in drawn(chart, box).marks:
            if isinstance(mark, Text):
                wide = width(mark.text, mark.size)
                left = mark.x - {"start": 0.0, "middle": wide / 2, "end": wide}[mark.anchor]
                assert box.left - 8 <= left, (chart.id, plain(mark.text))
                assert left + wide <= box.right + 8, (chart.id, plain(mark.text))
                assert box.bottom - 8 <= mark.y <= box.top, (chart.id, plain(mark.text))
            elif isinstance(mark, Dot):
                assert box.left - 6 <= mark.x <= box.right + 6
                assert box.bottom - 6 <= mark.y <= box.top + 6
            else:
                assert all(
                    box.left - 6 <= x <= box.right + 6 and box.bottom - 6 <= y <= box.top + 6
                    for x, y in mark.points
                ), chart.id


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize("box", [PAGE, PICTURE], ids=["page", "picture"])
def test_labels_do_not_lie_on_one_another(name: str, box: Box) -> None:
    from briefing.papers.charts.scene import width

    for chart in make_charts(EDGES[name], wording())[0]:
        lines = [mark for mark in drawn(chart, box).marks if isinstance(mark, Text) and mark.text]
        boxes = []
        for mark in lines:
            wide = width(mark.text, mark.size)
            left = mark.x - {"start": 0.0, "middle": wide / 2, "end": wide}[mark.anchor]
            boxes.append((left, mark.y, left + wide, mark.y + 0.7 * mark.size, plain(mark.text)))
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                apart = (
                    a[2] <= b[0] + 0.5
                    or b[2] <= a[0] + 0.5
                    or a[3] <= b[1] + 0.5
                    or b[3] <= a[1] + 0.5
                )
                assert apart, (chart.id, a[4], b[4])


@pytest.mark.parametrize("name", EDGES)
def test_the_pack_of_any_data_is_whole(name: str) -> None:
    data = render("pdf", EDGES[name], request())
    assert len(data) < 500_000
    assert loose_digits(data) == []


def test_marks_of_markup_are_printed_as_they_are() -> None:
    with pypdfium2.PdfDocument(render("pdf", strange(), request())) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "$推进_数字{经济}^与<实体>" in text


def test_the_template_decides_charts_titles_labels_and_colours() -> None:
    text = """
        title: 季度图册
        colours: {main: "#112233"}
        labels: {gdp: 经济总量}
        charts:
          - chart: growth
            title: "{区划}：{结论}"
            note: 口径以统计部门为准
            limit: 3
          - stages
        """
    template = read_charts_template(
        "templates/charts/x.yaml", text.replace("\n        ", "\n").encode()
    )
    charts, _ = make_charts(make_pack(1), wording(), template)
    assert [chart.id for chart in charts] == ["growth", "stages"]
    assert plain(charts[0].title).startswith("云湖区：2024年")
    assert plain(charts[0].note).endswith("口径以统计部门为准")
    scene = drawn(charts[0])
    assert "#112233" in {
        colour
        for mark in scene.marks
        if isinstance(mark, Path)
        for colour in (mark.fill, mark.stroke)
    }
