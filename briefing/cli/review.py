"""briefing review: pages on which a person checks what was read, one a source file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import PATH, workspace_option

if TYPE_CHECKING:
    from briefing.extraction import Lexicon
    from briefing.model import Document
    from briefing.papers.page import Entry, Read
    from briefing.settings import Settings

    File = tuple["Reading", list[Read]]
    from briefing.model import Reading


@click.command()
@click.argument("paths", nargs=-1, type=PATH, metavar="[文件...]")
@click.option("--district", metavar="地区", help="只做这个地区的文件")
@click.option("--period", metavar="年份", help="只做回顾或安排这一年的文件")
@click.option("--document", metavar="标题", help="只做标题里有这些字的文件")
@click.option("--out", type=PATH, metavar="DIR", help="写到这个文件夹；默认 output/review")
@workspace_option
def review(
    paths: tuple[Path, ...],
    district: str | None,
    period: str | None,
    document: str | None,
    out: Path | None,
    workspace: Path | None,
) -> int:
    """为每个资料文件写一个校核网页：左边原文，右边读出的每个数字，逐个核对、改正、保存。

    网页不联网，双击即可打开。保存的文件用 briefing corrections import 导入。不写文件时，做工作区 sources 里的全部资料。
    """
    from briefing.errors import BriefingError
    from briefing.extraction import Lexicon
    from briefing.files import write_whole
    from briefing.papers.page import index_page, review_page, series_of
    from briefing.settings import find_workspace, load_settings
    from briefing.sources import find_sources

    root = find_workspace(Path.cwd(), workspace)
    settings = load_settings(root)
    files = find_sources(paths or (root / "sources",), Path.cwd())
    lexicon = Lexicon.from_indicators(settings.indicators)
    read, failed = [], 0
    for path in files:
        try:
            read.append((path, *_read(path, lexicon)))
        except BriefingError as error:
            failed += 1
            click.echo(f"错误：{error}", err=True)
    wanted = [
        (path, reading, kept)
        for path, reading, found in read
        if (kept := _kept(found, settings, district, period, document))
    ]
    if not wanted:
        click.echo("没有符合条件的文件，没有写网页", err=True)
        return 1
    folder = out or root / "output" / "review"
    series = series_of(each for *_, kept in wanted for each in kept)
    entries: list[Entry] = []
    for (_, reading, kept), name in zip(wanted, _names([path for path, *_ in wanted]), strict=True):
        data, entry = review_page(reading, kept, series, index="index.html")
        write_whole(folder / name, data)
        entries.append(entry.named(name))
    write_whole(folder / "index.html", index_page(entries))
    click.echo(f"{len(wanted)} 个网页在 {folder}，从 index.html 打开", err=True)
    return 1 if failed else 0


def _read(path: Path, lexicon: Lexicon) -> File:
    from dataclasses import replace

    from briefing.analysis.rules import text_findings
    from briefing.extraction import extract
    from briefing.papers.page import Read
    from briefing.sources import documents, read_file

    reading = read_file(path)
    return reading, [
        Read(each, replace(extract(each, lexicon), findings=text_findings(each)))
        for each in documents(reading)
    ]


def _kept(
    found: Sequence[Read],
    settings: Settings,
    district: str | None,
    period: str | None,
    title: str | None,
) -> list[Read]:
    """The documents of a file that are asked for."""
    return [
        each
        for each in found
        if (not district or _of(each.document, settings, district))
        and (not period or period in _years(each.document))
        and (not title or title in each.document.title)
    ]


def _of(document: Document, settings: Settings, district: str) -> bool:
    known = settings.district(document.area) if document.area else None
    return district in (document.area, *((known.name, known.code) if known else ()))


def _years(document: Document) -> set[str]:
    return {str(year) for year in (document.year_reviewed, document.year_planned) if year}


def _names(paths: Sequence[Path]) -> Iterator[str]:
    """The name of each file's page; files of one name in several folders are numbered."""
    seen: dict[str, int] = {}
    for path in paths:
        seen[path.name] = number = seen.get(path.name, 0) + 1
        yield f"{path.name}{'' if number == 1 else f'.{number}'}.html"
