"""Livelihood items: the year's 民生实事, where a document lists them."""

from __future__ import annotations

from briefing import lazy as re
from briefing.extraction.tasks import goals
from briefing.extraction.tasks.numbering import numbered
from briefing.extraction.tasks.places import Span, period_of, stripped
from briefing.model import Document, Task

_NAMED = re.compile(r"民生实事|为民(?:办)?实事|惠民实事|为民办.{0,4}实事|民生.{0,4}实事")
_ITEM = re.compile(
    r"(?:^|(?<=[\n；。：]))[ 　]*(?:\d{1,2}\s*[.．、](?!\d)|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|[一二三四五六七八九十]{1,3}[、是])"
)
_INTRODUCES = re.compile(r"实事[^。\n：:]{0,20}[：:]")
_BEFORE_INTRODUCED = re.compile(r"(?:民生|为民|惠民).{0,6}$")
_CLOSE = re.compile(
    r"。(?=[^。]{0,40}(?:我们|各位代表|民生无小事|枝叶总关情|让人民|让群众|同志们))"
)
_LONGEST = 6000


def livelihood(document: Document) -> tuple[Task, ...]:
    """The items of every list of 民生实事: under a heading that names them, or behind a sentence that introduces them."""
    tasks: list[Task] = []
    for region in _regions(document):
        for start, end in _items(document.text, *region):
            number, words = numbered(document.text[start:end])
            title = re.split(r"[。：:，；]", words, maxsplit=1)[0]
            tasks.append(
                Task(
                    kind="livelihood",
                    number=number or str(len(tasks) + 1),
                    title=title,
                    text=words,
                    period=period_of(document, start),
                    area=document.area,
                    source=document.source(start, end, (start, end)),
                    goal=goals.goal(words),
                    deadline=goals.deadline(words),
                )
            )
    return tuple(tasks)


def _regions(document: Document) -> list[Span]:
    if _NAMED.search(document.title) and document.kind not in (
        "work_report",
        "plan_report",
        "budget_report",
    ):
        return [(0, len(document.text))]
    headed = [
        (s.body, s.end)
        for s in document.sections
        if len(s.heading) < 40 and _NAMED.search(s.heading)
    ]
    found: list[Span] = []
    for match in _INTRODUCES.finditer(document.text):
        named = _BEFORE_INTRODUCED.search(document.text, max(0, match.start() - 8), match.start())
        if named and not any(start <= match.start() < end for start, end in [*headed, *found[-1:]]):
            section = document.section_at(match.start())
            end = min(section.end if section else len(document.text), match.end() + _LONGEST)
            paragraph = document.text.find("\n", match.end(), end)
            if paragraph >= 0 and not _ITEM.match(document.text, paragraph + 1):
                end = paragraph  # the items stand in the sentence
            found.append((match.end(), end))
    return sorted(headed + found)


def _items(text: str, start: int, end: int) -> list[Span]:
    """Numbered items, outermost numbering only; at least two, or it is no list."""
    marks = list(_ITEM.finditer(text, start, end))
    if not marks:
        return []
    kind = _kind(marks[0].group())
    outer = [mark for mark in marks if _kind(mark.group()) == kind]
    if len(outer) < 2:
        return []
    ends = [mark.start() for mark in outer[1:]] + [end]
    last = text.find("\n", outer[-1].end(), end)
    ends[-1] = end if last < 0 else last
    ends[-1] = _without_close(text, outer[-1].end(), ends[-1])
    return [stripped(text, mark.start(), stop) for mark, stop in zip(outer, ends, strict=True)]


def _without_close(text: str, start: int, end: int) -> int:
    """Where the last item ends: the report's own words behind it (民生无小事…我们将…) are none."""
    close = _CLOSE.search(text, start, end)
    return close.start() + 1 if close else end


def _kind(mark: str) -> str:
    return re.sub(r"\d+", "1", re.sub(r"[一二三四五六七八九十]+", "一", mark.strip(" 　")))
