"""Seals of forms: only the store that a form was made from can say that it is one of its own.

A form is sealed with a keyed hash (HMAC-SHA256). Workers and other machines that make forms get a key for one form each, derived from the
store's, which never leaves it.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cached_property

from sqlalchemy import Connection, select

from briefing.store import schema

Connecting = Callable[[], AbstractContextManager[Connection]]


class Seals:
    """Reached as `Store.seals`."""

    def __init__(self, reading: Connecting) -> None:
        self._reading = reading

    @cached_property
    def _key(self) -> bytes:
        query = select(schema.secrets.c.value).where(schema.secrets.c.name == "seal")
        with self._reading() as connection:
            return bytes.fromhex(connection.scalar(query) or "")

    def key(self, job: str, district: str, department: str, period: str) -> str:
        """The key (hex) that one form is sealed with. district: code; department: id."""
        about = "\x1f".join((job, district, department, period)).encode()
        return hmac.new(self._key, about, hashlib.sha256).hexdigest()

    @cached_property
    def store(self) -> str:
        """What the store is known by; copies and restored backups of it are the same store."""
        return hmac.new(self._key, b"store", hashlib.sha256).hexdigest()[:16]
