"""What people marked on review pages: facts that are right, changed, wrong or missed, laid over what extraction reads.

Rows are only ever added. A mark holds until another of the same place follows it or takes it back. It hangs on the document's
content and the fact's place in it, so it outlives every new reading of the same file.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, RowMapping, insert, select, text

from briefing.errors import StoreError
from briefing.model import Correction, DocumentInfo, Observation, ProjectMention, Source, Task
from briefing.periods import ZONE
from briefing.store import schema

Connecting = Callable[[], AbstractContextManager[Connection]]
Kind = Literal["indicator", "project", "duty"]
Verdict = Literal["right", "changed", "wrong", "missed"]
Fact = TypeVar("Fact", Observation, ProjectMention, Task)
_PLAIN = ["kind", "document", "start", "end", "verdict", "quote", "sentence", "by", "note", "file"]
Place = tuple[str, str, int, int]  # kind, document, start, end
_KINDS: dict[type, Kind] = {Observation: "indicator", ProjectMention: "project", Task: "duty"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark. was, now: fields of the fact as the review page names them; now has those that a change or a missed fact sets."""

    kind: Kind
    document: str  # content hash
    start: int  # in the reader's text
    end: int
    verdict: Verdict
    quote: str
    sentence: str
    was: Mapping[str, str]
    now: Mapping[str, str]
    by: str
    note: str
    file: str  # that brought it
    at: datetime  # aware: when it was made

    @property
    def place(self) -> Place:
        return self.kind, self.document, self.start, self.end

    @property
    def name(self) -> str:
        """Of the fact it is about; a number that several names share has a fact for each."""
        return self.was.get("name", "") if self.verdict != "missed" else self.now.get("name", "")


@dataclass(frozen=True, slots=True)
class StoredMark:
    """A mark or the taking back of one, as it was recorded."""

    id: int
    mark: Mark
    reverts: int | None
    holds: bool


class OtherMark(Exception):
    """Somebody else marked the same fact in between: `held` holds."""

    def __init__(self, held: StoredMark) -> None:
        super().__init__()
        self.held = held


class Marks:
    """Reached as `Store.marks`."""

    def __init__(self, reading: Connecting, writing: Connecting) -> None:
        self._reading = reading
        self._writing = writing

    def all(self) -> tuple[StoredMark, ...]:
        """Every mark and every one taken back, oldest first."""
        with self._reading() as connection:
            return _stored(connection)

    def add(self, marks: Sequence[Mark]) -> int:
        """Store the marks that are not there yet; how many these were."""
        with self._writing() as connection:
            known = {(each.mark.place, each.mark.at, each.mark.by) for each in _stored(connection)}
            new = [mark for mark in marks if (mark.place, mark.at, mark.by) not in known]
            if new:
                connection.execute(insert(schema.marks), [_row(mark) for mark in new])
        return len(new)

    def add_seen(self, mark: Mark, seen: int) -> None:
        """Store one mark that answers the mark with the id `seen`, 0 for none. Raises OtherMark where another one holds by now."""
        with self._writing() as connection:
            if connection.dialect.name == "postgresql":  # SQLite's writers take turns
                connection.execute(text("LOCK TABLE marks IN SHARE ROW EXCLUSIVE MODE"))
            held = next((each for each in _stored(connection) if _is_of(each, mark)), None)
            if held and held.id != seen:
                raise OtherMark(held)
            connection.execute(insert(schema.marks), _row(mark))

    def revert(self, ids: Sequence[int], *, by: str, at: datetime, note: str = "") -> None:
        """Take marks back; what was read holds again. Raises StoreError for one that does not hold."""
        with self._writing() as connection:
            recorded = {each.id: each for each in _stored(connection)}
            for id in ids:
                found = recorded.get(id)
                if found is None or not found.holds:
                    raise StoreError(
                        f"第 {id} 号标记{'已经不起作用' if found else '没有'}，没有撤销",
                        hint="用 briefing corrections marks 查看编号",
                    )
                back = replace(found.mark, by=by, at=at, note=note, file="")
                connection.execute(insert(schema.marks), _row(back) | {"reverts": id})

    def prints(self) -> dict[str, str]:
        """For each document what its facts depend on besides their reading: a text that changes when a mark does."""
        parts: defaultdict[str, list[str]] = defaultdict(list)
        for each in self.all():
            if each.holds:
                parts[each.mark.document].append(repr((each.mark.place, each.mark.now, each.id)))
        return {
            document: hashlib.sha256("\n".join(sorted(each)).encode()).hexdigest()[:16]
            for document, each in parts.items()
        }


def _is_of(stored: StoredMark, mark: Mark) -> bool:
    """Whether a mark that holds is about the same fact."""
    return stored.holds and (stored.mark.place, stored.mark.name) == (mark.place, mark.name)


class Reviewed:
    """The marks that hold, to be laid over the facts of documents as they are read from the store."""

    def __init__(self, connection: Connection) -> None:
        found = [each.mark for each in _stored(connection) if each.holds]
        self._by_place: defaultdict[Place, list[Mark]] = defaultdict(list)
        self._missed: defaultdict[tuple[str, str], list[Mark]] = defaultdict(list)
        for mark in found:
            if mark.verdict == "missed":
                self._missed[mark.kind, mark.document].append(mark)
            else:
                self._by_place[mark.place].append(mark)

    def __bool__(self) -> bool:
        return bool(self._by_place or self._missed)

    def lay(self, facts: Iterable[Fact]) -> list[Fact]:
        """The facts as people marked them: those that are wrong left out, the others as they were put right."""
        laid = (self._marked(fact) for fact in facts)
        return [fact for fact in laid if fact is not None]

    def missed(self, kind: type[Fact], documents: Iterable[DocumentInfo]) -> list[Fact]:
        """The facts that people found and extraction did not."""
        return [
            _made(kind, mark, document)
            for document in documents
            for mark in self._missed.get((_KINDS[kind], document.id), ())
        ]

    def _marked(self, fact: Fact) -> Fact | None:
        source = fact.source
        place = (_KINDS[type(fact)], source.document, source.start, source.end)
        marks = self._by_place.get(place, ()) if self._by_place else ()
        name = fact.title if isinstance(fact, Task) else fact.name
        mark = next((each for each in marks if each.name == name), None)
        if mark is None and len(marks) == 1:
            mark = marks[0]  # extraction calls it something else by now
        if mark is None:
            return fact
        return None if mark.verdict == "wrong" else _changed(fact, mark)


def _changed(fact: Fact, mark: Mark) -> Fact:
    now = mark.now
    if isinstance(fact, Observation):
        correction = _correction(fact, mark) if {"value", "unit"} & now.keys() else fact.correction
        return replace(fact, **_observed(now), confidence=1.0, correction=correction)
    if isinstance(fact, Task):
        return replace(fact, **_charged(now))
    return replace(fact, **_mentioned(now))


def _correction(fact: Observation, mark: Mark) -> Correction:
    """Papers that quote the source say what became of its figure."""
    date = mark.at.astimezone(ZONE).date().isoformat()
    return Correction(
        fact.value, fact.bound, fact.bound_text, mark.by, date, "校核网页", "", fact.unit
    )


def _observed(now: Mapping[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {
        key: now[key]
        for key in ("name", "measure", "unit", "status", "period", "area")
        if key in now
    }
    if "id" in now:
        fields["indicator"] = now["id"] or None
    if "value" in now:
        fields["value"] = Decimal(now["value"])
    return fields


def _mentioned(now: Mapping[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {
        key: now[key] for key in ("name", "stage", "status", "period", "area") if key in now
    }
    return fields | {key: now[key] or None for key in ("count", "investment") if key in now}


def _charged(now: Mapping[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {"title": now["name"]} if "name" in now else {}
    if "period" in now:
        fields["period"] = now["period"]
    for key in ("lead", "responsible"):
        if key in now:
            fields[key] = tuple(unit for unit in now[key].split("、") if unit)
    return fields


def _made(kind: type[Fact], mark: Mark, document: DocumentInfo) -> Fact:
    source = Source(
        document.id, document.file, document.title, mark.start, mark.end, mark.quote, mark.sentence
    )
    now = mark.now
    made: Observation | ProjectMention | Task
    if kind is Observation:
        given: dict[str, Any] = {
            "indicator": None, "measure": "level", "unit": "", "status": "actual",
            "area": document.area, "bound": "exact", "source": source,
        }  # fmt: skip
        made = Observation(**given | _observed(_filled(now)))
    elif kind is ProjectMention:
        given = {"kind": "portfolio" if now.get("count") else "named", "area": document.area}
        given |= {"status": "actual", "stage": "building", "source": source}
        made = ProjectMention(**given | _mentioned(_filled(now)))
    else:
        given = {"kind": "duty", "number": "", "text": mark.sentence, "period": ""}
        made = Task(**given | {"area": document.area, "source": source} | _charged(now))
    return made  # type: ignore[return-value]


def _filled(now: Mapping[str, str]) -> dict[str, str]:
    """Without what was left empty: the default stands."""
    return {key: value for key, value in now.items() if value}


def _stored(connection: Connection) -> tuple[StoredMark, ...]:
    found = connection.execute(select(schema.marks).order_by(schema.marks.c.id)).mappings().all()
    reverted = {row["reverts"] for row in found if row["reverts"]}
    last: dict[tuple[Place, str], int] = {}
    marks = {row["id"]: _mark(row) for row in found}
    for row in found:
        if not row["reverts"] and row["id"] not in reverted:
            last[marks[row["id"]].place, marks[row["id"]].name] = row["id"]
    holding = set(last.values())
    return tuple(
        StoredMark(row["id"], marks[row["id"]], row["reverts"], row["id"] in holding)
        for row in found
    )


def _mark(row: RowMapping) -> Mark:
    return Mark(
        **{key: row[key] for key in _PLAIN},
        was=json.loads(row["was"]),
        now=json.loads(row["now"]),
        at=row["at"].replace(tzinfo=UTC),
    )


def _row(mark: Mark) -> dict[str, Any]:
    return {
        "kind": mark.kind,
        "document": mark.document,
        "start": mark.start,
        "end": mark.end,
        "verdict": mark.verdict,
        "quote": mark.quote,
        "sentence": mark.sentence,
        "was": json.dumps(dict(mark.was), ensure_ascii=False, sort_keys=True),
        "now": json.dumps(dict(mark.now), ensure_ascii=False, sort_keys=True),
        "by": mark.by,
        "note": mark.note,
        "file": mark.file,
        "at": mark.at.astimezone(UTC).replace(tzinfo=None),
    }
