"""Files are written whole or not at all, by one run at a time."""

from __future__ import annotations

import errno
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.errors import LockedError, PaperError, system_words
from briefing.files import write_whole
from briefing.jobs.outputs import locked, remove_temporaries


def now() -> datetime:
    return datetime(2025, 3, 1, 1, 2, 3, tzinfo=UTC)


def test_a_file_is_written_with_its_folders_and_left_alone_when_it_is_the_same(
    tmp_path: Path,
) -> None:
    path = tmp_path / "槐荫区" / "简报.docx"
    assert write_whole(path, b"one")
    os.utime(path, (0, 0))
    assert not write_whole(path, b"one")
    assert path.stat().st_mtime == 0
    assert write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert [file.name for file in path.parent.iterdir()] == ["简报.docx"]


def test_what_cannot_be_written_says_so_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "简报.docx").mkdir()
    with pytest.raises(PaperError, match="同名的文件或文件夹"):
        write_whole(tmp_path / "简报.docx", b"one")
    (tmp_path / "槐荫区").write_bytes(b"")
    with pytest.raises(PaperError, match="同名的文件或文件夹"):
        write_whole(tmp_path / "槐荫区" / "简报.docx", b"one")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["槐荫区", "简报.docx"]


def test_a_file_open_in_word_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PaperError, match=r"简报.docx：没有写入权限，或文件正在 Word"):
        write_whole(tmp_path / "简报.docx", b"one")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource limits")
def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    import resource

    path = tmp_path / "简报.docx"
    write_whole(path, b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(
            PaperError, match="写入失败：磁盘已满，或超过了大小限制（腾出空间后再运行）"
        ):
            write_whole(path, bytes(5000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["简报.docx"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder where nobody can write")
def test_a_place_that_takes_no_files_is_no_matter_of_space(tmp_path: Path) -> None:
    with pytest.raises(PaperError, match=r"这里不能存放文件.*换一个文件夹"):
        write_whole(Path("/proc/成果/简报.docx"), b"new")


def test_what_a_killed_run_left_half_written_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "2024" / "槐荫区"
    folder.mkdir(parents=True)
    (folder / ".briefing-123.tmp").write_bytes(b"half")
    (folder / "简报.docx").write_bytes(b"whole")
    assert remove_temporaries(tmp_path) == 1
    assert [file.name for file in folder.iterdir()] == ["简报.docx"]


def test_a_second_run_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with locked(tmp_path, "annual", now):
        with pytest.raises(LockedError) as caught, locked(tmp_path, "monthly", now):
            pass
        assert f"任务 annual，进程 {os.getpid()}（主机 " in str(caught.value)
        assert "2025-03-01T09:02:03+08:00 开始" in str(caught.value)
        assert caught.value.exit_code == 3
    with locked(tmp_path, "monthly", now):
        pass


def test_what_a_killed_holder_left_locks_nobody_out(tmp_path: Path) -> None:
    (tmp_path / ".briefing.lock").touch()
    (tmp_path / ".briefing.holder").write_text("{", encoding="utf-8")
    with locked(tmp_path, "annual", now):
        pass


def test_what_the_system_says_is_said_in_chinese() -> None:
    assert (
        system_words(FileNotFoundError(errno.ENOENT, "No such file or directory"))
        == "找不到文件或文件夹"
    )
    assert (
        system_words(OSError(errno.EXDEV, "Invalid cross-device link")) == f"系统错误 {errno.EXDEV}"
    )
    assert system_words(OSError("no number")) == "系统错误 OSError"
