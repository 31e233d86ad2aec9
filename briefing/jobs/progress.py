"""How a run says how far it is: a bar on a terminal, plain lines in a log. Always on stderr: stdout carries data."""

from __future__ import annotations

import sys
import time
from typing import Protocol, TextIO

_WIDTH = 24


class Progress(Protocol):
    """What a run tells while it works."""

    def begin(self, what: str, total: int) -> None:
        """A part of the run begins: `total` things to do."""

    def step(self, label: str, failure: str = "") -> None:
        """One of them is done, or failed and why."""

    def end(self) -> None:
        """The part is over."""


class Silent:
    """Says nothing."""

    def begin(self, what: str, total: int) -> None: ...
    def step(self, label: str, failure: str = "") -> None: ...
    def end(self) -> None: ...


class Printer:
    """A bar with rate and time left on a terminal; elsewhere a line a step."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._bar = self._stream.isatty()
        self._what = ""
        self._total = self._done = 0
        self._began = 0.0

    def begin(self, what: str, total: int) -> None:
        self._what, self._total, self._done, self._began = what, total, 0, time.monotonic()
        self._draw()

    def step(self, label: str, failure: str = "") -> None:
        self._done += 1
        if failure or not self._bar:
            self._line(f"{self._what} {self._done}/{self._total} {label}{' 失败' if failure else ''}")
        self._draw()

    def end(self) -> None:
        if self._bar and self._total:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _line(self, text: str) -> None:
        self._stream.write(("\r\x1b[K" if self._bar else "") + text + "\n")
        self._stream.flush()

    def _draw(self) -> None:
        if not self._bar or not self._total:
            return
        full = _WIDTH * self._done // self._total
        self._stream.write(f"\r\x1b[K{self._what} {'█' * full}{'░' * (_WIDTH - full)} {self._done}/{self._total}{self._pace()}")
        self._stream.flush()

    def _pace(self) -> str:
        passed = time.monotonic() - self._began
        if not self._done or passed < 1:
            return ""
        left = (self._total - self._done) * passed / self._done
        return f"  每秒 {self._done / passed:.1f} 份，还需 {left:.0f} 秒"
