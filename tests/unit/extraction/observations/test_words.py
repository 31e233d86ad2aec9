"""Every word of a list does what the words of its list do: the sentence of words.yaml gives its facts with each of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefing.extraction.lexicon import Lexicon
from briefing.extraction.observations import observations
from briefing.extraction.wordlists import table
from tests.conftest import read_yaml
from tests.unit.extraction.observations.build import document

KINDS: dict[str, dict[str, Any]] = read_yaml(Path(__file__).with_name("words.yaml"))


@pytest.mark.parametrize("kind", KINDS)
def test_words(kind: str) -> None:
    lexicon, sentence = Lexicon.own(), KINDS[kind]
    missed = []
    for word in {*table(kind).split()} - {*sentence.get("but", [])}:
        made = document(sentence["text"].replace("{}", word))
        told = [f"{o.name}|{o.measure}|{o.value}|{o.status}" for o in observations(made, lexicon)]
        wanted = [fact.replace("{}", word) for fact in sentence["facts"]]
        if not all(any(fact.startswith(want) for fact in told) for want in wanted):
            missed.append((word, told))
    assert not missed
