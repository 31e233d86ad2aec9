"""briefing extract: facts of files as JSON lines. Needs no workspace and no configured area."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from briefing.cli.options import PATH
from briefing.errors import BriefingError, SourceError

FILE_SECONDS = 120.0  # as in a run


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="文件...")
@click.option("--format", "format_", type=click.Choice(["jsonl"]), default="jsonl", help="输出格式")
def extract(paths: tuple[Path, ...], format_: str) -> int:
    """从文件抽取指标、项目和责任事项，每行输出一条 JSON。

    有文件读不了，或读了两分钟还没有读完时（扫描件每页两分钟），其余文件照常处理，退出码为 1。
    """
    from briefing.extraction import Lexicon, facts_as_rows, unread_lines
    from briefing.extraction import extract as facts_of
    from briefing.extraction.unread import warnings as unread_text
    from briefing.sources import documents, find_sources, read_file, slow

    lexicon, encoded = Lexicon.own(), json.JSONEncoder(ensure_ascii=False).encode
    failed = 0
    files: list[Path] = []
    for path in paths:
        try:
            files += find_sources([path], Path.cwd())
        except BriefingError as error:
            failed += 1
            click.echo(f"错误：{error}", err=True)
    for path in dict.fromkeys(files):
        try:
            with _at_most(FILE_SECONDS, path.name) as again, slow.heard_by(again):
                reading = read_file(path)
                read = [(document, facts_of(document, lexicon)) for document in documents(reading)]
                unread = [*unread_lines([one for _, facts in read for one in facts.unread])]
                unread += unread_text(reading, read)
            rows = (row for each in read for row in facts_as_rows(*each))
            sys.stdout.writelines(encoded(row) + "\n" for row in rows)
        except BriefingError as error:
            failed += 1
            click.echo(f"错误：{error}", err=True)
        else:
            for warning in (*reading.warnings, *unread):
                click.echo(f"提醒：{path.name}：{warning}", err=True)
    return 1 if failed else 0


@contextmanager
def _at_most(seconds: float, name: str) -> Iterator[Callable[[str], None]]:
    """Raises SourceError in what takes longer; what is yielded tells of a slow step, which has the whole time again.

    Without workers there are only signals to do that, and Windows has none: no limit there.
    """
    limited = hasattr(signal, "setitimer")

    def begins(step: str) -> None:
        click.echo(f"{name}：{step}", err=True)
        if limited:
            signal.setitimer(signal.ITIMER_REAL, seconds)

    if not limited:
        yield begins
        return

    def stop(number: int, frame: object) -> None:
        raise SourceError(
            f"超过 {seconds:g} 秒还没有读完，跳过了", where=name, hint="拆成几个小一些的文件再读"
        )

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield begins
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
