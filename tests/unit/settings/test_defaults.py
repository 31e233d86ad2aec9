"""What comes with the program: its own settings, and how fast they are there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from briefing.settings import load_indicators, load_settings

IDS = """
gdp gdp_primary gdp_secondary gdp_tertiary gdp_per_capita general_budget_revenue general_budget_expenditure tax_revenue nontax_revenue
tax_share fixed_asset_investment industrial_investment industrial_value_added industrial_revenue industrial_profit services_revenue
retail_sales retail_sales_above_limit online_retail imports_exports foreign_investment property_sales_area finance_value_added income_all
income_urban income_rural cpi unemployment_rate urban_employment_new market_entities market_entities_new four_above_enterprises
hightech_enterprises hightech_enterprises_new tech_smes specialised_smes_new rd_spending rd_intensity tech_contract_value
innovation_platforms key_projects key_projects_investment signed_projects special_bonds land_supply livelihood_spending livelihood_share
livelihood_projects school_places_new health_insurance_coverage five_g_stations five_g_stations_new pm25 good_air_days water_quality_good
forest_coverage green_coverage grain_output energy_intensity deputy_proposals hotline_satisfaction three_public_expenses government_debt
talent_total
"""
CANONICAL = IDS.split()


def test_every_canonical_indicator_in_its_order() -> None:
    indicators = load_indicators()
    assert [indicator.id for indicator in indicators] == CANONICAL
    assert [indicator.order for indicator in indicators] == sorted(
        {indicator.order for indicator in indicators}
    )


def test_the_contract_names_the_same_ids(shared: Path) -> None:
    readme = (shared / "gold" / "README.md").read_text(encoding="utf-8")
    listed = readme.split("### Canonical ids\n")[1].split("\n## ")[0]
    ids = re.findall(r"(?<![A-Za-z0-9.&])[a-z][a-z0-9_]{2,}", listed)
    assert [id for id in ids if id not in CANONICAL] == []
    assert set(ids) == set(CANONICAL)


def test_jinan_with_its_twelve_districts_and_counties() -> None:
    settings = load_settings()
    codes = {
        district.name: district.code
        for district in settings.districts
        if district.kind in ("city", "district", "county")
    }
    assert codes == {
        "济南市": "370100", "历下区": "370102", "市中区": "370103", "槐荫区": "370104", "天桥区": "370105", "历城区": "370112",
        "长清区": "370113", "章丘区": "370114", "济阳区": "370115", "莱芜区": "370116", "钢城区": "370117", "平阴县": "370124",
        "商河县": "370126",
    }  # fmt: skip
    assert {district.name for district in settings.districts if district.kind == "functional"} >= {
        "济南高新区",
        "济南起步区",
        "南部山区",
    }


def test_mail_goes_nowhere_until_addresses_are_configured() -> None:
    assert all(
        department.email.endswith("@example.invalid") for department in load_settings().departments
    )


def test_the_units_of_a_real_list_of_duties_are_known(shared: Path) -> None:
    text = re.sub(
        r"\s",
        "",
        (shared / "data" / "seeds" / "003_82faa1767ab29331.txt").read_text(encoding="utf-8-sig"),
    )
    units = {
        unit
        for listed in re.findall(r"[（(](?:牵头|责任)单位[：:]([^（）()]*)[）)]", text)
        for unit in re.split(r"[，、；：]|(?:牵头|责任)单位", listed)
        if re.search(r"(局|委|部|会|校|馆|院|中心|办公室|机关)$", unit)
    }
    settings = load_settings()
    assert len(units) > 40
    assert sorted(unit for unit in units if not settings.department(unit)) == []


def test_reading_the_settings_brings_in_no_heavy_library() -> None:
    code = "import sys, briefing.settings as s; s.load_settings(); print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    heavy = {"docx", "jieba", "jinja2", "lxml", "matplotlib", "numpy", "openpyxl", "sqlalchemy"}
    assert not heavy & set(done.stdout.split())
