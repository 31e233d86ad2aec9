"""Cells of published tables, labelled by hand (tests/labelled/tables)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("BRIEFING_SHARED", ROOT.parent / "shared"))
CHECK = SHARED / "tables" / "check.py"
FILES = SHARED / "panel" / "files"


@pytest.mark.skipif(not CHECK.exists() or not FILES.exists(), reason=f"{SHARED} is missing")
def test_every_labelled_cell_of_budgets_gives_the_right_observation() -> None:
    labels = ROOT / "tests" / "labelled" / "tables"
    command = [sys.executable, CHECK, "--labels", labels, "--files", FILES]
    command += ["--bin", Path(sys.executable).with_name("briefing")]
    told = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    cells = re.search(r"^all: (\d+) cells, found ([\d.]+), right ([\d.]+)", told, re.M)
    assert cells is not None
    assert int(cells[1]) == 825
    assert float(cells[2]) >= 0.99, told
    assert float(cells[3]) >= 0.98, told
