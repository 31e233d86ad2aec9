"""briefing run: a job from sources to papers."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import PATH, store_option, workspace_option

if TYPE_CHECKING:
    from briefing.jobs.progress import Progress
    from briefing.jobs.result import RunResult


@click.command()
@click.argument("job", metavar="任务")
@click.option(
    "--sources",
    multiple=True,
    type=PATH,
    metavar="路径",
    help="改用这些资料（文件或文件夹，可写多次）",
)
@click.option("--output", type=PATH, metavar="DIR", help="改存到这个文件夹")
@click.option(
    "--district", "districts", multiple=True, metavar="地区", help="只做这些地区（可写多次）"
)
@click.option(
    "--department",
    "departments",
    multiple=True,
    metavar="部门",
    help="只做给这些部门的材料（可写多次）",
)
@click.option(
    "--period",
    default="",
    metavar="时期",
    help="改做这个时期，如 2024；latest 为最新报告所回顾的年份",
)
@click.option(
    "--workers", type=click.IntRange(min=0), default=0, help="并行进程数；默认与处理器核数相同"
)
@click.option(
    "--executor",
    type=click.Choice(["local", "dask"]),
    default="local",
    help="在本机生成，或在 dask 集群上生成",
)
@click.option("--scheduler", default="", metavar="地址", help="dask 调度器，如 tcp://10.0.0.5:8786")
@click.option("--dry-run", is_flag=True, help="只列出要做什么和为什么，不写任何文件")
@click.option(
    "--prune", is_flag=True, help="删除任务里已经没有的旧成果（如撤下的地区；被人改动过的不删）"
)
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="日志的格式；json 为每行一个 JSON",
)
@click.option("--with-pdf", is_flag=True, help="每份 Word 材料旁边再放一份 PDF（要装 LibreOffice）")
@store_option
@workspace_option
def run(
    job: str,
    sources: tuple[Path, ...],
    output: Path | None,
    districts: tuple[str, ...],
    departments: tuple[str, ...],
    period: str,
    workers: int,
    executor: str,
    scheduler: str,
    dry_run: bool,
    prune: bool,
    log_format: str,
    with_pdf: bool,
    store_url: str | None,
    workspace: Path | None,
) -> int:
    """按任务（config/jobs 里的名称，或任务文件的路径）读取资料，生成各区、各部门的成果和各区的横向比较。

    退出码：0 全部完成；1 有失败的；2 配置有误，没有开始；3 另一个运行正在进行。
    """
    from briefing.errors import BriefingError
    from briefing.jobs.progress import JsonLines, Printer
    from briefing.jobs.run import run as run_job
    from briefing.jobs.setup import RunOptions
    from briefing.settings import find_workspace, load_job, load_settings

    log = JsonLines() if log_format == "json" else Printer()
    as_path = Path(job)
    # A job's own file says where its workspace is, wherever the command is given.
    start = as_path.resolve().parent if as_path.is_file() else Path.cwd()
    began = time.monotonic()
    try:
        if with_pdf:
            _check_office()
        settings = load_settings(find_workspace(start, workspace))
        options = RunOptions(
            sources=sources,
            output=output,
            store=store_url or "",
            districts=districts,
            departments=departments,
            period=period,
            workers=workers,
            executor=executor,
            scheduler=scheduler,
            dry_run=dry_run,
            prune=prune,
            progress=log,
        )
        result = run_job(
            load_job(settings, as_path if as_path.is_file() else job), settings, options
        )
    except BriefingError as error:
        log.say("error", str(error))
        return error.exit_code
    failed = _pdfs(result, log) if with_pdf and not dry_run else 0
    _report(result, log, time.monotonic() - began, dry_run=dry_run)
    return 1 if failed else result.exit_code


def _check_office() -> None:
    """Raises SettingsError where Word papers cannot be turned into PDF."""
    from briefing.errors import SettingsError
    from briefing.sources import office

    if office.program() is None:
        raise SettingsError(
            "这台机器没有 LibreOffice，不能把 Word 材料转成 PDF",
            where="--with-pdf",
            hint="安装 LibreOffice，或不写 --with-pdf",
        )


def _pdfs(result: RunResult, log: Progress) -> int:
    """A PDF beside each Word paper that has none or a newer one. Returns how many failed."""
    from briefing.errors import BriefingError
    from briefing.files import write_whole
    from briefing.sources import office

    failed = 0
    targets = [step.target for step in result.steps if step.state in ("done", "skipped")]
    papers = [result.output / target for target in targets if target.endswith(".docx")]
    for paper in papers:
        made = paper.with_suffix(".pdf")
        if made.is_file() and made.stat().st_mtime >= paper.stat().st_mtime:
            continue
        try:
            write_whole(made, office.converted(paper.name, paper.read_bytes(), "docx", "pdf"))
            log.say("info", f"转成 PDF：{made.name}")
        except BriefingError as error:
            failed += 1
            log.say("failure", f"没有转成 PDF：{error}")
    return failed


_STATES = {"pending": "要做", "skipped": "不变", "empty": "无内容"}


def _report(result: RunResult, log: Progress, seconds: float, *, dry_run: bool) -> None:
    from briefing.cli.tables import table

    if dry_run:
        rows = [[step.target, _STATES[step.state], step.why] for step in result.steps]
        click.echo(table(["成果", "状态", "原因"], rows))
    for warning in result.warnings:
        log.say("warning", warning)
    for leftover in result.leftovers:
        log.say("info" if leftover.state == "removed" else "warning", str(leftover))
    heads = ["地区", "时期", "文件", "数据", "成果", "提醒"]
    rows = [
        [
            row.district,
            row.period,
            str(row.documents),
            str(row.observations),
            str(row.files),
            "；".join(row.warnings),
        ]
        for row in result.rows
    ]
    click.echo(table(heads, rows, right=(2, 3, 4)), err=dry_run)
    for failure in result.failures:
        log.say("failure", str(failure))
    if not dry_run:
        made, kept = result.count("done"), result.count("skipped")
        took = f"{int(seconds) // 60} 分 {int(seconds) % 60} 秒"
        log.say("info", f"新做 {made} 份，未变 {kept} 份，用时 {took}")
    log.say("info", f"成果在 {result.output}")
