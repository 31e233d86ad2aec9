"""Who is responsible: the words in the parentheses, and the departments they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefing.extraction.tasks import resolve
from briefing.extraction.tasks.units import read_units
from briefing.settings.schema import Department
from tests.conftest import read_yaml

CASES = read_yaml(Path(__file__).parent / "units.yaml")


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    units = read_units(case["text"])
    if case.get("none"):
        assert units is None
        return
    assert units is not None
    assert list(units.lead) == case.get("lead", [])
    assert list(units.responsible) == case.get("responsible", [])
    assert units.deadline == case.get("deadline", "")


DEPARTMENTS = (
    Department(
        id="ndrc",
        name="区发展改革局",
        full_name="区发展和改革局",
        aliases=("区发改局", "发改局"),
        former=("区发展计划局",),
    ),
    Department(id="finance", name="区财政局"),
    Department(id="office", name="区政府办公室", aliases=("区府办",)),
)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("区发展改革局", "ndrc"),
        ("区发展和改革局", "ndrc"),
        ("发改局", "ndrc"),
        ("区发展计划局", "ndrc"),
        ("县发展改革局", "ndrc"),
        ("市财政局", "finance"),
        ("财政局", "finance"),
        ("区府办", "office"),
        ("各街道", None),
        ("区直有关部门", None),
        ("区水务局", None),
    ],
)
def test_units_resolve_by_any_of_their_names(unit: str, expected: str | None) -> None:
    found = resolve(unit, DEPARTMENTS)
    assert (found.id if found else None) == expected
