"""briefing store: looking after the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import PATH, store_option, store_url_or_default, workspace_option

if TYPE_CHECKING:
    from collections.abc import Mapping

_TABLES = {
    "observations": "指标数据",
    "mentions": "项目",
    "tasks": "任务",
    "documents": "文件",
    "corrections": "核定",
    "reports": "进展",
    "returns": "收回的表",
    "confirmations": "确认",
    "ledger": "台账",
    "runs": "运行",
}


@click.group()
def store() -> None:
    """维护数据库：备份、导出、检查、恢复。"""


def _url(store_url: str | None, workspace: Path | None) -> str:
    from briefing.settings import find_workspace

    return store_url_or_default(store_url, find_workspace(Path.cwd(), workspace))


@store.command()
@click.argument("file", type=PATH, metavar="文件")
@store_option
@workspace_option
def backup(file: Path, store_url: str | None, workspace: Path | None) -> None:
    """把数据库备份成一个 SQLite 文件（PostgreSQL 也是）；运行中也可以备份。

    恢复用 briefing store restore。备份里有封填报表的密钥，要收好。
    """
    from briefing.store import Store

    with Store.open(_url(store_url, workspace), create=False) as opened:
        opened.backup(file)
    click.echo(f"已备份到 {file}", err=True)


@store.command()
@click.argument("file", type=PATH, metavar="文件")
@store_option
@workspace_option
def export(file: Path, store_url: str | None, workspace: Path | None) -> None:
    """把整个数据库导出成 JSON 行文件，写明结构版本；这一版和以后的版本都能用 store restore 读回。"""
    from briefing.store import Store

    with Store.open(_url(store_url, workspace), create=False) as opened:
        count = opened.export(file)
    click.echo(f"已导出 {count} 行到 {file}", err=True)


@store.command()
@click.argument("file", type=PATH, metavar="文件")
@click.option("--yes", is_flag=True, help="库里有内容也恢复：先把现有的备份在旁边")
@store_option
@workspace_option
def restore(file: Path, yes: bool, store_url: str | None, workspace: Path | None) -> None:
    """用备份或导出文件恢复数据库（SQLite 和 PostgreSQL 都行）；要么全部恢复，要么一点不动。"""
    from briefing.periods import ZONE
    from briefing.store.restoring import restore as restore_store

    done = restore_store(file, _url(store_url, workspace), replace=yes)
    if done.aside:
        click.echo(f"原来的库留在 {done.aside}", err=True)
    click.echo(f"已恢复：{_counts(done.rows)}", err=True)
    if done.sent_until:
        last = done.sent_until.astimezone(ZONE)
        click.echo(
            f"提醒：发送台账记到 {last:%Y-%m-%d %H:%M}，以后发过的这个库不知道：再发以前先运行 briefing send 任务 --dry-run 看一遍",
            err=True,
        )


@store.command()
@click.option("--repair", type=PATH, metavar="备份", help="有问题时用这个备份修复")
@store_option
@workspace_option
def check(repair: Path | None, store_url: str | None, workspace: Path | None) -> int:
    """逐行逐列检查数据库是否完好。退出码：0 完好（或已修复）；1 有问题。

    --repair：以备份为准，再从坏库里救回备份以后的、校验无误的核定、进展、确认和台账；坏库留在旁边。
    """
    from briefing.errors import NoStoreError, StoreError
    from briefing.store import Store
    from briefing.store.restoring import repair as repair_store

    url = _url(store_url, workspace)
    try:
        with Store.open(url, create=False) as opened:
            problems = opened.check()
    except NoStoreError:
        raise
    except StoreError as error:
        if not repair:
            raise
        problems = (str(error),)
    for problem in problems:
        click.echo(problem)
    click.echo(f"发现 {len(problems)} 个问题" if problems else "数据库完好", err=True)
    if problems and repair:
        done = repair_store(repair, url)
        click.echo(f"坏库留在 {done.aside}", err=True)
        click.echo(f"已用备份恢复：{_counts(done.rows)}", err=True)
        click.echo(f"从坏库里救回：{_counts(done.saved)}", err=True)
        return 0
    return 1 if problems else 0


def _counts(rows: Mapping[str, int]) -> str:
    parts = [f"{word} {rows[name]}" for name, word in _TABLES.items() if rows.get(name)]
    return "，".join(parts) or "没有内容"
