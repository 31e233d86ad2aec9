"""What every test may ask for: the labelled and real documents, and optional programs."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

pytest_plugins = [
    "tests.examples"
]  # its profile is for properties with no settings of their own too
ROOT = Path(__file__).resolve().parent.parent


def read_yaml(path: Path) -> Any:
    """Cases. libyaml, where the wheel has it, reads them in a tenth of the time."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), loader)


def pytest_collection_finish() -> None:
    """Rubbish is looked for as seldom as the program does (briefing.cli), and not in what was imported: it took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with data/ and gold/ (BRIEFING_SHARED, default ../shared); skips, saying so, where it is missing."""
    folder = (ROOT / os.environ.get("BRIEFING_SHARED", "../shared")).resolve()
    if not (folder / "data").is_dir():
        pytest.skip(f"needs the real documents: {folder / 'data'} is missing (set BRIEFING_SHARED)")
    return folder


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """The path of an optional program; skips naming the one that is missing, fails where all are promised."""

    def find(name: str) -> str:
        found = shutil.which(name)
        if found:
            return found
        if os.environ.get("BRIEFING_ALL_PROGRAMS"):
            pytest.fail(
                f"the program {name} is missing though BRIEFING_ALL_PROGRAMS says all are installed"
            )
        pytest.skip(f"needs the program {name}")

    return find
