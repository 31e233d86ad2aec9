"""Small documents that were once misread, each with the figures it states: shared/cases/files."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from briefing.extraction import Lexicon, extract, facts_as_rows
from briefing.settings import load_indicators
from briefing.sources import documents, read_file

STATED = {
    "d01_superscript.docx": "人均可支配收入 62000元, 一般公共预算收入 57.1亿元, 固定资产投资 7.4%, 网络零售额 12.3亿元, 地区生产总值 620.4亿元, 进出口总额 88.5亿元",
    "d02_strike.docx": "固定资产投资 7.4%, 一般公共预算收入 57.1亿元, 技术合同成交额 85亿元",
    "d04_nested_table.docx": "地区生产总值 620.4亿元, 地区生产总值 5.1%, 固定资产投资 312.5亿元, 固定资产投资 7.4%",
    "d06_merged_header.doc": "地区生产总值 620.4亿元, 地区生产总值 5.1%, 地区生产总值 5.5%, 一般公共预算收入 57.1亿元, 一般公共预算收入 2.2%, 一般公共预算收入 59.4亿元, 一般公共预算收入 4%, 城镇新增就业 12000人, 城镇新增就业 12500人",
    "p06_one_page.pdf": "新增城镇就业 1.2万人, 地区生产总值 5.1%, 高新技术企业总数 300家, 民生支出占比 82.6%, 用水总量 -3%, 工业投资 8.2%, 金融业增加值 6%, 老旧小区改造 86个, 青年人才引进 1.2万人, 社会消费品零售总额 558亿元, 一般公共预算收入 57.1亿元, 一般公共预算收入 2.2%, 税收收入 47.2亿元, 税收收入占比 82.6%, 固定资产投资 7.4%, 工业技改投资 12.3%, 房地产开发投资 -8%, 进出口总额 88.5亿元, 进出口总额 -4.6%",
    "d08_short.doc": "一般公共预算收入 58.2亿元, 新增城镇就业 1.2万人",
    "h01_sup_del.html": "一般公共预算收入 57.1亿元, 一般公共预算收入 2.2%, 人均可支配收入 62000元, 绿地面积 120万m², 新增就业 1.2万人, PM2.5平均浓度 36微克/立方米, 固定资产投资 7.4%, 技术合同成交额 85亿元",
    "x04_wan_format.xlsx": "一般公共预算收入 57139.3万元, 一般公共预算收入 55300.0万元, 税收收入 472.0万元, 税收收入 460.0万元",
    "x06_negative_sections.xlsx": "固定资产投资 312.5亿元, 固定资产投资 -7.4%, 进出口总额 88.5亿元, 进出口总额 -4.6%, 财政收入 57.1亿元, 财政收入 -2.2%",
    "x07_rich_text.xlsx": "地区生产总值 620.4亿元, 固定资产投资 312.5亿元, 进出口总额 88.5亿元, 一般公共预算收入 57.1亿元",
    "x10_title_in_column_b.xlsx": "债务限额 220.94亿元, 一般债务 188.57亿元, 专项债务 32.37亿元, 债务限额 43.73亿元, 一般债务 43.15亿元, 专项债务 0.58亿元",
    "x12_percent.xls": "地区生产总值 2345.60亿元, 地区生产总值 6.50%, 规模以上工业增加值 312.40亿元, 规模以上工业增加值 7.10%, 社会消费品零售总额 801.00亿元, 社会消费品零售总额 -1.20%, 一般公共预算收入 156.70亿元, 一般公共预算收入 3.00%",
    "p01_rotate90.pdf": "地区生产总值 620.4亿元, 地区生产总值 5.1%, 固定资产投资 312.5亿元, 固定资产投资 7.4%, 一般公共预算收入 57.1亿元, 一般公共预算收入 2.2%",
    "p03_kangxi.pdf": "新增城镇就业 1.2万人, 生产总值 5.1%, 高新技术企业总数 300家",
    "p08_radicals_report.pdf": "地区生产总值 6.5%, 地区生产总值 2345.6亿元, 人均可支配收入 5.2%, 一般公共预算收入 156.7亿元, 一般公共预算收入 3.0%, 规模以上工业增加值 7.1%, 城镇新增就业 2.6万人, 民生支出占比 81.8%, 重点项目 12个",
}  # fmt: skip


@cache
def lexicon() -> Lexicon:
    return Lexicon.from_indicators(load_indicators())


def stated(path: Path) -> list[str]:
    return [
        f"{fact['name']} {fact['value']}{fact['unit']}"
        for document in documents(read_file(path))
        for fact in facts_as_rows(document, extract(document, lexicon()))
        if fact["fact"] == "indicator"
    ]


def case(shared: Path, name: str) -> Path:
    path = shared / "cases" / "files" / name
    if not path.exists():
        pytest.skip(f"{name} 不在")
    return path


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.slow] if name.endswith(".doc") else [])
        for name in STATED
    ],
)
def test_figures_stand_as_the_document_states_them(
    shared: Path, name: str, program: Callable[[str], str]
) -> None:
    """By value and unit: what each is called is for the rules of names."""
    if name.endswith(".doc"):
        program("soffice")
    found = [one.split(" ")[-1] for one in stated(case(shared, name))]
    assert sorted(found) == sorted(one.split(" ")[-1] for one in STATED[name].split(", "))


def test_raised_digits_in_a_pdf(shared: Path) -> None:
    found = stated(case(shared, "p04_superscript.pdf"))
    assert any(one.endswith("62000元") for one in found)
    assert not any("620001" in one for one in found)


def test_a_report_in_radicals_is_the_same_document(shared: Path) -> None:
    (document,) = documents(read_file(case(shared, "p08_radicals_report.pdf")))
    assert (document.kind, document.area, document.year_reviewed) == ("work_report", "天桥区", 2024)
