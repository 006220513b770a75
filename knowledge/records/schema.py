"""The tables. A change here needs a new migration, and a new `VERSION`; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from knowledge.model import ENTITY_KINDS, EVENT_STATUSES, FACT_STATUSES, LANGS, SIDES
from knowledge.records.columns import Instant

VERSION = "0003"  # the newest migration; kept here so that opening a database need not load Alembic

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only where the key is INTEGER.
_Serial = BigInteger().with_variant(Integer, "sqlite")


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


# One row. `revision` rises with every change of what is answered from.
state = Table(
    "state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("title", JSON, nullable=False),
    Column("publisher", JSON, nullable=False),
    Column("published", Date),
    Column("digest", String(32), nullable=False),
    Column("revision", BigInteger, nullable=False, index=True),
)

topics = Table(
    "topics",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("title", JSON, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("revision", BigInteger, nullable=False, index=True),
)

entities = Table(
    "entities",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("side", String(8)),
    Column("names", JSON, nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("revision", BigInteger, nullable=False, index=True),
    _one_of("kind", ENTITY_KINDS),
    _one_of("side", SIDES),
)

# Each name a row, to be found without reading every entity; written together with `entities.names`.
entity_names = Table(
    "entity_names",
    metadata,
    Column("entity", ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True),
    Column("lang", String(2), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Index(None, "name"),
)

facts = Table(
    "facts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("topic", ForeignKey("topics.id"), nullable=False, index=True),
    Column("side", String(8), nullable=False),
    Column("relation", String(64), nullable=False),
    *(Column(f"statement_{lang}", Text) for lang in LANGS),
    Column("title", JSON, nullable=False),
    Column("questions", JSON, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("gives", JSON, nullable=False),
    Column("source_document", ForeignKey("documents.id"), index=True),
    Column("source_kind", String(16)),
    Column("source_number", Integer),
    Column("valid_as_of", Date),
    Column("inferred", JSON, nullable=False),
    Column("status", String(16), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("revision", BigInteger, nullable=False, index=True),
    _one_of("side", SIDES),
    _one_of("status", FACT_STATUSES),
)

fact_entities = Table(
    "fact_entities",
    metadata,
    Column("fact", ForeignKey("facts.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("entity", ForeignKey("entities.id"), nullable=False, index=True),
)

# `edtf` is what the record says of its time; the days are what that comes to, empty where it is open and,
# `last_day`, where it repeats: good for finding what may matter, not for telling when it is.
events = Table(
    "events",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("topic", ForeignKey("topics.id"), nullable=False, index=True),
    Column("side", String(8), nullable=False),
    Column("edtf", String(64), nullable=False),
    Column("first_day", Date, index=True),
    Column("last_day", Date, index=True),
    Column("rrule", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("title", JSON, nullable=False),
    Column("description", JSON, nullable=False),
    Column("place", JSON, nullable=False),
    Column("note", JSON, nullable=False),
    Column("uid", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("revision", BigInteger, nullable=False, index=True),
    _one_of("side", SIDES),
    _one_of("status", EVENT_STATUSES),
)

event_facts = Table(
    "event_facts",
    metadata,
    Column("event", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("fact", ForeignKey("facts.id"), nullable=False, index=True),
)

# What was changed, by whom; `before` is empty where something was added.
history = Table(
    "history",
    metadata,
    Column("id", _Serial, primary_key=True),
    Column("revision", BigInteger, nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Index(None, "kind", "subject"),
    sqlite_autoincrement=True,
)

people = Table(
    "people",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # Telegram's
    Column("language", String(2)),  # chosen; empty: that of the question
    Column("language_code", String(35)),  # what Telegram's app is set to
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("blocked", Boolean, nullable=False),
)

# Asked questions. They outlive the person who asked, without the person.
questions = Table(
    "questions",
    metadata,
    Column("id", _Serial, primary_key=True),
    Column("asked_at", Instant, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("lang", String(2), nullable=False),
    Column("person", BigInteger, index=True),
    Column("chat", BigInteger),
    Column("status", String(16), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("missing", JSON, nullable=False),
    Column("filed", Boolean, nullable=False, index=True),  # waits in the editors' inbox
    _one_of("status", ("answered", "suggested", "unanswered")),
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
    Column("thread", JSON, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

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
    _one_of("frequency", ("daily", "weekly", "monthly", "off")),
    _one_of("status", ("active", "sleeping", "left")),
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
    Column("parts", JSON, nullable=False),
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
    Column("id", _Serial, primary_key=True),
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
    _one_of("status", ("waiting", "leased", "sent", "unknown", "failed", "expired")),
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
