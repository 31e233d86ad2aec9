"""What a run came to, for whoever called it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.artifacts.manifest import EDITED, Leftover, Manifest
from briefing.jobs.ingest import Failure, IngestReport, file_warnings
from briefing.jobs.plan import ScopePlan
from briefing.store import Store
from briefing.store.runs import StepState


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of a paper."""

    target: str  # relative to the output folder
    state: StepState  # pending in a dry run only
    why: str = ""  # why it was or would be made; why it failed


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table a run ends with."""

    district: str
    period: str
    documents: int
    observations: int
    files: int  # papers that stand there, up to date
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run came to."""

    output: Path
    steps: tuple[StepResult, ...]
    rows: tuple[Row, ...]
    failures: tuple[Failure, ...]
    warnings: tuple[str, ...]  # those of no district
    leftovers: tuple[Leftover, ...] = ()  # papers the job does not make any more
    read: int = 0  # source files that were new or changed
    unchanged: int = 0

    def count(self, state: StepState) -> int:
        """How many papers came to this."""
        return sum(step.state == state for step in self.steps)

    @property
    def exit_code(self) -> int:
        return 1 if self.failures else 0


def result_of(
    output: Path,
    store: Store,
    report: IngestReport,
    plans: Sequence[ScopePlan],
    manifests: Mapping[str, Manifest],
    steps: Sequence[StepResult],
    failures: Sequence[Failure],
    leftovers: Sequence[Leftover],
    of_the_run: Sequence[str] = (),
) -> RunResult:
    """The result from what the steps came to; what it says of each district is looked up in the store.

    of_the_run: what to say of the run as a whole, as of sources that the job makes nothing of.
    """
    counts = store.count_observations([document for plan in plans for document in plan.documents])
    known = store.files()
    state = {step.target: step.state for step in steps}
    rows = []
    for plan in plans:
        manifest = manifests.get(plan.period)
        papers = (
            [
                manifest.papers.get(step.target) or manifest.empty.get(step.target)
                for step in plan.steps
            ]
            if manifest
            else []
        )
        notes = [plan.note, *(note for paper in papers if paper for note in paper.notes)]
        said = [
            warning
            for document in plan.documents
            for warning in file_warnings(known[document.info.sha256], document.info.file)
        ]
        rows.append(
            Row(
                district=plan.scope.name,
                period=plan.period,
                documents=len(plan.documents),
                observations=sum(counts[document.info.id] for document in plan.documents),
                files=sum(state[step.target] in ("done", "skipped") for step in plan.steps),
                warnings=tuple(dict.fromkeys(warning for warning in (*notes, *said) if warning)),
            )
        )
    redone = [step.target for step in steps if step.state == "done" and EDITED in step.why]
    edited = [
        f"{target}：与上次生成的不同（有人改过，或上次没有做完），已照资料重做，改动没有保留（要改的先复制到别处）"
        for target in redone
    ]
    shown = {warning for row in rows for warning in row.warnings}
    return RunResult(
        output=output,
        steps=tuple(steps),
        rows=tuple(rows),
        failures=(*report.failures, *failures),
        warnings=(
            *of_the_run,
            *edited,
            *(warning for warning in report.warnings if warning not in shown),
        ),
        leftovers=tuple(leftovers),
        read=report.read,
        unchanged=report.unchanged,
    )
