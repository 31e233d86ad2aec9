"""Bare counts of projects of one industry, by where they stand."""

from __future__ import annotations

import pytest

from briefing.analysis import fields
from briefing.model import Source


@pytest.mark.parametrize(
    ("name", "heading", "sentence", "of_one"),
    [
        ("定向储备项目", "打造先进材料产业集群", "定向储备项目不少于20个", True),
        ("新签约落地优质项目", "推动医养健康产业蓬勃发展", "全年新签约落地优质项目30个", True),
        ("落地项目", "科技引领", "半导体产业延链取得新突破，新落地A等10个项目", True),
        ("落地项目", "招强引优成效显著", "成功对接项目283个，落地项目119个", False),
        ("落地项目", "“342”现代化产业体系加快构建", "全年落地项目119个", False),
        ("储备项目", "培育壮大主导产业", "储备项目30个", False),
        ("过亿元项目", "打造先进材料产业集群", "引进过亿元项目30个", False),
    ],
)
def test_of_one_industry(name: str, heading: str, sentence: str, of_one: bool) -> None:
    quote = sentence.rpartition("，")[2]
    source = Source("d", "d.txt", "报告", 0, 1, quote, sentence, section=(heading,))
    assert fields.of_one(name, source) == of_one
