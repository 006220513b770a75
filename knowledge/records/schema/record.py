"""The record itself: what answers are made from, and who changed it."""

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
    false,
    text,
)

from knowledge.model import ENTITY_KINDS, EVENT_STATUSES, FACT_STATUSES, LANGS, SIDES
from knowledge.records.columns import Instant
from knowledge.records.schema.common import SERIAL, metadata, one_of

# One row. `revision` rises with every change of what is answered from.
state = Table(
    "state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", BigInteger, nullable=False),
    # A new database gets the shipped packs, once.
    Column("filled", Boolean, nullable=False, server_default=false()),
    # The revision with which a backup was put back: what was made of earlier ones is of no use any more.
    Column("restored", BigInteger, nullable=False, server_default=text("0")),
    Column("canary", Text),  # a word that personal text is sealed with the same key as; empty: none is sealed
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
    Column("retracted", Boolean, nullable=False, server_default=false()),
    one_of("kind", ENTITY_KINDS),
    one_of("side", SIDES),
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
    # Languages whose text is older than a change of the text it was translated from.
    Column("stale", JSON, nullable=False, server_default=text("'[]'")),
    one_of("side", SIDES),
    one_of("status", FACT_STATUSES),
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
    Column("retracted", Boolean, nullable=False, server_default=false()),
    one_of("side", SIDES),
    one_of("status", EVENT_STATUSES),
)

event_facts = Table(
    "event_facts",
    metadata,
    Column("event", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("fact", ForeignKey("facts.id"), nullable=False, index=True),
)

# Words that mean the same to this record: for a question, one is as good as the others.
synonyms = Table(
    "synonyms",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("lang", String(2), nullable=False),
    Column("words", JSON, nullable=False),
    Column("retracted", Boolean, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("revision", BigInteger, nullable=False, index=True),
    one_of("lang", LANGS),
)

# What was changed, by whom; `before` is empty where something was added.
history = Table(
    "history",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("revision", BigInteger, nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Column("undoes", BigInteger),  # the change that this one takes back
    Index(None, "kind", "subject"),
    Index(None, "subject"),
    Index(None, "actor"),
    Index(None, "undoes"),
    sqlite_autoincrement=True,
)
