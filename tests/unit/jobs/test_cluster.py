"""Papers rendered by dask workers in processes of their own, over TCP: the same bytes, also when one of them is killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from briefing.errors import SettingsError
from tests.conftest import ROOT
from tests.unit.jobs.conftest import Run
from tests.unit.jobs.test_run import journal, tree

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not find_spec("distributed"), reason="needs distributed"),
]


class Dask:
    """A scheduler and two workers."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        until = time.monotonic() + 60
        while not self.file.exists() and time.monotonic() < until:
            time.sleep(0.05)
        self.address = json.loads(self.file.read_text(encoding="utf-8"))["address"]
        self.workers = [self.worker(), self.worker()]

    def worker(self) -> subprocess.Popen[bytes]:
        return self._start("worker", "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")

    def _start(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            "distributed.cli.dask_" + what,
            "--scheduler-file",
            str(self.file),
            "--no-dashboard",
            *arguments,
        ]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        return subprocess.Popen(
            command,
            cwd=self.file.parent,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait_for_workers(self, count: int) -> None:
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=60)

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    started = Dask(tmp_path_factory.mktemp("dask"))
    started.wait_for_workers(2)
    yield started
    started.stop()


class KillsWorker:
    """Progress that kills a worker at the second paper."""

    def __init__(self, worker: subprocess.Popen[bytes]) -> None:
        self.worker = worker
        self.papers = 0

    def begin(self, what: str, total: int) -> None: ...
    def end(self) -> None: ...
    def say(self, level: str, message: str) -> None: ...

    def step(self, label: str, failure: str = "") -> None:
        self.papers += label.endswith(("区情简报", "指标表"))
        if self.papers == 2:
            self.worker.kill()


def test_a_cluster_makes_the_same_papers_also_when_a_worker_is_killed(
    run: Run, workspace: Path, tmp_path: Path, dask: Dask
) -> None:
    (workspace / "briefing.docx").write_text("稍等", encoding="utf-8")
    run()
    on_cluster = {"executor": "dask", "scheduler": dask.address, "output": tmp_path / "cluster"}
    result = run(on_cluster | {"progress": KillsWorker(dask.workers[0])})
    assert result.failures == ()
    assert tree(tmp_path / "cluster") == tree(workspace / "output")
    dask.workers[0].wait()
    dask.workers.append(dask.worker())
    dask.wait_for_workers(2)

    (workspace / "indicators.yaml").write_text("拒绝", encoding="utf-8")
    assert [str(failure) for failure in run(on_cluster).failures] == [
        "天桥区 指标表：indicators.yaml：模板缺少变量"
    ]
    assert {step.state for step in run(on_cluster).steps} == {"skipped", "failed"}


def test_a_paper_that_kills_every_worker_it_is_given_fails_alone(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    (workspace / "briefing.docx").write_text("崩溃", encoding="utf-8")
    folder = tmp_path / "dask"
    folder.mkdir()
    dask = Dask(folder)
    dask.workers += [dask.worker() for _ in range(4)]
    try:
        dask.wait_for_workers(6)
        result = run({"executor": "dask", "scheduler": dask.address})
    finally:
        dask.stop()
    assert [failure.what for failure in result.failures] == ["天桥区 区情简报"]
    assert "集群没有做出来：KilledWorker" in str(result.failures[0])
    assert [step.state for step in result.steps].count("done") == 5


def test_a_scheduler_that_is_not_there_is_named(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.jobs.cluster._CONNECT_SECONDS", 1)
    with pytest.raises(SettingsError, match=r"tcp://127\.0\.0\.1:9：连不上调度器"):
        run({"executor": "dask", "scheduler": "tcp://127.0.0.1:9"})
    with pytest.raises(SettingsError, match="要一起写"):
        run({"executor": "dask"})


def test_workers_of_another_version_are_refused(
    run: Run, workspace: Path, dask: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.jobs.fingerprint.libraries", lambda: "another")
    with pytest.raises(SettingsError, match=r"版本与本机不同：tcp://127\.0\.0\.1"):
        run({"executor": "dask", "scheduler": dask.address})
    assert journal(workspace)[-1:] == []
