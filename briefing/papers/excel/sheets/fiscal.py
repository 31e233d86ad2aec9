"""财政收支: execution of the year and the draft for the next; totals that their parts must add up to are summed live beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from briefing import periods
from briefing.amounts import MONEY, half_unit
from briefing.model import Observation, Pack
from briefing.papers import Request, filters
from briefing.papers.content import budgets
from briefing.papers.content.budgets import Budget
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
    """One line of the statement: its figures by measure, period and whether they are planned; none: the heading of a budget.

    An amount in another unit than the line's says its own.
    """

    id: str  # canonical id, else the name, after its budget's where a report parts budgets; "" of a heading
    name: str
    figures: dict[Key, Observation]
    depth: int = 0  # below its total

    def get(self, measure: str, side: Side) -> Observation | None:
        return self.figures.get((measure, *side))


def fiscal(pack: Pack, request: Request) -> Table:
    year = periods.parse(pack.period)
    done, budget, before = (pack.period, False), (str(year.year), True), (str(year.year - 1), False)
    draft = (
        (str(year.year + 1), True) if year.is_year else ("", True)
    )  # a draft stands beside a whole year
    month = ("" if year.is_year else f"{year.year}M{year.last_month:02d}", False)
    lines = _lines(pack, (done, budget, draft, before))
    plan, short = _planned(pack, lines, draft)
    sums = _Sums.of(lines, budgets.budgets(pack))

    def amounts(
        name: str, title: str, side: Side, missing: str = ""
    ) -> list[tuple[Column, Getter]]:
        """The stated amounts, beside them what their parts come to and whether the two agree."""
        return [
            (Column(name, title, 12, 18, "right"), lambda line: _amount(line, side, missing)),
            (
                Column(f"{name}_sum", f"{title}\n分项合计", 12, 18, "right"),
                lambda line: _sum(sums, line, name, side),
            ),
            (
                Column(f"{name}_check", f"{title}\n校核", 10, align="center"),
                lambda line: _check(sums, line, name, side),
            ),
        ]

    label = periods.label(pack.period)
    columns: Columns = [
        (Column("name", "项目", 26, 44), lambda line: _named(line, sums.places)),
        (
            Column("unit", "计量单位", 9, 12, "center"),
            lambda line: text(_unit(line) if line.figures else ""),
        ),
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
        *amounts("draft", f"{draft[0]}年{plan}", draft),
        (
            Column("draft_growth", f"{short}增长\n（±%）", 10, 14, "right"),
            lambda line: figure(line.get("yoy", draft)),
        ),
        link("execution", "growth", "budget", "previous"),
        link("draft", "draft_growth", name="draft_link", title=f"{short}\n出处"),
    ]
    note = made_from(
        pack, "合计照资料原数，因四舍五入未作机械调整；“校核”为各分项之和与合计是否相符"
    )
    return Table(
        "fiscal", "财政收支", f"{pack.scope.name}{label}财政收支{f'及{draft[0]}年{plan}' if draft[0] else '情况'}",
        f"预算执行和下一年{plan}，合计与分项核对", note,
        tuple(c for c, _ in columns), rows_of(columns, lines), statement=True,
    )  # fmt: skip


def _planned(pack: Pack, lines: Iterable[_Line], side: Side) -> tuple[str, str]:
    """What the next year's figures are called: a draft where a budget report or a table has any of them; a work report's are expected."""
    told = {
        o.source.document for line in lines for key, o in line.figures.items() if key[1:] == side
    }
    kinds = {d.kind for d in pack.documents if d.id in told}
    if told and kinds.isdisjoint(("budget_report", "table")):
        return "预期目标", "预期"
    return "预算草案", "草案"


def _named(line: _Line, places: Mapping[str, int]) -> Cell:
    """A part is set in below its total; a budget's heading is bold."""
    if not line.figures:
        return Cell(line.name, bold=line.name)
    if _BELOW.get(line.id) in places:
        return Cell(f"　　其中：{line.name}")
    return Cell("　　" * line.depth + filters.plain(line.name))


def _lines(pack: Pack, sides: tuple[Side, ...]) -> list[_Line]:
    """The budgets of the newest report, each below its heading; then, and where there is none first, canonical fiscal figures,
    parts under their total, and what else budget reports give in money."""
    names = {row.indicator: row.name for row in pack.indicators if row.category == "财政"}
    lines = {id_: _Line(id_, names[id_], {}) for id_ in _in_order(names)}
    for observation in pack.series:  # the best figure of each cell
        if line := lines.get(observation.indicator or ""):
            line.figures.setdefault(_key(observation), observation)
    found = [_block(budget, lines, sides) for budget in budgets.budgets(pack)]
    blocks = [block for block in found if len(block) > 1]
    told = {line.name for block in blocks for line in block}
    others = [
        line
        for line in _others(pack, lines, bool(blocks))
        if line.name not in told and _of_some(line, sides)
    ]
    if blocks and others:
        others.insert(0, _Line("", f"{filters.chinese_number(len(blocks) + 1)}、其他财政指标", {}))
    return [line for block in blocks for line in block] + others


def _key(observation: Observation) -> Key:
    return observation.measure, observation.period, observation.status == "target"


def _of_some(line: _Line, sides: Iterable[Side]) -> bool:
    return any(side == key[1:] for key in line.figures for side in sides)


def _block(budget: Budget, canonical: dict[str, _Line], sides: Iterable[Side]) -> list[_Line]:
    """A budget's heading and lines; what is a canonical figure keeps its best figures. Those used are taken out of `canonical`."""
    made = []
    for said in budget.lines:
        known = next((id_ for o in said.figures if (id_ := o.indicator or "") in canonical), "")
        best = canonical.pop(known).figures if known else {}
        figures = {_key(o): o for o in said.figures} | best
        line = _Line(known or f"{budget.name}：{said.name}", said.name, figures, said.depth)
        made += [line] if _of_some(line, sides) else []
    return [_Line("", budget.heading, {}), *made]


def _others(pack: Pack, lines: dict[str, _Line], parted: bool) -> list[_Line]:
    """parted: whether a report's budgets stand by themselves: what it says besides is looked up among all figures."""
    reports = {
        d.id
        for d in pack.documents
        if (d.kind == "budget_report" and not parted) or (d.kind == "table" and "财政" in d.title)
    }
    for o in pack.observations:
        if o.source.document not in reports or o.indicator or not _is_fiscal(o):
            continue
        line = lines.setdefault(o.name, _Line(o.name, o.name, {}))
        line.figures.setdefault(_key(o), o)
    return list(lines.values())


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


@dataclass(frozen=True, slots=True)
class _Sums:
    """Which lines a total is the sum of: those a report lists below it, else the parts known of it."""

    lines: list[_Line]
    places: dict[str, int]  # of lines by id
    listed: dict[str, tuple[str, ...]]  # keys of figures: a total's, its items'

    @classmethod
    def of(cls, lines: list[_Line], found: Iterable[Budget]) -> _Sums:
        listed = {
            rest.total.key: tuple(part.key for part in rest.parts)
            for budget in found
            for rest in budget.rests
            if not rest.amount
        }
        return cls(lines, {line.id: n for n, line in enumerate(lines) if line.id}, listed)

    def parts(self, line: _Line, side: Side) -> tuple[Observation, dict[int, Observation]] | None:
        """A total and all its parts by row, where every one is stated, exact and in one unit."""
        total = line.get("level", side)
        if total is None:
            return None
        keys = self.listed.get(total.key, ())
        stated = {
            n: part
            for n, other in enumerate(self.lines)
            if (part := other.get("level", side))
            and (part.key in keys if keys else other.id in SUMS.get(line.id, ()))
        }
        alike = all(
            o.unit == total.unit and o.bound in ("exact", "approx")
            for o in (total, *stated.values())
        )
        return (
            (total, stated)
            if stated and len(stated) == len(keys or SUMS[line.id]) and alike
            else None
        )


def _sum(sums: _Sums, line: _Line, column: str, side: Side) -> Cell:
    found = sums.parts(line, side)
    if found is None:
        return EMPTY
    _, parts = found

    def formula(at: At) -> str | None:
        cells = [at(column, row) for row in parts]
        if not all(cells):
            return None
        side_by_side = list(parts) == list(range(min(parts), max(parts) + 1))
        return (
            f"SUM({cells[0]}:{cells[-1]})" if side_by_side else f"SUM({','.join(map(str, cells))})"
        )

    value = sum((part.value for part in parts.values()), Decimal(0))
    key = filters.derived("sum", (part.key for part in parts.values()))
    cell = computed(value, key, grouped=True)
    return Cell(value, cell.format, cell.key, shown=cell.shown, formula=formula)


def _check(sums: _Sums, line: _Line, column: str, side: Side) -> Cell:
    """相符 where the stated total can be the sum of what its parts stand for, by their decimals."""
    found = sums.parts(line, side)
    if found is None:
        return EMPTY
    total, parts = found
    room = sum((half_unit(o.value) for o in (total, *parts.values())), Decimal(0))
    gap = abs(total.value - sum((part.value for part in parts.values()), Decimal(0)))

    def formula(at: At) -> str | None:
        row = sums.places[line.id]
        stated, summed = at(column, row), at(f"{column}_sum", row)
        return (
            f'IF(ABS(ROUND({stated}-{summed},8))<={room:f},"相符","不符")'
            if stated and summed
            else None
        )

    fits = gap <= room
    return Cell("相符" if fits else "不符", tone="green" if fits else "red", formula=formula)
