"""The command line: parses, calls, prints. Data on stdout, everything else on stderr, every error one Chinese sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from briefing.errors import BriefingError, system_words


def main(argv: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code (0 done, 1 something failed, 2 nothing could start, 3 locked)."""
    sys.exit(run(argv))


def run(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    import click

    from briefing.cli.app import app
    from briefing.cli.messages import explain_usage, is_help

    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (closed by whoever started us, or no console)
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Windows consoles are GBK; our data is UTF-8 everywhere
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if os.name == "posix" and sys.getfilesystemencoding() != "utf-8":
        said = f"这台机器的字符编码是 {sys.getfilesystemencoding()}，读写不了中文文件名（设环境变量 PYTHONUTF8=1 再运行）"
        return _failed(said, 2)
    try:
        code = app.main(args=argv, prog_name="briefing", standalone_mode=False)
    except BriefingError as error:
        return _failed(str(error), error.exit_code)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.Abort:
        return _failed("已中断", 130)
    except click.ClickException as error:
        if is_help(error):
            print(error.format_message(), file=sys.stderr)
            return 2
        return _failed(explain_usage(error), 2)
    except KeyboardInterrupt:
        return _failed("已中断", 130)
    except BrokenPipeError:
        # The reader (head, less) went away: nothing is wrong. Keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _failed(f"{error.filename or '系统'}：{_reason(error)}", 1)
    except Exception as error:
        if os.environ.get("BRIEFING_DEBUG"):
            raise
        return _failed(
            f"程序内部错误（{type(error).__name__}：{error}）；设环境变量 BRIEFING_DEBUG=1 再运行可看到详情，请连同命令一并反馈",
            1,
        )
    return code if isinstance(code, int) else 0


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
