"""Writing to the output folder: whole files or none, one run at a time."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from briefing.errors import LockedError
from briefing.files import TEMPORARY, unwritable, write_whole
from briefing.jobs.clock import Clock, local

_LOCK = ".briefing.lock"
_HOLDER = ".briefing.holder"


def remove_temporaries(folder: Path) -> int:
    """Remove what a killed run left half written below a folder. Only with the lock held. Returns how many there were."""
    found = list(folder.rglob(TEMPORARY.format("*")))
    for temporary in found:
        with suppress(OSError):
            temporary.unlink()
    return len(found)


@contextmanager
def locked(output: Path, job: str, clock: Clock) -> Iterator[None]:
    """The output folder for one run alone. The system frees the lock of a process that dies.

    Raises LockedError, naming the process that holds it, and PaperError when the folder cannot be used.
    """
    lock = FileLock(output / _LOCK)
    holder = output / _HOLDER
    try:
        output.mkdir(parents=True, exist_ok=True)
        lock.acquire(blocking=False)
    except Timeout:
        raise LockedError(
            f"另一次运行正在使用这个输出文件夹{_who(holder)}",
            where=str(output),
            hint="等它结束，或换一个输出文件夹",
        ) from None
    except OSError as error:
        raise unwritable(output, error) from None
    try:
        who = {
            "job": job,
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": local(clock()),
        }
        write_whole(holder, json.dumps(who, ensure_ascii=False).encode())
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _who(holder: Path) -> str:
    try:
        who = json.loads(holder.read_text(encoding="utf-8"))
        return f"：任务 {who['job']}，进程 {who['pid']}（主机 {who['host']}），{who['since']} 开始"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
