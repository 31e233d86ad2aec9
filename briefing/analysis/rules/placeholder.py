"""A place that was left open: *%, X亿元, ××个, （待定）.

Passes: 地区生产总值* 亿元 170.3 (a mark on a name); X射线; 3×5米.
Fails: 增长*%; 完成投资X亿元; 新建××公里.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.analysis.rules.base import Seen, TextRule, at
from briefing.model import Document

_UNIT = r"(?:%|％|个百分点|[万亿]?(?:元|美元|人|户|家|个|件|亩|套|平方米|公里|项|名|处|吨)|[万亿])"
_OPEN = re.compile(
    rf"(?<![0-9A-Za-z*＊])(?:[*＊]{{1,4}}|[xX]{{1,4}}|[×Ｘ]{{1,4}}|[_＿]{{2,8}}|[□○●]{{1,4}}|[?？]{{2,4}}){_UNIT}(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])(?:XX|xx|××|ＸＸ|\*\*)(?![0-9A-Za-z*])"
    r"|[（(](?:待定|待补充?|待核实?|待填|数据待[^）)]{1,6})[）)]"
)


def check(document: Document) -> Iterator[Seen]:
    if document.kind == "table":  # a star there marks a name
        return
    for match in _OPEN.finditer(document.text):
        source = at(document, *match.span())
        context = document.text[max(0, match.start() - 12) : match.end() + 4].replace("\n", "")
        yield Seen(f"文中留有未填的数：“{context}”。", sources=(source,))


RULE = TextRule("placeholder", "high", "留有未填的数", check)
