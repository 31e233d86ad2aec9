"""Extraction on hand-labelled documents of other genres and places (tests/labelled), found wherever the tests are."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from briefing.extraction import Lexicon, extract, facts_as_rows
from briefing.model import squeeze
from briefing.settings import load_indicators
from briefing.sources import documents, read_file

Row = dict[str, Any]
FOLDER = Path(__file__).resolve().parents[2] / "labelled"
DOCUMENTS: dict[str, str] = json.loads((FOLDER / "documents.json").read_text(encoding="utf-8"))
LEXICON = Lexicon.from_indicators(load_indicators())
PLURALS = {"indicator": "indicators", "project": "projects", "duty": "duties"}
# What must agree between a label and a fact at its place, and the least F1.
STRICT = {
    "indicator": (("value", "unit", "measure", "status", "period"), 0.95),
    "project": (("name", "stage", "status", "count"), 0.85),
    "duty": (("title", "lead", "responsible"), 1.0),
}


def facts(name: str, kind: str) -> tuple[str, list[Row]]:
    reading = read_file(FOLDER / DOCUMENTS[name])
    rows = [
        row
        for document in documents(reading)
        for row in facts_as_rows(document, extract(document, LEXICON))
    ]
    return squeeze(reading.text), [row for row in rows if row["fact"] == kind]


def same(key: str, fact: Row, label: Row) -> bool:
    if key == "value":
        return Decimal(str(fact["value"])) == Decimal(str(label["value"]))
    if key == "name":
        return (
            label["kind"] == "portfolio"
            or label["name"] in fact["name"]
            or fact["name"] in label["name"]
        )
    return bool(fact.get(key) == label.get(key))


def f1(kind: str, found: list[Row], labels: list[Row]) -> float:
    """Each fact answers one label: one whose quote overlaps its own, with the same fields."""
    keys, _ = STRICT[kind]
    left = list(found)
    hits = 0
    for label in labels:
        quote = squeeze(label["quote"])
        match = next(
            (
                f
                for f in left
                if (f["quote"] in quote or quote in f["quote"])
                and all(same(key, f, label) for key in keys)
            ),
            None,
        )
        if match is not None:
            left.remove(match)
            hits += 1
    return 2 * hits / (len(found) + len(labels))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (name, kind)
        for name in DOCUMENTS
        for kind in PLURALS
        if (FOLDER / f"{name}.{PLURALS[kind]}.jsonl").exists()
    ],
)
def test_facts_are_those_a_person_found(name: str, kind: str) -> None:
    text, found = facts(name, kind)
    labels = [
        json.loads(line)
        for line in (FOLDER / f"{name}.{PLURALS[kind]}.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    ]
    assert all(squeeze(label["quote"]) in text for label in labels)
    score = f1(kind, found, labels)
    print(f"{name} {kind}: {len(labels)} labels, {len(found)} facts, F1 {score:.3f}")
    assert score >= STRICT[kind][1]


def test_canonical_ids_are_those_a_person_gave() -> None:
    wanted = right = 0
    for name in DOCUMENTS:
        _, found = facts(name, "indicator")
        labels = [
            json.loads(line)
            for line in (FOLDER / f"{name}.indicators.jsonl")
            .read_text(encoding="utf-8")
            .splitlines()
        ]
        core = [label for label in labels if label["id"]]
        wanted += len(core)
        right += sum(
            any(
                f["id"] == label["id"]
                and same("value", f, label)
                and f["unit"] == label["unit"]
                and f["period"] == label["period"]
                for f in found
            )
            for label in core
        )
    assert right / wanted >= 0.95
