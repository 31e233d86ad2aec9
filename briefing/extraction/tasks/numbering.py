"""Numbers of items: 1., （三）, 第十二条, 一是."""

from __future__ import annotations

from briefing import lazy as re

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "〇": 0,
}
_NUMBER = re.compile(
    r"[第（(]?(?P<number>\d{1,3}|[一二三四五六七八九十百]{1,5})(?:\s*[.．、）)条项是])[.．、]?\s*"
)


def numbered(heading: str) -> tuple[str, str]:
    """Number (in digits, "" where it has none) and words of a heading: （十二）加强监督 is 12 and 加强监督."""
    match = _NUMBER.match(heading)
    if not match:
        return "", heading.lstrip("—- ").rstrip("。：: ")
    number = match["number"]
    return str(int(number) if number.isdigit() else chinese(number)), heading[match.end() :].rstrip(
        "。：: "
    )


def chinese(text: str) -> int:
    """The value of a number below 1000 in Chinese characters: 二十三 is 23."""
    total = digit = 0
    for character in text:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
