"""The program as a user runs it: the command line, on copies in a temporary folder."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest

from briefing.cli import run
from briefing.jobs import run as run_module
from briefing.jobs import work
from briefing.papers import digest, verify
from tests.once import once

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


Forget = Callable[[], None]


@pytest.fixture(scope="package", autouse=True)
def forget() -> Iterator[Forget]:
    """Nearly every test asks for the facts and papers of the same few documents: they are made once. Call it where what is made anew has to be the same."""
    extracted = once(work._extracted, lambda settings, document: (settings.indicators, document))
    rendered = once(work.render_paper, lambda _settings, order: order)
    expected, said = once(verify.render), once(digest.content)
    with (
        patch.object(work, "_extracted", extracted),
        patch.object(run_module, "render_paper", rendered),
        patch.object(work, "render_paper", rendered),  # by this name a worker is told of it
        patch.object(verify, "render", expected),
        patch.object(digest, "content", said),
    ):

        def forget() -> None:
            for made in (extracted, rendered, expected, said):
                made.forget()

        yield forget


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
