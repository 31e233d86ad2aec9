"""Facts follow the text: real documents with other figures, another district, other years, another order, changed by a seeded program."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefing.extraction import Lexicon, extract, facts_as_rows
from briefing.settings import load_indicators
from briefing.sources import documents, read_bytes

Row = dict[str, Any]
SEEDS = ("000_086a8f1347236420.txt", "001_a0afb2e4080a8293.txt", "004_48c22894fe31d916.txt")
KEYS = ("name", "id", "measure", "value", "unit", "status", "period", "bound")
LEXICON = Lexicon.from_indicators(load_indicators())


def indicators(text: str) -> list[Row]:
    reading = read_bytes("report.txt", text.encode())
    rows = [
        row
        for document in documents(reading)
        for row in facts_as_rows(document, extract(document, LEXICON))
    ]
    return [row for row in rows if row["fact"] == "indicator"]


@pytest.fixture(scope="module", params=SEEDS)
def report(request: pytest.FixtureRequest, shared: Path) -> str:
    return (shared / "data" / "seeds" / request.param).read_bytes().decode("utf-8-sig")


def share_kept(before: list[Row], after: list[Row], change: Callable[[Row], Row]) -> float:
    """The share of facts that stand after the change as the change says; prints it beside the count before."""
    wanted = {(row["start"], *(change(row)[key] for key in KEYS)) for row in before}
    found = {(row["start"], *(row[key] for key in KEYS)) for row in after}
    share = len(wanted & found) / max(len(wanted), len(found))
    print(
        f"{len(before)} facts before, {len(after)} after, {share:.3f} the same but for the change"
    )
    return share


def test_other_figures(report: str) -> None:
    """Every figure gets other digits, as many as it had; nothing else about the facts may change."""
    rng = random.Random(20250108)
    before = indicators(report)
    text = list(report)
    for row in before:
        for match in re.finditer(r"\d", report[row["start"] : row["end"]]):
            at = row["start"] + match.start()
            text[at] = rng.choice("123456789")
    changed = "".join(text)
    after = indicators(changed)

    def value(row: Row) -> Row:
        digits = iter(re.findall(r"\d", changed[row["start"] : row["end"]]))
        return row | {"value": re.sub(r"\d", lambda _: next(digits), row["value"])}

    assert share_kept(before, after, value) >= 0.98


def test_another_district(report: str) -> None:
    """Another name of the same length: areas and names follow, figures stay."""
    before = indicators(report)
    names = {"槐荫": "云湖", "天桥": "锦屏", "市中": "东岭"}
    old = re.compile("|".join(names))

    def renamed(text: str) -> str:
        return old.sub(lambda match: names[match[0]], text)

    after = indicators(renamed(report))
    assert share_kept(before, after, lambda row: row | {"name": renamed(row["name"])}) >= 0.98


def test_other_years(report: str) -> None:
    """Three years on: every period moves with the text. Five-year plans keep the years their number stands for."""
    before = indicators(report)

    def later(text: str) -> str:
        return re.sub(r"(?<!\d)20[0-4]\d(?=年|$|[-Q])", lambda match: str(int(match[0]) + 3), text)

    after = indicators(later(report))
    spans = {row["start"] for row in before if "-" in row["period"]}
    kept = [[row for row in rows if row["start"] not in spans] for rows in (before, after)]
    assert share_kept(kept[0], kept[1], lambda row: row | {"period": later(row["period"])}) >= 0.98


def test_another_order_of_the_targets(report: str) -> None:
    """The targets of the year in any order are the same targets."""
    match = re.search(r"(?<=目标是：)[^。]+(?=。)", report)
    assert match, "a work report names its targets"
    clauses = re.split("[，；]", match[0])
    found = set()
    for seed in range(5):
        random.Random(seed).shuffle(clauses)
        text = report[: match.start()] + "，".join(clauses) + report[match.end() :]
        rows = [
            row
            for row in indicators(text)
            if match.start() <= row["start"] < match.end() and row["id"]
        ]
        found.add(
            frozenset(
                (
                    row["id"],
                    row["measure"],
                    row["value"],
                    row["unit"],
                    row["status"],
                    row["period"],
                    row["bound"],
                )
                for row in rows
            )
        )
    assert len(found) == 1
    assert len(next(iter(found))) >= 5
