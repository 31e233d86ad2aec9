"""The numbers of headings or of 专栏 repeat or skip, or change their style on the way.

A list that begins again at one and goes on is a new list. 专栏 (boxes) are numbered through the whole document.

Passes: （一）（二）（三）; （一）（二） … （一）（二） under another part.
Fails: 一、三、; （一）（二）（二）; （1）（二）; 专栏1 … 专栏1 … 专栏2.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefing.analysis.rules.base import Seen, TextRule, at
from briefing.model import Document, Section

_HAN = "零一二三四五六七八九"
_NUMBERED = re.compile(
    r"(?P<style>第(?=[一二三四五六七八九十]+[章节篇部])|[（(](?=[一二三四五六七八九十]+[）)])|(?=[一二三四五六七八九十]+、)|[（(](?=\d+[）)])|专栏\s*(?=\d)|(?=\d+[.．、](?!\d)))"
    r"(?P<number>[一二三四五六七八九十]+|\d+)(?P<after>[章节篇部]|[）)]|、|[.．]|)"
)


@dataclass(frozen=True, slots=True)
class _Heading:
    style: str  # （一）, （1）, 一、, 第一章, 专栏
    number: int
    section: Section


def check(document: Document) -> Iterator[Seen]:
    lists: defaultdict[tuple[str, ...], list[_Heading]] = defaultdict(list)
    last: dict[
        str, int
    ] = {}  # a numbering may run on under the next heading: 1. to 18. through the whole document
    boxes = []
    for section in document.sections:
        heading = _read(section)
        if heading and heading.style == "专栏":
            boxes.append(heading)
        elif heading:
            siblings = lists[section.path[:-1]]
            if not siblings and heading.number not in (1, last.get(heading.style, 0) + 1):
                yield _seen(document, heading, f"标题序号不从一开始：第一个是“{_shown(heading)}”。")
            siblings.append(heading)
            last[heading.style] = heading.number
    for siblings in lists.values():
        yield from _in_order(document, siblings)
    yield from _boxes(document, boxes)


def _read(section: Section) -> _Heading | None:
    match = _NUMBERED.match(section.heading)
    if not match:
        return None
    digits = match["number"]
    han = not digits.isdigit()
    opening = match["style"].strip().replace("(", "（")
    style = (
        opening
        if opening == "专栏"
        else f"{opening}{'一' if han else '1'}{match['after'].replace(')', '）').replace('．', '.')}"
    )
    return _Heading(style, _number(digits), section)


def _number(digits: str) -> int:
    if digits.isdigit():
        return int(digits)
    tens, ten, ones = digits.partition("十")
    if not ten:
        return _HAN.index(digits) if len(digits) == 1 else 0
    return 10 * (_HAN.index(tens) if tens else 1) + (_HAN.index(ones) if ones else 0)


def _in_order(document: Document, headings: Sequence[_Heading]) -> Iterator[Seen]:
    for before, heading in pairwise(headings):
        if heading.number == before.number + 1 and heading.style != before.style:
            yield _seen(
                document,
                heading,
                f"标题序号写法不一：“{_shown(before)}”之后是“{_shown(heading)}”。",
            )
        elif heading.style != before.style or heading.number == 1:
            continue  # another list
        elif heading.number == before.number:
            yield _seen(
                document, heading, f"标题序号重复：“{_shown(before)}”之后又是“{_shown(heading)}”。"
            )
        elif heading.number != before.number + 1:
            word = "跳号" if heading.number > before.number else "倒退"
            yield _seen(
                document, heading, f"标题序号{word}：“{_shown(before)}”之后是“{_shown(heading)}”。"
            )


def _boxes(document: Document, boxes: Sequence[_Heading]) -> Iterator[Seen]:
    seen: dict[int, _Heading] = {}
    for box in boxes:
        if box.number in seen:
            yield _seen(
                document,
                box,
                f"专栏序号重复：“{_shown(seen[box.number])}”之后又有“{_shown(box)}”。",
            )
        elif seen and box.number > max(seen) + 1:
            yield _seen(document, box, f"专栏序号跳号：专栏{max(seen)}之后是“{_shown(box)}”。")
        seen.setdefault(box.number, box)


def _shown(heading: _Heading) -> str:
    text = heading.section.heading
    return text if len(text) <= 24 else text[:24] + "…"


def _seen(document: Document, heading: _Heading, message: str) -> Seen:
    return Seen(
        message,
        sources=(
            at(
                document,
                heading.section.start,
                max(heading.section.body, heading.section.start + 1),
            ),
        ),
    )


RULE = TextRule("numbering", "medium", "标题或专栏序号有误", check)
