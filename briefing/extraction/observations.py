"""Observations of a document's running text, and how the contract prints them."""

from __future__ import annotations

import re
from typing import Any

from briefing.extraction.lexicon import Lexicon
from briefing.extraction.projects.rows import source_row
from briefing.extraction.readings import Reading, readings
from briefing.extraction.tables import table_observations, table_spans
from briefing.model import Document, Observation, Vintage

_FINAL = re.compile(r"决算(?!草案)|最终核实|最终核算|终审")


def observations(document: Document, lexicon: Lexicon) -> tuple[Observation, ...]:
    """Every quantified fact of a document, of its running text and its tables, in text order."""
    prose = [_observation(document, reading) for reading in readings(document, lexicon, table_spans(document))]
    tables = table_observations(document, lexicon)
    return tuple(sorted([*prose, *tables], key=lambda observation: observation.source.start)) if tables else tuple(prose)


def observation_row(observation: Observation) -> dict[str, Any]:
    """An indicator fact as `briefing extract` prints it."""
    return {
        "fact": "indicator",
        **source_row(observation.source, observation.area),
        "name": observation.name,
        "id": observation.indicator,
        "measure": observation.measure,
        "value": format(observation.value, "f"),
        "unit": observation.unit,
        "status": observation.status,
        "period": observation.period,
        "bound": observation.bound,
        "tier": "core" if observation.indicator else "other",
        "vintage": observation.vintage,
        "confidence": observation.confidence,
    }


def _observation(document: Document, reading: Reading) -> Observation:
    quantity = reading.quantity
    return Observation(
        name=reading.name,
        indicator=reading.indicator,
        area=reading.area or document.area,
        measure=reading.measure,
        value=reading.value,
        unit=quantity.unit,
        status=reading.time.status,
        period=reading.time.period,
        bound=quantity.bound,
        source=document.source(quantity.start, quantity.end, reading.sentence, _quote(document.text, reading)),
        bound_text=quantity.bound_text,
        vintage=_vintage(document.text, reading),
        confidence=1.0,
    )


def _vintage(text: str, reading: Reading) -> Vintage | None:
    """`final` for 决算 and 最终核实, `preliminary` for other actuals."""
    if reading.time.status != "actual":
        return None
    return "final" if _FINAL.search(text, *reading.sentence) else "preliminary"


def _quote(text: str, reading: Reading) -> tuple[int, int]:
    """From the name to the number with its bound, the whole of it as it stands."""
    quantity = reading.quantity
    start = min(reading.named_at[0], quantity.start)
    end = max(quantity.end, reading.named_at[1])
    if quantity.bound_text and text.startswith(quantity.bound_text, quantity.end):
        end = max(end, quantity.end + len(quantity.bound_text))
    return start, end
