"""Lists as a table, JSON lines, CSV, a workbook or Parquet: one way for every command that lists."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO

import click

from briefing.cli.options import PATH, Command

if TYPE_CHECKING:
    from briefing.papers.excel.cells import Cell

FORMATS = ("table", "jsonl", "csv", "xlsx", "parquet")
_FILES = ("xlsx", "parquet")  # no terminal shows them
_BATCH = 10_000  # rows that a Parquet file takes at once


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list."""

    key: str  # in JSON lines, CSV and Parquet
    head: str  # in tables and workbooks; "": only programs get this column
    get: Callable[[Any], Any]  # of a thing of the list: a text, a number, None, or plain data
    said: Callable[[Any], str] | None = None  # what people read in its place
    cell: Callable[[Any], Cell] | None = None  # what a workbook holds in its place
    type: Literal["text", "int", "texts"] = "text"  # in Parquet; other data is JSON there
    most: int = 44  # columns it takes of a terminal; 0: too long for one
    right: bool = False  # figures are set flush right

    def words(self, thing: Any) -> str:
        """What people read."""
        return self.said(thing) if self.said else _flat(self.get(thing))


def listing_options(*own: str) -> Callable[[Command], Command]:
    """--format and --out. own: formats that this command has besides those of all."""

    def add(command: Command) -> Command:
        command = click.option(
            "--out", type=PATH, metavar="文件", help="写到这个文件；xlsx 和 parquet 必须写"
        )(command)
        choice = click.Choice([*FORMATS, *own])
        return click.option("--format", "format_", type=choice, default="table", help="输出格式")(
            command
        )

    return add


class Listing:
    """Where a list goes and in what format. Raises SettingsError where it cannot."""

    def __init__(self, format_: str, out: Path | None) -> None:
        from briefing.errors import SettingsError

        if format_ in _FILES and out is None:
            hint = f"如 --out 数据.{format_}"
            raise SettingsError("没有写存到哪个文件", where="--out", hint=hint)
        if out and not out.parent.is_dir():
            raise SettingsError(
                "没有这个文件夹，写不进去", where=str(out), hint="先建好文件夹，或换一个"
            )
        self.format = format_
        self._out = out

    def write(
        self,
        found: Iterable[Any],
        columns: Sequence[Column],
        own: Mapping[str, Callable[[Iterable[Any], TextIO], int]] | None = None,
    ) -> int:
        """To the standard output, or to a file, put in place whole. Returns how many things there were."""
        printed = {"table": _table, "jsonl": _lines, "csv": _csv}
        if self.format in _FILES:
            assert self._out
            return self._whole(self._out, lambda path: _SAVED[self.format](found, columns, path))
        if own and self.format in own:
            write = own[self.format]
        else:
            chosen = printed[self.format]
            write = lambda things, out: chosen(things, columns, out)  # noqa: E731
        if self._out is None:
            return write(found, sys.stdout)
        encoding = "utf-8-sig" if self.format == "csv" else "utf-8"  # Excel wants the mark

        def save(path: Path) -> int:
            with path.open("w", encoding=encoding, newline="") as file:
                return write(found, file)

        return self._whole(self._out, save)

    def _whole(self, out: Path, save: Callable[[Path], int]) -> int:
        from briefing.files import TEMPORARY, unwritable

        temporary = out.parent / TEMPORARY.format(os.getpid())
        try:
            temporary.touch()  # a folder that takes no files is known before anything is worked out
            if out.is_dir():
                raise IsADirectoryError
            count = save(temporary)
            temporary.replace(out)
        except OSError as error:
            raise unwritable(out, error) from None
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        click.echo(f"写出 {count} 条：{out}", err=True)
        return count


def _table(found: Iterable[Any], columns: Sequence[Column], out: TextIO) -> int:
    """For people: codes stand as words."""
    from briefing.cli.tables import cut, table

    shown = [column for column in columns if column.head and column.most]
    rows = [[cut(column.words(thing), column.most) for column in shown] for thing in found]
    right = [place for place, column in enumerate(shown) if column.right]
    click.echo(table([column.head for column in shown], rows, right), file=out)
    click.echo(f"共 {len(rows)} 条", err=True)
    return len(rows)


def _lines(found: Iterable[Any], columns: Sequence[Column], out: TextIO) -> int:
    count = 0
    for thing in found:
        count += 1
        row = {column.key: column.get(thing) for column in columns}
        click.echo(json.dumps(row, ensure_ascii=False), file=out)
    return count


def _csv(found: Iterable[Any], columns: Sequence[Column], out: TextIO) -> int:
    from briefing.files import cell_text

    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.key for column in columns])
    count = 0
    for thing in found:
        count += 1
        writer.writerow([cell_text(_flat(column.get(thing))) for column in columns])
    return count


def _workbook(found: Iterable[Any], columns: Sequence[Column], path: Path) -> int:
    from briefing.papers.excel.cells import text
    from briefing.papers.excel.export import export

    shown = [column for column in columns if column.head]
    rows = (
        [column.cell(thing) if column.cell else text(column.words(thing)) for column in shown]
        for thing in found
    )
    return export([column.head for column in shown], rows, path)


def _parquet(found: Iterable[Any], columns: Sequence[Column], path: Path) -> int:
    """Figures stay texts, 56.70 as written."""
    from briefing.errors import SettingsError

    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        hint = "运行 pip install 'briefing[parquet]'，或换一种格式"
        raise SettingsError(
            "没有安装 pyarrow，写不了 Parquet", where="--format", hint=hint
        ) from None
    types = {"text": arrow.string(), "int": arrow.int64(), "texts": arrow.list_(arrow.string())}
    schema = arrow.schema([(column.key, types[column.type]) for column in columns])
    things, count = iter(found), 0
    with parquet.ParquetWriter(path, schema) as file:
        for batch in _batches(things):
            count += len(batch)
            rows = [{column.key: _stored(column, thing) for column in columns} for thing in batch]
            file.write_table(arrow.Table.from_pylist(rows, schema=schema))
    return count


def _batches(things: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(things, _BATCH)):
        yield batch


def _stored(column: Column, thing: Any) -> Any:
    value = column.get(thing)
    return _flat(value) if column.type == "text" and value is not None else value


_SAVED = {"xlsx": _workbook, "parquet": _parquet}


def _flat(value: Any) -> str:
    """One text: a list of texts joined, other data as JSON."""
    if value is None:
        return ""
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return "；".join(value)
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return str(value)
