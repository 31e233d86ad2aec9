"""What the tests of charts and chart packs share: the project's own wording and template, and requests made of them."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import yaml

from briefing.model import Pack
from briefing.papers import Request, Template
from briefing.settings.schema import Wording

ROOT = Path(__file__).parents[4]
TEMPLATE = ROOT / "templates" / "charts" / "annual.yaml"
SHARED = Path(os.environ.get("BRIEFING_SHARED", ROOT.parent / "shared"))


@lru_cache
def wording() -> Wording:
    text = (ROOT / "config" / "wording.yaml").read_text(encoding="utf-8")
    return Wording.model_validate(yaml.load(text, yaml.BaseLoader))


def request(template: str = "") -> Request:
    data = template.encode("utf-8") if template else TEMPLATE.read_bytes()
    return Request("图表册", "leader", Template("templates/charts/annual.yaml", data), wording())


def with_growth(pack: Pack, values: list[str]) -> Pack:
    """The Pack with these growth rates, one an indicator; indicators without one lose theirs."""
    from decimal import Decimal

    rows = []
    for i, row in enumerate(pack.indicators):
        growth = (
            replace(row.growth, value=Decimal(values[i]))
            if row.growth and i < len(values)
            else None
        )
        rows.append(replace(row, growth=growth))
    return replace(pack, indicators=tuple(rows))
