"""Every command and option is in the Chinese manual, and every command explains itself in Chinese."""

from __future__ import annotations

import click
import pytest

from briefing.cli.app import COMMANDS, app
from tests.end_to_end.conftest import ROOT

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
