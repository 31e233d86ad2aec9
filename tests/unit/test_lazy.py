"""Patterns compiled at their first use: each of them compiles, and behaves as one of `re`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import briefing
from briefing import lazy


def test_every_pattern_compiles() -> None:
    found = list(_patterns())
    assert len(found) > 300
    for pattern in found:
        assert pattern.groups >= 0  # type: ignore[attr-defined]


def _patterns() -> Iterator[lazy.LazyPattern]:
    for package in ("extraction", "sources"):
        root = importlib.import_module(f"briefing.{package}")
        for info in pkgutil.walk_packages(root.__path__, f"{briefing.__name__}.{package}."):
            for value in vars(importlib.import_module(info.name)).values():
                yield from (v for v in _flat(value) if isinstance(v, lazy.LazyPattern))


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, (tuple, list)):
        for one in value:
            yield from _flat(one)
    else:
        yield value


def test_a_pattern_is_used_as_one_of_re() -> None:
    pattern = lazy.compile(r"(?P<number>\d+)个", lazy.I)
    assert pattern.pattern == r"(?P<number>\d+)个"
    found = pattern.search("共12个")
    assert found
    assert found["number"] == "12"
    assert found.re.groups == 1
    assert pattern.sub("", "3个5个") == ""
    assert [match.start() for match in pattern.finditer("3个5个")] == [0, 2]
