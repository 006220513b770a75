"""Events, and the facts they come from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("topic", sa.String(64), nullable=False),
        sa.Column("side", sa.String(8), nullable=False),
        sa.Column("edtf", sa.String(64), nullable=False),
        sa.Column("first_day", sa.Date),
        sa.Column("last_day", sa.Date),
        sa.Column("rrule", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("title", sa.JSON, nullable=False),
        sa.Column("description", sa.JSON, nullable=False),
        sa.Column("place", sa.JSON, nullable=False),
        sa.Column("note", sa.JSON, nullable=False),
        sa.Column("uid", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.ForeignKeyConstraint(["topic"], ["topics.id"], name="fk_events_topic"),
        sa.CheckConstraint("side IN ('kz', 'ru', 'both')", name=op.f("ck_events_side")),
        sa.CheckConstraint(
            "status IN ('planned', 'confirmed', 'moved', 'cancelled', 'held')", name=op.f("ck_events_status")
        ),
    )
    for column in ("topic", "first_day", "last_day", "revision"):
        op.create_index(f"ix_events_{column}", "events", [column])
    op.create_table(
        "event_facts",
        sa.Column("event", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("fact", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("event", "position", name="pk_event_facts"),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name="fk_event_facts_event", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["fact"], ["facts.id"], name="fk_event_facts_fact"),
    )
    op.create_index("ix_event_facts_fact", "event_facts", ["fact"])
