"""Analysis of 1,000 districts over five years, on one core: every year's Pack with its findings, and what the leaders may see of it."""

from __future__ import annotations

import gc
import random
import time
from decimal import Decimal

from pytest_benchmark.fixture import BenchmarkFixture

from briefing.analysis.index import Index
from briefing.analysis.pack import for_audience, pack_of
from briefing.model import (
    DocumentInfo,
    Measure,
    Observation,
    ProjectMention,
    Scope,
    Source,
    Stage,
    Status,
)
from briefing.settings import Settings, load_settings
from briefing.store import ScopeFacts

DISTRICTS, YEARS, SECONDS = 1000, range(2020, 2025), 60
SAMPLE = 50  # districts measured: the rest is more of the same
STAGES: tuple[Stage, ...] = ("signed", "started", "building", "completed")
KINDS = (
    "产业园",
    "快速路",
    "学校",
    "医院",
    "污水处理厂",
    "公园",
    "数据中心",
    "安置房",
    "综合体",
    "物流港",
    "文化馆",
    "变电站",
)
PLACES = "云湖锦屏东岭南河新桥望岳青石北苑长堤麦浪"


def made_facts(seed: int, settings: Settings) -> ScopeFacts:
    """What a district's reports of the years say: every configured indicator's amount, growth and target, sixty other figures, thirty projects a year."""
    rng = random.Random(seed)
    documents, observations, mentions = [], [], []
    for year in YEARS:
        id, at = f"d{year}", 0
        documents.append(
            DocumentInfo(
                id,
                f"{year}.txt",
                "政府工作报告",
                "work_report",
                "云湖区",
                f"{year + 1}-01-10",
                year,
                year + 1,
                id,
            )
        )

        def add(
            name: str,
            indicator: str | None,
            measure: Measure,
            value: str,
            unit: str,
            status: Status,
            period: int,
            id: str = id,
        ) -> None:
            nonlocal at
            at += 30
            quote = f"{name}{value}{unit}"
            source = Source(
                id,
                f"{id}.txt",
                "政府工作报告",
                at,
                at + 8,
                quote,
                f"{quote}，比上年有所变化。",
                ("一、工作回顾",),
            )
            observations.append(
                Observation(
                    name,
                    indicator,
                    "云湖区",
                    measure,
                    Decimal(value),
                    unit,
                    status,
                    str(period),
                    "exact",
                    source,
                    "",
                    "preliminary",
                )
            )

        for indicator in settings.indicators:
            amount = str(Decimal(rng.randint(1000, 9000)) / 10)
            unit = (
                "%"
                if indicator.unit_family == "percent"
                else "亿元"
                if indicator.unit_family == "money"
                else "个"
            )
            add(
                indicator.name,
                indicator.id,
                "ratio" if unit == "%" else "level",
                amount,
                unit,
                "actual",
                year,
            )
            add(
                indicator.name,
                indicator.id,
                "yoy",
                str(Decimal(rng.randint(-90, 190)) / 10),
                "%",
                "actual",
                year,
            )
            add(
                indicator.name,
                indicator.id,
                "yoy",
                str(Decimal(rng.randint(10, 90)) / 10),
                "%",
                "target",
                year + 1,
            )
        for i in range(60):
            add(
                f"{PLACES[i % 20]}{PLACES[(i * 7 + 3) % 20]}设施",
                None,
                "level",
                str(rng.randint(1, 500)),
                "处",
                rng.choice(["actual", "target"]),
                year,
            )
        for i in range(30):
            name = "".join(rng.sample(PLACES, 4)) + rng.choice(KINDS)
            source = Source(
                id, f"{id}.txt", "政府工作报告", 90000 + 20 * i, 90010 + 20 * i, name, name, ()
            )
            mentions.append(
                ProjectMention(
                    "named", name, rng.choice(STAGES), "actual", str(year), "云湖区", source
                )
            )
    return ScopeFacts(tuple(documents), tuple(observations), tuple(mentions), ())


def analysed(facts: list[ScopeFacts], settings: Settings) -> int:
    rows = 0
    for each in facts:
        index = Index(each, settings)
        for year in YEARS:
            pack = for_audience(
                pack_of(index, Scope("district", "370104", "云湖区"), str(year)), "leader"
            )
            rows += len(pack.targets)
    return rows


def test_a_thousand_districts_over_five_years(benchmark: BenchmarkFixture) -> None:
    settings = load_settings()
    facts = [made_facts(seed, settings) for seed in range(SAMPLE)]
    gc.set_threshold(20_000, 20, 20)  # as the program has it
    started = time.process_time()  # of this process alone: the machine may be busy
    rows = benchmark.pedantic(analysed, args=(facts, settings), rounds=1, iterations=1)
    seconds = (time.process_time() - started) * DISTRICTS / SAMPLE
    benchmark.extra_info["seconds for 1,000 districts"] = round(seconds, 1)
    print(
        f"\n{DISTRICTS} districts × {len(YEARS)} years: {seconds:.1f} s ({rows // SAMPLE} target rows a district)"
    )
    assert seconds < SECONDS
