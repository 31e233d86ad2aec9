"""Every field of a figure is told with the words it came from."""

from __future__ import annotations

from pathlib import Path

from briefing.extraction.explain import explain
from briefing.extraction.observations import observations
from briefing.sources import documents, read_bytes, read_file
from tests.unit.extraction.observations.build import LEXICON, document


def test_parts_of_a_sentence() -> None:
    text = "2024年，全县实现社会消费品零售总额比上年增长6.5%左右。"
    (told,) = explain(document(text), LEXICON, "6.5")
    assert [(told.sentence[part.start : part.end], part.field) for part in told.parts] == [
        ("2024年", "period"),
        ("社会消费品零售总额", "name"),
        ("比上年增长", "predicate"),
        ("6.5", "number"),
        ("%", "unit"),
        ("左右", "bound"),
    ]
    reasons = {reason.field: (reason.value, reason.why) for reason in told.reasons}
    assert reasons["指标"][0] == "retail_sales"
    assert reasons["度量"] == ("比上年增减（%）", "“增长”")
    assert reasons["时期"] == ("2024", "原文写明")
    assert reasons["状态"] == ("实际", "回顾部分")


def test_found_by_name_or_number() -> None:
    text = "新建公园6处、绿道11公里。"
    assert [told.observation.name for told in explain(document(text), LEXICON, "绿道")] == [
        "新建绿道"
    ]
    assert [told.observation.name for told in explain(document(text), LEXICON, "6")] == ["新建公园"]
    assert explain(document(text), LEXICON, "77") == ()


def test_found_with_unit_and_bound() -> None:
    made = document("规上工业增加值下降16%左右，发放补贴超过300万元，税收增长16%。")
    assert [told.observation.name for told in explain(made, LEXICON, "16%左右")] == [
        "规上工业增加值"
    ]
    assert [told.observation.name for told in explain(made, LEXICON, "超过300万元")] == ["发放补贴"]
    assert len(explain(made, LEXICON, "16%")) == 2


def test_a_real_report(shared: Path) -> None:
    file = next((shared / "data" / "seeds").glob("000_*.txt"))
    told = [one for made in documents(read_file(file)) for one in explain(made, LEXICON, "57.1")]
    assert [(one.observation.indicator, one.observation.period) for one in told] == [
        ("general_budget_revenue", "2024")
    ]


def test_a_tables_figure_is_told_with_its_row(tmp_path: Path) -> None:
    file = tmp_path / "指标.txt"
    file.write_text(
        "青岩县2024年主要指标\n指标\t单位\t完成数\n地区生产总值\t亿元\t212.4\n粮食总产量\t万吨\t8.6\n税收收入\t亿元\t9.3\n",
        encoding="utf-8",
    )
    (told,) = [
        one for made in documents(read_file(file)) for one in explain(made, LEXICON, "212.4")
    ]
    assert {part.field for part in told.parts} >= {"name", "number", "unit"}
    assert {"指标", "数值", "范围", "把握"} <= {reason.field for reason in told.reasons}


def test_the_frame_and_its_margin_are_told() -> None:
    text = "云湖县2025年政府工作报告\n一、2024年工作回顾\n全县新建学校3所。\n二、2025年工作安排\n新建学校5所。"
    (made,) = documents(read_bytes("报告.txt", text.encode()))
    told = [
        next(reason for reason in found.reasons if reason.field == "语境")
        for value in ("3所", "5所")
        for found in explain(made, LEXICON, value)
    ]
    assert [reason.value for reason in told] == ["回顾（2024年）", "任务（2025年）"]
    assert all("领先次优判断" in reason.why for reason in told)


def test_what_was_there_already_among_plans_is_less_sure_than_the_plan() -> None:
    text = "依托已有20个特色产业园区。新建特色产业园区8个。"
    there, planned = observations(document(text, part="tasks"), LEXICON)
    assert (there.frame, planned.frame) == ("已有", "任务部分")
    assert there.confidence < planned.confidence
