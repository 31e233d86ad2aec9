"""How papers say figures: every rule of usage as a case."""

from __future__ import annotations

import inspect
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from briefing.analysis import wording
from briefing.model import Observation, Source
from tests.conftest import read_yaml

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parent / "wording.yaml")


def observation(
    name: str = "指标", measure: str = "level", value: str = "1", unit: str = "亿元", status: str = "actual", period: str = "2024",
    bound: str = "exact", bound_text: str = "", vintage: str | None = None, quote: str = "", provisional: bool = False,
) -> Observation:  # fmt: skip
    source = Source("d", "d.txt", "政府工作报告", 0, 1, quote, quote)
    return Observation(
        name,
        None,
        "云湖区",
        measure,
        Decimal(value),
        unit,
        status,
        period,
        bound,
        source,
        bound_text,
        vintage,
        provisional=provisional,
    )  # type: ignore[arg-type]


def arguments(case: dict[str, Any]) -> list[Any]:
    given: list[Any] = [observation(**case["figure"])] if "figure" in case else []
    given += [observation(**case["before"])] if "before" in case else []
    given += [[observation(**figure) for figure in case["figures"]]] if "figures" in case else []
    wanted = list(inspect.signature(getattr(wording, case["call"])).parameters.values())[
        len(given) :
    ]
    args = case.get("args", [])
    return given + [
        Decimal(arg) if parameter.annotation == "Decimal" else arg
        for parameter, arg in zip(wanted, args, strict=False)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['call']}: {case['gives']}")
def test_said_as_usage_has_it(case: dict[str, Any]) -> None:
    assert str(getattr(wording, case["call"])(*arguments(case))) == case["gives"]


def test_units_that_count_other_things_are_not_converted() -> None:
    with pytest.raises(ValueError, match="亩与亿元不是同一类计量单位"):
        wording.in_unit(Decimal(1), "亩", "亿元")
