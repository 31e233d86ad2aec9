"""Areas side by side. Ranked only where ranking is fair: the same period, measure and status, and a figure of every configured area.

Where it is not, the areas' own places (位次) are shown as their sources give them, with the reason why there is no ranking.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from briefing import periods
from briefing.amounts import Amount
from briefing.analysis import names
from briefing.analysis.derived import FIXED_SHARES
from briefing.analysis.index import Index
from briefing.model import AreaFigure, ComparisonRow, Measure, Observation
from briefing.settings.schema import Indicator

_DAYS = "days"  # of a year: told as a share of it where anybody says the share


def level_measures(indicator: Indicator) -> tuple[Measure, ...]:
    """What an indicator's own figure is measured in, the better first: a share is told as one, of anything else a rate is no level."""
    if indicator.unit_family == _DAYS:
        return "ratio", "level"
    return ("ratio",) if indicator.unit_family == "percent" else ("level",)


def comparison_rows(
    areas: Mapping[str, Index],
    period: str,
    indicators: Sequence[Indicator],
    whole: Index | None = None,
) -> tuple[ComparisonRow, ...]:
    """A row an indicator and measure of which any area has a figure in the period.

    areas: every configured area in administrative order, those without documents too. whole: the city's own facts (全市).
    """
    return tuple(row for indicator in indicators for row in _rows(areas, period, indicator, whole))


def refusal(
    areas: Mapping[str, Index], indicator: str, measure: Measure, period: str, like: Observation
) -> str:
    """Why areas of which some have no figure of the period cannot be compared: 槐荫区、市中区为2024年数，天桥区为2023年数，时期不同，不排位.

    An area without a figure of the period stands with its newest year. What tells of another scope than the row's figure (`like`), all
    “四上”企业 beside the new ones, is of no year. "" where no two areas have different years.
    """
    years = {}
    scope = names.scope(like.name, indicator)
    for area, index in areas.items():
        has = {
            year
            for (year, kind, target), found in index.series.get(indicator, {}).items()
            if kind == measure and not target and names.scope(found.name, indicator) == scope
        }
        if (
            newest := period
            if period in has
            else max((each for each in has if each.isdigit()), default="")
        ):
            years[area] = newest
    if len(set(years.values())) <= 1:
        return ""
    of_year = {
        year: "、".join(area for area, its in years.items() if its == year)
        for year in years.values()
    }
    return f"{'，'.join(f'{found}为{periods.label(year)}数' for year, found in of_year.items())}，时期不同，不排位"


def _rows(
    areas: Mapping[str, Index], period: str, indicator: Indicator, whole: Index | None
) -> Iterator[ComparisonRow]:
    levels = [
        row
        for measure in level_measures(indicator)
        if (row := _row(areas, period, indicator, measure, whole))
    ]
    if levels:
        yield max(levels, key=lambda row: sum(each.observation is not None for each in row.areas))
    if growth := _row(areas, period, indicator, "yoy", whole):
        yield growth


def _row(
    areas: Mapping[str, Index],
    period: str,
    indicator: Indicator,
    measure: Measure,
    whole: Index | None,
) -> ComparisonRow | None:
    scoped = _of_one_scope(
        {area: _figure(index, indicator, period, measure) for area, index in areas.items()},
        indicator,
    )
    alike = _of_one_dimension(areas, scoped)
    units = {area: figure.unit for area, figure in scoped.items() if figure and not alike[area]}
    apart = _apart(alike, indicator)
    figures = {area: None if area in apart else figure for area, figure in alike.items()}
    known = [figure for figure in figures.values() if figure]
    if not known:
        return None
    reason = _reason(areas, figures, indicator, measure, period)
    if apart:
        reason = f"{len(known)}/{len(figures)}个区县有数：{_bases(alike)}，口径不同，不排位"
    elif units:
        shown = {area: figure.unit for area, figure in figures.items() if figure}
        said = "，".join(f"{area}以{unit}计" for area, unit in (shown | units).items())
        reason = f"{len(known)}/{len(figures)}个区县有数：{said}，计量单位不同，不排位"
    ranks = {} if reason else _ranks(figures, indicator)
    before = {} if reason else _ranks_before(areas, period, indicator, measure)
    city = _figure(whole, indicator, period, measure) if whole else None
    if whole and city:
        city = next((o for o in _told(whole, city) if o.amount.like(known[0].amount)), None)
    return ComparisonRow(
        indicator=indicator.id,
        name=next(iter(areas.values())).name(known[0]) if measure != "yoy" else indicator.name,
        measure=measure,
        period=period,
        unit=known[0].unit,
        areas=tuple(
            AreaFigure(
                area=area,
                observation=figure,
                rank=ranks.get(area),
                rank_change=before[area] - ranks[area]
                if area in before and area in ranks
                else None,
                difference=_difference(figure, city),
                own_rank=_own_rank(areas[area], indicator, period),
                apart=(units | apart).get(area, ""),
            )
            for area, figure in figures.items()
        ),
        whole=city,
        ranked=not reason,
        reason=reason,
        category=indicator.category,
        direction=indicator.direction,
    )


def _figure(
    index: Index, indicator: Indicator, period: str, measure: Measure
) -> Observation | None:
    return index.figure(indicator.id, period, measure)


def _of_one_scope(
    figures: Mapping[str, Observation | None], indicator: Indicator
) -> dict[str, Observation | None]:
    """The figures of one scope, the indicator itself where any area tells it: 小巨人 of one are not set beside all 专精特新 of another."""
    scopes = {
        area: names.scope(figure.name, indicator.id) for area, figure in figures.items() if figure
    }
    main = min(scopes.values(), key=len, default=frozenset[str]())
    return {
        area: figure if figure and scopes[area] == main else None
        for area, figure in figures.items()
    }


def _of_one_dimension(
    areas: Mapping[str, Index], figures: Mapping[str, Observation | None]
) -> dict[str, Observation | None]:
    """The figures of what most areas' are measured in (the first of as many): of 51宗、4727.8亩 the second beside 2886亩 of another area."""
    told = {
        area: list(_told(areas[area], figure)) if figure else [] for area, figure in figures.items()
    }
    counted = Counter(
        dimension
        for found in told.values()
        for dimension in dict.fromkeys(each.amount.dimension for each in found)
    )
    most = counted.most_common(1)[0][0] if counted else ""
    return {
        area: next((each for each in found if each.amount.dimension == most), None)
        for area, found in told.items()
    }


def _told(index: Index, figure: Observation) -> Iterator[Observation]:
    """A figure and what its area says of the same beside it, the best first."""
    yield figure
    for each in index.figures(figure.indicator or "", figure.period):
        same = names.scope(each.name, figure.indicator) == names.scope(
            figure.name, figure.indicator
        )
        if same and each.measure == figure.measure:
            yield each


def _apart(figures: Mapping[str, Observation | None], indicator: Indicator) -> dict[str, str]:
    """The areas whose figure is of something else than most areas' (the first of as many), with what it is of.

    Shares of a whole that the indicator itself fixes, and names that do not say it, stand together.
    """
    if indicator.id in FIXED_SHARES:
        return {}
    bases = {
        area: base
        for area, figure in figures.items()
        if figure and (base := names.basis(figure.name))
    }
    counted = Counter(bases.values())
    return {area: base for area, base in bases.items() if base != counted.most_common(1)[0][0]}


def _bases(figures: Mapping[str, Observation | None]) -> str:
    """槐荫区为签约落地，天桥区为签约."""
    bases = {area: names.basis(figure.name) for area, figure in figures.items() if figure}
    return "，".join(f"{area}为{base or '未注明口径'}" for area, base in bases.items())


def _own_rank(index: Index, indicator: Indicator, period: str) -> Observation | None:
    return next((o for o in index.figures(indicator.id, period) if o.measure == "rank"), None)


def _reason(
    areas: Mapping[str, Index],
    figures: Mapping[str, Observation | None],
    indicator: Indicator,
    measure: Measure,
    period: str,
) -> str:
    known = [figure for figure in figures.values() if figure]
    if len(known) < len(figures):
        missing = f"{len(known)}/{len(figures)}个区县有数，不排位"
        other_years = refusal(areas, indicator.id, measure, period, known[0]) if known else ""
        return f"{missing.removesuffix('，不排位')}：{other_years}" if other_years else missing
    if len({figure.status == "estimate" for figure in known}) > 1:
        return "有的是预计数、有的是实际数，不排位"
    if len({figure.vintage for figure in known}) > 1:
        return "有的是最终核实数、有的是初步核算数，不排位"
    if any(figure.bound != "exact" for figure in known):
        return "有的数只有约数或界限，不排位"
    if len(known) < 2 or indicator.direction == "neither":
        return "不排位"
    return ""


def _ranks(figures: Mapping[str, Observation | None], indicator: Indicator) -> dict[str, int]:
    """Places from 1; equal values share a place."""
    amounts = {area: figure.amount for area, figure in figures.items() if figure}
    better = 1 if indicator.direction == "more" else -1
    return {
        area: 1 + sum(other.order(amount) == better for other in amounts.values())
        for area, amount in amounts.items()
    }


def _ranks_before(
    areas: Mapping[str, Index], period: str, indicator: Indicator, measure: Measure
) -> dict[str, int]:
    earlier = str(int(period[:4]) - 1) + period[4:] if "-" not in period[:5] else ""
    figures = _of_one_dimension(
        areas,
        {area: _figure(index, indicator, earlier, measure) for area, index in areas.items()},
    )
    return (
        {} if _reason(areas, figures, indicator, measure, earlier) else _ranks(figures, indicator)
    )


def _difference(figure: Observation | None, city: Observation | None) -> Amount | None:
    """From the 全市 figure: percentage points. Amounts of a part and of the whole are not compared."""
    if figure is None or city is None or figure.measure == "level":
        return None
    return (figure.amount - city.amount).over(1) if figure.amount.like(city.amount) else None
