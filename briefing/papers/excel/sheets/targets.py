"""目标完成: every target of the year against what became of it."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.model import Observation, Pack, TargetRow, VerdictKind
from briefing.papers import Request, filters, wording
from briefing.papers.excel.cells import EMPTY, Cell, computed, figure_in, largest_unit, text
from briefing.papers.excel.sheets.lights import verdict
from briefing.papers.excel.table import (
    Column,
    Columns,
    Table,
    heading,
    link,
    made_from,
    numbered,
    rows_of,
)


def targets(pack: Pack, request: Request) -> Table:
    rows, words = _shown(pack, request), request.wording
    bases: Mapping[str, str] = {str(key): word for key, word in words.bases.items()}
    internal = request.audience == "internal"

    def difference(row: TargetRow) -> Cell:
        gap = row.verdict.gap
        if gap is None or row.actual is None or wording.stated_share(row):
            return EMPTY
        key = filters.derived("difference", (row.target.key, row.actual.key))
        return computed(gap.value, key, gap.unit)

    columns: Columns = [
        numbered(rows),
        (Column("name", "指标", 20, 32), lambda row: text(row.name)),
        (Column("target", "年度目标", 12, 20, "right"), lambda row: _said(row, row.target)),
        (
            Column("actual", "完成", 12, 20, "right"),
            lambda row: _said(row, row.actual, words.missing),
        ),
        (Column("difference", "较目标", 12, 20, "right"), difference),
        (
            Column("basis", "判断依据", 14, 24, "center"),
            lambda row: text(bases.get(row.verdict.basis, "")),
        ),
        (
            Column("verdict", "完成情况", 12, 22, "center"),
            lambda row: verdict(row.verdict.kind, words.verdicts[row.verdict.kind]),
        ),
        (
            Column("display", "说明", 20, 36),
            lambda row: text(wording.verdict(row, request.audience)),
        ),
        (
            Column("remark", "核对说明", 18, 34),
            lambda row: text(wording.remark(row)) if internal else EMPTY,
        ),
        (
            Column("next_target", "下一年目标", 12, 20, "right"),
            lambda row: _said(row, row.next_target),
        ),
        link("actual"),
        link("target", "next_target", name="target_link", title="目标\n出处"),
    ]
    note = made_from(pack, _counts(rows, words.verdicts), _left_out(len(pack.targets) - len(rows)))
    return Table(
        "targets",
        "目标完成",
        heading(pack, "目标完成情况"),
        "各项年度目标与完成数、判断依据和下一年目标",
        note,
        tuple(c for c, _ in columns),
        rows_of(columns, rows),
    )


def _said(row: TargetRow, figure: Observation | None, missing: str = "") -> Cell:
    """With its unit, which is one for all of the row that count the same thing."""
    unit = largest_unit((row.target, row.actual, row.next_target))
    return figure_in(figure, unit, missing, with_unit=True)


def _shown(pack: Pack, request: Request) -> tuple[TargetRow, ...]:
    """Leaders and the public see no row without a verdict."""
    if request.audience in ("internal", "department"):
        return pack.targets
    return tuple(row for row in pack.targets if row.verdict.judged)


def _left_out(count: int) -> str:
    """No count: an internal paper has all the year's goals, a leader's those that somebody could answer."""
    return "没有完成数或不作比较的年度目标未列" if count else ""


def _counts(rows: tuple[TargetRow, ...], words: Mapping[VerdictKind, str]) -> str:
    counted = ((word, sum(row.verdict.kind == key for row in rows)) for key, word in words.items())
    return f"共{len(rows)}项：" + "、".join(f"{word}{count}项" for word, count in counted if count)
