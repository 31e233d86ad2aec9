"""Tasks in tables: 任务分解表 and lists of 民生实事 with their units, one row each."""

from __future__ import annotations

from collections.abc import Iterator

from briefing import lazy as re
from briefing.extraction import ledger
from briefing.extraction.tables.forms import form_tables
from briefing.extraction.tasks import goals
from briefing.extraction.tasks.cells import line_tables
from briefing.extraction.tasks.numbering import numbered
from briefing.extraction.tasks.units import split_units
from briefing.model import Document, Table, Task

_COLUMNS: dict[str, str] = {
    "序号": "序号 编号 任务序号 项目序号",
    "任务": """目标与任务 任务与目标 重点任务 工作任务 任务 任务名称 主要任务 目标任务 重点工作 重点工作任务 任务内容 工作内容 任务分解 分解任务 报告原文 事项 事项名称 重点事项 工作事项 项目名称 实事项目 实事名称
        民生实事 民生实事项目 实事内容 任务目标 工作目标 主要工作任务 政府工作报告内容 报告内容 工作要点 项目 任务清单""",
    "内容": "具体任务 具体措施 具体内容 工作举措 工作措施 主要内容 任务内容及目标 具体工作 工作要求 落实措施 推进措施 建设内容 项目内容 具体目标 目标要求 主要举措 内容 任务要求 实施内容 细化任务",
    "量化目标": "量化目标 年度目标 目标 工作目标 年度工作目标 预期目标 指标 全年目标 目标值",
    "完成时限": "完成时限 完成时间 时限要求 时限 时间节点 完成期限 时间要求 办结时限",
    "牵头单位": "牵头单位 牵头部门 牵头责任单位 主责单位 主办单位 主责部门 第一责任单位 总牵头单位",
    "责任单位": "责任单位 责任部门 承办单位 落实单位 实施单位 责任主体 承担单位 责任单位及责任人 主要责任单位",
    "配合单位": "协同配合单位 协作单位 配合单位 协办单位 配合部门 参与单位 协同单位 参加单位 协助单位 配合责任单位",
    # Known so that a header with them is one; nobody's duty follows from them.
    "督办单位": "督办单位 督办部门 督办科室 督查单位 督查部门 督查科室",
    "备注": "备注 分管领导 牵头领导 责任领导 包挂领导 督办领导 责任人 联系人 督办科室及电话 上期进展 本期进展 进展情况",
}
COLUMNS = ledger.by_synonym(_COLUMNS)
_LIVELIHOOD = re.compile("实事")
_KEYS = ("任务", "内容")


def form_tasks(document: Document) -> tuple[Task, ...]:
    """A task for each row of every table that says what is to be done and who does it.

    Duties; livelihood items where the table, its column or its document is about 民生实事. Merged task cells speak for the rows
    they cover; of two columns the first gives the title and the second the text. Ledgers of projects are no task tables.
    """
    found: list[Task] = []
    lined = [table for key in _KEYS for table in line_tables(document, COLUMNS, key)]
    for table in (*form_tables(document), *lined):
        form = next(
            (form for key in _KEYS if (form := ledger.read_form(table, COLUMNS, key))), None
        )
        if form is None or not {"牵头单位", "责任单位", "配合单位"} & set(form.places):
            continue
        projects = ledger.read_form(table, ledger.COLUMNS, "项目名称")
        if not (projects and ledger.is_ledger(projects)):
            found.extend(_tasks(document, table, form))
    return tuple(found)


def _tasks(document: Document, table: Table, form: ledger.Form) -> Iterator[Task]:
    title_place = form.places.get("任务", form.places.get("内容", 0))
    about = " ".join((document.title, table.title, form.headings[title_place]))
    livelihood = bool(_LIVELIHOOD.search(about))
    for i, (row, _) in enumerate(form.entries, start=1):
        cell = (
            row[form.places["内容"]]
            if "内容" in form.places and form.places["内容"] in row
            else row[title_place]
        )
        task, content = form.text(row, "任务"), form.text(row, "内容")
        number, title = numbered(task or content)
        text = content or title
        yield Task(
            kind="livelihood" if livelihood else "duty",
            number=re.sub(r"\D", "", form.text(row, "序号")) or number or str(i),
            title=title,
            text=text,
            period=str(document.year_planned or document.year_reviewed or document.date[:4]),
            area=document.area,
            source=ledger.row_source(document, row, cell),
            lead=tuple(_units(form, row, "牵头单位")),
            responsible=(*_units(form, row, "责任单位"), *_units(form, row, "配合单位")),
            goal=form.text(row, "量化目标") or goals.goal(text),
            deadline=form.text(row, "完成时限") or goals.deadline(text),
        )


def _units(form: ledger.Form, row: ledger.Row, column: str) -> list[str]:
    cell = row.get(form.places[column]) if column in form.places else None
    return split_units(re.sub(r"\s*\n\s*|[ 　]+", "、", cell.text.strip())) if cell else []
