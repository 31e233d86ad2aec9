"""What a person confirmed: figures that were worked out, proposals. Kept whatever documents are read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from briefing.store import schema

Connecting = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One confirmed thing. The key stands for the thing with all its figures: when one changes, it has to be confirmed again."""

    key: str
    what: str  # as it was shown to the person
    by: str  # office or post, as the person gave it
    note: str
    at: datetime  # aware
    district: str = ""  # code; "": not known


class Confirmations:
    """Reached as `Store.confirmations`."""

    def __init__(self, reading: Connecting, writing: Connecting) -> None:
        self._reading = reading
        self._writing = writing

    def all(self) -> tuple[Confirmation, ...]:
        """Oldest first."""
        table = schema.confirmations
        with self._reading() as connection:
            found = (
                connection.execute(select(table).order_by(table.c.at, table.c.key)).mappings().all()
            )
        return tuple(
            Confirmation(
                row["key"],
                row["what"],
                row["by"],
                row["note"],
                row["at"].replace(tzinfo=UTC),
                row["district"],
            )
            for row in found
        )

    def add(
        self,
        things: Mapping[str, str],
        *,
        by: str,
        at: datetime,
        note: str = "",
        district: str = "",
    ) -> None:
        """Confirm things (key -> as shown) of a district (its code) at an aware time. What was confirmed before is confirmed anew."""
        moment = at.astimezone(UTC).replace(tzinfo=None)
        rows = [
            {"key": key, "what": what, "by": by, "note": note, "at": moment, "district": district}
            for key, what in things.items()
        ]
        with self._writing() as connection:
            connection.execute(
                delete(schema.confirmations).where(schema.confirmations.c.key.in_(things))
            )
            if rows:
                connection.execute(insert(schema.confirmations), rows)

    def revoke(self, keys: Iterable[str]) -> int:
        """Take confirmations back. Returns how many there were."""
        with self._writing() as connection:
            return connection.execute(
                delete(schema.confirmations).where(schema.confirmations.c.key.in_(list(keys)))
            ).rowcount
