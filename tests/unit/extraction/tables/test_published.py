"""Cells of published tables, labelled by hand (tests/labelled/tables)."""

from __future__ import annotations

import io
import os
import re
import runpy
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.end_to_end.conftest import briefing

ROOT = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("BRIEFING_SHARED", ROOT.parent / "shared"))
CHECK = SHARED / "tables" / "check.py"
FILES = SHARED / "panel" / "files"


@pytest.mark.skipif(not CHECK.exists() or not FILES.exists(), reason=f"{SHARED} is missing")
def test_every_labelled_cell_of_budgets_gives_the_right_observation() -> None:
    labels = ROOT / "tests" / "labelled" / "tables"
    command = [CHECK, "--labels", labels, "--files", FILES]
    told = io.StringIO()
    with (
        patch.object(sys, "argv", list(map(str, command))),
        patch.object(subprocess, "run", lambda command, **_: briefing(*command[1:])),
        redirect_stdout(told),
    ):
        runpy.run_path(str(CHECK), run_name="__main__")
    said = told.getvalue()
    cells = re.search(r"^all: (\d+) cells, found ([\d.]+), right ([\d.]+)", said, re.M)
    assert cells is not None
    assert int(cells[1]) == 825
    assert float(cells[2]) >= 0.99, said
    assert float(cells[3]) >= 0.98, said
