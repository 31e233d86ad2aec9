"""Observations of a document's running text, and how the contract prints them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from briefing import lazy as re
from briefing.extraction.confidence import LEAST_PRINTED, confidence
from briefing.extraction.lexicon import Lexicon
from briefing.extraction.marks import marked
from briefing.extraction.projects.rows import source_row
from briefing.extraction.readings import Reading, readings
from briefing.extraction.rules import TABLE_CELL
from briefing.extraction.tables import TablesRead, read_tables
from briefing.model import Document, Observation, Source, Vintage, squeeze

_OFF_A_PICTURE = (
    LEAST_PRINTED - 0.01
)  # leaders and the public see none before a person has confirmed it
_FINAL = re.compile(r"决算(?!草案)|最终核实|最终核算|终审")


def observations(
    document: Document, lexicon: Lexicon, tables: TablesRead | None = None
) -> tuple[Observation, ...]:
    """Every quantified fact of a document, of its running text and its tables, in text order. tables: what was read of those already."""
    sources = _Sources(document)
    read = tables or read_tables(document, lexicon)
    prose = (
        _observation(document, reading, sources)
        for reading in readings(document, lexicon, read.spans)
    )
    found = [marked(observation) for observation in (*prose, *read.observations)]
    if document.reading.recognised:
        found = [_as_sure(document, observation) for observation in found]
    return tuple(sorted(found, key=lambda observation: observation.source.start))


def _as_sure(document: Document, observation: Observation) -> Observation:
    """A figure read off a picture is no surer than the recogniser, and never sure enough to go unlooked at."""
    sure = document.reading.sureness(observation.source.start)
    if sure == 1:
        return observation
    return replace(
        observation, confidence=min(round(sure, 2), _OFF_A_PICTURE, observation.confidence)
    )


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
        "rule": observation.rule or TABLE_CELL,
        "confidence": observation.confidence,
        "frame": observation.frame,
    }


def observation_of(document: Document, reading: Reading) -> Observation:
    """The observation of one reading, with its Source."""
    return _observation(document, reading, _Sources(document))


class _Sources:
    """Sources of readings. A sentence is squeezed once for all its figures, and kept once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.final = (
            _FINAL.search(document.text) is not None
        )  # few documents have the words: then no sentence is searched for them
        self._span = (-1, -1)
        self._source: Source | None = None

    def of(self, reading: Reading) -> Source:
        document, quantity = self._document, reading.quantity
        quote = _quote(document.text, reading)
        if self._source is None or self._span != reading.sentence:
            self._span = reading.sentence
            self._source = document.source(quantity.start, quantity.end, reading.sentence, quote)
            return self._source
        start, end = document.offsets.span(quantity.start, quantity.end)
        low, high = document.offsets.span(*quote)
        shown = squeeze(document.reading.text[low:high])
        return self._source.beside(start, end, shown, document.reading.place(start))


def _observation(document: Document, reading: Reading, sources: _Sources) -> Observation:
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
        source=sources.of(reading),
        bound_text=quantity.bound_text,
        vintage=_vintage(document.text, reading, sources.final),
        confidence=confidence(document, reading),
        frame=reading.time.reason,
        rule=reading.rule,
    )


def _vintage(text: str, reading: Reading, final: bool) -> Vintage | None:
    """`final` for 决算 and 最终核实, `preliminary` for other actuals. final: whether the document has such words at all."""
    if reading.time.status != "actual":
        return None
    return "final" if final and _FINAL.search(text, *reading.sentence) else "preliminary"


def _quote(text: str, reading: Reading) -> tuple[int, int]:
    """From the name to the number with its bound, the whole of it as it stands."""
    quantity = reading.quantity
    start = min(reading.named_at[0], quantity.start)
    end = max(quantity.end, reading.named_at[1])
    if quantity.bound_text and text.startswith(quantity.bound_text, quantity.end):
        end = max(end, quantity.end + len(quantity.bound_text))
    return start, end
