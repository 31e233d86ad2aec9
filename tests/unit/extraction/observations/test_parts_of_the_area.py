"""A part of the area, or more than it, as the subject of a sentence: its figures are not the area's."""

from __future__ import annotations

import pytest

from briefing.extraction.areas import sub_area


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("2025年，青岚—云湖都市圈建设走深走实，经济总量超1.2万亿元。", "青岚—云湖都市圈"),
        ("海口经济圈产业发展规划完成编制，经济总量年均增长5.8%。", "海口经济圈"),
        ("2024年，发行用于园区建设的地方政府专项债券18.3亿元。", ""),
        ("编制全省乡村振兴片区总体规划，新建提升省级片区100个左右。", ""),
        ("2024年，地区生产总值增长5.1%。", ""),
        ("中央活力区实施“产城”一体规划，37个产业项目落地。", "中央活力区"),
        ("滨河新区新建标准厂房5座。", "滨河新区"),
        ("城东街道：实施项目5个。", "城东街道"),
        ("高新区新签约项目30个。", "高新区"),
        ("新型智造组团，依托云湖园区，推进16个续建项目。", "新型智造组团"),
        ("新建产业园区3个。", ""),
        ("开发区建设提速，全区签约项目30个。", ""),
    ],
)
def test_subjects(sentence: str, part: str) -> None:
    assert sub_area(sentence, 0, len(sentence)) == part


def test_a_park_that_heads_a_paragraph_holds_for_it() -> None:
    text = (
        "云湖智造园区蓄势崛起。普洛冷链等36个重点项目加快建设。全区新签约项目30个。\n新建学校3所。"
    )
    at = [text.index(word) for word in ("普洛", "全区", "新建")]
    assert [sub_area(text, start, len(text)) for start in at] == ["云湖智造园区", "", ""]
