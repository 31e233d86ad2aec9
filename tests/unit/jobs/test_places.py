"""One answer to which store is meant, for every command."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.artifacts import memory
from briefing.errors import SettingsError
from briefing.jobs import places
from briefing.settings import load_settings
from briefing.settings.schema import Job
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(places.ENVIRONMENT, raising=False)


def job(**values: str) -> Job:
    said = {
        "name": "a",
        "title": "甲",
        "sources": ["sources"],
        "districts": ["槐荫区"],
        "outputs": [{"kind": "word", "name": "简报", "template": "t.docx", "audience": "leader"}],
    }
    return Job.model_validate(said | values)


def write(root: Path, name: str, text: str = "") -> None:
    (root / "config" / "jobs").mkdir(parents=True, exist_ok=True)
    (root / "config" / "jobs" / f"{name}.yaml").write_text(text, encoding="utf-8")


def url(file: Path) -> str:
    return f"sqlite:///{file.as_posix()}"


def test_command_line_over_environment_over_job_over_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "output"
    assert places.of_job(job(), tmp_path, output) == url(output / "briefing.db")
    memory.remember(output, "a", url(tmp_path / "别处.db"), "id")
    assert places.of_job(job(), tmp_path, output) == url(tmp_path / "别处.db")
    own = job(store="sqlite:///own.db")
    assert places.of_job(own, tmp_path, output) == url(tmp_path / "own.db")
    monkeypatch.setenv(places.ENVIRONMENT, "sqlite:////e.db")
    assert places.of_job(own, tmp_path, output) == "sqlite:////e.db"
    assert places.of_job(own, tmp_path, output, "sqlite:////c.db") == "sqlite:////c.db"
    assert places.of_workspace(tmp_path) == "sqlite:////e.db"


def test_an_output_folder_that_moves_takes_its_store_along_and_tells_no_password(
    tmp_path: Path,
) -> None:
    before, after = tmp_path / "output", tmp_path / "moved"
    memory.remember(before, "a", url(before / "briefing.db"), "id")
    before.rename(after)
    assert memory.store(after, "a") == url(after / "briefing.db")
    memory.remember(after, "a", "postgresql://office:secret@db/briefing", "id")
    assert "secret" not in (after / "a" / memory.FILE).read_text(encoding="utf-8")
    assert memory.store(after, "a") == "postgresql://office@db/briefing"


def test_a_workspace_has_the_store_of_its_jobs(tmp_path: Path) -> None:
    write(tmp_path, "a", "store: sqlite:///data/a.db")
    assert places.of_workspace(tmp_path) == url(tmp_path / "data" / "a.db")
    write(tmp_path, "broken", "store: [")
    assert places.of_workspace(tmp_path) == url(tmp_path / "data" / "a.db")


def test_two_jobs_with_different_stores_are_said(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path, name, f"store: sqlite:///{name}.db")
        (tmp_path / f"{name}.db").write_bytes(b"")
    with pytest.raises(SettingsError, match=r"a 用 .*a\.db；b 用 .*b\.db"):
        places.of_workspace(tmp_path)
    (tmp_path / "b.db").unlink()
    assert places.of_workspace(tmp_path) == url(tmp_path / "a.db")


def test_the_shipped_workspace_has_one_store() -> None:
    settings = load_settings(ROOT)
    assert places.of_workspace(settings.root) == url(ROOT / "output" / "briefing.db")
