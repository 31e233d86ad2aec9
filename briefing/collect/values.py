"""What people write into a cell for a number, and what they write for a text."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from briefing.analysis import units
from briefing.papers.excel import keys

_NUMBER = re.compile(
    r"(?P<sign>[-+]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?(?P<unit>[^\d.,+-]*)"
)
_DIGITS = 15  # what a binary number in a cell can hold
_VAGUE = (
    "约",
    "近",
    "超",
    "余",
    "多",
    "左右",
    "以上",
    "以下",
    "以内",
    "突破",
    "预计",
    "不低于",
    "不超过",
    "至少",
)
_PERCENT = {"%", "百分点", "个百分点"}
# Marks that keyboards give for the minus sign and the point; 。 stands where a Chinese keyboard was on.
_SIGNS = str.maketrans({"−": "-", "—": "-", "–": "-", "。": "."})
_NOTHING = {"", "-", "/", "无", "无误", "正确", "一致", "不变", "同左"}  # the figure is right


class Refused(ValueError):
    """A cell whose content cannot be taken. The message is Chinese: what is wrong and what to write."""


def number(value: Any, unit: str, *, percent_format: bool = False) -> Decimal | None:
    """The number in a cell, in its row's unit; None for words that say that the printed figure is right.

    Taken: 4.2, "4.2%" in a row in %, "４．２", "1,234.5", "57.1亿元" in a row in 亿元; a cell formatted as percent that holds 0.042 says 4.2.
    Raises Refused for what is no certain number: dates, "约4.2", another unit, texts.
    """
    if isinstance(value, bool):
        raise Refused("不是数，请只填数字")
    if isinstance(value, datetime | date | time):
        raise Refused("被表格程序变成了日期，请把单元格格式设为“数值”后重填")
    if isinstance(value, int | float | Decimal):
        found = _stored(value)
        return found.scaleb(2) if percent_format and unit in _PERCENT else found
    return _written(unicodedata.normalize("NFKC", str(value)).translate(_SIGNS), unit)


def _stored(value: float | Decimal) -> Decimal:
    """Binary numbers carry dust: 57.099999999999994 is 57.1."""
    found = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not found.is_finite():
        raise Refused("不是数，请只填数字")
    short = Decimal(f"{found:.{_DIGITS}g}")
    return short if short == found else Decimal(f"{found:.12g}").normalize()


def _written(text: str, unit: str) -> Decimal | None:
    squeezed = re.sub(r"\s", "", text)
    if squeezed in _NOTHING:
        return None
    if squeezed.startswith("#"):
        raise Refused(f"“{squeezed}”是公式出错的标志，请直接填数字")
    if vague := next((word for word in _VAGUE if word in squeezed), ""):
        raise Refused(f"“{text.strip()}”里有“{vague}”，不是核定的数，请填确定的数字")
    match = _NUMBER.fullmatch(squeezed)
    if not match:
        raise Refused(f"“{text.strip()}”不是一个数，请只填数字")
    said = match["unit"]
    if said and not _same_unit(said, unit):
        raise Refused(_other_unit(match, said, unit))
    return Decimal((match["sign"] + match["digits"] + (match["decimals"] or "")).replace(",", ""))


def _same_unit(said: str, unit: str) -> bool:
    return said == unit or {said, unit} <= _PERCENT


def _other_unit(match: re.Match[str], said: str, unit: str) -> str:
    amount = Decimal((match["sign"] + match["digits"] + (match["decimals"] or "")).replace(",", ""))
    message = f"写的单位是“{said}”，这一行的单位是“{unit}”"
    if units.base(said) == units.base(unit) and units.base(unit):
        converted = amount * units.split(said)[0] / units.split(unit)[0]
        return f"{message}，请填 {format(converted.normalize(), 'f')}"
    return f"{message}，请按这个单位只填数字"


def text(value: Any) -> str:
    """The words in a cell: ends of lines as one kind, no blanks around, dates as dates."""
    if isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, str):
        return value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    return keys.text_of(value)


def pace(value: Any) -> str:
    """One of keys.PACES, "" for nothing. Raises Refused."""
    said = re.sub(r"\s", "", text(value))
    if said and said not in keys.PACES:
        raise Refused(f"“{said}”不在可选的范围内，请写 {'、'.join(keys.PACES)} 之一")
    return said
