"""Subscribers, and what is sent to them unasked."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from knowledge.records.columns import Instant, PrivateJSON
from knowledge.records.schema.common import SERIAL, metadata, one_of

# Who is told of what is coming up, and how; the chat may be a group, `person` is who set it up there.
subscribers = Table(
    "subscribers",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("person", BigInteger, index=True),
    Column("language", String(2), nullable=False),
    Column("frequency", String(8), nullable=False),
    Column("hour", Integer, nullable=False),
    Column("minute", Integer, nullable=False),
    Column("weekday", Integer, nullable=False),  # Monday is 0
    Column("monthday", Integer, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("topics", JSON, nullable=False),  # none: all
    Column("days_ahead", Integer, nullable=False),
    Column("reminders", JSON, nullable=False),  # minutes before
    Column("changes", Boolean, nullable=False),
    Column("quiet_from", Integer),  # minutes of the day
    Column("quiet_until", Integer),
    Column("silent", Boolean, nullable=False),
    Column("when_nothing", Boolean, nullable=False),
    Column("paused_until", Instant),
    Column("status", String(8), nullable=False),
    Column("reason", String(64)),  # of sleeping or leaving
    Column("since", Instant, nullable=False),
    Column("sent_for", Date),  # the local day of the last digest
    Column("last_letter", String(32)),
    Column("next_due", Instant, index=True),
    Column("next_reminder", Instant, index=True),
    Column("skipped", Integer, nullable=False),
    one_of("frequency", ("daily", "weekly", "monthly", "off")),
    one_of("status", ("active", "sleeping", "left")),
)

# One event that a chat wants to be reminded of; `state` is what it was told when it asked.
watches = Table(
    "watches",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("event", String(64), primary_key=True),
    Column("state", String(192), nullable=False),
    Column("since", Instant, nullable=False),
    Index(None, "event"),
)

# What is said, once for all who get the same; the key is the digest of its content.
letters = Table(
    "letters",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("lang", String(2), nullable=False),
    Column("parts", PrivateJSON, nullable=False),
    Column("recipe", JSON(none_as_null=True)),  # to compose it anew while it waits
    Column("until", Instant, nullable=False, index=True),  # what it told of is over then
)

# Which events a letter told of, and in which state: who got the earlier word follows from it.
letter_events = Table(
    "letter_events",
    metadata,
    Column("letter", ForeignKey("letters.id", ondelete="CASCADE"), primary_key=True),
    Column("event", String(64), primary_key=True),
    Column("state", String(192), nullable=False),
    Index(None, "event"),
)

# What is to be sent, and what became of it.
outbox = Table(
    "outbox",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("chat", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("period", String(192), nullable=False),
    Column("letter", ForeignKey("letters.id"), nullable=False, index=True),
    Column("part", Integer, nullable=False),  # the next to be sent; a letter may be several messages
    Column("silent", Boolean, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("status", String(8), nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("lease", String(32)),
    Column("lease_until", Instant),
    Column("attempts", Integer, nullable=False),
    Column("unknowns", Integer, nullable=False),
    Column("message_id", BigInteger),  # Telegram's
    Column("error", String(200)),
    Column("finished_at", Instant),
    UniqueConstraint("chat", "kind", "subject", "period"),
    Index(None, "status", "priority", "not_before"),
    Index(None, "finished_at"),
    one_of("status", ("waiting", "leased", "sent", "unknown", "failed", "expired")),
    sqlite_autoincrement=True,
)

# One row: the events as they were when notices and reminders were last planned.
planning = Table(
    "planning",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", BigInteger, nullable=False),
    Column("digest", String(32), nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

# The address of a calendar that a chat's phone keeps up to date; of the secret in it only the digest is kept.
feeds = Table(
    "feeds",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("chat", BigInteger, nullable=False, index=True),
    Column("since", Instant, nullable=False),
    Column("last_read", Instant),
)

# What an editor says to everybody; each message of it goes through the outbox.
broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("person", BigInteger, nullable=False),  # who said it
    Column("text", Text, nullable=False),
    Column("audience", JSON, nullable=False),
    Column("status", String(16), nullable=False),
    Column("written", BigInteger),  # the last chat whose message is in the outbox; empty: none yet
    Column("total", Integer, nullable=False),
    one_of("status", ("draft", "sending", "sent", "stopped")),
    sqlite_autoincrement=True,
)
