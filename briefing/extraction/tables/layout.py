"""What each column of a block holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from briefing import lazy as re
from briefing.extraction.tables import columns, texts, times, words
from briefing.extraction.tables.blocks import Block, numbers_columns
from briefing.extraction.tables.columns import Column, Heading
from briefing.extraction.tables.grid import Row
from briefing.extraction.tables.labels import NAMES_APART
from briefing.model import Cell

_CODE = re.compile(r"[1-5]\d{2}(?:\d\d){0,2}|\d\d")
_CODED = re.compile(r"科目|编码|代码|^[类款项目]$")
_SIDE = re.compile(r"(收入|支出)(?:$|项目|科目)")
_SAMPLE = 60  # rows looked at to learn what a column holds
_LONGEST_PART = 30  # characters of what names a part
_MOST = 0.6  # of a column's texts
_AREA_RANKS = [frozenset(row) for row in words.by("area_rank").values()]
_WHOLE = frozenset(words.of("whole"))
_CATEGORY = frozenset(words.of("category"))


@dataclass(slots=True)
class Columns:
    """The columns of a block by their place, and where each row says its name, area, time and state."""

    width: int  # of the table
    by_place: dict[int, Column]
    groups: list[list[int]]  # places of the name columns; figures to their right belong to them
    area: int = -1
    parts: bool = False  # the area column is headed 街道, 园区 …
    times: dict[int, str] = field(default_factory=dict)  # columns of times, with their headings
    state: int = -1
    sides: tuple[str, ...] = ()  # of the groups: 收入, 支出, where their heads say so
    sorts: frozenset[int] = frozenset()  # columns of texts that only sort the names beside them
    named_by: dict[int, Cell] = field(
        default_factory=dict
    )  # of columns that name an indicator: the header cell that does

    @property
    def figures(self) -> list[Column]:
        """Those of figures, from the left."""
        return [column for _, column in sorted(self.by_place.items()) if column.role == "value"]


@dataclass(slots=True)
class _Content:
    figures: int = 0
    codes: int = 0  # of those, codes of a budget's subjects: 201, 01
    numbers: int = 0  # of those, whole numbers that count the rows
    texts: list[str] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        return len(self.texts) > self.figures

    @property
    def is_count(self) -> bool:
        return self.numbers > 0 and self.numbers >= _MOST * (self.figures + len(self.texts))


def read_columns(block: Block, width: int) -> Columns | None:
    """What the columns of a block hold; None for a table that is none of figures."""
    paths, named_by = _paths(block.header, width)
    content = _content(block.body)
    found = Columns(width, {}, [], named_by=named_by)
    for place in sorted({*paths, *content}):
        said = columns.heading(paths.get(place, ()))
        column = _column(place, said, paths.get(place, []), content.get(place, _Content()))
        if column.role == "foreign":
            return None
        found.by_place[place] = column
    _find_names(found, content, paths)
    _group(found, paths)
    _settle_parts(found)
    _settle_units(found)
    _name_changes(found)
    _settle_other_areas(found)
    _name_bases(found)
    _tell_apart(found)
    return found


def _paths(header: Sequence[Row], width: int) -> tuple[dict[int, list[str]], dict[int, Cell]]:
    """The headings above each column, from the top down, and the lowest of their cells that names an indicator."""
    header = _unwrapped([row for row in header if not numbers_columns(row)])
    paths: dict[int, list[str]] = {}
    named_by: dict[int, Cell] = {}
    for depth, row in enumerate(header):
        below = {cell.column for lower in header[depth + 1 : depth + 2] for cell in lower}
        for number, cell in enumerate(row):
            stop = cell.column + cell.column_span
            if (
                cell.column_span == 1 and cell.column in below
            ):  # a heading over several columns that are not merged
                until = row[number + 1].column if number + 1 < len(row) else width
                until = min([until, *(end for end in _ends(header[:depth]) if end > cell.column)])
                while stop < until and stop in below:
                    stop += 1
            text = texts.label(cell.text)
            names = bool(columns.one(text).name)
            for place in range(cell.column, min(stop, width)):
                path = paths.setdefault(place, [])
                if not path or path[-1] != text:
                    path.append(text)
                if names:
                    named_by[place] = cell
    return paths, named_by


def _ends(header: Sequence[Row]) -> Iterator[int]:
    """Where the merged headings above end: what is below one does not reach past it."""
    for row in header:
        yield from (cell.column + cell.column_span for cell in row if cell.column_span > 1)


def _unwrapped(header: Sequence[Row]) -> Sequence[Row]:
    """The header with headings that were broken over rows of single cells as one: 企业 | 亏损 over 单位数 | 企业."""
    at = len(header)
    while at and all(cell.column_span == 1 for cell in header[at - 1]):
        at -= 1
    if not _is_broken(header[at:]):
        return header
    joined: dict[int, Cell] = {}
    for cell in chain.from_iterable(header[at:]):
        head = joined.get(cell.column)
        joined[cell.column] = (
            replace(head, text=head.text + cell.text, end=cell.end) if head else cell
        )
    return *header[:at], tuple(joined[place] for place in sorted(joined))


def _is_broken(rows: Sequence[Row]) -> bool:
    """Whether rows of single cells are the lines of one heading a column: nearly each begins in the first of them."""
    if len(rows) < 2:
        return False
    first = max(row[0].column for row in rows)  # right of the names
    tops, *others = ({cell.column for cell in row if cell.column >= first} for row in rows)
    below = set().union(*others)
    if len(below) < 2:
        return False
    if len(others) > 1:
        return len(tops & below) >= _MOST * len(tops | below)
    units = all(cell.text.strip()[:1] in ("(", "（") for cell in rows[1])
    return below <= tops and (units or tops <= below)


def _content(body: Sequence[Row]) -> dict[int, _Content]:
    """What the first rows hold in each column."""
    found: dict[int, _Content] = {}
    for number, row in enumerate(body[:_SAMPLE], start=1):
        for cell in row:
            content = found.setdefault(cell.column, _Content())
            text = cell.text.strip()
            if texts.figures(text):
                content.figures += 1
                content.codes += _CODE.fullmatch(text) is not None
                content.numbers += text.isdigit() and int(text) <= number + 1
            else:
                content.texts.append(texts.plain(texts.label(text)))
    return found


def _column(place: int, said: Heading, path: Sequence[str], content: _Content) -> Column:
    if content.codes >= max(1, _MOST * content.figures) and any(map(_CODED.search, path)):
        return Column(place, said, "index")
    role = said.role
    if role == "index" and content.is_text and _most(content.texts, _is_name):
        role = "name"  # 科目编码 over “201 一般公共服务支出”
    elif not path and content.is_count and not content.texts:
        role = "index"
    if role in ("", "name") and content.is_text and _most(content.texts, _is_unit):
        role = "unit"  # （所） below 项目, beside the names
    if role == "unit" and content.texts and not _most(content.texts, _is_unit):
        role = "area"  # 单位 of the bodies that report
    if (
        role in ("name", "area", "nature", "state")
        and content.figures > len(content.texts)
        and not content.is_count
    ):
        role = "value" if role in ("name", "area") else "ignored"
        said = columns.heading(path, figures=True)
    elif role == "name" and content.is_count:
        role = "index"
    elif not role:
        says = (said.says or (said.unit and content.figures)) and not (
            said.area and content.is_text
        )
        names = said.name and content.figures >= max(1, len(content.texts))
        role = "value" if says or names else ""
    return Column(place, said, role)


def _most(found: Sequence[str], test: Callable[[str], bool]) -> bool:
    matching = sum(map(test, found))
    return matching >= _MOST * len(found)


def _is_unit(text: str) -> bool:
    return bool(texts.unit(text.strip("()"))) or "=" in text or not text.strip("%/、,")


def _is_name(text: str) -> bool:
    return sum("\u4e00" <= character <= "\u9fff" for character in text) > 1


def _is_area(text: str) -> bool:
    return text in _WHOLE or columns.is_area(text) or text.endswith("本级")


def _is_time(text: str) -> bool:
    when, rest = times.take(text)
    return when.said and not rest.strip(" ()年份度")


def _find_names(found: Columns, content: dict[int, _Content], paths: dict[int, list[str]]) -> None:
    """Give the columns that label rows their roles, by what they hold where the heading says nothing of it."""
    by_place = found.by_place
    if not any(column.role in ("name", "area", "time") for column in by_place.values()):
        _name_unnamed(by_place, content)
    for place, column in by_place.items():
        holds = content.get(place)
        beside = by_place.get(place - 1)
        named = beside is not None and beside.role == "name" and column.role != "unit"
        if (
            named
            and holds
            and holds.is_text
            and (not paths.get(place) or _divides(column, holds, content[place - 1]))
        ):
            column.role = (
                "name"  # its heading stands over both, unmerged, or it says the parts of each
            )
        if column.role in ("name", "time", "area") and holds:
            values = holds.texts
            if column.role == "name" and values and _most(values, _is_area):
                column.role = "area"
            elif column.role == "name" and values and _most(values, _is_time):
                column.role = "time"
        if column.role == "area" and _is_narrower(paths, place, found.area):
            found.area = place
            found.parts = any(
                texts.plain(text) in words.of("parts") for text in paths.get(place, ())
            )
        elif column.role == "time":
            found.times[place] = "".join(paths.get(place, ()))
        elif column.role == "state" and found.state < 0:
            found.state = place


def _divides(column: Column, holds: _Content, names: _Content) -> bool:
    """Whether a column of texts says the parts of what merged cells beside it name: 实事项目 | 建设内容."""
    short = all(len(text) <= _LONGEST_PART for text in holds.texts)
    return column.role == "" and len(holds.texts) > len(names.texts) > 0 and short


def _name_unnamed(by_place: dict[int, Column], content: dict[int, _Content]) -> None:
    """The first column of texts names the rows; those beside it do where it is blank: 专项资金 | 政府预算项目."""
    rows = max((len(holds.texts) + holds.figures for holds in content.values()), default=0)
    named = 0
    for place, column in by_place.items():
        holds = content.get(place)
        if column.role in ("", "value") and holds and holds.is_text:
            if named and named + len(holds.texts) > rows:
                break
            named += len(holds.texts)
            column.role = "name"
        elif column.role == "value":
            break


def _is_narrower(paths: dict[int, list[str]], place: int, than: int) -> bool:
    """Whether a column of areas is of smaller ones than another: 县 beside 省. A first one is."""
    if than < 0:
        return True
    ranks = [
        max((rank for text in paths.get(at, ()) if (rank := _area_rank(text)) >= 0), default=-1)
        for at in (place, than)
    ]
    return ranks[0] > ranks[1] >= 0


def _area_rank(text: str) -> int:
    written = texts.plain(texts.label(text)).lower()
    return next((n for n, names in enumerate(_AREA_RANKS) if written in names), -1)


def _group(found: Columns, paths: dict[int, list[str]]) -> None:
    """Part the columns into groups: names, and the figures up to the next names (收入 | 预算数 | 支出 | 预算数)."""
    groups: list[list[int]] = []
    closed = True  # figures stand behind the last names
    unit = -1
    unitless: list[Column] = []  # figures of this group that stand before its units
    for place, column in sorted(found.by_place.items()):
        if column.role == "name":
            if closed:
                groups.append([])
                closed, unit, unitless = False, -1, []
            groups[-1].append(place)
        elif (
            column.role == "index" and not closed
        ):  # what stands before the number, below the same heading, sorts
            groups[-1] = [name for name in groups[-1] if paths.get(name) != paths.get(place)]
        elif column.role == "unit":
            unit = place
            for earlier in unitless:
                earlier.unit_at = place
            unitless = []
        elif column.role == "value":
            closed = True
            column.group, column.unit_at = len(groups) - 1, unit
            unitless += [column] if unit < 0 else []
    found.groups = [_sorted_out(group, paths) for group in groups]
    found.sides = tuple(
        next(
            (m[1] for place in group for said in paths.get(place, ()) if (m := _SIDE.match(said))),
            "",
        )
        for group in groups
    )
    for column in found.figures:
        side = found.sides[column.group] if len(groups) > 1 else ""
        if (
            side and column.heading.names[:1] == (side,) and column.heading.name != side
        ):  # 合计 below 支出, beside what is spent
            name = column.heading.name.removeprefix(side).removeprefix(NAMES_APART)
            column.heading = column.heading._replace(name=name, names=column.heading.names[1:])
    found.sorts = frozenset(chain(*groups)) - frozenset(chain(*found.groups))


def _settle_units(found: Columns) -> None:
    """总人口 over （万人） and 男性: the parts beside the sum have its unit."""
    whole: Column | None = None
    for column in found.figures:
        heading = column.heading
        if heading.unit or heading.kind not in ("", "level"):
            whole = column if heading.names else None
        elif whole and heading.names and heading.names[:-1] == whole.heading.names:
            column.heading = heading._replace(unit=whole.heading.unit)
        else:
            whole = None


def _settle_parts(found: Columns) -> None:
    """其中：公共预算拨款 beside 本年预算数 is a part of the same budget."""
    whole: Column | None = None
    for column in found.figures:
        heading = column.heading
        if not heading.among:
            whole = column
        elif whole and whole.group == column.group and heading.kind in ("", "level"):
            said = whole.heading
            column.heading = heading._replace(
                when=times.joined(heading.when, said.when),
                status=heading.status or said.status,
                vintage=heading.vintage or said.vintage,
                unit=heading.unit or said.unit,
            )


def _name_changes(found: Columns) -> None:
    """A growth or a rank beside a named level is of what that names: 地区生产总值（亿元） | 增速（%）."""
    level: Column | None = None
    for column in found.figures:
        heading = column.heading
        if heading.kind in ("", "level") or heading.name:
            level = column
        elif level and level.heading.name and level.group == column.group:
            column.heading = heading._replace(name=level.heading.name)
            if level.place in found.named_by:
                found.named_by[column.place] = found.named_by[level.place]


def _settle_other_areas(found: Columns) -> None:
    """全市同期, 全市平均 beside the area's own columns hold what the column to their left holds, where they say nothing themselves."""
    before: Column | None = None
    for column in found.figures:
        heading = column.heading
        if (
            heading.area
            and not (heading.kind or heading.unit)
            and before
            and not before.heading.area
        ):
            kind = before.heading.kind if before.heading.kind in ("", "level", "growth") else "open"
            column.heading = heading._replace(kind=kind, unit=before.heading.unit)
        elif not heading.area:
            before = column


def _name_bases(found: Columns) -> None:
    """Indices of one table on two bases say theirs: 以上月价格为100 beside 以上年同期价格为100."""
    indices = [column for column in found.figures if column.heading.kind == "index"]
    bases = [next(iter(column.heading.names), "") for column in indices]
    if len(set(map(_is_yearly, bases))) > 1:
        for column, base in zip(indices, bases, strict=True):
            if not _is_yearly(base):
                column.heading = column.heading._replace(text=base)


def _is_yearly(base: str) -> bool:
    return any(year in base for year in ("上年", "去年", "同比", "同月", "同期"))


def _tell_apart(found: Columns) -> None:
    """Columns that share all they say keep every name above them: 收入—小计 and 支出—小计."""
    alike: dict[object, list[Column]] = {}
    for column in found.figures:
        said = column.heading._replace(names=())
        alike.setdefault((column.group, said), []).append(column)
    for columns_ in alike.values():
        if len({column.heading.names for column in columns_}) > 1:
            for column in columns_:
                name = NAMES_APART.join(dict.fromkeys(column.heading.names))
                column.heading = column.heading._replace(name=name)


def _sorted_out(group: list[int], paths: dict[int, list[str]]) -> list[int]:
    """The names of a group without the columns that only sort them."""
    kept = [
        place for place in group if not (set(map(texts.plain, paths.get(place, ()))) & _CATEGORY)
    ]
    return kept or group
