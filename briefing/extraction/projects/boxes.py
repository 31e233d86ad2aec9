"""Lists of projects without a verb: the 专栏 and 附表 of plans, under a title that says they are projects.

专栏2 基础设施重点项目
交通。望江路东延道路建设工程、文汇路南段道路建设工程。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing import lazy as re
from briefing.extraction.projects import names
from briefing.extraction.projects.classes import CATEGORY
from briefing.extraction.projects.names import Named
from briefing.extraction.projects.verbs import verbs
from briefing.extraction.projects.when import When
from briefing.model import Document, ProjectMention, Stage, squeeze

_TITLE = re.compile(
    r"(?m)^[ \t　]*(?:专栏|附表|附件)[ 　]*[\d一二三四五六七八九十]*(?:[-—－]\d+)?[ 　:：.．、]*"
    r"[^\n。；]{2,40}?(?:(?:项目|工程)(?:清单|名单|目录|一览表|表|库)?|清单|名单)"
    r"[ 　]*(?:[（(][^（）()\n]{1,20}[）)])?[:：]?[ \t]*$"
)
_TITLED = ("专栏", "附表", "附件")  # most documents have none
_LINE = re.compile(r"[^\n]+")
_LABEL = re.compile(
    r"[ \t　]*(?:\d{1,3}[.．、](?!\d)|[（(][\d一二三四五六七八九十]{1,3}[）)]|[-·•●◆—]+|[一二三四五六七八九十]+、)?[ 　]*"
    r"(?:(?P<label>[^。：:、，；\n]{2,14})[。：:](?=[^\n]))?"
)
_APART = re.compile(r"[，,；;。]")
_BARE_PLACE = re.compile(r"[^、，]{1,5}(?:村|庄|社区|片区|街道)")
_CLOSING = re.compile(r"等(?:\d+个)?(?:重[点大])?(?:建设)?(?:项目|工程)?(?:建设)?$")
_MONEY = re.compile(r"总?投资(?:约)?(?P<money>\d[\d.,]*(?:万|亿)元)")
_BOX_LINES = 60  # no longer is a box
_LONGEST = 2000  # characters of a line


def boxed(document: Document, when: When) -> Iterator[ProjectMention]:
    """The projects of the document's boxes, in text order."""
    text = document.text
    if not any(word in text for word in _TITLED):
        return
    for title in _TITLE.finditer(text):
        stage: Stage = next(
            (stage for stage, table in CATEGORY if table.search(title.group())), "reserved"
        )
        status, period = when.at(title.end())
        for start, end in lines(text, title.end() + 1):
            found = names_of(text, start, end)
            if not found:
                break
            for named in found:
                money = _MONEY.search(text, named.end, min(end, named.end + 30))
                yield ProjectMention(
                    kind="named",
                    name=squeeze(named.name),
                    stage=stage,
                    status=status,
                    period=period,
                    area=document.area,
                    source=document.source(named.start, named.end, (start, end), (start, end)),
                    investment=money["money"] if money and text[named.end] in "（(" else None,
                )


def lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The lines of a box that list: up to the first that does not, or an empty one."""
    for line in _LINE.finditer(text, start, min(len(text), start + _BOX_LINES * _LONGEST)):
        if line.start() > start + 1 or not line.group().strip():
            return
        start = line.end()
        if len(line.group()) > _LONGEST:
            return
        label = _LABEL.match(text, line.start())
        yield (label.end() if label else line.start()), line.end()


def names_of(text: str, start: int, end: int) -> list[Named]:
    """The names of a line, or none where most of what stands between its marks is no project's name."""
    masked = names.masked(text[start:end])
    if verbs(masked, 0).before:
        return []
    found: list[Named] = []
    at = 0
    for stop in [*(mark.start() for mark in _APART.finditer(masked)), len(masked)]:
        if closing := _CLOSING.search(masked, at, stop):
            found += _items(text, masked, start, at, closing.start())
        else:
            found += _items(text, masked, start, at, stop)
        at = stop + 1
    good = [named for named in found if names.is_listed_project(named.name)]
    built = [named for named in good if names.ends_as_built(named.name)]
    return good if found and len(built) * 2 > len(found) else []


def _items(text: str, masked: str, offset: int, start: int, end: int) -> Iterator[Named]:
    """The items between two marks; villages before the last are part of its name (甲村、乙村城中村改造项目)."""
    cuts = [i for i in range(start, end) if masked[i] == "、"]
    items = list(zip([start, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True))
    if names.several_as_one(masked, start, end) or (
        len(items) > 1 and all(_BARE_PLACE.fullmatch(masked[a:b]) for a, b in items[:-1])
    ):
        items = [(start, end)]
    for a, b in items:
        while a < b and masked[a] in " \t　":
            a += 1
        while b > a and masked[b - 1] in " \t　":
            b -= 1
        if b - a >= 3:
            yield Named(text[offset + a : offset + b], offset + a, offset + b)
