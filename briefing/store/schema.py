"""The tables. Portable column types only: what stands here works on SQLite and on PostgreSQL alike.

A document is its content hash, but the same content may stand in several files (a txt and the docx it came from) whose offsets
differ, so facts hang on a document *as read in one file*: a row of `documents`. Queries show one row a document. That way a
run's figures depend on its own sources alone, never on what else the store has seen.
"""

from __future__ import annotations

import zlib

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    false,
)

SCHEMA_VERSION = 15  # any change of a table raises it: see migrate.py

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

version = Table(
    "briefing_version",  # a database with this table is ours
    metadata,
    Column("version_num", String(32), primary_key=True),
)

files = Table(
    "files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("format", Text, nullable=False),
    Column("extraction_key", Text, nullable=False),  # what extracted its facts: code and settings
    Column("warnings", Text, nullable=False),  # JSON list
    Column("read_at", DateTime, nullable=False),  # UTC
)

file_names = Table(
    "file_names",
    metadata,
    Column("sha256", Text, ForeignKey("files.sha256", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
)

documents = Table(
    "documents",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", Text, nullable=False, index=True),  # content hash
    Column("sha256", Text, ForeignKey("files.sha256", ondelete="CASCADE"), nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("area", Text, nullable=False),  # as the text names it
    Column("district", Text, index=True),  # the code the settings resolve it to
    Column("date", Text, nullable=False),  # ISO, "" where unknown
    Column("year_reviewed", Integer),
    Column("year_planned", Integer),
    UniqueConstraint("sha256", "id"),
)


def _facts(name: str, *columns: Column[object] | Index) -> Table:
    """A table of facts: what all facts have, in the order they stand in the document, and `columns`."""
    return Table(
        name,
        metadata,
        Column(
            "document", Integer, ForeignKey("documents.row", ondelete="CASCADE"), primary_key=True
        ),
        Column("position", Integer, primary_key=True, autoincrement=False),
        Column("period", Text, nullable=False),
        Column("area", Text, nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("quote", Text, nullable=False),
        Column("sentence", Text, nullable=False),
        Column("section", Text, nullable=False),  # JSON list
        Column("place", Text, nullable=False),
        *columns,
    )


observations = _facts(
    "observations",
    Column("key", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("indicator", Text),
    Column("measure", Text, nullable=False),
    Column("value", Text, nullable=False),  # decimal text: 56.70 is not 56.7
    Column("number", Double, nullable=False),  # the same to sort by
    Column("unit", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("bound", Text, nullable=False),
    Column("bound_text", Text, nullable=False),
    Column("vintage", Text),
    Column("confidence", Double, nullable=False),
    Column("against", Text, nullable=False, server_default=""),
    Column("headline", Boolean, nullable=False, server_default=false()),
    Column("nature", Text, nullable=False, server_default=""),
    Column("provisional", Boolean, nullable=False, server_default=false()),
    Column("like_for_like", Boolean, nullable=False, server_default=false()),
    Index("ix_observations_indicator_period", "indicator", "period"),
)

mentions = _facts(
    "mentions",
    Column("key", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("investment", Text),
    Column("count", Text),
    Column("investment_bound", Text, nullable=False, server_default=""),
    Column("unit", Text, nullable=False, server_default=""),
    Column("bound", Text, nullable=False, server_default="exact"),
    Column("bound_text", Text, nullable=False, server_default=""),
    Column("stage_words", Text, nullable=False, server_default=""),
    Column("level", Text, nullable=False, server_default=""),
    Column("category", Text, nullable=False, server_default=""),
    Column("part_of", Text, nullable=False, server_default=""),
    Column("details", Text, nullable=False),  # JSON list of pairs
)

tasks = _facts(
    "tasks",
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("lead", Text, nullable=False),  # JSON list
    Column("responsible", Text, nullable=False),  # JSON list
    Column("goal", Text, nullable=False),
    Column("deadline", Text, nullable=False),
    Column("nature", Text, nullable=False),
)

# What checks of the text saw when the document was read: their places cannot be found again from the facts alone.
findings = _facts(
    "findings",
    Column("rule", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("message", Text, nullable=False),
)

# What a person confirmed: derived figures, proposed units. Never touched by reading documents again.
confirmations = Table(
    "confirmations",
    metadata,
    Column("key", Text, primary_key=True),
    Column("what", Text, nullable=False),  # as it was shown
    Column("by", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", DateTime, nullable=False),  # UTC
    Column("district", Text, nullable=False, server_default=""),  # code; "" where it is not known
)

# What departments send back is only ever added to, never changed: figures they correct, progress they report, and each file once.
returns = Table(
    "returns",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("file", Text, nullable=False),
    Column("job", Text, nullable=False),
    Column("district", Text, nullable=False),  # code
    Column("department", Text, nullable=False),  # id
    Column("unit", Text, nullable=False),  # the department's name
    Column("period", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("filler", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("received_by", Text, nullable=False),  # the office that took it in
    Column("due", Text, nullable=False),  # ISO date, "" where none
    Column("late", Boolean, nullable=False),
    Column("at", DateTime, nullable=False),  # UTC
    Index("ix_returns_district_period", "district", "period"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),  # of the observation
    Column("district", Text, nullable=False, index=True),
    Column("department", Text, nullable=False),
    Column("period", Text, nullable=False),  # of the figure
    Column("name", Text, nullable=False),  # as it was shown
    Column("unit", Text, nullable=False),
    Column("stated", Text, nullable=False),  # what the source said then, decimal text
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("filler", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("cell", Text, nullable=False),
    Column("quote", Text, nullable=False),  # of the source
    Column("note", Text, nullable=False),
    Column("reverts", Integer),  # the id of the correction this one takes back
    Column("at", DateTime, nullable=False),  # UTC
    # Of a figure that no source states (stated is ""): what it is of. Else "".
    Column("indicator", Text, nullable=False, server_default=""),
    Column("measure", Text, nullable=False, server_default=""),
    Column("indicator_name", Text, nullable=False, server_default=""),
    Column("area", Text, nullable=False, server_default=""),
)

# What people marked on review pages, added to like corrections: see marks.py.
marks = Table(
    "marks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),  # indicator, project, duty
    Column("document", Text, nullable=False, index=True),  # content hash
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("verdict", Text, nullable=False),  # right, changed, wrong, missed
    Column("quote", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("was", Text, nullable=False),  # JSON object
    Column("now", Text, nullable=False),  # JSON object
    Column("by", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("file", Text, nullable=False),  # that brought it
    Column("reverts", Integer),  # the id of the mark this one takes back
    Column("at", DateTime, nullable=False),  # UTC
)

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),  # of the row
    Column("district", Text, nullable=False, index=True),
    Column("department", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("period", Text, nullable=False),  # of the sheet
    Column("name", Text, nullable=False),  # as it was shown
    Column("progress", Text, nullable=False),
    Column("pace", Text, nullable=False),
    Column("problems", Text, nullable=False),
    Column("measures", Text, nullable=False),
    Column("filler", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("cell", Text, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("at", DateTime, nullable=False),  # UTC
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job", Text, nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("started_at", DateTime, nullable=False),  # UTC
    Column("finished_at", DateTime),  # UTC
    Column("message", Text, nullable=False),
)

steps = Table(
    "steps",
    metadata,
    Column("run", Integer, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("target", Text, nullable=False),  # relative to the output folder
    Column("state", Text, nullable=False),
    Column("worker", Integer),
    Column("started_at", DateTime),  # UTC
    Column("finished_at", DateTime),  # UTC
    Column("message", Text, nullable=False),
    Column("sha256", Text),
)

# What was sent to whom: see ledger.py. Never touched by runs.
ledger = Table(
    "ledger",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("correction", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("seal", Text, nullable=False, index=True),
    Column("message_id", Text, nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("said", Text, nullable=False),
    Column("at", DateTime, nullable=False),  # UTC
    UniqueConstraint("job", "period", "recipient", "sheet", "correction"),
)

# What each sheet of the ledger says, by its digest: the same sheet for many recipients is kept once.
sheets = Table(
    "sheets",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),  # JSON, compressed
)

# Jobs that run by themselves.
watches = Table(
    "watches",
    metadata,
    Column("job", Text, primary_key=True),
    Column("since", DateTime, nullable=False),  # UTC: all times up to here have been dealt with
    Column("schedule", Text, nullable=False),  # print of the schedule these times are of
)

fires = Table(
    "fires",
    metadata,
    Column("job", Text, primary_key=True),
    Column("due", DateTime, primary_key=True),  # UTC, whole seconds
    Column("cause", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("started_at", DateTime),  # UTC
    Column("finished_at", DateTime),  # UTC
    Column("message", Text, nullable=False),
)

seen_files = Table(
    "seen_files",
    metadata,
    Column("job", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
)

# What only this store knows: the key that its forms are sealed with.
secrets = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# What people did, and no document says: it outlives the version of the tables. Parents first.
CARRIED = (
    confirmations,
    marks,
    returns,
    corrections,
    reports,
    runs,
    steps,
    ledger,
    sheets,
    watches,
    fires,
    seen_files,
    secrets,
)

# Every row bears a checksum of its other columns, so that a bit that flipped on the disk is seen. SQLite's own check looks at the
# structure only; a PostgreSQL server has checksums of its own, and there the column stays empty. Triggers keep it, whatever writes.
CRC = "crc"


def crc_of(*values: object) -> int:
    """Of a row's values as SQLite holds them: None, int, float, str, bytes."""
    return zlib.crc32(repr(values).encode())


def columns_of(table: Table) -> list[str]:
    """What a row's checksum is of, in its order."""
    return [column.name for column in table.c if column.name != CRC]


def _keep_checksum(table: Table) -> None:
    table.append_column(Column(CRC, BigInteger))
    names = columns_of(table)
    new = ", ".join(f'NEW."{name}"' for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    for name, when in (("insert", "INSERT"), ("update", f"UPDATE OF {listed}")):
        statement = (
            f'CREATE TRIGGER "{table.name}_{CRC}_{name}" AFTER {when} ON "{table.name}" BEGIN '
            f'UPDATE "{table.name}" SET {CRC} = briefing_crc({new}) WHERE rowid = NEW.rowid; END'
        )
        made = DDL(statement)  # type: ignore[no-untyped-call]
        event.listen(table, "after_create", made.execute_if(dialect="sqlite"))


for _table in metadata.sorted_tables:
    _keep_checksum(_table)
