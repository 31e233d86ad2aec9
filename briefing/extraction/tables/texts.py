"""What is written in a cell: plain characters, blanks, units, numbers."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from briefing import lazy as re
from briefing.amounts import Bound
from briefing.extraction.units import FAMILY, MULTIPLIERS, PER
from briefing.extraction.wordlists import alternation
from briefing.model import Measure, Status, squeeze

# One for one, so that places in the plain text are places in the written one.
_PLAIN = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "﹪٪"), "%"),
    **dict.fromkeys(map(ord, "−﹣"), "-"),
    **dict.fromkeys(map(ord, "【〔［"), "["),
    **dict.fromkeys(map(ord, "】〕］"), "]"),
    ord("–"): "—",
    ord("─"): "—",
    ord("―"): "—",
    ord("　"): " ",
    ord("\xa0"): " ",
}
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)

_OWN_UNITS = "元/500克 元/斤 年 分 点 ‰ 秒 小时/日 户籍人口 标准立方米 元/平方米 立方米/万元 吨标准煤/万元 千克标准煤 毫克/立方米 微克/立方米 人/平方公里 张/千人 件/万人 平方米/人 辆 标台"
_BASE_UNIT = alternation([*FAMILY, *_OWN_UNITS.split()])
_MULTIPLIER = f"(?:{alternation(MULTIPLIERS)})?"
_PER = rf"(?:[/·每](?:{_MULTIPLIER}(?:{alternation([*PER.split(), *FAMILY])})))"
_UNIT_TEXT = rf"{_MULTIPLIER}(?:{_BASE_UNIT}){_PER}{{0,2}}|{alternation(MULTIPLIERS)}"
UNIT = re.compile(_UNIT_TEXT)
_SAME_UNIT = {"％": "%", "百分点": "个百分点", "RMB": "元"}

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+"
_FAST = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_RISE = "同比增长 增长 上升 提高 增加 上涨 提升 新增 净增 增 涨 ↑ ▲ △"
_FALL = "同比下降 下降 降低 减少 下滑 回落 压减 减 降 ↓ ▼ ▽"
_LEAD = "达到 达 完成 实现 为 保持 稳定在 控制 控制在 力争 确保 预计 目标 突破到 增至 提高到 提高至 提升至 提升到 增长到 下降到 下降至 降至 降到 力争达到 预期 年均 累计 全年 在"
_LEAST = "不低于 不少于 不小于 大于 高于 超过 超 突破 至少 ≥ ＞ > >= 大于等于 逾"
_MOST = "不超过 不高于 不大于 小于 低于 ≤ ＜ < <= 小于等于 控制在 不突破"
_ABOUT = "约 近 大约 约为 接近"
_VALUE = re.compile(
    rf"(?P<lead>(?:{alternation(_LEAD.split())}){{0,3}})(?P<turn>(?:{alternation([*_RISE.split(), *_FALL.split()])})?)"
    rf"(?P<bound>(?:{alternation([*_LEAST.split(), *_MOST.split(), *_ABOUT.split()])})?)"
    rf"(?P<rank>[第前]?)(?P<open>[\[(]?)(?P<number>[-+—]?\s?(?:{_NUMBER}))(?P<first_unit>%?)(?:(?P<join>——|[—~\-至])(?P<upper>{_NUMBER}))?(?P<vague>[余多]?)"
    rf"(?P<inner>(?:{_UNIT_TEXT}|[位名])?)(?P<close>[\])]?)(?P<unit>(?:{_UNIT_TEXT}|[位名])?)"
    r"(?P<after>(?:左右|上下|及?以上|之上|及?以内|之内|及?以下)?)"
)
_TAIL = re.compile(r"(?<=[\d%\])])[*#★▲△※◆●○☆①-⑳]+$")  # 88.5*
_EITHER_WAY = re.compile(r"\s*[▲△]\s*\d")  # a rise in some offices' tables, a fall in others'
_FALLS = re.compile(r"\s*(?:[▼▽↓]|[-－−]\s?\d)")
_RUN_TOGETHER = re.compile(r"(?!(?:19|20)\d\d[.\s])\d[\d.,\s]*\d%?")  # 558.0568.2, 5 58.3; no day
_BESIDE = re.compile(r"(?P<first>[^()]+)[(](?P<second>[^()]+)[)]")
# Behind Chinese words: 机耕地面积(千公顷) cultivated areas by tractors (1000 hectare).
_ENGLISH = re.compile(
    r"(?<=[\u3400-\u9fff)）%])\s*[A-Z]?[a-z]{3,}(?:[\s,.&'’‘´`()（）:;\-—/%=+#]|[A-Za-z\d])*$"
)
_GROUPED = re.compile(r"(?<=\d) (?=\d{3}(?:\D|$))")
_NOTHING = frozenset(
    [
        "",
        *[
            "-",
            "—",
            "——",
            "/",
            "--",
            "---",
            "…",
            "……",
            "...",
            "....",
            "*",
            "**",
            "无",
            "N/A",
            "n/a",
            "NA",
            "×",
            "\\",
            "暂无",
            "未公布",
            "空",
        ],
    ]
)
_SPELT_YEAR = re.compile(r"(?:二[〇○Ο零0Oo]|一九)[〇○Ο零0Oo一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○Ο零Oo一二三四五六七八九", "000000123456789")
_YEAR = re.compile(
    r"(?:19|20)\d\d(?:年(?:度|末|底)?)?|20[0-3]\d(?:\.(?:0[1-9]|1[0-2])|年(?:0?[1-9]|1[0-2])月)"
)
_MOST_DIGITS = 60  # of a figure; longer runs of digits are account numbers or noise


def plain(text: str) -> str:
    """The text with half-width signs and years in digits (二〇二五年), character for character."""
    if text.isascii():
        return text
    text = text.translate(_PLAIN)
    return _SPELT_YEAR.sub(_in_digits, text) if "年" in text else text


def _in_digits(year: re.Match[str]) -> str:
    return year[0].translate(_DIGITS)


@lru_cache(maxsize=20_000)
def label(text: str) -> str:
    """A label's text without white space, invisible characters and the English behind it, as written else."""
    if not text.isascii() and (english := _ENGLISH.search(text)):
        text = text[: english.start()]
    return _INVISIBLE.sub("", squeeze(text))


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no figure: blank, a dash, 无."""
    return len(text) < 12 and plain(text).strip() in _NOTHING


def is_year(text: str) -> bool:
    """2024 or 2024年."""
    return _YEAR.fullmatch(text.strip()) is not None


def either_way(text: str) -> bool:
    """Whether a sign before the number says a rise in some tables and a fall in others."""
    return _EITHER_WAY.match(text) is not None


def falls(text: str) -> bool:
    """Whether a cell says a fall by a sign that is never one of a rise."""
    return _FALLS.match(text) is not None


def run_together(text: str) -> bool:
    """Whether a cell holds digits alone that are no one number."""
    return _RUN_TOGETHER.fullmatch(plain(text).strip()) is not None and not figures(text)


def unit(text: str) -> str:
    """A whole text as a unit, "" where it is none."""
    return _SAME_UNIT.get(text, text) if UNIT.fullmatch(text) else ""


def first_unit(text: str) -> str:
    """The unit that a cell of a unit column gives, as written where the tables do not know it; 亿元、% gives 亿元."""
    written = plain(label(text)).strip("()")
    if "=" in written or is_nothing(written):
        return ""
    if known := unit(written):
        return known
    parts = [part for part in re.split("[、,]", written) if part]
    amounts = [part for part in parts if not is_percent(part)] if len(parts) > 1 else parts
    return unit(amounts[0]) or amounts[0] if amounts and len(amounts[0]) <= 12 else ""


def is_percent(of: str) -> bool:
    return of in ("%", "‰")


class Figure(NamedTuple):
    """One number of a cell. `start`, `end`: its number and unit in the cell's text."""

    value: Decimal  # with the sign its cell gives it
    unit: str  # "" where the cell gives none
    start: int
    end: int
    bound: Bound = "exact"
    bound_text: str = ""
    measure: Measure | None = None  # where the cell itself says it: 增长6%
    status: Status | None = None  # where the cell itself says it: 预计
    whole_plan: bool = False  # in square brackets: the sum over a plan's years


def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a cell: one, two for a range, none where it says no figure or more than one thing. Linear in the text."""
    if len(text) > 80:
        return ()
    if _FAST.fullmatch(text):
        return _fast(text)
    written = plain(text)
    if not any("0" <= character <= "9" for character in written):
        return ()
    lead = len(written) - len(written.lstrip())
    body = _INVISIBLE.sub("", written.strip())
    if " " in body or "\n" in body or "\t" in body:
        # A blank may part thousands or a number from its unit; between two numbers it parts two figures.
        body = _GROUPED.sub(",", body)
        if re.search(r"[\d.,]\s+[-+]?[\d.]", body):
            return ()
        body = re.sub(r"\s+", "", body)
    body = _TAIL.sub("", body)
    match = _VALUE.fullmatch(body)
    if not match and (beside := _BESIDE.fullmatch(body)):
        return _both(text, beside["first"], beside["second"])
    if not match or len(match["number"]) > _MOST_DIGITS:
        return ()
    return _read(match, lead, lead + len(written.strip()))


def _both(text: str, first: str, second: str) -> tuple[Figure, ...]:
    """57.1亿元（增长2.2%）: two figures. 57.1（快报）: one, with a remark that says no other."""
    mark = max(text.find("("), text.find("（"))
    told = figures(first)
    if len(told) != 1 or mark < 0:
        return ()
    start = mark + 1
    of = [told[0]._replace(start=0, end=mark)]
    if not any("0" <= character <= "9" for character in second):
        return tuple(of)
    beside = figures(second)
    if len(beside) == 1 and second[0] in "+-" and beside[0].unit == "%":
        beside = (beside[0]._replace(measure="yoy"),)
    if len(beside) != 1 or not beside[0].measure:
        return ()  # who knows what a bare number in brackets is
    return (*of, beside[0]._replace(start=start, end=start + len(second)))


def _fast(text: str) -> tuple[Figure, ...]:
    if len(text) > _MOST_DIGITS:
        return ()
    percent = text[-1] == "%"
    digits = text[:-1] if percent else text
    return (Figure(Decimal(digits.replace(",", "")), "%" if percent else "", 0, len(text)),)


def _read(match: re.Match[str], start: int, end: int) -> tuple[Figure, ...]:
    try:
        value = Decimal(match["number"].replace(",", "").replace("—", "-").replace(" ", ""))
    except InvalidOperation:
        return ()
    opened, closed = match["open"], match["close"]
    if bool(opened) != bool(closed) or (
        opened == "(" and not ("." in match["number"] or "," in match["number"])
    ):
        return ()  # (1) is a note
    if opened == "(":
        value = -abs(value)
    turn, words = match["turn"], match["lead"]
    if turn in _FALL.split():
        value = -abs(value)
    written = match["unit"] or match["inner"] or match["first_unit"]
    measure = _measure(turn, written, match["rank"], words)
    bound, bound_text = _bound(match)
    status: Status | None = "estimate" if "预计" in words else None
    shared = {
        "unit": _SAME_UNIT.get(written, written),
        "measure": measure,
        "status": status,
        "whole_plan": opened == "[",
    }
    if written == "年" and value >= 1900:
        return ()  # a date
    if written == "岁" and (match["upper"] or match["after"]):
        return ()  # a group of ages
    if match["upper"] is None:
        return (Figure(value, start=start, end=end, bound=bound, bound_text=bound_text, **shared),)  # type: ignore[arg-type]
    upper = Decimal(match["upper"].replace(",", ""))
    if value < 0 or upper <= value or (value > 1900 and not written):
        return ()  # no range: 2021-2025
    return (
        Figure(value, start=start, end=end, bound="min", bound_text=match["join"], **shared),  # type: ignore[arg-type]
        Figure(upper, start=start, end=end, bound="max", bound_text=match["join"], **shared),  # type: ignore[arg-type]
    )


def _measure(turn: str, written: str, rank: str, words: str) -> Measure | None:
    if rank or written in ("位", "名"):
        return "rank"
    if written in ("个百分点", "百分点"):
        return "pp"
    if written == "倍" and turn:
        return "multiple"
    if written == "%" and (turn and turn not in ("新增", "净增")):
        return "cagr" if "年均" in words else "yoy"
    return None


def _bound(match: re.Match[str]) -> tuple[Bound, str]:
    after, before = (
        match["after"],
        match["bound"] or ("控制在" if "控制在" in match["lead"] else ""),
    )
    if after:
        return (
            "approx" if after in ("左右", "上下") else "min" if after.endswith("上") else "max"
        ), after
    if before:
        return (
            "min" if before in _LEAST.split() else "max" if before in _MOST.split() else "approx"
        ), before
    return ("approx", match["vague"]) if match["vague"] else ("exact", "")
