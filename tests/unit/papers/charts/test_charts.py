"""Charts as a reader meets them: what their titles say, what is marked, what is left out and why."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pypdfium2
import pytest
from PIL import Image

from briefing.errors import PaperError
from briefing.model import Finding, IndicatorRow, Pack, Scope
from briefing.papers import render
from briefing.papers.charts import KINDS, Chart, chart_alt, chart_of, chart_png, chart_table, make_charts
from briefing.papers.charts.base import short
from briefing.papers.charts.scene import Box, Dot, Path, Scene, Text, plain
from briefing.papers.pdf import loose_digits
from briefing.settings.charts import CHARTS, read_charts_template
from tests.packs import make_pack, observation
from tests.unit.papers.charts.samples import request, with_growth, wording

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
    assert tuple(KINDS) == CHARTS


def test_targets_title_counts_verdicts_and_says_what_is_estimated() -> None:
    pack = make_pack(1)
    rows = [row for row in pack.targets if row.headline]
    said = title(pack, "targets")
    assert said.startswith(f"2024年{len(rows)}项主要目标：完成")
    for verdict, word in (("met", "完成"), ("missed", "未完成"), ("no_actual", "待核")):
        assert f"{word}{sum(row.verdict == verdict for row in rows)}项" in said
    assert "含预计" in said


def test_growth_of_one_sign_only() -> None:
    assert title(with_growth(make_pack(1), ["-1", "-2", "-16"]), "growth").startswith("2024年3项指标均下降：")
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
    bars = [mark for mark in drawn(chart_of(pack, "growth", wording())).marks if isinstance(mark, Path) and mark.closed]
    assert 0 < estimates < 5
    assert sum(bool(bar.stroke) for bar in bars) == estimates


@pytest.mark.parametrize(
    ("bound", "text", "said"),
    [
        ("approx", "左右", "≈−16%"),
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
    goal = observation("实际使用外资", "8500", "万美元", indicator="foreign_investment", status="target", at=500_000)
    done = observation("实际使用外资", "0.9", "亿美元", indicator="foreign_investment", at=500_100)
    row = replace(pack.targets[0], name="实际使用外资", target=goal, actual=done, headline=True)
    scene = drawn(chart_of(replace(pack, targets=(row, *pack.targets[1:])), "targets", wording()))
    assert "增速" in words(scene)
    assert any("100%" in text and "总量" in text for text in words(scene))


def test_units_of_one_panel_are_made_the_same_but_said_as_in_the_source() -> None:
    pack = make_pack(1)
    old = observation("新登记经营主体", "2.4", "万户", indicator="market_entities_new", period="2023", at=1)
    new = observation("新登记经营主体", "20372", "户", indicator="market_entities_new", period="2024", at=2)
    chart = chart_of(replace(pack, series=(old, new)), "trends", wording())
    assert plain(chart.title) == "2024年与2023年相比，主要指标减少1项"
    assert {"2.4万户", "20,372"} <= set(words(drawn(chart)))


def test_projects_by_stage_count_each_project_once() -> None:
    pack = make_pack(1, projects=30)
    assert title(pack, "stages").startswith("2024年点名项目30个：")
    assert sum(int(plain(row[1].text)) for row in chart_table(pack, "stages", wording()).rows) == 30


def test_projects_way_from_stage_to_stage() -> None:
    pack = make_pack(1, projects=10)
    moved = tuple(
        replace(project, mentions=(replace(project.latest, period="2023", stage="reserved"), project.latest)) for project in pack.projects
    )
    said = title(replace(pack, projects=moved), "flow")
    ahead = sum(project.latest.stage != "reserved" for project in moved)
    assert said.startswith(f"前后两年都点名的项目10个：进度向前{ahead}个")


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
        IndicatorRow(id_, id_, "综合经济", "more", "fgj", observation(id_, value, "亿元", indicator=id_, at=i * 50), None, None, None, None)
        for i, (id_, value) in enumerate(values.items())
    )
    return replace(make_pack(1), indicators=rows)


def test_parts_of_a_whole_are_ordered_and_a_small_one_is_not_nothing() -> None:
    table = chart_table(composed(gdp_primary="0.31", gdp_secondary="214.2", gdp_tertiary="636.5"), "composition", wording())
    assert [plain(row[1].text) for row in table.rows] == ["gdp_tertiary", "gdp_secondary", "gdp_primary"]
    assert [plain(row[3].text) for row in table.rows] == ["74.8%", "25.2%", "0.04%"]


def test_progress_holds_amounts_against_the_part_of_the_year_gone() -> None:
    pack = make_pack(1)
    half = observation("一般公共预算收入", "30.1", "亿元", indicator="general_budget_revenue", period="2024H1", at=300_000)
    goal = observation("一般公共预算收入", "60", "亿元", indicator="general_budget_revenue", status="target", at=300_100)
    chart = chart_of(replace(pack, series=(half, goal)), "progress", wording())
    assert plain(chart.title) == "2024年1—6月1项有年度目标的指标中，1项达到或快于目标进度"
    assert plain(chart.table.rows[0][5].text) == "比时序快0.2个百分点"


def test_plan_goals_beyond_the_coming_year() -> None:
    pack = make_pack(1)
    goal = observation("高新技术企业", "400", "家", indicator="hightech_enterprises", status="target", period="2030", at=300_000)
    chart = chart_of(replace(pack, series=(*pack.series, goal)), "five_year", wording())
    assert plain(chart.title).startswith("规划及远期目标1项，2024年有数可比的1项中已达到目标值0项")


def districts(number: int) -> Pack:
    names = ["历下区", "市中区", "槐荫区", "天桥区"][:number]
    series = tuple(replace(o, area=name) for i, name in enumerate(names) for o in make_pack(i + 1, name=name).series)
    return replace(make_pack(1), scope=Scope("districts", "370100", "济南市"), series=series)


def test_districts_are_in_their_own_order_and_gaps_are_said() -> None:
    pack = districts(4)
    short_of_one = tuple(o for o in pack.series if not (o.area == "天桥区" and o.indicator == "gdp"))
    chart = chart_of(replace(pack, series=tuple(o for o in short_of_one if o.indicator == "gdp")), "districts", wording())
    # 天桥区 has no figure of its own left, so three areas remain and all have one.
    assert plain(chart.title).startswith("2024年3个区县地区生产总值")
    assert chart.table.columns[1:-1] == ("历下区", "市中区", "槐荫区")
    with_gap = replace(pack, series=tuple(o for o in short_of_one if o.indicator in ("gdp", "tax_revenue")))
    table = chart_of(with_gap, "districts", wording()).table
    assert any("—" in [plain(cell.text) for cell in row] for row in table.rows)


def test_findings_are_for_internal_papers_only() -> None:
    finding = Finding("sum", "high", "云湖区", "2024", "分项之和与总数不符", make_pack(1).series[:1])
    pack = replace(make_pack(1), findings=(finding,))
    inside, _ = make_charts(pack, wording(), audience="internal")
    assert "findings" in [chart.id for chart in inside]
    outside, absent = make_charts(pack, wording(), audience="public")
    assert "findings" not in [entry.id for entry in (*outside, *absent)]


def test_what_is_left_out_says_why() -> None:
    _, absent = make_charts(make_pack(1, projects=0), wording())
    assert {entry.id: plain(entry.reason) for entry in absent}["stages"] == "资料没有点名2024年的项目"
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
    assert chart_png(make_pack(1), "growth", wording()) == chart_png(make_pack(1), "growth", wording())


LONG = "关于$推进_数字{经济}^与<实体>经济&深度融合的若干重大基础设施及配套管网综合提升改造示范工程（第一标段）"


def strange() -> Pack:
    pack = make_pack(5, projects=8)
    return replace(
        pack,
        indicators=tuple(replace(row, name=LONG[: 9 + 4 * i]) for i, row in enumerate(pack.indicators)),
        targets=tuple(replace(row, name=LONG[: 9 + 4 * i]) for i, row in enumerate(pack.targets)),
        projects=tuple(replace(project, name=LONG[: 6 + 6 * i]) for i, project in enumerate(pack.projects)),
    )


EDGES = {
    "outlier": with_growth(make_pack(3), ["61.9", "-16", "4", "3.5", "5", "2.2"]),
    "all negative": with_growth(make_pack(3), ["-1", "-2", "-3.5", "-12", "-16"]),
    "all equal": with_growth(make_pack(3), ["5", "5", "5"]),
    "one huge": with_growth(make_pack(3), ["8000", "5", "3", "2", "-1"]),
    "all zero": with_growth(make_pack(3), ["0", "0"]),
    "one figure": replace(make_pack(1, indicators=1, projects=0), targets=(), next_targets=(), series=(), tasks=()),
    "300 projects": make_pack(9, projects=300),
    "strange names": strange(),
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
                assert all(box.left - 6 <= x <= box.right + 6 and box.bottom - 6 <= y <= box.top + 6 for x, y in mark.points), chart.id


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
                apart = a[2] <= b[0] + 0.5 or b[2] <= a[0] + 0.5 or a[3] <= b[1] + 0.5 or b[3] <= a[1] + 0.5
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
    template = read_charts_template("templates/charts/x.yaml", text.replace("\n        ", "\n").encode())
    charts, _ = make_charts(make_pack(1), wording(), template)
    assert [chart.id for chart in charts] == ["growth", "stages"]
    assert plain(charts[0].title).startswith("云湖区：2024年")
    assert plain(charts[0].note).endswith("口径以统计部门为准")
    scene = drawn(charts[0])
    assert "#112233" in {colour for mark in scene.marks if isinstance(mark, Path) for colour in (mark.fill, mark.stroke)}
