"""A figure keeps what its sentence says of it: what it is measured against, whether it is a headline target, how settled it is."""

from alembic import op
from sqlalchemy import Boolean, Column, Text, false

revision = "11"
down_revision = "10"


def upgrade() -> None:
    for name in ("against", "nature"):
        op.add_column("observations", Column(name, Text, nullable=False, server_default=""))
    for name in ("headline", "provisional", "like_for_like"):
        column = Column(name, Boolean, nullable=False, server_default=false())
        op.add_column("observations", column)
