"""Learn how much each feature of a reading weighs in its confidence, from labelled documents.

    python tools/learn_confidence.py FOLDER… [--only NAME…] [--out briefing/extraction/confidence.json]
    python tools/learn_confidence.py FOLDER… --check

FOLDER holds labels as ../shared/gold does: documents.json, NAME.indicators.jsonl, the texts in ../data beside it, and score.py. A
reading is right where value, unit, measure, status, period, bound, id and name are those of a label at its place. The weights
are those of a logistic regression with a penalty on their size; those of the frame's margin are set by hand, since hardly a
labelled figure has a wrong frame. Without --out the package's are replaced. --check learns them FOLDS times, each time without some of the documents, and tells the chance
that a random wrong reading of these ranks below a random right one.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy

from briefing.extraction import confidence
from briefing.extraction.lexicon import Lexicon
from briefing.extraction.observations import observation_of, observation_row
from briefing.extraction.readings import readings
from briefing.extraction.tables import read_tables
from briefing.sources import documents, read_file

BY_HAND = {"margin 0": -0.7, "margin 1": -0.3, "margin 2": 0.0}
PENALTY, STEPS, FOLDS = 0.3, 60, 8


class Sample(NamedTuple):
    document: str
    features: tuple[str, ...]
    right: bool


def samples(folder: Path, score: Any) -> Iterator[Sample]:
    lexicon = Lexicon.own()
    for doc in json.loads((folder / "documents.json").read_text("utf-8")):
        labels = folder / f"{doc['labels']}.indicators.jsonl"
        if not labels.exists():
            continue
        file = folder.parent / "data" / doc["file"]
        text = file.read_text("utf-8-sig")
        whole, place = score.squeeze(text), score.squeezed_offset(text)
        start = whole.index(score.squeeze(doc["from"])) if doc.get("from") else 0
        end = whole.index(score.squeeze(doc["to"])) if doc.get("to") else len(whole)
        part = whole[start:end]
        spans = [(label, score.label_spans(label, part)) for label in score.load(labels)]
        for document in documents(read_file(file)):
            for reading in readings(document, lexicon, read_tables(document, lexicon).spans):
                row = observation_row(observation_of(document, reading))
                at = score.located(row, part, start, place)
                if not at or not 0 <= at[0][0] < len(part):
                    continue
                here = [
                    label
                    for label, span in spans
                    if score.overlap(at, span)
                    and score.number(row["value"]) == score.number(label["value"])
                ]
                if here or row["id"] or not doc.get("core_only"):
                    right = any(agrees(row, label, score) for label in here)
                    features = tuple(confidence.features(document, reading))
                    yield Sample(doc["labels"], features, right)


def agrees(row: dict[str, Any], label: dict[str, Any], score: Any) -> bool:
    keys = ("unit", "measure", "status", "period", "bound", "id")
    same = all(str(row[key]) == str(label[key]) for key in keys)
    return same and bool(score.same_name(row["name"], label["name"]))


def learn(rows: list[Sample]) -> dict[str, float]:
    """The weights, by Newton's method."""
    names = sorted({feature for row in rows for feature in row.features} - BY_HAND.keys())
    known = numpy.array([[name in row.features for name in names] for row in rows], float)
    right = numpy.array([row.right for row in rows], float)
    penalty = numpy.array([PENALTY if name else 0.01 for name in names])
    weight = numpy.zeros(len(names))
    for _ in range(STEPS):
        chance = 1 / (1 + numpy.exp(-known @ weight))
        slope = known.T @ (chance - right) + penalty * weight
        bend = (known * (chance * (1 - chance))[:, None]).T @ known + numpy.diag(penalty)
        weight -= numpy.linalg.solve(bend, slope)
    return {name: round(float(one), 2) for name, one in zip(names, weight, strict=True)} | BY_HAND


def scored(rows: list[Sample], weights: dict[str, float]) -> list[tuple[float, bool]]:
    return [(sum(weights.get(one, 0.0) for one in row.features), row.right) for row in rows]


def ranks(found: Iterable[tuple[float, bool]]) -> str:
    """The chance that a random wrong one has less than a random right one."""
    parted: tuple[list[float], list[float]] = ([], [])
    for score, is_right in found:
        parted[is_right].append(score)
    wrong, right = parted
    pairs = [(w < r) + (w == r) / 2 for w in wrong for r in right]
    share = f"{sum(pairs) / len(pairs):.3f}" if pairs else "-"
    return f"{share} ({len(wrong)} wrong, {len(right)} right)"


def check(rows: list[Sample]) -> None:
    names = sorted({row.document for row in rows})
    found: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        apart = set(names[fold::FOLDS])
        weights = learn([row for row in rows if row.document not in apart])
        found += scored([row for row in rows if row.document in apart], weights)
    print("left out in turn", ranks(found))


def scorer(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("gold_score", folder / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["gold_score"] = module
    spec.loader.exec_module(module)
    return module


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--only", nargs="+", help="labelled documents to learn from")
    parser.add_argument("--check", action="store_true")
    parser.add_argument(
        "--out", type=Path, default=Path(confidence.__file__).with_name("confidence.json")
    )
    asked = parser.parse_args()
    score = scorer(asked.folders[0])
    rows = [row for folder in asked.folders for row in samples(folder, score)]
    if asked.check:
        check(rows)
        return
    fitted = [row for row in rows if not asked.only or row.document in asked.only]
    weights = learn(fitted)
    print("learnt from", ranks(scored(fitted, weights)))
    others = [row for row in rows if asked.only and row.document not in asked.only]
    if others:
        print("the others", ranks(scored(others, weights)))
    told = json.dumps(dict(sorted(weights.items())), indent=0, ensure_ascii=False)
    asked.out.write_text(told + "\n", "utf-8")


if __name__ == "__main__":
    main()
