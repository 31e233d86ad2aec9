"""docs/reference.md from the code: every command with its options, every key of the settings. Run it, or let `make docs` do so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from briefing.cli.app import COMMANDS, app
from briefing.settings import schema

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference.md"
HEAD = "# 全部选项一览\n\n由程序生成（`python tools/reference.py`）；怎样用见[命令](commands.md)和[设置](settings.md)。\n"
SETTINGS = {
    "config/jobs/*.yaml": schema.Job,
    "outputs，kind: word": schema.WordOutput,
    "outputs，kind: excel": schema.ExcelOutput,
    "outputs，kind: pdf": schema.PdfOutput,
    "config/districts.yaml": schema.District,
    "config/departments.yaml": schema.Department,
    "config/indicators.yaml": schema.Indicator,
}


def page() -> str:
    """The page as it follows from the code."""
    context = click.Context(app, info_name="briefing")
    told = [HEAD, "## 命令\n"]
    for name in COMMANDS:
        command = app.get_command(context, name)
        assert command
        told += _command(command, f"briefing {name}")
    told.append("## 设置\n")
    for name, model in SETTINGS.items():
        told.append(f"### {name}\n\n| 键 | 不写时 |\n| --- | --- |")
        told += [f"| `{key}` | {_default(field)} |" for key, field in model.model_fields.items()]
        told.append("")
    return "\n".join(told)


def _command(command: click.Command, name: str) -> Iterator[str]:
    if isinstance(command, click.Group):
        for sub in command.commands.values():
            yield from _command(sub, f"{name} {sub.name}")
        return
    context = click.Context(command, info_name=name)
    yield f"### {name}\n\n{(command.help or '').strip().splitlines()[0]}\n"
    rows = [param.get_help_record(context) for param in command.get_params(context)]
    yield "| 选项 | 含义 |\n| --- | --- |"
    for option, said in (row for row in rows if row and row[0] != "--help"):
        yield f"| `{option.replace('|', '/')}` | {said.replace('|', '/')} |"
    yield ""


def _default(field: Any) -> str:
    if field.is_required():
        return "必须写"
    value = field.get_default(call_default_factory=True)
    return f"`{value}`" if value or value == 0 else "空"


def on_pre_build(**_: object) -> None:
    """mkdocs calls this."""
    write()


def write() -> None:
    told = page()
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != told:
        PAGE.write_text(told, encoding="utf-8")


if __name__ == "__main__":
    write()
