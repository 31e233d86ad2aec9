"""Where a workspace begins, and how one is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import SettingsError
from briefing.settings import (
    check_workspace,
    defaults_root,
    find_workspace,
    init_workspace,
    load_job,
    load_settings,
)


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


def test_a_new_workspace_is_whole_and_its_own(tmp_path: Path) -> None:
    root = init_workspace(tmp_path / "新" / "工作区")
    assert {path.name for path in root.iterdir()} == {
        "config",
        "templates",
        "docs",
        "sources",
        "output",
    }
    assert files(root / "config") == {
        name for name in files(defaults_root() / "config") if not name.startswith(".")
    }
    assert load_settings(root).root == root
    assert (root / "config" / "jobs" / "annual.yaml").read_text(encoding="utf-8").count(
        "sources: [sources]\n"
    ) == 1
    assert [path.name for path in root.parent.iterdir()] == ["工作区"]


def test_the_job_that_comes_with_the_program_is_sound(tmp_path: Path) -> None:
    root = init_workspace(tmp_path / "w")
    assert check_workspace(root) == []
    assert load_job(load_settings(root), "annual").sources == ("sources",)


def test_an_empty_folder_becomes_a_workspace_and_stays_the_same_folder(tmp_path: Path) -> None:
    before = tmp_path.stat().st_ino
    init_workspace(tmp_path)
    assert tmp_path.stat().st_ino == before
    assert find_workspace(tmp_path) == tmp_path.resolve()


def test_what_is_there_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "报告.docx").write_bytes(b"x")
    for target in (tmp_path, tmp_path / "报告.docx"):
        with pytest.raises(SettingsError) as error:
            init_workspace(target)
        assert (
            str(error.value)
            == f"{target}：已经有内容，不能在这里新建工作区（换一个新的或空的文件夹）"
        )
    assert files(tmp_path) == {"报告.docx"}


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "文件").touch()
    target = tmp_path / "文件" / "工作区"
    with pytest.raises(SettingsError) as error:
        init_workspace(target)
    assert str(error.value) == f"{target}：建不了工作区（看有没有写入权限、磁盘是否已满）"


def test_a_failure_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copytree", full)
    with pytest.raises(SettingsError, match="建不了工作区"):
        init_workspace(tmp_path / "工作区")
    assert files(tmp_path) == set()


def test_the_nearest_folder_with_config(tmp_path: Path) -> None:
    root = init_workspace(tmp_path / "a")
    assert find_workspace(root / "config" / "jobs") == root.resolve()
    assert find_workspace(tmp_path, explicit=root) == root.resolve()


def test_no_workspace_anywhere(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        find_workspace(tmp_path)
    assert str(error.value) == (
        "当前文件夹不在工作区里：它和它的各级上级文件夹都没有 config 文件夹（用 --workspace 指定工作区，或用 briefing init 新建）"
    )
    with pytest.raises(SettingsError) as error:
        find_workspace(tmp_path, explicit=tmp_path)
    assert (
        str(error.value)
        == f"{tmp_path}：这个文件夹不是工作区：里面没有 config 文件夹（用 briefing init 新建工作区）"
    )
