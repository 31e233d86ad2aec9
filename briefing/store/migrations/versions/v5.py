"""The ledger of what was sent, and what each sheet said."""

from alembic import op
from sqlalchemy import Column, DateTime, Integer, LargeBinary, Text, UniqueConstraint

revision = "5"
down_revision = "4"


def upgrade() -> None:
    op.create_table(
        "sheets",
        Column("digest", Text, primary_key=True),
        Column("content", LargeBinary, nullable=False),
    )
    op.create_table(
        "ledger",
        Column("id", Integer, primary_key=True),
        *(
            Column(name, Text, nullable=False)
            for name in ("job", "period", "recipient", "unit", "channel", "sheet")
        ),
        Column("correction", Integer, nullable=False),
        *(
            Column(name, Text, nullable=False)
            for name in ("digest", "sha256", "name", "message_id", "state")
        ),
        Column("attempts", Integer, nullable=False),
        Column("said", Text, nullable=False),
        Column("at", DateTime, nullable=False),
        UniqueConstraint(
            "job",
            "period",
            "recipient",
            "sheet",
            "correction",
            name="uq_ledger_job_period_recipient_sheet_correction",
        ),
    )
    op.create_index("ix_ledger_message_id", "ledger", ["message_id"])
