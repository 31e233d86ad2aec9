"""A request on the template that ships."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
import yaml

from briefing.papers import Request, Template, word
from briefing.settings.schema import Wording
from tests.once import once

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="session")
def wording() -> Wording:
    return Wording(**yaml.safe_load((ROOT / "config/wording.yaml").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def request_(wording: Wording) -> Request:
    name = "templates/word/briefing.docx"
    return Request("区情简报", "leader", Template(name, (ROOT / name).read_bytes()), wording)


@pytest.fixture(scope="package", autouse=True)
def made_once() -> Iterator[None]:
    """Many tests look at the same papers."""
    with patch.object(word, "render", once(word.render)):
        yield
