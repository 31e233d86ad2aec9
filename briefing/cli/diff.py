"""briefing diff: what changed between two reports, two folders of documents, two stores or two runs."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.options import PATH, workspace_option

if TYPE_CHECKING:
    from briefing.analysis.differences import Grouped
    from briefing.settings import Settings

Row = dict[str, Any]


@click.command()
@click.argument("before", type=PATH, metavar="前")
@click.argument("after", type=PATH, metavar="后")
@click.option("--district", metavar="地区", help="只比这个地区（按资料里的名称）")
@click.option(
    "--format", "format_", type=click.Choice(["table", "json"]), default="table", help="输出格式"
)
@workspace_option
def diff(
    before: Path, after: Path, district: str | None, format_: str, workspace: Path | None
) -> int:
    """比较两份报告、两个资料文件夹或两个数据库（.db）里的指标、项目和责任事项。

    也可以是两次运行的成果文件夹（output/任务 或 output/任务/时期，和它先前的副本）：还比较校核发现的问题和各份材料。

    退出码：0 没有不同；1 有不同。
    """
    from briefing.analysis.differences import CHANGES, KINDS, STATUSES, changes
    from briefing.cli.tables import cut, table
    from briefing.settings import find_workspace, load_settings

    settings = load_settings(find_workspace(Path.cwd(), workspace))
    one, other = (_said(path, district, settings) for path in (before, after))
    found = changes(one, other)
    names = {each.id: each.name for each in settings.indicators}
    if format_ == "json":
        click.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2))
    else:
        rows = [
            [
                KINDS[each.kind],
                CHANGES[each.change],
                each.area,
                cut(names.get(each.name, each.name), 30),
                each.period,
                STATUSES.get(each.status, each.status),
                cut(each.before, 24),
                cut(each.after, 24),
            ]
            for each in found
        ]
        heads = ["种类", "变化", "地区", "名称", "时期", "状态", "前", "后"]
        click.echo(table(heads, rows))
    click.echo(f"{len(found)} 处不同（前 {len(one)} 项，后 {len(other)} 项）", err=True)
    return 1 if found else 0


def _said(path: Path, district: str | None, settings: Settings) -> Grouped:
    """What a file, a folder or a store says, or a run of a job, of one period or all, by what it is of."""
    from briefing.analysis.differences import grouped
    from briefing.artifacts import manifest

    of_periods = sorted(path.glob(f"*/{manifest.FILE}"))
    said: Grouped
    runs = [path] if (path / manifest.FILE).is_file() else [each.parent for each in of_periods]
    if runs:
        from briefing.jobs.page import kept_of

        said = {key: told for run in runs for key, told in kept_of(run, settings).items()}
    else:
        said = grouped(_facts(path, settings))
    return {key: value for key, value in said.items() if not district or key[1] == district}


def _facts(path: Path, settings: Settings) -> list[Row]:
    if path.suffix == ".db":
        return _stored(path)
    from briefing.extraction import Lexicon, extract, facts_as_rows
    from briefing.sources import documents, find_sources, read_file

    lexicon = Lexicon.from_indicators(settings.indicators)
    return [
        row
        for file in find_sources([path], Path.cwd())
        for document in documents(read_file(file))
        for row in facts_as_rows(document, extract(document, lexicon))
    ]


def _stored(path: Path) -> list[Row]:
    from briefing.extraction import facts_as_rows_of
    from briefing.store import Store

    with Store.open(f"sqlite:///{path.absolute().as_posix()}", create=False) as store:
        duties = (task for task in store.tasks() if task.kind == "duty")
        return list(facts_as_rows_of([*store.observations(), *store.mentions(), *duties]))
