"""SDMX-CSV 2.0: columns, codes and keys as the standard wants them, and as docs/sdmx.md says."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.model import Observation
from briefing.papers import sdmx
from briefing.settings import Settings
from tests.packs import observation

GUIDE = Path(__file__).parents[3] / "docs" / "sdmx.md"
_ID = re.compile(r"[A-Za-z0-9_@$\-]+")
_TIME = re.compile(
    r"\d{4}|\d{4}-S[12]|\d{4}-Q[1-4]|\d{4}-(0[1-9]|1[0-2])|\d{4}-(0[1-9]|1[0-2])-01/P\d+[MY]"
)


@pytest.fixture(scope="module")
def settings() -> Settings:
    from briefing.settings import load_settings

    return load_settings(None)


def rows(settings: Settings, *observations: Observation) -> list[dict[str, str]]:
    out = io.StringIO()
    assert sdmx.write(observations, settings, out) == len(observations)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


@pytest.mark.parametrize(
    ("period", "frequency", "shown"),
    [
        ("2024", "A", "2024"),
        ("2024H1", "S", "2024-S1"),
        ("2024Q3", "Q", "2024-Q3"),
        ("2024M05", "M", "2024-05"),
        ("2024M01-M05", "_U", "2024-01-01/P5M"),
        ("2021-2025", "_U", "2021-01-01/P5Y"),
    ],
)
def test_periods_are_written_as_sdmx_writes_them(
    settings: Settings, period: str, frequency: str, shown: str
) -> None:
    (row,) = rows(
        settings, observation("地区生产总值", "5.70", "%", "yoy", indicator="gdp", period=period)
    )
    assert (row["FREQ"], row["TIME_PERIOD"]) == (frequency, shown)
    assert _TIME.fullmatch(row["TIME_PERIOD"])


def test_a_row_says_all_of_its_fact(settings: Settings) -> None:
    made = replace(
        observation(
            "规上工业，增加值",
            "-16.0",
            "%",
            "yoy",
            bound="approx",
            bound_text="左右",
            status="target",
        ),
        area="槐荫区",
    )
    (row,) = rows(settings, made)
    assert (row["STRUCTURE"], row["STRUCTURE_ID"], row["ACTION"]) == (
        "datastructure",
        "BRIEFING:FACTS(1.0)",
        "I",
    )
    assert (row["REF_AREA"], row["INDICATOR"], row["INDICATOR_NAME"]) == (
        "370104",
        "_X",
        "规上工业，增加值",
    )
    assert (row["OBS_VALUE"], row["DECIMALS"], row["OBS_STATUS"], row["BOUND_TEXT"]) == (
        "-16.0",
        "1",
        "F",
        "左右",
    )
    assert row["FACT"] == made.key


def test_codes_are_codes_and_no_two_rows_share_their_dimensions(settings: Settings) -> None:
    made = [
        observation("地区生产总值", str(i), "亿元", indicator="gdp", at=10 * i) for i in range(50)
    ]
    found = rows(settings, *made)
    assert all(
        _ID.fullmatch(row[name])
        for row in found
        for name in sdmx.DIMENSIONS
        if name != "TIME_PERIOD"
    )
    assert len({tuple(row[name] for name in sdmx.DIMENSIONS) for row in found}) == len(found)


def test_every_column_is_described_in_its_order() -> None:
    described = re.findall(r"^\| `([A-Z_]+)` \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert described == list(sdmx.HEAD[3:])
