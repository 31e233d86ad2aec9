"""Workers that die, hang or are killed: what they were at fails alone, named, and all else is made."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from briefing.jobs.supervisor import Supervisor
from tests.unit.jobs.conftest import Run
from tests.unit.jobs.test_faults import When
from tests.unit.jobs.test_run import journal, manifest, tree

pytestmark = pytest.mark.slow


def test_a_step_that_fails_or_dies_fails_alone(run_apart: Run, workspace: Path) -> None:
    run_apart()
    (workspace / "briefing.docx").write_text("拒绝", encoding="utf-8")
    (workspace / "indicators.yaml").write_text("崩溃", encoding="utf-8")
    result = run_apart()
    assert result.exit_code == 1
    assert [str(failure) for failure in result.failures] == [
        "天桥区 区情简报：briefing.docx：模板缺少变量",
        "天桥区 指标表：工作进程意外退出（代码 1），再试一次仍然如此",
    ]
    assert [step.state for step in result.steps].count("done") == 4
    assert [row.files for row in result.rows] == [2, 0, 2]
    assert manifest(workspace, "2023")["papers"] == []
    assert [
        line["state"]
        for line in journal(workspace)
        if line.get("step", "").endswith("天桥区2023年区情简报.docx")
    ][-1] == "failed"

    (workspace / "briefing.docx").write_text("好了", encoding="utf-8")
    (workspace / "indicators.yaml").write_text("好了", encoding="utf-8")
    assert run_apart().exit_code == 0


def test_a_paper_that_takes_too_long_is_stopped(run_apart: Run, workspace: Path) -> None:
    (workspace / "briefing.docx").write_text("慢", encoding="utf-8")
    result = run_apart(
        {"districts": ("槐荫区",)},
        step_seconds=1,
        outputs=[{"kind": "word", "name": "区情简报", "template": "briefing.docx"}],
    )
    assert [str(failure) for failure in result.failures] == [
        "槐荫区 区情简报：超过 1 秒的时限，再试一次仍然如此"
    ]


def test_a_source_that_kills_its_reader_is_named_and_the_others_go_on(
    run_apart: Run, workspace: Path
) -> None:
    (workspace / "sources" / "坏.txt").write_text("乱码", encoding="utf-8")
    (workspace / "sources" / "崩.txt").write_text("崩溃", encoding="utf-8")
    result = run_apart()
    assert result.exit_code == 1
    assert [str(failure) for failure in result.failures] == [
        "坏.txt：读不懂",
        "崩.txt：工作进程意外退出（代码 1），再试一次仍然如此",
    ]
    assert [step.state for step in result.steps] == ["done"] * 6
    assert [str(failure) for failure in run_apart().failures] == [
        str(failure) for failure in result.failures
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")
def test_a_worker_that_the_system_kills(
    run_apart: Run, workspace: Path, workers: Supervisor, tmp_path: Path
) -> None:
    (workspace / "briefing.docx").write_text("稍等", encoding="utf-8")

    def kill() -> None:
        pid = workers._workers[0]._process.pid
        assert pid
        os.kill(pid, signal.SIGKILL)

    assert run_apart({"progress": When("生成成果", kill, at=1)}).failures == ()
    assert run_apart({"output": tmp_path / "undisturbed"}).exit_code == 0
    assert tree(workspace / "output") == tree(tmp_path / "undisturbed")
