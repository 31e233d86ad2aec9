"""Charts: each is defined once and drawn into PDF packs, as a picture for Word, and as a table for Excel and the appendix.

Everything comes from the Pack. A chart is made of marks at known places (`scene.py`), so that drawing a dozen takes a tenth of a
second, any label may hold any character, and every printed digit knows the facts behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

from briefing import hooks
from briefing.errors import PaperError
from briefing.model import Audience, Pack
from briefing.papers.charts.base import Absent, Chart, ChartTable, Context
from briefing.papers.charts.kinds import (
    composition,
    dashboard,
    districts,
    districts_overview,
    districts_years,
    findings,
    five_year,
    flow,
    growth,
    investment,
    livelihood,
    others,
    outlook,
    pace,
    progress,
    stages,
    targets,
    trends,
)
from briefing.papers.charts.scene import Box, Scene, plain, runs
from briefing.settings.charts import ChartOptions, ChartsTemplate
from briefing.settings.schema import Wording

# In the order of the default pack.
KINDS: dict[str, ModuleType] = {
    "dashboard": dashboard,
    "targets": targets,
    "progress": progress,
    "growth": growth,
    "pace": pace,
    "trends": trends,
    "others": others,
    "composition": composition,
    "stages": stages,
    "flow": flow,
    "investment": investment,
    "livelihood": livelihood,
    "outlook": outlook,
    "five_year": five_year,
    "districts_overview": districts_overview,
    "districts": districts,
    "districts_years": districts_years,
    "findings": findings,
}
INTERNAL = frozenset(
    {"findings"}
)  # for internal papers only; others do not even say that they are missing
DEFAULT = ChartsTemplate.model_validate({"charts": list(KINDS)})
_INCH = 72.0


def _kinds() -> dict[str, Any]:
    """With those that installed packages add."""
    return KINDS | hooks.added("charts")


def make_charts(
    pack: Pack, wording: Wording, template: ChartsTemplate = DEFAULT, audience: Audience = "leader"
) -> tuple[list[Chart], list[Absent]]:
    """The template's charts in its order, and those the Pack has not enough figures for."""
    charts: list[Chart] = []
    absent: list[Absent] = []
    for chosen in template.charts:
        if chosen.chart in INTERNAL and audience != "internal":
            continue
        made = _make(pack, wording, template, chosen, audience)
        if isinstance(made, Absent):
            absent.append(made)
        else:
            charts += made
    return charts, absent


def _make(
    pack: Pack, wording: Wording, template: ChartsTemplate, chosen: ChartOptions, audience: Audience
) -> list[Chart] | Absent:
    """The chart, or the charts where one kind takes several pages."""
    citations = {document.id: number for number, document in enumerate(pack.documents, 1)}
    make: Callable[[Context], Chart | Sequence[Chart] | Absent] = _kinds()[chosen.chart].make
    made = make(Context(pack, template, chosen, audience, wording, citations))
    if isinstance(made, Absent):
        return made
    return [
        replace(chart, name=chosen.name or chart.name, note=runs(chart.note, chosen.note))
        for chart in ([made] if isinstance(made, Chart) else made)
    ]


def chart_of(
    pack: Pack,
    chart_id: str,
    wording: Wording,
    template: ChartsTemplate = DEFAULT,
    audience: Audience = "leader",
) -> Chart:
    """One chart by its id, the first of its pages. Raises PaperError when there is no such chart or the Pack has not enough figures for it."""
    if chart_id not in _kinds():
        raise PaperError(f"没有这种图表“{chart_id}”", hint="可用：" + "、".join(_kinds()))
    chosen = next(
        (entry for entry in template.charts if entry.chart == chart_id),
        ChartOptions.model_validate({"chart": chart_id}),
    )
    made = _make(pack, wording, template, chosen, audience)
    if isinstance(made, Absent):
        raise PaperError(
            f"“{made.name}”图画不出来：{plain(made.reason)}",
            hint="请从模板中去掉这张图，或补充资料",
        )
    return made[0]


def chart_table(
    pack: Pack, chart_id: str, wording: Wording, template: ChartsTemplate = DEFAULT
) -> ChartTable:
    """The numbers behind a chart: columns, and rows of cells with their text, value and keys. Raises PaperError as `chart_of` does."""
    return chart_of(pack, chart_id, wording, template).table


def chart_alt(
    pack: Pack, chart_id: str, wording: Wording, template: ChartsTemplate = DEFAULT
) -> str:
    """What a reader who cannot see the picture is told (Chinese)."""
    return chart_of(pack, chart_id, wording, template).alt


def pick(
    pack: Pack,
    chart_ids: Sequence[str],
    most: int,
    wording: Wording,
    audience: Audience = "leader",
    limit: int = 0,
) -> list[Chart]:
    """The first of these charts that the Pack has enough figures for, at most so many. limit: rows of each; 0: its own."""
    found: list[Chart] = []
    for chart_id in chart_ids:
        if len(found) == most:
            break
        made = _make(
            pack,
            wording,
            DEFAULT,
            ChartOptions.model_validate({"chart": chart_id, "limit": limit}),
            audience,
        )
        if not isinstance(made, Absent):
            found.append(made[0])
    return found


def chart_png(
    pack: Pack,
    chart_id: str,
    wording: Wording,
    template: ChartsTemplate = DEFAULT,
    *,
    dpi: int = 300,
    width_mm: float = 156.0,
) -> bytes:
    """The chart as `png_of` makes it. Raises PaperError as `chart_of` does."""
    return png_of(chart_of(pack, chart_id, wording, template), dpi=dpi, width_mm=width_mm)


def png_of(
    chart: Chart,
    *,
    dpi: int = 300,
    width_mm: float = 156.0,
    height_mm: float = 0.0,
    magnified: float = 1.0,
) -> bytes:
    """magnified: how much larger than on a page of the chart pack its type is. The chart without its title (the paper sets its own caption) as a PNG `width_mm` wide; its alternative text is inside
    as `Description`. height_mm 0: as high as the chart wants to be. Raises PaperError naming a character the font lacks."""
    wide = width_mm / 25.4 * _INCH / magnified
    high = height_mm / 25.4 * _INCH / magnified or wide * chart.height
    scene = Scene()
    chart.draw(scene, Box(2, 2, wide - 2, high - 2))
    # Only papers with pictures pay for matplotlib's start.
    from briefing.papers.charts.picture import to_png

    return to_png(
        scene,
        wide,
        high,
        dpi=round(dpi * magnified),
        where=plain(chart.title),
        description=chart.alt,
        printed=dpi,
    )


__all__: Sequence[str] = (
    "DEFAULT",
    "KINDS",
    "Absent",
    "Chart",
    "ChartTable",
    "chart_alt",
    "chart_of",
    "chart_png",
    "chart_table",
    "make_charts",
    "pick",
    "png_of",
)
