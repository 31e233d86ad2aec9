"""The paragraphs of a briefing, composed from facts. Every figure and every name in them is bound to its fact.

Result first, the report's own figures, no adjective: what the sources do not say is not said.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any, NamedTuple

from briefing import periods
from briefing.analysis import fields, wording
from briefing.model import (
    STAGES,
    IndicatorRow,
    Observation,
    Pack,
    Project,
    ProjectMention,
    Stage,
    TargetRow,
    Task,
    VerdictKind,
)
from briefing.papers import filters
from briefing.papers.charts.base import money_of
from briefing.papers.content import segments, stages, told
from briefing.papers.content.segments import Passage, against
from briefing.papers.content.words import NUMBERED
from briefing.papers.word import clauses
from briefing.papers.word.clauses import Teller, has_figure, verdict_word
from briefing.settings.schema import Wording

# The order in which a reader wants the stages: what is finished first.
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
    "(?:列入|入选|纳入|启动)?项目|片区|.*实事.*|.*(?:基站|充电桩|停车位|泊位|路灯|电梯)"
)
# What a group's name says of its stage; and how long a name is that two reports share by no chance, with or without 配套.
_STAGED = re.compile("^(?:新|竣工|完工|落地|开工|签约|建成|投产|交付|建设)+(?=.{2})")
_TELLING = 3
_HEADING_OPENS = re.compile("^[—－-]*(?:[^，]{1,4}来，)?")
_STANDING = ("completed", "building")
_VERDICTS: tuple[VerdictKind, ...] = ("met", "missed", "no_actual", "not_comparable")


class Limits(NamedTuple):
    """How much a paper says. Problems and next year's targets are never cut."""

    figures: int  # of a category
    minor: bool  # whether categories besides the economy are told
    listed: int  # passages about projects
    told: int  # passages about people's livelihood
    coming: int  # passages about next year's projects
    promised: int  # passages about next year's livelihood
    rows: int  # of the table; what it leaves out stands in the annex
    places: int  # passages about where the area stands among others
    main: int = 8  # figures of the overview of a year without targets
    items: int = 6  # of a list
    named: int = 5  # projects of a stage; none: only how many
    later: bool = True  # whether projects not yet under construction are named too


# What is cut first where the body does not fit its two pages: each step on top of the ones before.
_STEPS: tuple[dict[str, int], ...] = (
    {"figures": 3}, {"promised": 3}, {"told": 9}, {"rows": 7}, {"named": 4}, {"items": 5}, {"figures": 2}, {"listed": 7}, {"rows": 6},
    {"promised": 2}, {"told": 8}, {"named": 3}, {"figures": 1}, {"listed": 6}, {"rows": 5}, {"main": 6}, {"minor": False}, {"coming": 4}, {"items": 4},
    {"rows": 4}, {"told": 7}, {"named": 2}, {"listed": 5}, {"rows": 0}, {"main": 5}, {"promised": 1}, {"coming": 3}, {"told": 6}, {"places": 2}, {"items": 3},
    {"listed": 4}, {"told": 5}, {"promised": 0}, {"named": 1}, {"places": 1}, {"coming": 2}, {"listed": 3}, {"told": 4}, {"later": False},
    {"figures": 0}, {"coming": 1}, {"told": 3}, {"listed": 2}, {"items": 2}, {"told": 2}, {"named": 0}, {"listed": 1}, {"told": 1}, {"items": 1},
    {"places": 0}, {"main": 3}, {"main": 2},
)  # fmt: skip
MOST = Limits(4, True, 9, 12, 5, 4, 8, 3)


def _cut(limits: Limits, step: dict[str, Any]) -> Limits:
    return limits._replace(**step)


LIMITS: tuple[Limits, ...] = tuple(accumulate(_STEPS, _cut, initial=MOST))


def following(period: str) -> str:
    """The year after a year, "" for other periods."""
    return str(int(period) + 1) if period.isdigit() else ""


def stage_word(stage: Stage, words: Wording) -> str:
    return words.stages[stage]


def stage_told(mention: ProjectMention, words: Wording) -> str:
    """Where a project stands in the source's own words (主干线全面贯通), which say no more than it does; else the stage's word."""
    if mention.stage_words:
        return filters.bind(mention.key, mention.stage_words, "text")
    return stage_word(mention.stage, words)


def overview(
    pack: Pack,
    teller: Teller,
    limits: Limits = MOST,
    shown: Container[str] = (),
    *,
    with_targets: bool = True,
) -> list[str]:
    """One paragraph: the result as a leader says it, how the other main targets came out, where the area stands among others.

    shown: indicators that a table of the body says; where there are no targets and no table, the other main figures are told here.
    with_targets: not where a part of its own says what became of the targets.
    """
    lead = _lead(pack)
    if lead is None:
        return []
    figure = lead.level or lead.growth
    claim = told.claim(pack, figure) if figure else ""
    first = teller.sentences([lead]).rstrip("。") + (f"，{claim}" if claim else "")
    said = f"{periods.label(pack.period)}，{pack.scope.name}{first}。"
    places = told.places(pack, limits.places)
    if with_targets:
        said += _others(pack, lead, teller) or _figures(pack, lead, teller, limits, shown)
    else:
        said += _beside_targets(pack, lead, teller, shown)
    return [said + (f"{_joined(places)}。" if places else "")]


def _figures(
    pack: Pack, lead: IndicatorRow, teller: Teller, limits: Limits, shown: Container[str]
) -> str:
    """The main figures of a year without targets."""
    return teller.sentences(_main(pack, lead, teller, limits, shown))


def _main(
    pack: Pack, lead: IndicatorRow, teller: Teller, limits: Limits, shown: Container[str]
) -> list[IndicatorRow]:
    """The rows that the overview tells of a year without targets; those with growth first where not all fit."""
    placed = {fact.indicator for passage in told.places(pack, 1) for fact in passage.facts}
    rows = [
        row
        for row in _economy(pack)
        if row is not lead
        and row.indicator not in shown
        and (row.growth or row.indicator not in placed)
    ]
    return [] if lead.indicator in shown else _weightiest(rows, teller, limits.main)


def _economy(pack: Pack) -> list[IndicatorRow]:
    """The rows of the economy that say something, in the configured order."""
    return [row for row in pack.indicators if row.category in _CATEGORIES[0] and has_figure(row)]


def _others(pack: Pack, lead: IndicatorRow, teller: Teller) -> str:
    """The other main targets that somebody reported on, within a year what else has a target, in the configured order, those with a
    verdict first; "" without any."""
    what, told_of = "主要预期目标", _reported(teller)
    if not periods.parse(pack.period).is_year:
        what, told_of = "有年度目标的指标", _paced(pack)
    found = [
        row
        for row in pack.indicators
        if row.indicator in told_of and row is not lead and row.category != _LIVELIHOOD
    ]
    # What was reached before what can only be told.
    found.sort(key=lambda row: not _is_judged(row, teller))
    return f"其他{what}中，{'；'.join(map(teller.forecast, found))}。" if found else ""


def _reported(teller: Teller) -> set[str]:
    targets = teller.targets.items()
    return {indicator for indicator, row in targets if row.headline and row.actual}


def _beside_targets(pack: Pack, lead: IndicatorRow, teller: Teller, shown: Container[str]) -> str:
    """The main figures that a part about targets cannot tell, having no verdict, where no table does: 社会消费品零售总额558亿元."""
    reported = _reported(teller)
    rows = [
        row
        for row in pack.indicators
        if row.indicator in reported and row is not lead and row.indicator not in shown
    ]
    return teller.sentences([row for row in rows if not _is_judged(row, teller)])


def _is_judged(row: IndicatorRow, teller: Teller) -> bool:
    target = teller.targets.get(row.indicator)
    return target is None or target.verdict.judged


def _paced(pack: Pack) -> set[str]:
    """What is held against its target within the year."""
    rows = (row for row in pack.progress if row.actual.period == pack.period)
    return {row.indicator for row in rows if row.gap is not None}


def _lead(pack: Pack) -> IndicatorRow | None:
    return next((row for row in pack.indicators if has_figure(row)), None)


def categories(pack: Pack, teller: Teller, limits: Limits, shown: Container[str] = ()) -> list[str]:
    """What neither the overview nor the table says, category by category: 创新方面，全社会研发投入15.3亿元，比上年增长16%.

    shown: indicators that a table of the body says already.
    """
    lead = _lead(pack)
    said_above = _said_above(pack, teller, lead, limits, shown)
    found = []
    for group in _CATEGORIES if limits.minor else _CATEGORIES[:1]:
        said = []
        for category in group:
            rows = [
                row
                for row in pack.indicators
                if row.category == category
                and row.indicator not in said_above
                and has_figure(row)
                and not row.is_scale
            ]
            rows = _weightiest(
                rows if limits.figures > 1 else _telling(rows, teller), teller, limits.figures
            )
            said.append(teller.sentences(rows, f"{category}方面，") if rows else "")
        found.append("".join(said))
    return [paragraph for paragraph in found if paragraph]


def _said_above(
    pack: Pack, teller: Teller, lead: IndicatorRow | None, limits: Limits, shown: Container[str]
) -> set[str]:
    """The indicators that the overview or a table of the body said already."""
    if lead is None:
        return set()
    told_there = _reported(teller) if periods.parse(pack.period).is_year else _paced(pack)
    if not _others(pack, lead, teller):
        rows = (*_economy(pack)[: MOST.main + 1], *_main(pack, lead, teller, limits, shown))
        told_there = {row.indicator for row in rows}
    in_table = {row.indicator for row in pack.indicators if row.indicator in shown}
    return {lead.indicator} | told_there | in_table


def _joined(passages: Iterable[Passage], mark: str = "；") -> str:
    return mark.join(passage.text for passage in passages)


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
    """What was met, what was missed, each with its distance from the target.

    What nobody reported is asked of departments and decided in internal papers; a leader is not told of it.
    """
    rows, what = main_targets(pack)
    found = [row for _, group in grouped(rows, words) for row in group]
    met = [_done(row, teller) for row in found if row.verdict.kind == "met"]
    missed = [_done(row, teller) for row in found if row.verdict.kind == "missed"]
    said = []
    if met:
        said.append(
            f"{what}中，达到目标的有：{_listed(met, max(limits.items, MOST.items), '；')}。"
        )
    if missed:
        opening = "未达到目标的有" if met else f"{what}中，未达到目标的有"
        said.append(f"{opening}：{'；'.join(missed)}。")
    if pack.audience in ("internal", "department"):
        said += [
            f"{word}的有：{'；'.join(_unknown(row) for row in group)}。"
            for word, group in grouped(rows, words)
            if not group[0].verdict.judged
        ]
    return said


def _done(row: TargetRow, teller: Teller) -> str:
    """一般公共预算收入57.1亿元，完成年初目标的94.5%: as a source says it, else by the distance."""
    when = teller.target_word(row)
    done = row.name + (filters.said(row.actual) if row.actual else "")
    if row.verdict.basis == "estimate":
        done = "预计" + done
    if row.verdict.basis == "derived":
        done += "（按推算数）"
    stated = against(row.actual, teller.pack) if row.actual else ""
    if reached := clauses.share(row):
        stated = stated or f"完成{when}的{reached}"
    return f"{done}，{stated or clauses.gap(row).replace('目标', when, 1) or f'{when}为{filters.said(row.target)}'}"


def _unknown(row: TargetRow) -> str:
    """The name and the target; with figures that cannot be compared, both of them."""
    actual = f"{filters.said(row.actual)}，" if row.actual else ""
    return f"{row.name}（{actual}目标{filters.said(row.target)}）"


def _listed(items: Sequence[str], limit: int, joint: str = "、") -> str:
    """The first items; 等 where there are more."""
    return joint.join(items[:limit]) + ("等" if len(items) > limit else "")


def projects(pack: Pack, words: Wording, limits: Limits) -> list[str]:
    """The source's own totals as it words them; where it has none, counted groups and the projects named, by stage."""
    passages = told.projects(pack, limits.listed)
    if passages:
        return [f"{_joined(passages, '。')}。"]
    groups = by_heading(_weightiest_groups(counted_groups(pack))[: limits.items], words)
    said = ["；".join(_counted(found, word) for word, found in groups) + "。"] if groups else []
    done = by_heading(reached(pack.projects, pack.period), words)
    if done:
        names = "，".join(f"{word}的有{named(found, limits)}" for word, found in done)
        said.append(f"文件列名的项目中，{names}。")
    return ["".join(said)] if said else []


def counted_groups(pack: Pack) -> list[ProjectMention]:
    """The groups of projects with a number that say which projects they are. A running total (累计建成4067处) is not what the period did."""
    return [each for each in _groups(pack, "actual", pack.period) if not _running_total(each)]


def planned_groups(pack: Pack) -> list[ProjectMention]:
    """The groups that next year's tasks count, each once, in the order of the documents, the total of all projects first."""
    planned = _each_once(_groups(pack, "target", following(pack.period)))
    return _behind_wholes(sorted(planned, key=_standing))


def _groups(pack: Pack, status: str, period: str) -> list[ProjectMention]:
    return [
        mention
        for mention in pack.portfolios
        if (mention.status, mention.period) == (status, period)
        and mention.count
        and not _unsaid(mention)
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
        groups, key=lambda mention: (weight(mention), "重点项目" not in mention.name)
    ):
        same = {(mention.name, mention.stage), (mention.count, mention.investment or mention.name)}
        if not any(
            same & {(other.name, other.stage), (other.count, other.investment or other.name)}
            for other in kept
        ):
            kept.append(mention)
    return kept


def listed_groups(pack: Pack) -> list[ProjectMention]:
    """The groups of the table: the total of all projects, then what looks back on the period, in the order of the documents, parts behind
    their whole.

    A bare number beside one of the same name and stage that the source sums up (总投资1087亿元的216个重点项目) is not told: nothing says what it counts.
    """
    looking_back = {each.id for each in pack.documents if str(each.year_reviewed) == pack.period}
    counted = sorted(
        counted_groups(pack), key=lambda each: each.source.document not in looking_back
    )
    groups = _each_once(counted)
    summed = {(each.name, each.area, each.stage) for each in groups if each.investment}
    told = [
        each
        for each in groups
        if each.investment or each.part_of or (each.name, each.area, each.stage) not in summed
    ]
    return _behind_wholes(sorted(told, key=_standing))


def _standing(group: ProjectMention) -> int:
    """Sort key: the source's own total of its projects, then those of a level or a kind, then what else it counts, as the text has them."""
    if group.name == "重点项目":
        return 0 if group.investment else 2
    kind = group.name.endswith("级重点项目") or group.investment
    return 1 if kind and "重点项目" in group.name else 2


def _behind_wholes(groups: Iterable[ProjectMention]) -> list[ProjectMention]:
    """What says it is a part (其中) stands behind its whole, not behind what the text says between."""
    placed: list[ProjectMention] = []
    for each in groups:
        family = (
            n
            for n, other in enumerate(placed, start=1)
            if each.part_of and each.part_of in (other.part_of or other.name,)
        )
        placed.insert(max(family, default=len(placed)), each)
    return placed


def _each_once(groups: Iterable[ProjectMention]) -> list[ProjectMention]:
    """What two documents say of one group stands once, with its investment."""
    kept: list[ProjectMention] = []
    for mention in groups:
        at = next((i for i, other in enumerate(kept) if _same_group(mention, other)), None)
        if at is None:
            kept.append(mention)
        else:
            kept[at] = max(kept[at], mention, key=_told_best)
    return kept


def _told_best(mention: ProjectMention) -> tuple[bool, int]:
    """Sort key of what documents say of one group: with its investment, at the furthest stage."""
    return mention.investment is not None, STAGES.index(mention.stage)


def _same_group(one: ProjectMention, other: ProjectMention) -> bool:
    """竣工项目25个 and 完工项目25个 of two reports; 公园8处 under way in one, done in the other. Of one report only the same words are."""
    if one.count != other.count:
        return False
    same_stage = one.stage == other.stage
    if same_stage and (
        one.name == other.name
        or (one.investment is not None and one.investment == other.investment)
    ):
        return True
    if one.source.document == other.source.document or one.unit != other.unit:
        return False
    if not same_stage:
        return one.name == other.name and one.name != "项目"
    short, long = sorted((_STAGED.sub("", each.name) for each in (one, other)), key=len)
    return short == long or (len(short) > _TELLING and long.endswith(short))


def group_name(mention: ProjectMention, words: Wording) -> str:
    """Its name; of projects without one the stage in the source's words: 新策划储备项目. A part of a larger group says so."""
    stage = mention.stage_words.removeprefix("做好") or stage_word(mention.stage, words)
    name = stage + "项目" if mention.name == "项目" else mention.name
    field = segments.field(mention.source)
    return filters.plain(
        ("其中：" if mention.part_of else "") + name + (f"（{field}）" if field else "")
    )


def headings(groups: Sequence[ProjectMention]) -> dict[str, str]:
    """By key what tells groups of one name apart, or what a bare count is of: the lowest heading each stands under (优质项目 of an industry)."""
    under: dict[tuple[str, str], set[str]] = {}
    wholes = [each for each in groups if not each.part_of and each.source.section]
    for each in wholes:
        under.setdefault((each.name, each.area), set()).update(each.source.section[-1:])
    return {
        each.key: filters.plain(_brief(fields.of_which(each.source) or each.source.section[-1]))
        for each in wholes
        if len(under[each.name, each.area]) > 1 or fields.of_one(each.name, each.source)
    }


def _brief(heading: str) -> str:
    """“项目突破年”成果丰硕 for ——一年来，“项目突破年”成果丰硕，强省会排头兵支撑强劲有力: its first clause that says something."""
    return _HEADING_OPENS.sub("", heading).partition("，")[0]


def weight(mention: ProjectMention) -> Decimal:
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
    return said + (f"（总投资{investment(mention)}）" if mention.investment else "")


def investment(mention: ProjectMention) -> str:
    """超300亿元, as the source bounds it; "" where it says none."""
    if not mention.investment:
        return ""
    return mention.investment_bound + filters.bind(mention.key, mention.investment)


def portfolio_count(mention: ProjectMention) -> str:
    """How many, with the measure word and the bound the source uses: 不少于100个, 30个以上."""
    unit = mention.unit or next(
        iter(
            re.findall(
                rf"{re.escape(mention.count or '')}余?([个件处项座条栋户家片村所])",
                mention.source.quote,
            )
        ),
        "个",
    )
    return wording.bounded(
        mention.count or "", unit, mention.bound, mention.bound_text, mention.source.quote
    )


def reached(found: Iterable[Project], period: str) -> list[ProjectMention]:
    """How far each project got in a year."""
    furthest = (stages.reached(project, period) for project in found)
    return [mention for mention in furthest if mention]


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


def by_heading(
    mentions: Sequence[ProjectMention], words: Wording
) -> list[tuple[str, list[ProjectMention]]]:
    """What projects are counted under with those counted, the furthest first."""
    return [(word, found) for _, word, found in stages.by_heading(mentions, words) if found]


def by_stage(mentions: Sequence[ProjectMention]) -> list[tuple[Stage, list[ProjectMention]]]:
    groups = (
        (stage, [mention for mention in mentions if mention.stage == stage])
        for stage in reversed(STAGES)
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
    found = sorted(mentions, key=weight)
    return found[: limits.named] if limits.later or (found and found[0].stage in _STANDING) else []


def mentioned(pack: Pack, limits: Limits) -> list[ProjectMention]:
    """The projects the paragraphs name."""
    groups = (*by_stage(reached(pack.projects, pack.period)), *plans_by_stage(pack))
    return [mention for _, found in groups for mention in largest(found, limits)]


def livelihood(pack: Pack, teller: Teller, limits: Limits) -> list[str]:
    """What the report says of people's livelihood by subject, or the indicators where no report says it; then the year's items."""
    passages = told.livelihood(pack, limits.told)
    paragraphs = [_by_subject(passages)] if passages else _livelihood_figures(pack, teller, limits)
    for period in (pack.period, following(pack.period)):
        items = [task for task in pack.tasks if task.kind == "livelihood" and task.period == period]
        if items and limits.told:
            paragraphs.append(f"{periods.label(period)}民生实事：{_titles(items, limits)}。")
    return paragraphs


def _by_subject(passages: Sequence[Passage]) -> str:
    """What was spent and promised in a sentence of its own, the other subjects in one."""
    first, others = passages[0], passages[1:]
    return f"{first.text}。" + (f"{_joined(others)}。" if others else "")


def _livelihood_figures(pack: Pack, teller: Teller, limits: Limits) -> list[str]:
    rows = [
        row
        for row in pack.indicators
        if row.category == _LIVELIHOOD and has_figure(row) and row is not _lead(pack)
    ]
    figures = teller.sentences(_weightiest(rows, teller, limits.told))
    return [figures] if figures else []


def problems(pack: Pack) -> list[str]:
    """The problems the report on the Pack's period names, whole and all of them: 一是…；二是…."""
    items = [
        filters.bind(filters.source_key(task.source), task.title.strip("。；，"), "text")
        for task in told.problems(pack)
    ]
    if not items:
        return []
    if len(items) == 1 or len(items) > len(NUMBERED):
        return [f"{'；'.join(items)}。"]
    return [f"{'；'.join(f'{n}{item}' for n, item in zip(NUMBERED, items, strict=False))}。"]


def _titles(tasks: Sequence[Task], limits: Limits) -> str:
    titles = [
        filters.bind(filters.source_key(task.source), task.title.strip("。；，"), "text")
        for task in tasks
    ]
    return _listed(titles, limits.items, "；")


def goals(pack: Pack) -> list[str]:
    """The targets of the year after, all of them: as the report lists them, else one by one; a department's are its own.

    How many projects there will be and what they cost is planned, no target.
    """
    passages = told.goals(pack)
    scales = {row.indicator for row in pack.indicators if row.is_scale}
    targets = [each for each in pack.next_targets if each.indicator not in scales]
    said = _joined(passages, "，") or _one_by_one(targets, pack)
    main = "" if pack.scope.kind == "department" else "主要"
    paragraphs = [f"{main}预期目标是：{said}。"] if said else []
    planned = [each for each in pack.next_targets if each not in targets]
    if planned and not passages:
        paragraphs.append(f"计划安排{_one_by_one(planned, pack)}。")
    return paragraphs


def _one_by_one(targets: Iterable[Observation], pack: Pack) -> str:
    return "，".join(
        f"{clauses.target_name(target, pack)}{filters.said(target)}" for target in targets
    )


def plans(pack: Pack, limits: Limits) -> list[str]:
    """Next year's projects by the source's own totals, else those to be finished or begun."""
    passages = told.coming(pack, limits.coming)
    planned = [
        f"{_PLANS[stage]}的项目有{named(found, limits)}" for stage, found in plans_by_stage(pack)
    ]
    said = _joined(passages) or "，".join(planned)
    return [f"{said}。"] if said else []


def promises(pack: Pack, limits: Limits) -> list[str]:
    """What next year promises people."""
    promised = told.coming_livelihood(pack, limits.promised)
    return [f"{_joined(promised)}。"] if promised else []
