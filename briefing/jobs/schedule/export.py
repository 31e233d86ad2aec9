"""Files with which a person installs the service on a machine: for systemd, for cron, for the Task Scheduler of Windows.

systemd and Windows keep the service itself running. cron cannot: it calls a single round of it at every time at which something may be
due, and the round decides (holidays, waiting, what was missed). So all three do the same.
"""

from __future__ import annotations

import ntpath
import shlex
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from briefing.settings.schedule import LAST, MONTHS, WEEKDAYS, Schedule, parse_cron
from briefing.settings.schema import Job

NAME = "briefing-schedule"
_LOG = "output/service.log"
_INBOX = "*/5 * * * *"

_UNIT = """\
# /etc/systemd/system/{name}.service：一直运行，到点就运行任务、收件。
[Unit]
Description=briefing: scheduled jobs
Wants=network-online.target
After=network-online.target

[Service]
Type=simple
User={user}
WorkingDirectory={root}
ExecStart={command} --log-format json
# 意外退出的，半分钟后重新启动；配置有误（2）和已经有一个服务（3）重新启动没有用。
Restart=on-failure
RestartSec=30
RestartPreventExitStatus=2 3
# 停止时先发 SIGTERM：正在做的任务存好记录，下次启动接着做。
KillMode=mixed
TimeoutStopSec=60
Nice=10
PrivateTmp=true
NoNewPrivileges=true

[Install]
WantedBy=multi-user.target
"""

_CRONTAB = """\
# 用 crontab -e 加上下面各行。每一行到点时看一看有没有要做的，放假、等新资料、补运行都由程序判断；上一次还没做完时，后来的自己退出。
# 时间按 {zones} 写。RHEL、openEuler、麒麟的 cron（cronie）认得 CRON_TZ；Debian、Ubuntu 的 cron 不认，按系统时区计时：
# 先用 timedatectl 看系统时区，不同的用 timedatectl set-timezone 改过来。任务的时间改了以后，重新导出。
{lines}
"""

_BAT = """\
@echo off
rem Keeps the service of this workspace running. Started by the Windows Task Scheduler.
setlocal
{codepage}set PYTHONUTF8=1
cd /d "{root}"
if not exist output mkdir output
{command} --log-format json 1>>output\\tables.log 2>>output\\service.log
exit /b %ERRORLEVEL%
"""

_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>briefing：到点运行任务、收件</Description>
  </RegistrationInfo>
  <Triggers>
    <BootTrigger>
      <Enabled>true</Enabled>
      <Delay>PT1M</Delay>
    </BootTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>255</Count>
    </RestartOnFailure>
    <Enabled>true</Enabled>
  </Settings>
  <Actions>
    <Exec>
      <Command>{bat}</Command>
      <WorkingDirectory>{root}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def systemd(root: Path, command: Sequence[str], user: str) -> dict[str, bytes]:
    """A unit, by the name of its file. command: how the program is called."""
    words = " ".join(
        '"'
        + word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
        + '"'
        for word in command
    )
    text = _UNIT.format(name=NAME, user=user, root=str(root).replace("%", "%%"), command=words)
    return {f"{NAME}.service": text.encode()}


def crontab(root: Path, command: Sequence[str], jobs: Iterable[Job]) -> dict[str, bytes]:
    """Lines for a crontab."""
    call = f"cd {shlex.quote(str(root))} && {shlex.join(command)} --once --log-format json >>{_LOG} 2>&1"
    call = call.replace("%", "\\%")  # else cron ends the line there
    jobs = tuple(jobs)
    timed = _timed(jobs)
    lines: list[str] = []
    for zone, group in groupby(timed, key=lambda each: each[0]):
        lines += ["", f"CRON_TZ={zone}"]
        for _, name, schedule in group:
            for cron in schedule.cron:
                lines += [
                    f"# {name}：{cron}{_said(schedule)}",
                    *(f"{line} {call}" for line in cron_lines(cron, schedule)),
                ]
    boxes = [job.name for job in jobs if job.inbox]
    if boxes:
        lines += ["", f"# {'、'.join(boxes)}：收件", f"{_INBOX} {call}"]
    zones = "、".join(dict.fromkeys(zone for zone, _, _ in timed)) or "系统时区"
    return {
        f"{NAME}.crontab": _CRONTAB.format(zones=zones, lines="\n".join(lines).strip()).encode()
    }


def _timed(jobs: Iterable[Job]) -> list[tuple[str, str, Schedule]]:
    found = [(schedule.timezone, job.name, schedule) for job in jobs for schedule in job.schedule]
    return sorted(found, key=lambda each: each[:2])


def cron_lines(cron: str, schedule: Schedule) -> list[str]:
    """The five fields, as every cron understands them, of all times at which something may be due: never too few, at times too many.

    Weekdays are listed by name: ranges of names are not allowed everywhere, and numbers mean different days.
    """
    found = parse_cron(cron)
    minute, hour, day, month, weekday = cron.split()
    if schedule.holidays in ("next_workday", "previous_workday"):
        day, month, weekday = "*", "*", "*"
    days = [word if word != LAST else "28-31" for word in day.split(",")]
    months = (
        month
        if month == "*" or month[0].isdigit() or "/" in month
        else ",".join(MONTHS[number - 1] for number in found.months)
    )
    names = "*" if weekday == "*" else ",".join(WEEKDAYS[number] for number in found.weekdays)
    rest = f"{','.join(days)} {months} {names}"
    lines = [f"{minute} {hour} {rest}"]
    if schedule.gate != "none":  # looks again for what it waits for
        again = f"*/{schedule.every}" if schedule.every < 60 else str(found.minutes[0])
        lines.append(f"{again} {_hours(found.hours, schedule)} * * *")
    return lines


def _hours(hours: Sequence[int], schedule: Schedule) -> str:
    """The hours in which a job may wait, up to and with that of its last look."""
    end = int(schedule.until[:2])
    return f"{hours[0]}-{end}" if hours[0] <= end and all(hour <= end for hour in hours) else "*"


def _said(schedule: Schedule) -> str:
    words = {"skip": "节假日不运行", "next_workday": "节假日顺延", "previous_workday": "节假日提前"}
    parts = [
        words.get(schedule.holidays, ""),
        f"等新资料到 {schedule.until}" if schedule.gate != "none" else "",
    ]
    return "".join(f"，{part}" for part in parts if part)


def windows(root: Path, command: Sequence[str], folder: Path) -> dict[str, bytes]:
    """A batch file and a task that starts it with the machine, by name. folder: where they are going to stand."""
    words = " ".join(f'"{word}"' if " " in word or not word.isascii() else word for word in command)
    text = f"{words}{root}"
    bat = _BAT.format(
        codepage="" if text.isascii() else "chcp 65001 >nul\n",
        root=str(root).replace("%", "%%"),
        command=words.replace("%", "%%"),
    )
    task = _TASK.format(bat=escape(ntpath.join(str(folder), f"{NAME}.bat")), root=escape(str(root)))
    return {
        f"{NAME}.bat": bat.replace("\n", "\r\n").encode(),
        f"{NAME}.xml": task.replace("\n", "\r\n").encode(
            "utf-16"
        ),  # with a byte order mark: schtasks reads no other
    }
