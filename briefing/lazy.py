"""Regular expressions that are compiled when they are first used.

    from briefing import lazy as re

Rules have many hundred patterns, most of which one small document never needs; compiling them all took half of the start-up. The module
stands in for `re`: `compile` gives what behaves as a compiled pattern, everything else is that of `re` itself.
"""

from __future__ import annotations

import re
from re import (
    MULTILINE,
    I,
    Match,
    Pattern,
    S,
    escape,
    findall,
    finditer,
    fullmatch,
    match,
    search,
    split,
    sub,
)
from typing import Any, cast

__all__ = [
    "MULTILINE",
    "I",
    "Match",
    "Pattern",
    "S",
    "compile",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "search",
    "split",
    "sub",
]

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


class LazyPattern:
    """A pattern that turns into the compiled one with the first use of any of its methods."""

    __slots__ = ("_flags", "pattern", *_METHODS)

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        """Called only while a method is not set: all are set to the compiled pattern's own, which are as quick."""
        compiled = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def compile(source: str, flags: int = 0) -> Pattern[str]:
    """A pattern compiled at its first use; a mistake in it shows then (a test compiles them all)."""
    return cast("Pattern[str]", LazyPattern(source, flags))
