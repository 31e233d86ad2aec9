"""Workspaces: where one begins, and how a new one is made from the program's own config/ and templates/."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from briefing.errors import SettingsError
from briefing.settings.defaults import defaults_root
from briefing.settings.divisions import DATE, Division, divisions, entries, line, named
from briefing.settings.nodes import nearest

_CARRIED = ("config", "templates", "docs")
_NOT_CARRIED = (
    "performance.md",
    "architecture.md",
    "contributing.md",
)  # of docs: for who looks at the project, not for who uses it
_EMPTY = ("sources", "output")


def find_workspace(start: Path, explicit: Path | None = None) -> Path:
    """The workspace a command works in, as an absolute path: `explicit`, else `start` or its nearest parent with config/.

    Raises SettingsError where there is none.
    """
    if explicit is not None:
        if not (explicit / "config").is_dir():
            raise SettingsError(
                "这个文件夹不是工作区：里面没有 config 文件夹",
                where=str(explicit),
                hint="用 briefing init 新建工作区",
            )
        return explicit.resolve()
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "config").is_dir():
            return folder
    raise SettingsError(
        "当前文件夹不在工作区里：它和它的各级上级文件夹都没有 config 文件夹",
        hint="用 --workspace 指定工作区，或用 briefing init 新建",
    )


def init_workspace(target: Path, area: str = "") -> Path:
    """Makes a workspace: config/, templates/ and the manuals of docs/ as they come, sources/ and output/ empty. All of it or nothing.

    area: the division it is for (高阳县, 保定市, 130628), which its districts and jobs are then written for.
    Returns its absolute path. Raises SettingsError for a folder that is not empty or cannot be written, and for an area that is
    none or several.
    """
    division = _division(area) if area else None
    target = target.absolute()
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise SettingsError(
            "已经有内容，不能在这里新建工作区", where=str(target), hint="换一个新的或空的文件夹"
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".briefing-", dir=target.parent) as beside:
            made = (
                Path(beside) / "workspace"
            )  # of its own: the temporary folder itself is closed to other users
            _fill(made)
            if division:
                _configure(made, division)
            _move(made, target)
    except OSError as error:
        raise SettingsError(
            "建不了工作区", where=str(target), hint="看有没有写入权限、磁盘是否已满"
        ) from error
    return target


def _division(area: str) -> Division:
    found = named(area)
    if len(found) == 1:
        return found[0]
    if found:
        raise SettingsError(
            f"叫{area}的地方不止一个",
            where="--area",
            hint="写全名：" + "、".join(each.full_name for each in found[:6]),
        )
    near = nearest(area, [each.name for each in divisions() if len(each.name) == len(area)])
    raise SettingsError(
        f"行政区划里没有{area}",
        where="--area",
        hint=near or "功能区请先不写 --area，再在 config/districts.yaml 里添上",
    )


def _configure(made: Path, division: Division) -> None:
    """The workspace's districts and jobs for one division and those below it."""
    configured = entries(division)
    head = f"# 地区表：{division.full_name}（行政区划截至{DATE}）。要加功能区等，照样子在后面添一条；各项含义见 docs/settings.md。\n"
    rows = "".join(f"  {line(each)}\n" for each in configured)
    (made / "config" / "districts.yaml").write_text(f"{head}districts:\n{rows}", "utf-8")
    compared = any(each.city == division.name != each.name for each in configured)
    for job in sorted((made / "config" / "jobs").glob("*.yaml")):
        text = job.read_text("utf-8")
        areas = "all" if compared and "scope: districts" in text else f"[{division.name}]"
        job.write_text(re.sub(r"(?m)^districts:.*$", f"districts: {areas}", text), "utf-8")


def _fill(made: Path) -> None:
    for name in _CARRIED:
        shutil.copytree(
            defaults_root() / name,
            made / name,
            ignore=shutil.ignore_patterns("__pycache__", "~$*", ".*", *_NOT_CARRIED),
        )
    for name in _EMPTY:
        (made / name).mkdir()
    for job in sorted((made / "config" / "jobs").glob("*.yaml")):
        # The examples stay with the program; a new workspace reads its own documents.
        job.write_bytes(job.read_bytes().replace(b"examples/sources", b"sources"))


def _move(made: Path, target: Path) -> None:
    if not target.exists():
        made.rename(target)
        return
    # Somebody may stand in the empty folder: it stays, and becomes a workspace with the last of its parts, config.
    for part in sorted(made.iterdir(), key=lambda part: part.name == "config"):
        part.rename(target / part.name)
