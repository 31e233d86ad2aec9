"""Sheets that came back are read in a worker: a file made to do harm takes its time and memory, and nobody else's."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from briefing.collect.reading import Workbooks, read
from briefing.errors import SourceError
from briefing.jobs.supervisor import Call, Executor, local_executor

SECONDS = 60.0  # for one file
MEMORY = 1024**3  # bytes


def workers() -> AbstractContextManager[Executor]:
    """One worker with the limits of reading."""
    return local_executor(1, warm=("briefing.collect.reading",), memory=MEMORY)


def reader(executor: Executor) -> Callable[[Path], Workbooks]:
    """Reads a file in a worker. What it returns raises SourceError or PaperError, like `collect.reading.read`."""

    def read_there(path: Path) -> Workbooks:
        call = Call(str(path), path.name, read_returned, path, SECONDS)
        (outcome,) = executor.run([call])
        if outcome.data is None:
            assert outcome.error
            if outcome.trace:  # nobody foresaw it
                hint = "请在原来发出的表上重填"
                raise SourceError(
                    f"这份表读不下去（{outcome.error.message}）", where=path.name, hint=hint
                )
            raise outcome.error
        found: Workbooks = pickle.loads(outcome.data)
        return found

    return read_there


def read_returned(_: object, path: Path) -> bytes:
    """In a worker: the pickled workbook. Raises BriefingError."""
    return pickle.dumps(read(path), pickle.HIGHEST_PROTOCOL)
