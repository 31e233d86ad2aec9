"""briefing review: pages on which a person checks what was read, one a source file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import PATH, store_option, store_url_or_default, workspace_option

if TYPE_CHECKING:
    from briefing.model import Document, Reading
    from briefing.papers.page import Around, Read
    from briefing.settings import Settings
    from briefing.store import Store


@click.command()
@click.argument("paths", nargs=-1, type=PATH, metavar="[文件...]")
@click.option("--district", metavar="地区", help="只做这个地区的文件")
@click.option("--period", metavar="年份", help="只做回顾或安排这一年的文件")
@click.option("--document", metavar="标题", help="只做标题里有这些字的文件")
@click.option("--out", type=PATH, metavar="DIR", help="写到这个文件夹；默认 output/review")
@click.option("--serve", is_flag=True, help="在本机打开，几个人同时校核：标记直接进数据库")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="--serve 的端口；默认任选")
@store_option
@workspace_option
def review(
    paths: tuple[Path, ...],
    district: str | None,
    period: str | None,
    document: str | None,
    out: Path | None,
    serve: bool,
    port: int,
    store_url: str | None,
    workspace: Path | None,
) -> int:
    """为每个资料文件写一个校核网页：左边原文，右边读出的每个数字，逐个核对、改正、保存。

    网页不联网，双击即可打开。保存的文件用 briefing corrections import 导入。不写文件时，做工作区 sources 里的全部资料。

    加 --serve 就在本机开一个只有本机能用的网页服务，标记直接进数据库，不用导入；按 Ctrl+C 结束。
    """
    from contextlib import ExitStack

    from briefing.jobs.review import FOLDER
    from briefing.settings import find_workspace, load_settings
    from briefing.sources import find_sources

    root = find_workspace(Path.cwd(), workspace)
    settings = load_settings(root)
    files = find_sources(paths or (root / "sources",), Path.cwd())
    folder = out or root / "output" / FOLDER
    with ExitStack() as stack:
        store = _store(store_url_or_default(store_url, root), must=serve)
        if store:
            stack.enter_context(store)
        wanted = _Wanted(settings, district, period, document)
        written, failed = _write(files, wanted, store, folder)
        if not written:
            click.echo("没有符合条件的文件，没有写网页", err=True)
            return 1
        click.echo(f"{written} 个网页在 {folder}，从 index.html 打开", err=True)
        if serve and store:
            _serve(folder, store, settings, port)
    return 1 if failed else 0


def _store(url: str, *, must: bool) -> Store | None:
    """The store whose marks the pages show; None where there is none yet and none is needed. Raises StoreError."""
    from briefing.errors import NoStoreError
    from briefing.store import Store

    try:
        return Store.open(url, create=False)
    except NoStoreError:
        if must:
            raise
        return None


def _write(
    files: Sequence[Path], wanted: _Wanted, store: Store | None, folder: Path
) -> tuple[int, int]:
    """Write the pages and their list: how many pages there are, and how many files could not be read."""
    from briefing.errors import BriefingError
    from briefing.files import write_whole
    from briefing.jobs.review import (
        INDEX,
        among_papers,
        around_of,
        entries,
        papers_of,
        with_findings,
        write_list,
    )
    from briefing.jobs.work import read_reviewed
    from briefing.papers.page import Around, review_page, series_of

    read: list[tuple[Reading, list[Read]]] = []
    failed = 0
    for path in files:
        try:
            reading, found = read_reviewed(wanted.settings, path)
        except BriefingError as error:
            failed += 1
            click.echo(f"错误：{error}", err=True)
            continue
        if kept := [each for each in found if wanted.has(each.document)]:
            read.append((reading, kept))
    series = series_of(one for _, kept in read for each in kept for one in each.facts.observations)
    papers = papers_of(folder.parent)
    known: dict[str, Around] = {}
    if store:
        names = {reading.sha256: reading.file for reading, _ in read}
        told = dict(around_of(store, wanted.settings, names, papers))
        known = with_findings(told, store, wanted.settings, names)
    for reading, kept in read:
        # Without a stamp: the next run makes its own page again, for this one may show a part of the file.
        held = replace(known.get(reading.sha256, Around(series, INDEX)), stamp="")
        around = among_papers(held, papers.get(reading.sha256, ()))
        page, entry = review_page(reading, kept, around)
        write_whole(folder / entry.name, page)
    if read:
        write_list(folder, entries(folder), {(reading.file, reading.sha256) for reading, _ in read})
    return len(read), failed


class _Wanted:
    """Which documents are asked for."""

    def __init__(
        self, settings: Settings, district: str | None, period: str | None, title: str | None
    ) -> None:
        self.settings = settings
        self._district, self._period, self._title = district, period, title

    def has(self, document: Document) -> bool:
        years = {str(year) for year in (document.year_reviewed, document.year_planned) if year}
        return (
            (not self._district or self._district in self._names(document))
            and (not self._period or self._period in years)
            and (not self._title or self._title in document.title)
        )

    def _names(self, document: Document) -> tuple[str, ...]:
        known = self.settings.district(document.area) if document.area else None
        return (document.area, *((known.name, known.code) if known else ()))


def _serve(folder: Path, store: Store, settings: Settings, port: int) -> None:
    from briefing.jobs.serving import Server

    known = {each.id for each in settings.indicators}
    with Server(folder.parent, folder.name, store, known, port) as server:
        click.echo(f"打开 {server.url}（只在本机有效；按 Ctrl+C 结束）", err=True)
        server.wait()
