"""The words tables are labelled with: see words.txt."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from briefing.extraction.wordlists import alternation

Key = TypeVar("Key")


def _read() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    kind = ""
    for line in (Path(__file__).parent / "words.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line[:1].strip():
            kind, _, line = line.partition(":")
        found[kind] = (*found.get(kind, ()), *line.split())
    return found


_WORDS = _read()


def of(*kinds: str) -> tuple[str, ...]:
    """The words of one kind or several."""
    return tuple(word for kind in kinds for word in _WORDS[kind])


def by(kind: str) -> dict[str, tuple[str, ...]]:
    """The words of the kinds that begin so: of "time" those of "time month" by month."""
    return {
        name.removeprefix(f"{kind} "): found
        for name, found in _WORDS.items()
        if name.startswith(f"{kind} ")
    }


def index(kinds: Mapping[Key, str]) -> dict[str, Key]:
    """For each word of the kinds, given by name, the key of the first that has it."""
    return {word: key for key, names in reversed([*kinds.items()]) for word in of(*names.split())}


def any_of(*kinds: str) -> str:
    """A regular expression for any of their words, the longest possible first."""
    return alternation(of(*kinds))
