"""The first version. A new store is made whole at the newest version: this one is only where old stores begin."""

revision = "1"
down_revision = None


def upgrade() -> None: ...
