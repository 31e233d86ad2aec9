"""What a department fills in: its indicators, tasks and projects, one a row, what is known beside what it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from briefing import periods
from briefing.model import Measure, Observation, Pack, Project, Task
from briefing.papers import Request, filters
from briefing.papers.excel.cells import EMPTY, Cell, figure, text
from briefing.papers.excel.keys import FILLINGS, RowKey, of_indicator, of_project, of_task
from briefing.papers.excel.sheets.lights import light
from briefing.papers.excel.sheets.projects import detail
from briefing.papers.excel.table import Align, Column, Columns, Getter, Table, numbered, rows_of

_WIDTHS = {
    "correction": 12,
    "progress": 28,
    "pace": 9,
    "problems": 20,
    "measures": 20,
    "filler": 8,
    "reviewer": 8,
}
_ALIGNED: dict[str, Align] = {
    "correction": "right",
    "pace": "center",
    "filler": "center",
    "reviewer": "center",
}
_TASKS = ("commitment", "duty", "livelihood")


@dataclass(frozen=True, slots=True)
class _Line:
    """One figure that a department answers for: an indicator's amount or growth, known or not."""

    indicator: str
    name: str
    measure: Measure
    known: Observation | None
    target: Observation | None
    previous: Observation | None


def asks(pack: Pack) -> bool:
    """Whether a department has anything to fill in: a form without a row is not made."""
    return bool(_lines(pack) or _asked_tasks(pack) or pack.projects)


def form_indicators(pack: Pack, request: Request) -> Table:
    lines, words = _lines(pack), request.wording
    progress = {row.indicator: row for row in pack.progress}

    def lit(line: _Line) -> Cell:
        found = progress.get(line.indicator)
        return (
            light(found.light, found.word)
            if found and found.actual.measure == line.measure
            else EMPTY
        )

    def unit(line: _Line) -> str:
        found = line.known or line.target or line.previous
        return found.unit if found else ""

    def amount(observation: Observation | None, line: _Line, missing: str = "") -> Cell:
        return figure(
            observation,
            missing,
            unit=observation is not None and observation.unit != unit(line),
            marked=True,
        )

    columns: Columns = [
        numbered(lines),
        (Column("name", "指标", 18, 28), lambda line: text(line.name)),
        (
            Column("measure", "类型", 9, 13, "center"),
            lambda line: text(words.measures[line.measure]),
        ),
        (Column("unit", "计量单位", 9, 12, "center"), lambda line: text(unit(line))),
        (Column("target", "年度目标", 10, 14, "right"), lambda line: amount(line.target, line)),
        (
            Column("known", "本期数", 10, 16, "right"),
            lambda line: amount(line.known, line, words.missing),
        ),
        (Column("previous", "上年同期", 10, 16, "right"), lambda line: amount(line.previous, line)),
        (Column("light", "亮灯", 8, 16, "center"), lit),
        (
            Column("quote", "原文", 20, 34),
            lambda line: text(filters.quoted(line.known.source) if line.known else ""),
        ),
        (
            Column("file", "文件", 14, 24),
            lambda line: text(line.known.source.file if line.known else ""),
        ),
        _fill("correction"),
        *_narrative(pack, lambda line: of_indicator(line.indicator, line.measure)),
    ]
    keys = [of_indicator(line.indicator, line.measure) for line in lines]
    return _form(
        "form_indicators",
        "指标填报",
        pack,
        request,
        columns,
        lines,
        keys,
        "本期数有误或没有的，在“核定值”填正确的数；无误不填",
    )


def form_tasks(pack: Pack, request: Request) -> Table:
    rows = _asked_tasks(pack)
    columns: Columns = [
        numbered(rows),
        (
            Column("quote", "工作任务", 34, 60),
            lambda task: text(task.text or task.source.quote, key=filters.source_key(task.source)),
        ),
        (Column("goal", "量化目标", 14, 26), lambda task: text(task.goal)),
        (Column("deadline", "完成时限", 10, 14, "center"), lambda task: text(task.deadline)),
        (Column("lead", "牵头单位", 12, 18), lambda task: text("、".join(task.lead), "strong")),
        (Column("responsible", "责任单位", 12, 22), lambda task: text("、".join(task.responsible))),
        (Column("file", "文件", 14, 24), lambda task: text(task.source.file)),
        *_narrative(pack, of_task),
    ]
    return _form(
        "form_tasks", "任务进展", pack, request, columns, rows, [of_task(task) for task in rows]
    )


def _asked_tasks(pack: Pack) -> list[Task]:
    return sorted(
        (task for task in pack.tasks if task.kind in _TASKS),
        key=lambda task: task.period,
        reverse=True,
    )


def form_projects(pack: Pack, request: Request) -> Table:
    stages, rows = request.wording.stages, pack.projects

    def stage(project: Project) -> Cell:
        now = project.standing(pack.period)
        said = now.stage_words or stages[now.stage]
        return text(("计划" if now.status == "target" else "") + said)

    columns: Columns = [
        numbered(rows),
        (Column("name", "项目名称", 20, 34), lambda p: text(p.name, key=p.standing(pack.period).key)),
        detail("content", "建设内容及规模", 16, 30),
        (Column("investment", "总投资", 9, 14, "right"), lambda p: text(next((m.investment for m in reversed(p.mentions) if m.investment), ""))),
        detail("planned", "年度计划投资", 9, 14, "right"),
        detail("cumulative", "累计完成", 9, 14, "right"),
        (Column("stage", "项目阶段", 10, 14, "center"), stage),
        detail("status", "形象进度", 14, 26),
        detail("lead", "牵头单位", 11, 16, tone="strong"),
        detail("responsible", "责任单位", 11, 18),
        (Column("quote", "原文", 18, 30), lambda p: text(filters.quoted(p.standing(pack.period).source))),
        (Column("file", "文件", 12, 22), lambda p: text(p.standing(pack.period).source.file)),
        *_narrative(pack, of_project),
    ]  # fmt: skip
    return _form(
        "form_projects",
        "项目进展",
        pack,
        request,
        columns,
        rows,
        [of_project(project) for project in rows],
    )


def _lines(pack: Pack) -> list[_Line]:
    """Of each indicator the amount and the growth, where a source states either or the year's target asks for it."""
    lines = []
    for row in pack.indicators:
        amount: Measure = (
            row.level.measure
            if row.level
            else row.target.measure
            if row.target and row.target.measure != "yoy"
            else "level"
        )
        for measure, known, previous in (
            (amount, row.level, row.previous),
            ("yoy", row.growth, None),
        ):
            target = row.target if row.target and row.target.measure == measure else None
            if known or target:
                lines.append(_Line(row.indicator, row.name, measure, known, target, previous))
    return lines


def _fill(name: str, get: Getter | None = None) -> tuple[Column, Getter]:
    filling = FILLINGS[name]
    return Column(
        name, filling.title, _WIDTHS[name], align=_ALIGNED.get(name, "left"), filling=filling
    ), get or (lambda _: EMPTY)


def _narrative(pack: Pack, key: Callable[[Any], RowKey]) -> Columns:
    """Last period's text, then what is asked for, with what the department has reported of this period already.

    Who fills in and who reviews signs each time anew.
    """

    def said(name: str) -> Getter:
        return lambda item: _reported(pack, key(item), name)

    return [
        (
            Column("previous_progress", "上期进展", 16, 28),
            lambda item: text(_last(pack, key(item))),
        ),
        *(_fill(name, said(name)) for name in ("progress", "pace", "problems", "measures")),
        *map(_fill, ("filler", "reviewer")),
    ]


def _reported(pack: Pack, key: RowKey, name: str) -> Cell:
    """What the Pack's department said of a row this period, in its own lines."""
    found = pack.reports.get(str(key))
    own = (
        next(
            (report for report in found.current if report.department == pack.scope.department), None
        )
        if found
        else None
    )
    return (
        Cell("\n".join(map(filters.plain, getattr(own, name).split("\n"))) or None)
        if own
        else EMPTY
    )


def _last(pack: Pack, key: RowKey) -> str:
    """What was reported on a row the last time, each department's words under its name where there are several."""
    found = pack.reports.get(str(key))
    said = [report for report in found.previous if report.progress] if found else []
    return "；".join(
        report.progress if len(said) == 1 else f"{report.unit}：{report.progress}"
        for report in said
    )


def _form(
    name: str,
    title: str,
    pack: Pack,
    request: Request,
    columns: Columns,
    items: Sequence[Any],
    keys: Sequence[RowKey],
    remark: str = "",
) -> Table:
    form, when = request.form, periods.label(pack.period)
    asked = f"请于{filters.chinese_date(form.due)}前报送" if form.due else "请按通知要求的时间报送"
    to = f"联系：{form.contact}" if form.contact else ""
    by = f"填报单位：{pack.scope.office}" if pack.scope.office else ""
    note = "；".join(part for part in (by, asked, to, "只填黄色单元格", remark) if part)
    whose = f"（{pack.scope.office}）" if pack.scope.office else ""
    return Table(
        name, title, f"{pack.scope.name}{when}{title}表{whose}", f"{len(items)}项，填黄色单元格", note, tuple(c for c, _ in columns),
        rows_of(columns, items), row_keys=tuple(map(str, keys)),
    )  # fmt: skip
