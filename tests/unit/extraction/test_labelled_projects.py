"""Projects of passages of official reports, labelled by hand: tuned on, and held out (scores alone are read, never its errors)."""

from __future__ import annotations

import re

import pytest

from tests.thresholds import THRESHOLDS
from tests.unit.extraction.passages import Row, facts, hits, passages

_DRESS = re.compile(r"[“”\"《》（）()·\s]|(?:项目|工程)$")


def same(fact: Row, label: Row) -> bool:
    """The same count of a group, or a name that holds the other."""
    if fact["kind"] != label["kind"]:
        return False
    if label["kind"] == "portfolio":
        return float(fact["count"] or 0) == float(label["count"])
    one, other = (_DRESS.sub("", each["name"]) for each in (fact, label))
    return one == other or (min(len(one), len(other)) >= 3 and (one in other or other in one))


def f1(labelled: list[Row], *, stage: bool) -> float:
    def answers(at: int, fact: Row, label: Row) -> bool:
        first, last = label["clause"]
        told = not stage or fact["stage"] == label["stage"]
        return first - 1 <= at < last and told and same(fact, label)

    right = told = wanted = 0
    for passage in labelled:
        found = list(facts(passage["text"], "project"))
        right += hits(found, passage["labels"], answers)
        told, wanted = told + len(found), wanted + len(passage["labels"])
    return 2 * right / (told + wanted)


@pytest.mark.parametrize("name", THRESHOLDS["projects of passages"])
def test_projects_are_those_a_person_found(name: str) -> None:
    labelled = passages("projects", name)
    reached = {"found": f1(labelled, stage=False), "stage": f1(labelled, stage=True)}
    print(name, reached)
    least = THRESHOLDS["projects of passages"][name]
    assert all(reached[kind] >= value for kind, value in least.items())
