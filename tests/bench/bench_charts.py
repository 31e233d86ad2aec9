"""How long a chart pack takes, beside matplotlib saving the same figures: `python tests/bench/bench_charts.py`.

The same scenes are made into matplotlib figures (mark by mark, same font file, Type 42) before the clock runs; what is timed is
one PdfPages saving them, against everything `render` does: laying out, drawing, embedding, appendix and side map.
"""

from __future__ import annotations

import io
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from briefing.amounts import Amount
from briefing.model import Light, Pace, ProgressRow
from briefing.papers import Request, render
from briefing.papers.charts import make_charts
from briefing.papers.charts.scene import Box, Scene, Text, plain
from briefing.papers.charts.scene import Path as Line
from briefing.papers.fonts import font_path
from briefing.papers.pdf.pages import HEIGHT, ROOM, WIDTH
from briefing.settings.charts import read_charts_template
from tests.packs import make_pack, observation
from tests.unit.papers.charts.samples import request

CHARTS = 12


def rich_pack(seed: int = 1):
    """A Pack with enough figures for twelve charts."""
    pack = make_pack(seed, projects=40)
    series, progress = list(pack.series), []
    for i, row in enumerate(pack.indicators):
        series.append(
            observation(
                row.name,
                f"{3 + i}.4",
                "%",
                "yoy",
                indicator=row.indicator,
                period="2023",
                at=200_000 + 50 * i,
            )
        )
        quarter = observation(
            row.name,
            f"{2 + i}.1",
            "%",
            "yoy",
            indicator=row.indicator,
            period="2024Q1",
            at=210_000 + 50 * i,
        )
        gap = Decimal(2 * i - 9)
        due = Amount(quarter.value - gap, "%")
        light, verdict, word = _LIGHTS[i % 3]
        given = (row.indicator, row.name, row.category, row.department, quarter, row.target)
        progress.append(
            ProgressRow(*given, quarter.amount, due, Amount(gap, "个百分点"), verdict, light, word)
        )
        if row.level:
            goal = str((row.level.value * Decimal("1.3")).quantize(row.level.value))
            unit = row.level.unit
            series.append(
                observation(
                    row.name,
                    goal,
                    unit,
                    indicator=row.indicator,
                    status="target",
                    period="2030",
                    at=220_000 + 50 * i,
                )
            )
    parts = [
        observation(name, value, "亿元", at=230_000 + 50 * i)
        for i, (name, value) in enumerate(_PARTS)
    ]
    projects = []
    for i, project in enumerate(pack.projects):
        before = replace(
            project.latest,
            period="2023",
            stage="started",
            source=replace(project.latest.source, start=240_000 + i),
        )
        projects.append(replace(project, mentions=(before, project.latest)) if i % 2 else project)
    cards = tuple(
        replace(row, category="民生") if i > 9 else row for i, row in enumerate(pack.indicators)
    )
    return replace(pack, series=tuple(series), projects=tuple(projects), observations=(*pack.observations, *parts), indicators=cards,
                   progress=tuple(progress))  # fmt: skip


_LIGHTS: list[tuple[Light, Pace, str]] = [
    ("green", "ahead", "高于目标"),
    ("yellow", "behind", "低于目标"),
    ("red", "behind", "明显低于目标"),
]
_PARTS = [
    ("教育支出", "31.2"),
    ("城乡社区支出", "40.1"),
    ("卫生健康支出", "9.9"),
    ("农林水支出", "0.8"),
    ("科学技术支出", "2.1"),
]


def figures_of(request: Request, pack=None):
    """The charts of a pack (the rich one) as matplotlib figures."""
    import matplotlib

    matplotlib.use("pdf")
    from matplotlib import rcParams
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.patches import Circle, PathPatch
    from matplotlib.path import Path as Outline

    rcParams["pdf.fonttype"] = 42
    template = read_charts_template(request.template.name, request.template.data)
    charts, _ = make_charts(pack or rich_pack(), request.wording, template)
    made = []
    for chart in charts[:CHARTS]:
        scene = Scene()
        chart.draw(scene, Box(50, 66, 50 + ROOM, 480))
        figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(0, HEIGHT)
        font = FontProperties(fname=str(font_path()))
        figure.text(
            50 / WIDTH,
            530 / HEIGHT,
            plain(chart.title).replace("$", r"\$"),
            fontproperties=font,
            fontsize=19,
        )
        for mark in scene.marks:
            if isinstance(mark, Text):
                side = {"start": "left", "middle": "center", "end": "right"}[mark.anchor]
                text = plain(mark.text).replace("$", r"\$")
                axes.text(
                    mark.x,
                    mark.y,
                    text,
                    fontproperties=font,
                    fontsize=mark.size,
                    color=mark.colour,
                    ha=side,
                    va="baseline",
                )
            elif isinstance(mark, Line):
                outline = Outline(mark.points, closed=False)
                face, edge = mark.fill or "none", mark.stroke or "none"
                axes.add_patch(
                    PathPatch(outline, facecolor=face, edgecolor=edge, linewidth=mark.width)
                )
            else:
                axes.add_patch(
                    Circle(
                        (mark.x, mark.y),
                        mark.radius,
                        facecolor=mark.fill,
                        edgecolor=mark.stroke or "none",
                    )
                )
        made.append(figure)
    return made


def save_with_matplotlib(figures) -> None:
    from matplotlib.backends.backend_pdf import PdfPages

    with PdfPages(io.BytesIO(), metadata={"CreationDate": None}) as pages:
        for figure in figures:
            pages.savefig(figure)


def timed(action: Callable[[], object], times: int = 7) -> float:
    action()
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def main() -> None:
    wanted = request()
    pack = rich_pack()
    template = read_charts_template(wanted.template.name, wanted.template.data)
    charts, absent = make_charts(pack, wanted.wording, template)
    ours = timed(lambda: render("pdf", pack, wanted))
    figures = figures_of(wanted)
    theirs = timed(lambda: save_with_matplotlib(figures), 3)
    print(
        f"{len(charts)} charts with cover and appendix, {len(render('pdf', pack, wanted)) / 1000:.0f} kB: {ours:.3f} s"
    )
    print(
        f"matplotlib, one PdfPages, {len(figures)} of the same figures, saving only: {theirs:.3f} s; ratio {ours / theirs:.2f}"
    )
    print("left out:", "、".join(missing.name for missing in absent) or "none")
    packs = [rich_pack(seed) for seed in range(10)]
    memory = []
    for i in range(200):
        render("pdf", packs[i % 10], wanted)
        memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(f"memory: {memory[19]:.0f} MB after 20 packs, {memory[-1]:.0f} MB after 200")


if __name__ == "__main__":
    main()
