"""click's usage errors in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click

from briefing.cli.tables import width


def explain_usage(error: click.ClickException) -> str:
    """One Chinese sentence for any usage error: what is wrong and what to do."""
    context = getattr(error, "ctx", None)
    help_hint = f"；用法见 {context.command_path} --help" if context else ""
    return _explain(error).rstrip() + help_hint


def is_help(error: click.ClickException) -> bool:
    """Whether it is no error but the help page that a group of commands shows where no command is named."""
    return type(error).__name__ == "NoArgsIsHelpError"  # click 8.2 has it, 8.1 leaves by itself


def _explain(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"（是否指 {'、'.join(error.possibilities)}？）" if error.possibilities else ""
        if not near and error.ctx and isinstance(error.ctx.command, click.Group):
            near = "（选项写在命令的后面）"
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{_named(error)}"
    if isinstance(error, click.BadParameter):
        return f"{_named(error)}不能用：{_value_fault(error)}"
    if isinstance(error, click.BadOptionUsage):
        takes = "does not take a value" not in error.message
        return (
            f"选项 {error.option_name} 缺少取值"
            if takes
            else f"选项 {error.option_name} 后面不写取值"
        )
    if isinstance(error, click.FileError):
        return f"{error.ui_filename}：打不开这个文件"
    if extra := _EXTRA.match(error.message):
        return f"多出了 {extra.group(1)}（有空格的名称要加引号，选项前面要有 --）"
    return error.format_message()


# click has no class of its own for it.
_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)")


def _value_fault(error: click.BadParameter) -> str:
    """What a value must be, by the type of its option; a message of our own stays as it is."""
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"只能写 {'、'.join(map(str, kind.choices))}"
    if isinstance(kind, click.IntRange):
        return f"要写{_range(kind)}"
    if isinstance(kind, click.types.IntParamType):
        return "要写整数"
    return error.message


def _range(kind: click.IntRange) -> str:
    if kind.min is not None and kind.max is not None:
        return f" {kind.min} 到 {kind.max} 的整数"
    return f"不小于 {kind.min} 的整数" if kind.min is not None else f"不大于 {kind.max} 的整数"


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
        super().write_usage(
            prog,
            args.replace("OPTIONS", "选项").replace("COMMAND [ARGS]", "命令 [参数]"),
            prefix or "用法：",
        )

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_HELP_WORDS.get(heading, heading)}：\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Two columns, by the width that Han characters have on a terminal: click counts each as one."""
        said = [
            (term.replace("INTEGER RANGE", "整数").replace("INTEGER", "整数"), _in_chinese(text))
            for term, text in rows
        ]
        first = min(max((width(term) for term, _ in said), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, text in said:
            lines = list(_wrapped(text, max(self.width - self.current_indent - first, 20)))
            if width(term) > first - col_spacing:
                self.write(f"{indent}{term}\n")
                term = ""
            for line in lines or [""]:
                self.write(f"{indent}{term}{' ' * (first - width(term))}{line}".rstrip() + "\n")
                term = ""

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        paragraphs = [" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n")]
        for number, paragraph in enumerate(paragraphs):
            self.write("\n" if number else "")
            for line in _wrapped(paragraph, max(self.width - self.current_indent, 20)):
                self.write(f"{indent}{line}\n")


def _in_chinese(text: str) -> str:
    said = _HELP_WORDS.get(text, text).replace("required]", "必写]").replace("[x>=", "[不小于 ")
    return _RANGE.sub(r"[\1 到 \2", said).replace("; 必写]", "；必写]")


_RANGE = re.compile(r"\[(\d+)<=x<=(\d+)")
# What is not to be torn apart at the end of a line, and what cannot begin one.
_WORD = re.compile(r"[!-~]+[，。；：、）]*|\s+|.[，。；：、）？]*")


def _wrapped(text: str, most: int) -> Iterator[str]:
    """The lines of a text, each at most so many columns wide."""
    line = ""
    for word in _WORD.findall(text):
        if line.strip() and width(line + word.rstrip()) > most:
            yield line.strip()
            line = ""
        line += word
    if line.strip():
        yield line.strip()
