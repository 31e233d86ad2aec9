"""Every rule that names figures fires in its example and not in the one beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import briefing.extraction
from briefing.extraction.observations import observation_row, observations
from briefing.extraction.rules import OF_HOW, RULES, Rule
from tests.unit.extraction.observations.build import LEXICON, document


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rule(rule: Rule) -> None:
    sentence, name = rule.fires
    named = {(o.rule, o.name) for o in observations(document(sentence), LEXICON)}
    assert (rule.id, name) in named
    assert rule.id not in {o.rule for o in observations(document(rule.not_in), LEXICON)}


def test_every_fact_names_a_known_rule() -> None:
    (fact,) = observations(document("财政收入9亿元。"), LEXICON)
    assert observation_row(fact)["rule"] == "name-before"
    code = "".join(
        path.read_text("utf-8") for path in Path(briefing.extraction.__path__[0]).glob("*.py")
    )
    assert set(OF_HOW.values()) <= set(RULES)
    assert set(re.findall(r'rule="([\w-]+)"', code)) <= set(RULES)
