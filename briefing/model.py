"""The nouns of the project: frozen dataclasses and nothing else.

Names follow SDMX where it has one (observation, reference area, time period, measure). Offsets named `start` and `end`
are half-open. Every figure is a `Decimal` whose digits are those of the source: 56.70 is not 56.7.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Literal, get_args

from briefing.amounts import PLACES, TIMES, Amount, Bound
from briefing.making import quickly_made

Measure = Literal["level", "yoy", "cagr", "ratio", "pp", "rank", "multiple"]
Status = Literal["actual", "estimate", "target"]
Vintage = Literal["final", "preliminary"]
# How far a project is. preparing: 前期 (land, clearance, design, permits), before anything is built.
Stage = Literal["reserved", "preparing", "signed", "started", "building", "completed"]
STAGES: tuple[Stage, ...] = get_args(Stage)  # from the first to the last
ProjectLevel = Literal["", "省级", "市级", "区级"]  # "" where no text says it
ProjectClass = Literal["", "续建", "新建", "储备"]
Severity = Literal["high", "medium", "low"]
Audience = Literal["internal", "leader", "department", "public"]
# What a completion rate or a distance is measured against: 年初人代会计划, 预算, 调整预算, 全年目标 (任务, 指标).
Against = Literal["", "plan", "budget", "adjusted", "target"]
Nature = Literal["", "预期性", "约束性"]
VerdictKind = Literal["met", "missed", "no_actual", "not_comparable"]
Basis = Literal["", "final", "preliminary", "estimate", "derived"]
# Why a target has no verdict: nothing is known of it; more of it is not better; the figure is in another measure; the target is nought;
# the figure is only a bound; the figure is of another scope; a person must say whether the figure answers the target.
Doubt = Literal["", "no_actual", "neither", "measure", "zero", "bound", "scope", "match"]
DocumentKind = Literal[
    "work_report",  # 政府工作报告
    "plan_report",  # 国民经济和社会发展计划执行情况与计划草案的报告
    "budget_report",  # 财政预算执行情况和预算草案的报告
    "five_year_plan",  # 规划纲要
    "opinion",  # 实施意见, 措施, 方案
    "notice",  # 通知
    "appointments",  # 任免
    "table",  # 统计表
    "communique",  # 统计公报
    "ledger",  # 重点项目台账
    "other",
]
Part = Literal["review", "tasks", "outlook", "other"]
# Measures whose figures count what their name says, whatever unit the text has beside them.
_UNITS: dict[Measure, str] = {"rank": PLACES, "multiple": TIMES}
Light = Literal["green", "yellow", "red"]
Pace = Literal["ahead", "on_track", "behind", "not_rated"]

# White space and the converter's marks: what the contract of extraction leaves out of a quote.
SQUEEZED_OUT = re.compile(r"\s+|\[(?:bookmark|image):[^\[\]]*\]")


# Between the cells of a table's row in `Source.sentence`; the quote has none.
CELL_BREAK = "｜"


def row_of(cells: Iterable[str]) -> str:
    """A table's row as a sentence: its cells squeezed, a bar between them."""
    return CELL_BREAK.join(text for cell in cells if (text := squeeze(cell)))


def squeeze(text: str) -> str:
    """The text without white space and without `[bookmark: …]` and `[image: …]` marks."""
    return (
        SQUEEZED_OUT.sub("", text) if "[" in text else "".join(text.split())
    )  # few texts have a mark


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """From offsets in a cleaned text to offsets in the reader's text.

    Piecewise: clean offset `clean[i] + k` came from `original[i] + k` up to the next piece. Cleaning only removes
    characters, puts one in (a piece of length one) or replaces one by one, so a piece is a straight copy.
    """

    clean: tuple[int, ...]
    original: tuple[int, ...]

    def at(self, offset: int) -> int:
        """The place in the reader's text of the character at this place in the cleaned text."""
        i = bisect_right(self.clean, offset) - 1
        return self.original[i] + offset - self.clean[i]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span in the reader's text of a half-open, non-empty span in the cleaned text."""
        clean, i = self.clean, bisect_right(self.clean, start)
        moved = self.original[i - 1] - clean[i - 1]
        if i == len(clean) or end <= clean[i]:  # in one piece, as most are
            return start + moved, end + moved
        return start + moved, self.at(end - 1) + 1

    def cut(self, text: str, start: int, end: int) -> str:
        """What the reader's text has of a span of the cleaned text, without what cleaning took out of its midst: a page's header."""
        i = bisect_right(self.clean, start) - 1
        if i + 1 == len(self.clean) or end <= self.clean[i + 1]:  # in one piece, as most are
            moved = self.original[i] - self.clean[i]
            return text[start + moved : end + moved]
        parts, last = [], 0
        while start < end:
            stop = min(end, self.clean[i + 1]) if i + 1 < len(self.clean) else end
            moved = self.original[i] - self.clean[i]
            parts.append(text[max(last, start + moved) : stop + moved])
            start, last, i = stop, max(last, stop + moved), i + 1
        return "".join(parts)

    def clean_at(self, offset: int) -> int:
        """The first place in the cleaned text that came from this place of the reader's text or from a later one."""
        i = max(0, bisect_right(self.original, offset) - 1)
        place = self.clean[i] + max(0, offset - self.original[i])
        return min(place, self.clean[i + 1]) if i + 1 < len(self.clean) else place


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, as a reader saw it. A merged cell stands once, with its spans; an empty one does not stand at all."""

    text: str
    start: int  # in the reader's text
    end: int
    row: int  # from 0
    column: int  # from 0
    row_span: int = 1
    column_span: int = 1
    place: str = ""  # "Sheet1!B7", "page 3", "表1 R2C3"


@dataclass(frozen=True, slots=True)
class Table:
    """A real table of a docx, xlsx, html or pdf, in reading order. Rows and columns that were hidden say so."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    start: int  # in the reader's text
    end: int
    title: str = ""  # the caption: the line above, or the sheet's name
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of one file: the plain text every offset refers to, its tables and its places."""

    file: str  # the file's name, without its folder
    sha256: str  # of the file's bytes
    format: str  # "txt", "docx", …
    text: str  # as decoded, without its BOM, before any cleaning
    tables: tuple[Table, ...] = ()
    places: tuple[tuple[int, str], ...] = ()  # (offset from which it holds, "page 3"), sorted
    warnings: tuple[str, ...] = ()  # Chinese, without the file's name
    headings: tuple[
        tuple[int, int], ...
    ] = ()  # (offset, level from 1) of the paragraphs the file itself marks as headings, sorted
    # Of the lines of a printed page: (offset, what the page says of it, see `sources.columns`), sorted.
    printed: tuple[tuple[int, int], ...] = ()
    # (start, end, how sure the recogniser is) of text that was read off a picture, sorted.
    recognised: tuple[tuple[int, int, float], ...] = ()

    def sureness(self, offset: int) -> float:
        """1 for text that is in the file; less for what was read off a picture."""
        found = (sure for start, end, sure in self.recognised if start <= offset < end)
        return next(found, 1.0)

    def place(self, offset: int) -> str:
        """Where an offset stands in the file as a person would say it, or "" where the format has no such places."""
        if not self.places:
            return ""
        i = bisect_right(self.places, (offset, "\U0010ffff")) - 1
        return self.places[i][1] if i >= 0 else ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, up to the next heading of its level or above.

    A stretch of text that has no heading of its own but turns to other years, or speaks for the whole part again, is a section with an
    empty heading and its parent's path.
    """

    heading: str
    level: int  # how deep it stands: 1 at the top, whatever its numbering
    path: tuple[str, ...]  # the headings from the top down to this one
    start: int  # of the heading, in the document's clean text
    body: int  # where the text under the heading begins
    end: int
    part: Part  # of what the section speaks: the past year(s), the work to come, the years to come
    years: tuple[int, int] | None = (
        None  # first and last year the section speaks for, where its heading or part says so
    )


_START = attrgetter("start")


def looks_ahead(kind: DocumentKind, reviewed: int | None, planned: int | None) -> bool:
    """Whether a document of a kind speaks of what is to come by itself; a list or a budget where it is of a year to come alone."""
    alone = planned is not None and reviewed is None
    return kind in ("five_year_plan", "opinion", "notice") or (
        alone and kind in ("ledger", "budget_report")
    )


@dataclass(frozen=True, slots=True)
class Document:
    """One document inside a file. A gazette holds many. `text` is cleaned; `offsets` lead back into `reading.text`."""

    id: str  # hash of the squeezed text: the same content under another name is one document
    title: str
    kind: DocumentKind
    area: (
        str  # the reference area as the text names it ("槐荫区", "山东省"), "" where it names none
    )
    date: str  # ISO date it was given or issued, "" where unknown
    year_reviewed: int | None
    year_planned: int | None
    text: str
    offsets: OffsetMap
    sections: tuple[Section, ...]  # in text order, parents before children
    tables: tuple[Table, ...]  # those inside this document; their text is not in `text`
    start: int  # in reading.text
    end: int
    reading: Reading = field(repr=False)
    # Where each sentence begins whose frame had to be decided, and by how much it was: sorted.
    margins: tuple[tuple[int, float], ...] = field(default=(), repr=False)

    @property
    def ahead(self) -> bool:
        """Whether it speaks of what is to come where no section says otherwise: 规划, 措施, 任务分工, a list of projects to be built."""
        return looks_ahead(self.kind, self.year_reviewed, self.year_planned)

    def source(
        self, start: int, end: int, sentence: tuple[int, int], quote: tuple[int, int] | None = None
    ) -> Source:
        """The Source of what stands at [start, end) in the clean text; `quote` defaults to the sentence."""
        section = self.section_at(start)
        text, cut = self.reading.text, self.offsets.cut
        whole = squeeze(cut(text, *sentence))
        shown = squeeze(cut(text, *quote)) if quote and quote != sentence else whole
        return self._source(
            self.offsets.span(start, end), shown, whole, section.path if section else ()
        )

    def source_in_reading(
        self,
        at: tuple[int, int],
        quote: tuple[int, int],
        sentence: tuple[int, int],
        path: tuple[str, ...],
    ) -> Source:
        """The same for spans that are already in the reader's text (a table's cells)."""
        text = self.reading.text
        whole = squeeze(text[sentence[0] : sentence[1]])
        shown = whole if quote == sentence else squeeze(text[quote[0] : quote[1]])
        return self._source(at, shown, whole, path)

    def _source(
        self, at: tuple[int, int], quote: str, sentence: str, path: tuple[str, ...]
    ) -> Source:
        return Source(
            document=self.id,
            file=self.reading.file,
            title=self.title,
            start=at[0],
            end=at[1],
            quote=quote,
            sentence=sentence,
            section=path,
            place=self.reading.place(at[0]),
        )

    def margin_at(self, offset: int) -> float | None:
        """By how much the frame of the sentence at an offset was decided; None where nothing had to be."""
        i = bisect_right(self.margins, (offset, float("inf"))) - 1
        return self.margins[i][1] if i >= 0 else None

    def section_at(self, offset: int) -> Section | None:
        """The innermost section around an offset of the clean text."""
        i = bisect_right(self.sections, offset, key=_START) - 1
        while i >= 0 and self.sections[i].end <= offset:
            i -= 1
        return self.sections[i] if i >= 0 else None


@quickly_made
@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands. `start` and `end` are offsets in the reader's plain text of the file."""

    document: str  # Document.id
    file: str
    title: str  # of the document
    start: int
    end: int
    quote: str
    sentence: str  # squeezed; of a table's row its cells with CELL_BREAK between them
    section: tuple[str, ...] = ()
    place: str = ""

    def beside(self, start: int, end: int, quote: str, place: str) -> Source:
        """The Source of something else in the same sentence."""
        return Source(
            self.document,
            self.file,
            self.title,
            start,
            end,
            quote,
            self.sentence,
            self.section,
            place,
        )


@quickly_made
@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as written: 1.2万户 is 1.2 and 万户. `start`, `end`: number and unit, in the clean text."""

    value: Decimal  # signed only where the text writes a sign
    unit: str
    bound: Bound = "exact"
    bound_text: str = ""  # the word that said so: 左右, 约, 余, 以上, 超, 突破 …
    start: int = 0
    end: int = 0


@lru_cache(maxsize=16384)  # a paper asks for the key of a fact dozens of times
def _key(document: str, start: int, end: int, *parts: str) -> str:
    return hashlib.sha256(
        "\x1f".join((document, str(start), str(end), *parts)).encode()
    ).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure put right in a sheet that came back or on a review page: what the source says, who wrote what stands now, and where."""

    value: (
        Decimal | None
    )  # the source's, with its bound; None where no source states the figure and the department supplied it
    bound: Bound
    bound_text: str
    by: str  # the department
    date: str  # ISO, when it was taken in
    file: str  # the sheet's
    cell: str  # 主要指标!H7
    unit: str = ""  # the source's, where that was put right too


class _Reckoned:
    """What is worked out of an observation when it is first asked for, and kept beside its fields."""

    __slots__ = ("_amount", "_named")
    _amount: Amount
    _named: str


_keep_amount = _Reckoned.__dict__["_amount"].__set__
_keep_key = _Reckoned.__dict__["_named"].__set__


@quickly_made
@dataclass(frozen=True, slots=True)
class Observation(_Reckoned):
    """indicator × reference area × time period × measure × status = value. See gold's contract for each field."""

    name: str  # the indicator's name in the text
    indicator: (
        str | None
    )  # canonical id, only for figures of the whole area its document speaks for
    area: str
    measure: Measure
    value: Decimal  # signed: 下降16% is -16
    unit: str
    status: Status
    period: str  # "2024", "2024Q1", "2024H1", "2024M05", "2024M01-M05", "2021-2025"
    bound: Bound
    source: Source
    bound_text: str = ""
    vintage: Vintage | None = None
    confidence: float = 1.0
    against: Against = ""  # of a completion rate or a distance
    headline: bool = False  # a target that stands among the year's 主要预期目标
    nature: Nature = ""  # as a plan calls the indicator
    provisional: bool = False  # 初步核算 says its sentence
    like_for_like: bool = (
        False  # a growth at comparable prices or of one scope: amounts do not give it
    )
    rule: str = field(default="", compare=False)  # that named it; "" in a store, and for tables
    correction: Correction | None = (
        None  # where a department put the source's value right, or is the source itself
    )
    frame: str = field(default="", compare=False)  # for people: what said the status and the period

    @property
    def amount(self) -> Amount:
        """What it says, to be compared and reckoned with."""
        try:
            found = self._amount
        except AttributeError:
            found = Amount(self.value, _UNITS.get(self.measure, self.unit), self.bound)
            _keep_amount(self, found)
        return found

    @property
    def supplied(self) -> bool:
        """Whether a department sent the figure in its sheet, and no document states it."""
        return self.correction is not None and self.correction.value is None

    @property
    def key(self) -> str:
        """A short id that stays the same as long as the document and the fact's place in it do, corrected or not."""
        try:
            found = self._named
        except AttributeError:
            at = self.source
            found = _key(at.document, at.start, at.end, self.name, self.measure, self.period)
            _keep_key(self, found)
        return found


@quickly_made
@dataclass(frozen=True, slots=True)
class ProjectMention:
    """A project, or a counted group of projects (a portfolio), named once in one document.

    `stage` is for counting; papers print `stage_words`, the text's own words. `area` is the sub-area a group is said of where the text
    names one (a park's 36 projects are not the district's).
    """

    kind: Literal["named", "portfolio"]
    name: str
    stage: Stage
    status: Literal["actual", "target"]
    period: str
    area: str
    source: Source
    investment: str | None = None  # "3150亿元", as written
    count: str | None = None  # of a portfolio
    details: tuple[tuple[str, str], ...] = ()  # a ledger's other columns: (column, text)
    investment_bound: str = ""  # the word before the investment: 超, 约
    unit: str = ""  # of a portfolio: its measure word as written (个, 条, 套)
    bound: Bound = "exact"  # of the count
    bound_text: str = ""  # the word that said so: 余, 超过
    stage_words: str = (
        ""  # what the stage was read from (主体封顶, 征迁启动), "" where no word says it
    )
    level: ProjectLevel = ""
    category: ProjectClass = ""
    # Of a portfolio: the name of the group it is a part of (其中在建89个); of a named project: the part of the area it stands in
    # (中央活力区) or the larger area's projects it is one of (全市重点项目).
    part_of: str = ""

    @property
    def key(self) -> str:
        return _key(self.source.document, self.source.start, self.source.end, self.name, self.stage)


@dataclass(frozen=True, slots=True)
class Project:
    """One project over time: its mentions, oldest first."""

    name: str
    area: str
    mentions: tuple[ProjectMention, ...]

    @property
    def latest(self) -> ProjectMention:
        return self.mentions[-1]

    def standing(self, period: str) -> ProjectMention:
        """Where the project stood in a period: what last happened in it; else before it; else what is said of it at all."""
        happened = [m for m in self.mentions if m.status == "actual" and m.period == period]
        earlier = [m for m in self.mentions if m.status == "actual" and m.period[:4] <= period[:4]]
        return (happened or earlier or list(self.mentions))[-1]


@quickly_made
@dataclass(frozen=True, slots=True)
class Task:
    """A duty with its units, one commitment of a report's task part, a livelihood item or a problem the report names."""

    kind: Literal["duty", "commitment", "livelihood", "problem", "goal"]  # goal: a target in words
    number: str
    title: str
    text: str
    period: str
    area: str
    source: Source
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    goal: str = ""  # the goal as written, quantified or in words: 完成上级下达任务
    deadline: str = ""
    nature: Nature = ""  # as a plan calls a target in words

    @property
    def key(self) -> str:
        """Stays the same as long as the document and the task's place in it do, whoever is charged with it."""
        return _key(
            self.source.document, self.source.start, self.source.end, self.kind, self.number
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """Units for a task whose document names none, until a person confirms them. Papers print them as 拟."""

    task: str  # Task.key
    lead: tuple[str, ...]  # as the district's papers call them
    responsible: tuple[str, ...]
    because: str  # Chinese: what in the task speaks for them

    @property
    def key(self) -> str:
        """Of these units alone: others have to be confirmed anew."""
        return proposal_key(self.task, self.lead, self.responsible)


def proposal_key(task: str, lead: tuple[str, ...], responsible: tuple[str, ...] = ()) -> str:
    """What is confirmed when these units are charged with a task (`Task.key`)."""
    return hashlib.sha256(
        "\x1f".join(("proposal", task, *lead, "", *responsible)).encode()
    ).hexdigest()[:12]


@quickly_made
@dataclass(frozen=True, slots=True)
class Finding:
    """What a check saw."""

    rule: str
    severity: Severity
    area: str
    period: str
    message: str  # Chinese, for a secretary
    observations: tuple[Observation, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def source(self) -> Source:
        """Where the first of what it is about stands."""
        return self.sources[0]


@dataclass(frozen=True, slots=True)
class UnreadCell:
    """A number in a table that gave no figure. `start`: in the reader's text."""

    text: str
    start: int
    place: str
    reason: str  # Chinese


@dataclass(frozen=True, slots=True)
class Unread:
    """What of a table was not read."""

    table: int  # of its file, from 1
    numbers: int  # that its cells hold: those read and those not
    cells: tuple[UnreadCell, ...]
    unitless: int = 0  # read, without a unit, as nothing says one


@dataclass(frozen=True, slots=True)
class Facts:
    """What extraction finds in one document."""

    observations: tuple[Observation, ...] = ()
    mentions: tuple[ProjectMention, ...] = ()
    tasks: tuple[Task, ...] = ()
    findings: tuple[Finding, ...] = ()  # of the checks of the text, added where a document is read
    unread: tuple[Unread, ...] = ()  # numbers of tables that gave no observation


@quickly_made
@dataclass(frozen=True, slots=True)
class Derived:
    """A figure that no source states, worked out from others: what they allow by their decimals and bounds.

    Internal papers show it as 推算; others only once a person confirmed it (the sources may not mean quite the same thing).
    """

    indicator: str
    name: str
    area: str
    period: str
    measure: Measure
    low: Decimal  # both ends included, rounded to what may be printed
    high: Decimal
    unit: str
    method: str  # Chinese: 由2024年和2023年两个总量推算
    inputs: tuple[Observation, ...]
    confirmed: bool = False

    @property
    def key(self) -> str:
        """Stays the same as long as every input stays the same, its value included: a confirmation is of these figures alone."""
        parts = (
            self.indicator,
            self.period,
            self.measure,
            *(f"{o.key}={o.value}{o.unit}" for o in self.inputs),
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a paper says of a document it was made from."""

    id: str
    file: str
    title: str
    kind: DocumentKind
    area: str
    date: str
    year_reviewed: int | None
    year_planned: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What a Pack is about: a district, a department of a district, or a set of districts."""

    kind: Literal["district", "department", "districts"]
    code: str  # adcode of the district (or of the city, for a set)
    name: str  # 槐荫区
    department: str = ""  # id
    office: str = (
        ""  # what the district's papers call the department: 区财政局, in a county 县财政局
    )


@quickly_made
@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One canonical indicator in the Pack's period, best figures first chosen; None where no source gives one."""

    indicator: str
    name: str
    category: str
    direction: Literal["more", "less", "neither"]
    department: str
    level: Observation | None  # measure level (or ratio for indicators that are shares)
    growth: Observation | None  # measure yoy
    rank: Observation | None
    target: Observation | None  # for the Pack's period
    previous: Observation | None  # the level of the year before, where a source gives it
    alternatives: tuple[Observation, ...] = ()  # figures of the same cell that were not chosen
    derived: tuple[Derived, ...] = ()  # of this indicator and period, where no source states them

    @property
    def is_scale(self) -> bool:
        """How many projects there are and what they will cost in all: told of the projects, nothing that a year completes."""
        return self.category == "投资" and self.direction == "neither"


@quickly_made
@dataclass(frozen=True, slots=True)
class Verdict:
    """What the comparison of a target with what became of it found, as data; papers/wording.py says it."""

    kind: VerdictKind = "no_actual"
    basis: Basis = ""
    gap: Amount | None = None  # actual - target: 个百分点 between rates, % of the target of amounts
    share: Amount | None = None  # of an amount, what part of `of` was reached
    of: Observation | None = None  # the amount that the share is of
    derived: Derived | None = None  # the growth it rests on where no source states it
    stated: Observation | None = (
        None  # the source's own word: 完成预算的94.5%, 高于人代会计划0.7个百分点
    )
    doubt: Doubt = "no_actual"
    question: str = ""  # of the doubt `match`: the key a person confirms

    @property
    def judged(self) -> bool:
        return self.kind in ("met", "missed")


@quickly_made
@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target of the Pack's period against what became of it."""

    indicator: str | None
    name: str
    target: Observation
    actual: Observation | None
    verdict: Verdict
    next_target: Observation | None
    headline: bool  # stands in the 主要预期目标 paragraph and has a canonical id
    others: tuple[
        Observation, ...
    ] = ()  # the same goal in other words or documents: 604,300万元 beside 增长6.5%左右


@dataclass(frozen=True, slots=True)
class Execution:
    """What a report itself says of how a plan, a budget or the year's target was carried out."""

    indicator: str | None
    name: str
    stated: Observation  # 高于人代会计划0.7个百分点, 完成全年指标的147.8%; `against` says what it is held against
    actual: Observation | None  # the growth or amount that it is said of
    met: bool | None  # None: more is not better
    goal: Derived | None  # the plan's growth, which no source states


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One indicator within the year against the year's target (序时进度)."""

    indicator: str
    name: str
    category: str
    department: str
    actual: Observation  # of its own period: a lagging indicator shows its own
    target: Observation | None  # of the year
    value: Amount | None  # share of the year's target in %, or the growth in %
    due: Amount | None  # what it is held against: share of the year passed, or the target's growth
    gap: Amount | None  # 个百分点, positive where ahead (whatever the indicator's direction)
    verdict: Pace
    light: Light | None
    word: str  # the light's word, or why there is none
    previous_light: Light | None = None
    previous_period: str = ""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One indicator of a five-year plan."""

    indicator: str | None
    name: str
    period: str  # "2026-2030"
    nature: str  # 预期性, 约束性, "" where the plan does not say
    base: Observation | None  # the year before the plan begins, as the plan expects it
    goal: Observation | None  # of the plan's last year
    rate: Observation | None  # the plan's yearly average growth
    values: tuple[Observation, ...]  # of the plan's years, where any source gives one
    needed: (
        Amount | None
    )  # from the last value to the goal: yearly average %, for shares 个百分点 a year
    verdict: Literal["reached", "open", "no_value"]
    progress: Amount | None = (
        None  # how much of the way from the base to the goal, in %; None without a value of the plan's years
    )
    words: Task | None = None  # the goal, where it has no number: 完成上级下达任务


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """One area's figure in a comparison."""

    area: str
    observation: Observation | None
    rank: int | None  # among all configured areas, None where ranking is not allowed
    rank_change: int | None  # places gained since the period before, where both rank
    difference: Amount | None  # from the 全市 figure, of rates alone: 个百分点
    own_rank: Observation | None = None  # the place the area's own source gives
    apart: str = ""  # what its figure is of where that is not the row's, so that it does not stand here: 占总支出


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One indicator over several areas: ranked only if every configured area has the same period, measure and status."""

    indicator: str
    name: str
    measure: Measure
    period: str
    unit: str
    areas: tuple[AreaFigure, ...]  # in administrative order
    whole: Observation | None  # 全市
    ranked: bool
    reason: str  # Chinese: why not ranked, "" where it is
    category: str = ""  # of the indicator: 综合经济
    direction: Literal["more", "less", "neither"] = "more"


@dataclass(frozen=True, slots=True)
class Report:
    """What a department reported on one row (an indicator, a task, a project) for one period, as it last sent it."""

    key: str  # of the row
    period: str
    department: str  # id
    unit: str  # the department's name
    progress: str  # 本期进展
    pace: str  # 是否达序
    problems: str  # 存在问题及原因
    measures: str  # 下步措施
    filler: str  # 填报人
    reviewer: str  # 审核人
    date: str  # ISO, when it was taken in
    late: bool  # after the due date


@dataclass(frozen=True, slots=True)
class Reported:
    """What departments reported on one row: for the Pack's period, and for the last one before it that has any. One a department."""

    current: tuple[Report, ...]
    previous: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class ScopeFacts:
    """What the documents of a scope say. Documents by date, facts in document and text order."""

    documents: tuple[DocumentInfo, ...]
    observations: tuple[Observation, ...]
    mentions: tuple[ProjectMention, ...]
    tasks: tuple[Task, ...]
    findings: tuple[Finding, ...] = ()  # of the checks of the texts
    confirmed: frozenset[str] = frozenset()  # keys a person confirmed
    reports: tuple[
        Report, ...
    ] = ()  # what departments sent back: the latest of each row, period and department, of all periods
    notes: tuple[str, ...] = ()  # Chinese: corrections that could not be applied


@dataclass(frozen=True, slots=True)
class EarlyWarning:
    """Early warning for internal papers: what it is about; papers/wording.py says it."""

    kind: Literal["fell", "missed", "cut", "forgotten", "red"]
    indicator: str | None
    name: str
    observations: tuple[Observation, ...] = ()
    about: TargetRow | ProgressRow | Finding | None = None  # None: of the first observation itself


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything the papers of one scope and period may say. All papers of a scope take the same Pack."""

    schema_version: int
    scope: Scope
    period: str  # "2024"
    as_of: str  # ISO date printed on the papers: the job's, else the newest source's
    documents: tuple[DocumentInfo, ...]
    indicators: tuple[IndicatorRow, ...]  # in the configured order, only those with a figure
    targets: tuple[TargetRow, ...]  # of the Pack's period, those that a document states
    next_targets: tuple[Observation, ...]  # of the year after, headline indicators first
    series: tuple[
        Observation, ...
    ]  # canonical indicators of all periods: best figure of each cell, by indicator and period
    projects: tuple[Project, ...]
    portfolios: tuple[ProjectMention, ...]
    tasks: tuple[Task, ...]
    observations: tuple[
        Observation, ...
    ]  # all of the scope's documents, in document and text order
    findings: tuple[Finding, ...] = ()
    notes: tuple[
        str, ...
    ] = ()  # Chinese: what was not available, for internal papers and the run's table
    audience: Audience = "internal"  # what this Pack holds is fit for this audience
    derived: tuple[Derived, ...] = ()
    progress: tuple[ProgressRow, ...] = ()
    plan: tuple[PlanRow, ...] = ()
    comparison: tuple[ComparisonRow, ...] = ()
    warnings: tuple[EarlyWarning, ...] = ()
    goals: tuple[Task, ...] = ()  # targets in words of the Pack's year and the year after
    executions: tuple[Execution, ...] = ()  # of the Pack's year, in the configured order
    proposals: tuple[
        Proposal, ...
    ] = ()  # for tasks that name no unit, not yet confirmed; confirmed ones stand in the tasks
    reports: dict[str, Reported] = field(
        default_factory=dict
    )  # what departments sent back, by the row's key
