"""The version is kept by Alembic, in a table of ours."""

from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    op.drop_table("briefing_meta")
