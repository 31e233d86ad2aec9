"""Problems: what a report says is still wanting, one by one."""

from __future__ import annotations

from briefing import lazy as re
from briefing.extraction.tasks.places import Span, period_of, sentences, stripped
from briefing.model import Document, Task

_NOUN = "(?:困难|问题|挑战|不足|短板|矛盾|差距|薄弱环节|风险|弱项)"
# 我们也清醒地认识到，… 问题: how a report turns to them. Looked for in single lines; every part is bounded.
_OPENING = re.compile(
    rf"(?:清醒|客观|同时|但|成绩|看到)[^。\n]{{0,24}}?(?:认识|看|意识)到[，,：:]?(?=[^。\n]{{0,120}}?{_NOUN})"
)
_HEADING = re.compile(r"(?:存在|面临)的?(?:主要|突出)?(?:的)?(?:困难|问题|挑战|不足|短板)")
_WHICH_ARE = re.compile(r"主要(?:有|是|表现[为在]|体现[为在]|集中在)[：:，,]?|[：:]")
_IN_GENERAL = re.compile(
    rf"[^，,。]{{0,60}}{_NOUN}(?:和{_NOUN})?(?:仍然?)?(?:不少|较多|很多)?(?=。)"
)
_TURNS_AWAY = re.compile(
    r"(?:对此|为此|对这些|对于这些|针对|这些|以上|上述|面对|面向|我们|今后|下一步|下步|各位代表|同志们|对上述|对存在|在今后|展望|必须|新的一年|各级各部门)"
)
_ORDINAL = re.compile(
    r"(?:^|(?<=[，、；。：\n]))(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]，|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.．、](?!\d))"
)
_PIECE = re.compile(r"[^；;。\n]+")
_AND_SO_ON = re.compile(r"[，、]?等+(?:方面的?)?(?:问题|困难|挑战)*$")
# What a report says of its problems in general, among them or behind them.
_NO_PROBLEM = re.compile(r"我们(?:一定|将|要|必须)|诗人|催化剂|问题导向|下大力气加以解决")
_LONGEST = 2000  # of the list
_CLAUSES = 3  # so many and no ； between them: each clause is a problem


def problems(document: Document) -> tuple[Task, ...]:
    """The problems a report names, in its order: cut at ；, at 一是 二是, or at ， where one sentence counts them all."""
    tasks: list[Task] = []
    for region in _regions(document):
        for start, end in _items(document.text, *region):
            text = document.text[start:end]
            tasks.append(
                Task(
                    kind="problem",
                    number=str(len(tasks) + 1),
                    title=text,
                    text=text,
                    period=period_of(document, start),
                    area=document.area,
                    source=document.source(start, end, (start, end)),
                )
            )
    return tuple(tasks)


def _regions(document: Document) -> list[Span]:
    """Where the problems stand: a section so headed, or what follows 我们也认识到… in its paragraph."""
    headed = [
        (s.body, min(s.end, s.body + _LONGEST))
        for s in document.sections
        if len(s.heading) < 30 and _HEADING.search(s.heading)
    ]
    found: list[Span] = []
    at = 0
    while opening := _OPENING.search(document.text, at):
        last = min(len(document.text), opening.end() + _LONGEST)
        line = document.text.find("\n", opening.end(), last)
        region = _after(document.text, opening.end(), last if line < 0 else line)
        at = max(opening.end(), region[1])
        if not any(start <= region[0] < end for start, end in headed):
            found.append(region)
    return sorted(headed + found)


def _after(text: str, start: int, end: int) -> Span:
    """From where the first problem begins to where the report says what it will do about them."""
    stop = text.find("。", start, end)
    stop = end if stop < 0 else stop
    which = _WHICH_ARE.search(text, start, min(end, stop + 8))
    if which:
        start = which.end()
    elif _IN_GENERAL.match(text, start, stop + 1):
        start = stop + 1
    for sentence in sentences(text, start, end):
        if sentence[0] > start and _TURNS_AWAY.match(text, *sentence):
            return start, sentence[0]
    return start, end


def _items(text: str, start: int, end: int) -> list[Span]:
    ordinals = list(_ORDINAL.finditer(text, start, end))
    if len(ordinals) > 1:
        ends = [ordinal.start() for ordinal in ordinals[1:]] + [end]
        pieces = [(ordinal.end(), stop) for ordinal, stop in zip(ordinals, ends, strict=True)]
    else:
        pieces = [piece.span() for piece in _PIECE.finditer(text, start, end)]
        if len(pieces) <= 2 and all(text.count("，", *piece) >= _CLAUSES for piece in pieces[:1]):
            pieces = [
                clause.span() for clause in re.compile("[^，；;。\n]+").finditer(text, start, end)
            ]
    return [item for piece in pieces if (item := _trimmed(text, *piece))]


def _trimmed(text: str, start: int, end: int) -> Span | None:
    start, end = stripped(text, start, end, also="。；;，,：:")
    if more := _AND_SO_ON.search(text, start, end):
        end = more.start()
    return (start, end) if end - start >= 4 and not _NO_PROBLEM.search(text, start, end) else None
