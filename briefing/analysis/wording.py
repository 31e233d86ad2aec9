"""How papers say figures: verb by direction, bounds kept, numbers as the source has them (rules of 公文 usage).

Prose turns a sign into a verb (下降25.5%), tables keep it (−25.5); zero is 持平; a bound word is never dropped; ranges have one dash.
Every rule has its cases in tests/unit/analysis/wording.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from briefing import periods
from briefing.amounts import Amount, Bound, comparable, split, summed, total, unpadded
from briefing.model import Measure, Observation

MINUS = "−"
# Measures whose sign prose says with a verb.
CHANGES: tuple[Measure, ...] = ("yoy", "cagr", "pp")
NOT_PUBLISHED, NOT_SUPPLIED = "—", ""  # a real nought is 0
ROUNDED = "合计因四舍五入未作机械调整"
_BEFORE = (
    "约",
    "近",
    "超",
    "超过",
    "突破",
    "不少于",
    "不低于",
    "高于",
    "低于",
    "不超过",
    "逾",
    "大于",
    "小于",
    "至少",
    "最多",
    "达到",
)
_INSIDE = ("余", "多", "几")
# An end of a range (5—10处) stands alone here: the dash would bound nothing. No word at all is an end, too.
_RANGE = ("", "-", "—", "——", "–", "－", "~", "～", "至", "到")
_DEFAULT: dict[Bound, str] = {"exact": "", "approx": "约", "min": "不低于", "max": "不超过"}


def number(value: Decimal) -> str:
    """Digits as the source wrote them, never padded, never in exponent form."""
    return format(value, "f")


def signed(value: Decimal) -> str:
    """A number for a table: a true minus sign, no plus."""
    return MINUS + number(-value) if value < 0 else number(value)


def grouped(value: Decimal) -> str:
    """A number for a table of amounts: thousands separated from five digits on, so that years and small counts stay whole."""
    return (MINUS if value < 0 else "") + (
        f"{abs(value):,}" if abs(value) >= 10000 else number(abs(value))
    )


def bounded(text: str, unit: str, bound: Bound, bound_text: str = "", quote: str = "") -> str:
    """Number text and unit with the word that bounds them, where the source had it: 约4%, 4%左右, 5000余万元, 1.6万余条."""
    word = _DEFAULT[bound] if bound_text in _RANGE else bound_text
    if bound == "exact" or not word:
        return text + unit
    if word in _BEFORE:
        return word + text + unit
    if word in _INSIDE:
        multiplier = unit[:1] if unit[:1] in "万亿千百" else ""
        inner = text + multiplier + word + unit[len(multiplier) :]
        return inner if multiplier and inner in quote.replace(",", "") else text + word + unit
    return text + unit + word


def figure(observation: Observation) -> str:
    """The figure as prose says it without its name and verb: 57.1亿元, 4%左右, 全市第2 is 第2位. The sign is the verb's business."""
    if observation.measure == "rank":
        return f"第{number(observation.value)}{observation.unit or '位'}"
    value = abs(observation.value) if observation.measure in CHANGES else observation.value
    return bounded(
        number(value),
        observation.unit,
        observation.bound,
        observation.bound_text,
        observation.source.quote,
    )


def cell(observation: Observation, *, with_unit: bool = False) -> str:
    """The figure as a table cell says it: −16左右, 57.1, 353; the unit stands in the column's head unless asked for."""
    if observation.measure == "rank":
        return number(observation.value)
    text = (
        grouped(observation.value) if observation.measure == "level" else signed(observation.value)
    )
    unit = observation.unit if with_unit else ""
    return bounded(text, unit, observation.bound, observation.bound_text, "")


def cell_in(observation: Observation, unit: str) -> str:
    """The figure with another unit of the same base, as a table cell says it: 60.43亿元 for 604,300万元."""
    value = in_unit(observation.value, observation.unit, unit)
    return cell(replace(observation, value=value, unit=unit), with_unit=True)


def change(observation: Observation) -> str:
    """A growth figure with its verb: 增长4%左右, 下降16%左右, 与上年持平, 提高0.7个百分点."""
    verbs = ("提高", "下降") if observation.measure == "pp" else ("增长", "下降")
    sign = observation.amount.sign
    if not sign:
        return (
            "持平" if observation.measure == "pp" or _on_month_before(observation) else "与上年持平"
        )
    verb = verbs[0] if sign > 0 else verbs[1]
    if observation.measure == "cagr":
        verb = "年均" + verb
    return verb + figure(observation)


def changed(low: Decimal, high: Decimal) -> str:
    """A derived growth, an interval, with its verb: 增长0.5%—0.7%, 下降2.1%, 在下降0.3%和增长0.1%之间."""
    if low == high:
        return "持平" if low == 0 else f"{'增长' if low > 0 else '下降'}{number(abs(low))}%"
    if low >= 0:
        return f"增长{between(low, high, '%')}"
    if high <= 0:
        return f"下降{between(-high, -low, '%')}"
    return f"在下降{number(-low)}%和增长{number(high)}%之间"


def compared(observation: Observation) -> str:
    """A year-on-year growth with what it is compared with: 比上年 for a whole year, 同比 within one."""
    if observation.measure != "yoy" or _on_month_before(observation):
        return change(observation)
    whole_year = periods.parse(observation.period).is_year
    if not observation.amount.sign:
        return "与上年持平" if whole_year else "同比持平"
    return ("比上年" if whole_year else "同比") + change(observation)


def _on_month_before(observation: Observation) -> bool:
    """Whether a growth is on the month or quarter before: its name says so."""
    return observation.name.endswith("环比")


def months(period: str) -> str:
    """A period within its year without the year: 1—3月, 5月, 上半年 stays 1—6月; a whole year is 全年."""
    span = periods.parse(period)
    if span.is_year:
        return "全年"
    return (
        periods.label(period).partition("年")[2]
        if span.year == span.last_year
        else periods.label(period)
    )


def status_prefix(observation: Observation) -> str:
    """预计 before an estimate; targets and actuals say it by their place."""
    return "预计" if observation.status == "estimate" else ""


def statement(observation: Observation, name: str = "") -> str:
    """The whole fact in a clause: 预计地区生产总值增长4%左右; 一般公共预算收入57.1亿元."""
    said = change(observation) if observation.measure in CHANGES else figure(observation)
    return status_prefix(observation) + (name or observation.name) + said


def corrected_from(observation: Observation) -> str:
    """What became of a figure that a department put right: 来源值56.70亿元左右→核定值57.1亿元（区统计局，2025-02-11，统计局.xlsx 主要指标!H7）; else "".

    Of one that a department supplied: 部门报送57.1亿元（…）.
    """
    found = observation.correction
    if found is None:
        return ""
    where = "，".join((found.by, found.date, f"{found.file} {found.cell}".strip()))
    if found.value is None:
        return f"部门报送{cell(observation, with_unit=True)}（{where}）"
    return f"来源值{cell(as_stated(observation), with_unit=True)}→核定值{cell(observation, with_unit=True)}（{where}）"


def as_stated(observation: Observation) -> Observation:
    """A figure as its source has it: without what a department made of it."""
    found = observation.correction
    if found is None or found.value is None:
        return observation
    return replace(
        observation,
        value=found.value,
        bound=found.bound,
        bound_text=found.bound_text,
        unit=found.unit or observation.unit,
        correction=None,
    )


def put_right(text: str, figures: Iterable[Observation]) -> str:
    """Words of a source with its figures as departments put them right: 下降7.4% is 增长7.4%, 57.1万元 is 57.1亿元."""
    for now in figures:
        if now.correction and not now.supplied:
            was = as_stated(now)
            turned = was.amount.sign != now.amount.sign
            for said in (change, figure) if now.measure in CHANGES else (figure,):
                stated = re.compile(rf"(?<![\d.]){re.escape(said(was))}")
                if stated.search(text) and not (
                    turned and said is figure and now.measure in CHANGES
                ):
                    text = stated.sub(said(now), text, count=1)
                    break
    return text


def trend(now: Observation, before: Observation) -> str:
    """How a growth rate moved from the year before: 增速比上年加快0.7个百分点, of two falls 降幅收窄 or 扩大, over nought 由降转升.
    What was only expected of the year before is called so.

    Two figures of which one is 左右 give 约. Empty where one of them is only a bound (以上).
    """
    if {now.bound, before.bound} & {"min", "max"}:
        return ""
    moved, sides = now.amount.gap_to(before.amount), (before.amount.sign, now.amount.sign)
    if moved is None or not moved.sign:
        return "降幅与上年相同" if sides[1] < 0 else "增速与上年持平"
    if sides in _TURNS:
        return _TURNS[sides]
    last = "上年预计数" if before.status == "estimate" else "上年"
    if sides == (-1, -1):
        return f"降幅比{last}{'收窄' if moved.sign > 0 else '扩大'}{_distance(moved)}"
    return f"增速比{last}{'加快' if moved.sign > 0 else '回落'}{_distance(moved)}"


# What becomes of a growth that passes nought: (sign before, sign now).
_TURNS = {
    (-1, 1): "由降转升",
    (-1, 0): "由降转平",
    (1, -1): "由升转降",
    (0, -1): "由平转降",
}


def _distance(moved: Amount) -> str:
    about = "约" if moved.bound == "approx" else ""
    return f"{about}{number(unpadded(abs(moved).value))}个百分点"


def share_change(now: Observation, before: Observation) -> str:
    """How a share moved from the year before: 比上年提高1.2个百分点, 比上年下降0.5个百分点, 与上年持平. Empty where one is only a bound."""
    if {now.bound, before.bound} & {"min", "max"}:
        return ""
    moved = now.amount.gap_to(before.amount)
    if moved is None or not moved.sign:
        return "与上年持平"
    return f"比上年{'提高' if moved.sign > 0 else '下降'}{_distance(moved)}"


def settled(observation: Observation) -> str:
    """How settled a figure is, as papers mark it: 预计, 最终核实, 初步核算 where its sentence says so; "" for others and for targets."""
    if observation.status != "actual":
        return status_prefix(observation)
    if observation.vintage == "final":
        return "最终核实"
    return "初步核算" if observation.provisional else ""


def between(low: Decimal, high: Decimal, unit: str) -> str:
    """A range with one dash: 5%—5.5%, 20—30个."""
    ends = (number(low), number(high))
    return (
        f"{ends[0]}{unit}—{ends[1]}{unit}" if unit in ("%", "％") else f"{ends[0]}—{ends[1]}{unit}"
    )


def in_unit(value: Decimal, unit: str, wanted: str) -> Decimal:
    """A value in another unit of the same base, no digit lost and none added: 567393万元 is 56.7393亿元; whole 万元 stay whole.

    Raises ValueError for units that do not count the same thing.
    """
    return Amount(value, unit).in_unit(wanted).value


def column_unit(figures: Iterable[Observation]) -> str:
    """The one unit of a column: that of most of its figures, of two the larger; "" where they do not count the same thing."""
    found = [figure.unit for figure in figures]
    if not found or not all(comparable(unit, found[0]) for unit in found):
        return ""
    return max(dict.fromkeys(found), key=lambda unit: (found.count(unit), split(unit)[0]))


def rounding_note(whole: Observation, parts: Sequence[Observation]) -> str:
    """合计因四舍五入未作机械调整, where printed parts do not add up to their printed whole but their rounding explains it; else ""."""
    if not all(part.amount.like(whole.amount) for part in parts):
        return ""
    together = summed((part.amount for part in parts), whole.unit)
    explained = total(part.amount.interval for part in parts).meets(whole.amount.interval)
    return ROUNDED if explained and together.order(whole.amount) else ""


def issue(number: int, total: int | None = None) -> str:
    """第3期, 第3期（总第45期）."""
    return f"第{number}期" + (f"（总第{total}期）" if total else "")
