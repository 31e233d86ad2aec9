"""Growth over the years against each year's target: small columns, one panel an indicator."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.papers.charts.base import Absent, Chart, Context
from briefing.papers.charts.kinds.trends import Panel, compared, small_multiples
from briefing.papers.charts.scene import Runs

NAME = "历年增速与目标"


def make(context: Context) -> Chart | Absent:
    return small_multiples(context, "pace", NAME, ("yoy",), "年增速", _conclusion)


def _conclusion(context: Context, panels: Sequence[Panel]) -> Runs:
    """2024年与2023年相比，主要指标增速加快3项、回落2项."""
    return compared(context, panels, "主要指标增速", ("加快", "持平", "回落"))
