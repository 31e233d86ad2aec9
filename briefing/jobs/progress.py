"""How a run says how far it is: a bar on a terminal, plain lines in a log. Always on stderr: stdout carries data."""

from __future__ import annotations

import json
import sys
import time
from typing import Literal, Protocol, TextIO

from briefing.jobs.clock import Clock, local, system_clock

Level = Literal["info", "warning", "failure", "error"]
_WIDTH = 24
_PARTS = 10  # lines a part of a run has in a log
_WORDS: dict[Level, str] = {"info": "", "warning": "提醒：", "failure": "失败：", "error": "错误："}


class Progress(Protocol):
    """What a run tells while it works."""

    def begin(self, what: str, total: int) -> None:
        """A part of the run begins: `total` things to do."""

    def step(self, label: str, failure: str = "") -> None:
        """One of them is done, or failed and why."""

    def end(self) -> None:
        """The part is over."""

    def say(self, level: Level, message: str) -> None:
        """Something to be read."""


class Silent:
    """Says nothing."""

    def begin(self, what: str, total: int) -> None: ...
    def step(self, label: str, failure: str = "") -> None: ...
    def end(self) -> None: ...
    def say(self, level: Level, message: str) -> None: ...


class Printer:
    """A bar with rate and time left on a terminal; elsewhere a line for each tenth of the steps, and for each that failed."""

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
        if failure or (not self._bar and self._is_told()):
            self._line(
                f"{self._what} {self._done}/{self._total} {label}{' 失败' if failure else ''}"
            )
        self._draw()

    def _is_told(self) -> bool:
        """Of few steps each, of many every tenth part and the last."""
        part = max(1, self._total // _PARTS)
        return self._done % part == 0 or self._done == self._total

    def end(self) -> None:
        if self._bar and self._total:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def say(self, level: Level, message: str) -> None:
        self._line(_WORDS[level] + message)

    def _line(self, text: str) -> None:
        self._stream.write(("\r\x1b[K" if self._bar else "") + text + "\n")
        self._stream.flush()

    def _draw(self) -> None:
        if not self._bar or not self._total:
            return
        full = _WIDTH * self._done // self._total
        self._stream.write(
            f"\r\x1b[K{self._what} {'█' * full}{'░' * (_WIDTH - full)} {self._done}/{self._total}{self._pace()}"
        )
        self._stream.flush()

    def _pace(self) -> str:
        passed = time.monotonic() - self._began
        if not self._done or passed < 1:
            return ""
        left = (self._total - self._done) * passed / self._done
        return f"  每秒 {self._done / passed:.1f} 份，还需 {left:.0f} 秒"


class JsonLines:
    """A JSON object a line, for programs that read logs: time, event, then what, done, total, label, failure or level, message."""

    def __init__(self, stream: TextIO | None = None, clock: Clock = system_clock) -> None:
        self._stream = stream or sys.stderr
        self._clock = clock
        self._what = ""
        self._total = self._done = 0

    def begin(self, what: str, total: int) -> None:
        self._what, self._total, self._done = what, total, 0
        self._write("begin", what=what, total=total)

    def step(self, label: str, failure: str = "") -> None:
        self._done += 1
        said = {"failure": failure} if failure else {}
        self._write(
            "step", what=self._what, done=self._done, total=self._total, label=label, **said
        )

    def end(self) -> None:
        self._write("end", what=self._what, done=self._done, total=self._total)

    def say(self, level: Level, message: str) -> None:
        self._write("message", level=level, message=message)

    def _write(self, event: str, **what: object) -> None:
        line = {"time": local(self._clock()), "event": event} | what
        self._stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._stream.flush()
