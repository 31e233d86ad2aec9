"""Regular expressions that are compiled when they are first used, and kept compiled from one run to the next.

    from briefing import lazy as re

Rules have many hundred patterns, most of which one small document never needs; compiling those of twenty reports takes a third of a
second, which every process would spend anew. The module stands in for `re`: `compile` gives what behaves as a compiled pattern,
everything else is that of `re` itself.

What is kept is the code `re` compiles a pattern to, which holds for one version of Python alone. `re` has no public way to it: a Python
that goes another way here compiles each pattern in each process, as does one without a cache folder.
"""

from __future__ import annotations

import atexit
import marshal
import re
import sys
from array import array
from functools import cache
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

from briefing import kept

try:
    import _sre  # type: ignore[import-not-found]
    from re import _compiler, _parser  # type: ignore[attr-defined]
except ImportError:
    _sre = None

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


_FILE = kept.own("patterns")
_SOURCES = (sys.version.encode(), sys.implementation.name.encode())
_MOST = 1500  # patterns kept: settings that change often would add theirs without end
# A pattern and its flags -> all its flags, its code, its number of groups, the places of those with names.
_Codes = dict[tuple[str, int], tuple[int, bytes, int, dict[str, int]]]
_new: _Codes = {}


class LazyPattern:
    """A pattern that turns into the compiled one with the first use of any of its methods."""

    __slots__ = ("_flags", "pattern", *_METHODS)

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, int(flags)

    def __getattr__(self, name: str) -> Any:
        """Called only while a method is not set: all are set to the compiled pattern's own, which are as quick."""
        compiled = _compiled(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def compile(source: str, flags: int = 0) -> Pattern[str]:
    """A pattern compiled at its first use; a mistake in it shows then (a test compiles them all)."""
    return cast("Pattern[str]", LazyPattern(source, flags))


def _compiled(source: str, flags: int) -> Pattern[str]:
    try:
        return _made(source, *_code(source, flags))
    except (AttributeError, TypeError, RuntimeError):  # not the `re` this was written for
        return re.compile(source, flags)


def _made(source: str, flags: int, code: bytes, groups: int, names: dict[str, int]) -> Pattern[str]:
    places: list[str | None] = [None] * (groups + 1)
    for name, place in names.items():
        places[place] = name
    found = _sre.compile(source, flags, array("I", code).tolist(), groups, names, tuple(places))
    return cast("Pattern[str]", found)


def _code(source: str, flags: int) -> tuple[int, bytes, int, dict[str, int]]:
    key = source, flags
    if key in _kept():
        return _kept()[key]
    parsed = _parser.parse(source, flags)
    code = array("I", _compiler._code(parsed, flags)).tobytes()
    state = parsed.state
    _new[key] = int(flags | state.flags), code, state.groups - 1, dict(state.groupdict)
    return _new[key]


@cache
def _kept() -> _Codes:
    atexit.register(_keep)
    return _read()


def _read() -> _Codes:
    data = kept.load(_FILE, _SOURCES)
    return marshal.loads(data) if data else {}


def _keep() -> None:
    """Puts the patterns this process compiled beside those that others kept meanwhile."""
    if _new:
        before = _read()
        codes = {**before, **_new} if len(before) < _MOST else _new
        kept.keep(_FILE, _SOURCES, marshal.dumps(codes))
