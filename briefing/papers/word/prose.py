"""The paragraphs of a briefing, composed from facts. Every figure and every name in them is bound to its fact.

Result first, the report's own figures, no adjective: what the sources do not say is not said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from briefing import periods
from briefing.analysis import wording
from briefing.model import IndicatorRow, Observation, Pack, Project, ProjectMention, Stage, TargetRow, Task, Verdict
from briefing.papers import filters
from briefing.settings.schema import Wording

# The order in which a reader wants the stages: what is finished first.
STAGES: tuple[Stage, ...] = ("completed", "building", "started", "signed", "reserved")
_PLANS = {"completed": "计划竣工投用", "building": "继续建设", "started": "计划开工", "signed": "计划签约落地", "reserved": "谋划储备"}
_VERDICTS: tuple[Verdict, ...] = ("met", "missed", "no_actual", "not_comparable")
# 待核 is the business of internal papers; elsewhere a target without a verdict says only what is known.
_UNJUDGED: dict[Verdict, str] = {"no_actual": "未见完成数", "not_comparable": "不作比较"}


class Limits(NamedTuple):
    """How much a paragraph says before 等."""

    overview: int  # figures in the overview
    listed: int  # items of a list
    named: int  # projects of a stage


# Tried in turn until the body fits its two pages.
LIMITS = (Limits(6, 8, 5), Limits(6, 6, 3), Limits(5, 5, 3), Limits(5, 4, 2), Limits(4, 3, 2), Limits(3, 2, 1))


def following(period: str) -> str:
    """The year after a year, "" for other periods."""
    return str(int(period) + 1) if period.isdigit() else ""


def stage_word(stage: Stage, words: Wording) -> str:
    return words.stages[stage]


def verdict_word(row: TargetRow, words: Wording) -> str:
    """完成, 预计未完成, 未见完成数: an estimate never gives a settled verdict."""
    if row.verdict in _UNJUDGED:
        return _UNJUDGED[row.verdict]
    return ("预计" if row.basis == "estimate" else "") + words.verdicts[row.verdict]


def gap(row: TargetRow) -> str:
    """What a target row says after its verdict: 低于目标约2.5个百分点, bound to both its figures."""
    _, _, tail = row.display.partition("，")
    if row.actual is None or row.difference is None or not tail:
        return ""
    digits = wording.number(abs(row.difference))
    key = filters.derived("difference", (row.target.key, row.actual.key))
    return tail.replace(digits, filters.bind(key, digits), 1)


def indicator_clause(row: IndicatorRow) -> str:
    """一般公共预算收入57.1亿元，比上年增长2.1%; an estimate is 预计 as far as it reaches and no further."""
    level, growth = row.level, row.growth
    if level is None and growth is None:
        return ""
    if level is None or growth is None:
        only = level or growth
        assert only is not None
        return wording.status_prefix(only) + row.name + _compared(only)
    if level.status == growth.status:
        return f"{wording.status_prefix(level)}{row.name}{filters.figure(level)}，{_compared(growth)}"
    if growth.status == "estimate":
        return f"{row.name}{filters.figure(level)}，预计{_compared(growth)}"
    return f"{row.name}{_compared(growth)}，预计为{filters.figure(level)}"


def _compared(observation: Observation) -> str:
    if observation.measure == "yoy":
        return filters.bind(observation.key, wording.compared(observation))
    return filters.said(observation)


def overview(pack: Pack, words: Wording, limits: Limits) -> list[str]:
    """One paragraph: how many targets were met, then the headline figures in the configured order."""
    figures = [clause for row in pack.indicators if row.category != "民生" and (clause := indicator_clause(row))][: limits.overview]
    result = _result(pack, words)
    body = "；".join(figures)
    if not result and not body:
        return []
    opening = f"{periods.label(pack.period)}，{pack.scope.name}"
    return [opening + (result + body + "。" if result and body else (result or body + "。"))]


def _result(pack: Pack, words: Wording) -> str:
    rows, kind = main_targets(pack)
    if not rows:
        return ""
    total = filters.counted(len(rows), (row.target.key for row in rows))
    said = "，".join(f"{word}{filters.counted(len(group), (row.target.key for row in group))}项" for word, group in grouped(rows, words))
    return f"{kind}{total}项，其中{said}。"


def main_targets(pack: Pack) -> tuple[Sequence[TargetRow], str]:
    """The year's main expected targets, or where no document lists them all its targets, and what to call them."""
    headline = [row for row in pack.targets if row.headline]
    return (headline, "主要预期目标") if headline else (pack.targets, "年度目标")


def grouped(rows: Iterable[TargetRow], words: Wording) -> list[tuple[str, list[TargetRow]]]:
    """Rows by verdict word: met before missed, settled before expected, the unknown last."""
    groups: dict[str, list[TargetRow]] = {}
    for row in sorted(rows, key=lambda row: (_VERDICTS.index(row.verdict), row.basis == "estimate")):
        groups.setdefault(verdict_word(row, words), []).append(row)
    return list(groups.items())


def targets(pack: Pack, words: Wording, limits: Limits) -> list[str]:
    """What was met, by figure; what was missed, with its distance from the target; what nobody reported."""
    rows, _ = main_targets(pack)
    said: dict[str, list[str]] = {"met": [], "missed": [], "unknown": []}
    for word, group in grouped(rows, words):
        verdict = group[0].verdict
        count = filters.counted(len(group), (row.target.key for row in group))
        clause = {"met": _met, "missed": _missed}.get(verdict, _unknown)
        joint = "；" if verdict == "missed" else "、"
        items = _listed([clause(row) for row in group], limits.listed, joint)
        said[verdict if verdict in said else "unknown"].append(f"{word}{count}项：{items}。")
    return ["".join(sentences) for sentences in said.values() if sentences]


def _met(row: TargetRow) -> str:
    return row.name + (filters.said(row.actual) if row.actual else "")


def _missed(row: TargetRow) -> str:
    done = row.name + (wording.status_prefix(row.actual) + filters.said(row.actual) if row.actual else "")
    return "，".join(part for part in (done, gap(row)) if part)


def _unknown(row: TargetRow) -> str:
    return row.name


def _listed(items: Sequence[str], limit: int, joint: str = "、") -> str:
    """The first items; 等 where there are more."""
    return joint.join(items[:limit]) + ("等" if len(items) > limit else "")


def projects(pack: Pack, words: Wording, limits: Limits) -> list[str]:
    """Counted groups with their investment, then the projects the documents name, by stage."""
    groups = [portfolio(mention, words) for mention in pack.portfolios if mention.count][: limits.listed]
    sentences = ["；".join(groups) + "。"] if groups else []
    done = by_stage(reached(pack.projects))
    if done:
        said = "，".join(f"{stage_word(stage, words)}的有{named(found, limits)}" for stage, found in done)
        sentences.append(f"文件列名的项目中，{said}。")
    return ["".join(sentences)] if sentences else []


def portfolio(mention: ProjectMention, words: Wording) -> str:
    """在建重点项目196个，总投资3150亿元."""
    stage = stage_word(mention.stage, words)
    name = filters.plain(mention.name)
    prefix = "" if stage[:2] in name else stage
    said = f"{prefix}{name}{filters.bind(mention.key, f'{mention.count}个')}"
    return said + (f"，总投资{filters.bind(mention.key, mention.investment)}" if mention.investment else "")


def reached(found: Iterable[Project]) -> list[ProjectMention]:
    """How far each project has got: its last mention that is no plan."""
    actual = ([mention for mention in project.mentions if mention.status == "actual"] for project in found)
    return [mentions[-1] for mentions in actual if mentions]


def planned(found: Iterable[Project], period: str) -> list[ProjectMention]:
    """What is planned for a year."""
    plans = ([m for m in project.mentions if m.status == "target" and m.period == period] for project in found)
    return [mentions[-1] for mentions in plans if mentions]


def by_stage(mentions: Sequence[ProjectMention]) -> list[tuple[Stage, list[ProjectMention]]]:
    groups = ((stage, [mention for mention in mentions if mention.stage == stage]) for stage in STAGES)
    return [(stage, found) for stage, found in groups if found]


def named(mentions: Sequence[ProjectMention], limits: Limits) -> str:
    """A、B、C等12个, in the order of the documents; one project stands without a count."""
    shown = "、".join(filters.project_name(mention) for mention in mentions[: limits.named])
    return shown if len(mentions) == 1 else f"{shown}等{filters.counted(len(mentions), (m.key for m in mentions))}个"


def mentioned(pack: Pack, limits: Limits) -> list[ProjectMention]:
    """The projects the paragraphs name."""
    groups = (*by_stage(reached(pack.projects)), *by_stage(planned(pack.projects, following(pack.period))))
    return [mention for _, found in groups for mention in found[: limits.named]]


def livelihood(pack: Pack, limits: Limits) -> list[str]:
    """Figures of people's livelihood, then the year's livelihood items."""
    figures = [clause for row in pack.indicators if row.category == "民生" and (clause := indicator_clause(row))]
    paragraphs = [_listed(figures, limits.listed, "；") + "。"] if figures else []
    for period in (pack.period, following(pack.period)):
        items = [task for task in pack.tasks if task.kind == "livelihood" and task.period == period]
        if items:
            paragraphs.append(f"{periods.label(period)}民生实事：{_titles(items, limits)}。")
    return paragraphs


def problems(pack: Pack, limits: Limits) -> list[str]:
    """The problems the report itself names."""
    items = [task for task in pack.tasks if task.kind == "problem"]
    return [_titles(items, limits) + "。"] if items else []


def _titles(tasks: Sequence[Task], limits: Limits) -> str:
    titles = [filters.bind(filters.source_key(task.source), task.title.strip("。；，"), "text") for task in tasks]
    return _listed(titles, limits.listed, "；")


def outlook(pack: Pack, limits: Limits) -> list[str]:
    """The targets of the year after and the projects planned for it."""
    names = {row.indicator: row.name for row in pack.indicators}
    goals = [f"{names.get(target.indicator or '', target.name)}{filters.said(target)}" for target in pack.next_targets]
    paragraphs = [f"预期目标为：{_listed(goals, limits.listed, '；')}。"] if goals else []
    plans = by_stage(planned(pack.projects, following(pack.period)))
    if plans:
        paragraphs.append("，".join(f"{_PLANS[stage]}的项目有{named(found, limits)}" for stage, found in plans) + "。")
    return paragraphs
