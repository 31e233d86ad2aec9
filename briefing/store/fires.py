"""When jobs ran by themselves: up to when their times have been dealt with, what became of each, what files they have seen.

A time of a job can be taken once only: that is what keeps two services, a clock put back or a restart from running it twice.
Moments are aware and whole seconds; the tables hold UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from briefing.store import schema

Cause = Literal["time", "inbox"]
FireState = Literal["waiting", "running", "done", "failed", "skipped"]
OPEN: tuple[FireState, ...] = ("waiting", "running")
Connecting = Callable[[], AbstractContextManager[Connection]]
_CHUNK = 500  # rows written at once


@dataclass(frozen=True, slots=True)
class Watch:
    """A job that runs by itself: all its times up to `since` have been dealt with, as long as its schedule has this print."""

    job: str
    since: datetime
    schedule: str


@dataclass(frozen=True, slots=True)
class Fire:
    """One time at which a job ran by itself, or was to."""

    job: str
    due: datetime
    cause: Cause
    state: FireState = "waiting"
    note: str = ""  # Chinese: moved by a holiday, instead of which other times
    started_at: datetime | None = None
    finished_at: datetime | None = None
    message: str = ""  # Chinese: what it came to


class Fires:
    """Reached as `Store.fires`."""

    def __init__(self, reading: Connecting, writing: Connecting) -> None:
        self._reading = reading
        self._writing = writing

    def watch(self, job: str) -> Watch | None:
        """What is known of a job, None of one that never was watched."""
        table = schema.watches
        with self._reading() as connection:
            row = connection.execute(select(table).where(table.c.job == job)).one_or_none()
        return Watch(row.job, _aware(row.since), row.schedule) if row else None

    def begin(self, watch: Watch) -> None:
        """Deal with a job's times from a moment on; what was before does not count."""
        with self._writing() as connection:
            _set(connection, watch)

    def take(self, watch: Watch, fire: Fire | None) -> bool:
        """Record that the times up to `watch.since` are dealt with, by this fire where one is given: all of it or nothing.

        Returns whether the fire is new: False where the job had a fire of this time before.
        """
        table = schema.fires
        with self._writing() as connection:
            _set(connection, watch)
            if fire is None:
                return False
            key = (table.c.job == fire.job, table.c.due == _naive(fire.due))
            if connection.execute(select(table.c.job).where(*key)).first():
                return False
            row = {
                "job": fire.job,
                "due": _naive(fire.due),
                "cause": fire.cause,
                "state": fire.state,
                "note": fire.note,
            }
            connection.execute(insert(table), row | {"message": fire.message})
            return True

    def taken(self, job: str, since: datetime) -> frozenset[datetime]:
        """The times of a job later than `since` that were taken before."""
        table = schema.fires
        with self._reading() as connection:
            query = select(table.c.due).where(table.c.job == job, table.c.due > _naive(since))
            return frozenset(map(_aware, connection.scalars(query)))

    def began(self, fire: Fire, at: datetime) -> None:
        self._update(fire, state="running", started_at=_naive(at))

    def ended(self, fire: Fire, state: FireState, at: datetime, message: str = "") -> None:
        """What a fire came to; `waiting` for one that was interrupted and is to be done again."""
        self._update(
            fire, state=state, finished_at=None if state in OPEN else _naive(at), message=message
        )

    def open(self, job: str) -> tuple[Fire, ...]:
        """What is waiting or under way, oldest first. After a crash `running` means interrupted."""
        return self._fires(schema.fires.c.job == job, schema.fires.c.state.in_(OPEN))

    def last(self, job: str) -> Fire | None:
        """What a job came to last."""
        found = self._fires(schema.fires.c.job == job, schema.fires.c.state.not_in(OPEN))
        return max(found, key=lambda fire: (fire.finished_at or fire.due, fire.due), default=None)

    def all(self, job: str) -> tuple[Fire, ...]:
        """Every fire of a job, by the time it was due."""
        return self._fires(schema.fires.c.job == job)

    def seen(self, job: str) -> frozenset[str]:
        """The sha256 of every file among the job's sources when it last ran."""
        table = schema.seen_files
        with self._reading() as connection:
            return frozenset(connection.scalars(select(table.c.sha256).where(table.c.job == job)))

    def saw(self, job: str, files: Collection[str]) -> None:
        """Record the files (sha256) among a job's sources, now that it has run on them."""
        table = schema.seen_files
        rows = [{"job": job, "sha256": sha256} for sha256 in sorted(set(files))]
        with self._writing() as connection:
            connection.execute(delete(table).where(table.c.job == job))
            for at in range(0, len(rows), _CHUNK):
                connection.execute(insert(table), rows[at : at + _CHUNK])

    def _update(self, fire: Fire, **values: object) -> None:
        table = schema.fires
        with self._writing() as connection:
            connection.execute(
                update(table)
                .where(table.c.job == fire.job, table.c.due == _naive(fire.due))
                .values(values)
            )

    def _fires(self, *conditions: object) -> tuple[Fire, ...]:
        table = schema.fires
        with self._reading() as connection:
            found = connection.execute(select(table).where(*conditions).order_by(table.c.due)).all()  # type: ignore[arg-type]
        return tuple(
            Fire(
                job=row.job,
                due=_aware(row.due),
                cause=row.cause,
                state=row.state,
                note=row.note,
                started_at=row.started_at and _aware(row.started_at),
                finished_at=row.finished_at and _aware(row.finished_at),
                message=row.message,
            )
            for row in found
        )


def _set(connection: Connection, watch: Watch) -> None:
    table = schema.watches
    values = {"since": _naive(watch.since), "schedule": watch.schedule}
    if not connection.execute(
        update(table).where(table.c.job == watch.job).values(values)
    ).rowcount:
        connection.execute(insert(table), {"job": watch.job} | values)


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)
