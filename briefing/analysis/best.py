"""Which of several figures for the same cell a paper uses; the others stay visible as alternatives.

Order: final over preliminary over estimate; for fiscal indicators the budget report over others; then the newest document;
then the figure that stands first in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from briefing.model import DocumentInfo, Observation

_VINTAGE = {"final": 2, "preliminary": 1, None: 0}


def rank(observation: Observation, documents: Mapping[str, DocumentInfo], fiscal: bool = False) -> tuple[int, int, str, int]:
    """Sort key: the greatest is the best figure."""
    document = documents.get(observation.source.document)
    settled = _VINTAGE[observation.vintage] if observation.status != "estimate" else -1
    budget = int(fiscal and document is not None and document.kind == "budget_report")
    return settled, budget, document.date if document else "", -observation.source.start


def best_first(found: Iterable[Observation], documents: Mapping[str, DocumentInfo], fiscal: bool = False) -> list[Observation]:
    """The figures of one cell, the one papers use first."""
    return sorted(found, key=lambda observation: rank(observation, documents, fiscal), reverse=True)
