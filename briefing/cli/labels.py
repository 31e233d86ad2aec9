"""briefing labels: an office's own marks as test cases of extraction."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import PATH, store_option, store_url_or_default, workspace_option

if TYPE_CHECKING:
    from briefing.model import Observation, ProjectMention, Task

_FILES = {"indicator": "indicators", "project": "projects", "duty": "duties"}


@click.group()
def labels() -> None:
    """本单位校核过的事实，作为抽取的测试样例。"""


@labels.command()
@click.option("--out", type=PATH, metavar="DIR", required=True, help="写到这个文件夹")
@store_option
@workspace_option
def export(out: Path, store_url: str | None, workspace: Path | None) -> None:
    """把标为正确、改正过的和补上的事实写成标注文件：每个资料文件、每一种一个 JSONL。"""
    from briefing.extraction import facts_as_rows_of
    from briefing.files import write_whole
    from briefing.settings import find_workspace
    from briefing.store import Store

    root = find_workspace(Path.cwd(), workspace)
    with Store.open(store_url_or_default(store_url, root), create=False) as store:
        held = [each.mark for each in store.marks.all() if each.holds]
        kept = {mark.place for mark in held if mark.verdict != "wrong"}
        ids = {mark.document for mark in held}
        facts: list[Observation | ProjectMention | Task] = [
            *store.observations(documents=ids),
            *store.mentions(documents=ids),
            *store.tasks(documents=ids),
        ]
    found: dict[str, list[dict[str, object]]] = {}
    for row in facts_as_rows_of(facts):
        source = row.pop("source")
        if (row["fact"], source.document, row["start"], row["end"]) in kept:
            name = f"{Path(source.file).stem}.{_FILES[str(row['fact'])]}.jsonl"
            found.setdefault(name, []).append(row)
    for name, rows in sorted(found.items()):
        told = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        write_whole(out / name, told.encode("utf-8"))
    click.echo(f"{sum(map(len, found.values()))} 条标注在 {out}（{len(found)} 个文件）", err=True)
