"""Whether an amount is one that was budgeted (approved, adjusted) or one that came of it, by the words before it.

Fires: “收入调整为290.95亿元”, “支出变动预算数为410.72亿元”, “人大批复的一般公共预算收入为261.82亿元，一般公共预算支出为398.45亿元”,
“支出预算为155.32亿元”, “较“十四五”目标（924亿元）”, “（年度目标6%以上）”.
Does not: “实际完成174.24亿元”, “为调整预算的103%”, “完成预算（调整预算，下同）的100.34%”.
"""

from __future__ import annotations

from briefing import lazy as re

_BUDGETED = re.compile(
    r"(?:批准|批复|通过)(?:了)?(?:的|，)|(?:预算)?(?<!结构)(?<!结构比)(?:调整|变动)为|(?:收入|支出|收支|年初|调整|变动)预算(?:数|合计)?(?:为|是|$)|预算数(?:为|$)"
    r"|(?:调整|变动)后.{0,12}预算为"
)
_CAME = re.compile(r"完成|执行(?!中)|实现|实际|增长|下降|同比|结余|加上?|决算")
_SUMMED = re.compile(r"(?:经)?汇总，")
_APPROVED_BEFORE = re.compile(r"(?:批准|批复)[^。\n]{0,24}。$")
_PLAIN_AMOUNT = re.compile(r"(?:收入|支出|预算)(?:合计)?为?$")
_BRACKETED = re.compile(r"(?:目标|计划|预算数?|(?:约束性|力争|下达|考核|预期性)指标)$")
_IN_BRACKETS = re.compile(
    r"(?:年度|年初|全年|预期|增长|计划|奋斗)*(?:目标|计划|任务数)(?:数|任务)?(?:占比)?(?:为|是)?"
)
_ALLOWED = re.compile(r"限额(?:为)?$")  # a limit of debts that was approved is one in force
_REACH = 60  # characters before a sentence that say what was approved


def budgeted(text: str, start: int, at: int) -> bool:
    """Whether the amount at `at`, in the sentence that begins at `start`, is a budget's and no outcome."""
    if _ALLOWED.search(text, start, at):
        return False
    if said := [match.end() for match in _BUDGETED.finditer(text, start, at)]:
        return not _CAME.search(text, said[-1], at)
    if not _SUMMED.match(text, start) or _CAME.search(text, start, at):
        return False
    before = text[max(0, start - _REACH) : start]
    return bool(_APPROVED_BEFORE.search(before) and _PLAIN_AMOUNT.search(text, start, at))


def aimed_in_brackets(text: str, cut: int) -> bool:
    """Whether a clause that begins at `cut` is a bracket with a target: （年度目标6%以上）, 目标（924亿元）."""
    if text[max(0, cut - 1) : cut] not in ("（", "("):
        return False
    return bool(_IN_BRACKETS.match(text, cut) or _BRACKETED.search(text, max(0, cut - 8), cut - 1))
