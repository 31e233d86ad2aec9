"""Looking after a store: is it sound in every row and column."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Connection, Table, create_engine, select
from sqlalchemy.exc import SQLAlchemyError

from briefing.store import engine, schema

_MOST = 5  # faults of a kind that are named
_ROWS = 1000  # read at once

# Columns whose text is more than text, by name.
_LISTS = {"section", "details", "lead", "responsible", "warnings"}


def problems(connection: Connection) -> Iterator[str]:
    """What is wrong, in Chinese."""
    if connection.dialect.name == "sqlite":
        yield from _structure(connection)
    for table in schema.metadata.sorted_tables:
        yield from _rows(connection, table)
    yield from _relations(connection)


def _structure(connection: Connection) -> Iterator[str]:
    """The file and its tables as SQLite sees them, and whether they are the ones this program makes."""
    try:
        said = [row[0] for row in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})")]
        yield from (f"数据库文件损坏：{line}" for line in said if line != "ok")
        found = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_MOST)
        yield from (f"{row[0]} 第 {row[1]} 行所属的 {row[2]} 记录不存在" for row in found)
        if definitions(connection) != _as_made():
            yield "数据库的表、索引或触发器不是本程序建的样子"
    except (SQLAlchemyError, UnicodeError) as error:
        yield f"数据库文件损坏：{_said(error)}"


def definitions(connection: Connection) -> set[tuple[str, str, str]]:
    """Kind, name and SQL of everything in an SQLite database."""
    query = (
        "SELECT type, name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"
    )
    return {(row[0], row[1], row[2]) for row in connection.exec_driver_sql(query)}


def _as_made() -> set[tuple[str, str, str]]:
    made = create_engine("sqlite://")
    try:
        with made.begin() as connection:
            schema.metadata.create_all(connection)
            return definitions(connection)
    finally:
        made.dispose()


def _rows(connection: Connection, table: Table) -> Iterator[str]:
    """Every row and column of a table: its checksum, and whether its texts are what they have to be."""
    wrong = 0
    try:
        for row in raw(connection, table):
            fault = _fault(table, row, connection.dialect.name == "sqlite")
            if fault:
                wrong += 1
                if wrong <= _MOST:
                    yield f"{_name(table, row)}：{fault}"
    except (SQLAlchemyError, UnicodeError) as error:
        yield f"{table.name} 表读不下去：{_said(error)}"
    if wrong > _MOST:
        yield f"{table.name} 表共有 {wrong} 行有问题"


def raw(connection: Connection, table: Table) -> Iterator[Mapping[str, Any]]:
    """The rows as the database holds them: dates of SQLite are texts."""
    listed = ", ".join(f'"{column.name}"' for column in table.c)
    found = connection.execution_options(yield_per=_ROWS).exec_driver_sql(
        f'SELECT {listed} FROM "{table.name}"'
    )
    names = [column.name for column in table.c]
    for row in found:
        yield dict(zip(names, row, strict=True))


def is_whole(table: Table, row: Mapping[str, Any]) -> bool:
    """Whether a row of SQLite is as it was written."""
    return bool(row[schema.CRC] == schema.crc_of(*(row[name] for name in schema.columns_of(table))))


def _name(table: Table, row: Mapping[str, Any]) -> str:
    keys = "、".join(str(row[column.name])[:40] for column in table.primary_key)
    named = f"{row['name']}，" if row.get("name") else ""
    return f"{table.name} 表（{named}{keys}）"


def _fault(table: Table, row: Mapping[str, Any], checksums: bool) -> str:
    if checksums and not is_whole(table, row):
        return "内容与写入时不同（损坏，或被别的程序改过）"
    for check in (_numbers, _texts):
        try:
            if fault := check(table, row):
                return fault
        except (ValueError, TypeError, zlib.error) as error:
            said = str(error)
            return said if said.startswith("数值") else f"读不出来（{type(error).__name__}）"
    return ""


def _numbers(table: Table, row: Mapping[str, Any]) -> str:
    if table is schema.observations:
        value, number = _decimal(row["value"]), row["number"]
        if float(value) != number:
            return f"数值“{value}”与排序用的 {number} 不一致"
        return "" if row["quote"] else "没有出处"
    if table is schema.corrections and not (row["reverts"] and not row["new"]):
        _decimal(row["new"])  # a supplied figure that was taken back has none
    return ""


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"数值“{text}”读不出来") from None


def _texts(table: Table, row: Mapping[str, Any]) -> str:
    for name in _LISTS & row.keys():
        json.loads(row[name])
    if table is schema.sheets:
        json.loads(zlib.decompress(row["content"]))
    for name in ("at", "read_at", "started_at", "finished_at", "due", "since"):
        if isinstance(row.get(name), str) and table is not schema.returns:
            datetime.fromisoformat(row[name])
    return ""


def _relations(connection: Connection) -> Iterator[str]:
    named = select(schema.file_names.c.sha256)
    query = (
        select(schema.documents.c.title).where(schema.documents.c.sha256.not_in(named)).limit(_MOST)
    )
    try:
        yield from (f"{title}：没有所在文件的名称" for title in connection.scalars(query))
    except (SQLAlchemyError, UnicodeError) as error:
        yield f"documents 表读不下去：{_said(error)}"


def _said(error: Exception) -> str:
    """What a driver says, in our users' language where we know it."""
    return engine.meaning(str(getattr(error, "orig", None) or error)) or type(error).__name__
