"""What stands between a name and its number, read from the number backwards.

地区生产总值按可比价格计算比上年增长 | 5.2%: growth against the year before; 占比由 | 31%: the first of two ends. The reading stops at
the first word the tables do not know: there the name ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.extraction.words import ROLES

_LONGEST = max(map(len, ROLES))
# Moments right before the verb: 由2020年的7.2%, 5年增长, 2025年预计.
_MOMENT = re.compile(
    r"(?:(?P<year>\d{4})年(?:底|末|度|初)?的?|近?(?P<span>\d{1,2}|[两三四五十])年(?:来|间)?|“?十[二三四五六]五”?(?:期间|时期|以来|末|初)?(?:的)?)$"
)
# Against what a change is measured: 比2020年, 较1-4月, 高于全国平均, 较“十三五”末.
_AGAINST = re.compile(
    r"(?:比|较|与|同)(?:“?十[二三四五]五”?末?|[上去前同]年?|\d{4}年|\d{1,2}[—\-至]\d{1,2}月|\d{1,2}月|[一二三四]季度|上半年|全[国省市区县州]|规划|计划|预期|目标|年初|年度|疫情前|改革前|之前|以前|原来|人代会|平均|期初|启动|往年|历史)[^，、；。比较]{0,14}$"
)
_COMPARING = tuple("比较与同")


@dataclass(frozen=True, slots=True)
class Predicate:
    """What the words before a number say of it."""

    start: int  # where they begin: the name ends here
    direction: int = 0  # +1 增长, -1 下降, 0 neither
    annual: bool = False  # 年均
    to: bool = False  # 达到, 增至: a state reached
    source: bool = False  # 由, 从: the first of two ends
    against: bool = False  # 比上年, 较年初, 同比
    respectively: bool = False  # 分别
    each: bool = False  # 均, 都
    total: bool = False  # 累计: the stock of what was new before
    steady: bool = False  # 稳定在, 保持在: all through the period
    estimate: bool = False
    target: bool = False
    year: int | None = None  # 2020年的
    whole: bool = False  # 5年: over the whole of several years


def read(text: str, start: int, end: int) -> Predicate:
    """The predicate that ends at `end`, not reaching before `start`."""
    found: dict[str, object] = {}
    at = end
    while at > start:
        role, length = _word(text, start, at)
        if not role:
            length = _moment(text, start, at, found)
            if not length:
                break
        elif role == "stop":
            break
        else:
            _note(role, text[at - length : at], found)
        at -= length
    if found.get("direction"):
        against = _AGAINST.search(text, max(start, at - 24), at)
        if against:
            found["against"] = True
            at = against.start()
            rest = read(text, start, at)
            if rest.start < at:
                found.setdefault("estimate", rest.estimate)
                found.setdefault("year", rest.year)
                at = rest.start
    return Predicate(at, **found)  # type: ignore[arg-type]


def _word(text: str, start: int, at: int) -> tuple[str, int]:
    for length in range(min(_LONGEST, at - start), 0, -1):
        role = ROLES.get(text[at - length : at])
        if role:
            return role, length
    return "", 0


def _moment(text: str, start: int, at: int, found: dict[str, object]) -> int:
    match = _MOMENT.search(text, max(start, at - 12), at)
    if not match or text[match.start() - 1 : match.start()] in _COMPARING:
        return 0
    if match["year"]:
        found.setdefault("year", int(match["year"]))
    else:
        found["whole"] = True
    return at - match.start()


def _note(role: str, word: str, found: dict[str, object]) -> None:
    """Of two verbs the one nearer to the number decides: 提高到 is a state, 累计下降 a change."""
    decided = "direction" in found or "to" in found
    if role in ("up", "down"):
        if not decided:
            found["direction"] = 1 if role == "up" else -1
        if word.startswith("同比"):
            found["against"] = True
    elif role == "to":
        if not decided:
            found["to"] = True
        if word[0] in "稳保维" or word.startswith("持续"):
            found["steady"] = True
        if word in ("可达", "可达到"):
            found["estimate"] = True
        if word.startswith(("目标", "预期")):
            found["target"] = True
    elif role == "base":
        found["against"] = True
    elif role == "span":
        found["whole"] = True
    elif role == "from":
        if not decided:
            found["source"] = True
    elif role not in ("skip", "bound"):
        found[role] = True
