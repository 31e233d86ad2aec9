"""Seconds to read the tables of a workbook of 100,000 cells: run `python tests/bench/bench_tables.py [rows]`.

Twice the rows should take twice the time: reading tables is linear in their cells.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from briefing.extraction.tables import read_tables  # noqa: E402
from briefing.model import Document  # noqa: E402
from tests.unit.extraction.tables.build import lexicon, sheet  # noqa: E402


def workbook(rows: int) -> Document:
    """A budget of ten columns: numbered heads, generic rows below each."""
    table: list[list[object]] = [
        ["云岭县2025年一般公共预算支出执行情况表（单位：万元）"],
        ["科目编码", "科目", "上年决算数", "预算数", "调整预算数", "执行数", "为预算%", "比上年%"],
    ]
    names = ("行政运行", "一般行政管理事务", "机关服务", "其他支出")
    for number in range(rows):
        name = names[number % 5 - 1] if number % 5 else f"第{number}类事务支出"
        code = f"{201 + number // 500}{number % 500:02d}"[: 5 if number % 5 == 0 else 7]
        table.append([code, name, number, number + 1, number + 2, number + 3, 99.5, 3.1])
    return sheet(table)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 12_500
    for count in (rows // 2, rows):
        document = workbook(count)
        cells = sum(len(table.cells) for table in document.tables)
        begun = time.perf_counter()
        found = read_tables(document, lexicon()).observations
        seconds = time.perf_counter() - begun
        print(f"{cells} cells, {len(found)} facts, {seconds:.2f} s")


if __name__ == "__main__":
    main()
