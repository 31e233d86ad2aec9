"""What verdicts are called: the data of the analysis in words, said here and nowhere else.

Texts are plain; who prints one with a bound figure splits nothing off it but asks for the part it wants (`gap`, `pace_gap`, `share`).
The words stand in the tables at the top.
"""

from __future__ import annotations

import re

from briefing import periods
from briefing.amounts import POINTS, Amount, unpadded
from briefing.analysis import wording
from briefing.model import (
    Against,
    Audience,
    Derived,
    Doubt,
    EarlyWarning,
    Finding,
    Observation,
    PlanRow,
    ProgressRow,
    TargetRow,
    VerdictKind,
)

KINDS: dict[VerdictKind, str] = {
    "met": "完成",
    "missed": "未完成",
    "no_actual": "未见完成数",
    "not_comparable": "不作比较",
}
EXPECTED = "预计"
# Why a target has no verdict; {name} is what the figure says it is of.
DOUBTS: dict[Doubt, str] = {
    "no_actual": "未见完成数",
    "neither": "该指标不以高低论完成",
    "measure": "完成数与目标口径不同，无法直接比较",
    "zero": "目标为零，无法计算差距",
    "bound": "完成数只有界限，无法判定",
    "scope": "完成数说的是“{name}”，口径与目标不同",
    "match": "“{name}{figure}”是否就是这项目标的完成数？是□ 否□（代号{question}）",
}
DOUBTFUL, UNRATED = "待核：", "不评："
# Words of a distance: above, below, on a line with what it is measured against.
SIDES = {
    "target": ("高于目标", "低于目标", "与目标持平"),
    "year_target": ("高于年度目标", "低于年度目标", "与年度目标持平"),
    "schedule": ("快于时间进度", "慢于时间进度", "与时间进度持平"),
    "short": ("高", "低", "持平"),
    "short_schedule": ("快", "慢", "持平"),
}
ABOUT, OR_MORE = "约", "以上"
PLAN_BLANK = "规划的指标表没有写目标值"
PLAN_DONE, PLAN_EMPTY = "{year}年已达到规划目标", "规划期内尚无数据，不评"
PLAN_NEEDS = {
    ("%", True): "到{last}年达到规划目标，今后年均需增长{number}%",
    ("%", False): "到{last}年达到规划目标，今后年均需下降{number}%",
    (POINTS, True): "到{last}年达到规划目标，今后每年需提高{number}个百分点",
    (POINTS, False): "到{last}年达到规划目标，今后每年需下降{number}个百分点",
}
WARNED = {"red": "{name}亮红灯：{said}", "turned": "{name}转红灯：{said}", "row": "{name}：{said}"}


def distance(gap: Amount, words: str = "target") -> str:
    """低于目标约2.5个百分点, 高于目标25%以上, 与目标持平. words: a key of SIDES."""
    above, below, level = SIDES[words]
    if not gap.sign:
        return level
    about = ABOUT if gap.bound == "approx" else ""
    beyond = OR_MORE if gap.bound == "min" else ""
    side = above if gap.sign > 0 else below
    return f"{side}{about}{number(abs(gap))}{gap.unit}{beyond}"


def number(amount: Amount) -> str:
    return wording.number(unpadded(amount.value))


# A target against what became of it


def gap(row: TargetRow, words: str = "target") -> str:
    """How far from the target a source's own figure is; "" where it is derived or there is none."""
    verdict = row.verdict
    if verdict.gap is None or verdict.basis == "derived":
        return ""
    if words == "short" and stated_share(row):
        return ""
    return distance(verdict.gap, words)


def share(row: TargetRow) -> str:
    """完成604300万元的94.5%: what part of the amount was reached; "" where no amount was set."""
    verdict = row.verdict
    if verdict.share is None or verdict.of is None:
        return ""
    return f"完成{wording.figure(verdict.of)}的{number(verdict.share)}%"


_CONGRESS = re.compile("人大|人代会")
# What a source says itself of its goal.
AGAINST: dict[Against, str] = {
    "plan": "人代会计划",
    "budget": "预算",
    "adjusted": "调整预算",
    "target": "全年目标",
}


def stated_share(row: TargetRow) -> Observation | None:
    """What part of the target the source itself says was reached: no other share stands beside it."""
    found = row.verdict.stated
    return found if found and found.measure == "ratio" else None


def stated(found: Observation | None) -> str:
    """完成预算的94.5%, 高于人代会计划0.7个百分点; "" where a source says nothing of the kind."""
    if found is None:
        return ""
    goal = _goal(found)
    if found.measure != "pp":
        return f"完成{goal}的{wording.figure(found)}"
    side = {1: "高于", -1: "低于", 0: "与"}[found.amount.sign]
    return f"{side}{goal}{wording.figure(found) if found.amount.sign else '持平'}"


def _goal(found: Observation) -> str:
    """What it is held against: the congress's plan only where the source names the congress."""
    if found.against == "plan" and not _CONGRESS.search(found.source.quote):
        return "年度计划"
    return AGAINST[found.against]


def reckoned(derived: Derived | None) -> str:
    """按两年数推算增长0.5%—0.7%."""
    return f"按两年数推算{wording.changed(derived.low, derived.high)}" if derived else ""


def remark(row: TargetRow) -> str:
    """For internal papers: what the verdict rests on besides the source's figure."""
    if row.verdict.derived is None:
        return ""
    return "；".join(filter(None, (share(row), reckoned(row.verdict.derived))))


def verdict(row: TargetRow, audience: Audience = "internal") -> str:
    """The whole verdict: 预计未完成，低于目标约2.5个百分点; 未完成，为目标的94.5%; no stronger than its figures. Doubts are marked in internal papers alone."""
    found = row.verdict
    if not found.judged:
        return _doubt(row, audience)
    kind = (EXPECTED if found.basis == "estimate" else "") + KINDS[found.kind]
    if found.basis == "derived":
        return f"{kind}（{remark(row)}）"
    return f"{kind}，{_reached(row)}"


def _reached(row: TargetRow) -> str:
    """The source's own word before a share of our own; shares of amounts, as budgets are spoken of, points between rates."""
    found = row.verdict
    if share_said := stated_share(row):
        return f"为{AGAINST[share_said.against]}的{wording.figure(share_said)}"
    if found.share and found.gap and found.gap.sign:
        about = ABOUT if found.share.bound == "approx" else ""
        beyond = OR_MORE if found.share.bound == "min" else ""
        return f"为目标的{about}{number(found.share)}%{beyond}"
    return gap(row) or stated(found.stated)


def _doubt(row: TargetRow, audience: Audience) -> str:
    why = row.verdict.doubt or "measure"
    actual = row.actual
    said = DOUBTS[why].format(
        name=actual.name if actual else "",
        figure=wording.figure(actual) if actual else "",
        question=row.verdict.question,
    )
    if why == "neither":
        return UNRATED + said
    return DOUBTFUL + said if audience == "internal" else said


# A figure within the year against the year's target


def pace_gap(row: ProgressRow, *, short: bool = False) -> str:
    """慢于时间进度3.2个百分点, 低于年度目标约3.6个百分点; short for a narrow cell: 慢3.2个百分点."""
    if row.value is None or row.due is None:
        return ""
    schedule = row.actual.measure == "level"
    found = row.value.gap_to(row.due)
    if found is None:
        return ""
    if schedule:  # worked out to a tenth whatever the figures' own bounds
        found = Amount(found.value, found.unit)
    if short:
        return distance(found, "short_schedule" if schedule else "short")
    return distance(found, "schedule" if schedule else "year_target")


def pace_share(row: ProgressRow) -> str:
    """完成年度目标的23.7%; "" for rates."""
    if row.value is None or row.actual.measure != "level":
        return ""
    return f"完成年度目标的{wording.number(row.value.value)}%"


def pace(row: ProgressRow) -> str:
    """The whole: 1—3月增长2.9%，低于年度目标约3.6个百分点; 1—3月增长2.9%，年度指标，不评."""
    months = wording.months(row.actual.period)
    if row.gap is None:
        return f"{months}{_said(row.actual)}，{row.word}"
    return f"{months}{pace_share(row) or _said(row.actual)}，{pace_gap(row)}"


def _said(actual: Observation) -> str:
    return wording.change(actual) if actual.measure == "yoy" else wording.figure(actual)


# A five-year plan


def plan(row: PlanRow) -> str:
    """What is still needed: 到2030年达到规划目标，今后年均需增长5.3%."""
    if row.words:
        return row.words.goal or PLAN_BLANK
    if not row.values:
        return PLAN_EMPTY
    newest = row.values[-1]
    if row.verdict == "reached":
        return PLAN_DONE.format(year=newest.period)
    if row.goal is None or row.needed is None:
        return f"{newest.period}年{_said(newest)}"
    words = PLAN_NEEDS[row.needed.unit, row.needed.sign >= 0]
    last = periods.parse(row.period).last_year
    return words.format(last=last, number=number(abs(row.needed)))


# Early warning


def warning(found: EarlyWarning) -> str:
    about = found.about
    if isinstance(about, Finding):
        return about.message
    if isinstance(about, ProgressRow):
        words = WARNED["turned" if about.previous_light else "red"]
        return words.format(name=found.name, said=pace(about))
    if isinstance(about, TargetRow):
        return WARNED["row"].format(name=found.name, said=verdict(about))
    fell = found.observations[0]
    return f"{found.name}{wording.status_prefix(fell)}{wording.compared(fell)}"
