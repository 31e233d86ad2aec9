"""What a whole is made of: ordered bars, one panel a whole, with each part's share of the total the source states, else of the parts' sum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from briefing.model import Observation, Pack
from briefing.papers.charts import parts, style
from briefing.papers.charts.base import (
    Absent,
    Cell,
    Chart,
    ChartTable,
    Context,
    common_unit,
    derived,
    in_table,
    period,
    short,
    short_in,
    unique,
    value_in,
    words,
    year_before,
)
from briefing.papers.charts.scale import fit
from briefing.papers.charts.scene import Box, Run, Runs, Scene, fitted, joined, runs, width
from briefing.papers.content import budgets
from briefing.papers.once import once

NAME = "构成"
GROUPS = {
    "三次产业增加值": ("gdp_primary", "gdp_secondary", "gdp_tertiary"),
    "一般公共预算收入": ("tax_revenue", "nontax_revenue"),
}


@dataclass(frozen=True, slots=True)
class _Part:
    name: Run
    observation: Observation
    value: Decimal  # in the whole's unit
    share: Run


@dataclass(frozen=True, slots=True)
class _Whole:
    when: Runs  # 2024年, 2024年预算
    title: str
    unit: str
    parts: tuple[_Part, ...]  # largest first
    total: Observation | None  # as the source of the parts states it

    @property
    def heading(self) -> Runs:
        """2024年预算一般公共预算支出（万元，合计491,802）, or that the shares are of the parts alone."""
        of = runs("合计", short_in(self.total, self.unit)) if self.total else "占所列各项"
        return runs(self.when, self.title, f"（{self.unit}，", of, "）")

    @property
    def figures(self) -> tuple[Observation, ...]:
        return (*(part.observation for part in self.parts), *filter(None, (self.total,)))


def make(context: Context) -> Chart | Absent:
    groups = context.options.groups or GROUPS
    wholes = [whole for title, names in groups.items() if (whole := _whole(context, title, names))]
    if not wholes:
        return Absent("composition", NAME, runs("没有一组构成有两个以上部分的数"))
    return Chart(
        id="composition",
        name=NAME,
        title=context.title(_conclusion(context, wholes)),
        key=runs(
            "按数额由大到小，空心为预计或预算；括号内为占合计的比重（推算），资料没有合计的为占所列各项之和，四舍五入未作机械调整"
        ),
        shape="条形图",
        table=_table(context, wholes),
        sources=unique(o.source for whole in wholes for o in whole.figures),
        draw=lambda scene, box: _draw(context, wholes, scene, box),
        natural=max(
            sum(34 + 24.0 * len(whole.parts) for whole in stack) for stack in _stacks(wholes)
        ),
    )


def _whole(context: Context, title: str, names: Sequence[str]) -> _Whole | None:
    when, found = _side(context, names)
    if len(found) < 2 or any(not o.amount.like(found[0].amount) for o in found):
        return None
    unit = common_unit(found)
    values = [value_in(o, unit) for o in found]
    added = sum(values, Decimal(0))
    if added <= 0 or min(values) < 0:
        return None
    stated = _stated(context, title, found, added, unit)
    total = value_in(stated, unit) if stated else added
    named = _all_parts(context.pack, stated) or {o: o.name for o in found}
    keys = [stated.key] if stated else [o.key for o in found]
    made = [
        _part(context, o, name, value_in(o, unit), total, dict.fromkeys((o.key, *keys)))
        for o, name in named.items()
    ]
    return _Whole(when, title, unit, tuple(sorted(made, key=lambda part: -part.value)), stated)


def _stated(
    context: Context, title: str, found: Sequence[Observation], added: Decimal, unit: str
) -> Observation | None:
    """The total that a source of the parts states for them, where it holds them all."""
    first = found[0]
    documents = {o.source.document for o in found}
    wanted = {title, *(row.indicator for row in context.pack.indicators if row.name == title)}
    totals = (
        o
        for o in (*context.pack.series, *context.pack.observations)
        if (o.name in wanted or o.indicator in wanted)
        and (o.measure, o.period, o.area) == ("level", first.period, first.area)
        and (o.status == "target") == (first.status == "target")
        and o.source.document in documents
        and o.amount.like(first.amount)
    )
    return next((o for o in totals if value_in(o, unit) >= added), None)


def _all_parts(pack: Pack, stated: Observation | None) -> dict[Observation, str]:
    """Every item that comes to the total in its budget with its name, those too that no template can name: 预备费, 住房保障等各项支出."""
    lists = budgets.budgets(pack) if stated else []
    names = {o.key: line.name for each in lists for line in each.lines for o in line.figures}
    rests = (rest for each in lists for rest in each.rests if rest.total == stated)
    whole = next((rest for rest in rests if not rest.amount), None)
    return {o: names.get(o.key, o.name) for o in whole.parts} if whole else {}


def _part(
    context: Context,
    observation: Observation,
    name: str,
    value: Decimal,
    total: Decimal,
    keys: Iterable[str],
) -> _Part:
    share = (value / total * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if value and not share:  # a small part is never said to be nothing
        share = (value / total * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return _Part(
        context.label(name, observation.indicator),
        observation,
        value,
        derived(share, keys, "%"),
    )


def _side(context: Context, names: Sequence[str]) -> tuple[Runs, list[Observation]]:
    """The parts of the Pack's period; where its documents have far fewer, those of its budget, else of the year before."""
    now, before = context.pack.period, year_before(context.pack.period)
    sides = [
        (runs(period(now)), now, False),
        (runs(period(now), "预算"), now, True),
        (runs(period(before)), before, False),
    ]
    tried = [
        (when, [o for name in names if (o := _find(context, name, code, planned))])
        for when, code, planned in sides
    ]
    most = max(len(found) for _, found in tried)
    return next((when, found) for when, found in tried if 3 * len(found) >= 2 * most)


def _find(context: Context, name: str, code: str, planned: bool) -> Observation | None:
    """A period's amount of an indicator, or of a figure that the documents call exactly so."""
    return _amounts(context.pack).get((name, code, planned))


@once
def _amounts(pack: Pack) -> dict[tuple[str | None, str, bool], Observation]:
    """Amounts by indicator and by name, period and whether they are planned: of several the one chosen for its row, then the first."""
    found: dict[tuple[str | None, str, bool], Observation] = {}
    chosen = (row.level for row in pack.indicators if row.level)
    for o in (*chosen, *pack.series, *pack.observations):
        if o.measure == "level":
            for name in (o.indicator, o.name):
                found.setdefault((name, o.period, o.status == "target"), o)
    return found


def _conclusion(context: Context, wholes: Sequence[_Whole]) -> Runs:
    """2024年三次产业增加值中第三产业最大，636.5亿元."""
    each = (
        runs(
            whole.when,
            whole.title,
            "中",
            whole.parts[0].name,
            "最大，",
            short(whole.parts[0].observation),
        )
        for whole in wholes[:2]
    )
    return joined(each, "；")


def _draw(context: Context, wholes: Sequence[_Whole], scene: Scene, box: Box) -> None:
    stacks = _stacks(wholes)
    cells = box.grid(len(stacks), 1, 36, 0)
    height = min(
        40.0,
        *(
            (box.height - 34 * len(stack)) / sum(len(whole.parts) for whole in stack)
            for stack in stacks
        ),
    )
    for stack, cell in zip(stacks, cells, strict=True):
        top = cell.top
        for whole in stack:
            bottom = top - 34 - height * len(whole.parts)
            _draw_whole(context, whole, scene, Box(cell.left, bottom + 10, cell.right, top))
            top = bottom


def _stacks(wholes: Sequence[_Whole]) -> list[list[_Whole]]:
    """Two columns of about the same length, the first whole first."""
    stacks: list[list[_Whole]] = [[], []]
    for whole in wholes:
        min(stacks, key=lambda stack: sum(len(each.parts) + 1 for each in stack)).append(whole)
    return [stack for stack in stacks if stack]


def _draw_whole(context: Context, whole: _Whole, scene: Scene, box: Box) -> None:
    colours = context.colours
    scene.line((box.left, box.top), (box.right, box.top), colours.axis, style.RULE)
    heading = fitted(whole.heading, style.LABEL, box.width)
    scene.text(box.left, box.top - 14, heading, style.LABEL, colours.soft)
    rows = parts.Rows(box, len(whole.parts), 40.0, 22.0)
    size = rows.size
    names = min(box.width * 0.4, max(width(part.name, size) for part in whole.parts)) + 10
    labels = [
        runs(short_in(part.observation, whole.unit), "（", part.share, "）") for part in whole.parts
    ]
    right = box.right - max(width(label, size) for label in labels) - 6
    scale = fit([part.value for part in whole.parts], box.left + names, right, cut=False)
    for i, (part, label) in enumerate(zip(whole.parts, labels, strict=True)):
        y, thick = rows.middle(i), rows.height * 0.6
        parts.row_name(scene, box.left, y, part.name, size, names - 10, colours.ink)
        bar = Box(scale(0), y - thick / 2, scale(part.value), y + thick / 2)
        estimate = part.observation.status != "actual"
        scene.bar(
            bar, colours.blank if estimate else colours.main, colours.main if estimate else "", 1.2
        )
        scene.centred(bar.right + 4, y, label, size, colours.ink)
    scene.line((scale(0), rows.bottom), (scale(0), box.top - 22), colours.axis, style.RULE)


def _table(context: Context, wholes: Sequence[_Whole]) -> ChartTable:
    return ChartTable(
        ("构成", "部分", "数额", "占比", "出处"),
        tuple(
            (
                words(whole.heading if part is whole.parts[0] else ""),
                words(part.name),
                in_table(part.observation),
                Cell(runs(part.share)),
                words(context.cite(part.observation.source)),
            )
            for whole in wholes
            for part in whole.parts
        ),
    )
