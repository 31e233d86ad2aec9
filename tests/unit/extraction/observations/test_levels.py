"""市本级, 高新区, a district: figures of a part of the area carry its name and no id, until the text speaks of the whole again."""

from __future__ import annotations

import pytest

from briefing.extraction import extract
from briefing.sources import documents, read_bytes
from tests.unit.extraction.observations.build import LEXICON

TITLE = "关于青岚市2025年财政预算执行情况和2026年财政预算草案的报告\n"


def figures(text: str) -> list[tuple[str, str | None, str]]:
    (document,) = documents(read_bytes("报告.txt", (TITLE + text).encode()))
    found = extract(document, LEXICON).observations
    return [(str(o.value), o.indicator, o.area) for o in found]


REVENUE, EXPENDITURE = "general_budget_revenue", "general_budget_expenditure"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "市本级一般公共预算收入22.3亿元；一般公共预算支出61.5亿元。一般公共预算收支相抵后无结余。",
            [("22.3", None, "市本级"), ("61.5", None, "市本级")],
        ),
        (
            "全市实现一般公共预算收入51.7亿元。实现一般公共预算支出109.3亿元。\n"
            "市级（含市本级、开发区，下同）实现一般公共预算收入10.8亿元。实现一般公共预算支出21.6亿元。",
            [
                ("51.7", REVENUE, "青岚市"),
                ("109.3", EXPENDITURE, "青岚市"),
                ("10.8", None, "市级"),
                ("21.6", None, "市级"),
            ],
        ),
        (
            "（一）市本级预算执行情况\n一般公共预算收入完成8.1亿元。\n"
            "（二）高新区预算执行情况\n一般公共预算收入完成3.7亿元。\n"
            "（三）全市债务情况\n一般公共预算收入完成51.7亿元。",
            [("8.1", None, "市本级"), ("3.7", None, "高新区"), ("51.7", REVENUE, "青岚市")],
        ),
        (
            "一般公共预算收入完成51.7亿元，其中：市本级完成8.1亿元。一般公共预算支出完成109.3亿元。",
            [
                ("51.7", REVENUE, "青岚市"),
                ("8.1", None, "市本级"),
                ("109.3", EXPENDITURE, "青岚市"),
            ],
        ),
        (
            "洋湖新区一般公共预算收入13.4亿元；一般公共预算支出9.8亿元。\n全市一般公共预算支出109.3亿元。",
            [
                ("13.4", None, "洋湖新区"),
                ("9.8", None, "洋湖新区"),
                ("109.3", EXPENDITURE, "青岚市"),
            ],
        ),
        (  # a category of spending is no place
            "一般公共预算支出完成109.3亿元。城乡社区支出完成9.1亿元。",
            [("109.3", EXPENDITURE, "青岚市"), ("9.1", None, "青岚市")],
        ),
    ],
)
def test_the_level_of_accounts(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert figures(text) == expected


def test_a_heading_of_both_levels_says_neither() -> None:
    text = "一、2025年全市和市本级预算执行情况\n一般公共预算收入完成51.7亿元。"
    assert figures(text) == [("51.7", REVENUE, "青岚市")]


def test_the_countys_own_level_is_the_county() -> None:
    text = "云湖县2025年政府工作报告\n2024年，县级一般公共预算收入完成18.6亿元。"
    (document,) = documents(read_bytes("报告.txt", text.encode()))
    (found,) = extract(document, LEXICON).observations
    assert found.area == "云湖县"
