"""From the rows and columns of a table to observations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from briefing import lazy as re
from briefing.extraction import areas
from briefing.extraction.lexicon import Lexicon
from briefing.extraction.tables import (
    blocks,
    columns,
    context,
    dated,
    labels,
    layout,
    parents,
    texts,
    times,
    unread,
    words,
)
from briefing.extraction.tables.blocks import Block
from briefing.extraction.tables.columns import NAMES_APART, Column, Heading, Kind, Role
from briefing.extraction.tables.context import Context
from briefing.extraction.tables.dated import Dated
from briefing.extraction.tables.grid import Grid, Row
from briefing.extraction.tables.labels import Label, Named, Namer
from briefing.extraction.tables.layout import Columns
from briefing.extraction.tables.texts import Figure
from briefing.extraction.tables.times import When
from briefing.extraction.wordlists import alternation
from briefing.model import (
    CELL_BREAK,
    Cell,
    Document,
    Measure,
    Observation,
    Source,
    Status,
    Vintage,
    row_of,
    squeeze,
)

# How sure an observation is: its table says all of it; its time comes from the document; its name or measure is inferred.
_SAID, _DATED_BY_DOCUMENT, _INFERRED = 0.97, 0.9, 0.7

_LEVEL_FIRST = re.compile(r"(?:自治区|[省市区县州盟旗])本级")
_SUM = re.compile(rf"(?<=..){NAMES_APART}(?:{alternation(words.TOTALS.split())})$")
_CODE = re.compile(r"\d{3}(?:\d\d){0,3}")  # of a budget's subjects: 201, 20101, 2010101
_QUOTE = 400  # characters of a row that are still read as one; a wider row is quoted from its name to the figure, or the figure alone
_LONGEST_NAME = 60
_SAMPLE = 40  # rows by which a column of changes is read
_WILDEST_GROWTH = 1000  # without a % beside it, a larger figure is an amount
_WHOLE = frozenset(words.WHOLE.split())
_TOTALS = tuple(words.TOTALS.split())
_OWN = frozenset(words.OWN_AREA.split())
_SCOPES = frozenset(words.SCOPES.split())
_UNLABELLED = Label("")
_LEVELS = ("", "level", "index")
_OF_WHAT_IS = (
    "completion",
    "points",
    "rank",
)  # of what happened, though a target may stand between
# A level after one of these is not what it speaks of; 执行数 | 为预算% | 上年决算数 | 增长% goes on.
_ENDS_A_RUN = ("growth", "annual", "points", "rank", "change")
_OF_ITS_OWN = ("change", "of_last_year", "share")  # not the indicator's own figure
_STATES: dict[str, tuple[Status, Vintage | None]] = {
    **dict.fromkeys(words.ESTIMATE.split(), ("estimate", None)),
    **dict.fromkeys((*words.ACTUAL.split(), *words.PRELIMINARY.split()), ("actual", None)),
    **dict.fromkeys(words.FINAL.split(), ("actual", "final")),
    **dict.fromkeys(words.TARGET.split(), ("target", None)),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """For what a column's figures speak."""

    when: When
    status: Status
    vintage: Vintage | None
    annual: bool  # for the whole year, where nothing else is said


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row is about, in one of its groups of columns."""

    named: Named
    indicator: str | None


@dataclass(slots=True)
class Said:
    """What a figure is of."""

    heading: Heading
    label: Label
    subject: Subject | None
    name: str
    indicator: str | None
    sure: bool  # the table names it plainly
    row_unit: str


@dataclass(slots=True)
class Line:
    """One row on its way: what holds for all its figures."""

    cells: Row
    start: int  # of the row, in the reader's text
    end: int
    area: str = ""
    when: When | None = None
    state: str = ""
    dated: dict[int, Dated] = field(default_factory=dict)  # by group, where its name says when
    subjects: dict[int, Subject] = field(default_factory=dict)  # by group of columns
    holds: frozenset[tuple[bool, bool]] | None = (
        None  # of its figures: whether they are levels, whether they are aims
    )
    quoted: str = ""  # the row, squeezed once
    apart: str = ""  # the row with its cells apart


def observations(
    document: Document,
    grid: Grid,
    lexicon: Lexicon,
    before: Columns | None = None,
    missed: dict[int, str] | None = None,
) -> tuple[list[Observation], Columns | None]:
    """A grid's observations, and its last columns.

    before: the columns of the table before it, for one that goes on without a header. missed: takes why cells gave none, by their start.
    """
    found: list[Observation] = []
    missed = {} if missed is None else missed
    last = before
    for block in blocks.blocks(grid):
        if block.header:
            last = layout.read_columns(block, grid.columns)
        elif last is not None:
            last = replace(last, named_by={})
        missed.update(unread.of_header(block.header))
        if last is not None and last.figures:
            found += Reader(document, grid, block, last, lexicon, missed).read()
        elif block.header:
            reason = unread.FOREIGN if last is None else unread.NOT_FIGURES
            missed.update((cell.start, reason) for row in block.body for cell in row)
    return found, last


class Reader:
    """Reads one block."""

    def __init__(
        self,
        document: Document,
        grid: Grid,
        block: Block,
        found: Columns,
        lexicon: Lexicon,
        missed: dict[int, str],
    ) -> None:
        self.missed = missed
        self.document = document
        self.real = not grid.end
        self.block = block
        self.columns = found
        self.lexicon = lexicon
        self.context = context.context(document, grid.section, block.lines, block.notes)
        self.index = self.context.index or any(
            column.heading.kind == "index" for column in found.figures
        )
        self.area = document.area or self.context.area
        self.own_area = self.context.level or self.area
        self.titled = self._titled()
        _settle_changes(found, block.body)
        self.path = grid.section.path if grid.section else ()
        self.span = self.context.span or _years_between(found)
        self.moments = _moments(found, self.context)
        self.periods = {
            place: self._code(moment.when, moment) for place, moment in self.moments.items()
        }
        self.several = found.area >= 0 or len({column.heading.area for column in found.figures}) > 1
        self.peers = (
            found.area >= 0 and not found.parts and any(map(self._is_district, block.body[:200]))
        )
        self.group_of = {
            place: number for number, group in enumerate(found.groups) for place in group
        }
        self.namers = [Namer(self.context.amounts) for _ in found.groups]

    def read(self) -> list[Observation]:
        found: list[Observation] = []
        lines = list(self._lines())
        self._tell_apart(lines)
        for line in lines:
            self._figures(line, found)
        return found

    def _lines(self) -> Iterator[Line]:
        """The rows with what holds for all their figures."""
        area, when = "", None
        for row in self.block.body:
            line = Line(row, min(cell.start for cell in row), max(cell.end for cell in row))
            for cell in row:
                if cell.column == self.columns.area:
                    area = texts.label(cell.text)
                elif cell.column == self.columns.time:
                    when, _ = times.take(texts.plain(texts.label(cell.text)))
                elif cell.column == self.columns.state:
                    line.state = texts.plain(texts.label(cell.text))
            line.area, line.when = area, when
            self._name(line)
            yield line

    def _date(self, rows: Sequence[Line], group: int) -> None:
        """Take the times of rows that say their own off their names; the parts below a row have its time."""
        of_group = [column for column in self.columns.figures if column.group == group]
        for line in rows:
            subject = line.subjects[group]
            if found := dated.read(subject.named.name, of_group):
                line.dated[group] = found
                line.subjects[group] = Subject(
                    replace(subject.named, name=found.name), self._resolve(found.name)
                )
        if not any(group in line.dated for line in rows):
            return
        ranked = [
            parents.Place("", self._rank(line, group), None, line.subjects[group].named.label.among)
            for line in rows
        ]
        for line, above in zip(rows, parents.by_rank(ranked), strict=True):
            if above >= 0 and group in rows[above].dated:
                line.dated.setdefault(group, rows[above].dated[group])

    def _tell_apart(self, lines: Sequence[Line]) -> None:
        """Give rows of one name that of what they stand under."""
        if self.columns.area >= 0 or self.columns.time >= 0:
            return
        for group in range(len(self.namers)):
            rows = [line for line in lines if group in line.subjects]
            self._date(rows, group)
            adding = self._adding_column(rows, group)
            places = [
                parents.Place(
                    line.subjects[group].named.name,
                    self._rank(line, group),
                    _value_at(line, adding),
                    line.subjects[group].named.label.among,
                )
                for line in rows
            ]
            for line, name in zip(rows, parents.full_names(places), strict=True):
                subject = line.subjects[group]
                if name != subject.named.name:
                    line.subjects[group] = Subject(
                        replace(subject.named, name=name), self.lexicon.resolve(name)
                    )

    def _rank(self, line: Line, group: int) -> float:
        """How deep a row stands: by its code, else its numbering, else its indent."""
        for cell in line.cells:
            column = self.columns.by_place.get(cell.column)
            if column and column.role == "index" and (code := _CODE.fullmatch(cell.text.strip())):
                return len(code[0]) / 10
        label = line.subjects[group].named.label
        return label.rank + min(label.indent, 99) / 100

    def _adding_column(self, rows: Sequence[Line], group: int) -> int:
        """The place of the column of amounts in which most rows hold a figure; -1 for none."""
        places = {
            column.place
            for column in self.columns.figures
            if column.group == group and column.heading.kind in _LEVELS
        }
        held = Counter(cell.column for line in rows for cell in line.cells if cell.column in places)
        return held.most_common(1)[0][0] if held else -1

    def _name(self, line: Line) -> None:
        """Find what a row is about, for each group of columns."""
        by_group: dict[int, list[Cell]] = {}
        for cell in line.cells:
            if (group := self.group_of.get(cell.column)) is not None:
                by_group.setdefault(group, []).append(cell)
        for group, cells in by_group.items():
            named = self.namers[group].name(cells, alone=len(cells) == len(line.cells))
            if named and any(character.isalpha() for character in named.name):
                line.subjects[group] = self._subject(named)

    def _subject(self, named: Named) -> Subject:
        indicator = next(filter(None, map(self._resolve, named.names)), None)
        if indicator is None and (indicator := self.lexicon.resolve(named.name_under_heading)):
            named = replace(
                named,
                name=named.name_under_heading,
                anchor=named.heading[1] if named.heading else None,
            )
        return Subject(named, indicator)

    def _resolve(self, name: str) -> str | None:
        """The indicator of a name; its sum is the whole: 政府债务余额—合计."""
        return self.lexicon.resolve(_SUM.sub("", name))

    def _titled(self) -> Subject | None:
        label = self.context.subject
        return (
            Subject(Named(label, label.name), self.lexicon.resolve(label.name)) if label else None
        )

    def _figures(self, line: Line, found: list[Observation]) -> None:
        """Append what a row says."""
        by_place = self.columns.by_place
        units: dict[int, str] = {}
        for cell in line.cells:
            column = by_place.get(cell.column)
            if column is None:
                continue
            if column.role == "unit":
                units[cell.column] = texts.first_unit(cell.text)
            if column.role != "value":
                counts = column.role in ("index", "name", "area", "time", "unit")
                self.missed[cell.start] = unread.COUNTS if counts else unread.NOT_FIGURES
                continue
            unit = units.get(column.unit_at, "")
            for figure in texts.figures(cell.text):
                made = self._observation(line, cell, column, figure, unit)
                if isinstance(made, str):
                    self.missed[cell.start] = made
                else:
                    found.append(made)

    # ---- One figure --------------------------------------------------------------------------------------------------

    def _observation(
        self, line: Line, cell: Cell, column: Column, figure: Figure, unit_beside: str
    ) -> Observation | str:
        """The observation of a figure, or why it gives none."""
        said = self._said(line, column, figure, unit_beside)
        if said is None:
            return unread.NO_NAME
        heading, label = said.heading, said.label
        measure, unit = self._measured(said, figure, line)
        if reason := self._why_not(said, figure, measure, unit):
            return reason
        period, moment = self._period(column, line, label, figure, measure)
        if not period:
            return unread.NO_PERIOD
        name, value = _changed(said, figure, measure)
        area, whole = self.own_area, True
        if heading.area or line.area:
            area, whole = self._area(heading, line)
        elif level := _LEVEL_FIRST.match(name):
            area, whole = level[0], False
        status = figure.status or moment.status
        return Observation(
            name=name,
            indicator=self._indicator(said, whole, measure, unit),
            area=area,
            measure=measure,
            value=value,
            unit=unit,
            status=status,
            period=period,
            bound=figure.bound,
            source=self._source(line, cell, figure, self._head(column, said.subject)),
            bound_text=figure.bound_text,
            vintage=(moment.vintage or "preliminary") if status == "actual" else None,
            confidence=self._confidence(said, measure, unit),
        )

    def _said(self, line: Line, column: Column, figure: Figure, unit_beside: str) -> Said | None:
        """What a figure is of, by its row and its column; None where neither names anything."""
        heading = column.heading
        subject = line.subjects.get(column.group)
        nameless = subject is None and (line.area or line.when)
        if subject is None and not nameless and len(self.block.body) > 1:
            return None  # rows that lost their names
        if heading.name in _TOTALS and subject:  # the sum of the columns beside it is the row's own
            heading = replace(heading, name="")
        if not heading.name and (nameless or (subject and subject.named.label.total)):
            # A row for each area, or their sum, of what the title names.
            subject = self.titled or (subject and self._total(subject))
        if heading.name in _TOTALS:
            heading = replace(heading, name=self._about(heading.name))
        label = subject.named.label if subject else _UNLABELLED
        if subject is self.titled and heading.kind not in _LEVELS:
            label = replace(label, nature="", unit="")  # the column says what of it
        row_unit = unit_beside or label.unit
        if heading.name:
            has_unit = bool(
                row_unit or heading.unit or figure.unit or self.context.unit or self.real
            )
            name, indicator, sure = self._of_column(heading, subject, has_unit)
        elif subject:
            name, indicator = subject.named.name, subject.indicator
            sure = subject is not self.titled
        else:
            return None
        return Said(heading, label, subject, name, indicator, sure, row_unit)

    def _measured(self, said: Said, figure: Figure, line: Line) -> tuple[Measure, str]:
        heading, label, name = said.heading, said.label, said.name
        table_unit = self._table_unit(heading, name)
        measure, unit = _measure(heading, label, figure, name, said.row_unit, table_unit)
        if (
            measure in ("level", "pp")
            and not figure.unit
            and self._is_rate(heading, label, name, said.row_unit, line)
        ):
            said.sure = said.sure and measure == "pp"
            return "yoy", "%"
        return measure, unit

    def _why_not(self, said: Said, figure: Figure, measure: Measure, unit: str) -> str:
        """Why a figure is not reported, "" where it is."""
        if not said.name:
            return unread.NO_NAME
        if len(said.name) > _LONGEST_NAME:
            return unread.LONG_NAME
        if _is_open(said.heading, said.label, figure, said.name, said.row_unit):
            return unread.OPEN
        bare = measure == "level" and not unit and not labels.stands_alone(said.name)
        return unread.NO_UNIT if bare and not self.real else ""

    def _indicator(self, said: Said, whole: bool, measure: Measure, unit: str) -> str | None:
        """The canonical id, for a figure of the whole area and the indicator's own."""
        heading = said.heading
        own = whole and heading.kind not in _OF_ITS_OWN and "序" not in heading.text
        if not said.indicator or not own or self.context.own_level:
            return None
        return said.indicator if self.lexicon.fits(said.indicator, measure, unit) else None

    def _confidence(self, said: Said, measure: Measure, unit: str) -> float:
        if not said.sure or not (unit or measure != "level" or self.index):
            return _INFERRED
        return _SAID if self.context.sure else _DATED_BY_DOCUMENT

    def _head(self, column: Column, subject: Subject | None) -> Cell | None:
        """The cell that names a figure, where it does not stand in its row."""
        anchor = subject.named.anchor if subject else None
        return self.columns.named_by.get(column.place) or anchor

    def _about(self, name: str) -> str:
        """合计 of what the title is about."""
        about = self.context.about
        return f"{about.name}{NAMES_APART}{name}" if about else name

    def _total(self, subject: Subject) -> Subject:
        """A row named 合计 and nothing else, of what the title is about."""
        named, about = subject.named, self.context.about
        if named.name != named.label.name or about is None:
            return subject
        return replace(subject, named=replace(named, name=f"{about.name}{NAMES_APART}{named.name}"))

    def _table_unit(self, heading: Heading, name: str) -> str:
        """The unit above the table, for what can have it: an index has none, and 年限 is no money."""
        unit = self.context.unit
        if self.index or (unit.endswith("元") and labels.is_counted(heading.name or name)):
            return ""
        return unit

    def _of_column(
        self, heading: Heading, subject: Subject | None, has_unit: bool
    ) -> tuple[str, str | None, bool]:
        """Name and canonical id of a figure whose column names an indicator, and whether the table says them plainly."""
        indicator = self._resolve(heading.name)
        if subject is None or subject.named.label.total:
            return heading.name, indicator, True
        if not has_unit and not indicator:
            return "", None, False
        name = subject.named.name
        has_noun = labels.has_noun(name)
        if (
            has_noun and labels.is_noun(heading.name) and name[-1:] == heading.name[-1:]
        ):  # 发电量 | 产量
            return name, subject.indicator, False
        if heading.name in name:
            return name, subject.indicator, False
        if has_noun:
            return f"{name}（{heading.name}）", None, False
        apart = NAMES_APART if heading.name.endswith(_TOTALS) else ""
        return f"{name}{apart}{heading.name}", None, False

    def _is_rate(
        self, heading: Heading, label: Label, name: str, row_unit: str, line: Line
    ) -> bool:
        """Whether a figure is a growth that neither its column nor its row calls one, as the row has no level at all.

        固定资产投资 | 亿元 | — | 10.3 | 目标 5.5 aims at a growth of 5.5 %; 单位GDP能耗 | % | 同比 -3.1 fell by 3.1 %.
        """
        aims = (
            heading.status == "target"
            and heading.kind in _LEVELS
            and row_unit != ""
            and not texts.is_percent(row_unit)
        )
        change = (
            heading.kind == "growth"
            and texts.is_percent(row_unit)
            and not label.nature
            and not labels.is_share(name)
        )
        if not aims and not change:
            return False
        if line.holds is None:
            line.holds = self._holds(line)
        return (True, False) not in line.holds and (change or (False, False) in line.holds)

    def _holds(self, line: Line) -> frozenset[tuple[bool, bool]]:
        """Which kinds of its own figures a row holds: (whether a level, whether an aim)."""
        kinds: set[tuple[bool, bool]] = set()
        for cell in line.cells:
            column = self.columns.by_place.get(cell.column)
            if (
                column
                and column.role == "value"
                and not column.heading.area
                and texts.figures(cell.text)
            ):
                kinds.add(
                    (column.heading.kind in _LEVELS, self.moments[column.place].status == "target")
                )
        return frozenset(kinds)

    def _area(self, heading: Heading, line: Line) -> tuple[str, bool]:
        """The area of a figure, and whether it is a whole one, whose figures bear canonical ids."""
        own = self.area
        for said in (heading.area, line.area):
            if not said or said in _OWN:
                continue
            if said == own or (said in _WHOLE and areas.own(own, said)):
                return own or said, bool(own) or not self.several
            if said in _WHOLE or said in _SCOPES or said.endswith(("本级", "小计", "合计")):
                return said, False
            return said, (self.peers or said == heading.area) and not columns.is_part(said)
        return self.own_area, True

    def _is_district(self, row: Row) -> bool:
        text = next(
            (texts.label(cell.text) for cell in row if cell.column == self.columns.area), ""
        )
        return text.endswith(("区", "县", "市", "旗")) and not columns.is_part(text)

    # ---- Times -------------------------------------------------------------------------------------------------------

    def _code(self, when: When, moment: Moment, quarterly: bool = False) -> str:
        return times.code(when, self.context.base, annual=moment.annual, quarterly=quarterly)

    def _period(
        self, column: Column, line: Line, label: Label, figure: Figure, measure: Measure
    ) -> tuple[str, Moment]:
        """The period of a figure and what else its time says."""
        moment = self.moments[column.place]
        of_plan = figure.whole_plan or (measure == "cagr" and self._at_plans_end(moment))
        own_time = line.dated.get(column.group)
        if not (line.when or line.state or label.marks or of_plan or own_time):
            return self.periods[column.place], moment
        said = self.context
        if line.state in _STATES:
            status, vintage = _STATES[line.state]
            moment = replace(moment, status=status, vintage=vintage)
        marks = said.marks
        if any(mark in marks.estimated for mark in label.marks):
            moment = replace(moment, status="estimate")
        if of_plan and self.span:
            ahead = said.plan is not None or 0 < said.reviewed < self.span[1]
            return f"{self.span[0]}-{self.span[1]}", replace(
                moment, status="target" if ahead else moment.status
            )
        when = moment.when
        of_row = own_time.when if own_time else line.when
        if of_row and of_row.said:
            when = times.joined(when, of_row)
            if own_time and own_time.status and not column.heading.status:
                moment = replace(moment, status=own_time.status)
            elif not column.heading.status and not said.status:
                moment = replace(moment, status=_status(of_row, said))
        if moment.status != "actual":
            return self._code(when, moment), moment
        own = next((time for mark, time in marks.times if mark in label.marks), None)
        when = replace(when, part=own.part) if own else when
        return self._code(
            when, moment, quarterly=any(mark in marks.quarterly for mark in label.marks)
        ), moment

    def _at_plans_end(self, moment: Moment) -> bool:
        return not moment.when.first or (
            self.span is not None and moment.when.first == self.span[1]
        )

    # ---- Sources -----------------------------------------------------------------------------------------------------

    def _source(self, line: Line, cell: Cell, figure: Figure, head: Cell | None) -> Source:
        """head: the cell that names the figure, where it does not stand in its row."""
        document = self.document
        start = cell.start + figure.start
        quote = self._quote(line, cell)
        sentence = self._sentence(line) if quote == line.quoted else quote
        if head is not None and head.start < line.start and cell.end - head.start <= _QUOTE:
            quote = squeeze(document.reading.text[head.start : cell.end])
        return Source(
            document=document.id,
            file=document.reading.file,
            title=document.title,
            start=start,
            end=min(cell.start + figure.end, cell.end),
            quote=quote,
            sentence=sentence,
            section=self.path,
            place=cell.place or document.reading.place(start),
        )

    def _sentence(self, line: Line) -> str:
        """The row with its cells apart, where they are all of it."""
        if not line.apart:
            inside = sorted(
                {c.start: c for c in line.cells if line.start <= c.start < line.end}.values(),
                key=lambda c: c.start,
            )
            row = row_of(cell.text for cell in inside)
            line.apart = row if row.replace(CELL_BREAK, "") == line.quoted else line.quoted
        return line.apart

    def _quote(self, line: Line, cell: Cell) -> str:
        """The row; of a very wide one what stands from its name to the figure, or the figure alone."""
        text = self.document.reading.text
        if line.end - line.start > _QUOTE:
            return squeeze(
                text[line.start if cell.end - line.start <= _QUOTE else cell.start : cell.end]
            )
        line.quoted = line.quoted or squeeze(text[line.start : line.end])
        return line.quoted


def _changed(said: Said, figure: Figure, measure: Measure) -> tuple[str, Decimal]:
    """Name and value of a change or a share: “…增加” is unsigned, what falls is negative."""
    name, value, heading = said.name, figure.value, said.heading
    if said.label.falling and measure in ("yoy", "cagr", "pp") and not figure.measure:
        value = -abs(value)
    if heading.kind == "change":
        return name + ("减少" if value < 0 else "增加"), abs(value)
    if heading.kind in ("completion", "of_last_year", "share"):
        return name + heading.text.rstrip("的"), value
    return name, value


def _value_at(line: Line, place: int) -> Decimal | None:
    figures = next((texts.figures(c.text) for c in line.cells if c.column == place), ())
    return figures[0].value if len(figures) == 1 else None


def _settle_changes(found: Columns, body: Sequence[Row]) -> None:
    """增减, 比较 without a unit: an amount where it is the difference of two levels beside it, a rate where it is their change."""
    for column in found.figures:
        if column.heading.kind != "amount_or_rate":
            continue
        kind = _change_by_sums(found, column, body)
        role: Role = "value" if kind else "ignored"
        column.role = role
        column.heading = replace(
            column.heading, kind=kind, unit="%" if kind == "growth" else column.heading.unit
        )


def _change_by_sums(found: Columns, column: Column, body: Sequence[Row]) -> Kind:
    """What a column of changes holds, by the levels of its group in the same rows."""
    levels = {
        c.place for c in found.figures if c.group == column.group and c.heading.kind in _LEVELS
    }
    votes: Counter[Kind] = Counter()
    for row in body[:_SAMPLE]:
        held = {
            cell.column: read[0].value
            for cell in row
            if (cell.column in levels or cell.column == column.place)
            and len(read := texts.figures(cell.text)) == 1
        }
        change = held.pop(column.place, None)
        if change:
            votes[_how_changed(change, list(held.values()))] += 1
    kind, most = votes.most_common(1)[0] if votes else ("", 0)
    return kind if 2 * most >= votes.total() else ""


def _how_changed(change: Decimal, levels: Sequence[Decimal]) -> Kind:
    for first in levels:
        for second in levels:
            if first != second and abs(second - first - change) <= abs(change) / 1000:
                return "change"
            if first and first != second:
                rate = (second - first) / first * 100
                if abs(rate - change) <= Decimal("0.06"):
                    return "growth"
    return ""


# ---- What columns speak for ------------------------------------------------------------------------------------------


def _moments(found: Columns, said: Context) -> dict[int, Moment]:
    """For each column of figures, what it speaks for.

    A growth, a rank, a share speaks for the levels right to its left: for the last one of their newest year.
    """
    moments: dict[int, Moment] = {}
    totals = any(column.heading.when.kind == "total" for column in found.figures)
    parts = any(column.heading.when.first and column.heading.when.part for column in found.figures)
    levels: list[Moment] = []  # of this group, up to here
    run = 0  # the first of those that no growth or rank has followed yet
    before: Column | None = None
    for column in found.figures:
        if before and column.group != before.group:
            levels, run, before = [], 0, None
        heading = column.heading
        moment = _own_moment(heading, said, totals)
        if (
            parts and moment.when.first and not (moment.when.part or moment.when.kind)
        ):  # 2024年1-5月 | 2023年
            moment = replace(moment, when=replace(moment.when, kind="year"))
        if moment.when.kind == "same" and not moment.when.part:
            moment = _same_months(moment, levels, said)
        if heading.kind in _LEVELS:
            run = len(levels) if before and before.heading.kind in _ENDS_A_RUN else run
            levels.append(moment)
        elif heading.when.said:
            moment = _beside_level(heading, moment, levels)
        elif heading.kind != "annual":
            moment = _of_level(heading, moment, levels, run, said)
        if heading.kind == "completion":
            moment = replace(moment, status="actual", annual=False)
        moments[column.place] = moment
        before = column
    return moments


def _same_months(own: Moment, levels: list[Moment], said: Context) -> Moment:
    """上年同期 is the months of the level to its left, a year before."""
    this_year = [level for level in levels if level.when.kind not in ("last", "same")]
    if not this_year or this_year[-1].status == "target":
        return own
    part = times.part(this_year[-1].when, said.base)
    return replace(own, when=replace(own.when, part=part)) if part else own


def _beside_level(heading: Heading, own: Moment, levels: list[Moment]) -> Moment:
    """A growth below the same year as a level has its status: 2025年 over 目标 and 增长%."""
    beside = next((level for level in reversed(levels) if level.when == own.when), None)
    if beside is None or heading.status:
        return own
    return replace(own, status=beside.status, annual=beside.annual)


def _own_moment(heading: Heading, said: Context, totals: bool) -> Moment:
    when = heading.when
    if said.cumulative and when.part[:1] == "M" and "-" not in when.part and not when.kind:
        when = replace(when, kind="total")
    if when.kind == "issue":
        # 本期 beside 本年累计 is the month or the quarter; alone it is what the table is for.
        when = replace(
            when, kind=("quarter" if said.quarterly_issue else "month") if totals else ""
        )
    status, vintage = heading.status, heading.vintage
    if status is None:
        status, vintage = _status(when, said), said.vintage
    # A target that says no part of the year is for all of it, unless the whole table is about targets.
    return Moment(when, status, vintage, annual=status == "target" and said.status != "target")


def _of_level(
    heading: Heading, own: Moment, levels: list[Moment], run: int, said: Context
) -> Moment:
    """What a growth, a share … without a time of its own speaks for."""
    of = _newest(levels[run:], said)
    actual = _newest([level for level in levels if level.status != "target"], said)
    if (
        of
        and of.status == "target"
        and actual
        and (
            heading.kind in _OF_WHAT_IS
            or (heading.same_year and _year(actual, said) >= _year(of, said))
        )
    ):
        of = actual
    if of is None or (heading.kind == "completion" and of.status == "target"):
        return own
    return replace(of, status=heading.status or of.status)


def _newest(levels: list[Moment], said: Context) -> Moment | None:
    return max(reversed(levels), key=lambda level: _year(level, said), default=None)


def _year(moment: Moment, said: Context) -> str:
    return times.code(moment.when, said.base, annual=moment.annual)[:4]


def _status(when: When, said: Context) -> Status:
    """The status of a column or row that does not say it."""
    year = when.last or said.base.last
    if said.plan and when.first:
        return "target" if year >= said.plan[0] else "actual"
    if (
        said.status
        and (not when.first or when.first == said.base.first)
        and when.kind not in ("last", "same")
    ):
        return said.status
    if said.reviewed and (when.first or said.future):
        return "target" if year > said.reviewed else "actual"
    return "actual"


def _years_between(found: Columns) -> tuple[int, int] | None:
    """The years from the first to the last that the columns are for: 2025年 | 2030年 | 年均增速 is about 2026-2030."""
    years = sorted(
        {column.heading.when.first for column in found.figures if column.heading.when.first}
    )
    return (years[0] + 1, years[-1]) if len(years) > 1 else None


# ---- What figures measure --------------------------------------------------------------------------------------------


def _is_open(heading: Heading, label: Label, figure: Figure, name: str, row_unit: str) -> bool:
    """Whether the table leaves open what a figure is: a change in points or percent, a rate or an amount."""
    if heading.kind == "open":
        return not (figure.unit or texts.is_percent(row_unit))
    if heading.unit or figure.unit:
        return heading.kind == "points" and texts.is_percent(figure.unit or heading.unit)
    if heading.kind == "points":
        return not (label.nature or labels.is_share(name) or texts.is_percent(row_unit))
    return heading.kind == "growth" and abs(figure.value) >= _WILDEST_GROWTH


def _measure(
    heading: Heading, label: Label, figure: Figure, name: str, row_unit: str, table_unit: str
) -> tuple[Measure, str]:
    """What a figure measures and in which unit: its cell decides, then its column, then its row."""
    kind = heading.kind
    if figure.measure:
        return figure.measure, figure.unit
    if kind == "rank" or label.nature == "rank":
        return "rank", figure.unit
    if (
        kind == "points"
        or figure.unit == "个百分点"
        or (figure.whole_plan and labels.is_share(name))
    ):
        return "pp", "个百分点"
    if kind == "annual" and not figure.whole_plan:
        return "cagr", "%"
    if kind == "growth":
        if figure.unit == "倍":
            return "multiple", "倍"
        of_rate = (
            texts.is_percent(row_unit)
            or row_unit == "个百分点"
            or label.nature in ("growth", "annual", "points")
        )
        return ("pp", "个百分点") if of_rate and figure.unit != "%" else ("yoy", figure.unit or "%")
    if kind in ("completion", "of_last_year", "share"):
        return "ratio", figure.unit or "%"
    if kind == "change":
        return "level", figure.unit or heading.unit or row_unit or table_unit
    of_column = (
        heading.unit if not figure.whole_plan else ""
    )  # 年均增速（%） beside a sum over the plan
    unit = figure.unit or (
        of_column if texts.is_percent(of_column) else row_unit or of_column or table_unit
    )
    if texts.is_percent(unit):
        if labels.is_share(name) and label.nature != "growth":
            return "ratio", unit
        return ("cagr" if label.nature == "annual" and heading.status == "target" else "yoy"), unit
    if unit == "个百分点":
        return "pp", unit
    return ("multiple" if unit == "倍" else "level"), unit
