"""briefing schedule: when jobs run by themselves, the service that runs them, and files that install it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import workspace_option

if TYPE_CHECKING:
    from datetime import datetime

    from briefing.jobs.schedule.times import Moment
    from briefing.settings.schema import Job


@click.group()
def schedule() -> None:
    """按任务里写的时间自动运行。"""


@schedule.command("list")
@click.argument("job", required=False, metavar="[任务]")
@click.option("--from", "start", default="", metavar="日期", help="从这一天算起，如 2026-10-01；默认从现在算起")
@workspace_option
def list_(job: str | None, start: str, workspace: Path | None) -> int:
    """列出每个任务接下来的五个时间；因节假日改期的写明原因。"""
    from briefing.cli.tables import table
    from briefing.errors import SettingsError
    from briefing.jobs.schedule import times
    from briefing.jobs.schedule.watched import Watched
    from briefing.settings import find_workspace, job_path

    root = find_workspace(Path.cwd(), workspace)
    after = _after(start)
    watched = Watched(root)
    if job and job not in watched.jobs:
        job_path(root, job)  # names the nearest
    for problem in watched.problems:
        click.echo(f"错误：{problem}", err=True)
    chosen = {name: each for name, each in watched.jobs.items() if (name == job if job else each.schedule)}
    if job and job in chosen and not chosen[job].schedule:
        raise SettingsError(f"任务 {job} 没有写 schedule，不自动运行", hint="写法见 docs/schedule.md")
    rows: list[list[str]] = []
    for name, each in chosen.items():
        found = times.upcoming(each.schedule, after, 5)
        rows += [[name, _time(moment), moment.note] for moment in found] or [[name, "", "九年之内没有合适的时间"]]
        _warn(name, each, found)
    if rows:
        click.echo(table(["任务", "时间", "说明"], rows))
    elif not watched.problems:
        click.echo("还没有任务写 schedule，写法见 docs/schedule.md", err=True)
    return 2 if watched.problems else 0


def _after(start: str) -> datetime:
    from datetime import date, datetime, time, timedelta

    from briefing.errors import SettingsError
    from briefing.jobs.clock import system_clock
    from briefing.periods import ZONE

    if not start:
        return system_clock()
    try:
        day = date.fromisoformat(start)
    except ValueError:
        raise SettingsError(f"{start} 不是日期", where="--from", hint="例：2026-10-01") from None
    return datetime.combine(day, time(), ZONE) - timedelta(seconds=1)


def _time(moment: Moment) -> str:
    from briefing.periods import ZONE

    zone = "" if moment.schedule.timezone == ZONE.key else f"（{moment.schedule.timezone}）"
    return f"{moment.local:%Y-%m-%d} 周{'一二三四五六日'[moment.local.weekday()]} {moment.local:%H:%M}{zone}"


def _warn(name: str, job: Job, found: list[Moment]) -> None:
    from briefing.jobs.schedule import times

    for year in times.unknown_years(job.schedule, found):
        click.echo(f"提醒：{name}：{unknown_year(year)}", err=True)


def unknown_year(year: int) -> str:
    """What is said of a year whose holidays are not known."""
    return f"程序还没有 {year} 年的放假安排，只按周末推算；国务院公布后升级 chinesecalendar"
