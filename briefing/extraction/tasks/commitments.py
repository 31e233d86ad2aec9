"""Commitments: the task part of a work report or plan report, one for each sentence that promises something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.extraction.tasks import goals
from briefing.extraction.tasks.numbering import numbered
from briefing.extraction.tasks.places import Span, period_of, sentences
from briefing.model import Document, Task

_KINDS = ("work_report", "plan_report")
_GOALS = re.compile(r"(?:预期|主要|发展)目标[^。]{0,12}(?:是|为|如下)?[：:]")
_NO_TASKS = re.compile(r"总体要求|指导思想|总体思路|总体考虑|形势|基本原则|背景")
# What a report says around its tasks: of the year, of the time, to the delegates.
_NO_TASK = re.compile(
    r"各位(?:代表|委员)|同志们|让我们|当前，|总体要求是|指导思想是|总的要求|总体思路|(?:20\d\d年|今年)，?是|我们(?:深知|坚信|完全|清醒|既|相信|有信心)|只要|需要说明的是|做好.{0,12}意义"
    r"|(?:为|围绕)(?:了)?(?:实现|完成)?(?:上述|以上|此)|综合(?:考虑|分析|研判)|站在|展望|回顾|面对(?!面)|新时代新征程|新征程上|百尺|奋斗|道阻|征程"
)
_LEAD_IN = re.compile(
    r"(?:做好|抓好|做到|坚持|突出|聚焦|实现|着力|重点).{0,24}(?:以下|下列|如下|[一二三四五六七八九十\d]+个方面)|^[^，。]{0,40}[：:]$"
)
_SLOGAN = 14  # a sentence so short and without a figure is the heading of those behind it: 抢抓政策机遇。
_PART = re.compile(r"[^；;]+[；;]?")


def commitments(document: Document) -> tuple[Task, ...]:
    """One task for each sentence, or part of one up to ；, of the sections that speak of the work to come.

    `title` is the heading it stands under (a paragraph's own, where it has one), `goal` its clauses with figures, `deadline`
    its date as written. Opening and closing remarks, and what only names the requirements of the year, are left out.
    """
    if document.kind not in _KINDS:
        return ()
    tasks: list[Task] = []
    for title, (start, end) in _promises(document):
        text = document.text[start:end]
        tasks.append(
            Task(
                kind="commitment",
                number=str(len(tasks) + 1),
                title=title,
                text=text,
                period=period_of(document, start),
                area=document.area,
                source=document.source(start, end, (start, end)),
                goal=goals.goal(text),
                deadline=goals.deadline(text),
            )
        )
    return tuple(tasks)


def _promises(document: Document) -> Iterator[tuple[str, Span]]:
    for i, section in enumerate(document.sections):
        if section.part != "tasks" or any(_NO_TASKS.search(heading) for heading in section.path[:-1]):
            continue
        slogans = _slogans(document.text, section.body, section.end)
        inner = document.sections[i + 1].start if i + 1 < len(document.sections) else section.end
        title = numbered(section.heading)[1] if section.heading else numbered(section.path[-1])[1] if section.path else ""
        own = title
        paragraph = -1
        for start, end in sentences(document.text, section.body, min(section.end, inner)):
            line = document.text.rfind("\n", 0, start)
            if line != paragraph:
                paragraph, own = line, title
            text = document.text[start:end]
            if _GOALS.search(text):
                yield "主要预期目标", (start, end)
            elif len(section.path) < 2 or _NO_TASKS.search(section.heading) or _NO_TASK.match(text) or _LEAD_IN.search(text):
                continue
            elif start in slogans:
                own = numbered(text)[1]
            else:
                for part in _parts(document.text, start, end):
                    yield own, part


def _slogans(text: str, start: int, end: int) -> set[int]:
    """Where short sentences begin that head the ones behind them: a paragraph has several such or one at its beginning."""
    found: set[int] = set()
    for line in re.finditer(r"[^\n]+", text[start:end]):
        spans = list(sentences(text, start + line.start(), start + line.end()))
        short = {a for a, b in spans[:-1] if b - a <= _SLOGAN and "，" not in text[a:b] and not goals.goal(text[a:b])}
        if len(short) > 1 or (spans and spans[0][0] in short):
            found |= short
    return found


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence cut at ；, but for a remainder that is no clause of its own."""
    parts = [part.span() for part in _PART.finditer(text, start, end)]
    if len(parts) < 2 or any(stop - begin < 10 for begin, stop in parts):
        yield start, end
    else:
        yield from parts
