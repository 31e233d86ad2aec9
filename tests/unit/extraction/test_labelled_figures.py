"""Figures of passages of official reports, labelled by hand: tuned on, and held out (scores alone are read, never its errors)."""

from __future__ import annotations

import pytest

from tests.thresholds import THRESHOLDS
from tests.unit.extraction.passages import Row, facts, hits, passages

STRICT = ("value", "unit", "measure", "status", "period")


def same(key: str, fact: Row, label: Row) -> bool:
    if key == "value":
        return float(fact["value"]) == float(label["value"])
    return bool(fact[key] == label[key])


def f1(labelled: list[Row], *, known: bool) -> float:
    """Of all figures, or of those with an id, the id among the fields."""
    keys = (*STRICT, "id") if known else STRICT

    def answers(at: int, fact: Row, label: Row) -> bool:
        first, last = label["at"]
        return first <= at < last and all(same(key, fact, label) for key in keys)

    right = told = wanted = 0
    for passage in labelled:
        found = [one for one in facts(passage["text"], "indicator") if one[1]["id"] or not known]
        labels = [label for label in passage["labels"] if label["id"] or not known]
        right += hits(found, labels, answers)
        told, wanted = told + len(found), wanted + len(labels)
    return 2 * right / (told + wanted)


@pytest.mark.parametrize("name", THRESHOLDS["figures"])
def test_figures_are_those_a_person_found(name: str) -> None:
    labelled = passages("figures", name)
    reached = {"all": f1(labelled, known=False), "core": f1(labelled, known=True)}
    print(name, reached)
    assert all(reached[kind] >= least for kind, least in THRESHOLDS["figures"][name].items())
