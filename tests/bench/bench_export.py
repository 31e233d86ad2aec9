"""Memory and time of 100,000 observations written to a workbook, beside 10,000: `python tests/bench/bench_export.py`.

Each size runs in a process of its own, so that one's memory does not hide the other's.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from briefing.cli.columns import indicators
from briefing.cli.listing import Listing
from briefing.model import Observation
from briefing.settings import load_settings
from tests.packs import observation

SIZES = (1_000, 10_000, 100_000)
MOST_MORE = 1.25  # times the memory for ten times the rows


def observations(count: int) -> Iterator[Observation]:
    return (observation(f"指标之{i}", f"{i}.{i % 10}", "亿元", at=10 * i) for i in range(count))


def measure(count: int) -> None:
    columns = indicators(load_settings(None))
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        Listing("xlsx", Path(folder) / "数据.xlsx").write(observations(count), columns)
        spent = time.perf_counter() - start
        size = (Path(folder) / "数据.xlsx").stat().st_size
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} {spent:.1f} {memory:.0f} {size / 1e6:.1f}")


def main() -> int:
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
        return 0
    found = []
    for count in SIZES:
        words = subprocess.run(
            [sys.executable, __file__, str(count)], check=True, capture_output=True, text=True
        ).stdout.split()
        found.append(float(words[2]))
        print(f"{count} observations: {words[1]} s, memory {words[2]} MB, file {words[3]} MB")
    return 0 if found[-1] <= found[-2] * MOST_MORE else 1


if __name__ == "__main__":
    sys.exit(main())
