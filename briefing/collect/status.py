"""Who was to report, who has, who has not; and the text that reminds the late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from briefing import periods
from briefing.periods import ZONE
from briefing.store import ReturnedFile

State = Literal["reported", "late", "waiting", "overdue"]
WORDS: dict[State, str] = {
    "reported": "已报",
    "late": "已报（迟报）",
    "waiting": "未报",
    "overdue": "未报（逾期）",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """A form that a job made for a department."""

    job: str
    name: str  # 填报表
    district: str  # code
    area: str  # the district's name
    department: str  # id
    unit: str  # the department's name
    period: str
    due: str  # ISO date, "" where none
    contact: str

    @property
    def title(self) -> str:
        """What its file calls itself."""
        return f"{self.area}{periods.label(self.period)}{self.unit}{self.name}"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a form stands. at: when it first came back."""

    form: Expected
    state: State
    at: datetime | None = None
    files: tuple[str, ...] = ()

    @property
    def is_missing(self) -> bool:
        return self.state in ("waiting", "overdue")


def standings(
    expected: Iterable[Expected], returned: Sequence[tuple[ReturnedFile, datetime]], now: datetime
) -> list[Standing]:
    """Each form with what came back of it. A department that has reported once has reported."""
    today = now.astimezone(ZONE).date()
    found = []
    for form in expected:
        own = [
            (file, at) for file, at in returned if (file.job, file.title) == (form.job, form.title)
        ]
        if own:
            first, at = min(own, key=lambda pair: pair[1])
            late = first.late or (
                bool(form.due) and at.astimezone(ZONE).date() > date.fromisoformat(form.due)
            )
            found.append(
                Standing(
                    form,
                    "late" if late else "reported",
                    at,
                    tuple(dict.fromkeys(file.file for file, _ in own)),
                )
            )
        else:
            overdue = bool(form.due) and today > date.fromisoformat(form.due)
            found.append(Standing(form, "overdue" if overdue else "waiting"))
    return found


def reminder(found: Iterable[Standing], now: datetime) -> str:
    """The text that reminds those who have not reported, ready to be sent, a paragraph a district and form; "" where all have."""
    groups: defaultdict[tuple[str, str, str], list[Standing]] = defaultdict(list)
    for each in found:
        groups[each.form.area, each.form.period, each.form.name].append(each)
    paragraphs = (_paragraph(group, now) for group in groups.values())
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _paragraph(found: Sequence[Standing], now: datetime) -> str:
    missing = [each for each in found if each.is_missing]
    if not missing:
        return ""
    form = missing[0].form
    head = f"{form.area}{periods.label(form.period)}{form.name}"
    due = f"应于{_day(date.fromisoformat(form.due))}前报送。" if form.due else "请按要求报送。"
    late = sum(each.state == "late" for each in found)
    count = f"应报{len(found)}家，已报{len(found) - len(missing)}家{f'（其中迟报{late}家）' if late else ''}，未报{len(missing)}家"
    names = "、".join(each.form.unit for each in missing)
    overdue = any(each.state == "overdue" for each in missing)
    ask = "以上单位已逾期，请抓紧报送" if overdue else "请以上单位按时报送"
    contact = f"联系：{form.contact}。" if form.contact else ""
    return f"{head}{due}截至{_day(now.astimezone(ZONE).date())}，{count}：{names}。{ask}。{contact}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
