"""The labelled documents: the score that is promised, and that confidences mean what they say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from briefing.extraction.observations import observation_row, observations
from briefing.sources import documents, read_file
from tests.thresholds import THRESHOLDS, too_low
from tests.unit.extraction.observations.build import LEXICON


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
    assert not too_low(json.loads(done.stdout), "indicator")


def test_wrong_figures_have_less_confidence(rows: list[dict[str, Any]], shared: Path) -> None:
    """The chance that a random wrong figure ranks below a random right one."""
    labels = _labels(shared)
    right, wrong = [], []
    for row in rows:
        if row["doc"] in labels:
            agreed = any(_agrees(row, label) for label in labels[row["doc"]])
            (right if agreed else wrong).append(row["confidence"])
    ranks = [(w < r) + (w == r) / 2 for w in wrong for r in right]
    assert sum(ranks) / len(ranks) >= THRESHOLDS["confidence ranks"]


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
