"""How long it takes to begin: whole processes, as ratios to `python -c pass` in the same run, medians of five."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SMALL = "某区2025年政府工作报告\n2024年，地区生产总值620.4亿元，增长5.1%。\n"


def seconds(*command: object) -> float:
    times = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([sys.executable, *map(str, command)], cwd=ROOT, capture_output=True)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "报告.txt"
        small.write_text(SMALL, encoding="utf-8")
        nothing = seconds("-c", "pass")
        for name, command in {
            "briefing --help": ("--help",),
            "briefing extract, one small file": ("extract", small),
            "briefing check": ("check",),
        }.items():
            took = seconds("-m", "briefing", *command)
            print(f"{name}: {took:.3f} s, {took / nothing:.1f} × python -c pass")


if __name__ == "__main__":
    main()
