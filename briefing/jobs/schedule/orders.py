"""What the service has done for it, each order in a process of its own: a run that dies, hangs or grows takes nothing else with it.

The process gets its order pickled on stdin, with the settings as the service last read them without a fault, logs to stderr and
prints one JSON object when it has ended.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from briefing.jobs.schedule.inbox import Look
from briefing.settings import Settings
from briefing.settings.schema import Job

_STOP_SECONDS = 25.0  # after that a process that was asked to stop is killed; what it wrote is whole all the same
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Order:
    """Run a job; or, where `files` are given, sort these files of its inbox."""

    job: Job
    settings: Settings
    store: str = ""  # URL; empty: as the job says
    send: bool = False  # after a run in which nothing failed
    files: Look | None = None
    json_log: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """What an order came to: the exit code of `briefing run`, one Chinese line, how many files were new in the sources."""

    code: int
    message: str = ""
    new: int = 0


class Work(Protocol):
    """An order under way."""

    def poll(self) -> Ended | None:
        """What it came to, None while it is not over."""

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""


class Process:
    """An order under way in a process of its own."""

    def __init__(self, order: Order) -> None:
        flags = getattr(
            subprocess, "CREATE_NEW_PROCESS_GROUP", 0
        )  # on Windows only groups can be asked to stop
        # Files in place of pipes: nobody waits for a process that does not read, or for what it left behind that holds a pipe open.
        self._answer = tempfile.TemporaryFile()  # noqa: SIM115 (closed when it has been read)
        with tempfile.TemporaryFile() as asked:
            pickle.dump(order, asked, pickle.HIGHEST_PROTOCOL)
            asked.seek(0)
            command = [sys.executable, "-m", "briefing.jobs.schedule.child"]
            self._process = subprocess.Popen(
                command, stdin=asked, stdout=self._answer, creationflags=flags
            )

    def poll(self) -> Ended | None:
        code = self._process.poll()
        return None if code is None else self._ended(code)

    def stop(self) -> None:
        with suppress(OSError):
            if os.name == "nt":
                os.kill(self._process.pid, signal.CTRL_BREAK_EVENT)  # type: ignore[attr-defined,unused-ignore]
            else:
                self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _ended(self, code: int) -> Ended:
        with self._answer:
            self._answer.seek(0)
            said = self._answer.read().decode("utf-8", "replace").strip()
        try:
            found = json.loads(said.splitlines()[-1])
            return Ended(code, str(found["message"]), int(found["new"]))
        except (ValueError, LookupError, TypeError):
            return Ended(code, f"运行的进程意外结束（代码 {code}）" if code else "")
