"""The command line: parses, calls, prints. Data on stdout, everything else on stderr, every error one Chinese sentence."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from briefing.errors import BriefingError, system_words


def main(argv: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code (0 done, 1 something failed, 2 nothing could start, 3 locked)."""
    gc.set_threshold(
        20_000, 20, 20
    )  # facts are many and hold no cycles: to look for some is a tenth of a run
    sys.exit(run(argv))


def run(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    _open_streams()
    if os.name == "posix" and sys.getfilesystemencoding() != "utf-8":
        said = f"这台机器的字符编码是 {sys.getfilesystemencoding()}，读写不了中文文件名（设环境变量 PYTHONUTF8=1 再运行）"
        return _failed(said, 2)
    from briefing.cli.app import app

    try:
        code = app.main(args=argv, prog_name="briefing", standalone_mode=False)
    except BriefingError as error:
        return _failed(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _failed("已中断", 130)
    except BrokenPipeError:
        # The reader (head, less) went away: nothing is wrong. Keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _failed(f"{error.filename or '系统'}：{_reason(error)}", 1)
    except Exception as error:
        return _unexpected(error)
    return code if isinstance(code, int) else 0


def _open_streams() -> None:
    """Both streams stand (no console, or closed by whoever started us) and take Chinese: Windows consoles are GBK, our data is UTF-8."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _unexpected(error: Exception) -> int:
    """The code of what click says of a command line, or of an error that is our own fault."""
    import click

    from briefing.cli.messages import explain_usage, is_help

    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.Abort):
        return _failed("已中断", 130)
    if isinstance(error, click.ClickException):
        if is_help(error):
            print(error.format_message(), file=sys.stderr)
            return 2
        return _failed(explain_usage(error), 2)
    if os.environ.get("BRIEFING_DEBUG"):
        raise error
    said = f"程序内部错误（{type(error).__name__}：{error}）；设环境变量 BRIEFING_DEBUG=1 再运行可看到详情，请连同命令一并反馈"
    return _failed(said, 1)


def _failed(message: str, code: int) -> int:
    print(f"错误：{message}", file=sys.stderr)
    return code


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有读写权限，或文件正被别的程序（如 Word）打开，请关闭后重试"
    if isinstance(error, FileNotFoundError):
        return "文件或文件夹不存在"
    if isinstance(error, IsADirectoryError):
        return "这是一个文件夹，需要的是文件"
    return f"读写失败（{system_words(error)}），请检查磁盘空间和权限"
