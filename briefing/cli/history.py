"""briefing history: what was sent to whom, when, saying what."""

from __future__ import annotations

from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.listing import Column, Listing, listing_options
from briefing.cli.options import store_option, store_url_or_default, workspace_option

if TYPE_CHECKING:
    from briefing.store import Entry, Store

_STATES = {
    "pending": "待发",
    "sending": "正在发",
    "sent": "已发",
    "failed": "失败",
    "uncertain": "不确定",
}
_CHANNELS = {"mail": "邮件", "folder": "文件夹"}


@click.command()
@click.option("--job", default=None, metavar="任务", help="只列出这个任务的")
@click.option("--recipient", default=None, metavar="单位", help="只列出发给这个单位或邮箱的")
@click.option(
    "--facts",
    "number",
    type=int,
    default=None,
    metavar="编号",
    help="列出这一份当时写的全部内容和每个数的出处",
)
@listing_options()
@store_option
@workspace_option
def history(
    job: str | None,
    recipient: str | None,
    number: int | None,
    format_: str,
    out: Path | None,
    store_url: str | None,
    workspace: Path | None,
) -> None:
    """列出什么时候把什么材料发给了谁；写 --facts 编号，就列出那一份当时写了什么。"""
    from briefing.errors import SettingsError
    from briefing.settings import find_workspace
    from briefing.store import Store

    listing = Listing(format_, out)
    root = find_workspace(Path.cwd(), workspace)
    with Store.open(store_url_or_default(store_url, root), create=False) as store:
        if number is None:
            entries = store.ledger.entries(job, recipient=recipient)
            if not listing.write(entries, _ENTRIES):
                hint = "不加选项运行 briefing history 可列出全部"
                click.echo(f"提醒：没有这样的记录；{hint}", err=True)
            return
        entry = next((entry for entry in store.ledger.entries() if entry.id == number), None)
        if entry is None:
            raise SettingsError(
                f"没有编号 {number}", where="--facts", hint="编号见 briefing history"
            )
        listing.write(_facts(entry, store), _LINES)


def _facts(entry: Entry, store: Store) -> list[dict[str, Any]]:
    """Every line of the sheet as it was sent, with the sources of the facts that the store still holds."""
    from briefing.papers.digest import of_data

    content = of_data(store.ledger.content(entry.order.digest) or ())
    wanted = {key for line in content for key in line.keys}
    known = {found.key: found for found in store.observations() if found.key in wanted}
    rows = []
    for line in content:
        sources = [known[key].source for key in line.keys if key in known]
        rows.append(
            {
                "place": f"{line.part}{line.at}",
                "text": line.text,
                "keys": " ".join(line.keys),
                "source": "；".join(dict.fromkeys(source.file for source in sources)),
                "quote": "；".join(dict.fromkeys(source.quote for source in sources)),
            }
        )
    return rows


def _at(entry: Entry) -> str:
    from briefing.jobs.clock import local

    return local(entry.at)


_ENTRIES = (
    Column("id", "编号", lambda e: e.id, type="int"),
    Column("at", "时间", _at, most=80),
    Column("job", "任务", lambda e: e.order.job),
    Column("period", "时期", lambda e: e.order.period),
    Column("unit", "单位", lambda e: e.order.unit),
    Column("recipient", "收件人", lambda e: e.order.recipient, most=80),
    Column("channel", "方式", lambda e: _CHANNELS[e.order.channel]),
    Column("file", "材料", lambda e: e.order.name, most=80),
    Column("state", "结果", lambda e: _STATES[e.state]),
    Column("sha256", "文件", lambda e: e.order.sha256, most=12),
    Column("digest", "内容", lambda e: e.order.digest, most=12),
    Column("said", "说明", lambda e: e.said, most=80),
)
_LINES = (
    Column("place", "位置", itemgetter("place"), most=80),
    Column("text", "内容", itemgetter("text"), most=60),
    Column("keys", "数据代号", itemgetter("keys"), most=80),
    Column("source", "资料", itemgetter("source"), most=80),
    Column("quote", "原文", itemgetter("quote"), most=60),
)
