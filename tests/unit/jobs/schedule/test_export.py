"""Files that install the service: they say the same as the jobs, and name what is there."""

from __future__ import annotations

import configparser
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path, PureWindowsPath
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.jobs.schedule import export, times
from briefing.settings.schedule import Schedule, parse_cron
from briefing.settings.schema import Job
from tests.end_to_end.conftest import briefing
from tests.examples import examples
from tests.unit.jobs.schedule.conftest import JOB, World
from tests.unit.jobs.schedule.test_times import STARTS, crons, local, named, valid

ROOT = Path("/srv/简报 100%")
PROGRAM = ["/opt/my programs/briefing", "schedule", "run"]


def job(**settings: object) -> Job:
    return Job.model_validate(JOB | {"name": "annual"} | settings)


@examples(60)
@given(
    crons().filter(valid),
    st.sampled_from(["run", "skip", "next_workday", "previous_workday"]),
    STARTS,
)
def test_cron_calls_at_every_time_that_is_due(cron: str, holidays: str, start: str) -> None:
    schedule = Schedule.model_validate({"cron": cron, "holidays": holidays})
    lines = export.cron_lines(cron, schedule)
    after = local(start)
    for moment in times.moments([schedule], after, after + timedelta(days=12))[:300]:
        assert any(named(line, moment.local.replace(tzinfo=None)) for line in lines), moment


@pytest.mark.parametrize(
    ("cron", "line"),
    [
        ("30 8 * * mon-fri", "30 8 * * mon,tue,wed,thu,fri"),
        ("0 3 * * fri-sun", "0 3 * * fri,sat,sun"),
        ("0 17 last * *", "0 17 28-31 * *"),
        ("0 17 15,last jan-mar *", "0 17 15,28-31 jan,feb,mar *"),
        ("0 9 1 */3 *", "0 9 1 */3 *"),
    ],
)
def test_weekdays_keep_their_names(cron: str, line: str) -> None:
    assert export.cron_lines(cron, Schedule.model_validate({"cron": cron})) == [line]


@pytest.mark.parametrize(
    ("until", "every", "line"),
    [("12:30", 30, "*/30 9-12 * * *"), ("7:00", 10, "*/10 * * * *"), ("18:00", 90, "0 9-18 * * *")],
)
def test_a_wait_is_looked_after_until_its_end(until: str, every: int, line: str) -> None:
    schedule = Schedule.model_validate(
        {"cron": "0 9 1 * *", "gate": "new_documents", "until": until, "every": every}
    )
    assert export.cron_lines("0 9 1 * *", schedule) == ["0 9 1 * *", line]


def test_a_crontab_names_zones_jobs_and_a_command_that_cron_does_not_cut_short() -> None:
    jobs = [
        job(
            schedule=[{"cron": "30 8 * * mon"}, {"cron": "0 3 * * *", "timezone": "Europe/London"}]
        ),
        job(inbox="收件箱", name="b"),
    ]
    (text,) = (data.decode() for data in export.crontab(ROOT, PROGRAM, jobs).values())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    call = r"cd '/srv/简报 100\%' && '/opt/my programs/briefing' schedule run --once --log-format json >>output/service.log 2>&1"
    assert lines == [
        "CRON_TZ=Asia/Shanghai", f"30 8 * * mon {call}", "CRON_TZ=Europe/London", f"0 3 * * * {call}", f"*/5 * * * * {call}",
    ]  # fmt: skip
    assert "timedatectl" in text


def test_a_unit_is_well_formed_and_quotes_what_systemd_would_expand(tmp_path: Path) -> None:
    ((name, data),) = export.systemd(ROOT, [*PROGRAM, "50%", "$HOME"], "briefing").items()
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(data.decode())
    assert (
        parser["Service"]["ExecStart"]
        == '"/opt/my programs/briefing" "schedule" "run" "50%%" "$$HOME" --log-format json'
    )
    assert parser["Service"]["WorkingDirectory"] == "/srv/简报 100%%"
    if not shutil.which("systemd-analyze"):
        return
    (unit,) = export.systemd(tmp_path, ["/bin/true"], "root").values()
    (tmp_path / name).write_bytes(unit)
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / name], capture_output=True, text=True, check=False
    )
    assert name not in done.stderr, done.stderr


def test_windows_gets_a_task_that_starts_the_batch_file() -> None:
    root, folder = PureWindowsPath(r"D:\简报 & 报表"), PureWindowsPath(r"D:\简报 & 报表\deploy")
    program = r"C:\Program Files\briefing\briefing.exe"
    made = export.windows(root, [program, "schedule", "run"], folder)  # type: ignore[arg-type]
    bat = made["briefing-schedule.bat"].decode()
    assert 'cd /d "D:\\简报 & 报表"\r\n' in bat
    assert f'"{program}" schedule run --log-format json' in bat
    assert "chcp 65001" in bat
    assert bat.count("\n") == bat.count("\r\n")
    task = ElementTree.fromstring(made["briefing-schedule.xml"].decode("utf-16"))
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    assert (
        task.findtext(f"{space}Actions/{space}Exec/{space}Command")
        == r"D:\简报 & 报表\deploy\briefing-schedule.bat"
    )
    assert task.findtext(f"{space}Settings/{space}MultipleInstancesPolicy") == "IgnoreNew"
    assert made["briefing-schedule.xml"][:2] in (b"\xff\xfe", b"\xfe\xff")
    plain = export.windows(
        PureWindowsPath(r"D:\briefing"), [r"C:\b\briefing.exe", "schedule", "run"], folder
    )["briefing-schedule.bat"]  # type: ignore[arg-type]
    assert plain.isascii()
    assert b"chcp" not in plain


def test_the_command_writes_the_files_and_says_how_to_install_them(world: World) -> None:
    world.job(schedule={"cron": "30 8 * * *"})
    for system, name in (("systemd", "service"), ("cron", "crontab"), ("windows", "xml")):
        done = briefing("schedule", "export", f"--{system}", cwd=world.root)
        assert done.returncode == 0, done.stderr
        assert (world.root / "deploy" / f"briefing-schedule.{name}").is_file()
        assert "安装：" in done.stderr
    both = briefing(
        "schedule", "export", "--systemd", "--cron", "--to", world.root / "both", cwd=world.root
    )
    assert sorted(path.suffix for path in (world.root / "both").iterdir()) == [
        ".crontab",
        ".service",
    ], both.stderr
    assert briefing("schedule", "export", cwd=world.root).stderr.startswith(
        "错误：briefing schedule export：没有说明用在哪里"
    )
    world.job()
    assert (
        "还没有任务写 schedule 或 inbox"
        in briefing("schedule", "export", "--cron", cwd=world.root).stderr
    )


def test_every_line_is_a_cron_expression() -> None:
    for cron in ("*/5 8-18/2 * jan-feb *", "0 9 1,15,last */2 *"):
        for holidays in ("run", "next_workday"):
            schedule = Schedule.model_validate(
                {"cron": cron, "holidays": holidays, "gate": "new_documents"}
            )
            for line in export.cron_lines(cron, schedule):
                assert parse_cron(line)
