"""The tables of the real documents and of the sample files."""

from __future__ import annotations

import json
from pathlib import Path

from briefing.extraction.tables import read_tables
from briefing.model import Document, squeeze
from briefing.sources import documents, read_file
from tests.unit.extraction.tables.build import facts, lexicon

_ROOT = Path(__file__).resolve().parents[4]
_KEYS = ("name", "id", "measure", "value", "unit", "status", "period", "bound")

# What the plan's table of aims says, index, name and values as printed; a dash or a blank is no value.
_PLAN = """
地区生产总值 [gdp] yoy 5.5% estimate 2025
地区生产总值 [gdp] cagr 5% target 2026-2030
全社会研发经费投入 [rd_spending] cagr 7% target 2026-2030
高新技术产业产值占规模以上工业总产值比重 ratio 86.5% estimate 2025
高新技术产业产值占规模以上工业总产值比重 ratio 88% target 2030
高新技术产业产值占规模以上工业总产值比重 cagr 0.3% target 2026-2030
居民人均可支配收入 [income_all] cagr 5% target 2026-2030
每千人口拥有医护人员数（执业医师数） level 11.3人 estimate 2025
每千人口拥有医护人员数（执业医师数） level 11.9人 target 2030
每千人口拥有医护人员数（执业医师数） cagr 1.03% target 2026-2030
每千人口拥有医护人员数（注册护士数） level 15人 estimate 2025
每千人口拥有医护人员数（注册护士数） level 15.7人 target 2030
每千人口拥有医护人员数（注册护士数） cagr 0.91% target 2026-2030
人均预期寿命 level 80.5岁 estimate 2025
人均预期寿命 level 82岁 target 2030
粮食综合生产能力 level 0.27亿斤 estimate 2025
粮食综合生产能力 level 0.279亿斤 target 2030
粮食综合生产能力 cagr 0.65% target 2026-2030
"""


def _seed(shared: Path, number: str) -> list[Document]:
    return list(documents(read_file(next((shared / "data" / "seeds").glob(f"{number}_*.txt")))))


def _labels(shared: Path) -> list[tuple[str, ...]]:
    lines = (
        (shared / "gold" / "huaiyin-2024-q1-table.indicators.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    return [tuple(str(json.loads(line)[key]) for key in _KEYS) for line in lines]


def _as_labels(document: Document) -> list[tuple[str, ...]]:
    found = read_tables(document, lexicon()).observations
    return [
        (o.name, str(o.indicator), o.measure, str(o.value), o.unit, o.status, o.period, o.bound)
        for o in found
    ]


def test_first_quarter_table_of_a_gazette(shared: Path) -> None:
    assert _as_labels(_seed(shared, "003")[-1]) == _labels(shared)


def test_the_same_table_as_a_workbook(shared: Path) -> None:
    (sheet,) = documents(
        read_file(_ROOT / "examples" / "sources" / "槐荫区2024年一季度主要经济指标.xlsx")
    )
    assert _as_labels(sheet) == _labels(shared)


def test_aims_of_a_five_year_plan_a_cell_a_line(shared: Path) -> None:
    (plan,) = _seed(shared, "002")
    assert facts(plan) == _PLAN.split("\n")[1:-1]


def test_every_figure_stands_at_its_place_and_in_its_quote(shared: Path) -> None:
    for document in [*_seed(shared, "002"), *_seed(shared, "003")]:
        whole = squeeze(document.reading.text)
        for seen in read_tables(document, lexicon()).observations:
            assert document.reading.text[seen.source.start : seen.source.end] == str(seen.value)
            assert seen.source.quote in whole
            assert str(abs(seen.value)) in seen.source.quote
            assert seen.name.split("（")[0][:4] in seen.source.quote or "护士" in seen.source.quote


def test_prose_reports_have_no_tables(shared: Path) -> None:
    for number in ("000", "001", "004"):
        for document in _seed(shared, number):
            assert read_tables(document, lexicon()).spans == []
    for province in sorted((shared / "data" / "provinces").glob("*.txt")):
        for document in documents(read_file(province)):
            assert read_tables(document, lexicon()).spans == []


def test_spans_hold_the_flattened_tables_and_nothing_else(shared: Path) -> None:
    (plan,) = _seed(shared, "002")
    ((start, end),) = read_tables(plan, lexicon()).spans
    assert plan.text[start:end].startswith("指标名称")
    assert plan.text[start:end].endswith("约束性")
    table = _seed(shared, "003")[-1]
    ((start, end),) = read_tables(table, lexicon()).spans
    assert table.text[start:].startswith("指标名称 单位")
    assert end == len(table.text)
