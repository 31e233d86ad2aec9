"""For what years a place in a document speaks of projects, and whether they happened or are to come."""

from __future__ import annotations

from typing import Literal

from briefing.extraction import areas
from briefing.extraction.moments import Calendar
from briefing.model import Document

Status = Literal["actual", "target"]


class When:
    """The frames of one document, the same as its figures have."""

    def __init__(self, document: Document) -> None:
        self._document = document
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

    def area(self, sentence: int, at: int) -> str:
        """The part of the area that a group counted at this place is said of, the same as a figure has; else the document's area.

        sentence: where the sentence begins of which a ； parts what stands here; what heads the nearest part holds.
        """
        return self.part(sentence, at) or self._document.area

    def part(self, sentence: int, at: int) -> str:
        """The part of the area, "" where this is said of the whole of it."""
        text = self._document.text
        own = max(sentence, text.rfind("；", sentence, at) + 1)
        return (
            self._calendar.levels.at(sentence, at)
            or areas.sub_area(text, own, at)
            or (areas.sub_area(text, sentence, at) if own > sentence else "")
        )
