"""Subscribers, what they watch, and the outbox with its letters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from knowledge.records.columns import Instant

revision = "0003"
down_revision = "0002"

_serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _subscribers()
    _watches()
    _letters()
    _outbox()
    op.create_table(
        "planning",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_planning"),
        sa.CheckConstraint("id = 1", name=op.f("ck_planning_one_row")),
    )


def _subscribers() -> None:
    op.create_table(
        "subscribers",
        sa.Column("chat", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("frequency", sa.String(8), nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("minute", sa.Integer, nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("monthday", sa.Integer, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("topics", sa.JSON, nullable=False),
        sa.Column("days_ahead", sa.Integer, nullable=False),
        sa.Column("reminders", sa.JSON, nullable=False),
        sa.Column("changes", sa.Boolean, nullable=False),
        sa.Column("quiet_from", sa.Integer),
        sa.Column("quiet_until", sa.Integer),
        sa.Column("silent", sa.Boolean, nullable=False),
        sa.Column("when_nothing", sa.Boolean, nullable=False),
        sa.Column("paused_until", Instant),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(64)),
        sa.Column("since", Instant, nullable=False),
        sa.Column("sent_for", sa.Date),
        sa.Column("last_letter", sa.String(32)),
        sa.Column("next_due", Instant),
        sa.Column("next_reminder", Instant),
        sa.Column("skipped", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_subscribers"),
        sa.CheckConstraint(
            "frequency IN ('daily', 'weekly', 'monthly', 'off')", name=op.f("ck_subscribers_frequency")
        ),
        sa.CheckConstraint("status IN ('active', 'sleeping', 'left')", name=op.f("ck_subscribers_status")),
    )
    for column in ("person", "next_due", "next_reminder"):
        op.create_index(f"ix_subscribers_{column}", "subscribers", [column])


def _watches() -> None:
    op.create_table(
        "watches",
        sa.Column("chat", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("event", sa.String(64), nullable=False),
        sa.Column("state", sa.String(192), nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.PrimaryKeyConstraint("chat", "event", name="pk_watches"),
    )
    op.create_index("ix_watches_event", "watches", ["event"])


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("parts", sa.JSON, nullable=False),
        sa.Column("recipe", sa.JSON(none_as_null=True)),
        sa.Column("until", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
    )
    op.create_index("ix_letters_until", "letters", ["until"])
    op.create_table(
        "letter_events",
        sa.Column("letter", sa.String(32), nullable=False),
        sa.Column("event", sa.String(64), nullable=False),
        sa.Column("state", sa.String(192), nullable=False),
        sa.PrimaryKeyConstraint("letter", "event", name="pk_letter_events"),
        sa.ForeignKeyConstraint(
            ["letter"], ["letters.id"], name="fk_letter_events_letter", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_letter_events_event", "letter_events", ["event"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _serial, nullable=False),
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("period", sa.String(192), nullable=False),
        sa.Column("letter", sa.String(32), nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("silent", sa.Boolean, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("not_before", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("lease", sa.String(32)),
        sa.Column("lease_until", Instant),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("unknowns", sa.Integer, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("error", sa.String(200)),
        sa.Column("finished_at", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.ForeignKeyConstraint(["letter"], ["letters.id"], name="fk_outbox_letter"),
        sa.UniqueConstraint("chat", "kind", "subject", "period", name="uq_outbox_chat_kind_subject_period"),
        sa.CheckConstraint(
            "status IN ('waiting', 'leased', 'sent', 'unknown', 'failed', 'expired')",
            name=op.f("ck_outbox_status"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_letter", "outbox", ["letter"])
    op.create_index("ix_outbox_status_priority_not_before", "outbox", ["status", "priority", "not_before"])
    op.create_index("ix_outbox_finished_at", "outbox", ["finished_at"])
