"""Projects' way: the stage each stood at before, and the one it stands at now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.model import Project, ProjectMention, Stage
from briefing.papers import fonts
from briefing.papers.charts import parts, style
from briefing.papers.charts.base import (
    Absent,
    Chart,
    ChartTable,
    Context,
    count,
    period,
    unique,
    words,
    year_before,
)
from briefing.papers.charts.kinds.stages import FURTHEST_FIRST, current
from briefing.papers.charts.scene import Box, Run, Runs, Scene, joined, runs, width

NAME = "项目进展变化"
_LEAST = 3
_PROMISED: tuple[Stage, ...] = (
    "completed",
    "started",
    "signed",
)  # 建设, 推进 tell no stage to fall behind
_EACH = 24  # up to so many projects each has a row; more are bundled


@dataclass(frozen=True, slots=True)
class _Way:
    project: Project
    before: ProjectMention
    now: ProjectMention

    @property
    def keys(self) -> tuple[str, str]:
        return self.before.key, self.now.key

    @property
    def steps(self) -> int:
        """Stages gained; negative where the later document puts it further back than a stage told before."""
        return _steps(self.before.stage, self.now.stage)

    @property
    def sign(self) -> int:
        """Whether it gained or lost stages."""
        return (self.steps > 0) - (self.steps < 0)


def _steps(before: Stage, now: Stage) -> int:
    steps = FURTHEST_FIRST.index(before) - FURTHEST_FIRST.index(now)
    return 0 if _is_open(before, now) else steps


def _is_open(before: Stage, now: Stage) -> bool:
    """Whether a project stands at an earlier stage than words that promise none."""
    return before not in _PROMISED and FURTHEST_FIRST.index(before) < FURTHEST_FIRST.index(now)


def make(context: Context) -> Chart | Absent:
    happened, planned = _ways(context, "actual"), _ways(context, "target")
    ways, plan = (planned, True) if len(planned) > len(happened) else (happened, False)
    if len(ways) < _LEAST:
        return Absent("flow", NAME, runs("前后两年都点名的项目不足", str(_LEAST), "个"))
    return Chart(
        id="flow",
        name=NAME,
        title=context.title(_conclusion(context, ways, plan)),
        key=_key(context, plan, len(ways) <= _EACH),
        shape="流向图",
        table=_table(context, ways, plan),
        sources=unique(mention.source for way in ways for mention in (way.before, way.now)),
        draw=lambda scene, box: (_draw_rows if len(ways) <= _EACH else _draw_bundles)(
            context, ways, plan, scene, box
        ),
        note=runs(
            "只计前后都点名、名称一致的项目"
            + ("；计划只写建设、推进，没有写到哪一步的不计。" if plan else "。")
        ),
        height=0.6,
        natural=30 + 18.0 * len(ways) if len(ways) <= _EACH else 0.0,
    )


def _ways(context: Context, status: str) -> list[_Way]:
    """`actual`: from last year's stage; `target`: from the furthest stage planned for this year."""
    year = context.pack.period
    when = year_before(year) if status == "actual" else year
    found = []
    for project, now in current(context):
        before = [m for m in project.mentions if (m.period, m.status) == (when, status)]
        if before and status == "target":
            before.sort(key=lambda m: FURTHEST_FIRST.index(m.stage), reverse=True)
        open_ = status == "target" and before and _is_open(before[-1].stage, now.stage)
        if (
            before and not open_
        ):  # a plan that promises no stage (建设, 推进) is nothing to stand behind
            found.append(_Way(project, before[-1], now))
    return found


def _left(context: Context, plan: bool) -> Runs:
    return (
        runs(context.year, "计划")
        if plan
        else runs(period(year_before(context.pack.period)), "实际")
    )


def _conclusion(context: Context, ways: Sequence[_Way], plan: bool) -> Runs:
    """前后两年都点名的项目12个：进度向前7个、不变5个."""
    every = [key for way in ways for key in way.keys]
    said = []
    signs = (
        (("达到或快于计划", (0, 1)), ("慢于计划", (-1,)))
        if plan
        else (("进度向前", (1,)), ("不变", (0,)), ("所述进度靠后", (-1,)))
    )
    for word, wanted in signs:
        keys = [key for way in ways if way.sign in wanted for key in way.keys]
        if keys:
            said.append(runs(word, count(len(keys) // 2, keys), "个"))
    head = (
        runs(context.year, "计划点名且年内有进展的项目") if plan else runs("前后两年都点名的项目")
    )
    return runs(head, count(len(ways), every), "个：", joined(said))


def _key(context: Context, plan: bool, each: bool) -> Runs:
    if each:
        return runs("○ ", _left(context, plan), "　● ", context.year, "实际　", _back(plan))
    return runs(
        "带宽为项目个数；左为", _left(context, plan), "，右为", context.year, "实际；", _back(plan)
    )


def _back(plan: bool) -> str:
    return "橙色为实际进度慢于计划" if plan else "橙色为本年资料所述进度反而靠后"


def _draw_rows(context: Context, ways: Sequence[_Way], plan: bool, scene: Scene, box: Box) -> None:
    """A row a project, the stages as columns, furthest at the right."""
    colours = context.colours
    ordered = sorted(ways, key=lambda way: (FURTHEST_FIRST.index(way.now.stage), -way.steps))
    rows = parts.Rows(box, len(ordered), 30.0, 18.0)
    size = rows.size
    names = min(box.width * 0.42, max(width(way.project.name, size) for way in ways)) + 30
    slot = (box.right - box.left - names) / len(FURTHEST_FIRST)
    place = {
        stage: box.left + names + (len(FURTHEST_FIRST) - i - 0.5) * slot
        for i, stage in enumerate(FURTHEST_FIRST)
    }
    # Smaller type rather than heads printed over one another.
    heads = {stage: context.wording.stages[stage] for stage in place}
    widest = max(width(head, style.SMALL) for head in heads.values())
    small = style.SMALL * min(1.0, (slot - 3) / widest)
    for stage, x in place.items():
        scene.line((x, rows.bottom), (x, box.top - 14), colours.grid, style.HAIR)
        scene.text(x, box.top - 9, heads[stage], small, colours.soft, "middle")
    for i, way in enumerate(ordered):
        y = rows.middle(i)
        colour = colours.contrast if way.steps < 0 else colours.main
        parts.row_name(
            scene,
            box.left,
            y,
            Run(fonts.clean(way.project.name), "name", way.keys),
            size,
            names - 30,
            colours.ink,
        )
        start, end = place[way.before.stage], place[way.now.stage]
        scene.line((start, y), (end, y), colour, 2.2)
        scene.dot(start, y, style.MARK + 1.2, colours.blank, colour, 1.2)
        scene.dot(end, y, style.MARK - 0.8, colour)


def _draw_bundles(
    context: Context, ways: Sequence[_Way], plan: bool, scene: Scene, box: Box
) -> None:
    colours = context.colours
    inner = box.inset(left=90, right=box.width * 0.4, top=22, bottom=4)
    scene.text(
        inner.left + 5, box.top - 10, _left(context, plan), style.LABEL, colours.soft, "middle"
    )
    scene.text(
        inner.right - 5,
        box.top - 10,
        runs(context.year, "实际"),
        style.LABEL,
        colours.soft,
        "middle",
    )
    left = _nodes([way.before.stage for way in ways], inner)
    right = _nodes([way.now.stage for way in ways], inner)
    each = _each(inner, len(ways))
    _draw_bands(context, ways, scene, inner, left, right, each)
    for side, nodes, at in ((0, left, inner.left), (1, right, inner.right - 10)):
        for stage, (top, number) in nodes.items():
            scene.bar(Box(at, top - number * each, at + 10, top), colours.ink)
            keys = [way.keys[side] for way in ways if (way.before, way.now)[side].stage == stage]
            label = runs(context.wording.stages[stage], " ", count(number, keys), "个")
            middle = top - number * each / 2
            if side == 0:
                scene.centred(at - 6, middle, label, style.LABEL, colours.ink, "end")
            else:
                scene.centred(at + 16, middle, label, style.LABEL, colours.ink)
    _draw_names(
        context, ways, right, each, scene, Box(inner.right + 92, inner.bottom, box.right, inner.top)
    )


Nodes = dict[Stage, tuple[float, int]]  # stage -> top, number of projects
_GAP = 14.0


def _nodes(stages: Sequence[Stage], box: Box) -> Nodes:
    """Stages from the furthest at the top down, with gaps between; projects are of equal height on both sides."""
    counted = Counter(stages)
    shown = [stage for stage in FURTHEST_FIRST if counted[stage]]
    each = _each(box, len(stages))
    nodes: Nodes = {}
    top = box.top
    for stage in shown:
        nodes[stage] = (top, counted[stage])
        top -= counted[stage] * each + _GAP
    return nodes


def _each(box: Box, number: int) -> float:
    """The height of one project."""
    return (box.height - _GAP * (len(FURTHEST_FIRST) - 1)) / number


def _draw_bands(
    context: Context,
    ways: Sequence[_Way],
    scene: Scene,
    box: Box,
    left: Nodes,
    right: Nodes,
    each: float,
) -> None:
    colours = context.colours
    flows = Counter((way.before.stage, way.now.stage) for way in ways)
    used_left, used_right = Counter[Stage](), Counter[Stage]()
    for before in left:
        for now in right:
            number = flows[before, now]
            if not number:
                continue
            y0 = left[before][0] - used_left[before] * each
            y1 = right[now][0] - used_right[now] * each
            back = _steps(before, now) < 0
            scene.polygon(
                _band(box.left + 10, y0, box.right - 10, y1, number * each),
                colours.contrast if back else colours.pale,
            )
            used_left[before] += number
            used_right[now] += number


def _band(
    x0: float, y0: float, x1: float, y1: float, thick: float
) -> tuple[tuple[float, float], ...]:
    """A smooth band between two heights, as a polygon."""
    steps = [i / 24 for i in range(25)]
    upper = [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t * t * (3 - 2 * t)) for t in steps]
    return (*upper, *((x, y - thick) for x, y in reversed(upper)))


def _draw_names(
    context: Context, ways: Sequence[_Way], right: Nodes, each: float, scene: Scene, box: Box
) -> None:
    """The names of the projects at each stage, as far as there is room."""
    for stage, (top, number) in right.items():
        names = joined(
            Run(fonts.clean(way.project.name), "name", way.keys)
            for way in ways
            if way.now.stage == stage
        )
        high = max(number * each + _GAP - 4, style.SMALL * 1.5)
        most = max(1, int(high / (style.SMALL * 1.4)))
        scene.lines(
            Box(box.left, top - high, box.right, top),
            names,
            style.SMALL,
            context.colours.soft,
            most=most,
        )


def _table(context: Context, ways: Sequence[_Way], plan: bool) -> ChartTable:
    stages = context.wording.stages
    rows = [
        (
            words(Run(fonts.clean(way.project.name), "name", way.keys)),
            words(stages[way.before.stage]),
            words(stages[way.now.stage]),
            words(runs(context.number(way.before.source), context.number(way.now.source))),
        )
        for way in ways
    ]
    return ChartTable(("项目", "本年计划" if plan else "上年", "本年", "出处"), tuple(rows))
