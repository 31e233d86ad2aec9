"""run.jsonl: what a run does, written as it does it, so that a run that was killed can be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Self

from briefing.files import unwritable
from briefing.jobs.clock import Clock, local

FILE = "run.jsonl"


class Journal:
    """One JSON object a line, each with its time. A run begins a new one. Raises PaperError when it cannot be written."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise unwritable(path, error) from None

    def write(self, event: str, **what: object) -> None:
        """Add a line; keys without a value are left out."""
        line = {"time": local(self._clock()), "event": event} | {
            key: value for key, value in what.items() if value not in (None, "")
        }
        try:
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()
        except OSError as error:
            raise unwritable(self._path, error) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
