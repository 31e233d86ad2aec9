"""Faults in templates/charts/*.yaml are said in Chinese, with their line and the nearest valid word."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from briefing.errors import SettingsError
from briefing.settings.charts import (
    ChartName,
    ChartOptions,
    ChartsTemplate,
    Colours,
    read_charts_template,
)
from tests.unit.papers.charts.samples import ROOT, TEMPLATE


def fault(text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        read_charts_template("templates/charts/annual.yaml", text.encode("utf-8"))
    return str(caught.value)


def test_the_project_s_own_template_is_right() -> None:
    template = read_charts_template("annual.yaml", TEMPLATE.read_bytes())
    assert [entry.chart for entry in template.charts] == [
        name for name in get_args(ChartName) if not name.startswith("districts")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("charts:\n  - growht\n", r"annual\.yaml:2:5 charts\[0\]：.*growht.*是否指 growth？"),
        (
            "charts: [growth]\ncolors: {}\n",
            r"annual\.yaml:2:1 .*不认识的键 colors.*是否指 colours？",
        ),
        (
            "charts:\n  - chart: growth\n    tittle: 增速\n",
            r"annual\.yaml:3:5 .*不认识的键 tittle.*是否指 title？",
        ),
        ("charts:\n  - chart: growth\n    limit: 十\n", r"annual\.yaml:3:12 .*整数.*十"),
        (
            "charts:\n  - chart: growth\n    title: '{结果}'\n",
            r"annual\.yaml:3:12 .*不认识的 \{结果\}.*\{结论\}",
        ),
        (
            "charts: [growth]\ncolours: {main: blue}\n",
            r"annual\.yaml:2:17 .*blue 不是颜色.*#16527F",
        ),
        ("title: 图册\n", r"annual\.yaml:1:1 charts：缺少这一项"),
        ("charts: []\n", r"annual\.yaml:1:9 charts：至少要写一项"),
    ],
)
def test_faults_name_line_and_nearest_word(text: str, said: str) -> None:
    assert re.search(said, fault(text)), fault(text)


def test_all_faults_at_once() -> None:
    assert fault("colors: {}\ncharts:\n  - growht\n").count("annual.yaml:") == 2


def test_a_file_that_is_no_text() -> None:
    with pytest.raises(SettingsError, match="UTF-8"):
        read_charts_template("annual.yaml", "charts: [增速]".encode("gb18030"))


def test_every_key_chart_and_colour_is_described() -> None:
    guide = (ROOT / "docs" / "charts.md").read_text(encoding="utf-8")
    for name in (
        *ChartsTemplate.model_fields,
        *ChartOptions.model_fields,
        *Colours.model_fields,
        *get_args(ChartName),
    ):
        assert f"`{name}`" in guide, name
