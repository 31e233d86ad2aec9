"""The example package of docs/hooks.md, installed without network: what it adds is there, and gone without it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

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


def briefing(*arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"BRIEFING_INLINE": "1"}
    if path:
        environment["PYTHONPATH"] = str(path)
    command = [sys.executable, "-m", "briefing", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


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
    code = "from briefing.settings.charts import read_charts_template as r; r('a.yaml', b'charts: [local_cards]')"
    for path, wanted in ((package, 0), (None, 1)):
        environment = os.environ | ({"PYTHONPATH": str(path)} if path else {})
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert done.returncode == wanted, done.stderr


def test_a_package_that_cannot_be_loaded_is_one_sentence(package: Path, tmp_path: Path) -> None:
    info = tmp_path / "broken-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[briefing.indicators]\nx = nowhere:X\n")
    done = briefing("check", path=tmp_path)
    assert done.returncode == 2
    assert "扩展包 broken 的 x 装不上：ModuleNotFoundError" in done.stderr
    assert len(done.stderr.splitlines()) == 1
