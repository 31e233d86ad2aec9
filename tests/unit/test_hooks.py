"""The example package of docs/hooks.md, installed without network: what it adds is there, and gone without it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from briefing import hooks
from briefing.errors import BriefingError
from briefing.settings.charts import read_charts_template
from tests.conftest import ROOT
from tests.end_to_end.conftest import briefing as briefing_here

EXAMPLE = ROOT / "docs" / "examples" / "briefing-local"
REPORT = "云湖市2024年统计公报\n\n全年干茶产量120吨。全市自来水普及率为100%。\n"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder it is installed into."""
    folder = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    done = subprocess.run(
        [*pip, "--no-build-isolation", "--target", str(folder), str(EXAMPLE)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@contextmanager
def installed(path: Path | None) -> Iterator[None]:
    """What lies in a folder is installed, as far as the program can see."""
    hooks.added.cache_clear()
    try:
        with patch.object(sys, "path", [*([str(path)] if path else []), *sys.path]):
            yield
    finally:
        hooks.added.cache_clear()


def briefing(*arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    with installed(path):
        return briefing_here(*arguments)


def test_an_indicator_and_a_rule_of_a_package_are_used(package: Path, tmp_path: Path) -> None:
    (tmp_path / "公报.txt").write_text(REPORT, encoding="utf-8")
    found = {}
    for name, path in (("with", package), ("without", None)):
        store = f"sqlite:///{(tmp_path / f'{name}.db').as_posix()}"
        done = briefing("ingest", str(tmp_path / "公报.txt"), "--store", store, path=path)
        assert done.returncode == 0, done.stderr
        facts = briefing("facts", "--format", "jsonl", "--store", store, path=path).stdout
        rules = briefing("findings", "--format", "jsonl", "--store", store, path=path).stdout
        found[name] = (
            {json.loads(line)["id"] for line in facts.splitlines()},
            {json.loads(line)["rule"] for line in rules.splitlines()},
        )
    assert "tea_output" in found["with"][0] - found["without"][0]
    assert "round_figure" in found["with"][1] - found["without"][1]


def test_a_paper_and_a_chart_of_a_package_are_known(package: Path, tmp_path: Path) -> None:
    made = tmp_path / "便笺.docx"
    assert briefing("template", "new", "memo", str(made), path=package).returncode == 0
    done = briefing("template", "check", str(made), path=package)
    assert done.returncode == 0, done.stdout
    wrong = briefing("template", "new", "memo", str(tmp_path / "b.docx"))
    assert (wrong.returncode, "没有“memo”这种模板" in wrong.stderr) == (2, True)
    with installed(package):
        read_charts_template("a.yaml", b"charts: [local_cards]")
    with installed(None), pytest.raises(BriefingError, match="local_cards"):
        read_charts_template("a.yaml", b"charts: [local_cards]")


def test_a_package_that_cannot_be_loaded_is_one_sentence(package: Path, tmp_path: Path) -> None:
    info = tmp_path / "broken-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[briefing.indicators]\nx = nowhere:X\n")
    done = briefing("check", path=tmp_path)
    assert done.returncode == 2
    assert "扩展包 broken 的 x 装不上：ModuleNotFoundError" in done.stderr
    assert len(done.stderr.splitlines()) == 1
