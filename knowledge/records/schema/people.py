"""People, what they asked, and what they thought of the answers."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    String,
    Table,
    false,
    text,
    true,
)

from knowledge.records.columns import Instant, Private, PrivateJSON
from knowledge.records.schema.common import SERIAL, metadata, one_of

people = Table(
    "people",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # Telegram's
    Column("language", String(2)),  # chosen; empty: that of the question
    Column("language_code", String(35)),  # what Telegram's app is set to
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("blocked", Boolean, nullable=False),
    Column("username", String(32), index=True),  # in lower case; rights go by the number
    # They want to hear of it when an answer that they were given turns out wrong.
    Column("corrections", Boolean, nullable=False, server_default=true()),
)

# Asked questions. They outlive the person who asked, without the person.
questions = Table(
    "questions",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("asked_at", Instant, nullable=False, index=True),
    Column("text", Private, nullable=False),
    Column("lang", String(2), nullable=False),
    Column("person", BigInteger, index=True),
    Column("chat", BigInteger),
    Column("status", String(16), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("missing", PrivateJSON, nullable=False),
    Column("filed", Boolean, nullable=False, index=True),  # waits in the editors' inbox
    Column("outcome", String(16)),  # what an editor made of it
    Column("later", Instant),  # until then it waits out of sight
    Column("handled_by", BigInteger),
    Column("handled_at", Instant),
    Column("tell", Boolean, nullable=False, server_default=false()),  # the person wants to hear of an answer
    one_of("status", ("answered", "suggested", "unanswered")),
    one_of("outcome", ("answered", "same", "foreign")),
    Index(None, "tell", sqlite_where=text("tell"), postgresql_where=text("tell")),
    sqlite_autoincrement=True,
)

ratings = Table(
    "ratings",
    metadata,
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("good", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "person"),
)

# What a follow-up may take over, per chat; `person` asked last: erased with them.
threads = Table(
    "threads",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("person", BigInteger, index=True),
    Column("thread", PrivateJSON, nullable=False),
    Column("updated_at", Instant, nullable=False),
)
