"""Every kind of Word paper on full, bare and large Packs; what only internal papers may show; golden files."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image, ImageChops, ImageStat

from briefing.amounts import Amount
from briefing.errors import EmptyPaperError, PaperError
from briefing.model import (
    AreaFigure,
    Audience,
    ComparisonRow,
    Finding,
    Observation,
    Pack,
    ProgressRow,
    Project,
    Task,
    Verdict,
)
from briefing.papers import Request, Template, word, zipped
from briefing.papers.word import new_template as new_template_module
from briefing.papers.word.new_template import KINDS, new_template
from briefing.settings.schema import Issue, Wording
from tests.packs import make_comparison, make_pack, observation, source
from tests.unit.papers.excel.samples import BUDGET, full_pack
from tests.unit.papers.word.texts import opened, paragraphs, section, tables

GOLDEN = Path(__file__).with_name("golden")


def asked(kind: str, wording: Wording) -> Request:
    audience: Audience = (
        "internal"
        if kind in ("review", "warnings")
        else "department"
        if kind in ("reminder", "letter")
        else "leader"
    )
    issue = (
        Issue(issuer="云湖区人民政府办公室", document_no="云政办函〔2025〕3号")
        if kind == "letter"
        else Issue()
    )
    return Request(
        KINDS[kind][0],
        audience,
        Template(f"templates/word/{kind}.docx", new_template(kind)),
        wording,
        issue,
    )


def full() -> Pack:
    """A Pack with something to say in every part of every kind."""
    pack = make_pack()
    doubtful = replace(pack.observations[0], confidence=0.55)
    other = replace(pack.observations[0], value=pack.observations[0].value + 1)
    row = replace(pack.indicators[0], alternatives=(other,))
    finding = Finding(
        "growth_mismatch",
        "high",
        "云湖区",
        "2024",
        "增速与两年总量推算的不一致",
        pack.observations[:2],
    )
    return replace(
        pack,
        scope=replace(pack.scope, department="development", office="区发展改革局"),
        indicators=(row, *pack.indicators[1:]),
        observations=(doubtful, *pack.observations[1:]),
        findings=(finding,),
        notes=("没有提出2024年目标的报告",),
    )


MATTERS = {"projects", "livelihood", "ledgers", "pipeline", "budget", "plan", "warnings", "ranking"}


def ranked() -> Pack:
    """A city's Pack in which all districts have one growth of one status; 地区生产总值's amounts are ranked too."""
    pack = make_comparison()
    growth = next(row for row in pack.comparison if row.measure == "yoy")
    assert growth.whole
    whole = replace(growth.whole, value=Decimal("5.4"), status="actual")
    figures = tuple(
        AreaFigure(
            each.area,
            replace(whole, area=each.area, value=rate, source=source(f"增长{rate}%", 10_000 + n)),
            12 - n,
            n - 3 if n < 6 else None,
            Amount(rate - whole.value, "个百分点"),
        )
        for n, each in enumerate(growth.areas)
        for rate in [Decimal(n) - Decimal("0.5")]
    )
    fair = replace(growth, areas=figures, whole=whole, ranked=True, reason="")
    rows = tuple(fair if row is growth else row for row in pack.comparison)
    told = tuple(each.observation for each in figures if each.observation)
    return replace(pack, comparison=rows, observations=(*pack.observations, whole, *told))


def full_of(kind: str, projects: int = 30) -> Pack:
    """The same for a kind: papers on one matter are not made without it."""
    if kind not in MATTERS:
        return full() if projects == 30 else make_pack(projects=projects)
    if kind == "ranking":
        return ranked()
    pack, more = full(), full_pack(projects)
    budgets = tuple(
        replace(o, source=replace(o.source, section=("一、一般公共预算",)))
        for o in more.observations
        if o.source.document == BUDGET
    )
    said = "城市更新项目融资难"
    problem = Task("problem", "1", said, said, "2024", "云湖区", source(said, 700_000))
    coming = replace(more.projects[0].mentions[-1], period="2025", status="target")
    return replace(
        pack,
        documents=more.documents,
        observations=(*pack.observations, *budgets),
        projects=(
            *more.projects,
            Project("望岳医院", "云湖区", (replace(coming, name="望岳医院"),)),
        ),
        tasks=(*more.tasks, problem),
        plan=more.plan,
        warnings=more.warnings,
    )


def text(data: bytes) -> str:
    return "\n".join(paragraphs(data)) + "\n".join(
        "\t".join(row) for table in tables(data) for row in table
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_renders_the_same_every_time(kind: str, wording: Wording) -> None:
    render = word.render.anew
    assert render(full_of(kind), asked(kind, wording)) == word.render(
        full_of(kind), asked(kind, wording)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_copes_with_hardly_any_figures_and_with_300_projects(
    kind: str, wording: Wording
) -> None:
    few = replace(
        make_pack(indicators=1, projects=0), targets=(), next_targets=(), tasks=(), portfolios=()
    )
    if kind in MATTERS:
        with pytest.raises(EmptyPaperError, match=r"资料里没有|没有提出|没有需要|没有各区县"):
            word.render(few, asked(kind, wording))
    for pack in [full_of(kind, 300)] + [few] * (kind not in MATTERS):
        paper = opened(word.render(pack, asked(kind, wording)))
        heading = next(
            p.text for p in paper.paragraphs if p.style is not None and p.style.name == "公文标题"
        )
        titles = {
            "ranking": "云州市2024年区县督查通报",
            "pipeline": "云湖区2025年续建新建储备项目计划表",
            "weekly": "云湖区周报",
            "letter": "云湖区人民政府办公室关于核实\n2024年有关指标任务情况的函",
        }
        assert heading == titles.get(kind, f"云湖区2024年{KINDS[kind][0]}")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "review"])
def test_findings_and_doubts_stay_inside(kind: str, wording: Wording) -> None:
    said = text(word.render(full_of(kind), asked(kind, wording)))
    assert "增速与两年总量推算的不一致" not in said
    assert not [line for line in said.split("\n") if "待核" in line]
    assert "没有提出2024年目标的报告" not in said


def test_review_shows_all_a_person_must_decide(wording: Wording) -> None:
    paper = word.render(full(), asked("review", wording))
    said = text(paper)
    assert paragraphs(paper)[0] == "内部校核　不得外传"
    assert "没有提出2024年目标的报告" in said
    findings, _, disagreeing, doubtful = tables(paper)
    assert findings[1][1:3] == ["重要", "增速与两年总量推算的不一致"]
    assert "待核" in said
    assert disagreeing[1][1] == "地区生产总值"
    assert disagreeing[1][2] != disagreeing[1][4]
    assert doubtful[1][3] == "55"


def test_review_without_anything_to_decide_says_so(wording: Wording) -> None:
    pack = replace(make_pack(), targets=())
    assert "没有需要人工处理的事项。" in paragraphs(word.render(pack, asked("review", wording)))


def test_the_internal_template_is_refused_to_others(wording: Wording) -> None:
    with pytest.raises(PaperError, match="只有内部校核材料能用"):
        word.render(full(), replace(asked("review", wording), audience="leader"))


def test_reminder_is_addressed_to_its_department_and_lists_its_tasks(wording: Wording) -> None:
    paper = word.render(full(), asked("reminder", wording))
    assert paragraphs(paper)[1] == "区发展改革局："
    tasks = next(table for table in tables(paper) if table[0][1] == "任务")
    assert tasks[1][1:4] == [
        "推进云湖片区建设，年内完成投资3亿元",
        "完成投资3亿元",
        "2025年底",
    ]
    # Of all rows alike: said once, below the table.
    assert "注：年份均为“2025年”；牵头、责任单位均为“牵头：区发展改革局”。" in paragraphs(paper)


def test_a_reminder_without_anything_to_remind_of_is_not_made(wording: Wording) -> None:
    bare = replace(full(), indicators=(), targets=(), tasks=(), projects=(), next_targets=())
    with pytest.raises(EmptyPaperError, match="没有可提示的"):
        word.render(bare, asked("reminder", wording))


@pytest.mark.parametrize(
    ("lead", "responsible", "said"),
    [
        ("甲局 区发展改革局", "", "牵头：甲局、区发展改革局"),
        ("甲局 乙局 丙局 区发展改革局 丁局", "", "牵头：甲局、乙局、区发展改革局等5个单位"),
        ("区发展改革局", "甲局 乙局 丙局 各有关单位", "牵头：区发展改革局；责任：甲局、乙局、丙局等单位"),
    ],
)  # fmt: skip
def test_units_stand_in_the_sources_order_and_groups_are_not_counted(
    lead: str, responsible: str, said: str, wording: Wording
) -> None:
    pack = full()
    first = replace(pack.tasks[0], lead=tuple(lead.split()), responsible=tuple(responsible.split()))
    paper = word.render(replace(pack, tasks=(first, *pack.tasks[1:])), asked("reminder", wording))
    tasks = next(table for table in tables(paper) if table[0][1] == "任务")
    assert said in tasks[1]


def test_districts_stand_side_by_side_in_their_order_without_ranks(wording: Wording) -> None:
    pack = make_pack(projects=0)
    areas = ("云湖区", "东岭区", "南河县")
    series = tuple(
        replace(
            o,
            area=area,
            value=o.value + number,
            source=replace(o.source, start=o.source.start + 10**6 * number),
        )
        for o in pack.series
        for number, area in enumerate(areas)
        if not (area == "南河县" and o.indicator == "gdp")
    )
    rows = []
    for row in pack.indicators:
        for measure in ("level", "yoy"):
            found = {
                o.area: o
                for o in series
                if (o.indicator, o.measure, o.period, o.status)
                == (row.indicator, measure, "2024", "actual")
            }
            figures = tuple(AreaFigure(area, found.get(area), None, None, None) for area in areas)
            rows.append(
                ComparisonRow(
                    row.indicator, row.name, measure, "2024", "", figures, None, False, ""
                )
            )
    together = replace(
        pack,
        scope=replace(pack.scope, kind="districts", name="云州市"),
        series=series,
        comparison=tuple(rows),
    )
    paper = word.render(together, asked("comparison", wording))
    table = tables(paper)[0]
    assert districts_of(table, "地区生产总值") == ["云湖区", "东岭区"]
    assert districts_of(table, "税收收入") == list(areas)
    said = paragraphs(paper)
    assert said[3].startswith(
        "2024年，云州市参加对比的3个区县中，两个以上区县有数、口径相同的指标14项，均不具备排位条件。"
    )
    assert said[5].startswith("地区生产总值：")
    assert "南河县未见数据" in said[5]
    assert "第1" not in "".join(said)
    assert "位次" not in next(row for row in table if len(row) > 1)


def districts_of(table: list[list[str]], indicator: str) -> list[str]:
    """The districts in the rows under an indicator's own row."""
    at = next(
        number for number, row in enumerate(table) if len(row) == 1 and row[0].startswith(indicator)
    )
    return [row[1] for row in takewhile(lambda row: len(row) > 1, table[at + 1 :])]


def test_districts_are_ranked_where_all_can_be(wording: Wording) -> None:
    made = [
        replace(
            observation("税收收入", value, "%", "yoy", indicator="tax_revenue", at=at), area=area
        )
        for at, (area, value) in enumerate([("云湖区", "4.5"), ("东岭区", "6")])
    ]
    city = replace(
        observation("税收收入", "5", "%", "yoy", indicator="tax_revenue", at=9), area="云州市"
    )
    figures = (
        AreaFigure("云湖区", made[0], 2, -1, Amount(Decimal("-0.5"), "个百分点")),
        AreaFigure("东岭区", made[1], 1, 0, Amount(Decimal(1), "个百分点")),
    )
    row = ComparisonRow("tax_revenue", "税收收入", "yoy", "2024", "%", figures, city, True, "")
    pack = make_pack(projects=0)
    together = replace(
        pack,
        scope=replace(pack.scope, kind="districts", name="云州市"),
        series=(*made, city),
        comparison=(row,),
    )
    paper = word.render(together, asked("comparison", wording))
    assert "税收收入：全市增长5%，云湖区增长4.5%（第2位），东岭区增长6%（第1位）。" in paragraphs(
        paper
    )
    assert [row[1:] for row in tables(paper)[0][2:]] == [
        ["云湖区", "4.5", "低0.5个百分点", "2", "后移1位"],
        ["东岭区", "6", "高1个百分点", "1", "持平"],
        ["全市", "5", "—", "—", "—"],
    ]


def test_amounts_of_districts_are_said_in_one_unit(wording: Wording) -> None:
    made = [
        replace(
            observation("新登记经营主体", value, unit, indicator="market_entities_new", at=at),
            area=area,
        )
        for at, (area, value, unit) in enumerate(
            [("云湖区", "20372", "户"), ("东岭区", "2.9", "万户"), ("南河县", "51", "宗")]
        )
    ]
    pack = make_pack(projects=0)

    def table(figures: list[Observation]) -> list[list[list[str]]]:
        row = ComparisonRow(
            "market_entities_new", "新登记经营主体", "level", "2024", "户",
            tuple(AreaFigure(figure.area, figure, None, None, None) for figure in figures), None, False, "不排位",
        )  # fmt: skip
        together = replace(
            pack,
            scope=replace(pack.scope, kind="districts", name="云州市"),
            series=tuple(figures),
            comparison=(row,),
        )
        return tables(word.render(together, asked("comparison", wording)))

    assert [row[2:4] for row in table(made[:2])[0][2:]] == [["万户", "2.0372"], ["万户", "2.9"]]
    assert table(made[1:]) == []  # 户 and 宗 do not count the same thing


def test_districts_are_ranked_by_rate_and_only_where_all_have_one(wording: Wording) -> None:
    paper = word.render(ranked(), asked("ranking", wording))
    ranking = tables(paper)[0]
    assert [row[0] for row in ranking if len(row) == 1] == ["地区生产总值增速"], "总量不排位"
    first, *_, last, city = ranking[2:]
    assert first[:4] == ["1", "高新技术产业开发区", "10.5", "高5.1个百分点"]
    assert last[:4] == ["12", "东岭区", "−0.5", "低5.9个百分点"]
    assert city[:3] == ["—", "全市", "5.4"]
    assert section(paper, "各指标位次") == [
        "地区生产总值：全市增长5.4%，6个区县高于全市；居前的是高新技术产业开发区（增长10.5%）、麦浪县（增长9.5%）、长堤县（增长8.5%）；"
        "居后的是南河区（增长1.5%）、西溪区（增长0.5%）、东岭区（下降0.5%）。"
    ]
    with pytest.raises(EmptyPaperError, match="没有各区县数据齐全"):
        word.render(make_comparison(), asked("ranking", wording))


def test_one_district_alone_is_not_compared(wording: Wording) -> None:
    assert "没有两个以上区县同一时期、同一口径的数。" in paragraphs(
        word.render(make_pack(), asked("comparison", wording))
    )


def test_groups_of_projects_do_not_say_their_stage_twice(wording: Wording) -> None:
    pack = make_pack(projects=0)
    group = pack.portfolios[0]
    done = replace(group, name="竣工交付项目", stage="completed", count="33", investment=None)
    schools = replace(group, name="中小学", stage="completed", count="16", investment=None,
                      source=replace(group.source, quote="16所中小学建成"))  # fmt: skip
    paper = word.render(
        replace(pack, portfolios=(group, done, schools)), asked("projects", wording)
    )
    assert (
        "竣工投用中小学16所、竣工交付项目33个；加快建设重点项目196个（总投资1200亿元）。"
        in paragraphs(paper)
    )


def test_a_derived_verdict_says_that_it_is_one(wording: Wording) -> None:
    pack = make_pack(projects=0)
    level = observation("地区生产总值", "850.4", "亿元", indicator="gdp")
    row = replace(
        pack.targets[0],
        actual=level,
        verdict=Verdict("missed", "derived", doubt=""),
    )
    paper = word.render(replace(pack, targets=(row,)), asked("notice", wording))
    assert any(
        "未达到目标的有：地区生产总值850.4亿元（按推算数），年度目标为增长" in paragraph
        for paragraph in paragraphs(paper)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_golden(kind: str, wording: Wording) -> None:
    """Part by part; RENEW_GOLDEN=1 writes the files anew."""
    made = zipped.unpack(word.render(full_of(kind), asked(kind, wording)))
    file = GOLDEN / f"{kind}.docx"
    if os.environ.get("RENEW_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_bytes(zipped.pack(made))
    golden = zipped.unpack(file.read_bytes())
    assert sorted(made) == sorted(golden)
    for name, part in made.items():
        if name.endswith(".png"):
            assert _difference(part, golden[name]) < 2, (
                name
            )  # of 255: other versions of the font's renderer shade edges otherwise
        else:
            assert _canonical(part) == _canonical(golden[name]), name


def _difference(one: bytes, other: bytes) -> float:
    """How far two pictures are apart, on average."""
    pictures = [Image.open(io.BytesIO(data)).convert("L") for data in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*pictures)).mean[0])


def _canonical(part: bytes) -> str:
    canonical: bytes = etree.tostring(etree.fromstring(part), method="c14n2")
    return canonical.decode().replace("<w:p>", "\n<w:p>")


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, value in vars(new_template_module).items()
        if isinstance(value, tuple) and name.isupper()
    ],
)
def test_tables_fill_the_type_area(name: str) -> None:
    columns = getattr(new_template_module, name)
    if isinstance(columns[0], new_template_module.Column):
        assert sum(column.width for column in columns) in (156, 225)


def test_a_long_title_is_broken_between_its_words(wording: Wording) -> None:
    within = replace(make_pack(projects=0), period="2024M01-M05", targets=(), next_targets=())
    assert "云湖区2024年1—5月\n主要经济指标完成情况通报" in paragraphs(
        word.render(within, asked("notice", wording))
    )
    assert (
        opened(word.render(within, asked("notice", wording))).core_properties.title
        == "云湖区2024年1—5月主要经济指标完成情况通报"
    )


def within_year(value: str, unit: str, measure: str, due: str) -> Pack:
    """A Pack of a quarter with one indicator, half of whose target is due."""
    pack = make_pack(projects=0)
    level = observation("税收收入", value, unit, measure, indicator="tax_revenue", period="2024Q1")  # type: ignore[arg-type]
    goal = observation(
        "税收收入", "60", unit, measure, indicator="tax_revenue", status="target", at=9
    )  # type: ignore[arg-type]
    figures = (
        {"level": level, "growth": None} if measure == "level" else {"level": None, "growth": level}
    )
    row = replace(pack.indicators[2], target=goal, previous=None, **figures)  # type: ignore[arg-type]
    paced = ProgressRow("tax_revenue", "税收收入", "财政", "czj", level, goal, Amount(Decimal("20" if measure == "level" else value), "%"), Amount(Decimal(due), "%"), Amount(Decimal(-5), "个百分点"),
                        "behind", "yellow", "慢于序时")  # fmt: skip
    return replace(
        pack,
        period="2024Q1",
        indicators=(row,),
        targets=(),
        next_targets=(),
        series=(),
        tasks=(),
        progress=(paced,),
    )


@pytest.mark.parametrize(
    ("measure", "unit", "due", "said"),
    [
        (
            "level",
            "亿元",
            "25",
            "税收收入12亿元，完成年度目标的20%，慢于时间进度5个百分点。",
        ),
        (
            "yoy",
            "%",
            "60",
            "税收收入同比增长12%，低于年度目标48个百分点。",
        ),
    ],
)
def test_within_a_year_figures_are_held_against_what_is_due(
    wording: Wording, measure: str, unit: str, due: str, said: str
) -> None:
    paper = word.render(within_year("12", unit, measure, due), asked("notice", wording))
    overview = next(text for text in paragraphs(paper) if text.startswith("2024年1—3月，"))
    assert overview == f"2024年1—3月，云湖区{said}"
    assert dict(zip(*tables(paper)[0][:2], strict=True))["完成情况"] == "慢于序时"


def test_parts_that_do_not_add_up_by_rounding_are_explained(wording: Wording) -> None:
    pack = make_pack(projects=0)
    values = {
        "gdp": "170.3",
        "gdp_primary": "0.2",
        "gdp_secondary": "37.1",
        "gdp_tertiary": "133.1",
    }
    rows = [
        replace(
            pack.indicators[0],
            indicator=id_,
            name=id_,
            level=observation(id_, value, "亿元", indicator=id_, at=at),
            growth=None,
        )
        for at, (id_, value) in enumerate(values.items())
    ]
    note = "注：“—”表示文件未公布；带“预计”的为预计数；合计因四舍五入未作机械调整。"
    assert note in paragraphs(
        word.render(replace(pack, indicators=tuple(rows)), asked("notice", wording))
    )
    assert note not in paragraphs(
        word.render(replace(pack, indicators=tuple(rows[:3])), asked("notice", wording))
    )


LOADED = ("缺口最大", "差距最大", "垫底", "倒数第一", "严重滞后", "大幅下滑", "断崖式")


@pytest.mark.parametrize("kind", KINDS)
def test_the_tone_is_neutral(kind: str, wording: Wording) -> None:
    said = text(word.render(full_of(kind), asked(kind, wording)))
    assert not [word for word in LOADED if word in said]


def test_of_several_targets_the_table_shows_the_main_one(wording: Wording) -> None:
    pack = make_pack(projects=0)
    main = pack.targets[0]
    budget = observation("地区生产总值", "900", "亿元", indicator="gdp", status="target", at=777)
    other = replace(main, target=budget, headline=False, verdict=Verdict(), actual=None)
    row = replace(pack.indicators[0], target=budget)
    several = replace(pack, indicators=(row, *pack.indicators[1:]), targets=(other, *pack.targets))
    paper = word.render(replace(several, next_targets=()), asked("briefing", wording))
    assert tables(paper)[0][1][4:] == [f"{main.target.value}%左右", "未完成"]


def test_a_long_title_of_a_chart_breaks_after_its_colon(wording: Wording) -> None:
    found = paragraphs(word.render(full(), asked("projects", wording)))
    titles = [line for line in found if line.startswith("图")]
    assert any("：\n" in title for title in titles)
    assert all(len(title) < 45 or "\n" in title for title in titles)
