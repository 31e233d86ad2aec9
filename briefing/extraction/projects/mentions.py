"""The project mentions of a document: phrases with the status and year of their place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from briefing import lazy as re
from briefing import periods
from briefing.extraction.projects import boxes, kinds, lists, names, phrases, sequels, words
from briefing.extraction.projects.classes import category_of, level_of
from briefing.extraction.projects.clauses import Clause, clauses, sentences
from briefing.extraction.projects.counts import Group
from briefing.extraction.projects.names import PROJECT, Named
from briefing.extraction.projects.patterns import words as listed
from briefing.extraction.projects.when import Status, When
from briefing.extraction.wordlists import alternation
from briefing.model import Document, ProjectClass, ProjectMention, Source, Stage, squeeze

_CONJUNCTION = 3  # 其中 between two clauses does not part them
# What a paper that looks back says of projects to come.
_COMING = re.compile(
    r"(?:[全我本][省市区县州旗]|今年|全年|当年|年内|其中)*(?:(?:计划|拟|预计)(?!投资)[^，。]{0,8}?(?:开工|开复工|竣工|投产|完工|建成|投用|完成|实施|建设|新建|新增|改造|启动)|力争)"
)
_TO_COME = re.compile("(?:拟|计划|预计|力争|争取(?!到)|将于)")
_WILL = re.compile("将(?!军)")  # … of this alone: 县博物馆将全面开放
# Done where a paper looks ahead, too: 已策划完成债券项目12个, but not 已签约项目.
_SO_FAR = re.compile("(?:截至目前|目前|现)?[均都]?已经?(?![^，、]{2,5}(?:的|项目|工程))")
_CLASSED = ("续建", "新建", "在建", "新开工")
# A footnote's mark and what is part of it belong to no name: 某路改造工程（含桥梁改造1座）.
_FOOTNOTE = re.compile(
    r"[\[［〔]\d{1,3}[\]］〕]|(?<=”)[(（]\d{1,3}[)）]|[（(](?:包含|包括|含|其中)[^（）()]+[)）]$"
)
# … and how far one of a list is: 某隧道（在建）、某大桥（已完工）.
_OWN_STAGE = re.compile(
    r"[（(]((?:已|正在|拟)?(?:完工|竣工|建成|投产|在建|续建|新建|拟建|前期|储备|开工))(?:项目)?[）)]$"
)
_CONTRACTED = re.compile("协议|签约|合同")
_WHOLES = frozenset(
    ["重点项目", "重大项目", "省市重点项目", "市级重点项目", "区级重点项目", "县级重点项目"]
)
_PART_NAME = re.compile(  # 竣工交付项目, 续建项目, 省级重点项目
    r"(?:竣工|交付|投产|完工|续建|新建|开工|在建|储备|加快|建设|省级|市级|区级|县级|重点|重大)*项目"
)
_OF_A_LEVEL = re.compile(r"(?:国家级|省级|市级|县级|区级|旗级|镇级)\d{1,4}[个项件宗]$")
_OF_A_CLASS = re.compile(r"[^，、\d]{2,12}类(?:项目|工程)?(?:共|计)?\d{1,4}[个项件宗]")
_PARAGRAPH = 400  # characters in which a paper tells a group's parts
_LINE = re.compile(r"[^。！？!?\n]{40}\n")  # a long one may be cut anywhere
_LINE_LENGTH = 41  # of what that finds
_SEMICOLONS = ("；", ";")
_AT_WORK = re.compile("(?:进展|进度|推进)(?:顺利|较快|正常|较慢|缓慢|滞后)")
# What is only counted is of the projects counted before in the line: 至9月底，开工建设160个.
_PROGRESS = re.compile(
    rf"(?:[截到至]?(?:[\d-]+月底?|目前)|实际|现|均|已经|已|新|累计|共)*{alternation(listed(words.PARTED))}了?(?:共|达)?[\d,]+[余多]?[个项]$"
)
_OTHERS = re.compile(r"(?:企业|机构|学校|酒店|景区|单位|场所)\d[\d,]*[余多]?[个家所]$")
_UNITS = ("个", "家", "所")  # what that ends with
_OF_PROJECTS = re.compile("项目|工程|合同")
_COUNTED_IN = re.compile(r"\d([个项件宗家])")
_LIST = 1500  # characters in which a list goes on
_NEAR = 100  # characters from one part to the next
_LONGEST_TITLE = 60
_QUARTERS = ("区", "组团", "新城", "医学中心", "镇", "乡", "街道")
_LEADS = ("有", "包括", "是", "为")
_OF_WHICH = ("其中", "包括", "主要包括", "主要有")


def project_mentions(document: Document) -> tuple[ProjectMention, ...]:
    """Every project and counted group of projects that the document's running text names, in text order.

    A name that a list shortens (轨道交通6号线和7号线) is completed; its source then shows what is written.
    """
    found: list[ProjectMention] = []
    text, when = document.text, When(document)
    told = _Told()
    whole = 0  # where the sentence began of which a ； parts clauses
    line: list[_Sentence] = []
    of: Stage | None = None
    titled = lists.stage_of(document.title)
    for start, end in sentences(text):
        mark = text[start - 1 : start]
        told.same_line = told.same_line and mark != "\n"
        if mark == "\n" and not (len(line) == 1 and sequels.heads(line[0].parts)):
            found.extend(_line_mentions(document, when, line, of))
            line = []
        if not line:  # a list of projects goes on with what was counted before it: 集中开工项目8个
            of = told.stage if start - told.at < _LIST else titled
        if mark not in _SEMICOLONS:
            whole = start
        first = names.may_name(text, start, end)
        if first < 0 and not (line and line[-1].read == [None]):
            continue  # … but behind a sentence that only names a project
        if end - start <= _LONGEST_TITLE and squeeze(text[start:end]) in document.title:
            continue
        parts = clauses(text, start, end)
        if first < 0:
            line.append(_Sentence(whole, parts, [None] * len(parts), goes_on=False))
            continue
        told.begins(start, goes_on=_goes_on(text, start))
        line.append(_Sentence(whole, parts, _read(parts, first, told), mark in _SEMICOLONS))
    found.extend(_line_mentions(document, when, line, of))
    listed = [*lists.listed(document, when)]
    sure = [mention for mention, goes_before in listed if goes_before]
    read = _with_listed(_parted(document, found), (*sure, *boxes.boxed(document, when)))
    others = [mention for mention, goes_before in listed if not goes_before]
    return _with_listed(others, read) if others else read


def _goes_on(text: str, start: int) -> bool:
    """Whether the sentence that begins here goes on with the one before: behind a ；, or a long line, which may be cut anywhere."""
    if text[start - 1 : start] != "\n":
        return text[start - 1 : start] in _SEMICOLONS
    before = text[start - 2 : start - 1] in _SEMICOLONS
    return before or _LINE.match(text, max(0, start - _LINE_LENGTH)) is not None


class _Sentence(NamedTuple):
    whole: int  # where that begins of which a ； parts clauses
    parts: list[Clause]
    read: list[phrases.Phrase | None]
    goes_on: bool  # behind a ；


def _line_mentions(
    document: Document, when: When, line: list[_Sentence], of: Stage | None
) -> Iterator[ProjectMention]:
    """The mentions of a line, whose sentences go on with each other's projects: X项目。该项目已完工.

    of: the stage of the list that it may be an item of.
    """
    parts = [clause for sentence in line for clause in sentence.parts]
    read = [phrase for sentence in line for phrase in sentence.read]
    begun, at = set(), 0
    for sentence in line:
        if not sentence.goes_on:
            begun.add(at)
        at += len(sentence.parts)
    sequels.join(parts, read, frozenset(begun), of)
    at, coming = 0, False
    for sentence, following in zip_longest(line, line[1:]):
        to = at + len(sentence.parts)
        if any(read[at:to]):
            said = parts[at:to], read[at:to]
            yield from _mentions(document, when, sentence.whole, *said, carried=coming)
        if following and following.goes_on:  # what follows is to come, too
            coming = coming or any(_COMING.match(part.text) for part in parts[at:to])
        else:
            coming = False
        at = to


def _parted(document: Document, found: list[ProjectMention]) -> list[ProjectMention]:
    """Groups behind a larger one of 重点项目 in the same paragraph are parts of it: 196个重点项目…33个项目竣工、89个重点项目在建."""
    whole: ProjectMention | None = None
    parted = []
    counted = defaultdict(
        list
    )  # … of 4个省级、106个绿色低碳项目 none is a part, since the last is none
    for mention in found:
        if mention.kind == "portfolio":
            counted[mention.source.quote, mention.source.sentence].append(mention)
    for mention in found:
        if mention.kind == "portfolio" and not mention.part_of:
            beside = counted[mention.source.quote, mention.source.sentence]
            if whole and all(_is_part(document, other, whole) for other in beside):
                mention = replace(mention, part_of=whole.name)
            elif _is_whole(mention) and mention.area == document.area:
                whole = mention
        parted.append(mention)
    return parted


def _is_whole(mention: ProjectMention) -> bool:
    """All that is under way: a group that is done, begun or planned is itself a part."""
    return mention.name in _WHOLES and mention.stage == "building"


def _is_part(document: Document, mention: ProjectMention, whole: ProjectMention) -> bool:
    between = document.reading.text[whole.source.end : mention.source.start]
    named_so = _PART_NAME.fullmatch(mention.name) is not None
    return (
        (named_so or (mention.level != "" and mention.name.endswith("重点项目")))
        and len(between) <= _PARAGRAPH
        and "\n" not in between
        and (mention.area, mention.status, mention.period)
        == (whole.area, whole.status, whole.period)
        and Decimal(mention.count or 0) < Decimal(whole.count or 0)
    )


def _with_listed(
    found: list[ProjectMention], listed: tuple[ProjectMention, ...]
) -> tuple[ProjectMention, ...]:
    """What a list names goes before what its words were read as, one by one."""
    if not listed:
        return tuple(found)
    spans = [(mention.source.start, mention.source.end) for mention in listed]
    apart = [
        m
        for m in found
        if not any(m.source.start < end and start < m.source.end for start, end in spans)
    ]
    return tuple(sorted([*apart, *listed], key=lambda mention: mention.source.start))


@dataclass(slots=True)
class _Told:
    """The groups counted in what stands before, of which later clauses and sentences tell the parts."""

    restarted: bool = False  # of it is told how much is under way again, whatever its parts are
    whole: str = ""  # what the last group is called that is no part itself
    last: str = ""
    group: Group | None = None  # … and its count
    stage: Stage | None = None
    part: Stage | None = None  # of the part of it that was counted last without a name
    unit: str = ""
    at: int = 0
    same_line: bool = False  # nothing stands between but sentences of its line
    heard: bool = False  # in this sentence, or in one that this goes on with
    parts: bool = False  # what stands right before tells parts
    leading: phrases.Phrase | None = None  # of the clause before, whose verb may lead this one too
    opened: bool = False  # … by what opens a list: 意向项目：
    listing: bool = False  # the clause before only names projects of a list
    spelled: bool = False  # … in sentences that began with 其中

    def begins(self, start: int, *, goes_on: bool) -> None:
        """A sentence begins here. goes_on: with the one before."""
        self.heard = self.heard and goes_on
        self.parts = self.parts and (goes_on or self.spelled)
        self.spelled = self.spelled and self.parts
        self.leading = self.leading if goes_on else None
        self.listing = self.listing and goes_on
        self.parts = self.parts and start - self.at < _NEAR

    def of(self, clause: Clause) -> str:
        """The group whose parts the clause tells: in brackets, behind 其中, by levels (省级6项) or going on with such."""
        if clause.bracketed:
            return self.last
        if not self.whole:
            return ""
        counted = _COUNTED_IN.search(clause.text)
        alike = counted and counted[1] == self.unit and _OF_PROJECTS.search(self.whole)
        of_class = self.last.endswith("类项目") and _OF_A_CLASS.fullmatch(clause.text)
        level = alike and (of_class or _OF_A_LEVEL.match(clause.text))
        far = clause.start - self.at > (_PARAGRAPH if level else _NEAR)
        if far and not self.parts and not self.heard:
            return ""
        told = level or clause.text.startswith(_OF_WHICH) or (alike and self.parts)
        return self.whole if told else ""

    def take(self, clause: Clause, phrase: phrases.Phrase, of: str) -> None:
        if clause.bracketed:
            return
        self.restarted = "开复工" in phrase.words
        self.part = None if phrase.groups[-1].name else phrase.stage
        if (
            self.part and self.whole
        ):  # … 已开工60个 is of the whole, of which what follows may tell parts too
            self.at = clause.start
            return
        if not of:
            self.whole, self.stage = phrase.groups[-1].name, phrase.stage
            self.group = phrase.groups[-1]
            self.unit = phrase.groups[-1].unit
        self.last = phrase.groups[-1].name
        self.heard, self.at, self.parts = True, clause.start, bool(of)
        self.same_line = PROJECT.search(self.whole) is not None


def _read(parts: list[Clause], first: int, told: _Told) -> list[phrases.Phrase | None]:
    """What each clause says from this place on; 其中 speaks of the last group that is counted, behind a ； and a 。 too."""
    read: list[phrases.Phrase | None] = []
    carried: Stage | None = None
    if parts and parts[0].text.startswith(_OF_WHICH):
        told.spelled = True
    for clause in parts:
        if clause.whole:  # 42个新建项目开工24个: of the whole only the count is told
            carried = carried or "building"
        phrase, opened, text = None, None, clause.text
        if clause.start + len(text) > first and not text.endswith(_LEADS):
            phrase = _read_one(clause, read, carried, told)
        if phrase and clause.whole and not phrase.words and carried == "completed":
            phrase.stage, phrase.opened = "building", True  # only some of it is
        if phrase is None:
            if sequels.names_one(text) or (text.endswith(_UNITS) and _OTHERS.search(text)):
                told.whole, told.parts = "", False  # what follows tells of it
            if opened := sequels.opens(text):
                told.stage, told.heard, told.at = opened, True, clause.start
        told.opened = opened is not None or (told.opened and phrase is None)
        if text in _OF_WHICH and clause.start - told.at <= _PARAGRAPH:
            told.parts, told.at = True, clause.start
        elif told.parts and _AT_WORK.fullmatch(text):
            told.stage = "building"  # 其中：进展顺利，…
        if phrase or len(text) > _CONJUNCTION:
            carried = (phrase.stage or carried) if phrase and phrase.groups else opened
        read.append(phrase)
    return read


def _read_one(
    clause: Clause, read: list[phrases.Phrase | None], carried: Stage | None, told: _Told
) -> phrases.Phrase | None:
    counted = bool(read and (said := read[-1]) and said.groups)
    if clause.bracketed and not counted:
        return None  # 医疗卫生机构10008个（含村卫生室7526个）
    last = read[-1] if read else told.leading
    of = told.of(clause)
    before = told.stage if clause.start - told.at <= _PARAGRAPH else None
    phrase = phrases.read(clause.text, told.stage if of else carried, of, before)
    if phrase is None and told.stage and (told.heard or of):
        phrase = sequels.listing(clause, goes_on=told.listing)
        if phrase:
            phrase.stage, phrase.opened = told.part or told.stage, told.opened or told.listing
            told.listing, told.leading = True, phrase
            return phrase
    told.listing = False
    if phrase and phrase.listed_so and phrase.words == "建设" and last and last.leads:
        phrase.stage, phrase.words = last.stage, last.words  # 完成A，B、C等项目建设
    if phrase and phrase.stage is None and of:
        phrase.stage = told.stage  # 主要有A、B等项目
    if phrase is None and last:
        phrase = phrases.more(clause.text, last)
    told.leading = phrase
    if phrase and phrase.groups and not phrase.groups[0].name and not any(read):
        alike = phrase.groups[0].unit == told.unit and told.unit not in "个项"
        near = told.heard or (alike and clause.start - told.at < _NEAR)
        progress = told.same_line and _PROGRESS.match(clause.text) is not None
        all_of_it = of or near or progress or told.whole.endswith(("重点项目", "重大项目"))
        if clause.start - told.at > _PARAGRAPH or not all_of_it:
            return None
        phrase.groups[0].name, phrase.whole = told.whole, told.group  # 未按计划开复工23项
    if phrase and of and phrase.groups and not any(each and each.groups for each in read):
        phrase.whole = told.group
    if phrase and clause.bracketed and told.restarted:  # 未开复工10项（续建8项，新建2项）
        phrase.stage = read[-1].stage if read and read[-1] else phrase.stage
        phrase.groups = [replace(group, stage=None) for group in phrase.groups]
    if phrase and phrase.groups and (phrase.stage or carried):
        told.take(clause, phrase, of)
    return phrase


def _mentions(
    document: Document,
    when: When,
    whole: int,
    parts: list[Clause],
    read: list[phrases.Phrase | None],
    *,
    carried: bool,
) -> Iterator[ProjectMention]:
    """carried: what stands before the ； is to come, and so are counts without a verb: 计划完成工程9件，其中：…；…"""
    coming = False  # what follows in the sentence is of it: 计划新开工项目41个，主要包括…
    sentence = (parts[0].start, max(part.start + len(part.text) for part in parts))
    status, period = when.at(sentence[0])
    told: tuple[Stage, str] = ("building", "")
    group, of = "", Decimal(0)  # the group whose parts the sentence tells, and how many it counts
    for i, (clause, phrase) in enumerate(zip(parts, read, strict=True)):
        if not phrase:
            continue
        coming = (coming and not clause.text.startswith("已")) or _COMING.match(
            clause.text
        ) is not None
        if phrase.done_in_review and status == "actual" and not coming:
            told = ("completed", phrase.words)
        elif phrase.stage and (phrase.words or not told[1] or phrase.opened):
            told = (phrase.stage, phrase.words)
        if _TO_COME.match(phrase.words):
            coming = True
        so_far = phrase.leads and _SO_FAR.match(clause.text) is not None
        will = _WILL.match(phrase.words) is not None
        to_come = coming or will or (carried and not phrase.words)
        place = _Place(
            document,
            clause,
            sentence,
            told,
            "actual" if so_far else "target" if to_come else status,
            _by_now(period) if so_far and status == "target" else period,
        )
        money = phrase.investment or _investment_beside(parts, read, i)
        alone = len(phrase.named) == 1 and not phrase.groups
        part = when.part(whole, clause.start) if phrase.named else ""
        part = part if part.endswith(_QUARTERS) else ""  # 某产业园 is a project itself
        for named in phrase.named:
            yield place.named(named, money if alone else None, part, _larger(document, phrase))
        of_which = clause.bracketed or clause.text.startswith(_OF_WHICH)
        for counted in phrase.groups:
            part_of = group if group and (of_which or not counted.name) else ""
            if phrase.whole and not part_of:
                group, of = part_of, _ = phrase.whole.name, Decimal(phrase.whole.count)
            if part_of and Decimal(counted.count) >= of:
                part_of = ""  # 新建5G基站793处、累计建成4067处
            name = counted.name or group  # 新策划项目189个，已开工60个
            group, of = (group, of) if of_which and group else (name, Decimal(counted.count))
            if name == "项目" and told[1] in _CLASSED:
                name = told[1] + name  # 16个项目。其中续建5个
            if name:
                area = when.area(whole, clause.start + counted.start)
                yield place.group(name, counted, money if counted.name else None, area, part_of)


def _larger(document: Document, phrase: phrases.Phrase) -> str:
    """全市重点项目 in a district's report are the city's."""
    own = document.area[-1:]
    if phrase.part_of in kinds.SHOPS:
        return phrase.part_of
    return phrase.part_of if phrase.part_of and own not in ("市", "省", "") else ""


def _class_of(name: str, group: Group, stage: Stage) -> ProjectClass:
    """By its own name; a part of a larger group (已开工60个) is no longer 储备 when it has begun."""
    category = category_of(name)
    begun = not group.name and stage not in ("reserved", "preparing")
    return "" if begun and category == "储备" else category


def _by_now(period: str) -> str:
    """What a plan says is already done was done in the year before, as with figures; a span of years stays."""
    return (periods.year_before(period) if period else "") or period


class _Place:
    """A clause with all that its mentions share."""

    def __init__(
        self,
        document: Document,
        clause: Clause,
        sentence: tuple[int, int],
        told: tuple[Stage, str],
        status: Status,
        period: str,
    ) -> None:
        self.document, self.clause, self.sentence = document, clause, sentence
        (self.stage, self.words), self.status, self.period = told, status, period
        self.source: Source | None = (
            None  # of the clause's first mention: the others differ in their place alone
        )

    def named(
        self, named: Named, investment: phrases.Money | None, part: str, part_of: str
    ) -> ProjectMention:
        """part: of the area, that it stands in; it heads a name that says nothing alone (配套住宅一期)."""
        name = _FOOTNOTE.sub("", squeeze(named.name))
        own = _OWN_STAGE.search(name)
        stage = own and lists.stage_of(own[1])
        name = name[: own.start()] if own else name
        plain = names.bare(name)
        weak = kinds.is_kind(plain) and not kinds.is_one(plain) and not name.startswith(part)
        return ProjectMention(
            kind="named",
            name=part + name if part and weak else name,
            stage=stage or self.stage,
            status=self.status,
            period=self.period,
            area=self.document.area,
            source=self._source(self.clause.start + named.start, self.clause.start + named.end),
            investment=investment.text if investment else None,
            investment_bound=investment.bound if investment else "",
            stage_words=own[1] if own else self.words,
            level=level_of(part_of),
            part_of=part_of if part_of.startswith("全") or part_of in kinds.SHOPS else part,
        )

    def group(
        self, name: str, group: Group, investment: phrases.Money | None, area: str, part_of: str
    ) -> ProjectMention:
        return ProjectMention(
            kind="portfolio",
            name=squeeze(name),
            stage=group.stage or self.stage,
            status=self.status,
            period=self.period,
            area=area,
            source=self._source(self.clause.start + group.start, self.clause.start + group.end),
            investment=investment.text if investment else None,
            investment_bound=investment.bound if investment else "",
            count=group.count,
            unit=group.unit,
            bound=group.bound,
            bound_text=group.bound_text,
            stage_words=group.words or self.words,
            level=level_of(name),
            category=_class_of(name, group, group.stage or self.stage),
            part_of=squeeze(part_of),
        )

    def _source(self, start: int, end: int) -> Source:
        if self.source:
            at = self.document.offsets.span(start, end)
            return self.source.beside(*at, self.source.quote, self.document.reading.place(at[0]))
        clause = (self.clause.start, self.clause.start + len(self.clause.text))
        self.source = self.document.source(start, end, self.sentence, clause)
        return self.source


def _investment_beside(
    parts: list[Clause], read: list[phrases.Phrase | None], i: int
) -> phrases.Money | None:
    """The investment that a clause of its own gives beside this one: 新策划项目189个，总投资1209亿元.

    What a clause gives to the projects before it is not also of those behind it: 储备项目118个，总投资837亿元，12个项目开工.
    """
    for j in (i + 1, i - 1):
        if not (0 <= j < len(parts) and read[j] is None):
            continue
        taken = (
            0 < j < i
            and read[j - 1] is not None
            and phrases.investment_beside(parts[j].text, before=False)
        )
        if _CONTRACTED.search(parts[j].text) and (phrase := read[i]) and phrase.stage != "signed":
            continue
        if not taken and (money := phrases.investment_beside(parts[j].text, before=j < i)):
            return money
    return None
