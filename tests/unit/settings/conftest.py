"""A workspace as `briefing init` makes it, with stand-ins for the templates of its one job."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.settings import init_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = init_workspace(tmp_path / "工作区")
    for template in ("word/briefing.docx", "excel/indicators.yaml", "charts/annual.yaml"):
        path = root / "templates" / template
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return root
