"""briefing diff: what changed between two reports, two folders of documents or two stores."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from briefing.cli.options import PATH, workspace_option

if TYPE_CHECKING:
    from briefing.settings import Settings

Row = dict[str, Any]
_KINDS = {"indicator": "指标", "project": "项目", "duty": "责任事项"}
_CHANGES = {"added": "新出现", "removed": "不再有", "changed": "改变"}
_STATUSES = {"actual": "实际", "estimate": "预计", "target": "目标", "": ""}


@dataclass(frozen=True, slots=True)
class Change:
    """One figure, project or duty that differs. before, after: what the two say, "" where one says nothing."""

    kind: str
    change: Literal["added", "removed", "changed"]
    name: str
    area: str
    period: str
    status: str
    before: str
    after: str


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

    退出码：0 没有不同；1 有不同。
    """
    from briefing.cli.tables import cut, table
    from briefing.settings import find_workspace, load_settings

    settings = load_settings(find_workspace(Path.cwd(), workspace))
    one, other = (
        [row for row in _facts(path, settings) if not district or row["area"] == district]
        for path in (before, after)
    )
    found = changes(one, other)
    if format_ == "json":
        click.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2))
    else:
        rows = [
            [
                _KINDS[each.kind],
                _CHANGES[each.change],
                each.area,
                cut(each.name, 30),
                each.period,
                _STATUSES.get(each.status, each.status),
                cut(each.before, 24),
                cut(each.after, 24),
            ]
            for each in found
        ]
        heads = ["种类", "变化", "地区", "名称", "时期", "状态", "前", "后"]
        click.echo(table(heads, rows))
    click.echo(f"{len(found)} 处不同（前 {len(one)} 条，后 {len(other)} 条）", err=True)
    return 1 if found else 0


def changes(before: Iterable[Row], after: Iterable[Row]) -> list[Change]:
    """What differs, by kind and name. A figure is the same figure where indicator, area, measure, period and status are."""
    old, new = _grouped(before), _grouped(after)
    found = []
    for key in sorted({*old, *new}):
        was, now = old.get(key, []), new.get(key, [])
        if was != now:
            change: Literal["added", "removed", "changed"] = (
                "changed" if was and now else "added" if now else "removed"
            )
            kind, area, name, _, period, status = key
            found.append(
                Change(kind, change, name, area, period, status, "；".join(was), "；".join(now))
            )
    return found


def _grouped(rows: Iterable[Row]) -> Mapping[tuple[str, ...], list[str]]:
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in rows:
        found[_key(row)].add(_said(row))
    return {key: sorted(said) for key, said in found.items()}


def _key(row: Row) -> tuple[str, ...]:
    kind = row["fact"]
    name = (row.get("id") or row["name"]) if kind == "indicator" else _name(row)
    measure = row.get("measure", "")
    return (kind, row["area"], name, measure, row.get("period", ""), row.get("status", ""))


def _name(row: Row) -> str:
    return str(row.get("name") or row.get("title") or "")


def _said(row: Row) -> str:
    if row["fact"] == "indicator":
        return f"{row['value']}{row['unit']}"
    if row["fact"] == "project":
        count = f"{row['count']}{row.get('unit') or '个'} " if row.get("count") else ""
        return f"{count}{row.get('stage_words') or row['stage']}"
    return "、".join([*row.get("lead", ()), *row.get("responsible", ())])


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
