"""click's usage errors in Chinese."""

from __future__ import annotations

from collections.abc import Iterable

import click


def explain_usage(error: click.ClickException) -> str:
    """One Chinese sentence for any usage error: what is wrong and what to do."""
    context = getattr(error, "ctx", None)
    help_hint = f"；用法见 {context.command_path} --help" if context else ""
    return _explain(error) + help_hint


def _explain(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"（是否指 {'、'.join(error.possibilities)}？）" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{_named(error)}"
    if isinstance(error, click.BadParameter):
        return f"{_named(error)}不能用：{_value_fault(error)}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 缺少取值"
    if isinstance(error, click.FileError):
        return f"{error.ui_filename}：打不开这个文件"
    return error.format_message()


def _value_fault(error: click.BadParameter) -> str:
    """What a value must be, by the type of its option; a message of our own stays as it is."""
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"只能写 {'、'.join(map(str, kind.choices))}"
    if isinstance(kind, click.IntRange):
        least = f"不小于 {kind.min} " if kind.min is not None else ""
        most = f"不大于 {kind.max} " if kind.max is not None else ""
        return f"要写{least}{'、' if least and most else ''}{most}的整数"
    return error.message


def _named(error: click.BadParameter) -> str:
    parameter = error.param
    if isinstance(parameter, click.Argument):
        return f"参数 {parameter.make_metavar(error.ctx) if error.ctx else parameter.human_readable_name}"
    return f"选项 {parameter.opts[-1]} " if parameter else "参数"


_HELP_WORDS = {
    "Options": "选项",
    "Commands": "命令",
    "Arguments": "参数",
    "Show this message and exit.": "显示这段说明",
    "Show the version and exit.": "显示版本号",
}


class ChineseHelp(click.HelpFormatter):
    """click's help page with its own few words in Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args.replace("OPTIONS", "选项").replace("COMMAND [ARGS]", "命令 [参数]"), prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_HELP_WORDS.get(heading, heading)}：\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        said = [(term.replace("INTEGER RANGE", "整数"), _HELP_WORDS.get(text, text).replace("required]", "必写]")) for term, text in rows]
        super().write_dl(said, col_max, col_spacing)
