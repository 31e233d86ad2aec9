"""重点项目台账: one named project a row, by stage; what a ledger says of it under its own headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from briefing import periods
from briefing.model import Pack, Project, ProjectMention, Report
from briefing.papers import Request, filters
from briefing.papers.content.stages import by_heading, standing
from briefing.papers.content.stages import heading as stage_heading
from briefing.papers.excel.cells import EMPTY, Cell, Tone, text
from briefing.papers.excel.keys import of_project
from briefing.papers.excel.sheets.told import told
from briefing.papers.excel.table import (
    Align,
    Column,
    Columns,
    Getter,
    Table,
    heading,
    numbered,
    rows_of,
)

_TONES: dict[str, Tone] = {"completed": "green"}


def projects(pack: Pack, request: Request) -> Table:
    words = request.wording.stages
    stages = list(words)
    found = {id(project): standing(project, pack.period) for project in pack.projects}

    def now(project: Project) -> ProjectMention:
        return found[id(project)]

    rows = sorted(
        pack.projects,
        key=lambda p: (
            now(p).status == "target",
            now(p).period != pack.period,
            -stages.index(now(p).stage),
        ),
    )

    def history(project: Project) -> Cell:
        steps = dict.fromkeys(
            (m.period, stage_heading(m, request.wording), m.status) for m in project.mentions
        )
        if len(steps) < 2:  # the stage says it
            return EMPTY
        return text(
            "；".join(
                f"{period}年{'计划' if status == 'target' else ''}{stage}"
                for period, stage, status in steps
            )
        )

    def stage(project: Project) -> Cell:
        planned = "计划" if now(project).status == "target" else ""
        return text(
            planned + (now(project).stage_words or words[now(project).stage]),
            "" if planned else _TONES.get(now(project).stage, ""),
        )

    def investment(project: Project) -> Cell:
        return text(next((m.investment for m in reversed(project.mentions) if m.investment), ""))

    def reported(
        column: tuple[Column, Getter], get: Callable[[Report], str]
    ) -> tuple[Column, Getter]:
        """What a department reported for the period, else what the newest ledger says."""
        head, ledger = column
        return (
            head,
            lambda project: (
                text(said) if (said := told(pack, of_project(project), get)) else ledger(project)
            ),
        )

    columns: Columns = [
        numbered(rows),
        (Column("name", "项目名称", 20, 40), lambda p: text(p.name, key=now(p).key)),
        detail("level", "级别", 7, 10, "center", known=lambda m: m.level),
        detail("category", "类别", 7, 10, "center", known=lambda m: m.category),
        detail("builder", "建设单位", 12, 24),
        detail("content", "建设内容及规模", 18, 40),
        detail("span", "起止年限", 10, 14, "center"),
        (Column("investment", "总投资", 9, 14, "right"), investment),
        detail("planned", "年度计划投资", 9, 14, "right"),
        detail("month", "本月完成", 9, 14, "right"),
        detail("cumulative", "累计完成", 9, 14, "right"),
        detail("share", "占年度计划%", 12, 12, "right"),
        detail("pace", "较序时", 8, 12, "right"),
        (Column("stage", "项目阶段", 10, 16, "center"), stage),
        (Column("period", "时期", 7, 13, "center"), lambda p: text(now(p).period)),
        reported(detail("progress", "形象进度", 14, 30), lambda report: report.progress),
        (Column("history", "历程", 16, 32), history),
        reported(detail("problems", "存在问题", 12, 26), lambda report: report.problems),
        reported(detail("measures", "下步措施", 12, 26), lambda report: report.measures),
        detail("lead", "牵头单位", 11, 18, tone="strong"),
        detail("responsible", "责任单位", 11, 20),
        detail("leader", "包挂领导", 8, 14, "center"),
        detail("light", "亮灯", 8, 10, "center"),
        (Column("quote", "原文", 24, 56), lambda p: text(filters.quoted(now(p).source))),
        (Column("file", "文件", 14, 36), lambda p: text(now(p).source.file)),
    ]
    return Table(
        "projects",
        "重点项目台账",
        heading(pack, "重点项目台账"),
        f"{len(rows)}个项目的阶段、投资和历程",
        _totals([now(project) for project in rows], pack.period, request),
        tuple(c for c, _ in columns),
        rows_of(columns, rows),
    )


def detail(
    name: str,
    title: str,
    least: int,
    most: int,
    align: Align = "left",
    tone: Tone = "",
    known: Callable[[ProjectMention], str] = lambda mention: "",
) -> tuple[Column, Getter]:
    """A ledger's own column, as the newest ledger that has it says it, else as what was read of a mention (`known`) does."""

    def get(project: Project) -> Cell:
        newest_first = project.mentions[::-1]
        stated = (dict(m.details).get(title, "") for m in newest_first)
        said = next(filter(None, (*stated, *map(known, newest_first))), "")
        return text(said, tone)

    return Column(name, title, least, most, align), get


def _totals(rows: list[ProjectMention], period: str, request: Request) -> str:
    """How many stood at which stage in the period; plans and earlier years are counted apart."""
    happened = [m for m in rows if m.status == "actual" and m.period == period]
    planned = Counter(m.period for m in rows if m.status == "target")
    earlier = len(rows) - len(happened) - planned.total()
    counted = by_heading(happened, request.wording)
    parts = [f"{word}{len(found)}个" for _, word, found in counted if found]
    parts += [f"此前年份提到{earlier}个"] if earlier else []
    parts += [
        f"只见于{periods.label(year)}计划{count}个" for year, count in sorted(planned.items())
    ]
    return f"资料点名的项目共{len(rows)}个：{'、'.join(parts)}"
