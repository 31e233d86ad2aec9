"""What a sentence says of one indicator: its figures, how far they are from the target, how they moved from the year before.

Every figure is bound to its fact, every worked-out distance to the facts it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from briefing import periods
from briefing.amounts import split, unpadded
from briefing.analysis import names, wording
from briefing.model import IndicatorRow, Observation, Pack, ProgressRow, TargetRow, VerdictKind
from briefing.papers import filters
from briefing.papers import wording as verdicts
from briefing.papers.content.segments import against
from briefing.settings.schema import Wording

_DIGITS = re.compile(r"\d[\d.]*")
# 待核 is the business of internal papers; elsewhere a target without a verdict says only what is known.
UNJUDGED: dict[VerdictKind, str] = {"no_actual": "未见完成数", "not_comparable": "不作比较"}
_SPRING = "04"  # a document dated before this month sets the year's targets at its beginning


def verdict_word(row: TargetRow, words: Wording) -> str:
    """完成, 预计未完成, 推算完成, 未见完成数: no verdict is stronger than its figures."""
    kind = row.verdict.kind
    if kind in UNJUDGED:
        return UNJUDGED[kind]
    return {"estimate": "预计", "derived": "推算"}.get(row.verdict.basis, "") + words.verdicts[kind]


def gap(row: TargetRow, words: str = "target") -> str:
    """What a target row says after its verdict: 低于目标约2.5个百分点, bound to both its figures."""
    if row.actual is None:
        return ""
    return _bound(verdicts.gap(row, words), "difference", (row.target, row.actual))


def share(row: TargetRow) -> str:
    """What part of an amount was reached, as budgets are spoken of: 94.5%; "" between rates and where the target is a bound."""
    actual, found = row.actual, row.verdict.gap
    if actual is None or found is None or found.unit != "%" or row.verdict.basis == "derived":
        return ""
    if actual.measure != "level" or row.target.bound != "exact":
        return ""
    key = filters.derived("share", (row.target.key, actual.key))
    return filters.bind(key, f"{wording.number(unpadded(100 + found.value))}%")


def short_gap(row: TargetRow) -> str:
    """The same for a narrow cell: 低约2.5个百分点, 持平; of an amount the part reached, 完成94.5%, as the source says it, else the text."""
    stated = verdicts.stated_share(row)
    of_target = stated if stated and stated.against != "adjusted" else None
    reached = filters.figure(of_target) if of_target else share(row)
    return f"完成{reached}" if reached else gap(row, "short")


def short_pace(row: ProgressRow | None) -> str:
    """The same of a figure within the year: 低约3.6个百分点, 快3.2个百分点, 持平."""
    if row is None or row.target is None or row.gap is None:
        return ""
    return _bound(verdicts.pace_gap(row, short=True), "difference", (row.target, row.actual))


def pace(row: ProgressRow) -> str:
    """How far a figure within the year is from its target: 慢于时间进度3.2个百分点, 低于年度目标约3.6个百分点."""
    if row.target is None or row.gap is None:
        return ""
    keys = (row.target, row.actual)
    share = _bound(verdicts.pace_share(row), "share", keys)
    tail = _bound(verdicts.pace_gap(row), "difference", keys)
    return f"{share}，{tail}" if share else tail


def _bound(text: str, operation: str, inputs: Sequence[Observation]) -> str:
    """The text with its number bound, or bound whole where it has none (由升转降)."""
    key = filters.derived(operation, (figure.key for figure in inputs))
    if not _DIGITS.search(text):
        return filters.bind(key, text, "text") if text else ""
    return _DIGITS.sub(lambda match: filters.bind(key, match[0]), text, count=1)


def has_figure(row: IndicatorRow) -> bool:
    return row.level is not None or row.growth is not None


def target_name(target: Observation, pack: Pack) -> str:
    """What a target is of: the indicator's name in the paper's tables, unless it is of another part of it (过亿元项目 of all 签约落地项目)."""
    row = next((row for row in pack.indicators if row.indicator == target.indicator), None)
    return row.name if row and same_part(target, row) else target.name


def same_part(figure: Observation, row: IndicatorRow) -> bool:
    """Whether a figure is of the same part of the indicator as what the row's name says."""
    return names.scope(figure.name, row.indicator) == names.scope(row.name, row.indicator)


def expected(row: IndicatorRow) -> bool | None:
    """Whether all a row says is an estimate; None where it says nothing."""
    statuses = [figure.status for figure in (row.level, row.growth) if figure]
    return all(status == "estimate" for status in statuses) if statuses else None


def year_before(period: str) -> str:
    """The same period of the year before: 2023 for 2024, 2023Q1 for 2024Q1."""
    return f"{int(period[:4]) - 1}{period[4:]}"


@dataclass(frozen=True)
class Teller:
    """Clauses and sentences about a Pack's indicators."""

    pack: Pack
    targets: dict[str, TargetRow]  # the one target of each indicator that papers show
    words: Wording

    @cached_property
    def _growths_before(self) -> dict[str, Observation]:
        before = year_before(self.pack.period)
        return {
            o.indicator: o
            for o in self.pack.series
            if o.indicator and o.period == before and o.measure == "yoy" and o.status != "target"
        }

    @cached_property
    def _progress(self) -> dict[str, ProgressRow]:
        return {
            row.indicator: row
            for row in self.pack.progress
            if row.actual.period == self.pack.period
        }

    @cached_property
    def _dates(self) -> dict[str, str]:
        return {document.id: document.date for document in self.pack.documents}

    def sentences(self, rows: Sequence[IndicatorRow], lead: str = "") -> str:
        """Figures as one or two sentences: under 预计 those that are estimates, the others by themselves; the first row's kind first."""
        forecast = "预计全年" if periods.parse(self.pack.period).is_year else "预计"
        return lead + "".join(
            (forecast if estimated else "")
            + "；".join(self.clause(row) for row in rows if expected(row) == estimated)
            + "。"
            for estimated in dict.fromkeys(expected(row) for row in rows if has_figure(row))
        )

    def forecast(self, row: IndicatorRow) -> str:
        """A clause that says itself that its figures are expected: 预计固定资产投资增长7.4%左右，高于年初目标约1.9个百分点."""
        return ("预计" if expected(row) else "") + self.clause(row)

    def clause(self, row: IndicatorRow) -> str:
        """地区生产总值增长4%左右，低于年初目标约2.5个百分点，增速比上年回落2.2个百分点."""
        figures = _figures(row, self._as_reported(row.level) if row.level else None)
        return row.name + figures + "".join(self._after(row, (self._against, self._moved)))

    def _as_reported(self, level: Observation) -> Observation:
        """The amount as the report to the congress says it, where that is the same in a larger unit: 56.7亿元 for a budget's 567393万元."""
        same = (
            o
            for o in self._reported.get((level.indicator, level.period), ())
            if o.amount.like(level.amount) and o.amount.meets(level.amount, loosely=True)
        )
        larger = (o for o in same if split(o.unit)[0] > split(level.unit)[0])
        return next(larger, level)

    @cached_property
    def _reported(self) -> dict[tuple[str | None, str], list[Observation]]:
        """The area's amounts in its work reports, by indicator and period."""
        reports = {each.id for each in self.pack.documents if each.kind == "work_report"}
        found: dict[tuple[str | None, str], list[Observation]] = {}
        for o in self.pack.observations:
            of_area = (o.measure, o.area) == ("level", self.pack.scope.name)
            if of_area and o.status != "target" and o.source.document in reports:
                found.setdefault((o.indicator, o.period), []).append(o)
        return found

    def _after(self, row: IndicatorRow, said: Sequence[Callable[[IndicatorRow], str]]) -> list[str]:
        texts = (each(row) for each in said)
        return [text if text.startswith("（") else f"，{text}" for text in texts if text]

    def _against(self, row: IndicatorRow) -> str:
        """How far from the target: as a source says it, else of the year's beginning where a document of its first months set it."""
        figures = (figure for figure in (row.growth, row.level) if figure)
        stated = next((said for figure in figures if (said := against(figure, self.pack))), "")
        if stated:
            return stated
        target = self.targets.get(row.indicator)
        if target is None:
            found = self._progress.get(row.indicator)
            return pace(found) if found else ""
        when = self.target_word(target)
        if target.verdict.kind == "not_comparable":
            if self.pack.audience in ("leader", "public"):
                return ""  # what cannot be compared is the business of those who can ask
            return (
                f"（{when}为{filters.said(target.target)}，口径不同，{UNJUDGED['not_comparable']}）"
            )
        if target.verdict.kind == "no_actual":
            return ""
        reached = share(target)
        if reached:
            return f"完成{when}的{reached}"
        said = f"{when}为{filters.said(target.target)}，{verdict_word(target, self.words)}"
        return gap(target).replace("目标", when, 1) or said

    def target_word(self, row: TargetRow) -> str:
        date = self._dates.get(row.target.source.document, "")
        return (
            "年初目标"
            if date.startswith(f"{self.pack.period[:4]}-") and date[5:7] < _SPRING
            else "年度目标"
        )

    def _moved(self, row: IndicatorRow) -> str:
        """How the growth, or the share, moved from the year before."""
        if row.growth:
            before = self._growths_before.get(row.indicator)
            return (
                _bound(wording.trend(row.growth, before), "trend", (row.growth, before))
                if before
                else ""
            )
        if row.level and row.previous and row.level.measure == row.previous.measure == "ratio":
            return _bound(
                wording.share_change(row.level, row.previous), "change", (row.level, row.previous)
            )
        return ""

    def inputs(self) -> dict[str, tuple[str, ...]]:
        """The facts behind what may be worked out above and is not printed itself: key -> keys of targets and of the year before's figures."""
        found: dict[str, tuple[str, ...]] = {}
        for row in self.pack.indicators:
            before = self._growths_before.get(row.indicator)
            if row.growth and before:
                found[filters.derived("trend", (row.growth.key, before.key))] = (before.key,)
            if row.level and row.previous:
                found[filters.derived("change", (row.level.key, row.previous.key))] = (
                    row.previous.key,
                )
        for target in self.pack.targets:
            if target.actual:
                keys = (target.target.key, target.actual.key)
                for operation in ("share", "difference"):
                    found[filters.derived(operation, keys)] = keys[:1]
        return found


def _figures(row: IndicatorRow, level: Observation | None) -> str:
    """57.1亿元，比上年增长2.1%: what follows the indicator's name. Of two figures an estimated one says so itself."""
    mixed = len({figure.status for figure in (row.level, row.growth) if figure}) > 1
    parts = []
    if level:
        parts.append((wording.status_prefix(level) if mixed else "") + filters.said(level))
    if row.growth:
        # A growth alone needs no 比上年 for a whole year: 预计全年地区生产总值增长4%左右; within a year 同比 is always said.
        whole_year = periods.parse(row.growth.period).is_year
        said = (
            wording.change(row.growth)
            if whole_year and not row.level
            else wording.compared(row.growth)
        )
        parts.append(
            (wording.status_prefix(row.growth) if mixed else "")
            + filters.bind(row.growth.key, said)
        )
    return "，".join(parts)
