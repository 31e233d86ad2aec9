"""What the workers of these tests are asked to do: functions that another process can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import NoReturn

from briefing.errors import PaperError
from briefing.jobs.supervisor import still_at_work


def echo(context: object, payload: object) -> bytes:
    return f"{context}:{payload}".encode()


def pid(context: object, payload: object) -> bytes:
    return str(os.getpid()).encode()


def die(context: object, payload: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(60)
    raise AssertionError


def die_once(context: object, marker: Path) -> bytes:
    if not marker.exists():
        marker.touch()
        os._exit(3)
    return b"second time"


def hang(context: object, payload: object) -> NoReturn:
    while True:
        pass


def step_by_step(context: object, seconds: float) -> bytes:
    for page in range(4):
        still_at_work(f"第{page + 1}页")
        time.sleep(seconds)
    return b"read"


def refuse(context: object, payload: object) -> NoReturn:
    raise PaperError("模板缺少变量", where="briefing.docx:3", hint="补上变量")


def fail(context: object, payload: object) -> NoReturn:
    raise ZeroDivisionError("division by zero\nsecond line")


def big(context: object, size: int) -> bytes:
    return bytes(size)


def chatter(context: object, payload: object) -> bytes:
    print("what a library prints")
    return b""


def length(context: object, payload: bytes) -> bytes:
    return str(len(payload)).encode()
