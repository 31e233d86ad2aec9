"""Every command and option is in the Chinese manual, and every command explains itself in Chinese."""

from __future__ import annotations

import click
import pytest

from briefing.cli.app import COMMANDS, app
from tests.end_to_end.conftest import ROOT, briefing

MANUAL = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def commands() -> dict[str, click.Command]:
    context = click.Context(app)
    return {name: command for name in COMMANDS if (command := app.get_command(context, name))}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_manual_describes_the_command_and_its_options(name: str) -> None:
    assert f"### briefing {name}\n" in MANUAL
    command = commands()[name]
    parts = list(command.commands.items()) if isinstance(command, click.Group) else [(name, command)]
    for part, each in parts:
        assert part in MANUAL
        missing = [
            option
            for parameter in each.params
            if isinstance(parameter, click.Option)
            for option in parameter.opts
            if f"`{option}" not in MANUAL
        ]
        assert missing == []


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_chinese(name: str) -> None:
    command = commands()[name]
    with click.Context(command, info_name=name) as context:
        text = command.get_help(context)
    assert text.startswith("用法：")
    assert not {"Usage", "Options:", "[required]", "required]", "INTEGER", "Show this"} & set(text.replace("[", " [").split())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("run", "annual", "--workers", "abc"), "选项 --workers 不能用：要写不小于 0 的整数"),
        (("facts", "--status", "foo"), "选项 --status 不能用：只能写 actual、estimate、target"),
        (("targets", "--district", "槐荫区", "--year", "24"), "选项 --year 不能用：要写不小于 1949 、不大于 2100 的整数"),
        (("run",), "缺少参数 任务"),
    ],
)
def test_a_wrong_value_is_said_in_chinese(arguments: tuple[str, ...], says: str) -> None:
    done = briefing(*arguments)
    assert done.returncode == 2
    assert says in done.stderr
