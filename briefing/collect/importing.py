"""Files that came back are taken in one by one: each wholly or not at all, and none stops the others."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from briefing.collect import judging
from briefing.collect.judging import Judged, Remark
from briefing.collect.reading import Workbooks, read
from briefing.collect.remarks import Taken
from briefing.errors import BriefingError, SourceError
from briefing.periods import ZONE
from briefing.settings import Settings, nearest, office_name
from briefing.settings.schema import Department, District
from briefing.store import ReturnedFile, Store

_NOTHING_SAID = "确实没有要说的，请填上填报人、审核人后重报；先前报过、没有变化的，不用再报"
_UNIT = "填报单位"  # what to accept where another unit signed
_OLD = "旧表"  # and where the unit was sent a newer sheet
# waiting: nothing of it is taken until a person has accepted it as a whole.
State = Literal["taken", "known", "unchanged", "waiting", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    file: str
    state: State
    title: str = ""  # 槐荫区2024年区财政局填报表
    corrections: int = 0
    reports: int = 0
    unchanged: int = 0  # cells that say what is known already
    late: bool = False
    due: str = ""
    remarks: tuple[Remark, ...] = ()
    taken: tuple[Taken, ...] = ()  # the figures of the corrections
    message: str = ""  # Chinese: why it failed, or since when it is known

    @property
    def is_open(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.state == "failed" or any(remark.kind in judging.OPEN for remark in self.remarks)


def import_files(
    files: Iterable[Path],
    store: Store,
    settings: Settings,
    at: datetime,
    *,
    by: str = "",
    accepted: Collection[str] = (),
    dry_run: bool = False,
    read: Callable[[Path], Workbooks] = read,
) -> Iterator[Outcome]:
    """Take in files that came back, at an aware time.

    by: the office that takes them in. accepted: cells (指标填报!H7) whose doubtful figures are accepted. dry_run: store nothing.
    read: reads a file, here or in a worker with limits.
    Raises StoreError only where the store cannot be used at all.
    """
    for path in files:
        try:
            yield _import(path, read(path), store, settings, at, by, accepted, dry_run)
        except BriefingError as error:
            yield Outcome(path.name, "failed", message=str(error))
        except Exception as error:  # nothing that one sheet holds may stop the others
            said = str(error).splitlines()
            yield Outcome(
                path.name,
                "failed",
                message=f"{path.name}：这份表读不下去（{type(error).__name__}"
                + (f"：{said[0][:80]}" if said else "")
                + "），没有导入；请在原来发出的表上重填后再导入",
            )


def _import(
    path: Path,
    book: Workbooks,
    store: Store,
    settings: Settings,
    at: datetime,
    by: str,
    accepted: Collection[str],
    dry_run: bool,
) -> Outcome:
    district, department = _whose(book, settings)
    _check_seal(book, store)
    sent = book.back.sent
    seen = store.returned.seen(district.code)
    names = {indicator.id: indicator.name for indicator in settings.indicators}
    judged = judging.judge(
        book,
        store.scope_facts(district.code),
        seen,
        names,
        accepted,
        unit=office_name(department, district),
    )
    if not book.back.signed and not any(row.filled for row in (*book.back.rows, *book.back.copied)):
        return _empty(path.name, sent.title, judged)
    whole = _about_the_whole(book, store, settings, district, department)
    if waiting := [each for each in whole if each.where not in accepted]:
        return Outcome(path.name, "waiting", sent.title, remarks=tuple(waiting))
    asked = {each.where for each in whole} | {each.cell for each in judged.corrections}
    asked |= {each.cell for each in judged.reports}
    if stray := [cell for cell in accepted if cell not in asked]:
        raise SourceError(
            f"没有等着接受的：{'、'.join(stray)}",
            where=path.name,
            hint="写成提示里的样子，如 指标填报!H7",
        )
    known = seen.files.get(book.sha256)
    if known:
        # What was taken of it once may have been taken back since: only what a person accepts now is new.
        judged.corrections = [
            correction for correction in judged.corrections if correction.cell in accepted
        ]
        judged.taken = [figure for figure in judged.taken if figure.where in accepted]
        judged.reports = [report for report in judged.reports if report.cell in accepted]
    late = (
        known[0].late
        if known
        else bool(sent.due) and at.astimezone(ZONE).date() > date.fromisoformat(sent.due)
    )
    file = ReturnedFile(
        sha256=book.sha256,
        file=path.name,
        job=sent.job,
        district=district.code,
        department=department.id,
        unit=office_name(department, district),
        period=sent.period,
        title=sent.title,
        filler=judging.signature(book, "filler"),
        reviewer=judging.signature(book, "reviewer"),
        received_by=by,
        due=sent.due,
        late=late,
    )
    if not dry_run and (not known or judged.corrections or judged.reports):
        store.returned.take(file, judged.corrections, judged.reports, seen, at)
    return _outcome(file, sent.title, judged, known[1] if known else None)


def _empty(file: str, title: str, judged: Judged) -> Outcome:
    """Of a sheet in which nothing is filled in or signed: what was written elsewhere is said with its cell."""
    said = tuple(each for each in judged.remarks if each.kind in judging.OPEN)
    if not said:
        raise SourceError("这份表一格也没有填，不计为已报", where=file, hint=_NOTHING_SAID)
    message = f"{file}：没有一格填在该填的地方，也没有签名，不计为已报；写在别处的见下"
    return Outcome(file, "failed", title, remarks=said, message=message)


def _about_the_whole(
    book: Workbooks, store: Store, settings: Settings, district: District, department: Department
) -> list[Remark]:
    """What has to be accepted before anything of a sheet is taken."""
    said, name = judging.signed(book, _UNIT), office_name(department, district)
    found = []
    if _is_other_unit(said, department, district, settings):
        told = f"填报单位写的是“{said}”，这份表发给的是“{name}”，整份没有采用；确实是它填的，加 --accept {_UNIT}"
        found.append(Remark("question", _UNIT, told))
    if newer := store.ledger.after(book.back.sent.seal):
        told = f"这份是旧表，{_day(newer.at)}又发过新的一份（{book.back.sent.title}），整份没有采用；确实以这份为准的，加 --accept {_OLD}"
        found.append(Remark("question", _OLD, told))
    return found


def _outcome(
    file: ReturnedFile, title: str, judged: Judged, known_since: datetime | None
) -> Outcome:
    brought = bool(judged.corrections or judged.reports)
    state: State = "taken" if brought else "known" if known_since else "unchanged"
    message = (
        f"这份文件{_day(known_since)}已经导入过，没有重复计入"
        if known_since and not brought
        else ""
    )
    remarks = (
        judged.remarks
        if not known_since
        else [each for each in judged.remarks if each.kind in judging.OPEN]
    )
    return Outcome(
        file.file,
        state,
        title,
        len(judged.corrections),
        len(judged.reports),
        judged.unchanged,
        file.late,
        file.due,
        tuple(remarks),
        tuple(judged.taken),
        message,
    )


def _day(moment: datetime) -> str:
    day = moment.astimezone(ZONE)
    return f"{day.year}年{day.month}月{day.day}日"


def _check_seal(book: Workbooks, store: Store) -> None:
    """Whether this store made the sheet, for just this unit and period, and sent it out. Raises SourceError."""
    sent = book.back.sent
    key = store.seals.key(sent.job, sent.district, sent.department, sent.period)
    if not hmac.compare_digest(sent.sealed(key), sent.seal):
        raise SourceError(
            "封记不符：这份表不是本库发出的，或单位、时期等隐藏的说明被改过，整份没有采用",
            where=book.name,
            hint="请填报单位在发给它的原表上重填；换过数据库的，用原来的库导入",
        )
    if store.ledger.sent(sent.seal) is None:
        raise SourceError(
            f"台账里没有发出过这份表（{sent.title}），整份没有采用",
            where=book.name,
            hint=f"手工发的，先用 briefing send {sent.job} --by-folder 记入台账",
        )


def _is_other_unit(
    said: str, department: Department, district: District, settings: Settings
) -> bool:
    """Whether what stands beside 填报单位 names somebody else."""
    name = re.sub(r"\s|[（(]盖?章[)）]?", "", said)
    office = office_name(department, district)
    if not name or name in office:
        return False
    place, found, _ = name.partition(re.sub(r"^[区县市旗]", "", office))
    if found:  # 槐荫区财政局 and 济南市槐荫区财政局, but not 天桥区财政局
        return not (len(place) <= 1 or place.endswith((district.name, district.name[:-1])))
    return settings.department(name.removeprefix(district.name)) is not department


def _whose(book: Workbooks, settings: Settings) -> tuple[District, Department]:
    """The district and department of a sheet. Raises SourceError where they are not configured."""
    sent = book.back.sent
    district = next((each for each in settings.districts if each.code == sent.district), None)
    if district is None:
        raise SourceError(
            f"没有配置这份表的地区（代码 {sent.district}）",
            where=book.name,
            hint="是否在别的工作区发出的？",
        )
    department = next((each for each in settings.departments if each.id == sent.department), None)
    if department is None:
        hint = nearest(sent.department, [each.id for each in settings.departments])
        raise SourceError(
            f"没有配置这份表的部门（代号 {sent.department}）", where=book.name, hint=hint
        )
    return district, department
