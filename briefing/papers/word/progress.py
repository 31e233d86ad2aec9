"""What departments reported on a paper's tasks and projects (`Pack.reports`), and which units are only proposed (拟).

Texts are the departments' own; each is bound to its row, so that a changed digit in one is found like that of a figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from briefing.model import Pack, Project, Report, Task
from briefing.papers import filters
from briefing.papers.excel.keys import PACES, RowKey, of_project, of_task
from briefing.papers.excel.sheets.told import told

_TOLD: dict[str, Callable[[Report], str]] = {
    "本期进展": lambda report: report.progress,
    "是否达序": lambda report: report.pace,
    "存在问题": lambda report: report.problems,
    "下步措施": lambda report: report.measures,
}
VARIABLES = tuple(_TOLD)  # of a row
Row = dict[str, str]


def of_row(pack: Pack, key: RowKey, missing: str) -> Row:
    """The entries of a row; missing where nothing was reported of the period."""
    return {name: _bound(key, told(pack, key, get)) or missing for name, get in _TOLD.items()}


def any_reported(pack: Pack, keys: Iterable[RowKey]) -> bool:
    return any(_current(pack, key) for key in keys)


def project_keys(pack: Pack, names: Iterable[str]) -> dict[str, RowKey]:
    """The keys of the projects that have these mentions' keys: mention's key -> its project's."""
    wanted = set(names)
    return {
        m.key: of_project(project)
        for project in pack.projects
        for m in project.mentions
        if m.key in wanted
    }


def projects(pack: Pack) -> list[str]:
    """How many of the named projects were reported on and how they go, then each with a problem, with what is to be done."""
    told_of = [project for project in pack.projects if _current(pack, of_project(project))]
    if not told_of:
        return []
    keys = [str(of_project(project)) for project in told_of]
    paces = Counter(
        word
        for project in told_of
        if (word := told(pack, of_project(project), _TOLD["是否达序"])) in PACES
    )
    groups = [f"{word}{filters.counted(paces[word], keys)}个" for word in PACES if paces[word]]
    how = f"，其中{'、'.join(groups)}" if groups else ""
    said = f"据部门报送，列名的项目中{filters.counted(len(told_of), keys)}个报了本期进展{how}。"
    return [said, *(text for project in told_of if (text := _problem(pack, project)))]


def _problem(pack: Pack, project: Project) -> str:
    """东岭产业园一期：土地未交付；下步措施：3月底前完成清表（区自然资源局）."""
    key = of_project(project)
    problem = told(pack, key, _TOLD["存在问题"])
    if not problem:
        return ""
    measures = told(pack, key, _TOLD["下步措施"])
    then = f"；下步措施：{_bound(key, measures.strip(_ENDS))}" if measures else ""
    units = "、".join(dict.fromkeys(report.unit for report in _current(pack, key)))
    return f"{filters.project_name(project.latest)}：{_bound(key, problem.strip(_ENDS))}{then}（{filters.plain(units)}）。"


def proposed(pack: Pack) -> list[str]:
    """How many tasks stand with units that nobody confirmed, and who would lead most of them."""
    if not pack.proposals:
        return []
    keys = [proposal.key for proposal in pack.proposals]
    leads = Counter(proposal.lead[0] for proposal in pack.proposals if proposal.lead)
    most = "、".join(
        f"{filters.plain(unit)}{filters.counted(count, keys)}项"
        for unit, count in leads.most_common(_LEADS)
    )
    total = filters.counted(len(keys), keys)
    return [
        f"文件没有点名单位的任务中，{total}项按职责拟定了牵头、责任单位，尚未确认，其中拟牵头较多的是{most}。"
        "拟定的单位只印在任务分解表上，带“拟”字，确认以后才能下发（briefing confirm --tasks）。"
    ]


_LEADS = 5
_ENDS = "。；， \n"


def _current(pack: Pack, key: RowKey) -> tuple[Report, ...]:
    found = pack.reports.get(str(key))
    return found.current if found else ()


def _bound(key: RowKey, text: str) -> str:
    return filters.bind(filters.derived("report", (str(key),)), text, "text") if text else ""


def build(pack: Pack, tasks: Iterable[Task], shown: Iterable[str]) -> dict[str, Any]:
    """The variables 有进展 and 项目进展. tasks: of the paper's table; shown: the keys of the mentions in its list of projects."""
    return {
        "有进展": {
            "任务": any_reported(pack, (of_task(task) for task in tasks)),
            "项目": any_reported(pack, project_keys(pack, shown).values()),
        },
        "项目进展": projects(pack),
    }
