"""Districts side by side: figures of one period and measure, in administrative order; estimates say so. No ranks are made here."""

from __future__ import annotations

from typing import Any

from briefing.analysis import wording
from briefing.model import Observation, Pack
from briefing.papers import Request, filters

SAID = 6  # indicators that get a sentence; the table has them all
Cells = dict[str, dict[str, dict[str, Observation]]]  # indicator -> area -> level or growth -> figure


def build(pack: Pack, request: Request) -> dict[str, Any]:
    """The variables 对比 and 对比情况; empty where fewer than two areas have a figure."""
    cells, areas = _cells(pack), list(dict.fromkeys(o.area for o in pack.series if o.area))
    rows = []
    for row in pack.indicators:
        for area in (area for area in areas if area in cells.get(row.indicator, {})):
            found = cells[row.indicator][area]
            level = found.get("level")
            rows.append(
                {
                    "指标": row.name,
                    "地区": area,
                    "单位": level.unit if level and level.unit else request.wording.missing,
                    "完成": filters.cell(level, request.wording.missing),
                    "增速": filters.cell(found.get("growth"), request.wording.missing),
                }
            )
    sentences = [sentence for row in pack.indicators if (sentence := _sentence(row.name, cells.get(row.indicator, {}), areas))]
    return {"对比": [{"序": str(number)} | row for number, row in enumerate(rows, start=1)], "对比情况": sentences[:SAID]}


def _cells(pack: Pack) -> Cells:
    """The period's figures that several areas have."""
    cells: Cells = {}
    for o in pack.series:
        if o.indicator and o.area and o.period == pack.period and o.status != "target":
            kind = "growth" if o.measure == "yoy" else "level" if o.measure in ("level", "ratio") else ""
            if kind:
                cells.setdefault(o.indicator, {}).setdefault(o.area, {}).setdefault(kind, o)
    return {indicator: areas for indicator, areas in cells.items() if len(areas) > 1}


def _sentence(name: str, cells: dict[str, dict[str, Observation]], areas: list[str]) -> str:
    """地区生产总值：槐荫区预计增长4%左右，天桥区增长6.5%; amounts where no two areas have a growth."""
    for kind in ("growth", "level"):
        found = [(area, cells[area][kind]) for area in areas if kind in cells.get(area, {})]
        if len(found) > 1:
            return f"{name}：{'，'.join(area + wording.status_prefix(o) + filters.said(o) for area, o in found)}。"
    return ""
