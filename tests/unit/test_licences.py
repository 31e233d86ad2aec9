"""Every package that is installed stands in docs/licences.md, and is pinned with hashes."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT


def test_every_locked_package_is_listed_with_its_licence() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"(?m)^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", lock))
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    listed = {
        cells[0].strip(): cells[1].strip()
        for line in page.splitlines()
        if line.startswith("| ") and len(cells := line.strip("|\n ").split("|")) == 2
    }
    assert pinned - listed.keys() == set(), "run python tools/licences.py"
    assert not [name for name in pinned if not listed[name]]


@pytest.mark.parametrize("name", ["requirements", "requirements-docs", "requirements-bench"])
def test_every_locked_package_has_a_hash(name: str) -> None:
    lock = (ROOT / f"{name}.lock").read_text(encoding="utf-8")
    entries = re.split(r"(?m)^(?=[A-Za-z0-9._-]+(?:\[[^\]]*\])?==)", lock)[1:]
    assert len(entries) > 5
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
