"""The version of a store's tables, and bringing old ones up to the newest (Alembic; its scripts are in migrations/versions)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, Table, Text, insert, inspect, select, text

from briefing.store import schema

_SCRIPTS = Path(__file__).parent / "migrations"
# Stores of versions 1 and 2 say their version here.
_OLD = Table("briefing_meta", MetaData(), Column("key", Text), Column("value", Text))
_LOCK = 0x627269656669  # any number that nobody else locks on the same server


def version(connection: Connection) -> int | None:
    """The version of the tables: 0 for an empty database, None for one that is not ours."""
    tables = inspect(connection).get_table_names()
    if schema.version.name in tables:
        return _number(connection.scalar(select(schema.version.c.version_num)))
    if _OLD.name in tables:
        return _number(
            connection.scalar(select(_OLD.c.value).where(_OLD.c.key == "schema_version"))
        )
    return None if tables else 0


def _number(written: str | None) -> int | None:
    """A version as it stands in a store; None for one that this program never wrote."""
    return int(written or 0) if (written or "0").isdecimal() else None


def bring_up(connection: Connection) -> None:
    """Make the tables, or bring those of an older version up, in the connection's transaction."""
    if connection.dialect.name == "postgresql":  # SQLite's writers take turns by themselves
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
    found = version(connection)  # another process may have been quicker
    if found == 0:
        schema.metadata.create_all(connection)
        connection.execute(insert(schema.version), {"version_num": str(schema.SCHEMA_VERSION)})
    elif found is not None and found < schema.SCHEMA_VERSION:
        if not inspect(connection).has_table(schema.version.name):
            schema.version.create(connection)
            connection.execute(insert(schema.version), {"version_num": str(found)})
        _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    # Alembic takes a while to load, and a store is old only once.
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(_SCRIPTS))
    options = {
        "version_table": schema.version.name,
        "fn": lambda found, _: scripts._upgrade_revs("head", found),
    }
    context = MigrationContext.configure(connection, opts=options)
    with Operations.context(context):
        context.run_migrations()
