"""Being asked to stop: Ctrl-C, SIGTERM, and on Windows Ctrl-Break, the only one that another process can send."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)
)


@contextmanager
def on_request(act: Callable[[], None]) -> Iterator[None]:
    """Call `act` whenever this process is asked to stop. In the main thread only."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}

    def asked(number: int, frame: FrameType | None) -> None:
        act()

    for number in before:
        signal.signal(number, asked)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def asked_to_stop() -> Iterator[None]:
    """Being terminated ends what is inside as Ctrl-C does: cleanly. Asked once is enough: putting things away is not interrupted."""

    def interrupt() -> None:
        for number in _SIGNALS:  # processes started from here on are deaf, too: only what is on its way out may ignore signals
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    with on_request(interrupt):
        yield
