"""Numbers with their units: the rules, one case each, and what must hold for any text."""

from __future__ import annotations

import re
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.extraction.quantities import number, scan
from briefing.extraction.units import FAMILY, ONLY_MULTIPLIED
from tests.conftest import read_yaml
from tests.examples import examples

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parent / "cases.yaml")
MULTIPLIERS = ("", "万", "亿", "万亿")
UNITS = sorted(
    unit
    for unit in FAMILY
    if unit not in ONLY_MULTIPLIED and unit[0] not in "万千百十亿" and unit != "％"
)


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_rule(case: dict[str, Any]) -> None:
    found = [
        "|".join((str(q.value), q.unit) + ((q.bound,) if q.bound != "exact" else ()))
        for q in scan(case["text"])
    ]
    assert found == case["quantities"]


decimals = st.decimals(min_value=0, max_value=Decimal("999999999"), places=2).map(
    lambda value: str(value)
)
commas = st.integers(min_value=1000, max_value=10**12).map(lambda value: f"{value:,}")


@given(
    written=st.one_of(decimals, commas, st.integers(0, 10**9).map(str)),
    multiplier=st.sampled_from(MULTIPLIERS),
    unit=st.sampled_from(UNITS),
    bound=st.sampled_from(
        [
            ("约", "", "approx"),
            ("", "左右", "approx"),
            ("", "以上", "min"),
            ("超过", "", "min"),
            ("不超过", "", "max"),
            ("", "", "exact"),
        ]
    ),
    wide=st.booleans(),
)
def test_what_is_written_is_read_back(
    written: str, multiplier: str, unit: str, bound: tuple[str, str, str], wide: bool
) -> None:
    before, behind, meant = bound
    shown = "".join(chr(ord(c) + 0xFEE0) if wide and c.isdigit() else c for c in written)
    text = f"完成{before}{shown}{multiplier}{unit}{behind}。"
    (quantity,) = scan(text)
    assert (quantity.value, quantity.unit, quantity.bound) == (
        Decimal(written.replace(",", "")),
        multiplier + unit,
        meant,
    )
    assert text[quantity.start : quantity.end] == shown + multiplier + unit


@given(
    st.text(
        alphabet="0123456789０９,，.．%％万亿元个家至—-第前约余多（）()“”年月日\n ABx", max_size=80
    )
)
@examples(300)
def test_any_text_gives_spans_in_order_whose_digits_are_the_value(text: str) -> None:
    last = 0
    for quantity in scan(text):
        assert last <= quantity.start < quantity.end <= len(text)
        last = quantity.start
        digits = text[quantity.start : quantity.end].translate({ord(c): None for c in "-−－"})
        digits = re.sub(r"(?<=[0-9０-９.．,，])\s+(?=[0-9０-９])", "", digits)  # set apart: 7. 4%
        written = digits[: len(digits) - len(digits.lstrip("0123456789０１２３４５６７８９,，.．"))]
        whole = re.search(r"[万亿][0-9０-９]", digits) is None  # 1万2000个 is told in two numbers
        assert not whole or number(written) == quantity.value.copy_abs()


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "1" * 400 + "个",
        "5" * 1_000_000,
        "1,234" * 200_000,
        "1-" * 500_000,
        "12万" * 300_000,
        "（" * 500_000 + "5个",
    ],
    ids=lambda text: text[:6],
)
def test_time_is_linear(text: str) -> None:
    quarter, whole = (seconds(part) for part in (text[: len(text) // 4], text))
    assert whole < 12 * max(quarter, 0.1)


def seconds(text: str) -> float:
    begin = time.process_time()
    scan(text)
    return time.process_time() - begin
