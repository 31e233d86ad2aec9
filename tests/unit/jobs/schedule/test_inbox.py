"""What is dropped into an inbox: sorted by district, never overwritten, never lost."""

from __future__ import annotations

import dataclasses
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing.jobs.clock import system_clock
from briefing.jobs.schedule import inbox
from briefing.jobs.schedule.inbox import REFUSED, Sorted
from briefing.jobs.supervisor import Supervisor
from briefing.settings import Settings
from briefing.settings.schema import Job
from tests.unit.jobs.schedule.conftest import JOB

REPORT = "{}2025年政府工作报告\n\n2024年，全区地区生产总值增长5.6%，达到850.40亿元。\n"
Sort = Callable[..., dict[str, Sorted]]


@pytest.fixture(scope="module")
def workers(configured: Settings) -> Iterator[Supervisor]:
    with Supervisor(2, context=configured) as supervisor:
        yield supervisor


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("工作区/sources", "工作区/收件箱"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path / "工作区"


@pytest.fixture
def sort(root: Path, configured: Settings, workers: Supervisor) -> Sort:
    settings = dataclasses.replace(configured, root=root)

    def sort(**options: Any) -> dict[str, Sorted]:
        job = Job.model_validate(JOB | {"name": "annual", "inbox": {"folder": "收件箱"}} | options)
        found = inbox.look((root / "收件箱").resolve())
        return {
            done.name: done
            for done in inbox.sort_in(
                job, settings, found, workers, lambda: datetime(2026, 7, 1, tzinfo=UTC)
            )
        }

    return sort


def drop(root: Path, name: str, text: str) -> Path:
    path = root / "收件箱" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8-sig")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_report_goes_to_its_district(root: Path, sort: Sort) -> None:
    drop(root, "报告.txt", REPORT.format("槐荫区"))
    drop(root, "从文件夹拖来/天桥.txt", REPORT.format("天桥区"))
    done = sort()
    assert tree(root / "sources") == {
        "槐荫区/报告.txt": REPORT.format("槐荫区"),
        "天桥区/天桥.txt": REPORT.format("天桥区"),
    }
    assert str(done["报告.txt"]) == "报告.txt → 归入 sources/槐荫区/报告.txt"
    record = tree(root / "收件箱")
    assert set(record) == {inbox.RECORD}
    assert "2026-07-01 08:00  报告.txt → 归入 sources/槐荫区/报告.txt\n" in record[inbox.RECORD]


def test_the_same_content_is_dropped_as_known_whatever_its_name(root: Path, sort: Sort) -> None:
    (root / "sources" / "去年收的.txt").write_text(REPORT.format("槐荫区"), encoding="utf-8")
    drop(root, "报告.txt", REPORT.format("槐荫区"))
    done = sort()["报告.txt"]
    assert (done.state, done.where) == ("known", "sources/去年收的.txt")
    assert tree(root / "sources") == {"去年收的.txt": REPORT.format("槐荫区")}
    assert "内容完全相同" in tree(root / "收件箱")[inbox.RECORD]


def test_twice_the_same_in_one_go(root: Path, sort: Sort) -> None:
    for name in ("甲.txt", "乙.txt"):
        drop(root, name, REPORT.format("槐荫区"))
    assert sorted(done.state for done in sort().values()) == ["filed", "known"]
    assert len(tree(root / "sources")) == 1


def test_the_same_name_with_other_content_gets_a_number(root: Path, sort: Sort) -> None:
    for more in ("", "一", "二"):
        drop(root, "报告.txt", REPORT.format("槐荫区") + more)
        done = sort()["报告.txt"]
    assert tree(root / "sources") == {
        "槐荫区/报告.txt": REPORT.format("槐荫区"),
        "槐荫区/报告 (2).txt": REPORT.format("槐荫区") + "一",
        "槐荫区/报告 (3).txt": REPORT.format("槐荫区") + "二",
    }
    assert "改了名" in done.note


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("无名.txt", "会议纪要\n\n今天开会。", "看不出是哪个地区的"),
        ("外地.txt", REPORT.format("青岛市崂山区"), "没有配置这个地区"),
        ("坏.docx", "PK\x03\x04 不是真的", "坏.docx"),
        ("图.zip", "Rar!", "RAR"),
    ],
)
def test_what_cannot_be_sorted_is_put_aside_with_the_reason_beside_it(
    root: Path, sort: Sort, name: str, text: str, why: str
) -> None:
    drop(root, name, text)
    done = sort()[name]
    assert done.state == "refused"
    aside = tree(root / "收件箱" / REFUSED)
    assert aside[name] == text
    assert why in aside[f"{name}.原因.txt"]
    assert aside[f"{name}.原因.txt"].startswith(f"文件：{name}\n")
    assert tree(root / "sources") == {}


def test_put_aside_twice_and_released_after_the_settings_know_the_area(
    root: Path, sort: Sort
) -> None:
    drop(root, "报告.txt", "会议纪要")
    sort()
    drop(root, "报告.txt", "会议纪要")
    sort()
    drop(root, "报告.txt", "另一份会议纪要")
    sort()
    aside = root / "收件箱" / REFUSED
    assert sorted(tree(aside)) == [
        "报告 (2).txt",
        "报告 (2).txt.原因.txt",
        "报告.txt",
        "报告.txt.原因.txt",
    ]
    (aside / "报告.txt").write_text(REPORT.format("槐荫区"), encoding="utf-8")
    (aside / "报告.txt").rename(root / "收件箱" / "报告.txt")
    assert sort()["报告.txt"].state == "filed"
    assert sorted(tree(aside)) == [
        "报告 (2).txt",
        "报告 (2).txt.原因.txt",
    ]  # the reason went with its file


def test_a_file_of_several_districts(root: Path, configured: Settings) -> None:
    job = Job.model_validate(JOB | {"name": "annual", "inbox": "收件箱"})
    sorter = inbox._Sorter(job, dataclasses.replace(configured, root=root), system_clock)
    assert sorter._folder(pickle.dumps(["槐荫区", "天桥区", ""]), None) == inbox.SEVERAL
    assert sorter._folder(pickle.dumps(["槐荫区", "济南市槐荫区", "外地"]), None) == "槐荫区"


def test_a_folder_of_ones_own_choice(root: Path, sort: Sort) -> None:
    drop(root, "报告.txt", REPORT.format("槐荫区"))
    sort(inbox={"folder": "收件箱", "into": "新资料"})
    assert list(tree(root / "新资料")) == ["槐荫区/报告.txt"]


def test_a_file_that_changes_or_is_locked_waits(
    root: Path, sort: Sort, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drop(root, "报告.txt", REPORT.format("槐荫区"))
    monkeypatch.setattr(inbox, "_in_use", lambda path: True)
    assert sort()["报告.txt"].state == "later"
    monkeypatch.undo()
    before = inbox.look(root / "收件箱")
    path.write_text(path.read_text(encoding="utf-8") + "还在写", encoding="utf-8")
    assert inbox.settled(before, inbox.look(root / "收件箱"), system_clock) == {}
    assert path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="locks of this kind are of POSIX")
def test_a_lock_of_another_process_is_seen(root: Path, sort: Sort) -> None:
    path = drop(root, "报告.txt", REPORT.format("槐荫区"))
    hold = "import fcntl,sys; f=open(sys.argv[1],'r+'); fcntl.lockf(f, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline()
        assert sort()["报告.txt"].state == "later"
        holder.communicate()
    assert sort()["报告.txt"].state == "filed"


@pytest.mark.parametrize(
    "names",
    [
        ["~$报告.docx"], ["报告.docx.part"], ["报告.docx", "报告.docx.part"], ["报告.docx.crdownload"], [".报告.docx.swp"], ["~WRL0001.tmp"],
        ["报告.docx", "~$报告.docx"], ["槐荫区政府工作报告.docx", "~$区政府工作报告.docx"], ["报告.xlsx", ".~lock.报告.xlsx#"], ["Thumbs.db"],
        ["待人工处理/坏.docx"], [inbox.RECORD], [".隐藏/报告.docx"], ["报告.DOCX.CRDOWNLOAD"], ["desktop.ini"],
    ],
)  # fmt: skip
def test_what_programs_are_still_writing_is_left_alone(root: Path, names: list[str]) -> None:
    for name in names:
        drop(root, name, "x")
    assert inbox.look(root / "收件箱") == {}


def test_an_empty_file_is_given_time(root: Path) -> None:
    path = drop(root, "报告.docx", "")
    found = inbox.look(root / "收件箱")
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    assert inbox.settled(found, found, lambda: written + timedelta(minutes=5)) == {}
    assert inbox.settled(found, found, lambda: written + timedelta(minutes=11)) == found


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_left_alone(root: Path, tmp_path: Path) -> None:
    (tmp_path / "别处.txt").write_text("x", encoding="utf-8")
    (root / "收件箱" / "链接.txt").symlink_to(tmp_path / "别处.txt")
    assert inbox.look(root / "收件箱") == {}


# Moving


def no_links(*_: object, **__: object) -> None:
    raise OSError("cross-device link")


@pytest.mark.parametrize("linking", [True, False])
def test_moving_to_another_file_system(
    root: Path, sort: Sort, monkeypatch: pytest.MonkeyPatch, linking: bool
) -> None:
    real = os.link

    def link(source: Any, target: Any, **options: Any) -> None:
        if not linking or "收件箱" in str(source):
            no_links()
        real(source, target, **options)

    monkeypatch.setattr(os, "link", link)
    path = drop(root, "报告.txt", REPORT.format("槐荫区"))
    changed = path.stat().st_mtime_ns
    (root / "sources" / "槐荫区").mkdir()
    (root / "sources" / "槐荫区" / "报告.txt").write_text("别的", encoding="utf-8")
    assert sort()["报告.txt"].where == "sources/槐荫区/报告 (2).txt"
    assert tree(root / "sources") == {
        "槐荫区/报告.txt": "别的",
        "槐荫区/报告 (2).txt": REPORT.format("槐荫区"),
    }
    assert (root / "sources" / "槐荫区" / "报告 (2).txt").stat().st_mtime_ns == changed


def test_a_real_other_file_system(root: Path, sort: Sort, tmp_path: Path) -> None:
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("needs a second file system")
    import tempfile

    with tempfile.TemporaryDirectory(dir=other) as far:
        drop(root, "报告.txt", REPORT.format("槐荫区"))
        sort(inbox={"folder": "收件箱", "into": far})
        assert tree(Path(far)) == {"槐荫区/报告.txt": REPORT.format("槐荫区")}
        assert inbox.look(root / "收件箱") == {}


class Cut(BaseException):
    """The process is gone."""


STEPS = ("link", "unlink", "replace", "fsync", "rename", "mkdir", "copy2")


@pytest.mark.slow
@pytest.mark.parametrize("linking", [True, False])
@pytest.mark.parametrize("aside", [True, False])
def test_killed_at_every_step_nothing_is_lost_and_the_next_look_mends_it(
    root: Path, sort: Sort, monkeypatch: pytest.MonkeyPatch, linking: bool, aside: bool
) -> None:
    """Every call that changes a folder is, in turn, the last one before the process dies, and the first one it does not get to."""
    text = "会议纪要" if aside else REPORT.format("槐荫区")
    kills = 0
    for before in (True, False):
        for step in range(1, 40):
            for folder in ("sources", "收件箱"):
                for path in sorted((root / folder).rglob("*"), reverse=True):
                    path.rmdir() if path.is_dir() else path.unlink()
            drop(root, "报告.txt", text)
            with monkeypatch.context() as patched:
                count = [0]
                for name in STEPS:
                    owner: Any = inbox.shutil if name == "copy2" else os
                    patched.setattr(
                        owner,
                        name,
                        _cutting(
                            getattr(owner, name), count, step, before, linking or name != "link"
                        ),
                    )
                try:
                    sort()
                    cut = False
                except Cut:
                    cut = True
            everything = {**tree(root / "sources"), **tree(root / "收件箱")}
            assert text in everything.values(), (before, step)
            kills += cut
            sort()
            kept = tree(root / "收件箱" / REFUSED) if aside else tree(root / "sources")
            name = "报告.txt" if aside else "槐荫区/报告.txt"
            assert kept == (
                {name: text, f"{name}.原因.txt": kept.get(f"{name}.原因.txt", "")}
                if aside
                else {name: text}
            ), (before, step)
            assert not aside or "看不出" in kept[f"{name}.原因.txt"]
            assert inbox.look(root / "收件箱") == {}
            if not cut:
                break
    assert kills >= 4


def _cutting(
    real: Callable[..., Any], count: list[int], step: int, before: bool, works: bool
) -> Callable[..., Any]:
    def call(*arguments: Any, **options: Any) -> Any:
        count[0] += 1
        if count[0] == step and before:
            raise Cut
        if not works:
            no_links()
        found = real(*arguments, **options)
        if count[0] == step:
            raise Cut
        return found

    return call
