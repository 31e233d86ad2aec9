"""This build against an earlier one, in turn in one run: whole processes, medians of five, the ratio of each.

    python tests/bench/against.py REV [--runs 5] [--only extract]

REV is taken out of git into a temporary folder and runs with this environment's libraries. Each command runs as A B A B …, so that a
machine whose speed drifts does the ratio no harm. What is timed is checked: a command that leaves with another code than 0 is said.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import statistics
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = (ROOT / os.environ.get("BRIEFING_SHARED", "../shared")).resolve()
SMALL = "某区2025年政府工作报告\n2024年，地区生产总值620.4亿元，增长5.1%。\n"
PDFS = ("guangzhou", "qingdao", "shenzhen")


def commands(folder: Path) -> dict[str, list[str]]:
    """What is timed; {out} is a folder of the build's own, new for each run."""
    small = folder / "报告.txt"
    small.write_text(SMALL, encoding="utf-8")
    found = {
        "--help": ["--help"],
        "check": ["check"],
        "extract, one small file": ["extract", str(small)],
        "run annual on the samples": ["run", "annual", "--output", "{out}", "--workers", "2"],
    }
    texts = sorted(map(str, (SHARED / "data").glob("*/*.txt")))
    if texts:
        found["extract, 21 reports"] = ["extract", *texts]
    files = SHARED / "panel" / "files"
    pdfs = [str(files / f"{name}_2025_budget_report.pdf") for name in PDFS]
    if all(Path(name).exists() for name in pdfs):
        found["extract, 3 budgets in PDF"] = ["extract", *pdfs]
    return found


def seconds(build: Path, command: list[str], out: Path) -> float:
    """Processor time of one run, its workers included."""
    words = [word.replace("{out}", str(out)) for word in command]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "briefing", *words],
        cwd=build,
        env={**os.environ, "PYTHONPATH": str(build)},
        capture_output=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        print(f"  {build.name}: left with {done.returncode}: {done.stderr.decode()[-200:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rev")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        archive = subprocess.run(
            ["git", "archive", arguments.rev], cwd=ROOT, capture_output=True, check=True
        ).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as source:
            source.extractall(folder / "before", filter="data")
        for build in (folder / "before", ROOT):  # as pip leaves what it installs
            subprocess.run(
                [sys.executable, "-m", "compileall", "-q", build / "briefing"], check=True
            )
        for name, command in commands(folder).items():
            if arguments.only in name:
                row(name, command, folder, arguments.runs)


def row(name: str, command: list[str], folder: Path, runs: int) -> None:
    times: dict[str, list[float]] = {"before": [], "now": []}
    for number in range(runs + 1):  # the first warms up
        for label, build in (("before", folder / "before"), ("now", ROOT)):
            took = seconds(build, command, folder / f"{label}-{name}-{number}")
            times[label] += [took] if number else []
    before, now = (statistics.median(each) for each in times.values())
    print(f"{name}: before {before:.2f} s, now {now:.2f} s, now/before {now / before:.2f}")


if __name__ == "__main__":
    main()
