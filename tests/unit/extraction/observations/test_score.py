"""The labelled documents: the score that is promised, and that confidences mean what they say."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from briefing.extraction.observations import observation_row, observations
from briefing.sources import documents, read_file
from tests.unit.extraction.observations.build import LEXICON

THRESHOLDS = {
    ("core", "f1"): 0.97,
    ("strict", "f1"): 0.97,
    ("accuracy_of_matched", "name"): 0.95,
    ("accuracy_of_matched", "id"): 0.98,
    ("accuracy_of_matched", "bound"): 0.97,
}


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[dict[str, Any]]:
    if not (shared / "gold").is_dir():
        pytest.skip(f"needs the labels: {shared / 'gold'} is missing")
    files = sorted(
        {
            shared / "data" / doc["file"]
            for doc in json.loads((shared / "gold" / "documents.json").read_text("utf-8"))
        }
    )
    return [
        observation_row(o)
        for file in files
        for document in documents(read_file(file))
        for o in observations(document, LEXICON)
    ]


def test_score(rows: list[dict[str, Any]], shared: Path, tmp_path: Path) -> None:
    facts = tmp_path / "facts.jsonl"
    facts.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    done = subprocess.run(
        [sys.executable, str(shared / "gold" / "score.py"), str(facts), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    score = json.loads(done.stdout)["indicator"]
    low = {
        f"{part} {key}": score[part][key]
        for (part, key), least in THRESHOLDS.items()
        if score[part][key] < least
    }
    assert not low


def test_confidence_is_the_share_that_is_right(rows: list[dict[str, Any]], shared: Path) -> None:
    """In bins of confidence, the share of figures that agree with the labels in everything stays near what was said."""
    labels = _labels(shared)
    bins: dict[bool, list[tuple[float, bool]]] = defaultdict(list)
    for row in rows:
        key = (row["doc"], row["quote"][-12:], row["value"])
        if key[0] in labels:
            right = any(_agrees(row, label) for label in labels[key[0]])
            bins[row["confidence"] >= 0.9].append((row["confidence"], right))
    for found in bins.values():
        said, was = sum(c for c, _ in found) / len(found), sum(r for _, r in found) / len(found)
        assert said == pytest.approx(was, abs=0.1)
    assert len(bins) == 2


def _labels(shared: Path) -> dict[str, list[dict[str, Any]]]:
    """Labels by file name, of the files that are labelled whole."""
    found: dict[str, list[dict[str, Any]]] = {}
    for doc in json.loads((shared / "gold" / "documents.json").read_text("utf-8")):
        file = shared / "gold" / f"{doc['labels']}.indicators.jsonl"
        if file.exists() and "from" not in doc and "to" not in doc:
            found[Path(doc["file"]).name] = [
                json.loads(line) for line in file.read_text("utf-8").splitlines()
            ]
    return found


def _agrees(row: dict[str, Any], label: dict[str, Any]) -> bool:
    same = all(
        str(row[key]) == str(label[key])
        for key in ("value", "unit", "measure", "status", "period", "bound", "id")
    )
    one, other = sorted((row["name"], label["name"]), key=len)
    return same and (one == other or (len(one) > 2 and one in other))
