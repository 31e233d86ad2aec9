"""Word papers of places that no configuration names: half-width marks, a budget report alone, one figure for two subjects."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from briefing.analysis.pack import build_pack, for_audience
from briefing.model import Scope
from briefing.papers import Request, Template, word
from briefing.settings import load_settings
from briefing.settings.schema import District
from tests.unit.analysis.conftest import facts_by_area
from tests.unit.papers.word.conftest import ROOT
from tests.unit.papers.word.texts import section, tables

PLACES = (("赤峰市", "city"), ("博野县", "county"), ("米易县", "county"))


@pytest.fixture(scope="module")
def made(shared: Path) -> dict[str, bytes]:
    """The paper of each place that the test of it looks at."""
    settings = load_settings(ROOT)
    more = tuple(
        District(code=f"99000{n}", name=name, full_name=name, kind=kind, city=name)  # type: ignore[arg-type]
        for n, (name, kind) in enumerate(PLACES)
    )
    settings = replace(settings, districts=(*settings.districts, *more))
    files = (shared / "data" / "counties").glob("*.txt")
    wanted = ("chifeng", "boye", "miyi")
    facts = facts_by_area(
        {f.name: f.read_bytes() for f in sorted(files) if f.name.startswith(wanted)}, settings
    )

    def paper(area: str, year: str, kind: str) -> bytes:
        pack = build_pack(facts[area], Scope("district", "990000", area), year, settings)
        template = Template(kind, (ROOT / f"templates/word/{kind}.docx").read_bytes())
        return word.render(
            for_audience(pack, "leader"), Request("材料", "leader", template, settings.wording)
        )

    return {
        "budget": paper("赤峰市", "2025", "budget"),
        "briefing": paper("博野县", "2024", "briefing"),
        "livelihood": paper("米易县", "2022", "livelihood"),
    }


def test_a_budget_report_without_headings_has_its_budgets_in_one_unit_each(
    made: dict[str, bytes],
) -> None:
    table = tables(made["budget"])[0]
    rows = {row[0].strip("　"): row[1:3] for row in table if len(row) > 1}
    assert rows["一般公共预算收入"] == ["126.2548", "128.8"]
    assert rows["政府性基金预算收入"] == ["46.685", "86.8"]
    assert not [name for name in rows if "增加" in name or "市本级" in name or "其他" in name]


def test_half_width_marks_part_what_is_told_and_are_printed_whole(made: dict[str, bytes]) -> None:
    livelihood = "".join(section(made["briefing"], "民生保障"))
    assert "预计城镇、农村居民人均可支配收入分别增长6%和7%" in livelihood
    assert "固定资产投资" not in livelihood
    assert ";" not in "".join(section(made["briefing"], "2025年安排"))


def test_what_two_subjects_share_stands_once(made: dict[str, bytes]) -> None:
    rows = tables(made["livelihood"])[0][1:]
    assert len({row[2] for row in rows if row[2] != "—"}) == len(
        [row for row in rows if row[2] != "—"]
    )
    assert any("城乡低保标准" in row[2] for row in rows)
