"""The paragraphs of a briefing, composed from facts. Every figure and every name in them is bound to its fact.

Result first, the report's own figures, no adjective: what the sources do not say is not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any, NamedTuple

from briefing import periods
from briefing.model import (
    IndicatorRow,
    Pack,
    ProgressRow,
    Project,
    ProjectMention,
    Stage,
    TargetRow,
    Task,
    VerdictKind,
)
from briefing.papers import filters
from briefing.papers.charts.base import money_of
from briefing.papers.word import clauses
from briefing.papers.word.clauses import Teller, has_figure, verdict_word
from briefing.settings.schema import Wording

# The order in which a reader wants the stages: what is finished first.
STAGES: tuple[Stage, ...] = ("completed", "building", "started", "signed", "preparing", "reserved")
# A paragraph each; 民生 has a part of its own.
_CATEGORIES = (
    ("综合经济", "工业", "投资", "消费", "外贸", "财政"),
    ("创新", "城建", "生态", "安全"),
)
_LIVELIHOOD = "民生"
# Names of groups that say how far they are, so that the stage need not be said: 竣工交付项目33个.
_SAYS_STAGE: dict[Stage, re.Pattern[str]] = {
    "completed": re.compile("竣工|交付|建成|投产|投用|完工"),
    "building": re.compile("在建|续建|推进"),
    "started": re.compile("开工|新建"),
    "signed": re.compile("洽谈|签约|对接|落地"),
    "preparing": re.compile("前期|征收|征迁|拆迁"),
    "reserved": re.compile("谋划|策划|储备"),
}
# What next year's projects are worth naming for; those merely going on stand in the annex of the year that ends.
_PLANS: dict[Stage, str] = {"completed": "计划竣工投用", "started": "计划开工"}
# Groups that are no projects (the part about livelihood has them), and those that do not say which projects they are.
_NOT_SAID = re.compile(
    "(?:列入|入选|纳入|启动)?项目|片区|.*实事|.*(?:基站|充电桩|停车位|泊位|路灯|电梯)"
)
_STANDING = ("completed", "building")
_VERDICTS: tuple[VerdictKind, ...] = ("met", "missed", "no_actual", "not_comparable")


class Limits(NamedTuple):
    """How much a paragraph says before 等."""

    figures: int  # of a category
    minor: bool  # whether categories besides the economy are told
    listed: int  # items of a list
    named: int  # projects of a stage; none: only how many
    told: int  # problems and livelihood items, which are whole clauses
    goals: int = 8  # targets of the year after
    rows: int = 8  # of the table; what it leaves out stands in the annex
    later: bool = True  # whether projects not yet under construction are named too
    lacking: bool = (
        True  # whether the main targets that nobody reported on are named: the overview counts them
    )


# What is cut first where the body does not fit its two pages: each step on top of the ones before.
_STEPS: tuple[dict[str, int], ...] = (
    {"listed": 6}, {"named": 4}, {"told": 5}, {"figures": 3}, {"named": 3}, {"told": 4}, {"listed": 5}, {"named": 2}, {"told": 3},
    {"figures": 2}, {"listed": 4}, {"named": 1}, {"told": 2}, {"goals": 7}, {"rows": 7}, {"figures": 1}, {"rows": 6}, {"goals": 6},
    {"minor": False}, {"listed": 3}, {"told": 1}, {"rows": 5}, {"goals": 5}, {"lacking": False}, {"later": False}, {"listed": 2}, {"goals": 4},
    {"rows": 4}, {"goals": 3}, {"listed": 1}, {"named": 0}, {"told": 0}, {"figures": 0},
)  # fmt: skip
MOST = Limits(4, True, 8, 5, 6)


def _cut(limits: Limits, step: dict[str, Any]) -> Limits:
    return limits._replace(**step)


LIMITS: tuple[Limits, ...] = tuple(accumulate(_STEPS, _cut, initial=MOST))


def following(period: str) -> str:
    """The year after a year, "" for other periods."""
    return str(int(period) + 1) if period.isdigit() else ""


def stage_word(stage: Stage, words: Wording) -> str:
    return words.stages[stage]


def overview(pack: Pack, words: Wording, teller: Teller) -> list[str]:
    """One paragraph: how many targets were met, then the first figure in the configured order."""
    lead = _lead(pack)
    said = (_result(pack, words) or _paces(pack)) + (teller.sentences([lead]) if lead else "")
    return [f"{periods.label(pack.period)}，{pack.scope.name}{said}"] if said else []


def _lead(pack: Pack) -> IndicatorRow | None:
    return next((row for row in pack.indicators if has_figure(row)), None)


def categories(pack: Pack, teller: Teller, limits: Limits) -> list[str]:
    """What the overview does not say, category by category: 工业方面，预计全年规模以上工业增加值下降16%左右，低于年初目标约24个百分点."""
    lead = _lead(pack)
    found = []
    for group in _CATEGORIES if limits.minor else _CATEGORIES[:1]:
        said = []
        for category in group:
            rows = [
                row
                for row in pack.indicators
                if row.category == category and row is not lead and has_figure(row)
            ]
            rows = _weightiest(
                rows if limits.figures > 1 else _telling(rows, teller), teller, limits.figures
            )
            lacking = (
                _lacking(pack, category, teller)
                if limits.figures and limits.lacking and _lead(pack)
                else ""
            )
            figures = teller.sentences(rows, f"{category}方面，") if rows else ""
            said.append(
                figures
                + ((lacking if figures else f"{category}方面，{lacking}") if lacking else "")
            )
        found.append("".join(said))
    return [paragraph for paragraph in found if paragraph]


def _lacking(pack: Pack, category: str, teller: Teller) -> str:
    """进出口总额（目标增长5%左右）未见完成数: the main targets of which nobody reported anything."""
    of_category = {row.indicator for row in pack.indicators if row.category == category}
    rows = [
        row
        for row in teller.targets.values()
        if row.headline and row.verdict.kind == "no_actual" and row.indicator in of_category
    ]
    return (
        f"{'、'.join(_unknown(row) for row in rows)}{clauses.UNJUDGED['no_actual']}。"
        if rows
        else ""
    )


def _weightiest(rows: Sequence[IndicatorRow], teller: Teller, most: int) -> list[IndicatorRow]:
    """The rows worth telling, in their order: with a main target, with any, with a growth."""

    def weight(row: IndicatorRow) -> tuple[bool, bool, bool]:
        return not _is_main(row, teller), row.indicator not in teller.targets, row.growth is None

    chosen = {row.indicator for row in sorted(rows, key=weight)[:most]}
    return [row for row in rows if row.indicator in chosen]


def _telling(rows: Iterable[IndicatorRow], teller: Teller) -> list[IndicatorRow]:
    """The rows that can be held against something: a target or the year before."""
    return [row for row in rows if row.growth or row.indicator in teller.targets]


def _is_main(row: IndicatorRow, teller: Teller) -> bool:
    target = teller.targets.get(row.indicator)
    return target is not None and target.headline


def _result(pack: Pack, words: Wording) -> str:
    rows, kind = main_targets(pack)
    if not rows:
        return ""
    total = filters.counted(len(rows), (row.target.key for row in rows))
    groups = grouped(rows, words)
    if len(groups) == 1:
        return f"{kind}{total}项，{'均' if len(rows) > 1 else ''}{groups[0][0]}。"
    said = "，".join(
        f"{word}{filters.counted(len(group), (row.target.key for row in group))}项"
        for word, group in groups
    )
    return f"{kind}{total}项，其中{said}。"


def _paces(pack: Pack) -> str:
    """Within a year: how many indicators are ahead of their target and how many behind, by the configured words."""
    groups: dict[str, list[ProgressRow]] = {}
    for row in pack.progress:
        if row.gap is not None and row.actual.period == pack.period:
            groups.setdefault(row.word, []).append(row)
    if not groups:
        return ""
    rows = [row for group in groups.values() for row in group]
    best_first = sorted(
        groups.items(), key=lambda item: -max(row.gap.value if row.gap else 0 for row in item[1])
    )
    said = "，".join(
        f"{word}{filters.counted(len(group), (row.actual.key for row in group))}项"
        for word, group in best_first
    )
    return f"有年度目标可比的指标{filters.counted(len(rows), (row.actual.key for row in rows))}项，其中{said}。"


def main_targets(pack: Pack) -> tuple[Sequence[TargetRow], str]:
    """The year's main expected targets, or where no document lists them all its targets, and what to call them."""
    headline = [row for row in pack.targets if row.headline]
    return (headline, "主要预期目标") if headline else (pack.targets, "年度目标")


def grouped(rows: Iterable[TargetRow], words: Wording) -> list[tuple[str, list[TargetRow]]]:
    """Rows by verdict word: met before missed, settled before expected, the unknown last."""
    groups: dict[str, list[TargetRow]] = {}
    for row in sorted(
        rows,
        key=lambda row: (
            _VERDICTS.index(row.verdict.kind),
            row.verdict.basis == "derived",
            row.verdict.basis == "estimate",
        ),
    ):
        groups.setdefault(verdict_word(row, words), []).append(row)
    return list(groups.items())


def targets(pack: Pack, words: Wording, teller: Teller, limits: Limits) -> list[str]:
    """What was met, what was missed, each with its distance from the target; what nobody reported."""
    rows, _ = main_targets(pack)
    said: dict[str, list[str]] = {"met": [], "missed": [], "unknown": []}
    for word, group in grouped(rows, words):
        verdict = group[0].verdict.kind
        count = filters.counted(len(group), (row.target.key for row in group))
        items = [
            _done(row, teller) if verdict in ("met", "missed") else _unknown(row) for row in group
        ]
        most = limits.listed if verdict == "met" else len(group)
        said[verdict if verdict in said else "unknown"].append(
            f"{word}{count}项：{_listed(items, most, '；')}。"
        )
    return ["".join(group) for group in said.values() if group]


def _done(row: TargetRow, teller: Teller) -> str:
    """一般公共预算收入57.1亿元，低于年初目标5.5%: what the word before it says is not said again."""
    when = teller.target_word(row)
    done = row.name + (filters.said(row.actual) if row.actual else "")
    return f"{done}，{clauses.gap(row).replace('目标', when, 1) or f'{when}为{filters.said(row.target)}'}"


def _unknown(row: TargetRow) -> str:
    """The name and the target; with figures that cannot be compared, both of them."""
    actual = f"{filters.said(row.actual)}，" if row.actual else ""
    return f"{row.name}（{actual}目标{filters.said(row.target)}）"


def _listed(items: Sequence[str], limit: int, joint: str = "、") -> str:
    """The first items; 等 where there are more."""
    return joint.join(items[:limit]) + ("等" if len(items) > limit else "")


def projects(pack: Pack, words: Wording, limits: Limits) -> list[str]:
    """Counted groups with their investment, then the projects the documents name, by stage."""
    groups = by_stage(_weightiest_groups(counted_groups(pack))[: limits.listed])
    said = (
        ["；".join(_counted(found, stage_word(stage, words)) for stage, found in groups) + "。"]
        if groups
        else []
    )
    done = by_stage(reached(pack.projects, pack.period))
    if done:
        names = "，".join(
            f"{stage_word(stage, words)}的有{named(found, limits)}" for stage, found in done
        )
        said.append(f"文件列名的项目中，{names}。")
    return ["".join(said)] if said else []


def counted_groups(pack: Pack) -> list[ProjectMention]:
    """The groups of projects with a number that say which projects they are. A running total (累计建成4067处) is not what the period did."""
    return [
        mention
        for mention in pack.portfolios
        if mention.count and not (_unsaid(mention) or _running_total(mention))
    ]


def _unsaid(mention: ProjectMention) -> bool:
    """What a reader learns nothing from; 谋划储备项目118个（总投资837亿元） needs no more name than its stage."""
    if mention.name == "项目" and mention.investment:
        return False
    return _NOT_SAID.fullmatch(mention.name) is not None


def _weightiest_groups(groups: Iterable[ProjectMention]) -> list[ProjectMention]:
    """Those with the largest investment first, then 重点项目, the others in the order of the documents.

    Of one name and stage, or of one number and investment, only the first: it is the same group, or a part of it.
    """
    kept: list[ProjectMention] = []
    for mention in sorted(
        groups, key=lambda mention: (_weight(mention), "重点项目" not in mention.name)
    ):
        same = {(mention.name, mention.stage), (mention.count, mention.investment or mention.name)}
        if not any(
            same & {(other.name, other.stage), (other.count, other.investment or other.name)}
            for other in kept
        ):
            kept.append(mention)
    return kept


def listed_groups(pack: Pack) -> list[ProjectMention]:
    """The groups of the table, in the order of the documents: what two documents say of one group stands once, with its investment."""
    kept: list[ProjectMention] = []
    for mention in counted_groups(pack):
        at = next((i for i, other in enumerate(kept) if _same_group(mention, other)), None)
        if at is None:
            kept.append(mention)
        elif mention.investment and not kept[at].investment:
            kept[at] = mention
    return kept


def _same_group(one: ProjectMention, other: ProjectMention) -> bool:
    if (one.count, one.stage) != (other.count, other.stage):
        return False
    return one.name == other.name or (
        one.investment is not None and one.investment == other.investment
    )


def group_name(mention: ProjectMention, words: Wording) -> str:
    """Its name; of projects without one the stage: 谋划储备项目."""
    return filters.plain(
        stage_word(mention.stage, words) + mention.name if mention.name == "项目" else mention.name
    )


def _weight(mention: ProjectMention) -> Decimal:
    """Sort key: the largest investment first, what has none last."""
    return -(money_of(mention) or Decimal(0))


def _running_total(mention: ProjectMention) -> bool:
    return bool(
        re.search(
            rf"累计[^，。；、\d]{{0,8}}{re.escape(mention.count or '')}", mention.source.quote
        )
    )


def _counted(mentions: Sequence[ProjectMention], stage: str) -> str:
    """加快建设重点项目196个、省级项目4个: the stage is said once, and not at all of groups whose name says it (竣工交付项目)."""
    named_so = [mention for mention in mentions if _SAYS_STAGE[mention.stage].search(mention.name)]
    others = [mention for mention in mentions if mention not in named_so]
    groups = (*others, *named_so)
    # 省、市级重点项目18个 among others would read as one more of them.
    said = (
        "，" if len(groups) > 1 and any("、" in mention.name for mention in groups) else "、"
    ).join(map(portfolio, groups))
    return stage + said if others else said


def portfolio(mention: ProjectMention) -> str:
    """重点项目196个（总投资3150亿元）."""
    said = f"{filters.plain(mention.name)}{filters.bind(mention.key, portfolio_count(mention))}"
    return said + (
        f"（总投资{filters.bind(mention.key, mention.investment)}）" if mention.investment else ""
    )


def portfolio_count(mention: ProjectMention) -> str:
    """How many, with the measure word the source uses."""
    unit = re.search(
        rf"{re.escape(mention.count or '')}余?([个件处项座条栋户家片村所])", mention.source.quote
    )
    return f"{mention.count}{unit[1] if unit else '个'}"


def reached(found: Iterable[Project], period: str) -> list[ProjectMention]:
    """How far each project got in a year: the year's last mention that is no plan."""
    actual = (
        [m for m in project.mentions if m.status == "actual" and m.period == period]
        for project in found
    )
    return [mentions[-1] for mentions in actual if mentions]


def planned(found: Iterable[Project], period: str) -> list[ProjectMention]:
    """What is planned for a year."""
    plans = (
        [m for m in project.mentions if m.status == "target" and m.period == period]
        for project in found
    )
    return [mentions[-1] for mentions in plans if mentions]


def plans_by_stage(pack: Pack) -> list[tuple[Stage, list[ProjectMention]]]:
    plans = planned(pack.projects, following(pack.period))
    return [(stage, found) for stage, found in by_stage(plans) if stage in _PLANS]


def by_stage(mentions: Sequence[ProjectMention]) -> list[tuple[Stage, list[ProjectMention]]]:
    groups = (
        (stage, [mention for mention in mentions if mention.stage == stage]) for stage in STAGES
    )
    return [(stage, found) for stage, found in groups if found]


def named(mentions: Sequence[ProjectMention], limits: Limits) -> str:
    """A、B、C等12个, the largest first, else in the order of the documents; one project stands without a count."""
    count = f"{filters.counted(len(mentions), (m.key for m in mentions))}个"
    shown = "、".join(filters.project_name(mention) for mention in largest(mentions, limits))
    if not shown:
        return count
    return shown if len(mentions) == 1 else f"{shown}等{count}"


def largest(mentions: Iterable[ProjectMention], limits: Limits) -> list[ProjectMention]:
    """The projects of a stage that are named."""
    found = sorted(mentions, key=_weight)
    return found[: limits.named] if limits.later or (found and found[0].stage in _STANDING) else []


def mentioned(pack: Pack, limits: Limits) -> list[ProjectMention]:
    """The projects the paragraphs name."""
    groups = (*by_stage(reached(pack.projects, pack.period)), *plans_by_stage(pack))
    return [mention for _, found in groups for mention in largest(found, limits)]


def livelihood(pack: Pack, teller: Teller, limits: Limits) -> list[str]:
    """Figures of people's livelihood, then the year's livelihood items."""
    rows = [
        row
        for row in pack.indicators
        if row.category == _LIVELIHOOD and has_figure(row) and row is not _lead(pack)
    ]
    figures = teller.sentences(_weightiest(rows, teller, limits.listed))
    paragraphs = [figures] if figures else []
    for period in (pack.period, following(pack.period)):
        items = [task for task in pack.tasks if task.kind == "livelihood" and task.period == period]
        if items and limits.told:
            paragraphs.append(f"{periods.label(period)}民生实事：{_titles(items, limits)}。")
    return paragraphs


def problems(pack: Pack, limits: Limits) -> list[str]:
    """The problems the report on the Pack's period names: those of another year's report are not this one's."""
    items = [task for task in pack.tasks if task.kind == "problem" and task.period == pack.period]
    return [_titles(items, limits) + "。"] if items and limits.told else []


def _titles(tasks: Sequence[Task], limits: Limits) -> str:
    titles = [
        filters.bind(filters.source_key(task.source), task.title.strip("。；，"), "text")
        for task in tasks
    ]
    return _listed(titles, limits.told, "；")


def goals(pack: Pack, limits: Limits) -> list[str]:
    """The targets of the year after."""
    said = [
        f"{clauses.target_name(target, pack)}{filters.said(target)}" for target in pack.next_targets
    ]
    return [f"预期目标为：{_listed(said, limits.goals, '，')}。"] if said else []


def plans(pack: Pack, limits: Limits) -> list[str]:
    """The projects to be finished or begun in the year after."""
    said = [
        f"{_PLANS[stage]}的项目有{named(found, limits)}" for stage, found in plans_by_stage(pack)
    ]
    return ["，".join(said) + "。"] if said else []
