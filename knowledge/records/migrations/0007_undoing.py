"""Which change another one takes back; changes by subject and by who made them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("history", sa.Column("undoes", sa.BigInteger))
    for column in ("subject", "actor", "undoes"):
        op.create_index(f"ix_history_{column}", "history", [column])
