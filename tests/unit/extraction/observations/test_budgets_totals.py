"""Budgets, what came of them, and sums of several years told in a part of one year."""

from __future__ import annotations

import pytest

from briefing.extraction import extract
from briefing.sources import documents, read_bytes
from tests.unit.extraction.observations.build import LEXICON

TITLE = "关于青岚市2025年财政预算执行情况和2026年财政预算草案的报告\n一、2025年预算执行情况\n"


def told(text: str) -> list[tuple[str, str, str]]:
    (document,) = documents(read_bytes("报告.txt", (TITLE + text).encode()))
    return [(str(o.value), o.status, o.period) for o in extract(document, LEXICON).observations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "（一）年初预算安排情况\n2025年全市安排财政预算收入76亿元，其中：一般公共预算收入48亿元。\n（二）执行情况\n一般公共预算收入完成50亿元。",
            [("76", "target", "2025"), ("48", "target", "2025"), ("50", "actual", "2025")],
        ),
        (
            "全市一般公共预算收入调整为29.1亿元，一般公共预算支出变动预算数为41.7亿元。",
            [("29.1", "target", "2025"), ("41.7", "target", "2025")],
        ),
        (
            "全市一般公共预算支出预算为15.3亿元，实际完成17.4亿元，增长1%。",
            [("15.3", "target", "2025"), ("17.4", "actual", "2025"), ("1", "actual", "2025")],
        ),
        (
            "各县人民代表大会相继批准了本级预算。经汇总，全市一般公共预算收入为33.6亿元，一般公共预算支出为64.7亿元。",
            [("33.6", "target", "2025"), ("64.7", "target", "2025")],
        ),
        (
            "全市一般公共预算收入完成17.9亿元，较“十四五”目标（15.2亿元）超收2.7亿元。",
            [("17.9", "actual", "2025"), ("15.2", "target", "2025"), ("2.7", "actual", "2025")],
        ),
        (
            "全市一般公共预算收入累计完成67.2亿元，从2020年的11.4亿元增加到2025年的15.5亿元，年均增长5.7%。",
            [
                ("67.2", "actual", "2021-2025"),
                ("11.4", "actual", "2020"),
                ("15.5", "actual", "2025"),
                ("5.7", "actual", "2021-2025"),
            ],
        ),
        (
            "“十四五”全市一般公共预算收入累计完成83.5亿元。全市一般公共预算收入完成19.2亿元。",
            [("83.5", "actual", "2021-2025"), ("19.2", "actual", "2025")],
        ),
        (  # compared with the plan before: of the plan after
            "全市一般公共预算收入完成124.8亿元，较“十三五”增收64.9亿元。",
            [("124.8", "actual", "2021-2025"), ("64.9", "actual", "2025")],
        ),
        (  # the budget that a share is of is no amount of a budget
            "全市一般公共预算收入完成19.2亿元，为调整预算的103%。",
            [("19.2", "actual", "2025"), ("103", "actual", "2025")],
        ),
    ],
)
def test_amounts_of_budgets_and_of_years(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("自“十四五”以来，建成公园36处。新建学校12所。", [("36", "2021-2024"), ("12", "2024")]),
        ("2021年以来，新建学校12所。", [("12", "2021-2024")]),
        ("近三年累计引进博士154人。", [("154", "2022-2024")]),
        ("“十三五”末全县经营主体9.6万户，目前达到18.6万户。", [("9.6", "2020"), ("18.6", "2024")]),
    ],
)
def test_times_up_to_the_year_reviewed(text: str, expected: list[tuple[str, str]]) -> None:
    report = f"云湖县2025年政府工作报告\n一、2024年工作回顾\n{text}"
    (document,) = documents(read_bytes("报告.txt", report.encode()))
    found = [(str(o.value), o.period) for o in extract(document, LEXICON).observations]
    assert found == expected


def test_a_plan_to_adjust_a_budget_says_how_the_debts_stand() -> None:
    text = (
        "青岩县本级2024年预算调整方案的报告\n一、政府债券安排情况\n（一）地方政府债务规模和风险情况\n"
        "全县债务限额41.3亿元，其中一般债务23.1亿元。\n（二）预算收支调整安排\n新增专项债券2.4亿元。\n"
    )
    (document,) = documents(read_bytes("方案.txt", text.encode()))
    found = [(str(o.value), o.status, o.period) for o in extract(document, LEXICON).observations]
    assert found == [
        ("41.3", "actual", "2024"),
        ("23.1", "actual", "2024"),
        ("2.4", "target", "2024"),
    ]


def test_the_second_half_of_the_year_is_still_to_come_in_a_summary_of_the_first() -> None:
    text = (
        "县水利局上半年工作总结\n2024年7月5日\n一、上半年工作情况\n完成水利投资3亿元。\n"
        "二、下半年工作打算\n完成水利投资4亿元。\n"
    )
    (document,) = documents(read_bytes("总结.txt", text.encode()))
    found = extract(document, LEXICON).observations
    assert [(o.status, o.period) for o in found] == [("actual", "2024H1"), ("target", "2024H2")]
