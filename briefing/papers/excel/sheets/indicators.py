"""主要指标: one canonical indicator a row, amount and growth side by side, the year's target and the way to it beside them."""

from __future__ import annotations

from briefing import periods
from briefing.model import AreaFigure, Derived, IndicatorRow, Observation, Pack
from briefing.papers import Request, filters
from briefing.papers.excel.cells import EMPTY, Cell, computed, figure, text
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
    shown_derived = request.audience == "internal"

    def growth(row: IndicatorRow) -> Cell:
        if row.growth is None and (found := _derived(row, internal=shown_derived)):
            return text(f"推算{_range(found)}", "grey", found.key)
        return figure(row.growth, words.missing)

    def pace(row: IndicatorRow) -> Cell:
        found = progress.get(row.indicator)
        if found is None or found.gap is None or found.target is None:
            return EMPTY
        key = filters.derived("pace", (found.actual.key, found.target.key))
        return computed(found.gap.value, key)

    def lit(row: IndicatorRow) -> Cell:
        found = progress.get(row.indicator)
        return light(found.light, found.word) if found else EMPTY

    def change(row: IndicatorRow) -> Cell:
        before = _growth_before(pack, row)
        if row.growth is None or before is None:
            return EMPTY
        return computed(
            row.growth.value - before.value, filters.derived("change", (row.growth.key, before.key))
        )

    def whole(row: IndicatorRow) -> Cell:
        return figure(
            next(
                (
                    c.whole
                    for c in pack.comparison
                    if c.indicator == row.indicator and c.measure == "yoy"
                ),
                None,
            )
        )

    def rank(row: IndicatorRow) -> Cell:
        place = _place(pack, row)
        if place and place.rank:
            return Cell(place.rank, "0", filters.derived("rank", _compared(pack, row)))
        return figure(row.rank)

    def rank_change(row: IndicatorRow) -> Cell:
        place = _place(pack, row)
        if place is None or place.rank_change is None:
            return EMPTY
        return Cell(
            place.rank_change,
            '"升"0;"降"0;"平"',
            filters.derived("rank change", _compared(pack, row)),
        )

    def period(row: IndicatorRow) -> Cell:
        found = row.level or row.growth
        return text(periods.label(found.period)) if found and found.period != pack.period else EMPTY

    def status(row: IndicatorRow) -> Cell:
        found = row.level or row.growth
        return text(words.statuses[found.status]) if found else EMPTY

    columns: Columns = [
        numbered(rows),
        (Column("category", "类别", 9, align="center"), lambda row: text(row.category)),
        (Column("name", "指标", 18, 30), lambda row: text(row.name)),
        (Column("unit", "计量单位", 8, 14, "center"), lambda row: text(_unit(row))),
        (Column("level", periods.label(pack.period) if whole_year else "本年累计", 9, 18, "right"), lambda row: figure(row.level, words.missing)),
        (Column("growth", "同比\n（±%）", 9, 16, "right"), growth),
        (Column("growth_change", f"较上{'年' if whole_year else '期'}\n±百分点", 9, align="right"), change),
        (Column("target", "年度目标", 10, 20, "right"), _target),
        (Column("share", "占年度\n目标（%）", 9, align="right"), _share),
        (Column("gap", "较目标\n±百分点", 9, align="right"), _gap),
        (Column("pace", "较序时\n±百分点", 9, align="right"), pace),
        (Column("light", "亮灯", 8, 20, "center"), lit),
        (Column("previous", _previous_title(pack.period) if whole_year else "上年同期", 9, 16, "right"), lambda row: figure(row.previous, unit=row.previous is not None and row.previous.unit != _unit(row))),
        (Column("whole", "全市同期\n（±%）", 9, 14, "right"), whole),
        (Column("rank", "位次", 6, align="center"), rank),
        (Column("rank_change", "位次\n变化", 6, align="center"), rank_change),
        (Column("period", "数据时期", 10, 16, "center"), period),
        (Column("status", "数据\n状态", 7, align="center"), status),
        (Column("department", "责任单位", 10, 22), lambda row: text(row.department)),
        link("level", "growth", "rank"),
        link("target", name="target_link", title="目标\n出处"),
    ]  # fmt: skip
    note = made_from(pack, f"“{words.missing}”为资料未公布", "与“计量单位”不同的数注明单位")
    return Table(
        "indicators", "主要指标", heading(pack, "主要经济指标完成情况"), f"{len(rows)}项指标的数额、增速、年度目标和进度", note,
        tuple(column for column, _ in columns), rows_of(columns, rows), graph=_graph(pack),
    )  # fmt: skip


def _previous_title(period: str) -> str:
    return periods.label(str(int(period) - 1))


def _unit(row: IndicatorRow) -> str:
    return (
        row.level.unit
        if row.level
        else "%"
        if row.growth
        else row.target.unit
        if row.target
        else ""
    )


def _target(row: IndicatorRow) -> Cell:
    """With its unit where the row's own does not say it."""
    if row.target is None:
        return EMPTY
    same = (
        row.level is not None
        and row.target.measure == row.level.measure
        and row.target.unit == row.level.unit
    )
    return figure(row.target, unit=not same)


def _share(row: IndicatorRow) -> Cell:
    """An amount as a share of the year's target amount."""
    level, target = row.level, row.target
    if not (
        level
        and target
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
