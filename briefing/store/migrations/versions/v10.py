"""A project mention keeps the words of its stage, its level and class; a group its measure word, bound and what it is part of."""

from alembic import op
from sqlalchemy import Column, Text

revision = "10"
down_revision = "9"

NAMES = ("unit", "bound_text", "stage_words", "level", "category", "part_of")


def upgrade() -> None:
    for name in NAMES:
        op.add_column("mentions", Column(name, Text, nullable=False, server_default=""))
    op.add_column("mentions", Column("bound", Text, nullable=False, server_default="exact"))
