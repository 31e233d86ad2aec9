"""Slow steps of reading tell whoever waits: a long scan is at work, a file that hangs is not.

Recognising the text of one page takes 10 to 30 seconds of a core, so a time limit for a whole file would refuse every scanned report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Heard = Callable[[str], None]


def _nobody(step: str) -> None:
    pass


_heard: ContextVar[Heard] = ContextVar("heard", default=_nobody)


def begins(step: str) -> None:
    """A slow step begins. step: which, in Chinese."""
    _heard.get()(step)


@contextmanager
def heard_by(listener: Heard) -> Iterator[None]:
    """`listener` is told of every slow step in here."""
    token = _heard.set(listener)
    try:
        yield
    finally:
        _heard.reset(token)
