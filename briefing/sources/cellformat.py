"""A number as its spreadsheet cell shows it: decimals, thousands, percent and dates of the number format.

Decimals are information: a cell that shows 56.70 says more than 56.7.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

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
    r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|(General|G/通用格式)|(AM/PM|上午/下午)|(y{1,4}|m{1,5}|d{1,4}|h{1,2}|s{1,2}|a{3,4})|([0#?.,]+)|(E[+-]0+)|(%)|(@)|(.)',
    re.I | re.S,
)
_DATE_LETTER = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|General|G/通用格式|([ymdhs])', re.I)
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_WEEKDAYS = "一二三四五六日"
_MOST_DIGITS = 400


@dataclass(frozen=True, slots=True)
class _Section:
    """One of a format's parts for positive, negative and zero numbers."""

    code: str

    @property
    def is_date(self) -> bool:
        return any(match[1] for match in _DATE_LETTER.finditer(self.code))


def shown(text: str, code: str, *, since_1904: bool = False) -> str:
    """A stored number ("56.700000000000003") as a cell with this format shows it ("56.70"). Text that is no number stays."""
    number = _decimal(text)
    if number is None:
        return text
    sections = [_Section(part) for part in _split(code)]
    section = sections[0]
    negative = number < 0
    if negative and len(sections) > 1:
        section = sections[1]
    elif number == 0 and len(sections) > 2:
        section = sections[2]
    if section.is_date:
        return _as_date(number, section.code, since_1904) or _plain(number)
    body = _as_number(abs(number), section.code)
    return (
        f"-{body}"
        if negative
        and any(character in "123456789" for character in body)
        and not body.startswith("-")
        else body
    )


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
    for match in re.finditer(r'"[^"]*"|\\.|\[[^\]]*\]|.', code, re.S):
        if match[0] == ";":
            parts.append("")
        else:
            parts[-1] += match[0]
    return parts


def _as_number(number: Decimal, code: str) -> str:
    tokens = list(_TOKEN.finditer(code))
    pattern = "".join(token[6] for token in tokens if token[6])
    if "/" in code:
        return _plain(number)
    if not pattern and not any(token[3] or token[9] for token in tokens):
        return "".join(
            _literal(token) for token in tokens
        )  # a section of words alone: "-" for zero
    percent = any(token[8] for token in tokens)
    digits = _digits(number * 100 if percent else number, pattern) if pattern else _plain(number)
    written = False
    parts: list[str] = []
    for token in tokens:
        if token[3] or token[9] or token[6]:
            parts.append("" if written else digits)
            written = True
        elif token[8]:
            parts.append("%")
        elif not token[7]:
            parts.append(_literal(token))
    text = "".join(parts).strip()
    return (
        text[1:-1] if text.startswith("(") and text.endswith(")") else text
    )  # accountants' brackets say minus


def _literal(token: re.Match[str]) -> str:
    return token[1] or token[2] or token[10] or token[5] or ""


def _digits(number: Decimal, pattern: str) -> str:
    """The number with the pattern's decimals, thousands commas and scaling."""
    whole, _, fraction = pattern.partition(".")
    scaled = whole.rstrip(",")
    number = number / 1000 ** (len(whole) - len(scaled) + len(fraction) - len(fraction.rstrip(",")))
    fraction = re.sub(r"[^0#?]", "", fraction)
    rounded = number.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in scaled else f"{rounded:f}"
    optional = len(fraction) - len(fraction.rstrip("#?"))
    if optional:
        kept = len(text) - optional
        text = text[:kept] + text[kept:].rstrip("0")
        text = text.rstrip(".")
    least = len(re.sub(r"[^0]", "", scaled))
    head, point, tail = text.partition(".")
    if head == "0" and least == 0 and tail:
        head = "0"  # Excel shows .5; nobody writes that
    return head.rjust(least, "0") + point + tail


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
