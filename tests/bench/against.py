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


DISTRICTS = 40
# The workspace of a build: made by its own bench, since settings differ from build to build.
_FILL = """
import sys
from pathlib import Path
from briefing.store import Store
from tests.bench.bench_batch import fill, workspace
folder = Path(sys.argv[1])
settings = workspace(folder, int(sys.argv[2]))
(folder / "output").mkdir()
with Store.open(f"sqlite:///{folder}/output/briefing.db") as store:
    fill(store, settings, 1)
"""
# The newest report of a district says another figure.
_CHANGE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from briefing.settings import load_settings
from briefing.store import Store
from tests.bench.synthetic import district
settings = load_settings(Path(sys.argv[1]))
own = settings.districts[1]
with Store.open(f"sqlite:///{sys.argv[1]}/output/briefing.db") as store:
    for file, documents in district(
        1, 1, own.code, own.name, settings.indicators, edition=int(sys.argv[2])
    ):
        store.replace(file, documents, datetime(2025, 3, 2, tzinfo=UTC))
"""


def commands(folder: Path) -> dict[str, list[str]]:
    """What is timed; {out} is a folder of the build's own, new for each run, {kept} one that stays, {work} its workspace of districts."""
    small = folder / "报告.txt"
    small.write_text(SMALL, encoding="utf-8")
    found = {
        "--help": ["--help"],
        "check": ["check"],
        "extract, one small file": ["extract", str(small)],
        "run annual on the samples": ["run", "annual", "--output", "{out}", "--workers", "2"],
    }
    packs = ["run", "annual", "--workspace", "{work}", "--workers", "2"]
    packs += ["--store", "sqlite:///{work}/output/briefing.db", "--output"]
    found[f"{DISTRICTS} districts, three papers each"] = [*packs, "{out}"]
    found[f"{DISTRICTS} districts, nothing to do"] = [*packs, "{kept}"]
    found[f"{DISTRICTS} districts, one changed"] = [*packs, "{kept}"]
    texts = sorted(map(str, (SHARED / "data").glob("*/*.txt")))
    if texts:
        found["extract, 21 reports"] = ["extract", *texts]
    files = SHARED / "panel" / "files"
    pdfs = [str(files / f"{name}_2025_budget_report.pdf") for name in PDFS]
    if all(Path(name).exists() for name in pdfs):
        found["extract, 3 budgets in PDF"] = ["extract", *pdfs]
    return found


def _python(build: Path, script: str, *words: str) -> None:
    """Run a script with a build's own modules."""
    whole = f"import sys; sys.path.insert(0, {str(build)!r})\n{script}"
    subprocess.run([sys.executable, "-c", whole, *words], cwd=build, check=True)


def seconds(build: Path, command: list[str], places: dict[str, Path]) -> float:
    """Processor time of one run, its workers included."""
    words = command
    for name, place in places.items():
        words = [word.replace(name, str(place)) for word in words]
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
            work = folder / f"{label} work"
            if "{work}" in " ".join(command) and not work.exists():
                _python(build, _FILL, str(work), str(DISTRICTS))
            if name.endswith("one changed"):
                _python(build, _CHANGE, str(work), str(number + 1))
            places = {
                "{out}": folder / f"{label}-{name}-{number}",
                "{kept}": folder / f"{label} kept",
                "{work}": work,
            }
            took = seconds(build, command, places)
            times[label] += [took] if number else []
    before, now = (statistics.median(each) for each in times.values())
    print(f"{name}: before {before:.2f} s, now {now:.2f} s, now/before {now / before:.2f}")


if __name__ == "__main__":
    main()
