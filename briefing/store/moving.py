"""A store's rows out of a database and into another: backups, exports, restoring, saving what a damaged file still tells."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, delete, insert, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from briefing.errors import StoreError, system_words
from briefing.store import care, exports, migrate, schema
from briefing.store import engine as database
from briefing.store.exports import Row, Tables

_ROWS = 1000  # copied at once


# Out


def backup(connection: Connection, path: Path) -> None:
    """Copy the database to an SQLite file: all of it, or nothing is there. Raises StoreError."""
    beside = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        if connection.dialect.name == "sqlite":
            with closing(sqlite3.connect(beside)) as target:
                source = connection.connection.driver_connection
                assert isinstance(source, sqlite3.Connection)
                source.backup(target)
                target.execute("PRAGMA journal_mode=DELETE")  # one file, fit to be moved
        else:
            _copy_rows(connection, beside)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    except (OSError, sqlite3.Error) as error:
        said = system_words(error) if isinstance(error, OSError) else "数据库出错"
        raise StoreError(
            f"备份写不出来：{said}", where=str(path), hint="检查路径、权限和磁盘空间"
        ) from error
    finally:
        for left in (
            beside,
            beside.with_name(f"{beside.name}-wal"),
            beside.with_name(f"{beside.name}-shm"),
        ):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _copy_rows(connection: Connection, path: Path) -> None:
    engine = _file(path)
    try:
        with engine.begin() as target:
            schema.metadata.create_all(target)
            for table in schema.metadata.sorted_tables:
                _insert(target, table, _read(connection, table))
    finally:
        engine.dispose()
    with closing(sqlite3.connect(path)) as target:
        target.execute("PRAGMA journal_mode=DELETE")


def export(connection: Connection, path: Path) -> int:
    """How many rows. Raises StoreError."""
    tables = ((table, _read(connection, table)) for table in schema.metadata.sorted_tables)
    return exports.write(path, tables)


def _read(connection: Connection, table: Table) -> Iterator[Row]:
    """Rows without their checksums, which the database that takes them makes anew."""
    columns = [column for column in table.c if column.name != schema.CRC]
    found = connection.execution_options(yield_per=_ROWS).execute(select(*columns)).mappings()
    yield from (dict(row) for row in found)


# In


@contextmanager
def opened(path: Path) -> Iterator[Tables]:
    """The tables of a backup or an export. Raises StoreError for what is neither, or damaged."""
    try:
        with path.open("rb") as file:
            begins = file.read(64)
    except OSError as error:
        raise StoreError(f"备份读不出来：{system_words(error)}", where=str(path)) from None
    if begins.startswith(b"SQLite format 3\0"):
        with _of_backup(path) as tables:
            yield tables
    elif exports.HEAD.encode() in begins:
        yield exports.read(path)
    else:
        raise StoreError(
            "不是备份，也不是导出文件",
            where=str(path),
            hint="备份由 briefing store backup 做，导出由 briefing store export 做",
        )


@contextmanager
def _of_backup(path: Path) -> Iterator[Tables]:
    """A copy is read, and brought up where it is of an older version: the backup stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.db"
        shutil.copyfile(path, copy)
        engine = _file(copy)
        try:
            with database.explained(str(path)):
                with engine.execution_options(writes=True).begin() as connection:
                    _bring_up(connection, copy, path)
                with engine.connect() as connection:
                    if wrong := next(care.problems(connection), ""):
                        raise StoreError(f"备份已损坏：{wrong}", where=str(path))
                    yield [(t, _read(connection, t)) for t in schema.metadata.sorted_tables]
        finally:
            engine.dispose()


def _bring_up(connection: Connection, copy: Path, path: Path) -> None:
    found = migrate.version(connection)
    if not found:
        raise StoreError("这个文件不是 briefing 的事实库", where=str(path))
    if found > schema.SCHEMA_VERSION:
        raise StoreError("备份由更新的版本做的", where=str(path), hint="升级 briefing")
    migrate.bring_up(connection, copy)


def replace_all(connection: Connection, tables: Tables) -> dict[str, int]:
    """Everything that is there goes, the rows come."""
    for table in reversed(schema.metadata.sorted_tables):
        connection.execute(delete(table))
    counts = {}
    for table, rows in tables:
        if table is not schema.version:
            counts[table.name] = _insert(connection, table, rows)
    version = {"version_num": str(schema.SCHEMA_VERSION)}
    connection.execute(insert(schema.version), version)
    _continue_numbers(connection)
    return counts


def add_missing(connection: Connection, path: Path) -> dict[str, int]:
    """Rows of a damaged SQLite file, table by table as far as each can be read, whose checksum holds and whose key is not there."""
    counts: dict[str, int] = {}
    engine = _file(path)
    try:
        try:
            damaged = engine.connect()
        except (SQLAlchemyError, sqlite3.Error):  # nothing can be saved of it
            return {}
        with damaged:
            for table in schema.CARRIED:
                counts[table.name] = _add_missing(connection, damaged, table)
    finally:
        engine.dispose()
    _continue_numbers(connection)
    return {name: count for name, count in counts.items() if count}


def _add_missing(connection: Connection, damaged: Connection, table: Table) -> int:
    keys = list(table.primary_key)
    there = {tuple(row) for row in connection.execute(select(*keys))}
    added: list[Row] = []
    with suppress(Exception):  # what comes after the damage cannot be read
        for raw in care.raw(damaged, table):
            if care.is_whole(table, raw):
                row = exports.typed(table, raw)
                if tuple(row[key.name] for key in keys) not in there:
                    added.append(row)
    return _insert(connection, table, added)


def _insert(connection: Connection, table: Table, rows: Iterable[Row]) -> int:
    count, batch = 0, []
    for row in rows:
        batch.append(row)
        count += 1
        if len(batch) == _ROWS:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)
    return count


def _continue_numbers(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        for table in schema.metadata.sorted_tables:
            migrate.continue_numbers(connection, table)


def _file(path: Path) -> Engine:
    return database.connect(make_url(f"sqlite:///{path.as_posix()}"), 30.0)
