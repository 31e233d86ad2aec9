"""When jobs ran by themselves, and the files they saw then."""

from alembic import op
from sqlalchemy import Column, DateTime, Text

revision = "6"
down_revision = "5"


def upgrade() -> None:
    op.create_table(
        "watches",
        Column("job", Text, primary_key=True),
        Column("since", DateTime, nullable=False),
        Column("schedule", Text, nullable=False),
    )
    op.create_table(
        "fires",
        Column("job", Text, primary_key=True),
        Column("due", DateTime, primary_key=True),
        *(Column(name, Text, nullable=False) for name in ("cause", "state", "note")),
        Column("started_at", DateTime),
        Column("finished_at", DateTime),
        Column("message", Text, nullable=False),
    )
    op.create_table(
        "seen_files",
        Column("job", Text, primary_key=True),
        Column("sha256", Text, primary_key=True),
    )
