"""Word tables as compiled look-ups."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import dropwhile
from pathlib import Path
from typing import Any

_LISTS = Path(__file__).parent / "lists"


def table(kind: str) -> str:
    """The words of lists/<kind>.txt; the lines at its head that begin with # say what they are."""
    lines = (_LISTS / f"{kind}.txt").read_text("utf-8").splitlines()
    return " ".join(dropwhile(lambda line: line.startswith("#"), lines))


def terms(table: str) -> tuple[str, ...]:
    """The words of a table: a string of words separated by white space."""
    return tuple(table.split())


def alternation(words: Iterable[str]) -> str:
    """A regular expression for the longest of the words: a prefix tree, so that matching never tries a character twice."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branch(tree)


def _branch(node: dict[str, Any]) -> str:
    ends = "" in node
    branches = [
        re.escape(character) + _branch(child)
        for character, child in sorted(node.items())
        if character
    ]
    if not branches:
        return ""
    if len(branches) == 1 and not ends:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if ends else ''}"


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

    def at(self, text: str, start: int, end: int) -> str:
        """The longest word that begins here and does not reach beyond `end`, or ""."""
        if start < end:
            for length in self._lengths.get(text[start], ()):  # most characters begin no word
                if start + length <= end and text[start : start + length] in self._words:
                    return text[start : start + length]
        return ""
