"""The tables of the papers that follow one matter: livelihood, problems and measures, projects to come, budgets, a plan, warnings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from briefing import periods
from briefing.analysis import wording
from briefing.model import Observation, Pack, PlanRow, ProjectMention, Stage, Task
from briefing.papers import Request, filters
from briefing.papers import wording as verdicts
from briefing.papers.content import budgets, measures, told
from briefing.papers.content.budgets import Budget, Line, Rest
from briefing.papers.content.segments import Passage
from briefing.papers.word import prose
from briefing.papers.word.sources import placing

Row = dict[str, str]
# What a plan for next year calls a project where the text does not say it itself.
_CLASSES: dict[Stage, str] = {
    "completed": "续建",
    "building": "续建",
    "started": "新建",
    "signed": "储备",
    "preparing": "储备",
    "reserved": "储备",
}
_BEFORE = re.compile("征[收迁拆]|拆迁|供地|^(?:尽快|加快)?(?:签约|落地)")
_CLASS_ORDER = ("续建", "新建", "储备")
_WARNINGS = {
    "red": "红灯",
    "missed": "未达目标",
    "fell": "下降",
    "forgotten": "未见完成数",
    "cut": "目标下调",
}
_UNANSWERED = "未匹配到对应任务，待补"


def build(pack: Pack, request: Request) -> dict[str, Any]:
    """The variables of these tables."""
    return {
        "民生实事": _livelihood(pack, request),
        "问题清单": _problems(pack, request),
        "措施清单": _measures(pack, request),
        "大环境": [_task_text(task) for task in told.national_problems(pack)],
        "三类项目": _pipeline(pack, request),
        "预算": [
            row
            for budget in (
                budgets.budgets(pack, by_name=True) if periods.parse(pack.period).is_year else ()
            )
            for row in _budget(budget, request)
        ],
        "预算说明": _budget_years(pack),
        "规划": [_plan(n, row, request) for n, row in enumerate(pack.plan, start=1)],
        "一页": "",
    }


def internal(pack: Pack, request: Request) -> list[Row]:
    """The early warnings, for internal papers."""
    place = placing(pack, request)
    return [
        {
            "序": str(number),
            "类别": _WARNINGS[found.kind],
            "指标": found.name,
            "情况": _warned(found.observations, verdicts.warning(found)),
            "出处": "；".join(dict.fromkeys(place(o.source) for o in found.observations)),
        }
        for number, found in enumerate(pack.warnings, start=1)
    ]


def _warned(inputs: Sequence[Observation], said: str) -> str:
    return filters.bind(filters.derived("warning", (o.key for o in inputs)), said, "text")


def _livelihood(pack: Pack, request: Request) -> list[Row]:
    """A row a subject, then the items that a report numbers itself."""
    missing = request.wording.missing
    rows = [
        {"领域": name, "完成": _said(done) or missing, "安排": _said(planned) or missing}
        for name, done, planned in told.livelihood_by_subject(pack)
    ]
    items = [task for task in pack.tasks if task.kind == "livelihood"]
    for task in items:
        text = filters.bind(filters.source_key(task.source), task.title.strip("。；，"), "text")
        past = task.period == pack.period
        rows.append(
            {
                "领域": "民生实事",
                "完成": text if past else missing,
                "安排": missing if past else text,
            }
        )
    return [{"序": str(n)} | row for n, row in enumerate(rows, start=1)]


def _said(passages: Iterable[Passage]) -> str:
    return "；".join(passage.text for passage in passages)


def _problems(pack: Pack, request: Request) -> list[Row]:
    place = placing(pack, request)
    return [
        {"序": str(n), "问题": _task_text(task), "出处": place(task.source)}
        for n, task in enumerate(told.problems(pack), start=1)
    ]


def _measures(pack: Pack, request: Request) -> list[Row]:
    """For each problem next year's tasks that answer it, or that none was found: proposals, a person decides."""
    place, missing = placing(pack, request), request.wording.missing
    rows: list[Row] = []
    for number, (_, proposed) in enumerate(measures.measures(pack), start=1):
        found = [
            {
                "措施": _task_text(task, whole=True) + ("" if sure else "（待核）"),
                "时限": _deadline(task, pack),
                "单位": "、".join((*task.lead, *task.responsible)) or missing,
                "出处": place(task.source),
            }
            for task, sure in proposed
        ]
        none = {"措施": _UNANSWERED, "时限": missing, "单位": missing, "出处": missing}
        rows += [{"问题": str(number)} | row for row in found or [none]]
    return [{"序": str(n)} | row for n, row in enumerate(rows, start=1)]


def _task_text(task: Task, *, whole: bool = False) -> str:
    said = filters.plain(task.text if whole else task.title).strip("—-；，。 ")
    return filters.bind(filters.source_key(task.source), said, "text")


def _deadline(task: Task, pack: Pack) -> str:
    if task.deadline:
        return filters.bind(filters.source_key(task.source), task.deadline, "text")
    return f"{prose.following(pack.period)}年12月底前（拟）"


def _pipeline(pack: Pack, request: Request) -> list[Row]:
    """The projects a document names for next year, by class, the largest first; those it says are 续建 are so, others by their stage."""
    place = placing(pack, request)
    planned = prose.planned(pack.projects, prose.following(pack.period))
    ordered = sorted(
        planned, key=lambda mention: (_CLASS_ORDER.index(_class(mention)), prose.weight(mention))
    )
    firsts = {_class(mention): n for n, mention in reversed(list(enumerate(ordered, start=1)))}
    return [
        {
            "序": str(n),
            "类别": f"{_class(mention)}项目" if firsts[_class(mention)] == n else "",
            "名称": filters.project_name(mention),
            "级别": mention.level or request.wording.missing,
            "投资": prose.investment(mention) or request.wording.missing,
            "进度": prose.stage_told(mention, request.wording),
            "出处": place(mention.source),
        }
        for n, mention in enumerate(ordered, start=1)
    ]


def _class(mention: ProjectMention) -> str:
    """As the text says it, else by the stage; of several steps (征迁、供地、建设; 落地达产) by the first."""
    if mention.category:
        return mention.category
    return "储备" if _BEFORE.search(mention.stage_words) else _CLASSES[mention.stage]


# Budgets


def _budget_years(pack: Pack) -> str:
    """Which columns are which: the table's heads cannot say it."""
    document = budgets.report(pack)
    if document is None:
        return ""
    return f"执行数为{document.year_reviewed}年，预算数为{document.year_planned}年草案"


def _budget(budget: Budget, request: Request) -> Iterable[Row]:
    """The lines of a budget under its name and unit; below a total what its items leave of it."""
    missing = request.wording.missing
    fits = {rest.total.key for rest in budget.rests if not rest.amount}
    rows = [_line(line, fits, missing) for line in budget.lines]
    rows += [_rest(rest, missing) for rest in budget.rests if _is_other(rest)]
    for at, row in enumerate(rows):
        yield {"预算": budget.heading if at == 0 else ""} | row


def _is_other(rest: Rest) -> bool:
    return rest.amount > 0 and rest.total.name.endswith("支出")


def _line(line: Line, fits: set[str], missing: str) -> Row:
    """校核: 相符 where the items below a total come to it."""
    checked = [o for o in line.figures if o.key in fits]
    return {
        "项目": "　" * line.depth + line.name,
        "执行": _in_unit(line.executed, line.unit, missing),
        "安排": _in_unit(line.planned, line.unit, missing),
        "比执行": _change(line) or missing,
        "校核": "分项相符" if checked else missing,
    }


def _in_unit(figure: Observation | None, unit: str, missing: str) -> str:
    """In the budget's unit, which its heading says."""
    if figure is None or figure.unit == unit:
        return filters.cell(figure, missing)
    said = wording.cell_in(figure, unit).removesuffix(unit)
    return wording.status_prefix(figure) + filters.bind(figure.key, said)


def _change(line: Line) -> str:
    """How much more or less is planned than was carried out, in %."""
    if line.executed is None or line.planned is None:
        return ""
    gap = line.planned.amount.gap_to(line.executed.amount)
    if gap is None:
        return ""
    key = filters.derived("change", (line.executed.key, line.planned.key))
    # One decimal in the whole column: worked out, it has no decimals of a source to keep.
    return filters.bind(key, wording.signed(gap.value.quantize(Decimal("0.1"))))


def _rest(rest: Rest, missing: str) -> Row:
    """其他: what the items leave of their total."""
    planned = rest.total.status == "target"
    key = filters.derived("rest", (o.key for o in (rest.total, *rest.parts)))
    said = filters.bind(key, wording.grouped(rest.amount))
    return {
        "项目": f"　其他（{rest.total.name}减所列各项）",
        "执行": missing if planned else said,
        "安排": said if planned else missing,
        "比执行": missing,
        "校核": missing,
    }


# A five-year plan


def _plan(number: int, row: PlanRow, request: Request) -> Row:
    missing = request.wording.missing
    latest = row.values[-1] if row.values else None
    return {
        "序": str(number),
        "指标": row.name,
        "属性": row.nature or missing,
        "基期": _with_unit(row.base, missing),
        "目标": _with_unit(row.goal, missing),
        "年均": _with_unit(row.rate, missing),
        "进展": _with_unit(latest, missing),
        "进度": _way(row) or missing,
        "评估": verdicts.plan(row),
    }


def _with_unit(figure: Observation | None, missing: str) -> str:
    return filters.cell(figure, missing, with_unit=True)


def _way(row: PlanRow) -> str:
    """What part of the way from the base to the goal is done, in %: not the share of the goal, which a high base makes look done."""
    if row.base is None or row.goal is None or not row.values:
        return ""
    if row.progress is None:
        return ""
    key = filters.derived("way", (row.base.key, row.values[-1].key, row.goal.key))
    return filters.bind(key, f"{wording.number(row.progress.value)}%")
