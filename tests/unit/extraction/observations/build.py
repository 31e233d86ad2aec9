"""Documents for tests, made of a sentence or two."""

from __future__ import annotations

from briefing.extraction import Lexicon
from briefing.model import Document, DocumentKind, OffsetMap, Part, Reading, Section
from briefing.settings import load_indicators

LEXICON = Lexicon.from_indicators(load_indicators())


def document(
    text: str,
    *,
    part: Part = "review",
    years: str = "",
    area: str = "青岩县",
    title: str = "",
    kind: DocumentKind = "work_report",
) -> Document:
    """A document of one section, given in January 2025: it reviews 2024 and plans 2025."""
    first, _, last = (years or ("2025" if part == "tasks" else "2024")).partition("-")
    section = Section(
        "一、工作", 1, ("一、工作",), 0, 0, len(text), part, (int(first), int(last or first))
    )
    reading = Reading(file="样例.txt", sha256="0", format="txt", text=text)
    heading = title or f"{area}政府工作报告"
    return Document(
        "d",
        heading,
        kind,
        area,
        "2025-01-08",
        2024,
        2025,
        text,
        OffsetMap((0,), (0,)),
        (section,),
        (),
        0,
        len(text),
        reading,
    )
