"""The budgets of a budget report, each by itself: what was carried out and what is planned, totals first, what no item says as 其他."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate

from briefing.amounts import split
from briefing.model import DocumentInfo, Observation, Pack

# What a heading above a figure calls the budget it belongs to; the last heading that names one counts.
BUDGETS = (
    ("一般公共预算", re.compile("一般公共(?:财政)?预算")),
    ("政府性基金预算", re.compile("政府性基金")),
    ("国有资本经营预算", re.compile("国有资本经营")),
    ("社会保险基金预算", re.compile("社会保险基金|社保基金")),
    ("债务限额与余额", re.compile("债务(?:预算)?管理|债务(?:限额|余额|情况)|政府债务")),
    ("“三公”经费", re.compile("三公")),
)
_NUMBERS = "一二三四五六"
# An increase is no line of its own; what a city keeps for its own level and what it hands down are parts of the same total.
_OTHER = re.compile(
    "(?:同比|比上年|较上年)|市本级|调入一般公共|对旗?县|对下|下达的|规定|相应|可用财力|供安排|应付息资金"
)
# A bare 支出 among a budget's sentences is that budget's.
_BARE = re.compile("(收入|支出)(?:预算)?(?:相应)?(?:安排|完成|实现|为)")
_SHORT = re.compile("^(政府性基金|国有资本经营|社会保险基金)(总?收入|支出)$")
_TOTALS = {
    "一般公共预算": ("一般公共预算收入", "一般公共预算支出"),
    "政府性基金预算": ("政府性基金预算总收入", "政府性基金预算收入", "政府性基金预算支出"),
    "国有资本经营预算": ("国有资本经营预算收入", "国有资本经营预算支出"),
    "社会保险基金预算": (
        "社会保险基金预算收入", "社会保险基金预算支出", "社会保险基金累计结余资金", "社会保险基金累计收支结余",
    ),
    "债务限额与余额": ("地方政府债务限额", "地方政府债务余额", "新增债务", "偿还债务本金", "债务利息"),
    "“三公”经费": ("“三公”经费",),
}  # fmt: skip
# What stands beside a total's items and is none of them, unless they only come to the total with it.
_BESIDE = re.compile("结转下年|调出资金|上解上级|还本支出|结余")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a budget."""

    budget: str
    name: str
    unit: str
    total: bool
    executed: Observation | None
    planned: Observation | None
    depth: int = 0  # how far below its total: an item 1, what an item is made of 2

    @property
    def figures(self) -> list[Observation]:
        return [o for o in (self.executed, self.planned) if o]


@dataclass(frozen=True, slots=True)
class Rest:
    """What a total holds besides the items listed: nothing where they add up."""

    total: Observation
    parts: tuple[Observation, ...]

    @property
    def amount(self) -> Decimal:
        """Nought where they add up, below nought where they are not its parts alone. In the total's unit."""
        rest = _worth(self.total) - sum(map(_worth, self.parts), Decimal(0))
        return rest / split(self.total.unit)[0]


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget's lines and, for each total that items follow, what they leave."""

    name: str
    unit: str
    lines: tuple[Line, ...]
    rests: tuple[Rest, ...]
    heading: str = ""  # 一、一般公共预算（单位：万元）


def report(pack: Pack) -> DocumentInfo | None:
    """The newest budget report on the paper's year, as carried out or as planned, that the paper may know."""
    year = int(pack.period[:4])
    found = [
        d
        for d in pack.documents
        if d.kind == "budget_report" and year in (d.year_reviewed, d.year_planned)
    ]
    return max(found, key=lambda d: (d.date, d.year_planned or 0), default=None)


def budgets(pack: Pack, *, by_name: bool = False) -> list[Budget]:
    """The budgets of the newest report, in the order of the law; those without any figure are left out.

    by_name: a figure below no heading that names a budget is of the one that its own name names.
    """
    document = report(pack)
    if document is None:
        return []
    figures = [
        o
        for o in pack.observations
        if o.source.document == document.id
        and o.measure == "level"
        and o.unit.endswith("元")
        and not _OTHER.search(_name(o))
    ]
    found = [
        _budget(
            name,
            _of([o for o in figures if budget_of(o, by_name=by_name) == name], document),
        )
        for name, _ in BUDGETS
    ]
    return [
        replace(budget, heading=f"{number}、{budget.name}（单位：{budget.unit}）")
        for number, budget in zip(_NUMBERS, (one for one in found if one.lines), strict=False)
    ]


def _of(figures: Iterable[Observation], document: DocumentInfo) -> list[tuple[bool, Observation]]:
    """A budget's figures with whether they are planned; a figure that another budget names too stays in its own."""
    years = {str(document.year_reviewed): False, str(document.year_planned): True}
    return [
        (years[o.period], o)
        for o in figures
        if o.period in years and years[o.period] == (o.status == "target")
    ]


def budget_of(figure: Observation, *, by_name: bool = False) -> str:
    """The budget whose part of the report a figure stands in, "" where none is named."""
    for text in (*reversed(figure.source.section), *([figure.name] if by_name else [])):
        for name, pattern in BUDGETS:
            if pattern.search(text):
                return name
    return ""


def _worth(figure: Observation) -> Decimal:
    return figure.value * split(figure.unit)[0]


def _name(figure: Observation) -> str:
    """What a figure's line is called: 国有资本经营预算收入 for 国有资本经营收入预算, with what 等各项支出 sums up."""
    if bare := _BARE.match(figure.source.quote):
        return budget_of(figure) + bare[1]
    if figure.name.endswith("各项支出"):
        before = rf"[^；，。：]+等(?={re.escape(figure.name)})"
        found = re.search(before, figure.source.sentence)
        return (found[0] if found else "") + figure.name
    name = re.sub("(收入|支出)预算$", r"预算\1", figure.name.removeprefix("发行"))
    return _SHORT.sub(r"\1预算\2", name)


def _budget(name: str, figures: Sequence[tuple[bool, Observation]]) -> Budget:
    # The largest unit: 1262548万元 are 126.2548亿元, but 128.8亿元 no 1288000万元.
    unit = max((o.unit for _, o in figures), key=lambda unit: split(unit)[0], default="")
    lines: dict[str, Line] = {}
    for planned, o in figures:
        said = _name(o)
        line = lines.setdefault(said, Line(name, said, unit, said in _TOTALS[name], None, None))
        if planned and line.planned is None:
            lines[said] = replace(line, planned=o)
        elif not planned and line.executed is None:
            lines[said] = replace(line, executed=o)
    sides = [[o for side, o in figures if side == planned] for planned in (False, True)]
    rests = [rest for side in sides for rest in _rests(side, _TOTALS[name])]
    parts = {part.key for rest in rests if not rest.amount for part in rest.parts}
    ordered = _under_totals([_placed(line, parts) for line in lines.values()], sides)
    return Budget(name, unit, *_nested(ordered, rests, parts))


def _placed(line: Line, parts: Container[str]) -> Line:
    beside = _BESIDE.search(line.name) and not any(o.key in parts for o in line.figures)
    return replace(line, depth=0 if line.total or beside else 1)


def _under_totals(lines: list[Line], sides: Iterable[Iterable[Observation]]) -> list[Line]:
    """Each line below the total it follows in the text, whichever year's text says it; what stands beside the items last."""
    totals = {line.name: n for n, line in enumerate(line for line in lines if line.total)}
    owners: dict[str, int] = {}
    for figures in sides:
        owner = -1
        for o in sorted(figures, key=lambda o: o.source.start):
            owner = totals.get(_name(o), owner)
            owners.setdefault(_name(o), owner)
    return sorted(
        lines,
        key=lambda line: (owners[line.name], not line.total, line.depth == 0),
    )


def _nested(
    lines: list[Line], rests: list[Rest], parts: Container[str]
) -> tuple[tuple[Line, ...], tuple[Rest, ...]]:
    """The lines, what an item is made of behind it and deeper; the totals' rests and those of such items."""
    own = {line.name: found for line in lines if (found := _made_of(line, lines, parts))}
    children = {name for found in own.values() for name in (part.name for part in found)}
    placed = []
    for line in lines:
        if line.name not in children:
            placed += [line, *(replace(part, depth=2) for part in own.get(line.name, ()))]
    inner = [
        Rest(line.executed, tuple(part.executed for part in own[line.name] if part.executed))
        for line in lines
        if line.name in own and line.executed
    ]
    return tuple(placed), (*rests, *inner)


def _made_of(line: Line, lines: Sequence[Line], parts: Container[str]) -> Sequence[Line]:
    """The lines behind an item that come to just what it was: 增值税, 企业所得税 … behind 税收收入. Two or more, none an item itself."""
    if line.total or line.executed is None:
        return ()
    later = [
        other
        for other in lines[lines.index(line) + 1 :]
        if other.executed and not other.total and other.executed.key not in parts
    ]
    for start in range(len(later)):
        sums = accumulate(_worth(other.executed) for other in later[start:] if other.executed)
        for size, sum_ in enumerate(sums, start=1):
            if size > 1 and sum_ == _worth(line.executed):
                return later[start : start + size]
    return ()


def _rests(figures: Sequence[Observation], totals: Sequence[str]) -> Iterable[Rest]:
    """Each total against the items that follow it up to the next one: as many of them as come to it, else all."""
    ordered = sorted(figures, key=lambda o: o.source.start)
    starts: dict[str, int] = {}
    for n, o in enumerate(ordered):
        if _name(o) in totals:
            starts.setdefault(_name(o), n)
    for start in starts.values():
        later = [n for n in starts.values() if n > start]
        seen: dict[str, Observation] = {}
        for o in ordered[start + 1 : min(later, default=len(ordered))]:
            if _name(o) not in totals:
                seen.setdefault(_name(o), o)
        total, parts = ordered[start], tuple(seen.values())
        sums = accumulate(map(_worth, parts))
        whole = next(
            (n for n, sum_ in enumerate(sums, start=1) if sum_ == _worth(total)), len(parts)
        )
        if whole > 1:
            yield Rest(total, parts[:whole])
