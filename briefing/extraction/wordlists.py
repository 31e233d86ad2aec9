"""Word tables as compiled look-ups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import dropwhile
from pathlib import Path

_BUCKET = 36  # beginnings tried one by one: measured, 12 and 150 take half as long again
_LISTS = Path(__file__).parent / "lists"


def table(kind: str) -> str:
    """The words of lists/<kind>.txt; the lines at its head that begin with # say what they are."""
    return " ".join(_lines(kind))


def rows(kind: str) -> dict[str, str]:
    """The lines of lists/<kind>.txt: the first word of each with what stands behind it."""
    return dict(line.split(" ", 1) for line in _lines(kind))


def _lines(kind: str) -> Iterator[str]:
    lines = (_LISTS / f"{kind}.txt").read_text("utf-8").splitlines()
    return dropwhile(lambda line: line.startswith("#"), lines)


def terms(table: str) -> tuple[str, ...]:
    """The words of a table: a string of words separated by white space."""
    return tuple(table.split())


def alternation(words: Iterable[str]) -> str:
    """A regular expression for any one of the words, the longest possible first.

    Words share their beginnings, as in a trie: each place of a text is tried once for all of them. A place whose two characters begin
    none is passed at once, and of the beginnings only those of one bucket are tried: `re` tries alternatives one by one.
    """
    tails = _by_first(sorted({*words}))
    several = {first: more for first, rest in tails.items() if (more := [t for t in rest if t])}
    if len(several) <= _BUCKET:
        return f"(?:{_branches(tails)})"
    firsts = list(several)
    buckets = [firsts[i : i + _BUCKET] for i in range(0, len(firsts), _BUCKET)]
    branches = (
        f"(?={_one_of(bucket)})(?:{_branches({first: several[first] for first in bucket})})"
        for bucket in buckets
    )
    seconds = sorted({tail[0] for rest in several.values() for tail in rest})
    alone = [first for first, rest in tails.items() if not rest[0]]
    longer = f"(?={_one_of(firsts)}{_one_of(seconds)})(?:{'|'.join(branches)})"
    return f"(?:{longer}|{_one_of(alone)})" if alone else f"(?:{longer})"


def _by_first(words: list[str]) -> dict[str, list[str]]:
    """What follows the first character in sorted words, for each such character; the shortest first."""
    found: dict[str, list[str]] = {}
    for word in words:
        if word:
            found.setdefault(word[0], []).append(word[1:])
    return found


def _branches(tails: dict[str, list[str]]) -> str:
    branches: list[str] = []
    lone: list[str] = []
    for first, rest in tails.items():
        if len(rest) > 1:
            inner = _branches(_by_first(rest))
            branches.append(f"{re.escape(first)}(?:{inner}){'' if rest[0] else '?'}")
        elif rest[0]:
            branches.append(re.escape(first + rest[0]))
        else:
            lone.append(first)
    if lone:
        branches.append(_one_of(lone))
    return "|".join(branches)


def _one_of(characters: list[str]) -> str:
    several = re.escape("".join(characters))
    return several if len(characters) == 1 else f"[{several}]"


def lengths_by(place: int, words: Iterable[str]) -> dict[str, list[int]]:
    """How long the words are that have a character in this place, for each such character; the longest first."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[place], set()).add(len(word))
    return {character: sorted(lengths, reverse=True) for character, lengths in found.items()}


class Beginnings:
    """Tells which of its words begins at a place of a text."""

    def __init__(self, table: str) -> None:
        self._words = frozenset(terms(table))
        self._lengths = lengths_by(0, self._words)
        self.begins = frozenset(self._lengths)  # with what any of them begins: a quick look

    def at(self, text: str, start: int, end: int) -> str:
        """The longest word that begins here and does not reach beyond `end`, or ""."""
        if start < end:
            for length in self._lengths.get(text[start], ()):  # most characters begin no word
                if start + length <= end and text[start : start + length] in self._words:
                    return text[start : start + length]
        return ""
