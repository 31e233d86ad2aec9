"""What each rule makes of a sentence in our own words: cases.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing.extraction.observations import observations
from tests.unit.extraction.observations.build import LEXICON, document

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))
WHERE = ("part", "years", "area", "title", "kind")


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_rule(case: dict[str, Any]) -> None:
    made = document(case["text"], **{key: case[key] for key in WHERE if key in case})
    found = [
        "|".join((o.name, o.indicator or "-", o.measure, format(o.value, "f"), o.unit, o.status, o.period, o.bound))
        for o in observations(made, LEXICON)
    ]
    assert found == case["facts"]
