"""Whether personal text is sealed, and with which key."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("state", sa.Column("canary", sa.Text))
