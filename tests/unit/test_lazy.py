"""Patterns compiled at their first use and kept: each of them compiles, and is the one `re` makes."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import briefing
from briefing import kept, lazy


def test_every_pattern_compiles() -> None:
    found = list(_patterns())
    assert len(found) > 300
    for pattern in found:
        source, flags = pattern.pattern, pattern._flags
        assert lazy._made(source, *lazy._code(source, flags)) == re.compile(source, flags)


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


_PROGRAM = """
import re
from briefing import kept, lazy
compiled = []
lazy._compiler = type("", (), {"_code": lambda *a, of=lazy._compiler._code: compiled.append(a) or of(*a)})
pattern = lazy.compile(r"(?P<number>\\d+)个", re.I)
print(pattern.search("共12个")["number"], len(compiled))
"""


def _run(cache: Path) -> str:
    environment = {**os.environ, "BRIEFING_CACHE": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )
    assert not done.stderr
    return done.stdout


def test_a_pattern_is_compiled_once_for_all_processes(tmp_path: Path) -> None:
    assert [_run(tmp_path) for _ in range(2)] == ["12 1\n", "12 0\n"]
    (tmp_path / kept.own("patterns")).write_bytes(b"spoilt")
    assert [_run(tmp_path) for _ in range(2)] == ["12 1\n", "12 0\n"]


def test_where_nothing_can_be_kept_each_process_compiles(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert [_run(tmp_path / "file" / "inside") for _ in range(2)] == ["12 1\n"] * 2


def test_a_python_with_another_re_compiles_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lazy, "_sre", None)
    assert lazy.compile(r"(\d+)亩").findall("3亩5亩") == ["3", "5"]
