"""Labelled passages of official reports: what extraction finds in them, and how much of it a person found too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from briefing.extraction import extract, facts_as_rows
from briefing.sources import documents, read_bytes
from tests.unit.extraction.observations.build import LEXICON

Row = dict[str, Any]
Found = list[tuple[int, Row]]
LABELLED = Path(__file__).resolve().parents[2] / "labelled"


def passages(kind: str, name: str) -> list[Row]:
    lines = (LABELLED / kind / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def facts(text: str, kind: str) -> Iterator[tuple[int, Row]]:
    """Where each fact of a kind begins in the text freed of white space, and the fact."""
    for document in documents(read_bytes("报告.txt", text.encode())):
        for row in facts_as_rows(document, extract(document, LEXICON)):
            if row["fact"] == kind:
                yield len("".join(text[: row["start"]].split())), row


def hits(found: Found, labels: list[Row], answers: Callable[[int, Row, Row], bool]) -> int:
    """How many labels a fact answers, given where it begins; each fact answers one."""
    left, count = list(found), 0
    for label in labels:
        match = next((one for one in left if answers(*one, label)), None)
        if match:
            left.remove(match)
            count += 1
    return count
