"""Looking after a store: is it sound, and a copy of it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from decimal import Decimal, InvalidOperation
from pathlib import Path

from sqlalchemy import Connection, create_engine, insert, select

from briefing.errors import StoreError, system_words
from briefing.store import schema

_MOST = 5  # faults of a kind that are named
_ROWS = 1000  # copied at once


def problems(connection: Connection) -> Iterator[str]:
    """What is wrong, in Chinese."""
    if connection.dialect.name == "sqlite":
        said = [row[0] for row in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})")]
        yield from (f"数据库文件损坏：{line}" for line in said if line != "ok")
        for table, row, parent, _ in connection.exec_driver_sql(
            "PRAGMA foreign_key_check"
        ).fetchmany(_MOST):
            yield f"{table} 第 {row} 行所属的 {parent} 记录不存在"
    named = select(schema.file_names.c.sha256)
    query = (
        select(schema.documents.c.title).where(schema.documents.c.sha256.not_in(named)).limit(_MOST)
    )
    yield from (f"{title}：没有所在文件的名称" for title in connection.scalars(query))
    yield from _figures(connection)
    yield from _corrections(connection)


def _figures(connection: Connection) -> Iterator[str]:
    """Figures whose text and number differ, or that have lost their source."""
    columns = schema.observations.c
    found = connection.execution_options(yield_per=_ROWS).execute(
        select(columns.key, columns.name, columns.value, columns.number, columns.quote)
    )
    wrong = 0
    for key, name, value, number, quote in found:
        if wrong < _MOST and (fault := _fault(value, number, quote)):
            wrong += 1
            yield f"{name}（{key}）：{fault}"


def _corrections(connection: Connection) -> Iterator[str]:
    """Corrected figures that are no numbers any more."""
    columns = schema.corrections.c
    for id, name, new, reverts in connection.execute(
        select(columns.id, columns.name, columns.new, columns.reverts)
    ):
        if reverts and not new:  # a figure that was supplied was taken back: there is none again
            continue
        try:
            Decimal(new)
        except InvalidOperation:
            yield f"第 {id} 号核定（{name}）：数值“{new}”读不出来"


def _fault(value: str, number: float, quote: str) -> str:
    try:
        same = float(Decimal(value)) == number
    except InvalidOperation:
        return f"数值“{value}”读不出来"
    if not same:
        return f"数值“{value}”与排序用的 {number} 不一致"
    return "" if quote else "没有出处"


def copy(connection: Connection, path: Path) -> None:
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
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _copy_rows(connection: Connection, path: Path) -> None:
    engine = create_engine(f"sqlite:///{path.as_posix()}")
    try:
        with engine.begin() as target:
            schema.metadata.create_all(target)
            for table in schema.metadata.sorted_tables:
                found = (
                    connection.execution_options(yield_per=_ROWS).execute(select(table)).mappings()
                )
                for rows in found.partitions(_ROWS):
                    target.execute(insert(table), [dict(row) for row in rows])
    finally:
        engine.dispose()
