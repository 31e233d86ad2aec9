"""briefing corrections: the figures that departments put right, and taking them back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.listing import Column, Listing, listing_options
from briefing.cli.options import PATH, store_option, store_url_or_default, workspace_option

if TYPE_CHECKING:
    from briefing.settings import Settings
    from briefing.settings.schema import Wording
    from briefing.store import StoredCorrection, StoredMark

_STATES = {"holds": "采用", "replaced": "已被代替", "reverted": "已撤销", "revert": "撤销"}


@click.group()
def corrections() -> None:
    """部门填报表里的核定值：列出、撤销。"""


@corrections.command("list")
@click.option("--district", metavar="地区", help="只列这个地区")
@click.option("--all", "everything", is_flag=True, help="连同已被代替的、已撤销的")
@listing_options()
@store_option
@workspace_option
def list_(
    district: str | None,
    everything: bool,
    format_: str,
    out: Path | None,
    store_url: str | None,
    workspace: Path | None,
) -> None:
    """列出核定值：谁、何时、原值和核定值、哪份表哪一格。"""
    from briefing.settings import find_workspace, load_settings
    from briefing.store import Store

    listing = Listing(format_, out)
    root = find_workspace(Path.cwd(), workspace)
    settings = load_settings(root)
    code = _code(settings, district) if district else None
    with Store.open(store_url_or_default(store_url, root), create=False) as store:
        found = [
            row for row in store.returned.corrections(code) if everything or row.state == "holds"
        ]
    names = {each.code: each.name for each in settings.districts}
    listing.write(found, _columns(names))


def _code(settings: Settings, text: str) -> str:
    from briefing.errors import SettingsError
    from briefing.settings import nearest

    known = settings.district(text)
    if known is None:
        raise SettingsError(
            f"没有配置这个地区：{text}",
            where="--district",
            hint=nearest(text, [d.name for d in settings.districts]),
        )
    return known.code


def _columns(names: dict[str, str]) -> tuple[Column, ...]:
    from briefing import periods
    from briefing.jobs.clock import local

    def state(row: StoredCorrection) -> str:
        return _STATES[row.state] + (f"第{row.reverts}号" if row.reverts else "")

    return (
        Column("id", "编号", lambda r: r.id, type="int", right=True),
        Column("state", "状态", state),
        Column("district", "地区", lambda r: names.get(r.district, r.district)),
        Column("period", "时期", lambda r: r.period, lambda r: periods.label(r.period)),
        Column("name", "指标", lambda r: r.name, most=28),
        Column("change", "原值→核定值", lambda r: _change(r.old, r.new, r.unit)),
        Column("old", "", lambda r: r.old),
        Column("new", "", lambda r: r.new),
        Column("unit", "", lambda r: r.unit),
        Column("by", "由谁", lambda r: r.by + (f"（{r.filler}）" if r.filler else "")),
        Column("at", "何时", lambda r: local(r.at)[:16].replace("T", " ")),
        Column("cell", "文件和单元格", lambda r: f"{r.file} {r.cell}".strip(), most=80),
        Column("quote", "来源原文或说明", lambda r: r.note or r.quote, most=36),
    )


def _change(old: str, new: str, unit: str) -> str:
    """A figure that no source states has none before; one that was taken back has none after."""
    return f"{old or '没有数'}→{new}{unit}" if new else f"{old}{unit}→没有数"


@corrections.command()
@click.argument("ids", nargs=-1, required=True, type=click.IntRange(min=1), metavar="编号...")
@click.option("--by", required=True, metavar="科室", help="由谁撤销：写科室或岗位")
@click.option("--note", default="", metavar="说明", help="为什么撤销")
@store_option
@workspace_option
def revert(
    ids: tuple[int, ...], by: str, note: str, store_url: str | None, workspace: Path | None
) -> None:
    """撤销核定值：又用回原来的数。撤销本身也留下记录；下一次运行起生效。"""
    from briefing.jobs.clock import system_clock
    from briefing.settings import find_workspace
    from briefing.store import Store

    with Store.open(
        store_url_or_default(store_url, find_workspace(Path.cwd(), workspace)), create=False
    ) as store:
        done = store.returned.revert(tuple(dict.fromkeys(ids)), by=by, at=system_clock(), note=note)
    for row in done:
        back = f"改回 {row.new}{row.unit}" if row.new else "改回没有数"
        click.echo(f"第 {row.reverts} 号已撤销：{row.name} 由 {row.old}{row.unit} {back}")


@corrections.command("import")
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="文件...")
@store_option
@workspace_option
def import_(files: tuple[Path, ...], store_url: str | None, workspace: Path | None) -> int:
    """收进校核网页保存的标记：正确、改正、不是、漏了的；下一次运行起生效。

    一个文件里有一条认不得，整个文件不收；其余文件照常。同一条收两次只算一次。
    """
    from briefing.collect.marks import read_marks
    from briefing.errors import BriefingError
    from briefing.settings import find_workspace, load_settings
    from briefing.store import Store

    root = find_workspace(Path.cwd(), workspace)
    known = {each.id for each in load_settings(root).indicators}
    failed = 0
    with Store.open(store_url_or_default(store_url, root), create=False) as store:
        held = {document.info.id for document in store.documents()}
        for path in files:
            try:
                marks = read_marks(path, known)
            except BriefingError as error:
                failed += 1
                click.echo(f"错误：{error}", err=True)
                continue
            new = store.marks.add(marks)
            click.echo(f"{path.name}：{len(marks)} 条标记，新收 {new} 条", err=True)
            strange = sum(mark.document not in held for mark in marks)
            if strange:
                click.echo(
                    f"提醒：{path.name}：{strange} 条所说的文件还不在数据库里，读入后才起作用",
                    err=True,
                )
    return 1 if failed else 0


_VERDICTS = {"right": "正确", "changed": "改正", "wrong": "不是", "missed": "补漏"}


@corrections.command()
@click.option("--all", "everything", is_flag=True, help="连同已被代替的、已撤销的")
@listing_options()
@store_option
@workspace_option
def marks(
    everything: bool, format_: str, out: Path | None, store_url: str | None, workspace: Path | None
) -> None:
    """列出校核网页上的标记：谁、何时、标了什么、改成什么。"""
    from briefing.settings import find_workspace, load_settings
    from briefing.store import Store

    listing = Listing(format_, out)
    root = find_workspace(Path.cwd(), workspace)
    words = load_settings(root).wording
    with Store.open(store_url_or_default(store_url, root), create=False) as store:
        listing.write((e for e in store.marks.all() if everything or e.holds), _marks(words))


_FIELDS = {
    "name": "名称", "id": "规范指标", "value": "数值", "unit": "单位", "measure": "量度", "status": "状态", "period": "时期", "area": "地区",
    "stage": "阶段", "count": "个数", "investment": "投资", "lead": "牵头单位", "responsible": "责任单位",
}  # fmt: skip


def _marks(words: Wording) -> tuple[Column, ...]:
    from briefing.jobs.clock import local

    of_codes = (words.statuses, words.stages, words.measures)
    codes = {str(code): word for known in of_codes for code, word in known.items()}

    def now(each: StoredMark) -> str:
        told = ((key, str(value)) for key, value in each.mark.now.items())
        coded = ("status", "stage", "measure")
        return "，".join(
            f"{_FIELDS.get(key, key)}→{codes.get(value, value) if key in coded else value}"
            for key, value in told
        )

    def said(each: StoredMark) -> str:
        return f"撤销第{each.reverts}号" if each.reverts else _VERDICTS[each.mark.verdict]

    return (
        Column("id", "编号", lambda e: e.id, type="int", right=True),
        Column("mark", "标记", said),
        Column("name", "名称", lambda e: e.mark.name, most=28),
        Column("now", "改为", lambda e: dict(e.mark.now), now),
        Column("by", "由谁", lambda e: e.mark.by),
        Column("at", "何时", lambda e: local(e.mark.at)[:16].replace("T", " ")),
        Column("quote", "原文", lambda e: e.mark.quote, most=36),
    )


@corrections.command("revert-mark")
@click.argument("ids", nargs=-1, required=True, type=click.IntRange(min=1), metavar="编号...")
@click.option("--by", required=True, metavar="科室", help="由谁撤销：写科室或岗位")
@click.option("--note", default="", metavar="说明", help="为什么撤销")
@store_option
@workspace_option
def revert_mark(
    ids: tuple[int, ...], by: str, note: str, store_url: str | None, workspace: Path | None
) -> None:
    """撤销校核网页上的标记：又用回读出来的数。"""
    from briefing.jobs.clock import system_clock
    from briefing.settings import find_workspace
    from briefing.store import Store

    root = find_workspace(Path.cwd(), workspace)
    with Store.open(store_url_or_default(store_url, root), create=False) as store:
        store.marks.revert(tuple(dict.fromkeys(ids)), by=by, at=system_clock(), note=note)
    click.echo(f"已撤销 {len(set(ids))} 条标记", err=True)
