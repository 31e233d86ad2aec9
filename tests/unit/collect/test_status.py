"""Who was to report, who has, and the text that names the late."""

from __future__ import annotations

from datetime import UTC, datetime

from briefing.collect.status import WORDS, Expected, reminder, standings
from briefing.store import ReturnedFile

UNITS = (("finance", "区财政局"), ("education", "区教育和体育局"), ("housing", "区住房城乡建设局"))


def expected(due: str = "2025-02-12") -> list[Expected]:
    return [
        Expected("departments", "填报表", "370104", "槐荫区", id, unit, "2024", due, "区政府督查室")
        for id, unit in UNITS
    ]


def came(
    department: str, day: int, late: bool = False, period: str = "2024"
) -> tuple[ReturnedFile, datetime]:
    unit = dict(UNITS)[department]
    file = ReturnedFile(
        f"{department}{day}", f"{department}.xlsx", "departments", "370104", department, unit, period,
        f"槐荫区{period}年{unit}填报表", "", "", "", "2025-02-12", late,
    )  # fmt: skip
    return file, datetime(2025, 2, day, 2, tzinfo=UTC)


def test_reported_late_and_missing() -> None:
    now = datetime(2025, 2, 13, 16, 30, tzinfo=UTC)  # the 14th in Shanghai
    found = standings(
        expected(),
        [came("finance", 10), came("education", 13, late=True), came("housing", 10, period="2023")],
        now,
    )
    assert [WORDS[each.state] for each in found] == ["已报", "已报（迟报）", "未报（逾期）"]
    assert reminder(found, now) == (
        "槐荫区2024年填报表应于2025年2月12日前报送。截至2025年2月14日，应报3家，已报2家（其中迟报1家），未报1家：区住房城乡建设局。"
        "以上单位已逾期，请抓紧报送。联系：区政府督查室。"
    )


def test_before_the_day_nobody_is_late_and_without_a_day_neither() -> None:
    now = datetime(2025, 2, 12, 15, 0, tzinfo=UTC)  # still the 12th in Shanghai
    found = standings(expected(), [], now)
    assert {each.state for each in found} == {"waiting"}
    assert "请以上单位按时报送" in reminder(found, now)
    never = standings(expected(due=""), [], now)
    assert {each.state for each in never} == {"waiting"}
    assert "请按要求报送" in reminder(never, now)


def test_who_reported_in_time_and_again_afterwards_is_not_late() -> None:
    now = datetime(2025, 2, 20, tzinfo=UTC)
    (finance, *_) = standings(
        expected(), [came("finance", 10), came("finance", 15, late=True)], now
    )
    assert (finance.state, finance.files) == ("reported", ("finance.xlsx",))


def test_nobody_is_reminded_where_all_have_reported() -> None:
    now = datetime(2025, 2, 13, tzinfo=UTC)
    found = standings(expected(), [came(id, 10) for id, _ in UNITS], now)
    assert reminder(found, now) == ""
