"""What a run needs to know before it starts: everything a wrong setting can spoil."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefing import periods
from briefing.errors import SettingsError
from briefing.jobs.clock import Clock, system_clock
from briefing.jobs.plan import DistrictPlan, make_plan
from briefing.jobs.progress import Progress, Silent
from briefing.jobs.supervisor import Supervisor
from briefing.papers import Template
from briefing.settings import Settings
from briefing.settings.schema import District, Job
from briefing.sources import find_sources
from briefing.store import Store, store_url

FROM_STORE = ("store",)  # a job's sources: every document of the store
STORE_FILE = "briefing.db"


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What the command line says beside the job; empty means: as the job says. Paths are relative to the current folder."""

    sources: tuple[Path, ...] = ()
    output: Path | None = None
    store: str = ""
    districts: tuple[str, ...] = ()
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
    districts: tuple[District, ...]
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
        return cls(
            job=job,
            settings=settings,
            output=output,
            store=options.store or store_url(job.store or output.absolute() / STORE_FILE, settings.root),
            sources=_sources(job, settings, options),
            districts=_districts(job, settings, options),
            period=_period(options.period or job.period),
            workers=options.workers or job.workers or os.cpu_count() or 1,
            scheduler=_scheduler(options),
            prune=options.prune and not options.dry_run,
            templates={item.template: _template(settings.root, item.template) for item in job.outputs},
            clock=options.clock,
            progress=options.progress,
        )

    def supervisor(self) -> Supervisor:
        """Workers for this run's papers and files. None starts before it is needed."""
        return Supervisor(self.workers, context=self.settings, warm=sorted({f"briefing.papers.{item.kind}" for item in self.job.outputs}))

    def plan(self, store: Store, files: Mapping[str, str] | None) -> tuple[DistrictPlan, ...]:
        """The plan for the documents of these files. Raises SettingsError when two papers would be one file."""
        return make_plan(
            self.job,
            self.settings,
            self.districts,
            store.documents(files=files),
            store.files(),
            self.templates,
            self.period,
            [confirmation.key for confirmation in store.confirmations.all()],
        )


def _scheduler(options: RunOptions) -> str:
    if (options.executor == "dask") != bool(options.scheduler):
        raise SettingsError("--executor dask 和 --scheduler 要一起写", hint="例：--executor dask --scheduler tcp://10.0.0.5:8786")
    return options.scheduler


def _sources(job: Job, settings: Settings, options: RunOptions) -> tuple[Path, ...] | None:
    if options.sources:
        return tuple(find_sources(options.sources, Path.cwd()))
    if job.sources == FROM_STORE:
        return None
    return tuple(find_sources(job.sources, settings.root))


def _districts(job: Job, settings: Settings, options: RunOptions) -> tuple[District, ...]:
    if not options.districts:
        return settings.districts_of(job)
    found = {name: settings.district(name) for name in options.districts}
    unknown = [name for name, district in found.items() if district is None]
    if unknown:
        known = "、".join(district.name for district in settings.districts)
        raise SettingsError(f"没有配置这个地区：{'、'.join(unknown)}", where="--district", hint=f"已配置 {known}")
    return tuple(dict.fromkeys(district for district in found.values() if district))


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
        raise SettingsError(f"模板读不出来：{error.strerror}", where=name) from None
