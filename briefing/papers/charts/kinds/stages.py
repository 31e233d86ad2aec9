"""How many named projects stand at each stage, and which."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil

from briefing.model import STAGES, Project, ProjectMention, Stage
from briefing.papers import fonts
from briefing.papers.charts import style
from briefing.papers.charts.base import (
    Absent,
    Cell,
    Chart,
    ChartTable,
    Context,
    count,
    unique,
    words,
)
from briefing.papers.charts.scale import fit
from briefing.papers.charts.scene import Box, Run, Runs, Scene, joined, runs, wrap
from briefing.papers.content.stages import by_heading, reached

NAME = "项目进度"
_LINE = 42  # characters of a page's line of names
_BESIDE = 46  # from the longest bar's room to the names
_MORE = 5  # characters of 等12个 behind them
FURTHEST_FIRST = STAGES[::-1]
Staged = tuple[Project, ProjectMention]
Groups = Sequence[tuple[Stage, str, list[Staged]]]


def make(context: Context) -> Chart | Absent:
    groups = grouped(context)
    staged = [pair for _, _, pairs in groups for pair in pairs]
    if not staged:
        return Absent("stages", NAME, runs("资料没有点名", context.year, "的项目"))
    return Chart(
        id="stages",
        name=NAME,
        title=context.title(_conclusion(context, groups)),
        key=runs("点名项目个数；一个项目只计一次，取本年所到的最远进度；竣工投用只计原文这样说的"),
        shape="条形图",
        table=_table(context, groups),
        sources=unique(mention.source for _, mention in staged),
        draw=lambda scene, box: _draw(context, groups, scene, box),
        note=runs("只计资料点名的项目，不等于全部项目数。"),
        height=0.6,
        natural=sum(_heights([pairs for _, _, pairs in groups if pairs])),
    )


def grouped(context: Context) -> Groups:
    """Stage, what it is called, its projects: furthest first, stages without a project too."""
    of = {mention.key: project for project, mention in current(context)}
    mentions = (mention for _, mention in current(context))
    return [
        (stage, word, [(of[m.key], m) for m in found])
        for stage, word, found in by_heading(mentions, context.wording)
    ]


def current(context: Context) -> list[Staged]:
    """Projects with the furthest that the Pack's year says they got."""
    return [
        (project, mention)
        for project in context.pack.projects
        if (mention := reached(project, context.pack.period))
    ]


def _conclusion(context: Context, groups: Groups) -> Runs:
    """2024年点名项目30个：竣工投用8个、在建12个、签约落地10个."""
    every = [mention.key for _, _, pairs in groups for _, mention in pairs]
    each = (
        runs(word, count(len(pairs), [m.key for _, m in pairs]), "个")
        for _, word, pairs in groups
        if pairs
    )
    return runs(context.year, "点名项目", count(len(every), every), "个：", joined(each))


def _draw(context: Context, groups: Groups, scene: Scene, box: Box) -> None:
    colours = context.colours
    shown = [group for group in groups if group[2]]
    most = max(len(pairs) for _, _, pairs in shown)
    left, right = box.left + 62, box.left + box.width * 0.32
    line = (box.right - right - _BESIDE) / style.LABEL
    heights = _fitted(_heights([pairs for _, _, pairs in shown], line), box.height)
    scale = fit([most], left, right, count=4, cut=False)
    scene.line((left, box.top - sum(heights)), (left, box.top), colours.axis, style.RULE)
    for i, ((_, word, pairs), height) in enumerate(zip(shown, heights, strict=True)):
        middle = box.top - sum(heights[:i]) - height / 2
        thick = min(22.0, height * 0.5)
        scene.centred(box.left, middle, word, style.LABEL, colours.ink)
        end = scale(len(pairs))
        scene.bar(Box(left, middle - thick / 2, end, middle + thick / 2), colours.main)
        scene.centred(
            end + 5,
            middle,
            runs(count(len(pairs), [m.key for _, m in pairs]), "个"),
            style.HEAD,
            colours.ink,
        )
        if i:
            scene.line(
                (box.left, middle + height / 2),
                (box.right, middle + height / 2),
                colours.grid,
                style.HAIR,
            )
        names = Box(right + _BESIDE, middle - height / 2 + 2, box.right, middle + height / 2 - 2)
        _names(context, pairs, scene, names)


def _heights(groups: Sequence[Sequence[Staged]], line: float = _LINE) -> list[float]:
    """What each stage needs for its names, in lines of so many characters."""
    wide = (sum(len(fonts.clean(project.name)) + 1 for project, _ in pairs) for pairs in groups)
    return [max(24.0, 12 + style.LABEL * 1.4 * min(4, ceil(each / line))) for each in wide]


def _fitted(heights: Sequence[float], room: float) -> list[float]:
    """The same spread over the room there is, or pressed into it."""
    spare = room - sum(heights)
    if spare < 0:
        return [height * room / sum(heights) for height in heights]
    return [max(height, min(height + spare / len(heights), 96.0)) for height in heights]


def _names(context: Context, pairs: Sequence[Staged], scene: Scene, box: Box) -> None:
    """As many names as there is room for, and how many more."""
    size = style.LABEL
    lines = max(1, int(box.height / (size * 1.4)))
    room = box.width * lines / size - _MORE
    kept: list[Runs] = []
    for project, mention in pairs:
        text = fonts.clean(project.name)
        room -= len(text) + 1.5
        if room < 4 and kept:
            break
        kept.append(runs(Run(text, "name", (mention.key,))))
    left_out = [mention.key for _, mention in pairs[len(kept) :]]
    more = runs("等", count(len(pairs), [m.key for _, m in pairs]), "个") if left_out else ()
    wrapped = wrap(runs(joined(kept), more), size, box.width, lines)
    first = (box.top + box.bottom) / 2 + (len(wrapped) - 1) * size * 0.7
    for i, line in enumerate(wrapped):
        scene.centred(box.left, first - i * size * 1.4, line, size, context.colours.ink)


def _table(context: Context, groups: Groups) -> ChartTable:
    rows: list[tuple[Cell, ...]] = []
    for _, word, pairs in groups:
        names = joined(
            Run(fonts.clean(project.name), "name", (mention.key,)) for project, mention in pairs
        )
        number = Cell(
            runs(count(len(pairs), [mention.key for _, mention in pairs])), Decimal(len(pairs))
        )
        cited = joined(dict.fromkeys(context.number(mention.source) for _, mention in pairs), "")
        if pairs:
            rows.append((words(word), number, words(names), words(cited)))
    return ChartTable(("进度", "个数", "项目", "出处"), tuple(rows))
