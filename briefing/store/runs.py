"""The record of runs and their steps. Times are UTC."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import BindParameter, Connection, bindparam, insert, select, update

from briefing.store import schema

RunState = Literal["running", "done", "failed", "interrupted"]
StepState = Literal[
    "pending", "running", "done", "empty", "skipped", "failed"
]  # empty: a department's paper that would say nothing
Opened = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a job."""

    id: int
    job: str
    state: RunState
    started_at: datetime
    finished_at: datetime | None
    message: str


@dataclass(frozen=True, slots=True)
class RunStep:
    """One step of a run: what became of one paper."""

    target: str  # path relative to the output folder
    state: StepState
    worker: int | None
    started_at: datetime | None
    finished_at: datetime | None
    message: str
    sha256: str | None


class Runs:
    """The runs of a store (`store.runs`)."""

    def __init__(self, reading: Opened, writing: Opened) -> None:
        self._reading = reading
        self._writing = writing

    def start(self, job: str, at: datetime) -> int:
        """Record that a run began; its id. A run of the job that is still `running` was killed and becomes `interrupted`."""
        table = schema.runs
        with self._writing() as connection:
            connection.execute(
                update(table)
                .where(table.c.job == job, table.c.state == "running")
                .values(state="interrupted")
            )
            row = {"job": job, "state": "running", "started_at": _naive(at), "message": ""}
            run: int = connection.execute(
                insert(table).values(row).returning(table.c.id)
            ).scalar_one()
            return run

    def plan(self, run: int, targets: Sequence[str]) -> None:
        """Record the steps of a run as pending; a step's position is its place in `targets`."""
        rows = [
            {"run": run, "position": position, "target": target, "state": "pending", "message": ""}
            for position, target in enumerate(targets)
        ]
        if rows:
            with self._writing() as connection:
                connection.execute(insert(schema.steps), rows)

    def began(self, run: int, position: int, worker: int, at: datetime) -> None:
        self._update(run, position, state="running", worker=worker, started_at=_naive(at))

    def ended(
        self,
        run: int,
        position: int,
        state: StepState,
        at: datetime,
        message: str = "",
        sha256: str | None = None,
    ) -> None:
        self._update(
            run, position, state=state, finished_at=_naive(at), message=message, sha256=sha256
        )

    def skipped(self, run: int, positions: Sequence[int], at: datetime) -> None:
        """Record that these steps are up to date."""
        table = schema.steps
        place: BindParameter[int] = bindparam("place")
        change = (
            update(table)
            .where(table.c.run == run, table.c.position == place)
            .values(state="skipped", finished_at=_naive(at))
        )
        if positions:
            with self._writing() as connection:
                connection.execute(change, [{"place": position} for position in positions])

    def finish(self, run: int, state: RunState, at: datetime, message: str = "") -> None:
        with self._writing() as connection:
            values = {"state": state, "finished_at": _naive(at), "message": message}
            connection.execute(update(schema.runs).where(schema.runs.c.id == run).values(values))

    def all(self, job: str | None = None) -> tuple[Run, ...]:
        """Runs, oldest first."""
        query = select(schema.runs).order_by(schema.runs.c.id)
        if job is not None:
            query = query.where(schema.runs.c.job == job)
        with self._reading() as connection:
            return tuple(
                Run(
                    row.id,
                    row.job,
                    row.state,
                    _aware(row.started_at),
                    row.finished_at and _aware(row.finished_at),
                    row.message,
                )
                for row in connection.execute(query)
            )

    def steps(self, run: int) -> tuple[RunStep, ...]:
        """The steps of a run, in the order of its plan."""
        table = schema.steps
        query = select(table).where(table.c.run == run).order_by(table.c.position)
        with self._reading() as connection:
            return tuple(
                RunStep(
                    target=row.target,
                    state=row.state,
                    worker=row.worker,
                    started_at=row.started_at and _aware(row.started_at),
                    finished_at=row.finished_at and _aware(row.finished_at),
                    message=row.message,
                    sha256=row.sha256,
                )
                for row in connection.execute(query)
            )

    def _update(self, run: int, position: int, **values: object) -> None:
        table = schema.steps
        with self._writing() as connection:
            connection.execute(
                update(table).where(table.c.run == run, table.c.position == position).values(values)
            )


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)
