"""The paragraphs of a briefing, composed from facts. Every figure and every name in them is bound to its fact.

Result first, the report's own figures, no adjective: what the sources do not say is not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from briefing import periods
from briefing.analysis import wording
from briefing.model import IndicatorRow, Pack, Project, ProjectMention, Stage, TargetRow, Task, Verdict
from briefing.papers import filters
from briefing.settings.schema import Wording

# The order in which a reader wants the stages: what is finished first.
STAGES: tuple[Stage, ...] = ("completed", "building", "started", "signed", "reserved")
_DIGITS = re.compile(r"\d[\d.]*")
# A group of projects whose name says how far they are.
_SAYS_STAGE = re.compile("谋划|储备|签约|对接|落地|开工|新建|在建|续建|推进|竣工|交付|建成|投产|投用")
# What next year's projects are worth naming for; those merely going on stand in the annex of the year that ends.
_PLANS: dict[Stage, str] = {"completed": "计划竣工投用", "started": "计划开工"}
_VERDICTS: tuple[Verdict, ...] = ("met", "missed", "no_actual", "not_comparable")
# 待核 is the business of internal papers; elsewhere a target without a verdict says only what is known.
_UNJUDGED: dict[Verdict, str] = {"no_actual": "未见完成数", "not_comparable": "不作比较"}


class Limits(NamedTuple):
    """How much a paragraph says before 等."""

    overview: int  # figures in the overview
    listed: int  # items of a list
    named: int  # projects of a stage; none: only how many
    told: int  # problems and livelihood items, which are whole clauses
    rows: int = 8  # of the table; what it leaves out stands in the annex


# Tried in turn until the body fits its two pages.
LIMITS = (
    Limits(6, 8, 5, 6),
    Limits(5, 6, 4, 5),
    Limits(5, 5, 3, 4),
    Limits(4, 4, 3, 4),
    Limits(4, 4, 2, 3),
    Limits(3, 3, 2, 3),
    Limits(3, 3, 1, 2),
    Limits(3, 2, 1, 2),
    Limits(3, 2, 1, 1),
    Limits(3, 3, 1, 2, 6),
    Limits(3, 2, 1, 1, 5),
    Limits(4, 4, 0, 2),
    Limits(3, 3, 0, 2),
    Limits(3, 2, 0, 1),
    Limits(3, 3, 0, 1, 5),
    Limits(2, 1, 0, 1, 5),
    Limits(3, 2, 0, 0, 5),
    Limits(2, 1, 0, 0, 5),
)


def following(period: str) -> str:
    """The year after a year, "" for other periods."""
    return str(int(period) + 1) if period.isdigit() else ""


def stage_word(stage: Stage, words: Wording) -> str:
    return words.stages[stage]


def verdict_word(row: TargetRow, words: Wording) -> str:
    """完成, 预计未完成, 推算完成, 未见完成数: no verdict is stronger than its figures."""
    if row.verdict in _UNJUDGED:
        return _UNJUDGED[row.verdict]
    return {"estimate": "预计", "derived": "推算"}.get(row.basis, "") + words.verdicts[row.verdict]


def gap(row: TargetRow) -> str:
    """What a target row says after its verdict: 低于目标约2.5个百分点, bound to both its figures."""
    _, _, tail = row.display.partition("，")
    if row.actual is None or row.difference is None or row.basis == "derived" or not tail:
        return ""
    key = filters.derived("difference", (row.target.key, row.actual.key))
    return _DIGITS.sub(lambda match: filters.bind(key, match[0]), tail, count=1)


def sentences(rows: Sequence[IndicatorRow]) -> str:
    """Figures as one or two sentences: under 预计 those that are estimates, the others by themselves; the first row's kind first.

    The comparison (比上年, 同比) is said once a sentence, as official prose has it.
    """
    said = [(row, expected) for row in rows if (expected := _expected(row)) is not None]
    found = ""
    for expected in dict.fromkeys(expected for _, expected in said):
        clauses: list[str] = []
        compared = False
        for row in (row for row, other in said if other == expected):
            clauses.append(row.name + _clause(row, compared))
            compared = compared or row.growth is not None
        found += ("预计" if expected else "") + "；".join(clauses) + "。"
    return found


def _expected(row: IndicatorRow) -> bool | None:
    """Whether all a row says is an estimate; None where it says nothing."""
    statuses = [figure.status for figure in (row.level, row.growth) if figure]
    return all(status == "estimate" for status in statuses) if statuses else None


def _clause(row: IndicatorRow, compared: bool) -> str:
    """57.1亿元，比上年增长2.1%: what follows the indicator's name. Of two figures an estimated one says so itself."""
    mixed = len({figure.status for figure in (row.level, row.growth) if figure}) > 1
    parts = []
    for figure in (row.level, row.growth):
        if figure:
            prefix = wording.status_prefix(figure) if mixed else ""
            said = wording.change(figure) if compared else wording.compared(figure)
            parts.append(prefix + (filters.bind(figure.key, said) if figure is row.growth else filters.said(figure)))
    return "，".join(parts)


def overview(pack: Pack, words: Wording, limits: Limits) -> list[str]:
    """One paragraph: how many targets were met, then the headline figures in the configured order."""
    figures = sentences([row for row in pack.indicators if row.category != "民生" and has_figure(row)][: limits.overview])
    said = _result(pack, words) + figures
    return [f"{periods.label(pack.period)}，{pack.scope.name}{said}"] if said else []


def has_figure(row: IndicatorRow) -> bool:
    return row.level is not None or row.growth is not None


def _result(pack: Pack, words: Wording) -> str:
    rows, kind = main_targets(pack)
    if not rows:
        return ""
    total = filters.counted(len(rows), (row.target.key for row in rows))
    groups = grouped(rows, words)
    if len(groups) == 1:
        return f"{kind}{total}项，{'均' if len(rows) > 1 else ''}{groups[0][0]}。"
    said = "，".join(f"{word}{filters.counted(len(group), (row.target.key for row in group))}项" for word, group in groups)
    return f"{kind}{total}项，其中{said}。"


def main_targets(pack: Pack) -> tuple[Sequence[TargetRow], str]:
    """The year's main expected targets, or where no document lists them all its targets, and what to call them."""
    headline = [row for row in pack.targets if row.headline]
    return (headline, "主要预期目标") if headline else (pack.targets, "年度目标")


def grouped(rows: Iterable[TargetRow], words: Wording) -> list[tuple[str, list[TargetRow]]]:
    """Rows by verdict word: met before missed, settled before expected, the unknown last."""
    groups: dict[str, list[TargetRow]] = {}
    for row in sorted(rows, key=lambda row: (_VERDICTS.index(row.verdict), row.basis == "derived", row.basis == "estimate")):
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
        items = _listed([clause(row) for row in group], limits.listed if verdict == "met" else len(group), joint)
        said[verdict if verdict in said else "unknown"].append(f"{word}{count}项：{items}。")
    return ["".join(group) for group in said.values() if group]


def _met(row: TargetRow) -> str:
    return row.name + (filters.said(row.actual) if row.actual else "")


def _missed(row: TargetRow) -> str:
    done = row.name + (wording.status_prefix(row.actual) + filters.said(row.actual) if row.actual else "")
    return f"{done}，{gap(row) or f'目标{filters.said(row.target)}'}"


def _unknown(row: TargetRow) -> str:
    """The name; with figures that cannot be compared, both of them."""
    return f"{row.name}（{filters.said(row.actual)}，目标{filters.said(row.target)}）" if row.actual else row.name


def _listed(items: Sequence[str], limit: int, joint: str = "、") -> str:
    """The first items; 等 where there are more."""
    return joint.join(items[:limit]) + ("等" if len(items) > limit else "")


def projects(pack: Pack, words: Wording, limits: Limits) -> list[str]:
    """Counted groups with their investment, then the projects the documents name, by stage."""
    groups = by_stage([mention for mention in pack.portfolios if mention.count][: limits.listed])
    counted = [_counted(found, stage_word(stage, words)) for stage, found in groups]
    said = ["；".join(counted) + "。"] if counted else []
    done = by_stage(reached(pack.projects, pack.period))
    if done:
        names = "，".join(f"{stage_word(stage, words)}的有{named(found, limits)}" for stage, found in done)
        said.append(f"文件列名的项目中，{names}。")
    return ["".join(said)] if said else []


def _counted(mentions: Sequence[ProjectMention], stage: str) -> str:
    """加快建设重点项目196个、省级项目4个: the stage is said once, and not at all of groups whose name says it (竣工交付项目)."""
    named_so = [mention for mention in mentions if _SAYS_STAGE.search(mention.name)]
    others = [mention for mention in mentions if mention not in named_so]
    said = "、".join(portfolio(mention) for mention in (*others, *named_so))
    return stage + said if others else said


def portfolio(mention: ProjectMention) -> str:
    """重点项目196个（总投资3150亿元）."""
    said = f"{filters.plain(mention.name)}{filters.bind(mention.key, portfolio_count(mention))}"
    return said + (f"（总投资{filters.bind(mention.key, mention.investment)}）" if mention.investment else "")


def portfolio_count(mention: ProjectMention) -> str:
    """How many, with the measure word the source uses."""
    unit = re.search(rf"{re.escape(mention.count or '')}余?([个件处项座条栋户家片村所])", mention.source.quote)
    return f"{mention.count}{unit[1] if unit else '个'}"


def reached(found: Iterable[Project], period: str) -> list[ProjectMention]:
    """How far each project got in a year: the year's last mention that is no plan."""
    actual = ([m for m in project.mentions if m.status == "actual" and m.period == period] for project in found)
    return [mentions[-1] for mentions in actual if mentions]


def planned(found: Iterable[Project], period: str) -> list[ProjectMention]:
    """What is planned for a year."""
    plans = ([m for m in project.mentions if m.status == "target" and m.period == period] for project in found)
    return [mentions[-1] for mentions in plans if mentions]


def plans_by_stage(pack: Pack) -> list[tuple[Stage, list[ProjectMention]]]:
    plans = planned(pack.projects, following(pack.period))
    return [(stage, found) for stage, found in by_stage(plans) if stage in _PLANS]


def by_stage(mentions: Sequence[ProjectMention]) -> list[tuple[Stage, list[ProjectMention]]]:
    groups = ((stage, [mention for mention in mentions if mention.stage == stage]) for stage in STAGES)
    return [(stage, found) for stage, found in groups if found]


def named(mentions: Sequence[ProjectMention], limits: Limits) -> str:
    """A、B、C等12个, in the order of the documents; one project stands without a count."""
    count = f"{filters.counted(len(mentions), (m.key for m in mentions))}个"
    shown = "、".join(filters.project_name(mention) for mention in mentions[: limits.named])
    if not shown:
        return count
    return shown if len(mentions) == 1 else f"{shown}等{count}"


def mentioned(pack: Pack, limits: Limits) -> list[ProjectMention]:
    """The projects the paragraphs name."""
    groups = (*by_stage(reached(pack.projects, pack.period)), *plans_by_stage(pack))
    return [mention for _, found in groups for mention in found[: limits.named]]


def livelihood(pack: Pack, limits: Limits) -> list[str]:
    """Figures of people's livelihood, then the year's livelihood items."""
    figures = sentences([row for row in pack.indicators if row.category == "民生" and has_figure(row)][: limits.listed])
    paragraphs = [figures] if figures else []
    for period in (pack.period, following(pack.period)):
        items = [task for task in pack.tasks if task.kind == "livelihood" and task.period == period]
        if items and limits.told:
            paragraphs.append(f"{periods.label(period)}民生实事：{_titles(items, limits)}。")
    return paragraphs


def problems(pack: Pack, limits: Limits) -> list[str]:
    """The problems the report itself names."""
    items = [task for task in pack.tasks if task.kind == "problem"]
    return [_titles(items, limits) + "。"] if items and limits.told else []


def _titles(tasks: Sequence[Task], limits: Limits) -> str:
    titles = [filters.bind(filters.source_key(task.source), task.title.strip("。；，"), "text") for task in tasks]
    return _listed(titles, limits.told, "；")


def goals(pack: Pack, limits: Limits) -> list[str]:
    """The targets of the year after."""
    names = {row.indicator: row.name for row in pack.indicators}
    said = [f"{names.get(target.indicator or '', target.name)}{filters.said(target)}" for target in pack.next_targets]
    return [f"预期目标为：{_listed(said, limits.listed, '；')}。"] if said else []


def plans(pack: Pack, limits: Limits) -> list[str]:
    """The projects to be finished or begun in the year after."""
    said = [f"{_PLANS[stage]}的项目有{named(found, limits)}" for stage, found in plans_by_stage(pack)]
    return ["，".join(said) + "。"] if said else []
