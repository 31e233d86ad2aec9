"""How long a district's workbook takes, beside plain openpyxl writing the same cells in the same run: `python tests/bench/bench_excel.py`.

60 indicators, 10 sheets besides the cover, 2 charts. Plain openpyxl gets every value ready made and writes it with `append`, without
styles, widths, charts, links or keys' hiding: the least that any workbook of these cells costs.
"""

from __future__ import annotations

import gc
import io
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from openpyxl import Workbook, load_workbook

from briefing.model import Pack
from briefing.papers import render
from tests.packs import observation
from tests.unit.papers.excel.samples import full_pack, request

INDICATORS, OBSERVATIONS = 60, 320
MOST, MOST_TIMES = 0.25, 2.0


def district(indicators: int = INDICATORS, observations: int = OBSERVATIONS) -> Pack:
    """A district's Pack of full size: as many indicators with targets, as many figures as its reports give."""
    pack = full_pack()
    rows = [
        replace(pack.indicators[i % len(pack.indicators)], indicator=f"i{i}", name=f"指标之{i}")
        for i in range(indicators)
    ]
    targets = [
        replace(pack.targets[i % len(pack.targets)], indicator=f"i{i}", name=f"指标之{i}")
        for i in range(30)
    ]
    more = [
        observation(f"数据之{i}", f"{i}.{i % 10}", "亿元", at=900_000 + 100 * i)
        for i in range(observations - len(pack.observations))
    ]
    return replace(
        pack,
        indicators=tuple(rows),
        targets=tuple(targets),
        observations=(*pack.observations, *more),
    )


def values_of(data: bytes) -> list[list[tuple[object, ...]]]:
    """The same cells, ready made; formulas as they stand."""
    return [
        list(sheet.iter_rows(values_only=True))
        for sheet in load_workbook(io.BytesIO(data)).worksheets
    ]


def plain(sheets: list[list[tuple[object, ...]]]) -> bytes:
    book = Workbook()
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def timed(*actions: Callable[[], object], times: int = 15) -> list[float]:
    """Medians; the actions take turns, so that a busy machine slows all of them alike."""
    spent: list[list[float]] = [[] for _ in actions]
    for action in actions:
        action()
    for _ in range(times):
        for action, found in zip(actions, spent, strict=True):
            gc.collect()
            start = time.process_time()
            action()
            found.append(time.process_time() - start)
    return [statistics.median(found) for found in spent]


def main() -> int:
    pack, wanted = district(), request(audience="internal")
    data = render("excel", pack, wanted)
    sheets = values_of(data)
    ours, theirs = timed(lambda: render("excel", pack, wanted), lambda: plain(sheets))
    cells = sum(value is not None for rows in sheets for row in rows for value in row)
    print(
        f"{len(pack.indicators)} indicators, {len(sheets)} sheets with the cover, {cells} cells, {len(data) / 1000:.0f} kB"
    )
    print(f"workbook {ours:.3f} s, plain openpyxl {theirs:.3f} s, ratio {ours / theirs:.2f}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory {memory:.0f} MB")
    return 0 if ours < MOST and ours < MOST_TIMES * theirs else 1


if __name__ == "__main__":
    raise SystemExit(main())
