"""任务分解 and 民生实事: what the report promises, with its goal, its units and how it goes.

Units stand as 拟 where the document names none and nobody confirmed any (`Pack.proposals`). What departments reported fills the columns
of 推进情况.
"""

from __future__ import annotations

from collections.abc import Callable

from briefing.model import Pack, Proposal, Report, Task
from briefing.papers import Request, filters
from briefing.papers.excel.cells import EMPTY, Cell, Tone, text
from briefing.papers.excel.keys import of_task
from briefing.papers.excel.sheets.told import told
from briefing.papers.excel.table import Column, Columns, Getter, Table, made_from, numbered, rows_of

PROPOSED = "拟"
NONE_FOUND = "待定"
_PACES: dict[str, Tone] = {"已完成": "green", "超进度": "green", "达进度": "green", "欠进度": "red"}


def tasks(pack: Pack, request: Request) -> Table:
    """任务分解: commitments of the year to come and duties with their units."""
    rows = [*_newest_first(pack, "commitment", "duty"), *_goals_beside(pack)]
    columns: Columns = [
        *_columns(pack, rows, "报告原文"),
        (
            Column("heading", "所在章节", 16, 28),
            lambda task: text(task.source.section[-1] if task.source.section else ""),
        ),
        _file(),
    ]
    return Table(
        "tasks",
        "任务分解",
        f"{_years(pack, rows)}重点任务{'推进情况' if _reported(pack, rows) else '分解'}表",
        f"{len(rows)}项任务及其量化目标、牵头单位",
        made_from(
            pack,
            f"“{PROPOSED}”为拟定单位，待确认；“{NONE_FOUND}”为没有找到拟定的依据"
            if pack.proposals
            else "",
        ),
        tuple(c for c, _ in columns),
        rows_of(columns, rows),
    )


def livelihood(pack: Pack, request: Request) -> Table:
    """民生实事: the livelihood items of the Pack's years."""
    rows = _newest_first(pack, "livelihood")
    columns: Columns = [*_columns(pack, rows, "民生实事"), _file()]
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
    return sorted(
        (task for task in pack.tasks if task.kind in kinds),
        key=lambda task: task.period,
        reverse=True,
    )


def _goals_beside(pack: Pack) -> list[Task]:
    """Goals in words that no task tells: 完成市下达的节能减排降碳约束性指标, each once."""
    tasks = [task.text or task.source.quote for task in pack.tasks]
    years = {task.period for task in pack.tasks}
    beside = {
        goal.title: goal
        for goal in pack.goals
        if goal.period in years
        and not any(goal.source.sentence.strip("。；，") in text for text in tasks)
    }
    return list(beside.values())


def _years(pack: Pack, rows: list[Task]) -> str:
    years = sorted({task.period for task in rows})
    return pack.scope.name + (f"{'、'.join(years)}年" if years else "")


def _reported(pack: Pack, rows: list[Task]) -> bool:
    return any(found.current for task in rows if (found := pack.reports.get(str(of_task(task)))))


def _columns(pack: Pack, rows: list[Task], what: str) -> Columns:
    several = len({task.period for task in rows}) > 1
    proposed = {proposal.task: proposal for proposal in pack.proposals}
    none = text(NONE_FOUND, "grey") if proposed else EMPTY

    def lead(task: Task) -> Cell:
        return (
            text("、".join(task.lead), "strong")
            if task.lead or task.responsible
            else _proposed(proposed.get(task.key), lambda p: p.lead, none)
        )

    def responsible(task: Task) -> Cell:
        named = task.lead or task.responsible
        return (
            text("、".join(task.responsible))
            if named
            else _proposed(proposed.get(task.key), lambda p: p.responsible)
        )

    def units(task: Task) -> Cell:
        if not (task.lead or task.responsible):
            return _proposed(proposed.get(task.key), lambda p: (*p.lead, *p.responsible))
        return Cell(
            text("、".join((*task.lead, *task.responsible))).value,
            bold=filters.plain("、".join(task.lead)),
        )

    def said(get: Callable[[Report], str], *, before: bool = False) -> Callable[[Task], Cell]:
        return lambda task: text(told(pack, of_task(task), get, before=before))

    def pace(task: Task) -> Cell:
        word = told(pack, of_task(task), lambda report: report.pace)
        return text(word, _PACES.get(word, ""))

    return [
        numbered(rows),
        (
            Column("period", "年度", 7, align="center"),
            lambda task: text(task.period) if several else EMPTY,
        ),
        (
            Column("quote", what, 34, 70),
            lambda task: text(task.text or task.source.quote, key=filters.source_key(task.source)),
        ),
        (Column("goal", "量化目标", 16, 34), lambda task: text(task.goal)),
        (Column("deadline", "完成时限", 10, 14, "center"), lambda task: text(task.deadline)),
        (Column("leader", "分管领导", 10), lambda _: EMPTY),
        (Column("lead", "牵头单位", 14, 22), lead),
        (Column("responsible", "责任单位", 14, 28), responsible),
        (Column("units", "牵头、责任单位", 18, 30, extra=True), units),
        (
            Column("previous_progress", "上期进展", 18, 30),
            said(lambda report: report.progress, before=True),
        ),
        (Column("progress", "本期进展", 18, 40), said(lambda report: report.progress)),
        (Column("pace", "是否达序", 9, 14, "center"), pace),
        (Column("problems", "存在问题及原因", 16, 30), said(lambda report: report.problems)),
        (Column("measures", "下步措施", 16, 30), said(lambda report: report.measures)),
        (Column("supervisor", "督办科室及电话", 14), lambda _: EMPTY),
    ]


def _proposed(
    proposal: Proposal | None,
    units: Callable[[Proposal], tuple[str, ...]],
    none: Cell = EMPTY,
) -> Cell:
    names = units(proposal) if proposal else ()
    return text(f"{PROPOSED} {'、'.join(names)}", "grey") if names else none


def _file() -> tuple[Column, Getter]:
    return Column("file", "文件", 16, 36), lambda task: text(task.source.file)
