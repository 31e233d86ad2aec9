"""Runs killed at any moment: the next one mends everything."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.store import Store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork and kill -9"),
]
KILLING = Path(__file__).with_name("killing.py")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of an output folder but those that hold times."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in files
        if file.name not in ("run.jsonl", "summary.txt", ".store")
        and not file.name.startswith("briefing.db")
    }


def test_fifty_kills_leave_the_papers_of_an_undisturbed_run(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, KILLING, tmp_path, "20250101", "50"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("killed 50, whole ")
    undisturbed = tree(tmp_path / "undisturbed")
    assert (
        len([path for path in undisturbed if path.endswith((".docx", ".xlsx"))]) == 2 * 6 + 6 + 1
    )  # 区财政局 has nothing to say
    for done in tmp_path.glob("done-*"):
        assert (
            tree(done) == undisturbed
        )  # no half file, no temporary file, nobody's name on the lock
        with Store.open(f"sqlite:///{done}/briefing.db", create=False) as store:
            *killed, last = store.runs.all("annual")
            assert {run.state for run in killed} <= {
                "interrupted",
                "done",
            }  # or killed on its way out
            assert last.state == "done"
            assert store.check() == ()
        record = [
            json.loads(line)
            for line in (done / "annual" / "run.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        assert record[-1]["state"] == "done"
