"""A workspace of three districts with small sources, and a run whose reader and renderer are fakes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing.jobs import ingest as ingest_module
from briefing.jobs import run as run_module
from briefing.jobs import setup as setup_module
from briefing.jobs.result import RunResult
from briefing.jobs.setup import RunOptions, Setup
from briefing.jobs.supervisor import Executor, Inline, Supervisor
from briefing.settings import Settings, load_settings
from briefing.settings.schema import Job
from tests.conftest import ROOT
from tests.unit.jobs import fakes

SOURCES = {
    "槐荫.txt": "槐荫区 2024 work_report\ngdp 850.40\ngeneral_budget_revenue 57.10\n",
    "天桥.txt": "天桥区 2023 work_report\ngdp 600\n",
    "市中.txt": "市中区 2022 work_report\ngdp 1200\n",
}
JOB: dict[str, Any] = {
    "name": "annual",
    "title": "年度材料",
    "sources": ["sources"],
    "districts": ["槐荫区", "天桥区", "市中区"],
    "outputs": [
        {"kind": "word", "name": "区情简报", "template": "briefing.docx"},
        {"kind": "excel", "name": "指标表", "template": "indicators.yaml", "audience": "internal"},
    ],
}


class Steps:
    """A clock that moves on a second each time it is read."""

    def __init__(self) -> None:
        self.now = datetime(2025, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


Run = Callable[..., RunResult]


@pytest.fixture(scope="session")
def configured() -> Settings:
    return load_settings(ROOT)


@pytest.fixture(scope="session")
def workers(configured: Settings) -> Iterator[Supervisor]:
    """Real ones, for what is about their end: starting them takes longer than what they do."""
    with Supervisor(2, context=configured) as supervisor:
        yield supervisor


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "工作区"
    (folder / "sources").mkdir(parents=True)
    for name, text in SOURCES.items():
        (folder / "sources" / name).write_text(text, encoding="utf-8")
    for name in ("briefing.docx", "indicators.yaml"):
        (folder / name).write_text("模板", encoding="utf-8")
    return folder


@pytest.fixture
def run(workspace: Path, configured: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the job of the workspace in this process.

    Keyword arguments are those of the job, `options` those of the command line, `changed` settings.
    """
    return _runs(workspace, configured, Inline(configured), monkeypatch)


@pytest.fixture
def run_apart(
    workspace: Path, configured: Settings, workers: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> Run:
    """The same with workers, which may die."""
    return _runs(workspace, configured, workers, monkeypatch)


def _runs(
    workspace: Path, configured: Settings, executor: Executor, monkeypatch: pytest.MonkeyPatch
) -> Run:
    monkeypatch.setattr(ingest_module, "read_source", fakes.read_source)
    monkeypatch.setattr(run_module, "render_paper", fakes.render_paper)
    monkeypatch.setattr(setup_module, "check_template", fakes.check_template)
    monkeypatch.setattr(Setup, "supervisor", lambda setup: nullcontext(executor))
    settings = dataclasses.replace(configured, root=workspace)

    def run(
        options: dict[str, Any] | None = None, *, changed: dict[str, Any] | None = None, **job: Any
    ) -> RunResult:
        defaults: dict[str, Any] = {"clock": Steps()}
        with_changes = dataclasses.replace(settings, **changed or {})
        return run_module.run(
            Job.model_validate(JOB | job), with_changes, RunOptions(**defaults | (options or {}))
        )

    return run
