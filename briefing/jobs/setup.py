"""What a run needs to know before it starts: everything a wrong setting can spoil."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from briefing import periods
from briefing.errors import SettingsError, system_words
from briefing.jobs import places
from briefing.jobs.clock import Clock, system_clock
from briefing.jobs.plan import Known, ScopePlan, make_plan, narrowed
from briefing.jobs.progress import Progress, Silent
from briefing.jobs.supervisor import Executor, local_executor
from briefing.papers import Template
from briefing.papers.check import check_template
from briefing.settings import Settings, SettingsErrors, names_of_department, nearest
from briefing.settings.divisions import lines_to_add
from briefing.settings.schema import Department, District, Job
from briefing.sources import find_sources
from briefing.store import Store

FROM_STORE = ("store",)  # a job's sources: every document of the store
_NAMED = 12  # names that a hint lists


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What the command line says beside the job; empty means: as the job says. Paths are relative to the current folder."""

    sources: tuple[Path, ...] = ()
    output: Path | None = None
    store: str = ""
    districts: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    period: str = ""
    workers: int = 0
    dry_run: bool = False
    executor: str = "local"  # or dask
    scheduler: str = ""  # dask's: tcp://10.0.0.5:8786
    prune: bool = False  # remove papers that the job does not make any more
    clock: Clock = system_clock
    progress: Progress = field(default_factory=Silent)


@dataclass(frozen=True, slots=True)
class Setup:
    """A job and what the command line made of it."""

    job: Job
    settings: Settings
    output: Path
    store: str  # URL
    sources: tuple[Path, ...] | None  # None: every document of the store
    districts: tuple[District, ...]  # only these; none: all of the job's
    departments: tuple[Department, ...]  # only these; none: all papers
    period: str
    workers: int
    scheduler: str  # dask's, empty: papers are rendered on this machine
    prune: bool
    templates: dict[str, Template]  # by the path the job gives
    clock: Clock
    progress: Progress

    @classmethod
    def of(cls, job: Job, settings: Settings, options: RunOptions) -> Setup:
        """Raises SettingsError, StoreError (a store's address that is none)."""
        output = options.output or settings.root / job.output
        templates = {item.template: _template(settings.root, item.template) for item in job.outputs}
        problems = [
            problem
            for item in job.outputs
            for problem in check_template(item, settings.root / item.template)
        ]
        if problems:
            raise SettingsErrors(list({str(problem): problem for problem in problems}.values()))
        return cls(
            job=job,
            settings=settings,
            output=output,
            store=places.of_job(job, settings.root, output, options.store),
            sources=_sources(job, settings, options),
            districts=_districts(settings, options),
            departments=_departments(job, settings, options),
            period=_period(options.period or job.period),
            workers=options.workers or job.workers or os.cpu_count() or 1,
            scheduler=_scheduler(options),
            prune=options.prune and not options.dry_run,
            templates=templates,
            clock=options.clock,
            progress=options.progress,
        )

    def supervisor(self) -> AbstractContextManager[Executor]:
        """Workers for this run's papers and files. None starts before it is needed."""
        return local_executor(
            self.workers,
            context=self.settings,
            warm=sorted({f"briefing.papers.{item.kind}" for item in self.job.outputs}),
        )

    def plan(self, store: Store, files: Mapping[str, str] | None) -> tuple[ScopePlan, ...]:
        """The whole plan of the job for the documents of these files. Raises SettingsError when two papers would be one file."""
        known = Known(
            store.documents(files=files),
            store.files(),
            self.templates,
            store.added(),
            store.seals.store,
        )
        return make_plan(self.job, self.settings, self.planned_districts, known, self.period)

    def unused(
        self, store: Store, files: Mapping[str, str] | None, whole: Iterable[ScopePlan]
    ) -> tuple[str, ...]:
        """What of its sources a job makes nothing of, in Chinese: somebody who put a file there expects a paper. [] for the whole store."""
        if files is None:
            return ()
        if not files and not self.sources:
            return (f"没有资料：{'、'.join(self.job.sources)} 里没有文件（把报告等放进去再运行）",)
        planned = {area.code for plan in whole for area in plan.areas.values()}
        held = {document.district for document in store.documents(files=files)}
        others = [
            each.name
            for each in self.settings.districts
            if each.code in held - planned and each.kind != "city"
        ]
        if not others:
            return ()
        return (
            f"资料里还有{'、'.join(others)}的文件，任务里没有写，没有用到（要用就加到任务 {self.job.name} 的 districts 里）",
        )

    @property
    def planned_districts(self) -> tuple[District, ...]:
        """Those that get papers of their own: the job's, and what else the command line names but a city that districts are compared in."""
        compares = any(output.scope == "districts" for output in self.job.outputs)
        asked = (
            district for district in self.districts if not (compares and district.kind == "city")
        )
        return tuple(dict.fromkeys([*self.settings.districts_of(self.job), *asked]))

    def narrowed(self, plans: Iterable[ScopePlan]) -> tuple[ScopePlan, ...]:
        """What of the whole plan this run is for."""
        return narrowed(plans, self.districts, self.departments)


def _scheduler(options: RunOptions) -> str:
    if (options.executor == "dask") != bool(options.scheduler):
        raise SettingsError(
            "--executor dask 和 --scheduler 要一起写",
            hint="例：--executor dask --scheduler tcp://10.0.0.5:8786",
        )
    return options.scheduler


def _sources(job: Job, settings: Settings, options: RunOptions) -> tuple[Path, ...] | None:
    if options.sources:
        return tuple(find_sources(options.sources, Path.cwd()))
    if job.sources == FROM_STORE:
        return None
    return tuple(find_sources(job.sources, settings.root))


def _districts(settings: Settings, options: RunOptions) -> tuple[District, ...]:
    found = [(name, settings.district(name)) for name in options.districts]
    unknown = [name for name, district in found if district is None]
    if unknown and (lines := lines_to_add(unknown)):
        raise SettingsError(
            f"没有配置这个地区：{'、'.join(unknown)}",
            where="--district",
            hint=f"在 config/districts.yaml 里加上：{lines}",
        )
    full = [district.full_name for district in settings.districts if district.full_name]
    names = [district.name for district in settings.districts]
    _refuse(
        "--district",
        "没有配置这个地区",
        unknown,
        names,
        full,
    )
    return tuple(dict.fromkeys(district for _, district in found if district))


def _departments(job: Job, settings: Settings, options: RunOptions) -> tuple[Department, ...]:
    found = [(name, settings.department(name)) for name in options.departments]
    known = [name for each in settings.departments for name in names_of_department(each)]
    _refuse(
        "--department",
        "没有配置这个部门",
        [name for name, department in found if department is None],
        known,
    )
    made = {
        each.id: each.name
        for output in job.outputs
        if output.scope == "department"
        for each in settings.departments_of(output)
    }
    if options.departments and not made:
        raise SettingsError(
            f"任务 {job.name} 没有按部门做的材料",
            where="--department",
            hint="给任务的 outputs 加上 scope: department",
        )
    others = [name for name, department in found if department and department.id not in made]
    _refuse("--department", f"任务 {job.name} 不给这个部门做材料", others, list(made.values()))
    return tuple({department.id: department for _, department in found if department}.values())


def _refuse(
    where: str, why: str, names: Sequence[str], known: Sequence[str], others: Sequence[str] = ()
) -> None:
    """Raises SettingsError for names that are not to be had, with the nearest that is. others: known too, but not worth a list."""
    if names:
        near = [nearest(name, [*known, *others]) for name in names]
        hint = (
            "；".join(dict.fromkeys(filter(None, near)))
            or f"可写 {'、'.join(known[:_NAMED])}{' 等' if len(known) > _NAMED else ''}"
        )
        raise SettingsError(f"{why}：{'、'.join(names)}", where=where, hint=hint)


def _period(period: str) -> str:
    if period != "latest":
        try:
            periods.parse(period)
        except ValueError as error:
            raise SettingsError(str(error), where="--period") from None
    return period


def _template(root: Path, name: str) -> Template:
    try:
        return Template(name, (root / name).read_bytes())
    except FileNotFoundError:
        raise SettingsError("找不到模板", where=name, hint="路径从工作区文件夹算起") from None
    except OSError as error:
        raise SettingsError(f"模板读不出来：{system_words(error)}", where=name) from None
