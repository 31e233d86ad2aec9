"""Whatever stands in a file: settings or sentences, never a traceback."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from briefing.settings import Yaml, validated
from briefing.settings.loader import Departments, Districts, Indicators
from briefing.settings.schema import Job, Wording
from tests.examples import examples

MODELS = (Job, Wording, Districts, Indicators, Departments)
KEYS = st.sampled_from(sorted({field for model in MODELS for field in model.model_fields}))
WORDS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["word", "excel", "all", "list", "kind", "store", "latest", "city", "[key]", "0", "-1"]
    ),
)
NAMES = st.one_of(
    KEYS, WORDS, st.sampled_from(["id", "code", "name", "aliases", "kind", "template", "audience"])
)
VALUES = st.recursive(
    WORDS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=5)),
    max_leaves=12,
)
TOPS = st.sampled_from(["outputs", "districts", "indicators", "departments", "stages", "sources"])
ITEMS = st.lists(st.dictionaries(NAMES, VALUES, max_size=6), max_size=3)


def check(text: str) -> None:
    for model in MODELS:
        file = Yaml(text, "f.yaml")
        found = validated(file, model)
        assert found is not None or file.problems
        for problem in file.problems:
            assert "\n" not in str(problem)
            assert problem.where.startswith("f.yaml:")
            assert len(str(problem)) < 600


@examples(150)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    check(text)


@examples(150)
@given(st.text(alphabet="ab: -[]{}'\"\n\t#&*!|>%@,?甲：", max_size=60))
def test_any_punctuation(text: str) -> None:
    check(text)


@examples(150)
@given(st.dictionaries(st.one_of(TOPS, NAMES), st.one_of(ITEMS, VALUES), max_size=8))
def test_any_values(value: dict[str, object]) -> None:
    check(json.dumps(value, ensure_ascii=False))
