"""For what years a place in a document speaks of projects, and whether they happened or are to come."""

from __future__ import annotations

from typing import Literal

from briefing.extraction.moments import Calendar
from briefing.model import Document

Status = Literal["actual", "target"]


class When:
    """The frames of one document, the same as its figures have."""

    def __init__(self, document: Document) -> None:
        self._calendar = Calendar(document)
        self._date = document.date[:4]

    def at(self, offset: int) -> tuple[Status, str]:
        """Status and period ("2024", "2021-2025") of what stands at this offset."""
        frame = self._calendar.frame(offset)
        status: Status = "target" if frame.status == "target" else "actual"
        if not frame.last:
            return status, self._date
        if frame.first == frame.last:
            return status, str(frame.last)
        return status, f"{frame.first}-{frame.last}"
