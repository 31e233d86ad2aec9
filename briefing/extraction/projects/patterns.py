"""Tables of words as regular expressions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from briefing import lazy as re
from briefing.extraction.wordlists import lengths_by

_BUCKET = 36  # beginnings tried one by one: measured, 12 and 150 take half as long again


def words(*tables: str) -> list[str]:
    """The words of tables, each once."""
    return list(dict.fromkeys(" ".join(tables).split()))


def alternation(listed: Iterable[str]) -> str:
    """A regular expression for any one of the words, the longest possible first.

    Words share their beginnings, as in a trie: each place of a text is tried once for all of them. A place whose two characters begin
    none is passed at once, and of the beginnings only those of one bucket are tried: `re` tries alternatives one by one.
    """
    trie: dict[str, Any] = {}
    for word in listed:
        node = trie
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    longer = {
        character: node
        for character, tails in trie.items()
        if (node := {tail: rest for tail, rest in tails.items() if tail})
    }
    if len(longer) <= _BUCKET:
        return _pattern(trie)
    characters = sorted(longer)
    buckets = [characters[i : i + _BUCKET] for i in range(0, len(characters), _BUCKET)]
    branches = (
        f"(?={_one_of(bucket)})" + _pattern({character: longer[character] for character in bucket})
        for bucket in buckets
    )
    seconds = sorted({tail for tails in longer.values() for tail in tails})
    alone = sorted(character for character, tails in trie.items() if "" in tails)
    several = f"(?={_one_of(characters)}{_one_of(seconds)})(?:{'|'.join(branches)})"
    return f"(?:{several}|{_one_of(alone)})" if alone else f"(?:{several})"


def _one_of(characters: list[str]) -> str:
    return f"[{''.join(map(re.escape, characters))}]"


def _pattern(node: dict[str, Any]) -> str:
    tails = {character: _pattern(tail) for character, tail in node.items() if character}
    lone = [re.escape(character) for character, tail in tails.items() if not tail]
    branches = [re.escape(character) + tail for character, tail in tails.items() if tail]
    if lone:
        branches.append(lone[0] if len(lone) == 1 else f"[{''.join(lone)}]")
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if '' in node else ''}"


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
    found: list[str] = []
    for word in sorted(dict.fromkeys(listed), key=len):
        if not any(other in word for other in found):
            found.append(word)
    return found


class Endings:
    """Tells with which of its words a text ends: the longest, or ""."""

    def __init__(self, *tables: str) -> None:
        self._words = frozenset(words(*tables))
        self._lengths = lengths_by(-1, self._words)

    def of(self, text: str, start: int = 0, end: int | None = None) -> str:
        end = len(text) if end is None else end
        if end > start:
            for length in self._lengths.get(text[end - 1], ()):  # most characters end no word
                if length <= end - start and text[end - length : end] in self._words:
                    return text[end - length : end]
        return ""
