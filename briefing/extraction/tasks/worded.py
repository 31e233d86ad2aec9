"""Targets in words: 完成上级下达任务, 与经济增长同步; and a plan's indicators whose cells are blank. A plan's 约束性 indicators often have no number of their own.

Read: 城市细颗粒物浓度 完成上级下达任务 约束性 (a row of a plan's table); 全面完成市下达的节能减排降碳约束性指标; 居民收入增长与经济增长基本同步.
Not read: 顺利完成年度任务 (of no one above), what a report says was done.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing import lazy as re
from briefing.extraction.tasks.places import period_of
from briefing.model import Cell, Document, Nature, Table, Task, row_of

_ABOVE = r"(?:国家和省|国家|上级|省市|省、市|省级|市级|省|市)"
_SET = r"(?:下达|核定|分解|规定|确定)(?:我[市县区省])?"
_ASKED = r"(?:约束性指标|目标任务|控制目标|任务指标|任务|指标|目标|要求)"
_DONE = re.compile(rf"(?:完成|达到|控制在){_ABOVE}{_SET}的?{_ASKED}(?:以?内)?")
_DONE_OF = re.compile(
    rf"完成{_ABOVE}{_SET}的(?P<name>[^，。；、：\s]{{2,24}}?)(?:约束性)?{_ASKED}(?![\u4e00-\u9fff]*{_ASKED})"
)
_IN_STEP = re.compile(
    r"(?P<name>(?:居民|城乡居民|全体居民|城镇居民|农村居民)(?:人均)?(?:可支配)?收入)(?:增长|增速|增幅)?[^，。；\n]{0,2}[与和同](?:全区|全市|全县)?(?:经济|地区生产总值|GDP)(?:增长|增速|发展)?(?:基本)?(?:保持)?同步(?:增长)?"
)
_TOKEN = re.compile(r"[^，。；：\s｜]+")
_COUNTED = re.compile(r"^.*\d[^、]*、")  # what stands before in a list and has a number of its own
_UNIT = re.compile(r"[（(][^（()）]{1,16}[）)]$")
_VERBS = re.compile(
    r"^(?:全面|确保|坚决|力争|努力|高质量|圆满|均|全部|都)+|(?:全面|确保|坚决|力争|努力|高质量|圆满|均|全部|都)+$"
)
_NUMBER = re.compile(r"^\d{1,3}[.．、]?(?!岁)(?=[\u4e00-\u9fff])")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_NATURE = re.compile(r"\s*(预期性|约束性)")
_BACK = 80  # characters before the words, in which their name stands
_BARE = re.compile(
    r"(?<=\n)[^\n\S]*(?P<name>[^\s，。；：][^\n，。；：]{2,30}[（(][^（()）\n]{1,16}[）)])\s+(?P<nature>预期性|约束性)(?=\s)"
)
_PARTS = ("tasks", "outlook")


def worded_goals(document: Document) -> tuple[Task, ...]:
    """The targets of a document that have words for numbers, in text order."""
    if not document.year_planned:
        return ()
    found = [*_in_text(document), *_in_tables(document)]
    return tuple(sorted(found, key=lambda task: task.source.start))


def _in_text(document: Document) -> Iterator[Task]:
    text = document.text
    yield from _bare(document)
    for pattern in (_DONE, _DONE_OF, _IN_STEP):
        for match in pattern.finditer(text):
            name = match.groupdict().get("name") or _before(text, match.start())
            if name and _of_the_future(document, match.start()):
                start = text.rfind(name, 0, match.end())
                nature = _NATURE.match(text, match.end())
                span = (min(start, match.start()), nature.end() if nature else match.end())
                yield _task(document, name, match[0], span, nature[1] if nature else "")


def _bare(document: Document) -> Iterator[Task]:
    """Rows of a plan's table that say what an indicator is and give no value: their cells are blank, or were merged with others."""
    if document.kind != "five_year_plan":
        return
    for match in _BARE.finditer(document.text):
        name = _named("".join(match["name"].split()))
        if name:
            yield _task(document, name, "", match.span(), match["nature"])


def _before(text: str, end: int) -> str:
    """The name before the words: what touches them, else the last cell with a word in it."""
    for token in reversed(_TOKEN.findall(text, max(0, end - _BACK), end)):
        name = _named(token)
        if name:
            return name
    return ""


def _named(token: str) -> str:
    name = _VERBS.sub("", _COUNTED.sub("", _UNIT.sub("", token))).strip("、")
    name = _NUMBER.sub("", name)
    return name if _HAN.search(name) and not _NATURE.fullmatch(name) else ""


def _of_the_future(document: Document, at: int) -> bool:
    if document.kind == "five_year_plan":
        return True
    section = document.section_at(at)
    return section is not None and section.part in _PARTS


def _task(document: Document, name: str, words: str, span: tuple[int, int], nature: str) -> Task:
    return Task(
        kind="goal",
        number="",
        title=name,
        text=words,
        period=_period(document, span[0]),
        area=document.area,
        source=document.source(*span, span),
        goal=words,
        nature=nature,  # type: ignore[arg-type]
    )


def _period(document: Document, at: int) -> str:
    last = document.year_planned or 0
    if document.kind == "five_year_plan":
        return f"{last - 4}-{last}"
    return period_of(document, at)


def _in_tables(document: Document) -> Iterator[Task]:
    for table in document.tables:
        for row in _rows(table):
            yield from _of_row(document, row)


def _rows(table: Table) -> list[list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    return [sorted(cells, key=lambda cell: cell.column) for _, cells in sorted(rows.items())]


def _nature(cells: list[Cell]) -> Nature:
    said = {match[1] for cell in cells if (match := _NATURE.match(cell.text))}
    natures: tuple[Nature, ...] = ("预期性", "约束性")
    return next((nature for nature in natures if nature in said), "")


def _of_row(document: Document, row: list[Cell]) -> Iterator[Task]:
    for i, cell in enumerate(row):
        words = _DONE.search(cell.text)
        names = [name for before in row[:i] if (name := _named("".join(before.text.split())))]
        if not words or not names:
            continue
        section = document.section_at(document.offsets.clean_at(cell.start))
        span = (row[0].start, row[-1].end)
        source = document.source_in_reading(
            (cell.start, cell.end), span, span, section.path if section else ()
        )
        yield Task(
            kind="goal",
            number="",
            title=names[-1],
            text=row_of(each.text for each in row),
            period=_period(document, document.offsets.clean_at(cell.start)),
            area=document.area,
            source=source,
            goal=words[0],
            nature=_nature(row[i:]),
        )
