"""A request on the template that ships."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from briefing.papers import Request, Template
from briefing.settings.schema import Wording

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="session")
def wording() -> Wording:
    return Wording(**yaml.safe_load((ROOT / "config/wording.yaml").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def request_(wording: Wording) -> Request:
    name = "templates/word/briefing.docx"
    return Request("区情简报", "leader", Template(name, (ROOT / name).read_bytes()), wording)
