"""What departments reported on a row, as one text."""

from __future__ import annotations

from collections.abc import Callable

from briefing.model import Pack, Report
from briefing.papers.excel.keys import RowKey


def told(pack: Pack, key: RowKey, get: Callable[[Report], str], *, before: bool = False) -> str:
    """Of the Pack's period, or of the last one before: each department's words under its name where they differ."""
    found = pack.reports.get(str(key))
    reports = (found.previous if before else found.current) if found else ()
    words = {report.unit: get(report) for report in reports if get(report)}
    if len(set(words.values())) <= 1:
        return next(iter(words.values()), "")
    return "；".join(f"{unit}：{said}" for unit, said in words.items())
