"""An office's own indicator, check, chart and paper: what docs/hooks.md describes."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx

from briefing.analysis.index import Index
from briefing.analysis.rules.base import FactRule, Seen
from briefing.papers.charts.base import Absent, Chart, Context
from briefing.papers.charts.kinds import livelihood

# As in config/indicators.yaml.
INDICATORS = [
    {
        "id": "tea_output",
        "name": "干茶产量",
        "aliases": ["茶叶产量"],
        "category": "综合经济",
        "unit_family": "weight",
        "kind": "annual",
        "department": "agriculture",
        "order": 585,
    }
]


def _round_figures(index: Index) -> Iterator[Seen]:
    """A share of exactly 100% is worth a second look."""
    for observation in index.facts.observations:
        if observation.unit == "%" and observation.measure == "ratio" and observation.value == 100:
            yield Seen(f"{observation.name}正好是100%，请核对。", (observation,))


ROUND_FIGURE = FactRule("round_figure", "low", "正好百分之百", _round_figures)


class LocalCards:
    """A kind of chart: the cards of people's livelihood, of the office's own choice."""

    @staticmethod
    def make(context: Context) -> Chart | Absent:
        return livelihood.make(context)


def _memo() -> bytes:
    """A Word template: any .docx with the variables of docs/templates.md."""
    made = docx.Document()
    made.add_paragraph("{{ 标题 }}")
    made.add_paragraph("{%p for 段 in 总体 %}")
    made.add_paragraph("{{ 段 }}")
    made.add_paragraph("{%p endfor %}")
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


MEMO = ("便笺", _memo)
