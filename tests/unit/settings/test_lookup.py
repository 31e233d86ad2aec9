"""Who is meant by a name in a document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.settings import Settings, load_settings, office_name, title_in


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load_settings()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("槐荫", "槐荫区"),
        ("槐荫区", "槐荫区"),
        ("济南市槐荫区", "槐荫区"),
        ("济南市 槐荫区", "槐荫区"),
        ("山东省济南市槐荫区", "槐荫区"),
        ("商河", "商河县"),
        ("章丘市", "章丘区"),
        ("济南", "济南市"),
        ("济南高新技术产业开发区", "济南高新区"),
        ("莱芜高新区", "莱芜高新区"),
        ("市中区", "市中区"),
        ("枣庄市市中区", None),
        ("某市", None),
        ("", None),
    ],
)
def test_districts(settings: Settings, text: str, name: str | None) -> None:
    found = settings.district(text)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("区发展改革局", "development"),
        ("区发展和改革局", "development"),
        ("槐荫区发改局", "development"),
        ("济南市槐荫区发展和改革局", "development"),
        ("县发改局", "development"),
        ("市发展和改革委员会", "development"),
        ("发改局", "development"),
        ("区经信局", "industry"),  # before 2019
        ("区环保局", "environment"),
        ("济南市生态环境局槐荫分局", "environment"),
        ("市生态环境局某某分局", "environment"),
        ("济南市公安局槐荫区分局", "police"),
        ("市市场监管局", "market"),
        ("市场监管局", "market"),
        ("区委宣传部", "publicity"),
        ("中共槐荫区委组织部", "organization"),
        ("团区委", "youth_league"),
        ("共青团槐荫区委", "youth_league"),
        ("槐荫供电中心", "power_supply"),
        ("滨海新区商务局", "commerce"),
        ("高新区商务局", "commerce"),
        ("槐荫经济开发区投资促进局", "economic_zone"),
        ("某某经济开发区商务局", None),
        ("各街道", None),
        ("区直各有关单位", None),
        ("", None),
    ],
)
def test_departments(settings: Settings, text: str, id: str | None) -> None:
    found = settings.department(text)
    assert (found.id if found else None) == id


def test_departments_without_any_configured_area(settings: Settings) -> None:
    bare = replace(settings, districts=())
    found = [bare.department(text) for text in ("某某县财政局", "财政局", "某某市某某区财政局")]
    assert [department.id if department else None for department in found] == ["finance"] * 3


def test_a_county_says_县(settings: Settings) -> None:
    names = {}
    for area in ("槐荫区", "商河县", "济南市"):
        district = settings.district(area)
        assert district is not None
        names[area] = [
            office_name(d, district)
            for d in settings.departments
            if d.id in ("finance", "youth_league", "economic_zone")
        ]
    assert names == {
        "槐荫区": ["团区委", "区财政局", "经济开发区管委会"],
        "商河县": ["团县委", "县财政局", "经济开发区管委会"],
        "济南市": ["团市委", "市财政局", "经济开发区管委会"],
    }


def test_indicators_by_id(settings: Settings) -> None:
    assert settings.indicator("gdp").name == "地区生产总值"
    with pytest.raises(KeyError):
        settings.indicator("gnp")


@pytest.mark.parametrize(
    ("place", "title"),
    [
        ("槐荫区", "区情简报"),
        ("高阳县", "县情简报"),
        ("赤峰市", "市情简报"),
        ("河北省", "省情简报"),
        ("阿鲁科尔沁旗", "旗情简报"),
        ("内蒙古自治区", "区情简报"),
        ("", "区情简报"),
    ],
)
def test_a_place_calls_its_papers_by_its_level(place: str, title: str) -> None:
    assert title_in(place, "区情简报") == title
    assert title_in(place, "区域对比表") == "区域对比表"
