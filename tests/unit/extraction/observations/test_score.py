"""The labelled documents: the score that is promised, and that confidences mean what they say."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from briefing.extraction.confidence import LEAST_PRINTED
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


# The labelled documents that the weights of confidence were fitted on; the others check them.
FITTED_ON = {
    "huaiyin-2025-report",
    "tianqiao-2024-report",
    "huaiyin-2024-plan",
    "laiyuan-2025-report",
    "huaiyin-15th-plan",
    "chifeng-2026-budget",
    "baoding-2026-report",
}


def test_wrong_figures_have_less_confidence(rows: list[dict[str, Any]], shared: Path) -> None:
    """The chance that a random wrong figure ranks below a random right one, in documents that set no weight."""
    right, wrong = _judged(rows, shared)
    assert len(wrong) > 10
    ranks = [(w < r) + (w == r) / 2 for w in wrong for r in right]
    assert sum(ranks) / len(ranks) >= THRESHOLDS["confidence ranks"]


def test_hardly_a_right_figure_is_too_doubtful_to_print(
    rows: list[dict[str, Any]], shared: Path
) -> None:
    right, _ = _judged(rows, shared)
    assert sum(c < LEAST_PRINTED for c in right) / len(right) < 0.02


def _judged(rows: list[dict[str, Any]], shared: Path) -> tuple[list[float], list[float]]:
    """Confidences of the figures that agree with a label in everything, and of those that do not."""
    score = _scorer(shared)
    right: list[float] = []
    wrong: list[float] = []
    for doc in json.loads((shared / "gold" / "documents.json").read_text("utf-8")):
        file = shared / "gold" / f"{doc['labels']}.indicators.jsonl"
        if doc["labels"] in FITTED_ON or not file.exists():
            continue
        text = (shared / "data" / doc["file"]).read_text("utf-8-sig")
        whole, place = score.squeeze(text), score.squeezed_offset(text)
        start = whole.index(score.squeeze(doc["from"])) if doc.get("from") else 0
        end = whole.index(score.squeeze(doc["to"])) if doc.get("to") else len(whole)
        part = whole[start:end]
        labels = score.load(file)
        spans = [score.label_spans(label, part) for label in labels]
        for row in rows:
            at = (
                score.located(row, part, start, place)
                if row["doc"] == Path(doc["file"]).name
                else ()
            )
            if not at or not 0 <= at[0][0] < len(part):
                continue
            here = [
                label
                for label, span in zip(labels, spans, strict=True)
                if score.overlap(at, span)
                and score.number(row["value"]) == score.number(label["value"])
            ]
            if here or row["id"] or not doc.get("core_only"):
                agreed = any(_agrees(row, label) for label in here)
                (right if agreed else wrong).append(row["confidence"])
    return right, wrong


def _scorer(shared: Path) -> Any:
    spec = importlib.util.spec_from_file_location("gold_score", shared / "gold" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["gold_score"] = module
    spec.loader.exec_module(module)
    return module


def _agrees(row: dict[str, Any], label: dict[str, Any]) -> bool:
    same = all(
        str(row[key]) == str(label[key])
        for key in ("value", "unit", "measure", "status", "period", "bound", "id")
    )
    one, other = sorted((row["name"], label["name"]), key=len)
    return same and (one == other or (len(one) > 2 and one in other))
