"""A run of a job: read its sources, plan, render what is not up to date, write, record."""

from __future__ import annotations

import hashlib
import os
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace

from briefing.artifacts import memory, printed
from briefing.artifacts.manifest import Leftover, Manifest, Paper, Place, place_of
from briefing.errors import BriefingError, EmptyPaperError, StoreError
from briefing.files import settle, write_whole
from briefing.jobs import fingerprint, review
from briefing.jobs.cluster import Cluster
from briefing.jobs.ingest import Failure, IngestReport, all_read, ingest
from briefing.jobs.journal import FILE as JOURNAL
from briefing.jobs.journal import Journal
from briefing.jobs.outputs import locked, remove_temporaries
from briefing.jobs.page import found_in, keep_facts, write_index
from briefing.jobs.plan import ScopePlan, Step
from briefing.jobs.result import RunResult, StepResult, result_of
from briefing.jobs.setup import RunOptions, Setup
from briefing.jobs.stopping import asked_to_stop
from briefing.jobs.summary import write_summary
from briefing.jobs.supervisor import Call, Executor, Outcome
from briefing.jobs.work import PaperOrder, made, render_paper
from briefing.papers import Request
from briefing.settings import Settings
from briefing.settings.schema import Job
from briefing.store import Store
from briefing.store.runs import RunState

_SAVE_SECONDS = 2.0  # a killed run has to make this much again
_SAVE_SHARE = 50  # at most a fiftieth of a run goes into saving manifests
_NOTHING_READ = IngestReport({}, 0, 0, (), ())


def run(job: Job, settings: Settings, options: RunOptions | None = None) -> RunResult:
    """Run a job. What fails alone is in the result.

    Raises SettingsError when nothing can start, LockedError when another run is at work in the output folder, StoreError and
    PaperError when the store or the output folder cannot be used at all, KeyboardInterrupt when it was asked to stop.
    """
    options = options or RunOptions()
    setup = Setup.of(job, settings, options)
    if options.dry_run:
        return _preview(setup)
    with asked_to_stop(), locked(setup.output, job.name, setup.clock), ExitStack() as stack:
        remove_temporaries(setup.output)
        store = stack.enter_context(Store.open(setup.store))
        journal = stack.enter_context(Journal(setup.output / job.name / JOURNAL, setup.clock))
        supervisor = stack.enter_context(setup.supervisor())
        renderers = stack.enter_context(Cluster(setup.scheduler)) if setup.scheduler else supervisor
        other = memory.another(setup.output, job.name, store.seals.store)
        memory.remember(setup.output, job.name, setup.store, store.seals.store)
        return _Run(setup, store, journal, supervisor, renderers, other).go()


def _preview(setup: Setup) -> RunResult:
    """The plan, and why each step would run. Writes nothing: files the store does not know yet are read into memory."""
    with ExitStack() as stack:
        store = stack.enter_context(_known_store(setup) or Store.open("sqlite://"))
        report = _NOTHING_READ
        if setup.sources is not None:
            supervisor = stack.enter_context(setup.supervisor())
            report = ingest(
                setup.sources,
                store,
                setup.settings,
                supervisor,
                clock=setup.clock,
                progress=setup.progress,
            )
        whole = setup.plan(store, _files(setup, report))
        plans = setup.narrowed(whole)
        manifests = _manifests(setup, whole, plans)
        steps = [_expected(step, manifests[step.period]) for step in _steps(plans)]
        unused = setup.unused(store, _files(setup, report), whole)
        return result_of(
            setup.output, store, report, plans, manifests, steps, [], _left_over(manifests), unused
        )


def _known_store(setup: Setup) -> Store | None:
    """The store if a run would find nothing to read, or if its documents are all there is."""
    if setup.sources is None:
        return Store.open(setup.store, create=False)
    try:
        store = Store.open(setup.store, create=False)
    except StoreError:
        return None
    if all_read(setup.sources, store, setup.settings):
        return store
    store.close()
    return None


def _files(setup: Setup, report: IngestReport) -> dict[str, str] | None:
    return None if setup.sources is None else report.files


def _steps(plans: Sequence[ScopePlan]) -> list[Step]:
    return [step for plan in plans for step in plan.steps]


def _expected(step: Step, manifest: Manifest) -> StepResult:
    """What is to be done for a step, and why."""
    why = manifest.stale(step.target, step.made_from, step.inputs)
    return StepResult(
        step.target,
        "pending" if why else "empty" if step.target in manifest.empty else "skipped",
        why,
    )


def _manifests(
    setup: Setup, whole: Sequence[ScopePlan], plans: Sequence[ScopePlan]
) -> dict[str, Manifest]:
    """The manifests of a run's periods, with what the whole plan of its job does not make any more set apart."""
    planned = {plan.period for plan in plans if plan.steps}
    of_job = {plan.place for plan in whole}
    manifests = {}
    for period in sorted(planned | Manifest.periods(setup.output, setup.job.name)):
        manifest = Manifest.load(setup.output, setup.job.name, period)
        here = [plan for plan in whole if plan.period == period]
        manifest.follow(
            {step.target for step in _steps(here)}, {plan.place for plan in here}, of_job
        )
        if period in planned or manifest.readable:
            manifests[period] = manifest
    return manifests


def _left_over(manifests: Mapping[str, Manifest], *, remove: bool = False) -> list[Leftover]:
    return [
        leftover
        for period in sorted(manifests)
        for leftover in manifests[period].prune(remove=remove)
    ]


class _Run:
    """A run under way. It alone, in the parent process, touches the store and writes outputs."""

    def __init__(
        self,
        setup: Setup,
        store: Store,
        journal: Journal,
        supervisor: Executor,
        renderers: Executor,
        other_store: str = "",
    ) -> None:
        self.setup = setup
        self.store = store
        self.journal = journal
        self.supervisor = supervisor  # reads sources
        self.renderers = renderers
        self.began_at = setup.clock()
        self.id = store.runs.start(setup.job.name, self.began_at)
        self.files: dict[str, str] | None = None
        self.plans: tuple[ScopePlan, ...] = ()
        self.other_store = other_store  # what to say of the store that the papers came from
        self.unused: tuple[str, ...] = ()
        self.steps: list[Step] = []
        self.manifests: dict[str, Manifest] = {}
        self.save_at = 0.0  # when the manifests are to be saved next
        self.results: dict[int, StepResult] = {}  # by the step's place in the plan
        self.failures: dict[int, Failure] = {}  # by the step's place in the plan
        self.unreviewed: list[Failure] = []  # pages that could not be made
        self.notes: dict[Place, tuple[str, ...]] = {}  # what Packs say was not available

    def go(self) -> RunResult:
        self.journal.write(
            "run", state="running", job=self.setup.job.name, run=self.id, pid=os.getpid()
        )
        try:
            report = self._read()
            self._plan(report)
            self._render()
            self._review()
            result = self._result(report, self._prune())
            self._index()
            write_summary(self.setup, result, self.began_at)
        except BaseException as error:
            with suppress(BriefingError):
                self._save(at_once=True)
                self._end(
                    "interrupted" if isinstance(error, KeyboardInterrupt) else "failed", str(error)
                )
                write_summary(
                    self.setup,
                    self._result(_NOTHING_READ, []),
                    self.began_at,
                    stopped=str(error) or "运行被中断",
                )
            raise
        self._end(
            "failed" if result.failures else "done",
            f"{len(result.failures)} 项失败" if result.failures else "",
        )
        return result

    def _result(self, report: IngestReport, leftovers: Sequence[Leftover]) -> RunResult:
        steps = [self.results[place] for place in range(len(self.steps))]
        failures = [self.failures[place] for place in sorted(self.failures)] + self.unreviewed
        return result_of(
            self.setup.output,
            self.store,
            report,
            self.plans,
            self.manifests,
            steps,
            failures,
            leftovers,
            (*filter(None, [self.other_store]), *self.unused),
        )

    def _read(self) -> IngestReport:
        setup = self.setup
        if setup.sources is None:
            return _NOTHING_READ
        report = ingest(
            setup.sources,
            self.store,
            setup.settings,
            self.supervisor,
            clock=setup.clock,
            progress=setup.progress,
        )
        self.journal.write(
            "sources", read=report.read, unchanged=report.unchanged, failed=len(report.failures)
        )
        for failure in report.failures:
            self.journal.write(
                "source",
                file=failure.what,
                state="failed",
                message=str(failure),
                trace=failure.trace,
            )
        return report

    def _plan(self, report: IngestReport) -> None:
        self.files = _files(self.setup, report)
        whole = self.setup.plan(self.store, self.files)
        self.plans = self.setup.narrowed(whole)
        self.unused = self.setup.unused(self.store, self.files, whole)
        self.steps = _steps(self.plans)
        self.manifests = _manifests(self.setup, whole, self.plans)
        self.store.runs.plan(self.id, [step.target for step in self.steps])
        for position, step in enumerate(self.steps):
            result = self.results[position] = _expected(step, self.manifests[step.period])
            self.journal.write("step", step=step.target, state=result.state, message=result.why)
        self.store.runs.skipped(
            self.id,
            [place for place, result in self.results.items() if result.state != "pending"],
            self.setup.clock(),
        )

    def _render(self) -> None:
        pending = sum(result.state == "pending" for result in self.results.values())
        self.setup.progress.begin("生成成果", pending)
        for outcome in self.renderers.run(self._calls(), self._began, quick=pending):
            self._finish(int(outcome.id), outcome)
            self._save()
        self.setup.progress.end()
        settle()
        self._save(at_once=True)

    def _prune(self) -> list[Leftover]:
        leftovers = _left_over(self.manifests, remove=self.setup.prune)
        for leftover in leftovers:
            self.journal.write("leftover", file=leftover.path, state=leftover.state)
        self._save(at_once=True)
        return leftovers

    def _review(self) -> None:
        """The review pages that papers of this run lead to."""
        setup = self.setup
        if setup.sources and any(setup.job.linked(output) for output in setup.job.outputs):
            folder = setup.output / review.FOLDER
            self.unreviewed = review.write_pages(
                setup.sources, self.store, setup.settings, self.supervisor, folder
            )
            for failure in self.unreviewed:
                message, trace = str(failure), failure.trace
                self.journal.write("review", state="failed", message=message, trace=trace)

    def _index(self) -> None:
        for manifest in self.manifests.values():
            write_index(manifest, self.setup.job.title, self.setup.settings)

    def _calls(self) -> Iterator[Call]:
        """The calls for the steps that are not up to date. A Pack is built when a worker is about to need it."""
        position = 0
        for plan in self.plans:
            places = range(position, position := position + len(plan.steps))
            pending = [place for place in places if self.results[place].state == "pending"]
            if pending:
                yield from self._of_plan(plan, pending)

    def _of_plan(self, plan: ScopePlan, places: Sequence[int]) -> Iterator[Call]:
        """The calls for some steps of one plan; those of whose Pack nothing can be made have failed or are empty."""
        from briefing.jobs.packs import Packs  # a run with nothing to do loads none of the analysis

        try:
            packs = Packs.of(plan, self.store, self.files, self.setup.settings, self.setup.job.date)
        except StoreError:
            raise
        except Exception as error:
            for place in places:
                self._fail(place, _as_briefing_error(error), traceback.format_exc())
            return
        self.notes[plan.place] = packs.whole.notes
        manifest = self.manifests[plan.period]
        manifest.checked(plan.scope.code, found_in(packs.whole))
        if plan.scope.kind == "district":
            keep_facts(manifest.path.parent, plan.scope.code, packs.whole, self.setup.settings)
        for place in places:
            step = self.steps[place]
            try:
                pack = packs.pickled(step.scope, step.output.audience)
            except Exception as error:
                self._fail(place, _as_briefing_error(error), traceback.format_exc())
                continue
            if pack:
                yield self._call(place, pack)
            else:
                self._empty(place)

    def _call(self, place: int, pack: bytes) -> Call:
        step, setup = self.steps[place], self.setup
        request = Request.of(
            step.output,
            setup.templates[step.output.template],
            setup.settings.wording,
            step.scope.name,
            setup.job.name,
            self._key(step),
            review.links(setup.job, step.output, step.target),
        )
        return Call(
            str(place),
            step.label,
            render_paper,
            PaperOrder(step.output.kind, pack, request),
            setup.job.step_seconds,
        )

    def _key(self, step: Step) -> str:
        """What a form is sealed with; other papers do not come back."""
        if not step.scope.department or step.output.kind != "excel":
            return ""
        scope = step.scope
        return self.store.seals.key(self.setup.job.name, scope.code, scope.department, step.period)

    def _began(self, call: str, worker: int) -> None:
        place = int(call)
        self.store.runs.began(self.id, place, worker, self.setup.clock())
        self.journal.write("step", step=self.steps[place].target, state="running", worker=worker)

    def _finish(self, place: int, outcome: Outcome) -> None:
        step = self.steps[place]
        if outcome.data is None:
            assert outcome.error
            if isinstance(outcome.error, EmptyPaperError):
                if step.scope.department:
                    return self._empty(place)
                if step.output.kind == "word":  # its template says why
                    return self._empty(place, outcome.error.message)
            return self._fail(place, outcome.error, outcome.trace, worker=outcome.worker)
        data, places = made(outcome.data)
        paper = self._paper(step, hashlib.sha256(data).hexdigest())
        manifest = self.manifests[step.period]
        try:
            printed.keep(manifest.path.parent, step.target, paper.sha256, places)
            write_whole(self.setup.output / step.target, data, lasting=False)
        except BriefingError as error:
            return self._fail(place, error)
        manifest.add(paper, fingerprint.versions())
        self.results[place] = StepResult(step.target, "done", self.results[place].why)
        self.store.runs.ended(self.id, place, "done", self.setup.clock(), sha256=paper.sha256)
        self.journal.write(
            "step",
            step=step.target,
            state="done",
            worker=outcome.worker,
            seconds=round(outcome.seconds, 3),
        )
        self.setup.progress.step(step.label)
        return None

    def _paper(self, step: Step, sha256: str) -> Paper:
        return Paper(
            path=step.target,
            kind=step.output.kind,
            audience=step.output.audience,
            district=step.scope.code,
            period=step.period,
            sha256=sha256,
            made_from=step.made_from,
            inputs=step.inputs,
            notes=self.notes[place_of(step.scope)],
            scope=step.scope.kind,
            department=step.scope.department,
            name=step.output.name,
        )

    def _empty(self, place: int, why: str = "") -> None:
        """Nothing to tell: no paper. why: told in the run's summary; of a department nobody asks."""
        step = self.steps[place]
        paper = self._paper(step, "")
        if why:
            paper = replace(paper, notes=(*paper.notes, f"没有做{step.output.name}：{why}"))
        self.manifests[step.period].add_empty(paper)
        self.results[place] = StepResult(step.target, "empty", self.results[place].why)
        self.store.runs.ended(self.id, place, "empty", self.setup.clock())
        self.journal.write("step", step=step.target, state="empty")
        self.setup.progress.step(f"{step.label}（没有内容，不做）")

    def _fail(
        self, place: int, error: BriefingError, trace: str = "", worker: int | None = None
    ) -> None:
        step = self.steps[place]
        failure = Failure(step.label, error, trace)
        self.failures[place] = failure
        self.manifests[step.period].drop(step.target)
        self.results[place] = StepResult(step.target, "failed", str(failure))
        self.store.runs.ended(self.id, place, "failed", self.setup.clock(), str(failure))
        self.journal.write(
            "step",
            step=step.target,
            state="failed",
            worker=worker,
            message=str(failure),
            trace=trace,
        )
        self.setup.progress.step(step.label, str(failure))

    def _save(self, *, at_once: bool = False) -> None:
        """Keep the manifests abreast of the papers, but do not write them for each."""
        began = time.monotonic()
        if at_once or began >= self.save_at:
            for period in sorted(self.manifests):
                self.manifests[period].save()
            self.save_at = time.monotonic() + max(
                _SAVE_SECONDS, _SAVE_SHARE * (time.monotonic() - began)
            )

    def _end(self, state: RunState, message: str) -> None:
        self.journal.write("run", state=state, run=self.id, message=message)
        self.store.runs.finish(self.id, state, self.setup.clock(), message)


def _as_briefing_error(error: Exception) -> BriefingError:
    return (
        error
        if isinstance(error, BriefingError)
        else BriefingError(f"程序出错：{type(error).__name__}：{error}")
    )
