"""The extraction score on the labelled documents, with the thresholds the project promises.

Runs `briefing extract` as a user would and the labels' own score.py on what it prints. Leaves with 1 below a threshold and with 2
where the labelled documents are missing (SCORE=skip in the environment makes that 0).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
THRESHOLDS = {
    ("indicator", "core", "f1"): 0.97,
    ("indicator", "strict", "f1"): 0.93,
    ("indicator", "accuracy_of_matched", "name"): 0.95,
    ("indicator", "accuracy_of_matched", "id"): 0.98,
    ("indicator", "accuracy_of_matched", "bound"): 0.97,
    ("project", "detect", "f1"): 0.85,
    ("duty", "detect", "f1"): 1.00,
}


def main() -> int:
    if os.environ.get("SCORE") == "skip":
        print("score: skipped, the environment says SCORE=skip")
        return 0
    shared = (ROOT / os.environ.get("BRIEFING_SHARED", "../shared")).resolve()
    if not (shared / "gold").is_dir():
        print(
            f"score: no labelled documents at {shared / 'gold'}; set BRIEFING_SHARED to the folder that holds gold/ and data/"
        )
        return 2
    files = sorted((shared / "data").glob("*/*.txt"))
    extract = subprocess.run(
        [sys.executable, "-m", "briefing", "extract", *map(str, files), "--format", "jsonl"],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if extract.returncode:
        print(extract.stderr, f"score: briefing extract left with {extract.returncode}", sep="\n")
        return 1
    score = [sys.executable, str(shared / "gold" / "score.py"), "-"]
    print(
        subprocess.run(
            score,
            input=extract.stdout,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout
    )
    totals = json.loads(
        subprocess.run(
            [*score, "--json"],
            input=extract.stdout,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout
    )
    failed = 0
    for (kind, row, key), least in THRESHOLDS.items():
        reached = totals.get(kind, {}).get(row, {}).get(key, 0.0)
        failed += reached < least
        print(
            f"{'ok  ' if reached >= least else 'LOW '} {kind} {row} {key}: {reached:.4f} (at least {least:.2f})"
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
