"""What departments reported on the rows of their sheets: for the Pack's period, and the last time before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from briefing import periods
from briefing.model import Report, Reported


def reported(reports: Iterable[Report], period: str, department: str = "") -> dict[str, Reported]:
    """By the row's key. department: only what this one (by its id) reported.

    A period is before another where it ends before it does.
    """
    by_key: defaultdict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if not department or report.department == department:
            by_key[report.key].append(report)
    found = {}
    for key, each in sorted(by_key.items()):
        current = tuple(report for report in each if report.period == period)
        earlier = [report for report in each if _end(report.period) < _end(period)]
        last = max((report.period for report in earlier), key=_end, default="")
        previous = tuple(report for report in earlier if report.period == last)
        if current or previous:
            found[key] = Reported(current, previous)
    return found


def _end(period: str) -> tuple[int, int]:
    span = periods.parse(period)
    return span.last_year, span.last_month
