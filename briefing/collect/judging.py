"""What of a sheet that came back can be taken in, and what a person has to look at first.

Nothing is overwritten: a figure is taken only where it was sent as it stands now. Whatever is not taken, or is taken in place of
something, is said with its cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from briefing import periods
from briefing.analysis import units, wording
from briefing.analysis.best import best_first
from briefing.collect import values
from briefing.collect.reading import Workbooks
from briefing.model import DocumentInfo, Observation
from briefing.papers.excel import keys
from briefing.papers.excel.keys import FILLINGS
from briefing.papers.excel.returned import FilledCell, ReturnedRow
from briefing.store import (
    NewCorrection,
    NewReport,
    ScopeFacts,
    Seen,
    StoredCorrection,
    StoredReport,
    supplied,
)

# refused: cannot be read. question, conflict: not taken unless a person accepts it. changed: a cell that was not to be touched.
# replaced: taken, and the older text is kept in the store. note: nothing to do with values.
Kind = Literal["refused", "question", "conflict", "changed", "replaced", "note"]
OPEN: tuple[Kind, ...] = ("refused", "question", "conflict")  # somebody has to do something

LOST = "隐藏的键列或表头行被删了，认不出行，这张表填的都没有采用；请在原来发出的表上重填（可以把填好的内容粘贴过去）"
_MOST = 10  # remarks of a kind that are listed
_TEXTS = ("progress", "problems", "measures")
_POINTS = Decimal(10)  # a rate that moves by more is asked about
_TIMES = Decimal(2)  # an amount that grows or shrinks by more is asked about
_SLIPS = {
    4: "把万元和亿元（或个和万）填混",
    8: "把元和亿元填混",
    2: "差了百分号",
    1: "小数点错了一位",
    3: "小数点错了三位",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a cell."""

    kind: Kind
    where: str  # 指标填报!H7
    message: str  # Chinese


@dataclass(slots=True)
class Judged:
    """What a sheet brings."""

    corrections: list[NewCorrection] = field(default_factory=list)
    reports: list[NewReport] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    unchanged: int = 0  # cells that say what is known already


def judge(
    book: Workbooks,
    facts: ScopeFacts,
    seen: Seen,
    names: Mapping[str, str],
    accepted: Collection[str] = (),
    *,
    unit: str = "",
) -> Judged:
    """facts: of the district, as corrected. seen: what came back of it before. names: of the indicators, by their ids.

    accepted: cells whose doubtful figures a person accepts. unit: the department's name.
    """
    judged = Judged()
    known = _Known(
        {o.key: o for o in facts.observations if o.indicator} if any(map(_correction_of, book.back.rows)) else {},
        {document.id: document for document in facts.documents}, seen, names, unit,
    )  # fmt: skip
    for row in book.back.rows:
        if row.renamed and row.filled:
            judged.remarks.append(Remark("refused", row.filled[0].address, _renamed(row)))
            continue
        _figure(judged, book, row, known, accepted)
        _report(judged, book, row, seen)
    judged.remarks += _about_the_sheet(book)
    return judged


def _correction_of(row: ReturnedRow) -> FilledCell | None:
    return next((cell for cell in row.filled if cell.column == "correction"), None)


# Figures


def _is_percent(book: Workbooks, cell: FilledCell, unit: str) -> bool:
    """Raises values.Refused where the file does not tell, and it would matter."""
    if not book.has_formats and unit == "%" and 0 < abs(cell.value) <= 1:
        raise values.Refused(
            f"是 {cell.value}，这种格式的文件看不出是不是百分比，请另存为 .xlsx 后重报，或写成带 % 的文字"
        )
    return book.is_percent(cell.address)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a filled-in figure is held against."""

    observations: Mapping[str, Observation]  # by key
    documents: Mapping[str, DocumentInfo]  # by id
    seen: Seen
    names: Mapping[str, str]  # of indicators, by id
    unit: str  # the department's name

    def held(self, observation: Observation) -> StoredCorrection | None:
        return self.seen.corrections.get(observation.key)

    def of_period(self, row: ReturnedRow, period: str) -> Observation | None:
        """What the store has by now for a row's figure of the period, the one that papers use."""
        about = (row.key.id, row.key.measure, period)
        found = [
            o
            for o in self.observations.values()
            if o.status != "target" and (o.indicator, o.measure, o.period) == about
        ]
        return next(iter(best_first(found, self.documents)), None)


def _figure(
    judged: Judged, book: Workbooks, row: ReturnedRow, known: _Known, accepted: Collection[str]
) -> None:
    cell = _correction_of(row)
    if cell is None:
        return
    printed, beside = _sent_with(row, book.back.sent.period, known.observations)
    asked = (
        printed or beside
    )  # the unit is that of the figure itself, else of the target or of the year before
    if asked is None or not book.back.recorded:
        judged.remarks.append(Remark("refused", cell.address, _without_source(book, row)))
        return
    try:
        percent = isinstance(cell.value, int | float) and _is_percent(book, cell, asked.unit)
        new = values.number(cell.value, asked.unit, percent_format=percent)
    except values.Refused as error:
        judged.remarks.append(Remark("refused", cell.address, f"{_name(row, asked)}：{error}"))
        return
    now = printed or known.of_period(row, book.back.sent.period)
    if new is None or (now and _equal(now, new, asked.unit)):
        judged.unchanged += 1
        return
    if now and not units.comparable(now.unit, asked.unit):
        said = f"资料里现在是 {wording.cell(now, with_unit=True)}，单位与这一行的“{asked.unit}”不同，没有采用，请按新表重填"
        judged.remarks.append(Remark("refused", cell.address, f"{_name(row, asked)}：{said}"))
        return
    if printed:
        doubts = [*_changed_since(row, printed, known.held(printed), new), *_doubts(printed, new)]
    elif now:
        doubts = [_come_since(now, known.held(now), new, asked.unit)]
    else:
        doubts = list(_doubts_of_supplied(asked, book.back.sent.period, new))
    if doubts and cell.address not in accepted:
        judged.remarks += [
            Remark(kind, cell.address, f"{_name(row, asked)}：{said}") for kind, said in doubts
        ]
    elif now:
        judged.corrections.append(_correction(row, cell, now, _in_unit(new, asked.unit, now.unit)))
    else:
        judged.corrections.append(_supply(row, cell, book, known, asked, new))


def _sent_with(
    row: ReturnedRow, period: str, observations: Mapping[str, Observation]
) -> tuple[Observation | None, Observation | None]:
    """The figure that a row asks about: of those it was sent with, that of the sheet's period which is no target.

    Else what was sent beside an empty place for it: its target, or the year before. Neither where a figure that was sent is gone.
    """
    found = [observations[key] for key in row.figures.values() if key in observations]
    alike = [o for o in found if (o.indicator, o.measure) == (row.key.id, row.key.measure)]
    printed = next((o for o in alike if o.status != "target" and o.period == period), None)
    if printed or len(found) < len(row.figures):
        return printed, None
    return None, next(iter(sorted(alike, key=lambda o: o.status != "target")), None)


def _equal(now: Observation, new: Decimal, unit: str) -> bool:
    return units.comparable(now.unit, unit) and units.in_base(now.value, now.unit) == units.in_base(
        new, unit
    )


def _in_unit(value: Decimal, unit: str, wanted: str) -> Decimal:
    """Figures of one unit keep the digits that were written."""
    if unit == wanted:
        return value
    return (units.in_base(value, unit) / units.split(wanted)[0]).normalize()


def _correction(
    row: ReturnedRow, cell: FilledCell, now: Observation, new: Decimal
) -> NewCorrection:
    stated = now.correction.value if now.correction else now.value
    correction = NewCorrection(
        key=now.key,
        period=now.period,
        name=_name(row, now),
        unit=now.unit,
        stated="" if stated is None else str(stated),
        old=str(now.value),
        new=format(new, "f"),
        cell=cell.address,
        quote="" if now.supplied else now.source.quote,
    )
    if now.supplied and now.indicator:
        return replace(
            correction,
            indicator=now.indicator,
            measure=now.measure,
            indicator_name=now.name,
            area=now.area,
        )
    return correction


def _supply(
    row: ReturnedRow,
    cell: FilledCell,
    book: Workbooks,
    known: _Known,
    beside: Observation,
    new: Decimal,
) -> NewCorrection:
    """A figure that no source states. beside: its target, or that of the year before."""
    sent, name = book.back.sent, known.names.get(row.key.id, beside.name)
    found = supplied(
        district=sent.district, department=sent.department, period=sent.period, area=beside.area, indicator=row.key.id,
        measure=beside.measure, name=name, value=new, unit=beside.unit, by=known.unit, date="", file=book.name, cell=cell.address,
    )  # fmt: skip
    return replace(_correction(row, cell, found, new), old="")


def _without_source(book: Workbooks, row: ReturnedRow) -> str:
    if not book.back.recorded:
        return "发出记录不全，核定值无从核对，没有采用，请在原来发出的表上重填"
    if not row.figures:
        return "这一行没有本期数、目标和上年数，不知道单位和口径，没有采用；这个数请作为资料（统计表、说明）另行报送"
    return "发出时的来源数已不在库中（资料重新读过），没有采用，请按新表重填"


def _name(row: ReturnedRow, observation: Observation) -> str:
    return f"{row.given.get('指标') or observation.name}{row.given.get('类型', '')}"


def _changed_since(
    row: ReturnedRow, observation: Observation, held: StoredCorrection | None, new: Decimal
) -> Iterator[tuple[Kind, str]]:
    """The figure that was sent is not the one that stands now: somebody else put it right, or the source was read anew."""
    sent = next(
        (row.given[head] for head, key in row.figures.items() if key == observation.key), ""
    )
    if sent == keys.text_of(observation.value):
        return
    now = wording.cell(observation, with_unit=True)
    by = (
        f"{held.by}已核定为 {now}（{held.file} {held.cell}）"
        if held and held.file
        else f"现为 {now}"
    )
    yield "conflict", f"发出时是 {sent}，{by}，这份填 {format(new, 'f')}"


def _come_since(
    now: Observation, held: StoredCorrection | None, new: Decimal, unit: str
) -> tuple[Kind, str]:
    """There was no figure when the sheet was sent, and there is one now."""
    stands = wording.cell(now, with_unit=True)
    if now.supplied and held:
        said = f"{held.by}已报送 {stands}（{held.file} {held.cell}）"
    else:
        said = f"资料里现在是 {stands}（{now.source.title}）"
    return "conflict", f"发出时没有这个数，{said}，这份填 {format(new, 'f')}{unit}"


def _doubts_of_supplied(
    beside: Observation, period: str, new: Decimal
) -> Iterator[tuple[Kind, str]]:
    """What no department may have meant, of a figure that is held against its target or the year before."""
    old, unit = beside.value, beside.unit
    what = "年度目标" if beside.status == "target" else "上年同期"
    said = f"{what}是 {wording.cell(beside, with_unit=True)}，填的是 {wording.signed(new)}{unit}"
    if beside.measure == "level":
        within_the_year = beside.status == "target" and not periods.parse(period).is_year
        least = 1 / (_TIMES * 12) if within_the_year else 1 / _TIMES
        if new < 0 <= old:
            yield "question", f"{said}，总量成了负数"
        elif old and not least <= abs(new / old) <= _TIMES:
            yield "question", f"{said}，{_times(new / old, what)}"
    elif beside.measure == "ratio" and not 0 <= new <= 100:
        yield "question", f"{said}，占比不在0到100之间"
    else:
        yield from _doubts_of_rate(old, new, said)


def _doubts_of_rate(old: Decimal, new: Decimal, said: str) -> Iterator[tuple[Kind, str]]:
    """A share of one that was meant as percent lies nearer once it is a hundred times as large."""
    fraction = abs(new) < 1 <= abs(old) and abs(new * 100 - old) < abs(new - old)
    if new and (fraction or (old and _slip(abs(new / old), (2,)))):
        yield "question", f"{said}，像是{_SLIPS[2]}"
    elif abs(new - old) > _POINTS:
        yield "question", f"{said}，相差 {format(abs(new - old), 'f')} 个百分点"


def _doubts(observation: Observation, new: Decimal) -> Iterator[tuple[Kind, str]]:
    """What no department may have meant."""
    old, unit = observation.value, observation.unit
    said = f"由 {wording.signed(old)}{unit} 改为 {wording.signed(new)}{unit}"
    if observation.measure == "level":
        if new < 0 <= old:
            yield "question", f"{said}，总量成了负数"
        elif old and not 1 / _TIMES <= abs(new / old) <= _TIMES:
            yield "question", f"{said}，{_times(new / old)}"
    elif observation.measure == "ratio" and not 0 <= new <= 100 and 0 <= old <= 100:
        yield "question", f"{said}，占比不在0到100之间"
    else:
        yield from _doubts_of_rate(old, new, said)


def _times(ratio: Decimal, what: str = "原数") -> str:
    size = abs(ratio) if abs(ratio) > 1 else 1 / abs(ratio) if ratio else Decimal(0)
    how = (
        f"是{what}的约{round(size)}倍"
        if abs(ratio) > 1
        else f"只有{what}的约{round(size)}分之一"
        if ratio
        else "成了零"
    )
    slip = _slip(size, tuple(_SLIPS))
    return f"{how}，像是{slip}" if slip else how


def _slip(ratio: Decimal, powers: Sequence[int]) -> str:
    """What slip makes a figure so many times as large or as small: about a power of ten, give or take a fifth."""
    for power in powers:
        for size in (Decimal(10) ** power, Decimal(10) ** -power):
            if size * Decimal("0.8") <= ratio <= size * Decimal("1.25"):
                return _SLIPS[power]
    return ""


# Texts


def _report(judged: Judged, book: Workbooks, row: ReturnedRow, seen: Seen) -> None:
    said: dict[str, str | None] = dict.fromkeys((*_TEXTS, "pace"))  # None: nothing new
    first = ""
    for cell in row.filled:
        if cell.column in said:
            try:
                said[cell.column] = (
                    values.pace(cell.value) if cell.column == "pace" else _checked(cell)
                )
            except values.Refused as error:
                judged.remarks.append(
                    Remark("refused", cell.address, f"{FILLINGS[cell.column].title}：{error}")
                )
            first = first or cell.address
    if all(text is None for text in said.values()):
        return
    sent = book.back.sent
    before = seen.reports.get((str(row.key), sent.period, sent.department))
    whole = {name: _known(before, name) if text is None else text for name, text in said.items()}
    if all(whole[name] == _known(before, name) for name in whole):
        judged.unchanged += sum(text is not None for text in said.values())
        return
    if before:
        judged.remarks += _replacing(row, first, before, whole)
    judged.reports.append(NewReport(str(row.key), _what(row), cell=first, **whole))


def _checked(cell: FilledCell) -> str:
    said, most = values.text(cell.value), FILLINGS[cell.column].most
    if most and len(said) > most:
        raise values.Refused(f"有{len(said)}个字，最多{most}个，没有采用，请压缩后重报")
    return said


def _known(before: StoredReport | None, name: str) -> str:
    return str(getattr(before.report, name)) if before else ""


def _replacing(
    row: ReturnedRow, where: str, before: StoredReport, whole: Mapping[str, str]
) -> Iterator[Remark]:
    for name, text in whole.items():
        if (old := _known(before, name)) and old != text:
            told = f"{FILLINGS[name].title}与先前报的不同（{before.file} {before.cell}），以这份为准，原文仍保存：{_short(old)} → {_short(text) or '空白'}"
            yield Remark("replaced", where, f"{_short(_what(row))}：{told}")


def _what(row: ReturnedRow) -> str:
    """What a row is about, as it was printed."""
    return next(
        (row.given[title] for title in ("指标", "工作任务", "项目名称") if row.given.get(title)),
        row.name,
    )


def _renamed(row: ReturnedRow) -> str:
    place = row.renamed.rpartition("!")[2]
    return f"这一行发出时是“{_short(row.name)}”，现在 {place} 写的是别的（只排了几列，或改了名称），填的没有采用；请改回原样或在原来发出的表上重填"


def _short(text: str, most: int = 24) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= most else text[: most - 1] + "…"


# The sheet as a whole


def _about_the_sheet(book: Workbooks) -> Iterator[Remark]:
    back = book.back
    for change in back.changes:
        found = f"“{_short(change.found)}”" if change.found else "空白"
        message = f"“{change.title}”这一列不能改：发出 “{_short(change.sent)}”，收回 {found}，没有采用；数字有误请填“核定值”"
        yield Remark("changed", change.address, message.replace("\n", ""))
    yield from _copied(book)
    yield from (
        Remark("note", where, "插入的行，不知道属于哪一项，没有采用；请填在原有的行里")
        for where in back.strange[:_MOST]
    )
    for cell in back.orphaned[:_MOST]:
        yield Remark(
            "refused",
            cell.address,
            "插入的行（或键被改过的行），不知道属于哪一项，填的没有采用；请填在原有的行里",
        )
    if len(back.orphaned) > _MOST:
        yield Remark(
            "refused",
            back.orphaned[_MOST].address,
            f"这一行和以下共 {len(back.orphaned) - _MOST} 行也是插入的，填的没有采用",
        )
    if len(back.strange) > _MOST:
        yield Remark(
            "note",
            back.strange[_MOST],
            f"这一行和以下共 {len(back.strange) - _MOST} 行也是插入的，没有采用",
        )
    for cell in back.added:
        if cell.column:
            said = f"“{cell.column}”不是发出时的列（表头改过，或是自己加的），这一列没有采用，请把表头改回或填进原有的列"
        else:
            said = f"写在表外（没有表头的列）：“{_short(values.text(cell.value))}”，没有采用，请填进原有的列"
        yield Remark("refused", cell.address, said)
    for where in back.lost:
        yield Remark("refused", where, LOST)
    for where in back.own:
        yield Remark("note", where, "不是发出时的工作表（自己加的），没有采用")
    for where in back.merged:
        yield Remark(
            "note",
            where,
            "合并了几行的单元格，内容只算最上面一行的；几行都要填的，请取消合并后逐行填",
        )
    for where, text in back.comments:
        yield Remark("note", where, f"有批注“{_short(text)}”，批注没有采用；要报的请写进格里")
    if back.missing:
        named = "、".join(_short(name, 16) for _, name in back.missing[:3]) + (
            "等" if len(back.missing) > 3 else ""
        )
        yield Remark(
            "note", back.missing[0][0], f"少了 {len(back.missing)} 行（{named}），视为没有填"
        )
    if not back.recorded:
        yield Remark(
            "note", back.sent.title, "隐藏的发出记录不全，无法核对不能改的单元格有没有改过"
        )
    if not signature(book, "reviewer"):
        yield Remark("note", back.sent.title, "没有填审核人")


def _copied(book: Workbooks) -> Iterator[Remark]:
    taken = {str(row.key): row for row in book.back.rows}
    said: list[Remark] = []
    for row in book.back.copied:
        kept = taken[str(row.key)]
        same = {cell.column: keys.text_of(cell.value) for cell in kept.filled}
        differs = next(
            (cell for cell in row.filled if same.get(cell.column) != keys.text_of(cell.value)), None
        )
        if differs:
            other = f"{kept.sheet} 第{kept.number}行"
            yield Remark(
                "refused",
                differs.address,
                f"这一行与{other}是同一项（复制的行），填的不同，只采用了{other}的，请核对后重报",
            )
        else:
            said.append(
                Remark(
                    "note",
                    f"{row.sheet}!A{row.number}",
                    "这一行与另一行重复（复制的行），只采用一行",
                )
            )
    yield from said[:_MOST]
    if len(said) > _MOST:
        yield Remark(
            "note", said[_MOST].where, f"这一行和以下共 {len(said) - _MOST} 行也是重复的，没有采用"
        )


def signature(book: Workbooks, column: str) -> str:
    """Who filled in or reviewed a workbook: of its signed lines, else of its rows, each name once."""
    title = FILLINGS[column].title
    signed = [names[title] for names in book.back.signed.values() if names.get(title)]
    rows = [
        values.text(cell.value)
        for row in book.back.rows
        for cell in row.filled
        if cell.column == column
    ]
    return "、".join(dict.fromkeys(name for name in signed or rows if name))
