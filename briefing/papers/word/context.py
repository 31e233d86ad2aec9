"""What a Word template can print: flat tables of texts under Chinese names, made from a Pack.

Templates see dictionaries, lists and texts only, so a tag can reach nothing else. See variables.VARIABLES for their meaning.
"""

from __future__ import annotations

import datetime
import math
import re
from bisect import bisect_left
from collections.abc import Callable, Container, Sequence
from typing import Any

from briefing import periods
from briefing.amounts import MONEY
from briefing.analysis import wording
from briefing.analysis.wholes import WHOLES
from briefing.model import (
    IndicatorRow,
    Observation,
    Pack,
    ProgressRow,
    ProjectMention,
    Source,
    TargetRow,
    Task,
)
from briefing.papers import Request, filters
from briefing.papers.excel.keys import of_task
from briefing.papers.excel.sheets.forms import asks
from briefing.papers.word import districts, figures, forms, internal, issue, progress, prose
from briefing.papers.word.clauses import (
    Teller,
    has_figure,
    same_part,
    short_gap,
    short_pace,
    verdict_word,
)
from briefing.papers.word.sources import Sources, excerpt, facts_of, placing
from briefing.papers.word.variables import VARIABLES
from briefing.papers.word.widths import width
from briefing.settings import short_office

_BODY_LINES = 42  # of two pages' 44: a heading at the foot of the first moves over
_PAGE_LINES = 22
# Printed in a body, of a height that nothing foretells: the foot stands where such a body ends, on whichever page.
_UNCOUNTED = (
    "项目组", "任务", "民生实事", "问题清单", "预算", "规划", "三类项目", "对比情况", "项目进展",
)  # fmt: skip
_CARD_LINES = 22  # of one page, its sources at the foot
_TITLE_LINE = 20  # characters of 22 points on a line
_UNITS = 3  # named of a duty's units
_GROUP = re.compile("各|有关|相关|其他")  # 各街道, 区直有关部门: more than one unit
_EDGES = "—-；，。 "  # of an item cut out of a list
_ANNEXES = {
    "指标": "主要指标完成情况表",
    "项目": "重点项目清单",
    "对比": "主要指标横向对比表",
    "来源": "数据来源表",
}
_ANNEXED = {"指标": "全部指标", "项目": "全部项目", "对比": "对比"}  # the table each annex prints
_PARTS = ("总体", "领域", "目标", "项目", "民生", "问题", "下年", "下年项目", "下年民生")
_UNHEADED = ("下年项目", "下年民生")
Row = dict[str, str]


class Numbering:
    """一, 二, 三 … one further each time it is printed."""

    def __init__(self) -> None:
        self._printed = 0

    def next(self) -> str:
        self._printed += 1
        return filters.chinese_number(self._printed)


def build(
    pack: Pack,
    request: Request,
    used: Container[str] = VARIABLES,
    limits: prose.Limits | None = None,
) -> dict[str, Any]:
    """The variables of a template for this Pack.

    used: the names the template's tags contain. A template with the short table 指标 makes a paper of two pages: the lists in
    its paragraphs are cut until what it uses fits them. limits: cut them so far and no further.
    """
    targets = _judged(pack)
    following = prose.following(pack.period)
    tables: dict[str, Any] = {
        "标题": _title(f"{pack.scope.name}{periods.label(pack.period)}", request.title),
        "下期标题": _title(
            f"{pack.scope.name}{periods.label(following or pack.period)}", request.title
        ),
        "地区": pack.scope.name,
        "时期": periods.label(pack.period),
        "下期": periods.label(following) if following else "",
        "日期": filters.chinese_date(request.issue.issue_date or pack.as_of),
        "周": _week(request.issue.issue_date or pack.as_of),
        "成果名称": request.title,
        "责任单位": pack.scope.office,
        "随附表格": _sheet(pack, request),
        "序号": Numbering(),
        "附注": _rounded(pack),
        "有目标": bool(pack.targets) or any(row.target for row in pack.progress),
        "全部指标": _all_indicators(pack, targets, request),
        "项目组": _portfolios(prose.listed_groups(pack), pack, request),
        "计划组": _portfolios(prose.planned_groups(pack), pack, request),
        "全部项目": _all_projects(pack, request),
        "任务": [
            _task(n, task, pack.scope.office, request)
            | progress.of_row(pack, of_task(task), request.wording.missing)
            for n, task in enumerate(_duties(pack), start=1)
        ],
    }
    tables |= (
        districts.build(pack, request)
        | issue.build(request, pack.scope.name)
        | forms.build(pack, request)
    )
    tables |= progress.build(
        pack, _duties(pack), (mention.key for mention in prose.reached(pack.projects, pack.period))
    )
    tables |= (
        figures.build(pack, request) if any(name in used for name in figures.VARIABLES) else {}
    )
    if request.audience == "internal":
        tables |= internal.build(pack, request) | {"预警": forms.internal(pack, request)}
    teller = Teller(pack, targets, request.wording)

    def made(tried: prose.Limits) -> dict[str, Any]:
        """With the foot on the even page behind where a body that is text ends on an odd one."""
        found = parts(tried)
        if "版记另页" in used and not any(f"in {name}" in used for name in _UNCOUNTED):
            found["版记另页"] = math.ceil(_lines(found, used) / _PAGE_LINES) % 2 == 1
        return found

    def parts(tried: prose.Limits) -> dict[str, Any]:
        rows = [
            _indicator(row, targets.get(row.indicator), pack, request)
            for row in _headlines(pack, targets, tried.rows)
        ]
        return (
            tables
            | {"指标": rows}
            | _paragraphs(pack, request, teller, tried, _shown(pack, targets, tried, used), used)
            | _annexes(pack, request, tables, used, tried)
        )

    if limits is None:
        limits = prose.MOST
        room = _CARD_LINES if "一页" in used else _BODY_LINES
        if "指标" in used or "一页" in used:
            # Each step says less than the one before.
            fits = bisect_left(
                prose.LIMITS, True, key=lambda tried: _lines(made(tried), used) <= room
            )
            limits = prose.LIMITS[min(fits, len(prose.LIMITS) - 1)]
    return made(limits) | {"来源": Sources(pack, facts_of(pack, limits), teller.inputs())}


def _shown(
    pack: Pack, targets: dict[str, TargetRow], limits: prose.Limits, used: Container[str]
) -> frozenset[str]:
    """The indicators that the body's table says, where a template prints it."""
    rows = _headlines(pack, targets, limits.rows) if "in 指标" in used else []
    return frozenset(row.indicator for row in rows)


def _week(date: str) -> str:
    """2025年第2周，1月6日—12日: the week that a paper's date stands in; "" where the date is not known to the day."""
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        return ""
    year, week, weekday = day.isocalendar()
    first = day - datetime.timedelta(days=weekday - 1)
    last = first + datetime.timedelta(days=6)
    until = f"{last.day}日" if last.month == first.month else f"{last.month}月{last.day}日"
    return f"{year}年第{week}周，{first.month}月{first.day}日—{until}"


def _title(about: str, kind: str) -> str:
    """On two lines where one does not hold it, neither of them breaking a word."""
    return about + ("\n" if width(about + kind) > _TITLE_LINE else "") + kind


def _paragraphs(
    pack: Pack,
    request: Request,
    teller: Teller,
    limits: prose.Limits,
    shown: Container[str],
    used: Container[str],
) -> dict[str, Any]:
    words = request.wording
    goals = prose.targets(pack, words, teller, limits)
    apart = bool(goals) and "目标" in used
    return {
        "总体": prose.overview(pack, teller, limits, shown, with_targets=not apart),
        "领域": prose.categories(pack, teller, limits, shown),
        "目标": goals,
        "项目": prose.projects(pack, words, limits),
        "民生": prose.livelihood(pack, teller, limits),
        "问题": prose.problems(pack),
        "下年": prose.goals(pack),
        "下年项目": prose.plans(pack, limits),
        "下年民生": prose.promises(pack, limits),
    }


def _annexes(
    pack: Pack, request: Request, tables: dict[str, Any], used: Container[str], limits: prose.Limits
) -> dict[str, Any]:
    """Which tables stand behind the body: those that the template prints and that say more than the body does."""
    stages = prose.by_heading(prose.reached(pack.projects, pack.period), request.wording)
    body_has_all = {
        "指标": "指标" in used and len(tables["全部指标"]) <= limits.rows,
        "项目": "项目" in used
        and "项目组" not in used
        and all(len(found) <= limits.named for _, found in stages),
        "对比": False,
    }
    can = "有附件" in used
    annexes = {
        kind: can and bool(tables[table]) and table in used and not body_has_all[kind]
        for kind, table in _ANNEXED.items()
    }
    present = [kind for kind in _ANNEXES if annexes.get(kind, True)]
    numbers = {
        kind: str(present.index(kind) + 1) if kind in present and len(present) > 1 else ""
        for kind in _ANNEXES
    }
    return {
        "有附件": annexes,
        "附件": [{"号": numbers[kind], "名称": _ANNEXES[kind]} for kind in present],
        "附件号": numbers,
    }


def _lines(variables: dict[str, Any], used: Container[str]) -> float:
    """How many lines of the type area a paper's body takes, about."""
    lines = 3.0 + len(variables["附件"]) + 1 + issue.lines(variables)
    lines += 1.1 * str(variables["标题"]).count("\n")
    for part in _PARTS:
        # A template with both tells the categories only where there are no targets.
        twice = part == "领域" and "目标" in used and variables["目标"]
        if part in used and variables[part] and not twice:
            heading = 0 if part in _UNHEADED else 1
            lines += heading + sum(math.ceil((width(text) + 2) / 28) for text in variables[part])
    # Head, caption and note of the table; a row is 6.6 mm of a line's 10.2.
    return lines + (2.5 + 0.65 * len(variables["指标"]) if variables["指标"] else 0)


def _headlines(pack: Pack, targets: dict[str, TargetRow], most: int) -> list[IndicatorRow]:
    """The rows of the body's table, in the configured order: those with a main target come first when not all fit."""

    def weight(row: IndicatorRow) -> tuple[bool, bool, bool]:
        target = targets.get(row.indicator)
        paced = _paced(row, pack)
        held = (target and target.headline) or (paced and paced.gap is not None)
        return not held, not has_figure(row), target is None

    chosen = {row.indicator for row in sorted(_told(pack), key=weight)[:most]}
    return [row for row in pack.indicators if row.indicator in chosen]


def _judged(pack: Pack) -> dict[str, TargetRow]:
    """The target of each indicator that tables show; of several the main one, else the one the indicator's row names."""
    named = {row.target.key for row in pack.indicators if row.target}
    best_last = sorted(pack.targets, key=lambda row: (row.headline, row.target.key in named))
    return {row.indicator: row for row in best_last if row.indicator}


def _rounded(pack: Pack) -> str:
    """合计因四舍五入未作机械调整, where an indicator and all its parts are printed and only their rounding parts them."""
    levels = {row.indicator: row.level for row in pack.indicators if row.level}
    for whole, parts in WHOLES:
        found = [levels[part] for part in parts if part in levels]
        if (
            whole in levels
            and len(found) == len(parts)
            and (note := wording.rounding_note(levels[whole], found))
        ):
            return note
    return ""


def _told(pack: Pack) -> list[IndicatorRow]:
    """The indicators a table has something to say about. A leader is not shown what nobody reported, unless there is nothing else."""
    rows = [row for row in pack.indicators if not row.is_scale]
    reported = [row for row in rows if has_figure(row)]
    if reported and not _asks(pack):
        return reported
    return [row for row in rows if has_figure(row) or row.target]


def _asks(pack: Pack) -> bool:
    """Whether the paper's readers are those who know what is missing, or decide what to do about it."""
    return pack.audience in ("internal", "department")


def _indicator(row: IndicatorRow, target: TargetRow | None, pack: Pack, request: Request) -> Row:
    missing = request.wording.missing
    paced = _paced(row, pack)
    goal = target.target if target else row.target or (paced.target if paced else None)
    return {
        "名称": row.name,
        "单位": row.level.unit if row.level and row.level.unit else missing,
        "完成": filters.cell(row.level, missing),
        "增速": filters.cell(row.growth, missing),
        "年度目标": _goal(goal, row.level, missing),
        "完成情况": verdict_word(target, request.wording)
        if target and (target.verdict.kind != "no_actual" or _asks(pack))
        else paced.word
        if paced and paced.gap is not None
        else missing,
    }


def _paced(row: IndicatorRow, pack: Pack) -> ProgressRow | None:
    """What the indicator has reached within the year, where the figure is of the Pack's period."""
    return next(
        (
            each
            for each in pack.progress
            if each.indicator == row.indicator and each.actual.period == pack.period
        ),
        None,
    )


def _all_indicators(pack: Pack, targets: dict[str, TargetRow], request: Request) -> list[Row]:
    rows = []
    missing = request.wording.missing
    coming = {target.indicator: target for target in reversed(pack.next_targets)}
    for number, row in enumerate(_told(pack), start=1):
        target = targets.get(row.indicator)
        gap = short_gap(target) if target else short_pace(_paced(row, pack))
        next_target = (target.next_target if target else None) or coming.get(row.indicator)
        following = _goal(
            next_target if next_target and same_part(next_target, row) else None, row.level, missing
        )
        said = _indicator(row, target, pack, request)
        unmarked = {
            kind: filters.cell(figure, missing, marked=False)
            for kind, figure in (("数额", row.level), ("增幅", row.growth))
        }
        state = {"状态": _settled(row) or missing, "差距": gap or missing, "下年目标": following}
        rows.append(said | unmarked | state | {"序": str(number)})
    return rows


def _settled(row: IndicatorRow) -> str:
    """How settled the row's figures are: 预计, 初步核算, 最终核实; nothing where the sources do not say."""
    return next(
        (
            said
            for figure in (row.level, row.growth)
            if figure and (said := wording.settled(figure))
        ),
        "",
    )


def _goal(target: Observation | None, level: Observation | None, missing: str) -> str:
    """6%左右, 60亿元以上: a target says its own unit; an amount of the figure's kind is said in the figure's: 60.43亿元 for 604,300万元."""
    if target is None:
        return missing
    same = (
        level
        and target.measure == level.measure
        and target.amount.like(level.amount)
        and level.amount.dimension == MONEY
    )
    return filters.bind(
        target.key, wording.cell_in(target, level.unit if level and same else target.unit)
    )


def _portfolios(groups: Sequence[ProjectMention], pack: Pack, request: Request) -> list[Row]:
    apart = prose.headings(groups)
    return [_portfolio(each, apart.get(each.key, ""), pack, request) for each in groups]


def _portfolio(mention: ProjectMention, heading: str, pack: Pack, request: Request) -> Row:
    place = mention.area if mention.area != pack.scope.name else ""
    return {
        "名称": filters.plain(place)
        + prose.group_name(mention, request.wording)
        + (f"（{heading}）" if heading else ""),
        "阶段": prose.stage_told(mention, request.wording),
        "数量": filters.bind(mention.key, prose.portfolio_count(mention)),
        "投资": _investment(mention, request),
    }


def _all_projects(pack: Pack, request: Request) -> list[Row]:
    place = placing(pack, request)
    mentions = [
        m
        for _, found in prose.by_heading(prose.reached(pack.projects, pack.period), request.wording)
        for m in found
    ]
    keys = progress.project_keys(pack, (mention.key for mention in mentions))
    return [
        _project(number, mention, request, place)
        | progress.of_row(pack, keys[mention.key], request.wording.missing)
        for number, mention in enumerate(mentions, start=1)
    ]


def _project(
    number: int, mention: ProjectMention, request: Request, place: Callable[[Source], str]
) -> Row:
    return {
        "序": str(number),
        "名称": filters.project_name(mention),
        "阶段": prose.stage_told(mention, request.wording),
        "投资": _investment(mention, request),
        "时期": periods.label(mention.period),
        "出处": place(mention.source),
    }


def _investment(mention: ProjectMention, request: Request) -> str:
    return prose.investment(mention) or request.wording.missing


def _sheet(pack: Pack, request: Request) -> str:
    """The workbook that goes with the paper, by its file's name: 槐荫区2024年发展改革局填报表; "" where there is nothing to fill in."""
    own = short_office(pack.scope.office, pack.scope.name)
    return (
        f"{pack.scope.name}{periods.label(pack.period)}{own}{request.issue.sheet}"
        if request.issue.sheet and asks(pack)
        else ""
    )


def _duties(pack: Pack) -> Sequence[Task]:
    """What somebody can be reminded of: tasks with units or with a quantified goal."""
    tasks = (task for task in pack.tasks if task.kind in ("duty", "commitment"))
    return [task for task in tasks if task.goal or task.lead or task.responsible]


def _task(number: int, task: Task, office: str, request: Request) -> Row:
    missing, key = request.wording.missing, filters.source_key(task.source)
    # A commitment's title is only the heading it stands under.
    content = (
        task.title
        if task.kind == "duty"
        else excerpt(filters.plain(task.text).strip(_EDGES), task.goal)
    )
    return {
        "序": str(number),
        "内容": filters.bind(key, content, "text"),
        "年份": periods.label(task.period),
        "量化目标": filters.bind(key, task.goal.strip(_EDGES), "text") if task.goal else missing,
        "时限": filters.bind(key, task.deadline, "text") if task.deadline else missing,
        "牵头单位": "、".join(task.lead) or missing,
        "责任单位": "、".join(task.responsible) or missing,
        "单位": _units(task, office) or missing,
    }


def _units(task: Task, office: str) -> str:
    """牵头：甲局；责任：乙局、丙局等12个单位, in the source's order: the first leads. The office the paper goes to is always among
    those named. Where 各街道 is one of them nobody knows how many they are.
    """
    found = []
    for duty, names in (("牵头", task.lead), ("责任", task.responsible)):
        named = names[:_UNITS]
        if office in names[_UNITS:]:
            named = (*names[: _UNITS - 1], office)
        count = "" if any(map(_GROUP.search, names)) else f"{len(names)}个"
        more = f"等{count}单位" if len(names) > _UNITS else ""
        found += [f"{duty}：{'、'.join(named)}{more}"] if named else []
    return "；".join(found)
