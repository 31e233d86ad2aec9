"""Writing to the output folder: whole files or none, one run at a time."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from briefing.errors import LockedError, PaperError
from briefing.jobs.clock import Clock, local

_LOCK = ".briefing.lock"
_HOLDER = ".briefing.holder"
_TEMPORARY = ".briefing-{}.tmp"


def write_whole(path: Path, data: bytes, *, lasting: bool = True) -> bool:
    """Put `data` where `path` says, so that a reader sees the old file or the new one and never a part.

    A file that holds the same bytes is left alone. lasting: it outlives a power cut from now on, not only once the run settles: that
    takes a few milliseconds, and a run's papers are known by their hashes, so that the next run mends what a power cut spoils. Returns whether it was written. Raises PaperError.
    """
    temporary = path.parent / _TEMPORARY.format(os.getpid())
    try:
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(path)
        if lasting:
            _sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return True


def remove_file(path: Path) -> None:
    """Remove a file if it is there. Raises PaperError."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from None


def unwritable(path: Path, error: OSError) -> PaperError:
    """Why a file could not be written, in Chinese."""
    if isinstance(error, PermissionError):
        return PaperError("没有写入权限，或文件正在 Word、WPS 等程序中打开", where=str(path), hint="关闭它或检查权限后再运行")
    if isinstance(error, FileExistsError | NotADirectoryError | IsADirectoryError):
        return PaperError("这里有同名的文件或文件夹，写不进去", where=str(path), hint="移走它后再运行")
    return PaperError(f"写入失败：{error.strerror}", where=str(path), hint="检查磁盘空间后再运行")


def settle() -> None:
    """Everything written so far outlives a power cut from now on."""
    if os.name == "posix":  # elsewhere the system writes within seconds by itself
        os.sync()


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere folders cannot be opened; the rename is safe without
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove_temporaries(folder: Path) -> int:
    """Remove what a killed run left half written below a folder. Only with the lock held. Returns how many there were."""
    found = list(folder.rglob(_TEMPORARY.format("*")))
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
            f"另一次运行正在使用这个输出文件夹{_who(holder)}", where=str(output), hint="等它结束，或换一个输出文件夹"
        ) from None
    except OSError as error:
        raise unwritable(output, error) from None
    try:
        who = {"job": job, "pid": os.getpid(), "host": socket.gethostname(), "since": local(clock())}
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
