"""The one tree of errors a user can cause. Each prints as a single Chinese sentence: where, what, what to do."""

from __future__ import annotations

import errno
from collections.abc import Callable


class BriefingError(Exception):
    """Something the user can mend.

    message: what is wrong, in Chinese, one sentence without a closing full stop.
    where: the file, and where known the line and column or the cell (`config/jobs/annual.yaml:14:5`).
    hint: what to do about it.
    """

    exit_code = 1

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        where = f"{self.where}：" if self.where else ""
        hint = f"（{self.hint}）" if self.hint else ""
        return f"{where}{self.message}{hint}"

    def alone(self) -> BriefingError:
        """The error without what caused it: causes hold parsers and stacks that cannot cross to another process."""
        rebuild, arguments = self.__reduce__()
        return rebuild(*arguments)

    def __reduce__(self) -> tuple[Callable[..., BriefingError], tuple[object, ...]]:
        # Errors cross the pipe between a worker and its supervisor.
        return (_rebuild, (type(self), self.message, self.where, self.hint))


def _rebuild(kind: type[BriefingError], message: str, where: str, hint: str) -> BriefingError:
    return kind(message, where=where, hint=hint)


class SettingsError(BriefingError):
    """A setting, a template or a command line that cannot be used: nothing was started."""

    exit_code = 2


class SourceError(BriefingError):
    """A source file that cannot be read."""


class StoreError(BriefingError):
    """A store that cannot be opened, read or written."""


class NoStoreError(StoreError):
    """A store that nothing has been read into yet."""


class PaperError(BriefingError):
    """A paper that cannot be rendered."""


class EmptyPaperError(PaperError):
    """A paper in which nothing would stand."""


class LockedError(BriefingError):
    """Another run holds the lock of the output folder."""

    exit_code = 3


# The system's own words are of its own language.
_SYSTEM = {
    errno.ENOENT: "找不到文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EBUSY: "正被别的程序占用",
    errno.EROFS: "这个盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超过了磁盘配额",
    errno.EFBIG: "超过了文件大小限制",
    errno.EISDIR: "是文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "读写磁盘出错",
    errno.ESTALE: "网络盘断开了",
}


def system_words(error: OSError) -> str:
    """What the system says is wrong with a file, in Chinese."""
    return _SYSTEM.get(error.errno or 0) or f"系统错误 {error.errno or type(error).__name__}"
