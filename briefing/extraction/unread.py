"""What no fact used in a file's running text, counted by page, so that nothing is lost in silence. Tables count their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from briefing import lazy as re
from briefing.model import Document, Facts, Reading

SHARE = 0.3  # of the figures of a page; where more are unread, it is said
FEWEST = 10  # unread figures: fewer are not worth a line
_SHOWN = 5

# A figure of running text: a number with a unit behind it. Years, dates, numbering and names have none.
_FIGURE = re.compile(
    r"\d(?<![\d.\-—–、第]\d)[\d,，]*(?:\.\d+)?\s?(?:%|％|‰|个百分点|[万亿千百]*(?:元|美元|人次?|户|家|个(?!五)|件|项(?!规定)|吨|公里|千米|"
    r"平方|立方|公顷|亩|台|套|座|处|所|名|辆|架|千瓦|度|倍|张|头|只|株|米))"
)


def warnings(reading: Reading, read: Sequence[tuple[Document, Facts]]) -> list[str]:
    """What to say of a file: where figures were left unread, and documents that nothing was read from."""
    figures, unread = _counts(reading, _used(reading, (facts for _, facts in read)))
    places = [
        place
        for place in figures
        if unread[place] >= FEWEST and unread[place] > SHARE * figures[place]
    ]
    places.sort(key=lambda place: (-unread[place], place))
    found = [
        f"{place}有 {unread[place]} 个数字未读（共 {figures[place]} 个）"
        for place in places[:_SHOWN]
    ]
    if len(places) > _SHOWN:
        rest = sum(unread[place] for place in places[_SHOWN:])
        found.append(f"另有 {len(places) - _SHOWN} 处共 {rest} 个数字未读")
    return found + _empty(reading, read)


def _used(reading: Reading, facts: Iterable[Facts]) -> bytearray:
    """For each character of the reader's text, whether a fact or a table stands on it."""
    used = bytearray(len(reading.text) + 1)
    spans = [(table.start, table.end) for table in reading.tables]
    for found in facts:
        sources = [
            *(fact.source for fact in found.observations),
            *(fact.source for fact in found.mentions),
            *(fact.source for fact in found.tasks),
        ]
        spans += [(source.start, source.end) for source in sources]
    for start, end in spans:
        used[start:end] = b"\1" * (end - start)
    return used


def _counts(reading: Reading, used: bytearray) -> tuple[Counter[str], Counter[str]]:
    """Figures and unread ones by page."""
    figures: Counter[str] = Counter()
    unread: Counter[str] = Counter()
    tables = bytearray(len(reading.text) + 1)
    for table in reading.tables:
        tables[table.start : table.end] = b"\1" * (table.end - table.start)
    for match in _FIGURE.finditer(reading.text):
        if not tables[match.start()]:
            place = reading.place(match.start()) or "正文"
            figures[place] += 1
            unread[place] += not any(used[match.start() : match.end()])
    return figures, unread


def _empty(reading: Reading, read: Sequence[tuple[Document, Facts]]) -> list[str]:
    """Documents without any fact: the whole file, or one of its documents that states figures."""
    nothing = [
        document
        for document, found in read
        if not (found.observations or found.mentions or found.tasks)
    ]
    if len(nothing) == len(read):
        return ["没有读出任何指标、项目或任务，请核对文件内容"]
    return [
        f"其中《{document.title}》没有读出任何指标、项目或任务"
        for document in nothing
        if document.kind != "appointments"
        and len(_FIGURE.findall(reading.text, document.start, document.end)) >= FEWEST
    ]
