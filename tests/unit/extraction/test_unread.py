"""Figures that no fact used are counted and said."""

from __future__ import annotations

from briefing.extraction import Lexicon, extract
from briefing.extraction.unread import warnings
from briefing.model import Facts
from briefing.settings import load_indicators
from briefing.sources import documents, read_bytes


def said(text: str, *, nothing: bool = False) -> list[str]:
    reading = read_bytes("某县.txt", text.encode())
    made = documents(reading)
    lexicon = Lexicon.from_indicators(load_indicators())
    facts = [Facts() if nothing else extract(document, lexicon) for document in made]
    return warnings(reading, [*zip(made, facts, strict=True)])


REPORT = "某县政府工作报告\n各位代表：\n一、2024年工作回顾\n" + "".join(
    f"全年{name}完成{number}.5亿元，增长{number}.2%。\n"
    for number, name in enumerate(["一般公共预算收入", "固定资产投资", "社会消费品零售总额"], 5)
)


def test_a_document_that_is_read_says_nothing() -> None:
    assert said(REPORT) == []


def test_a_document_without_a_fact_says_so() -> None:
    assert said("关于召开会议的通知\n请各单位准时参加。\n") == [
        "没有读出任何指标、项目或任务，请核对文件内容"
    ]


def test_figures_left_unread_are_counted() -> None:
    text = REPORT + "".join(f"其中{number}个。\n" for number in range(20, 40))
    (first, second) = said(text, nothing=True)
    assert first == "正文有 26 个数字未读（共 26 个）"
    assert second == "没有读出任何指标、项目或任务，请核对文件内容"


def test_years_dates_and_numbering_are_no_figures() -> None:
    text = REPORT + "".join(
        f"第{number}届会议于2024年{number}月{number}日召开。\n" for number in range(1, 13)
    )
    assert said(text) == []
