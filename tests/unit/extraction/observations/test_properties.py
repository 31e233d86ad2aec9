"""What must hold for any text: the value stands where the fact says, nothing crashes, nothing takes more than linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from briefing.extraction import extract, facts_as_rows
from briefing.extraction.observations import observations
from briefing.extraction.quantities import number
from briefing.sources import documents, read_bytes
from tests.examples import examples
from tests.unit.extraction.observations.build import LEXICON, document

PIECES = [
    *("，", "；", "。", "、", "（", "）", "“", "”", "《", "》", "：", "\n", " ", "——", "[2]"),
    *(
        "地区生产总值",
        "重点项目",
        "企业",
        "新引进博士",
        "总投资",
        "占比",
        "建成",
        "其中",
        "等",
        "的",
        "全市",
        "开发区",
        "增幅",
    ),
    *(
        "增长",
        "下降",
        "达到",
        "分别",
        "均",
        "由",
        "提升至",
        "高于",
        "预计",
        "力争",
        "累计",
        "比上年",
        "居全市第",
        "目标",
        "5年",
        "2024年",
        "到2030年",
        "一季度",
    ),
    *("3", "56.70", "1,234", "-2.5", "0", "１２", "9" * 60),
    *(
        "%",
        "亿元",
        "个",
        "万人",
        "个百分点",
        "倍",
        "家",
        "公里",
        "左右",
        "以上",
        "余",
        "第",
        "前",
        "强",
        "天",
    ),
]
sentences = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(sentences, st.sampled_from(["review", "tasks", "outlook", "other"]))
@examples(400, suppress_health_check=[HealthCheck.too_slow])
def test_the_value_stands_where_the_fact_says(text: str, part: str) -> None:
    made = document(text, part=part)  # type: ignore[arg-type]
    for observation in observations(made, LEXICON):
        source = observation.source
        written = text[source.start : source.end]
        digits = written.lstrip("-−－")
        digits = digits[: len(digits) - len(digits.lstrip("0123456789０１２３４５６７８９,，.．"))]
        assert number(digits) == observation.value.copy_abs()
        assert observation.name
        assert 0 < observation.confidence <= 1
        assert written.replace(" ", "") in source.quote
        assert source.quote in source.sentence or len(source.quote) > len(source.sentence)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=200))
@examples(200)
def test_any_text_is_read(text: str) -> None:
    for made in documents(read_bytes("任意.txt", f"报告\n{text}".encode(errors="ignore"))):
        list(facts_as_rows(made, extract(made, LEXICON)))


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "地区生产总值增长5%，" * 60_000,
        "增长5%" * 100_000,
        "（" * 300_000 + "增长5%",
        "“《" * 150_000 + "5个",
        "1、" * 200_000,
        "年" * 500_000 + "增长5%",
    ],
    ids=["commas", "nothing between", "brackets", "quotes", "lists", "years"],
)
def test_time_is_linear(text: str) -> None:
    quarter, whole = (seconds(part) for part in (text[: len(text) // 4], text))
    assert whole < 12 * max(quarter, 0.1)


def seconds(text: str) -> float:
    begin = time.process_time()
    observations(document(text), LEXICON)
    return time.process_time() - begin
