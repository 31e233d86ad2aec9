"""The largest named projects by the investment the documents give."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from briefing.model import Project, ProjectMention
from briefing.papers import fonts
from briefing.papers.charts import parts
from briefing.papers.charts.base import (
    Absent,
    Cell,
    Chart,
    ChartTable,
    Context,
    count,
    money_of,
    unique,
    words,
)
from briefing.papers.charts.scale import fit
from briefing.papers.charts.scene import Box, Run, Runs, Scene, runs, width

NAME = "投资规模较大的项目"
Sized = tuple[Project, ProjectMention, Decimal]


def make(context: Context) -> Chart | Absent:
    sized = _sized(context)
    if len(sized) < 2:
        return Absent("investment", NAME, runs("写明投资额的点名项目不足2个"))
    limit = context.options.limit or 16
    shown = sized[:limit]
    return Chart(
        id="investment",
        name=NAME,
        title=context.title(_conclusion(sized)),
        key=runs("总投资，亿元；右侧为资料所述进度；空心为计划实施、尚未开始"),
        shape="条形图",
        table=_table(context, shown),
        sources=unique(mention.source for _, mention, _ in shown),
        draw=lambda scene, box: _draw(context, shown, scene, box),
        note=runs(
            "写明投资额的项目共",
            count(len(sized), [m.key for _, m, _ in sized]),
            "个，此处列投资额最大的",
            count(len(shown), [m.key for _, m, _ in shown]),
            "个。",
            parts.cut_note([amount for _, _, amount in shown]),
        ),
        height=0.62,
        natural=16 + 24.0 * len(shown),
    )


def _sized(context: Context) -> list[Sized]:
    found = []
    for project in context.pack.projects:
        with_money = [(m, amount) for m in project.mentions if (amount := money_of(m)) is not None]
        if with_money:
            mention, amount = with_money[-1]
            found.append((project, mention, amount))
    return sorted(found, key=lambda sized: (-sized[2], sized[0].name))


def _conclusion(sized: Sequence[Sized]) -> Runs:
    """写明投资额的点名项目12个，最大的东岭产业园一期总投资120亿元."""
    project, mention, _ = sized[0]
    every = [m.key for _, m, _ in sized]
    ties = [s for s in sized if s[2] == sized[0][2]]
    name = Run(fonts.clean(project.name), "name", (mention.key,))
    amount = Run(fonts.clean(mention.investment or ""), "figure", (mention.key,))
    head = runs("写明投资额的点名项目", count(len(sized), every), "个")
    return (
        runs(head, "，投资额最大的", name, "为", amount)
        if len(ties) == 1
        else runs(head, "，投资额最大为", amount)
    )


def _draw(context: Context, sized: Sequence[Sized], scene: Scene, box: Box) -> None:
    colours = context.colours
    rows = parts.Rows(box, len(sized), head=16)
    size = rows.size
    names = min(box.width * 0.34, max(width(project.name, size) for project, _, _ in sized)) + 12
    right = (
        box.right
        - 24
        - max(
            width(f"{mention.investment}{_stage(context, mention)}", size)
            for _, mention, _ in sized
        )
    )
    scale = fit([amount for _, _, amount in sized], box.left + names, right, count=5)
    parts.value_axis(scene, scale, box.top - 14, rows.bottom, colours)
    for i, (project, mention, amount) in enumerate(sized):
        y, thick = rows.middle(i), rows.height * 0.6
        parts.row_name(
            scene,
            box.left,
            y,
            Run(fonts.clean(project.name), "name", (mention.key,)),
            size,
            names - 12,
            colours.ink,
        )
        end = scale(amount)
        planned = mention.status == "target"
        bar = Box(scale(0), y - thick / 2, end, y + thick / 2)
        scene.bar(
            bar, colours.blank if planned else colours.main, colours.main if planned else "", 1.2
        )
        if scale.beyond(amount):
            parts.cut_mark(scene, end - 14, y, thick, colours)
        amount_said = Run(fonts.clean(mention.investment or ""), "figure", (mention.key,))
        scene.centred(end + 4, y, amount_said, size, colours.ink)
        scene.centred(
            end + 12 + width(amount_said, size),
            y,
            _stage(context, mention),
            size * 0.92,
            colours.soft,
        )


def _stage(context: Context, mention: ProjectMention) -> str:
    return ("计划" if mention.status == "target" else "") + context.wording.stages[mention.stage]


def _table(context: Context, sized: Sequence[Sized]) -> ChartTable:
    return ChartTable(
        ("项目", "总投资", "进度", "时期", "出处"),
        tuple(
            (
                words(Run(fonts.clean(project.name), "name", (mention.key,))),
                Cell(
                    runs(Run(fonts.clean(mention.investment or ""), "figure", (mention.key,))),
                    amount,
                ),
                words(_stage(context, mention)),
                words(Run(mention.period, "period")),
                words(context.cite(mention.source)),
            )
            for project, mention, amount in sized
        ),
    )
