"""Every score of extraction against what it has reached before (thresholds.json).

    python tests/score.py [gold] [cases] [tables] [panel]     (all of them where none is named)

Runs `briefing extract` as a user would, on the labelled documents of the folder BRIEFING_SHARED (default ../shared), and the
programs that lie beside the labels on what it prints. Leaves with 1 below a threshold and with 2 where the labelled documents
are missing (SCORE=skip in the environment makes that 0).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.thresholds import THRESHOLDS, reached_in  # noqa: E402

BIN = Path(sys.executable).with_name("briefing")
Row = tuple[str, float, float]  # what, reached, at least


def output(*command: object, told: str | None = None) -> str:
    """What a command prints; its exit code is its own affair (some leave with 1 while a case fails)."""
    done = subprocess.run(
        list(map(str, command)), input=told, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"score: {command[0]} left with {done.returncode}\n{done.stderr}")
    return done.stdout


def gold(shared: Path) -> list[Row]:
    files = sorted((shared / "data").glob("*/*.txt"))
    facts = output(BIN, "extract", *files, "--format", "jsonl")
    program = (sys.executable, shared / "gold" / "score.py", "-")
    print(output(*program, told=facts))
    totals = json.loads(output(*program, "--json", told=facts))
    return [(name, reached_in(totals, name), least) for name, least in THRESHOLDS["gold"].items()]


def cases(shared: Path) -> list[Row]:
    told = output(sys.executable, shared / "cases" / "run", "--bin", BIN)
    print(told)
    return [("cases passed", figure(r"^(\d+) passed", told), THRESHOLDS["cases passed"])]


def tables(shared: Path) -> list[Row]:
    return shares("tables", output(sys.executable, shared / "tables" / "check.py", "--bin", BIN))


def panel(shared: Path) -> list[Row]:
    told = output(sys.executable, shared / "panel" / "score.py", "--bin", BIN, "--show", "40")
    return shares("panel", told)


def shares(what: str, told: str) -> list[Row]:
    print(told)
    return [
        (f"{what} {key}", figure(rf"\b{key} ([\d.]+)\D*(?:,|$)", told.splitlines()[-1]), least)
        for key, least in THRESHOLDS[what].items()
    ]


def figure(pattern: str, told: str) -> float:
    found = re.search(pattern, told, re.MULTILINE)
    return float(found[1]) if found else 0.0


SCORES = {"gold": gold, "cases": cases, "tables": tables, "panel": panel}


def main() -> int:
    if os.environ.get("SCORE") == "skip":
        print("score: skipped, the environment says SCORE=skip")
        return 0
    shared = (ROOT / os.environ.get("BRIEFING_SHARED", "../shared")).resolve()
    if not (shared / "gold").is_dir():
        print(f"score: no labelled documents at {shared / 'gold'}; set BRIEFING_SHARED")
        return 2
    rows = [row for name in sys.argv[1:] or SCORES for row in SCORES[name](shared)]
    for what, reached, least in rows:
        print(f"{'ok  ' if reached >= least else 'LOW '} {what}: {reached:.4f} (at least {least})")
    return int(any(reached < least for _, reached, least in rows))


if __name__ == "__main__":
    sys.exit(main())
