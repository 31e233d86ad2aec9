"""Tables on a terminal: columns aligned by the width Han characters have there."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """Columns a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Lines of a table; `right` numbers the columns that are set flush right."""
    widths = [max(width(row[i]) for row in (heads, *rows)) for i in range(len(heads))]

    def line(row: Sequence[str]) -> str:
        cells = []
        for i, text in enumerate(row):
            gap = " " * (widths[i] - width(text))
            cells.append(gap + text if i in right else text + gap)
        return "  ".join(cells).rstrip()

    return "\n".join(
        map(line, (heads, ["─" * (size // 2) if size > 1 else "─" for size in widths], *rows))
    )


def cut(text: str, most: int) -> str:
    """The text, at most so many columns wide, with … where it was cut."""
    if width(text) <= most:
        return text
    kept = ""
    for sign in text:
        if width(kept + sign) >= most:
            break
        kept += sign
    return kept + "…"
