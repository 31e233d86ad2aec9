"""briefing schedule: when jobs run by themselves, the service that runs them, and files that install it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import PATH, store_option, workspace_option

if TYPE_CHECKING:
    from datetime import datetime

    from briefing.jobs.schedule.times import Moment
    from briefing.settings.schema import Job


@click.group()
def schedule() -> None:
    """按任务里写的时间自动运行。"""


@schedule.command("list")
@click.argument("job", required=False, metavar="[任务]")
@click.option(
    "--from",
    "start",
    default="",
    metavar="日期",
    help="从这一天算起，如 2026-10-01；默认从现在算起",
)
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
    chosen = {
        name: each for name, each in watched.jobs.items() if (name == job if job else each.schedule)
    }
    if job and job in chosen and not chosen[job].schedule:
        raise SettingsError(
            f"任务 {job} 没有写 schedule，不自动运行", hint="写法见 docs/schedule.md"
        )
    rows: list[list[str]] = []
    for name, each in chosen.items():
        found = times.upcoming(each.schedule, after, 5)
        rows += [[name, _time(moment), moment.note] for moment in found] or [
            [name, "", "九年之内没有合适的时间"]
        ]
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
        click.echo(f"提醒：{name}：{times.unknown_year(year)}", err=True)


@schedule.command("run")
@click.option("--once", is_flag=True, help="只做现在到点的，做完就结束（由 cron 等定时调用）")
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="日志的格式；json 为每行一个 JSON",
)
@store_option
@workspace_option
def run_(once: bool, log_format: str, store_url: str | None, workspace: Path | None) -> int:
    """在前台一直运行，到点就运行任务、收件；按 Ctrl-C 或收到 SIGTERM 时停止。

    退出码：0 正常停止；1 加 --once 时有没做成的；2 配置有误，没有开始；3 这个工作区已经有一个服务。
    """
    import threading
    import time

    from briefing.jobs import places
    from briefing.jobs.clock import system_clock
    from briefing.jobs.progress import JsonLines, Printer
    from briefing.jobs.schedule.orders import Process
    from briefing.jobs.schedule.service import Service
    from briefing.jobs.stopping import on_request
    from briefing.settings import find_workspace

    stop = threading.Event()
    with on_request(stop.set):
        service = Service(
            find_workspace(Path.cwd(), workspace),
            clock=system_clock,
            sleep=time.sleep,
            start=Process,
            log=JsonLines() if log_format == "json" else Printer(),
            store=places.given(store_url),
            json_log=log_format == "json",
            once=once,
        )
        service.run(stop.is_set)
    return 1 if once and service.in_trouble else 0


@schedule.command()
@click.option("--systemd", is_flag=True, help="Linux：systemd 服务")
@click.option("--cron", is_flag=True, help="Linux：crontab 里的各行")
@click.option("--windows", is_flag=True, help="Windows：批处理文件和任务计划程序的任务")
@click.option(
    "--to", "folder", type=PATH, metavar="DIR", help="写到这个文件夹；默认为工作区里的 deploy"
)
@store_option
@workspace_option
def export(
    systemd: bool,
    cron: bool,
    windows: bool,
    folder: Path | None,
    store_url: str | None,
    workspace: Path | None,
) -> None:
    """写出安装服务用的文件，按这台机器上的路径和所用的库填好，并说明怎样安装。"""
    import getpass

    from briefing.errors import SettingsError
    from briefing.files import write_whole
    from briefing.jobs.schedule import export as files
    from briefing.jobs.schedule.watched import Watched
    from briefing.settings import SettingsErrors, find_workspace

    systems = [
        name
        for name, asked in (("systemd", systemd), ("cron", cron), ("windows", windows))
        if asked
    ]
    if not systems:
        raise SettingsError(
            "没有说明用在哪里",
            where="briefing schedule export",
            hint="写 --systemd、--cron 或 --windows",
        )
    root = find_workspace(Path.cwd(), workspace)
    watched = Watched(root)
    if watched.problems:
        raise SettingsErrors([SettingsError(problem) for problem in watched.problems])
    jobs = [job for job in watched.jobs.values() if job.schedule or job.inbox]
    if not jobs:
        raise SettingsError("还没有任务写 schedule 或 inbox", hint="写法见 docs/schedule.md")
    target = (folder or root / "deploy").resolve()
    store = _store_of_service(jobs, root, store_url)
    call = [*_program(), "schedule", "run", *(["--store", store] if store else [])]
    make = {
        "systemd": lambda: files.systemd(root, call, getpass.getuser()),
        "cron": lambda: files.crontab(root, call, jobs),
        "windows": lambda: files.windows(root, call, target),
    }
    for system in systems:
        for name, data in make[system]().items():
            write_whole(target / name, data)
            click.echo(f"写在 {target / name}", err=True)
        click.echo(_INSTALL[system].format(folder=target, name=files.NAME), err=True)


_INSTALL = {
    "systemd": "安装：把它拷到 /etc/systemd/system/，检查 User，再运行 systemctl daemon-reload 和 systemctl enable --now {name}；日志：journalctl -u {name}",
    "cron": "安装：crontab -e，把文件里的各行加进去；先看文件开头关于时区的说明",
    "windows": '安装：以管理员身份打开命令提示符，运行 schtasks /create /tn briefing /xml "{folder}\\{name}.xml" /ru 用户名 /rp *，再运行 schtasks /run /tn briefing',
}


def _store_of_service(jobs: list[Job], root: Path, store_url: str | None) -> str:
    """The store that is written into the files: with another one, everybody would get everything again.

    "" where each job names its own in its file, which the service reads.
    """
    from briefing.errors import SettingsError
    from briefing.jobs import places
    from briefing.store import store_url as address
    from briefing.store.engine import parse

    said = places.given(store_url)
    if said and parse(said).password:
        raise SettingsError(
            "数据库地址里有密码，不写进服务的文件",
            where="--store",
            hint="地址里不写密码，密码放在 ~/.pgpass 或服务的 PGPASSWORD 里",
        )
    if said:
        return address(said, Path.cwd())
    every = {places.of_job(job, root, root / job.output): job.name for job in jobs}
    if len(every) > 1:
        names = "、".join(every.values())
        click.echo(f"提醒：{names} 用不同的库，服务按各任务自己的设置用库", err=True)
    (store, *others) = every
    return "" if others or parse(store).password else store


def _program() -> list[str]:
    """How this program is called on this machine."""
    import sys

    here = Path(sys.executable).parent
    found = next(
        (script for name in ("briefing", "briefing.exe") if (script := here / name).is_file()), None
    )
    return [str(found)] if found else [sys.executable, "-m", "briefing"]


@click.command()
@click.argument("jobs", nargs=-1, metavar="[任务]...")
@workspace_option
def inbox(jobs: tuple[str, ...], workspace: Path | None) -> int:
    """把收件文件夹里的文件归到各区的资料里，只做一次；不写任务时做所有写了 inbox 的任务。

    退出码：0 都归好了；1 有没能归类的，放在“待人工处理”里；2 配置有误；3 另一个运行正在进行。
    """
    import time

    from briefing.errors import SettingsError
    from briefing.jobs.clock import system_clock
    from briefing.jobs.progress import Printer
    from briefing.jobs.schedule.child import collect
    from briefing.jobs.schedule.watched import Watched, inbox_owners
    from briefing.jobs.stopping import asked_to_stop
    from briefing.settings import find_workspace, job_path

    root = find_workspace(Path.cwd(), workspace)
    watched, log = Watched(root), Printer()
    for problem in watched.problems:
        log.say("error", problem)
    owners = set(inbox_owners(root, watched.jobs).values())
    for name in jobs:
        if name not in owners:
            job_path(root, name)  # names the nearest
            raise SettingsError(
                f"任务 {name} 没有写 inbox，或写错了", hint="写法见 docs/schedule.md"
            )
    chosen = [watched.jobs[name] for name in sorted(jobs or owners)]
    if not chosen:
        log.say("info", "还没有任务写 inbox，写法见 docs/schedule.md")
    with asked_to_stop():
        codes = [collect(job, watched.settings, log, system_clock, time.sleep) for job in chosen]
    return max([2 if watched.problems else 0, *codes])
