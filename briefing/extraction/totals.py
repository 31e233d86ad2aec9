"""Amounts of several years told where the text speaks of one: “全市收入累计完成672亿元，从2020年的110.4亿元增加到2025年的155.2亿元”.

An amount is of several years where it is summed (累计, 总额, 总量) and its sentence counts from one year to another or tells an
average of years, and where it is compared with an earlier plan (“较‘十三五’增收649.2亿元”: it is of the plan after).
"""

from __future__ import annotations

from briefing import lazy as re
from briefing.sources.titles import five_years

Years = tuple[int, int]

# 经济总量, 进出口总额 and 零售总额 are of one year by name.
_SUM = re.compile(r"累计(?!达)|(?<!经济)(?<!出口)(?<!零售)总[额量]")
_TO = re.compile(r"[从由](?P<from>20\d\d)年[^。；]{0,40}?(?:至|到)(?P<to>20\d\d)年")
_ANNUAL = re.compile(r"年均(?:增|下降|提高)")
_THAN = re.compile(
    r"[^。；]{0,30}?[比较]“?(?P<plan>十[一二三四五])五”?(?:时期|期间)?(?=[^末，。；]{0,14}(?:增|减|提高|下降|翻|\d))"
)
_BASE = re.compile(
    r"[比较与]“?(?P<plan>十[一二三四五]?)五”?(?:末|时期|期间)?|与(?P<year>20\d\d)年(?:末|底)?相比"
)
_REACH = 60


def summed(text: str, span: tuple[int, int], cut: int, at: int, last: int) -> Years | None:
    """The years of an amount at `at` of the sentence `span`; None where nothing says that it is of several. last: its year."""
    ahead = min(span[1], at + _REACH)
    if text.find("五", at, ahead) >= 0 and (than := _THAN.match(text, at, ahead)):
        first = five_years(than["plan"])[1] + 1
        return (first, first + 4) if first <= last <= first + 4 else None
    told = text.find("累计", cut, at) >= 0 or text.find("总", cut, at) >= 0  # few have either
    if not told or not _SUM.search(text, cut, at):
        return None
    for way in _TO.finditer(text, *span):
        first, to = int(way["from"]), int(way["to"])
        if to == last and 1 < to - first <= 5:
            return (first + (to - first == 5), to)
    return (last - 4, last) if _ANNUAL.search(text, at, ahead) else None


def changed(text: str, start: int, at: int, last: int) -> Years | None:
    """The years of a change against an earlier plan or year: 比“十二五”末增长52.4%, 与2020年相比，…增长30%."""
    bases = list(_BASE.finditer(text, max(start, at - _REACH), at))
    if not bases or re.search(r"[；。]", text[bases[-1].end() : at]):
        return None
    base = bases[-1]
    first = (five_years(base["plan"])[1] if base["plan"] else int(base["year"])) + 1
    return (first, last) if 1 < last - first <= 4 else None
