"""From the rows and columns of a table to observations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import reduce
from itertools import chain
from typing import NamedTuple

from briefing import lazy as re
from briefing.extraction import areas
from briefing.extraction.lexicon import Lexicon
from briefing.extraction.tables import (
    blocks,
    changes,
    columns,
    context,
    dated,
    labels,
    layout,
    measures,
    moments,
    parents,
    texts,
    times,
    unmarked,
    unread,
    words,
)
from briefing.extraction.tables.blocks import Block
from briefing.extraction.tables.columns import BALANCE, CHAIN, LEVELS, Column, Heading
from briefing.extraction.tables.dated import Dated
from briefing.extraction.tables.dictionary import Dictionary
from briefing.extraction.tables.grid import Grid, Row
from briefing.extraction.tables.labels import NAMES_APART, Label, Named, Namer
from briefing.extraction.tables.layout import Columns
from briefing.extraction.tables.moments import Moment
from briefing.extraction.tables.texts import Figure
from briefing.extraction.tables.times import When
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
_WITH_OTHERS = re.compile(r"[（(](?:不?含|包括)[^（）()]*[)）]$")  # 高新区（含托管乡镇）
_ALL_OF = re.compile(r"全[国省市区县州盟旗]")
_DEBT = re.compile("(?P<whose>(?:地方)?政府)债务")
_LEAST_NAME = 4
_SUM = re.compile(rf"(?<=..){NAMES_APART}" + words.any_of("totals") + "$|(?<=收入|支出)[小总]计$")
_YEAR_END = re.compile(r"^(?:[当本上]?年末|年底)")
_CODE = re.compile(r"\d{3}(?:\d\d){0,3}")  # of a budget's subjects: 201, 20101, 2010101
_QUOTE = 400  # characters of a row that are still read as one; a wider row is quoted from its name to the figure, or the figure alone
_LONGEST_NAME = 60
_SAMPLE = 40  # rows by which a column of changes is read
_WHOLE = frozenset(words.of("whole"))
_TOTALS = words.of("totals")
_OWN = frozenset(words.of("own_area"))
_SCOPES = frozenset(words.of("scopes"))
_UNLABELLED = Label("")
_OF_ITS_OWN = ("change", "of_last_year", "share")  # not the indicator's own figure
_STATES: dict[str, tuple[Status, Vintage | None]] = words.index(
    {
        ("target", None): "target",
        ("actual", "final"): "final",
        ("actual", None): "actual preliminary",
        ("estimate", None): "estimate",
    }
)


class Subject(NamedTuple):
    """What a row is about, in one of its groups of columns."""

    named: Named
    indicator: str | None
    unit: str = ""  # of the row it stands under by its number, indent or code


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
    dictionary: Dictionary | None = None,
) -> tuple[list[Observation], Columns | None]:
    """A grid's observations, and its last columns.

    before: the columns of the table before it, for one that goes on without a header. missed: takes why cells gave none, by their start.
    """
    found: list[Observation] = []
    missed = {} if missed is None else missed
    units = dictionary or Dictionary(document.reading)
    last = before
    for block in chain.from_iterable(map(blocks.panels, blocks.continued(grid))):
        if block.header:
            last = layout.read_columns(block, grid.columns)
        elif last is not None:
            last = replace(last, named_by={})
        missed.update(unread.of_header(block.header))
        if last is not None and last.figures:
            found += Reader(document, grid, block, last, lexicon, missed, units).read()
        elif block.header:
            reason = unread.FOREIGN if last is None else unread.NOT_FIGURES
            counts = {c.place for c in last.by_place.values() if c.role == "index"} if last else ()
            missed.update(
                (cell.start, unread.COUNTS if cell.column in counts else reason)
                for row in block.body
                for cell in row
            )
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
        dictionary: Dictionary,
    ) -> None:
        self.missed = missed
        self.dictionary = dictionary
        self.document = document
        self.real = not grid.end
        self.block = block
        self.columns = found
        self.lexicon = lexicon
        self.context = context.context(document, grid.section, block.lines, block.notes)
        self.index = self.context.index or any(
            column.heading.kind == "index" for column in found.figures
        )
        self.word = labels.read(block.word).name
        self.area = self._own(document.area, self.context.area)
        self.own_area = self.context.level or self.area
        self.titled = self._titled(self.context.subject)
        about = self.context.about
        self.told = self._titled(about if about and len(about.name) >= _LEAST_NAME else None)
        changes.settle(found, block.body)
        self.path = grid.section.path if grid.section else ()
        self.span = self.context.span or moments.years_between(found)
        self.moments = moments.of_columns(found, self.context)
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
        self.falls = any(texts.falls(cell.text) for row in block.body for cell in row)
        heads = (cell for row in block.header for cell in row)
        # Columns over which the code of one subject is spread.
        self.codes = {
            c.column: "类款项".index(c.text) for c in heads if c.text in ("类", "款", "项")
        }
        self.codes = self.codes if len(self.codes) > 1 else {}
        self.first_unit = ""
        self.summed = False  # one of its rows is the sum of the others
        self.units: dict[int, str] = {}  # by column, that hold up to the next one in it
        self.namers = [Namer(self.context.amounts) for _ in found.groups]

    def _own(self, of_document: str, titled: str) -> str:
        """The area of the table: its title's where the document's stands among those of its rows."""
        rows = {
            texts.label(cell.text)
            for row in self.block.body[:_SAMPLE]
            for cell in row
            if cell.column == self.columns.area
        }
        if of_document in rows and titled not in rows and len(rows) > 1:
            return titled
        return of_document or titled

    def read(self) -> list[Observation]:
        found: list[Observation] = []
        lines = list(self._lines())
        self.first_unit = _first_unit(lines)
        self.summed = any(s.named.label.total for line in lines for s in line.subjects.values())
        self._tell_apart(lines)
        for line in lines:
            self._figures(line, found)
        return found

    def _lines(self) -> Iterator[Line]:
        """The rows with what holds for all their figures."""
        area = ""
        whens: dict[int, When] = {}  # what columns of times say, up to here
        self.sort = ""
        if self.columns.area < 0 and not self.columns.times and not self.context.amounts:
            for group, namer in enumerate(self.namers):
                namer.unmarked = self._unmarked(group)
        for row in self.block.body:
            line = Line(row, min(cell.start for cell in row), max(cell.end for cell in row))
            for cell in row:
                if cell.column == self.columns.area:
                    area = _WITH_OTHERS.sub("", labels.read(cell.text).name)
                elif cell.column in self.columns.times:
                    whens[cell.column] = times.in_column(
                        texts.label(cell.text), self.columns.times[cell.column]
                    )
                elif cell.column in self.columns.sorts:
                    self.sort = "" if labels.is_total(cell.text) else labels.read(cell.text).name
                elif cell.column == self.columns.state:
                    line.state = texts.plain(texts.label(cell.text))
            line.area, line.when = area, reduce(times.together, whens.values(), None)
            self._name(line)
            yield line

    def _unmarked(self, group: int) -> set[int]:
        """Where the cells begin that name parts of a row above them, though nothing marks them."""
        places = self.columns.groups[group]
        figures = [column for column in self.columns.figures if column.group == group]
        unit_at = figures[0].unit_at if figures else -1
        at = {column.place for column in figures}
        cells: list[Cell] = []
        said: list[unmarked.Said] = []
        for row in self.block.body:
            cell = next((c for c in row if c.column == places[-1]), None)
            if cell is None:
                continue
            label = labels.read(cell.text)
            unit = label.unit or next(
                (texts.first_unit(c.text) for c in row if c.column == unit_at), ""
            )
            cells.append(cell)
            said.append(unmarked.Said(label, unit, any(c.column in at for c in row)))
        bare = not self.context.unit and not any(
            column.heading.unit for column in figures if column.heading.kind in LEVELS
        )
        named = sum(bool(one.label.unit) for one in said) > 1
        found = unmarked.parts(said, by_unit=bare and unit_at < 0 and named)
        return {cells[n].start for n in found}

    def _date(self, rows: Sequence[Line], group: int) -> None:
        """Take the times of rows that say their own off their names; the parts below a row have its time."""
        of_group = [column for column in self.columns.figures if column.group == group]
        for line in rows:
            subject = line.subjects[group]
            if found := dated.read(subject.named.name, of_group):
                line.dated[group] = found
                line.subjects[group] = Subject(
                    subject.named._replace(name=found.name), self._resolve(found.name)
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
        if self.columns.area >= 0 or self.columns.times:
            return
        for group in range(len(self.namers)):
            rows = [line for line in lines if group in line.subjects]
            self._date(rows, group)
            adding = self._adding_column(rows, group)
            places = [
                parents.Place(
                    self._of_fund(line.subjects[group].named.name, bare=True),
                    self._rank(line, group),
                    _value_at(line, adding),
                    line.subjects[group].named.label.among,
                    _is_plain(line.subjects[group]),
                )
                for line in rows
            ]
            for line, above in zip(rows, parents.by_rank(places), strict=True):
                upper = rows[above].subjects[group] if above >= 0 else None
                if upper:
                    unit = upper.named.label.unit or upper.unit
                    line.subjects[group] = line.subjects[group]._replace(unit=unit)
            for line, name in zip(rows, parents.full_names(places), strict=True):
                subject = line.subjects[group]
                name = self._of_fund(name)
                if self.word and self.word not in name:
                    name = f"{self.word}{NAMES_APART}{name}"
                if name != subject.named.name:
                    line.subjects[group] = subject._replace(
                        named=subject.named._replace(name=name),
                        indicator=self.lexicon.resolve(name),
                    )

    def _rank(self, line: Line, group: int) -> float:
        """How deep a row stands: by its code, else its numbering, else its indent."""
        coded = [self.codes[cell.column] for cell in line.cells if cell.column in self.codes]
        if coded:
            return max(coded) / 10
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
            if column.group == group and column.heading.kind in LEVELS
        }
        held = Counter(cell.column for line in rows for cell in line.cells if cell.column in places)
        return held.most_common(1)[0][0] if held else -1

    def _name(self, line: Line) -> None:
        """Find what a row is about, for each group of columns."""
        by_group: dict[int, list[Cell]] = {}
        for cell in line.cells:
            if (group := self.group_of.get(cell.column)) is not None:
                by_group.setdefault(group, []).append(cell)
        for cell in line.cells:  # 合计 may stand in a column of codes or of what sorts the names
            if (group := self._group_beside(cell)) is not None and labels.is_total(cell.text):
                by_group.setdefault(group, [cell])
        figures = any(self._holds_figure(cell) for cell in line.cells)
        for group, cells in by_group.items():
            alone = not figures and len(by_group) == 1
            named = self.namers[group].name(cells, alone=alone)
            if named and named.label.total and self.sort and named.name == named.label.name:
                named = named._replace(name=f"{self.sort}{NAMES_APART}{named.name}")
            if named and named.parent and _LEVEL_FIRST.fullmatch(named.label.name):
                line.area = named.label.name  # 其中：市本级 is of the same thing
                bare = _ALL_OF.sub("", named.parent.name, count=1)
                named = named._replace(name=bare, anchor=None)
            if named and any(character.isalpha() for character in named.name):
                line.subjects[group] = self._subject(named)

    def _holds_figure(self, cell: Cell) -> bool:
        """Whether a cell stands where figures do, or says what another column asks for."""
        column = self.columns.by_place.get(cell.column)
        return column is not None and column.role not in ("name", "index", "")

    def _group_beside(self, cell: Cell) -> int | None:
        """The group whose names stand to the right of a column of codes or of sorts."""
        column = self.columns.by_place.get(cell.column)
        if cell.column in self.group_of or column is None or column.role not in ("index", "name"):
            return None
        right = (n for n, places in enumerate(self.columns.groups) if places[-1] > cell.column)
        return next(right, None)

    def _subject(self, named: Named) -> Subject:
        indicator = next(filter(None, map(self._resolve, named.names)), None)
        if indicator is None and (indicator := self.lexicon.resolve(named.name_under_heading)):
            named = named._replace(
                name=named.name_under_heading,
                anchor=named.heading[1] if named.heading else None,
            )
        return Subject(named, indicator)

    def _resolve(self, name: str) -> str | None:
        """The indicator of a name; its sum is the whole: 政府债务余额—合计."""
        bare = _YEAR_END.sub("", _SUM.sub("", name)) if name.endswith(BALANCE) else name
        return self.lexicon.resolve(_SUM.sub("", bare))

    def _titled(self, label: Label | None) -> Subject | None:
        return (
            Subject(Named(label, label.name), self.lexicon.resolve(label.name)) if label else None
        )

    def _figures(self, line: Line, found: list[Observation]) -> None:
        """Append what a row says."""
        by_place = self.columns.by_place
        units = dict(self.units)
        for cell in line.cells:
            column = by_place.get(cell.column)
            if column and column.role == "unit":
                units[cell.column] = texts.first_unit(cell.text)
                if column.heading.role != "unit":  # （所） beside a name holds for its parts below
                    self.units[cell.column] = units[cell.column]
        for cell in line.cells:
            column = by_place.get(cell.column)
            if column is None:
                continue
            if column.role != "value":
                counts = column.role in ("index", "name", "area", "time", "unit")
                self.missed[cell.start] = unread.COUNTS if counts else unread.NOT_FIGURES
                continue
            if reason := self._unclear(cell.text):
                self.missed[cell.start] = reason
                continue
            unit = units.get(column.unit_at, "")
            for figure in texts.figures(cell.text):
                made = self._observation(line, cell, column, figure, unit)
                if isinstance(made, str):
                    self.missed[cell.start] = made
                else:
                    found.append(made)

    def _unclear(self, text: str) -> str:
        """Why nobody can tell what number a cell means; "" where it is clear."""
        if texts.run_together(text):
            return unread.RUN_TOGETHER
        return unread.EITHER_WAY if texts.either_way(text) and not self.falls else ""

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
        elif (scope := _ALL_OF.match(name)) and len(name) > _LEAST_NAME:
            name, area, whole = self._scoped(name, scope[0])
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
        side = self.columns.sides[column.group] if len(self.namers) > 1 else ""
        if side and subject and subject.named.label.total:  # 总计 beside that of what is spent
            of = f"（{heading.name}）" if heading.name not in ("", side, *_TOTALS) else ""
            heading = heading._replace(name=f"{side}{subject.named.label.name}{of}")
        if heading.name in _TOTALS and subject:  # the sum of the columns beside it is the row's own
            heading = heading._replace(name="")
        if not heading.name and (nameless or (subject and subject.named.label.total)):
            # A row for each area, or their sum, of what the title names.
            subject = self.titled or (subject and self._total(subject)) or self.told
        if heading.name in _TOTALS:
            heading = heading._replace(name=self._about(heading.name))
        label = subject.named.label if subject else _UNLABELLED
        if subject is self.titled and heading.kind not in LEVELS:
            label = label._replace(nature="", unit="")  # the column says what of it
        row_unit = unit_beside or label.unit or self._unit_above(subject, heading)
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
        told = self._told(name, heading, subject, indicator)
        if told != name:
            name, indicator = told, self._resolve(told)
        return Said(heading, label, subject, name, indicator, sure, row_unit)

    def _told(
        self, name: str, heading: Heading, subject: Subject | None, indicator: str | None
    ) -> str:
        """A figure's name with what the title and the column's head say of it."""
        if (whole := self._of_whole(name)) != name:
            name = whole
        elif subject and not (heading.name or subject is self.titled):
            name = self._of_title(name, subject.named.label, indicator)
        balance = heading.text.endswith(BALANCE) and heading.kind in LEVELS
        name = name + BALANCE if balance and BALANCE not in name else name
        return name if indicator else self._in_full(name)

    def _of_whole(self, name: str) -> str:
        """食品类 in a table of 居民消费价格指数, 第一产业 in one of 地区生产总值构成: named by the title."""
        about = self.context.about
        if not about or labels.is_of_a_whole(name) or not labels.is_of_a_whole(about.name):
            return name
        if labels.is_structure(about.name) and not texts.is_percent(self.context.unit or "%"):
            return name  # 债务期限结构 in 亿元
        return labels.merged(name, about.name)

    def _in_full(self, name: str) -> str:
        """债务余额 in a table of 地方政府债务: as the title says it."""
        about = self.context.about
        debt = _DEBT.search(about.name) if about and name.startswith("债务") else None
        return f"{debt['whose']}{name}" if debt else name

    def _of_title(self, name: str, label: Label, indicator: str | None) -> str:
        """金融业 in a table of nothing but how 固定资产投资 grew, 第一产业 beside its 总计: of what stands in the title alone."""
        about = self.context.subject
        if about is None or labels.has_noun(name) or labels.is_share(name):
            return name
        grew = not indicator and all(c.heading.kind == "growth" for c in self.columns.figures)
        part = self.summed and label.is_partial and name == label.name
        return labels.joined(about.name, name) if grew or part else name

    def _unit_above(self, subject: Subject | None, heading: Heading) -> str:
        """第一产业 below 地区生产总值（亿元） has its unit, where nothing else gives one."""
        if subject is None or heading.unit or heading.kind not in LEVELS:
            return ""
        parent = subject.named.parent
        unit = parent.unit if parent and parent.unit else ""
        if not unit and not labels.is_index(subject.named.name) and not self.context.units:
            unit = subject.unit
        if not (unit or self.context.units or labels.is_counted(subject.named.name)):
            unit = self.first_unit
        return "" if self.context.unit and not texts.is_percent(unit) else unit

    def _measured(self, said: Said, figure: Figure, line: Line) -> tuple[Measure, str]:
        heading, label, name = said.heading, said.label, said.name
        table_unit = self._table_unit(heading, name)
        measure, unit = measures.measure_of(heading, label, figure, name, said.row_unit, table_unit)
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
        if measures.is_open(said.heading, said.label, figure, said.name, said.row_unit):
            return unread.OPEN
        bare = measure == "level" and not unit and not labels.stands_alone(said.name)
        return unread.NO_UNIT if bare and not self.real else ""

    def _indicator(self, said: Said, whole: bool, measure: Measure, unit: str) -> str | None:
        """The canonical id, for a figure of the whole area and the indicator's own."""
        heading = said.heading
        own = whole and heading.kind not in _OF_ITS_OWN
        own = own and heading.text != CHAIN and "序" not in heading.text
        if not said.indicator or not own or self.context.own_level:
            return None
        return said.indicator if self.lexicon.fits(said.indicator, measure, unit) else None

    def _confidence(self, said: Said, measure: Measure, unit: str) -> float:
        if not said.sure or not (unit or measure != "level" or self.index):
            return _INFERRED
        return _SAID if self.context.sure else _DATED_BY_DOCUMENT

    def _scoped(self, name: str, scope: str) -> tuple[str, str, bool]:
        """Name, area and whether that is the document's, of 全市一般公共预算收入."""
        if scope[-1] == self.area[-1:] or not (self.area or scope == "全国"):
            return name.removeprefix(scope), self.area, True
        return name, scope, False

    def _head(self, column: Column, subject: Subject | None) -> Cell | None:
        """The cell that names a figure, where it does not stand in its row."""
        anchor = subject.named.anchor if subject else None
        return self.columns.named_by.get(column.place) or anchor

    def _about(self, name: str) -> str:
        """合计 of what the title is about."""
        about = self.context.about
        return f"{about.name}{NAMES_APART}{name}" if about else name

    def _of_fund(self, name: str, *, bare: bool = False) -> str:
        """财政补贴收入 of the fund that the title names. bare: 收入 and 支出 alone."""
        about = self.context.about
        generic = name in parents.GENERIC or (name[:2] == "本年" and labels.is_total(name))
        if not about or "基金" not in about.name or not (labels.is_noun(name) if bare else generic):
            return name
        return f"{about.name}{NAMES_APART}{name}"

    def _total(self, subject: Subject) -> Subject:
        """A row named 合计 and nothing else, of what the title is about."""
        named, about = subject.named, self.context.about
        if named.name != named.label.name or about is None:
            return subject
        return subject._replace(named=named._replace(name=f"{about.name}{NAMES_APART}{named.name}"))

    def _table_unit(self, heading: Heading, name: str) -> str:
        """The unit above the table, for what can have it: an index has none, and 年限 is no money."""
        unit, listed = self.context.unit, self.context.units
        if len(listed) > 1 and (not unit or labels.is_share(heading.name or name)):
            said = (heading.name, name.split(NAMES_APART)[0], name)
            return next(filter(None, (labels.unit_among(listed, one) for one in said)), unit)
        if not unit and not heading.unit and self.real:
            return self.dictionary.unit(heading.name or name)
        alone = heading.name or name
        if (
            self.index
            or labels.is_index(name)
            or (labels.stands_alone(alone) and not labels.is_share(alone))
            or (unit.endswith("元") and labels.is_counted(heading.name or name))
        ):
            return ""
        return unit

    def _of_column(
        self, heading: Heading, subject: Subject | None, has_unit: bool
    ) -> tuple[str, str | None, bool]:
        """Name and canonical id of a figure whose column names an indicator, and whether the table says them plainly."""
        indicator = self._resolve(heading.name)
        if subject is None:
            return heading.name, indicator, True
        about = self.context.about
        if subject.named.label.total and not (heading.among and about):
            if about and about.name.endswith("项目") and not indicator:  # 合计 | 总投资
                name = labels.merged(about.name, heading.name)
                return name, self._resolve(name), True
            return heading.name, indicator, True
        if not has_unit and not indicator:
            return "", None, False
        total = subject.named.label.total
        name = self._total(subject).named.name if total else subject.named.name
        has_noun = labels.has_noun(name)
        if (
            has_noun and labels.is_noun(heading.name) and name[-1:] == heading.name[-1:]
        ):  # 发电量 | 产量
            return name, subject.indicator, False
        if heading.name in name:
            return name, subject.indicator, False
        if has_noun or labels.is_total(name) or not labels.has_noun(heading.name):
            return f"{name}（{heading.name}）", None, False
        if heading.name.endswith(_TOTALS):
            return f"{name}{NAMES_APART}{heading.name}", None, False
        return labels.merged(name, heading.name), None, False  # 轻工业 | 工业总产值

    def _is_rate(
        self, heading: Heading, label: Label, name: str, row_unit: str, line: Line
    ) -> bool:
        """Whether a figure is a growth that neither its column nor its row calls one, as the row has no level at all.

        固定资产投资 | 亿元 | — | 10.3 | 目标 5.5 aims at a growth of 5.5 %; 单位GDP能耗 | % | 同比 -3.1 fell by 3.1 %.
        """
        aims = (
            heading.status == "target"
            and heading.kind in LEVELS
            and row_unit != ""
            and not texts.is_percent(row_unit)
        )
        change = (
            heading.kind == "growth"
            and texts.is_percent(row_unit)
            and not label.nature
            and not labels.is_share(name)
            and not labels.is_index(name)
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
                    (column.heading.kind in LEVELS, self.moments[column.place].status == "target")
                )
        return frozenset(kinds)

    def _area(self, heading: Heading, line: Line) -> tuple[str, bool]:
        """The area of a figure, and whether it is a whole one, whose figures bear canonical ids."""
        own = self.area
        for said in (heading.area, line.area):
            if not said or said in _OWN:
                continue
            bare = said.removesuffix("合计").removesuffix("总计")
            if (own and own == bare) or (said in _WHOLE and areas.own(own, said)):
                return own or said, bool(own) or not self.several
            if said in _WHOLE or said in _SCOPES or said.endswith(("本级", "小计", "合计")):
                return said, False
            return said, (self.peers or said == heading.area) and not columns.is_part(said)
        return self.own_area, True

    def _is_district(self, row: Row) -> bool:
        text = next(
            (labels.read(cell.text).name for cell in row if cell.column == self.columns.area), ""
        )
        return text.endswith(("区", "县", "市", "旗", "省", "州", "盟")) and not columns.is_part(
            text
        )

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
        of_name = next((w for n, w in self.context.marks.names if n in label.name), None)
        if not (line.when or line.state or label.marks or of_plan or own_time or of_name):
            return self.periods[column.place], moment
        said = self.context
        if line.state in _STATES:
            status, vintage = _STATES[line.state]
            moment = moment._replace(status=status, vintage=vintage)
        marks = said.marks
        if any(mark in marks.estimated for mark in label.marks):
            moment = moment._replace(status="estimate")
        if of_plan and self.span:
            ahead = said.plan is not None or 0 < said.reviewed < self.span[1]
            return f"{self.span[0]}-{self.span[1]}", moment._replace(
                status="target" if ahead else moment.status
            )
        when = moment.when
        of_row = own_time.when if own_time else line.when
        if of_row and of_row.said:
            when = times.joined(when, of_row)
            if own_time and own_time.status and not column.heading.status:
                moment = moment._replace(status=own_time.status)
            elif not column.heading.status and not said.status:
                moment = moment._replace(status=moments.status_of(of_row, said))
        if moment.status != "actual":
            return self._code(when, moment), moment
        own = next((time for mark, time in marks.times if mark in label.marks), of_name)
        when = when._replace(part=own.part) if own else when
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


def _first_unit(lines: Sequence[Line]) -> str:
    """消费品零售额（亿元） above rows that give no unit: an amount's, where the first row alone gives one."""
    said = [subject.named.label for line in lines for subject in line.subjects.values()]
    units = [label.unit for label in said if label.unit]
    first = units[0] if len(units) == 1 and said[0].unit else ""
    return first if first.endswith("元") else ""


def _is_plain(subject: Subject) -> bool:
    """Whether a row's name says alone what it is."""
    named = subject.named
    return bool(subject.indicator) or named.label.is_partial or labels.has_noun(named.name)


def _changed(said: Said, figure: Figure, measure: Measure) -> tuple[str, Decimal]:
    """Name and value of a change or a share: “…增加” is unsigned, what falls is negative."""
    name, value, heading = said.name, figure.value, said.heading
    if said.label.falling and measure in ("yoy", "cagr", "pp") and not figure.measure:
        value = -abs(value)
    if heading.kind == "change" and measure == "level":
        return name + ("减少" if value < 0 else "增加"), abs(value)
    if heading.kind in ("completion", "of_last_year", "share") and measure == "ratio":
        return name + heading.text.rstrip("的"), value
    if heading.text == CHAIN and measure in ("yoy", "pp") and CHAIN not in name:
        return name + CHAIN, value
    if heading.kind == "index" and heading.text:
        return f"{name}（{heading.text}）", value
    return name, value


def _value_at(line: Line, place: int) -> Decimal | None:
    figures = next((texts.figures(c.text) for c in line.cells if c.column == place), ())
    return figures[0].value if len(figures) == 1 else None
