"""docs/templates.md tells secretaries of everything a template can use."""

from __future__ import annotations

import pytest

from briefing.papers import filters
from briefing.papers.word.new_template import KINDS, STYLES
from briefing.papers.word.variables import INTERNAL, VARIABLES
from tests.unit.papers.word.conftest import ROOT

GUIDE = (ROOT / "docs/templates.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*VARIABLES, *INTERNAL])
def test_every_variable_is_in_the_guide(name: str) -> None:
    assert f"| `{name}` | {(VARIABLES | INTERNAL)[name]} |" in GUIDE


def test_every_kind_filter_and_style_is_in_the_guide() -> None:
    assert all(f"`{kind}.docx`" in GUIDE for kind in KINDS)
    assert all(f"| {name} }}}}" in GUIDE for name in filters.FILTERS)
    assert all(f"| {style.name} | {style.font} | {style.size / 2:g} |" in GUIDE for style in STYLES)
