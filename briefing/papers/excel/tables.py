"""The sheets as flat tables: which columns there are, what each takes from the Pack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from briefing import periods
from briefing.analysis import units
from briefing.model import IndicatorRow, Observation, Pack, Project, TargetRow, Task
from briefing.papers import Request, filters
from briefing.papers.excel.cells import Cell, derived, figure, text

LINK = "link"  # the column that leads to the figure's row in the sheet of sources


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in half-width characters, and how it lies."""

    name: str
    title: str
    width: int
    align: str = "left"  # left, right, center
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A flat table. `keys[i]` names the facts of row i, by the column they stand in."""

    name: str
    title: str
    heading: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


Getter = Callable[[Any], Cell]
Columns = Sequence[tuple[Column, Getter]]


def _sheet(name: str, title: str, heading: str, note: str, columns: Columns, items: Iterable[Any], keep: Iterable[str] = ()) -> Sheet:
    """The table of the items; a column that no item fills is left out unless it is to be kept."""
    items = list(items)
    made = [(column, [get(item) for item in items]) for column, get in columns]
    kept = [(column, cells) for column, cells in made if column.name in keep or any(not cell.empty for cell in cells)]
    rows = tuple(zip(*(cells for _, cells in kept), strict=True)) if kept else ()
    return Sheet(name, title, heading, note, tuple(column for column, _ in kept), rows)


def _numbered(items: Sequence[Any]) -> Getter:
    places = {id(item): place for place, item in enumerate(items, 1)}
    return lambda item: Cell(places[id(item)], "0")


def _heading(pack: Pack, what: str) -> str:
    return f"{pack.scope.name}{periods.label(pack.period)}{what}"


def _made_from(pack: Pack) -> str:
    return f"资料截至：{filters.chinese_date(pack.as_of)}" if pack.as_of else ""


def indicators(pack: Pack, request: Request) -> Sheet:
    """主要指标: one canonical indicator a row, amount and growth side by side, the year's target beside them."""
    rows, words = pack.indicators, request.wording

    def unit(row: IndicatorRow) -> Cell:
        return text(row.level.unit if row.level else "%" if row.growth else row.target.unit if row.target else "")

    def status(row: IndicatorRow) -> Cell:
        shown = row.level or row.growth
        return text(words.statuses[shown.status] if shown else "")

    def target(row: IndicatorRow) -> Cell:
        if row.target is None:
            return Cell()
        cell = figure(row.target)
        unit = row.target.unit if not row.level or row.target.unit != row.level.unit or row.target.measure != "level" else ""
        return Cell(cell.value, _with_unit(cell.format, unit), cell.key)

    columns: Columns = [
        (Column("number", "序号", 6, "center"), _numbered(rows)),
        (Column("name", "指标", 30), lambda row: text(row.name)),
        (Column("unit", "计量单位", 10, "center"), unit),
        (Column("level", "本年累计", 14, "right"), lambda row: figure(row.level, words.missing)),
        (Column("growth", "同比（±%）", 13, "right"), lambda row: figure(row.growth, words.missing)),
        (Column("target", "年度目标", 17, "right"), target),
        (Column("share", "占年度目标（%）", 15, "right"), _share),
        (Column("gap", "较目标（±百分点）", 16, "right"), _gap),
        (Column("previous", "上年", 13, "right"), lambda row: figure(row.previous)),
        (Column("rank", "位次", 8, "right"), lambda row: figure(row.rank)),
        (Column("status", "数据状态", 10, "center"), status),
        (Column("department", "责任单位", 18), lambda row: text(row.department)),
        (Column(LINK, "出处", 8, "center"), lambda row: Cell("查看", formula=LINK)),
    ]
    return _sheet("indicators", "主要指标", _heading(pack, "主要经济指标完成情况"), _made_from(pack), columns, rows)


def _with_unit(number_format: str, unit: str) -> str:
    """The unit inside the number, in front of a word that follows it: 5.5%左右."""
    if not unit:
        return number_format
    return ";".join(_insert_unit(part, unit) for part in number_format.split(";"))


def _insert_unit(part: str, unit: str) -> str:
    last = max(part.rfind("0"), part.rfind("#")) + 1
    return f'{part[:last]}"{unit}"{part[last:]}'


def _share(row: IndicatorRow) -> Cell:
    """An amount as a share of the year's target amount."""
    level, target = row.level, row.target
    if not (level and target and target.measure == "level" and target.value and units.comparable(level.unit, target.unit)):
        return Cell()
    share = units.in_base(level.value, level.unit) / units.in_base(target.value, target.unit) * 100
    return derived(share.quantize(Decimal("0.1"), ROUND_HALF_UP), filters.derived("share", (level.key, target.key)))


def _gap(row: IndicatorRow) -> Cell:
    """A growth rate against the target growth, in percentage points."""
    if not (row.growth and row.target and row.target.measure == "yoy"):
        return Cell()
    return derived(row.growth.value - row.target.value, filters.derived("gap", (row.growth.key, row.target.key)))


def targets(pack: Pack, request: Request) -> Sheet:
    """目标完成: every target of the year against what became of it."""
    rows, words = pack.targets, request.wording

    def with_unit(observation: Observation | None, missing: str = "") -> Cell:
        cell = figure(observation, missing)
        return Cell(cell.value, _with_unit(cell.format, observation.unit), cell.key) if observation else cell

    def difference(row: TargetRow) -> Cell:
        if row.difference is None or row.actual is None:
            return Cell()
        cell = derived(row.difference, filters.derived("difference", (row.target.key, row.actual.key)))
        return Cell(cell.value, _with_unit(cell.format, row.difference_unit), cell.key)

    columns: Columns = [
        (Column("number", "序号", 6, "center"), _numbered(rows)),
        (Column("name", "指标", 30), lambda row: text(row.name)),
        (Column("target", "年度目标", 18, "right"), lambda row: with_unit(row.target)),
        (Column("actual", "完成", 18, "right"), lambda row: with_unit(row.actual, words.missing)),
        (Column("difference", "较目标", 16, "right"), difference),
        (Column("basis", "判断依据", 18, "center"), lambda row: text(_word(words.bases, row.basis))),
        (Column("verdict", "完成情况", 20, "center"), lambda row: text(words.verdicts[row.verdict])),
        (Column("display", "说明", 36, wrap=True), lambda row: text(row.display)),
        (Column("next_target", "下一年目标", 18, "right"), lambda row: with_unit(row.next_target)),
        (Column(LINK, "出处", 8, "center"), lambda row: Cell("查看", formula=LINK)),
    ]
    return _sheet("targets", "目标完成", _heading(pack, "目标完成情况"), _made_from(pack), columns, rows)


def _word(words: Any, key: str) -> str:
    return str(words.get(key, ""))


def series(pack: Pack, request: Request) -> Sheet:
    """历年数据: an indicator's amount and growth a row each, a year a column."""
    past = [observation for observation in pack.series if observation.status != "target" and observation.measure in ("level", "yoy")]
    years = sorted({observation.period for observation in past if periods.parse(observation.period).is_year})
    cells = {(o.indicator, o.measure, o.unit if o.measure == "level" else "%", o.period): o for o in past}
    names = {row.indicator: row.name for row in pack.indicators}
    rows = list(dict.fromkeys(key[:3] for key in cells if any((*key[:3], year) in cells for year in years)))

    def name(row: tuple[str, str, str]) -> Cell:
        named = names.get(row[0]) or next(o.name for key, o in cells.items() if key[0] == row[0])
        return text(named + ("增速" if row[1] == "yoy" else ""))

    def year_of(year: str) -> Getter:
        return lambda row: figure(cells.get((*row, year)), request.wording.missing)

    columns: Columns = [
        (Column("name", "指标", 34), name),
        (Column("unit", "计量单位", 12, "center"), lambda row: text(row[2])),
        *((Column(f"y{year}", f"{year}年", 14, "right"), year_of(year)) for year in years),
    ]
    # A single year is no series: the sheet of main indicators says it all.
    return _sheet("series", "历年数据", f"{pack.scope.name}历年主要指标", _made_from(pack), columns, rows if len(years) > 1 else ())


def projects(pack: Pack, request: Request) -> Sheet:
    """重点项目台账: one named project a row, by stage; the totals stand in the note above."""
    stages = list(request.wording.stages)
    rows = sorted(pack.projects, key=lambda project: -stages.index(project.latest.stage))
    count = Counter(project.latest.stage for project in rows)
    totals = "、".join(f"{request.wording.stages[stage]}{count[stage]}个" for stage in reversed(stages) if count[stage])

    def history(project: Project) -> Cell:
        steps = dict.fromkeys((m.period, request.wording.stages[m.stage], m.status) for m in project.mentions)
        return text("；".join(f"{period}年{'计划' if status == 'target' else ''}{stage}" for period, stage, status in steps))

    columns: Columns = [
        (Column("number", "序号", 6, "center"), _numbered(rows)),
        (Column("name", "项目名称", 40, wrap=True), lambda p: Cell(text(p.name).value, key=p.latest.key)),
        (Column("stage", "形象进度", 12, "center"), lambda p: text(request.wording.stages[p.latest.stage])),
        (Column("period", "时期", 9, "center"), lambda p: text(p.latest.period)),
        (
            Column("investment", "总投资", 12, "right"),
            lambda p: text(next((m.investment for m in reversed(p.mentions) if m.investment), "")),
        ),
        (Column("history", "历程", 34, wrap=True), history),
        (Column("quote", "原文", 60, wrap=True), lambda p: text(p.latest.source.quote)),
        (Column("file", "文件", 30, wrap=True), lambda p: text(p.latest.source.file)),
    ]
    note = f"报告点名的项目共{len(rows)}个：{totals}" if rows else ""
    return _sheet("projects", "重点项目台账", _heading(pack, "重点项目台账"), note, columns, rows)


def tasks(pack: Pack, request: Request) -> Sheet:
    """任务分解: what the report promises for the year to come, with its goal; units only where the document names them."""
    rows = [task for task in pack.tasks if task.kind in ("commitment", "duty", "livelihood")]

    def units_of(names: tuple[str, ...]) -> Cell:
        return text("、".join(names))

    def heading(task: Task) -> Cell:
        return text(task.source.section[-1] if task.source.section else "")

    columns: Columns = [
        (Column("number", "序号", 6, "center"), _numbered(rows)),
        (
            Column("quote", "报告原文", 66, wrap=True),
            lambda task: Cell(text(task.text or task.source.quote).value, key=filters.source_key(task.source)),
        ),
        (Column("goal", "量化目标", 30, wrap=True), lambda task: text(task.goal)),
        (Column("deadline", "完成时限", 14, "center"), lambda task: text(task.deadline)),
        (Column("lead", "牵头单位", 20, wrap=True), lambda task: units_of(task.lead)),
        (Column("responsible", "责任单位", 26, wrap=True), lambda task: units_of(task.responsible)),
        (Column("heading", "所在章节", 30, wrap=True), heading),
    ]
    return _sheet("tasks", "任务分解", f"{pack.scope.name}任务分解表", _made_from(pack), columns, rows)


def sources(pack: Pack, request: Request) -> Sheet:
    """全部数据及出处: every figure with the sentence it stands in. Confidence is for internal papers only."""
    rows, words = pack.observations, request.wording
    internal = request.audience == "internal"
    columns: Columns = [
        (Column("number", "序号", 7, "center"), _numbered(rows)),
        (Column("name", "指标（原文）", 34, wrap=True), lambda o: text(o.name)),
        (Column("indicator", "规范指标", 24), lambda o: text(_canonical(pack).get(o.indicator or "", ""))),
        (Column("value", "数值", 14, "right"), figure),
        (Column("unit", "计量单位", 11, "center"), lambda o: text(o.unit)),
        (Column("measure", "类型", 11, "center"), lambda o: text(words.measures[o.measure])),
        (Column("status", "数据状态", 10, "center"), lambda o: text(words.statuses[o.status])),
        (Column("period", "时期", 14, "center"), lambda o: text(periods.label(o.period))),
        (Column("area", "区域", 16, wrap=True), lambda o: text(o.area)),
        (Column("section", "章节", 30, wrap=True), lambda o: text(" / ".join(o.source.section))),
        (Column("quote", "原文", 60, wrap=True), lambda o: text(o.source.quote)),
        (Column("file", "文件", 28, wrap=True), lambda o: text(o.source.file)),
        (Column("place", "位置", 12), lambda o: text(o.source.place)),
        (Column("confidence", "把握", 8, "right"), lambda o: Cell(Decimal(str(round(o.confidence, 2))), "0.00") if internal else Cell()),
    ]
    return _sheet("sources", "全部数据及出处", _heading(pack, "全部数据及出处"), f"共{len(rows)}条数据", columns, rows)


def _canonical(pack: Pack) -> dict[str, str]:
    return {row.indicator: row.name for row in pack.indicators}


TABLES: dict[str, Callable[[Pack, Request], Sheet]] = {
    "indicators": indicators,
    "targets": targets,
    "series": series,
    "projects": projects,
    "tasks": tasks,
    "sources": sources,
}
