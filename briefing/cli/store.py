"""briefing store: looking after the database."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli.options import PATH, store_option, store_url_or_default, workspace_option


@click.group()
def store() -> None:
    """维护数据库：备份、检查。"""


@store.command()
@click.argument("file", type=PATH, metavar="文件")
@store_option
@workspace_option
def backup(file: Path, store_url: str | None, workspace: Path | None) -> None:
    """把数据库备份成一个 SQLite 文件（PostgreSQL 也是）；运行中也可以备份。

    恢复时把文件放回原处，或用 --store 指向它。
    """
    from briefing.settings import find_workspace
    from briefing.store import Store

    with Store.open(
        store_url_or_default(store_url, find_workspace(Path.cwd(), workspace)), create=False
    ) as opened:
        opened.backup(file)
    click.echo(f"已备份到 {file}", err=True)


@store.command()
@store_option
@workspace_option
def check(store_url: str | None, workspace: Path | None) -> int:
    """检查数据库是否完好。退出码：0 完好；1 有问题。"""
    from briefing.settings import find_workspace
    from briefing.store import Store

    with Store.open(
        store_url_or_default(store_url, find_workspace(Path.cwd(), workspace)), create=False
    ) as opened:
        problems = opened.check()
    for problem in problems:
        click.echo(problem)
    click.echo(f"发现 {len(problems)} 个问题" if problems else "数据库完好", err=True)
    return 1 if problems else 0
