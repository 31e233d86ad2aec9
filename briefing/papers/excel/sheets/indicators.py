"""主要指标: one canonical indicator a row, amount and growth side by side, the year's target and the way to it beside them."""

from __future__ import annotations

from collections.abc import Mapping

from briefing import periods
from briefing.model import AreaFigure, Derived, IndicatorRow, Observation, Pack, ProgressRow, Status
from briefing.papers import Request, filters, wording
from briefing.papers.excel.cells import (
    EMPTY,
    Cell,
    computed,
    figure,
    figure_in,
    largest_unit,
    text,
)
from briefing.papers.excel.sheets.lights import light
from briefing.papers.excel.table import (
    Column,
    Columns,
    Graph,
    Table,
    heading,
    link,
    made_from,
    numbered,
    rows_of,
)

_CHARTED = 12  # indicators of the chart


def indicators(pack: Pack, request: Request) -> Table:
    rows, words = pack.indicators, request.wording
    whole_year = periods.parse(pack.period).is_year
    progress = {row.indicator: row for row in pack.progress}
    said = {row.indicator: share for row in pack.targets if (share := wording.stated_share(row))}

    columns: Columns = [
        numbered(rows),
        (Column("category", "类别", 9, align="center"), lambda row: text(row.category)),
        (Column("name", "指标", 18, 30), lambda row: text(row.name)),
        (Column("unit", "计量单位", 8, 14, "center"), lambda row: text(_unit(row))),
        (Column("level", periods.label(pack.period) if whole_year else "本年累计", 9, 18, "right"), lambda row: figure_in(row.level, _unit(row), words.missing)),
        (Column("growth", "同比\n（±%）", 9, 16, "right"), lambda row: _growth(row, request)),
        (Column("growth_change", f"较上{'年' if whole_year else '期'}\n±百分点", 9, align="right"), lambda row: _change(pack, row)),
        (Column("target", "年度目标", 10, 20, "right"), _target),
        (Column("share", "占年度\n目标（%）", 9, align="right"), lambda row: _share(row, said.get(row.indicator))),
        (Column("gap", "较目标\n±百分点", 9, align="right"), _gap),
        (Column("pace", "较序时\n±百分点", 9, align="right"), lambda row: _pace(progress.get(row.indicator))),
        (Column("light", "亮灯", 8, 20, "center"), lambda row: _light(progress.get(row.indicator))),
        (Column("previous", _previous_title(pack.period) if whole_year else "上年同期", 9, 16, "right"), lambda row: figure_in(row.previous, _unit(row))),
        (Column("whole", "全市同期\n（±%）", 9, 14, "right"), lambda row: _whole(pack, row)),
        (Column("rank", "位次", 6, align="center"), lambda row: _rank(pack, row)),
        (Column("rank_change", "位次\n变化", 6, align="center"), lambda row: _rank_change(pack, row)),
        (Column("period", "数据时期", 10, 16, "center"), lambda row: _own_period(pack, row)),
        (Column("status", "数据\n状态", 7, align="center"), lambda row: _status(row, words.statuses)),
        (Column("department", "责任单位", 10, 22), lambda row: text(row.department)),
        link("level", "growth", "rank"),
        link("target", name="target_link", title="目标\n出处"),
    ]  # fmt: skip
    note = made_from(pack, f"“{words.missing}”为资料未公布", "与“计量单位”不同的数注明单位")
    return Table(
        "indicators", "主要指标", heading(pack, "主要经济指标完成情况"), f"{len(rows)}项指标的数额、增速、年度目标和进度", note,
        tuple(column for column, _ in columns), rows_of(columns, rows), graph=_graph(pack),
    )  # fmt: skip


def _growth(row: IndicatorRow, request: Request) -> Cell:
    if row.growth is None and (found := _derived(row, internal=request.audience == "internal")):
        return text(f"推算{_range(found)}", "grey", found.key)
    return figure(row.growth, request.wording.missing)


def _pace(progress: ProgressRow | None) -> Cell:
    if progress is None or progress.gap is None or progress.target is None:
        return EMPTY
    key = filters.derived("pace", (progress.actual.key, progress.target.key))
    return computed(progress.gap.value, key)


def _light(progress: ProgressRow | None) -> Cell:
    return light(progress.light, progress.word) if progress else EMPTY


def _change(pack: Pack, row: IndicatorRow) -> Cell:
    before = _growth_before(pack, row)
    if row.growth is None or before is None:
        return EMPTY
    key = filters.derived("change", (row.growth.key, before.key))
    return computed(row.growth.value - before.value, key)


def _whole(pack: Pack, row: IndicatorRow) -> Cell:
    """The city's growth."""
    of_row = (c for c in pack.comparison if c.indicator == row.indicator and c.measure == "yoy")
    return figure(next((found.whole for found in of_row), None))


def _rank(pack: Pack, row: IndicatorRow) -> Cell:
    place = _place(pack, row)
    if place and place.rank:
        return Cell(place.rank, "0", filters.derived("rank", _compared(pack, row)))
    return figure(row.rank)


def _rank_change(pack: Pack, row: IndicatorRow) -> Cell:
    place = _place(pack, row)
    if place is None or place.rank_change is None:
        return EMPTY
    key = filters.derived("rank change", _compared(pack, row))
    return Cell(place.rank_change, '"升"0;"降"0;"平"', key)


def _own_period(pack: Pack, row: IndicatorRow) -> Cell:
    found = row.level or row.growth
    return text(periods.label(found.period)) if found and found.period != pack.period else EMPTY


def _status(row: IndicatorRow, names: Mapping[Status, str]) -> Cell:
    found = row.level or row.growth
    return text(names[found.status]) if found else EMPTY


def _previous_title(period: str) -> str:
    return periods.label(str(int(period) - 1))


def _unit(row: IndicatorRow) -> str:
    """The unit of the row's amounts, the largest of them: 57.1亿元 this year, 567393万元 last; of a row without one that of its rates."""
    if row.level is None:
        return "%" if row.growth else row.target.unit if row.target else ""
    return largest_unit((row.level, row.target, row.previous))


def _target(row: IndicatorRow) -> Cell:
    """With its unit where the row's own does not say it, always where it is a rate beside an amount or the row's only figure."""
    if row.target is None:
        return EMPTY
    if row.level is None or row.target.measure != row.level.measure:
        return figure(row.target, unit=True)
    return figure_in(row.target, _unit(row))


def _share(row: IndicatorRow, said: Observation | None = None) -> Cell:
    """The share that the source itself states, where it is of the year's target and not of an adjusted one; else an amount as a share
    of the year's target amount; how many projects there are is no share of anything."""
    if said:
        return EMPTY if said.against == "adjusted" else figure(said)
    level, target = row.level, row.target
    if not (
        level
        and target
        and row.direction != "neither"
        and level.measure == target.measure == "level"
        and level.amount.like(target.amount)
    ):
        return EMPTY
    share = level.amount.share_of(target.amount)
    if share is None:
        return EMPTY
    return computed(share.value, filters.derived("share", (level.key, target.key)))


def _gap(row: IndicatorRow) -> Cell:
    """A growth rate against the target growth, in percentage points."""
    if not (row.growth and row.target and row.target.measure == "yoy"):
        return EMPTY
    return computed(
        row.growth.value - row.target.value,
        filters.derived("gap", (row.growth.key, row.target.key)),
    )


def _growth_before(pack: Pack, row: IndicatorRow) -> Observation | None:
    """The growth of the period before: the year before, or the longest stretch of the same year that ended earlier."""
    if row.growth is None:
        return None
    now = periods.parse(row.growth.period)
    found = [
        o
        for o in pack.series
        if o.indicator == row.indicator and o.measure == "yoy" and o.status != "target"
    ]
    if now.is_year:
        return next((o for o in found if o.period == str(now.year - 1)), None)
    earlier = [(p.last_month, o) for o in found if (p := periods.parse(o.period)).year == now.year == p.last_year and p.month == now.month and p.last_month < now.last_month]  # fmt: skip
    return max(earlier, key=lambda pair: pair[0])[1] if earlier else None


def _compared(pack: Pack, row: IndicatorRow) -> list[str]:
    """The figures that an area's place among others comes from."""
    return [
        a.observation.key
        for c in pack.comparison
        if c.indicator == row.indicator
        for a in c.areas
        if a.observation
    ]


def _place(pack: Pack, row: IndicatorRow) -> AreaFigure | None:
    """The area's place in the comparison of growth rates, where one is allowed."""
    compared = next(
        (
            c
            for c in pack.comparison
            if c.indicator == row.indicator and c.measure == "yoy" and c.ranked
        ),
        None,
    )
    return (
        next((a for a in compared.areas if a.area == pack.scope.name), None) if compared else None
    )


def _derived(row: IndicatorRow, *, internal: bool) -> Derived | None:
    return next((d for d in row.derived if d.measure == "yoy" and (internal or d.confirmed)), None)


def _range(found: Derived) -> str:
    return f"{found.low}" if found.low == found.high else f"{found.low}—{found.high}"


def _graph(pack: Pack) -> Graph | None:
    """Growth rates beside the target growth rates, headline indicators first."""
    headline = {row.indicator for row in pack.targets if row.headline}
    rows = [row for row in pack.indicators if row.growth]
    chosen = sorted(rows, key=lambda row: row.indicator not in headline)[:_CHARTED]
    if len(chosen) < 2:
        return None
    goals = tuple(
        figure(row.target) if row.target and row.target.measure == "yoy" else EMPTY
        for row in chosen
    )
    series = [(f"{periods.label(pack.period)}同比", tuple(figure(row.growth) for row in chosen))]
    if any(not goal.empty for goal in goals):
        series.append(("年度目标", goals))
    return Graph(
        "bar",
        f"{heading(pack, '主要指标增速')}（%）",
        tuple(row.name for row in chosen),
        tuple(series),
    )
