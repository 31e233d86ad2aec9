"""What a commitment promises in figures, and by when."""

from __future__ import annotations

from briefing import lazy as re

_QUOTED = re.compile(r"[“《（(][^”》）()]{0,60}[”》）)]")
_FIGURE = re.compile(
    r"\d[\d.,，]{0,15}(?:[-—~至]\d[\d.]{0,9})?\s*(?:余|多)?\s*(?:万亿|亿|万|千|百)?\s*"
    r"(?:个百分点|平方公里|平方米|平米|立方米|公里|千米|微克|美元|元|亩|吨|公斤|斤|千瓦时|千瓦|兆瓦|人次|人|户|家|个|件|项|所|处|座|条|套|张|间|场|次|台|辆|部|栋|片|名|篇|株|只|头|棵|米|天|小时|倍|期|宗|批|类|支|万|[%％‰])"
)
_DIGIT = re.compile(r"\d")
_NO_FIGURE = re.compile(r"\d+(?:个|项)?(?:方面|年行动|年计划)")
_DEADLINE = re.compile(
    r"(?:到|在|于)?(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日|上旬|中旬|下旬|底|末)?(?:之?前|以前)|\d{1,2}月(?:底|末)|上半年|下半年|[一二三四]季度末?|年内|年底前?|年末|年中)(?:前)?"
    r"|(?:到|在)?20\d\d年(?:底|末)前?|(?:到|力争)20\d\d年"
)
_CLAUSE = re.compile(r"[^，,；;。：:]+")


def goal(text: str) -> str:
    """The clauses of a commitment that give a figure with its unit, as written, joined by ，; "" where it gives none."""
    if not _DIGIT.search(text):
        return ""
    plain = _QUOTED.sub(lambda quoted: "\0" * len(quoted.group()), text)
    promised = (
        clause
        for clause in _CLAUSE.finditer(plain)
        if _DIGIT.search(clause.group()) and _FIGURE.search(_NO_FIGURE.sub("", clause.group()))
    )
    return "，".join(text[clause.start() : clause.end()].strip() for clause in promised)


def deadline(text: str) -> str:
    """By when, as written (年底前, 2025年6月底前, 上半年), or ""."""
    if "年" not in text and "月" not in text and "季度" not in text:
        return ""
    match = _DEADLINE.search(_QUOTED.sub(lambda quoted: "\0" * len(quoted.group()), text))
    return match.group() if match else ""
