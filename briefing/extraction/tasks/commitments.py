"""Commitments: the task part of a work report or plan report, one for each sentence that promises something."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from briefing import lazy as re
from briefing.extraction.tasks import goals
from briefing.extraction.tasks.numbering import numbered
from briefing.extraction.tasks.places import Span, period_of, sentences
from briefing.model import Document, Section, Task

_KINDS = ("work_report", "plan_report")
GOALS = "主要预期目标"
_GOAL_HEADING = re.compile(r"(?:预期|主要|发展)目标")
_GOALS = re.compile(r"(?:预期|主要|发展)目标[^。]{0,12}(?:是|为|如下)?[：:]")
_NO_TASKS = re.compile(r"总体要求|指导思想|总体思路|总体考虑|形势|基本原则|背景")
_TASKS = re.compile(r"任务|重点工作|工作(?:安排|重点|举措)")
# What a report says around its tasks: of the year, of the time, to the delegates.
_NO_TASK = re.compile(
    r"各位(?:代表|委员)|同志们|让我们|当前，|总体要求是|指导思想是|总的要求|总体思路|(?:20\d\d年|今年)，?是|我们(?:深知|坚信|完全|清醒|既|相信|有信心)|只要|需要说明的是|做好.{0,12}意义"
    r"|(?:为|围绕)(?:了)?(?:实现|完成)?(?:上述|以上|此)|综合(?:考虑|分析|研判)|站在|展望|回顾|面对(?!面)|新时代新征程|新征程上|百尺|奋斗|道阻|征程"
)
# … and how it leads in to them: 重点做好以下工作：
_LEAD_IN = re.compile(
    r"[^：:]{0,80}(?:以下|下列|如下|[一二三四五六七八九十\d]+个?方面)[^：:，]{0,20}[：:。]|[^，。：:]{0,40}[：:](?=$)"
)
_LEADING_IN = re.compile("以下|下列|如下|方面|：|:")  # one of these is in every lead-in
_SLOGAN = (
    14  # a sentence so short and without a figure is the heading of those behind it: 抢抓政策机遇。
)
_SLOGAN_INSIDE = 8
_DOES = re.compile("完成|建成|新建|开通|出台|制定|启动|[^。]*“")  # short, and yet a task
_SLOGAN_IN_TURN = 16
_LONGEST_HEADING = 28
_COUNTED = re.compile(r"[一二三四五六七八九十]{1,3}是[^，；：]{2,24}。")
# How a sentence of a part's own text must begin to be a task of it.
_ACTS = re.compile(
    "坚持|坚决|坚定|加强|加快|强化|深化|深入|推进|推动|完善|健全|落实|严格|提高|提升|规范|优化|扎实|持续|全面|着力|积极|认真|自觉|树牢|践行|打造|建设|实施|开展|扩大|严守|严控|力戒"
)
_LINE = re.compile(r"[^\n]+")
_PART = re.compile(r"[^；;]+[；;]?")
# A link of the page that the report came from.
_TITLE_ENDS = ("工作报告", "统计公报", "规划纲要")
_TITLE = re.compile(rf"[^，。；]{{2,30}}(?:{'|'.join(_TITLE_ENDS)})")
_SHORTEST = 8  # characters of a promise


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
    """Every promise with the heading it stands under."""
    text = document.text
    for i, section in enumerate(document.sections):
        if section.part != "tasks" or any(map(_speaks_of_none, section.path[:-1])):
            continue
        end = (
            min(section.end, document.sections[i + 1].start)
            if i + 1 < len(document.sections)
            else section.end
        )
        heading = numbered(section.path[-1])[1] if section.path else ""
        tells = not _speaks_of_none(section.heading)
        for line in _LINE.finditer(text, section.body, end):
            title = heading
            spans = list(sentences(text, *line.span()))
            slogans = _slogans(text, spans)
            for span in spans:
                if span in slogans:
                    title = numbered(text[slice(*span)])[1]
                elif _gives_goals(section, text[slice(*span)]):
                    yield GOALS, span
                elif (
                    tells and _holds_tasks(section, text, span) and not _NO_TASK.match(text, *span)
                ):
                    for part in _parts(text, *span):
                        yield title, part


def _speaks_of_none(heading: str) -> bool:
    """Under 总体要求 and the like there are no tasks; 总体思路和目标任务 holds both."""
    return bool(_NO_TASKS.search(heading)) and not _TASKS.search(heading)


def _holds_tasks(section: Section, text: str, sentence: Span) -> bool:
    """It stands under a heading of a report's part; in a part's own text only what begins with a verb is a task."""
    return section.level > 1 and (bool(section.heading) or _ACTS.match(text, *sentence) is not None)


def _gives_goals(section: Section, sentence: str) -> bool:
    """The year's main targets: in one sentence, or line by line under a heading that says so."""
    return ("目标" in sentence and _GOALS.search(sentence) is not None) or (
        len(section.path) < 2
        and bool(_GOAL_HEADING.search(section.heading))
        and bool(goals.goal(sentence))
    )


def _slogans(text: str, spans: list[Span]) -> set[Span]:
    """The sentences of a paragraph that head those behind them: its first if short, several of a few characters, 一是 and so on."""
    short = [
        (a, b)
        for a, b in spans[:-1]
        if b - a <= _LONGEST_HEADING and "，" not in text[a:b] and not goals.goal(text[a:b])
    ]
    tiny = [(a, b) for a, b in short if b - a <= _SLOGAN_INSIDE]
    found = set(tiny) if len(tiny) > 1 else set()
    heading = [
        (a, b)
        for (a, b), (c, d) in pairwise(spans)
        if (a, b) in short
        and not _DOES.match(text, a, b)
        and b - a <= _SLOGAN_IN_TURN
        and d - c > _SLOGAN_IN_TURN
        and "，" in text[c:d]
    ]
    if len(heading) > 1:  # 让城市基础更完备。…。让城市环境更宜居。…。
        found |= set(heading)
    return found | {
        (a, b)
        for a, b in short
        if ((a, b) == spans[0] and b - a <= _SLOGAN) or _COUNTED.fullmatch(text, a, b)
    }


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence without what only leads in to it, cut at ；, but for remainders that are no clauses of their own."""
    if _LEADING_IN.search(text, start, end) and (lead_in := _LEAD_IN.match(text, start, end)):
        start = lead_in.end()
    parts = [part.span() for part in _PART.finditer(text, start, end)]
    parts = [
        part
        for part in parts
        if not (text.endswith(_TITLE_ENDS, *part) and _TITLE.fullmatch(text, *part))
    ]
    if any(stop - begin < _SHORTEST for begin, stop in parts):
        parts = [(start, end)] if end - start >= _SHORTEST else []
    yield from parts
