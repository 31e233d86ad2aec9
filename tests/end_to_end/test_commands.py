"""Every command and option is in the Chinese manual, and every command explains itself in Chinese."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from briefing.cli.app import COMMANDS, app
from briefing.cli.tables import width
from tests.end_to_end.conftest import ROOT, briefing, briefing_process

MANUAL = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def commands() -> dict[str, click.Command]:
    context = click.Context(app)
    return {name: command for name in COMMANDS if (command := app.get_command(context, name))}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_manual_describes_the_command_and_its_options(name: str) -> None:
    assert f"### briefing {name}\n" in MANUAL
    command = commands()[name]
    parts = (
        list(command.commands.items()) if isinstance(command, click.Group) else [(name, command)]
    )
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
    assert not {"Usage", "Options:", "[required]", "required]", "INTEGER", "Show this"} & set(
        text.replace("[", " [").split()
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("run", "annual", "--workers", "abc"), "选项 --workers 不能用：要写不小于 0 的整数"),
        (("facts", "--status", "foo"), "选项 --status 不能用：只能写 actual、estimate、target"),
        (
            ("targets", "--district", "槐荫区", "--year", "24"),
            "选项 --year 不能用：要写 1949 到 2100 的整数",
        ),
        (("run",), "缺少参数 任务"),
        (("run", "annual", "槐荫区"), "多出了 槐荫区（"),
        (("run", "annual", "--dry-run=yes"), "选项 --dry-run 后面不写取值"),
        (("run", "annual", "--output", ""), "选项 --output 不能用：路径是空的"),
        (("--workspace", ".", "check"), "没有选项 --workspace（选项写在命令的后面）"),
        (("history", "--facts", "x"), "选项 --facts 不能用：要写整数"),
        (("explain", "a.txt"), "缺少选项 --find；"),
        (("facts", "--format", "csv", "--out", "nowhere/a.csv"), "nowhere/a.csv：没有这个文件夹"),
    ],
)
def test_a_wrong_value_is_said_in_chinese(arguments: tuple[str, ...], says: str) -> None:
    done = briefing(*arguments)
    assert done.returncode == 2
    assert says in done.stderr


@pytest.mark.parametrize("arguments", [(), ("store",)])
def test_without_a_command_the_commands_are_listed_and_nothing_is_wrong(
    arguments: tuple[str, ...],
) -> None:
    done = briefing(*arguments)
    assert done.stderr.startswith("用法：briefing")
    assert "命令：\n" in done.stderr


def test_help_is_set_in_columns_by_the_width_of_han_characters() -> None:
    lines = briefing("run", "--help", COLUMNS="60").stdout.splitlines()
    assert max(map(width, lines)) <= 60
    ends = {
        width(line[: line.index(text)])
        for text in ("改用这些资料", "只做这些地区", "只列出要做什么")
        for line in lines
        if text in line
    }
    assert len(ends) == 1
    assert "退出码：0 全部完成；1 有失败的" in "\n".join(
        line.strip() for line in lines if line.strip().startswith("退出码")
    )


@pytest.mark.skipif(os.name != "posix", reason="closes the streams of a child process")
def test_closed_streams_are_no_error() -> None:
    for closed in (1, 2):
        command = [sys.executable, "-m", "briefing", "check"]
        done = subprocess.run(
            command,
            cwd=ROOT,
            preexec_fn=lambda closed=closed: os.close(closed),
            check=False,
            timeout=60,
        )
        assert done.returncode == 0


@pytest.mark.skipif(
    sys.platform != "linux", reason="file names have the encoding of the locale on Linux alone"
)
def test_a_machine_that_cannot_write_chinese_file_names_is_told_what_to_do() -> None:
    done = briefing_process("check", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 2
    assert "PYTHONUTF8=1" in done.stderr


@pytest.mark.parametrize(
    "command", [("targets", "--year", "2024"), ("pack", "--period", "2024"), ("findings",)]
)
def test_an_empty_answer_says_that_nothing_was_read_of_the_district(
    demo: Path, command: tuple[str, ...]
) -> None:
    done = briefing(
        *command,
        "--district",
        "历下区",
        "--store",
        f"sqlite:///{(demo / 'briefing.db').as_posix()}",
    )
    assert done.returncode == 0
    assert "提醒：数据库里没有历下区的资料" in done.stderr
