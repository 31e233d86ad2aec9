"""What a figure measures and in which unit: its cell decides, then its column, then its row, then its table."""

from __future__ import annotations

from briefing.extraction.tables import labels, texts
from briefing.extraction.tables.columns import Heading
from briefing.extraction.tables.labels import Label
from briefing.extraction.tables.texts import Figure
from briefing.model import Measure

_LEAST_INDEX = 50  # a number of % below it is a change of an index, not where it stands
_WILDEST_GROWTH = 1000  # without a % beside it, a larger figure is an amount


def is_open(heading: Heading, label: Label, figure: Figure, name: str, row_unit: str) -> bool:
    """Whether the table leaves open what a figure is: a change in points or percent, a rate or an amount."""
    if heading.kind == "open":
        return not (figure.unit or texts.is_percent(row_unit))
    if heading.unit or figure.unit:
        return heading.kind == "points" and texts.is_percent(figure.unit or heading.unit)
    if heading.kind == "points":
        return not (label.nature or labels.is_share(name) or texts.is_percent(row_unit))
    return heading.kind == "growth" and abs(figure.value) >= _WILDEST_GROWTH


def measure_of(
    heading: Heading, label: Label, figure: Figure, name: str, row_unit: str, table_unit: str
) -> tuple[Measure, str]:
    """What a figure measures and in which unit: its cell decides, then its column, then its row."""
    kind = heading.kind
    if figure.measure:
        return figure.measure, figure.unit
    if kind == "rank" or label.nature == "rank":
        return "rank", figure.unit
    of_share = figure.whole_plan and labels.is_share(name)
    if kind == "points" or figure.unit == "个百分点" or of_share:
        return "pp", "个百分点"
    if kind == "annual" and not figure.whole_plan:
        return "cagr", "%"
    if kind == "growth":
        return _growth(heading, label, figure, name, row_unit)
    if kind == "completion" and figure.unit and not texts.is_percent(figure.unit):
        return "level", figure.unit  # 45公里 below 完成进度
    if kind in ("completion", "of_last_year", "share"):
        return "ratio", figure.unit or "%"
    if kind == "change":
        return "level", figure.unit or heading.unit or row_unit or table_unit
    # 年均增速（%） may stand beside a sum over the plan.
    of_column = "" if figure.whole_plan else heading.unit
    of_table = of_column if texts.is_percent(of_column) else row_unit or of_column or table_unit
    return _level(heading, label, figure, name, figure.unit or of_table)


def _growth(
    heading: Heading, label: Label, figure: Figure, name: str, row_unit: str
) -> tuple[Measure, str]:
    if "倍" in (figure.unit, heading.unit):
        return "multiple", "倍"
    if labels.is_index(name) and abs(figure.value) > _LEAST_INDEX:
        return "level", ""  # 上年同期=100 under 同比
    of_rate = texts.is_percent(row_unit) or row_unit == "个百分点"
    of_rate = of_rate or label.nature in ("growth", "annual", "points")
    if of_rate and figure.unit != "%" and not labels.is_index(name):
        return "pp", "个百分点"
    return "yoy", figure.unit or "%"


def _level(
    heading: Heading, label: Label, figure: Figure, name: str, unit: str
) -> tuple[Measure, str]:
    """A figure of a column that says no change: its unit tells whether it is one."""
    if unit == "个百分点":
        return "pp", unit
    if not unit and labels.is_structure(name):
        return "ratio", "%"
    if not texts.is_percent(unit):
        return ("multiple" if unit == "倍" else "level"), unit
    if labels.is_index(name) and abs(figure.value) > _LEAST_INDEX:
        return "level", unit
    if labels.is_share(name) and label.nature != "growth":
        return "ratio", unit
    return ("cagr" if label.nature == "annual" and heading.status == "target" else "yoy"), unit
