"""briefing ingest and briefing facts: into the store and out of it."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from briefing.cli.options import PATH, store_option, store_url_or_default, workspace_option

if TYPE_CHECKING:
    from briefing.model import Observation
    from briefing.settings import Settings
    from briefing.settings.schema import Wording
    from briefing.store import Store


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="文件...")
@store_option
@workspace_option
@click.option(
    "--workers", type=click.IntRange(min=0), default=0, help="并行进程数；默认与处理器核数相同"
)
def ingest(
    paths: tuple[Path, ...], store_url: str | None, workspace: Path | None, workers: int
) -> int:
    """读取文件或文件夹，把抽取结果存入数据库；读过且没有变化的文件不再读。"""

    from briefing.jobs.ingest import ingest as ingest_files
    from briefing.jobs.progress import Printer
    from briefing.jobs.supervisor import local_executor
    from briefing.settings import find_workspace, load_settings
    from briefing.sources import find_sources
    from briefing.store import Store

    root = find_workspace(Path.cwd(), workspace)
    settings = load_settings(root)
    found = find_sources(paths, Path.cwd())
    with (
        Store.open(store_url_or_default(store_url, root)) as store,
        local_executor(
            workers or os.cpu_count() or 1, context=settings, warm=("briefing.extraction",)
        ) as supervisor,
    ):
        report = ingest_files(found, store, settings, supervisor, progress=Printer())
    for warning in report.warnings:
        click.echo(f"提醒：{warning}", err=True)
    for failure in report.failures:
        click.echo(f"错误：{failure}", err=True)
    click.echo(
        f"读入 {report.read} 个文件，{report.unchanged} 个没有变化，{len(report.failures)} 个失败",
        err=True,
    )
    return 1 if report.failures else 0


@click.command()
@click.option("--district", metavar="地区", help="地区的名称或代码；没有配置的地区写文件里的名称")
@click.option("--id", "indicator", metavar="ID", help="规范指标，如 gdp")
@click.option("--period", metavar="时期", help="如 2024、2024Q1")
@click.option(
    "--status", type=click.Choice(["actual", "estimate", "target"]), help="实际、预计或目标"
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "jsonl", "csv", "sdmx-csv", "xlsx"]),
    default="table",
    help="输出格式",
)
@click.option("--out", type=PATH, metavar="文件", help="写到这个文件；--format xlsx 必须写")
@store_option
@workspace_option
def facts(
    district: str | None,
    indicator: str | None,
    period: str | None,
    status: str | None,
    format_: str,
    out: Path | None,
    store_url: str | None,
    workspace: Path | None,
) -> None:
    """列出数据库中的指标数据及其出处。"""
    from briefing import periods
    from briefing.errors import SettingsError
    from briefing.settings import find_workspace, load_settings, nearest
    from briefing.store import Store

    root = find_workspace(Path.cwd(), workspace)
    settings = load_settings(root)
    if indicator and indicator not in (ids := [i.id for i in settings.indicators]):
        raise SettingsError(
            f"没有这个指标：{indicator}", where="--id", hint=nearest(indicator, ids)
        )
    if period:
        try:
            periods.parse(period)
        except ValueError as error:
            raise SettingsError(str(error), where="--period") from None
    if format_ == "xlsx" and out is None:
        raise SettingsError("没有写存到哪个文件", where="--out", hint="如 --out 数据.xlsx")
    if out and not out.parent.is_dir():
        raise SettingsError(
            "没有这个文件夹，写不进去", where=str(out), hint="先建好文件夹，或换一个"
        )
    with Store.open(store_url_or_default(store_url, root), create=False) as store:
        documents = (
            _documents_of(store, settings, district)
            if district
            else [each.info.id for each in store.documents()]
        )
        # A document at a time: the store may hold more than memory does.
        found = (
            observation
            for document in documents
            for observation in store.observations(
                documents=[document],
                indicator=indicator,
                period=period,
                status=status,  # type: ignore[arg-type]
            )
        )
        _write(found, format_, out, settings)


def _write(
    found: Iterator[Observation], format_: str, out: Path | None, settings: Settings
) -> None:
    """To a file, put in place whole, or to the standard output."""
    if out is None:
        _print(found, format_, settings, sys.stdout)
        return
    from briefing.files import TEMPORARY, unwritable

    temporary = out.parent / TEMPORARY.format(os.getpid())
    try:
        temporary.touch()  # a folder that takes no files is known before anything is worked out
        if out.is_dir():
            raise IsADirectoryError
        if format_ == "xlsx":
            from briefing.papers.excel.export import export

            count = export(found, temporary, settings.wording)
        else:
            encoding = "utf-8-sig" if format_ == "csv" else "utf-8"  # Excel wants the mark
            with temporary.open("w", encoding=encoding, newline="") as file:
                count = _print(found, format_, settings, file)
        temporary.replace(out)
    except OSError as error:
        raise unwritable(out, error) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    click.echo(f"写出 {count} 条：{out}", err=True)


def _print(found: Iterable[Observation], format_: str, settings: Settings, out: TextIO) -> int:
    if format_ == "sdmx-csv":
        from briefing.papers import sdmx

        return sdmx.write(found, settings, out)
    if format_ == "table":
        return _as_table(found, settings.wording, out)
    return _as_lines(found, out) if format_ == "jsonl" else _as_csv(found, out)


def _documents_of(store: Store, settings: Settings, area: str) -> list[str]:
    """The documents of a district, or of an area that is not configured, by its name as their texts have it."""
    from briefing.errors import SettingsError
    from briefing.settings import nearest

    known = settings.district(area)
    if known:
        return [document.info.id for document in store.documents(district=known.code)]
    others = [document for document in store.documents() if not document.district]
    if found := [document.info.id for document in others if document.info.area == area]:
        return found
    names = [district.name for district in settings.districts] + [
        document.info.area for document in others if document.info.area
    ]
    raise SettingsError(
        f"没有配置这个地区，数据库里也没有它的文件：{area}",
        where="--district",
        hint=nearest(area, names),
    )


_COLUMNS: tuple[tuple[str, str, Callable[[Observation], str]], ...] = (
    ("area", "区域", lambda o: o.area),
    ("name", "指标", lambda o: o.name),
    ("id", "规范指标", lambda o: o.indicator or ""),
    ("measure", "类型", lambda o: o.measure),
    ("value", "数值", lambda o: format(o.value, "f")),
    ("unit", "单位", lambda o: o.unit),
    ("bound", "界限", lambda o: "" if o.bound == "exact" else o.bound_text or o.bound),
    ("status", "状态", lambda o: o.status),
    ("period", "时期", lambda o: o.period),
    ("file", "文件", lambda o: o.source.file),
    ("quote", "原文", lambda o: o.source.quote),
)


def _as_table(found: Iterable[Observation], wording: Wording, out: TextIO) -> int:
    """For people: codes stand as words."""
    from briefing.cli.tables import cut, table

    said = {"measure": wording.measures, "status": wording.statuses}
    rows = [
        [cut(str(said.get(key, {}).get(get(o), get(o))), 44) for key, _, get in _COLUMNS]  # type: ignore[attr-defined]
        for o in found
    ]
    click.echo(table([head for _, head, _ in _COLUMNS], rows, right=(4,)), file=out)
    click.echo(f"共 {len(rows)} 条", err=True)
    return len(rows)


def _as_lines(found: Iterable[Observation], out: TextIO) -> int:
    count = 0
    for observation in found:
        count += 1
        row = {key: get(observation) for key, _, get in _COLUMNS} | {
            "document": observation.source.title,
            "section": observation.source.section,
            "start": observation.source.start,
            "end": observation.source.end,
            "vintage": observation.vintage,
            "key": observation.key,
        }
        click.echo(json.dumps(row, ensure_ascii=False), file=out)
    return count


def _as_csv(found: Iterable[Observation], out: TextIO) -> int:
    from briefing.files import cell_text

    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([key for key, _, _ in _COLUMNS])
    count = 0
    for observation in found:
        count += 1
        writer.writerow([cell_text(get(observation)) for _, _, get in _COLUMNS])
    return count
