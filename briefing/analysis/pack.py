"""The Pack of a scope and period, put together from stored facts. All papers of the scope take the same Pack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from briefing.analysis.best import best_first
from briefing.analysis.targets import compare, is_headline
from briefing.extraction.projects import link
from briefing.model import DocumentInfo, IndicatorRow, Observation, Pack, Project, ProjectMention, Scope, TargetRow
from briefing.settings import Settings
from briefing.settings.schema import Indicator
from briefing.store import ScopeFacts

SCHEMA_VERSION = 1
_GROWTH = ("yoy",)
Cells = Mapping[str, list[Observation]]


def latest_period(documents: Iterable[DocumentInfo]) -> str | None:
    """The year reviewed by the newest work report, or None where there is none."""
    reports = [document for document in documents if document.kind == "work_report" and document.year_reviewed]
    return str(max(reports, key=lambda report: (report.year_reviewed or 0, report.date)).year_reviewed) if reports else None


def build_pack(facts: ScopeFacts, scope: Scope, period: str, settings: Settings, as_of: str = "") -> Pack:
    """The Pack of a district.

    facts: what the scope's documents say. period: a year code. as_of: ISO date printed on the papers; the newest document's
    when empty. Indicators stand in their configured order.
    """
    documents = {document.id: document for document in facts.documents}
    cells = _cells(facts.observations)
    ordered = sorted(settings.indicators, key=lambda indicator: indicator.order)
    departments = {department.id: department.name for department in settings.departments}
    rows = [
        row
        for indicator in ordered
        if (row := _row(indicator, cells[indicator.id], period, documents, departments.get(indicator.department, "")))
    ]
    following = _following(period)
    targets = [row for indicator in ordered for row in _targets(indicator, cells[indicator.id], period, following, documents)]
    next_targets = [
        observation for indicator in ordered for observation in _of(cells[indicator.id], following, documents, indicator, target=True)
    ]
    return Pack(
        schema_version=SCHEMA_VERSION,
        scope=scope,
        period=period,
        as_of=as_of or max((document.date for document in facts.documents), default=""),
        documents=tuple(facts.documents),
        indicators=tuple(rows),
        targets=tuple(sorted(targets, key=lambda row: not row.headline)),
        next_targets=tuple(sorted(next_targets, key=lambda target: not is_headline(target))),
        series=tuple(observation for indicator in ordered for observation in _series(cells[indicator.id], documents, indicator)),
        projects=_projects(facts.mentions, (period, following)),
        portfolios=tuple(m for m in facts.mentions if m.kind == "portfolio" and m.period == period and m.status == "actual"),
        tasks=tuple(task for task in facts.tasks if task.period in (period, following)),
        observations=tuple(facts.observations),
        notes=_notes(facts.documents, period),
    )


def _following(period: str) -> str:
    return str(int(period) + 1) if period.isdigit() else ""


def _cells(observations: Iterable[Observation]) -> Cells:
    """Canonical figures by indicator."""
    cells: defaultdict[str, list[Observation]] = defaultdict(list)
    for observation in observations:
        if observation.indicator:
            cells[observation.indicator].append(observation)
    return cells


def _of(
    found: Iterable[Observation], period: str, documents: Mapping[str, DocumentInfo], indicator: Indicator, *, target: bool = False
) -> list[Observation]:
    """The figures for one period, best first: targets, or what became of them. Of equal figures the best source stays."""
    wanted = [o for o in found if o.period == period and (o.status == "target") == target]
    kept: dict[tuple[object, ...], Observation] = {}
    for observation in best_first(wanted, documents, fiscal=indicator.category == "财政"):
        kept.setdefault((observation.measure, observation.value, observation.unit), observation)
    return list(kept.values())


def _level(figures: Iterable[Observation], indicator: Indicator) -> Observation | None:
    """The amount, or the share where the indicator is one. A completion rate of an amount is not its level."""
    measures = ("ratio", "level") if indicator.unit_family == "percent" else ("level",)
    return next((figure for figure in figures if figure.measure in measures), None)


def _row(
    indicator: Indicator, found: list[Observation], period: str, documents: Mapping[str, DocumentInfo], department: str
) -> IndicatorRow | None:
    figures = _of(found, period, documents, indicator)
    targets = _of(found, period, documents, indicator, target=True)
    if not figures and not targets:
        return None
    level = _level(figures, indicator)
    growth = next((figure for figure in figures if figure.measure in _GROWTH), None)
    rank = next((figure for figure in figures if figure.measure == "rank"), None)
    chosen = [figure for figure in (level, growth, rank) if figure]
    before = _of(found, str(int(period) - 1), documents, indicator) if period.isdigit() else []
    return IndicatorRow(
        indicator=indicator.id,
        name=indicator.name,
        category=indicator.category,
        direction=indicator.direction,
        department=department,
        level=level,
        growth=growth,
        rank=rank,
        target=next((t for t in targets if growth and t.measure in _GROWTH), targets[0] if targets else None),
        previous=_level(before, indicator),
        alternatives=tuple(figure for figure in figures if figure not in chosen),
    )


def _targets(
    indicator: Indicator, found: list[Observation], period: str, following: str, documents: Mapping[str, DocumentInfo]
) -> list[TargetRow]:
    figures = _of(found, period, documents, indicator)
    coming = _of(found, following, documents, indicator, target=True)
    before = _level(_of(found, str(int(period) - 1), documents, indicator), indicator) if period.isdigit() else None
    rows = []
    for target in _of(found, period, documents, indicator, target=True):
        result = compare(target, figures, before, indicator.direction)
        rows.append(
            TargetRow(
                indicator=indicator.id,
                name=indicator.name,
                target=target,
                actual=result.actual,
                difference=result.difference,
                difference_unit=result.difference_unit,
                basis=result.basis,
                verdict=result.verdict,
                display=result.display,
                next_target=next((t for t in coming if t.measure == target.measure), coming[0] if coming else None),
                headline=is_headline(target),
            )
        )
    return rows


def _series(found: list[Observation], documents: Mapping[str, DocumentInfo], indicator: Indicator) -> list[Observation]:
    """The best figure of each period, measure and side (target or not), by period."""
    chosen: dict[tuple[str, str, bool], Observation] = {}
    for observation in best_first(found, documents, fiscal=indicator.category == "财政"):
        chosen.setdefault((observation.period, observation.measure, observation.status == "target"), observation)
    return [chosen[key] for key in sorted(chosen)]


def _projects(mentions: Iterable[ProjectMention], years: tuple[str, str]) -> tuple[Project, ...]:
    """Named projects that the period or the year after speaks of, with their whole history."""
    linked = link(tuple(mention for mention in mentions if mention.kind == "named"))
    return tuple(project for project in linked if any(mention.period in years for mention in project.mentions))


def _notes(documents: Iterable[DocumentInfo], period: str) -> tuple[str, ...]:
    reviewed = {document.year_reviewed for document in documents if document.kind == "work_report"}
    planned = {document.year_planned for document in documents if document.kind in ("work_report", "plan_report")}
    year = int(period) if period.isdigit() else None
    notes = []
    if year and year not in reviewed:
        notes.append(f"没有回顾{year}年工作的政府工作报告")
    if year and year not in planned:
        notes.append(f"没有提出{year}年目标的报告，目标完成情况无从比较")
    return tuple(notes)
