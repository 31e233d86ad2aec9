"""A figure that a department sends where no source has one says what it is of."""

from alembic import op
from sqlalchemy import Column, Text

revision = "9"
down_revision = "8"


def upgrade() -> None:
    for name in ("indicator", "measure", "indicator_name", "area"):
        op.add_column("corrections", Column(name, Text, nullable=False, server_default=""))
