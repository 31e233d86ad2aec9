"""Figures of passages of official reports, labelled by hand: tuned on, and held out (scores alone are read, never its errors)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing.extraction import extract, facts_as_rows
from briefing.sources import documents, read_bytes
from tests.thresholds import THRESHOLDS
from tests.unit.extraction.observations.build import LEXICON

Row = dict[str, Any]
FOLDER = Path(__file__).resolve().parents[2] / "labelled" / "figures"
STRICT = ("value", "unit", "measure", "status", "period")


def facts(text: str) -> Iterator[tuple[int, Row]]:
    """Where each figure's number begins in the text freed of white space, and the figure."""
    for document in documents(read_bytes("报告.txt", text.encode())):
        for row in facts_as_rows(document, extract(document, LEXICON)):
            if row["fact"] == "indicator":
                yield len("".join(text[: row["start"]].split())), row


def same(key: str, fact: Row, label: Row) -> bool:
    if key == "value":
        return float(fact["value"]) == float(label["value"])
    return bool(fact[key] == label[key])


def hits(found: list[tuple[int, Row]], labels: list[Row], keys: tuple[str, ...]) -> int:
    """How many labels a figure answers: one at its place, with the same fields; each figure answers one."""
    left, count = list(found), 0
    for label in labels:
        first, last = label["at"]
        match = next(
            (
                one
                for one in left
                if first <= one[0] < last and all(same(key, one[1], label) for key in keys)
            ),
            None,
        )
        if match:
            left.remove(match)
            count += 1
    return count


def f1(passages: list[Row], *, known: bool) -> float:
    """Of all figures, or of those with an id, the id among the fields."""
    right = told = wanted = 0
    for passage in passages:
        found = [one for one in facts(passage["text"]) if one[1]["id"] or not known]
        labels = [label for label in passage["labels"] if label["id"] or not known]
        right += hits(found, labels, (*STRICT, "id") if known else STRICT)
        told, wanted = told + len(found), wanted + len(labels)
    return 2 * right / (told + wanted)


@pytest.mark.parametrize("name", THRESHOLDS["figures"])
def test_figures_are_those_a_person_found(name: str) -> None:
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    passages = [json.loads(line) for line in lines]
    reached = {"all": f1(passages, known=False), "core": f1(passages, known=True)}
    print(name, reached)
    assert all(reached[kind] >= least for kind, least in THRESHOLDS["figures"][name].items())
