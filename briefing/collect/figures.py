"""Figures that a department filled in: each is taken, doubted or refused, always with its cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from briefing import periods
from briefing.amounts import Amount, comparable, far_nearer
from briefing.analysis import wording
from briefing.analysis.best import best_first
from briefing.analysis.derived import OTHER_BASE
from briefing.collect import doubts, values
from briefing.collect.besides import besides
from briefing.collect.reading import Workbooks
from briefing.collect.remarks import Remark, Taken
from briefing.model import DocumentInfo, Measure, Observation, ScopeFacts
from briefing.papers.excel import keys
from briefing.papers.excel.returned import FilledCell, ReturnedRow
from briefing.store import NewCorrection, Seen, StoredCorrection, supplied

_FAR = 3  # times: as much nearer to another row's figure than to its own
_UNSEEN, _SAVE_AS = "这种格式的文件看不出", "请另存为 .xlsx 后重报"


@dataclass(frozen=True, slots=True)
class Known:
    """What a filled-in figure is held against."""

    observations: Mapping[str, Observation]  # by key
    documents: Mapping[str, DocumentInfo]  # by id
    seen: Seen
    names: Mapping[str, str]  # of indicators, by id
    unit: str  # the department's name

    @classmethod
    def of(cls, facts: ScopeFacts, seen: Seen, names: Mapping[str, str], unit: str) -> Known:
        found = {o.key: o for o in facts.observations if o.indicator}
        return cls(found, {each.id: each for each in facts.documents}, seen, names, unit)

    def reverted(self, correction: NewCorrection) -> Iterator[str]:
        """What is to be said of a figure that was taken back once."""
        if found := self.seen.reverts.get((correction.key, Decimal(correction.new))):
            why = f"：{found.note}" if found.note else ""
            yield f"这个数{found.at.astimezone(periods.ZONE):%Y-%m-%d}撤销过（{found.by}{why}）"

    def held(self, observation: Observation) -> StoredCorrection | None:
        return self.seen.corrections.get(observation.key)

    def figure(self, indicator: str, measure: Measure, period: str) -> Observation | None:
        """What the store has by now, the one that papers use; no target."""
        about = (indicator, measure, period)
        found = [
            o
            for o in self.observations.values()
            if o.status != "target" and (o.indicator, o.measure, o.period) == about
        ]
        return next(iter(best_first(found, self.documents)), None)


@dataclass(frozen=True, slots=True)
class Filled:
    """A figure that could be read. asked: whose unit it is in; printed: the figure that was sent; now: what stands there by now."""

    row: ReturnedRow
    cell: FilledCell
    asked: Observation
    printed: Observation | None
    now: Observation | None
    new: Decimal

    @property
    def name(self) -> str:
        return name_of(self.row, self.asked)


@dataclass(slots=True)
class Figures:
    """What the figures of a sheet come to."""

    corrections: list[NewCorrection]
    taken: list[Taken]
    remarks: list[Remark]
    unchanged: int = 0  # cells that say what is known already


def figures(
    book: Workbooks, rows: Collection[ReturnedRow], known: Known, accepted: Collection[str]
) -> Figures:
    """Of the rows whose key is beyond doubt. accepted: cells whose doubtful figures a person accepts."""
    found = Figures([], [], [])
    readable = [each for row in rows for each in _filled(found, book, row, known)]
    told = {(each.row.key.id, each.row.key.measure): each for each in readable}
    astray = _astray(rows, readable, book, known)
    for each in readable:
        if each.now and _equal(each.now, each.new, each.asked.unit):
            found.unchanged += 1
            continue
        correction = _correction_of(each, book, known)
        around = [*besides(each.row, each.cell, book), *known.reverted(correction), *astray]
        remarks = list(_remarks(each, told, book, known, around))
        if remarks and each.cell.address not in accepted:
            found.remarks += remarks
            continue
        found.corrections.append(correction)
        unit = each.now.unit if each.now else each.asked.unit
        found.taken.append(
            Taken(each.cell.address, each.name, correction.old, correction.new, unit, _change(each))
        )
    return found


def corrected_cell(row: ReturnedRow) -> FilledCell | None:
    return next((cell for cell in row.filled if cell.column == "correction"), None)


def name_of(row: ReturnedRow, observation: Observation) -> str:
    return f"{row.given.get('指标') or observation.name}{row.given.get('类型', '')}"


def _filled(found: Figures, book: Workbooks, row: ReturnedRow, known: Known) -> Iterator[Filled]:
    """The figure of a row, where there is one that can be read and held against something."""
    cell = corrected_cell(row)
    if cell is None:
        return
    period = book.back.sent.period
    printed, beside = _sent_with(row, period, known.observations)
    asked = printed or beside  # the unit is the figure's own, else the target's or last year's
    if asked is None:
        found.remarks.append(Remark("refused", cell.address, _without_source(row)))
        return
    now = printed or known.figure(row.key.id, asked.measure, period)
    try:
        new = _read(book, cell, asked.unit)
        _check_units(row, asked, now)
    except values.Refused as error:
        found.remarks.append(Remark("refused", cell.address, f"{name_of(row, asked)}：{error}"))
        return
    if new is None:
        found.unchanged += 1
    else:
        yield Filled(row, cell, asked, printed, now, new)


def _read(book: Workbooks, cell: FilledCell, unit: str) -> Decimal | None:
    """The figure in a cell. Raises values.Refused."""
    if cell.merged:
        raise values.Refused(
            f"在合并的单元格（{cell.merged}）里，不知道是哪一行的，请取消合并后逐行填"
        )
    new = values.number(cell.value, unit, cell.look)
    if book.has_formats or new is None or isinstance(cell.value, str):
        return new
    if unit == "%" and 0 < abs(new) <= 1:
        raise values.Refused(f"是 {new}，{_UNSEEN}是不是百分比，{_SAVE_AS}，或写成带 % 的文字")
    return new


def _check_units(row: ReturnedRow, asked: Observation, now: Observation | None) -> None:
    """Raises values.Refused where nobody can know in which unit a figure was meant."""
    if "unit" in row.touched:
        place = row.touched["unit"].rpartition("!")[2]
        how = "表头改过或删了" if ":" in place else "被改过"
        raise values.Refused(
            f"计量单位（{place}）{how}，发出时是“{asked.unit}”，"
            "不知道填的数是哪个单位，没有采用，请改回原来的单位后按它重填"
        )
    if row.unit and row.unit != asked.unit:
        raise values.Refused(
            f"发出时单位是“{row.unit}”，资料里现在是“{asked.unit}”（资料重新读过），没有采用，请按新表重填"
        )
    if now and not comparable(now.unit, asked.unit):
        stands = wording.cell(now, with_unit=True)
        raise values.Refused(
            f"资料里现在是 {stands}，单位与这一行的“{asked.unit}”不同，没有采用，请按新表重填"
        )


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


def _without_source(row: ReturnedRow) -> str:
    if not row.figures:
        return "这一行没有本期数、目标和上年数，不知道单位和口径，没有采用；这个数请作为资料（统计表、说明）另行报送"
    return "发出时的来源数已不在库中（资料重新读过），没有采用，请按新表重填"


# What a person has to look at first


def _remarks(
    each: Filled,
    told: Mapping[tuple[str, str], Filled],
    book: Workbooks,
    known: Known,
    around: list[str],
) -> Iterator[Remark]:
    """around: what else than the figure itself makes it doubtful."""
    if conflict := _conflict(each, known):
        yield Remark("conflict", each.cell.address, f"{each.name}：{conflict}")
        if not each.printed:
            return
    case = _case(each, told, book, known)
    if said := [*doubts.doubts(case), *around]:
        change = f"（{_change(each)}）" if not case.fills_a_gap else ""
        message = f"{each.name}：{case.said}，{'；'.join(said)}{change}"
        yield Remark("question", each.cell.address, message)


def _astray(
    rows: Iterable[ReturnedRow], readable: Iterable[Filled], book: Workbooks, known: Known
) -> list[str]:
    """Whether a column was filled in, pasted, sorted or counted against its rows: some figures are hardly those of their rows.

    What happened to them happened to those that look right too. Signs are a figure far from that of its own row and one near that of
    another; two are enough, of one cell or of several. Figures that are refused bear witness as well.
    """
    read = {each.cell.address: each.new for each in readable}
    signs: list[str] = []
    for row in rows:
        own, cell = _printed(row, book, known), corrected_cell(row)
        if not own or not cell:
            continue
        new = read.get(cell.address, values.typed(cell.value))
        if new is not None:
            far = doubts.is_far(own.measure, new, own.value)
            near = bool(_nearer(row, new, own, book, known))
            signs += [cell.address.rpartition("!")[2]] * (far + near)
    if len(signs) < 2:
        return []
    places = list(dict.fromkeys(signs))
    many = f"等 {len(places)} 个数" if len(places) > 1 else "的数"
    return [f"{'、'.join(places[:3])} {many}不像是所在行的，像是整列错了行或换了单位"]


def _printed(row: ReturnedRow, book: Workbooks, known: Known) -> Observation | None:
    return _sent_with(row, book.back.sent.period, known.observations)[0]


def _nearer(row: ReturnedRow, new: Decimal, own: Observation, book: Workbooks, known: Known) -> str:
    """The other row to whose figure, as sent, a number lies far nearer than to that of its own row."""
    for other in book.back.rows:
        printed = _printed(other, book, known) if other is not row else None
        if printed and far_nearer(new, printed.value, own.value, _FAR):
            return _called(other, printed)
    return ""


def _called(row: ReturnedRow, observation: Observation) -> str:
    return f"第{row.number}行“{name_of(row, observation)}”"


def _conflict(each: Filled, known: Known) -> str:
    """The figure that was sent is not the one that stands now, or there was none and now there is."""
    if each.printed:
        return _changed_since(each, each.printed, known.held(each.printed))
    if not each.now:
        return ""
    held, stands = known.held(each.now), wording.cell(each.now, with_unit=True)
    if each.now.supplied and held:
        said = f"{held.by}已报送 {stands}（{held.file} {held.cell}）"
    else:
        said = f"资料里现在是 {stands}（{each.now.source.title}）"
    return f"发出时没有这个数，{said}，这份填 {each.new:f}{each.asked.unit}"


def _changed_since(each: Filled, now: Observation, held: StoredCorrection | None) -> str:
    """Somebody else put it right, or the source was read anew."""
    row = each.row
    sent = next((row.given[head] for head, key in row.figures.items() if key == now.key), "")
    if sent == keys.text_of(now.value):
        return ""
    stands = wording.cell(now, with_unit=True)
    by = (
        f"{held.by}已核定为 {stands}（{held.file} {held.cell}）"
        if held and held.file
        else f"现为 {stands}"
    )
    return f"发出时是 {sent}，{by}，这份填 {each.new:f}"


def _case(
    each: Filled, told: Mapping[tuple[str, str], Filled], book: Workbooks, known: Known
) -> doubts.Case:
    asked, indicator, period = each.asked, each.row.key.id, book.back.sent.period
    gap, target = each.now is None, asked.status == "target"
    beside = [
        known.observations[key] for key in each.row.figures.values() if key in known.observations
    ]
    last = known.figure(indicator, asked.measure, periods.year_before(period))
    before = [o for o in beside if o.status != "target" and o.period != period]
    return doubts.Case(
        measure=asked.measure,
        unit=asked.unit,
        new=each.new,
        old=asked.value,
        stands_for="原数" if not gap else "年度目标" if target else "上年同期",
        fills_a_gap=gap,
        part_of_year=gap and target and not periods.parse(period).is_year,
        last_year=_as_printed((*before, last) if last else before, asked.unit),
        target=_as_printed([o for o in beside if o.status == "target"], asked.unit),
        elsewhere=_other_row(each, told, book, known),
        year=periods.parse(period).year if not isinstance(each.cell.value, str) else 0,
        shown=values.shown(each.cell.value, asked.unit, each.cell.look),
        formula=each.cell.look.formula,
        amounts_give=_growth(each, told, period, known),
        rate=_value_of("yoy", indicator, told, period, known),
        real=indicator in OTHER_BASE,
    )


def _as_printed(found: Iterable[Observation], unit: str) -> tuple[Decimal, ...]:
    """Each as it stands in its own unit, and in that of the row."""
    every = ((o.value, _in_unit(o, unit)) for o in found)
    pairs = ((value, same) for value, same in every if same is not None)
    return tuple(dict.fromkeys(value for pair in pairs for value in pair))


def _other_row(
    each: Filled, told: Mapping[tuple[str, str], Filled], book: Workbooks, known: Known
) -> str:
    """How the figure that is filled in here looks like one of another row."""
    figure = (each.new, each.asked.unit)
    for row in book.back.rows:
        if row is each.row:
            continue
        printed = _printed(row, book, known)
        if printed and (printed.value, printed.unit) == figure:
            return f"与{_called(row, printed)}的本期数相同"
        filled = told.get((row.key.id, row.key.measure))
        if filled and (filled.new, filled.asked.unit) == figure:
            return f"与{_called(row, filled.asked)}填的数相同"
    if each.printed and doubts.is_notable(each.asked.measure, each.new, each.printed.value):
        other = _nearer(each.row, each.new, each.printed, book, known)
        return f"更接近{other}的本期数" if other else ""
    return ""


def _growth(
    each: Filled, told: Mapping[tuple[str, str], Filled], period: str, known: Known
) -> Decimal | None:
    """The rate that follows from the amounts of both years, as they stand with what the sheet says."""
    if each.asked.measure not in ("level", "yoy"):
        return None
    indicator = each.row.key.id
    last = known.figure(indicator, "level", periods.year_before(period))
    now = known.figure(indicator, "level", period)
    filled = told.get((indicator, "level"))
    amount = filled.new if filled else now.value if now else None
    unit = filled.asked.unit if filled else now.unit if now else ""
    before = _in_unit(last, unit) if last and unit else None
    return (amount / before - 1) * 100 if amount is not None and before else None


def _value_of(
    measure: Measure,
    indicator: str,
    told: Mapping[tuple[str, str], Filled],
    period: str,
    known: Known,
) -> Decimal | None:
    if filled := told.get((indicator, measure)):
        return filled.new
    stands = known.figure(indicator, measure, period)
    return stands.value if stands else None


def _in_unit(observation: Observation, unit: str) -> Decimal | None:
    if not comparable(observation.unit, unit):
        return None
    return convert(observation.value, observation.unit, unit)


def convert(value: Decimal, unit: str, wanted: str) -> Decimal:
    """Figures of one unit keep the digits that were written."""
    if unit == wanted:
        return value
    return Amount(value, unit).in_unit(wanted).value


def _equal(now: Observation, new: Decimal, unit: str) -> bool:
    filled = Amount(new, unit)
    return now.amount.like(filled) and now.amount.order(filled) == 0


def _change(each: Filled) -> str:
    """How much a figure moves: +0.4%, of a rate +0.3个百分点; "" where there was none."""
    old = _in_unit(each.now, each.asked.unit) if each.now else None
    if old is None:
        return "原来没有数"
    if each.asked.measure != "level":
        return f"{each.new - old:+f}个百分点"
    return f"{(each.new - old) / abs(old) * 100:+.1f}%" if old else "原数为零"


# What is recorded


def _correction_of(each: Filled, book: Workbooks, known: Known) -> NewCorrection:
    if each.now:
        return _correction(each, each.now, convert(each.new, each.asked.unit, each.now.unit))
    sent, beside = book.back.sent, each.asked
    found = supplied(
        district=sent.district,
        department=sent.department,
        period=sent.period,
        area=beside.area,
        indicator=each.row.key.id,
        measure=beside.measure,
        name=known.names.get(each.row.key.id, beside.name),
        value=each.new,
        unit=beside.unit,
        by=known.unit,
        date="",
        file=book.name,
        cell=each.cell.address,
    )
    return replace(_correction(each, found, each.new), old="")


def _correction(each: Filled, now: Observation, new: Decimal) -> NewCorrection:
    stated = now.correction.value if now.correction else now.value
    correction = NewCorrection(
        key=now.key,
        period=now.period,
        name=name_of(each.row, now),
        unit=now.unit,
        stated="" if stated is None else str(stated),
        old=str(now.value),
        new=format(new, "f"),
        cell=each.cell.address,
        quote="" if now.supplied else now.source.quote,
    )
    if now.supplied and now.indicator:  # it says what it is of: no document does
        correction = replace(
            correction,
            indicator=now.indicator,
            measure=now.measure,
            indicator_name=now.name,
            area=now.area,
        )
    return correction
