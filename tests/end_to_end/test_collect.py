"""The whole loop: reports in, forms out, filled in by careless departments, collected, and shown by the next run's papers."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.end_to_end.conftest import ROOT, briefing
from tests.end_to_end.papers import papers, text_of
from tests.unit.collect.forms import figure, filled, put, sign

DUTIES = """槐荫区人民政府办公室关于印发槐荫区2025年重点任务分工的通知
各街道办事处，区政府有关部门：
《槐荫区2025年重点任务分工》已经区政府同意，现印发给你们，请认真落实。
槐荫区人民政府办公室
2025年2月6日

槐荫区2025年重点任务分工
为做好全年工作，制定如下任务分工。

一、办好民生实事
1. 新建改扩建中小学5所，新增学位6000个。（牵头单位：区教育和体育局；责任单位：区财政局、区住房城乡建设局）
2. 改造老旧小区21个，惠及居民1.2万户。（牵头单位：区住房城乡建设局；责任单位：区财政局）

二、抓好产业发展
3. 新增高新技术企业60家，技术合同成交额达到80亿元。（牵头单位：区科技局）
4. 新增限额以上商贸企业40家。（牵头单位：区商务局；责任单位：区投资促进局）
"""
JOB = """name: loop
title: 任务和填报
sources: [sources]
districts: [槐荫区, 天桥区]
period: "{period}"
mail:
  letters:
    - {{to: departments}}
outputs:
  - {{kind: excel, name: 任务分解表, template: templates/excel/tasks.yaml, audience: internal}}
  - {{kind: excel, name: 指标表, template: templates/excel/indicators.yaml, audience: leader}}
  - {{kind: word, name: 区情简报, template: templates/word/briefing.docx, audience: leader}}
  - {{kind: word, name: 校核单, template: templates/word/review.docx, audience: internal}}
  - kind: excel
    name: 填报表
    template: templates/excel/department.yaml
    audience: department
    scope: department
    departments: [区财政局, 区发展改革局, 区住房城乡建设局, 区科技局, 区商务局, 区人力资源社会保障局]
    due: "2099-12-31"
    contact: 区政府督查室
  - kind: excel
    name: 补报表
    template: templates/excel/department.yaml
    audience: department
    scope: department
    departments: [区教育和体育局]
    due: "2025-02-10"
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with the sample documents and a notice that gives tasks to departments."""
    folder = tmp_path / "工作区"
    shutil.copytree(ROOT / "config", folder / "config")
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copytree(ROOT / "examples" / "sources", folder / "sources")
    (folder / "sources" / "槐荫区2025年重点任务分工.txt").write_text(DUTIES, encoding="utf-8")
    write_job(folder, "2024")
    return folder


def write_job(folder: Path, period: str) -> None:
    (folder / "config" / "jobs" / "loop.yaml").write_text(
        JOB.format(period=period), encoding="utf-8"
    )


def run(folder: Path, *options: str) -> dict[str, Path]:
    done = briefing("run", "loop", *options, cwd=folder)
    assert done.returncode == 0, done.stderr
    return papers(folder / "output")


def collect(folder: Path, *arguments: object) -> tuple[int, str]:
    done = briefing("collect", "import", *arguments, cwd=folder)
    return done.returncode, done.stdout + done.stderr


def sorted_backwards(book: Any) -> None:
    """As from the filter's menu: whole rows, hidden keys and all."""
    sheet = book["指标填报"]
    last = max(
        row[0].row for row in sheet.iter_rows() if str(row[-1].value or "").startswith("indicator:")
    )
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=last)]
    for number, row in enumerate(reversed(rows), 4):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


def with_rows_inserted(book: Any) -> None:
    sheet = book["任务进展"]
    sheet.insert_rows(4, amount=2)
    sheet["B4"] = "（以下由房屋征收中心提供）"
    sheet.column_dimensions["B"].width = 90


def careless(out: dict[str, Path], inbox: Path) -> None:
    """What six departments send back."""
    inbox.mkdir()

    def fill(department: str, name: str, *writes: Any, form: str = "填报表") -> Path:
        return filled(
            out[f"槐荫区2024年{department}{form}.xlsx"].read_bytes(), inbox / name, *writes, sign()
        )

    fill(  # texts in number cells, and one that is no certain number
        "财政局", "财政局反馈.xlsx", figure("general_budget_revenue:level", "５７．２亿元"), figure("livelihood_share:ratio", "约82%"),
        put("任务进展", "task:", "本期进展", "已拨付建设资金3.2亿元"),
    )  # fmt: skip
    fill(
        "发展改革局",
        "发改局.xlsx",
        figure("fixed_asset_investment:yoy", 7.6),
        figure("gdp:yoy", "4.2%"),
        sorted_backwards,
    )
    fill(
        "住房城乡建设局", "住建局（最终版）.xlsx", put("任务进展", "task:", "本期进展", "主体工程过半"),
        put("任务进展", "task:", "是否达序", "达进度"), with_rows_inserted,
    )  # fmt: skip
    fill(
        "科技局",
        "科技局.xlsx",
        put("指标填报", "indicator:hightech_enterprises:level", "本期数", 400),
        figure("rd_spending:level", 153000),
    )
    late = (
        put("任务进展", "task:", "本期进展", "5所学校全部开工"),
        put("任务进展", "task:", "下步措施", "倒排工期"),
    )
    fill("教育和体育局", "教体局.xlsx", *late, form="补报表")
    twice = fill(
        "商务局",
        "商务局.xlsx",
        figure("retail_sales:level", 560),
        put("任务进展", "task:", "是否达序", "欠进度"),
    )
    shutil.copy(twice, inbox / "商务局(1).xlsx")


def test_from_the_reports_to_the_next_runs_papers(workspace: Path) -> None:
    before = run(workspace)
    assert "57.1亿元" in text_of(before["槐荫区2024年区情简报.docx"])
    untouched = {
        name: path.read_bytes() for name, path in before.items() if name.startswith("天桥区")
    }
    inbox = workspace / "收到的表"
    careless(before, inbox)
    code, said = collect(workspace, inbox, "--dry-run")
    assert code == 1
    assert "台账里没有发出过这份表（槐荫区2024年区财政局填报表），整份没有采用" in said
    handed = briefing("send", "loop", "--by-folder", cwd=workspace)
    assert handed.returncode == 0, handed.stdout + handed.stderr

    code, said = collect(workspace, inbox, "--dry-run")
    assert code == 1
    assert "财政局反馈.xlsx（槐荫区2024年区财政局填报表）可以导入：核定值 1 项，进展 1 条" in said
    code, said = collect(workspace, inbox, "--by", "区政府办综合科")
    assert code == 1  # somebody has to look at three cells
    for line in (
        "财政局反馈.xlsx（槐荫区2024年区财政局填报表）已导入：核定值 1 项，进展 1 条",
        "“约82%”里有“约”，不是核定的数",
        "发改局.xlsx（槐荫区2024年区发展改革局填报表）已导入：核定值 2 项",
        "住建局（最终版）.xlsx（槐荫区2024年区住房城乡建设局填报表）已导入：核定值 0 项，进展 1 条",
        "提醒 任务进展!A4：插入的行",
        "“本期数”这一列不能改：发出 “353”，收回 “400”",
        "由 15.3亿元 改为 153000亿元，是原数的约10000倍，像是把万元和亿元",
        "教体局.xlsx（槐荫区2024年区教育和体育局补报表）已导入：核定值 0 项，进展 1 条；迟报（应于 2025-02-10 前报送）",
        "已经导入过，没有重复计入",
        "共 7 份文件，2 份有要处理的",
    ):
        assert line in said, line

    status = briefing("collect", "status", "loop", "--period", "2024", cwd=workspace).stdout
    assert "应报 12 家，已报 6 家（其中迟报 1 家），未报 6 家" in status
    assert (
        "应报6家，已报5家，未报1家：区人力资源社会保障局。请以上单位按时报送。联系：区政府督查室。"
        in status
    )
    assert "已报（迟报）" in status

    after = run(workspace)
    prose = text_of(after["槐荫区2024年区情简报.docx"])
    assert "57.2亿元" in prose
    assert "57.1亿元→" not in prose.partition("数据来源")[0]
    workbook = text_of(after["槐荫区2024年指标表.xlsx"])
    assert "来源值57.1亿元→核定值57.2亿元（区财政局，" in workbook
    assert "财政局反馈.xlsx指标填报!" in workbook
    review = text_of(after["槐荫区2024年校核单.docx"])
    assert "采用部门核定的数" in review
    assert "来源值4%左右→核定值4.2%（区发展改革局，" in review
    tasks = text_of(after["槐荫区2024年任务分解表.xlsx"])
    assert "重点任务推进情况表" in tasks
    for told in (
        "区住房城乡建设局：主体工程过半",
        "区财政局：已拨付建设资金3.2亿元",
        "区教育和体育局：5所学校全部开工",
        "倒排工期",
        "欠进度",
    ):
        assert told in tasks, told
    assert {
        name: path.read_bytes() for name, path in after.items() if name.startswith("天桥区")
    } == untouched
    assert "全部相符" in briefing("verify", "output", cwd=workspace).stderr

    # What was asked about is accepted, what was wrong is taken back; the papers follow.
    code, said = collect(
        workspace, inbox / "科技局.xlsx", "--accept", cell_of(said, "是原数的约10000倍")
    )
    assert code == 1  # its 本期数 is still the one that was written over
    assert "采用" in said
    listed = briefing("corrections", "list", "--district", "槐荫区", cwd=workspace).stdout
    number = next(line.split()[0] for line in listed.splitlines() if "15.3→153000亿元" in line)
    assert "57.1→57.2亿元" in listed
    done = briefing(
        "corrections",
        "revert",
        number,
        "--by",
        "区政府办综合科",
        "--note",
        "单位填错",
        cwd=workspace,
    )
    assert "由 153000亿元 改回 15.3亿元" in done.stdout
    assert "单位填错" in briefing("corrections", "list", "--all", cwd=workspace).stdout
    again = briefing("run", "loop", cwd=workspace)
    assert again.returncode == 0
    assert "全部相符" in briefing("verify", "output", cwd=workspace).stderr

    # The next period's forms and tasks show this one's progress as the last one's.
    write_job(workspace, "2025Q1")
    later = run(workspace, "--district", "槐荫区")
    housing = load_workbook(later["槐荫区2025年1-3月住房城乡建设局填报表.xlsx"])["任务进展"]
    heads = [cell.value for cell in housing[3]]
    assert [
        row[heads.index("上期进展")] for row in housing.iter_rows(min_row=4, values_only=True)
    ].count("主体工程过半") == 1


def cell_of(said: str, words: str) -> str:
    line = next(line for line in said.splitlines() if words in line)
    return line.split()[1].partition("：")[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("collect", "import", "nowhere.xlsx"), "nowhere.xlsx：找不到资料"),
        (
            ("collect", "import", "README.md", "LICENSE", "--accept", "指标填报!G4"),
            "接受单元格时一次只能导入一份文件",
        ),
        (("collect", "import"), "缺少参数 文件..."),
        (("collect", "status", "annual", "--output", "docs"), "任务 annual 还没有生成部门填报表"),
        (("corrections", "revert", "1"), "缺少选项 --by"),
        (("corrections", "revert", "x", "--by", "甲"), "要写不小于 1 的整数"),
        (
            ("corrections", "list", "--district", "槐阴区"),
            "没有配置这个地区：槐阴区（是否指 槐荫区？）",
        ),
        (("corrections", "revert", "9", "--by", "甲"), "没有第 9 号核定"),
        (("collect", "import", "README.md"), "没有导入：README.md：不是 Excel 表"),
    ],
)
def test_each_error_is_one_chinese_sentence(
    arguments: tuple[str, ...], said: str, demo: Path
) -> None:
    done = briefing(*arguments, BRIEFING_STORE=f"sqlite:///{(demo / 'briefing.db').as_posix()}")
    assert done.returncode in (1, 2)
    assert said in done.stderr + done.stdout
