"""Tables of words as regular expressions."""

from __future__ import annotations

from collections.abc import Iterable

from briefing import lazy as re
from briefing.extraction.wordlists import alternation, lengths_by


def words(*tables: str) -> list[str]:
    """The words of tables, each once."""
    return list(dict.fromkeys(" ".join(tables).split()))


def any_of(*tables: str) -> re.Pattern[str]:
    """A compiled regular expression for any one word of the tables."""
    return re.compile(alternation(words(*tables)))


def not_followed(table: dict[str, str]) -> str:
    """A look-around: none of the table's words followed by one of its own."""
    return "".join(
        f"(?!(?<={re.escape(word)}){alternation(words(followers))})"
        for word, followers in table.items()
    )


def shortest(listed: Iterable[str]) -> list[str]:
    """The words that hold no other word of the list: enough to tell whether any of the list is there."""
    found: dict[str, None] = {}
    for word in sorted({*listed}, key=len):
        pieces = (word[i:j] for i in range(len(word)) for j in range(i + 1, len(word) + 1))
        if found.keys().isdisjoint(pieces):
            found[word] = None
    return [*found]


class Endings:
    """Tells with which of its words a text ends: the longest, or ""."""

    def __init__(self, *tables: str) -> None:
        self._words = frozenset(words(*tables))
        self._lengths = lengths_by(-1, self._words)
        self.ends = frozenset(self._lengths)  # with what any of them ends: a quick look

    def of(self, text: str, start: int = 0, end: int | None = None) -> str:
        end = len(text) if end is None else end
        lengths = self._lengths.get(text[end - 1]) if end > start else None
        if lengths:  # most characters end no word
            for length in lengths:
                if length <= end - start and text[end - length : end] in self._words:
                    return text[end - length : end]
        return ""
