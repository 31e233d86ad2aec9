"""What a returned file calls itself: a department may get several forms."""

from alembic import op
from sqlalchemy import Column, Text

revision = "8"
down_revision = "7"


def upgrade() -> None:
    op.add_column("returns", Column("title", Text, nullable=False, server_default=""))
