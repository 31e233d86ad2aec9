"""briefing collect: sheets that departments filled in and sent back, and who has not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.listing import Column, Listing, listing_options
from briefing.cli.options import PATH, store_option, store_url_or_default, workspace_option

if TYPE_CHECKING:
    from briefing.collect.importing import Outcome
    from briefing.collect.status import Standing

_KINDS = {
    "refused": "不收",
    "question": "待核",
    "conflict": "冲突",
    "changed": "改动了不能改的格",
    "replaced": "改报",
    "note": "提醒",
}
_STATES = {
    "taken": "已导入",
    "known": "已导入过",
    "unchanged": "收到，没有新内容",
    "waiting": "整份等人看",
    "failed": "没有导入",
}


@click.group()
def collect() -> None:
    """回收部门填报表：导入、催报。"""


@collect.command("import")
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="文件...")
@click.option("--by", default="", metavar="科室", help="由谁收的：写科室或岗位")
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="单元格",
    help="人已核对，接受这一格的核定值（待核、冲突的），如 指标填报!H7",
)
@click.option("--dry-run", is_flag=True, help="只看会收进什么，不写入数据库")
@store_option
@workspace_option
def import_(
    paths: tuple[Path, ...],
    by: str,
    accepted: tuple[str, ...],
    dry_run: bool,
    store_url: str | None,
    workspace: Path | None,
) -> int:
    """导入填好的部门填报表（文件、文件夹或通配符）。

    核定值和进展分开保存，下一次运行起用在材料里。读不懂的、可疑的、冲突的不收，逐格说明；同一份文件再导入不会重复计入。
    退出码：0 全部收下；1 有没收下的，要人处理。
    """
    from briefing.collect.importing import import_files
    from briefing.errors import SettingsError
    from briefing.jobs.clock import system_clock
    from briefing.jobs.collecting import reader, workers
    from briefing.settings import find_workspace, load_settings
    from briefing.sources import find_sources
    from briefing.store import Store

    root = find_workspace(Path.cwd(), workspace)
    settings = load_settings(root)
    files = find_sources(paths, Path.cwd())
    if accepted and len(files) != 1:
        raise SettingsError(
            "接受单元格时一次只能导入一份文件",
            where="--accept",
            hint="例：briefing collect import 财政局.xlsx --accept 指标填报!H7",
        )
    unsettled = 0
    now = system_clock()
    with (
        Store.open(store_url_or_default(store_url, root), create=False) as store,
        workers() as executor,
    ):

        def take(path: Path, cells: tuple[str, ...]) -> Outcome:
            (outcome,) = import_files(
                [path],
                store,
                settings,
                now,
                by=by,
                accepted=cells,
                dry_run=dry_run,
                read=reader(executor),
            )
            _print(outcome, dry_run=dry_run)
            return outcome

        for path in files:
            outcome, whole, asked = take(path, accepted), accepted, {*accepted}
            # Whoever accepts a sheet as a whole is asked about its cells next.
            while not dry_run and (agreed := _ask(outcome, asked)):
                outcome = take(path, (*whole, *agreed))
                whole += tuple(each for each in agreed if "!" not in each)
            unsettled += outcome.is_open
    click.echo(
        f"共 {len(files)} 份文件" + (f"，{unsettled} 份有要处理的" if unsettled else ""), err=True
    )
    return 1 if unsettled else 0


def _ask(outcome: Outcome, asked: set[str]) -> tuple[str, ...]:
    """Cells that a person at a terminal accepts; elsewhere they wait for --accept. asked: about these already; takes the new ones."""
    import sys

    from briefing.collect.remarks import ACCEPTABLE

    if not sys.stdin.isatty():
        return ()
    open_ = dict.fromkeys(each.where for each in outcome.remarks if each.kind in ACCEPTABLE)
    cells = [cell for cell in open_ if cell not in asked]
    asked.update(cells)
    return tuple(cell for cell in cells if click.confirm(f"接受 {cell} 吗？", default=False))


def _print(outcome: Outcome, *, dry_run: bool) -> None:
    if outcome.state == "failed":
        click.echo(f"没有导入：{outcome.message}")
        _print_remarks(outcome)
        return
    word = "可以导入" if dry_run and outcome.state == "taken" else _STATES[outcome.state]
    if outcome.state == "unchanged" and outcome.is_open:
        word = "收到，填的还没有采用"
    parts = (
        [f"核定值 {outcome.corrections} 项，进展 {outcome.reports} 条"]
        if outcome.state == "taken"
        else []
    )
    parts += (
        [f"与已知相同 {outcome.unchanged} 格"]
        if outcome.unchanged and outcome.state != "known"
        else []
    )
    parts += (
        [f"迟报（应于 {outcome.due} 前报送）"] if outcome.late and outcome.state != "known" else []
    )
    parts += [outcome.message] if outcome.message else []
    click.echo(
        f"{outcome.file}（{outcome.title}）{word}" + (f"：{'；'.join(parts)}" if parts else "")
    )
    for figure in outcome.taken:
        click.echo(
            f"  采用 {figure.where}：{figure.name} {figure.old or '没有数'} → {figure.new}{figure.unit}"
            f"（{figure.change}）"
        )
    _print_remarks(outcome)


def _print_remarks(outcome: Outcome) -> None:
    for remark in outcome.remarks:
        click.echo(f"  {_KINDS[remark.kind]} {remark.where}：{remark.message}")


@collect.command()
@click.argument("job", metavar="任务")
@click.option("--period", default="", metavar="时期", help="哪个时期，如 2024；默认为各时期")
@click.option("--output", type=PATH, metavar="DIR", help="材料所在的输出文件夹；默认为任务所写的")
@listing_options()
@store_option
@workspace_option
def status(
    job: str,
    period: str,
    output: Path | None,
    format_: str,
    out: Path | None,
    store_url: str | None,
    workspace: Path | None,
) -> None:
    """应报、已报、未报的单位，和一段可以直接发出的催报文字。"""
    from briefing.collect.status import reminder, standings
    from briefing.errors import SettingsError
    from briefing.jobs import places
    from briefing.jobs.clock import system_clock
    from briefing.jobs.forms import expected_forms
    from briefing.settings import find_workspace, load_job, load_settings
    from briefing.store import Store

    listing = Listing(format_, out)
    as_path = Path(job)
    root = find_workspace(as_path.resolve().parent if as_path.is_file() else Path.cwd(), workspace)
    settings = load_settings(root)
    asked = load_job(settings, as_path if as_path.is_file() else job)
    folder = output or root / asked.output
    expected = expected_forms(asked, settings, folder, period)
    if not expected:
        raise SettingsError(
            f"任务 {asked.name} 还没有生成部门填报表",
            where=str(folder),
            hint=f"先运行 briefing run {asked.name}，或用 --output 指明文件夹",
        )
    url = places.of_job(asked, root, folder, store_url)
    now = system_clock()
    with Store.open(url, create=False) as store:
        found = standings(expected, store.returned.files(), now)
    listing.write(found, _standings())
    if format_ != "table":
        return
    click.echo(_count(found))
    if text := reminder(found, now):
        click.echo(f"\n催报：\n{text}")


def _standings() -> tuple[Column, ...]:
    from briefing.collect.status import WORDS
    from briefing.jobs.clock import local

    return (
        Column("area", "地区", lambda e: e.form.area),
        Column("period", "时期", lambda e: e.form.period),
        Column("form", "表", lambda e: e.form.name),
        Column("unit", "单位", lambda e: e.form.unit),
        Column("due", "应报日期", lambda e: e.form.due, lambda e: e.form.due or "—"),
        Column("state", "情况", lambda e: e.state, lambda e: WORDS[e.state]),
        Column("at", "收到时间", lambda e: local(e.at)[:16].replace("T", " ") if e.at else ""),
        Column("files", "文件", lambda e: list(e.files), type="texts", most=120),
    )


def _count(found: list[Standing]) -> str:
    missing = sum(each.is_missing for each in found)
    late = sum(each.state == "late" for each in found)
    return f"应报 {len(found)} 家，已报 {len(found) - missing} 家（其中迟报 {late} 家），未报 {missing} 家"
