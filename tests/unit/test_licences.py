"""Every package that is installed stands in docs/licences.md, and is pinned with hashes."""

from __future__ import annotations

import json
import re

import pytest

from tests.conftest import ROOT
from tools import audit


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


KNOWN = {"name": "a", "version": "1", "vulns": []}
FAULTY = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}]}
UNKNOWN = {"name": "c", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("packages", "code", "says"),
    [
        ([KNOWN], 0, "1 packages looked at, 0 vulnerable"),
        ([KNOWN, FAULTY], 1, "b 2: CVE-1, mended in 3\n2 packages looked at, 1 vulnerable"),
        ([KNOWN, UNKNOWN], 0, "not looked at: c\n1 packages looked at, 0 vulnerable"),
        ([UNKNOWN], 0, "skipped: the database of vulnerabilities knows none"),
        (None, 0, "skipped: the database of vulnerabilities cannot be asked from here (gone)"),
    ],
)
def test_an_audit_gives_no_all_clear_for_what_it_could_not_look_at(
    packages: list[dict[str, object]] | None, code: int, says: str
) -> None:
    found = "" if packages is None else json.dumps({"dependencies": packages})
    made, said = audit.verdict(found, "trace\ngone\n")
    assert (made, said.startswith(says)) == (code, True), said
