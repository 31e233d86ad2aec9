"""Synthetic districts for benchmarks: stored facts made from a seed. Plausible figures, no real ones.

A district has two work reports, a five-year plan, a budget report and (two of three) a quarterly bulletin. What varies from district to
district: name, level of its figures, how many indicators (40 to all), projects (20 to 60), tasks (15 to 45), decimals, bounds, and the
year of its newest report (one of eight is a year behind). The same seed and place give the same district, whatever the others are.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from briefing.model import (
    Bound,
    DocumentInfo,
    DocumentKind,
    Facts,
    Measure,
    Observation,
    ProjectMention,
    Source,
    Stage,
    Status,
    Task,
)
from briefing.settings.schema import Indicator
from briefing.store import DocumentFacts, FileInfo
from tests.packs import KINDS, PHASES, PLACES, STAGES

_FIRST, _SECOND, _LAST = "云锦东南新望青北长麦清兴安和永", "湖屏岭河桥岳石苑堤浪泉城平阳丰", "区县"
_SPENDING = (
    "教育支出",
    "科学技术支出",
    "社会保障和就业支出",
    "卫生健康支出",
    "节能环保支出",
    "城乡社区支出",
    "农林水支出",
    "住房保障支出",
)
# Unit and typical level of each family of units.
_LEVELS = {
    "money": ("亿元", 120), "foreign_money": ("万美元", 6000), "count": ("家", 240), "persons": ("万人", 3), "percent": ("%", 62),
    "area": ("万平方米", 85), "land": ("万亩", 12), "weight": ("万吨", 18), "concentration": ("微克/立方米", 38), "days": ("天", 250),
    "energy": ("万吨标准煤", 90),
}  # fmt: skip
_WORDS: dict[Bound, str] = {"approx": "左右", "min": "以上"}


def names(count: int) -> list[str]:
    """Names for so many districts, each once."""
    every = [a + b + c for c in _LAST for a in _FIRST for b in _SECOND]
    more = [a + d + b + c for c in _LAST for a in _FIRST for d in "山川溪" for b in _SECOND]
    return (every + more)[:count]


@dataclass
class _Report:
    """A document that facts are put into, one behind the other."""

    info: DocumentInfo
    code: str
    observations: list[Observation] = field(default_factory=list)
    mentions: list[ProjectMention] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    at: int = 0

    def source(self, quote: str, part: str) -> Source:
        start, self.at = self.at, self.at + 200
        sentence = f"{quote}，与上年同期相比保持稳定，各项工作按年初确定的安排有序推进。"
        return Source(
            self.info.id,
            self.info.file,
            self.info.title,
            start,
            start + len(quote),
            quote,
            sentence,
            (part, "（一）主要情况"),
            "",
        )

    def figure(
        self,
        name: str,
        indicator: str | None,
        measure: Measure,
        value: Decimal,
        unit: str,
        status: Status,
        period: str,
        bound: Bound = "exact",
    ) -> None:
        word = _WORDS.get(bound, "")
        part = "二、主要目标" if status == "target" else "一、工作回顾"
        source = self.source(
            f"{name}{'增长' if measure == 'yoy' else '为'}{value}{unit}{word}", part
        )
        vintage = "preliminary" if status == "actual" else None
        self.observations.append(
            Observation(
                name,
                indicator,
                self.info.area,
                measure,
                value,
                unit,
                status,
                period,
                bound,
                source,
                word,
                vintage,
                0.97,
            )
        )

    def facts(self) -> DocumentFacts:
        return DocumentFacts(
            self.info,
            self.code,
            Facts(tuple(self.observations), tuple(self.mentions), tuple(self.tasks)),
        )


def district(
    seed: int,
    place: int,
    code: str,
    name: str,
    indicators: Sequence[Indicator],
    *,
    edition: int = 0,
) -> Iterator[tuple[FileInfo, list[DocumentFacts]]]:
    """The files of a district and what stands in each. Another `edition` of it has other figures in its newest report."""
    chance = random.Random(f"{seed}/{place}")
    year = 2024 if place % 8 else 2023
    chosen = _chosen(chance, indicators)
    size = chance.uniform(0.3, 3)
    before = _report(code, name, "work_report", year, f"{year}-01-10", 0)
    now = _report(code, name, "work_report", year + 1, f"{year + 1}-01-08", edition)
    plan = _report(code, name, "five_year_plan", year + 1, f"{year + 1}-02-15", 0)
    budget = _report(code, name, "budget_report", year + 1, f"{year + 1}-01-09", 0)
    bulletin = _report(code, name, "table", year, f"{year}-04-28", 0)
    if edition:
        now.figure(
            "地区生产总值", "gdp", "level", Decimal(400 + edition), "亿元", "actual", str(year)
        )
    for indicator in chosen:
        _figures(chance, indicator, year, size, before, now, plan, bulletin)
    for line in _SPENDING:
        budget.figure(
            line,
            None,
            "level",
            _round(chance.uniform(2, 40) * size, 1),
            "亿元",
            "actual",
            str(year),
        )
    _projects(chance, name, year, before, now)
    _tasks(chance, name, year, now)
    for report in (before, now, plan, budget, *([bulletin] if place % 3 else [])):
        yield (
            FileInfo(report.info.sha256, (report.info.file,), "docx", "synthetic"),
            [report.facts()],
        )


def _report(
    code: str, name: str, kind: DocumentKind, year: int, date: str, edition: int
) -> _Report:
    print_ = sha256(f"{code}/{kind}/{year}/{edition}".encode()).hexdigest()
    file = f"{name}{date[:4]}年{kind}.docx"
    return _Report(
        DocumentInfo(
            print_[:16], file, f"{name}{year}年文件", kind, name, date, year - 1, year, print_
        ),
        code,
    )


def _chosen(chance: random.Random, indicators: Sequence[Indicator]) -> list[Indicator]:
    count = chance.randint(min(40, len(indicators)), len(indicators))
    always = {
        "gdp",
        "gdp_primary",
        "gdp_secondary",
        "gdp_tertiary",
        "general_budget_revenue",
        "tax_revenue",
        "nontax_revenue",
    }
    picked = {indicator.id for indicator in chance.sample(list(indicators), count)} | always
    return [indicator for indicator in indicators if indicator.id in picked]


def _round(value: float, digits: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-digits))


def _figures(
    chance: random.Random,
    indicator: Indicator,
    year: int,
    size: float,
    before: _Report,
    now: _Report,
    plan: _Report,
    bulletin: _Report,
) -> None:
    unit, typical = _LEVELS[indicator.unit_family]
    name, id = indicator.name, indicator.id
    digits = chance.choice((0, 1, 2)) if indicator.unit_family in ("money", "persons") else 0
    level, growth = typical * size * chance.uniform(0.4, 1.6), chance.uniform(-9, 14)
    measure: Measure = "ratio" if unit == "%" else "level"
    if measure == "ratio":
        level = chance.uniform(40, 99)
    for report, when, factor in ((before, year - 1, 0.94), (now, year, 1.0)):
        report.figure(
            name, id, measure, _round(level * factor, max(digits, 1)), unit, "actual", str(when)
        )
        if unit != "%":
            status: Status = "estimate" if chance.random() < 0.3 else "actual"
            bound: Bound = "approx" if chance.random() < 0.4 else "exact"
            report.figure(
                name, id, "yoy", _round(growth * factor, 1), "%", status, str(when), bound
            )
            report.figure(
                name,
                id,
                "yoy",
                _round(chance.uniform(2, 9), 1),
                "%",
                "target",
                str(when + 1),
                chance.choice(("approx", "min")),
            )
    if indicator.kind != "annual" and unit != "%":
        bulletin.figure(
            name,
            id,
            "level",
            _round(level * chance.uniform(0.2, 0.3), max(digits, 1)),
            unit,
            "actual",
            f"{year}Q1",
        )
        bulletin.figure(
            name, id, "yoy", _round(growth + chance.uniform(-3, 3), 1), "%", "actual", f"{year}Q1"
        )
    if chance.random() < 0.3:
        plan.figure(
            name,
            id,
            measure,
            _round(min(level * 1.35, 99.9) if unit == "%" else level * 1.35, 1),
            unit,
            "target",
            "2030",
            "min",
        )


def _projects(chance: random.Random, name: str, year: int, before: _Report, now: _Report) -> None:
    seen: set[str] = set()
    for _ in range(chance.randint(20, 60)):
        title = chance.choice(PLACES) + chance.choice(KINDS) + chance.choice(PHASES)
        if title in seen:
            continue
        seen.add(title)
        stage = chance.randrange(len(STAGES))
        money = f"{chance.randint(1, 120)}亿元" if chance.random() < 0.5 else None
        if stage and chance.random() < 0.5:
            _mention(before, name, title, STAGES[stage - 1], str(year - 1), money)
        _mention(now, name, title, STAGES[stage], str(year), money)


def _mention(
    report: _Report, area: str, title: str, stage: Stage, period: str, money: str | None
) -> None:
    source = report.source(f"{title}项目总投资{money}" if money else f"{title}项目", "二、重点项目")
    report.mentions.append(
        ProjectMention("named", title, stage, "actual", period, area, source, money)
    )


def _tasks(chance: random.Random, name: str, year: int, now: _Report) -> None:
    for number in range(chance.randint(15, 45)):
        place, amount = chance.choice(PLACES), chance.randint(2, 60)
        text = f"推进{place}片区建设，年内完成投资{amount}亿元"
        source = now.source(text, "三、下一步工作")
        kind = "livelihood" if number % 5 == 0 else "commitment"
        goal = f"完成投资{amount}亿元"
        now.tasks.append(
            Task(
                kind,
                str(number + 1),
                f"推进{place}片区建设",
                text,
                str(year + 1),
                name,
                source,
                goal=goal,
            )
        )  # type: ignore[arg-type]
