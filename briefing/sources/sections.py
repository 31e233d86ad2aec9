"""The tree of a document's headings, and of what each part speaks: the past, the work to come, the years to come.

A heading is a line of its own or the first sentence of its paragraph. Where a stretch of text without a heading turns to other years
(“五年来，…”, “刚刚过去的2025年…”) or to the whole part again (“各位代表！…”), it is a section with an empty heading and its parent's path.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from briefing import lazy as re
from briefing.model import DocumentKind, Part, Section, looks_ahead
from briefing.sources import frames
from briefing.sources.titles import five_years
from briefing.sources.wrapping import is_row

Years = tuple[int, int]

# Numbering, outermost first: what stands earlier in this list holds what stands later.
_NUMBERINGS = tuple(
    re.compile(pattern)
    for pattern in (
        r"第[一二三四五六七八九十百]{1,4}[编篇部]分?\s?",
        r"第[一二三四五六七八九十百]{1,4}章\s?",
        r"第[一二三四五六七八九十百]{1,4}节\s?",
        r"第[一二三四五六七八九十百]{1,4}条\s?",
        r"[一二三四五六七八九十]{1,3}、",
        r"[（(][一二三四五六七八九十]{1,3}[）)]",
        r"专栏\s?\d{1,2}",
        r"\d{1,2}\s?[.．、](?!\d)",
        r"[（(]\d{1,2}[）)]",
    )
)
_NUMBER_BEGINS = re.compile(
    r"[第一二三四五六七八九十（(专\d]"
)  # most paragraphs begin with no number
# A part's heading that has lost its number: “十三五”时期工作回顾, 2025年重点工作, 下一步工作打算.
_UNNUMBERED = re.compile(
    r"[^。！？；，：（(]{0,12}(?:\d{4}年|“?十[一二三四五六七八九]?五”?|过去的?[一五]年|(?:今后|未来)五年|[今去明]年)[^。！？；，：]{0,20}"
    r"(?:回顾|总结|安排(?:情况)?|(?:重点|主要)工作|工作重点|主要任务|目标任务|工作任务|主要目标|预期目标|总体要求|工作(?:打算|计划|思路|要点)"
    r"|工作(?:开展|完成)?情况|执行情况|预算草案|收支预算)"
    r"|关键词[：:][^。！？；，]{2,24}"
    r"|下(?:一步|步|阶段|半年)(?:重点|主要)?工作(?:打算|计划|安排|重点|思路|举措|措施)"
)
_PART_RANK = 4  # 一、 and what holds it: parts of a report, which a closing paragraph speaks for
_DASH, _RUN_IN = len(_NUMBERINGS), len(_NUMBERINGS) + 1

_LONGEST_LINE, _LONGEST_SENTENCE, _LONGEST_RUN_IN, _LONGEST_CLAUSE = 60, 45, 36, 30
_SENTENCE = re.compile(r"[^。！？]{2,90}。")
_CLAUSE = re.compile(r"[^。！？，；：]{2,40}(?=[。，；：])")
_QUOTED = re.compile(r"[“《][^”》]{0,40}[”》]")
_YEAR = re.compile(r"20\d\d年")
_FIGURE = re.compile(r"\d(?:\s?%|\s?[一-龥])")
_NO_RUN_IN = re.compile(
    r"(?:各位|同志们|现在|受.{0,12}委托|同时|此外|当前|总的|回顾|过去|刚刚|[一几五]年来|这五年|五年|今年|明年|去年|全年|我区|我市|我省|上述|以上|"
    r"为[了实此]|围绕|按照|根据|在.{0,20}的同时|综合(?:考虑|分析|研判)|实现上述|做好(?:今|明|全|以|20)|新的一年|面对|“十|\d|[（(])"
)
_CLOSING = re.compile(
    r"各位代表|各位委员|同志们|同时，我们[也还]|我们也?清醒|在(?:肯定|看到).{0,6}成绩|回顾|过去的?[一五]年|五年来|上述成绩|以上成绩|新的一年|总的来看"
)

_ONE_YEAR = re.compile(
    r"(?:各位代表[！，,!])?(?:刚刚过去的(?:一年|\d{4}年)|过去的?一年|一年来|回顾(?:过去)?的?一年)"
)
_OF_ONE_YEAR = re.compile(r"一年来|[过这]去?的?一年|去年|全年|20\d\d年")
_FIVE_YEARS = re.compile(
    r"(?:过去|刚刚过去|这)的?五年|五年(?:来|间)|“(?P<number>十[一二三四五六七八九]?)五”(?:时期|期间|的五年|以来)|回顾“(?P<also>十[一二三四五六七八九]?)五”"
)
_THAT_YEAR = re.compile(r"(?:各位代表[！，,!])?(?P<year>\d{4})年")
_SHIFT_REACH = 60  # characters of a paragraph that may turn it to other years

_MENTION = re.compile(
    r"(?P<year>20\d\d)年|“?(?P<plan>十[一二三四五六七八九]?)五”?(?:规划)?(?:时期|期间|规划|发展|建设|主要|目标|工作|$)|(?P<past>[过前]去?的?五年|本届政府|第?十[一二三四五六七八九]届(?:人民)?政府|五年(?:来|工作)?(?:回顾|工作))|(?P<coming>(?:今后|未来)(?:的)?五年)"
)
_REVIEW = re.compile(
    r"回顾|总结|执行情况|运行情况|完成情况|工作情况|发展基础|(?:发展|主要)成[就效]|取得.{0,8}成[就效]|过去一年"
)
_TASKS = re.compile(
    r"安排|重点工作|主要任务|任务|总体要求|总体目标|预期目标|工作目标|草案|打算|切实做好|今年|下一步|保障措施|主要措施|工作措施"
)
_DRAFT = re.compile(r"(?:预算|收支|收入|支出).{0,6}(?:草案|安排(?:情况)?)$")
_EXECUTED = re.compile(r"(?:预算|决算|收支).{0,4}(?:预计)?(?:执行|完成)情况$|决算(?:收支)?情况$")
_ADDRESSED = ("各位代表", "各位委员", "同志们", "刚刚过去")  # never said in passing
_LONG = 150  # characters of a paragraph that a sentence in passing does not fill
_BEGINS = 6  # characters of a heading before what it begins with: its number, a dash, 关于
_OUTLOOK = re.compile(r"远景|愿景|今后五年|未来五年|主要考虑")


class Node(NamedTuple):
    """A heading in the tree, or a stretch without one (heading "")."""

    heading: str
    level: int
    path: tuple[str, ...]
    start: int
    body: int
    end: int
    rank: int = 0  # of its numbering


class _Paragraph(NamedTuple):
    start: int
    text: str
    rank: int = -1  # of its heading; -1: it has none
    heading: str = ""
    body: int = 0  # where in the text what follows the heading begins

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def alone(self) -> bool:
        """The heading is all there is of the paragraph."""
        return self.rank >= 0 and self.body >= len(self.text)


def headings(text: str, after: int = 0, marked: Mapping[int, int] | None = None) -> list[Node]:
    """The tree of headings of a cleaned text, in text order, parents before children.

    after: where its own title ends. marked: levels of the paragraphs that the file itself marks as headings, by where they start.
    """
    paragraphs = _with_run_ins(_with_marked(_paragraphs(text, after), marked or {}))
    open_nodes: list[tuple[int, str]] = []  # rank and heading of the headings around this place
    found: list[tuple[Node, bool]] = []  # and whether it ends with its paragraph
    for number, paragraph in enumerate(paragraphs):
        if paragraph.rank < 0:
            follows_heading = number > 0 and paragraphs[number - 1].alone
            inside = bool(open_nodes) and open_nodes[-1][0] > _PART_RANK
            if open_nodes and (
                _CLOSING.match(paragraph.text) or _turn(paragraph.text, inside=inside)
            ):
                while open_nodes and open_nodes[-1][0] > _PART_RANK and not follows_heading:
                    open_nodes.pop()
                path = tuple(heading for _, heading in open_nodes)
                found.append(
                    (
                        Node("", len(path) + 1, path, paragraph.start, paragraph.start, 0),
                        False,
                    )
                )
            continue
        while open_nodes and open_nodes[-1][0] >= paragraph.rank:
            open_nodes.pop()
        path = (*(heading for _, heading in open_nodes), paragraph.heading)
        own_paragraph = paragraph.rank >= _DASH and not paragraph.alone
        end = paragraph.end if own_paragraph else 0
        found.append(
            (
                Node(
                    paragraph.heading,
                    len(path),
                    path,
                    paragraph.start,
                    paragraph.start + paragraph.body,
                    end,
                    paragraph.rank,
                ),
                own_paragraph,
            )
        )
        if not own_paragraph:
            open_nodes.append((paragraph.rank, paragraph.heading))
    return _ended([node for node, _ in found], len(text))


def _ended(nodes: list[Node], length: int) -> list[Node]:
    """The nodes with their ends: the next node of their level or above, where they have none of their own."""
    ends: list[int] = []
    open_at: dict[int, int] = {}
    for node in reversed(nodes):
        ends.append(
            node.end
            or min(
                (start for level, start in open_at.items() if level <= node.level), default=length
            )
        )
        open_at = {level: start for level, start in open_at.items() if level < node.level}
        open_at[node.level] = node.start
    return [
        Node(n.heading, n.level, n.path, n.start, n.body, end, n.rank)
        for n, end in zip(nodes, reversed(ends), strict=True)
    ]


def _paragraphs(text: str, after: int) -> list[_Paragraph]:
    found: list[_Paragraph] = []
    at = 0
    for line in text.split("\n"):
        if at >= after and line.strip() and "\t" not in line and not is_row(line):
            found.append(_headed(_Paragraph(at, line)))
        at += len(line) + 1
    return _without_lists(found)


def _headed(paragraph: _Paragraph) -> _Paragraph:
    """The paragraph with the numbered heading it is or begins with."""
    text = paragraph.text
    for rank, numbering in enumerate(_NUMBERINGS) if _NUMBER_BEGINS.match(text) else ():
        if match := numbering.match(text):
            return _with_heading(paragraph, rank, match.end())
    if text.startswith(("——", "--")) and not text.startswith("-->"):
        return _with_heading(paragraph, _DASH, 2, clauses=False)
    if len(text) <= _LONGEST_RUN_IN and _UNNUMBERED.fullmatch(text):
        return _Paragraph(paragraph.start, text, _PART_RANK, text, len(text))
    return paragraph


def _with_heading(
    paragraph: _Paragraph, rank: int, after: int, *, clauses: bool = True
) -> _Paragraph:
    text = paragraph.text
    if (
        len(text) <= _LONGEST_LINE
        and "。" not in text[:-1]
        and text[-1] not in "；，：！？"
        and not (rank == _DASH and _has_figure(text))
    ):
        return _Paragraph(paragraph.start, text, rank, text.rstrip("。 "), len(text))
    sentence = _SENTENCE.match(text, after)
    if sentence and len(sentence[0]) <= _LONGEST_SENTENCE and not _has_figure(sentence[0]):
        return _Paragraph(paragraph.start, text, rank, text[: sentence.end() - 1], sentence.end())
    clause = _CLAUSE.match(text, after)
    if clauses and clause and len(clause[0]) <= _LONGEST_CLAUSE and not _has_figure(clause[0]):
        return _Paragraph(paragraph.start, text, rank, text[: clause.end()], after)
    return paragraph


def _has_figure(text: str) -> bool:
    """Whether it says a number of something; a number in a name (“十四五”, “342”) is none, nor is a year."""
    return _FIGURE.search(_YEAR.sub("", _QUOTED.sub("", text))) is not None


def _without_lists(paragraphs: list[_Paragraph]) -> list[_Paragraph]:
    """Dashes that lead the items of a list, one short sentence each, are no headings."""
    found: list[_Paragraph] = []
    for number, paragraph in enumerate(paragraphs):
        if paragraph.rank == _DASH and paragraph.alone:
            around = paragraphs[max(0, number - 1) : number] + paragraphs[number + 1 : number + 2]
            if any(other.text.startswith("——") for other in around):
                paragraph = _Paragraph(paragraph.start, paragraph.text)
        found.append(paragraph)
    return found


def _with_marked(paragraphs: list[_Paragraph], marked: Mapping[int, int]) -> list[_Paragraph]:
    """Headings the file marks and that have no number: as deep as the numbered ones of the same level, else as their level says."""
    ranks = {
        marked[paragraph.start]: paragraph.rank
        for paragraph in paragraphs
        if paragraph.rank >= 0 and paragraph.start in marked
    }
    found: list[_Paragraph] = []
    for paragraph in paragraphs:
        level = marked.get(paragraph.start)
        if level and paragraph.rank < 0 and len(paragraph.text) <= _LONGEST_LINE:
            rank = ranks.get(level, min(_PART_RANK + level - 1, _DASH - 1))
            paragraph = _Paragraph(
                paragraph.start,
                paragraph.text,
                rank,
                paragraph.text.rstrip("。 "),
                len(paragraph.text),
            )
        found.append(paragraph)
    return found


def _with_run_ins(paragraphs: list[_Paragraph]) -> list[_Paragraph]:
    """Paragraphs whose first sentence is a heading: short, without a figure, and not the only one of its kind in its place."""
    likely = [_run_in(paragraph) for paragraph in paragraphs]
    found: list[_Paragraph] = []
    for number, paragraph in enumerate(paragraphs):
        candidate = likely[number]
        if candidate:
            under_heading = (
                number > 0
                and paragraphs[number - 1].alone
                and paragraphs[number - 1].rank > _PART_RANK
            )
            beside = any(likely[max(0, number - 2) : number]) or any(
                likely[number + 1 : number + 3]
            )
            paragraph = candidate if under_heading or beside else paragraph
        found.append(paragraph)
    return found


def _run_in(paragraph: _Paragraph) -> _Paragraph | None:
    text = paragraph.text
    sentence = _SENTENCE.match(text)
    if paragraph.rank >= 0 or not sentence or text.startswith("——") or _NO_RUN_IN.match(text):
        return None
    longest = _LONGEST_SENTENCE if re.match(r"[一二三四五六七八九十]是", text) else _LONGEST_RUN_IN
    if not 5 <= len(sentence[0]) <= longest or _has_figure(sentence[0]) or "：" in sentence[0]:
        return None
    return _Paragraph(paragraph.start, text, _RUN_IN, sentence[0][:-1], sentence.end())


def _turn(text: str, *, inside: bool = False) -> str:
    """To which years the beginning of a paragraph turns: "one", "five" or "" for neither. inside: it stands under a numbered item."""
    if _ONE_YEAR.match(text):
        return "one"
    if _FIVE_YEARS.search(text, 0, _SHIFT_REACH):
        return "five"
    return "one" if not inside and _THAT_YEAR.match(text) else ""


def _length(years: Years | None) -> int:
    return years[1] - years[0] if years else 0


class _Said(NamedTuple):
    """What the headings around a place say that it speaks of."""

    part: Part
    years: Years | None
    sure: bool = False  # a heading says it in so many words
    own: bool = True  # the innermost heading itself does
    also: Years | None = (
        None  # where it names both a year and a plan that are past: the other of the two
    )

    @property
    def frames(self) -> tuple[int, ...]:
        if not self.sure or self.part == "other":
            return ()
        if self.part == "review":
            if self.also:
                return (frames.PAST, frames.FIVE)
            return (frames.FIVE if self.several else frames.PAST,)
        return (frames.OUTLOOK,) if self.part == "outlook" else (frames.TASKS,)

    @property
    def several(self) -> bool:
        return self.years is not None and self.years[0] != self.years[1]

    def of(self, frame: int, default: Years) -> tuple[Part, Years]:
        """Part and years of a frame here: the heading's own years where it speaks of that frame."""
        part: Part = _PARTS[frame]
        several = frame in (frames.FIVE, frames.OUTLOOK)
        for years in (self.years, self.also):
            if self.part == part and years and (years[0] != years[1]) == several:
                return part, years
        return part, default


_PARTS: tuple[Part, ...] = ("review", "review", "tasks", "outlook")


def spoken_for(
    text: str, nodes: list[Node], kind: DocumentKind, reviewed: int | None, planned: int | None
) -> tuple[tuple[Section, ...], tuple[frames.Decided, ...]]:
    """The sections with what they speak of, and the frame of every sentence of a document that has several.

    A stretch that says nothing the text before it did not say is part of that. Where a stretch of a section is of another frame
    than what the section begins with, it is a section of its own, with an empty heading.
    """
    speaker = _Speaker(kind, reviewed, planned, text)
    said = [speaker.of(node) for node in nodes]
    lead = _Speaker(kind, reviewed, planned).default()
    years = _years_of(kind, reviewed, planned, said)
    if years is None:
        plain = [_section(node, one.part, one.years) for node, one in zip(nodes, said, strict=True)]
        return _merged(plain), ()
    stretches, owners = _stretches(text, nodes, said, years, lead)
    decided = frames.decide(stretches)
    first: dict[int, frames.Decided] = {}
    for number in range(len(nodes)):
        at = bisect_left(stretches, nodes[number].body, key=attrgetter("start"))
        if at < len(decided) and decided[at].start < nodes[number].end:
            first[number] = decided[at]
    defaults = _default_years(kind, *years)
    found: list[Section] = []
    for number, (node, one) in enumerate(zip(nodes, said, strict=True)):
        if number in first:
            frame = first[number].frame
            part, span = one.of(frame, defaults[frame])
            found.append(_section(node, part, span))
        else:
            found.append(_section(node, one.part, one.years))
    found += _turned(decided, owners, nodes, said, first, defaults, lead)
    found.sort(key=lambda section: (section.start, section.level))
    return _merged(found), tuple(decided)


def _section(node: Node, part: Part, years: Years | None) -> Section:
    return Section(
        node.heading, node.level, node.path, node.start, node.body, node.end, part, years
    )


def _merged(sections: list[Section]) -> tuple[Section, ...]:
    found: list[Section] = []
    for section in sections:
        before = found[-1] if found else None
        same = before and (before.path, before.part, before.years) == (
            section.path,
            section.part,
            section.years,
        )
        if before and same and not section.heading:
            if section.end <= before.end:
                continue
            if not before.heading and before.level == section.level and before.end <= section.start:
                found[-1] = replace(before, end=section.end)
                continue
        found.append(section)
    return tuple(found)


def _years_of(
    kind: DocumentKind, reviewed: int | None, planned: int | None, said: list[_Said]
) -> tuple[int, int] | None:
    """The year reviewed and the first year to come of a document that speaks of both; None of any other."""
    if kind not in ("work_report", "plan_report", "budget_report", "five_year_plan", "other"):
        return None
    if kind == "five_year_plan":
        return (reviewed, reviewed + 1) if reviewed else None
    if kind == "budget_report" and not reviewed:
        return None
    if not planned and kind == "other":
        years = [one.years for one in said if one.sure and one.part == "tasks" and one.years]
        planned = years[0][0] if years else None
    if not planned:
        return None
    return reviewed or planned - 1, planned


def _default_years(kind: DocumentKind, reviewed: int, planned: int) -> tuple[Years, ...]:
    """The years of each frame where no heading says them."""
    coming = (planned, planned + 4)
    tasks = coming if kind == "five_year_plan" else (planned, planned)
    return (reviewed, reviewed), (reviewed - 4, reviewed), tasks, coming


def _stretches(
    text: str, nodes: list[Node], said: list[_Said], years: Years, lead: _Said
) -> tuple[list[frames.Stretch], list[int]]:
    """The sentences to be decided, and of each the node that it stands in (-1: in none)."""
    found: list[frames.Stretch] = []
    owners: list[int] = []
    starts = [node.start for node in nodes]
    spoken = [one.frames for one in said]
    known, before, begun = frames.known(), -1, 0
    for start, end in frames.sentences(text, 0, len(text)):
        owner = bisect_right(starts, start) - 1
        while owner >= 0 and nodes[owner].end <= start:
            owner -= 1
        if owner >= 0 and start < nodes[owner].body:
            continue  # the heading itself
        said_here = frames.emission(
            frames.tokens(text[start : min(end, start + frames.LONGEST)], *years, known)
        )
        opened = (
            start == 0 or text[start - 1] == "\n" or (owner >= 0 and start == nodes[owner].body)
        )
        begun = start if opened else begun
        # “各位代表！2025年是收官之年。五年来，…”: the beginning of a paragraph may turn with its second sentence
        opening = frames.opening(text, start, *years) if start - begun <= _SHIFT_REACH else -1
        allowed = spoken[owner] if owner >= 0 else lead.frames
        entered, headed = "", owner
        while headed >= 0 and not nodes[headed].heading:
            headed -= 1  # a stretch of its own may begin with the first sentence below a heading
        if owner >= 0 and headed >= 0 and headed != before:
            turns = said[headed].own or nodes[headed].rank <= _PART_RANK
            entered = "part" if turns else "item"
            if opening < 0:
                opening = frames.opening(
                    nodes[headed].heading, _number(nodes[headed].heading), *years
                )
        passing = -1
        below = entered == "part"  # the first words below a heading of both are no words in passing
        if opening >= 0 and allowed and (len(allowed) == 2 or opening not in allowed) and not below:
            inside = owner >= 0 and bool(nodes[owner].heading) and nodes[owner].rank > _PART_RANK
            if inside or not _turns_for_long(text, begun):
                opening, passing = -1, opening
        opened = opened or opening >= 0
        found.append(
            frames.Stretch(start, end, said_here, allowed, entered, opened, opening, passing)
        )
        owners.append(owner)
        before = headed if owner >= 0 else owner
    return found, owners


def _turns_for_long(text: str, start: int) -> bool:
    """Whether a paragraph that opens with other years than its heading's is about these: addressed to all, or long."""
    end = text.find("\n", start)
    paragraph = text[start : end if end >= 0 else len(text)]
    return paragraph.startswith(_ADDRESSED) or paragraph[-1:] in "：:" or len(paragraph) > _LONG


def _number(heading: str) -> int:
    """How long the number of a heading is."""
    return next((m.end() for numbering in _NUMBERINGS if (m := numbering.match(heading))), 0)


def _turned(
    decided: list[frames.Decided],
    owners: list[int],
    nodes: list[Node],
    said: list[_Said],
    first: dict[int, frames.Decided],
    defaults: tuple[Years, ...],
    lead: _Said,
) -> list[Section]:
    """The stretches of sections that are of another frame than the section's beginning."""
    found: list[Section] = []
    open_at = (-2, -1)  # node and frame of the stretch that is open
    preface = bool(said) and bool(said[0].frames)  # what stands before is no part
    for one, owner in zip(decided, owners, strict=True):
        own = first[owner].frame if owner in first else -1
        if one.frame == own or (owner < 0 and preface):
            open_at = (-2, -1)
            continue
        if open_at == (owner, one.frame):
            found[-1] = replace(found[-1], end=one.end)
            continue
        open_at = (owner, one.frame)
        node = nodes[owner] if owner >= 0 else Node("", 0, (), 0, 0, 0)
        part, span = (said[owner] if owner >= 0 else lead).of(one.frame, defaults[one.frame])
        found.append(
            Section("", node.level + 1, node.path, one.start, one.start, one.end, part, span)
        )
    return found


class _Speaker:
    """Follows, from heading to heading, what they say the document speaks of.

    A heading's own words decide (years first, then 回顾, 安排 …); one that says nothing goes on with what its parent, else the heading
    before it, speaks of.
    """

    def __init__(
        self, kind: DocumentKind, reviewed: int | None, planned: int | None, text: str = ""
    ) -> None:
        self.kind = kind
        self.text = text
        self.reviewed = reviewed
        self.planned = planned
        self.now = self.default()
        self.by_level: dict[int, _Said] = {}

    def of(self, node: Node) -> _Said:
        around = self.by_level.get(node.level - 1, self.now)
        if not node.heading:
            said = around._replace(own=False)
        elif node.level == 1:
            own = self._by_heading(node.heading, top=node.rank <= _PART_RANK)
            if own and own.also and not _OF_ONE_YEAR.search(self.text, node.body, node.end):
                # 过去五年及2021年工作回顾 below which no one year is spoken of
                own = own._replace(years=max(own.years, own.also, key=_length), also=None)
            said = self.now = own or self._goes_on()
        else:
            said = self._by_heading(node.heading, top=False) or around._replace(own=False)
        self.by_level[node.level] = said
        return said

    def _goes_on(self) -> _Said:
        """What a part without a word of it speaks of: that of the part before; in a plan, whose first chapter looks back, the plan's."""
        before = self.default() if self.kind == "five_year_plan" else self.now
        return before._replace(own=False)

    def default(self) -> _Said:
        """What the document speaks of where no heading says anything."""
        reviewed, planned = self.reviewed, self.planned
        if self.kind == "five_year_plan":
            return _Said("outlook", (planned - 4, planned) if planned else None, sure=True)
        if self.kind in ("communique", "table"):
            return _Said("review", (reviewed, reviewed) if reviewed else None)
        if looks_ahead(self.kind, reviewed, planned):
            return _Said("tasks", (planned, planned) if planned else None)
        return _Said("other", None)

    def _by_heading(self, heading: str, *, top: bool) -> _Said | None:
        reviewed, planned = self.reviewed, self.planned
        if self.kind in ("communique", "table", "ledger", "appointments"):
            return None
        if self.kind == "five_year_plan":
            if reviewed and _REVIEW.search(heading):
                return _Said("review", (reviewed - 4, reviewed), sure=True)
            return None
        if said := self._by_years(heading, top=top):
            return said
        if not top:
            return self._by_accounts(heading)
        if _REVIEW.search(heading):
            return _Said("review", (reviewed, reviewed) if reviewed else None, sure=True)
        if _OUTLOOK.search(heading):
            return _Said("outlook", (planned, planned + 4) if planned else None, sure=True)
        if _TASKS.search(heading):
            return _Said("tasks", (planned, planned) if planned else None, sure=True)
        return None

    def _by_years(self, heading: str, *, top: bool) -> _Said | None:
        """What the years that a heading names say. Below the parts only what it begins with: the rest is said in passing."""
        mentions = [
            (mention, years)
            for mention in _MENTION.finditer(heading)
            if (years := self._mentioned(mention))
        ]
        if not mentions or (not top and mentions[0][0].start() > _BEGINS):
            return None
        first = mentions[0][1]
        part = self._part(first, heading)
        also = next(
            (
                years
                for _, years in mentions[1:]
                if part == "review" == self._part(years, heading)
                and (years[0] == years[1]) != (first[0] == first[1])
            ),
            None,
        )
        return _Said(part, first, part != "other", also=also if top else None)

    def _by_accounts(self, heading: str) -> _Said | None:
        """The parts of a budget report by fund: 一般公共预算执行情况, 一般公共预算草案."""
        if self.kind not in ("budget_report", "other"):
            return None
        reviewed, planned = self.reviewed, self.planned
        if planned and _DRAFT.search(heading):
            return _Said("tasks", (planned, planned), sure=True)
        if reviewed and _EXECUTED.search(heading):
            return _Said("review", (reviewed, reviewed), sure=True)
        return None

    def _mentioned(self, mention: re.Match[str]) -> Years | None:
        if mention["year"]:
            return int(mention["year"]), int(mention["year"])
        if mention["plan"]:
            return five_years(mention["plan"])
        if mention["past"]:
            return (self.reviewed - 4, self.reviewed) if self.reviewed else None
        return (self.planned, self.planned + 4) if self.planned else None

    def _part(self, years: Years, heading: str) -> Part:
        if self.planned is None:
            return (
                "review"
                if _REVIEW.search(heading)
                else "tasks"
                if _TASKS.search(heading)
                else "other"
            )
        if years[1] < self.planned:
            return "review"
        return "tasks" if years[0] == years[1] else "outlook"
