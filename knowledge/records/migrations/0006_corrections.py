"""Who wants to hear of corrections, and a short way to those who wait for an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("people", sa.Column("corrections", sa.Boolean, nullable=False, server_default=sa.true()))
    op.create_index(
        "ix_questions_tell",
        "questions",
        ["tell"],
        sqlite_where=sa.text("tell"),
        postgresql_where=sa.text("tell"),
    )
