"""Confirmations by persons, and what checks of a text saw when it was read."""

from alembic import op
from sqlalchemy import Column, DateTime, ForeignKey, Integer, Text

revision = "2"
down_revision = "1"


def upgrade() -> None:
    op.create_table(
        "findings",
        Column(
            "document",
            Integer,
            ForeignKey("documents.row", name="fk_findings_document", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column("position", Integer, primary_key=True, autoincrement=False),
        *(Column(name, Text, nullable=False) for name in ("period", "area")),
        *(Column(name, Integer, nullable=False) for name in ("start", "end")),
        *(
            Column(name, Text, nullable=False)
            for name in ("quote", "sentence", "section", "place", "rule", "severity", "message")
        ),
    )
    op.create_table(
        "confirmations",
        Column("key", Text, primary_key=True),
        *(Column(name, Text, nullable=False) for name in ("what", "by", "note")),
        Column("at", DateTime, nullable=False),
    )
