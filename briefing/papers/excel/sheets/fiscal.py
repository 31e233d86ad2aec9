"""财政收支: execution of the year and the draft for the next; totals that their parts must add up to are summed live beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from briefing import periods
from briefing.amounts import MONEY, half_unit
from briefing.model import Observation, Pack
from briefing.papers import Request, filters
from briefing.papers.excel.cells import EMPTY, At, Cell, computed, figure, text
from briefing.papers.excel.table import Column, Columns, Getter, Table, link, made_from, rows_of

# A total and the parts that make it up whole; the parts stand below it.
SUMS: dict[str, tuple[str, ...]] = {"general_budget_revenue": ("tax_revenue", "nontax_revenue")}
_BELOW = {part: total for total, parts in SUMS.items() for part in parts}
Side = tuple[str, bool]  # period, whether planned
Key = tuple[str, str, bool]  # measure and side
_NO_NAMES = frozenset(
    {"收支", "收入", "支出", "财政收支", "预算", "决算", "合计", "总计", "小计"}
)  # of what, no sentence says


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the statement: its figures by measure, period and whether they are planned.

    An amount in another unit than the line's says its own.
    """

    id: str  # canonical id, else the name
    name: str
    figures: dict[Key, Observation]

    def get(self, measure: str, side: Side) -> Observation | None:
        return self.figures.get((measure, *side))


def fiscal(pack: Pack, request: Request) -> Table:
    year = periods.parse(pack.period)
    done, budget, before = (pack.period, False), (str(year.year), True), (str(year.year - 1), False)
    draft = (
        (str(year.year + 1), True) if year.is_year else ("", True)
    )  # a draft stands beside a whole year
    month = ("" if year.is_year else f"{year.year}M{year.last_month:02d}", False)
    lines = _lines(pack, (done, budget, draft))
    places = {line.id: place for place, line in enumerate(lines)}

    def amounts(
        name: str, title: str, side: Side, missing: str = ""
    ) -> list[tuple[Column, Getter]]:
        """The stated amounts, beside them what their parts come to and whether the two agree."""
        return [
            (Column(name, title, 12, 18, "right"), lambda line: _amount(line, side, missing)),
            (
                Column(f"{name}_sum", f"{title}\n分项合计", 12, 18, "right"),
                lambda line: _sum(lines, places, line, name, side),
            ),
            (
                Column(f"{name}_check", f"{title}\n校核", 10, align="center"),
                lambda line: _check(lines, places, line, name, side),
            ),
        ]

    label = periods.label(pack.period)
    columns: Columns = [
        (Column("name", "项目", 26, 44), lambda line: _named(line, places)),
        (Column("unit", "计量单位", 9, 12, "center"), lambda line: text(_unit(line))),
        *amounts("previous", f"{year.year - 1}年执行", before),
        *amounts("budget", f"{year.year}年预算", budget),
        (
            Column("month", f"{year.last_month}月", 11, 16, "right"),
            lambda line: _amount(line, month),
        ),
        *amounts("execution", f"{label}执行", done, request.wording.missing),
        (
            Column("budget_share", "为预算\n（%）", 9, align="right"),
            lambda line: _share(line, done, budget),
        ),
        (
            Column("pace", "较序时\n±百分点", 9, align="right"),
            lambda line: EMPTY if year.is_year else _pace(pack, line, done, budget),
        ),
        (
            Column("growth", "同比\n（±%）", 9, 14, "right"),
            lambda line: figure(line.get("yoy", done)),
        ),
        *amounts("draft", f"{draft[0]}年预算草案", draft),
        (
            Column("draft_growth", "草案增长\n（±%）", 10, 14, "right"),
            lambda line: figure(line.get("yoy", draft)),
        ),
        link("execution", "growth", "budget", "previous"),
        link("draft", "draft_growth", name="draft_link", title="草案\n出处"),
    ]
    note = made_from(
        pack, "合计照资料原数，因四舍五入未作机械调整；“校核”为各分项之和与合计是否相符"
    )
    return Table(
        "fiscal", "财政收支", f"{pack.scope.name}{label}财政收支{f'及{draft[0]}年预算草案' if draft[0] else '情况'}",
        "预算执行和下一年草案，合计与分项核对", note,
        tuple(c for c, _ in columns), rows_of(columns, lines), statement=True,
    )  # fmt: skip


def _named(line: _Line, places: dict[str, int]) -> Cell:
    """A part is set in below its total."""
    within = _BELOW.get(line.id) in places
    return Cell(f"　　其中：{line.name}" if within else line.name)


def _lines(pack: Pack, sides: tuple[Side, ...]) -> list[_Line]:
    """Canonical fiscal figures first, parts under their total; then what else the budget reports give in money."""
    names = {row.indicator: row.name for row in pack.indicators if row.category == "财政"}
    lines: dict[str, _Line] = {}
    for id_ in _in_order(names):
        lines[id_] = _Line(id_, names[id_], {})
    for observation in pack.series:  # the best figure of each cell
        if line := lines.get(observation.indicator or ""):
            line.figures.setdefault(
                (observation.measure, observation.period, observation.status == "target"),
                observation,
            )
    reports = {
        d.id
        for d in pack.documents
        if d.kind == "budget_report" or (d.kind == "table" and "财政" in d.title)
    }
    for observation in pack.observations:
        if (
            observation.source.document in reports
            and observation.indicator is None
            and _is_fiscal(observation)
        ):
            line = lines.setdefault(observation.name, _Line(observation.name, observation.name, {}))
            line.figures.setdefault(
                (observation.measure, observation.period, observation.status == "target"),
                observation,
            )
    return [
        line
        for line in lines.values()
        if any(side == key[1:] for key in line.figures for side in sides)
    ]


def _in_order(names: Iterable[str]) -> list[str]:
    known = list(names)
    tops = [name for name in known if _BELOW.get(name) not in known]
    return [
        each
        for top in tops
        for each in (top, *(part for part in SUMS.get(top, ()) if part in known))
    ]


def _is_fiscal(observation: Observation) -> bool:
    if observation.name in _NO_NAMES:
        return False
    return observation.measure == "yoy" or (
        observation.measure == "level" and observation.amount.dimension == MONEY
    )


def _unit(line: _Line) -> str:
    """What most of the line's amounts are in; others say their own."""
    amounts = [
        o.unit
        for (measure, _, _), o in line.figures.items()
        if measure == "level" or (line.id == "tax_share" and measure == "ratio")
    ]
    return Counter(amounts).most_common(1)[0][0] if amounts else "%"


def _amount(line: _Line, side: Side, missing: str = "") -> Cell:
    found = line.get("level", side) or (line.get("ratio", side) if line.id == "tax_share" else None)
    return figure(
        found, missing if line.id else "", unit=found is not None and found.unit != _unit(line)
    )


def _share(line: _Line, done: Side, budget: Side) -> Cell:
    """What the source says, else what execution and budget come to."""
    if stated := line.get("ratio", done):
        return figure(stated) if line.id != "tax_share" else EMPTY
    actual, planned = line.get("level", done), line.get("level", budget)
    if not (line.id and actual and planned and actual.amount.like(planned.amount)):
        return EMPTY
    share = actual.amount.share_of(planned.amount)
    if share is None:
        return EMPTY
    return computed(share.value, filters.derived("share", (actual.key, planned.key)))


def _pace(pack: Pack, line: _Line, done: Side, budget: Side) -> Cell:
    """The share of the year's budget less the share of the year passed, in percentage points."""
    share = _share(line, done, budget)
    if not isinstance(share.value, Decimal):
        return EMPTY
    due = next(
        (
            row.due.value
            for row in pack.progress
            if row.indicator == line.id and row.due and row.target and row.target.measure == "level"
        ),
        None,
    )
    if due is None:
        due = Decimal(periods.parse(done[0]).last_month * 100) / 12
    return computed(
        (share.value - due).quantize(Decimal("0.1"), ROUND_HALF_UP),
        filters.derived("budget pace", (share.key, str(due))),
    )


def _parts(
    lines: list[_Line], places: dict[str, int], line: _Line, side: Side
) -> tuple[Observation, list[Observation]] | None:
    """A total and all its parts, where every one is stated, exact and in one unit."""
    total = line.get("level", side)
    if line.id not in SUMS or total is None or any(part not in places for part in SUMS[line.id]):
        return None
    parts = [lines[places[part]].get("level", side) for part in SUMS[line.id]]
    stated = [part for part in parts if part is not None]
    alike = all(o.unit == total.unit and o.bound in ("exact", "approx") for o in (total, *stated))
    return (total, stated) if len(stated) == len(parts) and alike else None


def _sum(lines: list[_Line], places: dict[str, int], line: _Line, column: str, side: Side) -> Cell:
    found = _parts(lines, places, line, side)
    if found is None:
        return EMPTY
    _, parts = found
    first, last = places[SUMS[line.id][0]], places[SUMS[line.id][-1]]

    def formula(at: At) -> str | None:
        begin, end = at(column, first), at(column, last)
        return f"SUM({begin}:{end})" if begin and end else None

    value = sum((part.value for part in parts), Decimal(0))
    cell = computed(value, filters.derived("sum", (part.key for part in parts)), grouped=True)
    return Cell(value, cell.format, cell.key, shown=cell.shown, formula=formula)


def _check(
    lines: list[_Line], places: dict[str, int], line: _Line, column: str, side: Side
) -> Cell:
    """相符 where the stated total can be the sum of what its parts stand for, by their decimals."""
    found = _parts(lines, places, line, side)
    if found is None:
        return EMPTY
    total, parts = found
    room = sum((half_unit(o.value) for o in (total, *parts)), Decimal(0))
    gap = abs(total.value - sum((part.value for part in parts), Decimal(0)))

    def formula(at: At) -> str | None:
        stated, summed = at(column, places[line.id]), at(f"{column}_sum", places[line.id])
        return (
            f'IF(ABS(ROUND({stated}-{summed},8))<={room:f},"相符","不符")'
            if stated and summed
            else None
        )

    fits = gap <= room
    return Cell("相符" if fits else "不符", tone="green" if fits else "red", formula=formula)
