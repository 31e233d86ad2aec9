"""Observations as SDMX-CSV 2.0, the exchange format of statistical offices. The structure is described in docs/sdmx.md.

Codes are SDMX's own where it has them (frequency, observation status, time periods), else those of this project. Two documents may give the
same cell different values: each is an observation of its own, told apart by the dimension FACT.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO

from briefing import periods
from briefing.files import cell_text
from briefing.model import Observation
from briefing.papers import filters
from briefing.settings import Settings

STRUCTURE_ID = "BRIEFING:FACTS(1.0)"
UNSPECIFIED = "_X"  # SDMX: not specified


def frequency(period: str) -> str:
    """SDMX's code: A, S, Q, M; _U for spans it has no code for."""
    found = periods.parse(period)
    if found.is_year:
        return "A"
    return {"H": "S", "Q": "Q"}.get(period[4], "M" if found.month == found.last_month else "_U")


def time_period(period: str) -> str:
    """2024 · 2024-S1 · 2024-Q1 · 2024-05 · 2024-01-01/P5M (months together) · 2021-01-01/P5Y."""
    found = periods.parse(period)
    if found.is_year:
        return str(found.year)
    if period[4] in "HQ":
        return f"{found.year}-{period[4].replace('H', 'S')}{period[5]}"
    if found.year != found.last_year:
        return f"{found.year}-01-01/P{found.last_year - found.year + 1}Y"
    if found.month == found.last_month:
        return f"{found.year}-{found.month:02d}"
    return f"{found.year}-{found.month:02d}-01/P{found.last_month - found.month + 1}M"


def _status(observation: Observation) -> str:
    """SDMX's CL_OBS_STATUS: A normal, P provisional, E estimated, F a value to come."""
    if observation.status == "target":
        return "F"
    return (
        "E"
        if observation.status == "estimate"
        else "P"
        if observation.vintage == "preliminary"
        else "A"
    )


def _decimals(observation: Observation) -> str:
    exponent = observation.value.as_tuple().exponent
    return str(max(0, -exponent)) if isinstance(exponent, int) else "0"


def _areas(settings: Settings) -> Callable[[str], str]:
    known: dict[str, str] = {}

    def code(area: str) -> str:
        if area not in known:
            district = settings.district(area) if area else None
            known[area] = district.code if district else UNSPECIFIED
        return known[area]

    return code


DIMENSIONS = ("FREQ", "REF_AREA", "INDICATOR", "MEASURE", "SCENARIO", "FACT", "TIME_PERIOD")
ATTRIBUTES: dict[str, Callable[[Observation], str]] = {
    "OBS_STATUS": _status,
    "UNIT_MEASURE": lambda o: o.unit,
    "DECIMALS": _decimals,
    "BOUND": lambda o: o.bound,
    "BOUND_TEXT": lambda o: o.bound_text,
    "AREA_NAME": lambda o: o.area,
    "INDICATOR_NAME": lambda o: o.name,
    "SOURCE_VALUE": lambda o: (
        format(o.correction.value, "f") if o.correction and o.correction.value is not None else ""
    ),
    "SOURCE_TITLE": lambda o: o.source.title,
    "SOURCE_FILE": lambda o: o.source.file,
    "SECTION": lambda o: " / ".join(o.source.section),
    "QUOTE": lambda o: filters.quoted(o.source),
}
HEAD = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "OBS_VALUE", *ATTRIBUTES)


def write(observations: Iterable[Observation], settings: Settings, out: TextIO) -> int:
    """Write the observations as they come, one at a time. Returns how many there were."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    count = 0
    for row in _rows(observations, settings):
        count += 1
        writer.writerow(map(cell_text, row))
    return count


def _rows(observations: Iterable[Observation], settings: Settings) -> Iterator[tuple[str, ...]]:
    area = _areas(settings)
    for o in observations:
        dimensions = (
            frequency(o.period),
            area(o.area),
            o.indicator or UNSPECIFIED,
            o.measure,
            o.status,
            o.key,
            time_period(o.period),
        )
        yield (
            "datastructure", STRUCTURE_ID, "I", *dimensions, format(o.value, "f"), *(get(o) for get in ATTRIBUTES.values()),
        )  # fmt: skip
