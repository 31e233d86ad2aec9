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
    missing = request.wording.missing
    cells, names = _cells(pack)
    areas = list(
        dict.fromkeys([*(figure.area for row in pack.comparison for figure in row.areas), *(a for row in cells.values() for a in row)])
    )
    rows: list[dict[str, str]] = []
    for indicator, found in cells.items():
        for area in (area for area in areas if area in found):
            level = found[area].get("level")
            rows.append(
                {
                    "序": str(len(rows) + 1),
                    "指标": names[indicator],
                    "地区": area,
                    "单位": level.unit if level and level.unit else missing,
                    "完成": filters.cell(level, missing),
                    "增速": filters.cell(found[area].get("growth"), missing),
                }
            )
    sentences = [sentence for indicator, found in cells.items() if (sentence := _sentence(names[indicator], found, areas))]
    return {"对比": rows, "对比情况": sentences[:SAID]}


def _cells(pack: Pack) -> tuple[Cells, dict[str, str]]:
    """The figures that several areas have, the city's own last, and the indicators' names; both in the Pack's order."""
    cells: Cells = {}
    names: dict[str, str] = {}
    for row in pack.comparison:
        kind = "growth" if row.measure == "yoy" else "level" if row.measure in ("level", "ratio") else ""
        figures = [figure.observation for figure in row.areas if figure.observation]
        if kind and len(figures) > 1:
            names[row.indicator] = row.name
            for o in (*figures, *([row.whole] if row.whole else [])):
                cells.setdefault(row.indicator, {}).setdefault(o.area, {}).setdefault(kind, o)
    return cells, names


def _sentence(name: str, cells: dict[str, dict[str, Observation]], areas: list[str]) -> str:
    """地区生产总值：槐荫区预计增长4%左右，天桥区增长6.5%; amounts where no two areas have a growth."""
    for kind in ("growth", "level"):
        found = [(area, cells[area][kind]) for area in areas if kind in cells.get(area, {})]
        if len(found) > 1:
            return f"{name}：{'，'.join(area + wording.status_prefix(o) + filters.said(o) for area, o in found)}。"
    return ""
