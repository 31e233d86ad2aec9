"""The version of a store's tables, and what becomes of a store of another version.

Facts follow from the documents, so those of an older store are not converted: they are read anew. What people did — corrections, reports,
confirmations, what was sent to whom — is carried over, column by column. The older store stays as it was: an SQLite file is copied beside
itself, tables on a server move into a schema of their own.
"""

from __future__ import annotations

import logging
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    MetaData,
    String,
    Table,
    Text,
    create_mock_engine,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.dialects import sqlite

from briefing.errors import StoreError
from briefing.store import schema
from briefing.store.engine import RESTORE

# The oldest stores say their version here.
_OLD = Table("briefing_meta", MetaData(), Column("key", Text), Column("value", Text))
_LOCK = 0x627269656669  # any number that nobody else locks on the same server
_ROWS = 1000  # carried over at once
_log = logging.getLogger(__name__)


def version(connection: Connection) -> int | None:
    """The version of the tables: 0 for an empty database, None for one that is not ours."""
    there = inspect(connection)
    tables = there.get_table_names()
    if schema.version.name in tables:
        if connection.dialect.name == "sqlite":
            _check_version(connection, len(there.get_columns(schema.version.name)))
        return _number(connection.scalar(select(schema.version.c.version_num)))
    if _OLD.name in tables:
        return _number(
            connection.scalar(select(_OLD.c.value).where(_OLD.c.key == "schema_version"))
        )
    return None if tables else 0


def _check_version(connection: Connection, columns: int) -> None:
    """A bit that flipped in the number must not make a store an older one. Raises StoreError."""
    if columns == len(schema.version.c):  # older ones have no checksum
        row = connection.exec_driver_sql(f"SELECT * FROM {schema.version.name}").first()
        if row is None or row[1] != schema.crc_of(row[0]):
            raise StoreError("数据库已损坏：版本号与写入时不同", hint=RESTORE)


def _number(written: str | None) -> int | None:
    """A version as it stands in a store; None for one that this program never wrote."""
    return int(written or 0) if (written or "0").isdecimal() else None


def bring_up(connection: Connection, file: Path | None) -> None:
    """Make the tables, or those of this version beside what is kept of an older one, in the connection's transaction.

    file: of an SQLite database.
    """
    if connection.dialect.name == "postgresql":  # SQLite's writers take turns by themselves
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
    found = version(connection)  # another process may have been quicker
    if found == 0:
        _make_tables(connection)
        _begin(connection)
    elif found is not None and found < schema.SCHEMA_VERSION:
        _carry_over(connection, found, file)


def _make_tables(connection: Connection) -> None:
    """In a database without any."""
    if connection.dialect.name != "sqlite":
        schema.metadata.create_all(connection)
        return
    for statement in _statements():
        connection.exec_driver_sql(statement)


@cache
def _statements() -> tuple[str, ...]:
    """What makes all tables of an SQLite database: worked out once for all that a process makes."""
    made: list[str] = []
    dialect = sqlite.dialect()
    engine = create_mock_engine(
        "sqlite://", lambda ddl, *_, **__: made.append(str(ddl.compile(dialect=dialect)))
    )
    schema.metadata.create_all(engine, checkfirst=False)
    return tuple(made)


def _begin(connection: Connection) -> None:
    connection.execute(insert(schema.version), {"version_num": str(schema.SCHEMA_VERSION)})
    if not connection.scalar(select(schema.secrets.c.value)):
        row = {"name": "seal", "value": secrets.token_hex(32)}
        connection.execute(insert(schema.secrets), row)


def _carry_over(connection: Connection, found: int, file: Path | None) -> None:
    kept = list(_kept(connection))
    if connection.dialect.name == "postgresql":
        aside = _move_aside(connection, found)
    else:
        aside = _copy_aside(file, found) if file else ""
        _drop(connection)
    schema.metadata.create_all(connection)
    for table, rows in kept:
        for start in range(0, len(rows), _ROWS):
            connection.execute(insert(table), rows[start : start + _ROWS])
        if connection.dialect.name == "postgresql":
            continue_numbers(connection, table)
    _begin(connection)
    _log.warning(
        "提醒：事实库由旧版建立（第 %s 版）。核定、进展、确认、运行和发送台账已带到新库；资料要重新读入："
        "运行任务时自动读，或运行 briefing ingest 资料文件夹%s",
        found,
        f"。旧库留在 {aside}" if aside else "",
    )


def _kept(connection: Connection) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """The rows of the tables that are carried over, with what their columns hold that this version has too."""
    there = inspect(connection)
    names = set(there.get_table_names())
    for table in schema.CARRIED:
        if table.name in names:
            old = {column["name"] for column in there.get_columns(table.name)}
            shared = [c for c in table.c if c.name in old and c.name != schema.CRC]
            missing = {
                column.name: blank(column)
                for column in table.c
                if column.name not in old and not column.nullable and not column.server_default
            }
            found = connection.execute(select(*shared)).mappings()
            yield table, [dict(row) | missing for row in found]


def blank(column: Column[Any]) -> object:
    """What a column holds that the older version did not have."""
    if column.nullable:
        return None
    if isinstance(column.type, Text | String):
        return ""
    return datetime(1970, 1, 1) if isinstance(column.type, DateTime) else 0


def continue_numbers(connection: Connection, table: Table) -> None:
    """PostgreSQL counts on from the numbers that were brought in."""
    for column in table.primary_key:
        if column.name in ("id", "row"):
            name = f'"{column.name}"'
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'), "
                    f"(SELECT coalesce(max({name}), 0) + 1 FROM {table.name}), false)"
                )
            )


def _ours(connection: Connection) -> Iterable[str]:
    names = {*schema.metadata.tables, _OLD.name}
    return [name for name in inspect(connection).get_table_names() if name in names]


def _move_aside(connection: Connection, found: int) -> str:
    aside = f"briefing_v{found}_{secrets.token_hex(3)}"
    connection.execute(text(f"CREATE SCHEMA {aside}"))
    for name in _ours(connection):
        connection.execute(text(f'ALTER TABLE "{name}" SET SCHEMA {aside}'))
    return f"数据库模式 {aside}"


def _copy_aside(file: Path, found: int) -> str:
    """The bytes of an SQLite database, through its own backup: a journal may hold what the file does not yet."""
    aside = file.with_name(f"{file.stem}.v{found}{file.suffix}")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(aside)) as target:
        source.backup(target)
    return str(aside)


def _drop(connection: Connection) -> None:
    """Children before parents: foreign keys are on."""
    found = set(_ours(connection))
    known = [table.name for table in reversed(schema.metadata.sorted_tables)]
    for name in (*known, _OLD.name):
        if name in found:
            connection.execute(text(f'DROP TABLE "{name}"'))
