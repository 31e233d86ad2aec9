"""What a night may bring: full disks, locked files, clocks that jump. Said clearly, nothing lost, mended by the next run."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefing.errors import BriefingError, PaperError, StoreError
from briefing.store import Store
from tests.unit.jobs.conftest import Run
from tests.unit.jobs.test_run import PAPER, tree

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")


class When:
    """Progress that does something when a part of the run begins, or at its n-th thing."""

    def __init__(self, what: str, act: Callable[[], object], at: int = 0) -> None:
        self.what, self.act, self.at = what, act, at
        self.here = ""
        self.count = 0

    def begin(self, what: str, total: int) -> None:
        self.here, self.count = what, 0
        self._maybe()

    def step(self, label: str, failure: str = "") -> None:
        self.count += 1
        self._maybe()

    def _maybe(self) -> None:
        if self.here == self.what and self.count == self.at:
            self.act()

    def end(self) -> None: ...
    def say(self, level: str, message: str) -> None: ...


@pytest.fixture
def undisturbed(run: Run, tmp_path: Path) -> Callable[[], dict[str, bytes]]:
    """The papers and manifests of a run that nothing disturbs."""

    def make() -> dict[str, bytes]:
        assert run({"output": tmp_path / "undisturbed"}).exit_code == 0
        return tree(tmp_path / "undisturbed")

    return make


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@posix
@pytest.mark.parametrize("size", [0, 300, 5_000, 50_000, 150_000])
def test_a_full_disk(
    run: Run, workspace: Path, undisturbed: Callable[[], dict[str, bytes]], size: int
) -> None:
    said = ""
    with full_disk(size):
        try:
            said = " ".join(map(str, run().failures))
        except BriefingError as error:
            said = str(error)
    assert "磁盘" in said, said
    assert run().exit_code == 0
    assert tree(workspace / "output") == undisturbed()
    assert not list((workspace / "output").rglob("*.tmp"))
    with Store.open(f"sqlite:///{workspace}/output/briefing.db") as store:
        assert store.check() == ()


@contextmanager
def ordinary_user(folder: Path) -> Iterator[None]:
    """root may write anywhere: be somebody else, who may at least look into the test's folder."""
    if os.getuid() != 0:
        yield
        return
    for parent in (
        folder,
        *folder.parents[: len(folder.relative_to(tempfile.gettempdir()).parts) - 1],
    ):
        parent.chmod(0o755)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@posix
def test_an_output_folder_that_is_read_only(run: Run, workspace: Path) -> None:
    output = workspace / "output"
    output.mkdir(mode=0o555)
    with ordinary_user(workspace), pytest.raises(PaperError, match="没有写入权限"):
        run()
    output.chmod(0o755)
    assert run().exit_code == 0


def test_a_paper_open_in_word(
    run: Run,
    workspace: Path,
    undisturbed: Callable[[], dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "天桥区2023年区情简报.docx":
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        result = run()
    (failure,) = result.failures
    assert "天桥区2023年区情简报.docx：没有写入权限，或文件正在 Word、WPS 等程序中打开" in str(
        failure
    )
    assert result.count("done") == 5
    assert run().count("done") == 1
    assert tree(workspace / "output") == undisturbed()


def test_a_source_that_vanishes(
    run: Run, workspace: Path, undisturbed: Callable[[], dict[str, bytes]]
) -> None:
    source = workspace / "sources" / "天桥.txt"
    text = source.read_bytes()
    result = run({"progress": When("读取资料", source.unlink)})
    assert [failure.what for failure in result.failures] == ["天桥.txt"]
    assert result.count("done") == 4
    source.write_bytes(text)
    assert run().exit_code == 0
    assert tree(workspace / "output") == undisturbed()


def test_a_store_that_another_program_keeps_locked(
    run: Run,
    workspace: Path,
    undisturbed: Callable[[], dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(Store.open.__func__.__kwdefaults__, "timeout", 0.1)  # type: ignore[attr-defined]
    file = workspace / "output" / "briefing.db"
    held: list[sqlite3.Connection] = []

    def hold() -> None:
        held.append(sqlite3.connect(file, isolation_level=None))
        held[0].execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError, match="库正被另一个程序写入，等了很久仍未轮到"):
        run({"progress": When("生成成果", hold, at=2)})
    held[0].close()
    assert run().exit_code == 0
    assert tree(workspace / "output") == undisturbed()


class Jumping:
    """A clock that is set back a day, forward a year and back again."""

    def __init__(self) -> None:
        self.reads = 0

    def __call__(self) -> datetime:
        self.reads += 1
        return datetime(2025, 3, 1, tzinfo=UTC) + timedelta(days=(0, -1, 365)[self.reads % 3])


def test_a_clock_that_jumps(
    run: Run, workspace: Path, undisturbed: Callable[[], dict[str, bytes]]
) -> None:
    assert run({"clock": Jumping()}).exit_code == 0
    assert tree(workspace / "output") == undisturbed()
    assert {step.state for step in run({"clock": Jumping()}).steps} == {"skipped"}


def test_a_template_that_is_changed_while_the_run_is_on(run: Run, workspace: Path) -> None:
    template = workspace / "briefing.docx"
    assert (
        run(
            {
                "progress": When(
                    "生成成果", lambda: template.write_text("新模板", encoding="utf-8"), at=1
                )
            }
        ).exit_code
        == 0
    )
    papers = [data for path, data in tree(workspace / "output").items() if path.endswith(".docx")]
    assert not [
        data for data in papers if "新模板".encode() in data
    ]  # all of them as the template was when the run began
    result = run()
    assert {step.why for step in result.steps if step.state == "done"} == {"模板有变化"}
    assert "新模板" in (workspace / "output" / PAPER).read_text(encoding="utf-8")
