"""No fact makes the analysis fail: numbers of 400 digits, noughts, odd periods and units, indicators nobody configured."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from briefing.analysis import plain
from briefing.analysis.index import Index
from briefing.analysis.pack import build_pack, for_audience
from briefing.analysis.rules import findings
from briefing.model import (
    Bound,
    DocumentInfo,
    DocumentKind,
    Measure,
    Observation,
    Scope,
    Source,
    Status,
)
from briefing.settings import load_settings
from briefing.store import ScopeFacts
from tests.examples import examples

SETTINGS = load_settings()
IDS = [
    None,
    "gdp",
    "general_budget_revenue",
    "tax_revenue",
    "unemployment_rate",
    "key_projects",
    "hightech_enterprises_new",
    "not_configured",
]
NAMES = [
    "收入",
    "教育支出占支出的比重",
    "养老保险基金预算收入",
    "养老保险基金累计结余",
    "新增省级企业",
    "其他",
    "占",
    "",
]
VALUES = ["0", "0.0", "-16", "57.1", "1E+3", "9" * 400, "0." + "0" * 60 + "1", "604300"]
TEXTS = [
    "其中：其他。",
    "完成预算，占比，同口径。",
    "主要预期目标是：见下。",
    "高于人代会计划57.1个百分点",
    "",
]
PERIODS = [
    "2023",
    "2024",
    "2025",
    "2024Q1",
    "2024H1",
    "2024M01-M05",
    "2024M12",
    "2021-2025",
    "2030",
]


@st.composite
def facts(draw: st.DrawFn) -> ScopeFacts:
    documents = [
        DocumentInfo(f"d{i}", f"d{i}.txt", "政府工作报告", draw(st.sampled_from(get_args(DocumentKind))), "云湖区", draw(st.sampled_from(["", "2025-01-08"])),
                     draw(st.sampled_from([None, 2023, 2024])), draw(st.sampled_from([None, 2025, 2030])), f"d{i}")
        for i in range(3)
    ]  # fmt: skip
    observations = []
    for at in range(draw(st.integers(0, 14))):
        document = draw(st.sampled_from(documents))
        text = draw(st.sampled_from(TEXTS))
        source = Source(
            document.id,
            document.file,
            document.title,
            at,
            at + 1,
            text,
            text,
            draw(st.sampled_from([(), ("二、主要预期目标",)])),
        )
        observations.append(
            Observation(
                draw(st.sampled_from(NAMES)), draw(st.sampled_from(IDS)), "云湖区", draw(st.sampled_from(get_args(Measure))),
                Decimal(draw(st.sampled_from(VALUES))), draw(st.sampled_from(["%", "亿元", "万元", "个", "", "千"])),
                draw(st.sampled_from(get_args(Status))), draw(st.sampled_from(PERIODS)), draw(st.sampled_from(get_args(Bound))), source,
            )
        )  # fmt: skip
    return ScopeFacts(tuple(documents), tuple(observations), (), ())


@examples(150, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(facts(), st.sampled_from(PERIODS))
def test_no_fact_makes_it_fail(said: ScopeFacts, period: str) -> None:
    pack = build_pack(said, Scope("district", "370104", "槐荫区"), period, SETTINGS, "2025-01-10")
    plain.pack(for_audience(pack, "public"))
    assert all(finding.message and finding.sources for finding in findings(Index(said, SETTINGS)))
