"""The one tree of errors a user can cause. Each prints as a single Chinese sentence: where, what, what to do."""

from __future__ import annotations

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


class PaperError(BriefingError):
    """A paper that cannot be rendered."""


class EmptyPaperError(PaperError):
    """A paper in which nothing would stand."""


class LockedError(BriefingError):
    """Another run holds the lock of the output folder."""

    exit_code = 3
