"""Sheets that departments send back: the files, the figures they correct, the progress they report."""

from alembic import op
from sqlalchemy import Boolean, Column, DateTime, Integer, Text

revision = "4"
down_revision = "3"


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "returns",
        Column("sha256", Text, primary_key=True),
        *_texts(
            "file",
            "job",
            "district",
            "department",
            "unit",
            "period",
            "filler",
            "reviewer",
            "received_by",
            "due",
        ),
        Column("late", Boolean, nullable=False),
        Column("at", DateTime, nullable=False),
    )
    op.create_index("ix_returns_district_period", "returns", ["district", "period"])
    op.create_table(
        "corrections",
        Column("id", Integer, primary_key=True),
        *_texts(
            "key",
            "district",
            "department",
            "period",
            "name",
            "unit",
            "stated",
            "old",
            "new",
            "by",
            "filler",
        ),
        *_texts("file", "sha256", "cell", "quote", "note"),
        Column("reverts", Integer),
        Column("at", DateTime, nullable=False),
    )
    op.create_index("ix_corrections_district", "corrections", ["district"])
    op.create_table(
        "reports",
        Column("id", Integer, primary_key=True),
        *_texts(
            "key",
            "district",
            "department",
            "unit",
            "period",
            "name",
            "progress",
            "pace",
            "problems",
            "measures",
        ),
        *_texts("filler", "reviewer", "file", "sha256", "cell"),
        Column("late", Boolean, nullable=False),
        Column("at", DateTime, nullable=False),
    )
    op.create_index("ix_reports_district", "reports", ["district"])
