"""The guide: what it names is there, and its reference has everything."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
import yaml

from briefing.cli import run
from briefing.cli.app import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


@pytest.mark.parametrize("page", ["index.md", "guide.md"])
def test_pages_pictures_and_commands_exist(page: str) -> None:
    told = (DOCS / page).read_text("utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", told)
    assert links
    assert not [link for link in links if not (DOCS / link).is_file()]
    assert set(re.findall(r"briefing ([a-z]+)", told)) <= {*COMMANDS}


def test_the_site_has_every_page() -> None:
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    listed = {page for group in site["nav"] for pages in group.values() for page in pages}
    written = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert listed == written | {"reference.md"}


def test_the_reference_has_every_command_and_key_of_a_job() -> None:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    assert spec
    assert spec.loader
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    told = reference.page()
    assert all(f"### briefing {name}" in told for name in COMMANDS)
    assert "| `links` |" in told
    assert "--serve" in told


def test_the_guide_opens_where_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda page: opened.append(page) or True)
    monkeypatch.setattr("briefing.settings.defaults.defaults_root", lambda: tmp_path)
    assert run(["guide"]) == 0
    told = capsys.readouterr()
    assert told.out.strip() == str(tmp_path / "docs" / "index.md")
    assert "文字版" in told.err
    assert not opened
    page = tmp_path / "guide" / "index.html"
    page.parent.mkdir()
    page.write_text("<title>使用指南</title>", "utf-8")
    assert run(["guide", "--print"]) == 0
    assert not opened
    assert run(["guide"]) == 0
    assert opened == [page.as_uri()]
