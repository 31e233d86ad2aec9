"""A key, sheet or column that is not in docs/excel.md fails, and so does a column there that no longer exists."""

from __future__ import annotations

import re

import pytest

from briefing.papers.excel.own import PLACEHOLDERS
from briefing.settings.sheets import (
    COLUMNS,
    ColumnOptions,
    SheetOptions,
    SheetsTemplate,
    read_sheets_template,
)
from tests.unit.papers.excel.samples import ROOT

GUIDE = (ROOT / "docs" / "excel.md").read_text(encoding="utf-8")


def rows(text: str) -> list[str]:
    return re.findall(r"^\| `([a-z_]+)` \|", text, re.MULTILINE)


def section(name: str) -> str:
    return (
        re.split(rf"^##+ .* `{name}`$", GUIDE, flags=re.MULTILINE)[1]
        .split("\n## ")[0]
        .split("\n### ")[0]
    )


def test_every_key_is_described() -> None:
    part = GUIDE.split("## 版式文件")[1].split("\n## ")[0]
    assert rows(part) == [
        *SheetsTemplate.model_fields,
        *SheetOptions.model_fields,
        *ColumnOptions.model_fields,
    ]


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_is_described_in_its_order(name: str) -> None:
    if name == "tasks":
        assert set(rows(section(name))) == set(COLUMNS["tasks"]) - set(COLUMNS["livelihood"])
    else:
        assert rows(section(name)) == list(COLUMNS[name])


def test_every_placeholder_is_described() -> None:
    assert all(f"`{{{word}}}`" in GUIDE for word in PLACEHOLDERS)


def test_the_example_is_a_valid_layout() -> None:
    example = GUIDE.split("```yaml\n")[1].split("```")[0]
    assert len(read_sheets_template("docs/excel.md", example.encode()).sheets) == 3
