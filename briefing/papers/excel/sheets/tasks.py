"""任务分解 and 民生实事: what the report promises, with its goal; units only where the document names them."""

from __future__ import annotations

from briefing.model import Pack, Task
from briefing.papers import Request, filters
from briefing.papers.excel.cells import EMPTY, text
from briefing.papers.excel.table import Column, Columns, Getter, Table, made_from, numbered, rows_of


def tasks(pack: Pack, request: Request) -> Table:
    """任务分解: commitments of the year to come and duties with their units."""
    rows = _newest_first(pack, "commitment", "duty")
    columns: Columns = [
        *_columns(rows, "报告原文"),
        (Column("heading", "所在章节", 16, 28), lambda task: text(task.source.section[-1] if task.source.section else "")),
        _file(),
    ]
    return Table(
        "tasks",
        "任务分解",
        f"{_years(pack, rows)}重点任务分解表",
        f"{len(rows)}项任务及其量化目标、牵头单位",
        made_from(pack),
        tuple(c for c, _ in columns),
        rows_of(columns, rows),
    )


def livelihood(pack: Pack, request: Request) -> Table:
    """民生实事: the livelihood items of the Pack's years."""
    rows = _newest_first(pack, "livelihood")
    columns: Columns = [*_columns(rows, "民生实事"), _file()]
    return Table(
        "livelihood",
        "民生实事",
        f"{_years(pack, rows)}民生实事",
        f"{len(rows)}件实事及其量化目标、牵头单位",
        made_from(pack),
        tuple(c for c, _ in columns),
        rows_of(columns, rows),
    )


def _newest_first(pack: Pack, *kinds: str) -> list[Task]:
    return sorted((task for task in pack.tasks if task.kind in kinds), key=lambda task: task.period, reverse=True)


def _years(pack: Pack, rows: list[Task]) -> str:
    years = sorted({task.period for task in rows})
    return pack.scope.name + (f"{'、'.join(years)}年" if years else "")


def _columns(rows: list[Task], what: str) -> Columns:
    several = len({task.period for task in rows}) > 1

    def form(name: str, title: str, width: int) -> tuple[Column, Getter]:
        return Column(name, title, width), lambda _: EMPTY

    return [
        numbered(rows),
        (Column("period", "年度", 7, align="center"), lambda task: text(task.period) if several else EMPTY),
        (Column("quote", what, 34, 70), lambda task: text(task.text or task.source.quote, key=filters.source_key(task.source))),
        (Column("goal", "量化目标", 16, 34), lambda task: text(task.goal)),
        (Column("deadline", "完成时限", 10, 14, "center"), lambda task: text(task.deadline)),
        form("leader", "分管领导", 10),
        (Column("lead", "牵头单位", 14, 22), lambda task: text("、".join(task.lead), "strong")),
        (Column("responsible", "责任单位", 14, 28), lambda task: text("、".join(task.responsible))),
        form("previous_progress", "上期进展", 18),
        form("progress", "本期进展", 18),
        form("pace", "是否达序", 9),
        form("problems", "存在问题及原因", 16),
        form("measures", "下步措施", 16),
        form("supervisor", "督办科室及电话", 14),
    ]


def _file() -> tuple[Column, Getter]:
    return Column("file", "文件", 16, 36), lambda task: text(task.source.file)
