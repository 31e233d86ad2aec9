"""The program as a user runs it: the command line, on copies in a temporary folder."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from briefing.cli import run
from briefing.jobs import run as run_module
from briefing.jobs import work
from briefing.jobs.work import PaperOrder, render_paper
from briefing.model import Document, Facts
from briefing.settings import Settings

ROOT = Path(__file__).resolve().parents[2]

Briefing = Callable[..., "subprocess.CompletedProcess[str]"]


def briefing(
    *arguments: object, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`briefing ARGUMENTS` in this process: what it printed and its exit code. No traceback may ever be printed.

    Starting Python, its imports and two workers takes far longer than most of what a test asks for.
    """
    told, noted = _stream(), _stream()
    command = list(map(str, arguments))
    with (
        patch.dict(os.environ, {"BRIEFING_INLINE": "1", **environment}),
        chdir(cwd),
        redirect_stdout(told),
        redirect_stderr(noted),
    ):
        code = run(command)
    done = subprocess.CompletedProcess(command, code, _text(told), _text(noted))
    assert "Traceback" not in done.stderr, done.stderr
    return done


def briefing_process(
    *arguments: object, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own, with its own workers: for what is about processes."""
    done = subprocess.run(
        [sys.executable, "-m", "briefing", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8")


class Once:
    """What is made of the very same things in one process is the same. Nearly every test asks for the facts and papers of the same few documents."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Any] = {}

    def _remembered(self, make: Callable[[], Any], *of: object) -> Any:
        key = tuple(hashlib.sha256(pickle.dumps(each)).hexdigest() for each in of)
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    def extracted(self, settings: Settings, document: Document) -> Facts:
        facts: Facts = self._remembered(
            lambda: EXTRACTED(settings, document), document, settings.indicators
        )
        return facts

    def rendered(self, settings: Settings, order: PaperOrder) -> bytes:
        data: bytes = self._remembered(lambda: render_paper(settings, order), order)
        return data

    def forget(self) -> None:
        """For tests of whether what is made anew is the same."""
        self._known.clear()


EXTRACTED = work._extracted


@pytest.fixture(scope="package", autouse=True)
def once() -> Iterator[Once]:
    once = Once()
    with (
        patch.object(work, "_extracted", once.extracted),
        patch.object(run_module, "render_paper", once.rendered),
    ):
        yield once


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the demo's job on the sample documents."""
    output = tmp_path_factory.mktemp("demo")
    done = briefing("run", "config/jobs/annual.yaml", "--output", output)
    assert done.returncode == 0, done.stderr
    return output


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of the sample documents that a test may change."""
    return shutil.copytree(ROOT / "examples" / "sources", tmp_path / "sources")
