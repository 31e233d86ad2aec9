"""What a sentence has said so far: what the rest of it may carry on from."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from briefing import lazy as re
from briefing.extraction import areas, names
from briefing.extraction.lexicon import Lexicon
from briefing.extraction.moments import Calendar, Frame
from briefing.extraction.units import family
from briefing.model import Document, Measure, Quantity

_MARKS = re.compile(r"[，；：。！？,;:（(）)\[\]\n|\t“”　—](?:(?<!—)|—)")
# Between few marks a bracket, a quotation or a dash stands: then the last mark is found at once.
_PAIRS = re.compile(r"[（(）)\[\]“”—]")
_LAST_MARK = re.compile(r"(?s:.*)[，；：。！？,;:\n|\t　]")
_BRACKETS = re.compile(r"[（(）)\[\]]")
_OPENING_MARKS, _CLOSING = frozenset("（(["), frozenset("）)]")
_LIST_MARKS = frozenset(("", "、", "和", "与", "及", "以及", "，"))
# After its subject a clause without figures turns to how it went: 进出口总值|创历史新高.
_TURN = re.compile(
    r"持续|稳步|不断|再创|创|大幅|明显|继续|进一步|实现|保持|稳定|快速|加快|较快|总体|显著|逐年|首次|逆势|迈上|迈过|跨过|越过|站上"
    r"|由[正负]转[正负]|转[正负为]|回正|稳中|向好|回暖|企稳"
)
# A clause that only says how something is reckoned: 扣除价格因素, 按可比口径计算.
_REMARK = re.compile(
    r"(?:扣除|剔除|按|同口径|可比|不含|含|若|如|还原)[^，。；]*|(?:[比较与]|同)(?:上年|去年|年初|同期)[^，。；]*"
)
_CLAUSES = 3  # without figures that are looked back over
_RATES = ("增速", "增幅", "涨幅")
_FISCAL = re.compile(
    r"一般公共预算|政府性基金(?:预算)?|国有资本经营(?:预算)?|社会保险基金(?:预算)?"
)
_THRESHOLDS = ("迈上", "迈过", "跨过", "越过", "站上")
_OPENING = 10
_PARAGRAPH = (
    400  # characters before a figure in which its paragraph may say whose accounts it gives
)
_CLASS = re.compile(
    r"(?:规模以上|规上|规模|资质以上|限额以上|限上|全部)(?:工业|服务业|建筑业|批发和?零售业|住宿和?餐饮业)(?:企业)?"
)
_SHARE = re.compile(r"占(?!地)|比重")
_STEPS = ("大关", "台阶", "关口", "门槛")
_AMOUNT_ENDS = frozenset("元亿万吨人斤")  # of these a step is a bound; 3个大关 are counted
_ANNOUNCED = 24  # characters of a sentence that only says what the next one is about
_TOPIC_REACH = 16  # characters an indicator's name at the head of a clause may have


def clause_start(text: str, low: int, high: int) -> int:
    """Where the clause before `high` begins: （不含农户，下同） holds no beginning, （其中… before a figure does."""
    if not _PAIRS.search(text, low, high):
        plain = _LAST_MARK.match(text, low, high)
        return plain.end() if plain else low
    start, opened, quoted = low, 0, False
    for match in _MARKS.finditer(text, low, high):
        mark = match[0]
        if mark in "“”":
            quoted = mark == "“"
        elif mark in _CLOSING:
            opened = max(0, opened - 1)
        elif mark in _OPENING_MARKS and _closed(text, match.end(), high):
            opened += 1
        elif not opened and not quoted:
            start = match.end()
    return start


def _closed(text: str, at: int, high: int) -> bool:
    """Whether the bracket opened before `at` is closed before `high`."""
    depth = 1
    for match in _BRACKETS.finditer(text, at, high):
        depth += 1 if match[0] in _OPENING_MARKS else -1
        if not depth:
            return True
    return False


class Subject(NamedTuple):
    """Something a figure was named for."""

    name: str
    start: int
    indicator: str | None
    unit: str = ""

    @property
    def share(self) -> bool:
        """Whether it is a share of something: 税收收入占收入."""
        return self.unit == "%" and _SHARE.search(self.name) is not None

    @property
    def counted(self) -> bool:
        return family(self.unit) == "class"


class Last(NamedTuple):
    """The last figure that was read."""

    measure: Measure
    value: Decimal
    existing: bool = False
    since: int = 0  # the year it was compared with


@dataclass(slots=True)
class Sentence:
    """One sentence while it is read from left to right. Offsets are those of the document's clean text."""

    document: Document
    lexicon: Lexicon
    calendar: Calendar
    start: int
    end: int
    frame: Frame
    text: str = ""
    before: int = 0  # where the last figure with its name ended
    sub_area: str = ""
    subjects: list[Subject] = field(default_factory=list)  # the names of the last figure
    outside: list[Subject] | None = None  # those before the bracket that is being read
    recent: list[Subject] = field(default_factory=list)  # all names of the sentence
    counted: Subject | None = None  # the last thing counted
    last: Last | None = None
    told_before: list[Subject] = field(default_factory=list)  # names of the sentence before
    verb: str = ""  # 新引进: carried through a list
    attribute: str = ""  # 总投资: of the thing behind the last number
    flow: bool = False  # the last figure was work done
    stepped: bool = False  # the last figure counted steps of the subject (跨过3个大关)

    def __post_init__(self) -> None:
        self.text = self.document.text
        self.before = self.start
        self.sub_area = areas.sub_area(self.text, self.start, self.end)

    @property
    def subject(self) -> Subject | None:
        return self.subjects[-1] if self.subjects else None

    def after(self, quantity: Quantity) -> int:
        """Behind the number, its unit and a bound that follows (左右, 以上, 大关)."""
        bound, end = quantity.bound_text, quantity.end
        end += len(bound) if bound and self.text.startswith(bound, end) else 0
        return (
            end + 2
            if quantity.unit[-1:] in _AMOUNT_ENDS and self.text.startswith(_STEPS, end)
            else end
        )

    def clause(self, low: int, high: int) -> int:
        """Where the clause before `high` begins: behind the last separator outside quotations and closed brackets."""
        return clause_start(self.text, low, high)

    def opens(self, at: int) -> bool:
        """Whether nothing but a short clause stands before a place: what is said there holds for the whole sentence."""
        return at - self.start <= _OPENING and not any(
            mark in self.text[self.start : at] for mark in "；。"
        )

    def gap(self, at: int) -> str:
        """What stands between the last figure and a place."""
        return self.text[self.before : at].strip()

    def in_list(self, at: int) -> bool:
        """Whether nothing but a list mark stands between the last figure and a place."""
        return self.gap(at) in _LIST_MARKS

    def known(self, start: int, end: int) -> Subject | None:
        """The indicator whose name begins at `start`: 经济总量|连续跨过."""
        for at in range(min(end, start + _TOPIC_REACH), start + 2, -1):
            name = self.text[start:at]
            if name[-1] not in "“（(" and self.lexicon.knows(name):
                name += next((rate for rate in _RATES if self.text.startswith(rate, at)), "")
                return Subject(names.tidy(name), start, self.lexicon.resolve(name))
        return None

    def level(self, at: int) -> str:
        """The level or part of the area whose accounts the figure at a place is of (市本级), "" for the whole."""
        level = self.calendar.levels.at(self.start, at)
        own = not self.document.area and level in self.document.title and level[-1:] != "级"
        return "" if own else level

    def of_class(self, at: int) -> str:
        """The enterprises the paragraph speaks of before a place: 规模以上工业."""
        low = max(self.text.rfind("\n", max(0, at - _PARAGRAPH), at) + 1, at - _PARAGRAPH, 0)
        found = ""
        for match in _CLASS.finditer(self.text, low, at):
            found = match[0]
        return found

    def account(self, at: int) -> str:
        """Whose 收入 and 支出 the paragraph tells before a place: 一般公共预算."""
        low = max(self.text.rfind("\n", max(0, at - _PARAGRAPH), at) + 1, at - _PARAGRAPH, 0)
        found = ""
        for match in _FISCAL.finditer(self.text, low, at):
            found = match[0]
        return found

    @property
    def carried(self) -> Subject | None:
        """What the sentence before told of, where it told of one thing alone and this one names none."""
        if self.before > self.start or len({known.name for known in self.told_before}) != 1:
            return None
        return self.told_before[0]

    def announced(self, at: int) -> Subject | None:
        """The indicator that the clauses before a place, or the short sentence before, turned to: 经营主体稳中有进。总量达|120万户."""
        here = self.topic(self.clause(self.before, at))
        if here or self.before > self.start or self.start == 0 or self.text[self.start - 1] != "。":
            return here
        end = self.start - 1
        low = max(0, end - _ANNOUNCED)
        start = max(self.text.rfind(mark, low, end) for mark in "。\n") + 1
        return (
            self.known(names.head(self.text, start, end, self.lexicon).start, end)
            if start > low or low == 0
            else None
        )

    def topic(self, cut: int, unit: str = "") -> Subject | None:
        """What a clause without figures before `cut` has turned to: 进出口总值创历史新高，达到|5379亿元.

        unit: of the figure, where any new subject will do that is not of the last one's kind (银行贷款余额持续增长，达到|1322亿元).
        """
        for _ in range(_CLAUSES):
            if cut - self.before < 5:
                return None
            start = self.clause(self.before, cut - 1)
            if not _REMARK.fullmatch(self.text, start, cut - 1):
                break
            cut = start  # 农村居民收入，扣除价格因素，|实际增长
        head = names.head(self.text, start, cut - 1, self.lexicon)
        found = self.known(head.start, cut - 1)
        if found:
            return (
                found
                if areas.own(self.document.area, head.scope)
                else Subject(found.name, found.start, None)
            )
        turn = _TURN.search(self.text, head.start + 2, cut - 1) if unit else None
        stepped = turn is not None and turn[0] in _THRESHOLDS  # 财政收入|迈过|千亿大关，达|1330亿元
        same = not stepped and self.subject is not None and same_kind(unit, self.subject.unit)
        if turn and turn.start() - head.start < _TOPIC_REACH and not same:
            return Subject(names.tidy(self.text[head.start : turn.start()]), head.start, None)
        return None


def same_kind(unit: str, other: str) -> bool:
    """个 and 万个, 亿元 and 万元."""
    return bool(unit) and bool(other) and unit[-1] == other[-1]
