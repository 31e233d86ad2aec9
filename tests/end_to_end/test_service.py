"""The service as people run it: a process of its own that starts, runs what is due, stops, and starts again, by a clock of the test's."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing.store import Store
from tests.end_to_end.conftest import ROOT, briefing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs faketime and signals"),
]
JOB = """\
name: daily
title: 每日指标表
sources: [sources]
districts: [槐荫区]
period: "2024"
workers: 1
schedule:
  cron: 30 8 * * *
outputs:
  - {kind: excel, name: 指标表, template: templates/excel/indicators.yaml}
"""
Service = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "工作区"
    assert briefing("init", root).returncode == 0
    shutil.copy(ROOT / "examples" / "sources" / "槐荫区2025年政府工作报告.txt", root / "sources")
    for job in (root / "config" / "jobs").iterdir():
        job.unlink()
    (root / "config" / "jobs" / "daily.yaml").write_text(JOB, encoding="utf-8")
    return root


@pytest.fixture
def service(workspace: Path, program: Callable[[str], str]) -> Iterator[Service]:
    """Starts `briefing schedule run` at a time of day in Shanghai. One that hangs is ended, which fails the test."""
    faketime, started, watchdogs = program("faketime"), [], []

    def start(time: str, *options: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "briefing", "schedule", "run", *options]
        process = subprocess.Popen(
            [faketime, "-f", f"@2026-07-01 {time}", *command],
            cwd=workspace,
            env={**os.environ, "TZ": "Asia/Shanghai", "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        started.append(process)
        watchdogs.append(threading.Timer(150, os.killpg, (process.pid, signal.SIGKILL)))
        watchdogs[-1].start()
        return process

    yield start
    for watchdog in watchdogs:
        watchdog.cancel()
    for process in started:
        with process:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def heard(process: subprocess.Popen[str], words: str) -> str:
    """The next line of the log with these words."""
    assert process.stderr
    lines = []
    for line in process.stderr:
        lines.append(line)
        assert "Traceback" not in line
        if words in line:
            return line
    raise AssertionError(f"ended without {words}: {''.join(lines)}")


def ask_to_stop(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> str:
    """Stop the service as systemd or a terminal does: its exit code has to be 0. What it said last."""
    os.kill(pid_of(process), number)
    assert process.stderr
    said = process.stderr.read()
    assert process.wait(60) == 0
    assert "Traceback" not in said
    return said


def pid_of(process: subprocess.Popen[str]) -> int:
    """The service itself: faketime waits for it in a process of its own, or becomes it."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    command = Path(f"/proc/{process.pid}/cmdline").read_bytes()
    return (
        process.pid
        if b"briefing" in command and b"faketime" not in command.split(b"\0")[0]
        else int(children[0])
    )


def known(service: Service) -> None:
    """The service has seen the job before: from then on no time of it is passed over."""
    assert service("08:00:00", "--once").wait(60) == 0


def fires(workspace: Path) -> list[str]:
    with Store.open(f"sqlite:///{workspace}/output/briefing.db") as store:
        return [f"{fire.due:%H:%M} {fire.state}" for fire in store.fires.all("daily")]


def health(workspace: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (workspace / "output" / "service" / "health.json").read_text(encoding="utf-8")
    )
    return found


def test_it_starts_runs_stops_and_does_not_run_again(workspace: Path, service: Service) -> None:
    known(service)
    first = service("08:30:05")
    heard(first, "服务已启动")
    heard(first, "开始运行（07-01 08:30）")
    assert "全部完成" in heard(first, "daily（07-01 08:30）")
    assert (
        workspace / "output" / "daily" / "2024" / "槐荫区" / "槐荫区2024年指标表.xlsx"
    ).is_file()
    second = service("08:31:00")
    assert "已经有一个服务在运行" in heard(second, "错误")
    assert second.wait(60) == 3
    assert "服务已停止" in ask_to_stop(first)
    assert health(workspace)["state"] == "stopped"
    assert health(workspace)["jobs"][0]["last"]["state"] == "done"
    again = service("08:35:00", "--once")
    assert again.stderr
    assert "开始运行" not in again.stderr.read()
    assert again.wait(60) == 0
    assert fires(workspace) == ["00:30 done"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopped_in_the_middle_of_a_run_it_goes_on_at_the_next_start(
    workspace: Path, service: Service, number: int
) -> None:
    known(service)
    first = service("08:30:05")
    heard(first, "开始运行")
    assert "运行被中断，下次启动接着做" in ask_to_stop(first, number)
    assert fires(workspace) == ["00:30 waiting"]
    again = service("08:50:00", "--once")
    heard(again, "全部完成")
    assert again.wait(60) == 0
    assert fires(workspace) == ["00:30 done"]


def test_killed_in_the_middle_of_a_run_it_goes_on_at_the_next_start(
    workspace: Path, service: Service
) -> None:
    known(service)
    first = service("08:30:05")
    heard(first, "开始运行")
    os.kill(
        pid_of(first), signal.SIGKILL
    )  # its child goes on, and holds the lock of the output folder until it is done
    assert fires(workspace) == ["00:30 running"]
    again = service("08:50:00", "--once")
    heard(again, "daily（07-01 08:30）")
    assert again.wait(60) == 0
    assert fires(workspace) == ["00:30 done"]


def test_an_inbox_is_emptied_and_the_job_run(workspace: Path, service: Service) -> None:
    job = workspace / "config" / "jobs" / "daily.yaml"
    job.write_text(
        JOB.replace("schedule:\n  cron: 30 8 * * *\n", "inbox: {folder: 收件箱, run: true}\n"),
        encoding="utf-8",
    )
    (workspace / "收件箱").mkdir()
    report = workspace / "sources" / "槐荫区2025年政府工作报告.txt"
    report.rename(workspace / "收件箱" / "报告.txt")
    first = service("09:00:00 x10")
    heard(first, "报告.txt → 归入 sources/槐荫区/报告.txt")
    heard(first, "开始运行")
    heard(first, "全部完成")
    ask_to_stop(first)
    assert (workspace / "sources" / "槐荫区" / "报告.txt").is_file()


def test_the_inbox_command(workspace: Path, program: Callable[[str], str]) -> None:
    job = workspace / "config" / "jobs" / "daily.yaml"
    job.write_text(JOB + "inbox: 收件箱\n", encoding="utf-8")
    (workspace / "收件箱").mkdir()
    (workspace / "收件箱" / "纪要.txt").write_text("会议纪要", encoding="utf-8")
    done = subprocess.run(
        [
            program("faketime"),
            "-f",
            "@2026-07-01 09:00:00 x20",
            sys.executable,
            "-m",
            "briefing",
            "inbox",
        ],
        cwd=workspace,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "纪要.txt → 没有归类，放在 收件箱/待人工处理/纪要.txt" in done.stderr
    assert (workspace / "收件箱" / "待人工处理" / "纪要.txt.原因.txt").is_file()
    assert (
        "没有写 inbox" in briefing("inbox", "dail", cwd=workspace).stderr
        or "找不到任务 dail" in briefing("inbox", "dail", cwd=workspace).stderr
    )


def test_list_names_the_nearest_job_and_explains_what_is_wrong(workspace: Path) -> None:
    done = briefing("schedule", "list", "dayly", cwd=workspace)
    assert (done.returncode, done.stderr) == (2, "错误：找不到任务 dayly（是否指 daily？）\n")
    assert briefing("schedule", "list", "--from", "明天", cwd=workspace).returncode == 2
    listed = briefing("schedule", "list", "--from", "2026-07-01", cwd=workspace)
    assert listed.returncode == 0
    assert [line.split("  ")[1] for line in listed.stdout.splitlines()[2:]] == [
        f"2026-07-0{day} 周{name} 08:30"
        for day, name in zip(range(1, 6), "三四五六日", strict=True)
    ]
    job = workspace / "config" / "jobs" / "daily.yaml"
    job.write_text(JOB.replace("* * *", "* * 1-5"), encoding="utf-8")
    broken = briefing("schedule", "list", cwd=workspace)
    assert broken.returncode == 2
    assert "daily.yaml:8:9 schedule.cron：星期不能写数字 1" in broken.stderr
