"""Progress in the year (序时进度): what is done so far against the year's target.

An amount is held against the share of the year that has passed, a growth or another rate against the target itself, whatever the month.
What only the year's end shows is not rated. The gap counts in percentage points, positive where ahead; config/lights.yaml says which
light it gets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing import periods
from briefing.amounts import PERCENT, Amount, rounded
from briefing.analysis import names
from briefing.analysis.index import Index
from briefing.analysis.targets import best_target
from briefing.model import Observation, ProgressRow
from briefing.settings.schema import Band, Indicator

_RATES = ("yoy", "ratio", "cagr")
_MIDDLE = 15  # a figure published up to this day of its own last month covers half of it


def within_year(period: str) -> bool:
    """Whether a period runs from January to a month before December: 2024Q1, 2024H1, 2024M01-M05."""
    span = periods.parse(period)
    return span.year == span.last_year and span.month == 1 and span.last_month < 12


def elapsed(period: str, as_of: str = "") -> Amount:
    """The share of the year in % that has passed at the end of a period: 50 for 2024H1; in the middle of its last month, half of that."""
    span = periods.parse(period)
    months = Decimal(span.last_month)
    if as_of.startswith(f"{span.year}-{span.last_month:02}-") and int(as_of[8:10]) <= _MIDDLE:
        months -= Decimal("0.5")
    return Amount(rounded(months * 100 / 12), PERCENT)


def progress_rows(index: Index, period: str, as_of: str = "") -> tuple[ProgressRow, ...]:
    """A row an indicator with a figure of the year up to the period, in the configured order; () for whole years.

    A lagging indicator shows its newest figure, of its own period.
    """
    if not within_year(period):
        return ()
    rows = (_row(index, indicator, period, as_of) for indicator in index.indicators)
    return tuple(row for row in rows if row)


@dataclass(frozen=True, slots=True)
class _Held:
    """A figure held against what is due."""

    value: Amount
    due: Amount
    gap: Amount
    bands: Sequence[Band]

    @property
    def band(self) -> Band:
        return next(band for band in self.bands if band.holds(self.gap.value))


def _row(index: Index, indicator: Indicator, period: str, as_of: str) -> ProgressRow | None:
    year = period[:4]
    figures = _figures(index, indicator, year, period)
    if not figures:
        return None
    target = best_target(index, indicator.id, year)
    actual = _suited(figures, target)
    held = (
        _held(index, indicator, actual, target, as_of)
        if target and indicator.kind != "annual"
        else None
    )
    before = next(
        (
            figure
            for figure in figures
            if figure.period != actual.period and figure.measure == actual.measure
        ),
        None,
    )
    earlier = _held(index, indicator, before, target, "") if held and before and target else None
    return ProgressRow(
        indicator=indicator.id,
        name=index.name(actual),
        category=indicator.category,
        department=index.departments.get(indicator.department, ""),
        actual=actual,
        target=target,
        value=held.value if held else None,
        due=held.due if held else None,
        gap=held.gap if held else None,
        verdict=held.band.verdict if held else "not_rated",
        light=held.band.light if held else None,
        word=held.band.word if held else _unrated(index, indicator, target),
        previous_light=earlier.band.light if earlier else None,
        previous_period=before.period if earlier and before else "",
    )


def _figures(index: Index, indicator: Indicator, year: str, period: str) -> list[Observation]:
    """The year's figures up to the period, newest first, best source first."""
    last = periods.parse(period).last_month
    of_year = {
        o.period
        for o in index.by_indicator.get(indicator.id, ())
        if o.period.startswith(year) and o.status != "target"
    }
    spans = [
        code for code in of_year if within_year(code) and periods.parse(code).last_month <= last
    ]
    newest_first = sorted(
        spans, key=lambda code: (periods.parse(code).last_month, code), reverse=True
    )
    return [
        o
        for code in newest_first
        for o in index.figures(indicator.id, code)
        if o.measure in ("level", *_RATES)
    ]


def _suited(figures: Sequence[Observation], target: Observation | None) -> Observation:
    """The newest figure that can be set against the target, else the newest growth, else the newest."""
    if target:
        for figure in figures:
            if (
                _of_one_scope(figure, target)
                and figure.measure == target.measure
                and figure.amount.like(target.amount)
            ):
                return figure
    newest = [figure for figure in figures if figure.period == figures[0].period]
    return next((figure for figure in newest if figure.measure == "yoy"), newest[0])


def _of_one_scope(figure: Observation, target: Observation) -> bool:
    """An amount of what was added is not held against the stock: 净增90家 of 1122家."""
    return figure.measure != "level" or names.scope(figure.name, figure.indicator) == names.scope(
        target.name, target.indicator
    )


def _held(
    index: Index, indicator: Indicator, actual: Observation, target: Observation, as_of: str
) -> _Held | None:
    if (
        actual.measure != target.measure
        or indicator.direction == "neither"
        or not _of_one_scope(actual, target)
    ):
        return None
    done, goal, lights = actual.amount, target.amount, index.settings.lights
    if not done.like(goal):
        return None
    if actual.measure in _RATES:
        value, due, bands = done, goal, lights.growth
    elif share := done.share_of(goal):
        value, due, bands = share, elapsed(actual.period, as_of), lights.amounts
    else:
        return None
    gap = value.gap_to(due)
    if gap is None:
        return None
    return _Held(value, due, gap if indicator.direction == "more" else -gap, bands)


def _unrated(index: Index, indicator: Indicator, target: Observation | None) -> str:
    if indicator.kind == "annual":
        return index.settings.lights.annual
    return "目标与完成数口径不同，不评" if target else "没有年度目标，不评"


def turned_red(rows: Iterable[ProgressRow]) -> list[ProgressRow]:
    """Rows whose light is red and was not, or was not known, the period before."""
    return [row for row in rows if row.light == "red" and row.previous_light != "red"]
