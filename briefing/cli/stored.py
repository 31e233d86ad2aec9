"""briefing ingest and briefing facts: into the store and out of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

import click

from briefing.cli.listing import Listing, listing_options
from briefing.cli.options import PATH, store_option, store_url_or_default, workspace_option

if TYPE_CHECKING:
    from briefing.settings import Settings
    from briefing.store import Store, StoredDocument

_SDMX = ("sdmx-csv", "sdmx-structure")  # of indicators alone


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


_KINDS = ("indicator", "project", "task", "finding")


@click.command()
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    default="indicator",
    help="指标、项目、事项或校核发现的问题",
)
@click.option("--district", metavar="地区", help="地区的名称或代码；没有配置的地区写文件里的名称")
@click.option("--id", "indicator", metavar="ID", help="规范指标，如 gdp")
@click.option("--period", metavar="时期", help="如 2024、2024Q1")
@click.option(
    "--status", type=click.Choice(["actual", "estimate", "target"]), help="实际、预计或目标"
)
@listing_options(*_SDMX)
@store_option
@workspace_option
def facts(
    kind: str,
    district: str | None,
    indicator: str | None,
    period: str | None,
    status: str | None,
    format_: str,
    out: Path | None,
    store_url: str | None,
    workspace: Path | None,
) -> None:
    """列出数据库中的指标数据、项目、事项或问题及其出处。"""
    from briefing.settings import find_workspace, load_settings
    from briefing.store import Store

    root = find_workspace(Path.cwd(), workspace)
    settings = load_settings(root)
    only = Only(indicator, period, status)
    _check(kind, only, format_, settings)
    listing = Listing(format_, out)
    if format_ == "sdmx-structure":
        _structure(listing, settings)
        return
    with Store.open(store_url_or_default(store_url, root), create=False) as store:
        documents = _documents_of(store, settings, district) if district else store.documents()
        _write(listing, kind, store, settings, documents, only)


class Only(NamedTuple):
    """What the list is narrowed to."""

    indicator: str | None
    period: str | None
    status: str | None

    def holds(self, fact: Any) -> bool:
        return (not self.period or fact.period == self.period) and (
            not self.status or fact.status == self.status
        )


def _check(kind: str, only: Only, format_: str, settings: Settings) -> None:
    """Raises SettingsError for options that say nothing of this kind."""
    from briefing import periods
    from briefing.errors import SettingsError
    from briefing.settings import nearest

    hint = "去掉它，或去掉 --kind"
    if kind != "indicator" and format_ in _SDMX:
        raise SettingsError("SDMX 只有指标数据", where="--format", hint=hint)
    if kind != "indicator" and only.indicator:
        raise SettingsError("只有指标数据有规范指标", where="--id", hint=hint)
    if kind in ("task", "finding") and only.status:
        raise SettingsError("事项和问题不分实际和目标", where="--status", hint=hint)
    if only.indicator and only.indicator not in (ids := [i.id for i in settings.indicators]):
        hint = nearest(only.indicator, ids)
        raise SettingsError(f"没有这个指标：{only.indicator}", where="--id", hint=hint)
    if only.period:
        try:
            periods.parse(only.period)
        except ValueError as error:
            raise SettingsError(str(error), where="--period") from None


def _write(
    listing: Listing,
    kind: str,
    store: Store,
    settings: Settings,
    documents: Sequence[StoredDocument],
    only: Only,
) -> None:
    from briefing.cli import columns
    from briefing.papers import sdmx

    made = getattr(columns, f"{kind}s")(settings)
    own = {"sdmx-csv": lambda found, out: sdmx.write(found, settings, out)}
    listing.write(_found(kind, store, settings, documents, only), made, own)


def _found(
    kind: str, store: Store, settings: Settings, documents: Sequence[StoredDocument], only: Only
) -> Iterator[Any]:
    """A document at a time: the store may hold more than memory does. Findings come area by area."""
    if kind == "finding":
        from briefing.jobs.review import findings_of

        yield from (f for f in findings_of(store, settings, documents) if only.holds(f))
        return
    for id_ in (document.info.id for document in documents):
        if kind == "indicator":
            yield from store.observations(documents=[id_], **only._asdict())
        else:
            held = store.mentions if kind == "project" else store.tasks
            yield from (each for each in held(documents=[id_]) if only.holds(each))


def _structure(listing: Listing, settings: Settings) -> None:
    from briefing.papers import sdmx

    def write(_: Iterable[Any], out: TextIO) -> int:
        return sdmx.structure(settings, out)

    listing.write((), (), {"sdmx-structure": write})


def _documents_of(store: Store, settings: Settings, area: str) -> Sequence[StoredDocument]:
    """The documents of a district, or of an area that is not configured, by its name as their texts have it."""
    from briefing.errors import SettingsError
    from briefing.settings import nearest

    known = settings.district(area)
    if known:
        return store.documents(district=known.code)
    others = [document for document in store.documents() if not document.district]
    if found := [document for document in others if document.info.area == area]:
        return found
    names = [district.name for district in settings.districts] + [
        document.info.area for document in others if document.info.area
    ]
    raise SettingsError(
        f"没有配置这个地区，数据库里也没有它的文件：{area}",
        where="--district",
        hint=nearest(area, names),
    )
