"""Results that take long to make, kept in the user's cache folder from one run to the next. Without the folder all is made anew.

The folder is ~/.cache/briefing (%LOCALAPPDATA%\\briefing on Windows), another where BRIEFING_CACHE says so.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

from briefing.errors import BriefingError
from briefing.files import write_whole

_MOST = 1000  # things found well that are remembered
Fault = TypeVar("Fault")


def own(name: str) -> str:
    """The name of what this installation keeps for itself: several on one machine do not write over each other's."""
    return f"{name}-{hashlib.sha256(__file__.encode()).hexdigest()[:8]}"


def folder() -> Path:
    """Where results are kept. It need not exist."""
    if told := os.environ.get("BRIEFING_CACHE"):
        return Path(told)
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    home = os.path.expanduser("~")
    if not base and not os.path.isabs(home):
        return Path(os.devnull)  # nobody's home: a folder that is none
    return (Path(base) if base else Path(home, ".cache")) / "briefing"


def load(name: str, sources: Iterable[bytes]) -> bytes | None:
    """What was kept under a name, if it was made from these sources and is whole."""
    try:
        head, _, data = (folder() / name).read_bytes().partition(b"\n")
    except OSError:
        return None
    return data if head == _head(sources, data) else None


def keep(name: str, sources: Iterable[bytes], data: bytes) -> None:
    """Keeps a result in place of what was kept under its name. Where the folder cannot be written nothing is kept."""
    with suppress(BriefingError):
        write_whole(folder() / name, _head(sources, data) + b"\n" + data, lasting=False)


def _head(sources: Iterable[bytes], data: bytes) -> bytes:
    """What tells whether a kept result is still right: the print of its sources and of itself."""
    prints = (hashlib.sha256(part).digest() for part in (*sources, data))
    return hashlib.sha256(b"".join(prints)).hexdigest().encode()


def faults(of: Iterable[bytes], look: Callable[[], list[Fault]]) -> list[Fault]:
    """What `look` finds wrong with something, which is told by its bytes; [] at once where this program found nothing wrong before."""
    found_well = (load(own("well"), [program()]) or b"").split()
    mark = _head(of, b"")
    if mark in found_well:
        return []
    found = look()
    if not found:
        keep(own("well"), [program()], b"\n".join([*found_well[-_MOST:], mark]))
    return found


@cache
def program() -> bytes:
    """The print of the program as it stands: its files with the time each was written, and the versions of all libraries."""
    package = Path(__file__).parent
    files = [
        f"{entry.path} {entry.stat().st_size} {entry.stat().st_mtime_ns}"
        for folder, _, _ in os.walk(package)
        if not folder.endswith("__pycache__")
        for entry in os.scandir(folder)
        if entry.is_file()
    ]
    libraries = [
        name
        for folder in sys.path
        if os.path.isdir(folder)
        for name in os.listdir(folder)
        if name.endswith(".dist-info")
    ]
    said = "\n".join([sys.version, *sorted(files), *sorted(libraries)])
    return hashlib.sha256(said.encode("utf-8", "surrogateescape")).digest()
