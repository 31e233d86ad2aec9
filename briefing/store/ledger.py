"""The ledger of what was sent: which sheet went to whom, saying what, and how that ended. Times are UTC.

An entry is one sheet for one recipient: `job`, `period`, `recipient` and `sheet` name it, `correction` counts how often what it says has
changed since it first went out, `digest` is what it says. Its state goes

    pending -> sending -> sent | failed | uncertain

`sending` is on disk before the first byte of a mail leaves, so that a process that dies leaves either an entry that was surely not sent
(pending, failed) or one of which nobody can know (found `sending`, it becomes `uncertain`); a person resolves the latter.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout
from sqlalchemy import Connection, ScalarResult, delete, insert, select, text, update

from briefing.errors import LockedError
from briefing.store import schema

Channel = Literal["mail", "folder"]
State = Literal["pending", "sending", "sent", "failed", "uncertain"]
Connecting = Callable[[], AbstractContextManager[Connection]]

_NOT_SENT: tuple[State, ...] = ("pending", "failed")
_GONE: tuple[State, ...] = ("sent", "sending", "uncertain")  # what may have gone out counts
_LOCK = 0x627269656670  # any number that nobody else locks on the same server


@dataclass(frozen=True, slots=True)
class Order:
    """A sheet that is to go to a recipient."""

    job: str
    period: str
    recipient: str  # an address; for a folder its path
    unit: str  # whom the recipient stands for: 槐荫区财政局
    channel: Channel
    sheet: str  # the paper's path in the output folder
    correction: int  # 0: it goes out for the first time
    digest: str  # of what it says
    sha256: str  # of the file that goes out
    name: str  # of the file that goes out
    message_id: str  # of the mail; the same for all sheets in it
    seal: str = ""  # of a form: what it is known by when it comes back


@dataclass(frozen=True, slots=True)
class Entry:
    """An order and what became of it."""

    id: int
    order: Order
    state: State
    attempts: int
    said: str  # what the server or the person said last
    at: datetime  # aware: of the last change


class Ledger:
    """Reached as `Store.ledger`."""

    def __init__(
        self, reading: Connecting, writing: Connecting, durably: Connecting, file: Path | None
    ) -> None:
        self._reading = reading
        self._writing = writing
        self._durably = durably  # a transaction that is on disk when it has ended
        self._file = file  # of an SQLite database

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else sends from this store meanwhile. Raises LockedError."""
        with self._file_locked() if self._file else self._server_locked():
            yield

    @contextmanager
    def _file_locked(self) -> Iterator[None]:
        assert self._file
        lock = FileLock(self._file.with_name(f"{self._file.name}.send.lock"))
        try:
            lock.acquire(blocking=False)
        except Timeout:
            raise _busy() from None
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _server_locked(self) -> Iterator[None]:
        """The server frees the lock of a process that dies. A database in memory is nobody else's."""
        with self._reading() as connection:
            if connection.dialect.name != "postgresql":
                yield
                return
            if not connection.scalar(
                text("SELECT pg_try_advisory_lock(:number)"), {"number": _LOCK}
            ):
                raise _busy()
            connection.commit()  # no transaction stays open while mails go out
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": _LOCK})

    def entries(
        self,
        job: str | None = None,
        *,
        periods: Collection[str] | None = None,
        recipient: str | None = None,
    ) -> tuple[Entry, ...]:
        """Entries in the order they were made, those of a job, some periods, a recipient (its address or unit)."""
        table = schema.ledger
        query = select(table).order_by(table.c.id)
        if job is not None:
            query = query.where(table.c.job == job)
        if periods is not None:
            query = query.where(table.c.period.in_(list(periods)))
        if recipient is not None:
            query = query.where((table.c.recipient == recipient) | (table.c.unit == recipient))
        with self._reading() as connection:
            return tuple(_entry(row) for row in connection.execute(query).mappings())

    def prepare(
        self, orders: Sequence[Order], contents: Mapping[str, Any], at: datetime
    ) -> tuple[int, ...]:
        """Enter orders as pending; the ids of their entries, in the same order. contents: by digest, what each sheet says, as plain data.

        An order that stands there already, not sent, takes the new one's sheet and mail. One that was sent, or is being sent, fails
        with StoreError: the caller has to look before.
        """
        with self._writing() as connection:
            known = set(_in_chunks(connection, contents))
            new = [
                {"digest": digest, "content": _packed(content)}
                for digest, content in contents.items()
                if digest not in known
            ]
            if new:
                connection.execute(insert(schema.sheets), new)
            return tuple(_enter(connection, order, at) for order in orders)

    def withdraw(self, ids: Collection[int]) -> None:
        """Take entries back that are not to be sent any more and never were."""
        table = schema.ledger
        with self._writing() as connection:
            connection.execute(
                delete(table).where(table.c.id.in_(list(ids)), table.c.state.in_(_NOT_SENT))
            )

    def claim(self, ids: Collection[int], at: datetime) -> bool:
        """Mark entries as being sent, on disk when this returns. False, and nothing is marked, where one is not there to be sent."""
        table = schema.ledger
        with self._durably() as connection:
            change = update(table).where(table.c.id.in_(list(ids)), table.c.state.in_(_NOT_SENT))
            marked = connection.execute(
                change.values(
                    state="sending", attempts=table.c.attempts + 1, said="", at=_naive(at)
                )
            ).rowcount
            if marked != len(ids):
                connection.rollback()
            return bool(marked == len(ids))

    def settle(self, ids: Collection[int], state: State, at: datetime, said: str = "") -> None:
        """How sending ended, on disk when this returns."""
        table = schema.ledger
        with self._durably() as connection:
            connection.execute(
                update(table)
                .where(table.c.id.in_(list(ids)))
                .values(state=state, said=said, at=_naive(at))
            )

    def interrupted(self, at: datetime) -> tuple[Entry, ...]:
        """Call it alone, before anything is sent: mails found `sending` were cut off, and are uncertain from now on.

        A folder can be filled again without harm: it is pending. Returns the entries that are uncertain now because of this.
        """
        table = schema.ledger
        with self._durably() as connection:
            found = [
                _entry(row)
                for row in connection.execute(
                    select(table).where(table.c.state == "sending")
                ).mappings()
            ]
            for channel, state in (("mail", "uncertain"), ("folder", "pending")):
                change = update(table).where(table.c.state == "sending", table.c.channel == channel)
                connection.execute(change.values(state=state, said="发送时程序中断", at=_naive(at)))
        return tuple(entry for entry in found if entry.order.channel == "mail")

    def resolve(self, id: int, state: Literal["sent", "failed"], at: datetime, said: str) -> bool:
        """What a person found out about an uncertain entry's mail (all its sheets). False where there is no such uncertain entry."""
        table = schema.ledger
        with self._durably() as connection:
            mail = connection.scalar(
                select(table.c.message_id).where(table.c.id == id, table.c.state == "uncertain")
            )
            change = update(table).where(table.c.message_id == mail, table.c.state == "uncertain")
            return mail is not None and bool(
                connection.execute(change.values(state=state, said=said, at=_naive(at))).rowcount
            )

    def sent(self, seal: str) -> Entry | None:
        """The entry of a form that went out, by its seal; None where it never did. What may have gone out counts."""
        table = schema.ledger
        gone = table.c.state.in_(_GONE)
        query = select(table).where(table.c.seal == seal, gone).order_by(table.c.id.desc())
        with self._reading() as connection:
            row = connection.execute(query).mappings().first()
        return _entry(row) if row else None

    def after(self, seal: str) -> Entry | None:
        """The entry of the last form that went out in place of another one, known by its seal; None where none did."""
        entry = self.sent(seal)
        if entry is None:
            return None
        table, order = schema.ledger, entry.order
        query = select(table).where(
            table.c.job == order.job,
            table.c.period == order.period,
            table.c.sheet == order.sheet,
            table.c.seal.not_in(("", seal)),
            table.c.id > entry.id,
            table.c.state.in_(_GONE),
        )
        with self._reading() as connection:
            row = connection.execute(query.order_by(table.c.id.desc())).mappings().first()
        return _entry(row) if row else None

    def content(self, digest: str) -> Any:
        """What a sheet that was prepared once says, as plain data; None where it is not known."""
        with self._reading() as connection:
            packed = connection.scalar(
                select(schema.sheets.c.content).where(schema.sheets.c.digest == digest)
            )
        return None if packed is None else json.loads(zlib.decompress(packed))


def _enter(connection: Connection, order: Order, at: datetime) -> int:
    table = schema.ledger
    key = {
        name: getattr(order, name) for name in ("job", "period", "recipient", "sheet", "correction")
    }
    rest = {
        name: getattr(order, name)
        for name in ("unit", "channel", "digest", "sha256", "name", "message_id", "seal")
    }
    here = update(table).where(
        *(table.c[name] == value for name, value in key.items()), table.c.state.in_(_NOT_SENT)
    )
    found = connection.execute(
        here.values(rest | {"state": "pending"}).returning(table.c.id)
    ).scalar_one_or_none()
    if found is not None:
        return int(found)
    row = key | rest | {"state": "pending", "attempts": 0, "said": "", "at": _naive(at)}
    return int(connection.execute(insert(table).values(row).returning(table.c.id)).scalar_one())


def _in_chunks(connection: Connection, digests: Collection[str]) -> Iterator[str]:
    wanted = list(digests)
    for start in range(0, len(wanted), 500):
        found: ScalarResult[str] = connection.scalars(
            select(schema.sheets.c.digest).where(
                schema.sheets.c.digest.in_(wanted[start : start + 500])
            )
        )
        yield from found


def _packed(content: Any) -> bytes:
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _entry(row: Any) -> Entry:
    order = Order(**{name: row[name] for name in Order.__slots__})
    return Entry(
        row["id"], order, row["state"], row["attempts"], row["said"], row["at"].replace(tzinfo=UTC)
    )


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _busy() -> LockedError:
    return LockedError("另一个发送正在进行", hint="等它结束后再试")
