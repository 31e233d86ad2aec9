"""Districts side by side: figures of one period and measure, in administrative order; places only where all can be ranked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefing import periods
from briefing.analysis import wording
from briefing.model import AreaFigure, ComparisonRow, Observation, Pack
from briefing.papers import Request, filters

SAID = 8  # indicators that get a sentence; the table has them all
_GROWTH = "yoy"
_RATES = ("yoy", "ratio")  # by amounts the large come first, whatever they do
_NAMED = 3  # areas at either end of a ranking
Row = dict[str, str]
Rows = dict[str, list[ComparisonRow]]  # by indicator: its amount or share, its growth


def build(pack: Pack, request: Request) -> dict[str, Any]:
    """The variables 对比概况, 对比 and 对比情况; empty where fewer than two areas have a figure. 排位 has the rates that can be ranked."""
    found = _comparable(pack)
    ranked = [row for row in pack.comparison if row.ranked and row.measure in _RATES]
    rows = [row for both in found.values() for row in _table(both, request)]
    numbered = [row | {"序": str(number)} for number, row in enumerate(rows, start=1)]
    return {
        "排位": [row for each in ranked for row in _ranking(each, request)],
        "排位情况": [_ends(row) for row in ranked],
        "对比概况": _overview(found, pack) if found else [],
        "对比": numbered,
        "对比情况": [_sentence(both, _silent(found)) for both in found.values()][:SAID],
    }


def _comparable(pack: Pack) -> Rows:
    """What at least two areas have figures of that count the same thing, in the Pack's order."""
    found: Rows = {}
    for row in pack.comparison:
        figures = _figures(row)
        if len(figures) > 1 and wording.column_unit(figures):
            found.setdefault(row.indicator, []).append(row)
    return found


def _figures(row: ComparisonRow) -> list[Observation]:
    return [each.observation for each in row.areas if each.observation]


def _overview(found: Rows, pack: Pack) -> list[str]:
    """How much can be set side by side, how much of it ranked, and why not the rest."""
    rows = [row for both in found.values() for row in both]
    keys = [figure.key for row in rows for figure in _figures(row)]
    areas = len(rows[0].areas)
    ranked = [both for both in found.values() if any(row.ranked for row in both)]
    said = f"{periods.label(pack.period)}，{filters.plain(pack.scope.name)}参加对比的{filters.counted(areas, keys)}个区县中，"
    said += f"两个以上区县有数、口径相同的指标{filters.counted(len(found), keys)}项"
    order = "各区县按行政区划次序排列。"
    if silent := _silent(found):
        order += f"{'、'.join(silent)}未见{periods.label(pack.period)}数据。"
    if apart := dict.fromkeys(
        filters.plain(row.name) for row in pack.comparison if any(each.apart for each in row.areas)
    ):
        order += f"{'、'.join(apart)}各区县口径不同，没有并列。"
    if not ranked:
        return [f"{said}，均不具备排位条件。{order}"]
    places = filters.counted(
        len(ranked), (figure.key for both in ranked for row in both for figure in _figures(row))
    )
    return [f"{said}，其中各区县数据齐全、可以排位的{places}项。{order}"]


def _silent(found: Rows) -> list[str]:
    """The areas without a single figure."""
    rows = [row for both in found.values() for row in both]
    told = {each.area for row in rows for each in row.areas if each.observation}
    return [each.area for each in rows[0].areas if each.area not in told] if rows else []


def _main(both: Sequence[ComparisonRow]) -> ComparisonRow:
    """The growth where there is one: amounts of districts of all sizes say little side by side."""
    return next((row for row in both if row.measure == _GROWTH), both[0])


def _sentence(both: Sequence[ComparisonRow], silent: Sequence[str]) -> str:
    """地区生产总值：预计槐荫区增长4%左右，天桥区增长6.5%，市中区未见数据."""
    row = _main(both)
    figures = _figures(row)
    estimated = all(figure.status == "estimate" for figure in figures)
    said = []
    if row.whole:
        said.append(f"全市{wording.status_prefix(row.whole)}{filters.said(row.whole)}")
    for each in row.areas:
        if each.observation:
            prefix = "" if estimated else wording.status_prefix(each.observation)
            said.append(f"{each.area}{prefix}{filters.said(each.observation)}{_placed(each, row)}")
    missing = [each.area for each in row.areas if not each.observation and each.area not in silent]
    lacking = f"；{'、'.join(missing)}未见数据" if missing else ""
    return f"{row.name}：{'预计' if estimated else ''}{'，'.join(said)}{lacking}。"


def _placed(each: AreaFigure, row: ComparisonRow) -> str:
    """（第1位）, where the row is ranked; the place the area's own source gives where it is not."""
    if each.rank is not None:
        return f"（第{filters.bind(_rank_key(row), str(each.rank))}位）"
    return (
        f"（自报{filters.figure(each.own_rank)}）"
        if each.own_rank and row.measure == _GROWTH
        else ""
    )


def _rank_key(row: ComparisonRow) -> str:
    return filters.derived("rank", (figure.key for figure in _figures(row)))


def _table(both: Sequence[ComparisonRow], request: Request) -> list[Row]:
    """The rows of one indicator: every area with a figure, the city last. The first one carries the indicator's name."""
    missing = request.wording.missing
    main = _main(both)
    level = next((row for row in both if row.measure != _GROWTH), None)
    growth = next((row for row in both if row.measure == _GROWTH), None)
    rows = []
    for each in main.areas:
        amount, rate = _of(level, each.area), _of(growth, each.area)
        if amount or rate:
            rows.append(
                _cells(each.area, amount, rate, level, missing) | _standing(each, main, missing)
            )
    if any(row.whole for row in both):
        city = _cells(
            "全市", level.whole if level else None, growth.whole if growth else None, level, missing
        )
        rows.append(city | {"差距": missing, "位次": missing, "变化": missing})
    for number, row in enumerate(rows):
        row["指标"] = (
            f"{main.name}（{main.reason or '各区县数据齐全，可以排位'}）" if number == 0 else ""
        )
    return rows


def _of(row: ComparisonRow | None, area: str) -> Observation | None:
    return (
        next((each.observation for each in row.areas if each.area == area), None) if row else None
    )


def _cells(
    area: str,
    amount: Observation | None,
    rate: Observation | None,
    level: ComparisonRow | None,
    missing: str,
) -> Row:
    """Amounts in the one unit of their indicator: 2.04万户 for 20,372户 beside 2.9万户."""
    unit = wording.column_unit(_figures(level)) if level else ""
    said = next(
        (state for figure in (amount, rate) if figure and (state := wording.settled(figure))),
        missing,
    )
    shown = wording.cell_in(amount, unit).removesuffix(unit) if amount else ""
    return {
        "地区": area,
        "单位": unit or missing,
        "完成": filters.bind(amount.key, shown) if amount else missing,
        "增速": filters.cell(rate, missing, marked=False),
        "状态": said,
    }


def _standing(each: AreaFigure, row: ComparisonRow, missing: str) -> Row:
    """How far from the city, the place and how it changed; the area's own place where there is no ranking."""
    gap = missing
    if each.difference is not None and each.observation and row.whole:
        key = filters.derived("difference", (each.observation.key, row.whole.key))
        side = "高" if each.difference.sign > 0 else "低"
        gap = (
            f"{side}{filters.bind(key, wording.number(abs(each.difference).value))}个百分点"
            if each.difference.sign
            else "持平"
        )
    place, change = missing, missing
    if each.rank is not None:
        place = filters.bind(_rank_key(row), str(each.rank))
        if each.rank_change is not None:
            moved = filters.bind(
                filters.derived("rank_change", (_rank_key(row),)), str(abs(each.rank_change))
            )
            change = (
                f"{'前移' if each.rank_change > 0 else '后移'}{moved}位"
                if each.rank_change
                else "持平"
            )
    elif each.own_rank:
        place = filters.figure(each.own_rank)
    return {"差距": gap, "位次": place, "变化": change}


def _by_place(row: ComparisonRow) -> list[AreaFigure]:
    """The areas of a ranked row, the first place first; those of one place in administrative order."""
    return sorted(row.areas, key=lambda each: each.rank or 0)


def _ranking(row: ComparisonRow, request: Request) -> list[Row]:
    """The rows of one indicator by place, the city last. The first one carries the indicator's name."""
    missing = request.wording.missing
    rows = [
        {"地区": each.area, "增速": filters.cell(each.observation, missing)}
        | _standing(each, row, missing)
        for each in _by_place(row)
    ]
    if row.whole:
        whole = {"地区": "全市", "增速": filters.cell(row.whole, missing)}
        rows.append(whole | {"差距": missing, "位次": missing, "变化": missing})
    what = "增速" if row.measure == _GROWTH else ""
    return [each | {"指标": f"{row.name}{what}" if n == 0 else ""} for n, each in enumerate(rows)]


def _ends(row: ComparisonRow) -> str:
    """地区生产总值：全市增长5.4%，7个区县高于全市；居前的是…，居后的是…: who stands where, without a judgement."""
    places = _by_place(row)
    named = min(_NAMED, len(places) // 2)
    ends = (("居前", places[:named]), ("居后", places[-named:] if named else []))
    said = [
        f"{where}的是" + "、".join(f"{each.area}（{_rated(each)}）" for each in found)
        for where, found in ends
        if found
    ]
    if row.whole:
        above = [each for each in places if each.difference and each.difference.sign > 0]
        keys = [figure.key for figure in _figures(row)]
        count = (
            f"{filters.counted(len(above), keys)}个区县高于全市" if above else "没有区县高于全市"
        )
        state = wording.status_prefix(row.whole)
        said.insert(0, f"{state}全市{filters.said(row.whole)}，{count}")
    return f"{filters.plain(row.name)}：{'；'.join(said)}。"


def _rated(each: AreaFigure) -> str:
    if each.observation is None:
        return ""
    return wording.status_prefix(each.observation) + filters.said(each.observation)
