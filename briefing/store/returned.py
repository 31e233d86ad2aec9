"""What departments send back: figures they correct, laid over the facts, and the progress they report.

Rows are only ever added. A correction holds as long as no other and no revert follows it; a report as long as its department sends
no other for the same row and period. All that one file brings is stored in one transaction.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, Select, func, insert, select, text

from briefing import periods
from briefing.errors import StoreError
from briefing.model import Correction, DocumentInfo, Measure, Observation, Report, Source
from briefing.periods import ZONE
from briefing.store import schema

Connecting = Callable[[], AbstractContextManager[Connection]]
State = Literal["holds", "replaced", "reverted", "revert"]
_NOT_REVERTIBLE = {
    "revert": "本身就是一次撤销",
    "reverted": "已经撤销过了",
    "replaced": "已被后来的核定代替，要先撤销后来的",
}
_LOCK = 0x636F6C6C656374  # any number that nobody else locks on the same server


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A sheet that was sent back."""

    sha256: str
    file: str
    job: str
    district: str  # code
    department: str  # id
    unit: str  # the department's name
    period: str
    title: str  # 槐荫区2024年区财政局填报表
    filler: str
    reviewer: str
    received_by: str  # the office that took it in, "" where nobody said
    due: str  # ISO date, "" where none
    late: bool


@dataclass(frozen=True, slots=True)
class NewCorrection:
    """A figure to be corrected: what the source says, what holds now, what shall hold.

    One that no source states has stated "", and says what it is of in its last four fields.
    """

    key: str
    period: str
    name: str
    unit: str
    stated: str
    old: str
    new: str
    cell: str
    quote: str
    indicator: str = ""
    measure: Measure | Literal[""] = ""
    indicator_name: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class NewReport:
    """The progress of one row."""

    key: str
    name: str
    progress: str
    pace: str
    problems: str
    measures: str
    cell: str


@dataclass(frozen=True, slots=True)
class StoredCorrection:
    """A correction or the revert of one, as it was recorded."""

    id: int
    key: str
    district: str
    department: str
    period: str
    name: str
    unit: str
    stated: str
    old: str
    new: str
    by: str
    filler: str
    file: str
    sha256: str
    cell: str
    quote: str
    note: str
    reverts: int | None
    indicator: str
    measure: Measure | Literal[""]
    indicator_name: str
    area: str
    at: datetime  # aware
    state: State


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report of one row, as it was recorded."""

    report: Report
    name: str
    file: str
    cell: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What had been sent back of a district when it was looked at. `last`: by which to tell whether more came since."""

    corrections: dict[str, StoredCorrection]  # those that hold, by the observation's key
    reverts: dict[
        tuple[str, Decimal], StoredCorrection
    ]  # by key and the figure that was taken back
    reports: dict[tuple[str, str, str], StoredReport]  # by row, period and department
    files: dict[str, tuple[ReturnedFile, datetime]]  # by sha256
    last: tuple[int, int, int]


class Returned:
    """Reached as `Store.returned`."""

    def __init__(self, reading: Connecting, writing: Connecting) -> None:
        self._reading = reading
        self._writing = writing

    def seen(self, district: str) -> Seen:
        """All that holds of a district."""
        with self._reading() as connection:
            rows = _corrections(connection, district)
            return Seen(
                {row.key: row for row in rows if row.state == "holds"},
                {(row.key, Decimal(row.old)): row for row in rows if row.reverts is not None},
                _reports(connection, district),
                _files(connection, district),
                _last(connection, district),
            )

    def take(
        self,
        file: ReturnedFile,
        corrections: Sequence[NewCorrection],
        reports: Sequence[NewReport],
        seen: Seen,
        at: datetime,
    ) -> None:
        """Store what a file brings: all of it or nothing. at: an aware time.

        Raises StoreError where something else came in since `seen`.
        """
        moment = _naive(at)
        with self._writing() as connection:
            if connection.dialect.name == "postgresql":  # SQLite's writers take turns by themselves
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
            if _last(connection, file.district) != seen.last:
                raise StoreError(
                    "核对期间又有别的填报表导入，这份没有导入", where=file.file, hint="再导入一次"
                )
            if file.sha256 not in seen.files:
                connection.execute(insert(schema.returns), asdict(file) | {"at": moment})
            if corrections:
                connection.execute(
                    insert(schema.corrections),
                    [_correction_row(file, each, moment) for each in corrections],
                )
            if reports:
                connection.execute(
                    insert(schema.reports), [_report_row(file, each, moment) for each in reports]
                )

    def files(self, period: str | None = None) -> tuple[tuple[ReturnedFile, datetime], ...]:
        """Every file that was taken in, of one period or of all, oldest first, with when."""
        with self._reading() as connection:
            found = _files(connection, None).values()
        return tuple(pair for pair in found if period in (None, pair[0].period))

    def corrections(self, district: str | None = None) -> tuple[StoredCorrection, ...]:
        """Every correction and revert, oldest first."""
        with self._reading() as connection:
            return tuple(_corrections(connection, district))

    def reports(self, district: str | None = None) -> tuple[StoredReport, ...]:
        """The latest report of every row, period and department."""
        with self._reading() as connection:
            return tuple(_reports(connection, district).values())

    def revert(
        self, ids: Collection[int], *, by: str, at: datetime, note: str = ""
    ) -> tuple[StoredCorrection, ...]:
        """Take corrections back, at an aware time: what held before holds again. Returns the reverts as recorded.

        Raises StoreError, and takes none back, where one of them is unknown or does not hold any more.
        """
        with self._writing() as connection:
            recorded = {row.id: row for row in _corrections(connection, None)}
            for id in ids:
                _check_revertible(id, recorded)
            for id in ids:
                gone = recorded[id]
                row = _values(gone) | {
                    "district": gone.district, "department": "", "old": gone.new, "new": gone.old, "by": by, "filler": "", "file": "",
                    "sha256": "", "cell": "", "note": note, "reverts": id, "at": _naive(at),
                }  # fmt: skip
                connection.execute(insert(schema.corrections), row)
            return tuple(row for row in _corrections(connection, None) if row.reverts in set(ids))

    def prints(self) -> dict[str, str]:
        """For each district what its papers depend on: a text that is the same as long as what holds is the same."""
        parts: defaultdict[str, list[str]] = defaultdict(list)
        with self._reading() as connection:
            for row in _corrections(connection, None):
                if row.state == "holds":
                    parts[row.district].append(
                        repr(
                            (
                                row.key,
                                row.stated,
                                row.unit,
                                row.new,
                                row.by,
                                row.at,
                                row.file,
                                row.cell,
                            )
                        )
                    )
            for each in connection.execute(_latest(schema.reports.c.district)).mappings():
                parts[each["district"]].append(repr((_report(each), each["file"], each["cell"])))
        return {
            district: hashlib.sha256("\n".join(sorted(each)).encode()).hexdigest()[:16]
            for district, each in parts.items()
        }


class Overlay:
    """The corrections that hold, to be laid over observations as they are read."""

    def __init__(self, connection: Connection, district: str | None) -> None:
        self._by_key = {
            row.key: row for row in _corrections(connection, district) if row.state == "holds"
        }
        self.notes: list[str] = []  # Chinese: corrections whose source says something else by now

    def apply(self, key: str, observation: Observation) -> Observation:
        """The observation as corrected. One whose source has changed since is left as it is, and noted."""
        found = self._by_key.get(key)
        if found is None:
            return observation
        if (str(observation.value), observation.unit) != (found.stated, found.unit):
            self.notes.append(
                f"{found.name}的核定值 {found.new}{found.unit} 未采用：来源数已由 {found.stated}{found.unit} "
                f"变为 {observation.value}{observation.unit}，请重新核定"
            )
            return observation
        correction = Correction(
            observation.value, observation.bound, observation.bound_text, found.by, _day(found.at), found.file, found.cell
        )  # fmt: skip
        return replace(
            observation,
            value=Decimal(found.new),
            bound="exact",
            bound_text="",
            correction=correction,
        )

    def supplied(self) -> tuple[tuple[DocumentInfo, ...], tuple[Observation, ...]]:
        """The figures that hold and that no source states, and the sheets they came in as documents, one a department and period."""
        documents, observations = {}, []
        for row in sorted(
            self._by_key.values(), key=lambda row: (row.period, row.department, row.id)
        ):
            if row.indicator and row.measure:
                found = supplied(
                    district=row.district, department=row.department, period=row.period, area=row.area, indicator=row.indicator,
                    measure=row.measure, name=row.indicator_name, value=Decimal(row.new), unit=row.unit, by=row.by, date=_day(row.at),
                    file=row.file, cell=row.cell,
                )  # fmt: skip
                source = found.source
                documents[source.document] = DocumentInfo(
                    source.document,
                    source.file,
                    source.title,
                    "other",
                    row.area,
                    "",
                    None,
                    None,
                    row.sha256,
                )
                observations.append(found)
        return tuple(documents.values()), tuple(observations)


def supplied(
    *, district: str, department: str, period: str, area: str, indicator: str, measure: Measure, name: str, value: Decimal, unit: str,
    by: str, date: str, file: str, cell: str,
) -> Observation:  # fmt: skip
    """A figure that a department sent in its sheet and no document states: its source is the sheet's cell.

    district: code; department: id; by: its name. The key is the same whatever file the figure comes in.
    """
    document = hashlib.sha256(
        "\x1f".join(("supplied", district, department, period)).encode()
    ).hexdigest()
    title = f"{area}{periods.label(period)}{by}填报表（部门报送）"
    quote = f"{name}{'增长' if measure == 'yoy' else ''}{value}{unit}（{by}{_written(date)}报送）"
    source = Source(document, file, title, 0, 0, quote, quote, place=cell)
    return Observation(
        name, indicator, area, measure, value, unit, "actual", period, "exact", source,
        correction=Correction(None, "exact", "", by, date, file, cell),
    )  # fmt: skip


def reports_of(connection: Connection, district: str | None) -> tuple[Report, ...]:
    return tuple(stored.report for stored in _reports(connection, district).values())


def _naive(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)


def _day(at: datetime) -> str:
    """The date on our users' calendars."""
    return at.astimezone(ZONE).date().isoformat()


def _written(date: str) -> str:
    """An ISO date as our users write it: 2025年2月10日."""
    return "{}年{}月{}日".format(*map(int, date.split("-"))) if date else ""


def _last(connection: Connection, district: str) -> tuple[int, int, int]:
    def most(column: Any, table: Any) -> int:
        return connection.scalar(select(column).where(table.c.district == district)) or 0

    return (
        most(func.max(schema.corrections.c.id), schema.corrections),
        most(func.max(schema.reports.c.id), schema.reports),
        most(func.count(), schema.returns),
    )


def _of(query: Select[Any], column: Any, district: str | None) -> Select[Any]:
    return query if district is None else query.where(column == district)


def _files(
    connection: Connection, district: str | None
) -> dict[str, tuple[ReturnedFile, datetime]]:
    table = schema.returns
    query = _of(select(table).order_by(table.c.at, table.c.sha256), table.c.district, district)
    found = {}
    for row in connection.execute(query).mappings():
        values = {name: row[name] for name in ReturnedFile.__slots__}
        found[row["sha256"]] = ReturnedFile(**values), row["at"].replace(tzinfo=UTC)
    return found


def _corrections(connection: Connection, district: str | None) -> list[StoredCorrection]:
    """With the state each is in: the last of a figure that was not taken back holds."""
    table = schema.corrections
    rows = (
        connection.execute(_of(select(table).order_by(table.c.id), table.c.district, district))
        .mappings()
        .all()
    )
    reverted = {row["reverts"] for row in rows}
    holds = {
        row["key"]: row["id"]
        for row in rows
        if row["reverts"] is None and row["id"] not in reverted
    }
    return [_correction(row, _state(row, reverted, holds)) for row in rows]


def _state(row: RowMapping, reverted: Collection[int | None], holds: Mapping[str, int]) -> State:
    if row["reverts"] is not None:
        return "revert"
    if row["id"] in reverted:
        return "reverted"
    return "holds" if holds[row["key"]] == row["id"] else "replaced"


def _correction(row: RowMapping, state: State) -> StoredCorrection:
    values = {
        name: row[name]
        for name in StoredCorrection.__dataclass_fields__
        if name not in ("at", "state")
    }
    return StoredCorrection(**values, at=row["at"].replace(tzinfo=UTC), state=state)


def _values(correction: StoredCorrection) -> dict[str, Any]:
    names = (
        "key",
        "period",
        "name",
        "unit",
        "stated",
        "quote",
        "indicator",
        "measure",
        "indicator_name",
        "area",
    )
    return {name: getattr(correction, name) for name in names}


def _check_revertible(id: int, recorded: Mapping[int, StoredCorrection]) -> None:
    row = recorded.get(id)
    if row is None:
        raise StoreError(f"没有第 {id} 号核定", hint="不知道编号时运行 briefing corrections list")
    if (
        row.state != "holds"
    ):  # from the newest back, so that every revert says what holds from then on
        raise StoreError(
            f"第 {id} 号{_NOT_REVERTIBLE[row.state]}",
            hint="运行 briefing corrections list 看现在采用的是哪一号",
        )


def _latest(*columns: Any) -> Select[Any]:
    """The newest report of every row, period and department (of a district)."""
    table = schema.reports
    newest = select(func.max(table.c.id)).group_by(
        table.c.district, table.c.key, table.c.period, table.c.department
    )
    return (
        select(table)
        .where(table.c.id.in_(newest))
        .order_by(*columns, table.c.key, table.c.period, table.c.department)
    )


def _reports(
    connection: Connection, district: str | None
) -> dict[tuple[str, str, str], StoredReport]:
    rows = connection.execute(_of(_latest(), schema.reports.c.district, district)).mappings()
    return {
        (row["key"], row["period"], row["department"]): StoredReport(
            _report(row), row["name"], row["file"], row["cell"]
        )
        for row in rows
    }


def _report(row: RowMapping) -> Report:
    values = {name: row[name] for name in Report.__dataclass_fields__ if name != "date"}
    return Report(**values, date=_day(row["at"].replace(tzinfo=UTC)))


def _correction_row(file: ReturnedFile, correction: NewCorrection, at: datetime) -> dict[str, Any]:
    return asdict(correction) | {
        "district": file.district,
        "department": file.department,
        "by": file.unit,
        "filler": file.filler,
        "file": file.file,
        "sha256": file.sha256,
        "note": "",
        "reverts": None,
        "at": at,
    }


def _report_row(file: ReturnedFile, report: NewReport, at: datetime) -> dict[str, Any]:
    names = (
        "district",
        "department",
        "unit",
        "period",
        "filler",
        "reviewer",
        "file",
        "sha256",
        "late",
    )
    return asdict(report) | {name: getattr(file, name) for name in names} | {"at": at}
