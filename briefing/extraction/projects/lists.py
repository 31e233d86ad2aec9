"""Projects that a paper lists one by one under a heading that says how far they are: （一）续建项目（6个） 1.某水库工程。总投资3亿元 …"""

from __future__ import annotations

from collections.abc import Iterator

from briefing import lazy as re
from briefing.extraction.projects import boxes, counts, kinds, names
from briefing.extraction.projects.classes import CATEGORY, stage_of_progress
from briefing.extraction.projects.verbs import verbs
from briefing.extraction.projects.when import When
from briefing.model import Document, ProjectMention, Section, Stage

_OF_PROJECTS = re.compile(r"(?:项目|工程)(?:[（(][^（）()]{1,20}[）)])?$")
_COUNT = re.compile(
    r"(?P<name>[^一二三四五六七八九十、（）()\s]{2,16}项目)[（(](?:共|计)?(?P<count>\d{1,4})[个项][^（）()]{0,16}[）)]$"
)
_LIVELIHOOD = re.compile("实事")
_ITEM = re.compile(
    r"(?m)^[ 　]*(?:\d{1,3}\s?[.．、](?!\d)|[（(]\d{1,3}[）)])[ 　]*(?P<name>[^。，；：:、\n（(]{4,60})(?P<rest>[^\n]{0,600})"
)
# What a list says of each of its projects.
_SAYS = re.compile(
    r"投资\d|总投资|计划投资|建设(?:规模|内容|地点|年限|周期|工期|性质|单位)|项目业主|建筑面积|占地"
)
_INVESTMENT = re.compile(r"总投资(?:额|约|为|：|:)*(?P<amount>\d[\d,]*(?:\.\d+)?[亿万]元)")


def listed(document: Document, when: When) -> Iterator[tuple[ProjectMention, bool]]:
    """The projects of such lists and the groups their headings count, in text order, each with whether it goes before what is read.

    Read are lists of projects by the document's title, parts whose heading names projects and their stage, and the items of 民生实事
    that are called 项目 or 工程; and of any numbered list such items side by side, of which what they say themselves goes before.
    """
    whole = document.kind == "ledger"
    lives = _LIVELIHOOD.search(document.title) is not None
    parts = [
        section
        for section in document.sections
        if _OF_PROJECTS.search(section.heading) and stage_of(section.heading)
    ]
    for section in parts:
        if count := _COUNT.search(section.heading):
            at = document.text.find(count[0], section.start, section.body + 1)
            if at >= 0:
                mention = _mention(
                    document,
                    when,
                    section,
                    (at, at + len(count[0])),
                    count["name"],
                    stage_of(count["name"]),
                    count=count["count"],
                )
                yield mention, True
        yield from ((each, True) for each in _below(document, when, section))
    items = [*_ITEM.finditer(document.text)]
    named = [_named(item["name"].strip()) for item in items]
    led: Stage | None = None  # what the line before a list says of its items, or the title
    for i, item in enumerate(items):
        if not i or items[i - 1].end() + 1 < item.start():
            led = stage_of(_line_before(document.text, item.start())) or stage_of(document.title)
        around = next(
            (part for part in reversed(parts) if part.start <= item.start() < part.end), None
        )
        if counts.has_count(item["name"], 0) or not names.is_listed_project(item["name"].strip()):
            continue  # 1、已投产项目
        called = _OF_PROJECTS.search(item["name"]) is not None
        in_list = (around or whole) and (called or _SAYS.search(item["rest"]))
        in_list = in_list or (lives and called and item["rest"][:1] in ("", "（", "(", "。"))
        alone = not in_list and named[i] and (named[i - 1 : i] + named[i + 1 : i + 2])
        if in_list or (alone and any(alone)) or (named[i] and _SAYS.search(item["rest"])):
            investment = _INVESTMENT.search(item["rest"])
            stage = stage_of(around.heading) if around else led if alone else _told(item, when)
            begin = verbs(names.masked(item["name"]), 0)
            at = begin.start if begin.before and in_list else 0  # 3.实施某幼儿园扩建工程
            mention = _mention(
                document,
                when,
                around,
                (item.start("name") + at, item.end("name")),
                item["name"][at:],
                stage,
                investment["amount"] if investment else None,
            )
            yield mention, bool(in_list)


def _below(document: Document, when: When, section: Section) -> Iterator[ProjectMention]:
    """The projects that the lines under such a heading name without numbers: （二）预备项目（2个） 甲大桥、乙水库。"""
    text = document.text
    for start, end in boxes.lines(text, section.body):
        numbered = start > 0 and text[start - 1] != "\n"
        if start >= section.end or numbered or verbs(names.masked(text[start:end]), 0).any:
            return
        found = boxes.names_of(text, start, end)
        for named in found:
            at = (named.start, named.end)
            yield _mention(document, when, section, at, named.name, stage_of(section.heading))
        if not found:
            return


def _told(item: re.Match[str], when: When) -> Stage | None:
    """What a report that looks back says behind an item's name: 4.某养老中心项目。已投入使用。"""
    progress = stage_of_progress(item["rest"])
    if not progress or "后" in progress[1] or when.at(item.start())[0] == "target":
        return None  # 建成投用后可新增床位
    return progress[0]


def _line_before(text: str, start: int) -> str:
    return text[max(0, start - 80) : start].rstrip().rpartition("\n")[2]


def _named(name: str) -> bool:
    """It is a project by its own words, which a numbered list need say nothing more of."""
    said = verbs(names.masked(name), 0).start or names.begins_no_name(name, 0)
    sure = name.endswith(("项目", "工程")) and names.is_project(name, strong=True, aim=False)
    return sure and not said and not kinds.is_kind(name)


def stage_of(heading: str) -> Stage | None:
    """What a heading says of the projects under it."""
    return next((stage for stage, words in CATEGORY if words.search(heading)), None)


def _mention(
    document: Document,
    when: When,
    section: Section | None,
    at: tuple[int, int],
    name: str,
    stage: Stage | None,
    investment: str | None = None,
    count: str | None = None,
) -> ProjectMention:
    status, period = when.at(section.start if section else at[0])
    end = document.text.find("\n", at[1])
    return ProjectMention(
        kind="portfolio" if count else "named",
        name=name.strip(),
        stage=stage or "building",
        status=status,
        period=period,
        area=document.area,
        source=document.source(at[0], at[1], (at[0], end if end > 0 else len(document.text)), at),
        investment=investment,
        count=count,
    )
