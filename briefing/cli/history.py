"""briefing history: what was sent to whom, when, saying what."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

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
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "jsonl", "csv"]),
    default="table",
    help="输出格式",
)
@store_option
@workspace_option
def history(
    job: str | None,
    recipient: str | None,
    number: int | None,
    format_: str,
    store_url: str | None,
    workspace: Path | None,
) -> None:
    """列出什么时候把什么材料发给了谁；写 --facts 编号，就列出那一份当时写了什么。"""
    from briefing.errors import SettingsError
    from briefing.settings import find_workspace
    from briefing.store import Store

    with Store.open(
        store_url_or_default(store_url, find_workspace(Path.cwd(), workspace)), create=False
    ) as store:
        if number is None:
            _print(
                [_row(entry) for entry in store.ledger.entries(job, recipient=recipient)],
                format_,
                cuts={"sha256": 12, "digest": 12},
            )
            return
        entry = next((entry for entry in store.ledger.entries() if entry.id == number), None)
        if entry is None:
            raise SettingsError(
                f"没有编号 {number}", where="--facts", hint="编号见 briefing history"
            )
        _print(_facts(entry, store), format_, cuts={"text": 60, "quote": 60})


def _row(entry: Entry) -> dict[str, Any]:
    from briefing.jobs.clock import local

    order = entry.order
    return {
        "id": entry.id,
        "at": local(entry.at),
        "job": order.job,
        "period": order.period,
        "unit": order.unit,
        "recipient": order.recipient,
        "channel": _CHANNELS[order.channel],
        "file": order.name,
        "state": _STATES[entry.state],
        "sha256": order.sha256,
        "digest": order.digest,
        "said": entry.said,
    }


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


_HEADS = {
    "id": "编号",
    "at": "时间",
    "job": "任务",
    "period": "时期",
    "unit": "单位",
    "recipient": "收件人",
    "channel": "方式",
    "file": "材料",
    "state": "结果",
    "sha256": "文件",
    "digest": "内容",
    "said": "说明",
    "place": "位置",
    "text": "内容",
    "keys": "数据代号",
    "source": "资料",
    "quote": "原文",
}


def _print(rows: list[dict[str, Any]], format_: str, cuts: dict[str, int]) -> None:
    from briefing.cli.tables import cut, table
    from briefing.files import cell_text

    if format_ == "jsonl":
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    elif format_ == "csv":
        writer = csv.DictWriter(sys.stdout, rows[0] if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: cell_text(value) for key, value in row.items()} for row in rows)
    else:
        heads = list(rows[0]) if rows else ["id"]
        shown = [[cut(str(row[head]), cuts.get(head, 80)) for head in heads] for row in rows]
        click.echo(table([_HEADS[head] for head in heads], shown))
        click.echo(f"共 {len(rows)} 条", err=True)
        if not rows:
            click.echo("提醒：没有这样的记录；不加选项运行 briefing history 可列出全部", err=True)
