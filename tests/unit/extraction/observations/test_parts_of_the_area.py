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
    ],
)
def test_subjects(sentence: str, part: str) -> None:
    assert sub_area(sentence, 0, len(sentence)) == part
