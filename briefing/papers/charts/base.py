"""What every chart shares: its table, its sources, how it says figures, and why it may be missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from briefing.amounts import comparable, split
from briefing.analysis import names, wording
from briefing.model import Audience, Observation, Pack, ProjectMention, Source
from briefing.papers import fonts
from briefing.papers.charts.scene import Box, Piece, Run, Runs, Scene, plain, runs
from briefing.periods import label as period_label
from briefing.settings.charts import ChartOptions, ChartsTemplate, Colours
from briefing.settings.schema import Wording

# Words that bound a figure, as a sign for narrow places; other bounds take the sign of their kind.
_SIGNS = {
    "超": ">",
    "超过": ">",
    "突破": ">",
    "高于": ">",
    "大于": ">",
    "逾": ">",
    "低于": "<",
    "小于": "<",
}
_SIGN_OF_BOUND = {"exact": "", "approx": "约", "min": "≥", "max": "≤"}
GROWTH = ("yoy", "cagr")
_HEADING = 8  # characters of a heading in a table


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a chart's table: what is printed, and the number itself where it is one."""

    text: Runs
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The numbers behind a chart. The last column of a row is its source as a paper prints it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to be drawn in any size: `draw(scene, box)`.

    shape: what kind of picture it is, for its alternative text (条形图). key: how to read it, in one line under the title.
    height: the share of its width it wants in a Word document. natural: points of height it can use on a page of a PDF pack;
    two that use less than half a page share one. 0: a whole page.
    """

    id: str
    name: str
    title: Runs
    key: Runs
    shape: str
    table: ChartTable
    sources: tuple[Source, ...]
    draw: Callable[[Scene, Box], None] = field(repr=False)
    note: Runs = ()
    height: float = 0.55
    natural: float = 0.0

    @property
    def alt(self) -> str:
        """What a reader who cannot see the picture is told."""
        first = "；".join(
            " ".join(plain(cell.text) for cell in row[:-1] if cell.text)
            for row in self.table.rows[:6]
        )
        more = f"；共{len(self.table.rows)}行，见数据表" if len(self.table.rows) > 6 else ""
        return f"{self.shape}。{plain(self.title)}。{first}{more}。"


@dataclass(frozen=True, slots=True)
class Absent:
    """A chart that was left out, and why, in Chinese."""

    id: str
    name: str
    reason: Runs


@dataclass(frozen=True, slots=True)
class Context:
    """What a chart is made from: the Pack, the template's general part and this chart's own options."""

    pack: Pack
    template: ChartsTemplate
    options: ChartOptions
    audience: Audience
    wording: Wording
    citations: dict[str, int] = field(
        default_factory=dict
    )  # document id -> number in the list of sources

    @property
    def year(self) -> Run:
        return period(self.pack.period)

    @property
    def colours(self) -> Colours:
        return self.template.colours

    def label(self, name: str, indicator: str | None = None) -> Run:
        """An indicator's or a part's name as the template wants it on charts."""
        return Run(self.template.labels.get(indicator or "", "") or fonts.clean(name), "name")

    def target_name(self, target: Observation, *, short: bool = True) -> Run:
        """What a target is of: its indicator's name, its own where it speaks of a part or of what is added (净增“四上”企业)."""
        if names.scope(target.name, target.indicator):
            return Run(fonts.clean(target.name), "name")
        known = next(
            (
                row.name
                for row in self.pack.indicators
                if target.indicator and row.indicator == target.indicator
            ),
            target.name,
        )
        # The row may be named after a part of it that has a figure.
        name = target.name if names.scope(known, target.indicator) else known
        return self.label(name, target.indicator if short else None)

    def status(self, observation: Observation | None) -> str:
        """预计, 实际 or 目标, for a table's column."""
        return self.wording.statuses[observation.status] if observation else ""

    def cite(self, source: Source) -> Runs:
        """A source for a narrow column: 〔1〕一、2024年工作回顾. Long headings are cut: the chart's source line has them."""
        heading = fonts.clean(source.section[-1] if source.section else source.place)
        shown = heading if len(heading) <= _HEADING else heading[: _HEADING - 1] + "…"
        return runs(self.number(source), Run(shown, "name"))

    def numbers(self, sources: Iterable[Source]) -> Runs:
        """The numbers of several sources, those that follow one another as a range: 〔1〕—〔5〕〔7〕."""
        found = sorted({self.citations.get(source.document, 0) for source in sources})
        ranges: list[list[int]] = []
        for number in found:
            if ranges and number == ranges[-1][-1] + 1:
                ranges[-1].append(number)
            else:
                ranges.append([number])
        said = (
            "".join(f"〔{n}〕" for n in each) if len(each) < 3 else f"〔{each[0]}〕—〔{each[-1]}〕"
            for each in ranges
        )
        return runs(*(Run(text, "number") for text in said))

    def number(self, source: Source) -> Run:
        """The source's number in the list of sources."""
        return Run(f"〔{self.citations.get(source.document, 0)}〕", "number")

    def title(self, conclusion: Runs, **values: Runs) -> Runs:
        """The chart's title: the template's, with its {names} filled in, else the conclusion itself."""
        if not self.options.title:
            return conclusion
        known = {
            "结论": conclusion,
            "区划": runs(Run(self.pack.scope.name, "name")),
            "时期": runs(self.year),
            **values,
        }
        parts = re.split(r"(\{[^{}]*\})", self.options.title)
        return runs(
            *(known.get(part[1:-1], part) if part.startswith("{") else part for part in parts)
        )


def period(code: str) -> Run:
    return Run(period_label(code), "period")


def count(number: int, keys: Iterable[str]) -> Run:
    """A number of things that were counted: the keys say which."""
    return Run(str(number), "derived", tuple(keys))


def left_out(keys: Sequence[str], shown: int) -> Runs:
    """How many items there was no room for: `keys` of all of them, in order."""
    return (
        runs("另有", count(len(keys) - shown, keys[shown:]), "项，见数据附录。")
        if len(keys) > shown
        else ()
    )


def derived(value: Decimal, keys: Iterable[str], after: str = "") -> Run:
    return Run(wording.signed(value) + after, "derived", tuple(keys))


def short(observation: Observation, *, unit: bool = True) -> Run:
    """A figure for a narrow place: 约−16%, >500家, 57.1亿元. Bounds are signs; the digits are the source's."""
    sign = _SIGNS.get(observation.bound_text) or _SIGN_OF_BOUND[observation.bound]
    number = (
        wording.signed(observation.value)
        if observation.measure != "level"
        else wording.grouped(observation.value)
    )
    if observation.measure == "rank":
        return Run(f"第{number}位", "figure", (observation.key,))
    return Run(sign + number + (observation.unit if unit else ""), "figure", (observation.key,))


def common_unit(observations: Iterable[Observation]) -> str:
    """The unit they are all said in: the largest of theirs, so that no digit is made up; "" where they count different things."""
    found = list(observations)
    if len({(o.unit, o.measure) for o in found}) == 1:
        return found[0].unit
    if not found or not all(o.amount.like(found[0].amount) for o in found):
        return ""
    return max((o.unit for o in found), key=lambda unit: split(unit)[0])


def value_in(observation: Observation, unit: str) -> Decimal:
    """The figure's value in another unit of its kind, with the digits it has."""
    return (
        observation.value
        if observation.unit == unit
        else wording.in_unit(observation.value, observation.unit, unit)
    )


def turned(observation: Observation, unit: str) -> bool:
    """Whether a figure is said in this unit though its source has another. Never in a smaller one, which would make digits up."""
    if observation.unit == unit or not comparable(observation.unit, unit):
        return False
    if split(unit)[0] < split(observation.unit)[0]:
        return False
    return abs(value_in(observation, unit)) >= 1 or abs(observation.value) < 1


def short_in(observation: Observation, unit: str, *, shown: bool = False) -> Run:
    """`short` in another unit of its kind: 604,300万元 in 亿元 is 60.43.

    In its own unit, written out, where that is of another kind or the figure would shrink below one (1710个 is not 0.171万个).
    """
    if not turned(observation, unit):
        return short(observation, unit=shown or observation.unit != unit)
    sign = _SIGNS.get(observation.bound_text) or _SIGN_OF_BOUND[observation.bound]
    number = wording.grouped(value_in(observation, unit))
    return Run(sign + number + (unit if shown else ""), "derived", (observation.key,))


def cell_in(observation: Observation | None, unit: str) -> Cell:
    """`in_table` without its unit, in this one."""
    if observation is None or not turned(observation, unit):
        return in_table(observation, unit=observation is not None and observation.unit != unit)
    value = value_in(observation, unit)
    text = wording.bounded(wording.grouped(value), "", observation.bound, observation.bound_text)
    return Cell(runs(Run(text, "derived", (observation.key,))), value)


def year_before(code: str) -> str:
    """The same period of the year before: 2023Q1 for 2024Q1."""
    return f"{int(code[:4]) - 1}{code[4:]}"


def said(observation: Observation) -> Run:
    """A figure as a sentence says it: 预计下降16%左右, 57.1亿元, 目标值 without its 预计."""
    words = (
        wording.change(observation)
        if observation.measure in (*GROWTH, "pp")
        else wording.figure(observation)
    )
    return Run(wording.status_prefix(observation) + words, "figure", (observation.key,))


def in_table(observation: Observation | None, *, unit: bool = True) -> Cell:
    """A figure for a table, with its unit and its bound in words: −16%左右, 57.1亿元."""
    if observation is None:
        return Cell(runs("—"))
    return Cell(
        runs(Run(wording.cell(observation, with_unit=unit), "figure", (observation.key,))),
        observation.value,
    )


def words(text: Piece) -> Cell:
    return Cell(runs(text))


def hollow(observation: Observation) -> bool:
    """Estimates are drawn hollow."""
    return observation.status == "estimate"


def money_of(mention: ProjectMention) -> Decimal | None:
    """A project's investment in 亿元, where it is written in yuan."""
    match = re.search(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*([^0-9\s]*元)", mention.investment or "")
    if not match:
        return None
    multiplier, base = split(match[2])
    return (
        Decimal(match[1].replace(",", "")) * multiplier / Decimal(10**8)
        if base in ("元", "元人民币")
        else None
    )


def unique(sources: Iterable[Source]) -> tuple[Source, ...]:
    """One source for each document and section, whole as it is headed, in the order given."""
    seen: dict[tuple[str, tuple[str, ...]], Source] = {}
    for source in sources:
        seen.setdefault((source.document, source.section), source)
    return tuple(seen.values())
