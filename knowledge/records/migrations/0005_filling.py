"""Whether a new database has been filled, and since which revision it is the same record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("state", sa.Column("filled", sa.Boolean, nullable=False, server_default=sa.false()))
    # One that has been in use stays as it is, also if it is empty.
    op.execute("UPDATE state SET filled = revision > 0 OR EXISTS (SELECT id FROM people)")
    op.add_column("state", sa.Column("restored", sa.BigInteger, nullable=False, server_default=sa.text("0")))
