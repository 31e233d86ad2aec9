"""Packs made from a seed, for tests and benchmarks of the papers: plausible figures, no real ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import cast

from briefing.analysis.pack import build_comparison
from briefing.model import (
    Basis,
    Bound,
    DocumentInfo,
    IndicatorRow,
    Measure,
    Observation,
    Pack,
    Project,
    ProjectMention,
    Scope,
    Source,
    Stage,
    Status,
    TargetRow,
    Task,
    Verdict,
    VerdictKind,
)
from briefing.settings import load_settings
from briefing.store import ScopeFacts

# id, name, category, direction, department, unit, typical level (None: growth only)
INDICATORS = [
    ("gdp", "地区生产总值", "综合经济", "more", "fgj", "亿元", "850.4"),
    ("general_budget_revenue", "一般公共预算收入", "财政", "more", "czj", "亿元", "57.1"),
    ("tax_revenue", "税收收入", "财政", "more", "czj", "亿元", "48.6"),
    ("industrial_value_added", "规模以上工业增加值", "工业", "more", "gxj", "亿元", None),
    ("fixed_asset_investment", "固定资产投资", "投资", "more", "fgj", "亿元", None),
    ("retail_sales", "社会消费品零售总额", "消费", "more", "swj", "亿元", "558"),
    ("imports_exports", "进出口总额", "外贸", "more", "swj", "亿元", "92.3"),
    ("foreign_investment", "实际使用外资", "外贸", "more", "tzj", "万美元", "8092"),
    ("rd_spending", "全社会研发投入", "创新", "more", "kjj", "亿元", "15.3"),
    ("hightech_enterprises", "高新技术企业", "创新", "more", "kjj", "家", "353"),
    ("income_urban", "城镇居民人均可支配收入", "民生", "more", "rsj", "元", "68987"),
    ("urban_employment_new", "城镇新增就业", "民生", "more", "rsj", "万人", "2.6"),
    ("market_entities_new", "新登记经营主体", "综合经济", "more", "spj", "户", "20372"),
    ("pm25", "细颗粒物（PM2.5）浓度", "生态", "less", "hbj", "微克/立方米", "38"),
]
STAGES: list[Stage] = ["reserved", "signed", "started", "building", "completed"]
PLACES = ["云湖", "锦屏", "东岭", "南河", "新桥", "望岳", "青石", "北苑", "长堤", "麦浪"]
KINDS = [
    "产业园",
    "快速路北延",
    "污水处理厂",
    "人民医院新院区",
    "实验学校",
    "智能制造基地",
    "老旧小区改造",
    "数据中心",
    "滨河公园",
    "冷链物流园",
]
PHASES = ["", "一期", "二期", "（三期）", "A区"]


def source(
    text: str,
    at: int = 0,
    title: str = "云湖区政府工作报告",
    section: tuple[str, ...] = ("一、2024年工作回顾",),
) -> Source:
    return Source(
        "d0c0ffee00000001",
        "云湖区2025年政府工作报告.txt",
        title,
        at,
        at + max(1, len(text)),
        text,
        text + "。",
        section,
    )


def observation(
    name: str,
    value: str,
    unit: str,
    measure: Measure = "level",
    *,
    indicator: str | None = None,
    status: Status = "actual",
    period: str = "2024",
    bound: Bound = "exact",
    bound_text: str = "",
    at: int = 0,
) -> Observation:
    text = f"{name}{value}{unit}{bound_text}"
    return Observation(
        name, indicator, "云湖区", measure, Decimal(value), unit, status, period, bound, source(text, at), bound_text,
        "preliminary" if status == "actual" else None, 0.97,
    )  # fmt: skip


def make_pack(
    seed: int = 1,
    *,
    indicators: int = len(INDICATORS),
    projects: int = 30,
    name: str = "云湖区",
    year: int = 2024,
) -> Pack:
    """A district's Pack. The same seed gives the same Pack; `indicators` and `projects` bound its size."""
    rng = random.Random(seed)
    rows, targets, next_targets, series, everything = [], [], [], [], []
    for order, (id_, label, category, direction, department, unit, base) in enumerate(
        INDICATORS[:indicators]
    ):
        at = 1000 * order
        rate = Decimal(rng.randint(-160, 190)) / 10
        growth = observation(
            label, str(rate), "%", "yoy", indicator=id_, at=at + 10, period=str(year),
            status="estimate" if rng.random() < 0.4 else "actual",
            bound="approx" if rng.random() < 0.4 else "exact", bound_text="",
        )  # fmt: skip
        if growth.bound == "approx":
            growth = observation(
                label, str(rate), "%", "yoy", indicator=id_, at=at + 10, period=str(year), status=growth.status, bound="approx",
                bound_text="左右",
            )  # fmt: skip
        levels: list[Observation] = []
        if base is not None:
            for back in range(4, -1, -1):
                digits = Decimal(base)
                value = (digits * (100 - 6 * back + rng.randint(-2, 2)) / 100).quantize(digits)
                levels.append(
                    observation(
                        label,
                        str(value),
                        unit,
                        indicator=id_,
                        period=str(year - back),
                        at=at + 20 + back,
                    )
                )
        target = observation(label, str(Decimal(rng.randint(30, 90)) / 10), "%", "yoy", indicator=id_, status="target", period=str(year),
                             bound="approx", bound_text="左右", at=at + 40)  # fmt: skip
        following = observation(label, str(Decimal(rng.randint(30, 80)) / 10), "%", "yoy", indicator=id_, status="target",
                                period=str(year + 1), bound="min", bound_text="以上", at=at + 50)  # fmt: skip
        rows.append(IndicatorRow(id_, label, category, cast("object", direction), department, levels[-1] if levels else None, growth,  # type: ignore[arg-type]
                                 None, target, levels[-2] if levels else None))  # fmt: skip
        gap = growth.amount.gap_to(target.amount)
        verdict = Verdict()
        if order % 7 != 6:
            kind: VerdictKind = "met" if rate >= target.value else "missed"
            basis: Basis = "estimate" if growth.status == "estimate" else "preliminary"
            verdict = Verdict(kind, basis, gap, doubt="")
        actual = growth if verdict.judged else None
        headline = order < 8 or not verdict.judged
        targets.append(TargetRow(id_, label, target, actual, verdict, following, headline))
        next_targets.append(following)
        series += [*levels, growth, target, following]
        everything += [*levels[-1:], growth, target, following]
    made, seen = [], set()
    while len(made) < projects:
        title = rng.choice(PLACES) + rng.choice(KINDS) + rng.choice(PHASES)
        if title in seen:
            title += f"{len(made)}标段"
        seen.add(title)
        stage = rng.choice(STAGES)
        mentions = []
        if stage == "completed" and rng.random() < 0.5:
            mentions.append(_mention(title, "building", str(year - 1), rng, len(made)))
        mentions.append(_mention(title, stage, str(year), rng, len(made)))
        made.append(Project(title, name, tuple(mentions)))
    tasks = [
        Task("commitment", str(i + 1), f"推进{place}片区建设", f"推进{place}片区建设，年内完成投资{i + 3}亿元", str(year + 1), name,
             source(f"推进{place}片区建设，年内完成投资{i + 3}亿元", 90000 + i), ("区发展改革局",), (), f"完成投资{i + 3}亿元", f"{year + 1}年底")
        for i, place in enumerate(PLACES)
    ]  # fmt: skip
    documents = (
        DocumentInfo("d0c0ffee00000001", f"{name}{year + 1}年政府工作报告.txt", f"{name}政府工作报告", "work_report", name,
                     f"{year + 1}-01-08", year, year + 1, "0" * 64),
        DocumentInfo("d0c0ffee00000002", f"{name}{year}年政府工作报告.docx", f"{name}政府工作报告", "work_report", name,
                     f"{year}-01-10", year - 1, year, "1" * 64),
    )  # fmt: skip
    portfolios = (
        ProjectMention("portfolio", "重点项目", "building", "actual", str(year), name,
                       source("总投资1200亿元的196个重点项目加快建设", 80000), "1200亿元", "196"),
    )  # fmt: skip
    return Pack(
        1, Scope("district", "370100", name), str(year), f"{year + 1}-01-08", documents, tuple(rows), tuple(targets), tuple(next_targets),
        tuple(series), tuple(made), portfolios, tuple(tasks), tuple(everything),
    )  # fmt: skip


def _mention(title: str, stage: Stage, period: str, rng: random.Random, at: int) -> ProjectMention:
    investment = f"{rng.randint(1, 120)}亿元" if rng.random() < 0.5 else None
    return ProjectMention(
        "named",
        title,
        stage,
        "actual",
        period,
        "云湖区",
        source(f"{title}等项目", 50000 + 10 * at),
        investment,
    )


AREAS = (
    "东岭区",
    "西溪区",
    "南河区",
    "北苑区",
    "云湖区",
    "锦屏区",
    "望岳区",
    "青石区",
    "新桥县",
    "长堤县",
    "麦浪县",
    "高新技术产业开发区",
)


def make_comparison(
    seed: int = 1,
    areas: Sequence[str] = AREAS,
    *,
    gaps: float = 0.15,
    city: bool = True,
    year: int = 2024,
) -> Pack:
    """A city's Pack of its districts: the first three indicators of every area exact and known, of the others some missing or estimated."""
    rng = random.Random(seed)
    facts = {
        area: _facts_of(make_pack(100 * seed + i, name=area, year=year), area, i, rng, gaps)
        for i, area in enumerate(areas)
    }
    whole = (
        _facts_of(make_pack(100 * seed + 99, name="云州市", year=year), "云州市", 99, rng, 0.0)
        if city
        else None
    )
    settings = load_settings(Path(__file__).parents[1])
    return build_comparison(
        facts, Scope("districts", "370100", "云州市"), str(year), settings, whole
    )


def _facts_of(pack: Pack, area: str, number: int, rng: random.Random, gaps: float) -> ScopeFacts:
    document = replace(
        pack.documents[0],
        id=f"d0c0ffee{number:08}",
        file=f"{area}2025年政府工作报告.txt",
        area=area,
    )
    before = [
        _year_earlier(o, rng) for o in pack.series if o.measure == "yoy" and o.status != "target"
    ]
    kept = []
    for o in (*pack.series, *before):
        main = o.indicator in ("gdp", "general_budget_revenue", "tax_revenue")
        if o.status == "target" or (not main and rng.random() < gaps):
            continue
        settled = replace(o, status="actual", bound="exact", bound_text="") if main else o
        kept.append(
            replace(
                settled,
                area=area,
                source=replace(
                    o.source, document=document.id, file=document.file, title=document.title
                ),
            )
        )
    return ScopeFacts((document,), tuple(kept), (), ())


def _year_earlier(growth: Observation, rng: random.Random) -> Observation:
    value = growth.value + Decimal(rng.randint(-30, 30)) / 10
    return replace(
        growth,
        period=str(int(growth.period) - 1),
        value=value,
        source=replace(growth.source, start=growth.source.start + 5),
    )
