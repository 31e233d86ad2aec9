"""Results that take long to make, kept in the user's cache folder from one run to the next. Without the folder all is made anew.

The folder is ~/.cache/briefing (%LOCALAPPDATA%\\briefing on Windows), another where BRIEFING_CACHE says so.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from briefing.errors import BriefingError
from briefing.files import write_whole


def folder() -> Path:
    """Where results are kept. It need not exist."""
    if told := os.environ.get("BRIEFING_CACHE"):
        return Path(told)
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    return (Path(base) if base else Path(os.path.expanduser("~"), ".cache")) / "briefing"


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
