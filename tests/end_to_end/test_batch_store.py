"""The database of a workspace is backed up and checked from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.conftest import briefing


def test_a_backup_serves_in_place_of_the_store(demo: Path, tmp_path: Path) -> None:
    store = f"sqlite:///{demo}/briefing.db"
    done = briefing("store", "backup", tmp_path / "备份.db", "--store", store)
    assert (done.returncode, done.stderr.strip()) == (0, f"已备份到 {tmp_path / '备份.db'}")
    facts = ("facts", "--district", "槐荫区", "--format", "jsonl", "--store")
    assert (
        briefing(*facts, f"sqlite:///{tmp_path}/备份.db").stdout == briefing(*facts, store).stdout
    )
    assert (
        briefing("store", "check", "--store", f"sqlite:///{tmp_path}/备份.db").stderr.strip()
        == "数据库完好"
    )


def test_a_damaged_store_is_named(demo: Path, tmp_path: Path) -> None:
    copy = tmp_path / "坏.db"
    briefing("store", "backup", copy, "--store", f"sqlite:///{demo}/briefing.db")
    data = bytearray(copy.read_bytes())
    for page in range(8, len(data) // 4096 - 1):
        data[4096 * page : 4096 * page + 200] = bytes(200)
    copy.write_bytes(data)
    done = briefing("store", "check", "--store", f"sqlite:///{copy}")
    assert done.returncode == 1
    assert "损坏" in done.stdout + done.stderr
