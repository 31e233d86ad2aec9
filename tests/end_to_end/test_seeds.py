"""The same job on the real documents of three districts: right papers for each. Figures are facts; the prose stays where it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.end_to_end.conftest import briefing
from tests.end_to_end.papers import papers, text_of

# district, its newest report's year, and what its papers must say in words (Word), as values (Excel) and on charts (PDF)
TRUTHS = {
    "槐荫区": (
        "2024",
        ("增长4%左右", "下降16%左右", "57.1亿元", "558亿元", "2.6万人"),
        ("4", "-16", "7.4", "57.1", "558", "20372", "353", "22.6", "4500"),
        ("−16", "57.1"),
    ),
    "天桥区": (
        "2023",
        ("增长6.5%", "增长35.3%", "1.78万人"),
        ("6.5", "35.3", "13.6", "24.4", "8092", "124"),
        ("35.3", "24.4"),
    ),
    "市中区": (
        "2022",
        ("1300亿元", "89.23亿元"),
        ("1300", "89.23", "490", "68987", "1122", "30.7"),
        ("89.23",),
    ),
}


@pytest.fixture(scope="module")
def output(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds")
    done = briefing("run", "annual", "--sources", shared / "data" / "seeds", "--output", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("district", TRUTHS)
def test_papers_of_real_documents_are_right(output: Path, district: str) -> None:
    year, words, values, marks = TRUTHS[district]
    found = papers(output)
    word = text_of(found[f"{district}{year}年区情简报.docx"])
    assert [said for said in words if said not in word] == []
    cells = text_of(found[f"{district}{year}年指标表.xlsx"]).split("|")
    assert [value for value in values if value not in cells] == []
    pdf = text_of(found[f"{district}{year}年图表册.pdf"])
    assert [mark for mark in marks if mark not in pdf] == []


def test_targets_of_the_year_stand_beside_what_became_of_them(output: Path) -> None:
    word = text_of(papers(output)["槐荫区2024年区情简报.docx"])
    assert "低于年初目标约2.5个百分点" in word
    assert "低于年初目标约24个百分点" in word


def test_a_paper_that_would_say_nothing_is_not_made_and_the_run_says_why(
    shared: Path, tmp_path: Path
) -> None:
    job = ("run", "matters", "--district", "天桥区", "--sources", shared / "data" / "seeds")
    done = briefing(*job, "--output", tmp_path)
    assert done.returncode == 0, done.stderr
    names = list(papers(tmp_path))
    assert not [name for name in names if re.search("预算|评估|预警", name)]
    assert "天桥区2023年督查通报.docx" in names
    # What the year after is to bring carries that year.
    assert "天桥区2024年续建新建储备项目计划表.docx" in names
    summary = (tmp_path / "matters" / "summary.txt").read_text(encoding="utf-8")
    assert "- 天桥区：没有做四本预算简表：资料里没有2023年的预算报告\n" in summary
    assert "- 天桥区：没有做规划中期评估表：资料里没有覆盖2023年的五年规划\n" in summary
    assert "没有做预警单：没有需要预警的事项，资料里没有2023年的年度目标" in summary
    again = briefing(*job, "--output", tmp_path)
    assert "新做 0 份" in again.stdout + again.stderr
    assert "没有做四本预算简表" in (tmp_path / "matters" / "summary.txt").read_text(
        encoding="utf-8"
    )


def test_a_department_is_told_its_own_targets_and_not_written_to_for_one_shared_duty(
    shared: Path, tmp_path: Path
) -> None:
    offices = ("区商务局", "区医保局", "供电中心")
    asked = [part for office in offices for part in ("--department", office)]
    job = ("run", "departments", "--district", "槐荫区", *asked)
    done = briefing(*job, "--sources", shared / "data" / "seeds", "--output", tmp_path)
    assert done.returncode == 0, done.stderr
    letters = {name: path for name, path in papers(tmp_path).items() if name.endswith(".docx")}
    commerce = text_of(letters["槐荫区2024年商务局工作提示单.docx"])
    assert "预期目标是：社会消费品零售总额增长3.5%。" in commerce
    health = text_of(letters["槐荫区2024年医保局工作提示单.docx"])
    assert "居民医保参保率" in health
    assert "地区生产总值" not in health
    assert not [name for name in letters if "供电中心" in name]


def test_a_letter_calls_its_workbook_by_the_name_of_its_file(shared: Path, tmp_path: Path) -> None:
    job = ("run", "departments", "--district", "槐荫区", "--department", "区委宣传部")
    more = ("--department", "区发展改革局")
    done = briefing(*job, *more, "--sources", shared / "data" / "seeds", "--output", tmp_path)
    assert done.returncode == 0, done.stderr
    found = papers(tmp_path)
    for sheet in (name for name in found if name.endswith(".xlsx")):
        letter = found[sheet.replace("填报表.xlsx", "工作提示单.docx")]
        assert f"随附《{sheet.removesuffix('.xlsx')}》" in text_of(letter)
    reform = text_of(found["槐荫区2024年发展改革局工作提示单.docx"])
    # How many projects there will be is planned, no target.
    assert "预期目标是：地区生产总值增长5.7%，固定资产投资增长5%。" in reform
    assert "计划安排重点项目216个，重点项目总投资3017亿元。" in reform
