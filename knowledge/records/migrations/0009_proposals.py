"""Changes that wait for a second pair of eyes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from knowledge.records.columns import Instant

revision = "0009"
down_revision = "0008"

_serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", _serial, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("edits", sa.JSON, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("handled_by", sa.BigInteger),
        sa.Column("handled_at", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sa.CheckConstraint("status IN ('waiting', 'accepted', 'rejected')", name=op.f("ck_proposals_status")),
        sqlite_autoincrement=True,
    )
    for column in ("person", "status"):
        op.create_index(f"ix_proposals_{column}", "proposals", [column])
