"""A growth that is written with a minus sign: 增长-25.5% reads 下降25.5%.

Passes: 下降25.5%; 增长5%—5.5%.
Fails: 实际使用外资增长-25.5%。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.analysis.rules.base import Seen, TextRule, at
from briefing.model import Document

_SAID = re.compile(
    r"(?P<verb>增长|增幅为?|增速为?|提高|提升|增加|上升)(?P<sign>[-−－])(?P<value>\d[\d.]{0,12})(?P<unit>%|％|个百分点)"
)


def check(document: Document) -> Iterator[Seen]:
    for match in _SAID.finditer(document.text):
        right = f"下降{match['value']}{match['unit']}"
        yield Seen(f"“{match[0]}”宜写作“{right}”。", sources=(at(document, *match.span()),))


RULE = TextRule("negative_growth", "low", "负增长的写法", check)
