"""Two projects with names so alike that one may be a slip of the other. They are never merged silently.

Passes: 均和云谷二期 … 均和云谷三期 (two phases); 重离子中心 … 重离子中心病房区 (a part)
Fails: 凡知智造产业园 … 凡知制造产业园
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.analysis.index import Index
from briefing.analysis.rules.base import FactRule, Seen
from briefing.extraction.projects import near_names

_LONG_ENOUGH = 5  # 西延高铁 and 西康高铁 differ in half of what tells them apart
_GENERAL = "老旧小区"  # a kind of project, not one
_PART = re.compile(r"[\u4e00-\u9fff]{1,3}(?:区|楼|馆|库|厂|段|站)")


def check(index: Index) -> Iterator[Seen]:
    for one, other in near_names(
        project
        for project in index.projects
        if len(project.name) >= _LONG_ENOUGH and _GENERAL not in project.name
    ):
        if _part(one.name, other.name):
            continue
        first, second = one.mentions[0], other.mentions[0]
        yield Seen(
            f"项目名称相近，是否同一项目：“{one.name}”（《{first.source.title}》）、“{other.name}”（《{second.source.title}》）。",
            sources=(first.source, second.source),
            area=one.area,
            period=max(first.period, second.period),
        )


def _part(one: str, other: str) -> bool:
    """Whether one is a part of the other by its name: 重离子中心 and its 病房区."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and bool(_PART.fullmatch(long[len(short) :]))


RULE = FactRule("near_names", "medium", "项目名称相近", check)
