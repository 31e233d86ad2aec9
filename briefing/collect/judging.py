"""What of a sheet that came back can be taken in, and what a person has to look at first.

Nothing is overwritten: a figure is taken only where it was sent as it stands now. Whatever is not taken, or is taken in place of
something, is said with its cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from briefing.collect import values
from briefing.collect.figures import Known, corrected_cell, figures
from briefing.collect.reading import Workbooks
from briefing.collect.remarks import OPEN, Remark, Taken
from briefing.model import ScopeFacts
from briefing.papers.excel import keys
from briefing.papers.excel.keys import FILLINGS
from briefing.papers.excel.returned import Change, FilledCell, ReturnedRow
from briefing.store import NewCorrection, NewReport, Seen, StoredReport

__all__ = ["OPEN", "Judged", "Remark", "judge", "signature"]

_LOST = "隐藏的键列或表头行被删了，认不出行，这张表填的都没有采用；请在原来发出的表上重填（可以把填好的内容粘贴过去）"
_MOST = 10  # remarks of a kind that are listed
_LISTED = 60  # remarks of a sheet as a whole
_FIGURES = ("target", "previous")  # given ones, beside the period's own
_TEXTS = ("progress", "problems", "measures")
_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
_HINTS = {
    "previous_progress": "本期的情况请填同一行的“本期进展”",
    "unit": "请改回原来的单位，要改的数按它填“核定值”",
}


@dataclass(slots=True)
class Judged:
    """What a sheet brings."""

    corrections: list[NewCorrection] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)  # the figures of the corrections
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
    rows = [row for row in book.back.rows if row.filled]
    sure = [row for row in rows if not row.renamed]
    judged.remarks += [
        Remark("refused", row.filled[0].address, _renamed(row)) for row in rows if row.renamed
    ]
    if any(map(corrected_cell, sure)):
        found = figures(book, sure, Known.of(facts, seen, names, unit), accepted)
        judged.corrections, judged.taken = found.corrections, found.taken
        judged.remarks += found.remarks
        judged.unchanged += found.unchanged
    for row in sure:
        _report(judged, book, row, seen, accepted)
    judged.remarks += _few(list(_about_the_sheet(book)), book.back.sent.title)
    return judged


def _few(remarks: list[Remark], title: str) -> list[Remark]:
    """A sheet with thousands of comments has thousands of remarks: nobody reads them."""
    if len(remarks) <= _LISTED:
        return remarks
    remarks.sort(key=lambda each: each.kind not in OPEN)
    more = f"还有 {len(remarks) - _LISTED} 处也要看，没有一一列出，请在原来发出的表上重填"
    return [*remarks[:_LISTED], Remark(remarks[_LISTED].kind, title, more)]


# Texts


def _report(
    judged: Judged, book: Workbooks, row: ReturnedRow, seen: Seen, accepted: Collection[str]
) -> None:
    said: dict[str, str | None] = dict.fromkeys((*_TEXTS, "pace"))  # None: nothing new
    first = ""
    if unseen := next((cell for cell in row.filled if cell.column in said and cell.hidden), None):
        if unseen.address not in accepted:
            told = f"{_short(_what(row))}：填在隐藏（或筛选掉）的{unseen.hidden}里，请核对是不是这一行要报的"
            judged.remarks.append(Remark("question", unseen.address, told))
            return
        first = unseen.address
    for cell in row.filled:
        if cell.column in said:
            try:
                said[cell.column] = (
                    values.pace(cell.value) if cell.column == "pace" else _checked(cell, row)
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


def _checked(cell: FilledCell, row: ReturnedRow) -> str:
    """The words in a cell. Raises values.Refused."""
    if row.key.kind == "indicator" and values.only_number(cell.value):
        raise values.Refused(
            "只有一个数，没有采用；要改数的请填同一行的“核定值”，说明情况的请写成一句话"
        )
    if str(cell.value).strip() in _ERRORS:
        raise values.Refused(f"“{cell.value}”是公式出错的标志，没有采用，请直接写文字")
    said, most = values.text(cell.value, cell.look), FILLINGS[cell.column].most
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
    if ":" in place:
        return f"这一行发出时是“{_short(row.name)}”，写它的那一列不见了（删了，或表头改了名），填的没有采用；请在原来发出的表上重填"
    return f"这一行发出时是“{_short(row.name)}”，现在 {place} 写的是别的（只排了几列，或改了名称），填的没有采用；请改回原样或在原来发出的表上重填"


def _short(text: str, most: int = 24) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= most else text[: most - 1] + "…"


# The sheet as a whole


def _about_the_sheet(book: Workbooks) -> Iterator[Remark]:
    back = book.back
    yield from map(_changed, back.changes)
    yield from _copied(book)
    yield from _inserted(book)
    yield from _columns(book)
    for where, title in back.gone:
        said = f"“{title}”这一列不见了（删了，或表头改了名），请在原来发出的表上重填"
        yield Remark("refused", where, said)
    for where, text in back.above:
        said = f"表头上面写了“{_short(text)}”，没有采用；要说的话写进“存在问题及原因”等格里"
        yield Remark("refused", where, said)
    for text in back.drawn:
        said = f"有文本框“{_short(text)}”，没有采用；要说的话写进“存在问题及原因”等格里"
        yield Remark("refused", back.sent.title, said)
    for where in back.lost:
        yield Remark("refused", where, _LOST)
    for where in back.own:
        yield Remark("note", where, "不是发出时的工作表（自己加的），没有采用")
    for where in back.merged:
        said = "合并了几行的单元格，内容只算最上面一行的；几行都要填的，请取消合并后逐行填"
        yield Remark("note", where, said)
    for where, text in back.comments:
        said = f"有批注“{_short(text)}”，批注没有采用；要改的数填“核定值”，要说的话写进“存在问题及原因”等格里"
        yield Remark("refused", where, said)
    if back.missing:
        named = "、".join(_short(name, 16) for _, name in back.missing[:3])
        more = "等" if len(back.missing) > 3 else ""
        said = f"少了 {len(back.missing)} 行（{named}{more}），视为没有填"
        yield Remark("note", back.missing[0][0], said)
    if not signature(book, "reviewer"):
        yield Remark("note", back.sent.title, "没有填审核人")


def _changed(change: Change) -> Remark:
    """A given cell that was changed; one with the figure itself was meant as a correction."""
    found = f"“{_short(change.found)}”" if change.found else "空白"
    said = f"“{change.title}”这一列不能改：发出 “{_short(change.sent)}”，收回 {found}，没有采用"
    if change.column == "known" and change.instead:
        cell = change.instead.rpartition("!")[2]
        hint = f"数字有误请填在同一行的“核定值”（{cell}）里"
        return Remark("refused", change.address, f"{said}；{hint}")
    if change.column in _FIGURES:
        hint = "这个数有误请写在“存在问题及原因”里，并把出处报来"
        return Remark("refused", change.address, f"{said}；{hint}")
    if change.column == "number":  # who inserts a row counts anew
        return Remark("note", change.address, said)
    hint = _HINTS.get(change.column, "要改的数填“核定值”，要说的话写进“存在问题及原因”等格里")
    return Remark("changed", change.address, f"{said}；{hint}".replace("\n", ""))


def _inserted(book: Workbooks) -> Iterator[Remark]:
    """Rows that were not sent."""
    back = book.back
    for where, _ in back.strange[:_MOST]:
        said = "插入的行，不知道属于哪一项，没有采用；请填在原有的行里"
        yield Remark("note", where, said)
    for cell in back.orphaned[:_MOST]:
        said = "插入的行（或键被改过的行），不知道属于哪一项，填的没有采用；请填在原有的行里"
        yield Remark("refused", cell.address, said)
    for cell in back.orphaned[_MOST : _MOST + 1]:
        more = len(back.orphaned) - _MOST
        yield Remark("refused", cell.address, f"这一行和以下共 {more} 行也是插入的，填的没有采用")
    for where, _ in back.strange[_MOST : _MOST + 1]:
        more = len(back.strange) - _MOST
        yield Remark("note", where, f"这一行和以下共 {more} 行也是插入的，没有采用")


def _columns(book: Workbooks) -> Iterator[Remark]:
    """Columns that were not sent, or stand there twice."""
    back = book.back
    for cell in back.doubled:
        said = f"“{cell.column}”有两列，不知道以哪一列为准，都没有采用，请只留原来的一列后重报"
        yield Remark("refused", cell.address, said)
    for cell in back.added:
        if cell.column:
            said = f"“{_short(cell.column)}”不是发出时的列（表头改过，或是自己加的），这一列没有采用，请把表头改回或填进原有的列"
        else:
            said = f"写在表外（没有表头的列）：“{_short(keys.text_of(cell.value))}”，没有采用，请填进原有的列"
        yield Remark("refused", cell.address, said)


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


def signed(book: Workbooks, label: str) -> str:
    """What stands beside a label below the tables, the first of all sheets."""
    return next(
        (
            said
            for names in book.back.signed.values()
            for name, said in names.items()
            if name.startswith(label)
        ),
        "",
    )
