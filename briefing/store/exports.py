"""A store as JSON lines: a head with the versions, a row a line, an end with counts and a hash; a file that is not whole is refused.

Every line of a row has its number and a checksum, so that a line that was lost or changed is named.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table

from briefing.errors import StoreError, system_words
from briefing.files import write_whole
from briefing.store import migrate, schema

HEAD = "briefing_export"
FORMAT = 2  # 1 had neither numbers nor checksums nor an end
Row = dict[str, Any]
Tables = Iterable[tuple[Table, Iterable[Row]]]
_AGAIN = "重新导出，或用备份"
_log = logging.getLogger(__name__)


def write(path: Path, tables: Tables) -> int:
    """How many rows. Raises StoreError."""
    lines = [_line({HEAD: FORMAT, "schema_version": schema.SCHEMA_VERSION})]
    counts: Counter[str] = Counter()
    for table, rows in tables:
        for row in rows:
            plain = {name: _plain(value) for name, value in row.items()}
            entry = {"line": len(lines) + 1, "table": table.name, "row": plain}
            lines.append(_line(entry | {"crc": _crc(entry)}))
            counts[table.name] += 1
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    write_whole(path, b"".join([*lines, _line({"end": dict(counts), "sha256": digest})]))
    return counts.total()


def _line(entry: Mapping[str, Any]) -> bytes:
    return (json.dumps(entry, ensure_ascii=False) + "\n").encode()


def _crc(entry: Mapping[str, Any]) -> int:
    return zlib.crc32(_line(entry))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def read(path: Path) -> Tables:
    """Facts of another version are left out: documents are read anew. What people did has the columns that this version has. Raises StoreError."""
    reading, number = _Reading(), 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                reading.take(number, line)
    except OSError as error:
        raise StoreError(f"导出文件读不出来：{system_words(error)}", where=str(path)) from None
    except _Wrong as error:
        hint = "升级 briefing" if error.newer else _AGAIN
        raise StoreError(f"导出文件第 {number} 行{error}", where=str(path), hint=hint) from None
    if reading.format == 1:
        _log.warning("提醒：%s 是旧格式的导出，没有结尾行，看不出是不是完整", path)
    elif not reading.ended:
        raise StoreError(
            f"导出文件不完整：到第 {number} 行就断了，没有结尾行", where=str(path), hint=_AGAIN
        )
    return reading.tables()


class _Wrong(Exception):
    """What is wrong with a line. newer: a later version wrote it."""

    def __init__(self, said: str, *, newer: bool = False) -> None:
        super().__init__(said)
        self.newer = newer


class _Reading:
    """A file line by line."""

    def __init__(self) -> None:
        self.format = self.version = 0
        self.rows: dict[str, list[Row]] = {}
        self.ended = False
        self._tables: dict[str, Table] = {}  # those that are brought in
        self._counts: Counter[str] = Counter()
        self._digest = hashlib.sha256()

    def tables(self) -> Tables:
        return [(table, self.rows.get(name, [])) for name, table in self._tables.items()]

    def take(self, number: int, line: bytes) -> None:
        """Raises _Wrong."""
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            raise _Wrong("读不出来，可能不完整") from None
        if self.ended:
            raise _Wrong("在结尾行之后，是多出来的")
        if not isinstance(entry, dict):
            raise _Wrong("不是导出的内容")
        if number == 1:
            self._head(entry)
        elif "end" in entry and self.format > 1:
            self._end(entry)
        else:
            self._row(number, entry)
        self._digest.update(line)

    def _head(self, entry: Row) -> None:
        self.format, self.version = _version(entry, HEAD), _version(entry, "schema_version")
        if self.format > FORMAT or self.version > schema.SCHEMA_VERSION:
            raise _Wrong("说明它由更新的版本导出", newer=True)
        same = self.version == schema.SCHEMA_VERSION
        wanted = schema.metadata.sorted_tables if same else schema.CARRIED
        self._tables = {table.name: table for table in wanted}

    def _row(self, number: int, entry: Row) -> None:
        if self.format > 1:
            crc = entry.pop("crc", None)
            if entry.get("line") != number:
                raise _Wrong("的行号不对：前面少了或多了行")
            if crc != _crc(entry):
                raise _Wrong("与导出时不同")
        name, row = entry.get("table"), entry.get("row")
        if not isinstance(name, str) or not isinstance(row, dict):
            raise _Wrong("不是一张表的一行")
        self._counts[name] += 1
        table = self._tables.get(name)
        if table is not None:
            self.rows.setdefault(name, []).append(typed(table, row))
        elif self.version == schema.SCHEMA_VERSION:
            raise _Wrong(f"的表 {name[:40]} 这个版本没有")

    def _end(self, entry: Row) -> None:
        if entry["end"] != dict(self._counts):
            raise _Wrong("（结尾行）的行数与文件里的不同")
        if entry.get("sha256") != self._digest.hexdigest():
            raise _Wrong("（结尾行）的校验值与文件不同：第 1 行或空白被改过")
        self.ended = True


def _version(entry: Row, name: str) -> int:
    value = entry.get(name)
    if type(value) is not int or value < 1:
        raise _Wrong(f"的 {name} 不是版本号")
    return value


def typed(table: Table, row: Mapping[str, Any]) -> Row:
    """A row as the database takes it, without its checksum. Raises _Wrong."""
    return {
        column.name: _value(column, row.get(column.name, migrate.blank(column)))
        for column in table.c
        if column.name != schema.CRC
    }


def _value(column: Column[Any], value: Any) -> Any:
    kind = column.type.python_type
    try:
        if kind is bytes and isinstance(value, dict):
            value = base64.b64decode(value["base64"], validate=True)
        elif kind is datetime and isinstance(value, str):
            value = datetime.fromisoformat(value)
        elif kind in (float, bool) and type(value) is int:
            value = kind(value)
    except (ValueError, KeyError, TypeError):
        value = _Wrong
    if isinstance(value, kind) or (value is None and column.nullable):
        return value
    raise _Wrong(f"的 {column.name} 读不出来：{_KINDS.get(kind, '值')}不对")


_KINDS = {datetime: "日期", bytes: "编码", int: "整数", float: "数", bool: "真假", str: "文字"}
