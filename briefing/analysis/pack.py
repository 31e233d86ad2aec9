"""The Pack of a scope and period, put together from stored facts. All papers of the scope take the same Pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import is_

from briefing import periods
from briefing.analysis import derived as working_out
from briefing.analysis import fields, names, targets
from briefing.analysis.comparison import comparison_rows, level_measures
from briefing.analysis.cutoff import known_by, of_its_time
from briefing.analysis.executions import executions
from briefing.analysis.index import Index
from briefing.analysis.plan import plan_rows
from briefing.analysis.progress import progress_rows, within_year
from briefing.analysis.proposals import assigned
from briefing.analysis.reported import reported
from briefing.analysis.rules import findings as all_findings
from briefing.analysis.warnings import early_warnings
from briefing.extraction.confidence import LEAST_PRINTED
from briefing.making import changed
from briefing.model import (
    Audience,
    Derived,
    DocumentInfo,
    Execution,
    Finding,
    IndicatorRow,
    Measure,
    Observation,
    Pack,
    Project,
    ProjectMention,
    Scope,
    ScopeFacts,
    TargetRow,
    Task,
    Verdict,
)
from briefing.settings import Settings, office_name
from briefing.settings.schema import Department, Indicator

SCHEMA_VERSION = 3


def build_pack(
    facts: ScopeFacts, scope: Scope, period: str, settings: Settings, as_of: str = ""
) -> Pack:
    """The Pack of a district or of one of its departments.

    facts: what the district's documents say. period: a year, or a period within one (2024Q1, 2024M01-M05). as_of: ISO date printed
    on the papers, which also says whether the last month is only half over; the newest document's when empty, of a period within a year
    the newest of those that speak of it. Indicators stand in their configured order. The Pack is that of internal papers: see `for_audience`.
    """
    return pack_of(Index(facts, settings), scope, period, as_of)


def pack_of(index: Index, scope: Scope, period: str, as_of: str = "") -> Pack:
    """The same from facts that are indexed already: several periods of a district share the work, and `of_department` its departments."""
    then = index.facts if as_of else of_its_time(index.facts, period)
    dated = as_of or _newest([then], period)
    known = known_by(then, period, as_of, dated)
    if known is not index.facts:
        index = index.remembered(("known", known.documents), lambda: Index(known, index.settings))
    facts = index.facts
    year = period[:4]
    rows = [
        row for indicator in index.indicators if (row := _indicator_row(index, indicator, period))
    ]
    goals = targets.target_rows(index, period) if period.isdigit() else ()
    progress = progress_rows(index, period, as_of)
    years = (year, _following(year))
    tasks, proposals = assigned(
        index,
        (task for task in facts.tasks if task.kind != "goal" and task.period in years),
        scope.code,
    )
    found = [
        finding
        for finding in index.remembered("findings", lambda: all_findings(index))
        if concerns(finding, year)
    ]
    pack = Pack(
        schema_version=SCHEMA_VERSION,
        scope=scope,
        period=period,
        as_of=dated,
        documents=tuple(facts.documents),
        indicators=tuple(rows),
        targets=goals,
        next_targets=_next_targets(index, _following(period)),
        series=_series(index, period),
        projects=_projects(index, years),
        portfolios=tuple(
            m
            for m in facts.mentions
            if m.kind == "portfolio"
            and (m.period, m.status) in ((period, "actual"), (_following(period), "target"))
        ),
        tasks=tasks,
        observations=tuple(facts.observations),
        findings=tuple(found),
        notes=(*_notes(facts.documents, period), *_other_papers(index, period), *facts.notes),
        derived=tuple(
            each
            for indicator in index.indicators
            for each in working_out.of_period(index, indicator.id, period)
        ),
        progress=progress,
        goals=tuple(task for task in facts.tasks if task.kind == "goal" and task.period in years),
        executions=executions(index, year),
        plan=index.remembered("plan", lambda: plan_rows(index)),
        warnings=early_warnings(rows, goals, progress, found if period.isdigit() else ()),
        proposals=proposals,
        reports=reported(facts.reports, period),
    )
    return of_department(pack, index, scope.department) if scope.kind == "department" else pack


def build_comparison(
    areas: Mapping[str, ScopeFacts],
    scope: Scope,
    period: str,
    settings: Settings,
    whole: ScopeFacts | None = None,
    as_of: str = "",
) -> Pack:
    """The Pack of a set of districts.

    areas: the facts of every configured area by its name, in administrative order, those without documents too. whole: the facts of
    the city itself. `comparison` has the areas side by side; `series` and `observations` hold the figures of all of them.
    """
    if not as_of:
        areas = {area: of_its_time(facts, period) for area, facts in areas.items()}
        whole = of_its_time(whole, period) if whole else None
    dated = as_of or _newest([*areas.values(), *([whole] if whole else [])], period)
    indexes = {
        area: Index(known_by(facts, period, as_of, dated), settings)
        for area, facts in areas.items()
    }
    city = Index(known_by(whole, period, as_of, dated), settings) if whole else None
    every = [
        index for index in (*indexes.values(), *([city] if city else [])) if index.facts.documents
    ]
    documents = sorted(
        (document for index in every for document in index.facts.documents),
        key=lambda document: (document.date, document.id),
    )
    ordered = sorted(settings.indicators, key=lambda indicator: indicator.order)
    rows = comparison_rows(indexes, period, ordered, city)
    first = city or next(iter(indexes.values()), Index(ScopeFacts((), (), (), ()), settings))
    empty = [area for area, index in indexes.items() if not index.facts.documents]
    return Pack(
        schema_version=SCHEMA_VERSION,
        scope=scope,
        period=period,
        as_of=dated,
        documents=tuple(documents),
        indicators=tuple(
            row for indicator in ordered if (row := _indicator_row(first, indicator, period))
        ),
        targets=(),
        next_targets=(),
        series=tuple(observation for index in every for observation in _series(index, period)),
        projects=(),
        portfolios=(),
        tasks=(),
        observations=tuple(
            observation for index in every for observation in index.facts.observations
        ),
        notes=(f"无资料：{'、'.join(empty)}",) if empty else (),
        comparison=rows,
    )


def for_audience(pack: Pack, audience: Audience) -> Pack:
    """The Pack as a paper of this audience may see it.

    Outside internal papers there are no findings, warnings, notes, alternatives or confidence, and nothing derived that nobody
    confirmed: a target judged by a derived growth is judged by the amount of the same goal, else left without a verdict. Leaders and the
    public see the targets that have one, and the main ones.
    """
    if audience == "internal":
        return changed(pack, audience=audience)
    if audience in ("leader", "public"):
        pack = _sure_enough(pack)
    return changed(
        pack,
        audience=audience,
        indicators=tuple(
            changed(row, alternatives=(), derived=_confirmed(row.derived))
            if row.alternatives or row.derived
            else row
            for row in pack.indicators
        ),
        targets=tuple(
            shown for row in map(_outside, pack.targets) if (shown := _fit(row, audience))
        ),
        executions=tuple(_without_goal(row) for row in pack.executions),
        derived=_confirmed(pack.derived),
        findings=(),
        notes=(),
        warnings=(),
        proposals=() if audience == "public" else pack.proposals,
        reports={} if audience == "public" else pack.reports,
    )


def _sure_enough(pack: Pack) -> Pack:
    """Without the figures that were read with less confidence than `LEAST_PRINTED`: the review sheet lists them."""
    rows = map(_sure_row, pack.indicators)
    return changed(
        pack,
        indicators=tuple(
            row for row in rows if row.level or row.growth or row.rank or row.target or row.derived
        ),
        targets=tuple(row for row in pack.targets if _sure(row.target)),
        next_targets=_all_sure(pack.next_targets),
        series=_all_sure(pack.series),
        observations=_all_sure(pack.observations),
    )


def _sure_row(row: IndicatorRow) -> IndicatorRow:
    figures = (row.level, row.growth, row.rank, row.target, row.previous)
    sure = [_sure(figure) for figure in figures]
    if all(map(is_, figures, sure)):
        return row
    level, growth, rank, target, previous = sure
    return changed(row, level=level, growth=growth, rank=rank, target=target, previous=previous)


def _all_sure(figures: Iterable[Observation]) -> tuple[Observation, ...]:
    return tuple([each for each in figures if each.confidence >= LEAST_PRINTED])


def _sure(observation: Observation | None) -> Observation | None:
    return observation if observation and observation.confidence >= LEAST_PRINTED else None


def _confirmed(found: Iterable[Derived]) -> tuple[Derived, ...]:
    return tuple(derived for derived in found if derived.confirmed)


def _without_goal(row: Execution) -> Execution:
    return changed(row, goal=None) if row.goal and not row.goal.confirmed else row


def _fit(row: TargetRow, audience: Audience) -> TargetRow | None:
    """A row without a verdict is no matter for leaders and the public; a department is asked for its figure. How many main targets
    there were stays known."""
    return row if row.verdict.judged or row.headline or audience == "department" else None


def _outside(row: TargetRow) -> TargetRow:
    if row.verdict.derived is None or row.verdict.derived.confirmed:
        return row
    unjudged = Verdict("not_comparable", doubt="measure")
    return targets.in_amounts(row) or changed(row, verdict=unjudged)


def _newest(found: Iterable[ScopeFacts], period: str) -> str:
    """The date of the newest document, of a period within a year of the newest that has a figure of it; "" where it has no date.

    A document without a date that reports on the period is newer than all that were given before the period ended.
    """
    dates, undated = [], False
    for facts in found:
        if period.isdigit() and all(document.date for document in facts.documents):
            dates += [document.date for document in facts.documents]
            continue
        speaking = {
            o.source.document
            for o in facts.observations
            if o.period == period and o.status != "target"
        }
        dates += [
            document.date
            for document in facts.documents
            if period.isdigit() or document.id in speaking
        ]
        undated = undated or any(
            document.id in speaking and not document.date for document in facts.documents
        )
    newest = max(dates, default="")
    span = periods.parse(period)
    return "" if undated and newest[:7] <= f"{span.last_year}-{span.last_month:02}" else newest


@lru_cache(maxsize=1024)
def _following(period: str) -> str:
    return str(int(period) + 1) if period.isdigit() else ""


def _year_before(period: str) -> str:
    """The same period of the year before: 2023 for 2024, 2023Q1 for 2024Q1, 2023M01-M05 for 2024M01-M05."""
    return f"{int(period[:4]) - 1}{period[4:]}"


def _level(figures: Iterable[Observation], indicator: Indicator) -> Observation | None:
    """The share where the indicator is one, else the amount. A completion rate of an amount is not its level."""
    found = list(figures)
    for measure in level_measures(indicator):
        for figure in found:
            if figure.measure == measure:
                return figure
    return None


def _usual(index: Index, indicator: Indicator, period: str) -> list[Observation]:
    """The figures of the period as the series has them, then all others, best first."""
    return index.remembered(
        ("usual", indicator.id, period), lambda: _found(index, indicator, period)
    )


def _found(index: Index, indicator: Indicator, period: str) -> list[Observation]:
    cells = index.series.get(indicator.id, {})
    usual = {
        measure: figure
        for measure in (*level_measures(indicator), "yoy")
        if (figure := cells.get((period, measure, False)))
    }
    others = _without(index.figures(indicator.id, period), usual)
    return [*usual.values(), *others]


def _without(
    figures: Iterable[Observation], taken: Mapping[Measure, Observation]
) -> list[Observation]:
    """The figures but for those taken, of each measure one. Few need be compared: most are the very same."""
    return [
        figure
        for figure in figures
        if (one := taken.get(figure.measure)) is None or (one is not figure and one != figure)
    ]


def _alike(level: Observation | None, figures: Iterable[Observation]) -> list[Observation]:
    """The figures that can stand beside the level: of the same part of the indicator (the new ones of a year are not its stock), of one
    unit (1989亩 of land are not held against 51宗)."""
    if level is None:
        return list(figures)
    scope = names.scope(level.name, level.indicator)
    alike = [figure for figure in figures if names.scope(figure.name, figure.indicator) == scope]
    if alike and names.basis(alike[0].name) != names.basis(level.name):
        return []  # a later one is of a part: 落地…等10个项目 of 145 签约落地
    return [figure for figure in alike if figure.amount.like(level.amount)]


def _indicator_row(index: Index, indicator: Indicator, period: str) -> IndicatorRow | None:
    figures = _usual(index, indicator, period)
    goals = index.figures(indicator.id, period[:4], target=True)
    if not figures and not goals:
        return None
    level = _level(figures, indicator)
    first: dict[Measure, Observation] = {}
    for figure in figures:
        first.setdefault(figure.measure, figure)
    growth, rank = first.get("yoy"), first.get("rank")
    chosen = {figure.measure: figure for figure in (level, growth, rank) if figure}
    target = targets.best_target(index, indicator.id, period[:4], growth or level)
    told = level or growth or target
    return IndicatorRow(
        indicator=indicator.id,
        name=index.name(told) if told else indicator.name,
        category=indicator.category,
        direction=indicator.direction,
        department=index.departments.get(indicator.department, ""),
        level=level,
        growth=growth,
        rank=rank,
        target=target,
        previous=_level(_alike(level, _usual(index, indicator, _year_before(period))), indicator),
        alternatives=tuple(_without(figures, chosen)),
        derived=working_out.of_period(index, indicator.id, period),
    )


def _next_targets(index: Index, following: str) -> tuple[Observation, ...]:
    """Headline targets first, each goal once."""
    rows = targets.target_rows(index, following) if following else ()
    return tuple(
        row.target
        for row in rows
        if row.indicator and not fields.of_one(row.target.name, row.target.source)
    )


def _series(index: Index, period: str) -> tuple[Observation, ...]:
    """The figure of each period, measure and side (target or not) of each indicator, by indicator and period; without the years that
    counted otherwise than the Pack's: 签约落地项目 beside 落地项目."""
    found: list[Observation] = []
    bases = index.remembered("bases", lambda: _bases(index))
    for indicator, cells in index.series.items():
        if len(bases[indicator]) == 1:  # all counted alike, as most
            found += cells.values()
            continue
        how = {
            names.basis(o.name) for cell, o in cells.items() if cell[0] == period and not cell[2]
        }
        found += [
            o for cell, o in cells.items() if cell[2] or not how or names.basis(o.name) in how
        ]
    return tuple(found)


def _bases(index: Index) -> dict[str, set[str]]:
    """In how many ways the figures of each indicator were counted."""
    return {
        indicator: {names.basis(o.name) for o in cells.values()}
        for indicator, cells in index.series.items()
    }


def _projects(index: Index, years: tuple[str, str]) -> tuple[Project, ...]:
    """Named projects that the year or the year after speaks of, with their whole history."""
    return tuple(
        project
        for project, spoken in index.remembered("spoken of", lambda: _spoken_of(index))
        if not spoken.isdisjoint(years)
    )


def _spoken_of(index: Index) -> list[tuple[Project, set[str]]]:
    """The projects with the years that speak of each."""
    return [
        (project, {mention.period[:4] for mention in project.mentions})
        for project in index.projects
    ]


def concerns(finding: Finding, year: str) -> bool:
    """Whether a finding speaks of the Pack's year or the year after, or of no year."""
    return (
        not finding.period
        or finding.period[:4] in (year, _following(year))
        or year in finding.period
    )


def _other_papers(index: Index, period: str) -> tuple[str, ...]:
    """Of a year's paper: that the sources have a table of a part of the year, which has papers of its own."""
    tables = {document.id for document in index.facts.documents if document.kind == "table"}
    if not (tables and period.isdigit()):
        return ()
    parts = {
        o.period
        for o in index.facts.observations
        if o.source.document in tables and o.period.startswith(period) and within_year(o.period)
    }
    newest = max(parts, key=lambda code: (periods.parse(code).last_month, code), default="")
    if not newest:
        return ()
    said = periods.label(newest)
    return (f"资料里有{said}的数，可另出{said}的材料（--period {newest}）",)


def _notes(documents: Iterable[DocumentInfo], period: str) -> tuple[str, ...]:
    reports = [
        document for document in documents if document.kind in ("work_report", "plan_report")
    ]
    reviewed = {report.year_reviewed for report in reports if report.kind == "work_report"}
    planned = {report.year_planned for report in reports}
    year = int(period[:4])
    notes = []
    if period.isdigit() and year not in reviewed:
        notes.append(f"没有回顾{year}年工作的政府工作报告")
    if year not in planned:
        notes.append(f"没有提出{year}年目标的报告，目标完成情况无从比较")
    return tuple(notes)


# A department's part


def of_department(pack: Pack, index: Index, wanted: str) -> Pack:
    """What a district's Pack has of one department: its indicators, the tasks that name it, the projects that a ledger gives it.

    index: what the Pack was made from. wanted: the department's id or name.
    """
    department = next(each for each in index.settings.departments if wanted in (each.id, each.name))
    own = {
        indicator.id
        for indicator in index.settings.indicators
        if indicator.department == department.id
    }
    findings = tuple(
        finding
        for finding in pack.findings
        if any(o.indicator in own for o in finding.observations)
    )
    rows = tuple(row for row in pack.indicators if row.indicator in own)
    goals = tuple(row for row in pack.targets if row.indicator in own)
    progress = tuple(row for row in pack.progress if row.indicator in own)
    district = index.settings.district(pack.scope.code)
    office = office_name(department, district) if district else department.name
    return changed(
        pack,
        scope=changed(pack.scope, kind="department", department=department.id, office=office),
        indicators=rows,
        targets=goals,
        next_targets=tuple(target for target in pack.next_targets if target.indicator in own),
        series=tuple(observation for observation in pack.series if observation.indicator in own),
        projects=tuple(
            project
            for project in pack.projects
            if any(_named(index, department, m) for m in project.mentions)
        ),
        portfolios=(),
        tasks=tuple(task for task in pack.tasks if _asked(index, department, task)),
        proposals=(),
        findings=findings,
        derived=tuple(derived for derived in pack.derived if derived.indicator in own),
        progress=progress,
        plan=tuple(row for row in pack.plan if row.indicator in own),
        goals=(),
        executions=tuple(row for row in pack.executions if row.indicator in own),
        warnings=tuple(warning for warning in pack.warnings if warning.indicator in own),
        reports=reported(index.facts.reports, pack.period, department.id),
    )


def is_empty(pack: Pack) -> bool:
    """Whether there is nothing to tell: neither figures of the period, nor targets, tasks, projects, progress or a plan.

    One duty alone that a department shares with several, without a goal of its own, is nothing to write to it about.
    """
    rows = (
        pack.indicators,
        pack.targets,
        pack.next_targets,
        pack.projects,
        pack.progress,
        pack.plan,
        pack.comparison,
    )
    return not any(rows) and all(map(_shared, pack.tasks)) and len(pack.tasks) < 2


def _shared(task: Task) -> bool:
    """Whether a duty of several units has no goal and no time."""
    return not task.goal and not task.deadline and len({*task.lead, *task.responsible}) > 3


def _asked(index: Index, department: Department, task: Task) -> bool:
    return any(
        index.settings.department(unit) == department for unit in (*task.lead, *task.responsible)
    )


def _named(index: Index, department: Department, mention: ProjectMention) -> bool:
    units = (text for column, text in mention.details if column in ("牵头单位", "责任单位"))
    return any(
        index.settings.department(unit) == department
        for text in units
        for unit in text.replace("、", " ").split()
    )


__all__ = [
    "SCHEMA_VERSION",
    "build_comparison",
    "build_pack",
    "for_audience",
    "is_empty",
    "of_department",
    "pack_of",
]
