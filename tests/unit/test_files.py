"""What is written for spreadsheets is data, whatever it begins with."""

from __future__ import annotations

import pytest

from briefing.files import cell_text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "=HYPERLINK(1)",
        "＝1+1",
        "－2＋3",
        "＠SUM(A1)",
    ],
)
def test_a_text_that_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe(text: str) -> None:
    assert cell_text(text) == f"'{text}"


@pytest.mark.parametrize("value", ["57.1", "-3.5", "+4.2", "", "甲=乙", 7, None])
def test_other_values_stay(value: object) -> None:
    assert cell_text(value) == value
