"""Which files a user means by paths, folders and globs."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from briefing.errors import SettingsError

_PASSED_OVER = ("~$", ".")  # the lock file of a document open in Word; hidden files
_NOT_SOURCES = {"thumbs.db", "desktop.ini"}


def find_sources(patterns: Iterable[str | Path], base: Path) -> list[Path]:
    """The files that paths, folders (all below them) and globs name, relative ones from `base`; each once, sorted.

    Raises SettingsError for a name that leads to nothing.
    """
    return sorted({file for pattern in patterns for file in _named(pattern, base)})


def _named(pattern: str | Path, base: Path) -> Iterator[Path]:
    path = base / pattern
    found = (
        [path] if _exists(path) else [Path(match) for match in glob.glob(str(path), recursive=True)]
    )
    if not found:
        raise SettingsError(
            "找不到资料",
            where=str(pattern),
            hint="检查路径" if Path(pattern).is_absolute() else f"路径从 {base} 算起",
        )
    for match in found:
        yield from _below(match) if match.is_dir() else [match]


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise SettingsError(
            "资料读不了", where=str(path), hint="请确认有权限打开它所在的文件夹"
        ) from error


def _closed(error: OSError) -> None:
    """A folder that cannot be looked into is not an empty one."""
    raise SettingsError(
        "文件夹打不开", where=str(error.filename), hint="请确认有权限打开它"
    ) from error


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=_closed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (
            Path(parent) / name
            for name in names
            if not name.startswith(_PASSED_OVER) and name.lower() not in _NOT_SOURCES
        )
