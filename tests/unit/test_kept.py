"""Results kept between runs: right after their sources change, and nothing worse than slow where they cannot be kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from briefing import kept, settings
from briefing.extraction import Lexicon
from tests.conftest import ROOT


def test_what_was_kept_comes_back_until_a_source_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "new" / "folder"))
    assert kept.load("one", [b"a", b"b"]) is None
    kept.keep("one", [b"a", b"b"], b"made")
    assert kept.load("one", [b"a", b"b"]) == b"made"
    assert kept.load("one", [b"ab"]) is None
    kept.keep("one", [b"ab"], b"anew")
    assert kept.load("one", [b"ab"]) == b"anew"
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["one"]


def test_a_spoilt_file_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path))
    kept.keep("one", [b"a"], b"made")
    for spoilt in (b"", (tmp_path / "one").read_bytes()[:-1], b"\xff\n\n"):
        (tmp_path / "one").write_bytes(spoilt)
        assert kept.load("one", [b"a"]) is None


def test_what_was_found_well_is_looked_at_anew_only_when_it_or_the_program_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path))
    looked: list[str] = []

    def faults(text: str) -> list[str]:
        def look() -> list[str]:
            looked.append(text)
            return ["fault"] if "bad" in text else []

        return kept.faults([b"template", text.encode()], look)

    assert [faults("bad"), faults("bad"), faults("good"), faults("good"), faults("other")] == [
        ["fault"],
        ["fault"],
        [],
        [],
        [],
    ]
    assert looked == ["bad", "bad", "good", "other"]
    monkeypatch.setattr(kept, "program", lambda: b"another")
    assert faults("good") == faults("good") == []
    assert looked[4:] == ["good"]


def test_where_nothing_can_be_kept_everything_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    report = tmp_path / "报告.txt"
    report.write_text(
        "某区2025年政府工作报告\n2024年，地区生产总值620.4亿元，增长5.1%。\n", "utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "briefing", "extract", str(report)],
        env={**os.environ, "BRIEFING_CACHE": str(tmp_path / "file" / "inside")},
        capture_output=True,
        check=True,
    )
    assert b'"id": "gdp"' in done.stdout
    assert not done.stderr


def test_the_lexicon_kept_is_that_of_the_indicators_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "cache"))
    shutil.copytree(settings.defaults_root() / "config", tmp_path / "config")
    for module in ("defaults", "loader"):
        monkeypatch.setattr(f"briefing.settings.{module}.defaults_root", lambda: tmp_path)
    file = tmp_path / "config" / "indicators.yaml"
    for name in ("地区生产总值", "本区生产总量"):
        file.write_text(file.read_text("utf-8").replace("地区生产总值", name), "utf-8")
        made, again = (Lexicon.own.__wrapped__(Lexicon) for _ in range(2))  # type: ignore[attr-defined]
        assert made.resolve(name) == again.resolve(name) == "gdp"
        assert made.resolve("地区生产总值") == again.resolve("地区生产总值")
    assert again.resolve("地区生产总值") is None


_LOADED = """
import sys
from briefing.cli import run
code = run(["check"])
print(code, *(name for name in ("docx", "jinja2", "openpyxl", "sqlalchemy") if name in sys.modules))
"""


def test_templates_found_well_are_checked_without_the_libraries_of_papers(tmp_path: Path) -> None:
    first, second = (
        subprocess.run(
            [sys.executable, "-c", _LOADED],
            cwd=ROOT,
            env={**os.environ, "BRIEFING_CACHE": str(tmp_path)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.split()
        for _ in range(2)
    )
    assert first[0] == second[0] == "0"
    assert "docx" in first
    assert second == ["0"]
