"""A confirmation knows its district, so that only that district's papers are made again."""

from alembic import op
from sqlalchemy import Column, Text

revision = "7"
down_revision = "6"


def upgrade() -> None:
    # Of those of before nobody knows: "" stands for any district.
    op.add_column("confirmations", Column("district", Text, nullable=False, server_default=""))
