"""What people write into a cell for a number, and what they write for a text.

A figure is taken only where it can be read in one way: digits, one style of separators, a sign, the unit of its row. Whatever else stands
beside it — a footnote mark, a second number, the end of a line — makes it uncertain which digits were meant.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from briefing.amounts import Amount, comparable
from briefing.papers.excel import keys
from briefing.papers.excel.looks import PLAIN, Look

_NUMBER = re.compile(
    r"(?P<sign>[-+]?)(?P<digits>[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?P<decimals>\.[0-9]+)?"
    r" ?(?P<unit>[^0-9.,+\-\s]*)"
)
_UNIT = 2  # characters: 亿元, 家; longer ones are words (个项目)
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
_POINTS = {"百分点", "个百分点"}
# The full-width forms of ASCII are the same signs; so is the minus sign of mathematics.
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-"}
_NOTHING = {
    "",
    "-",
    "—",
    "——",
    "–",
    "/",
    "无",
    "无误",
    "正确",
    "一致",
    "不变",
    "同左",
}  # it is right


_PLAIN_NUMBER = "请把单元格格式设为“数值”后重填"
_A_DATE = f"被表格程序变成了日期，{_PLAIN_NUMBER}"


class Refused(ValueError):
    """A cell whose content cannot be taken. The message is Chinese: what is wrong and what to write."""


def number(value: Any, unit: str, look: Look = PLAIN) -> Decimal | None:
    """The number in a cell, in its row's unit; None for words that say that the printed figure is right.

    Taken: 4.2, "4.2%" in a row in %, "４．２", "1,234.5", "57.1亿元" in a row in 亿元; a cell that shows percent and holds 0.042 says 4.2.
    look: how the cell shows what it holds. Raises Refused for what can be read in two ways or is no number.
    """
    if look.struck:
        raise Refused("有删除线，不知道是不是作废的，请去掉删除线或清空后重报")
    if look.raised:
        raise Refused(f"里有上标或下标“{_short(look.raised)}”，像是注释的标记，请只填数字")
    if isinstance(value, bool):
        raise Refused("不是数，请只填数字")
    if isinstance(value, datetime | date | time):
        raise Refused(_A_DATE)
    if isinstance(value, int | float | Decimal):
        return _stored(value, unit, look)
    return _written(str(value).translate(_FOLDED), _folded(unit))


def only_number(value: Any) -> bool:
    """Whether a cell says a number, with a unit or without one, and nothing else."""
    if isinstance(value, str):
        match = _NUMBER.fullmatch(_folded(value).strip())
        return bool(match and len(match["unit"]) <= _UNIT)
    return isinstance(value, int | float) and not isinstance(value, bool)


def typed(value: Any) -> Decimal | None:
    """The number that stands in a cell, or begins its text, however it shows and in whatever unit."""
    if isinstance(value, str):
        match = _NUMBER.match(_folded(value).strip())
        return Decimal(_digits(match)) if match else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    found = _exact(value)
    return found if found.is_finite() else None


def shown(value: Any, unit: str, look: Look) -> Decimal | None:
    """What a cell shows of the number that it holds, where that is another one: 57 of 57.1 where it shows no decimals."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    seen = _written(_shown(_whole(value), look), _folded(unit))
    return None if seen == _stored(value, unit, look) else seen


def _folded(text: str) -> str:
    return text.translate(_FOLDED)


def _stored(value: float | Decimal, unit: str, look: Look) -> Decimal:
    """What a cell says that holds a number: only where what it shows is a figure of the row too, of the same size."""
    if look.date:
        raise Refused(_A_DATE)
    found = _whole(value)
    seen = _shown(found, look)
    try:
        said = _written(seen, _folded(unit))
    except Refused:
        raise Refused(f"存的是 {found:f}，显示为“{_short(seen)}”，{_PLAIN_NUMBER}") from None
    percent = "%" in seen
    held = found.scaleb(2) if percent else found
    if percent and unit != "%":
        raise Refused(f"显示为百分比“{seen}”，这一行的单位是“{unit}”，{_PLAIN_NUMBER}")
    other = said is not None and abs(said - held) > max(abs(held) / 10, Decimal("0.5"))
    turned = look.less(float(found))
    if other or turned or (said is None and found):
        raise Refused(f"存的是 {found:f}，显示为“{_short(turned or seen)}”，{_PLAIN_NUMBER}")
    return held


def _shown(value: Decimal, look: Look) -> str:
    """Without the sign of the currency: it is no unit of ours."""
    return look.shown(float(value)).translate(_FOLDED).strip().lstrip("¥￥")


def _whole(value: float | Decimal) -> Decimal:
    """Binary numbers carry dust: 57.099999999999994 is 57.1."""
    found = _exact(value)
    if not found.is_finite():
        raise Refused("不是数，请只填数字")
    if found and not -_DIGITS <= found.adjusted() < _DIGITS:
        raise Refused("数太大或太小，不像填报的数，请核对后重填")
    short = Decimal(f"{found:.{_DIGITS}g}")
    return short if short == found else Decimal(f"{found:.12g}").normalize()


def _exact(value: float | Decimal) -> Decimal:
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def _written(text: str, unit: str) -> Decimal | None:
    said = text.strip()
    if said in _NOTHING:
        return None
    if said.startswith("#"):
        raise Refused(f"“{_short(said)}”是公式出错的标志，请直接填数字")
    if vague := next((word for word in _VAGUE if word in said), ""):
        raise Refused(f"“{_short(said)}”里有“{vague}”，不是核定的数，请填确定的数字")
    match = _NUMBER.fullmatch(said)
    if not match or not _may_be_unit(match["unit"]):
        raise Refused(_no_number(said))
    amount = _amount(match)
    if match["unit"] and not _same_unit(match["unit"], unit):
        raise Refused(_other_unit(amount, match["unit"], unit))
    return amount


def _amount(match: re.Match[str]) -> Decimal:
    length = len(re.sub("[^0-9]", "", digits := _digits(match)))
    if length > _DIGITS:
        raise Refused(f"有 {length} 位，太长，不像填报的数，请核对后重填")
    return Decimal(digits)


def _digits(match: re.Match[str]) -> str:
    return match["sign"] + match["digits"].replace(",", "") + (match["decimals"] or "")


def _no_number(said: str) -> str:
    """Why a text is no number, as far as that can be told."""
    mark = next((sign for sign in said if not sign.isascii() and _is_digit(sign)), "")
    if mark:
        return f"“{_short(said)}”里有“{mark}”，像是注释的标记，请只填数字"
    if len(re.findall(r"[0-9]+", said)) > 1 and re.search(r"[0-9.,]\s+[0-9.,+-]", said):
        return f"“{_short(said)}”里有空格或换行，不知道是一个数还是几个数，请只填一个数"
    if re.match(r"[-+]?0[0-9]", said):
        return f"“{_short(said)}”以 0 开头，请核对后只填数字"
    return f"“{_short(said)}”不是一个数，请只填数字"


def _may_be_unit(said: str) -> bool:
    return not said or ((said[0] in "%‰" or said[0].isalpha()) and not any(map(_is_digit, said)))


def _is_digit(sign: str) -> bool:
    return unicodedata.category(sign) in ("No", "Nd", "Nl")


def _short(text: str, most: int = 24) -> str:
    line = re.sub(r"\s+", " ", text)
    return line if len(line) <= most else line[: most - 1] + "…"


def _same_unit(said: str, unit: str) -> bool:
    return said == unit or {said, unit} <= _POINTS


def _other_unit(amount: Decimal, said: str, unit: str) -> str:
    message = f"写的单位是“{said}”，这一行的单位是“{unit}”"
    if comparable(said, unit) and unit:
        converted = Amount(amount, said).in_unit(unit).value
        return f"{message}，请填 {format(converted.normalize(), 'f')}"
    return f"{message}，请按这个单位只填数字"


def text(value: Any, look: Look = PLAIN) -> str:
    """The words in a cell: ends of lines as one kind, no blanks around, dates as dates, percent as it shows.

    Raises Refused for a number that shows as a date.
    """
    if isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, str):
        return value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(value, int | float) and not isinstance(value, bool) and look is not PLAIN:
        if look.date:
            raise Refused("被表格程序变成了日期，请把单元格格式设为“文本”后重填")
        return look.shown(value)
    return keys.text_of(value)


def pace(value: Any) -> str:
    """One of keys.PACES, "" for nothing. Raises Refused."""
    said = re.sub(r"\s", "", text(value))
    if said and said not in keys.PACES:
        raise Refused(f"“{_short(said)}”不在可选的范围内，请写 {'、'.join(keys.PACES)} 之一")
    return said
