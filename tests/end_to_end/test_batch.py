"""A batch as an operator sees it: what is left over, what failed, what the log says, how it is stopped."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.conftest import ROOT, briefing
from tests.end_to_end.papers import papers

JOB = """\
name: annual
title: 年度区情材料
sources: [{root}/examples/sources]
districts: [{districts}]
outputs:
  - {{kind: word, name: 区情简报, template: templates/word/briefing.docx}}
  - {{kind: excel, name: 指标表, template: templates/excel/indicators.yaml}}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "工作区"
    for part in ("config", "templates"):
        shutil.copytree(ROOT / part, folder / part)
    write_job(folder, "槐荫区", "天桥区")
    return folder


def write_job(workspace: Path, *districts: str) -> None:
    job = JOB.format(root=ROOT.as_posix(), districts=", ".join(districts))
    (workspace / "config" / "jobs" / "annual.yaml").write_text(job, encoding="utf-8")


def last_lines(said: str) -> list[str]:
    return [line for line in said.splitlines() if line]


def test_papers_of_a_removed_district_are_reported_and_removed_when_asked(workspace: Path) -> None:
    assert briefing("run", "annual", cwd=workspace).returncode == 0
    write_job(workspace, "槐荫区")
    left = "annual/2023/天桥区/天桥区2023年指标表.xlsx：任务里已经没有这份成果，可用 --prune 删除"
    for _ in range(2):  # it is said each time
        done = briefing("run", "annual", cwd=workspace)
        assert done.returncode == 0
        assert f"提醒：{left}" in done.stderr
    assert f"- {left}" in (workspace / "output" / "annual" / "summary.txt").read_text(
        encoding="utf-8"
    )
    assert len(papers(workspace / "output")) == 4
    changed = workspace / "output" / "annual" / "2023" / "天桥区" / "天桥区2023年区情简报.docx"
    changed.write_bytes(changed.read_bytes() + b" ")
    assert (
        "可用 --prune 删除"
        in briefing("run", "annual", "--prune", "--dry-run", cwd=workspace).stderr
    )
    done = briefing("run", "annual", "--prune", cwd=workspace)
    assert "天桥区2023年指标表.xlsx：任务里已经没有这份成果，已删除" in done.stderr
    assert (
        "天桥区2023年区情简报.docx：任务里已经没有这份成果，但它被改动过，不会自动删除"
        in done.stderr
    )
    assert set(papers(workspace / "output")) == {
        "槐荫区2024年区情简报.docx",
        "槐荫区2024年指标表.xlsx",
        changed.name,
    }


def test_what_the_job_makes_again_is_no_longer_left_over(workspace: Path) -> None:
    assert briefing("run", "annual", cwd=workspace).returncode == 0
    before = (workspace / "output" / "annual" / "2023" / "manifest.json").read_bytes()
    write_job(workspace, "槐荫区")
    assert briefing("run", "annual", cwd=workspace).returncode == 0
    write_job(workspace, "槐荫区", "天桥区")
    done = briefing("run", "annual", cwd=workspace)
    assert "任务里已经没有" not in done.stderr
    assert (workspace / "output" / "annual" / "2023" / "manifest.json").read_bytes() == before


def test_failures_are_collected_for_a_spreadsheet_and_a_mail(
    workspace: Path, sources: Path
) -> None:
    (sources / "坏掉的.docx").write_bytes(b"PK\x03\x04" + b"\0" * 60)
    run = ("run", "annual", "--sources", sources)
    assert briefing(*run, cwd=workspace).returncode == 1
    folder = workspace / "output" / "annual"
    with (folder / "failures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["对象"] for row in rows] == ["坏掉的.docx"]
    assert rows[0]["原因"]
    summary = (folder / "summary.txt").read_text(encoding="utf-8").splitlines()
    assert summary[0] == "年度区情材料：2 个地区，新做 4 份，未变 0 份，失败 1 项"
    assert "失败（1）" in summary
    (sources / "坏掉的.docx").unlink()
    assert briefing(*run, cwd=workspace).returncode == 0
    assert not (folder / "failures.csv").exists()
    assert (
        (folder / "summary.txt")
        .read_text(encoding="utf-8")
        .startswith("年度区情材料：2 个地区，新做 0 份，未变 4 份，全部完成\n")
    )


def test_the_log_can_be_json_lines(workspace: Path) -> None:
    done = briefing("run", "annual", "--log-format", "json", cwd=workspace)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert all(line["time"].endswith("+08:00") for line in lines)
    steps = [line for line in lines if line["event"] == "step" and line["what"] == "生成成果"]
    assert [(step["done"], step["total"]) for step in steps] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert lines[-1]["message"].startswith("成果在 ")
    done = briefing("run", "annual", "--log-format", "json", "--district", "槐茵区", cwd=workspace)
    assert done.returncode == 2
    (line,) = map(json.loads, done.stderr.splitlines())
    assert (line["event"], line["level"]) == ("message", "error")
    assert "没有配置这个地区" in line["message"]


def test_a_dry_run_names_what_has_changed(workspace: Path, sources: Path) -> None:
    run = ("run", "annual", "--sources", sources)
    done = briefing(*run, "--dry-run", cwd=workspace)
    assert [line.split()[1:] for line in last_lines(done.stdout)[-4:]] == [["要做", "新成果"]] * 4
    assert briefing(*run, cwd=workspace).returncode == 0
    report = sources / "槐荫区2025年政府工作报告.txt"
    report.write_text(
        report.read_text(encoding="utf-8").replace("57.1亿元", "59.3亿元"), encoding="utf-8"
    )
    lights = workspace / "config" / "lights.yaml"
    said = [
        line.split()[1:]
        for line in last_lines(briefing(*run, "--dry-run", cwd=workspace).stdout)[-4:]
    ]
    assert (
        said
        == [["要做", "资料有变化（改动", "槐荫区2025年政府工作报告.txt）"]] * 2 + [["不变"]] * 2
    )
    lights.write_text(
        lights.read_text(encoding="utf-8").replace("word: ", "word: 略"), encoding="utf-8"
    )
    assert briefing(*run, "--dry-run", cwd=workspace).stdout.count("设置有变化") == 4


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_stop_puts_everything_away(
    workspace: Path, number: signal.Signals
) -> None:
    command = [sys.executable, "-m", "briefing", "run", "annual", "--workers", "1"]
    with subprocess.Popen(
        command, cwd=workspace, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE
    ) as process:
        record = workspace / "output" / "annual" / "run.jsonl"
        wait_for(
            lambda: (
                record.exists()
                and '"state": "running", "worker"' in record.read_text(encoding="utf-8")
            )
        )
        process.send_signal(number)
        process.send_signal(number)  # impatience changes nothing
        _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said.decode().splitlines()[-1].endswith("已中断")
    assert json.loads(record.read_text(encoding="utf-8").splitlines()[-1])["state"] == "interrupted"
    assert "中断：运行被中断" in (workspace / "output" / "annual" / "summary.txt").read_text(
        encoding="utf-8"
    )
    left = {file.name for file in (workspace / "output").iterdir()}
    assert left <= {"annual", "briefing.db", ".briefing.lock"}
    assert briefing("run", "annual", cwd=workspace).returncode == 0
    assert len(papers(workspace / "output")) == 4


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.slow
def test_another_day_gives_the_same_bytes(
    demo: Path, tmp_path: Path, program: Callable[[str], str]
) -> None:
    faketime = program("faketime")
    command = [
        faketime,
        "2031-02-28 23:59:50",
        sys.executable,
        "-m",
        "briefing",
        "run",
        "annual",
        "--output",
        str(tmp_path),
    ]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "11"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert '"time": "2031-' in (tmp_path / "annual" / "run.jsonl").read_text(encoding="utf-8")
    here, there = papers(demo), papers(tmp_path)
    assert {name: path.read_bytes() for name, path in there.items()} == {
        name: path.read_bytes() for name, path in here.items()
    }
    for year in ("2022", "2023", "2024"):
        manifest = f"annual/{year}/manifest.json"
        assert (tmp_path / manifest).read_bytes() == (demo / manifest).read_bytes()
