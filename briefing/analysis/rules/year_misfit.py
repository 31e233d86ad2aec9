"""A year that does not fit its section: the past part speaks of what was done in a year to come, a heading names another year, the
main targets are said to be those of another year than the one that is planned.

Passes: 一、2024年工作回顾 … 2024年，我们…
Fails: 一、2024年工作回顾 … 2026年，我们完成了…; 二、2023年工作安排 in a report that plans 2025;
2024年经济社会发展主要预期目标是… among the tasks of a report that plans 2025.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.analysis.rules.base import Seen, TextRule, at
from briefing.model import Document, Section

_HEADING_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?!(?:以来|至|—|-|前|底))")
_DONE = re.compile(
    r"(?:^|(?<=[。；\n]))(?P<year>20\d\d)年(?:全年|，)?[^。；\n—]{0,20}?(?:完成了|实现了|达到了|取得了|完成|实现|达到|增长)\d?"
)
_AIMS = re.compile(r"(?<![到至\d—-])(20\d\d)年[^，。；\n]{0,14}预期目标(?:是|为|：)")
_TO_COME = re.compile(r"将|要|力争|计划|预计|目标|到20\d\d年|底前|确保|争取|提前下达|预算|届")


def check(document: Document) -> Iterator[Seen]:
    if (
        document.kind not in ("work_report", "plan_report", "budget_report")
        or not document.year_reviewed
        or not document.year_planned
    ):
        return
    for section in document.sections:
        yield from _heading(document, section)
        if section.part == "review":
            yield from _future_done(document, section)
        if section.part == "tasks" and section.level == 1:
            yield from _other_aims(document, section)


def _heading(document: Document, section: Section) -> Iterator[Seen]:
    """The heading of a whole part that names a year the document does not speak of."""
    years = {int(year) for year in _HEADING_YEAR.findall(section.heading)}
    fits = {document.year_reviewed, document.year_planned}
    if section.level == 1 and section.part in ("review", "tasks") and years and not years & fits:
        named = "、".join(f"{year}年" for year in sorted(years))
        yield Seen(
            f"标题“{section.heading[:24]}”写的是{named}，本文回顾{document.year_reviewed}年、安排{document.year_planned}年。",
            sources=(at(document, section.start, section.start + max(1, len(section.heading))),),
        )


def _other_aims(document: Document, section: Section) -> Iterator[Seen]:
    """The year's main targets under another year."""
    for match in _AIMS.finditer(document.text, section.body, section.end):
        if int(match[1]) != document.year_planned:
            yield Seen(
                f"“{match[0]}”写的是{match[1]}年，本文安排{document.year_planned}年，请核对年份。",
                sources=(at(document, match.start(), match.end()),),
            )


def _future_done(document: Document, section: Section) -> Iterator[Seen]:
    inner = [
        other.start
        for other in document.sections
        if section.body <= other.start < section.end and other is not section
    ]
    text = document.text[section.body : min([*inner, section.end])]
    for match in _DONE.finditer(text):
        if int(match["year"]) > (document.year_reviewed or 0) and not _TO_COME.search(match[0]):
            start = section.body + match.start()
            yield Seen(
                f"回顾部分写到{match['year']}年已完成的事：“{match[0][:24]}”，请核对年份。",
                sources=(at(document, start, start + len(match[0])),),
            )


RULE = TextRule("year_misfit", "medium", "年份与所在部分不符", check)
