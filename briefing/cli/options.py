"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


class _GivenPath(click.Path):
    """A path, but not the empty one, which means the current folder to Python and nothing to anybody else: an unset variable."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not os.fspath(value):
            self.fail("路径是空的", param, ctx)
        return super().convert(value, param, ctx)


PATH = _GivenPath(path_type=Path)


def store_option(command: Command) -> Command:
    """--store URL: see jobs/places.py for what holds where it is not given."""
    option = click.option(
        "--store",
        "store_url",
        metavar="URL",
        help="数据库地址，如 sqlite:///output/briefing.db；也可用环境变量 BRIEFING_STORE",
    )
    return option(command)


def workspace_option(command: Command) -> Command:
    """--workspace DIR: else the nearest parent folder with config/."""
    return click.option(
        "--workspace",
        type=PATH,
        metavar="DIR",
        help="工作区文件夹；默认为最近的含 config/ 的上级文件夹",
    )(command)


def store_url_or_default(store_url: str | None, workspace: Path) -> str:
    """The store of a command that is about no job. Raises SettingsError where the jobs of the workspace have several."""
    from briefing.jobs import places

    return places.of_workspace(workspace, store_url)
