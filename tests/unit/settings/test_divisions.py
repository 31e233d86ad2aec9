"""The nation's divisions: a workspace for any of them configures itself."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from briefing.errors import SettingsError
from briefing.settings import check_workspace, init_workspace, load_settings
from briefing.settings.divisions import as_district, divisions, entries, lines_to_add, named


def test_the_table_has_every_rank_and_no_code_twice() -> None:
    codes = [each.code for each in divisions()]
    assert len(codes) == len(set(codes)) > 3_000
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert {each.rank for each in divisions()} == {1, 2, 3}


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("高阳县", "保定市高阳县"),
        ("130628", "保定市高阳县"),
        ("河北省保定市高阳县", "保定市高阳县"),
        ("保定", "河北省保定市"),
        ("济南市市中区", "济南市市中区"),
        ("仙桃市", "湖北省仙桃市"),
        ("海淀区", "北京市海淀区"),
    ],
)
def test_names_and_codes(text: str, full: str) -> None:
    assert [each.full_name for each in named(text)] == [full]


def test_every_division_makes_settings_without_a_clash() -> None:
    """A name stands for one area: 朝阳市 and its 朝阳县 share no short name."""
    for each in divisions():
        if each.rank < 3:
            names = [
                name for d in entries(each) for name in {d.name, d.full_name, *d.aliases} if name
            ]
            assert len(names) == len(set(names)), each.name


@pytest.mark.parametrize("area", ["高阳县", "保定市", "河北省", "海淀区", "仙桃市"])
def test_a_new_workspace_is_configured_for_its_area(tmp_path: Path, area: str) -> None:
    root = init_workspace(tmp_path / "工作区", area)
    assert not [p for p in check_workspace(root) if "sources" not in str(p)]
    settings = load_settings(root)
    assert settings.district(area)
    job = yaml.safe_load((root / "config" / "jobs" / "annual.yaml").read_text("utf-8"))
    assert job["districts"] == [area]
    above = {"高阳县": "保定市", "海淀区": "北京市"}.get(area)
    assert above is None or settings.district(above)


def test_a_city_compares_its_counties(tmp_path: Path) -> None:
    root = init_workspace(tmp_path / "工作区", "保定市")
    job = yaml.safe_load((root / "config" / "jobs" / "city.yaml").read_text("utf-8"))
    assert job["districts"] == "all"
    assert load_settings(root).district("高阳县")


@pytest.mark.parametrize(
    ("area", "said"),
    [("市中区", "济南市市中区"), ("凉山彝族自治洲", "凉山彝族自治州"), ("某某园区", "功能区")],
)
def test_an_area_that_is_none_or_several(tmp_path: Path, area: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        init_workspace(tmp_path / "工作区", area)
    assert not (tmp_path / "工作区").exists()


def test_the_line_to_add() -> None:
    added = yaml.safe_load(lines_to_add(["高阳县"]))
    assert added == [
        {
            "code": "130628",
            "name": "高阳县",
            "full_name": "保定市高阳县",
            "aliases": ["高阳"],
            "kind": "county",
            "city": "保定市",
        }
    ]
    assert lines_to_add(["某某园区"]) == ""


def test_the_line_to_add_for_a_name_that_several_cities_have() -> None:
    assert lines_to_add(["市中区"]) == ""
    (jinan,) = named("济南市槐荫区")
    (added,) = yaml.safe_load(lines_to_add(["市中区"], [as_district(jinan)]))
    assert (added["code"], added["full_name"]) == ("370103", "济南市市中区")
