"""Projects of passages of official reports, labelled by hand: tuned on, and held out (scores alone are read, never its errors)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing.extraction import extract, facts_as_rows
from briefing.sources import documents, read_bytes
from tests.thresholds import THRESHOLDS
from tests.unit.extraction.observations.build import LEXICON

Row = dict[str, Any]
FOLDER = Path(__file__).resolve().parents[2] / "labelled" / "projects"
_DRESS = re.compile(r"[“”\"《》（）()·\s]|(?:项目|工程)$")


def facts(text: str) -> Iterator[tuple[int, Row]]:
    """Where each project's quote begins in the text freed of white space, and the project."""
    for document in documents(read_bytes("报告.txt", text.encode())):
        for row in facts_as_rows(document, extract(document, LEXICON)):
            if row["fact"] == "project":
                yield len("".join(text[: row["start"]].split())), row


def same(fact: Row, label: Row) -> bool:
    """The same count of a group, or a name that holds the other."""
    if fact["kind"] != label["kind"]:
        return False
    if label["kind"] == "portfolio":
        return float(fact["count"] or 0) == float(label["count"])
    one, other = (_DRESS.sub("", each["name"]) for each in (fact, label))
    return one == other or (min(len(one), len(other)) >= 3 and (one in other or other in one))


def hits(found: list[tuple[int, Row]], labels: list[Row], *, stage: bool) -> int:
    """How many labels a project answers, at its clause; each project answers one."""
    left, count = list(found), 0
    for label in labels:
        first, last = label["clause"]
        match = next(
            (
                one
                for one in left
                if first - 1 <= one[0] < last
                and same(one[1], label)
                and (not stage or one[1]["stage"] == label["stage"])
            ),
            None,
        )
        if match:
            left.remove(match)
            count += 1
    return count


def f1(passages: list[Row], *, stage: bool) -> float:
    right = told = wanted = 0
    for passage in passages:
        found = list(facts(passage["text"]))
        right += hits(found, passage["labels"], stage=stage)
        told, wanted = told + len(found), wanted + len(passage["labels"])
    return 2 * right / (told + wanted)


@pytest.mark.parametrize("name", THRESHOLDS["projects of passages"])
def test_projects_are_those_a_person_found(name: str) -> None:
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    passages = [json.loads(line) for line in lines]
    reached = {"found": f1(passages, stage=False), "stage": f1(passages, stage=True)}
    print(name, reached)
    least = THRESHOLDS["projects of passages"][name]
    assert all(reached[kind] >= value for kind, value in least.items())
