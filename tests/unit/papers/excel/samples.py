"""What the tests and the benchmark of workbooks share: requests, and a Pack that fills every sheet."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from briefing.amounts import Amount
from briefing.model import (
    AreaFigure,
    Audience,
    ComparisonRow,
    DocumentInfo,
    EarlyWarning,
    Finding,
    IndicatorRow,
    Observation,
    Pack,
    PlanRow,
    ProgressRow,
    Project,
    ProjectMention,
    Task,
)
from briefing.papers import Request, Template, render
from briefing.settings import load_settings
from briefing.settings.schema import Wording
from tests.once import once
from tests.packs import make_pack, observation, source

ROOT = Path(__file__).parents[4]
LAYOUT = ROOT / "templates" / "excel" / "indicators.yaml"
BUDGET = "d0c0ffee00000009"


@lru_cache
def wording() -> Wording:
    return load_settings(None).wording


def request(
    layout: str | bytes = b"",
    audience: Audience = "leader",
    name: str = "templates/excel/indicators.yaml",
) -> Request:
    data = layout.encode() if isinstance(layout, str) else layout
    return Request("指标表", audience, Template(name, data or LAYOUT.read_bytes()), wording())


@once
def book_of(pack: Pack, layout: str | bytes = b"", audience: Audience = "leader") -> bytes:
    return render("excel", pack, request(layout, audience))


def sheet(name: str, columns: str = "") -> str:
    """A layout of one sheet."""
    return f"sheets:\n  - name: {name}\n" + (f"    columns: [{columns}]\n" if columns else "")


@lru_cache
def full_pack(projects: int = 30) -> Pack:
    """A district's Pack in which every sheet has something to say."""
    pack = make_pack(projects=projects)
    fiscal = _fiscal()
    growth = [
        observation(
            row.name,
            f"{3 + i}.{i}",
            "%",
            "yoy",
            indicator=row.indicator,
            period=str(year),
            at=200_000 + 100 * i + year,
        )
        for i, row in enumerate(pack.indicators)
        for year in (2021, 2022, 2023)
    ]
    rows = tuple(_with_budget(row, fiscal) for row in pack.indicators)
    nontax = next(o for o in fiscal if o.indicator == "nontax_revenue" and o.status == "actual")
    rows = (
        *rows[:3],
        IndicatorRow(
            "nontax_revenue",
            "非税收入",
            "财政",
            "neither",
            "区财政局",
            nontax,
            None,
            None,
            None,
            None,
        ),
        *rows[3:],
    )
    budget = DocumentInfo(BUDGET, "云湖区2025年预算报告.docx", "云湖区2024年预算执行情况和2025年预算草案的报告", "budget_report", "云湖区",
                          "2025-01-09", 2024, 2025, "9" * 64)  # fmt: skip
    return replace(
        pack,
        documents=(*pack.documents, budget),
        indicators=rows,
        series=(
            *[
                o
                for o in pack.series
                if o.indicator not in {"general_budget_revenue", "tax_revenue"}
            ],
            *growth,
            *fiscal,
        ),
        projects=(*pack.projects, _ledger_project()),
        tasks=(*pack.tasks, *_livelihood()),
        observations=(
            *(o for o in pack.series if o.period != "2025"),
            *pack.next_targets,
            *growth,
            *fiscal,
            *(o for row in _plan() for o in (row.goal,) if o),
        ),
        findings=_findings(pack),
        notes=("没有2024年统计公报",),
        progress=_progress(pack),
        plan=_plan(),
        comparison=_comparison(pack),
        warnings=(
            EarlyWarning(
                "fell",
                "imports_exports",
                "进出口总额",
                (pack.indicators[6].growth,),
            ),
        ),  # type: ignore[arg-type]
    )


def _with_budget(row: IndicatorRow, fiscal: list[Observation]) -> IndicatorRow:
    level = next(
        (
            o
            for o in fiscal
            if o.indicator == row.indicator and o.status == "actual" and o.measure == "level"
        ),
        None,
    )
    return replace(row, level=level, previous=None) if level else row


def _fiscal() -> list[Observation]:
    figures = [
        ("一般公共预算收入", "general_budget_revenue", "56.0", "actual", "2024"),
        ("税收收入", "tax_revenue", "47.6", "actual", "2024"),
        ("非税收入", "nontax_revenue", "8.4", "actual", "2024"),
        ("一般公共预算收入", "general_budget_revenue", "58.8", "target", "2025"),
        ("税收收入", "tax_revenue", "49.5", "target", "2025"),
        ("非税收入", "nontax_revenue", "9.0", "target", "2025"),
        ("一般公共预算收入", "general_budget_revenue", "55.5", "target", "2024"),
        ("教育支出", None, "12.3", "actual", "2024"),
        ("教育支出", None, "12.9", "target", "2025"),
        ("政府性基金预算收入", None, "31.07", "actual", "2024"),
    ]
    return [
        replace(
            made, source=replace(made.source, document=BUDGET, file="云湖区2025年预算报告.docx")
        )
        for i, (name, id_, value, status, period) in enumerate(figures)
        for made in [
            observation(
                name,
                value,
                "亿元",
                indicator=id_,
                status=status,
                period=period,
                at=300_000 + 50 * i,
            )
        ]  # type: ignore[arg-type]
    ]


def _ledger_project() -> Project:
    details = (("级别", "省级"), ("类别", "续建"), ("建设单位", "云湖城建集团"), ("建设内容及规模", "建设标准厂房12万平方米及配套道路、管网"),
               ("起止年限", "2023-2026"), ("年度计划投资", "4亿元"), ("累计完成", "3.2亿元"), ("占年度计划%", "80"), ("形象进度", "主体封顶，正在安装幕墙"),
               ("牵头单位", "区发展改革局"), ("责任单位", "云湖街道办事处"))  # fmt: skip
    mention = ProjectMention("named", "云湖高端装备产业园二期", "building", "actual", "2024", "云湖区", source("云湖高端装备产业园二期", 70_000), "15亿元",
                             details=details)  # fmt: skip
    return Project(mention.name, "云湖区", (mention,))


def _livelihood() -> list[Task]:
    texts = [
        "新增普惠托位500个，新建改扩建学校6所",
        "改造老旧小区32个，惠及居民8000户",
        "建设“口袋公园”12处",
    ]
    return [
        Task("livelihood", str(i), text[:8], text, "2025", "云湖区", source(text, 400_000 + 100 * i), ("区教育体育局",), ("各街道办事处",), text.split("，")[0],
             "2025年底")
        for i, text in enumerate(texts, 1)
    ]  # fmt: skip


def _findings(pack: Pack) -> tuple[Finding, ...]:
    row = pack.indicators[0]
    figures = tuple(o for o in (row.level, row.growth) if o)
    return (
        Finding(
            "two_values",
            "high",
            "云湖区",
            "2024",
            "两份资料的地区生产总值不一致：850.4亿元与858.9亿元，核对后选用一个。",
            figures,
        ),
        Finding(
            "near_names",
            "low",
            "云湖区",
            "2024",
            "“凡知智造产业园”与“凡知制造产业园”可能是同一个项目。",
            (),
            (source("凡知智造产业园", 99),),
        ),
    )


def _progress(pack: Pack) -> tuple[ProgressRow, ...]:
    lights = [("green", "达序时"), ("yellow", "略欠"), ("red", "滞后"), (None, "年度指标，不评")]
    made = []
    for i, row in enumerate(pack.indicators[:8]):
        colour, word = lights[i % 4]
        assert row.growth
        made.append(ProgressRow(row.indicator, row.name, row.category, row.department, row.growth, row.target, row.growth.amount, Amount(Decimal(5), "%"),
                                Amount(Decimal("1.2") - i, "个百分点"), "on_track", colour, word))  # type: ignore[arg-type]  # fmt: skip
    return tuple(made)


def _plan() -> tuple[PlanRow, ...]:
    gdp = observation("地区生产总值", "858.9", "亿元", indicator="gdp", at=20)
    goal = observation(
        "地区生产总值",
        "1200",
        "亿元",
        indicator="gdp",
        status="target",
        period="2030",
        bound="approx",
        bound_text="左右",
        at=500_000,
    )
    share = observation(
        "森林覆盖率", "22.5", "%", "ratio", status="target", period="2030", at=500_100
    )
    return (
        PlanRow(
            "gdp",
            "地区生产总值",
            "2026-2030",
            "预期性",
            gdp,
            goal,
            None,
            (gdp,),
            Amount(Decimal("5.7"), "%"),
            "open",
        ),
        PlanRow(
            None,
            "森林覆盖率",
            "2026-2030",
            "约束性",
            None,
            share,
            None,
            (),
            None,
            "no_value",
        ),
    )


def _comparison(pack: Pack) -> tuple[ComparisonRow, ...]:
    city = observation("地区生产总值", "5.4", "%", "yoy", at=600_000)
    mine = pack.indicators[0].growth
    return (
        ComparisonRow(
            "gdp",
            "地区生产总值",
            "yoy",
            "2024",
            "%",
            (AreaFigure("云湖区", mine, 5, 2, None),),
            city,
            True,
            "",
        ),
    )
