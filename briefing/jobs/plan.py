"""A job becomes a plan: for each district, and for all side by side, the period and the papers, where each goes and from what it is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefing import periods
from briefing.analysis.cutoff import latest_period
from briefing.artifacts.manifest import Input, Place, place_of
from briefing.errors import SettingsError
from briefing.jobs import fingerprint
from briefing.model import Scope
from briefing.papers import SUFFIXES, Template
from briefing.settings import Settings, office_name, short_office, title_in
from briefing.settings.schema import Department, District, Job, Output
from briefing.store import FileInfo, StoredDocument

NO_DOCUMENTS = "无资料"
NO_REPORT = "没有政府工作报告、统计公报和预算报告，定不了时期（可用 --period 指定）"
NO_YEAR = "资料里没有{period}的（有{years}的），不出材料；--period 写有资料的年份"
_WHO = frozenset({"departments"})  # who gets a paper is no part of what it says
SEVERAL = "各区"  # what districts of more than one city are called together


@dataclass(frozen=True, slots=True)
class Step:
    """One paper to make."""

    scope: Scope
    period: str
    output: Output
    target: str  # relative to the output folder, with /
    made_from: dict[str, str]  # print of each thing the paper depends on
    inputs: tuple[Input, ...]  # the files of its documents

    @property
    def label(self) -> str:
        return " ".join(
            part
            for part in (
                self.scope.name,
                self.scope.office,
                title_in(self.scope.name, self.output.name),
            )
            if part
        )


@dataclass(frozen=True, slots=True)
class ScopePlan:
    """What is to be made from the same facts: of a district with its departments, or of districts side by side.

    areas: the district, or the districts by their names in papers. whole: the city that the districts are compared with.
    No steps where the documents do not allow any; `note` says why.
    """

    scope: Scope
    areas: dict[str, District]
    whole: District | None
    documents: tuple[StoredDocument, ...]
    period: str
    steps: tuple[Step, ...]
    note: str = ""

    @property
    def place(self) -> Place:
        return place_of(self.scope)


class Known:
    """What plans are made from beside the job: the documents a run may use, the files in the store, the templates.

    templates: by the path the job gives. added: what persons added to each district's facts (`Store.added`). store: what it is known by.
    """

    def __init__(
        self,
        documents: Iterable[StoredDocument],
        files: Mapping[str, FileInfo],
        templates: Mapping[str, Template],
        added: Mapping[str, str],
        store: str = "",
    ) -> None:
        self._documents: dict[str | None, list[StoredDocument]] = {}
        for document in documents:
            self._documents.setdefault(document.district, []).append(document)
        self._files = files
        self._templates = {
            name: fingerprint.digest(template.name, template.data)
            for name, template in templates.items()
        }
        self._added = added
        self.store = store

    def documents(self, district: District) -> tuple[StoredDocument, ...]:
        return tuple(self._documents.get(district.code, ()))

    def prints(self, districts: Iterable[District]) -> dict[str, str]:
        """The prints of the facts of some districts: they follow from the files and what extracted them, and from what persons added."""
        documents, added = [], []
        for district in districts:
            for document in self.documents(district):
                info = document.info
                documents += [
                    info.id,
                    info.sha256,
                    info.file,
                    self._files[info.sha256].extraction_key,
                ]
            added += [district.code, self._added.get(district.code, ""), self._added.get("", "")]
        return {"documents": fingerprint.digest(*documents), "added": fingerprint.digest(*added)}

    def template(self, name: str) -> str:
        return self._templates[name]


def make_plan(
    job: Job, settings: Settings, districts: Sequence[District], known: Known, period: str
) -> tuple[ScopePlan, ...]:
    """The plan of a job: district after district, then what sets the job's districts side by side.

    districts: those that get papers of their own. period: a period code, or `latest` for the year the district's newest work report
    reviews; side by side for the year that is the latest of most districts (see `_usual_period`).
    Raises SettingsError when two papers would be one file.
    """
    common = _common_prints(job, settings)
    names = names_of(settings)
    plans = []
    if any(output.scope != "districts" for output in job.outputs):
        for district in districts:
            when = (
                period
                if period != "latest"
                else latest_period(document.info for document in known.documents(district))
            )
            scope = Scope("district", district.code, district.name)
            plans.append(
                _plan(
                    job,
                    settings,
                    scope,
                    {names[district.code]: district},
                    None,
                    when,
                    known,
                    common,
                )
            )
    if any(output.scope == "districts" for output in job.outputs):
        scope, areas, whole = compared(job, settings)
        if whole and not known.documents(whole):
            whole = None
        when = period if period != "latest" else _usual_period(known, areas.values())
        plans.append(_plan(job, settings, scope, areas, whole, when, known, common))
    _check_unique(step for plan in plans for step in plan.steps)
    return tuple(plans)


def _plan(
    job: Job,
    settings: Settings,
    scope: Scope,
    areas: dict[str, District],
    whole: District | None,
    period: str | None,
    known: Known,
    common: dict[str, str],
) -> ScopePlan:
    places = [*areas.values(), *([whole] if whole else [])]
    documents = tuple(document for district in places for document in known.documents(district))
    if not documents or not period:
        return ScopePlan(
            scope,
            areas,
            whole,
            documents,
            period or "",
            (),
            NO_REPORT if documents else NO_DOCUMENTS,
        )
    if years := _other_years(documents, period):
        note = NO_YEAR.format(period=periods.label(period), years=years)
        return ScopePlan(scope, areas, whole, documents, period, (), note)
    prints = common | known.prints(places)
    inputs = tuple(
        sorted({Input(document.info.file, document.info.sha256) for document in documents})
    )
    steps = []
    for output in job.outputs:
        made_from = prints | {
            "output": fingerprint.digest(
                fingerprint.settings(output, leave_out=_WHO), str(job.linked(output))
            ),
            "template": known.template(output.template),
        }
        if output.kind == "excel" and output.scope == "department":
            made_from["store"] = known.store  # whose seal it bears
        for each in _scopes(output, settings, scope, areas):
            folder = next(iter(areas)) if scope.kind == "district" else scope.name
            steps.append(
                Step(
                    each,
                    period,
                    output,
                    target(job, output, period, folder, each),
                    made_from,
                    inputs,
                )
            )
    return ScopePlan(scope, areas, whole, documents, period, tuple(steps))


def _other_years(documents: Iterable[StoredDocument], period: str) -> str:
    """The years that the documents review, plan or are of, as a paper names them, where the period's is none of them; "" otherwise."""
    spoken: set[int] = set()
    for document in documents:
        info = document.info
        years = [year for year in (info.year_reviewed, info.year_planned) if year]
        if not years and info.date:
            years = [int(info.date[:4])]
        of_plan = info.kind == "five_year_plan" and years
        spoken |= set(range(min(years), max(years) + 1) if of_plan else years)
    if not spoken or int(period[:4]) in spoken:
        return ""
    first, last = min(spoken), max(spoken)
    if len(spoken) == last - first + 1:
        return periods.label(f"{first}-{last}" if last > first else str(first))
    return "、".join(periods.label(str(year)) for year in sorted(spoken))


def _scopes(
    output: Output, settings: Settings, scope: Scope, areas: Mapping[str, District]
) -> Iterator[Scope]:
    """What the papers of an output are about, one each; none where the output is not for this scope."""
    if output.scope == scope.kind:
        yield scope
    elif output.scope == "department" and scope.kind == "district":
        (district,) = areas.values()
        for department in settings.departments_of(output):
            yield Scope(
                "department",
                scope.code,
                scope.name,
                department.id,
                office_name(department, district),
            )


def target(job: Job, output: Output, period: str, place: str, scope: Scope) -> str:
    """Where a paper goes. File names take a hyphen where texts take a dash.

    place: the name of a district or a city in paths. annual/2024/槐荫区/槐荫区2024年区情简报.docx, of a department
    departments/2024/槐荫区/区财政局/槐荫区2024年财政局工作提示单.docx, of districts city/2024/济南市/济南市2024年横向对比简报.docx.
    """
    of = str(int(period) + 1) if output.next_year and period.isdigit() else period
    label = periods.label(of).replace("—", "-")
    folder = f"{place}/{scope.office}" if scope.kind == "department" else place
    name = title_in(scope.name, output.name)
    office = short_office(scope.office, scope.name)
    return f"{job.name}/{period}/{folder}/{place}{label}{office}{name}{SUFFIXES[output.kind]}"


def compared(job: Job, settings: Settings) -> tuple[Scope, dict[str, District], District | None]:
    """A job's districts side by side: what they are called together, each by its name in papers, and their city where it is configured."""
    districts = [district for district in settings.districts_of(job) if district.kind != "city"]
    names = names_of(settings)
    cities = {district.city for district in districts}
    city = cities.pop() if len(cities) == 1 else ""
    whole = next(
        (
            district
            for district in settings.districts
            if district.kind == "city" and city and city == district.city
        ),
        None,
    )
    scope = Scope("districts", whole.code if whole else "", city or SEVERAL)
    return scope, {names[district.code]: district for district in districts}, whole


def plan_of(
    place: Place, job: Job, settings: Settings, period: str, documents: tuple[StoredDocument, ...]
) -> ScopePlan:
    """What the facts of a finished paper are of, without steps. Raises SettingsError for a district that is not configured any more."""
    side_by_side, code = place
    if side_by_side:
        scope, areas, whole = compared(job, settings)
        has_own = whole is not None and any(
            document.district == whole.code for document in documents
        )
        return ScopePlan(scope, areas, whole if has_own else None, documents, period, ())
    district = next((district for district in settings.districts if district.code == code), None)
    if district is None:
        raise SettingsError(
            f"没有配置代码为 {code} 的地区", hint="先在 config/districts.yaml 里添上"
        )
    return ScopePlan(
        Scope("district", code, district.name),
        {district.name: district},
        None,
        documents,
        period,
        (),
    )


def _usual_period(known: Known, districts: Iterable[District]) -> str | None:
    """The year that is the latest of most districts; of two, the one that more districts reviewed at all, then the newer."""
    latest, reviewed = Counter[str](), Counter[str]()
    for district in districts:
        reports = [
            document.info
            for document in known.documents(district)
            if document.info.kind == "work_report"
        ]
        latest.update(filter(None, [latest_period(reports)]))
        reviewed.update({str(report.year_reviewed) for report in reports if report.year_reviewed})
    return max(latest, key=lambda year: (latest[year], reviewed[year], year), default=None)


def names_of(settings: Settings) -> dict[str, str]:
    """Each district's name in paths and beside others: its name, with its city's before it where another has the same (市中区)."""
    count = Counter(district.name for district in settings.districts)
    return {
        district.code: district.name
        if count[district.name] == 1
        else (district.full_name or f"{district.city}{district.name}")
        for district in settings.districts
    }


def narrowed(
    plans: Iterable[ScopePlan], districts: Collection[District], departments: Collection[Department]
) -> tuple[ScopePlan, ...]:
    """What of the plans concerns some districts and departments; empty means all.

    What sets districts side by side concerns none of them alone: it is made when nothing is asked for, or its city.
    """
    codes, ids = (
        {district.code for district in districts},
        {department.id for department in departments},
    )

    def wanted(step: Step) -> bool:
        return not ids or step.scope.department in ids

    found = (plan for plan in plans if not codes or plan.scope.code in codes)
    return tuple(
        replace(plan, steps=tuple(filter(wanted, plan.steps)))
        for plan in found
        if not ids or plan.scope.kind == "district"
    )


def _common_prints(job: Job, settings: Settings) -> dict[str, str]:
    configured = (
        *settings.districts,
        *settings.indicators,
        *settings.departments,
        settings.wording,
        settings.lights,
    )
    return {
        "settings": fingerprint.settings(*configured, leave_out=fingerprint.ADDRESSES),
        "job": fingerprint.digest(job.date),
        "code": fingerprint.code(fingerprint.RENDERING),
        "libraries": fingerprint.libraries(),
    }


def _check_unique(steps: Iterable[Step]) -> None:
    taken: dict[str, Step] = {}
    for step in steps:
        other = taken.setdefault(step.target.casefold(), step)
        if other is not step:
            raise SettingsError(
                f"两份成果会写进同一个文件 {step.target}",
                hint="给任务的 outputs 或各区起不同的名字",
            )
