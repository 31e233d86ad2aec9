"""The store of facts: what each document says, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    Table,
    delete,
    func,
    insert,
    select,
    text,
)

from briefing.errors import NoStoreError, StoreError, system_words
from briefing.model import (
    DocumentInfo,
    Finding,
    Observation,
    ProjectMention,
    ScopeFacts,
    Status,
    Task,
)
from briefing.store import care, migrate, moving, returned, rows, schema
from briefing.store import engine as database
from briefing.store.confirmations import Confirmations
from briefing.store.fires import Fires
from briefing.store.ledger import Ledger
from briefing.store.marks import Marks, Reviewed
from briefing.store.returned import Returned
from briefing.store.rows import DocumentFacts, FileInfo
from briefing.store.runs import Runs
from briefing.store.seals import Seals

Fact = TypeVar("Fact", Observation, ProjectMention, Task, Finding)
Marked = TypeVar("Marked", Observation, ProjectMention, Task)
Names = Mapping[str, str]  # sha256 of a file -> the name it is shown by
_CHUNK = 500  # documents asked for at once: databases limit the parameters of a statement


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as queries show it: once, though several files may hold it."""

    row: int  # of the reading whose facts are shown
    info: DocumentInfo
    district: str | None
    names: tuple[str, ...]  # of every file that holds it, sorted


class Store:
    """Facts and runs in one database. Use as a context manager, from one process at a time for writing.

    Every method raises StoreError (Chinese) when the database fails.

    `files` in the queries limits them to documents of these files and says which name each file is shown by; without it
    all documents count. Where several files hold a document, the one whose name sorts first gives its facts.
    """

    def __init__(self, engine: Engine, where: str) -> None:
        # One consistent view: SQLite's transactions have it anyway.
        self._engine = (
            engine
            if engine.dialect.name == "sqlite"
            else engine.execution_options(isolation_level="REPEATABLE READ")
        )
        self._writer = engine.execution_options(writes=True)
        self._where = where
        self.runs = Runs(self._reading, self._writing)
        self.confirmations = Confirmations(self._reading, self._writing)
        self.fires = Fires(self._reading, self._writing)
        self.returned = Returned(self._reading, self._writing)
        self.marks = Marks(self._reading, self._writing)
        self.seals = Seals(self._reading)
        self.ledger = Ledger(
            self._reading, self._writing, self._durably, database.file_of(engine.url)
        )

    @classmethod
    def open(cls, url: str, *, create: bool = True, timeout: float = 30.0) -> Self:
        """Open the store at an SQLAlchemy URL.

        create: make the tables (and for SQLite the file and its folder) where there are none.
        timeout: seconds to wait while another process writes.
        Raises StoreError when it cannot be opened, is locked, is not a briefing store or is of a newer version.
        """
        parsed = database.parse(url)
        where = database.name(parsed)
        file = database.file_of(parsed)
        if file and not create and not file.exists():
            raise NoStoreError("还没有事实库", where=where, hint="先用 briefing ingest 读入资料")
        if file and create:
            _make_folder(file.parent)
        store = cls(database.connect(parsed, timeout), where)
        try:
            store._check(create)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """One consistent view of the database."""
        with database.explained(self._where), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction: everything in it is stored, or nothing."""
        with database.explained(self._where), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _durably(self) -> Iterator[Connection]:
        """The same, and it is on disk when it has ended."""
        with (
            database.explained(self._where),
            self._writer.execution_options(durable=True).begin() as connection,
        ):
            if connection.dialect.name == "postgresql":  # an administrator may have turned it off
                connection.execute(text("SET LOCAL synchronous_commit TO ON"))
            yield connection

    def _check(self, create: bool) -> None:
        with self._reading() as connection:
            version = self._version(connection)
        if not version and not create:
            raise NoStoreError(
                "事实库是空的", where=self._where, hint="先用 briefing ingest 读入资料"
            )
        if version < schema.SCHEMA_VERSION:
            with self._writing() as connection:
                migrate.bring_up(connection, database.file_of(self._engine.url))

    def _version(self, connection: Connection) -> int:
        """The version of the tables, 0 for an empty database. Raises StoreError for one that is not ours or newer."""
        version = migrate.version(connection)
        if version is None:
            raise StoreError(
                "这个数据库不是 briefing 的事实库",
                where=self._where,
                hint="检查 --store，或换一个新文件",
            )
        if version > schema.SCHEMA_VERSION:
            raise StoreError(
                f"事实库由更新的版本建立（第 {version} 版，本程序只认到第 {schema.SCHEMA_VERSION} 版）",
                where=self._where,
                hint="升级 briefing",
            )
        return version

    # Care

    def check(self) -> tuple[str, ...]:
        """What is wrong with the store, in Chinese; empty where nothing is."""
        with self._reading() as connection:
            return tuple(care.problems(connection))

    def backup(self, path: Path) -> None:
        """A copy as it is at this moment, as an SQLite file that `open` takes, whatever the database. Raises StoreError."""
        with self._reading() as connection:
            moving.backup(connection, path)

    def export(self, path: Path) -> int:
        """Write all rows as JSON lines, which this version and later ones restore; how many. Raises StoreError."""
        with self._reading() as connection:
            return moving.export(connection, path)

    def restore(self, path: Path) -> dict[str, int]:
        """Everything as a backup or an export has it, in one transaction: rows by table. Raises StoreError."""
        with moving.opened(path) as rows, self._writing() as connection:
            return moving.replace_all(connection, rows)

    def add_missing(self, path: Path) -> dict[str, int]:
        """What people did and a damaged SQLite store still tells whole, where it is not here: rows by table."""
        with self._writing() as connection:
            return moving.add_missing(connection, path)

    # Writing

    def replace(
        self, file: FileInfo, documents: Sequence[DocumentFacts], read_at: datetime
    ) -> None:
        """Store what was read in one file in place of what was stored of it before, in one transaction.

        read_at: an aware time. A document that stands in the file twice is stored once.
        """
        once = {document.info.id: document for document in reversed(documents)}
        with self._writing() as connection:
            names = {*file.names, *_names(connection, file.sha256)}
            connection.execute(delete(schema.files).where(schema.files.c.sha256 == file.sha256))
            connection.execute(
                insert(schema.files),
                {
                    "sha256": file.sha256,
                    "format": file.format,
                    "extraction_key": file.extraction_key,
                    "warnings": rows.dump(file.warnings),
                    "read_at": read_at.astimezone(UTC).replace(tzinfo=None),
                },
            )
            connection.execute(
                insert(schema.file_names),
                [{"sha256": file.sha256, "name": name} for name in sorted(names)],
            )
            for document in reversed(once.values()):
                _insert(connection, document)

    def remember(self, sha256: str, name: str) -> None:
        """Remember another name of a file whose content is stored."""
        with self._writing() as connection:
            if name not in _names(connection, sha256):
                connection.execute(insert(schema.file_names), {"sha256": sha256, "name": name})

    # Queries

    def files(self) -> dict[str, FileInfo]:
        """Every file that was read, by its sha256."""
        names = defaultdict(list)
        with self._reading() as connection:
            columns = schema.file_names.c
            for sha256, name in connection.execute(select(columns.sha256, columns.name)):
                names[sha256].append(name)
            found = connection.execute(select(schema.files)).mappings().all()
        return {
            row["sha256"]: FileInfo(
                sha256=row["sha256"],
                names=tuple(sorted(names[row["sha256"]])),
                format=row["format"],
                extraction_key=row["extraction_key"],
                warnings=rows.load(row["warnings"]),
            )
            for row in found
        }

    def documents(
        self,
        *,
        ids: Collection[str] | None = None,
        district: str | None = None,
        files: Names | None = None,
    ) -> tuple[StoredDocument, ...]:
        """Documents by date and title, each once."""
        with self._reading() as connection:
            return _documents(connection, ids, district, files)

    def observations(
        self,
        *,
        district: str | None = None,
        indicator: str | None = None,
        period: str | None = None,
        status: Status | None = None,
        documents: Collection[str] | None = None,
        files: Names | None = None,
    ) -> tuple[Observation, ...]:
        """Observations in the order of `documents()` and of the text."""
        asked = (("indicator", indicator), ("period", period), ("status", status))
        wanted = [(field, value) for field, value in asked if value is not None]
        with self._reading() as connection:
            found = _documents(connection, documents, district, files)
            columns, reviewed = schema.observations.c, Reviewed(connection)
            # What people marked may change any field: then the choice is made after it is laid over.
            conditions = [] if reviewed else [columns[k] == v for k, v in wanted]
            laid = _marked(
                connection,
                schema.observations,
                rows.observation,
                Observation,
                found,
                reviewed,
                *conditions,
            )
            return tuple(one for one in laid if all(getattr(one, k) == v for k, v in wanted))

    def mentions(
        self,
        *,
        district: str | None = None,
        documents: Collection[str] | None = None,
        files: Names | None = None,
    ) -> tuple[ProjectMention, ...]:
        """Mentions of projects in the order of `documents()` and of the text."""
        with self._reading() as connection:
            found = _documents(connection, documents, district, files)
            return _marked(
                connection,
                schema.mentions,
                rows.mention,
                ProjectMention,
                found,
                Reviewed(connection),
            )

    def tasks(
        self,
        *,
        district: str | None = None,
        documents: Collection[str] | None = None,
        files: Names | None = None,
    ) -> tuple[Task, ...]:
        """Tasks in the order of `documents()` and of the text."""
        with self._reading() as connection:
            found = _documents(connection, documents, district, files)
            return _marked(connection, schema.tasks, rows.task, Task, found, Reviewed(connection))

    def scope_facts(
        self,
        district: str | None,
        *,
        documents: Collection[str] | None = None,
        files: Names | None = None,
    ) -> ScopeFacts:
        """All that the documents of a district (None: of any area) say, as corrected, and what departments report; seen at one moment."""
        with self._reading() as connection:
            found = _documents(connection, documents, district, files)
            overlay, reviewed = returned.Overlay(connection, district), Reviewed(connection)

            def corrected(row: RowMapping, document: DocumentInfo) -> Observation:
                return overlay.apply(row["key"], rows.observation(row, document))

            observations = _marked(
                connection, schema.observations, corrected, Observation, found, reviewed
            )
            # What departments supplied stands beside what documents say, never alone and never in a choice of documents.
            sheets, supplied = overlay.supplied() if found and documents is None else ((), ())
            return ScopeFacts(
                documents=(*(document.info for document in found), *sheets),
                observations=(*observations, *supplied),
                mentions=_marked(
                    connection, schema.mentions, rows.mention, ProjectMention, found, reviewed
                ),
                tasks=_marked(connection, schema.tasks, rows.task, Task, found, reviewed),
                findings=_facts(connection, schema.findings, rows.finding, found),
                confirmed=frozenset(connection.scalars(select(schema.confirmations.c.key))),
                reports=returned.reports_of(connection, district),
                notes=tuple(overlay.notes),
            )

    def added(self) -> dict[str, str]:
        """What persons added to the facts of each district, as a text that changes when that does, by the district's code.

        Under "": what is not known to be of one district, and so counts for all.
        """
        found: defaultdict[str, list[str]] = defaultdict(list)
        for confirmation in self.confirmations.all():
            found[confirmation.district].append(f"confirmed {confirmation.key}")
        for district, returned_print in self.returned.prints().items():
            found[district].append(f"returned {returned_print}")
        marked = self.marks.prints()
        if marked:
            for document in self.documents(ids=marked):
                text = f"marked {document.info.id} {marked[document.info.id]}"
                found[document.district or ""].append(text)
        return {district: "\n".join(sorted(texts)) for district, texts in found.items()}

    def count_observations(self, documents: Sequence[StoredDocument]) -> dict[str, int]:
        """How many observations each of these documents has, by the document's id."""
        column = schema.observations.c.document
        counts: dict[int, int] = {}
        with self._reading() as connection:
            for chunk in _chunks(documents):
                query = (
                    select(column, func.count())
                    .where(column.in_([document.row for document in chunk]))
                    .group_by(column)
                )
                counts.update((row, count) for row, count in connection.execute(query))
        return {document.info.id: counts.get(document.row, 0) for document in documents}


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"建不了文件夹：{system_words(error)}", where=str(folder), hint="检查路径和权限"
        ) from None


def _names(connection: Connection, sha256: str) -> set[str]:
    return set(
        connection.scalars(
            select(schema.file_names.c.name).where(schema.file_names.c.sha256 == sha256)
        )
    )


def _insert(connection: Connection, document: DocumentFacts) -> None:
    added = (
        insert(schema.documents)
        .values(rows.storable(rows.document_row(document)))
        .returning(schema.documents.c.row)
    )
    row = connection.execute(added).scalar_one()
    for table, values in (
        (schema.observations, rows.observation_rows(row, document.facts.observations)),
        (schema.mentions, rows.mention_rows(row, document.facts.mentions)),
        (schema.tasks, rows.other_rows(row, document.facts.tasks)),
        (schema.findings, rows.other_rows(row, document.facts.findings)),
    ):
        if values:
            connection.execute(insert(table), list(map(rows.storable, values)))


def _chunks(documents: Sequence[StoredDocument]) -> Iterator[Sequence[StoredDocument]]:
    return (documents[i : i + _CHUNK] for i in range(0, len(documents), _CHUNK))


def _documents(
    connection: Connection, ids: Collection[str] | None, district: str | None, files: Names | None
) -> tuple[StoredDocument, ...]:
    query = select(schema.documents, schema.file_names.c.name.label("file")).join(
        schema.file_names, schema.file_names.c.sha256 == schema.documents.c.sha256
    )
    if district is not None:
        query = query.where(schema.documents.c.district == district)
    readings: defaultdict[str, list[RowMapping]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        readings[row["id"]].append(row)
    wanted = readings.keys() if ids is None else readings.keys() & set(ids)
    shown = (_shown(readings[id], files) for id in wanted)
    return tuple(sorted((document for document in shown if document), key=_order))


def _shown(readings: Sequence[RowMapping], files: Names | None) -> StoredDocument | None:
    """The reading of a document that queries show: that of the file whose name sorts first."""
    named = [
        (row["file"] if files is None else files[row["sha256"]], row)
        for row in readings
        if files is None or row["sha256"] in files
    ]
    if not named:
        return None
    file, row = min(named, key=lambda pair: (pair[0], pair[1]["sha256"]))
    names = tuple(sorted({reading["file"] for reading in readings}))
    return StoredDocument(row["row"], rows.document_info(row, file), row["district"], names)


def _order(document: StoredDocument) -> tuple[str, str, str]:
    # By content alone, so that renaming a file changes no paper.
    return document.info.date, document.info.title, document.info.id


def _infos(documents: Sequence[StoredDocument]) -> list[DocumentInfo]:
    return [document.info for document in documents]


def _marked(
    connection: Connection,
    table: Table,
    build: Callable[[RowMapping, DocumentInfo], Marked],
    kind: type[Marked],
    documents: Sequence[StoredDocument],
    reviewed: Reviewed,
    *conditions: ColumnElement[bool],
) -> tuple[Marked, ...]:
    """The facts of documents as people marked them on review pages."""
    found: tuple[Marked, ...] = _facts(connection, table, build, documents, *conditions)
    if not reviewed:
        return found
    laid: list[Any] = [*reviewed.lay(found), *reviewed.missed(kind, _infos(documents))]
    return tuple(laid)


def _facts(
    connection: Connection,
    table: Table,
    build: Callable[[RowMapping, DocumentInfo], Fact],
    documents: Sequence[StoredDocument],
    *conditions: ColumnElement[bool],
) -> tuple[Fact, ...]:
    facts: defaultdict[int, list[Fact]] = defaultdict(list)
    infos = {document.row: document.info for document in documents}
    for chunk in _chunks(documents):
        query = select(table).where(
            table.c.document.in_([document.row for document in chunk]), *conditions
        )
        for row in (
            connection.execute(query.order_by(table.c.document, table.c.position)).mappings().all()
        ):
            facts[row["document"]].append(build(row, infos[row["document"]]))
    return tuple(chain.from_iterable(facts[document.row] for document in documents))
