"""Writing files whole: a reader sees the old file or the new one and never a part."""

from __future__ import annotations

import errno
import os
import re
from contextlib import suppress
from pathlib import Path

from briefing.errors import PaperError, system_words

TEMPORARY = ".briefing-{}.tmp"


def write_whole(path: Path, data: bytes, *, lasting: bool = True) -> bool:
    """Put `data` where `path` says, so that a reader sees the old file or the new one and never a part.

    A file that holds the same bytes is left alone. lasting: it outlives a power cut from now on, not only once the run settles: that
    takes a few milliseconds, and a run's papers are known by their hashes, so that the next run mends what a power cut spoils. Returns whether it was written. Raises PaperError.
    """
    temporary = path.parent / TEMPORARY.format(os.getpid())
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
        return PaperError(
            "没有写入权限，或文件正在 Word、WPS 等程序中打开",
            where=str(path),
            hint="关闭它或检查权限后再运行",
        )
    if isinstance(error, FileExistsError | NotADirectoryError | IsADirectoryError):
        return PaperError(
            "这里有同名的文件或文件夹，写不进去", where=str(path), hint="移走它后再运行"
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return PaperError(
            "写入失败：磁盘已满，或超过了大小限制", where=str(path), hint="腾出空间后再运行"
        )
    if isinstance(error, FileNotFoundError) or error.errno == errno.EROFS:
        return PaperError(
            "写入失败：这里不能存放文件（系统目录、只读的盘，或文件夹被删除了）",
            where=str(path),
            hint="换一个文件夹",
        )
    if error.errno == errno.ENAMETOOLONG:
        return PaperError(
            "写入失败：文件名太长", where=str(path), hint="把材料的名称或输出文件夹改短"
        )
    return PaperError(
        f"写入失败：{system_words(error)}",
        where=str(path),
        hint="检查磁盘和文件夹后再运行，或换一个文件夹",
    )


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


_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")  # Excel folds wide ones
_PLAIN_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")


def cell_text(value: object) -> object:
    """A CSV cell that no spreadsheet takes for a formula: an apostrophe stands before what would be one. Numbers stay numbers."""
    said = str(value)
    if said.startswith(_FORMULA) and not _PLAIN_NUMBER.fullmatch(said):
        return f"'{said}"
    return value
