"""The program as a user runs it: the command line in a process of its own, on copies in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

Briefing = Callable[..., "subprocess.CompletedProcess[str]"]


def briefing(
    *arguments: object, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`briefing ARGUMENTS`; what it printed and its exit code. No traceback may ever be printed."""
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
