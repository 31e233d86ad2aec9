"""Every rule sees what it should and nothing else: cases as data, one file a rule."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from briefing.analysis.index import Index
from briefing.analysis.rules import FACT_RULES, TEXT_RULES, titles
from briefing.analysis.rules.base import FactRule, TextRule
from briefing.model import Finding
from briefing.settings import Settings
from briefing.sources import documents, read_bytes
from tests.conftest import read_yaml
from tests.unit.analysis.facts import facts_of

HERE = Path(__file__).parent
RULES: dict[str, FactRule | TextRule] = {rule.id: rule for rule in (*FACT_RULES, *TEXT_RULES)}
DOCS = HERE.parents[2] / "docs" / "analysis.md"


CASES = {
    path.stem: read_yaml(path)
    for path in sorted((HERE / "rules").glob("*.yaml"))
}  # fmt: skip


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(rule, case, id=f"{rule}: {case['name']}")
        for rule, told in CASES.items()
        for case in told[kind]
    ]


def seen(rule: str, case: dict[str, Any], settings: Settings) -> list[Finding]:
    checked = RULES[rule]
    if isinstance(checked, TextRule):
        reading = read_bytes("云湖区.txt", case["text"].encode())
        return [
            finding for document in documents(reading) for finding in checked.findings(document)
        ]
    return list(checked.findings(Index(facts_of(case), settings)))


@pytest.mark.parametrize(("rule", "case"), cases("passes"))
def test_what_is_right_passes(rule: str, case: dict[str, Any], settings: Settings) -> None:
    assert [finding.message for finding in seen(rule, case, settings)] == []


@pytest.mark.parametrize(("rule", "case"), cases("fails"))
def test_what_is_wrong_is_found_once(rule: str, case: dict[str, Any], settings: Settings) -> None:
    found = seen(rule, case, settings)
    assert len(found) == 1
    assert case["says"] in found[0].message
    assert found[0].rule == rule
    assert found[0].sources, "a Finding without a source cannot be defended"


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_cases_both_ways_and_shows_them(rule: str) -> None:
    cases = CASES[rule]
    assert cases["passes"]
    assert cases["fails"]
    module = sys.modules[f"briefing.analysis.rules.{rule}"]
    assert re.search(r"^Passes: ", module.__doc__ or "", re.MULTILINE)
    assert re.search(r"^Fails: ", module.__doc__ or "", re.MULTILINE)


def test_every_rule_is_documented() -> None:
    documented = set(
        re.findall(
            r"^\| `(\w+)` \|",
            DOCS.read_text(encoding="utf-8").split("## 规则")[1].split("\n## ")[0],
            re.MULTILINE,
        )
    )
    assert documented == RULES.keys() == titles().keys()
