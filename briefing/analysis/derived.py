"""Figures that no source states, worked out from those it does: growth from two amounts, an amount from a growth, a share from parts.

They are what the inputs allow by their printed digits, an interval. Indicators whose published growth is not that of their published
amounts (prices taken out, samples or bases revised) are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.amounts import PERCENT, Amount, Interval, rounded
from briefing.analysis.index import Index
from briefing.making import changed
from briefing.model import Derived, Observation

# Growth at comparable prices, or against a revised base: two published amounts do not give it.
OTHER_BASE = frozenset(
    {
        "gdp", "gdp_primary", "gdp_secondary", "gdp_tertiary", "gdp_per_capita", "industrial_value_added", "finance_value_added",
        "fixed_asset_investment", "industrial_investment", "industrial_revenue", "industrial_profit", "services_revenue", "energy_intensity",
        "retail_sales", "retail_sales_above_limit", "cpi", "pm25", "good_air_days",
    }
)  # fmt: skip
# Counts of what a year happens to have: their growth says nothing.
NO_GROWTH = frozenset(
    {
        "key_projects", "key_projects_investment", "livelihood_projects", "signed_projects", "special_bonds", "land_supply", "deputy_proposals",
        "school_places_new", "five_g_stations_new", "four_above_enterprises", "innovation_platforms", "specialised_smes_new",
    }
)  # fmt: skip
_LEFT_ALONE = OTHER_BASE | NO_GROWTH
# share: part / whole
SHARES = {
    "tax_share": ("tax_revenue", "general_budget_revenue"),
    "rd_intensity": ("rd_spending", "gdp"),
    "livelihood_share": ("livelihood_spending", "general_budget_expenditure"),
}
# Of 民生支出占比 the whole differs from report to report.
FIXED_SHARES = ("tax_share", "rd_intensity")


def growth(index: Index, indicator: str, year: str) -> Derived | None:
    """The growth that the amounts of a year and of the year before allow; None where a source states it or the amounts are not there."""
    if indicator in _LEFT_ALONE or not year.isdigit():
        return None
    now, before = (_level(index, indicator, period) for period in (year, str(int(year) - 1)))
    if now is None or before is None or not now.amount.like(before.amount):
        return None
    rates = now.amount.interval.growth_from(before.amount.interval)
    if rates is None:
        return None
    method = f"由{year}年和{before.period}年两个总量推算"
    return _derived(index, now, "yoy", rates.tenths(), PERCENT, method, (now, before))


def level(index: Index, indicator: str, year: str) -> Derived | None:
    """The amount that the amount of the year before and the year's growth allow, or that of the year after and its growth."""
    if indicator in _LEFT_ALONE or not year.isdigit() or _level(index, indicator, year):
        return None
    return _grown(index, indicator, year) or _shrunk(index, indicator, year)


def _grown(index: Index, indicator: str, year: str) -> Derived | None:
    before, rate = _level(index, indicator, str(int(year) - 1)), _growth(index, indicator, year)
    if before is None or rate is None:
        return None
    made = before.amount.interval.scaled(rate.amount.interval)
    if made is None:
        return None
    method = f"由{before.period}年总量和{year}年增速推算"
    shown = made.printed_in(before.unit)
    return _derived(index, rate, "level", shown, before.unit, method, (before, rate))


def _shrunk(index: Index, indicator: str, year: str) -> Derived | None:
    after, rate = (get(index, indicator, str(int(year) + 1)) for get in (_level, _growth))
    if after is None or rate is None:
        return None
    made = after.amount.interval.unscaled(rate.amount.interval)
    if made is None:
        return None
    method = f"由{after.period}年总量和增速推算"
    shown = made.printed_in(after.unit)
    return _derived(index, after, "level", shown, after.unit, method, (after, rate), period=year)


def share(index: Index, indicator: str, period: str) -> Derived | None:
    """A share of one amount in another, where no source states it."""
    if indicator not in SHARES or any(
        o.measure == "ratio" for o in index.figures(indicator, period)
    ):
        return None
    part, whole = (_level(index, of, period) for of in SHARES[indicator])
    if part is None or whole is None or not part.amount.like(whole.amount):
        return None
    rate = part.amount.interval.share_of(whole.amount.interval)
    if rate is None:
        return None
    shown = rate.tenths()
    method = f"由{index.name(part)}和{index.name(whole)}推算"
    return _derived(
        index, part, "ratio", shown, PERCENT, method, (part, whole), indicator=indicator
    )


def of_period(index: Index, indicator: str, period: str) -> tuple[Derived, ...]:
    """Everything that can be worked out for an indicator and a period and no source states."""
    if indicator in _LEFT_ALONE and indicator not in SHARES:
        return ()
    return index.remembered(
        ("derived", indicator, period), lambda: tuple(_of_period(index, indicator, period))
    )


def _of_period(index: Index, indicator: str, period: str) -> Iterator[Derived]:
    stated = any(o.measure == "yoy" for o in index.figures(indicator, period))
    if not stated and (found := growth(index, indicator, period)):
        yield found
    for find in (level, share):
        if found := find(index, indicator, period):
            yield found


def shown(derived: Derived) -> str:
    """0.5%—0.7%, or 6.5% where both ends print alike."""
    low, high = format(derived.low, "f"), format(derived.high, "f")
    return f"{low}{derived.unit}" if low == high else f"{low}{derived.unit}—{high}{derived.unit}"


def _level(index: Index, indicator: str, period: str) -> Observation | None:
    return _plain(index.whole.get((indicator, period, "level"), ()))


def _growth(index: Index, indicator: str, period: str) -> Observation | None:
    return _plain(index.whole.get((indicator, period, "yoy"), ()))


def _plain(figures: Sequence[Observation]) -> Observation | None:
    """The best figure, unless it is only a bound."""
    return figures[0] if figures and figures[0].bound in ("exact", "approx") else None


def _derived(
    index: Index,
    of: Observation,
    measure: str,
    interval: Interval,
    unit: str,
    method: str,
    inputs: tuple[Observation, ...],
    *,
    indicator: str = "",
    period: str = "",
) -> Derived:
    made = Derived(
        indicator=indicator or of.indicator or "",
        name=index.configured_name(indicator or of.indicator) or of.name,
        area=of.area,
        period=period or of.period,
        measure=measure,  # type: ignore[arg-type]
        low=interval.low,
        high=interval.high,
        unit=unit,
        method=method,
        inputs=inputs,
    )
    return changed(made, confirmed=made.key in index.facts.confirmed)


def middle(derived: Derived) -> Amount:
    """The middle of what is allowed, to one decimal."""
    return Amount(rounded(Interval(derived.low, derived.high).middle), derived.unit)


def reaches(derived: Derived, goal: Amount, *, more: bool = True) -> bool | None:
    """Whether all that is allowed lies on one side of a goal, and on which; None where the goal lies inside."""
    low, high = Amount(derived.low, derived.unit), Amount(derived.high, derived.unit)
    sides = {end.order(goal) for end in (low, high)}
    if {-1, 1} <= sides:
        return None
    return (low.order(goal) >= 0) == more
