"""The notebook of the documentation, cell by cell as code: from documents to a plot."""

from __future__ import annotations

import json
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

NOTEBOOK = ROOT / "docs" / "examples" / "notebook.ipynb"


def test_the_notebook_runs_from_documents_to_a_plot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pandas", reason="needs pandas")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    names: dict[str, Any] = {}
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    with chdir(tmp_path):
        for cell in cells:
            if cell["cell_type"] == "code":
                assert cell["outputs"] == []
                exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    assert (tmp_path / "收入.png").stat().st_size > 5000
    assert names["revenue"].loc["2024", "槐荫区"] == 57.1
    assert "57.1" in capsys.readouterr().out
