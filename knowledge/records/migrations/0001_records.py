"""The first tables: the record, its history, people, their questions and threads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from knowledge.records.columns import Instant

revision = "0001"
down_revision = None

_serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _sources()
    _entities()
    _facts()
    _history()
    _people()
    _questions()
    state = op.create_table(
        "state",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_state"),
        sa.CheckConstraint("id = 1", name=op.f("ck_state_one_row")),
    )
    op.bulk_insert(state, [{"id": 1, "revision": 0}])


def _sources() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("title", sa.JSON, nullable=False),
        sa.Column("publisher", sa.JSON, nullable=False),
        sa.Column("published", sa.Date),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    op.create_index("ix_documents_revision", "documents", ["revision"])
    op.create_table(
        "topics",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("title", sa.JSON, nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_topics"),
    )
    op.create_index("ix_topics_revision", "topics", ["revision"])


def _entities() -> None:
    op.create_table(
        "entities",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("side", sa.String(8)),
        sa.Column("names", sa.JSON, nullable=False),
        sa.Column("aliases", sa.JSON, nullable=False),
        sa.Column("tags", sa.JSON, nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entities"),
        sa.CheckConstraint(
            "kind IN ('person', 'organisation', 'place', 'body', 'work')", name=op.f("ck_entities_kind")
        ),
        sa.CheckConstraint("side IN ('kz', 'ru', 'both')", name=op.f("ck_entities_side")),
    )
    op.create_index("ix_entities_revision", "entities", ["revision"])
    op.create_table(
        "entity_names",
        sa.Column("entity", sa.String(64), nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("entity", "lang", "position", name="pk_entity_names"),
        sa.ForeignKeyConstraint(
            ["entity"], ["entities.id"], name="fk_entity_names_entity", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_entity_names_name", "entity_names", ["name"])


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("topic", sa.String(64), nullable=False),
        sa.Column("side", sa.String(8), nullable=False),
        sa.Column("relation", sa.String(64), nullable=False),
        sa.Column("statement_en", sa.Text),
        sa.Column("statement_ru", sa.Text),
        sa.Column("statement_kk", sa.Text),
        sa.Column("title", sa.JSON, nullable=False),
        sa.Column("questions", sa.JSON, nullable=False),
        sa.Column("tags", sa.JSON, nullable=False),
        sa.Column("gives", sa.JSON, nullable=False),
        sa.Column("source_document", sa.String(64)),
        sa.Column("source_kind", sa.String(16)),
        sa.Column("source_number", sa.Integer),
        sa.Column("valid_as_of", sa.Date),
        sa.Column("inferred", sa.JSON, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_facts"),
        sa.ForeignKeyConstraint(["topic"], ["topics.id"], name="fk_facts_topic"),
        sa.ForeignKeyConstraint(["source_document"], ["documents.id"], name="fk_facts_source_document"),
        sa.CheckConstraint("side IN ('kz', 'ru', 'both')", name=op.f("ck_facts_side")),
        sa.CheckConstraint("status IN ('draft', 'published', 'retracted')", name=op.f("ck_facts_status")),
    )
    for column in ("topic", "source_document", "status", "revision"):
        op.create_index(f"ix_facts_{column}", "facts", [column])
    op.create_table(
        "fact_entities",
        sa.Column("fact", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("entity", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("fact", "position", name="pk_fact_entities"),
        sa.ForeignKeyConstraint(["fact"], ["facts.id"], name="fk_fact_entities_fact", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["entity"], ["entities.id"], name="fk_fact_entities_entity"),
    )
    op.create_index("ix_fact_entities_entity", "fact_entities", ["entity"])


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("id", _serial, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True)),
        sa.Column("after", sa.JSON(none_as_null=True)),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_history_revision", "history", ["revision"])
    op.create_index("ix_history_kind_subject", "history", ["kind", "subject"])


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("language", sa.String(2)),
        sa.Column("language_code", sa.String(35)),
        sa.Column("first_seen", Instant, nullable=False),
        sa.Column("last_seen", Instant, nullable=False),
        sa.Column("blocked", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_table(
        "threads",
        sa.Column("chat", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger),
        sa.Column("thread", sa.JSON, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_threads"),
    )
    op.create_index("ix_threads_person", "threads", ["person"])


def _questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", _serial, nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("person", sa.BigInteger),
        sa.Column("chat", sa.BigInteger),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("missing", sa.JSON, nullable=False),
        sa.Column("filed", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sa.CheckConstraint(
            "status IN ('answered', 'suggested', 'unanswered')", name=op.f("ck_questions_status")
        ),
        sqlite_autoincrement=True,
    )
    for column in ("asked_at", "person", "filed"):
        op.create_index(f"ix_questions_{column}", "questions", [column])
    op.create_table(
        "ratings",
        sa.Column("question", _serial, nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("good", sa.Boolean, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("question", "person", name="pk_ratings"),
        sa.ForeignKeyConstraint(
            ["question"], ["questions.id"], name="fk_ratings_question", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_ratings_person", "ratings", ["person"])
