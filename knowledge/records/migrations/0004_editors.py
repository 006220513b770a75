"""Editors' rights, wizards, imports, synonyms, calendar feeds and broadcasts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from knowledge.records.columns import Instant

revision = "0004"
down_revision = "0003"

_serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _record()
    _people()
    _editing()
    _sending()


def _record() -> None:
    for table in ("entities", "events"):
        op.add_column(table, sa.Column("retracted", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("facts", sa.Column("stale", sa.JSON, nullable=False, server_default=sa.text("'[]'")))
    op.create_table(
        "synonyms",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("words", sa.JSON, nullable=False),
        sa.Column("retracted", sa.Boolean, nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_synonyms"),
        sa.CheckConstraint("lang IN ('en', 'ru', 'kk')", name=op.f("ck_synonyms_lang")),
    )
    op.create_index("ix_synonyms_revision", "synonyms", ["revision"])


def _people() -> None:
    op.add_column("people", sa.Column("username", sa.String(32)))
    op.create_index("ix_people_username", "people", ["username"])
    with op.batch_alter_table("questions", table_kwargs={"sqlite_autoincrement": True}) as questions:
        questions.add_column(sa.Column("outcome", sa.String(16)))
        questions.add_column(sa.Column("later", Instant))
        questions.add_column(sa.Column("handled_by", sa.BigInteger))
        questions.add_column(sa.Column("handled_at", Instant))
        questions.add_column(sa.Column("tell", sa.Boolean, nullable=False, server_default=sa.false()))
        questions.create_check_constraint(
            op.f("ck_questions_outcome"), "outcome IN ('answered', 'same', 'foreign')"
        )


def _editing() -> None:
    op.create_table(
        "roles",
        sa.Column("person", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("granted_by", sa.BigInteger, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_roles"),
        sa.CheckConstraint("role IN ('viewer', 'editor')", name=op.f("ck_roles_role")),
    )
    op.create_table(
        "audit",
        sa.Column("id", _serial, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("person", sa.BigInteger),
        sa.Column("chat", sa.BigInteger),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("allowed", sa.Boolean, nullable=False),
        sa.Column("detail", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_table(
        "wizards",
        sa.Column("chat", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.JSON, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("chat", "person", name="pk_wizards"),
    )
    op.create_index("ix_wizards_person", "wizards", ["person"])
    op.create_table(
        "imports",
        sa.Column("id", _serial, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("report", sa.JSON, nullable=False),
        sa.Column("found", sa.JSON),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
        sa.CheckConstraint("status IN ('waiting', 'accepted', 'cancelled')", name=op.f("ck_imports_status")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_imports_person", "imports", ["person"])


def _sending() -> None:
    op.create_table(
        "feeds",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("last_read", Instant),
        sa.PrimaryKeyConstraint("digest", name="pk_feeds"),
    )
    op.create_index("ix_feeds_chat", "feeds", ["chat"])
    op.create_table(
        "broadcasts",
        sa.Column("id", _serial, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("audience", sa.JSON, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("written", sa.BigInteger),
        sa.Column("total", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
        sa.CheckConstraint(
            "status IN ('draft', 'sending', 'sent', 'stopped')", name=op.f("ck_broadcasts_status")
        ),
        sqlite_autoincrement=True,
    )
