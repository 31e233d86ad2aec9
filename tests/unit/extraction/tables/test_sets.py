"""Tables of places and kinds never used before, each cell labelled before anything was run (tests/labelled/tables/sets)."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from briefing.extraction.tables import read_tables
from briefing.model import Observation, squeeze
from briefing.sources import documents, read_file
from tests.thresholds import THRESHOLDS

from .build import lexicon

SETS = Path(__file__).resolve().parents[3] / "labelled" / "tables" / "sets"
SAME = {"M01-M06": "H1", "M01-M03": "Q1"}  # two ways to write one period
Label = dict[str, Any]


@pytest.mark.parametrize("name", ["tuned", "held_out"])
def test_cells_of_tables_give_the_right_observations(name: str) -> None:
    found = right = cells = 0
    for file, labels in tables(SETS / name):
        at = observations(SETS / name / "files" / file)
        for label in labels:
            here = at[label["place"]] or at[by_page(label)]
            cells, found = cells + 1, found + bool(here)
            right += any(is_right(seen, label) for seen in here)
    reached = {"found": found / cells, "right": right / cells}
    assert all(reached[key] >= least for key, least in THRESHOLDS[f"sets {name}"].items()), reached


def tables(folder: Path) -> Iterator[tuple[str, list[Label]]]:
    """Each table's file and labels: its line says what holds for all its cells that say nothing else."""
    common: Label = {}
    labels: list[Label] = []
    for line in (folder / "cells.jsonl").read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        if "file" not in said:
            labels.append(common | said)
            continue
        if labels:
            yield common["file"], labels
        common, labels = said, []
    yield common["file"], labels


def observations(path: Path) -> dict[str, list[Observation]]:
    """A file's observations by place: Sheet!B7, t1/r2/c3, @120 in plain text."""
    found: dict[str, list[Observation]] = defaultdict(list)
    for document in documents(read_file(path)):
        for seen in read_tables(document, lexicon()).observations:
            found[place(seen)].append(seen)
            if page := re.match(r"第(\d+)页", squeeze(seen.source.place)):
                found[f"p{page[1]}={seen.value}"].append(seen)
    return found


def place(seen: Observation) -> str:
    written = squeeze(seen.source.place)
    cell = re.fullmatch(r"(?:第(\d+)页)?表(\d+)R(\d+)C(\d+)", written)
    if not cell:
        return written or f"@{seen.source.start}"
    page = f"p{cell[1]}/" if cell[1] else ""
    return f"{page}t{cell[2]}/r{cell[3]}/c{cell[4]}"


def by_page(label: Label) -> str:
    """In a pdf without rules a row has no sure number: the page and the value."""
    return f"{label['place'].split('/')[0]}={Decimal(label['value'])}"


def is_right(seen: Observation, label: Label) -> bool:
    area = squeeze(seen.area)
    areas = any(
        area == a or (area and len(a) > 1 and area.endswith(a)) for a in many(label["area"])
    )
    named = all(any(t in seen.name for t in token.split("|")) for token in label["must"])
    plainly = (
        abs(seen.value - Decimal(label["value"])) <= Decimal("1e-9")
        and not any(token in seen.name for token in label.get("not", ()))
        and seen.unit in many(label["unit"])
        and seen.measure == label["measure"]
        and seen.status in many(label["status"])
    )
    return areas and named and plainly and period(seen.period) in map(period, many(label["period"]))


def period(code: str) -> str:
    return code[:4] + SAME.get(code[4:], code[4:])


def many(said: Any) -> list[str]:
    return said if isinstance(said, list) else [said]
