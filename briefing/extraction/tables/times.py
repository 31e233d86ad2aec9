"""The times that headings, titles and rows name: 2024年1—5月, 上年同期, 本月, “十五五”时期, 2025年预计."""

from __future__ import annotations

from typing import NamedTuple

from briefing import lazy as re
from briefing.extraction.tables import texts, words
from briefing.extraction.wordlists import alternation

_PLANS = {"一": 2006, "二": 2011, "三": 2016, "四": 2021, "五": 2026, "六": 2031}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_RELATIVE = {word: kind for kind, listed in words.by("time").items() for word in listed}
_TO = r"[—\-~至到]{1,2}"
_YEAR = r"(?:19|20)\d\d"
_TIME = re.compile(
    rf"(?<!\d)(?P<date>{_YEAR}([-./])\d\d?\2\d\d?)(?!\d)"  # a day, as of publication
    rf"|(?<!\d)(?P<from>{_YEAR})年?{_TO}(?P<until>{_YEAR})(?!\d)年?"
    rf"|[“\"‘]?十(?P<plan>[一二三四五六])五[”\"’]?(?P<end>末)?(?:时期|期间|规划期?|以来|期末)?"
    rf"|(?<!\d)(?P<dotted>{_YEAR})[./\-](?P<dot_from>0?\d|1[0-2])(?:{_TO}(?P<dot_to>0?\d|1[0-2]))?(?![\d./])(?:月份?)?"
    rf"|(?<!\d)(?P<year>{_YEAR})(?:年度|年|(?![\d.,]))(?:[底末])?"
    r"|第?(?P<quarter>[一二三四1-4])季度?(?:末|底)?|前(?P<quarters>[二三23])个?季度|(?P<half>[上下])半年(?:末|底)?"
    rf"|(?<!\d)(?P<month_from>1?\d)月?份?{_TO}(?P<month_to>1?\d)月(?:份|末|底)?|(?:前|1{_TO})(?P<first>1?\d)个?月(?:份)?"
    r"|(?<!\d)(?P<month>1?\d)月(?:份|末|底)?"
)
_WORD = re.compile(alternation(_RELATIVE))
_DAYS = re.compile(rf"(?<!\d)(1?\d)月1日{_TO}(1?\d)月(?:28|29|30|31)日")  # 4月1日—6月30日
_COUNTED_AT = re.compile(
    r"(?<=年)\d{1,2}月\d{1,2}日[零0]时"
)  # the hour of a census, which is of its year


class When(NamedTuple):
    """A time as far as its words say it. What they leave open comes from the table: see `code`."""

    first: int = 0  # years; 0: not said
    last: int = 0
    part: str = ""  # Q1, H1, M05, M01-M05 of that year
    kind: str = ""  # of words.txt: last of “time last”

    @property
    def said(self) -> bool:
        return bool(self.first or self.part or self.kind)

    @property
    def several(self) -> bool:
        return self.first != self.last


def take(text: str) -> tuple[When, str]:
    """The time a plain text names, and the text without it."""
    when = When()
    rest: list[str] = []
    at = 0
    text = _DAYS.sub(r"\1—\2月", text) if "日" in text else text
    text = _COUNTED_AT.sub("", text) if "时" in text else text
    for match in _TIME.finditer(text):
        found = _read(match)
        if found is None:
            continue
        when = joined(found, when) if when.said else found
        rest.append(text[at : match.start()])
        at = match.end()
    left = "".join(rest) + text[at:]
    word = _WORD.search(left)
    while word:
        when = when._replace(kind=_together(when.kind, _RELATIVE[word[0]]))
        left = left[: word.start()] + left[word.end() :]
        word = _WORD.search(left)
    return when, left


def in_column(written: str, head: str) -> When:
    """The time of a cell below 年份, 月份 or 季度, which may hold a bare number."""
    text = texts.plain(written)
    if text.isdigit() and len(text) < 3:
        text += "季度" if "季" in head or "quarter" in head else "月"
    return take(text)[0]


def together(outer: When | None, inner: When) -> When:
    """What columns of times side by side say: 2023 | 6."""
    return joined(inner, outer) if outer else inner


def _together(first: str, second: str) -> str:
    """What two words say together, in one heading or one below the other: 本期累计, 累计 over 上年. Else the first decides."""
    if not first or (
        first in ("now", "issue") and second in ("total", "month", "quarter", "issue")
    ):
        return second or first
    if {first, second} in ({"last", "total"}, {"last", "month"}):
        return "same"
    return first


def is_word(text: str) -> bool:
    """Whether a whole plain text is one time."""
    return text in _RELATIVE or _TIME.fullmatch(text) is not None


def joined(inner: When, outer: When) -> When:
    """What two headings, one below the other, say together: the lower one decides."""
    first, last = (inner.first, inner.last) if inner.first else (outer.first, outer.last)
    part = inner.part or ("" if inner.several or inner.kind in ("year", "next") else outer.part)
    return When(first, last, part, _together(inner.kind, outer.kind))


def _read(match: re.Match[str]) -> When | None:
    group = match.groupdict()
    if group["date"]:
        return When()
    if group["from"]:
        first, last = int(group["from"]), int(group["until"])
        return When(first, last) if first < last <= first + 30 else None
    if group["plan"]:
        first = _PLANS[group["plan"]]
        return When(first + 4, first + 4) if group["end"] else When(first, first + 4)
    if group["dotted"]:
        year, low = int(group["dotted"]), int(group["dot_from"])
        return When(year, year, months(low, int(group["dot_to"] or low))) if low else None
    if group["year"]:
        return When(int(group["year"]), int(group["year"]))
    if (group["month_from"] or ("1" if group["first"] else "")) == "1" and (
        group["month_to"] or group["first"]
    ) == "12":
        return When(kind="year")
    part = _part(group)
    return When(part=part) if part else None


def _part(group: dict[str, str | None]) -> str:
    if group["quarter"]:
        return f"Q{_QUARTERS[group['quarter']]}"
    if group["quarters"]:
        return months(1, 6 if group["quarters"] in "二2" else 9)
    if group["half"]:
        return "H1" if group["half"] == "上" else "H2"
    low = int(group["month_from"] or (1 if group["first"] else group["month"] or 0))
    high = int(group["month_to"] or group["first"] or group["month"] or 0)
    return months(low, high) if 1 <= low <= high <= 12 else ""


def months(first: int, last: int) -> str:
    """The part of a year from one month to another: "Q1", "H2", "M05", "M01-M05"; "" for the whole year."""
    if (first, last) == (1, 12):
        return ""
    if last - first == 2 and last % 3 == 0:
        return f"Q{last // 3}"
    if last - first == 5 and last % 6 == 0:
        return f"H{last // 6}"
    return f"M{first:02d}" if first == last else f"M{first:02d}-M{last:02d}"


def bounds(part: str) -> tuple[int, int]:
    """First and last month of a part of a year."""
    if not part:
        return 1, 12
    number = int(part[1:3].rstrip("-"))
    if part[0] == "Q":
        return 3 * number - 2, 3 * number
    if part[0] == "H":
        return 6 * number - 5, 6 * number
    return number, int(part[-2:])


def code(when: When, base: When, *, annual: bool = False, quarterly: bool = False) -> str:
    """The period code of a time; "" where no year is known. base: what the table is for.

    annual: the figure is for the whole year where nothing else is said (a target). quarterly: the table of a month shows this row as
    of its last whole quarter (带*的指标为季度数).
    """
    if when.first and when.several:
        return f"{when.first}-{when.last}"
    year = when.first or base.last
    if not year:
        return ""
    if not when.first:
        year += {"last": -1, "same": -1, "next": 1}.get(when.kind, 0)
    part = _resolved(when, base, annual)
    if when.kind == "before" and not when.first:
        year, part = _before(year, part)
    if quarterly and part[:1] == "M":
        last = bounds(part)[1] // 3 * 3
        if not last:
            year, last = year - 1, 12
        part = months(1, last)
    return f"{year}{part}"


def _before(year: int, part: str) -> tuple[int, str]:
    """The month or quarter before; several months together are left as they are."""
    first, last = bounds(part)
    wide = last - first + 1
    if part[:1] not in ("M", "Q") or (part[0] == "M" and wide > 1):
        return year, part
    return (
        (year, months(first - wide, last - wide))
        if first > wide
        else (year - 1, months(13 - wide, 12))
    )


def part(when: When, base: When) -> str:
    """The part of the year that a time speaks for, where the table is for a part: M01-M11 of 累计."""
    return _resolved(when, base, annual=False)


def _resolved(when: When, base: When, annual: bool) -> str:
    """The part of the year."""
    if when.kind in ("year", "next") or (not when.part and (annual or when.kind == "last")):
        return ""
    part = when.part or base.part
    last = bounds(part)[1]
    if when.kind == "month" and part:
        return months(last, last)
    if when.kind == "quarter" and part:
        return f"Q{(last + 2) // 3}"
    return months(1, last) if when.kind == "total" else part
