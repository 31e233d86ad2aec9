"""briefing extract: facts of files as JSON lines. Needs no workspace and no configured area."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from briefing.cli.options import PATH
from briefing.errors import BriefingError


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="文件...")
@click.option("--format", "format_", type=click.Choice(["jsonl"]), default="jsonl", help="输出格式")
def extract(paths: tuple[Path, ...], format_: str) -> int:
    """从文件抽取指标、项目和责任事项，每行输出一条 JSON。

    有文件读不了时，其余文件照常处理，退出码为 1。
    """
    from briefing.extraction import Lexicon, facts_as_rows
    from briefing.extraction import extract as facts_of
    from briefing.settings import load_indicators
    from briefing.sources import documents, find_sources, read_file

    lexicon = Lexicon.from_indicators(load_indicators())
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
            reading = read_file(path)
            for document in documents(reading):
                for row in facts_as_rows(document, facts_of(document, lexicon)):
                    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        except BriefingError as error:
            failed += 1
            click.echo(f"错误：{error}", err=True)
        else:
            for warning in reading.warnings:
                click.echo(f"提醒：{path.name}：{warning}", err=True)
    return 1 if failed else 0
