"""What departments reported on projects stands in the ledger of projects, before what an older ledger said."""

from __future__ import annotations

import io
from dataclasses import replace

from openpyxl import load_workbook

from briefing.model import Report, Reported
from briefing.papers.excel.keys import of_project
from tests.unit.papers.excel.samples import book_of, full_pack


def report(unit: str, progress: str) -> Report:
    return Report(
        "", "2024", unit, unit, progress, "", "征收缓慢", "", "甲", "乙", "2025-02-10", False
    )


def ledger(reports: dict[str, Reported]) -> dict[str, list[object]]:
    sheet = load_workbook(io.BytesIO(book_of(replace(full_pack(), reports=reports))))[
        "重点项目台账"
    ]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    return {
        str(head).replace("\n", ""): [row[i] for row in rows[1:]] for i, head in enumerate(rows[0])
    }


def test_a_departments_words_come_first() -> None:
    project = next(p for p in full_pack().projects if any(m.details for m in p.mentions))
    before = ledger({})
    key = str(of_project(project))
    one = ledger({key: Reported((report("区住房城乡建设局", "竣工验收"),), ())})
    row = one["项目名称"].index(project.name)
    assert "主体封顶，正在安装幕墙" in before["形象进度"]
    assert (one["形象进度"][row], one["存在问题"][row]) == ("竣工验收", "征收缓慢")
    two = ledger(
        {key: Reported((report("区住房城乡建设局", "竣工验收"), report("区财政局", "决算中")), ())}
    )
    assert two["形象进度"][row] == "区住房城乡建设局：竣工验收；区财政局：决算中"
