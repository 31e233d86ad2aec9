"""A number as its spreadsheet cell shows it: decimals, thousands, percent and dates of the number format.

Decimals are information: a cell that shows 56.70 says more than 56.7.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from briefing import lazy as re

# The built-in formats that files name by number alone, as a Chinese Excel shows them.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "yyyy/m/d", 16: "m/d", 17: "yyyy/m", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0",
    43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss", 48: "0.0E+0", 49: "@", 50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

_TOKEN = re.compile(
    r'"([^"]*)"|[\\!](.)|_.|\*.|\[[^\]]*\]|(General|G/通用格式)|(AM/PM|上午/下午)|(y{1,4}|m{1,5}|d{1,4}|h{1,2}|s{1,2}|a{3,4})|([0#?.,]+)|(E[+-]0+)|(%)|(@)|(.)',
    re.I | re.S,
)
_DATE_LETTER = re.compile(r'"[^"]*"|[\\!].|\[[^\]]*\]|General|G/通用格式|([ymdhs])', re.I)
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "=": operator.eq,
}  # fmt: skip
# What a format writes around a number to say that it is less or more.
_UNSIGNED = re.compile(r"^(?:[▲△▼▽↑↓]|下降|减少|降低|负|增长|增加|上升|提高)\s*|\s*[▲△▼▽↑↓]$")
_LESS = re.compile(r"[▲▼▽↓]|下降|减少|降低|负|[(（].*[)）]")
_FILLED = re.compile(r"[_*].")  # room of a character's width, a character that fills the cell
_WEEKDAYS = "一二三四五六日"
_MOST_DIGITS = 400


@dataclass(frozen=True, slots=True)
class _Section:
    """One of a format's parts for positive, negative and zero numbers."""

    code: str

    @property
    def is_date(self) -> bool:
        return any(match[1] for match in _DATE_LETTER.finditer(self.code))

    @property
    def condition(self) -> re.Match[str] | None:
        return _CONDITION.search(self.code)

    def holds(self, number: Decimal) -> bool:
        """Whether the condition the part begins with ([>=10000]) is met."""
        condition = self.condition
        return condition is None or _COMPARE[condition[1]](number, Decimal(condition[2]))


def shown(text: str, code: str, *, since_1904: bool = False) -> str:
    """A stored number ("56.700000000000003") as a cell with this format shows it ("56.70"). Text that is no number stays.

    What says "less" in a format of its own for negative numbers (▲7.4, 下降7.4, brackets) becomes a minus.
    """
    number = _decimal(text)
    if number is None:
        return text
    section = _section(number, [_Section(part) for part in _split(code)])
    if section.is_date:
        return _as_date(number, section.code, since_1904) or _plain(number)
    body = _UNSIGNED.sub("", _as_number(abs(number), section.code))
    said = number < 0 and any(character in "123456789" for character in body)
    return f"-{body}" if said and not body.startswith("-") else body


def less(text: str, code: str) -> str:
    """What the format writes around a number that is not negative as if it were: ▼4.2, 下降4.2, (4.2); "" where it does not."""
    number = _decimal(text)
    if number is None or number < 0:
        return ""
    section = _section(number, [_Section(part) for part in _split(code)])
    mark = _LESS.search(_FILLED.sub("", section.code))
    return _as_number(number, section.code) if mark else ""


def _section(number: Decimal, sections: list[_Section]) -> _Section:
    """The part of the format that shows this number."""
    if any(section.condition for section in sections):
        held = (one for one in sections if one.condition is None or one.holds(number))
        return next(held, sections[-1])
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if number == 0 and len(sections) > 2 else sections[0]


def _decimal(text: str) -> Decimal | None:
    """The shortest number that is stored as these digits: files write 56.7 as 56.700000000000003."""
    if len(text) > _MOST_DIGITS:
        return None
    try:
        number = Decimal(text)
        if not number.is_finite() or abs(number.adjusted()) > 300:
            return None
        return (
            Decimal(repr(float(number))) if len(text.lstrip("-").replace(".", "")) > 15 else number
        )
    except InvalidOperation:
        return None


def _plain(number: Decimal) -> str:
    """The digits without an exponent and without zeros that say nothing: the General format."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _split(code: str) -> list[str]:
    """The format's sections, parted by semicolons outside quotes."""
    parts = [""]
    for match in re.finditer(r'"[^"]*"|[\\!].|\[[^\]]*\]|.', code, re.S):
        if match[0] == ";":
            parts.append("")
        else:
            parts[-1] += match[0]
    return parts


def _as_number(number: Decimal, code: str) -> str:
    tokens = list(_TOKEN.finditer(code))
    if "/" in code:
        return _plain(number)
    if not any(token[3] or token[6] or token[9] for token in tokens):
        return "".join(map(_literal, tokens))  # a section of words alone: "-" for zero
    number *= 100 ** sum(1 for token in tokens if token[8])
    digits = iter(_spread(number, [token[6] for token in tokens if token[6]]))
    parts = [
        _plain(number) if token[3] or token[9] else next(digits) if token[6] else _literal(token)
        for token in tokens
    ]
    text = "".join(parts).strip()
    return (
        text[1:-1] if text.startswith("(") and text.endswith(")") else text
    )  # accountants' brackets say minus


def _literal(token: re.Match[str]) -> str:
    return token[1] or token[2] or token[10] or token[5] or token[8] or ""


def _spread(number: Decimal, patterns: list[str]) -> list[str]:
    """The number's digits over the places a format has for them: words may stand between (0\\.0, shows tens of thousands)."""
    whole, _, fraction = "\0".join(patterns).partition(".")
    bare = whole.replace("\0", "")
    grouped = "," in bare.rstrip(",")
    number /= 1000 ** (len(bare) - len(bare.rstrip(",")) + fraction.count(","))
    places = re.sub(r"[^0#?]", "", fraction)
    text = f"{number.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP):f}"
    head, _, tail = text.partition(".")
    least = len(places.rstrip("#?"))
    tail = tail[:least] + tail[least:].rstrip("0")
    needed = bare.count("0")
    if head == "0" and not needed and not tail:
        head = ""  # # and ? show no zero
    head = head.rjust(needed, "0")
    if grouped:
        head = f"{int(head or 0):,}".rjust(len(head), "0") if head else ""
    found = _shared(head, whole.split("\0"))
    if tail:
        found[-1] += "."
    decimals = fraction.split("\0")
    for at, part in enumerate(decimals):
        take = len(tail) if at + 1 == len(decimals) else len(re.sub(r"[^0#?]", "", part))
        found[-1 if at == 0 else len(found) :] = [(found[-1] if at == 0 else "") + tail[:take]]
        tail = tail[take:]
    return found


def _shared(head: str, parts: list[str]) -> list[str]:
    """The whole part's digits over its places, from the right; the first place takes what is left."""
    found: list[str] = []
    for part in parts[:0:-1]:
        take = len(re.sub(r"[^0#?]", "", part))
        found.append(head[len(head) - take :] if take else "")
        head = head[: len(head) - take] if take else head
    return [head, *found[::-1]]


def _as_date(number: Decimal, code: str, since_1904: bool) -> str:
    """A day number as a date; "" where no calendar has it."""
    try:
        moment = (_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(
            seconds=round(float(number) * 86400)
        )
    except OverflowError:
        return ""
    tokens = list(_TOKEN.finditer(code))
    letters = [token[5].lower() if token[5] else "" for token in tokens]
    parts: list[str] = []
    for position, token in enumerate(tokens):
        if not token[5]:
            parts.append(
                token[1]
                or token[2]
                or token[10]
                or (token[6] if token[6] in (".", ",") else "")
                or ""
            )
            continue
        others = (
            [letter for letter in letters[:position] if letter],
            [letter for letter in letters[position + 1 :] if letter],
        )
        minutes = bool(others[0] and others[0][-1][0] == "h") or bool(
            others[1] and others[1][0][0] == "s"
        )
        parts.append(_field(moment, letters[position], minutes))
    return "".join(parts).strip()


def _field(moment: datetime, letters: str, minutes: bool) -> str:
    """One of the fields a date format names: yyyy, m, dd, h …"""
    kind, width = letters[0], len(letters)
    if kind == "a" or (kind == "d" and width > 2):
        return ("星期" if width == 4 else "") + _WEEKDAYS[moment.weekday()]
    if kind == "y":
        return f"{moment.year:04}" if width > 2 else f"{moment.year % 100:02}"
    value = {
        "m": moment.minute if minutes else moment.month,
        "d": moment.day,
        "h": moment.hour,
        "s": moment.second,
    }[kind]
    return f"{value:02}" if width == 2 else str(value)


def plain_value(value: object) -> str:
    """A value without a format of its own (an old .xls) in the plainest digits: whole floats without .0, dates as 2024/3/5."""
    if value is None or isinstance(value, bool):
        return "" if value is None else ("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        number = _decimal(repr(value))
        return _plain(number) if number is not None else str(value)
    if isinstance(value, datetime):
        day = f"{value.year}/{value.month}/{value.day}"
        return day if value.time() == time() else f"{day} {value.hour}:{value.minute:02}"
    if isinstance(value, date):
        return f"{value.year}/{value.month}/{value.day}"
    return str(value)
