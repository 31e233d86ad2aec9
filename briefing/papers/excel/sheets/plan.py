"""五年规划: what a five-year plan wants, how far the area has come, how much a year it still needs."""

from __future__ import annotations

from briefing import periods
from briefing.model import Observation, Pack, PlanRow
from briefing.papers import Request, filters, wording
from briefing.papers.excel.cells import EMPTY, Cell, Tone, computed, figure, text
from briefing.papers.excel.table import Column, Columns, Table, link, made_from, numbered, rows_of

_WORDS: dict[str, tuple[str, Tone]] = {
    "reached": ("已达到", "green"),
    "open": ("推进中", ""),
    "no_value": ("未见数据", "grey"),
}


def plan(pack: Pack, request: Request) -> Table:
    rows, missing = pack.plan, request.wording.missing

    def needed(row: PlanRow) -> Cell:
        inputs = [o for o in (_latest(row), row.goal) if o]
        return (
            computed(row.needed.value, filters.derived("needed", (o.key for o in inputs)))
            if row.needed is not None and inputs
            else EMPTY
        )

    def latest(row: PlanRow) -> Cell:
        return figure(_latest(row), missing, unit=True)

    def goal(row: PlanRow) -> Cell:
        if row.words and row.words.goal:
            return text(row.words.goal)
        return figure(row.goal, missing, unit=True)

    def progress(row: PlanRow) -> Cell:
        """From the base, not from nought."""
        inputs = [o for o in (row.base, _latest(row), row.goal) if o]
        if row.progress is None:
            return EMPTY
        key = filters.derived("way", (o.key for o in inputs))
        return computed(row.progress.value, key, "%")

    spans = sorted({row.period for row in rows})
    columns: Columns = [
        numbered(rows),
        (Column("name", "指标", 20, 34), lambda row: text(row.name)),
        (Column("nature", "属性", 8, 10, "center"), lambda row: text(row.nature)),
        (Column("base", "基期", 12, 18, "right"), lambda row: figure(row.base, unit=True)),
        (
            Column("goal", "规划目标", 12, 20, "right"),
            goal,
        ),
        (Column("rate", "年均增长", 10, 18, "right"), lambda row: figure(row.rate, unit=True)),
        (Column("latest", "最新进展", 12, 20, "right"), latest),
        (Column("needed", "尚需年均\n（%，比率为百分点）", 18, align="right"), needed),
        (Column("progress", "从基期起\n已完成", 12, align="right"), progress),
        (Column("verdict", "进度", 10, align="center"), lambda row: text(*_WORDS[row.verdict])),
        (Column("display", "说明", 24, 44), lambda row: text(wording.plan(row))),
        link("latest", "base"),
        link("goal", "rate", name="goal_link", title="目标\n出处"),
    ]
    what = "、".join(periods.label(span) for span in spans)
    heading = f"{pack.scope.name}{what}规划指标"
    return Table(
        "plan",
        "五年规划",
        heading,
        f"{len(rows)}项规划指标的基期、目标和进展",
        made_from(pack),
        tuple(c for c, _ in columns),
        rows_of(columns, rows),
    )


def _latest(row: PlanRow) -> Observation | None:
    return row.values[-1] if row.values else None
